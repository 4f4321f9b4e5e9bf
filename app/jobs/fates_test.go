package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"folkmoot/app/jobs"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

// written is a place with an editor, three people, a group, and a guide of two chapters.
type written struct {
	guides   *guide.Store
	editor   people.Actor
	crowd    []people.Actor
	group    int64
	chapters []int64
}

func newWritten(t *testing.T, d *db.DB) written {
	t.Helper()
	ctx := context.Background()
	talk := discussion.NewStore(d, discussion.HoldNone)
	t.Cleanup(talk.Close)
	w := written{guides: &guide.Store{DB: d, Zone: time.UTC, Talk: talk}}
	prepared, err := guide.Prepare(ctx, "One paragraph.\n\nAnother one.")
	if err != nil {
		t.Fatal(err)
	}
	err = d.Write(ctx, func(tx *db.Tx) error {
		w.crowd, w.chapters = nil, nil
		for i, role := range []people.Role{people.Editor, people.Member, people.Member, people.Member} {
			id, err := tx.Insert("INSERT INTO people (public_name, role, email, email_verified_at, created_at, changed_at) VALUES (?, ?, ?, 1, 1, 1)",
				fmt.Sprint("P", i), role, fmt.Sprint("p", i, "@example.org"))
			if err != nil {
				return err
			}
			w.crowd = append(w.crowd, people.Actor{ID: id, Role: role, State: people.Active})
		}
		id, err := guide.AddGuide(tx, guide.Details{Title: "G"}, guide.New{})
		if err != nil {
			return err
		}
		for _, title := range []string{"One", "Two"} {
			chapter, err := guide.AddChapter(tx, id, guide.Details{Title: title}, guide.New{})
			if err != nil {
				return err
			}
			w.chapters = append(w.chapters, chapter)
			if _, err := guide.PublishPrepared(tx, guide.Publication{Chapter: chapter, Prepared: prepared}); err != nil {
				return err
			}
		}
		w.group, err = tx.Insert("INSERT INTO groups (slug, name, access, created_at, changed_at) VALUES ('g', 'G', ?, 1, 1)", groups.Open)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.editor = w.crowd[0]
	return w
}

// step does one random thing, and gives what was said by it; 0 for nothing.
func (w written) step(d *db.DB, random *rand.Rand, said []int64, step int) (id int64, err error) {
	ctx := context.Background()
	who := w.crowd[random.IntN(len(w.crowd))]
	if len(said) < 10 || random.IntN(3) == 0 {
		err := d.Write(ctx, func(tx *db.Tx) error {
			n := guide.NewComment{Paragraph: 1 + random.IntN(2), ByEditor: who.Role == people.Editor}
			c, err := guide.Find(ctx, tx, w.chapters[random.IntN(2)])
			if err != nil {
				return err
			}
			if len(said) > 0 && random.IntN(2) == 0 {
				n.ParentID = said[random.IntN(len(said))]
			}
			made, err := guide.AddComment(tx, c, n, discussion.New{AuthorID: who.ID, State: discussion.Published, Body: discussion.Body{Source: "x", HTML: "x"}})
			id = made.ID
			return err
		})
		return id, err
	}
	id = said[random.IntN(len(said))]
	if random.IntN(4) == 0 {
		return 0, d.Write(ctx, func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, id, []discussion.State{discussion.Hidden, discussion.Published}[random.IntN(2)], "")
			return err
		})
	}
	b := guide.Batch{Contributions: []int64{id}, Below: random.IntN(2) == 0, Reason: fmt.Sprint("Reason ", step%3), Fate: []discussion.Fate{
		discussion.TakenIn, discussion.NotTakenIn, discussion.Pending, discussion.MovedAway, discussion.MovedAway,
	}[random.IntN(5)]}
	if b.To.Chapter = w.chapters[random.IntN(2)]; random.IntN(3) == 0 {
		b.To = guide.Destination{Group: w.group, Title: fmt.Sprint("Title ", step)}
	}
	return 0, w.guides.DecideBatch(ctx, w.editor, db.NewKey(w.editor.ID), b)
}

// Whatever is said, decided, moved and hidden: no counter drifts, and how a comment stands is what its history says.
func TestNothingDriftsAsCommentsAreDecidedAndMoved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		ctx, w, random := context.Background(), newWritten(t, d), rand.New(rand.NewPCG(3, 5))
		var said []int64
		for step := range 150 {
			now.Advance(time.Second)
			id, err := w.step(d, random, said, step)
			var failed guide.Failure
			if err != nil && !errors.As(err, new(db.Invalid)) && !errors.As(err, &failed) && !errors.Is(err, db.ErrNotFound) {
				t.Fatal(err)
			}
			if id != 0 && err == nil {
				said = append(said, id)
			}
		}
		if drifts, err := jobs.Drift(ctx, d); err != nil || len(drifts) > 0 {
			t.Error(drifts, err)
		}
		for what, query := range map[string]string{
			"stand otherwise than their history says": `SELECT COUNT(*) FROM contributions c JOIN fates f ON f.contribution_id = c.id AND f.current = 1 WHERE c.fate <> f.fate`,
			"have no current line in their history": `SELECT COUNT(*) FROM contributions c WHERE c.fate NOT IN ('', 'pending')
				AND NOT EXISTS (SELECT 1 FROM fates f WHERE f.contribution_id = c.id AND f.current = 1)`,
			"are tied to a chapter that they are not on": `SELECT COUNT(*) FROM contributions c JOIN anchors a ON a.contribution_id = c.id
				JOIN chapters ch ON ch.id = a.chapter_id WHERE ch.thread_id <> c.thread_id`,
			"are on a chapter and tied to nothing": `SELECT COUNT(*) FROM contributions c JOIN chapters ch ON ch.thread_id = c.thread_id
				WHERE NOT EXISTS (SELECT 1 FROM anchors a WHERE a.contribution_id = c.id)`,
		} {
			if n, err := db.Value[int](ctx, d, query); err != nil || n != 0 {
				t.Errorf("%d comments %s, %v", n, what, err)
			}
		}
		moved, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM fates WHERE fate = 'moved'")
		if err != nil || moved < 10 {
			t.Errorf("only %d were moved, %v", moved, err)
		}
	})
}

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
	"folkmoot/models/insight"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// moot is a place with two open groups and a private one, in which people talk, and all that is kept of it.
type moot struct {
	t       *testing.T
	db      *db.DB
	now     *clock.Fixed
	talks   *discussion.Store
	reports *moderation.Store
	heard   *insight.Store
	random  *rand.Rand
	crowd   []people.Actor
	mo      people.Actor
	groups  []int64
	threads []int64
	themes  []int64
}

func (m *moot) must(err error) {
	if err != nil {
		m.t.Helper()
		m.t.Fatal(err)
	}
}

func newMoot(t *testing.T, d *db.DB, now *clock.Fixed) *moot {
	m := &moot{
		t: t, db: d, now: now, talks: discussion.NewStore(d, discussion.HoldNone), reports: &moderation.Store{DB: d},
		heard: insight.New(d, time.UTC), random: rand.New(rand.NewPCG(1, 2)),
	}
	t.Cleanup(m.talks.Close)
	ctx := context.Background()
	m.must(d.Write(ctx, func(tx *db.Tx) error {
		m.groups, m.crowd, m.themes = nil, nil, nil
		for _, access := range []string{"open", "open", "private"} {
			id, err := tx.Insert("INSERT INTO groups (slug, name, access, created_at, changed_at) VALUES (?, ?, ?, 1, 1)", fmt.Sprint("g", len(m.groups)), "A group", access)
			if err != nil {
				return err
			}
			m.groups = append(m.groups, id)
		}
		for i := range 4 {
			id, err := tx.Insert("INSERT INTO people (public_name, who, created_at, changed_at) VALUES (?, 'resident', 1, 1)", fmt.Sprint("Person ", i))
			if err != nil {
				return err
			}
			if _, err := tx.Exec("INSERT INTO memberships (group_id, person_id, role, state, created_at) VALUES (?, ?, 'member', 'member', 1)", m.groups[2], id); err != nil {
				return err
			}
			m.crowd = append(m.crowd, people.Actor{ID: id, Role: people.Member, State: people.Active, Who: people.Resident, Groups: []people.Membership{{GroupID: m.groups[2]}}})
		}
		if _, err := tx.Exec("UPDATE groups SET member_count = 4 WHERE id = ?", m.groups[2]); err != nil {
			return err
		}
		id, err := tx.Insert("INSERT INTO people (public_name, role, created_at, changed_at) VALUES ('Mo', 'moderator', 1, 1)")
		m.mo = people.Actor{ID: id, Role: people.Moderator, State: people.Active}
		if err != nil {
			return err
		}
		for _, name := range []string{"Buses", "Benches", "Rooms"} {
			theme, err := themes.Add(tx, themes.Draft{Name: name, Definition: name}, themes.New{})
			if err != nil {
				return err
			}
			m.themes = append(m.themes, theme.ID)
		}
		return nil
	}))
	for i := range 6 {
		who := m.someone()
		id, err := m.talks.Start(ctx, who, db.NewKey(who.ID), discussion.Start{GroupID: m.groups[i%3], Title: fmt.Sprint("Discussion ", i), Body: fmt.Sprint("It begins ", i)})
		m.must(err)
		m.threads = append(m.threads, id)
	}
	return m
}

func (m *moot) someone() people.Actor { return m.crowd[m.random.IntN(len(m.crowd))] }
func (m *moot) somewhere() int64      { return m.threads[m.random.IntN(len(m.threads))] }

// said gives something that was said anywhere.
func (m *moot) said() int64 {
	ids, err := db.Values[int64](context.Background(), m.db, "SELECT id FROM contributions ORDER BY id")
	m.must(err)
	return ids[m.random.IntN(len(ids))]
}

// talk has somebody say, feel, tag or report something, or a moderator decide about it.
func (m *moot) talk(step int) error {
	ctx, who, id := context.Background(), m.someone(), m.said()
	switch m.random.IntN(6) {
	case 0, 1:
		thread, err := db.Value[int64](ctx, m.db, "SELECT thread_id FROM contributions WHERE id = ?", id)
		m.must(err)
		_, err = m.talks.Post(ctx, who, db.NewKey(who.ID), discussion.Answer{ThreadID: thread, ParentID: id, Body: fmt.Sprintf("Step %d says something of its own", step)})
		return err
	case 2:
		return m.talks.Take(ctx, who, db.NewKey(who.ID), id, []discussion.Position{discussion.Agree, discussion.Disagree, discussion.Pass, discussion.Withdrawn}[m.random.IntN(4)])
	case 3:
		return m.db.Write(ctx, func(tx *db.Tx) error {
			return themes.Tag(tx, id, m.themes[m.random.IntN(len(m.themes))], themes.ByPerson, m.mo.ID)
		})
	case 4:
		_, err := m.reports.Report(ctx, who, db.NewKey(who.ID), moderation.NewReport{Contribution: id, Reason: "unkind", Note: "It is rude"})
		return err
	}
	return m.db.Write(ctx, func(tx *db.Tx) error {
		to := []discussion.State{discussion.Hidden, discussion.Published, discussion.Held}[m.random.IntN(3)]
		_, err := discussion.SetState(tx, id, to, "unkind", discussion.Published, discussion.Hidden, discussion.Held)
		return err
	})
}

// move has the moderator move, split off or merge something; done tells whether it could be.
func (m *moot) move() (done bool, err error) {
	ctx := context.Background()
	if m.random.IntN(5) == 0 {
		err = m.talks.Merge(ctx, m.mo, db.NewKey(m.mo.ID), m.somewhere(), m.somewhere(), true)
		return err == nil, err
	}
	id := m.said()
	from, err := db.Value[int64](ctx, m.db, "SELECT thread_id FROM contributions WHERE id = ?", id)
	m.must(err)
	sel := discussion.Selection{From: from, IDs: []int64{id}, Answers: m.random.IntN(2) == 0, To: m.somewhere(), Readers: true}
	if m.random.IntN(3) == 0 {
		sel.To, sel.Title = 0, "A new one"
	}
	made, err := m.talks.MoveSelected(ctx, m.mo, db.NewKey(m.mo.ID), sel)
	if err == nil && sel.To == 0 {
		m.threads = append(m.threads, made)
	}
	return err == nil, err
}

// right compares all that is kept with a fresh count.
func (m *moot) right(step string) {
	m.t.Helper()
	ctx := context.Background()
	drifts, err := jobs.Drift(ctx, m.db)
	m.must(err)
	for err = m.heard.CatchUp(ctx); errors.Is(err, db.ErrBusy); {
		err = m.heard.CatchUp(ctx)
	}
	m.must(err)
	more, err := m.heard.Drift(ctx)
	m.must(err)
	for _, drift := range append(drifts, more...) {
		m.t.Errorf("%s: %s", step, drift)
	}
	for what, query := range map[string]string{
		"facts stand in another group or discussion than what was said": `SELECT COUNT(*) FROM hearing_facts f JOIN contributions c ON c.id = f.contribution_id
			JOIN threads t ON t.id = c.thread_id WHERE f.thread_id <> c.thread_id OR f.group_id <> COALESCE(t.group_id, 0)`,
		"things that are private are heard":       "SELECT COUNT(*) FROM hearing_facts f JOIN contributions c ON c.id = f.contribution_id JOIN threads t ON t.id = c.thread_id WHERE t.private = 1",
		"things that are published are not heard": "SELECT COUNT(*) FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.state = 'published' AND t.private = 0 AND NOT EXISTS (SELECT 1 FROM hearing_facts f WHERE f.contribution_id = c.id)",
		"cases wait in another group":             "SELECT COUNT(*) FROM cases k JOIN contributions c ON c.id = k.contribution_id JOIN threads t ON t.id = c.thread_id WHERE COALESCE(k.group_id, 0) <> COALESCE(t.group_id, 0)",
		"unread notices of answers name another discussion and not as a second of its own": `SELECT COUNT(*) FROM notices n JOIN contributions c ON c.id = n.contribution_id
			WHERE n.kind = 'reply' AND n.read_at IS NULL AND n.thread_id <> c.thread_id
			AND NOT EXISTS (SELECT 1 FROM notices o WHERE o.person_id = n.person_id AND o.thread_id = c.thread_id AND o.kind = 'reply' AND o.read_at IS NULL)`,
		"answers stand elsewhere than what they answer": "SELECT COUNT(*) FROM contributions c JOIN contributions p ON p.id = c.parent_id WHERE p.thread_id <> c.thread_id",
		"read marks are ahead of what was said":         "SELECT COUNT(*) FROM read_marks m JOIN threads t ON t.id = m.thread_id WHERE m.seq > t.last_seq",
		"things that were said stand in an empty place": "SELECT COUNT(*) FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE t.merged_into IS NOT NULL",
	} {
		if n, err := db.Value[int](ctx, m.db, query); err != nil || n > 0 {
			m.t.Errorf("%s: %d %s, %v", step, n, what, err)
		}
	}
}

// Whatever people say, feel, tag and report, and whatever is hidden, moved, split off and merged meanwhile, between open
// groups and a private one: every kept counter and every figure of what is heard is what a fresh count gives.
func TestEverythingKeptFollowsEveryMove(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		m := newMoot(t, d, now)
		moved := 0
		for step := range 240 {
			var err error
			done := false
			if step > 60 && step%3 == 0 {
				done, err = m.move()
			} else {
				err = m.talk(step)
			}
			if done {
				moved++
			}
			var invalid db.Invalid
			var forbidden db.Forbidden
			if err != nil && !errors.As(err, &invalid) && !errors.As(err, &forbidden) && !errors.Is(err, db.ErrConflict) && !errors.Is(err, db.ErrNotFound) {
				t.Fatalf("step %d: %v", step, err)
			}
			now.Advance(7 * time.Minute)
			if step%12 == 11 {
				m.right(fmt.Sprint("step ", step))
			}
		}
		if moved < 20 {
			t.Errorf("only %d moves were made", moved)
		}
		for _, act := range []string{"discussion.move", "discussion.merge"} {
			if n, err := db.Value[int](context.Background(), d, "SELECT COUNT(*) FROM register WHERE act = ?", act); err != nil || n == 0 {
				t.Errorf("nothing stands in the register as %s, so it was not tested: %v", act, err)
			}
		}
	})
}

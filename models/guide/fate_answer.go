package guide

import (
	"context"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// AnswerBackFor is how long after a decision the writer of a comment can answer back, also where the chapter takes no
// comments any more.
const AnswerBackFor = 28 * 24 * time.Hour

// MayAnswerBack tells whether the actor may answer back to what was decided about a comment, and if not, why.
func MayAnswerBack(a people.Actor, c discussion.Contribution, e FateEntry, now clock.Instant) error {
	if err := a.MaySpeak(now); err != nil {
		return err
	}
	switch {
	case !a.SignedIn():
		return db.Forbidden{Reason: "Please sign in first. Then you can answer back to what was decided about your comment."}
	case c.AuthorID != a.ID:
		return db.Forbidden{Reason: "Only the writer of a comment can answer back here. You can answer it where it stands."}
	case c.State != discussion.Published:
		return db.Forbidden{Reason: "Your comment is not shown just now, so you cannot answer back."}
	case e.Fate == discussion.MovedAway:
		return db.Forbidden{Reason: "Your comment was moved. You can go on with it where it is now."}
	case e.ID == 0 || e.Open():
		return db.Forbidden{Reason: "Your comment is waiting for an answer already."}
	case now > e.At.Add(AnswerBackFor):
		return db.Forbidden{Reason: "This was decided more than four weeks ago, so it takes no more answers. Please write to us."}
	}
	return nil
}

// AnswerBack posts what the writer of a comment says to what was decided about it, and gives its id. The comment waits
// for an answer again. It is held as anything else that they write; bad input is Invalid under "body".
func (s *Store) AnswerBack(ctx context.Context, a people.Actor, key db.Key, contribution int64, words string) (int64, error) {
	body, err := discussion.Render(ctx, words)
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		thread, err := db.Value[int64](ctx, tx, "SELECT thread_id FROM contributions WHERE id = ?", contribution)
		if err != nil {
			return 0, err
		}
		c, err := chapterOf(tx, thread)
		if err != nil || c.ID == 0 {
			if err == nil {
				err = db.ErrNotFound
			}
			return 0, err
		}
		at, err := standingOf(tx, c, contribution)
		if err != nil {
			return 0, err
		}
		now, err := fates(ctx, tx, a, []int64{contribution})
		if err != nil {
			return 0, err
		}
		if err := MayAnswerBack(a, discussion.Contribution{AuthorID: at.author, State: at.state}, now[contribution], tx.Now()); err != nil {
			return 0, err
		}
		said := discussion.New{AuthorID: a.ID, Who: a.Who, Body: body}
		if err := s.enter(tx, a, c, &said); err != nil {
			return 0, err
		}
		made, err := AddComment(tx, c, NewComment{ParentID: contribution, ByEditor: MayEdit(a) == nil}, said)
		if err != nil {
			return 0, err
		}
		if err := record(tx, c, Decision{Contribution: contribution, Fate: discussion.Pending, By: a}, at.fate); err != nil {
			return 0, err
		}
		return made.ID, discussion.Finish(tx, a, made, 0)
	})
}

// FateView is all there is to say of what became of a comment.
type FateView struct {
	Said    discussion.Contribution
	Thread  discussion.Thread
	Guide   string      // address of the guide of the chapter that it is on; "" where it was moved to a discussion
	Chapter string      // address of that chapter
	Place   int         // number of that chapter
	Now     FateEntry   // how it stands
	History []FateEntry // the newest first, what stands now among them
	Replies []discussion.Said
	Others  []OtherFate // the reader's other comments on the chapter, where the comment is theirs
	MayBack error       // why the reader may not answer back; nil where they may
}

// OtherFate is how another comment of a writer stands.
type OtherFate struct {
	ID    int64
	Words string // the beginning of the comment
	Fate  discussion.Fate
}

// mostOthers is how many of a writer's other comments are listed: the newest.
const mostOthers = 30

// Fate reads what became of a comment that the actor may read. ErrNotFound for what has no fate.
func (s *Store) Fate(ctx context.Context, a people.Actor, contribution int64) (v FateView, err error) {
	if v.Said, v.Thread, err = s.Talk.Find(ctx, a, contribution); err != nil {
		return v, err
	}
	if !discussion.Readable(a, v.Said) {
		return v, db.ErrNotFound
	}
	now, err := fates(ctx, s.DB, a, []int64{contribution})
	if err != nil {
		return v, err
	}
	var fated bool
	if v.Now, fated = now[contribution]; !fated {
		return v, db.ErrNotFound
	}
	history, err := histories(ctx, s.DB, a, []int64{contribution})
	if err != nil {
		return v, err
	}
	v.History = history[contribution]
	v.MayBack = MayAnswerBack(a, v.Said, v.Now, s.DB.Clock.Now())
	err = db.Each(ctx, s.DB, func(r db.Row) error { return r.Scan(&v.Guide, &v.Chapter, &v.Place) },
		"SELECT g.slug, ch.slug, ch.number FROM chapters ch JOIN guides g ON g.id = ch.guide_id WHERE ch.thread_id = ?", v.Said.ThreadID)
	if err != nil {
		return v, err
	}
	replies, err := db.Values[int64](ctx, s.DB, `SELECT r.id FROM contributions r JOIN people p ON p.id = r.author_id
		WHERE r.parent_id = ? AND r.state = 'published' AND r.fate = '' AND p.role IN ('editor', 'administrator') ORDER BY r.seq LIMIT 20`, contribution)
	if err != nil {
		return v, err
	}
	if v.Replies, err = discussion.Gather(ctx, s.DB, a, replies); err != nil || !a.SignedIn() || v.Said.AuthorID != a.ID {
		return v, err
	}
	v.Others, err = db.All(ctx, s.DB, func(r db.Row) (o OtherFate, err error) {
		var html string
		err = r.Scan(&o.ID, &html, &o.Fate)
		o.Words = discussion.Excerpt(html)
		return o, err
	}, `SELECT id, SUBSTR(body_html, 1, 600), fate FROM contributions WHERE thread_id = ? AND author_id = ? AND id <> ? AND fate <> '' AND state = 'published'
		ORDER BY id DESC LIMIT ?`, v.Said.ThreadID, a.ID, contribution, mostOthers)
	return v, err
}

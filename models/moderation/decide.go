package moderation

import (
	"context"

	"folkmoot/models/rules"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/queue"
)

// Seen is what a moderator had before them when they decided. Where it is no longer so, they look again.
type Seen struct {
	Revision int   // of the contribution
	Decision int64 // the newest decision about it; 0 for none
	Report   int64 // the newest open report about it; 0 for none
}

// Decision is what a moderator decides about a contribution.
type Decision struct {
	Contribution int64
	Act          rules.Act
	Reason       string // a key of ForActs
	Message      string // a line of their own to the writer; may be empty
	Seen         Seen
}

// check cleans a decision. Bad input is Invalid by field: "act", "reason", "message".
func (d Decision) check(book *rules.Book) (Decision, error) {
	wrong := db.Invalid{}
	switch {
	case !d.Act.Known():
		wrong["act"] = "Choose what you will do"
	case d.Act.Shows():
		// What people may read needs no reason: the form's choice is for the other acts.
		d.Reason = rules.NoProblem
	case !offered(book, d.Reason):
		wrong["reason"] = "Choose a reason that the writer will see"
	}
	d.Message = text(d.Message, MaxMessage, "message", wrong)
	if len(wrong) > 0 {
		return d, wrong
	}
	return d, nil
}

// standing is a contribution as far as a decision needs it.
type standing struct {
	Thread    int64
	Author    int64
	Recorder  int64
	State     discussion.State
	Published clock.Instant
	Revision  int
	Group     int64
	Chapter   bool
}

// Decide carries out a moderator's decision: the contribution's state and every counter, the reports about it, what
// the writer and those who reported are told, and the entry in the register, all or none. It gives the decision's id.
// ErrConflict where the words were changed or somebody else decided since the moderator looked; of two who decide at
// once exactly one succeeds.
func (s *Store) Decide(ctx context.Context, a people.Actor, key db.Key, d Decision) (int64, error) {
	if err := MayModerate(a); err != nil {
		return 0, err
	}
	book, err := rules.Load(ctx, s.DB)
	if err != nil {
		return 0, err
	}
	if d, err = d.check(book); err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		return decide(tx, a, book, d)
	})
}

func decide(tx *db.Tx, a people.Actor, book *rules.Book, d Decision) (int64, error) {
	c, err := lock(tx, d)
	if err != nil {
		return 0, err
	}
	if err := MayDecide(a, c.Author, c.Recorder); err != nil {
		return 0, err
	}
	if !fits(d.Act, c.State) || c.Revision != d.Seen.Revision {
		return 0, db.ErrConflict
	}
	if d.Act != rules.Keep {
		reason := d.Reason
		if d.Act.Shows() {
			reason = ""
		}
		if _, err := discussion.SetState(tx, d.Contribution, leadsTo(d.Act, c.State), reason, c.State); err != nil {
			return 0, err
		}
	}
	id, err := tx.Insert(`INSERT INTO decisions (contribution_id, author_id, moderator_id, act, reason, reason_revision, message, state_before, revision, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, d.Contribution, c.Author, a.ID, d.Act, d.Reason, book.Reason(d.Reason).Revision, d.Message, c.State, c.Revision, tx.Now())
	if err != nil {
		return 0, err
	}
	settled, err := settle(tx, d, c.State, id)
	if err != nil {
		return 0, err
	}
	if err := tell(tx, book, d, c); err != nil {
		return 0, err
	}
	if err := discussion.Requeue(tx, d.Contribution); err != nil {
		return 0, err
	}
	touch(tx, c)
	return id, audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "moderation." + string(d.Act), Kind: "contribution", Object: d.Contribution, Reason: d.Reason,
		Details: map[string]any{"decision": id, "before": string(c.State), "revision": c.Revision, "reports": settled},
	})
}

// lock holds the contribution until the command ends and reads how it stands. ErrConflict where somebody has decided
// about it since the moderator looked.
func lock(tx *db.Tx, d Decision) (c standing, err error) {
	if _, err := tx.Exec("UPDATE contributions SET open_reports = open_reports WHERE id = ?", d.Contribution); err != nil {
		return c, err
	}
	newest := int64(0)
	c, err = db.One(tx.Context(), tx, func(r db.Row) (c standing, err error) {
		err = r.Scan(&c.Thread, &c.Author, &c.Recorder, &c.State, &c.Published, &c.Revision, &c.Group, &c.Chapter, &newest)
		return c, err
	}, `SELECT c.thread_id, c.author_id, COALESCE(c.recorder_id, 0), c.state, COALESCE(c.published_at, 0), c.revision,
		COALESCE(t.group_id, 0), t.kind = 'chapter', COALESCE((SELECT MAX(id) FROM decisions WHERE contribution_id = c.id), 0)
		FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ?`, d.Contribution)
	if err == nil && newest != d.Seen.Decision {
		err = db.ErrConflict
	}
	return c, err
}

// settle closes the reports that a decision answers, tells those who made them, and gives how many there were. What
// was reported after the moderator looked stays open where people may go on reading.
func settle(tx *db.Tx, d Decision, before discussion.State, decision int64) (int, error) {
	newest := d.Seen.Report
	if !d.Act.Shows() {
		newest = 1<<63 - 1
	}
	type answer struct {
		report, reporter int64
		byMail           bool
	}
	answers, err := db.All(tx.Context(), tx, func(r db.Row) (n answer, err error) {
		err = r.Scan(&n.report, &n.reporter, &n.byMail)
		return n, err
	}, `UPDATE reports SET state = 'settled', decision_id = ? WHERE contribution_id = ? AND state = 'open' AND id <= ?
		RETURNING id, COALESCE(reporter_id, 0), reporter_email <> ''`, decision, d.Contribution, newest)
	if err != nil || len(answers) == 0 {
		return 0, err
	}
	if _, err := tx.Exec("UPDATE contributions SET open_reports = open_reports - ? WHERE id = ?", len(answers), d.Contribution); err != nil {
		return 0, err
	}
	for _, n := range answers {
		switch {
		case n.reporter != 0:
			_, err = notify.Tell(tx, notify.Notice{
				Person: n.reporter, Kind: notify.ReportAnswer, Contribution: d.Contribution,
				Words: toReporter(d.Act, before), Link: notify.Permalink(d.Contribution),
			}, true)
		case n.byMail:
			err = queue.Enqueue(tx, JobAnswer, Answering{Report: n.report})
		}
		if err != nil {
			return 0, err
		}
	}
	return len(answers), nil
}

// tell says to the writer what was decided; where the writer has no account of their own, to who typed it in. That
// something was looked at and left as it is needs no mail.
func tell(tx *db.Tx, book *rules.Book, d Decision, c standing) error {
	if c.State == discussion.Deleted {
		return nil
	}
	to, err := db.Values[int64](tx.Context(), tx, `SELECT id FROM people WHERE id IN (?, ?) AND state IN ('active', 'suspended')
		ORDER BY CASE WHEN id = ? THEN 0 ELSE 1 END LIMIT 1`, c.Author, c.Recorder, c.Author)
	if err != nil || len(to) == 0 {
		return err
	}
	_, err = notify.Tell(tx, notify.Notice{
		Person: to[0], Kind: notify.Decision, Contribution: d.Contribution,
		Words: toWriter(book, d, c.Published != 0), Link: notify.Permalink(d.Contribution),
	}, d.Act != rules.Keep)
	return err
}

// touch drops every kept page that the contribution may show on. A decision is rare, and a page that goes on showing
// what was hidden is worse than pages made afresh: so every page goes.
func touch(tx *db.Tx, c standing) {
	tx.Touch(db.TopicSite, db.TopicThread(c.Thread), db.TopicHearing, db.TopicThemes)
	if c.Group != 0 {
		tx.Touch(db.TopicGroup(c.Group), db.TopicGroups)
	}
	if c.Chapter {
		tx.Touch(db.TopicGuides)
	}
}

// offered tells whether a moderator can give a reason for taking words down.
func offered(book *rules.Book, key string) bool {
	r := book.Reason(key)
	return r.Report != "" && !r.Retired
}

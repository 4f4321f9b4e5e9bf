package moderation

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/sealed"
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
	Over         bool  // they know that somebody else is looking at it, and decide all the same
	ForAppeal    int64 // the appeal that it carries out; 0 for none

	cover  *sealed.Replacement // what readers get where details are covered; nil for every other act
	places int                 // how many were covered
	out    []string            // names of the files that are taken out
	files  int                 // how many that are, or are put back
	batch  int64               // the first of those that are decided at once; 0 for one by itself
	either bool                // publish or keep, whichever fits how it stands
}

// check cleans a decision. Bad input is Invalid by field: "act", "reason", "message".
func (d Decision) check(book *rules.Book) (Decision, error) {
	wrong := db.Invalid{}
	switch {
	case !d.Act.Known():
		wrong["act"] = "Choose what you will do"
	case d.Act == rules.Cover:
		if !offered(book, d.Reason) {
			wrong["reason"] = "Choose a reason that the writer will see"
		}
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
	discussion.Before
	Thread   int64
	Author   int64
	Recorder int64
	Revision int
	Group    int64
	Chapter  bool
	Reported bool          // by who decides, and open
	Case     *standingCase // nil where nothing waits
}

// standingCase is a row of the queue.
type standingCase struct {
	Since    clock.Instant
	Reason   string
	Assigned int64
	Claimed  int64
	Until    clock.Instant
	Opened   int64
	OpenedAt clock.Instant
	Opinion  bool
	Hint     int
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
	return s.command(ctx, a, key, func(tx *db.Tx) (int64, error) {
		return decide(tx, a, book, d)
	})
}

func decide(tx *db.Tx, a people.Actor, book *rules.Book, d Decision) (int64, error) {
	if d.files = len(d.out); (d.Act == rules.Cover) != (d.cover != nil || d.files > 0) {
		return 0, db.Wrong("act", "Choose first what to cover")
	}
	c, err := lock(tx, a, d)
	if err != nil {
		return 0, err
	}
	if err := mayDecideNow(tx, a, c); err != nil {
		return 0, err
	}
	if d.either && !fits(d.Act, c.State) {
		d.Act = rules.Keep
	}
	if !fits(d.Act, c.State) || c.Revision != d.Seen.Revision {
		return 0, db.ErrConflict
	}
	if err := c.free(tx, a, d); err != nil {
		return 0, err
	}
	if d.cover != nil {
		if _, err := sealed.Seal(tx, d.Contribution, c.Revision, sealed.Cover, a.ID, *d.cover); err != nil {
			return 0, err
		}
	}
	if d.Act != rules.Keep {
		reason := d.Reason
		if d.Act.Shows() {
			reason = ""
		}
		if _, err := discussion.SetStateTelling(tx, d.Contribution, leadsTo(d.Act, c.State), reason, tx.Now().Add(mailAfter), c.State); err != nil {
			return 0, err
		}
	}
	id, err := note(tx, a, book, d, c)
	if err != nil {
		return 0, err
	}
	if err := files.TakeOut(tx, d.Contribution, id, a.ID, d.out); err != nil {
		return 0, err
	}
	if d.Act == rules.Hide || d.Act == rules.Restore {
		if err := people.Setback(tx, c.Author); err != nil {
			return 0, err
		}
	}
	back := putBack{Before: c.Before, Case: c.Case}
	settled, err := settle(tx, d, c.State, id, &back)
	if err != nil {
		return 0, err
	}
	if err := tell(tx, book, d, c, &back); err != nil {
		return 0, err
	}
	if err := back.keep(tx, id); err != nil {
		return 0, err
	}
	if err := discussion.Requeue(tx, d.Contribution); err != nil {
		return 0, err
	}
	// What still waits is for anybody to look at.
	if _, err := tx.Exec("UPDATE cases SET claimed_by = NULL, claimed_until = NULL, opinion = 0 WHERE contribution_id = ?", d.Contribution); err != nil {
		return 0, err
	}
	touch(tx, c)
	details := map[string]any{"decision": id, "before": string(c.State), "revision": c.Revision, "reports": settled}
	if d.batch != 0 {
		details["batch"] = d.batch
	}
	if d.cover != nil {
		details["places"] = d.places
	}
	if d.files > 0 {
		details["files"] = d.files
	}
	if c.Reported {
		details["own_report"] = true
	}
	return id, audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "moderation." + string(d.Act), Kind: "contribution", Object: d.Contribution, Reason: d.Reason, Details: details,
	})
}

// note stores the decision itself and gives its id.
func note(tx *db.Tx, a people.Actor, book *rules.Book, d Decision, c standing) (int64, error) {
	before, waited := c.Reason, int64(0)
	if c.Case != nil {
		waited = int64(tx.Now() - c.Case.Since)
		if before == "" {
			before = c.Case.Reason
		}
	}
	return tx.Insert(`INSERT INTO decisions (contribution_id, author_id, moderator_id, act, reason, reason_revision, message, state_before, reason_before,
		revision, batch, waited, for_appeal, places, files, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.Contribution, c.Author, a.ID, d.Act, d.Reason, book.Reason(d.Reason).Revision, d.Message, c.State, before,
		c.Revision, db.Null(d.batch), max(0, waited), db.Null(d.ForAppeal), d.places, d.files, tx.Now())
}

// lock holds the contribution until the command ends and reads how it stands. ErrConflict where somebody has decided
// about it since the moderator looked.
func lock(tx *db.Tx, a people.Actor, d Decision) (c standing, err error) {
	if _, err := tx.Exec("UPDATE contributions SET open_reports = open_reports WHERE id = ?", d.Contribution); err != nil {
		return c, err
	}
	newest, waits, k := int64(0), false, standingCase{}
	c, err = db.One(tx.Context(), tx, func(r db.Row) (c standing, err error) {
		err = r.Scan(&c.Thread, &c.Author, &c.Recorder, &c.State, &c.Reason, &c.StateAt, &c.PublishedAt, &c.LastAt, &c.Revision, &c.Group, &c.Chapter,
			&newest, &c.FirstAt, &c.Reported, &waits, &k.Since, &k.Reason, &k.Assigned, &k.Claimed, &k.Until, &k.Opened, &k.OpenedAt, &k.Opinion, &k.Hint)
		return c, err
	}, `SELECT c.thread_id, c.author_id, COALESCE(c.recorder_id, 0), c.state, c.state_reason, c.state_at, COALESCE(c.published_at, 0), t.last_at, c.revision,
		COALESCE(t.group_id, 0), t.kind = 'chapter', COALESCE((SELECT MAX(id) FROM decisions WHERE contribution_id = c.id), 0),
		COALESCE(p.first_published_at, 0), EXISTS (SELECT 1 FROM reports r WHERE r.contribution_id = c.id AND r.state = 'open' AND r.reporter_id = ?),
		k.contribution_id IS NOT NULL, COALESCE(k.since, 0), COALESCE(k.reason, ''), COALESCE(k.assigned_to, 0), COALESCE(k.claimed_by, 0),
		COALESCE(k.claimed_until, 0), COALESCE(k.opened_by, 0), COALESCE(k.opened_at, 0), COALESCE(k.opinion, 0) = 1, COALESCE(k.hint, 0)
		FROM contributions c JOIN threads t ON t.id = c.thread_id JOIN people p ON p.id = c.author_id
		LEFT JOIN cases k ON k.contribution_id = c.id WHERE c.id = ?`, a.ID, d.Contribution)
	if err == nil && newest != d.Seen.Decision {
		err = db.ErrConflict
	}
	if waits {
		c.Case = &k
	}
	return c, err
}

// offered tells whether a moderator can give a reason for taking words down.
func offered(book *rules.Book, key string) bool {
	r := book.Reason(key)
	return r.Report != "" && !r.Retired
}

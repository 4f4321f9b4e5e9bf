package moderation

import (
	"context"
	"errors"
	"time"

	"folkmoot/models/rules"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/people"
	"folkmoot/models/sealed"
)

// Done is a decision as it stands in the lists of moderators.
type Done struct {
	ID           int64
	Contribution int64
	Moderator    string
	Act          rules.Act
	Reason       string
	Message      string
	Before       discussion.State
	Revision     int
	At           clock.Instant
	Title        string           // of the thread
	Thread       int64            // where the contribution stands now
	Reports      int              // that it answered
	State        discussion.State // of the contribution now
	Newest       bool             // nothing was decided about the contribution after it
	ModeratorID  int64
	UndoneAt     clock.Instant // when who made it took it back; 0 = it stands
	Batch        int64         // the first of those that were decided at once; 0 for one by itself
	ForAppeal    int64         // the appeal that it carries out, which stands; 0 for none
	Places       int           // in which it covered words
	Files        int           // that it took out, or put back
	Waited       time.Duration // from the case's beginning to the decision; 0 where nothing waited
}

// Undo is the act that takes a decision back, where the moderator may still do so by another decision; empty where
// not.
func (d Done) Undo() rules.Act {
	switch {
	case !d.Newest || d.UndoneAt != 0:
		return ""
	case d.State == discussion.Hidden && d.Act == rules.Hide:
		return rules.Restore
	case d.State == discussion.Published && d.Act.Shows():
		return rules.Hide
	case d.State == discussion.Asked && d.Act == rules.Ask:
		return rules.Publish
	}
	return ""
}

// CanUndo tells whether a moderator can take the decision back as if it had never been made.
func (d Done) CanUndo(a people.Actor, now clock.Instant) bool {
	if d.Act == rules.Move || d.Places > 0 || d.Act == rules.Restore && d.Files > 0 { // it is turned back by another decision
		return false
	}
	return d.Newest && d.UndoneAt == 0 && d.ForAppeal == 0 && d.ModeratorID == a.ID && d.At >= now.Add(-UndoFor)
}

const doneQuery = `SELECT d.id, d.contribution_id, m.public_name, d.act, d.reason, d.message, d.state_before, d.revision, d.created_at, COALESCE(t.kept_title, t.title), t.id,
	(SELECT COUNT(*) FROM reports r WHERE r.decision_id = d.id), c.state,
	d.moderator_id, COALESCE(d.undone_at, 0), COALESCE(d.batch, 0), COALESCE(d.for_appeal, 0), d.waited, d.places, d.files, NOT EXISTS (SELECT 1 FROM decisions l WHERE l.contribution_id = d.contribution_id AND l.id > d.id AND l.undone_at IS NULL)
	FROM decisions d JOIN people m ON m.id = d.moderator_id JOIN contributions c ON c.id = d.contribution_id
	JOIN threads t ON t.id = c.thread_id WHERE `

func scanDone(r db.Row) (d Done, err error) {
	waited := int64(0)
	err = r.Scan(&d.ID, &d.Contribution, &d.Moderator, &d.Act, &d.Reason, &d.Message, &d.Before, &d.Revision, &d.At, &d.Title, &d.Thread,
		&d.Reports, &d.State, &d.ModeratorID, &d.UndoneAt, &d.Batch, &d.ForAppeal, &waited, &d.Places, &d.Files, &d.Newest)
	d.Waited = time.Duration(waited) * time.Millisecond
	return d, err
}

// DoneSince reads a page of decisions made since a moment, the newest first; before is the mark of the page before
// it, empty for the first.
func (s *Store) DoneSince(ctx context.Context, a people.Actor, since clock.Instant, before string) (list []Done, next string, err error) {
	if err := MayModerate(a); err != nil {
		return nil, "", err
	}
	from := place{Turn: 1<<62 - 1}
	if err := db.DecodeCursor(before, &from); err != nil {
		return nil, "", err
	}
	list, err = db.All(ctx, s.DB, scanDone, doneQuery+"d.created_at >= ? AND (d.created_at, d.id) < (?, ?) ORDER BY d.created_at DESC, d.id DESC LIMIT ?",
		since, from.Turn, from.ID, PageSize+1)
	if len(list) > PageSize {
		list = list[:PageSize]
		next = db.EncodeCursor(place{Turn: list[PageSize-1].At, ID: list[PageSize-1].ID})
	}
	return list, next, err
}

// LastDone reads what a moderator decided last, as long as they can undo it; ok is false where there is nothing.
func (s *Store) LastDone(ctx context.Context, a people.Actor) (d Done, ok bool, err error) {
	if err := MayModerate(a); err != nil {
		return d, false, err
	}
	d, err = db.One(ctx, s.DB, scanDone, doneQuery+"d.moderator_id = ? AND d.created_at >= ? AND d.undone_at IS NULL ORDER BY d.created_at DESC, d.id DESC LIMIT 1",
		a.ID, s.DB.Clock.Now().Add(-UndoFor))
	if errors.Is(err, db.ErrNotFound) {
		return d, false, nil
	}
	return d, err == nil && d.CanUndo(a, s.DB.Clock.Now()), err
}

// Version is how a contribution read before it was changed.
type Version struct {
	Revision  int
	Body      string // Markdown as typed
	Proposed  string // Markdown that it proposed for a paragraph; may be empty
	WrittenAt clock.Instant
}

// Record is everything that is kept about a contribution: its case, its earlier words, every report and decision,
// and what the register says. Reports in its case are all of them.
type Record struct {
	Case
	Versions []Version // the newest first
	Done     []Done    // the newest first
	Register []audit.Record
	Covered  bool             // what it said before details were covered, or what was taken out of it, can be read, with a reason
	Out      []files.TakenOut // what was taken out of it, without what was said of it
}

// maxHistory bounds each list of a record.
const maxHistory = 100

// Record reads what is kept about a contribution.
func (s *Store) Record(ctx context.Context, a people.Actor, id int64) (r Record, err error) {
	if err := MayModerate(a); err != nil {
		return r, err
	}
	if passed, err := db.Values[int](ctx, s.DB, "SELECT 1 FROM contributions WHERE id = ? AND sealed = 1", id); err != nil {
		return r, err
	} else if len(passed) > 0 {
		return r, db.Forbidden{Reason: "This was passed on because somebody may be at risk. Only the safeguarding leads can read it."}
	}
	if r.Case, err = db.One(ctx, s.DB, scanCase, caseQuery+"(?)", id); err != nil {
		return r, err
	}
	if r.Reports, err = s.reports(ctx, "r.contribution_id = ?", id); err != nil {
		return r, err
	}
	if r.Covered, err = sealed.Covered(ctx, s.DB, id); err != nil {
		return r, err
	}
	if r.Out, err = files.Out(ctx, s.DB, id); err != nil {
		return r, err
	}
	for i := range r.Out {
		r.Out[i].Title, r.Out[i].Alt = "", ""
	}
	one := []Case{r.Case}
	if err := s.furnish(ctx, a, one); err != nil {
		return r, err
	}
	r.Case = one[0]
	r.Versions, err = db.All(ctx, s.DB, func(row db.Row) (v Version, err error) {
		err = row.Scan(&v.Revision, &v.Body, &v.Proposed, &v.WrittenAt)
		return v, err
	}, "SELECT revision, body_md, proposed, written_at FROM contribution_revisions WHERE contribution_id = ? ORDER BY revision DESC LIMIT ?", id, maxHistory)
	if err != nil {
		return r, err
	}
	if r.Done, err = db.All(ctx, s.DB, scanDone, doneQuery+"d.contribution_id = ? ORDER BY d.id DESC LIMIT ?", id, maxHistory); err != nil {
		return r, err
	}
	r.Register, err = audit.About(ctx, s.DB, "contribution", id, maxHistory)
	return r, err
}

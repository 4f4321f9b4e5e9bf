package guide

import (
	"context"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// State says how far a chapter has come.
type State string

// The states. Comments are taken only while a chapter is Open, and then from its opening time on; those that come after
// its closing time are late.
const (
	Outline    State = "outline"
	Open       State = "open"
	Redrafting State = "redrafting"
	Agreed     State = "agreed"
)

// States lists the states in the order in which a chapter goes through them.
var States = []State{Outline, Open, Redrafting, Agreed}

// Chapter is a chapter of a guide. The comments on it are a discussion's thread.
type Chapter struct {
	ID         int64
	GuideID    int64
	ThreadID   int64
	Slug       string
	Number     int // its place in the guide, from 1
	Title      string
	Summary    string
	State      State
	VersionID  int64         // the newest published version; 0 before the first
	Version    int           // its number; 0 before the first
	Paragraphs int           // numbered paragraphs of that version
	Comments   int           // published ones
	People     int           // who wrote them
	Pending    int           // of the Comments, those without an answer yet
	Guests     bool          // people may comment without an account
	OpensAt    clock.Instant // 0 = as soon as its state is Open
	ClosesAt   clock.Instant // 0 = no closing time
	LockedAt   clock.Instant // when a moderator locked it against comments; 0 = not locked
	LockedFor  string        // why, in words that everybody reads
	Draft      Draft

	whole int64 // the block that bears comments on the whole chapter
	gone  int64 // the block that bears comments whose words were taken out
}

// Phase says what a chapter looks like to readers at a moment: its state, or while it is Open but not between its
// times, whether that is still to come.
type Phase string

// The phases besides the states.
const (
	NotYet Phase = "not-yet" // open from OpensAt
	Closed Phase = "closed"  // was open until ClosesAt
)

// PhaseAt gives the chapter's phase.
func (c Chapter) PhaseAt(now clock.Instant) Phase {
	switch {
	case c.State != Open:
		return Phase(c.State)
	case c.OpensAt > now:
		return NotYet
	case c.ClosesAt != 0 && c.ClosesAt <= now:
		return Closed
	}
	return Phase(Open)
}

// NextPhase is the moment at which the phase changes by itself; 0 where it does not.
func (c Chapter) NextPhase(now clock.Instant) clock.Instant {
	switch {
	case c.State != Open:
		return 0
	case c.OpensAt > now:
		return c.OpensAt
	case c.ClosesAt > now:
		return c.ClosesAt
	}
	return 0
}

// MayEdit tells whether the actor may write guides and chapters, publish them and set their states and times.
func MayEdit(a people.Actor) error {
	if !a.CanEdit() {
		return db.Forbidden{Reason: "Only the editors can change the guide. You can comment on any chapter that is open."}
	}
	return nil
}

// TakesComments tells whether the chapter takes comments now, from whoever it may be, and if not, why. After the closing
// time of a chapter that is Open they are taken still, and marked as late.
func (c Chapter) TakesComments(now clock.Instant) error {
	switch {
	case c.VersionID == 0:
		return db.Forbidden{Reason: "This chapter is not written yet, so there is nothing to comment on."}
	case c.State == Outline:
		return db.Forbidden{Reason: "This chapter is only an outline so far. It will be opened for comment when it is written."}
	case c.State == Redrafting:
		return db.Forbidden{Reason: "This chapter is being redrafted, so it takes no comments just now. You can still read it."}
	case c.State == Agreed:
		return db.Forbidden{Reason: "This chapter is agreed, so it takes no more comments. You can still read it."}
	case c.LockedAt != 0:
		return db.Forbidden{Reason: say.F("A moderator has locked this chapter, so it takes no comments for now: %s", c.LockedFor)}
	case c.PhaseAt(now) == NotYet:
		return db.Forbidden{Reason: "This chapter is not open for comment yet. You can read it already."}
	}
	return nil
}

// IsLate tells whether what is said at a moment comes after the closing time.
func (c Chapter) IsLate(at clock.Instant) bool { return c.ClosesAt != 0 && at >= c.ClosesAt }

// MayComment tells whether the actor may comment on the chapter now, and if not, why.
func MayComment(a people.Actor, c Chapter, now clock.Instant) error {
	if err := c.TakesComments(now); err != nil {
		return err
	}
	return discussion.MayWrite(a, discussion.Thread{Kind: discussion.OnChapter, OpensAt: c.OpensAt}, now)
}

const chapterColumns = `SELECT c.id, c.guide_id, c.thread_id, c.slug, c.number, c.title, c.summary, c.state, COALESCE(c.version_id, 0),
	COALESCE(v.number, 0), c.paragraph_count, t.contribution_count, t.people_count, t.pending_count, c.guests = 1, COALESCE(t.opens_at, 0), COALESCE(t.closes_at, 0),
	COALESCE(t.locked_at, 0), t.locked_reason, c.draft_revision, COALESCE(c.draft_by, 0), COALESCE(p.public_name, ''), COALESCE(c.draft_at, 0),
	COALESCE(c.whole_block_id, 0), COALESCE(c.gone_block_id, 0)
	FROM chapters c JOIN threads t ON t.id = c.thread_id LEFT JOIN versions v ON v.id = c.version_id LEFT JOIN people p ON p.id = c.draft_by`

func scanChapter(r db.Row) (c Chapter, err error) {
	err = r.Scan(&c.ID, &c.GuideID, &c.ThreadID, &c.Slug, &c.Number, &c.Title, &c.Summary, &c.State, &c.VersionID, &c.Version,
		&c.Paragraphs, &c.Comments, &c.People, &c.Pending, &c.Guests, &c.OpensAt, &c.ClosesAt, &c.LockedAt, &c.LockedFor, &c.Draft.Revision, &c.Draft.By, &c.Draft.ByName, &c.Draft.At,
		&c.whole, &c.gone)
	return c, err
}

// chapters reads a guide's chapters in order, without their drafts' words.
func (s *Store) chapters(ctx context.Context, guide int64) ([]Chapter, error) {
	return db.All(ctx, s.DB, scanChapter, chapterColumns+" WHERE c.guide_id = ? ORDER BY c.number LIMIT ?", guide, MaxChapters)
}

// Chapter reads a chapter by its addresses, with its guide and all chapters of that guide in order.
func (s *Store) Chapter(ctx context.Context, guide, chapter string) (Guide, Chapter, []Chapter, error) {
	g, all, err := s.Guide(ctx, guide)
	if err != nil {
		return g, Chapter{}, nil, err
	}
	for _, c := range all {
		if c.Slug == chapter {
			return g, c, all, nil
		}
	}
	return g, Chapter{}, nil, db.ErrNotFound
}

// Find reads a chapter by its id, inside a command or outside.
func Find(ctx context.Context, q db.Querier, id int64) (Chapter, error) {
	return db.One(ctx, q, scanChapter, chapterColumns+" WHERE c.id = ?", id)
}

// locked reads a chapter inside a command and holds its row, so that publishing, commenting and changing it go one
// after the other.
func locked(tx *db.Tx, id int64) (Chapter, error) {
	if _, err := tx.Exec("UPDATE chapters SET number = number WHERE id = ?", id); err != nil {
		return Chapter{}, err
	}
	return Find(tx.Context(), tx, id)
}

// taking is locked for a command that takes a comment: a moderator who locks the chapter waits for it, or is waited for.
func taking(tx *db.Tx, id int64) (Chapter, error) {
	c, err := locked(tx, id)
	if err != nil {
		return c, err
	}
	if _, err := discussion.HoldThread(tx, c.ThreadID); err != nil {
		return c, err
	}
	return Find(tx.Context(), tx, id)
}

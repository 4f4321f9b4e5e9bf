package guide

import (
	"context"
	"errors"

	"folkmoot/models/db"
	"folkmoot/models/guide/merge"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Saving is what an editor's page sends to be kept.
type Saving struct {
	Chapter   int64
	Body      string
	From      int    // the revision that the words began from
	Page      string // names the open page that it comes from; may be empty
	Step      int    // how many came from that page before it; 0 where the page does not count
	Automatic bool   // while typing: what does not fit the draft is kept aside, never merged
	Took      int64  // a suggestion beside the text, of the same chapter; 0 for none
	Extent    Extent // how much of it is in the words; "" for nothing, or where that is not known
	Unsettled bool   // a merge that its editor is settling: an automatic save of it is kept aside even where it fits
}

// Outcome says where the words went.
type Outcome int

// The outcomes.
const (
	Stored  Outcome = iota // they are the draft now
	Joined                 // they are the draft now, together with what others had saved in between
	Aside                  // they are kept as this editor's own copy, for others have saved in between
	Clashed                // as Aside, and both changed the same words: the editor has to settle it
	outcomes
)

// Saved is what became of words that were to be kept.
type Saved struct {
	Outcome  Outcome
	Revision int // the draft's newest
}

// errOvertaken says that the draft has moved on since it was read.
var errOvertaken = errors.New("the draft has moved on")

// aheadOfTime is how often words are merged with the draft before its row is held, so that nobody waits for it. After
// that they are merged while it is held, for else a draft that keeps moving on could be chased for ever.
const aheadOfTime = 3

// Save keeps what an editor wrote. Words that began from the newest draft become the next revision. Where others have
// saved in between, words that were saved by hand are merged with theirs; what both changed, and what was saved
// automatically, is kept as the editor's own copy: see Copies. No words are ever put in place of words that their
// writer had not seen. Bad input is Invalid under "body"; past the limit for one person it is Limited.
func (s *Store) Save(ctx context.Context, a people.Actor, key db.Key, n Saving) (Saved, error) {
	if err := MayEdit(a); err != nil {
		return Saved{}, err
	}
	if err := checkPage(n.Page); err != nil {
		return Saved{}, err
	}
	if n.Automatic && (n.Page == "" || n.Step < 1) {
		return Saved{}, db.ErrNotFound // without them a late one could not be told from a new one
	}
	var err error
	if n.Body, err = cleanBody(n.Body); err != nil {
		return Saved{}, err
	}
	if !n.Automatic && merge.Marked(n.Body, labels) {
		return Saved{}, db.Wrong("body", "Some passages still hold both texts. Look for the lines that begin with ===, keep the words you want, and take those lines out")
	}
	for try := 0; ; try++ {
		p := plan{Saving: n, last: try >= aheadOfTime}
		if err := p.prepare(ctx, s.DB, a); err != nil {
			return Saved{}, err
		}
		result, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) { return p.keep(tx, a) })
		if !errors.Is(err, errOvertaken) {
			return Saved{Outcome: Outcome(result % int64(outcomes)), Revision: int(result / int64(outcomes))}, err
		}
	}
}

// plan is what is to become of words, beside or on top of a draft.
type plan struct {
	Saving
	last    bool  // merge while the draft is held, if need be
	draft   Draft // which the rest is about
	outcome Outcome
	body    string // what becomes the draft
}

// prepare plans for the draft as it is now, before it is held.
func (p *plan) prepare(ctx context.Context, q db.Querier, a people.Actor) (err error) {
	if p.draft, err = newestDraft(ctx, q, p.Chapter); err != nil || p.last {
		return err
	}
	clash, err := p.decide(ctx, q, a)
	if err == nil && clash {
		err = p.merge(ctx, q)
	}
	return err
}

// decide says what becomes of the words, and whether they have to be merged for it.
func (p *plan) decide(ctx context.Context, q db.Querier, a people.Actor) (clash bool, err error) {
	p.outcome, p.body = Stored, p.Body
	seen, err := p.seen(ctx, q, a, p.draft)
	switch {
	case err != nil:
		return false, err
	case p.Automatic && p.Unsettled:
		p.outcome = Aside
	case seen || p.Body == p.draft.Body:
	case p.Automatic:
		p.outcome = Aside
	default:
		return true, nil
	}
	return false, nil
}

// seen tells whether the words were written in sight of the whole draft: it is what they began from, or all that was
// saved since came from the same page before them.
func (n Saving) seen(ctx context.Context, q db.Querier, a people.Actor, draft Draft) (bool, error) {
	if n.From == draft.Revision {
		return true, nil
	}
	if n.Page == "" || n.From > draft.Revision {
		return false, nil
	}
	others, err := db.Value[int](ctx, q, `SELECT COUNT(*) FROM draft_revisions WHERE chapter_id = ? AND revision > ?
		AND NOT (page = ? AND step < ? AND COALESCE(saved_by, 0) = ?)`, n.Chapter, n.From, n.Page, n.Step, a.ID)
	return others == 0 && err == nil, err
}

// merge brings the words together with what others have saved since they began.
func (p *plan) merge(ctx context.Context, q db.Querier) error {
	base, err := draftBase(ctx, q, p.Chapter, p.From)
	if err != nil {
		return err
	}
	merged := merge.Texts(base, p.draft.Body, p.Body, labels)
	if merged.Conflicts > 0 {
		p.outcome = Clashed
		return nil
	}
	if len(merged.Text) > prose.Chapter.Bytes {
		return db.Wrong("body", "Together with what others saved in between, that is too long for one chapter. Please keep it under %d,000 letters", prose.Chapter.Bytes/1000)
	}
	p.outcome, p.body = Joined, merged.Text
	return nil
}

// keep stores words as planned, and gives the draft's newest revision with the outcome.
func (p *plan) keep(tx *db.Tx, a people.Actor) (int64, error) {
	c, err := locked(tx, p.Chapter)
	if err != nil {
		return 0, err
	}
	if c.Draft.Revision != p.draft.Revision || p.last {
		if p.draft, err = newestDraft(tx.Context(), tx, p.Chapter); err != nil {
			return 0, err
		}
		clash, err := p.decide(tx.Context(), tx, a)
		switch {
		case err != nil:
			return 0, err
		case clash && !p.last:
			return 0, errOvertaken
		case clash:
			if err := p.merge(tx.Context(), tx); err != nil {
				return 0, err
			}
		}
	}
	revision, err := p.store(tx, a)
	return int64(revision)*int64(outcomes) + int64(p.outcome), err
}

// store does what was decided and gives the draft's newest revision.
func (p *plan) store(tx *db.Tx, a people.Actor) (int, error) {
	if p.Automatic {
		if err := people.Spend(tx, people.ActWrite, a.ID); err != nil {
			return 0, err
		}
		if late, err := p.late(tx, a); err != nil || late {
			return p.draft.Revision, err
		}
	}
	if p.outcome == Aside || p.outcome == Clashed {
		return p.draft.Revision, keepCopy(tx, a, p.Saving)
	}
	if err := dropCopy(tx, a, p.Chapter, p.Page); err != nil {
		return 0, err
	}
	if err := here(tx, a, p.Chapter, p.Page); err != nil {
		return 0, err
	}
	if p.Took != 0 && !p.Automatic {
		if err := tookFrom(tx, a, p.Saving); err != nil {
			return 0, err
		}
	}
	if p.body == p.draft.Body && p.draft.Revision > 0 {
		// The same words by hand: that they were meant to be kept is worth keeping.
		var err error
		if p.draft.By == a.ID && !p.Automatic {
			_, err = tx.Exec("UPDATE draft_revisions SET automatic = 0, page = ?, step = ? WHERE chapter_id = ? AND revision = ?", p.Page, p.Step, p.Chapter, p.draft.Revision)
		}
		return p.draft.Revision, err
	}
	return AddDraft(tx, p.Chapter, Draft{
		Body: p.body, By: a.ID, Automatic: p.Automatic, Merged: p.outcome == Joined || p.Unsettled, Page: p.Page, Step: p.Step,
	})
}

// late tells whether newer words came from the same page already: then these have been overtaken on their way.
func (p *plan) late(tx *db.Tx, a people.Actor) (bool, error) {
	if p.Page == "" {
		return false, nil
	}
	newer, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM draft_revisions WHERE chapter_id = ? AND page = ? AND step >= ? AND saved_by = ?",
		p.Chapter, p.Page, p.Step, a.ID)
	return newer > 0, err
}

// SaveDraft keeps a text as the draft where the stored one is still the revision that it began from, or where what
// both changed does not clash, and gives the new revision. ErrConflict where it does: the text is kept aside then.
func (s *Store) SaveDraft(ctx context.Context, a people.Actor, key db.Key, chapter int64, body string, from int) (revision int, err error) {
	saved, err := s.Save(ctx, a, key, Saving{Chapter: chapter, Body: body, From: from})
	if err == nil && saved.Outcome == Clashed {
		return 0, db.ErrConflict
	}
	return saved.Revision, err
}

// Clash is two texts that were made from one, and what they are together.
type Clash struct {
	Draft   Draft          // what is stored now
	Merged  merge.Result   // both together
	Between []prose.Change // from the stored words to the editor's
}

// Clash brings words that began from a revision together with the newest draft, for the editor to settle.
func (s *Store) Clash(ctx context.Context, a people.Actor, chapter int64, body string, from int) (Clash, error) {
	draft, err := s.Draft(ctx, a, chapter)
	if err != nil {
		return Clash{}, err
	}
	base, err := draftBase(ctx, s.DB, chapter, from)
	if err != nil {
		return Clash{}, err
	}
	c := Clash{Draft: draft, Merged: merge.Result{Text: body}, Between: prose.Diff(draft.Body, body)}
	if from != draft.Revision {
		c.Merged = merge.Texts(base, draft.Body, body, labels)
	}
	return c, nil
}

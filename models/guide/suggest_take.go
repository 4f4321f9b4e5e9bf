package guide

import (
	"context"
	"errors"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide/merge"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Taken is what became of a suggestion that was to be put in the draft.
type Taken struct {
	Revision int  // the draft's newest
	Beside   bool // nothing was stored: its paragraph is not in the draft as it was, so an editor has to look at both
}

// takeTries is how often a suggestion is put in a draft that keeps moving on.
const takeTries = 50

// MayTake tells whether the actor may put a suggestion in the draft, and if not, why.
func MayTake(a people.Actor, said discussion.Contribution) error {
	if err := MayEdit(a); err != nil {
		return err
	}
	if said.State != discussion.Published {
		return db.Forbidden{Reason: "Not everybody can read this suggestion, so it cannot be put in the draft."}
	}
	return nil
}

// Take puts the words of a suggestion in the draft in place of its paragraph's, as a save by hand, and notes for the
// ledger that it was taken in whole. Where the paragraph says something else by now, the changes are brought together
// if they are in different words; where that cannot be done without looking, nothing is stored.
func (s *Store) Take(ctx context.Context, a people.Actor, key db.Key, contribution int64) (Taken, error) {
	suggestion, said, err := s.Suggestion(ctx, a, contribution)
	if err != nil {
		return Taken{}, err
	}
	if err := MayTake(a, said); err != nil {
		return Taken{}, err
	}
	for range takeTries {
		taken, err := s.takeOnto(ctx, a, key, suggestion)
		if !errors.Is(err, errOvertaken) {
			return taken, err
		}
	}
	return Taken{}, db.ErrBusy
}

// takeOnto puts a suggestion in the draft as it is now; errOvertaken where it moves on meanwhile.
func (s *Store) takeOnto(ctx context.Context, a people.Actor, key db.Key, g Suggestion) (Taken, error) {
	c, err := Find(ctx, s.DB, g.Chapter)
	if err != nil {
		return Taken{}, err
	}
	draft, err := newestDraft(ctx, s.DB, c.ID)
	if err != nil {
		return Taken{}, err
	}
	body, ok, err := s.withWords(ctx, c, draft, g)
	if err != nil || !ok {
		return Taken{Revision: draft.Revision, Beside: true}, err
	}
	revision, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		now, err := locked(tx, c.ID)
		switch {
		case err != nil:
			return 0, err
		case now.Draft.Revision != draft.Revision || now.VersionID != c.VersionID:
			return 0, errOvertaken
		}
		if err := noteTaken(tx, a, g, InWhole); err != nil {
			return 0, err
		}
		if body == draft.Body {
			return int64(draft.Revision), nil
		}
		n, err := AddDraft(tx, c.ID, Draft{Body: body, By: a.ID})
		return int64(n), err
	})
	return Taken{Revision: int(revision)}, err
}

// withWords gives the draft with the words of a suggestion in it; false where that takes an editor to look at.
func (s *Store) withWords(ctx context.Context, c Chapter, draft Draft, g Suggestion) (string, bool, error) {
	prepared, err := Prepare(ctx, draft.Body)
	if err != nil {
		if errors.As(err, &db.Invalid{}) {
			err = nil
		}
		return "", false, err
	}
	at, err := s.blockNow(ctx, c, prepared.Blocks, g)
	if err != nil || at == None {
		return "", false, err
	}
	there, source := prepared.Blocks[at], g.Source
	if there.Source == source {
		return draft.Body, true, nil
	}
	if there.Source != g.Old.Source {
		merged := merge.Texts(g.Old.Source, there.Source, g.Source, labels)
		if source = merged.Text; merged.Conflicts > 0 {
			return "", false, nil
		}
	}
	body, _, err := reword(ctx, prepared.Body, prepared.Blocks, at, source)
	if err != nil {
		if errors.As(err, &db.Invalid{}) {
			err = nil
		}
		return "", false, err
	}
	return body, len(body) <= prose.Chapter.Bytes, nil
}

// blockNow finds the block of the draft that a suggestion is for, or None: the one with its very words, else the one
// that its paragraph became.
func (s *Store) blockNow(ctx context.Context, c Chapter, draft []Block, g Suggestion) (int, error) {
	became, err := s.became(ctx, c, draft, g)
	if err != nil {
		return None, err
	}
	exact := None
	for i, b := range draft {
		if b.Source != g.Old.Source || b.Kind != g.Old.Kind {
			continue
		}
		if exact != None {
			return became, nil // the words stand there more than once
		}
		exact = i
	}
	if exact != None {
		return exact, nil
	}
	if became != None && draft[became].Kind != g.Old.Kind {
		return None, nil
	}
	return became, nil
}

// became aligns the newest version with the draft and finds what the suggestion's paragraph became there, or None.
func (s *Store) became(ctx context.Context, c Chapter, draft []Block, g Suggestion) (int, error) {
	on, err := db.Value[int64](ctx, s.DB, "SELECT COALESCE(now_block_id, 0) FROM anchors WHERE contribution_id = ?", g.Contribution)
	if err != nil || on == 0 {
		return None, err
	}
	old, err := blocks(ctx, s.DB, c.VersionID)
	if err != nil {
		return None, err
	}
	at, found := None, 0
	for _, l := range Align(old, draft) {
		if l.Old != None && l.New != None && old[l.Old].ID == on {
			at, found = l.New, found+1
			if l.How == Split || l.How == Merged || l.Sure < CheckBelow {
				return None, nil
			}
		}
	}
	if found != 1 {
		return None, nil
	}
	return at, nil
}

// noteTaken notes for the ledger how much of a suggestion was put in the draft, where its paragraph is still there to
// be credited on; where it is not, the editor says so when they publish.
func noteTaken(tx *db.Tx, a people.Actor, g Suggestion, extent Extent) error {
	on, err := db.Value[int64](tx.Context(), tx, "SELECT COALESCE(now_block_id, 0) FROM anchors WHERE contribution_id = ?", g.Contribution)
	if err != nil || on == 0 {
		return err
	}
	p := putter{tx: tx, chapter: g.Chapter, by: a.ID, target: blockTarget(on), words: g.Text}
	if err := p.drop("kind = 'contribution' AND contribution_id = ?", g.Contribution); err != nil {
		return err
	}
	if extent == "" {
		return nil
	}
	return p.one(ByContribution, g.Contribution, extent, "", "")
}

// tookFrom notes how much of a suggestion is in words that were saved.
func tookFrom(tx *db.Tx, a people.Actor, n Saving) error {
	found, err := Suggestions(tx.Context(), tx, []int64{n.Took})
	if err != nil {
		return err
	}
	g := found[n.Took]
	if g == nil || g.Chapter != n.Chapter {
		return db.ErrNotFound
	}
	if n.Extent == "" && g.InDraft == "" {
		return nil
	}
	return noteTaken(tx, a, *g, n.Extent)
}

package themes

import (
	"context"
	"errors"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Choose puts the wanted themes on a contribution and takes off those that were shown as chosen and are wanted no
// more. A theme that somebody else put on in between was not shown, and stays.
func (s *Store) Choose(ctx context.Context, a people.Actor, key db.Key, contribution int64, shown, wanted []int64) error {
	if err := MayTag(a); err != nil {
		return err
	}
	if len(wanted) > MaxThemes || len(shown) > MaxThemes {
		return db.TooLarge{Reason: "There are too many themes in this form."}
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if _, err := visible(tx.Context(), tx, a, contribution); err != nil {
			return 0, err
		}
		return contribution, choose(tx, contribution, shown, wanted, a.ID)
	})
	return err
}

// choose goes through the themes in the order of their ids, so that two commands never wait for each other.
func choose(tx *db.Tx, contribution int64, shown, wanted []int64, by int64) error {
	all := slices.Concat(shown, wanted)
	slices.Sort(all)
	for _, theme := range slices.Compact(all) {
		had, wants := slices.Contains(shown, theme), slices.Contains(wanted, theme)
		var err error
		switch {
		case wants && !had:
			err = Tag(tx, contribution, theme, ByPerson, by)
			if errors.Is(err, db.ErrNotFound) {
				err = db.Wrong("themes", "One of these themes is not in use any more. Please look at the list again")
			}
		case had && !wants:
			err = Untag(tx, contribution, theme, by)
		}
		if err != nil {
			return err
		}
	}
	return Correct(tx, contribution, shown, wanted, by)
}

// Chosen is words of a contribution that a theme is to rest on.
type Chosen struct {
	Contribution  int64
	Theme         int64
	Revision      int // of the contribution, as it was read; ErrConflict where it was edited since
	Words         string
	Before, After string // what stands next to them, where that is known
}

// PutWords lets a theme rest on chosen words, and puts it on the contribution where it is not there yet. Errors are
// those of Put and, under "words", of Locate.
func (s *Store) PutWords(ctx context.Context, a people.Actor, key db.Key, w Chosen) error {
	if err := MayTag(a); err != nil {
		return err
	}
	span, wrong := s.locate(ctx, a, w)
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if _, err := visible(tx.Context(), tx, a, w.Contribution); err != nil {
			return 0, err
		}
		if wrong != nil { // not before: what was stored once is answered as it was then
			return 0, wrong
		}
		tag, err := Put(tx, Putting{
			Contribution: w.Contribution, Theme: w.Theme, Source: ByPerson, By: a.ID, Revision: w.Revision, Words: []Span{span},
		})
		if errors.Is(err, db.ErrNotFound) {
			err = db.Wrong("theme", "Choose a theme")
		}
		return tag, err
	})
	return err
}

// locate finds chosen words in a contribution as it is now.
func (s *Store) locate(ctx context.Context, a people.Actor, w Chosen) (Span, error) {
	if _, err := visible(ctx, s.DB, a, w.Contribution); err != nil {
		return Span{}, err
	}
	var body string
	var revision int
	if err := s.DB.QueryRow(ctx, "SELECT body_md, revision FROM contributions WHERE id = ?", w.Contribution).Scan(&body, &revision); err != nil {
		return Span{}, err
	}
	if revision != w.Revision {
		return Span{}, db.ErrConflict
	}
	return Locate(ctx, body, w.Words, w.Before, w.After)
}

// TakeWords takes chosen words off the theme that rests on them; a theme without any rests on the whole contribution.
// ErrNotFound where they are not there any more.
func (s *Store) TakeWords(ctx context.Context, a people.Actor, key db.Key, contribution, words int64) error {
	if err := MayTag(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if _, err := visible(tx.Context(), tx, a, contribution); err != nil {
			return 0, err
		}
		return contribution, Unrest(tx, contribution, words)
	})
	return err
}

// visible finds a contribution that the actor may see.
func visible(ctx context.Context, q db.Querier, a people.Actor, contribution int64) (int64, error) {
	seen, args := a.Sees("c", "t")
	return db.Value[int64](ctx, q, "SELECT c.id FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ? AND "+seen,
		append([]any{contribution}, args...)...)
}

package rules

import (
	"context"
	"strconv"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// Bounds on what a place can set. Lengths are in characters.
const (
	MaxRules   = 40
	MaxReasons = 80
	MaxTitle   = 100 // of a rule's title and of a reason's name
	MaxWords   = 600 // of what a rule asks
	MaxLine    = 300 // of each of a reason's wordings
)

// errNotYours answers those who are not administrators.
var errNotYours = db.Forbidden{Reason: "Only administrators can change this."}

// mayChange tells whether somebody may change what the place asks of people: administrators and the operator.
func mayChange(a people.Actor) bool {
	return a.CanAdminister() || a.ID == 0 && a.Role == people.Administrator
}

// required cleans a line that must not be empty.
func required(wrong db.Invalid, field, text string, most int, missing say.Text) string {
	clean := wrong.Line(field, text, most)
	if clean == "" && wrong[field] == "" {
		wrong[field] = missing
	}
	return clean
}

// CheckRule cleans the words of a house rule as they were typed. Bad input is Invalid under "title" and "words".
func CheckRule(r Rule) (Rule, error) {
	wrong := db.Invalid{}
	r.Title = required(wrong, "title", r.Title, MaxTitle, "Give the rule a few words by which people know it")
	r.Words = required(wrong, "words", r.Words, MaxWords, "Say what the rule asks of people")
	if len(wrong) > 0 {
		return r, wrong
	}
	return r, nil
}

// AddRule adds a house rule and gives its number. Errors: db.Forbidden, db.Invalid.
func (s *Store) AddRule(ctx context.Context, a people.Actor, key db.Key, title, words string) (number int, err error) {
	if !mayChange(a) {
		return 0, errNotYours
	}
	typed, err := CheckRule(Rule{Title: title, Words: words})
	if err != nil {
		return 0, err
	}
	id, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		book, err := Load(tx.Context(), tx)
		if err != nil {
			return 0, err
		}
		if len(book.Rules) >= MaxRules {
			return 0, db.Wrong("", "There are %d rules already. Nobody can keep more in mind: put this into one of them", MaxRules)
		}
		next := typed
		next.Number = book.Rules[len(book.Rules)-1].Number + 1
		return int64(next.Number), putRule(tx, a, "rules.rule.add", Rule{}, next)
	})
	return int(id), err
}

// SaveRule stores other words for a house rule; its Revision is that of the words that were changed. Errors:
// db.Forbidden, db.Invalid, db.ErrNotFound, db.ErrConflict where somebody else changed the rule in between.
func (s *Store) SaveRule(ctx context.Context, a people.Actor, key db.Key, typed Rule) error {
	typed, err := CheckRule(typed)
	if err != nil {
		return err
	}
	return s.changeRule(ctx, a, key, typed.Number, typed.Revision, "rules.rule.words", func(_ *Book, r *Rule) error {
		r.Title, r.Words = typed.Title, typed.Words
		return nil
	})
}

// RetireRule takes a rule out of force, or brings it back. The revision is that of the rule as it was seen. Errors:
// db.Forbidden, db.Invalid where reasons in use rest on it, db.ErrNotFound, db.ErrConflict.
func (s *Store) RetireRule(ctx context.Context, a people.Actor, key db.Key, number, revision int, retired bool) error {
	act := "rules.rule.return"
	if retired {
		act = "rules.rule.retire"
	}
	return s.changeRule(ctx, a, key, number, revision, act, func(book *Book, r *Rule) error {
		if retired && !r.Retired {
			if err := book.canRetire(*r); err != nil {
				return err
			}
		}
		r.Retired = retired
		return nil
	})
}

// canRetire tells why a rule cannot be taken out of force.
func (b *Book) canRetire(rule Rule) error {
	if len(b.Current()) == 1 {
		return db.Wrong("", "This is the last rule. Add another one first")
	}
	for _, r := range b.Reasons {
		if r.Rule == rule.Number && !r.Retired {
			return db.Wrong("", "The reason “%s” rests on this rule. Let it rest on another rule first, or retire it", r.Name)
		}
	}
	return nil
}

// changeRule carries out a change of a rule that was seen at a revision.
func (s *Store) changeRule(ctx context.Context, a people.Actor, key db.Key, number, revision int, act string, change func(*Book, *Rule) error) error {
	find := func(book *Book) (Rule, int, bool) {
		r := book.Rule(number)
		return r, r.Revision, r.Number != 0
	}
	return alter(ctx, s.DB, a, key, revision, find, change, func(tx *db.Tx, before, next Rule) error { return putRule(tx, a, act, before, next) })
}

// alter carries out a change of one thing in the book that was seen at a revision. find gives it as it is now, with its
// revision and whether there is such a thing. A change that changes nothing is not entered.
func alter[T comparable](ctx context.Context, d *db.DB, a people.Actor, key db.Key, seen int,
	find func(*Book) (T, int, bool), change func(*Book, *T) error, put func(tx *db.Tx, before, next T) error,
) error {
	if !mayChange(a) {
		return errNotYours
	}
	_, err := d.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		book, err := Load(tx.Context(), tx)
		if err != nil {
			return 0, err
		}
		before, revision, found := find(book)
		switch {
		case !found:
			return 0, db.ErrNotFound
		case revision != seen:
			return 0, db.ErrConflict
		}
		next := before
		if err := change(book, &next); err != nil || next == before {
			return 0, err
		}
		return 0, put(tx, before, next)
	})
	return err
}

// putRule stores a rule in place of the one before; the zero Rule where there was none.
func putRule(tx *db.Tx, a people.Actor, act string, before, next Rule) error {
	next.Revision = before.Revision + 1
	stored, err := tx.Exec(`INSERT INTO house_rules (number, title, words, retired, revision, changed_by, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET title = excluded.title, words = excluded.words, retired = excluded.retired,
			revision = excluded.revision, changed_by = excluded.changed_by, changed_at = excluded.changed_at
		WHERE house_rules.revision = ?`,
		next.Number, next.Title, next.Words, db.Flag(next.Retired), next.Revision, db.Null(a.ID), tx.Now(), before.Revision)
	if err != nil {
		return err
	}
	if stored == 0 { // somebody else's command came in between
		return db.ErrConflict
	}
	w := wording{kind: KindRule, key: strconv.Itoa(next.Number), revision: next.Revision, words: next}
	if before.Number != 0 {
		w.shipped = before
	}
	if err := w.keep(tx, a); err != nil {
		return err
	}
	tx.Touch(db.TopicRules, db.TopicSite)
	return audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: act, Kind: "house-rule", Object: int64(next.Number), Details: map[string]any{"revision": next.Revision},
	})
}

package search_test

import (
	"fmt"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/search"
)

// spoken is a discussion whose title, opening post and one answer hold a word each that nothing else holds; what the
// answer says of a picture holds another.
type spoken struct{ thread, opening, answer int64 }

func (w *world) spoken(t *testing.T) (s spoken) {
	t.Helper()
	w.write(func(tx *db.Tx) (err error) {
		if s.thread, err = w.discuss(tx, "Titlebird perches", w.open, false); err != nil {
			return err
		}
		s.opening, err = db.Value[int64](ctx, tx, "SELECT opening_id FROM threads WHERE id = ?", s.thread)
		return err
	})
	w.edit(s.opening, "Openingbird sings")
	s.answer = w.say(s.thread, "Answerbird calls back")
	w.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO files (id, name, person_id, kind, title, alt, bytes, digest, created_at) VALUES (?, ?, ?, 'png', 'Filebird', 'Altbird on a wire', 1, ?, 1)`,
			s.answer, fmt.Sprint("f", s.answer), w.person, []byte("d"))
		if err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO attachments (contribution_id, file_id, position) VALUES (?, ?, 1)", s.answer, s.answer)
		return err
	})
	return s
}

// birds are the words, in the order of their letters in what seen gives.
var birds = []struct{ letter, word string }{{"t", "titlebird"}, {"o", "openingbird"}, {"a", "answerbird"}, {"f", "filebird"}, {"p", "altbird"}}

// seen gives the letters of the words that an actor finds, in any way that there is, and holds that they are counted and
// suggested as they are found.
func (w *world) seen(t *testing.T, step string, a people.Actor) (letters string) {
	t.Helper()
	for _, b := range birds {
		there := false
		for _, kind := range search.Kinds {
			for _, order := range []search.Order{search.Newest, search.Best} {
				for _, filter := range []search.Filter{{}, {By: w.person}, {Group: w.open}} {
					p := w.find(a, search.Search{Kind: kind, Order: order, Filter: filter, Count: 50}, b.word)
					there = there || len(p.Results) > 0
					if p.Found != len(p.Results) || p.Over || p.Next != "" {
						t.Errorf("%s: of %q %d are shown and %d counted", step, b.word, len(p.Results), p.Found)
					}
				}
			}
		}
		similar, err := w.index.Similar(ctx, a, b.word)
		if err != nil || len(similar) > 0 != (there && b.letter == "t") {
			t.Errorf("%s: %q suggests %d, %v", step, b.word, len(similar), err)
		}
		if there {
			letters += b.letter
		}
	}
	return letters
}

func TestNothingOutOfSightIsFoundCountedOrSuggested(t *testing.T) {
	moderator := people.Actor{ID: 9, Role: people.Moderator, State: people.Active}
	state := func(of func(spoken) int64, to discussion.State) func(w *world, s spoken) {
		return func(w *world, s spoken) { w.setState(of(s), to) }
	}
	opening, answer := func(s spoken) int64 { return s.opening }, func(s spoken) int64 { return s.answer }
	cases := map[string]struct {
		away  func(w *world, s spoken)
		left  string // what a visitor finds then
		staff string // what a moderator finds
	}{
		"the answer is held":               {state(answer, discussion.Held), "to", "to"},
		"the writer is asked to change it": {state(answer, discussion.Asked), "to", "to"},
		"the answer is hidden":             {state(answer, discussion.Hidden), "to", "to"},
		"the answer is taken back":         {state(answer, discussion.Deleted), "to", "to"},
		"a detail in the answer is covered": {func(w *world, s spoken) {
			w.edit(s.answer, discussion.Covered+" calls back")
			w.write(func(tx *db.Tx) error { return search.Forget(tx, search.Contribution, s.answer) }) // as covering does
		}, "to", "to"},
		"the opening post is hidden": {state(opening, discussion.Hidden), "a", "a"},
		"all of it is hidden": {func(w *world, s spoken) {
			w.setState(s.answer, discussion.Hidden)
			w.setState(s.opening, discussion.Hidden)
		}, "", ""},
		"its group becomes private": {func(w *world, s spoken) {
			w.write(func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE threads SET private = 1 WHERE id = ?", s.thread)
				return err
			})
		}, "", "toa"},
		"the answer is moved into a private group": {func(w *world, s spoken) {
			w.write(func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE contributions SET thread_id = ?, seq = 99 WHERE id = ?", w.secret, s.answer)
				return err
			})
		}, "to", "toa"},
		"it is merged into another discussion": {func(w *world, s spoken) {
			if err := (&discussion.Store{DB: w.db}).Merge(ctx, moderator, db.NewKey(9), s.thread, w.thread, true); err != nil {
				w.t.Fatal(err)
			}
		}, "oa", "oa"},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		w.write(func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO people (id, public_name, role, created_at, changed_at) VALUES (9, 'Mo', 'moderator', 1, 1)")
			return err
		})
		for name, c := range cases {
			s := w.spoken(t)
			w.catchUp()
			if got := w.seen(t, name+", before", people.Visitor); got != "toa" {
				t.Errorf("%s: before, %q is found", name, got)
			}
			c.away(w, s)
			// The index is behind now, and the tables decide; then it has caught up.
			for _, step := range []string{name + ", at once", name + ", indexed"} {
				if got := w.seen(t, step, people.Visitor); got != c.left {
					t.Errorf("%s: a visitor finds %q, want %q", step, got, c.left)
				}
				w.catchUp()
			}
			if got := w.seen(t, name+", staff", moderator); got != c.staff {
				t.Errorf("%s: a moderator finds %q, want %q", name, got, c.staff)
			}
			w.setState(s.answer, discussion.Deleted)
			w.setState(s.opening, discussion.Deleted)
			w.catchUp()
		}
	})
}

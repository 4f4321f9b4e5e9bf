package search_test

import (
	"fmt"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/search"
)

func TestSimilarDiscussionsAreOpenOnesThatCanBeSeen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		start := func(title string, group int64, private bool) (id int64) {
			w.write(func(tx *db.Tx) (err error) { id, err = w.discuss(tx, title, group, private); return err })
			return id
		}
		stops := start("What stops you getting to the library on a Sunday?", w.open, false)
		hours := start("Library opening hours", w.open, false)
		closed := start("Library hours on Sundays", w.open, false)
		secret := start("Library hours for carers on Sunday", w.private, true)
		start("Ducks in the pond", w.open, false)
		for i := range 8 {
			start(fmt.Sprint("Potholes in road ", i), w.open, false)
		}
		w.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE threads SET state = 'closed' WHERE id = ?", closed)
			return err
		})
		w.catchUp()
		similar := func(a people.Actor, title string) string {
			t.Helper()
			found, err := w.index.Similar(ctx, a, title)
			if err != nil {
				t.Fatal(err)
			}
			return idsOf(search.Page{Results: found})
		}
		insider := people.Actor{ID: 9, State: people.Active, Groups: []people.Membership{{GroupID: w.private}}}
		if got, want := similar(people.Visitor, "Could the LIBRARIES open on Sunday, please?"), fmt.Sprint(hours, " ", stops); len(got) != len(want) || !strings.Contains(got, fmt.Sprint(stops)) {
			t.Errorf("got %q, want %q", got, want)
		}
		if got := similar(insider, "Library hours on Sunday"); !strings.HasPrefix(got, fmt.Sprint(secret)) {
			t.Errorf("an insider: got %q, want %d first", got, secret)
		}
		if got := similar(people.Visitor, "Library hours on Sunday"); strings.Contains(got, fmt.Sprint(secret)) || strings.Contains(got, fmt.Sprint(closed)) {
			t.Errorf("a visitor is shown what is private or closed: %q", got)
		}
		if got := strings.Fields(similar(people.Visitor, "potholes")); len(got) != search.MostSimilar {
			t.Errorf("got %v", got)
		}
		for _, title := range []string{"", "the of and", "Something else altogether", "\x00\xff ) NOT (", strings.Repeat("library ", 900)} {
			if got := similar(people.Visitor, title); got != "" && !strings.HasPrefix(title, "library") {
				t.Errorf("%q is like %q", title, got)
			}
		}
		w.write(func(tx *db.Tx) error {
			opening, err := db.Value[int64](ctx, tx, "SELECT opening_id FROM threads WHERE id = ?", stops)
			if err != nil {
				return err
			}
			_, err = discussion.SetState(tx, opening, discussion.Hidden, "")
			return err
		})
		if got := similar(people.Visitor, "What stops you getting to the library on a Sunday"); strings.Contains(got, fmt.Sprint(stops)) {
			t.Errorf("a hidden discussion is shown: %q", got)
		}
	})
}

package insight_test

import (
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
)

// What emerges is kept while it is true: something new is in it next time, and what was hidden is not.
func TestWhatEmergesIsKeptWhileItIsTrue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Buses")
		w.places()
		w.Store = insight.New(d, london(t))
		count := func() int {
			t.Helper()
			for range 2 { // the second is kept
				if _, err := w.Emerging(ctx, insight.Scope{}); err != nil {
					t.Fatal(err)
				}
			}
			g, err := w.Emerging(ctx, insight.Scope{})
			if err != nil {
				t.Fatal(err)
			}
			return g.Themes[w.themes[0].ID].This.People
		}
		var said []int64
		for i, name := range []string{"Ann", "Bob", "Cat"} {
			id, _ := w.speak(0, name, "The last bus goes too early.")
			if said = append(said, id); count() != i+1 {
				t.Errorf("after %d: %d", i+1, count())
			}
		}
		w.write(func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, said[0], discussion.Hidden, "unkind")
			return err
		})
		if got := count(); got != 2 {
			t.Errorf("after one was hidden: %d", got)
		}
	})
}

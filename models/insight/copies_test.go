package insight_test

import (
	"fmt"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
)

const form = `I am writing about the plan to end the evening bus on route nine. Many of us depend on it to get home from work, from
choir and from the hospital. Please keep the last bus, or run a smaller one in its place, so that nobody is left at the stop after dark.`

func TestCopiesAreOneTextByManyPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Bins")
		w.places()
		w.speak(0, "Ann", "Buses that nobody else writes about in these words, and at this length, since I made them up myself today.")
		var sent []int64
		for i := range 6 {
			text := form
			if i == 4 {
				text += " My mother waited there in February for an hour."
			}
			if i == 5 {
				text = strings.ToUpper(form)
			}
			id, _ := w.speak(0, fmt.Sprint("Sender ", i), text)
			sent = append(sent, id)
		}
		for i := range 4 {
			w.speak(1, fmt.Sprint("Brief ", i), "All good, thanks.")
		}
		check := func(theme int, want insight.Copies) {
			t.Helper()
			scope := insight.Scope{}
			if theme >= 0 {
				scope.Theme = w.themes[theme].Slug
			}
			if got, err := w.Copies(ctx, scope); err != nil || got != want {
				t.Errorf("got %+v, %v; want %+v", got, err, want)
			}
		}
		check(0, insight.Copies{Said: 6, People: 6, Texts: 1})
		check(1, insight.Copies{})
		check(-1, insight.Copies{Said: 6, People: 6, Texts: 1})
		list, err := w.Campaigns(ctx, insight.Scope{})
		if err != nil || len(list) != 1 || list[0].People != 6 || list[0].First != sent[0] || list[0].Text != form {
			t.Fatalf("got %+v, %v", list, err)
		}
		if a := list[0].Added; len(a) != 1 || a[0].Contribution != sent[4] || a[0].Text != "My mother waited there in February for an hour" {
			t.Errorf("got %+v", a)
		}
		// The first is hidden, another is changed into something else: the rest stay one text.
		w.write(func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, sent[0], discussion.Hidden, "unkind")
			if err == nil {
				_, err = tx.Exec("UPDATE contributions SET body_md = ? WHERE id = ?", "I have changed my mind about all of this, and would rather that the money went to the library.", sent[1])
			}
			return err
		})
		check(0, insight.Copies{Said: 4, People: 4, Texts: 1})
		w.write(func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, sent[0], discussion.Published, "")
			return err
		})
		check(0, insight.Copies{Said: 5, People: 5, Texts: 1})
		// Counted from nothing it comes to the same.
		w.write(func(tx *db.Tx) error {
			for _, statement := range []string{"DELETE FROM hearing_copies", "DELETE FROM hearing_copy_bands", "INSERT INTO hearing_copy_queue (ref) SELECT id FROM contributions ORDER BY id DESC"} {
				if _, err := tx.Exec(statement); err != nil {
					return err
				}
			}
			return nil
		})
		check(0, insight.Copies{Said: 5, People: 5, Texts: 1})
		check(1, insight.Copies{})
	})
}

// Of a large campaign a few are kept to find others by, also after those that were found first are hidden.
func TestLargeCampaignsStayFindable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Buses")
		w.places()
		var sent []int64
		send := func(n int) {
			id, _ := w.speak(0, fmt.Sprint("Sender ", n), fmt.Sprintf("%s Yours, sender %c%c of Lye.", form, 'a'+n/26, 'a'+n%26))
			sent = append(sent, id)
		}
		banded := func() int {
			t.Helper()
			n, err := db.Value[int](ctx, d, "SELECT COUNT(DISTINCT contribution_id) FROM hearing_copy_bands")
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		check := func(said int) {
			t.Helper()
			for left := true; left; {
				var err error
				if left, err = w.CatchUpCopies(ctx); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := w.Copies(ctx, insight.Scope{}); err != nil || got != (insight.Copies{Said: said, People: said, Texts: 1}) {
				t.Errorf("got %+v, %v; want one text that %d said", got, err, said)
			}
		}
		for n := range 70 {
			send(n)
		}
		check(70)
		if n := banded(); n < 3 || n > 20 {
			t.Errorf("%d of 70 are kept to find others by", n)
		}
		w.write(func(tx *db.Tx) error {
			for _, id := range sent[:60] {
				if _, err := discussion.SetState(tx, id, discussion.Hidden, "unkind"); err != nil {
					return err
				}
			}
			return nil
		})
		check(10)
		if banded() == 0 {
			t.Error("nothing is left to find others by")
		}
		send(70)
		check(11)
	})
}

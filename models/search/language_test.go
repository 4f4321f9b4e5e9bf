package search_test

import (
	"fmt"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
	"folkmoot/models/search"
)

// Welsh words keep their endings: "plas" (a hall) is not "plasau", nor is it taken for an English plural.
func TestOtherLanguagesAreNotStemmedAsEnglish(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		english := w.say(w.thread, "The libraries are closing")
		welsh := w.say(w.thread, "Mae'r gymdeithas a'r ysgolion yn y plas, a libraries hefyd")
		w.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET language = 'cy-GB' WHERE id = ?", welsh)
			return err
		})
		w.catchUp()
		both := fmt.Sprint(welsh, " ", english)
		for query, want := range map[string]string{
			"libraries": both, "library": fmt.Sprint(english), `"the libraries"`: fmt.Sprint(english), `"a libraries"`: fmt.Sprint(welsh),
			"gymdeithas": fmt.Sprint(welsh), "gymdeitha": "", "plas": fmt.Sprint(welsh), "pla": "", `"y plâs"`: fmt.Sprint(welsh), "libraries -plas": fmt.Sprint(english),
		} {
			for _, order := range []search.Order{search.Newest, search.Best} {
				got := w.find(people.Visitor, search.Search{Order: order}, query)
				if order == search.Newest && idsOf(got) != want || len(idsOf(got)) != len(want) {
					t.Errorf("%s %q: got %q, want %q", order, query, idsOf(got), want)
				}
				for _, r := range got.Results {
					if r.ID == welsh && query == "plas" && written(r.Snippet) != "Mae'r gymdeithas a'r ysgolion yn y plas[*], a libraries hefyd" {
						t.Errorf("marked %q", written(r.Snippet))
					}
				}
			}
		}
	})
}

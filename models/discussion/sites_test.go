package discussion_test

import (
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// What a newcomer writes waits for its links, in whatever form they are written; other words do not.
func TestAddressesWaitInEveryForm(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		person, id := thread(t, d)
		s := discussion.NewStore(d, discussion.HoldLinks)
		s.Home = "talk.example.org:8080"
		t.Cleanup(s.Close)
		who := people.Actor{ID: person, Role: people.Member, State: people.Active}
		key := func() db.Key { return db.Key{Token: db.NewToken(), Actor: who.ID} }
		state := func(id int64) (state string) {
			t.Helper()
			state, err := db.Value[string](ctx, d, "SELECT state FROM contributions WHERE id = ?", id)
			if err != nil {
				t.Fatal(err)
			}
			return state
		}
		for words, want := range map[string]string{
			"Buy it at evil.com/deal":                      "held",
			"Buy it at `http://evil.com`":                  "held",
			"Buy it at h\u200bttp://evil.com":              "held",
			"Buy it at ftp://evil.com":                     "held",
			"[Buy it](//evil.com) now":                     "held",
			"It stands at talk.example.org/groups already": "published",
			"The bus was late.We waited e.g. an hour":      "published",
		} {
			made, err := s.Post(ctx, who, key(), discussion.Answer{ThreadID: id, Body: words})
			if err != nil {
				t.Fatal(err)
			}
			if got := state(made); got != want {
				t.Errorf("%q is %s, want %s", words, got, want)
			}
		}
		made, err := s.Post(ctx, who, key(), discussion.Answer{ThreadID: id, Body: "The bus was late and cold"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Edit(ctx, who, key(), made, discussion.Edit{Body: "The bus was late and cold, see evil.com", Revision: 1}); err != nil {
			t.Fatal(err)
		}
		if got := state(made); got != "held" {
			t.Errorf("an address that came with an edit is %s", got)
		}
	})
}

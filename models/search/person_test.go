package search_test

import (
	"errors"
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

// joined adds somebody who has said something in a thread; in none where that is 0.
func (w *world) joined(name string, state people.State, thread int64) int64 {
	w.t.Helper()
	var id int64
	w.write(func(tx *db.Tx) (err error) {
		id, err = tx.Insert("INSERT INTO people (public_name, state, who, created_at, changed_at) VALUES (?, ?, 'resident', 1, 1)", name, state)
		return err
	})
	if thread != 0 {
		w.say(thread, "words of "+name, func(n *discussion.New) { n.AuthorID = id })
	}
	return id
}

func TestPeopleAreFoundByNameOnlyWhereTheySpoke(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		siân := w.joined("Siân Llewellyn", people.Active, w.thread)
		obrien := w.joined("Pat O'Brien", people.Active, w.thread)
		wang := w.joined("王小明", people.Active, w.thread)
		quiet := w.joined("Quentin Quiet", people.Active, 0)
		hidden := w.joined("Petra Private", people.Active, w.secret)
		kept := w.joined("Sam Suspended", people.Suspended, w.thread)
		typed := w.joined("Rita Recorded", people.Recorded, w.thread)
		w.catchUp()
		insider := people.Actor{ID: 9, State: people.Active, Groups: []people.Membership{{GroupID: w.private}}}
		find := func(a people.Actor, query string) string {
			t.Helper()
			return idsOf(w.find(a, search.Search{Kind: search.Person, Order: search.Best, Filter: search.Filter{Group: w.open}}, query))
		}
		for query, want := range map[string]int64{
			"sian": siân, "SIÂN llew": siân, "llewellyn": siân, "lle": siân, "obrien": obrien, "O'Bri": obrien, "o’brien pat": obrien, "王小明": wang,
			"": 0, "si": 0, "l": 0, "* *": 0, "o b r": 0, "ewellyn": 0, "quentin": 0, "private": 0, "suspended": 0, "recorded": 0, "words": 0, "sian -llewellyn": 0, "王": 0,
		} {
			wanted := ""
			if want != 0 {
				wanted = fmt.Sprint(want)
			}
			if got := find(people.Visitor, query); got != wanted {
				t.Errorf("%q found %q, want %q", query, got, wanted)
			}
		}
		if got := find(insider, "petra"); got != fmt.Sprint(hidden) {
			t.Errorf("an insider found %q by the name of somebody who spoke in their group", got)
		}
		for name, id := range map[string]int64{"nobody": 12345, "who said nothing": quiet, "who spoke in private": hidden, "suspended": kept, "recorded": typed} {
			if _, err := w.index.Person(ctx, people.Visitor, id); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("somebody %s can be looked for: %v", name, err)
			}
			p := w.find(people.Visitor, search.Search{Filter: search.Filter{By: id}}, "")
			if len(p.Results) != 0 {
				t.Errorf("what somebody %s said is brought together: %s", name, idsOf(p))
			}
		}
		if res, err := w.index.Person(ctx, people.Visitor, siân); err != nil || written(res.Title) != "Siân Llewellyn" {
			t.Errorf("got %+v, %v", res, err)
		}
		// Before the index follows, too.
		w.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE people SET state = 'erased', public_name = 'Former member' WHERE id = ?", siân)
			return err
		})
		if got := find(people.Visitor, "sian"); got != "" {
			t.Errorf("somebody who left is found: %q", got)
		}
		w.catchUp()
		query := "SELECT COUNT(*) FROM search_named WHERE search_named MATCH 'llewellyn'"
		if d.Engine == db.Postgres {
			query = "SELECT COUNT(*) FROM search_named WHERE stems @@ 'llewellyn'"
		}
		if n, err := db.Value[int](ctx, d, query); n != 0 || err != nil {
			t.Errorf("the name of somebody who left stands in the index: %d, %v", n, err)
		}
	})
}

func TestWithoutWordsTheNewestAreFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d)
		ann := w.joined("Ann Other", people.Active, w.thread)
		w.say(w.secret, "in private", func(n *discussion.New) { n.AuthorID = ann })
		w.say(w.thread, "yn Gymraeg", func(n *discussion.New) { n.Evidence = discussion.Lived })
		parent := w.say(w.thread, "answered")
		reply := w.say(w.thread, "a reply", func(n *discussion.New) { n.Kind, n.ParentID = discussion.Reply, parent })
		w.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET language = 'cy' WHERE body_md = 'yn Gymraeg'")
			return err
		})
		w.catchUp()
		id := func(text string) string {
			n, err := db.Value[int64](ctx, d, "SELECT id FROM contributions WHERE body_md = ?", text)
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(n)
		}
		all := func(f search.Filter) string {
			return idsOf(w.find(people.Visitor, search.Search{Filter: f, Order: search.Best}, ""))
		}
		for name, c := range map[string]struct {
			filter search.Filter
			want   string
		}{
			"nothing":                 {search.Filter{}, ""},
			"by somebody":             {search.Filter{By: ann}, id("words of Ann Other")},
			"by, with other evidence": {search.Filter{By: ann, Evidence: "lived"}, ""},
			"in Welsh":                {search.Filter{Language: "cy"}, id("yn Gymraeg")},
			"in English":              {search.Filter{By: ann, Language: "en"}, ""},
			"in English or unsaid":    {search.Filter{By: ann, Language: "en", OrUnsaid: true}, id("words of Ann Other")},
			"lived":                   {search.Filter{Evidence: "lived"}, id("yn Gymraeg")},
			"lived in Welsh":          {search.Filter{Evidence: "lived", Language: "cy"}, id("yn Gymraeg")},
			"answered":                {search.Filter{Answered: search.WithAnswers}, fmt.Sprint(parent, " ", id("Opening"))},
			"closed":                  {search.Filter{State: search.Closed}, ""},
			"until before":            {search.Filter{Until: now.Now() - 1}, ""},
		} {
			if got := all(c.filter); got != c.want && name != "answered" || name == "answered" && !strings.HasPrefix(got, fmt.Sprint(parent)) {
				t.Errorf("%s: got %q, want %q", name, got, c.want)
			}
		}
		if got := all(search.Filter{Answered: search.WithoutAnswers}); !strings.HasPrefix(got, fmt.Sprint(reply)) || strings.Contains(got, fmt.Sprint(parent)+" ") {
			t.Errorf("without answers: %q", got)
		}
		if got := strings.Fields(all(search.Filter{State: search.Open})); len(got) != 5 {
			t.Errorf("open: %v", got)
		}
		w.write(func(tx *db.Tx) error { _, err := tx.Exec("UPDATE threads SET closes_at = 5"); return err })
		if got := all(search.Filter{State: search.Open}); got != "" {
			t.Errorf("open after closing: %q", got)
		}
		found := w.find(people.Visitor, search.Search{Kind: search.Discussion, Filter: search.Filter{State: search.Closed, Answered: search.WithAnswers}}, "")
		if idsOf(found) != fmt.Sprint(w.thread) {
			t.Errorf("closed discussions with answers: %q", idsOf(found))
		}
	})
}

package handlers

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/search"
)

// resting lists the columns of the whole database in which the canary of something planted still stands: what mail is
// put together from, what waits to be sent and what is kept beside the pages are among them.
func (g *garden) resting() (list []string) {
	for _, table := range people.Tables {
		for _, columns := range table.Columns {
			for column := range strings.FieldsSeq(columns) {
				for _, p := range g.planted {
					n, err := db.Value[int](context.Background(), g.DB, "SELECT COUNT(*) FROM "+table.Name+" WHERE CAST("+column+" AS TEXT) LIKE ?", "%"+p.canary+"%")
					g.must(err)
					if n > 0 {
						list = append(list, fmt.Sprintf("%s.%s (%s)", table.Name, column, p.name))
					}
				}
			}
		}
	}
	return list
}

// outside leaves out of a list of columns those of some tables.
func outside(list []string, tables ...string) []string {
	return slices.DeleteFunc(list, func(column string) bool {
		table, _, _ := strings.Cut(column, ".")
		return slices.Contains(tables, table)
	})
}

// seals takes words out of sight everywhere, and checks that they are on no page of the readers by the next answer and
// rest nowhere but with what is sealed. Every page was asked for before, so that it has been kept. Administrators see
// whatever editors and moderators do.
func seals(t *testing.T, readers []string, take func(g *garden, p planted)) {
	g := plant(t)
	for _, who := range []string{"", "administrator"} {
		found := g.holding(who)
		for _, p := range g.planted {
			if len(found[p.name]) == 0 {
				t.Errorf("as %q, %s is on no page even before it is sealed: this test sees nothing", who, p.name)
			}
		}
	}
	if len(outside(g.resting(), "sealed_words")) < len(g.planted) {
		t.Error("the words rest nowhere even before they are sealed: this test sees nothing")
	}
	for _, p := range g.planted {
		take(g, p)
	}
	g.must(search.NewIndexer(g.DB).CatchUp(context.Background()))
	for _, who := range readers {
		for name, pages := range g.holding(who) {
			t.Errorf("as %q, %s is still on %v", who, name, pages)
		}
	}
	// Earlier editions of a published summary are never changed, so that their digests still say what was published.
	for _, column := range outside(g.resting(), "sealed_words", "attachments", "snapshot_editions") {
		t.Errorf("words still stand in %s", column)
	}
	newest, err := db.Values[string](context.Background(), g.DB, `SELECT CAST(data AS TEXT) FROM snapshot_editions e JOIN snapshots s ON s.id = e.snapshot_id
		WHERE s.state = 'published' AND number = (SELECT MAX(number) FROM snapshot_editions x WHERE x.snapshot_id = e.snapshot_id)`)
	g.must(err)
	for _, p := range g.planted {
		for _, edition := range newest {
			if strings.Contains(edition, p.canary) {
				t.Errorf("%s is still in the newest edition of a summary", p.name)
			}
		}
	}
	if len(newest) == 0 {
		t.Error("there is no summary: this test sees nothing there")
	}
}

// What went to the safeguarding lead is on no page for anybody: not for moderators, not for administrators, and for the
// lead only once they ask to read it.
func TestWhatWentToTheLeadIsNowhereElse(t *testing.T) {
	var g *garden
	seals(t, []string{"", "administrator", "lead"}, func(planted *garden, p planted) {
		if g = planted; p.id == g.planted[0].id {
			g.must(g.DB.Write(context.Background(), func(tx *db.Tx) error {
				_, err := tx.Exec("INSERT INTO safeguarding_leads (person_id, duty, since) VALUES (?, 1, 1)", cast["lead"].ID)
				return err
			}))
		}
		revision, err := db.Value[int64](context.Background(), g.DB, "SELECT revision FROM contributions WHERE id = ?", p.id)
		g.must(err)
		got := g.ask(t, scenario{who: "moderator", url: "/moderation/contributions/" + number(p.id) + "/pass", form: url.Values{
			"key": {db.NewToken()}, "revision": {number(revision)}, "note": {"Please look"},
		}})
		if got.status != 303 {
			t.Fatalf("%s could not be passed on: %d\n%s", p.name, got.status, got.body)
		}
	})
	for i, p := range g.planted {
		got := g.ask(t, scenario{who: "lead", url: fmt.Sprintf("/safeguarding/%d/read", i+1), form: url.Values{"x": {"1"}}})
		if !strings.Contains(got.body, p.canary) {
			t.Errorf("the lead cannot read %s: %d", p.name, got.status)
		}
		for who, want := range map[string]int{"lead": 200, "administrator": 403, "moderator": 403, "": 401} {
			file := g.ask(t, scenario{who: who, url: fmt.Sprintf("/safeguarding/%d/files/%s", i+1, fileOf(i)), form: url.Values{"x": {"1"}}})
			if file.status != want || (want == 200) != strings.Contains(file.body, p.canary) || want == 200 && file.header.Get("Cache-Control") != "no-store" {
				t.Errorf("the picture of %s for %q: %d, %q", p.name, who, file.status, file.header.Get("Cache-Control"))
			}
		}
	}
}

// What was covered is on no page for anybody but moderators, who read it only once they say why.
func TestWhatWasCoveredIsNowhereElse(t *testing.T) {
	var g *garden
	n := -1
	seals(t, []string{"", "administrator"}, func(planted *garden, p planted) {
		g = planted
		n++
		revision, err := db.Value[int](context.Background(), g.DB, "SELECT revision FROM contributions WHERE id = ?", p.id)
		g.must(err)
		_, err = g.Moderation.Cover(context.Background(), cast["moderator"], db.NewKey(cast["moderator"].ID), moderation.Covering{
			Decision: moderation.Decision{Contribution: p.id, Reason: rules.PrivateDetails, Seen: moderation.Seen{Revision: revision}}, Words: p.canary,
			Out: []string{fileOf(n)},
		})
		if err != nil {
			t.Fatalf("%s could not be covered: %v", p.name, err)
		}
	})
	for i, p := range g.planted {
		page := "/moderation/contributions/" + number(p.id) + "/sealed"
		got := g.ask(t, scenario{who: "moderator", url: page, form: url.Values{"purpose": {"check"}}})
		if !strings.Contains(got.body, p.canary) || !strings.Contains(got.body, page+"/"+fileOf(i)) {
			t.Errorf("a moderator cannot read %s: %d", p.name, got.status)
		}
		for who, want := range map[string]int{"moderator": 200, "member": 403, "": 401} {
			file := g.ask(t, scenario{who: who, url: page + "/" + fileOf(i), form: url.Values{"purpose": {"check"}}})
			if file.status != want || (want == 200) != strings.Contains(file.body, p.canary) {
				t.Errorf("the picture of %s for %q: %d", p.name, who, file.status)
			}
		}
	}
}

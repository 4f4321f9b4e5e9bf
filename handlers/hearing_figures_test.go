package handlers

import (
	"context"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/themes"
)

var (
	figureRow  = regexp.MustCompile(`<th scope="row">([^<]*)</th>\s*<td>\s*<a href="([^"]*)">([\d,]+)</a>`)
	behindLink = regexp.MustCompile(`<a[^>]* href="(/hearing/contributions[^"]*)"[^>]*>(.*?)</a>`)
	behindSays = regexp.MustCompile(`<b>([\d,]+) comments?</b>\s*by\s*<b>([\d,]+) (?:person|people)</b>`)
	takenSays  = regexp.MustCompile(`(?:with|on) them ([\d,]+) times?\.`)
	markup     = regexp.MustCompile(`<[^>]*>`)
)

// Every figure of the page leads to a page that says the same figure, whatever was chosen.
func TestEveryFigureOpensWhatIsBehindIt(t *testing.T) {
	m := newMoot(t)
	m.write(func(tx *db.Tx) error { // positions to count, a second kind of evidence, and a comment that came on paper
		for i, id := range m.said {
			for _, who := range []string{"member", "editor", "moderator"}[:i+1] {
				if err := discussion.TakePosition(tx, cast[who].ID, id, []discussion.Position{discussion.Agree, discussion.Disagree, discussion.Pass}[i]); err != nil {
					return err
				}
			}
		}
		_, err := tx.Exec("UPDATE contributions SET evidence = 'research', channel = 'paper', created_at = created_at - 700000000 WHERE id = ?", m.said[1])
		return err
	})
	opened := 0
	for _, query := range []string{"", "?group=open", "?who=resident", "?evidence=lived", "?channel=paper", "?theme=theme-02", "?from=2026-11-16&to=2026-11-22", "?who=resident&theme=theme-01&group=open"} {
		page := m.ask(t, scenario{url: "/hearing" + query})
		if page.status != 200 {
			t.Fatalf("%s: %d", query, page.status)
		}
		if chosen := strings.Contains(page.body, "You chose:"); chosen != (query != "") {
			t.Errorf("%s: says what was chosen: %v", query, chosen)
		}
		rows := figureRow.FindAllStringSubmatch(page.body, -1)
		if len(rows) < 10 {
			t.Errorf("%s: %d figures", query, len(rows))
		}
		for _, row := range rows {
			label, n := html.UnescapeString(row[1]), row[3]
			behind := m.ask(t, scenario{url: html.UnescapeString(row[2])})
			said := behindSays.FindStringSubmatch(behind.body)
			if said == nil {
				t.Fatalf("%s: %s leads to %s, which says nothing: %d", query, label, row[2], behind.status)
			}
			want := said[1] // comments
			switch {
			case label == "Agree" || label == "Pass" || label == "Disagree":
				if taken := takenSays.FindStringSubmatch(behind.body); taken != nil {
					want = taken[1]
				} else {
					want = "not said"
				}
			case label == "People" || slices.Contains([]string{"Residents", "Practitioners", "Voluntary and faith groups", "Public bodies", "Businesses", "Researchers", "Did not say who they are"}, label):
				want = said[2]
			}
			if n != want {
				t.Errorf("%s: %s is %s, and %s says %s", query, label, n, row[2], want)
			}
			opened++
		}
		for _, link := range behindLink.FindAllStringSubmatch(page.body, -1) {
			words := strings.Join(strings.Fields(markup.ReplaceAllString(link[2], " ")), " ")
			said := behindSays.FindStringSubmatch(m.ask(t, scenario{url: html.UnescapeString(link[1])}).body)
			if said == nil {
				t.Fatalf("%s: %q leads to %s, which says nothing", query, words, link[1])
			}
			for _, part := range []struct{ unit, n string }{{"comment", said[1]}, {"pe(?:rson|ople)", said[2]}} {
				number := regexp.MustCompile(`([\d,]+) ` + part.unit).FindStringSubmatch(words)
				if number != nil && number[1] != part.n {
					t.Errorf("%s: %q leads to %s, which says %s", query, words, link[1], said[0])
				}
			}
			opened++
		}
	}
	if opened < 400 {
		t.Errorf("only %d figures were opened", opened)
	}
}

// Figures of an area are for no fewer than five people, are not split, quote nobody, and who is behind them is for staff.
func TestFiguresOfAnAreaTellOfNobody(t *testing.T) {
	m := newMoot(t)
	m.write(func(tx *db.Tx) error { _, err := tx.Exec("UPDATE people SET area = 'Netherton'"); return err })
	m.run(
		scenario{url: "/hearing?area=Netherton", status: 200, has: []string{"fewer than five people, or nobody, wrote from here."}, hasNot: []string{"0 people", "group number 1", "/hearing/contributions"}},
		scenario{url: "/hearing/contributions?area=Netherton", status: 403, hasNot: []string{"group number 1"}},
		scenario{who: "editor", url: "/hearing/contributions?area=Netherton", status: 200, has: []string{"group number 1"}},
		scenario{url: "/hearing.json?area=Netherton", status: 200, has: []string{`"area":"Netherton"`, `"people":0`, `"at_least":true`}, hasNot: []string{"group number"}},
	)
	m.write(func(tx *db.Tx) error {
		thread, err := db.Value[int64](context.Background(), tx, "SELECT MIN(thread_id) FROM contributions")
		if err != nil {
			return err
		}
		for i := range 5 {
			person, err := tx.Insert("INSERT INTO people (public_name, area, state, created_at, changed_at) VALUES (?, 'Netherton', 'recorded', 1, 1)", fmt.Sprint("Neighbour ", i))
			if err != nil {
				return err
			}
			if _, err := discussion.Add(tx, discussion.New{ThreadID: thread, Kind: discussion.Comment, AuthorID: person, Body: discussion.Body{Source: "Words", HTML: "<p>Words</p>"}, State: discussion.Published}); err != nil {
				return err
			}
		}
		return nil
	})
	m.run(
		scenario{url: "/hearing?area=Netherton&show=9", status: 200, has: []string{"<b>at least 5 people</b>", "<b>at least 5 comments</b>", "These are at least 5 of ", "No issue that 5 people or more"}, hasNot: []string{"0 issues", "group number 1", "/hearing/contributions", "Who is saying it"}},
	)
	// A theme of enough people is told by how many, and by nothing that leads to one of them: no week, no position, no words
	// of a comment that many agree with.
	m.write(func(tx *db.Tx) error {
		said, err := db.Values[int64](context.Background(), tx, "SELECT c.id FROM contributions c JOIN people p ON p.id = c.author_id WHERE p.public_name LIKE 'Neighbour %' ORDER BY c.id")
		if err != nil {
			return err
		}
		theme, err := db.Value[int64](context.Background(), tx, "SELECT MIN(id) FROM themes")
		if err != nil {
			return err
		}
		var stands []discussion.Stand
		for _, id := range said {
			if err := themes.Tag(tx, id, theme, themes.ByPerson, 0); err != nil {
				return err
			}
		}
		for i := range 12 {
			voter, err := tx.Insert("INSERT INTO people (public_name, state, created_at, changed_at) VALUES (?, 'recorded', 1, 1)", fmt.Sprint("Voter ", i))
			if err != nil {
				return err
			}
			for _, id := range said {
				stands = append(stands, discussion.Stand{Person: voter, Contribution: id, Position: discussion.Agree})
			}
		}
		_, err = discussion.AddPositions(tx, stands)
		return err
	})
	m.run(
		scenario{url: "/hearing?show=10", status: 200, has: []string{"<figcaption>Where people stand", "<figcaption>What they bring", `id="views-h"`, "Most people agree"}},
		scenario{url: "/hearing?area=Netherton&show=10", status: 200, has: []string{"<b>at least 1 issue</b>", "Theme 01", "at least 5 people, at least 5 comments"}, hasNot: []string{"<figcaption>Where people stand", "<figcaption>What they bring", `id="views-h"`, "Most people agree", ">Words<"}},
		scenario{url: "/hearing.json?area=Netherton", status: 200, has: []string{`"slug":"theme-01"`, `"weeks":[]`, `"quotes":[]`}, hasNot: []string{`"positions"`, `"by_evidence"`, `"by_who"`}},
		scenario{url: "/hearing.csv?area=Netherton", status: 200, has: []string{`"theme-01"`}, hasNot: []string{`,"0"`, `,"60"`}},
	)
}

func TestTwoSummariesSideBySide(t *testing.T) {
	m := newMoot(t)
	m.run(
		scenario{url: "/hearing/compare", status: 200, has: []string{"in the last 4 weeks", "Theme 01", "3 people, 3 comments", "Nobody has spoken in one of them"}, hasNot: []string{"secret", "%!"}},
		scenario{url: "/hearing/compare?who=resident&b-who=practitioner", status: 200, has: []string{"Too few people to tell"}},
		scenario{url: "/hearing/compare?place=group/open&b-place=&b-who=resident", status: 303, to: "/hearing/compare?b-who=resident&group=open"},
		scenario{url: "/hearing/compare?b-group=private", status: 404},
		scenario{url: "/hearing/compare?b-from=soon", status: 422},
		scenario{url: "/hearing/compare.csv?who=resident", status: 200, has: []string{`"theme","name"`, `"theme-01"`, `"too-few"`}, hasNot: []string{"secret"}},
	)
}

package handlers

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
	"folkmoot/views/paper"
)

// joins adds somebody who lives in an area.
func (m *moot) joins(area, name string) (id int64) {
	m.write(func(tx *db.Tx) (err error) {
		id, err = tx.Insert("INSERT INTO people (public_name, area, state, created_at, changed_at) VALUES (?, ?, 'recorded', 1, 1)", name, area)
		return err
	})
	return id
}

// says has somebody say something about the first theme.
func (m *moot) says(person int64) {
	m.write(func(tx *db.Tx) error {
		thread, err := db.Value[int64](tx.Context(), tx, "SELECT thread_id FROM contributions WHERE id = ?", m.said[0])
		if err != nil {
			return err
		}
		c, err := discussion.Add(tx, discussion.New{
			ThreadID: thread, Kind: discussion.Comment, AuthorID: person, Who: people.Practitioner, State: discussion.Published,
			Body: discussion.Body{Source: "Buses stop early.", HTML: "<p>Buses stop early.</p>"},
		})
		if err != nil {
			return err
		}
		return themes.Tag(tx, c.ID, m.themes[0].ID, themes.ByPerson, cast["editor"].ID)
	})
}

// ofComments is how many comments there are of everybody, which is told beside those of an area.
var ofComments = regexp.MustCompile(` of [\d,]+ comments`)

// areaFigures is all that somebody from outside reads of areas, by where they read it. It freezes a snapshot of that title.
func (m *moot) areaFigures(t *testing.T, today, freeze string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, narrow := range []string{"", "&group=open", "&who=practitioner", "&channel=web", "&theme=theme-01", "&to=" + today, "&from=" + today, "&from=" + today + "&to=" + today + "&theme=theme-01"} {
		for _, page := range []string{"/hearing?show=20&", "/hearing.json?", "/hearing.csv?", "/hearing/compare?b-area=Lye&", "/hearing/compare.csv?b-area=Lye&"} {
			for _, area := range []string{"Netherton", "Lye", "Upton", "Nowhere"} {
				at := page + "area=" + area + narrow
				all[at] = ofComments.ReplaceAllString(m.ask(t, scenario{url: at}).body, "")
			}
		}
		at := "/hearing/reach?" + strings.TrimPrefix(narrow, "&")
		all[at] = part(t, m.ask(t, scenario{url: at}).body, "By area", "</section>")
	}
	frozen := m.ask(t, scenario{who: "editor", url: "/hearing/snapshots", form: sent("title", freeze)}).header.Get("Location")
	m.run(scenario{who: "editor", url: frozen + "/publish", form: sent("revision", "1"), status: 303})
	for after, end := range map[string]string{"": "</details>", "/report": "What we do not know", "/report.docx": "What we do not know", "/download.html": "What we do not know", "/download.docx": "What we do not know"} {
		all["snapshot"+after] = part(t, m.ask(t, scenario{url: frozen + after}).body, "By area", end)
	}
	all["snapshot.json"] = part(t, m.ask(t, scenario{url: frozen + "/download.json"}).body, `"dimension":"area"`, "]")
	all["snapshot.csv"] = part(t, m.ask(t, scenario{url: frozen + "/download.heard.csv"}).body, `"area"`, "\r\n\r\n")
	all["snapshot.xlsx"] = m.heardSheet(t, frozen)
	return all
}

// heardSheet is what a snapshot's workbook says of areas.
func (m *moot) heardSheet(t *testing.T, frozen string) (said string) {
	t.Helper()
	book, err := excelize.OpenReader(strings.NewReader(m.ask(t, scenario{url: frozen + "/download.xlsx"}).body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Heard")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if row[0] == "area" {
			said += strings.Join(row, ",") + "\n"
		}
	}
	return said
}

// part is what stands in words from one of them, up to another or the end.
func part(t *testing.T, words, from, to string) string {
	t.Helper()
	_, words, ok := strings.Cut(words, from)
	if !ok {
		t.Fatalf("there is no %q", from)
	}
	words, _, _ = strings.Cut(words, to)
	return words
}

// Somebody whose name everybody knows speaks for the first time. Nothing that anybody can read of areas, however narrowly
// they ask and whatever they freeze, is another before and after, or with and without that day: so it does not tell where
// the newcomer lives. Only when a step of five is full does it go up.
func TestANewcomersAreaIsToldByNoFigure(t *testing.T) {
	m := newMoot(t)
	m.Papers = func(_ context.Context, document paper.Paper) ([]byte, error) {
		return renderFile(context.Background(), document)
	}
	m.run(scenario{who: "editor", url: "/hearing/reach/baselines", form: sent("dimension", "area", "title", "By area", "source", "Census", "lines", "Netherton, 100\nLye, 300\nUpton, 200\nQuarry, 50"), status: 303})
	for i := range 10 {
		m.says(m.joins("Netherton", fmt.Sprint("Neighbour ", i)))
	}
	for i := range 6 {
		m.says(m.joins("Lye", fmt.Sprint("Resident of Lye ", i)))
	}
	var newcomers []int64
	for i := range 5 {
		newcomers = append(newcomers, m.joins("Netherton", fmt.Sprint("Newcomer ", i)))
	}
	m.now.Advance(24 * time.Hour)
	yesterday, today := string(m.summaryDay().Add(-1)), string(m.summaryDay())
	before := m.areaFigures(t, today, "Before")
	m.says(newcomers[0])
	after := m.areaFigures(t, today, "After")
	for at, was := range before {
		if after[at] != was {
			t.Errorf("%s tells of the newcomer:\n%s\nwas\n%s", at, after[at], was)
		}
	}
	for _, at := range []string{"/hearing/reach?", "/hearing.csv?area=Netherton&"} {
		of := func(day string) string {
			body := m.ask(t, scenario{url: at + "to=" + day}).body
			if strings.Contains(at, "reach") {
				return part(t, body, "By area", "</section>")
			}
			return body
		}
		if of(yesterday) != of(today) {
			t.Errorf("%s: the newcomer's day tells of them", at)
		}
	}
	for at, has := range map[string]string{
		"/hearing?show=20&area=Netherton": "at least 10 people, at least 10 comments", "/hearing.json?area=Netherton": `"people":10,"contributions":10,"at_least":true`,
		"/hearing.csv?area=Netherton": `"10","10"`, "/hearing/compare?b-area=Lye&area=Netherton": "at least 5 people, at least 5 comments", "/hearing/compare.csv?b-area=Lye&area=Netherton": `"yes","yes"`,
		"/hearing/reach?": "Heard from, at least", "snapshot": "Heard from, at least", "snapshot/report.docx": "Heard from, at least",
		"snapshot.json": `"heard":15,"about":true`, "snapshot.csv": `"Netherton","10"`, "snapshot.xlsx": "Netherton,10,",
	} {
		if !strings.Contains(after[at], has) {
			t.Errorf("%s lacks %q:\n%s", at, has, after[at])
		}
	}
	for _, person := range newcomers[1:] { // the fifteenth fills a step
		m.says(person)
	}
	full := m.areaFigures(t, today, "Full")
	for at, was := range after {
		told := strings.Contains(at, "area=Netherton") && !strings.Contains(at, "from=") || strings.HasPrefix(at, "snapshot") || at == "/hearing/reach?"
		if told && full[at] == was {
			t.Errorf("%s: the fifteenth changed nothing, so this test sees nothing", at)
		}
	}
}

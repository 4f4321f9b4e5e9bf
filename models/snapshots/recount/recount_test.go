package recount_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	_ "time/tzdata"

	"folkmoot/models/snapshots/recount"
)

// saturdayNight is 23:30 UTC on 25 October 2025: in London, where the clocks go back that night, it is Sunday already.
const saturdayNight = 1761435000000

func written(t testing.TB, scope map[string]string, rows ...recount.Row) string {
	t.Helper()
	var out strings.Builder
	w, err := recount.NewWriter(&out, recount.Head{Zone: "Europe/London", Scope: scope, Themes: []recount.Named{
		{ID: 4, Slug: "buses", Name: "Buses"}, {ID: 9, Slug: "rooms", Name: "Rooms, \"big\" ones"}, {ID: 11, Slug: "silence", Name: "Silence"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Row(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Ballots(nil), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var few = []recount.Row{
	{Contribution: 3, Person: 1, Who: "resident", Evidence: "lived", At: saturdayNight, Agree: 2, Disagree: 1, Themes: []int64{4, 9}},
	{Contribution: 5, Person: 2, Who: "", Evidence: "", Area: "Gornal, \"Upper\"\nEnd", At: saturdayNight + 1, Pass: 7, Themes: []int64{9}},
	{Contribution: 6, Person: 1, Who: "public", Evidence: "practice", At: saturdayNight + 9*24*3600*1000, Themes: []int64{9}},
	{Contribution: 8, Person: 3, Who: "resident", At: saturdayNight},
}

// The figures of a few rows, counted by hand.
func TestAFewRows(t *testing.T) {
	f, err := recount.Read(strings.NewReader(written(t, nil, few...)))
	if err != nil {
		t.Fatal(err)
	}
	who := func(resident, public, unstated int) map[string]int {
		return map[string]int{"resident": resident, "practitioner": 0, "voluntary": 0, "public": public, "business": 0, "researcher": 0, "not-stated": unstated}
	}
	if f.People != 3 || f.Contributions != 4 || !reflect.DeepEqual(f.ByWho, who(2, 1, 1)) || len(f.Themes) != 2 {
		t.Errorf("%+v", f)
	}
	rooms := recount.Theme{
		Named: recount.Named{ID: 9, Slug: "rooms", Name: "Rooms, \"big\" ones"}, Contributions: 3, People: 2, ByWho: who(1, 1, 1),
		ByEvidence: map[string]int{"lived": 1, "practice": 1, "research": 0, "not-stated": 1}, Agree: 2, Disagree: 1, Pass: 7,
		Weeks: []recount.Week{{Start: "2025-10-20", Contributions: 2}, {Start: "2025-10-27", Contributions: 0}, {Start: "2025-11-03", Contributions: 1}},
	}
	if !reflect.DeepEqual(f.Themes[0], rooms) || f.Themes[1].Slug != "buses" || f.Themes[1].Weeks[0].Contributions != 1 {
		t.Errorf("%+v", f.Themes)
	}
}

func TestEqualThemesAreRankedByName(t *testing.T) {
	f, err := recount.Read(strings.NewReader(written(t, nil, recount.Row{Contribution: 1, Person: 1, At: 1, Themes: []int64{4, 9, 11}})))
	if err != nil || f.Themes[0].Slug != "buses" || f.Themes[1].Slug != "rooms" || f.Themes[2].Slug != "silence" {
		t.Errorf("%v %+v", err, f.Themes)
	}
}

func TestWeeksOfAScopeAreThoseOfItsDays(t *testing.T) {
	f, err := recount.Read(strings.NewReader(written(t, map[string]string{"from": "2025-10-14", "to": "2025-11-11"}, few...)))
	if err != nil || len(f.Themes[0].Weeks) != 5 || f.Themes[0].Weeks[0].Start != "2025-10-13" || f.Themes[0].Weeks[4].Start != "2025-11-10" {
		t.Errorf("%v %+v", err, f.Themes[0].Weeks)
	}
	long, err := recount.Read(strings.NewReader(written(t, map[string]string{"from": "1900-01-01"}, few...)))
	if err != nil || len(long.Themes[0].Weeks) != 2 {
		t.Errorf("of a very long time only the weeks with something in them: %v %+v", err, long.Themes[0].Weeks)
	}
}

// Rows that cannot be what they say are refused.
func TestRowsThatAreRefused(t *testing.T) {
	one := func(change func(*recount.Row)) []recount.Row {
		rows := append([]recount.Row{}, few...)
		change(&rows[1])
		return rows
	}
	for name, text := range map[string]string{
		"nothing":             "",
		"no rows' head":       "{}\n",
		"another form":        strings.Replace(written(t, nil, few...), "rows 2", "rows 9", 1),
		"no such zone":        strings.Replace(written(t, nil, few...), "Europe/London", "Europe/Nowhere", 1),
		"other columns":       strings.Replace(written(t, nil, few...), "contribution,person", "person,contribution", 1),
		"cut off":             strings.TrimSuffix(written(t, nil, few...), "person,view,answers\n"),
		"cut off within":      strings.TrimSuffix(written(t, nil, few...), ",answers\n"),
		"answers too early":   strings.Replace(written(t, nil, few...), "rows 2", "rows 1", 1),
		"a repeated row":      written(t, nil, append(append([]recount.Row{}, few...), few[3])...),
		"a person left out":   written(t, nil, one(func(r *recount.Row) { r.Person = 3 })...),
		"nobody":              written(t, nil, one(func(r *recount.Row) { r.Person = 0 })...),
		"less than nothing":   written(t, nil, one(func(r *recount.Row) { r.Agree = -1 })...),
		"an unknown theme":    written(t, nil, one(func(r *recount.Row) { r.Themes = []int64{5} })...),
		"a theme twice":       written(t, nil, one(func(r *recount.Row) { r.Themes = []int64{4, 4} })...),
		"an unknown kind":     written(t, nil, one(func(r *recount.Row) { r.Who = "king" })...),
		"unknown evidence":    written(t, nil, one(func(r *recount.Row) { r.Evidence = "rumour" })...),
		"another who":         written(t, map[string]string{"who": "resident"}, few...),
		"another evidence":    written(t, map[string]string{"evidence": "lived"}, few...),
		"another area":        written(t, map[string]string{"area": "Lye"}, few...),
		"another channel":     written(t, map[string]string{"channel": "paper"}, few...),
		"another theme":       written(t, map[string]string{"theme": "buses"}, few...),
		"too early":           written(t, map[string]string{"from": "2025-10-27"}, few...),
		"too late":            written(t, map[string]string{"to": "2025-10-26"}, few...),
		"a day that is none":  written(t, map[string]string{"from": "0000-99-99"}, few...),
		"a cell of no number": strings.Replace(written(t, nil, few...), "3,1,resident", "3,one,resident", 1),
	} {
		if f, err := recount.Read(strings.NewReader(text)); err == nil {
			t.Errorf("%s is counted as %+v", name, f)
		}
	}
	for name, scope := range map[string]map[string]string{
		"a group, which no row can tell": {"group": "buses"}, "the day itself": {"from": "2025-10-26", "to": "2025-11-04"},
	} {
		if _, err := recount.Read(strings.NewReader(written(t, scope, few...))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever bytes come, reading ends and refuses or counts.
func FuzzRead(f *testing.F) {
	f.Add(written(f, nil, few...))
	f.Add(written(f, map[string]string{"from": "2025-10-14"}))
	f.Fuzz(func(t *testing.T, text string) {
		figures, err := recount.Read(strings.NewReader(text))
		if err != nil {
			return
		}
		again, err := recount.Read(strings.NewReader(text))
		if err != nil || !reflect.DeepEqual(figures, again) || figures.People > figures.Contributions {
			t.Errorf("%v %+v %+v", err, figures, again)
		}
		for _, theme := range figures.Themes {
			if theme.People > theme.Contributions || theme.Contributions > figures.Contributions {
				t.Errorf("%+v", theme)
			}
		}
	})
}

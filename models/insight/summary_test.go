package insight_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// recount counts a scope from the list of everything said, in the plainest way, as JSON would hold it.
type recount struct {
	People, Contributions int
	Themes                []counted
}

type counted struct {
	Slug                  string
	Contributions, People int
	ByWho, ByEvidence     map[string]int
	Positions             insight.Positions
	Weeks                 map[string]int
}

func (w *world) recount(s insight.Scope) recount {
	everyone, perTheme := map[int64]bool{}, map[int]*counted{}
	people, speakers := map[int]map[int64]bool{}, map[string]bool{}
	var r recount
	for _, one := range w.all {
		if !one.inside(s, w.Zone) {
			continue
		}
		r.Contributions++
		everyone[one.author] = true
		for number := range one.themes {
			c := perTheme[number]
			if c == nil {
				c = &counted{Slug: w.themes[number].Slug, ByWho: map[string]int{}, ByEvidence: map[string]int{}, Weeks: map[string]int{}}
				perTheme[number], people[number] = c, map[int64]bool{}
			}
			c.Contributions++
			people[number][one.author] = true
			c.People = len(people[number])
			if speaker := fmt.Sprint(number, one.who, one.author); !speakers[speaker] {
				speakers[speaker] = true
				c.ByWho[cmp.Or(one.who, "not-stated")]++
			}
			c.ByEvidence[cmp.Or(one.evidence, "not-stated")]++
			c.Positions.Agree += one.position.Agree
			c.Positions.Disagree += one.position.Disagree
			c.Positions.Pass += one.position.Pass
			local := one.at.In(w.Zone)
			c.Weeks[local.AddDate(0, 0, -(int(local.Weekday())+6)%7).Format("2006-01-02")]++
		}
	}
	r.People = len(everyone)
	for _, c := range perTheme {
		r.Themes = append(r.Themes, *c)
	}
	slices.SortFunc(r.Themes, func(a, b counted) int {
		return cmp.Or(b.People-a.People, b.Contributions-a.Contributions, strings.Compare(a.Slug, b.Slug))
	})
	return r
}

// reduce brings a summary into the form of a recount; counts of nothing fall out.
func reduce(sum insight.Summary) recount {
	r := recount{People: sum.People, Contributions: sum.Contributions}
	some := func(counts map[string]int) map[string]int {
		left := map[string]int{}
		for key, n := range counts {
			if n > 0 {
				left[key] = n
			}
		}
		return left
	}
	for _, t := range sum.Themes {
		weeks := map[string]int{}
		for _, week := range t.Weeks {
			if week.Contributions > 0 {
				weeks[string(week.Start)] = week.Contributions
			}
		}
		r.Themes = append(r.Themes, counted{t.Slug, t.Said, t.People, some(t.ByWho), some(t.ByEvidence), t.Positions, weeks})
	}
	return r
}

var scopes = []insight.Scope{
	{},
	{Group: "buses"},
	{Guide: "guide"},
	{Guide: "guide", Chapter: "two"},
	{Who: "resident"},
	{Who: "not-stated", Group: "rooms"},
	{From: "2025-03-30", To: "2025-10-26"}, // the days on which the clocks change
	{From: "2025-06-02"},
	{To: "2025-06-01", Who: "business"},
	{From: "2030-01-01", To: "2030-01-02"},
}

func TestFiguresEqualANaiveRecountAndBothEnginesAgreeToTheByte(t *testing.T) {
	made := map[string][]byte{}
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Rooms", "Being asked", "Zebra", "Nobody says this")
		w.themes = w.themes[:4]
		w.places()
		w.fill(600, 11)
		for _, scope := range scopes {
			sum, err := w.Summary(ctx, scope)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := reduce(sum), w.recount(scope); !reflect.DeepEqual(got, want) {
				t.Errorf("%+v:\n got %+v\nwant %+v", scope, got, want)
			}
			w.checkQuotes(scope, sum)
			line, err := sum.JSON()
			if err != nil {
				t.Fatal(err)
			}
			key := fmt.Sprint(scope)
			if other, ok := made[key]; ok && !bytes.Equal(line, other) {
				t.Errorf("%s: the engines differ:\n%s\n%s", key, line, other)
			}
			made[key] = line
			if again, err := w.Summary(ctx, scope); err != nil || !reflect.DeepEqual(again, sum) {
				t.Errorf("%s: a second look differs: %v", key, err)
			}
		}
	})
}

// checkQuotes holds every quote to the stored words and to the scope.
func (w *world) checkQuotes(scope insight.Scope, sum insight.Summary) {
	w.t.Helper()
	for _, theme := range sum.Themes {
		authors := map[int64]bool{}
		for _, q := range theme.Quotes {
			i := slices.IndexFunc(w.all, func(one *said) bool { return one.id == q.Contribution })
			one := w.all[i]
			if one.text[q.Start:q.End] != q.Text || !one.inside(scope, w.Zone) || authors[one.author] {
				w.t.Errorf("%s: quote %+v of %+v", theme.Slug, q, one)
			}
			authors[one.author] = true
		}
		if theme.Said > 30 && len(theme.Quotes) < 2 {
			w.t.Errorf("%s: %d contributions and %d quotes", theme.Slug, theme.Said, len(theme.Quotes))
		}
	}
}

func TestWhatIsHiddenIsGoneFromEveryFigureAndQuote(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Rooms")
		w.places()
		w.fill(60, 3)
		for range 8 {
			sum, err := w.Summary(ctx, insight.Scope{})
			if err != nil || len(sum.Themes) == 0 || len(sum.Themes[0].Quotes) == 0 {
				t.Fatal(err, sum)
			}
			gone := sum.Themes[0].Quotes[0]
			w.write(func(tx *db.Tx) error {
				_, err := discussion.SetState(tx, gone.Contribution, discussion.Hidden, "personal", discussion.Published)
				return err
			})
			for _, one := range w.all {
				if one.id == gone.Contribution {
					one.state = discussion.Hidden
				}
			}
			after, err := w.Summary(ctx, insight.Scope{})
			if err != nil {
				t.Fatal(err)
			}
			line, _ := after.JSON()
			if bytes.Contains(line, fmt.Appendf(nil, `"contribution":%d,`, gone.Contribution)) || after.Contributions != sum.Contributions-1 {
				t.Errorf("%d is still in %s", gone.Contribution, line)
			}
			if got, want := reduce(after), w.recount(insight.Scope{}); !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v\nwant %+v", got, want)
			}
			v, err := w.Behind(ctx, people.Visitor, insight.Behind{}, "")
			if err != nil || v.Contributions != after.Contributions || v.People != after.People {
				t.Errorf("behind: %d by %d, %v", v.Contributions, v.People, err)
			}
		}
	})
}

func TestEveryFigureLeadsToAsManyContributions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Rooms", "Being asked")
		w.places()
		w.fill(150, 5)
		count := func(b insight.Behind) (contributions, spoke int) {
			t.Helper()
			ids := map[int64]bool{}
			for after := ""; ; {
				v, err := w.Behind(ctx, people.Visitor, b, after)
				if err != nil {
					t.Fatal(err)
				}
				contributions, spoke = v.Contributions, v.People
				for _, one := range v.List {
					ids[one.ID] = true
				}
				if after = v.Next; after == "" {
					break
				}
			}
			if len(ids) != contributions {
				t.Errorf("%+v: says %d, lists %d", b, contributions, len(ids))
			}
			return contributions, spoke
		}
		scope := insight.Scope{From: "2025-02-01", To: "2026-02-01"}
		sum, err := w.Figures(ctx, scope)
		if err != nil {
			t.Fatal(err)
		}
		if n, spoke := count(insight.Behind{Scope: scope}); n != sum.Contributions || spoke != sum.People {
			t.Errorf("all: %d by %d, want %d by %d", n, spoke, sum.Contributions, sum.People)
		}
		for _, theme := range sum.Themes {
			scope.Theme = theme.Slug
			if n, spoke := count(insight.Behind{Scope: scope}); n != theme.Said || spoke != theme.People {
				t.Errorf("%s: %d by %d, want %d by %d", theme.Slug, n, spoke, theme.Said, theme.People)
			}
			for kind, want := range theme.ByWho {
				b := insight.Behind{Scope: scope}
				b.Who = kind
				if _, spoke := count(b); spoke != want {
					t.Errorf("%s, %s: %d people, want %d", theme.Slug, kind, spoke, want)
				}
			}
			for kind, want := range theme.ByEvidence {
				b := insight.Behind{Scope: scope}
				b.Evidence = kind
				if n, _ := count(b); n != want {
					t.Errorf("%s, %s: %d, want %d", theme.Slug, kind, n, want)
				}
			}
		}
	})
}

func TestTheDigestIsOfTheRestOfTheLine(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorld(t, d, `Buses & "lifts" <now>`)
	w.places()
	w.fill(40, 9)
	sum, err := w.Summary(ctx, insight.Scope{Group: "buses", From: "2025-01-01"})
	if err != nil {
		t.Fatal(err)
	}
	line, err := sum.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var read map[string]any
	if err := json.Unmarshal(line, &read); err != nil {
		t.Fatal(err)
	}
	rest := regexp.MustCompile(`,"digest":"[^"]*"}\n$`).ReplaceAll(line, []byte("}"))
	digest := sha256.Sum256(rest)
	if read["digest"] != "sha256:"+hex.EncodeToString(digest[:]) {
		t.Errorf("digest %v", read["digest"])
	}
	if !bytes.HasPrefix(line, []byte(`{"scope":{"group":"buses"},"from":"2025-01-01","to":"","people":`)) || bytes.Contains(line, []byte(`\u0026`)) {
		t.Errorf("%s", line)
	}
	w.write(func(tx *db.Tx) error {
		return w.add(tx, w.ids[0], &said{author: w.all[0].author, text: "More", state: discussion.Published, at: w.all[0].at + 1e9})
	})
	changed, err := w.Summary(ctx, insight.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	if other, _ := changed.JSON(); strings.HasSuffix(string(other), fmt.Sprint(read["digest"], "\"}\n")) {
		t.Error("other data, same digest")
	}
}

func TestTheSheetIsReadBackAndHoldsNoFormula(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorld(t, d, "=HYPERLINK(\"x\")", "@Rooms", "Plain, with \"quotes\"")
	w.places()
	w.fill(80, 2)
	sum, err := w.Summary(ctx, insight.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(sum.CSV())).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatal(rows, err)
	}
	for i, row := range rows[1:] {
		theme := sum.Themes[i]
		if row[0] != fmt.Sprint(i+1) || strings.TrimPrefix(row[2], "'") != theme.Name || row[5] != fmt.Sprint(theme.Said) {
			t.Errorf("%q", row)
		}
		for _, cell := range row {
			if cell != "" && strings.Contains("=+-@\t\r", cell[:1]) {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
}

func TestScopesThatAreWrongOrNotThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		w.places()
		for _, scope := range []insight.Scope{{Group: "inner"}, {Group: "none"}, {Guide: "none"}, {Guide: "guide", Chapter: "none"}} {
			if _, err := w.Summary(ctx, scope); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("%+v: %v", scope, err)
			}
		}
		for field, scope := range map[string]insight.Scope{
			"from": {From: "yesterday"}, "to": {From: "2026-02-01", To: "2026-01-31"}, "who": {Who: "cats"}, "guide": {Chapter: "one"},
		} {
			var invalid db.Invalid
			if _, err := w.Summary(ctx, scope); !errors.As(err, &invalid) || invalid[field] == "" {
				t.Errorf("%+v: %v", scope, err)
			}
		}
		if _, err := insight.ParseDay("from", "2026-02-30"); err == nil {
			t.Error("a day that there is not")
		}
		empty, err := w.Summary(ctx, insight.Scope{})
		line, _ := empty.JSON()
		if err != nil || !strings.HasPrefix(string(line), `{"scope":{},"from":"","to":"","people":0,"contributions":0,"themes":[],"digest":`) {
			t.Errorf("%s, %v", line, err)
		}
	})
}

func TestARetiredThemeIsLeftOut(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorld(t, d, "Buses", "Rooms")
	w.places()
	w.fill(50, 1)
	w.write(func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE themes SET state = ? WHERE id = ?", themes.Retired, w.themes[0].ID)
		return err
	})
	sum, err := w.Figures(ctx, insight.Scope{})
	if err != nil || len(sum.Themes) != 1 || sum.Themes[0].Name != "Rooms" {
		t.Errorf("%+v, %v", sum.Themes, err)
	}
}

// Weeks are checked in many zones at moments around the first of the week, some of them long ago.
func TestWeeksBeginOnMondaysAtThePlacesMidnight(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/London", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
				w := newWorld(t, d, "Buses")
				w.Zone = zone
				w.places()
				rng := rand.New(rand.NewPCG(4, 4))
				w.write(func(tx *db.Tx) error {
					w.all = nil
					author, err := person(tx, "Ann")
					if err != nil {
						return err
					}
					for i := range 120 {
						at := time.Date(1965+rng.IntN(60), time.Month(1+rng.IntN(12)), 1+rng.IntN(28), 0, 0, 0, 0, zone)
						if i%3 > 0 { // the first and the last millisecond of weeks
							at = at.AddDate(0, 0, -(int(at.Weekday())+6)%7).Add(-time.Duration(i%3-1) * time.Millisecond)
						}
						one := &said{author: author, text: "Bus", state: discussion.Published, at: clock.Of(at), themes: map[int]bool{0: true}}
						if err := w.add(tx, w.ids[0], one); err != nil {
							return err
						}
					}
					return nil
				})
				sum, err := w.Figures(ctx, insight.Scope{})
				if err != nil {
					t.Fatal(err)
				}
				if got, want := reduce(sum), w.recount(insight.Scope{}); !reflect.DeepEqual(got, want) {
					t.Errorf("got %+v\nwant %+v", got, want)
				}
			})
		})
	}
}

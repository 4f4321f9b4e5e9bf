package insight_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/insight/emerge"
)

// settle has everybody who said some words live in an area.
func (w *world) settle(area, words string) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		for _, one := range w.all {
			if strings.Contains(one.text, words) {
				if _, err := tx.Exec("UPDATE people SET area = ? WHERE id = ?", area, one.author); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// surge has new people speak about theme 0 in the last whole week.
func (w *world) surge(now *clock.Fixed, n, thread int, text string) {
	w.t.Helper()
	monday := w.thisMonday(now)
	w.write(func(tx *db.Tx) error {
		for i := range n {
			w.weekly(tx, thread, "", text, monday.AddDate(0, 0, -7+i%7), 0)
		}
		return nil
	})
}

// A theme grows in a chapter, in its guide and in a discussion of a group: each with the figures that are counted by hand.
func TestWhereAThemeGrows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Night buses", "Parks", "Quiet")
		w.places()
		w.history(now)
		w.write(func(tx *db.Tx) error { // the second chapter has a past in which other things were said
			for week := -20; week < 0; week++ {
				for range 3 {
					w.weekly(tx, 4, "", "Nothing in particular here.", w.thisMonday(now).AddDate(0, 0, 7*week))
				}
			}
			return nil
		})
		w.surge(now, 7, 4, "The chapter forgets the night.")
		g, err := w.Emerging(ctx, insight.Scope{})
		if err != nil {
			t.Fatal(err)
		}
		last := g.Last
		found := map[string]int{}
		for _, p := range g.Parts {
			n, by := 0, map[int64]bool{}
			for _, one := range w.all {
				day := insight.DayOf(one.at, w.Zone)
				if one.themes[0] && day >= last && day < last.Add(7) && inPart(p, one, w.ids[0]) {
					n++
					by[one.author] = true
				}
			}
			if p.Theme != w.themes[0].ID || p.ThisWeek || p.Direction != emerge.Growing || p.Now != n || p.People != len(by) {
				t.Errorf("%+v, want %d by %d", p, n, len(by))
			}
			found[partKey(p)]++
		}
		for _, key := range []string{"group buses", "guide guide", "chapter two", "discussion A thread", "who practitioner"} {
			if found[key] != 1 {
				t.Errorf("%s is there %d times: %v", key, found[key], found)
			}
		}
		if len(found) != 5 {
			t.Errorf("%v", found)
		}
		for _, p := range g.Parts {
			for _, o := range g.Parts {
				want := partKey(p) == "chapter two" && partKey(o) == "guide guide" || partKey(p) == "discussion A thread" && partKey(o) == "group buses"
				if p.Within(o) != want {
					t.Errorf("%s within %s: %v", partKey(p), partKey(o), !want)
				}
			}
		}
	})
}

func partKey(p insight.Part) string {
	switch {
	case p.Thread != nil:
		return "discussion " + p.Thread.Title
	case p.Area != "":
		return "area " + p.Area
	case p.Place == nil:
		return "who " + string(p.Who)
	case p.Place.Scope.Chapter != "":
		return "chapter " + p.Place.Scope.Chapter
	case p.Place.Scope.Guide != "":
		return "guide " + p.Place.Scope.Guide
	}
	return "group " + p.Place.Scope.Group
}

// inPart tells whether a contribution is in a part; the only discussion that is asked for is that of the first group.
func inPart(p insight.Part, one *said, _ int64) bool {
	switch key := partKey(p); {
	case p.Thread != nil || key == "group buses":
		return one.group == "buses"
	case key == "guide guide":
		return one.guide == "guide"
	case key == "chapter two":
		return one.chapter == "two"
	}
	return one.who == string(p.Who)
}

// Of an area nothing is told but that at least so many people, in fives, spoke in a whole week, where as many as five did
// there and elsewhere.
func TestGrowthInAnAreaLeadsToNobody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Night buses", "Parks", "Quiet")
		w.places()
		w.history(now)
		w.settle("Netherton", "Nothing in particular") // who says other things, so that the area has a past
		areas := func() (list []insight.Part) {
			t.Helper()
			g, err := w.Emerging(ctx, insight.Scope{})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range g.Parts {
				if p.Area != "" {
					list = append(list, p)
				}
			}
			return list
		}
		if list := areas(); len(list) != 0 {
			t.Errorf("before anything grows there: %+v", list)
		}
		w.settle("Netherton", "night bus") // fourteen, and hardly anybody elsewhere
		if list := areas(); len(list) != 0 {
			t.Errorf("where nearly all of those who spoke live there: %+v", list)
		}
		w.surge(now, 5, 1, "From elsewhere, the same.")
		list := areas()
		if len(list) != 1 {
			t.Fatalf("%+v", list)
		}
		want := insight.Part{Theme: w.themes[0].ID, Area: "Netherton", Growth: insight.Growth{Trend: emerge.Trend{Direction: emerge.Growing, Now: 10}, People: 10, Fast: true}}
		if list[0] != want {
			t.Errorf("%+v, want %+v", list[0], want)
		}
		hide := func(n int) {
			t.Helper()
			w.write(func(tx *db.Tx) error {
				hidden := 0
				for _, one := range w.all {
					if strings.Contains(one.text, "night bus") && hidden < n {
						hidden++
						if _, err := discussion.SetState(tx, one.id, discussion.Hidden, "rude"); err != nil {
							return err
						}
					}
				}
				return nil
			})
		}
		if hide(1); len(areas()) != 1 || areas()[0] != want {
			t.Errorf("without one of them: %+v", areas())
		}
		hide(10)
		if list := areas(); len(list) != 0 {
			t.Errorf("of four people: %+v", list)
		}
	})
}

// Where nothing changes hardly anything is said to grow anywhere, over forty weeks and all parts that are looked at: groups,
// a guide, its chapters, discussions, areas and kinds of people.
func TestPartsByChance(t *testing.T) {
	d, now := dbtest.SQLite(t)
	w := newWorld(t, d, "Night buses", "Parks", "Lamps", "Benches")
	w.places()
	monday := w.thisMonday(now)
	r := rand.New(rand.NewPCG(11, 12))
	const before, weeks = 20, 40
	w.write(func(tx *db.Tx) error {
		w.all = nil
		for week := -before; week < weeks; week++ {
			for range 24 + r.IntN(12) {
				about := []int{}
				if theme := r.IntN(6); theme < 4 {
					about = append(about, theme)
				}
				who := []string{"resident", "practitioner", "business", ""}[r.IntN(4)]
				w.weekly(tx, []int{0, 1, 3, 4}[r.IntN(4)], who, "As ever.", monday.AddDate(0, 0, 7*week+r.IntN(7)), about...)
				area := []string{"", "Netherton", "Overton", "Upton"}[r.IntN(4)]
				if _, err := tx.Exec("UPDATE people SET area = ? WHERE id = ?", area, w.all[len(w.all)-1].author); err != nil {
					return err
				}
			}
		}
		return nil
	})
	wrong, marked := 0, map[string]int{}
	for week := range weeks {
		at := monday.AddDate(0, 0, 7*week+6) // a Sunday: what is stored of later weeks has not been said yet
		now.Advance(at.Sub(now.Now().In(w.Zone)) + time.Hour)
		g, err := w.Emerging(ctx, insight.Scope{})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range g.Parts {
			marked[partKey(p)]++
		}
		if len(g.Parts) > 0 {
			wrong++
		}
	}
	t.Logf("something grows by chance in %d of %d weeks: %v", wrong, weeks, marked)
	if wrong > weeks*insight.MarksByChance/100 {
		t.Errorf("something grows by chance in %d of %d weeks: %v", wrong, weeks, marked)
	}
}

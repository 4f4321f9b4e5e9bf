package insight_test

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/reach"
)

// steps is a recount as it is told of an area.
func steps(r recount) recount {
	told := recount{People: r.People / 5 * 5, Contributions: r.Contributions / 5 * 5}
	if r.People < 5 {
		return recount{}
	}
	for _, c := range r.Themes {
		if c.People >= 5 {
			told.Themes = append(told.Themes, counted{
				Slug: c.Slug, People: c.People / 5 * 5, Contributions: c.Contributions / 5 * 5,
				ByWho: map[string]int{}, ByEvidence: map[string]int{}, Weeks: map[string]int{},
			})
		}
	}
	slices.SortFunc(told.Themes, func(a, b counted) int {
		return cmp.Or(b.People-a.People, b.Contributions-a.Contributions, strings.Compare(a.Slug, b.Slug))
	})
	return told
}

// spread has the writers of what is said live in areas, hardly any in the last one.
func (w *world) spread() {
	areas := []string{"Netherton", "Lye", "", "Netherton", "Lye", "Netherton"}
	w.write(func(tx *db.Tx) error {
		for _, one := range w.all {
			if one.area = areas[one.author%6]; one.author < 4 {
				one.area = "Upton"
			}
			if _, err := tx.Exec("UPDATE people SET area = ? WHERE id = ?", one.area, one.author); err != nil {
				return err
			}
		}
		return nil
	})
}

// Figures of an area, and how many of each were heard, are those of a recount in steps of five, on both engines.
func TestFiguresOfAreasAreInSteps(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Rooms", "Being asked", "Zebra")
		w.places()
		w.fill(600, 11)
		w.spread()
		ed := editor(t, w)
		if err := (&reach.Store{DB: d}).Put(ctx, ed, db.NewKey(ed.ID), reach.Draft{
			Dimension: reach.ByArea, Title: "By area", Source: "Census", Lines: "Netherton, 10\nLye, 10\nUpton, 10\nGornal, 10",
		}); err != nil {
			t.Fatal(err)
		}
		some, none, rounded := 0, 0, 0
		for _, scope := range scopes {
			for _, area := range []string{"Netherton", "Lye", "Upton", "Nowhere"} {
				scope.Area = area
				exact := w.recount(scope)
				sum, err := w.Figures(ctx, scope)
				if err != nil {
					t.Fatal(err)
				}
				if got, want := reduce(sum), steps(exact); !reflect.DeepEqual(got, want) || !sum.AtLeast {
					t.Errorf("%+v:\n got %+v\nwant %+v", scope, got, want)
				}
				if sum.People < 5 {
					none++
				} else if some++; sum.People != exact.People {
					rounded++
				}
			}
			scope.Area = ""
			w.heardInSteps(scope)
		}
		if some == 0 || none == 0 || rounded == 0 {
			t.Errorf("%d scopes told, %d not, %d rounded: this test sees too little", some, none, rounded)
		}
	})
}

// heardInSteps compares how many were heard of each area with a recount.
func (w *world) heardInSteps(scope insight.Scope) {
	w.t.Helper()
	sum, err := w.Figures(ctx, scope)
	if err != nil {
		w.t.Fatal(err)
	}
	heard, err := w.Heard(ctx, sum)
	if err != nil {
		w.t.Fatal(err)
	}
	if sum.AtLeast || sum.People != w.recount(scope).People {
		w.t.Errorf("%+v: figures that are of no area are rounded", scope)
	}
	of := func(area string) int {
		scope.Area = area
		return w.recount(scope).People
	}
	r := heard.By[1]
	said, silent, least := 0, 0, 0
	for i, l := range r.Lines {
		n := of(l.Category)
		if said += n; n < 5 {
			silent++
		} else if least == 0 || n/5 < of(r.Lines[least-1].Category)/5 {
			least = i + 1
		}
	}
	for i, l := range r.Lines {
		n := of(l.Category)
		masked := silent == 1 && i == least-1
		if l.Heard != n/5*5 || l.Hidden != (n < 5 || masked) || l.Masked != masked {
			w.t.Errorf("%+v: %+v of %d", scope, l, n)
		}
	}
	if r.Dimension != reach.ByArea || len(r.Lines) != 4 || !r.About || r.Heard != said/5*5 || r.Unknown != (sum.People-said)/5*5 {
		w.t.Errorf("%+v: %+v of %d", scope, r, said)
	}
}

// What nobody of an area seems to say may be said by four of them, so it is never said to be in the other alone.
func TestNothingIsSaidElsewhereAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Rooms")
		w.places()
		w.write(func(tx *db.Tx) error {
			w.all = nil
			for i := range 60 {
				author, err := person(tx, "P")
				if err != nil {
					return err
				}
				one := said{group: "buses", author: author, text: "As ever.", state: discussion.Published, at: tx.Now(), area: "Lye", themes: map[int]bool{0: true}}
				if i%2 == 0 {
					one.area = "Netherton"
					one.themes = map[int]bool{min(i/8, 1): true} // four of them speak of buses
				}
				if err := w.add(tx, w.ids[0], &one); err != nil {
					return err
				}
				if _, err := tx.Exec("UPDATE people SET area = ? WHERE id = ?", one.area, author); err != nil {
					return err
				}
			}
			return nil
		})
		c, err := w.Compare(ctx, insight.Scope{Area: "Netherton"}, insight.Scope{Area: "Lye"})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]insight.ComparedTheme{}
		for _, theme := range c.Themes {
			got[theme.Slug] = theme
		}
		buses, rooms := got["buses"], got["rooms"]
		if buses.First.People != 0 || buses.Second.People != 30 || buses.Difference != insight.MoreSecond || rooms.First.People != 25 || rooms.Difference != insight.MoreFirst {
			t.Errorf("got %+v", got)
		}
	})
}

package insight_test

import (
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/insight"
)

// A theme is new where a recount finds it in the scope and not in the same scope before the first day.
func TestWhatIsNew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Rooms", "Being asked", "Zebra")
		w.places()
		w.fill(300, 12)
		days := map[insight.Day]bool{}
		for _, one := range w.all {
			days[insight.DayOf(one.at, w.Zone)] = true
		}
		fresh, old := 0, 0
		for day := range days {
			for _, scope := range []insight.Scope{{From: day}, {From: day, Group: "buses"}, {From: day, To: day.Add(20), Who: "resident"}} {
				before := scope
				before.From, before.To = "", day.Add(-1)
				spoken := map[string]bool{}
				for _, theme := range w.recount(before).Themes {
					spoken[theme.Slug] = true
				}
				sum, err := w.Figures(ctx, scope)
				if err != nil {
					t.Fatal(err)
				}
				for _, theme := range sum.Themes {
					if theme.New == spoken[theme.Slug] {
						t.Errorf("%+v: that %s is new is %v", scope, theme.Slug, theme.New)
					}
					if theme.New {
						fresh++
					} else {
						old++
					}
				}
			}
		}
		if fresh == 0 || old == 0 {
			t.Errorf("%d themes were new and %d were not: nothing was tested", fresh, old)
		}
		sum, err := w.Figures(ctx, insight.Scope{To: "2100-01-01"})
		if err != nil {
			t.Fatal(err)
		}
		for _, theme := range sum.Themes {
			if theme.New {
				t.Errorf("%s is new though no first day was chosen", theme.Slug)
			}
		}
	})
}

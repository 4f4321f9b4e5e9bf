package search

import (
	"context"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

func TestCountsOfTheCommonestWordsAreKeptForAWhile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		x := &Index{DB: d}
		bus, tram := formsOf("buses"), formsOf("tram")
		for age, want := range map[clock.Instant]int64{0: 50_000, clock.Instant(keepFor.Milliseconds()): 0} {
			x.common.kept = map[countKey]keptCount{{said, bus}: {50_000, 90_000, 60, now.Now() - age}}
			c, err := x.counts(context.Background(), said, []forms{tram, bus})
			if err != nil || c.in[0] != 0 || c.in[1] != want {
				t.Errorf("after %d ms: %+v, %v", age, c, err)
			}
			if c, err := x.counts(context.Background(), named, []forms{bus}); err != nil || c.in[0] != 0 {
				t.Errorf("in the other table: %+v, %v", c, err)
			}
		}
	})
}

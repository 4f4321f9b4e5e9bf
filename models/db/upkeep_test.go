package db_test

import (
	"context"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/retention"
)

func TestForgetKeys(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		ctx := context.Background()
		calls := int64(0)
		send := func(key db.Key) int64 {
			t.Helper()
			result, err := d.Command(ctx, key, func(*db.Tx) (int64, error) { calls++; return calls, nil })
			if err != nil {
				t.Fatal(err)
			}
			return result
		}
		old, young := db.Key{Token: db.NewToken()}, db.Key{Token: db.NewToken()}
		send(old)
		now.Advance(2 * 24 * time.Hour)
		send(young)
		now.Advance(29 * 24 * time.Hour)
		if err := (&retention.Store{DB: d}).Run(ctx, "sent-forms"); err != nil {
			t.Fatal(err)
		}
		if got := send(young); got != 2 {
			t.Errorf("a key of 29 days gave %d, want the first answer, 2", got)
		}
		if got := send(old); got != 3 {
			t.Errorf("a key of 31 days gave %d, want a new answer, 3", got)
		}
		if err := d.Upkeep(ctx); err != nil {
			t.Error(err)
		}
	})
}

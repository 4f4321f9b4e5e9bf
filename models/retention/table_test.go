package retention_test

import (
	"context"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
	"folkmoot/models/retention"
)

var (
	ctx   = context.Background()
	admin = people.Actor{ID: 1, Role: people.Administrator, State: people.Active}
)

// Whatever holds something about people is told of, with how long; nothing is told of what is not there.
func TestEveryTableWithSomethingPersonalBelongsToAKind(t *testing.T) {
	told := map[string]bool{}
	keys := map[string]bool{}
	for _, k := range retention.Kinds {
		if keys[k.Key] || k.Key == "" || k.What == "" || k.Why == "" || k.Basis == "" || k.Until == "" {
			t.Errorf("%q is told twice, or not in full", k.Key)
		}
		keys[k.Key] = true
		if k.Chosen() && (k.Bounds == "" || k.Least < 1 || k.Least > k.Most || k.Check(retention.Days(k.Kept)) != nil) {
			t.Errorf("the bounds of %s are not right", k.Key)
		}
		if k.Timed() == (k.Kept == 0) {
			t.Errorf("%s has a clock and no time, or a time and no clock", k.Key)
		}
		for _, table := range k.Tables {
			told[table] = true
		}
	}
	for _, table := range people.Tables {
		personal := false
		for class, columns := range table.Columns {
			personal = personal || class != people.None && columns != ""
		}
		if personal && !told[table.Name] {
			t.Errorf("nothing says how long %s is kept", table.Name)
		}
		delete(told, table.Name)
	}
	for table := range told {
		t.Errorf("there is no table %s", table)
	}
}

// Every kind can be counted and removed on both engines, also where nothing is there.
func TestEveryKindCanBeCountedAndRemoved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		s := &retention.Store{DB: d}
		settings, err := s.Settings(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range retention.Kinds {
			p, err := s.Preview(ctx, admin, k.Key, settings[k.Key].Kept)
			if !k.Timed() {
				if err != db.ErrNotFound {
					t.Errorf("%s: %v", k.Key, err)
				}
				continue
			}
			if err != nil || p != (retention.Preview{}) {
				t.Errorf("%s: %+v, %v", k.Key, p, err)
			}
			if err := s.Run(ctx, k.Key); err != nil {
				t.Errorf("%s: %v", k.Key, err)
			}
		}
	})
}

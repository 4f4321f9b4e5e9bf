package watch_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/watch"
)

func TestAStampCannotBeMadeUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		s, ctx := &watch.Stamps{DB: d}, t.Context()
		stamp, err := s.Stamp(ctx, now.Now())
		if err != nil {
			t.Fatal(err)
		}
		moment, signed, _ := strings.Cut(stamp, ".")
		for name, forged := range map[string]string{
			"nothing": "", "a number": "1", "another number": "1" + moment + "." + signed, "an earlier one": "1000." + signed, "no number": "." + signed,
			"another signature": moment + "." + strings.Repeat("A", len(signed)), "no signature": moment + ".", "more": stamp + "A", "not text": "\xff\x00.\xff",
			"a sign before it": "+" + stamp, "a space": " " + stamp,
		} {
			if at, err := s.Begun(ctx, forged, now.Now()); !errors.Is(err, watch.ErrNoStamp) || at != 0 {
				t.Errorf("%s: %v %v", name, at, err)
			}
		}
		began := now.Now()
		for _, after := range []time.Duration{0, 0, time.Second, 9 * time.Hour, watch.StampKept} { // the same one may come again
			if at, err := s.Begun(ctx, stamp, began.Add(after)); err != nil || at != began {
				t.Errorf("after %v: %v %v", after, at, err)
			}
		}
		if _, err := s.Begun(ctx, stamp, began.Add(watch.StampKept+time.Millisecond)); !errors.Is(err, watch.ErrOldStamp) {
			t.Errorf("after days: %v", err)
		}
		if _, err := s.Begun(ctx, stamp, began.Add(-time.Hour)); !errors.Is(err, watch.ErrNoStamp) {
			t.Errorf("before it was made: %v", err)
		}
		if at, err := s.Begun(ctx, stamp, began.Add(-time.Second)); err != nil || at != began {
			t.Errorf("from an instance whose clock is a second ahead: %v %v", at, err)
		}
	})
}

func TestInstancesShareTheKeyOfStamps(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		ctx := t.Context()
		instances := make([]*watch.Stamps, 8)
		stamps := make([]string, len(instances))
		var wg sync.WaitGroup
		for i := range instances {
			instances[i] = &watch.Stamps{DB: d}
			wg.Go(func() { stamps[i], _ = instances[i].Stamp(ctx, now.Now()) })
		}
		wg.Wait()
		for i, s := range instances {
			for j, stamp := range stamps {
				if _, err := s.Begun(ctx, stamp, now.Now()); err != nil || stamp == "" {
					t.Errorf("instance %d does not take the stamp of instance %d: %v", i, j, err)
				}
			}
		}
		if n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM settings WHERE name = 'form-stamps'"); err != nil || n != 1 {
			t.Errorf("%d keys: %v", n, err)
		}
	})
}

func TestAKeyOfStampsThatIsNoneServesNobody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO settings (name, value, changed_at) VALUES ('form-stamps', '', 1)")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if stamp, err := (&watch.Stamps{DB: d}).Stamp(t.Context(), now.Now()); err == nil {
			t.Errorf("signed with nothing: %s", stamp)
		}
	})
}

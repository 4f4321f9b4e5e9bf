package audit_test

import (
	"context"
	"fmt"
	"testing"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

var ctx = context.Background()

func fill(t testing.TB, d *db.DB, n int) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		for i := range n {
			if err := audit.Append(tx, audit.Entry{
				Act: "moderation.hide", Kind: "contribution", Object: int64(i), Reason: "unkind",
				Details: map[string]any{"b": i, "a": "x"},
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func seal(t testing.TB, d *db.DB) {
	t.Helper()
	for {
		n, err := audit.Seal(ctx, d)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func verify(t testing.TB, d *db.DB) audit.Report {
	t.Helper()
	report, err := audit.Verify(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestAnUntouchedRegisterIsWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		fill(t, d, 700)
		if r := verify(t, d); r.Sealed != 0 || r.Unsealed != 700 || len(r.Problems) > 0 {
			t.Errorf("before sealing: %+v", r)
		}
		seal(t, d)
		if r := verify(t, d); r.Sealed != 700 || r.Unsealed != 0 || len(r.Problems) > 0 {
			t.Errorf("after sealing: %+v", r)
		}
	})
}

// Whoever can switch the triggers off can change rows; the chain must show every kind of change.
func TestEveryTamperingIsFound(t *testing.T) {
	tampering := map[string]string{
		"edit":        "UPDATE register SET reason = 'advert' WHERE id = 5",
		"edit time":   "UPDATE register SET at = at + 1 WHERE id = 9",
		"details":     "UPDATE register SET details = '{}' WHERE id = 3",
		"swap":        "UPDATE register SET object_id = CASE id WHEN 4 THEN 4 ELSE 3 END WHERE id IN (4, 5)",
		"delete":      "DELETE FROM register WHERE id = 7",
		"unseal":      "DELETE FROM register_seals WHERE seq = 6",
		"forged seal": "UPDATE register_seals SET hash = x'00' WHERE seq = 8",
	}
	for name, change := range tampering {
		t.Run(name, func(t *testing.T) {
			d, _ := dbtest.SQLite(t)
			fill(t, d, 20)
			seal(t, d)
			for _, statement := range []string{
				"DROP TRIGGER register_no_update", "DROP TRIGGER register_no_delete",
				"DROP TRIGGER register_seals_no_update", "DROP TRIGGER register_seals_no_delete",
			} {
				if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err != nil {
					t.Fatal(err)
				}
			}
			err := d.Write(ctx, func(tx *db.Tx) error {
				if name == "delete" { // what refers to it must go first, as a careful forger would see to
					if _, err := tx.Exec("INSERT INTO register (id, at, act, object_kind, object_id) VALUES (900, 1, 'x', 'y', 1)"); err != nil {
						return err
					}
					if _, err := tx.Exec("UPDATE register_seals SET entry_id = 900 WHERE entry_id = 7"); err != nil {
						return err
					}
				}
				_, err := tx.Exec(change)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if r := verify(t, d); len(r.Problems) == 0 {
				t.Errorf("not found: %+v", r)
			}
		})
	}
}

func TestTwoSealersAgree(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		fill(t, d, 300)
		done := make(chan error, 4)
		for range 4 {
			go func() {
				for {
					n, err := audit.Seal(ctx, d)
					if err != nil || n == 0 {
						done <- err
						return
					}
				}
			}()
		}
		for range 4 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		seal(t, d)
		if r := verify(t, d); r.Sealed != 300 || len(r.Problems) > 0 {
			t.Errorf("%+v", r)
		}
	})
}

// BenchmarkVerify measures the check of 100,000 entries, which is to take less than two seconds.
func BenchmarkVerify(b *testing.B) {
	for name, open := range map[string]func(testing.TB) (*db.DB, *clock.Fixed){"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			d, _ := open(b)
			for range 10 {
				fill(b, d, 10_000)
				seal(b, d)
			}
			b.ResetTimer()
			for b.Loop() {
				if r := verify(b, d); r.Sealed != 100_000 {
					b.Fatal(fmt.Sprint(r))
				}
			}
		})
	}
}

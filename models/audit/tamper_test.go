package audit_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

// testKey is a signing key that is always the same; another number is another key.
func testKey(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

// signedRegister fills, seals and signs a register over several days and gives the heads that left the database.
func signedRegister(t testing.TB, d *db.DB, now *clock.Fixed, days int) []audit.Head {
	t.Helper()
	for range days {
		fill(t, d, 12)
		seal(t, d)
		if signed, err := audit.Sign(ctx, d, testKey(1)); err != nil || !signed {
			t.Fatal(signed, err)
		}
		now.Advance(24 * time.Hour)
	}
	heads, err := audit.Heads(ctx, d)
	if err != nil || len(heads) != days {
		t.Fatal(len(heads), err)
	}
	return heads
}

// unlock takes away what keeps the register append-only, as somebody would who owns the database.
func unlock(tx *db.Tx) error {
	statements := []string{
		"DROP TRIGGER register_no_update", "DROP TRIGGER register_no_delete", "DROP TRIGGER register_seals_no_update",
		"DROP TRIGGER register_seals_no_delete", "DROP TRIGGER register_heads_no_update", "DROP TRIGGER register_heads_no_delete",
		"DROP TRIGGER register_at_end", "DROP TRIGGER register_seals_at_end", "DROP TRIGGER register_heads_at_end",
		"PRAGMA defer_foreign_keys = ON",
	}
	if tx.Engine() == db.Postgres {
		statements = []string{
			"ALTER TABLE register DISABLE TRIGGER USER", "ALTER TABLE register_seals DISABLE TRIGGER USER", "ALTER TABLE register_heads DISABLE TRIGGER USER",
			"ALTER TABLE register_seals DROP CONSTRAINT register_seals_entry_id_fkey", "ALTER TABLE register DROP CONSTRAINT register_actor_id_fkey",
		}
	}
	for _, s := range statements {
		if _, err := tx.Exec(s); err != nil {
			return err
		}
	}
	return nil
}

var errBack = errors.New("take it back")

// tampered changes the register, checks it as it stands then, and takes the change back. Refused tells that the database's
// own rules would not have the change.
func tampered(t *testing.T, d *db.DB, kept []audit.Head, change func(tx *db.Tx) error) (r audit.Report, refused bool) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		if err := unlock(tx); err != nil {
			return err
		}
		refused = false
		if err := change(tx); err != nil {
			refused = true
			return errBack
		}
		var err error
		if r, err = audit.Verify(context.WithoutCancel(tx.Context()), tx, kept...); err != nil {
			return err
		}
		return errBack
	})
	if !errors.Is(err, errBack) {
		t.Fatal(err)
	}
	return r, refused
}

// columns are those of the three tables, each with a value that is not what stands there.
var columns = map[string]map[string][]string{
	"register": {
		"id": {"id + 1000", "-id"}, "at": {"at + 1", "at - 86400000", "0"}, "actor_id": {"COALESCE(actor_id, 0) + 7"},
		"act": {"'moderation.keep'", "act || 'x'", "''"}, "object_kind": {"'thread'", "''"}, "object_id": {"object_id + 1", "-1"},
		"reason": {"'advert'", "''"}, "details": {"'{}'", "details || ' '"},
	},
	"register_seals": {
		"seq": {"seq + 1000", "-seq", "0"}, "entry_id": {"entry_id + 1000", "-entry_id"}, "hash": {"x'00'", "x''", "zero"},
	},
	"register_heads": {
		"id": {"id + 1000", "-id", "0"}, "at": {"at + 1", "at - 86400000"}, "seq": {"seq + 1", "seq - 1", "0"}, "hash": {"x'00'", "zero"},
		"before": {"x'00'", "zero"}, "public_key": {"x'00'", "zero", "other"}, "signature": {"x'00'", "x''", "zero"},
	},
}

var rowKey = map[string]string{"register": "id", "register_seals": "seq", "register_heads": "id"}

// literal writes a value for the engine.
func literal(e db.Engine, value string) string {
	switch value {
	case "zero":
		value = "x'" + strings.Repeat("00", 32) + "'"
	case "other":
		value = fmt.Sprintf("x'%x'", []byte(testKey(9).Public().(ed25519.PublicKey)))
	}
	if e == db.Postgres && strings.HasPrefix(value, "x'") {
		return `'\x` + value[2:] + "::bytea"
	}
	return value
}

func TestEveryEditOfEveryColumnIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		kept := signedRegister(t, d, now, 4)
		untouched, _ := tampered(t, d, kept, func(*db.Tx) error { return nil })
		if len(untouched.Problems) > 0 || untouched.Sealed < 48 {
			t.Fatalf("an untouched register: %+v", untouched)
		}
		tried := 0
		for table, list := range columns {
			rows, err := db.Values[int64](ctx, d, "SELECT "+rowKey[table]+" FROM "+table+" WHERE "+sealedOnly[table])
			if err != nil {
				t.Fatal(err)
			}
			for column, values := range list {
				for _, value := range values {
					for _, row := range []int64{rows[0], rows[len(rows)/2], rows[len(rows)-1]} {
						change := fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = %d", table, column, literal(d.Engine, value), rowKey[table], row)
						r, refused := tampered(t, d, kept, func(tx *db.Tx) error { return execChanged(tx, change) })
						if refused {
							continue
						}
						tried++
						if len(r.Problems) == 0 {
							t.Errorf("not found: %s", change)
						}
					}
				}
			}
		}
		if tried < 80 {
			t.Errorf("only %d edits were tried", tried)
		}
	})
}

// sealedOnly are the rows that the chain vouches for.
var sealedOnly = map[string]string{
	"register":       "id IN (SELECT entry_id FROM register_seals) ORDER BY id",
	"register_seals": "seq > 0 ORDER BY seq",
	"register_heads": "id > 0 ORDER BY id",
}

// execChanged carries out a change that must touch something.
func execChanged(tx *db.Tx, change string, args ...any) error {
	n, err := tx.Exec(change, args...)
	if err == nil && n == 0 {
		return errors.New("nothing was changed")
	}
	return err
}

// tampering is a way to harm a register of rows rows; it gives the statements to carry out one after another.
type tampering struct {
	name   string
	change func(r *rand.Rand, last int64) []string
}

// between gives a number from 1 to last.
func between(r *rand.Rand, last int64) int64 { return 1 + r.Int64N(last) }

// two gives two different numbers from 1 to last.
func two(r *rand.Rand, last int64) (int64, int64) {
	a := between(r, last)
	b := 1 + (a-1+between(r, last-1))%last
	return a, b
}

var tamperings = []tampering{
	{"swap two entries' contents", func(r *rand.Rand, last int64) []string {
		a, b := two(r, last)
		return []string{
			fmt.Sprintf("UPDATE register SET id = -1 WHERE id = %d", a), fmt.Sprintf("UPDATE register SET id = %d WHERE id = %d", a, b),
			fmt.Sprintf("UPDATE register SET id = %d WHERE id = -1", b),
		}
	}},
	{"swap two places in the chain", func(r *rand.Rand, last int64) []string {
		a, b := two(r, last)
		return []string{
			fmt.Sprintf("UPDATE register_seals SET seq = -1 WHERE seq = %d", a), fmt.Sprintf("UPDATE register_seals SET seq = %d WHERE seq = %d", a, b),
			fmt.Sprintf("UPDATE register_seals SET seq = %d WHERE seq = -1", b),
		}
	}},
	{"seal another entry instead", func(r *rand.Rand, last int64) []string {
		a, b := two(r, last)
		return []string{
			fmt.Sprintf("UPDATE register_seals SET entry_id = -1 WHERE seq = %d", a),
			fmt.Sprintf("UPDATE register_seals SET entry_id = (SELECT entry_id FROM register_seals WHERE seq = %d) + 5000 WHERE seq = %d", a, b),
		}
	}},
	{"take an entry out with its seal", func(r *rand.Rand, last int64) []string {
		a := between(r, last)
		return []string{
			fmt.Sprintf("DELETE FROM register WHERE id = (SELECT entry_id FROM register_seals WHERE seq = %d)", a),
			fmt.Sprintf("DELETE FROM register_seals WHERE seq = %d", a),
		}
	}},
	{"take an entry out and close the gap", func(r *rand.Rand, last int64) []string {
		a := between(r, last)
		return append([]string{
			fmt.Sprintf("DELETE FROM register WHERE id = (SELECT entry_id FROM register_seals WHERE seq = %d)", a),
			fmt.Sprintf("DELETE FROM register_seals WHERE seq = %d", a),
		}, shift(a)...)
	}},
	{"take the seal alone", func(r *rand.Rand, last int64) []string {
		return []string{fmt.Sprintf("DELETE FROM register_seals WHERE seq = %d", between(r, last))}
	}},
	{"put an entry in among the others", func(r *rand.Rand, last int64) []string {
		a := between(r, last)
		return []string{
			fmt.Sprintf("UPDATE register SET id = -id WHERE id >= %d", a), "UPDATE register SET id = 1 - id WHERE id < 0",
			fmt.Sprintf("INSERT INTO register (id, at, act, object_kind, object_id) VALUES (%d, 1, 'x', 'y', 1)", a),
		}
	}},
	{"put an entry in before the first", func(*rand.Rand, int64) []string {
		return []string{"INSERT INTO register (id, at, act, object_kind, object_id) VALUES (0, 1, 'x', 'y', 1)"}
	}},
	{"put a seal in", func(_ *rand.Rand, last int64) []string {
		return []string{
			"INSERT INTO register (id, at, act, object_kind, object_id) VALUES (0, 1, 'x', 'y', 1)",
			fmt.Sprintf("INSERT INTO register_seals (seq, entry_id, hash) SELECT seq + 1, 0, hash FROM register_seals WHERE seq = %d", last),
		}
	}},
	{"cut the end", func(r *rand.Rand, last int64) []string { return cutFrom(between(r, last)) }},
	{"cut the end and the heads", func(r *rand.Rand, last int64) []string {
		a := between(r, last)
		return append(cutFrom(a), fmt.Sprintf("DELETE FROM register_heads WHERE seq >= %d", a))
	}},
	{"cut the newest head", func(*rand.Rand, int64) []string {
		return []string{"DELETE FROM register_heads WHERE id = (SELECT MAX(id) FROM register_heads)"}
	}},
	{"take a head out", func(r *rand.Rand, _ int64) []string {
		return []string{fmt.Sprintf("DELETE FROM register_heads WHERE id = %d", between(r, 3))}
	}},
	{"swap two heads", func(r *rand.Rand, _ int64) []string {
		a, b := two(r, 4)
		return []string{
			fmt.Sprintf("UPDATE register_heads SET id = -1 WHERE id = %d", a), fmt.Sprintf("UPDATE register_heads SET id = %d WHERE id = %d", a, b),
			fmt.Sprintf("UPDATE register_heads SET id = %d WHERE id = -1", b),
		}
	}},
	{"empty everything", func(*rand.Rand, int64) []string {
		return []string{"DELETE FROM register_heads", "DELETE FROM register_seals", "DELETE FROM register"}
	}},
}

// shift numbers the seals after a place one less.
func shift(after int64) []string {
	return []string{
		fmt.Sprintf("UPDATE register_seals SET seq = -seq WHERE seq > %d", after),
		"UPDATE register_seals SET seq = -seq - 1 WHERE seq < 0",
	}
}

func cutFrom(seq int64) []string {
	return []string{
		fmt.Sprintf("DELETE FROM register WHERE id >= (SELECT entry_id FROM register_seals WHERE seq = %d)", seq),
		fmt.Sprintf("DELETE FROM register_seals WHERE seq >= %d", seq),
	}
}

func TestTamperingAtRandomIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		kept := signedRegister(t, d, now, 4)
		last := kept[len(kept)-1].Seq
		r := rand.New(rand.NewPCG(5, 7))
		for _, how := range tamperings {
			for range 12 {
				changes := how.change(r, last)
				report, refused := tampered(t, d, kept, func(tx *db.Tx) error {
					for _, change := range changes {
						if _, err := tx.Exec(change); err != nil {
							return fmt.Errorf("%s: %w", change, err)
						}
					}
					return nil
				})
				if refused {
					t.Errorf("%s: the database would not have %v", how.name, changes)
				} else if len(report.Problems) == 0 {
					t.Errorf("%s was not found: %v", how.name, changes)
				}
			}
		}
	})
}

// Whoever may add entries could add one with an early number and an early time. The running program seals it, as one that
// came late; its place in the chain tells.
func TestAnEntryThatIsPutInAndSealedIsFound(t *testing.T) {
	d, now := dbtest.Postgres(t)
	fill(t, d, 3)
	if err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("ALTER TABLE register ALTER COLUMN id RESTART WITH 10")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	now.Advance(time.Hour)
	fill(t, d, 3)
	seal(t, d)
	err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO register (id, at, act, object_kind, object_id) SELECT 5, at, 'x', 'y', 1 FROM register WHERE id = 3")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	seal(t, d)
	if r := verify(t, d); len(r.Problems) != 1 || !strings.Contains(r.Problems[0], "entry 5, sealed as number 7, was put in afterwards") {
		t.Errorf("%+v", r)
	}
}

// Somebody who knows how the chain is made could make all of it afresh after a change. Only what was signed shows that.
func TestAChainMadeAfreshIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		kept := signedRegister(t, d, now, 3)
		afresh := func(tx *db.Tx) error {
			if _, err := tx.Exec("UPDATE register SET reason = 'advert' WHERE id = 5"); err != nil {
				return err
			}
			return audit.Reseal(tx)
		}
		r, _ := tampered(t, d, nil, afresh)
		if len(r.Problems) == 0 || !strings.Contains(strings.Join(r.Problems, " "), "written afresh") {
			t.Errorf("with its heads: %v", r.Problems)
		}
		r, _ = tampered(t, d, kept, func(tx *db.Tx) error {
			if err := afresh(tx); err != nil {
				return err
			}
			_, err := tx.Exec("DELETE FROM register_heads")
			return err
		})
		if len(r.Problems) == 0 {
			t.Error("without its heads, held to the file: not found")
		}
		// The negative control: where nothing outside was kept, nobody can tell.
		r, _ = tampered(t, d, nil, func(tx *db.Tx) error {
			if err := afresh(tx); err != nil {
				return err
			}
			_, err := tx.Exec("DELETE FROM register_heads")
			return err
		})
		if len(r.Problems) > 0 {
			t.Errorf("the control found %v", r.Problems)
		}
	})
}

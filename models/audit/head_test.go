package audit_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

func sign(t *testing.T, d *db.DB, key byte) bool {
	t.Helper()
	signed, err := audit.Sign(ctx, d, testKey(key))
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func TestTheHeadIsSignedOnceADay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		if sign(t, d, 1) {
			t.Error("nothing stands in the register, and it was signed")
		}
		fill(t, d, 3)
		seal(t, d)
		if !sign(t, d, 1) || sign(t, d, 1) {
			t.Error("it is not signed exactly once a day")
		}
		now.Advance(15 * time.Hour) // past midnight
		if !sign(t, d, 1) {
			t.Error("it was not signed on the next day")
		}
		now.Advance(-20 * time.Minute) // two instances' clocks around midnight
		if sign(t, d, 1) {
			t.Error("two clocks a little apart sign in turns")
		}
		now.Advance(-50 * 24 * time.Hour) // a clock that was wrong and is set back
		if !sign(t, d, 1) {
			t.Error("after the clock was set back, nothing is signed any more")
		}
		now.Advance(400 * 24 * time.Hour) // switched off for a year
		if !sign(t, d, 1) {
			t.Error("a year later, it was not signed")
		}
		r := verify(t, d)
		if len(r.Problems) > 0 || r.Heads != 4 || len(r.Notes) < 2 {
			t.Errorf("%+v", r)
		}
	})
}

func TestOnlyOneOfManyInstancesSigns(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		fill(t, d, 3)
		seal(t, d)
		var group sync.WaitGroup
		for n := range 8 {
			group.Go(func() {
				if _, err := audit.Sign(ctx, d, testKey(byte(n%2+1))); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if r := verify(t, d); r.Heads != 1 || len(r.Problems) > 0 {
			t.Errorf("%+v", r)
		}
	})
}

// Two instances may have a key each: both are told, and each new one stands in the register.
func TestAnotherKeyStandsInTheRegister(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		fill(t, d, 1)
		seal(t, d)
		for _, key := range []byte{1, 2, 2} {
			sign(t, d, key)
			now.Advance(24 * time.Hour)
		}
		seal(t, d)
		keys, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM register WHERE act = 'register.key'")
		if r := verify(t, d); err != nil || keys != 2 || len(r.Keys) != 2 || len(r.Problems) > 0 {
			t.Errorf("%d %v %+v", keys, err, r)
		}
	})
}

func TestARegisterThatWasCutIsNotSigned(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		signedRegister(t, d, now, 2)
		err := d.Write(ctx, func(tx *db.Tx) error {
			if err := unlock(tx); err != nil {
				return err
			}
			_, err := tx.Exec("DELETE FROM register_seals WHERE seq > 5")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := audit.Sign(ctx, d, testKey(1)); err == nil || !strings.Contains(err.Error(), "changed or cut") {
			t.Error("it was signed:", err)
		}
	})
}

func TestTheSealerNoticesAChangeUnderIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		sealer := &audit.Sealer{DB: d}
		fill(t, d, 9)
		if err := sealer.Seal(ctx); err != nil {
			t.Fatal(err)
		}
		fill(t, d, 2)
		if err := sealer.Seal(ctx); err != nil {
			t.Fatal(err)
		}
		err := d.Write(ctx, func(tx *db.Tx) error {
			if err := unlock(tx); err != nil {
				return err
			}
			_, err := tx.Exec("DELETE FROM register_seals WHERE seq = 11")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := sealer.Seal(ctx); err == nil {
			t.Error("a cut under the running program was not noticed")
		}
		if err := sealer.Seal(ctx); err != nil {
			t.Error("it is told more than once:", err)
		}
	})
}

func TestHeadsAreKeptInAFile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		path := filepath.Join(t.TempDir(), "register-heads.txt")
		signedRegister(t, d, now, 2)
		keep := func(want int) {
			t.Helper()
			if lost, err := audit.KeepHeads(ctx, d, path); err != nil || lost != want {
				t.Fatal(lost, err)
			}
		}
		keep(0)
		keep(0)
		heads, err := audit.ReadHeadFile(path)
		if err != nil || len(heads) != 2 || !heads[0].Right() || !heads[1].Right() {
			t.Fatal(heads, err)
		}
		// A line that was cut off while it was written harms no other.
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, whole[:len(whole)-30], 0o600); err != nil {
			t.Fatal(err)
		}
		keep(0)
		heads, err = audit.ReadHeadFile(path)
		if err == nil || len(heads) != 2 || !heads[1].Right() {
			t.Error(heads, err)
		}
	})
}

// An older backup that is restored is whole, but older than what was signed since.
func TestAnOlderBackupShowsAgainstNewerHeads(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		signedRegister(t, d, now, 2)
		folder := t.TempDir()
		backup, restored := filepath.Join(folder, "old.backup"), filepath.Join(folder, "restored.db")
		if err := d.Backup(ctx, backup); err != nil {
			t.Fatal(err)
		}
		fill(t, d, 5)
		seal(t, d)
		sign(t, d, 1)
		kept, err := audit.Heads(ctx, d)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Restore(ctx, backup, restored); err != nil {
			t.Fatal(err)
		}
		old, err := db.Open(ctx, db.Options{Source: restored, Clock: now})
		if err != nil {
			t.Fatal(err)
		}
		defer old.Close()
		if r, err := audit.Verify(ctx, old, kept[:2]...); err != nil || len(r.Problems) > 0 || r.Heads != 2 {
			t.Errorf("held to the heads of its time: %v %+v", err, r)
		}
		r, err := audit.Verify(ctx, old, kept...)
		if err != nil || len(r.Problems) != 1 || !strings.Contains(r.Problems[0], "older backup") {
			t.Errorf("held to newer heads: %v %v", err, r.Problems)
		}
	})
}

func TestADayWithoutAHeadIsMissed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		person, err := dbPerson(d)
		if err != nil {
			t.Fatal(err)
		}
		act := func() {
			t.Helper()
			err := d.Write(ctx, func(tx *db.Tx) error {
				return audit.Append(tx, audit.Entry{Actor: person, Act: "moderation.hide", Kind: "contribution", Object: 1})
			})
			if err != nil {
				t.Fatal(err)
			}
			seal(t, d)
		}
		act()
		sign(t, d, 1)
		now.Advance(24 * time.Hour)
		act() // and no head
		now.Advance(24 * time.Hour)
		sign(t, d, 1)
		if r := verify(t, d); len(r.Problems) != 1 || !strings.Contains(r.Problems[0], "22 November 2026") {
			t.Error(r.Problems)
		}
	})
}

// dbPerson adds a person whom entries can refer to.
func dbPerson(d *db.DB) (id int64, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		id, err = tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES ('A', 1, 1)")
		return err
	})
	return id, err
}

// On PostgreSQL, a command may take its number early and be committed late, when later ones are sealed already.
func TestALateEntryIsSealedWhenItComes(t *testing.T) {
	d, _ := dbtest.Postgres(t)
	numbered, goOn, done := make(chan bool), make(chan bool), make(chan error)
	go func() {
		done <- d.Write(ctx, func(tx *db.Tx) error {
			if err := audit.Append(tx, audit.Entry{Act: "late", Kind: "x"}); err != nil {
				return err
			}
			numbered <- true
			<-goOn
			return nil
		})
	}()
	<-numbered
	fill(t, d, 20)
	seal(t, d)
	goOn <- true
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if r := verify(t, d); r.Unsealed != 1 || len(r.Problems) > 0 {
		t.Errorf("before it is sealed: %+v", r)
	}
	seal(t, d)
	if r := verify(t, d); r.Sealed != 21 || r.Unsealed != 0 || len(r.Problems) > 0 {
		t.Errorf("after: %+v", r)
	}
}

func TestTheRegisterAsLinesCanBeCheckedAnywhere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		kept := signedRegister(t, d, now, 3)
		var out bytes.Buffer
		if err := audit.WriteLines(ctx, d, &out); err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(strings.TrimSpace(out.String()), "\n")
		if r, err := audit.VerifyLines(strings.NewReader(out.String()), kept...); err != nil || len(r.Problems) > 0 || r.Sealed != 37 || r.Heads != 3 {
			t.Fatalf("%v %+v", err, r)
		}
		for i := range lines {
			without := strings.Join(append(append([]string{}, lines[:i]...), lines[i+1:]...), "")
			if r, err := audit.VerifyLines(strings.NewReader(without), kept...); err == nil && len(r.Problems) == 0 {
				t.Errorf("without line %d: not found", i+1)
			}
			if i == 0 {
				continue
			}
			swapped := append([]string{}, lines...)
			swapped[i] = strings.TrimSuffix(swapped[i], "\n") + "\n"
			swapped[i], swapped[i-1] = swapped[i-1], swapped[i]
			if r, err := audit.VerifyLines(strings.NewReader(strings.Join(swapped, "")), kept...); err == nil && len(r.Problems) == 0 {
				t.Errorf("with lines %d and %d swapped: not found", i, i+1)
			}
		}
		edited := strings.Replace(out.String(), `"unkind"`, `"advert"`, 1)
		if r, err := audit.VerifyLines(strings.NewReader(edited)); err != nil || len(r.Problems) == 0 {
			t.Errorf("edited: %v %v", err, r.Problems)
		}
	})
}

func TestAKeyIsMadeOnceForItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.key")
	var group sync.WaitGroup
	keys := make([]string, 6)
	for i := range keys {
		group.Go(func() {
			key, _, err := audit.KeyFile(path)
			if err != nil {
				t.Error(err)
			}
			keys[i] = string(key)
		})
	}
	group.Wait()
	for _, key := range keys {
		if key != keys[0] || key == "" {
			t.Fatal("not all got the same key")
		}
	}
	about, err := os.Stat(path)
	if err != nil || about.Mode().Perm() != 0o600 {
		t.Error(about.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := audit.KeyFile(path); err == nil {
		t.Error("a file that is no key was taken for one")
	}
}

package e2e

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// acts does things of power in the running place, waits until they are sealed, and starts the place again, so that its
// head is signed. It gives a moderator.
func (p *place) acts(t *testing.T) (moderator *caller) {
	t.Helper()
	p.start()
	editor := p.staff(t, people.Editor)
	thread := p.discussion(editor)
	moderator = p.staff(t, people.Moderator)
	for i, session := range p.members(4) {
		l := &load{t: t, place: p, thread: thread}
		id, _ := l.post(p.as(t, session), fmt.Sprintf("The bus comes late, says %d.", i))
		decide := fmt.Sprintf("/moderation/contributions/%d", id)
		f := moderator.page(decide).form(t, decide)
		f.fields.Set("act", "hide")
		f.fields.Set("reason", "off-topic")
		moderator.must(moderator.send(f), 303)
	}
	p.must("admin", "role", "editor@example.org", "member", "--reason", "left")
	p.sealed(t)
	p.stop()
	p.start()
	p.eventually("the head is signed", func() bool {
		return strings.Contains(p.caller(t).page("/register/heads.txt").body, "head 1 signed ")
	})
	return moderator
}

// sealed waits until every entry of the register is sealed.
func (p *place) sealed(t *testing.T) {
	t.Helper()
	p.eventually("everything is sealed", func() bool {
		return strings.Contains(p.command("verify", "--register").out, " 0 are about to be")
	})
}

// tables are those of the register, in the order in which they can be emptied.
var tables = []string{"register_heads", "register_seals", "register"}

// unlock takes away what keeps the register append-only, as an intruder would who has the file, or who owns the tables, and
// keeps a copy of the tables.
func unlock(e db.Engine) (statements []string) {
	for _, table := range tables {
		statements = append(statements, "CREATE TABLE was_"+table+" AS SELECT * FROM "+table)
		if e == db.Postgres {
			statements = append(statements, "ALTER TABLE "+table+" DISABLE TRIGGER USER")
			continue
		}
		for _, trigger := range []string{"no_update", "no_delete", "at_end"} {
			statements = append(statements, "DROP TRIGGER "+table+"_"+trigger)
		}
	}
	if e == db.Postgres {
		statements = append(statements, "ALTER TABLE register_seals DROP CONSTRAINT register_seals_entry_id_fkey")
	}
	return statements
}

// putBack makes the tables of the register what they were.
func putBack() (statements []string) {
	for _, table := range tables {
		statements = append(statements, "DELETE FROM "+table)
	}
	for i := len(tables) - 1; i >= 0; i-- {
		statements = append(statements, "INSERT INTO "+tables[i]+" SELECT * FROM was_"+tables[i])
	}
	return statements
}

// intruder reaches the database with tools of their own.
func (p *place) intruder(t *testing.T) (*sql.DB, db.Engine) {
	t.Helper()
	driver, source, engine := "sqlite3", filepath.Join(p.folder, "folkmoot.db")+"?_txlock=immediate&_busy_timeout=10000", db.SQLite
	if url := p.environ["FOLKMOOT_DATABASE"]; url != "" {
		driver, source, engine = "pgx", url, db.Postgres
	}
	d, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d, engine
}

// behind changes the database behind the program's back, in one transaction.
func behind(t *testing.T, d *sql.DB, statements []string) {
	t.Helper()
	for again := 0; ; again++ {
		failed, err := atOnce(d, statements)
		if err == nil {
			return
		}
		if again == 20 || !strings.Contains(err.Error(), "40P01") { // the program was at the same tables: one of the two gives way
			t.Fatalf("%s: %v", failed, err)
		}
	}
}

// atOnce does all of the statements or none, and gives the one that failed.
func atOnce(d *sql.DB, statements []string) (failed string, err error) {
	tx, err := d.Begin()
	if err != nil {
		return "begin", err
	}
	defer tx.Rollback()
	for _, s := range statements {
		if _, err := tx.Exec(s); err != nil {
			return s, err
		}
	}
	return "commit", tx.Commit()
}

// tampering is what somebody does to the register, and the sentence by which that is told.
type tampering struct {
	name    string
	changes []string
	told    string
}

// copied are the columns of an entry that can be swapped with those of another.
const copied = "SELECT at, act, object_kind, object_id, reason, details FROM was_register o WHERE o.id = "

var tamperings = []tampering{
	{"edit a reason", []string{"UPDATE register SET reason = 'advert' WHERE id = 5"}, "entry 5, sealed as number 5, was changed"},
	{"edit a moment", []string{"UPDATE register SET at = at - 1 WHERE id = 6"}, "entry 6, sealed as number 6, was changed"},
	{"edit who did it", []string{"UPDATE register SET actor_id = NULL WHERE id = (SELECT MAX(id) FROM register WHERE act = 'moderation.hide')"}, "was changed"},
	{"swap two entries", []string{
		"UPDATE register SET (at, act, object_kind, object_id, reason, details) = (" + copied + "6) WHERE id = 5",
		"UPDATE register SET (at, act, object_kind, object_id, reason, details) = (" + copied + "5) WHERE id = 6",
	}, "entry 5, sealed as number 5, was changed"},
	{"take one out with its seal", []string{"DELETE FROM register_seals WHERE seq = 4", "DELETE FROM register WHERE id = 4"}, "the seal number 4 is missing"},
	{"take one out, its seal stays", []string{"DELETE FROM register WHERE id = 4"}, "entry 4, sealed as number 4, is missing"},
	{"take one out and close the gap", []string{
		"DELETE FROM register_seals WHERE seq = 4", "DELETE FROM register WHERE id = 4",
		"UPDATE register_seals SET seq = -seq WHERE seq > 4", "UPDATE register_seals SET seq = -seq - 1 WHERE seq < 0",
	}, "sealed as number 4, was changed"},
	{"put one in among the others", []string{
		"UPDATE register SET id = -id WHERE id >= 4", "UPDATE register SET id = 1 - id WHERE id < 0",
		"INSERT INTO register (id, at, act, object_kind, object_id) SELECT 4, at, 'moderation.keep', 'contribution', 1 FROM was_register WHERE id = 4",
	}, "entry 4, sealed as number 4, was changed"},
	{"cut the end", []string{"DELETE FROM register_seals WHERE seq > 4", "DELETE FROM register WHERE id > 4"}, "the end of the register was cut"},
	{"cut the end and what was signed", []string{
		"DELETE FROM register_heads", "DELETE FROM register_seals WHERE seq > 4", "DELETE FROM register WHERE id > 4",
	}, "or the end of the register was cut"},
	{"change an entry and have the program seal it again", []string{
		"DELETE FROM register_seals WHERE seq >= 5", "UPDATE register SET reason = 'advert' WHERE id = 5",
	}, "the register is not what was signed on"},
	{"empty everything", []string{"DELETE FROM register_heads", "DELETE FROM register_seals", "DELETE FROM register"}, "or the end of the register was cut"},
}

// Whatever somebody does to the register behind the running program's back is found by the program's own command, with a
// sentence that tells where; with the register as it was, it finds nothing.
func TestTamperingBehindTheRunningProgramIsFound(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *place) {
		p.faulty = true // the program notices some of it and says so in its log
		p.acts(t)
		d, engine := p.intruder(t)
		behind(t, d, unlock(engine))
		behind(t, d, tamperings[0].changes)
		if r := p.command("verify"); r.code != 1 || !strings.Contains(r.out, tamperings[0].told) {
			t.Errorf("verify without --register ended with %d\n%s%s", r.code, r.out, r.errors)
		}
		behind(t, d, putBack())
		for _, how := range tamperings {
			behind(t, d, how.changes)
			if strings.Contains(how.name, "seal it again") {
				p.eventually("the program has sealed what was changed", func() bool {
					var waits int
					err := d.QueryRow("SELECT COUNT(*) FROM register WHERE id NOT IN (SELECT entry_id FROM register_seals)").Scan(&waits)
					return err == nil && waits == 0
				})
			}
			if r := p.command("verify", "--register"); r.code != 1 || !strings.Contains(r.out, "WRONG: ") || !strings.Contains(r.out, how.told) {
				t.Errorf("%s: verify ended with %d\n%s%s", how.name, r.code, r.out, r.errors)
			}
			behind(t, d, putBack())
			if r := p.command("verify", "--register"); r.code != 0 || !strings.Contains(r.out, "the register is as it was written") {
				t.Fatalf("after “%s” was put back, verify ended with %d\n%s%s", how.name, r.code, r.out, r.errors)
			}
		}
		if log := p.running.log.String(); !strings.Contains(log, "the register was changed or cut while the program ran") {
			t.Errorf("the running program noticed nothing\n%s", tail(log))
		}
	})
}

// Somebody outside who keeps nothing but the public file of signed heads finds that the end was cut, even by the operator
// who has the database, the data folder and the key.
func TestACutIsFoundByTheDownloadedHeadsAlone(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *place) {
		p.faulty = true
		moderator := p.acts(t)
		elsewhere := t.TempDir()
		keep := func(c *caller, path string) string {
			file := filepath.Join(elsewhere, filepath.Base(path))
			if err := os.WriteFile(file, []byte(c.page(path).body), 0o600); err != nil {
				t.Fatal(err)
			}
			return file
		}
		heads := keep(p.caller(t), "/register/heads.txt")
		if r := p.command("verify", "--register", "--heads", heads); r.code != 0 || !strings.Contains(r.out, "held to the signed heads in "+heads) {
			t.Fatalf("an untouched register: %d\n%s%s", r.code, r.out, r.errors)
		}
		p.stop()
		d, engine := p.intruder(t)
		behind(t, d, unlock(engine))
		behind(t, d, []string{"DELETE FROM register_heads", "DELETE FROM register_seals WHERE seq > 4", "DELETE FROM register WHERE id > 4"})
		if err := os.Remove(filepath.Join(p.folder, "register-heads.txt")); err != nil {
			t.Fatal(err)
		}
		p.start() // signs what is left with the right key
		p.eventually("the head of what is left is signed", func() bool {
			return strings.Contains(p.caller(t).page("/register/heads.txt").body, "head 1 signed ")
		})
		if r := p.command("verify", "--register"); r.code != 0 {
			t.Fatalf("the control, with nothing from outside: %d\n%s%s", r.code, r.out, r.errors)
		}
		if r := p.command("verify", "--register", "--heads", heads); r.code != 1 || !strings.Contains(r.out, "or the end of the register was cut") {
			t.Errorf("held to the downloaded heads: %d\n%s%s", r.code, r.out, r.errors)
		}
		register := keep(moderator, "/moderation/register.jsonl")
		if r := p.command("verify", "--register-file", register, "--heads", heads); r.code != 1 || !strings.Contains(r.out, "or the end of the register was cut") {
			t.Errorf("the downloaded register held to the downloaded heads: %d\n%s%s", r.code, r.out, r.errors)
		}
	})
}

package db_test

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

// roles makes an owner of the database and a role to serve with, and gives what opens it as either.
func roles(t *testing.T, d *db.DB) (owner, server string, as func(role string) *db.DB) {
	t.Helper()
	owner, server = fmt.Sprintf("owner_%d", os.Getpid()), fmt.Sprintf("server \"%d\"", os.Getpid())
	exec := func(statements ...string) {
		for _, statement := range statements {
			if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err != nil {
				t.Errorf("%s: %v", statement, err)
			}
		}
	}
	name, err := db.Value[string](ctx, d, "SELECT current_database()")
	if err != nil {
		t.Fatal(err)
	}
	o, s := `"`+owner+`"`, `"`+strings.ReplaceAll(server, `"`, `""`)+`"`
	exec("CREATE ROLE "+o+" LOGIN PASSWORD 'owner'", "CREATE ROLE "+s+" LOGIN PASSWORD 'server'", "ALTER DATABASE "+name+" OWNER TO "+o, "ALTER SCHEMA public OWNER TO "+o)
	t.Cleanup(func() {
		exec("REASSIGN OWNED BY "+o+" TO CURRENT_USER", "DROP OWNED BY "+o+", "+s, "DROP ROLE "+o, "DROP ROLE "+s)
	})
	return owner, server, func(role string) *db.DB {
		address, err := url.Parse(d.Source)
		if err != nil {
			t.Fatal(err)
		}
		address.User = url.UserPassword(role, strings.Fields(strings.ReplaceAll(role, "_", " "))[0])
		opened, err := db.Open(ctx, db.Options{Source: address.String(), Clock: clock.NewFixed(dbtest.Morning)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { opened.Close() })
		return opened
	}
}

// failsWith checks that an error says something.
func failsWith(t *testing.T, err error, says string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("the error is %v, want %q", err, says)
	}
}

// A role that does not own the tables is told what is missing until it was given its rights, and then finds nothing to do.
func TestServeWithARoleThatOwnsNoTable(t *testing.T) {
	dbtest.EachEmpty(t, func(t *testing.T, d *db.DB) {
		if d.Engine != db.Postgres {
			_, err := d.GrantTo(ctx, "anybody")
			failsWith(t, err, "only PostgreSQL has roles")
			return
		}
		owner, server, as := roles(t, d)
		served, owned := as(server), as(owner)
		_, err := served.Migrate(ctx)
		failsWith(t, err, "may not change tables")
		if _, err := owned.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		_, err = served.Migrate(ctx)
		failsWith(t, err, "may not use the table")
		_, err = owned.GrantTo(ctx, owner)
		failsWith(t, err, "owns the tables")
		_, err = owned.GrantTo(ctx, "nobody at all")
		failsWith(t, err, "there is no role")
		_, err = served.GrantTo(ctx, server)
		failsWith(t, err, "only the role that owns the tables")
		for range 2 {
			if _, err := owned.GrantTo(ctx, server); err != nil {
				t.Fatal(err)
			}
		}
		if steps, err := served.Migrate(ctx); steps != 0 || err != nil {
			t.Errorf("%d steps, %v", steps, err)
		}
		if list, err := owned.Granted(ctx); err != nil || len(list) != 1 || list[0] != server {
			t.Errorf("granted: %q, %v", list, err)
		}
		cannotTamper(t, served, owner)
		for role, want := range map[*db.DB]bool{served: true, owned: false, d: false} {
			if guards, err := role.Guards(ctx); err != nil || guards != want {
				t.Errorf("rights guard the register: %t, want %t, %v", guards, want, err)
			}
		}
		// A table of a later version is one that the role has no rights on yet.
		if err := owned.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec("CREATE TABLE later (id BIGINT)"); return err }); err != nil {
			t.Fatal(err)
		}
		_, err = served.Migrate(ctx)
		failsWith(t, err, "may not use the table later")
		if err := owned.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("DELETE FROM goose_db_version WHERE version_id = (SELECT MAX(version_id) FROM goose_db_version)")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := owned.GrantTo(ctx, server); err != nil {
			t.Fatal(err)
		}
		_, err = served.Migrate(ctx)
		failsWith(t, err, "this program needs")
	})
}

// A role that gets the rights to change the register through another one is refused.
func TestRightsThroughAnotherRoleAreSeen(t *testing.T) {
	d, _ := dbtest.Postgres(t)
	_, server, _ := roles(t, d)
	other := fmt.Sprintf("other_%d", os.Getpid())
	quoted := `"` + strings.ReplaceAll(server, `"`, `""`) + `"`
	for _, statement := range []string{"CREATE ROLE " + other, "GRANT UPDATE ON register_seals TO " + other, "GRANT " + other + " TO " + quoted} {
		if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err != nil {
			t.Fatal(err)
		}
	}
	_, err := d.GrantTo(ctx, server)
	failsWith(t, err, "could still change register_seals")
	for _, statement := range []string{"DROP OWNED BY " + other, "DROP ROLE " + other} {
		if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err != nil {
			t.Error(err)
		}
	}
}

// cannotTamper tries everything that would change or remove what is only added to.
func cannotTamper(t *testing.T, d *db.DB, owner string) {
	t.Helper()
	attempts := []string{
		"SET session_replication_role = replica", `SET ROLE "` + owner + `"`, "DROP FUNCTION register_refuses() CASCADE", "CREATE TABLE mine (id BIGINT)",
		"CREATE OR REPLACE FUNCTION register_refuses() RETURNS trigger AS 'BEGIN RETURN NEW; END' LANGUAGE plpgsql", "DELETE FROM goose_db_version", "TRUNCATE people CASCADE",
	}
	for _, table := range db.AppendOnly {
		attempts = append(attempts, "DELETE FROM "+table, "TRUNCATE "+table, "TRUNCATE "+table+" CASCADE", "DROP TABLE "+table,
			"ALTER TABLE "+table+" DISABLE TRIGGER ALL", "ALTER TABLE "+table+" RENAME TO other", "ALTER TABLE "+table+" ADD COLUMN more INT",
			"SELECT * FROM "+table+" FOR UPDATE", "CREATE TRIGGER t BEFORE INSERT ON "+table+" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
			"CREATE RULE r AS ON INSERT TO "+table+" DO INSTEAD NOTHING")
	}
	attempts = append(attempts, "UPDATE register SET reason = 'x'", "UPDATE register_seals SET hash = hash", "UPDATE register_heads SET seq = 0", "UPDATE safety_records SET body = ''",
		"INSERT INTO register_seals (seq, entry_id, hash) VALUES (1, 1, '') ON CONFLICT (seq) DO UPDATE SET hash = ''")
	for _, statement := range attempts {
		err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err })
		if err == nil || !(strings.Contains(err.Error(), "42501") || strings.Contains(err.Error(), "permission denied") || strings.Contains(err.Error(), "must be owner")) {
			t.Errorf("%s: %v, want that it is not permitted", statement, err)
		}
	}
	var before bool
	if err := d.QueryRow(ctx, "SELECT COUNT(*) = 4 FROM pg_class WHERE relname IN ('register', 'register_seals', 'register_heads', 'safety_records')").Scan(&before); err != nil || !before {
		t.Errorf("the tables are not all there: %v", err)
	}
}

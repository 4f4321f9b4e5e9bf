package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"folkmoot/app/fill"
	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/files"
)

// With a role that owns no table and may only add to the register, the whole demonstration is lived through, the
// search index is built afresh, the site's regular work is done, and the register is sealed, signed and verified.
func TestEverythingWorksWithARoleThatOwnsNothing(t *testing.T) {
	ctx := context.Background()
	owner := dbtest.PostgresURL(t)
	role := fmt.Sprintf("serves_%d", os.Getpid())
	d, err := db.Open(ctx, db.Options{Source: owner})
	if err != nil {
		t.Fatal(err)
	}
	exec := func(statement string) {
		if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
	exec("CREATE ROLE " + role + " LOGIN PASSWORD 'serves'")
	t.Cleanup(func() {
		exec("DROP OWNED BY " + role)
		exec("DROP ROLE " + role)
		d.Close()
	})
	address, err := url.Parse(owner)
	if err != nil {
		t.Fatal(err)
	}
	address.User = url.UserPassword(role, "serves")
	folder := t.TempDir()
	play := func(source, says string, args ...string) {
		t.Helper()
		var out bytes.Buffer
		environ := map[string]string{"FOLKMOOT_DATA": folder, "FOLKMOOT_DATABASE": source}
		if code := run(ctx, args, call{stdout: &out, stderr: &out, environ: environ}); code != exitDone || !strings.Contains(out.String(), says) {
			t.Errorf("%v: code %d, want %q\n%s", args, code, says, out.String())
		}
	}
	play(owner, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES", "migrate", "--grant-to", role)
	play(owner, "The role "+role+" may now do what the site does", "migrate")
	if err := fill.Fill(ctx, address.String(), files.Folder(folder), time.Now()); err != nil {
		t.Fatal(err)
	}
	config, err := LoadConfig(map[string]string{"FOLKMOOT_DATA": folder, "FOLKMOOT_DATABASE": address.String()})
	if err != nil {
		t.Fatal(err)
	}
	site, err := wire(ctx, config, slog.New(slog.DiscardHandler), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	err = sealAll(ctx, site.db, config)
	if err = errors.Join(err, site.db.Close()); err != nil {
		t.Fatal(err)
	}
	play(address.String(), "", "admin", "rebuild-search")
	play(address.String(), "the register is as it was written", "verify", "--register")
	play(address.String(), "is written and checked", "backup", filepath.Join(folder, "everything.backup"))
}

// sealAll seals and signs what stands in the register.
func sealAll(ctx context.Context, d *db.DB, config *Config) error {
	for {
		n, err := audit.Seal(ctx, d)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	key, err := config.registerKey(slog.New(slog.DiscardHandler))
	if err == nil {
		_, err = audit.Sign(ctx, d, key)
	}
	return err
}

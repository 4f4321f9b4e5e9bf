package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// registerOf makes a site's database whose register was signed on two days, and gives its environment and its clock.
func registerOf(t *testing.T) (environ map[string]string, d *db.DB, config *Config) {
	t.Helper()
	ctx := context.Background()
	environ = map[string]string{"FOLKMOOT_DATA": t.TempDir()}
	config, err := LoadConfig(environ)
	if err != nil {
		t.Fatal(err)
	}
	now := clock.NewFixed(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	d, err = db.Open(ctx, db.Options{Source: config.Database.source(), Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if _, err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		err := d.Write(ctx, func(tx *db.Tx) error {
			return audit.Append(tx, audit.Entry{Act: "group.create", Kind: "group", Object: 1})
		})
		if err != nil {
			t.Fatal(err)
		}
		key, err := config.registerKey(slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := audit.Seal(ctx, d); err != nil {
			t.Fatal(err)
		}
		if _, err := audit.Sign(ctx, d, key); err != nil {
			t.Fatal(err)
		}
		if _, err := audit.KeepHeads(ctx, d, config.headFile()); err != nil {
			t.Fatal(err)
		}
		now.Advance(24 * time.Hour)
	}
	return environ, d, config
}

func askVerify(environ map[string]string, args ...string) (string, error) {
	var out bytes.Buffer
	err := dispatch(context.Background(), append([]string{"verify"}, args...), call{stdout: &out, stderr: &out, environ: environ})
	return out.String(), err
}

func TestVerifyChecksTheRegisterAlone(t *testing.T) {
	environ, d, config := registerOf(t)
	said, err := askVerify(environ, "--register")
	if err != nil || !strings.Contains(said, "the register is as it was written") || !strings.Contains(said, "2 heads of the register are signed") ||
		!strings.Contains(said, "held to the signed heads in "+config.headFile()) {
		t.Fatal(said, err)
	}
	var lines bytes.Buffer
	if err := audit.WriteLines(context.Background(), d, &lines); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "register.jsonl")
	if err := os.WriteFile(file, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := askVerify(nil, "--register-file", file, "--heads", config.headFile()); err != nil || !strings.Contains(said, "as it was written") {
		t.Error(said, err)
	}
	if err := os.WriteFile(file, bytes.Replace(lines.Bytes(), []byte("group.create"), []byte("group.change"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := askVerify(nil, "--register-file", file); err == nil || !strings.Contains(said, "WRONG: entry 1") {
		t.Error("an edited file:", said, err)
	}
}

// Whoever cuts the register together with its signed heads is found by the heads that left the database.
func TestVerifyFindsACutByTheFileOfHeads(t *testing.T) {
	environ, d, config := registerOf(t)
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		for _, statement := range []string{
			"DROP TRIGGER register_no_delete", "DROP TRIGGER register_seals_no_delete", "DROP TRIGGER register_heads_no_delete",
			"DELETE FROM register_heads WHERE id = 2", "DELETE FROM register_seals WHERE seq > 1", "DELETE FROM register WHERE id > 1",
		} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"--register"}, {"--register", "--heads", config.headFile()}, {}} {
		said, err := askVerify(environ, args...)
		if err == nil || !strings.Contains(said, "older backup") {
			t.Errorf("verify %v: %s %v", args, said, err)
		}
	}
	if err := os.Rename(config.headFile(), config.headFile()+".old"); err != nil {
		t.Fatal(err)
	}
	if said, err := askVerify(environ, "--register"); err != nil {
		t.Errorf("the control, without the file: %s %v", said, err)
	}
}

func TestTheRegistersKeyIsChecked(t *testing.T) {
	_, err := LoadConfig(map[string]string{"FOLKMOOT_DATA": t.TempDir(), "FOLKMOOT_REGISTER_KEY": "c2hvcnQ="})
	if err == nil || !strings.Contains(err.Error(), "FOLKMOOT_REGISTER_KEY") || strings.Contains(err.Error(), "c2hvcnQ=") {
		t.Error(err)
	}
}

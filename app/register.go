package main

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"folkmoot/models/audit"
	"folkmoot/models/db"
)

// headFile is where the signed heads of the register are kept beside the database.
func (c *Config) headFile() string { return filepath.Join(c.Data, "register-heads.txt") }

// registerKey gives the key that the register is signed with: that of the settings, else that of the data folder, which
// is made where there is none.
func (c *Config) registerKey(log *slog.Logger) (ed25519.PrivateKey, error) {
	if c.RegisterKey != "" {
		return audit.ParseKey(c.RegisterKey.Reveal())
	}
	if err := os.MkdirAll(c.Data, 0o750); err != nil {
		return nil, fmt.Errorf("the register's key: %w", err)
	}
	path := filepath.Join(c.Data, "register.key")
	key, made, err := audit.KeyFile(path)
	if made {
		log.Info("a key to sign the register with was made; keep a copy away from the database", "file", path)
	}
	return key, err
}

// secrets gives the secrets of the place, one for each use, which come from the register's key.
func (c *Config) secrets() func(use string) ([]byte, error) {
	key := sync.OnceValues(func() (ed25519.PrivateKey, error) { return c.registerKey(slog.Default()) })
	return func(use string) ([]byte, error) {
		k, err := key()
		if err != nil {
			return nil, err
		}
		return audit.Derive(k, use)
	}
}

// headsToCheck is the file of heads that the register is held to: the one asked for, else the one beside the database,
// else none.
func (c *Config) headsToCheck(asked string) string {
	if asked == "" {
		if _, err := os.Stat(c.headFile()); err == nil {
			return c.headFile()
		}
	}
	return asked
}

// checkRegister checks the register, and holds it to a file of heads where one is named.
func checkRegister(ctx context.Context, d *db.DB, heads string) (audit.Report, error) {
	kept, unreadable, err := readHeads(heads)
	if err != nil {
		return audit.Report{}, err
	}
	report, err := audit.Verify(ctx, d, kept...)
	if err != nil {
		return report, err
	}
	report.Problems = append(report.Problems, unreadable...)
	guards, err := d.Guards(ctx)
	if err == nil && d.Engine == db.Postgres && !guards {
		report.Notes = append(report.Notes, `this database role may change the register's tables; to guard them by rights too, see "folkmoot migrate --help"`)
	}
	return report, err
}

// readHeads reads a file of heads; lines that cannot be read are told one by one.
func readHeads(path string) (kept []audit.Head, unreadable []string, err error) {
	if path == "" {
		return nil, nil, nil
	}
	kept, err = audit.ReadHeadFile(path)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		return nil, nil, fmt.Errorf("the file of heads cannot be read: %w", err)
	}
	if err != nil {
		unreadable = strings.Split(err.Error(), "\n")
	}
	return kept, unreadable, nil
}

// tellRegister says what stands in the register and who vouches for it.
func tellRegister(r audit.Report, out io.Writer) {
	fmt.Fprintf(out, "%d register entries are sealed, %d are about to be; the newest seal is %s\n", r.Sealed, r.Unsealed, orNone(r.Head))
	if r.Heads > 0 {
		fmt.Fprintf(out, "%d heads of the register are signed; the newest is of %s and vouches for %d entries\n", r.Heads, r.HeadAt.UTC().Format("2 January 2006"), r.Covered)
	}
	for _, key := range r.Keys {
		fmt.Fprintf(out, "signed with the key %s\n", key)
	}
	for _, note := range r.Notes {
		fmt.Fprintln(out, "note:", note)
	}
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// verifyRegister checks the register alone.
func verifyRegister(ctx context.Context, d *db.DB, heads string, out io.Writer) error {
	report, err := checkRegister(ctx, d, heads)
	if err != nil {
		return err
	}
	return settleRegister(report, heads, out)
}

// verifyRegisterFile checks a register that was downloaded, without a database.
func verifyRegisterFile(path, heads string, out io.Writer) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("the register cannot be read: %w", err)
	}
	defer file.Close()
	kept, unreadable, err := readHeads(heads)
	if err != nil {
		return err
	}
	report, err := audit.VerifyLines(file, kept...)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", path, err)
	}
	report.Problems = append(report.Problems, unreadable...)
	return settleRegister(report, heads, out)
}

// settleRegister says what was found and fails where that is a fault.
func settleRegister(r audit.Report, heads string, out io.Writer) error {
	tellRegister(r, out)
	if heads != "" {
		fmt.Fprintf(out, "held to the signed heads in %s\n", heads)
	}
	for _, problem := range r.Problems {
		fmt.Fprintln(out, "WRONG:", problem)
	}
	if len(r.Problems) > 0 {
		return fmt.Errorf("the register is not as it was written: %d faults were found", len(r.Problems))
	}
	_, err := fmt.Fprintln(out, "the register is as it was written")
	return err
}

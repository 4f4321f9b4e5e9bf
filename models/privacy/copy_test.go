package privacy_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/privacy"
	"folkmoot/models/say"
)

// plainly writes what is to be read without any look.
type plainly struct{ w io.Writer }

func (p plainly) Begin() error { return nil }
func (p plainly) Section(name string) error {
	_, err := io.WriteString(p.w, "# "+name+"\n")
	return err
}
func (p plainly) Part(_ string, _ any) error { return nil }
func (p plainly) End() error                 { return nil }
func (p plainly) Row(_ string, cells []people.Cell) error {
	for _, c := range cells {
		if text, ok := c.Value.(say.Text); ok {
			c.Value = text.String()
		}
		if text, ok := c.Value.(string); ok {
			if _, err := io.WriteString(p.w, c.Column+": "+text+"\n"); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r room) copied(a people.Actor) map[string]string {
	r.t.Helper()
	var out bytes.Buffer
	must(r.t, r.Copy(ctx, a, &out, func(w io.Writer) privacy.Reading { return plainly{w} }))
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	must(r.t, err)
	files := map[string]string{}
	for _, f := range archive.File {
		in, err := f.Open()
		must(r.t, err)
		raw, err := io.ReadAll(in)
		must(r.t, err)
		files[f.Name] = string(raw)
	}
	return files
}

// Everything that is somebody's comes out, with what they claimed; nobody else's does, and nothing that opens an account.
func TestEverythingOfSomebodysComesOut(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		g := r.plant()
		name := ""
		must(t, r.db.QueryRow(ctx, "SELECT name FROM files WHERE person_id = ?", leaving).Scan(&name))
		r.Open = func(_ context.Context, of string) (io.ReadCloser, error) {
			if of != name {
				t.Errorf("somebody else's file %q is asked for", of)
			}
			return io.NopCloser(strings.NewReader("the bytes")), nil
		}
		for range 1200 {
			r.exec("INSERT INTO notices (person_id, kind, words, created_at) VALUES (?, 'answer', ?, 1)", leaving, canary+" many")
		}
		files := r.copied(r.actor())
		for _, file := range []string{"data.json", "index.html"} {
			text := files[file]
			for column, word := range g.words {
				table, name, _ := strings.Cut(column, ".")
				class, _ := classOf(table, name)
				if has := strings.Contains(text, word); has != (class != people.Security) {
					t.Errorf("%s: %s is in it: %v", file, column, has)
				}
			}
			if strings.Contains(text, "somebody") {
				t.Errorf("%s: something of somebody else's is in it", file)
			}
			if n := strings.Count(text, canary+" many"); n != 1200 {
				t.Errorf("%s: of 1200 notices it has %d", file, n)
			}
		}
		if len(files) != 3 {
			t.Errorf("%d files", len(files))
		}
		var limited db.Limited
		var err error
		for range 20 {
			err = errors.Join(err, r.Copy(ctx, r.actor(), io.Discard, func(w io.Writer) privacy.Reading { return plainly{w} }))
		}
		if !errors.As(err, &limited) {
			t.Error("made without end:", err)
		}
	})
}

// The rows of every table that is handed out can be told apart, so that they are read a few at a time.
func TestEveryRowHasAKey(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for _, table := range people.Tables {
			if table.Owner == "" {
				continue
			}
			rows, err := r.db.Query(ctx, "SELECT "+strings.Join(table.Keys(), ", ")+" FROM "+table.Name+" WHERE 1 = 0")
			if err != nil {
				t.Errorf("%s: give its columns of the key in models/people/takeout.go: %v", table.Name, err)
				continue
			}
			must(t, rows.Err())
			must(t, rows.Close())
		}
	})
}

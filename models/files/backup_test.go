package files

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

func TestBackupHoldsTheFiles(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w, ctx := newWorld(t, d, now), context.Background()
		kept, lost, gone := w.add(w.ann, 1), w.add(w.ann, 2), w.add(w.ann, 3)
		w.write(func(tx *db.Tx) error { return remove(tx, []File{gone}) })
		if err := w.s.Depot.Delete(ctx, lost.Name); err != nil {
			t.Fatal(err)
		}
		path, missing := filepath.Join(t.TempDir(), "b.backup"), []string{}
		if err := d.Backup(ctx, path, w.s.Pack(&missing)); err != nil {
			t.Fatal(err)
		}
		if len(missing) != 1 || missing[0] != lost.Name {
			t.Errorf("missing: %v", missing)
		}
		back, source := Folder(t.TempDir()), filepath.Join(t.TempDir(), "back.db")
		if err := db.RestoreBeside(ctx, path, source, back.Unpack); err != nil {
			t.Fatal(err)
		}
		if err := db.Restore(ctx, path, source); err != nil {
			t.Fatal(err)
		}
		for _, part := range []Part{Whole, Small} {
			have, err := back.Get(ctx, kept.Name, part)
			want, _ := w.s.Bytes(ctx, kept, part)
			if err != nil || !bytes.Equal(have, want) {
				t.Errorf("%q did not come back: %v", part, err)
			}
		}
		if _, err := back.Get(ctx, gone.Name, Whole); err == nil {
			t.Error("what was removed came back")
		}
		again, err := db.Open(ctx, db.Options{Source: source, Clock: now})
		if err != nil {
			t.Fatal(err)
		}
		defer again.Close()
		found, err := (&Store{DB: again, Depot: back}).Check(ctx, true)
		if err != nil || found.Files != 2 || len(found.Missing) != 1 || len(found.Changed) != 0 {
			t.Errorf("%+v, %v", found, err)
		}
		// A backup in which one byte of a picture is another is refused, and nothing is unpacked.
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		data, _ := w.s.Bytes(ctx, kept, Whole)
		at := bytes.Index(whole, data[100:140])
		if at < 0 {
			t.Fatal("the picture is not found in the backup")
		}
		whole[at] ^= 1
		damaged := filepath.Join(t.TempDir(), "damaged.backup")
		if err := os.WriteFile(damaged, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		none := Folder(t.TempDir())
		if err := db.RestoreBeside(ctx, damaged, filepath.Join(t.TempDir(), "x.db"), none.Unpack); err == nil {
			t.Error("a damaged backup is taken")
		}
		if _, err := none.Get(ctx, kept.Name, Whole); err == nil {
			t.Error("a damaged backup was unpacked")
		}
	})
}

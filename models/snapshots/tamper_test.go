package snapshots_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/snapshots"
)

// held is what the tables of snapshots hold.
type held map[string][][]any

var tables = []string{"snapshots", "snapshot_editions", "snapshot_quotes"}

// hold reads the tables of snapshots.
func (w *world) hold() held {
	w.t.Helper()
	all := held{}
	for _, table := range tables {
		rows, err := w.DB.Query(ctx, "SELECT * FROM "+table)
		if err != nil {
			w.t.Fatal(err)
		}
		names, err := rows.Columns()
		for err == nil && rows.Next() {
			row, into := make([]any, len(names)), make([]any, len(names))
			for i := range row {
				into[i] = &row[i]
			}
			err = rows.Scan(into...)
			all[table] = append(all[table], row)
		}
		if rows.Close(); err != nil {
			w.t.Fatal(err)
		}
	}
	return all
}

// restore puts the tables of snapshots back.
func (w *world) restore(all held) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		for i := range tables {
			if _, err := tx.Exec("DELETE FROM " + tables[len(tables)-1-i]); err != nil {
				return err
			}
		}
		for _, table := range tables {
			for _, row := range all[table] {
				if _, err := tx.Exec("INSERT INTO "+table+" VALUES ("+strings.TrimSuffix(strings.Repeat("?,", len(row)), ",")+")", row...); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// found changes something by hand, verifies, and gives what is wrong; then everything is put back.
func (w *world) found(id int64, statement string, args ...any) []string {
	w.t.Helper()
	before := w.hold()
	w.write(func(tx *db.Tx) error {
		n, err := tx.Exec(statement, args...)
		if err == nil && n == 0 {
			w.t.Errorf("%s changes nothing", statement)
		}
		return err
	})
	r, err := snapshots.Verify(ctx, w.DB, id)
	if err != nil {
		w.t.Fatal(err)
	}
	w.restore(before)
	return r.Problems
}

// chained publishes a snapshot that has two editions.
func (w *world) chained() snapshots.Snapshot {
	w.t.Helper()
	w.fill(90, 5)
	w.answer()
	s := w.publish(insight.Scope{To: "2026-06-01"})
	w.write(func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, s.Edition.Quoted()[0], discussion.Hidden, "x")
		return err
	})
	return w.read(s.Slug)
}

// Every cell of a snapshot that matters is changed by hand, and each change is found.
func TestEveryChangedCellIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d)
		s := w.chained()
		now.Advance(time.Minute)
		for _, change := range []string{
			"snapshots SET slug = 'elsewhere'",
			"snapshots SET title = 'Another title'",
			"snapshots SET intro_md = 'Other words'",
			"snapshots SET drafted_by = 'a model'",
			"snapshots SET scope = '{}'",
			"snapshots SET method = 1",
			"snapshots SET facts_digest = 'sha256:00'",
			"snapshots SET state = 'draft'",
			"snapshots SET state = 'withdrawn'",
			"snapshots SET reason = 'because'",
			"snapshots SET made_by = 2",
			"snapshots SET made_at = made_at + 1",
			"snapshots SET published_at = published_at + 1",
			"snapshots SET published_at = NULL",
			"snapshots SET withdrawn_at = 5",
			"snapshot_editions SET digest = 'sha256:00' WHERE number = 1",
			"snapshot_editions SET digest = 'sha256:00' WHERE number = 2",
			"snapshot_editions SET note = 'another note' WHERE number = 1",
			"snapshot_editions SET note = '' WHERE number = 2",
			"snapshot_editions SET made_at = made_at + 1 WHERE number = 1",
			"snapshot_editions SET made_at = made_at + 1 WHERE number = 2",
			"snapshot_editions SET number = 3 WHERE number = 2",
			"snapshot_editions SET data = (SELECT data FROM snapshot_editions WHERE number = 1) WHERE number = 2",
			"snapshot_quotes SET removed_at = 77 WHERE removed_at IS NULL",
			"snapshot_quotes SET removed_at = NULL WHERE removed_at > 0",
			"snapshot_quotes SET contribution_id = (SELECT MAX(id) FROM contributions c WHERE c.id NOT IN (SELECT contribution_id FROM snapshot_quotes)) WHERE removed_at > 0",
		} {
			if problems := w.found(s.ID, "UPDATE "+change); len(problems) == 0 {
				t.Errorf("%s is not found", change)
			}
		}
		for _, change := range []string{"snapshot_editions WHERE number = 2", "snapshot_editions WHERE number = 1", "snapshot_editions", "snapshot_quotes WHERE removed_at > 0"} {
			if problems := w.found(s.ID, "DELETE FROM "+change); len(problems) == 0 {
				t.Errorf("deleting from %s is not found", change)
			}
		}
		w.verified(s.ID)
	})
}

// Any flipped byte of the rows or of an edition is found.
func TestAnyFlippedByteIsFound(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorld(t, d)
	s := w.chained()
	for _, blob := range []struct{ read, write string }{
		{"SELECT facts FROM snapshots WHERE id = ?", "UPDATE snapshots SET facts = ? WHERE id = ?"},
		{"SELECT data FROM snapshot_editions WHERE snapshot_id = ? AND number = 1", "UPDATE snapshot_editions SET data = ? WHERE snapshot_id = ? AND number = 1"},
		{"SELECT data FROM snapshot_editions WHERE snapshot_id = ? AND number = 2", "UPDATE snapshot_editions SET data = ? WHERE snapshot_id = ? AND number = 2"},
	} {
		whole, err := db.Value[[]byte](ctx, d, blob.read, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		put := func(data []byte) {
			w.write(func(tx *db.Tx) error { _, err := tx.Exec(blob.write, data, s.ID); return err })
		}
		step := max(1, len(whole)/150)
		for at := 0; at < len(whole); at += step {
			changed := bytes.Clone(whole)
			changed[at] ^= 1 << (at % 8)
			put(changed)
			if r, err := snapshots.Verify(ctx, d, s.ID); err != nil || len(r.Problems) == 0 {
				t.Fatalf("%s: byte %d of %d: %v, %v", blob.write, at, len(whole), err, r.Problems)
			}
		}
		for _, cut := range [][]byte{{}, whole[:len(whole)-1], append(bytes.Clone(whole), ' ')} {
			put(cut)
			if r, err := snapshots.Verify(ctx, d, s.ID); err != nil || len(r.Problems) == 0 {
				t.Errorf("%s: %d of %d bytes: %v, %v", blob.write, len(cut), len(whole), err, r.Problems)
			}
		}
		put(whole)
		w.verified(s.ID)
	}
}

// sealed gives a line its digest.
func sealed(line []byte) ([]byte, string) {
	body := append(bytes.Clone(line[:bytes.LastIndex(line, []byte(`,"digest":`))]), '}')
	sum := sha256.Sum256(body)
	digest := "sha256:" + hex.EncodeToString(sum[:])
	return append(body[:len(body)-1], `,"digest":"`+digest+"\"}\n"...), digest
}

// A forger who makes every digest right again beside what they changed is found by the figures, the stored words or
// the register.
func TestACarefulForgerIsFound(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorld(t, d)
	w.fill(90, 5)
	w.answer()
	s := w.publish(insight.Scope{})
	if again, digest := sealed(s.Line); !bytes.Equal(again, s.Line) || digest != s.Edition.Digest {
		t.Fatal("this test forges badly")
	}
	q := s.Edition.Issues[0].Quotes[0]
	for name, forge := range map[string]struct{ from, to, found string }{
		"a figure":     {`"contributions":`, `"contributions":1`, "the rows say"},
		"a quote":      {q.Text, "I never said this", "differs from the stored words"},
		"a title":      {`"Buses stop too early"`, `"Buses are fine"`, "not the one that the register has"},
		"a reply":      {`One **more** bus.`, `No buses.`, "not the one that the register has"},
		"a commitment": {`Ask for a later bus`, `Do nothing`, "not the one that the register has"},
	} {
		line, digest := sealed(bytes.Replace(s.Line, []byte(forge.from), []byte(forge.to), 1))
		problems := strings.Join(w.found(s.ID, "UPDATE snapshot_editions SET data = ?, digest = ?", line, digest), "; ")
		if !strings.Contains(problems, forge.found) || !strings.Contains(problems, "not the one that the register has") {
			t.Errorf("%s: %s", name, problems)
		}
	}
	// Rows that are packed again with another count, and their digest with them.
	packed, err := db.Value[[]byte](ctx, d, "SELECT facts FROM snapshots")
	if err != nil {
		t.Fatal(err)
	}
	rows := unzipped(t, packed)
	var forged bytes.Buffer
	out := gzip.NewWriter(&forged)
	if _, err := io.WriteString(out, rows[:strings.LastIndexByte(rows[:len(rows)-1], '\n')+1]); err != nil {
		t.Fatal(err)
	}
	out.Close()
	problems := strings.Join(w.found(s.ID, "UPDATE snapshots SET facts = ?, facts_digest = ?", forged.Bytes(), snapshots.Digest(forged.Bytes())), "; ")
	for _, want := range []string{"digest of the rows", "the rows say", "the register does not say"} {
		if !strings.Contains(problems, want) {
			t.Errorf("%q is not among %s", want, problems)
		}
	}
	w.verified(s.ID)
}

// What is quoted is held to the words as they are stored: changing those is found too.
func TestChangedWordsAreFound(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorld(t, d)
	w.fill(90, 5)
	s := w.publish(insight.Scope{})
	w.write(func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE contributions SET body_md = 'x' || SUBSTR(body_md, 2) WHERE id = ?", s.Edition.Quoted()[0])
		return err
	})
	if r, err := snapshots.Verify(ctx, d, s.ID); err != nil || !strings.Contains(strings.Join(r.Problems, ";"), "differs from the stored words") {
		t.Errorf("%v %q", err, r.Problems)
	}
}

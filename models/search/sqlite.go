package search

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"folkmoot/models/db"
)

// sqlite is the index in FTS4 tables, which every build of SQLite has.
type sqlite struct{ db *db.DB }

// Stems and marks are made of letters, digits and symbols alone, so that quotes are all that it takes.
func (sqlite) term(t term) string { return `"` + strings.Join(t, " ") + `"` }

func (e sqlite) match(all []term, any []string, not []term) string {
	text := joined(all, " AND ", e.term)
	if len(any) > 0 {
		text += " AND (" + joined(any, " OR ", func(m string) string { return e.term(term{m}) }) + ")"
	}
	if len(not) > 0 {
		text = "(" + text + ") NOT (" + joined(not, " OR ", e.term) + ")"
	}
	return text
}

func (e sqlite) newest(ctx context.Context, at place, match string, _ []string, below int64, limit int) ([]int64, error) {
	return db.Values[int64](ctx, e.db, fmt.Sprintf("SELECT docid FROM %[1]s WHERE %[1]s MATCH ? AND docid < ? ORDER BY docid DESC LIMIT ?", at),
		match, below, limit)
}

// The numbers of matchinfo, in the machine's own order, for a table of two columns of which the first holds the stems.
const columns = 2

func numbers(blob []byte) []int64 {
	list := make([]int64, len(blob)/4)
	for i := range list {
		list[i] = int64(binary.NativeEndian.Uint32(blob[4*i:]))
	}
	return list
}

var errMatchinfo = errors.New("search: SQLite's matchinfo is not as long as it should be")

func (e sqlite) counts(ctx context.Context, at place, stems []string) (counts, error) {
	c := counts{in: make([]int64, len(stems))}
	list := make([]term, len(stems))
	for i, s := range stems {
		list[i] = term{s}
	}
	// x tells of each stem in how many documents it stands, whichever document is asked.
	blob, err := db.Value[[]byte](ctx, e.db, fmt.Sprintf("SELECT matchinfo(%[1]s, 'nax') FROM %[1]s WHERE %[1]s MATCH ? LIMIT 1", at),
		joined(list, " OR ", e.term))
	if errors.Is(err, db.ErrNotFound) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	n := numbers(blob)
	if len(n) != 1+columns+3*columns*len(stems) {
		return c, errMatchinfo
	}
	c.documents, c.average = n[0], max(1, n[1])
	for i := range stems {
		c.in[i] = n[1+columns+3*columns*i+2]
	}
	return c, nil
}

func (e sqlite) hits(ctx context.Context, at place, match string, stems []string, _ counts, upTo int64) ([]hit, error) {
	// The stems come first in the match, so that their numbers are the first ones of y.
	return db.All(ctx, e.db, func(r db.Row) (hit, error) {
		var h hit
		var blob []byte
		if err := r.Scan(&h.docid, &blob); err != nil {
			return h, err
		}
		n := numbers(blob)
		if len(n) < columns+columns*len(stems) {
			return h, errMatchinfo
		}
		h.words, h.times = n[0], make([]int64, len(stems))
		for i := range stems {
			h.times[i] = n[columns+columns*i]
		}
		return h, nil
	}, fmt.Sprintf("SELECT docid, matchinfo(%[1]s, 'ly') FROM %[1]s WHERE %[1]s MATCH ? AND docid <= ? ORDER BY docid DESC LIMIT ?", at),
		match, upTo, Window)
}

func (e sqlite) put(tx *db.Tx, at place, documents []document) error {
	for _, d := range documents {
		id := docid(d.kind, d.ref)
		if err := e.remove(tx, at, []int64{id}); err != nil {
			return err
		}
		if _, err := tx.Exec(fmt.Sprintf("INSERT INTO %s (docid, stems, marks) VALUES (?, ?, ?)", at),
			id, strings.Join(d.words, " "), strings.Join(d.marks, " ")); err != nil {
			return err
		}
	}
	return nil
}

func (sqlite) remove(tx *db.Tx, at place, docids []int64) error {
	for _, id := range docids {
		if _, err := tx.Exec(fmt.Sprintf("DELETE FROM %s WHERE docid = ?", at), id); err != nil {
			return err
		}
	}
	return nil
}

// clear makes the tables afresh, as the schema made them.
func (sqlite) clear(tx *db.Tx) error {
	for _, at := range []place{said, named} {
		made, err := db.Value[string](tx.Context(), tx, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", at)
		if err != nil {
			return err
		}
		for _, statement := range []string{"DROP TABLE " + string(at), made, fmt.Sprintf("INSERT INTO %[1]s (%[1]s) VALUES ('automerge=8')", at)} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
	}
	return nil
}

// mergeStep is how many pages of the index one step of tending writes.
const mergeStep = 64

func (e sqlite) tend(ctx context.Context) (more bool, err error) {
	err = e.db.Write(ctx, func(tx *db.Tx) error {
		more = false
		for _, at := range []place{said, named} {
			before, err := db.Value[int64](tx.Context(), tx, "SELECT total_changes()")
			if err != nil {
				return err
			}
			if _, err := tx.Exec(fmt.Sprintf("INSERT INTO %[1]s (%[1]s) VALUES (?)", at), fmt.Sprintf("merge=%d,8", mergeStep)); err != nil {
				return err
			}
			after, err := db.Value[int64](tx.Context(), tx, "SELECT total_changes()")
			if err != nil {
				return err
			}
			// SQLite's word for "nothing was left to merge" is that fewer than two rows changed.
			more = more || after-before >= 2
		}
		return nil
	})
	return more, err
}

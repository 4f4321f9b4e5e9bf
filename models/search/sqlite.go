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

// Words and marks are made of letters, digits and symbols alone, so that quotes are all that it takes. A star at the
// end of a word stands for any end.
func (sqlite) term(t term) string { return `"` + strings.Join(t, " ") + `"` }

func (e sqlite) either(terms either) string {
	if len(terms) == 1 {
		return e.term(terms[0])
	}
	return "(" + joined(terms, " OR ", e.term) + ")"
}

// neverMark is on nothing, and comes first in every match: matchinfo writes the numbers of what stands behind a NOT within
// a NOT over those of the first phrase.
const neverMark = markSign + "0"

func (e sqlite) mark(m string) string { return e.term(term{m}) }

func (e sqlite) match(w wanted) string {
	parts := make([]string, 0, len(w.all)+1)
	for i, one := range w.all {
		if i == 0 {
			one = append(either{{neverMark}}, one...)
		}
		parts = append(parts, e.either(one))
	}
	if len(parts) == 0 {
		return ""
	}
	text := strings.Join(parts, " AND ")
	var without []string
	for _, t := range w.not {
		without = append(without, e.term(t))
	}
	switch {
	case w.public && len(w.but) == 0:
		without = append(without, e.mark(privateMark))
	case w.public:
		without = append(without, "("+e.mark(privateMark)+" NOT ("+joined(w.but, " OR ", e.mark)+"))")
	}
	if len(without) > 0 {
		text = "(" + text + ") NOT (" + strings.Join(without, " OR ") + ")"
	}
	return text
}

// list reads the docids of everything from the table of lengths, since full-text search does not find by nothing.
func (e sqlite) list(ctx context.Context, at place, match string, _ ranked, s span, limit int) ([]int64, error) {
	query, args := fmt.Sprintf("SELECT docid FROM %[1]s WHERE %[1]s MATCH ?", at), []any{match}
	if match == "" {
		query, args = fmt.Sprintf("SELECT docid FROM %s_docsize WHERE 1 = 1", at), nil
	}
	side, order := "<", "DESC"
	if s.up {
		side, order = ">", "ASC"
	}
	return db.Values[int64](ctx, e.db, fmt.Sprintf("%s AND docid %s ? ORDER BY docid %s LIMIT ?", query, side, order), append(args, s.docid, limit)...)
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

func (e sqlite) counts(ctx context.Context, at place, words ranked) (counts, error) {
	c := counts{in: make([]int64, words.number)}
	if words.number == 0 {
		return c, nil
	}
	// x tells of each form in how many documents it stands, whichever document is asked.
	blob, err := db.Value[[]byte](ctx, e.db, fmt.Sprintf("SELECT matchinfo(%[1]s, 'nax') FROM %[1]s WHERE %[1]s MATCH ? LIMIT 1", at),
		joined(words.forms, " OR ", e.mark))
	if errors.Is(err, db.ErrNotFound) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	n := numbers(blob)
	if len(n) != 1+columns+3*columns*len(words.forms) {
		return c, errMatchinfo
	}
	c.documents, c.average = n[0], max(1, n[1])
	for i, word := range words.of {
		c.in[word] += n[1+columns+3*columns*i+2]
	}
	return c, nil
}

func (e sqlite) hits(ctx context.Context, at place, match string, words ranked, _ counts, upTo int64) ([]hit, error) {
	// The words come first in the match but for neverMark, so that their numbers are the next ones of y.
	return db.All(ctx, e.db, func(r db.Row) (hit, error) {
		var h hit
		var blob []byte
		if err := r.Scan(&h.docid, &blob); err != nil {
			return h, err
		}
		n := numbers(blob)
		if len(n) < columns+columns*(1+len(words.forms)) {
			return h, errMatchinfo
		}
		h.words, h.times = n[0], make([]int64, words.number)
		for i, word := range words.of {
			h.times[word] += n[columns+columns*(1+i)]
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

package search

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/db"
)

// postgres is the index in tables of tsvectors. How often stems stand where is counted beside it, since PostgreSQL
// does not tell.
type postgres struct{ db *db.DB }

// Words and marks are made of letters, digits and symbols alone, so that quotes are all that it takes. A star at the
// end of a word stands for any end.
func (postgres) term(t term) string {
	return "(" + joined(t, " <-> ", func(s string) string {
		if beginning, ok := strings.CutSuffix(s, "*"); ok {
			return "'" + beginning + "':*"
		}
		return "'" + s + "'"
	}) + ")"
}

func (e postgres) either(terms either) string { return "(" + joined(terms, " | ", e.term) + ")" }

func (e postgres) mark(m string) string { return e.term(term{m}) }

func (e postgres) match(w wanted) string {
	var parts []string
	for _, one := range w.all {
		parts = append(parts, e.either(one))
	}
	if len(parts) == 0 {
		return ""
	}
	for _, t := range w.not {
		parts = append(parts, "!"+e.term(t))
	}
	switch {
	case w.public && len(w.but) == 0:
		parts = append(parts, "!"+e.mark(privateMark))
	case w.public:
		parts = append(parts, "!("+e.mark(privateMark)+" & !("+joined(w.but, " | ", e.mark)+"))")
	}
	return strings.Join(parts, " & ")
}

// few is how many matches are better gathered by the words and then sorted than met by going back through everything
// that was said, which the planner would choose more often than is good.
const few = 20_000

// matches is a query of the documents that match and lie on one side of a docid, to be sorted by their docids.
func (c counts) matches(at place, match, side string) (string, []any) {
	query, args := fmt.Sprintf("(SELECT docid, words, stems FROM %s WHERE ", at), []any(nil)
	if match != "" {
		query, args = query+"stems @@ CAST(? AS tsquery) AND ", []any{match}
	}
	query += "docid " + side + " ?"
	if len(c.in) > 0 && slices.Min(c.in) <= few {
		query += " OFFSET 0" // keeps the planner from turning the order around
	}
	return query + ") AS matches", args
}

func (e postgres) list(ctx context.Context, at place, match string, words ranked, s span, limit int) ([]int64, error) {
	var c counts
	if words.number > 0 {
		var err error
		if c, err = e.counts(ctx, at, words); err != nil {
			return nil, err
		}
	}
	side, order := "<", "DESC"
	if s.up {
		side, order = ">", "ASC"
	}
	query, args := c.matches(at, match, side)
	return db.Values[int64](ctx, e.db, fmt.Sprintf("SELECT docid FROM %s ORDER BY docid %s LIMIT ?", query, order), append(args, s.docid, limit)...)
}

func (e postgres) counts(ctx context.Context, at place, words ranked) (counts, error) {
	c := counts{in: make([]int64, words.number), average: 1}
	of := map[string]int{}
	for i, form := range words.forms {
		of[form] = words.of[i]
	}
	err := db.Each(ctx, e.db, func(r db.Row) error {
		var stem string
		var documents, length int64
		err := r.Scan(&stem, &documents, &length)
		if stem == "" {
			c.documents, c.average = documents, average(length, documents)
		} else {
			c.in[of[stem]] += documents
		}
		return err
	}, "SELECT stem, documents, words FROM search_counts WHERE place = ? AND stem IN "+db.In(len(words.forms)+1), db.Args(words.forms, at, "")...)
	return c, err
}

func (e postgres) hits(ctx context.Context, at place, match string, words ranked, c counts, upTo int64) ([]hit, error) {
	keys := make([]string, len(words.forms))
	for i, form := range words.forms {
		keys[i] = "'" + form + "':"
	}
	query, args := c.matches(at, match, "<=")
	return db.All(ctx, e.db, func(r db.Row) (hit, error) {
		h := hit{times: make([]int64, words.number)}
		var vector string
		err := r.Scan(&h.docid, &h.words, &vector)
		for i, key := range keys {
			h.times[words.of[i]] += positions(vector, key)
		}
		return h, err
	}, "SELECT docid, words, CAST(stems AS text) FROM "+query+" ORDER BY docid DESC LIMIT ?", append(args, upTo, Window)...)
}

// positions counts how often a stem stands in a tsvector, written as 'stem':1,7,9.
func positions(vector, key string) int64 {
	_, rest, found := strings.Cut(vector, key)
	if !found {
		return 0
	}
	list, _, _ := strings.Cut(rest, " ")
	return int64(strings.Count(list, ",") + 1)
}

// vector writes a document as a tsvector.
func (d document) vector() string {
	at := map[string][]string{}
	var order []string
	for i, s := range d.words {
		if s == markSign {
			continue // a word that came too often; its place stays free
		}
		if at[s] == nil {
			order = append(order, s)
		}
		at[s] = append(at[s], strconv.Itoa(i+1))
	}
	var b strings.Builder
	for _, s := range order {
		fmt.Fprintf(&b, "'%s':%s ", s, strings.Join(at[s], ","))
	}
	for _, m := range d.marks {
		fmt.Fprintf(&b, "'%s' ", m)
	}
	return b.String()
}

func (e postgres) put(tx *db.Tx, at place, documents []document) error {
	ids := make([]int64, len(documents))
	for i, d := range documents {
		ids[i] = docid(d.kind, d.ref)
	}
	if err := e.remove(tx, at, ids); err != nil {
		return err
	}
	var words int64
	for i, d := range documents {
		if _, err := tx.Exec(fmt.Sprintf("INSERT INTO %s (docid, words, stems) VALUES (?, ?, CAST(? AS tsvector))", at),
			ids[i], len(d.words), d.vector()); err != nil {
			return err
		}
		words += int64(len(d.words))
	}
	count := map[string]int64{"": int64(len(documents))}
	for _, d := range documents {
		seen := map[string]bool{markSign: true}
		for _, s := range d.words {
			if !seen[s] {
				seen[s] = true
				count[s]++
			}
		}
	}
	return e.count(tx, at, count, words)
}

// count adds to the counts. The rows are taken in the order of their stems, so that two instances do not wait for each
// other in a circle.
func (postgres) count(tx *db.Tx, at place, count map[string]int64, words int64) error {
	raw, err := json.Marshal(count)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO search_counts (place, stem, documents, words)
		SELECT ?, key, CAST(value AS bigint), CASE WHEN key = '' THEN CAST(? AS bigint) ELSE 0 END
		FROM jsonb_each_text(CAST(? AS jsonb)) ORDER BY key COLLATE "C"
		ON CONFLICT (place, stem) DO UPDATE SET documents = search_counts.documents + excluded.documents,
		words = search_counts.words + excluded.words`, at, words, string(raw))
	if err != nil {
		return err
	}
	// A word that nothing holds any more leaves no trace.
	_, err = tx.Exec("DELETE FROM search_counts WHERE place = ? AND documents <= 0 AND stem IN (SELECT jsonb_object_keys(CAST(? AS jsonb)))", at, string(raw))
	return err
}

func (e postgres) remove(tx *db.Tx, at place, docids []int64) error {
	count := map[string]int64{}
	var words int64
	err := db.Each(tx.Context(), tx, func(r db.Row) error {
		var n int64
		var stems string
		err := r.Scan(&n, &stems)
		var list []string
		if err == nil {
			err = json.Unmarshal([]byte(stems), &list)
		}
		for _, s := range list {
			if !strings.HasPrefix(s, markSign) {
				count[s]--
			}
		}
		count[""]--
		words -= n
		return err
	}, fmt.Sprintf("DELETE FROM %s WHERE docid IN %s RETURNING words, CAST(to_jsonb(tsvector_to_array(stems)) AS text)", at, db.In(len(docids))),
		db.Args(docids)...)
	if err != nil || len(count) == 0 {
		return err
	}
	return e.count(tx, at, count, words)
}

func (postgres) clear(tx *db.Tx) error {
	_, err := tx.Exec("TRUNCATE search_said, search_named, search_counts")
	return err
}

// tend sorts what was indexed last into the index proper; until then each search reads it from end to end.
func (e postgres) tend(ctx context.Context) (bool, error) {
	return false, e.db.Write(ctx, func(tx *db.Tx) error {
		for _, at := range []place{said, named} {
			if _, err := db.Value[int64](tx.Context(), tx, fmt.Sprintf("SELECT gin_clean_pending_list('%s_stems')", at)); err != nil {
				return err
			}
		}
		return nil
	})
}

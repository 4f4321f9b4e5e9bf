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

// Stems and marks are made of letters, digits and symbols alone, so that quotes are all that it takes.
func (postgres) term(t term) string {
	return "(" + joined(t, " <-> ", func(s string) string { return "'" + s + "'" }) + ")"
}

func (e postgres) match(all []term, any []string, not []term) string {
	text := joined(all, " & ", e.term)
	if len(any) > 0 {
		text += " & (" + joined(any, " | ", func(m string) string { return e.term(term{m}) }) + ")"
	}
	if len(not) > 0 {
		text += " & !(" + joined(not, " | ", e.term) + ")"
	}
	return text
}

// few is how many matches are better gathered by the words and then sorted than met by going back through everything
// that was said, which the planner would choose more often than is good.
const few = 20_000

// matches is a query of the documents that match and are at most at a docid, to be sorted by their docids.
func (c counts) matches(at place) string {
	query := fmt.Sprintf("(SELECT docid, words, stems FROM %s WHERE stems @@ CAST(? AS tsquery) AND docid <= ?", at)
	if len(c.in) > 0 && slices.Min(c.in) <= few {
		query += " OFFSET 0" // keeps the planner from turning the order around
	}
	return query + ") AS matches"
}

func (e postgres) newest(ctx context.Context, at place, match string, stems []string, below int64, limit int) ([]int64, error) {
	c, err := e.counts(ctx, at, stems)
	if err != nil {
		return nil, err
	}
	return db.Values[int64](ctx, e.db, "SELECT docid FROM "+c.matches(at)+" ORDER BY docid DESC LIMIT ?", match, below-1, limit)
}

func (e postgres) counts(ctx context.Context, at place, stems []string) (counts, error) {
	c := counts{in: make([]int64, len(stems)), average: 1}
	place := map[string]int{}
	for i, s := range stems {
		place[s] = i
	}
	err := db.Each(ctx, e.db, func(r db.Row) error {
		var stem string
		var documents, words int64
		err := r.Scan(&stem, &documents, &words)
		if stem == "" {
			c.documents, c.average = documents, average(words, documents)
		} else {
			c.in[place[stem]] = documents
		}
		return err
	}, "SELECT stem, documents, words FROM search_counts WHERE place = ? AND stem IN "+db.In(len(stems)+1), db.Args(stems, at, "")...)
	return c, err
}

func (e postgres) hits(ctx context.Context, at place, match string, stems []string, c counts, upTo int64) ([]hit, error) {
	keys := make([]string, len(stems))
	for i, s := range stems {
		keys[i] = "'" + s + "':"
	}
	return db.All(ctx, e.db, func(r db.Row) (hit, error) {
		h := hit{times: make([]int64, len(stems))}
		var vector string
		err := r.Scan(&h.docid, &h.words, &vector)
		for i, key := range keys {
			h.times[i] = positions(vector, key)
		}
		return h, err
	}, "SELECT docid, words, CAST(stems AS text) FROM "+c.matches(at)+" ORDER BY docid DESC LIMIT ?", match, upTo, Window)
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

package search

import (
	"context"
	"strings"

	"folkmoot/models/db"
)

// looked tells which words are marked: those that were looked for.
type looked func(forms) bool

// lookedFor gives what is marked in texts of a language.
func (s Search) lookedFor(language string) looked {
	if s.Kind == Person {
		var parts []string
		for _, w := range s.Query.words() {
			parts = append(parts, w.plain)
		}
		return func(f forms) bool {
			for _, part := range parts {
				if f.plain == part || len(part) >= fewestLetters && strings.HasPrefix(f.plain, part) {
					return true
				}
			}
			return false
		}
	}
	words := map[string]bool{}
	for _, w := range s.Query.words() {
		words[w.in(language)] = true
	}
	return func(f forms) bool { return words[f.in(language)] }
}

// show marks what was looked for in the titles, and adds the words around it from the texts as they are now.
func (x *Index) show(ctx context.Context, s Search, results []Result) error {
	if len(results) == 0 {
		return nil
	}
	ids := make([]int64, len(results))
	for i, r := range results {
		ids[i] = r.ID
	}
	if s.Kind == Chapter {
		if err := x.showPassages(ctx, s, ids, results); err != nil {
			return err
		}
	}
	texts, err := x.texts(ctx, s.Kind, ids)
	if err != nil {
		return err
	}
	for i := range results {
		r := &results[i]
		mark := s.lookedFor(r.Language)
		if r.Kind != Contribution && len(r.Title) == 1 {
			r.Title = marked(r.Title[0].Text, mark)
		}
		if text := texts[r.ID]; text != "" && r.Snippet == nil {
			r.Snippet = snippet(text, mark)
		}
	}
	return nil
}

// texts reads the words that snippets are taken from.
func (x *Index) texts(ctx context.Context, kind Kind, ids []int64) (map[int64]string, error) {
	query := map[Kind]string{
		Contribution: "SELECT id, body_html FROM contributions WHERE state = 'published' AND id IN ",
		Discussion:   "SELECT t.id, c.body_html FROM threads t JOIN contributions c ON c.id = t.opening_id WHERE c.state = 'published' AND t.id IN ",
		Chapter:      "SELECT id, summary FROM chapters WHERE id IN ",
		Theme:        "SELECT id, definition FROM themes WHERE id IN ",
		Group:        "SELECT id, summary FROM groups WHERE id IN ",
	}[kind]
	if query == "" {
		return nil, nil
	}
	texts := make(map[int64]string, len(ids))
	return texts, db.Each(ctx, x.DB, func(r db.Row) error {
		var id int64
		var text string
		err := r.Scan(&id, &text)
		if kind == Contribution || kind == Discussion {
			text = plain(text)
		}
		texts[id] = text
		return err
	}, query+db.In(len(ids)), db.Args(ids)...)
}

// showPassages finds in each chapter's current version the piece that holds the most of the words that were looked for,
// the first of equals, so that a result leads there.
func (x *Index) showPassages(ctx context.Context, s Search, ids []int64, results []Result) error {
	at := map[int64]*Result{}
	for i := range results {
		at[results[i].ID] = &results[i]
	}
	mark, best := s.lookedFor(""), map[int64]int{}
	return db.Each(ctx, x.DB, func(r db.Row) error {
		var chapter, block int64
		var number int
		var text string
		if err := r.Scan(&chapter, &block, &number, &text); err != nil {
			return err
		}
		words := map[string]bool{}
		eachWord(text, func(w word) bool {
			if mark(w.forms) {
				words[w.stem] = true
			}
			return true
		})
		if res := at[chapter]; res != nil && len(words) > best[chapter] {
			best[chapter] = len(words)
			res.Block, res.Part, res.Snippet = block, number, snippet(text, mark)
		}
		return nil
	}, `SELECT c.id, b.block_id, b.number, b.text FROM chapters c JOIN version_blocks b ON b.version_id = c.version_id
		WHERE c.id IN `+db.In(len(ids))+" ORDER BY c.id, b.position", db.Args(ids)...)
}

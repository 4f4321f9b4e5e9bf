package insight

import (
	"context"
	"slices"
	"unicode/utf8"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight/quote"
	"folkmoot/models/people"
)

// openingRead is how much of a contribution is read for its first sentences, in characters.
const openingRead = 1_500

// Words stand for a contribution: its first sentences, exactly as they were written.
type Words struct {
	Text       string
	Start, End int  // bytes of the stored Markdown; both 0 where that is not plain, and Text is how it reads
	Whole      bool // Text is all of it
}

// Words reads what stands for contributions; those that not everybody may see are left out.
func (s *Store) Words(ctx context.Context, ids []int64) (map[int64]Words, error) {
	words := make(map[int64]Words, len(ids))
	seen, args := people.Visitor.Sees("c", "t")
	for chunk := range slices.Chunk(ids, votesAtOnce) {
		err := db.Each(ctx, s.DB, func(r db.Row) error {
			var id int64
			var body, html string
			if err := r.Scan(&id, &body, &html); err != nil {
				return err
			}
			words[id] = opening(body, html)
			return nil
		}, `SELECT c.id, SUBSTR(c.body_md, 1, ?), SUBSTR(c.body_html, 1, ?) FROM contributions c JOIN threads t ON t.id = c.thread_id
			WHERE c.id IN `+db.In(len(chunk))+" AND "+seen, slices.Concat([]any{openingRead, openingRead}, db.Args(chunk), args)...)
		if err != nil {
			return nil, err
		}
	}
	return words, nil
}

func opening(body, html string) Words {
	start, end, whole, ok := quote.Opening(body, utf8.RuneCountInString(body) >= openingRead)
	if !ok {
		return Words{Text: discussion.Excerpt(html)}
	}
	return Words{Text: body[start:end], Start: start, End: end, Whole: whole}
}

// Told lists the contributions whose words a page about views tells, each once.
func (v *Views) Told() (ids []int64) {
	for _, at := range v.toldPlaces() {
		ids = append(ids, v.Statements[at].Contribution)
	}
	return ids
}

// ToldThreads lists the threads that those stand in, each once.
func (v *Views) ToldThreads() (threads []int64) {
	for _, at := range v.toldPlaces() {
		threads = append(threads, v.Statements[at].Thread)
	}
	slices.Sort(threads)
	return slices.Compact(threads)
}

func (v *Views) toldPlaces() []int {
	places := slices.Concat(v.Shared, v.Opposed, v.Divides, v.Unsure)
	for _, view := range v.Views {
		places = append(places, view.Agrees, view.Disagrees)
		for _, a := range view.Apart {
			places = append(places, a.Statement)
		}
	}
	slices.Sort(places)
	return slices.DeleteFunc(slices.Compact(places), func(at int) bool { return at < 0 })
}

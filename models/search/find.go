package search

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// deadline is the longest that one search may take.
const deadline = 3 * time.Second

// chunkSize is how many matches are looked up in the tables at a time; a search whose matches are mostly not to be
// seen, or are outside its span of time, takes more and larger ones.
const chunkSize, largestChunk = 32, 2048

// mark is the place in a list of results after which a page begins.
type mark struct {
	ID    int64   `json:"i"`
	Score float64 `json:"s,omitempty"`
	// Under Best, what the first page was ranked with: the newest match there was, and the counts of the words.
	Top    int64   `json:"t,omitempty"`
	Counts []int64 `json:"c,omitempty"`
}

// keepCounts is for how many stems the counts travel in the address of the next page; with more of them the pages of
// a list may overlap a little when things are said in between.
const keepCounts = 16

// Find gives a page of what the actor may see. Under Best the newest matches are ranked, Window of them. A search that
// takes too long is Invalid under the field "q". An empty query finds nothing.
func (x *Index) Find(ctx context.Context, a people.Actor, s Search) (Page, error) {
	if s.Kind == "" {
		s.Kind = Contribution
	}
	if s.Limit <= 0 || s.Limit > PageSize {
		s.Limit = PageSize
	}
	var after mark
	if err := db.DecodeCursor(s.Cursor, &after); err != nil {
		return Page{}, err
	}
	if s.Query.Empty() {
		return Page{}, nil
	}
	limited, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	page, err := x.find(limited, a, s, after)
	if errors.Is(err, db.ErrBusy) && ctx.Err() == nil && limited.Err() != nil {
		return Page{}, db.Wrong("q", "Too much has these words in it, so we stopped looking. Please add another word")
	}
	return page, err
}

// find gathers matches until the page is full and tells whether there is another page.
func (x *Index) find(ctx context.Context, a people.Actor, s Search, after mark) (Page, error) {
	next := x.newest(s, after)
	if s.Order == Best {
		var err error
		if next, err = x.best(ctx, s, after); err != nil {
			return Page{}, err
		}
	}
	type found struct {
		Result
		mark
	}
	var all []found
	for size := chunkSize; len(all) <= s.Limit; size = min(4*size, largestChunk) {
		places, err := next(ctx, size)
		if err != nil {
			return Page{}, err
		}
		refs := make([]int64, len(places))
		for i, p := range places {
			refs[i] = p.ID
			if s.Kind != Contribution {
				_, refs[i] = namedBy(p.ID)
			}
		}
		results, err := x.look(ctx, a, s, refs)
		if err != nil {
			return Page{}, err
		}
		for i, ref := range refs {
			if r, ok := results[ref]; ok {
				all = append(all, found{r, places[i]})
			}
		}
		if len(places) < size {
			break
		}
	}
	var page Page
	if len(all) > s.Limit {
		all = all[:s.Limit]
		page.Next = db.EncodeCursor(all[s.Limit-1].mark)
	}
	for _, f := range all {
		page.Results = append(page.Results, f.Result)
	}
	return page, x.show(ctx, s.Query, page.Results)
}

// source gives the next matches of a list, at most n.
type source func(ctx context.Context, n int) ([]mark, error)

// ask writes what a search looks for: first the stems that it is ranked by, where there are any.
func (x *Index) ask(e engine, s Search, stems []string) string {
	var all []term
	for _, one := range stems {
		all = append(all, term{one})
	}
	for _, t := range s.Query.terms {
		if len(stems) == 0 || len(t) > 1 {
			all = append(all, t)
		}
	}
	marks, any := s.Filter.marks(x.DB.Clock.Now())
	if s.Kind != Contribution {
		// What has a name has only its kind and group as marks.
		marks, any = []string{kindMark(s.Kind)}, nil
		if s.Kind == Discussion && s.Filter.Group != 0 {
			marks = append(marks, groupMark(s.Filter.Group))
		}
	}
	for _, m := range marks {
		all = append(all, term{m})
	}
	return e.match(all, any, s.Query.not)
}

// newest is the list of matches by the order in which they came.
func (x *Index) newest(s Search, after mark) source {
	e, below := engineOf(x.DB), int64(math.MaxInt64)
	if after.ID != 0 {
		below = after.ID
	}
	text := x.ask(e, s, nil)
	return func(ctx context.Context, n int) ([]mark, error) {
		ids, err := e.newest(ctx, placeOf(s.Kind), text, s.Query.stems(), below, n)
		marks := make([]mark, len(ids))
		for i, id := range ids {
			marks[i], below = mark{ID: id}, id
		}
		return marks, err
	}
}

// best is the list of the newest matches by how well they match.
func (x *Index) best(ctx context.Context, s Search, after mark) (source, error) {
	e, at, stems := engineOf(x.DB), placeOf(s.Kind), s.Query.stems()
	top := int64(math.MaxInt64)
	if after.Top != 0 {
		top = after.Top
	}
	c, err := x.counts(ctx, at, stems, after)
	if err != nil {
		return nil, fmt.Errorf("count the words: %w", err)
	}
	hits, err := e.hits(ctx, at, x.ask(e, s, stems), stems, c, top)
	if err != nil {
		return nil, fmt.Errorf("rank: %w", err)
	}
	if len(hits) > 0 {
		top = hits[0].docid
	}
	rank(hits, c)
	if after.ID != 0 {
		last := hit{docid: after.ID, score: after.Score}
		hits = slices.DeleteFunc(hits, func(h hit) bool { return compare(last, h) >= 0 })
	}
	var kept []int64
	if len(stems) <= keepCounts {
		kept = append([]int64{c.documents, c.average}, c.in...)
	}
	return func(_ context.Context, n int) ([]mark, error) {
		n = min(n, len(hits))
		marks := make([]mark, n)
		for i, h := range hits[:n] {
			marks[i] = mark{ID: h.docid, Score: h.score, Top: top, Counts: kept}
		}
		hits = hits[n:]
		return marks, nil
	}, nil
}

// counts gives the counts that the first page was ranked with, or those of now.
func (x *Index) counts(ctx context.Context, at place, stems []string, after mark) (counts, error) {
	if len(after.Counts) == 2+len(stems) {
		return counts{documents: after.Counts[0], average: max(1, after.Counts[1]), in: after.Counts[2:]}, nil
	}
	return engineOf(x.DB).counts(ctx, at, stems)
}

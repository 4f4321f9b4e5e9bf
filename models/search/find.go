package search

import (
	"context"
	"errors"
	"fmt"
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

// Find gives a page of what the actor may see. Under Best the newest matches are ranked, Window of them. A search that
// takes too long is Invalid under the field "q". Without words it gives the newest of what the filter leaves; with
// neither it finds nothing, and people are only found by name.
func (x *Index) Find(ctx context.Context, a people.Actor, s Search) (Page, error) {
	if s.Kind == "" {
		s.Kind = Contribution
	}
	if s.Limit <= 0 || s.Limit > PageSize {
		s.Limit = PageSize
	}
	at, err := x.parse(s.Cursor)
	if err != nil {
		return Page{}, err
	}
	s.Filter = s.Filter.For(s.Kind)
	if s.Query.Empty() && s.Filter == (Filter{}) || s.Kind == Person && !nameable(s.Query) {
		return Page{}, nil
	}
	if s.Query.Empty() || s.Kind == Person {
		s.Order = Newest
	}
	limited, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	page, err := x.find(limited, a, s, at)
	if errors.Is(err, db.ErrBusy) && ctx.Err() == nil && limited.Err() != nil {
		return Page{}, db.Wrong("q", "Too much has these words in it, so we stopped looking. Please add another word")
	}
	return page, err
}

// found is a result with its place in the list.
type found struct {
	Result
	mark
}

// find gathers matches until the page is full and tells whether there are others after it and before it.
func (x *Index) find(ctx context.Context, a people.Actor, s Search, at mark) (Page, error) {
	next, err := x.source(ctx, a, s, at)
	if err != nil {
		return Page{}, err
	}
	enough := s.Limit
	if at.ID == 0 {
		enough = max(enough, s.Count)
	}
	all, err := x.gather(ctx, a, s, next, enough+1)
	if err != nil {
		return Page{}, err
	}
	if at.Back && len(all) <= s.Limit { // the beginning: shown as the first page is
		s.Cursor = ""
		return x.find(ctx, a, s, mark{})
	}
	var page Page
	if at.ID == 0 && s.Count > 0 {
		page.Found, page.Over = min(len(all), s.Count), len(all) > s.Count
	}
	further := len(all) > s.Limit
	all = all[:min(len(all), s.Limit)]
	if at.Back {
		slices.Reverse(all)
	}
	if n := len(all); n > 0 {
		if further || at.Back {
			page.Next = x.cursor(all[n-1].mark)
		}
		if at.ID != 0 {
			before := all[0].mark
			before.Back = true
			page.Previous = x.cursor(before)
		}
	}
	for _, f := range all {
		page.Results = append(page.Results, f.Result)
	}
	return page, x.show(ctx, s, page.Results)
}

// gather looks matches up until there are enough that the actor may see.
func (x *Index) gather(ctx context.Context, a people.Actor, s Search, next source, enough int) ([]found, error) {
	var all []found
	for size := max(chunkSize, enough+enough/8); len(all) < enough; size = min(4*size, largestChunk) {
		places, err := next(ctx, size)
		if err != nil {
			return nil, err
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
			return nil, err
		}
		for i, ref := range refs {
			if r, ok := results[ref]; ok && len(all) < enough {
				all = append(all, found{r, places[i]})
			}
		}
		if len(places) < size {
			break
		}
	}
	return all, nil
}

// source gives the next matches of a list, at most n.
type source func(ctx context.Context, n int) ([]mark, error)

func (x *Index) source(ctx context.Context, a people.Actor, s Search, at mark) (source, error) {
	if s.Order == Best {
		return x.best(ctx, a, s, at)
	}
	return x.newest(a, s, at), nil
}

// wanted writes what a search looks for: first the words that it is ranked by, where there are any.
func (x *Index) wanted(a people.Actor, s Search, words []forms) wanted {
	var w wanted
	for _, one := range words {
		w.all = append(w.all, readings([]forms{one}))
	}
	for _, t := range s.Query.terms {
		switch {
		case s.Kind == Person:
			w.all = append(w.all, beginnings(t)...)
		case len(words) == 0 || len(t) > 1:
			w.all = append(w.all, readings(t))
		}
	}
	for _, t := range s.Query.not {
		w.not = append(w.not, readings(t)...)
	}
	if s.Kind == Contribution {
		w.all = append(w.all, s.Filter.marks(x.DB.Clock.Now())...)
	} else {
		// What has a name has only its kind, its group and whether it is private as marks.
		w.all = append(w.all, anyMark(kindMark(s.Kind)))
		if s.Kind == Discussion && s.Filter.Group != 0 {
			w.all = append(w.all, anyMark(groupMark(s.Filter.Group)))
		}
	}
	if w.public = !a.Staff(); w.public {
		for _, m := range a.Groups {
			w.but = append(w.but, groupMark(m.GroupID))
		}
	}
	return w
}

// newest is the list of matches by the order in which they came.
func (x *Index) newest(a people.Actor, s Search, at mark) source {
	e, from := engineOf(x.DB), span{docid: at.ID, up: at.Back}
	if at.ID == 0 {
		from.docid = end
	}
	text, words := e.match(x.wanted(a, s, nil)), x.words(s)
	return func(ctx context.Context, n int) ([]mark, error) {
		ids, err := e.list(ctx, placeOf(s.Kind), text, words, from, n)
		marks := make([]mark, len(ids))
		for i, id := range ids {
			marks[i], from.docid = mark{ID: id}, id
		}
		return marks, err
	}
}

// words are the words that everything has which is found; nobody's name is counted by its words.
func (x *Index) words(s Search) ranked {
	if s.Kind == Person {
		return ranked{}
	}
	return rankedBy(s.Query.words())
}

// best is the list of the newest matches by how well they match.
func (x *Index) best(ctx context.Context, a people.Actor, s Search, at mark) (source, error) {
	e, in, words := engineOf(x.DB), placeOf(s.Kind), s.Query.words()
	by, top := rankedBy(words), end
	if at.Top != 0 {
		top = at.Top
	}
	c, err := x.counts(ctx, in, words)
	if err != nil {
		return nil, fmt.Errorf("count the words: %w", err)
	}
	hits, err := e.hits(ctx, in, e.match(x.wanted(a, s, words)), by, c, top)
	if err != nil {
		return nil, fmt.Errorf("rank: %w", err)
	}
	if len(hits) > 0 {
		top = hits[0].docid
	}
	if len(at.Counts) == 2+len(words) { // as the first page was ranked
		c = counts{documents: at.Counts[0], average: max(1, at.Counts[1]), in: at.Counts[2:]}
	}
	rank(hits, c)
	if at.ID != 0 {
		last := hit{docid: at.ID, score: at.Score}
		hits = slices.DeleteFunc(hits, func(h hit) bool { return compare(last, h) >= 0 != at.Back || h.docid == at.ID })
		if at.Back {
			slices.Reverse(hits)
		}
	}
	var kept []int64
	if len(words) <= keepCounts {
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

package search

import (
	"context"
	"math"
	"slices"

	"folkmoot/models/people"
)

// MostSimilar is how many discussions are shown as like a new one.
const MostSimilar = 5

// enoughAlike is the part of a title's weight that another title must share: rare words weigh more.
const enoughAlike = 0.4

// Similar gives open discussions that the actor may see whose titles have much in common with a text, the closest
// first; none where the text has only little words. It is quick enough to be asked while somebody types.
func (x *Index) Similar(ctx context.Context, a people.Actor, text string) ([]Result, error) {
	if len(text) > MaxQuery {
		text = text[:MaxQuery]
	}
	var words []forms
	seen := map[string]bool{}
	eachWord(text, func(w word) bool {
		if !seen[w.stem] && !little[w.stem] {
			seen[w.stem] = true
			words = append(words, w.forms)
		}
		return len(words) < MaxTerms
	})
	if len(words) == 0 {
		return nil, nil
	}
	limited, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	e, by := engineOf(x.DB), rankedBy(words)
	c, err := x.counts(limited, named, words)
	if err != nil || c.documents == 0 {
		return nil, err
	}
	s := Search{Kind: Discussion, Filter: Filter{State: Open}}
	w := x.wanted(a, s, nil)
	w.all = append([]either{nil}, w.all...)
	for _, form := range by.forms {
		w.all[0] = append(w.all[0], term{form})
	}
	hits, err := e.hits(limited, named, e.match(w), by, c, end)
	if err != nil {
		return nil, err
	}
	hits = akin(hits, c)
	next := func(_ context.Context, n int) ([]mark, error) {
		n = min(n, len(hits))
		marks := make([]mark, n)
		for i, h := range hits[:n] {
			marks[i] = mark{ID: h.docid}
		}
		hits = hits[n:]
		return marks, nil
	}
	all, err := x.gather(limited, a, s, next, MostSimilar)
	if err != nil {
		return nil, err
	}
	results := make([]Result, len(all))
	for i, f := range all {
		results[i] = f.Result
	}
	s.Query.terms = [][]forms{words}
	return results, x.show(limited, s, results)
}

// akin gives those of the hits that have enough of the words in them, the closest first and the newer of equals. Words
// that stand in no title tell nothing; of a longer title more than one word is to be shared.
func akin(hits []hit, c counts) []hit {
	weights, all := make([]float64, len(c.in)), 0.0
	for i, in := range c.in {
		if in > 0 {
			weights[i] = math.Log(1 + float64(c.documents+1)/float64(min(in, c.documents)+1))
			all += weights[i]
		}
	}
	kept := hits[:0]
	for _, h := range hits {
		shared := 0
		for i, times := range h.times {
			if times > 0 {
				shared++
				h.score += weights[i]
			}
		}
		h.score = math.Round(h.score*1e6) / 1e6
		if h.score >= enoughAlike*all && (shared > 1 || len(c.in) <= 2) {
			kept = append(kept, h)
		}
	}
	slices.SortFunc(kept, compare)
	return kept
}

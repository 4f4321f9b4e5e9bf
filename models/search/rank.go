package search

import (
	"math"
	"slices"
)

// The usual constants of BM25: how soon repeating a word stops to count, and how much long texts are held back.
const (
	saturation = 1.2
	lengths    = 0.75
)

// rank gives each hit its BM25 score and sorts the best first, the newer first among equals. It works on whole
// numbers from either engine, so that both rank the same.
func rank(hits []hit, c counts) {
	weight := make([]float64, len(c.in))
	for i, in := range c.in {
		in = min(max(in, 0), c.documents) // the counts of a later page come from its address
		// A stem that stands in more than half of all documents still counts a little.
		weight[i] = math.Max(0.01, math.Log(1+(float64(c.documents-in)+0.5)/(float64(in)+0.5)))
	}
	for i := range hits {
		h := &hits[i]
		norm := saturation * (1 - lengths + lengths*float64(h.words)/float64(c.average))
		for j, times := range h.times {
			f := float64(times)
			h.score += weight[j] * f * (saturation + 1) / (f + norm)
		}
		h.score = math.Round(h.score*1e6) / 1e6
	}
	slices.SortFunc(hits, compare)
}

// compare puts the better hit first, and of equals the newer one.
func compare(a, b hit) int {
	switch {
	case a.score > b.score || a.score == b.score && a.docid > b.docid:
		return -1
	case a.score == b.score && a.docid == b.docid:
		return 0
	}
	return 1
}

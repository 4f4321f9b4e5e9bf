package classify

import (
	"math"
	"slices"
)

// feature is the number of a stem or of a pair of neighbouring stems: a hash of its letters, so that it does not
// depend on what was read before.
type feature uint64

// counted is how often a feature stands in a text.
type counted struct {
	feature feature
	times   int32
}

// weighted is a feature of a text with its weight there.
type weighted struct {
	feature feature
	weight  float64
}

// features counts the stems and the pairs of neighbouring stems of a text, in the order of their numbers.
func features(list []word) []counted {
	all := make([]feature, 0, 2*len(list))
	for i, w := range list {
		all = append(all, single(w))
		if i > 0 {
			all = append(all, pair(list[i-1], w))
		}
	}
	return count(all)
}

func count(all []feature) []counted {
	slices.Sort(all)
	var out []counted
	for _, f := range all {
		if n := len(out); n > 0 && out[n-1].feature == f {
			out[n-1].times++
			continue
		}
		out = append(out, counted{f, 1})
	}
	return out
}

func single(w word) feature { return hash("w", w.stem) }

func pair(a, b word) feature { return hash("p", a.stem, b.stem) }

// hash is the 64-bit FNV-1a hash of strings with a zero byte after each.
func hash(parts ...string) feature {
	h := uint64(14695981039346656037)
	for _, part := range parts {
		for i := range len(part) {
			h = (h ^ uint64(part[i])) * 1099511628211
		}
		h *= 1099511628211
	}
	return feature(h)
}

// rarity knows in how many of the texts that were read each feature stands.
type rarity struct {
	texts int
	in    map[feature]int32
}

func newRarity() *rarity { return &rarity{in: map[feature]int32{}} }

func (r *rarity) add(text []counted) {
	r.texts++
	for _, c := range text {
		r.in[c.feature]++
	}
}

// idf is ln((1+N)/(1+df)) + 1, the smoothed inverse document frequency.
func (r *rarity) idf(f feature) float64 {
	return math.Log(float64(1+r.texts)/float64(1+r.in[f])) + 1
}

// weigh gives each feature the weight (1 + ln tf) × idf and scales the whole to length 1.
func (r *rarity) weigh(text []counted) []weighted {
	out := make([]weighted, len(text))
	var squares float64
	for i, c := range text {
		w := (1 + math.Log(float64(c.times))) * r.idf(c.feature)
		out[i] = weighted{c.feature, w}
		squares += w * w
	}
	if squares > 0 {
		scale := 1 / math.Sqrt(squares)
		for i := range out {
			out[i].weight *= scale
		}
	}
	return out
}

package classify

import "math"

// smoothing is the α of complement naive Bayes: what is added to every count.
const smoothing = 1.0

// bayes is complement naive Bayes (Rennie, Shih, Teevan and Karger, "Tackling the Poor Assumptions of Naive Bayes
// Text Classifiers", 2003): a text fits a theme if its features are rare in the texts outside the theme.
// A text with several themes is outside none of them.
type bayes struct {
	all    counts   // of every text
	inside []counts // of the texts of each theme
}

// counts adds up the weights of features, in whole numbers of 1/exact.
type counts struct {
	of    map[feature]int64
	total int64
}

func newBayes(themes int) *bayes {
	b := &bayes{all: counts{of: map[feature]int64{}}, inside: make([]counts, themes)}
	for i := range b.inside {
		b.inside[i].of = map[feature]int64{}
	}
	return b
}

func (c *counts) add(f feature, n int64) {
	c.total += n
	if now := c.of[f] + n; now == 0 {
		delete(c.of, f)
	} else {
		c.of[f] = now
	}
}

// add counts a text of the given themes, or with sign -1 takes it out again.
func (b *bayes) add(text []weighted, themes []int, sign int64) {
	for _, w := range text {
		n := sign * whole(w.weight)
		b.all.add(w.feature, n)
		for _, t := range themes {
			b.inside[t].add(w.feature, n)
		}
	}
}

// weight is -ln of the share of a feature in the texts outside a theme.
func (b *bayes) weight(f feature, theme int) float64 {
	in := &b.inside[theme]
	outside := float64(b.all.of[f]-in.of[f])/exact + smoothing
	total := float64(b.all.total-in.total)/exact + smoothing*float64(len(b.all.of))
	return -math.Log(outside / total)
}

// scores tells for each theme how well a text fits.
func (b *bayes) scores(text []weighted) []float64 {
	out := make([]float64, len(b.inside))
	for i := range out {
		for _, w := range text {
			if b.all.of[w.feature] != 0 {
				out[i] += w.weight * b.weight(w.feature, i)
			}
		}
	}
	return out
}

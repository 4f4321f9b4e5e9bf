package emerge

import (
	"math"
	"slices"
)

// LogOdds tells how much more often something is among one kind than among the rest: the log-odds ratio with an
// informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin' Words"), and its z-score. It is count times
// among all of the kind and rest times among others; prior is how many times it stands in the prior, of priors there.
func LogOdds(count, all, rest, others, prior, priors float64) (delta, z float64) {
	odds := func(y, n float64) float64 { return math.Log((y + prior) / (n + priors - y - prior)) }
	delta = odds(count, all) - odds(rest, others)
	return delta, delta / math.Sqrt(1/(count+prior)+1/(rest+prior))
}

// Cell is how many different people of a kind spoke about something.
type Cell struct {
	People   int // of the kind who spoke about it
	All      int // who spoke about it
	Kind     int // of the kind, whatever they spoke about
	Everyone int // who spoke
}

// CellAtLeast is how many people a kind must have, in a cell and outside of it, for anything to be said of it.
const CellAtLeast = 5

const (
	contrastPrior = 10   // people, divided as everybody is
	contrastShare = 0.05 // of what is said to be said more by a kind, this much may be chance
)

// Z is how much more the kind speaks about it than everybody else does, as a z-score of the log-odds.
func (c Cell) Z() float64 {
	share := float64(c.Kind) / float64(c.Everyone)
	_, z := LogOdds(float64(c.People), float64(c.All), float64(c.Kind-c.People), float64(c.Everyone-c.All), contrastPrior*share, contrastPrior)
	return z
}

// told tells whether anything can be said of a cell without speaking of a few people.
func (c Cell) told() bool {
	return c.People >= CellAtLeast && c.Kind >= CellAtLeast && c.Everyone-c.Kind >= CellAtLeast && c.Everyone > c.All
}

// chance is the probability of as many people of the kind or more, were those who spoke about it drawn from everyone
// by lot (Fisher's exact test): z-scores are too bold about small numbers.
func (c Cell) chance() float64 {
	others := float64(c.Everyone - c.Kind - c.All)
	if float64(c.People)*float64(c.Everyone) > float64(c.Kind)*float64(c.All) {
		return c.sum(c.People, c.largest(), 1, func(n float64) float64 {
			return (float64(c.Kind) - n) * (float64(c.All) - n) / ((n + 1) * (others + n + 1))
		})
	}
	// No more than is to be expected: the fewer are the shorter sum.
	return 1 - c.sum(c.People-1, 0, -1, func(n float64) float64 {
		return n * (others + n) / ((float64(c.Kind) - n + 1) * (float64(c.All) - n + 1))
	})
}

// sum adds up the probabilities of counts from one to another, by steps that lead away from what is to be expected. Ratio
// is by how much the probability of the next count differs from that of n.
func (c Cell) sum(from, to, step int, ratio func(n float64) float64) float64 {
	one := math.Exp(c.logLot(from))
	sum := one
	for n := from; n != to && one > sum*1e-17; n += step {
		one *= ratio(float64(n))
		sum += one
	}
	return min(1, sum)
}

// logLot is the logarithm of the probability of just so many people of the kind by lot.
func (c Cell) logLot(n int) float64 {
	return choose(c.Kind, n) + choose(c.Everyone-c.Kind, c.All-n) - choose(c.Everyone, c.All)
}

// choose is the logarithm of the number of ways to draw k of n; there is none for more than n.
func choose(n, k int) float64 {
	if k < 0 || k > n {
		return math.Inf(-1)
	}
	log := func(n int) float64 { l, _ := math.Lgamma(float64(n) + 1); return l }
	return log(n) - log(k) - log(n-k)
}

// SaidMore tells of which cells it can be said that the kind speaks about it more than others do: more than by lot,
// with chance held down over all cells together by the procedure of Benjamini and Hochberg, and by the log-odds too.
// Cells of fewer than five people are left out.
func SaidMore(cells []Cell) []bool {
	var tested []int
	var p []float64
	for i, c := range cells {
		if c.told() {
			tested = append(tested, i)
			p = append(p, c.chance())
		}
	}
	more := make([]bool, len(cells))
	for n, is := range BenjaminiHochberg(p, contrastShare) {
		more[tested[n]] = is && cells[tested[n]].Z() > surelyMore
	}
	return more
}

// surelyMore is the z-score from which log-odds are above zero nineteen times in twenty.
const surelyMore = 1.645

// BenjaminiHochberg tells which of several hypotheses are discoveries, of which at most this share is to be expected
// to be false, by their probabilities under chance (Benjamini and Hochberg 1995).
func BenjaminiHochberg(p []float64, share float64) []bool {
	sorted := slices.Sorted(slices.Values(p))
	limit := -1.0
	for i, q := range sorted {
		if q <= share*float64(i+1)/float64(len(p)) {
			limit = q
		}
	}
	found := make([]bool, len(p))
	for i, q := range p {
		found[i] = q <= limit
	}
	return found
}

package classify

import (
	"math"
	"runtime"
	"slices"
	"sync"
)

// example is a text with its themes, to learn from.
type example struct {
	terms  []term
	themes []int   // places in the codebook, in order
	weight float64 // how much it counts
}

// term is a feature of a text, by its row in the table of weights.
type term struct {
	row int32
	x   float32
}

// linear scores a text for every theme: the sum of the weights of its terms, and a number of the theme's own.
type linear struct {
	themes  int
	weights []float32 // by row, then by theme
	bias    []float64
}

// scores adds up the scores of a text.
func (l *linear) scores(terms []term) []float64 {
	out := slices.Clone(l.bias)
	for _, t := range terms {
		row := l.weights[int(t.row)*l.themes:][:l.themes]
		for k, w := range row {
			out[k] += float64(t.x) * float64(w)
		}
	}
	return out
}

// Settings of the support vector machines.
const (
	dear      = 0.2 // C, how much an example on the wrong side counts: while little is tagged
	cheap     = 0.1 // the same once enough is: then single tags are more often slips than news
	rounds    = 12  // at most
	tolerance = 0.1 // of the optimality conditions
	smoothing = 0.1 // of the ratios
)

// train learns to tell each theme from all others. Two machines add up: one on the terms as they are, one on the
// terms times the log-count ratio of the theme (Wang and Manning, "Baselines and Bigrams", 2012), which trusts words
// that are telling by themselves. Both are sums over terms, so they become one table of weights.
func train(examples []example, rows, themes int, cost float64) *linear {
	l := &linear{themes: themes, weights: make([]float32, rows*themes), bias: make([]float64, themes)}
	work := make(chan int)
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), themes) {
		wait.Go(func() {
			m := newMachine(examples, rows, cost)
			for k := range work {
				l.bias[k] = m.learn(k, func(row int, weight float64) { l.weights[row*themes+k] = float32(weight) })
			}
		})
	}
	for k := range themes {
		work <- k
	}
	close(work)
	wait.Wait()
	return l
}

// machine holds what is needed to learn one theme after the other.
type machine struct {
	examples []example
	cost     float64   // C
	lengths  []float64 // squared, of the examples
	in       []bool    // whether the example has the theme
	weights  []float64
	bias     float64
	alpha    []float64
	order    []int32
	ratio    []float64
	inside   []float64
}

func newMachine(examples []example, rows int, cost float64) *machine {
	n := len(examples)
	return &machine{
		examples: examples, cost: cost, lengths: make([]float64, n), in: make([]bool, n), weights: make([]float64, rows),
		alpha: make([]float64, n), order: make([]int32, n), ratio: make([]float64, rows), inside: make([]float64, rows),
	}
}

// learn finds the weights of a theme, gives them to put, and returns the theme's own number.
func (m *machine) learn(theme int, put func(row int, weight float64)) float64 {
	for i, e := range m.examples {
		_, m.in[i] = slices.BinarySearch(e.themes, theme)
	}
	m.solve(nil)
	sum, bias := slices.Clone(m.weights), m.bias
	m.ratios()
	m.solve(m.ratio)
	for row, w := range m.weights {
		if w = sum[row] + w*m.ratio[row]; w != 0 {
			put(row, w)
		}
	}
	return bias + m.bias
}

// ratios works out |ln(p/q)| for every term, where p is its share of all terms inside the theme and q outside.
func (m *machine) ratios() {
	clear(m.inside)
	outside := m.ratio
	clear(outside)
	var in, out float64
	for i, e := range m.examples {
		for _, t := range e.terms {
			if x := math.Abs(float64(t.x)); m.in[i] {
				m.inside[t.row] += x
				in += x
			} else {
				outside[t.row] += x
				out += x
			}
		}
	}
	const words = 1000 // as many terms as if so many were smoothed
	for row, p := range m.inside {
		if q := outside[row]; p+q > 0 {
			m.ratio[row] = math.Abs(math.Log((p + smoothing) / (in + smoothing*words) * (out + smoothing*words) / (q + smoothing)))
		}
	}
}

// solve trains a support vector machine with squared hinge loss by dual coordinate descent (Hsieh and others, "A Dual
// Coordinate Descent Method for Large-scale Linear SVM", 2008). The examples of the theme and the others count
// alike as a whole. Each term is multiplied by its factor; nil stands for ones.
func (m *machine) solve(factor []float64) {
	clear(m.weights)
	clear(m.alpha)
	m.bias = 0
	var inside int
	for i, e := range m.examples {
		m.order[i], m.lengths[i] = int32(i), 1 // the 1 is of the theme's own number
		for _, t := range e.terms {
			x := float64(t.x)
			if factor != nil {
				x *= factor[t.row]
			}
			m.lengths[i] += x * x
		}
		if m.in[i] {
			inside++
		}
	}
	outside := len(m.examples) - inside
	if inside == 0 {
		m.bias = -1
		return
	}
	each := m.cost * float64(len(m.examples)) / 2
	costs := [2]float64{each / float64(max(outside, 1)), each / float64(inside)}
	shuffle := shuffler(1)
	for range rounds {
		shuffle.mix(m.order)
		var worst float64
		for _, i := range m.order {
			worst = max(worst, m.step(int(i), factor, costs))
		}
		if worst < tolerance {
			return
		}
	}
}

// step moves the multiplier of one example to where it is best, and tells how far from the best it was.
func (m *machine) step(i int, factor []float64, costs [2]float64) float64 {
	e := &m.examples[i]
	side, cost := -1.0, costs[0]
	if m.in[i] {
		side, cost = 1, costs[1]
	}
	score := m.bias
	if factor == nil {
		for _, t := range e.terms {
			score += m.weights[t.row] * float64(t.x)
		}
	} else {
		for _, t := range e.terms {
			score += m.weights[t.row] * float64(t.x) * factor[t.row]
		}
	}
	diagonal := 1 / (2 * cost * e.weight)
	gradient := side*score - 1 + diagonal*m.alpha[i]
	if m.alpha[i] == 0 && gradient >= 0 {
		return 0
	}
	before := m.alpha[i]
	m.alpha[i] = max(0, before-gradient/(m.lengths[i]+diagonal))
	if move := (m.alpha[i] - before) * side; move != 0 {
		for _, t := range e.terms {
			x := float64(t.x)
			if factor != nil {
				x *= factor[t.row]
			}
			m.weights[t.row] += move * x
		}
		m.bias += move
	}
	return math.Abs(gradient)
}

// shuffler gives the same numbers each time (the linear congruential generator of Knuth's MMIX).
type shuffler uint64

func (s *shuffler) mix(list []int32) {
	for i := len(list) - 1; i > 0; i-- {
		*s = *s*6364136223846793005 + 1442695040888963407
		j := int(uint64(*s>>33) % uint64(i+1))
		list[i], list[j] = list[j], list[i]
	}
}

package classify

import (
	"math"
	"slices"
)

// sureness turns how strongly a model suggests a theme into the odds that a person would accept it, as a logarithm:
// fixed + slope × strength. The strength is the score, counted in standard deviations from the usual best score of a
// text, and a part of the logit of the theme's share in the text.
type sureness struct {
	fixed, slope    float64
	mean, deviation float64 // of the best score of a text
}

// usual holds before enough documents are tagged to measure it; it was measured on suggestions from a codebook alone.
var usual = sureness{fixed: -0.25, slope: 0.25, deviation: 1}

const (
	folds      = 2   // parts into which the tagged documents are cut to try the model out
	belief     = 4.0 // how strongly the usual numbers are kept: one over the variance of what they may be
	tried      = 3   // suggestions for each document that are tried out
	shareCount = 0.3 // of the logit of a share beside a score
	surest     = 6.0 // bound on the logit of a share
	steps      = 20  // of Newton's method, at most
	nearEnough = 1e-6
)

// odds is the logarithm of the odds that a theme is right.
func (s sureness) odds(logShare, score float64) float64 {
	return s.fixed + s.slope*strength(logShare, (score-s.mean)/s.deviation)
}

func strength(logShare, score float64) float64 { return score + shareCount*logit(logShare) }

// logit is ln(p/(1-p)) of p = e^x, kept between bounds.
func logit(x float64) float64 {
	return min(surest, max(-surest, x-math.Log(max(1e-12, -math.Expm1(x)))))
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// outcome is a suggestion that was tried out.
type outcome struct {
	strength float64
	right    bool
	weight   float64 // how usual texts like this one are among those without tags
}

// tryOut learns from a part of the tagged documents and suggests for the others, each part in turn, and measures how
// often suggestions are right.
func (f *fit) tryOut(from []source, examples []example, cost float64) sureness {
	var outcomes []outcome
	for fold := range folds {
		var seen, held []example
		n := 0
		for i, s := range from {
			if !s.codebook {
				n++
			}
			if !s.codebook && n%folds == fold {
				held = append(held, examples[i])
			} else {
				seen = append(seen, examples[i])
			}
		}
		l := train(seen, len(f.rows), len(f.codebook.themes), cost)
		scores := make([][]float64, len(held))
		for i, e := range held {
			scores[i] = l.scores(e.terms)
		}
		mean, deviation := spreadOfBest(scores)
		for i, e := range held {
			outcomes = f.tryOne(outcomes, scores[i], e.themes, mean, deviation)
		}
	}
	return measure(outcomes)
}

// tryOne adds what came of the best suggestions for a text.
func (f *fit) tryOne(list []outcome, scores []float64, themes []int, mean, deviation float64) []outcome {
	shares := logShares(scores, f.shift)
	var weight float64
	for _, k := range themes {
		weight += math.Exp(f.shift[k]) / float64(len(themes))
	}
	for _, k := range best(shares)[:min(tried, len(shares))] {
		_, right := slices.BinarySearch(themes, k)
		list = append(list, outcome{strength(shares[k], (scores[k]-mean)/deviation), right, weight})
	}
	return list
}

// best gives the places of numbers, the largest first.
func best(list []float64) []int {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case list[a] > list[b]:
			return -1
		case list[a] < list[b]:
			return 1
		}
		return 0
	})
	return order
}

// spreadOfBest gives the mean and the standard deviation of the best scores of texts.
func spreadOfBest(scores [][]float64) (mean, deviation float64) {
	if len(scores) == 0 {
		return 0, 1
	}
	top := make([]float64, len(scores))
	for i, s := range scores {
		top[i] = slices.Max(s)
	}
	return spread(top)
}

// measure fits the two numbers of a sureness to outcomes by logistic regression (Platt, "Probabilistic Outputs for
// Support Vector Machines", 1999), pulled towards the usual ones.
func measure(outcomes []outcome) sureness {
	at := usual
	for range steps {
		// Gradient and second derivatives of the loss.
		a, b := belief*(at.fixed-usual.fixed), belief*(at.slope-usual.slope)
		aa, ab, bb := belief, 0.0, belief
		for _, o := range outcomes {
			p := sigmoid(at.fixed + at.slope*o.strength)
			miss, curve := o.weight*p, o.weight*p*(1-p)
			if o.right {
				miss -= o.weight
			}
			a, b = a+miss, b+miss*o.strength
			aa, ab, bb = aa+curve, ab+curve*o.strength, bb+curve*o.strength*o.strength
		}
		determinant := aa*bb - ab*ab
		left, right := (bb*a-ab*b)/determinant, (aa*b-ab*a)/determinant
		at.fixed -= left
		at.slope -= right
		if max(math.Abs(left), math.Abs(right)) < nearEnough {
			break
		}
	}
	at.slope = max(0.05, at.slope) // a theme that fits better is never less sure
	return at
}

package emerge

import "math"

// Counts is the negative binomial distribution of a count: Poisson with a rate that is itself gamma distributed.
// Its variance is Mean + Mean²/Size. A Size of +Inf is Poisson.
type Counts struct {
	Mean float64
	Size float64 // > 0
}

// AtLeast is the probability of a count of y or more, right to twelve digits however small it is.
func (c Counts) AtLeast(y int) float64 {
	switch {
	case y <= 0:
		return 1
	case c.Mean <= 0:
		return 0
	}
	above, _ := c.tails(float64(y))
	return above
}

// AtMost is the probability of a count of y or less, right to twelve digits however small it is.
func (c Counts) AtMost(y int) float64 {
	switch {
	case y < 0:
		return 0
	case c.Mean <= 0:
		return 1
	}
	_, below := c.tails(float64(y) + 1)
	return below
}

// Quantile is the least count for which the probability of it or less is at least q.
func (c Counts) Quantile(q float64) int {
	low, high := -1, 1
	for c.AtMost(high) < q {
		low, high = high, 2*high
	}
	for high-low > 1 {
		if middle := (low + high) / 2; c.AtMost(middle) < q {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// tails gives the probabilities of y or more and of less than y, for y > 0. The smaller one is worked out and the
// other is what it lacks to 1, so that neither is ever the difference of two numbers close to each other.
func (c Counts) tails(y float64) (above, below float64) {
	density := c.density(y)
	switch { // at the mean the count parts most evenly
	case y < c.Mean:
		below = min(1, density*c.sumBelow(y))
		return 1 - below, below
	case math.IsInf(c.Size, 1):
		above = min(1, density*poissonSum(y, c.Mean))
	default:
		above = min(1, density*betaFraction(y, c.Size, c.Mean/(c.Mean+c.Size)))
	}
	return above, 1 - above
}

// sumBelow adds up the densities of the counts below y in units of that of y.
func (c Counts) sumBelow(y float64) float64 {
	sum, term := 0.0, 1.0
	for i := y; i > 0; i-- {
		if math.IsInf(c.Size, 1) {
			term *= i / c.Mean
		} else {
			term *= i / (i - 1 + c.Size) * (1 + c.Size/c.Mean)
		}
		next := sum + term
		if next == sum {
			break
		}
		sum = next
	}
	return sum
}

// poissonSum adds up the densities of y and more in units of that of y, for a mean of at most y.
func poissonSum(y, mean float64) float64 {
	sum, term := 1.0, 1.0
	for n := y + 1; ; n++ {
		term *= mean / n
		next := sum + term
		if next == sum {
			return sum
		}
		sum = next
	}
}

// density is the probability of exactly y, by Loader's saddle-point form, in which nothing large cancels.
func (c Counts) density(y float64) float64 {
	if math.IsInf(c.Size, 1) {
		return math.Exp(-stirlingError(y)-deviance(y, y-c.Mean)) / math.Sqrt(2*math.Pi*y)
	}
	n := y + c.Size
	apart := c.Size / (c.Mean + c.Size) * (y - c.Mean) // how far y and Size are from their shares of n
	log := stirlingError(n) - stirlingError(y) - stirlingError(c.Size) - deviance(y, apart) - deviance(c.Size, -apart)
	return c.Size / n * math.Exp(log) * math.Sqrt(n/(2*math.Pi*y*c.Size))
}

// stirlingError is ln Γ(n+1) less Stirling's first approximation of it, for n > 0.
func stirlingError(n float64) float64 {
	if n < 16 {
		// Γ(n+1) is moved up to where the series is exact; the product of the steps stays in the range of floats.
		steps, at := 1.0, n
		for at < 16 {
			at++
			steps *= at
		}
		return stirlingError(at) + (at+0.5)*math.Log(at) - at - (n+0.5)*math.Log(n) + n - math.Log(steps)
	}
	s := 1 / (n * n)
	return (1.0/12 - s*(1.0/360-s*(1.0/1260-s*(1.0/1680-s*(1.0/1188-s*(691.0/360360-s*(1.0/156))))))) / n
}

// deviance is x ln(x/m) + m − x for m = x − apart, without cancelling where they are close.
func deviance(x, apart float64) float64 {
	m := x - apart
	if math.Abs(apart) >= 0.1*(x+m) {
		return x*math.Log(x/m) - apart
	}
	v := apart / (x + m)
	sum, term := apart*v, 2*x*v
	for j := 3.0; ; j += 2 {
		term *= v * v
		next := sum + term/j
		if next == sum {
			return sum
		}
		sum = next
	}
}

// fractionSteps bounds continued fractions; they need a few hundred steps for counts of a million.
const fractionSteps = 100_000

const tiny = 1e-300

// betaFraction is the continued fraction of the incomplete beta function by Lentz's method: I_x(a,b) is
// xᵃ(1−x)ᵇ / (a·B(a,b)) times it.
func betaFraction(a, b, x float64) float64 {
	c, d := 1.0, 1/away(1-(a+b)*x/(a+1))
	h := d
	for i := 1; i < fractionSteps; i++ {
		m := float64(i)
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / away(1+even*d)
		c = away(1 + even/c)
		h *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / away(1+odd*d)
		c = away(1 + odd/c)
		h *= d * c
		if math.Abs(d*c-1) < 1e-16 {
			break
		}
	}
	return h
}

// away keeps a number that is divided by away from zero.
func away(x float64) float64 {
	if math.Abs(x) < tiny {
		return tiny
	}
	return x
}

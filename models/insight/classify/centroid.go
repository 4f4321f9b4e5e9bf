package classify

import "math"

// exact is the unit in which sums are kept: whole numbers, so that taking out what was put in leaves nothing behind
// and the order does not matter.
const exact = 1 << 12

func whole(x float64) int64 { return int64(math.Round(x * exact)) }

// centroid is the middle of the texts of a theme: the sum of their vectors. Its direction is what counts.
type centroid struct {
	sum     map[feature]int64
	squares int64 // the sum of the squares of sum, that is its length squared
}

func newCentroid() *centroid { return &centroid{sum: map[feature]int64{}} }

// add puts a text into the middle, or with sign -1 takes it out again.
func (c *centroid) add(text []weighted, sign int64) {
	for _, w := range text {
		before := c.sum[w.feature]
		after := before + sign*whole(w.weight)
		c.squares += after*after - before*before
		if after == 0 {
			delete(c.sum, w.feature)
		} else {
			c.sum[w.feature] = after
		}
	}
}

// at is the share of a feature in the middle, whose length is 1.
func (c *centroid) at(f feature) float64 {
	if c.squares == 0 {
		return 0
	}
	return float64(c.sum[f]) / math.Sqrt(float64(c.squares))
}

// cosine is the cosine of the angle between a text of length 1 and the middle.
func (c *centroid) cosine(text []weighted) float64 {
	if c.squares == 0 {
		return 0
	}
	var sum float64
	for _, w := range text {
		sum += w.weight * float64(c.sum[w.feature])
	}
	return sum / math.Sqrt(float64(c.squares))
}

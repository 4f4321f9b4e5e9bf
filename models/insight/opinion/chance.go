package opinion

import "math/rand/v2"

// The permutation test.
const (
	shuffles         = 59    // chance alone passes at most one time in 60
	tooFewForGlance  = 4000  // votes up to which all shuffles are made
	varianceSteps    = 24    // of Lanczos' method
	varianceResidual = 0.003 // relative
)

// glances are quick looks at some of the votes, in which a few shuffles are enough if the variance is greater than
// theirs by a factor. The more votes, the less does chance vary: each factor is many times that.
var glances = []struct {
	votes, shuffles int
	factor          float64
}{{20_000, 3, 1.3}, {100_000, 3, 1.15}}

// beyondChance tells whether people differ along the map more than by chance. For comparison each statement's
// positions are dealt out anew among those who took them, so that everybody keeps the number of their positions and
// every statement its shares, and only who sees what alike is lost. Chance passes at most one time in 60. Where there
// is no doubt a glance shows it; a very large conversation is judged by some of its people.
func (m *matrix) beyondChance() bool {
	tested := m
	for _, glance := range glances {
		if len(tested.codes) <= tooFewForGlance {
			break
		}
		tested = m.some(glance.votes)
		if tested.outdoes(glance.shuffles, glance.factor) {
			return true
		}
		if tested == m {
			break
		}
	}
	return tested.outdoes(shuffles, 1)
}

// outdoes tells whether the variance is greater, by a factor, than in each of a number of deals.
func (m *matrix) outdoes(deals int, factor float64) bool {
	variance := m.variance()
	random := rand.New(rand.NewPCG(2, 2))
	dealt := m.dealer()
	for range deals {
		if variance <= factor*dealt.deal(random).variance() {
			return false
		}
	}
	return variance > 0
}

// variance is the greatest variance in any direction, about. The shuffled votes and the true ones must be measured
// in the same way.
func (m *matrix) variance() float64 {
	_, variances := newKrylov(m, min(varianceSteps, m.columns), varianceResidual).top()
	return variances[0]
}

// some gives the matrix of as many of the people as have about a number of votes together.
func (m *matrix) some(votes int) *matrix {
	if len(m.codes) <= votes {
		return m
	}
	share := float64(votes) / float64(len(m.codes))
	part := &matrix{columns: m.columns, spread: m.spread, start: []int{0}}
	limit := uint64(share * 0x1p64)
	for person := range m.rows {
		if lot(uint64(person), 0) > limit {
			continue
		}
		part.codes = append(part.codes, m.row(person)...)
		part.start = append(part.start, len(part.codes))
		part.seen = append(part.seen, m.seen[person])
		part.rows++
	}
	part.centreColumns()
	return part
}

// dealer deals out the positions on each statement anew.
type dealer struct {
	matrix
	places []int32 // where each statement's votes stand in codes, one statement after the other
	begin  []int
}

func (m *matrix) dealer() *dealer {
	d := &dealer{matrix: *m, places: make([]int32, len(m.codes)), begin: make([]int, m.columns+1)}
	d.codes = append([]int32(nil), m.codes...)
	for _, code := range m.codes {
		d.begin[code/3+1]++
	}
	sumUp(d.begin)
	next := append([]int(nil), d.begin...)
	for at, code := range m.codes {
		d.places[next[code/3]] = int32(at)
		next[code/3]++
	}
	return d
}

// deal shuffles the positions within each statement.
func (d *dealer) deal(random *rand.Rand) *matrix {
	for j := range d.columns {
		places := d.places[d.begin[j]:d.begin[j+1]]
		for i := len(places) - 1; i > 0; i-- {
			o := int(random.Uint64N(uint64(i + 1)))
			a, b := places[i], places[o]
			d.codes[a], d.codes[b] = d.codes[b], d.codes[a]
		}
	}
	return &d.matrix
}

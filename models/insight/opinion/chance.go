package opinion

import "math/rand/v2"

// The permutation test.
const (
	shuffles         = 59      // chance alone passes at most one time in 60
	fewShuffles      = 3       // enough where nobody could doubt
	beyondDoubt      = 1.3     // the variance, in times the greatest that chance brought
	alwaysAll        = 4000    // votes up to which all shuffles are made
	testedVotes      = 100_000 // a greater conversation is tested on some of its people
	varianceSteps    = 24      // of Lanczos' method
	varianceResidual = 0.003   // relative
)

// beyondChance tells whether people differ along the map more than by chance. For comparison each statement's
// positions are dealt out anew among those who took them, so that everybody keeps the number of their positions and
// every statement its shares, and only who sees what alike is lost. Chance passes at most one time in 60.
func (m *matrix) beyondChance() bool {
	tested := m
	if len(m.codes) > testedVotes {
		tested = m.some(float64(testedVotes) / float64(len(m.codes)))
	}
	variance := tested.variance()
	if variance <= 0 {
		return false
	}
	random := rand.New(rand.NewPCG(2, 2))
	dealt := tested.dealer()
	greatest := 0.0
	for n := range shuffles {
		greatest = max(greatest, dealt.deal(random).variance())
		if variance <= greatest {
			return false
		}
		if n+1 == fewShuffles && len(tested.codes) > alwaysAll && variance > beyondDoubt*greatest {
			return true
		}
	}
	return true
}

// variance is the greatest variance in any direction, about. The shuffled votes and the true ones must be measured
// in the same way.
func (m *matrix) variance() float64 {
	_, variances := newKrylov(m, min(varianceSteps, m.columns), varianceResidual).top()
	return variances[0]
}

// some gives the matrix of some of the people.
func (m *matrix) some(share float64) *matrix {
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

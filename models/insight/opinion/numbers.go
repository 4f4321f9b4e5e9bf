package opinion

import (
	"cmp"
	"slices"
)

// How the number of groups is judged.
const (
	basings     = 4    // base clusterings
	basingStart = 8    // starts for each number of groups in each of them
	basingPeak  = 1000 // people in one of them, about
	perGroup    = 0.01 // how much better the silhouette must be for one group more
)

// numbers judges each number of groups by the silhouette of the tightest of several partitions of base clusters, on
// average over several base clusterings. It gives the numbers, best first, and their silhouettes.
func (s *search) numbers() (best []int, apart [mostGroups + 1]float64) {
	var rounds [mostGroups + 1]float64
	for b := range basings {
		drawn := s.sample(uint64(b), basingPeak/float64(len(s.points)))
		first := firstDistinct(drawn.byLot(), baseClusters)
		bases := cluster(drawn.places, nil, first, baseRounds, stillBelow)
		if len(bases.centres) < 2 {
			continue
		}
		between := newDistances(bases.centres)
		for k := 2; k <= min(mostGroups, 2+len(bases.centres)/basesPerGroup); k++ {
			apart[k] += between.silhouette(tightest(bases, k, b), k, bases.weights)
			rounds[k]++
		}
	}
	for k := range apart {
		if rounds[k] > 0 {
			apart[k] /= rounds[k]
			best = append(best, k)
		}
	}
	slices.SortStableFunc(best, func(a, b int) int {
		return cmp.Compare(apart[b]-perGroup*float64(b), apart[a]-perGroup*float64(a))
	})
	return best, apart
}

// tightest parts base clusters into k groups from several starts and gives the partition whose members lie closest
// to their middles.
func tightest(bases clustering, k, draw int) []int32 {
	var best []int32
	closest := 0.0
	for start := range basingStart {
		centres := spreadOut(bases, k, lot(uint64(draw), uint64(1000*k+start)))
		of := settle(bases.centres, bases.weights, centres, 0)
		if spread := spreadAround(bases.centres, bases.weights, of, centres); best == nil || spread < closest {
			best, closest = of, spread
		}
	}
	return best
}

// spreadAround is the sum of the squared distances of places from the centres they belong to.
func spreadAround(places []point, weights []float64, of []int32, centres []point) float64 {
	sum := 0.0
	for i, p := range places {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		sum += w * p.distance2(centres[of[i]])
	}
	return sum
}

// spreadOut chooses k base clusters as a start, each with a chance in proportion to its people and the square of its
// distance to those chosen before (k-means++).
func spreadOut(bases clustering, k int, seed uint64) []point {
	random := func(n int) float64 { return float64(lot(seed, uint64(n))>>11) * 0x1p-53 }
	first := min(int(random(0)*float64(len(bases.centres))), len(bases.centres)-1)
	chosen := []point{bases.centres[first]}
	chances := make([]float64, len(bases.centres))
	for len(chosen) < k {
		total := 0.0
		for i, p := range bases.centres {
			near := p.distance2(chosen[0])
			for _, q := range chosen[1:] {
				near = min(near, p.distance2(q))
			}
			chances[i] = near * bases.weights[i]
			total += chances[i]
		}
		at, left := 0, random(len(chosen))*total
		for ; at < len(chances)-1 && left >= chances[at]; at++ {
			left -= chances[at]
		}
		chosen = append(chosen, bases.centres[at])
	}
	return chosen
}

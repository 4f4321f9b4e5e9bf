package opinion

import (
	"cmp"
	"slices"
)

// How the number of groups is judged.
const (
	basings     = 4    // base clusterings that begin with lots
	basingStart = 8    // starts for each number of groups in each of them
	basingPeak  = 1000 // people in one of them, about
	earlyPeak   = 2000 // people in the base clustering that begins with those who came first, about
)

// numbers judges each number of groups by the silhouettes of partitions of base clusters. Polis makes one base
// clustering, beginning with those who came first, and one partition of it for each number. Here that one counts for
// half; the other half is the mean over base clusterings that begin with lots, and in each over many starts. Were it
// the tightest partition of many, more groups than two would be judged by one that Polis hardly ever finds.
// It gives the numbers, best first, and their silhouettes.
func (s *search) numbers() (best []int, apart [mostGroups + 1]float64) {
	var weights [mostGroups + 1]float64
	judge := func(drawn sample, order []point, weight float64, silhouette func(bases clustering, between distances, k int) float64) {
		bases := cluster(drawn.places, nil, firstDistinct(order, baseClusters), baseRounds, stillBelow)
		if len(bases.centres) < 2 {
			return
		}
		between := newDistances(bases.centres)
		for k := 2; k <= min(mostGroups, 2+len(bases.centres)/basesPerGroup); k++ {
			apart[k] += weight * silhouette(bases, between, k)
			weights[k] += weight
		}
	}
	people := float64(len(s.points))
	early := s.sample(earlyDraw, earlyPeak/people)
	judge(early, early.byFirst(), basings, fromTheFirst)
	for b := range basings {
		drawn := s.sample(uint64(b), basingPeak/people)
		judge(drawn, drawn.byLot(), 1, func(bases clustering, between distances, k int) float64 {
			return onAverage(bases, between, k, b)
		})
	}
	for k := range apart {
		if weights[k] > 0 {
			apart[k] /= weights[k]
			best = append(best, k)
		}
	}
	slices.SortStableFunc(best, func(a, b int) int { return cmp.Compare(apart[b], apart[a]) })
	return best, apart
}

// fromTheFirst is the silhouette of the partition that Polis makes: the first base clusters are its start.
func fromTheFirst(bases clustering, between distances, k int) float64 {
	groups := cluster(bases.centres, bases.weights, firstDistinct(bases.centres, k), groupRounds, stillBelow)
	return between.silhouette(groups.of, len(groups.centres), bases.weights)
}

// onAverage parts base clusters into k groups from several starts and gives the mean of the silhouettes.
func onAverage(bases clustering, between distances, k, draw int) float64 {
	sum := 0.0
	known := map[string]float64{}
	for start := range basingStart {
		centres := spreadOut(bases, k, lot(uint64(draw), uint64(1000*k+start)))
		of := settle(bases.centres, bases.weights, centres, 0)
		name := named(of)
		silhouette, there := known[name]
		if !there {
			silhouette = between.silhouette(of, k, bases.weights)
			known[name] = silhouette
		}
		sum += silhouette
	}
	return sum / basingStart
}

// named is the same for partitions that differ in the numbers of their groups alone.
func named(of []int32) string {
	var to [mostGroups]byte
	groups := byte(0)
	name := make([]byte, len(of))
	for i, g := range of {
		if to[g] == 0 {
			groups++
			to[g] = groups
		}
		name[i] = to[g]
	}
	return string(name)
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

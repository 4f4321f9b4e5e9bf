package opinion

import (
	"cmp"
	"slices"
)

// search looks for groups among places on the map.
type search struct {
	points []point
	ids    []uint64
	first  []int64 // when each took their first position
}

// lot draws a number for somebody in one of the draws: always the same for the same person and draw.
func lot(id, draw uint64) uint64 {
	x := id*0x9e3779b97f4a7c15 + (draw+1)*0xd1342543de82ef95
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// sample is the people drawn for one draw, in the order of their ids.
type sample struct {
	places []point
	lots   []uint64
	first  []int64
}

// sample draws people at a rate.
func (s *search) sample(draw uint64, rate float64) sample {
	limit := ^uint64(0)
	if rate < 1 {
		limit = uint64(rate * 0x1p64)
	}
	n := len(s.points)
	drawn := sample{make([]point, 0, n), make([]uint64, 0, n), make([]int64, 0, n)}
	for i, id := range s.ids {
		if l := lot(id, draw); l <= limit {
			drawn.places, drawn.lots, drawn.first = append(drawn.places, s.points[i]), append(drawn.lots, l), append(drawn.first, s.first[i])
		}
	}
	if len(drawn.lots) == 0 && rate < 1 {
		return s.sample(draw, 1)
	}
	return drawn
}

// byLot gives the places in the order of their lots.
func (d sample) byLot() []point { return inOrder(d.places, d.lots) }

// byFirst gives the places in the order in which people took their first positions; of two at once, the lower id first.
func (d sample) byFirst() []point { return inOrder(d.places, d.first) }

// inOrder sorts places by their keys.
func inOrder[K cmp.Ordered](places []point, keys []K) []point {
	order := make([]int, len(places))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	sorted := make([]point, len(order))
	for i, at := range order {
		sorted[i] = places[at]
	}
	return sorted
}

// lowest gives where the n lowest lots stand, lowest first.
func (d sample) lowest(n int) []int {
	var low []int
	for i, l := range d.lots {
		if len(low) == n && l >= d.lots[low[n-1]] {
			continue
		}
		at, _ := slices.BinarySearchFunc(low, l, func(j int, l uint64) int { return cmp.Compare(d.lots[j], l) })
		if len(low) == n {
			low = low[:n-1]
		}
		low = slices.Insert(low, at, i)
	}
	return low
}

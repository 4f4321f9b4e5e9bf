package opinion

import (
	"cmp"
	"slices"
)

// search looks for groups among places on the map.
type search struct {
	points []point
	ids    []uint64
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
}

// sample draws people at a rate.
func (s *search) sample(draw uint64, rate float64) sample {
	limit := ^uint64(0)
	if rate < 1 {
		limit = uint64(rate * 0x1p64)
	}
	drawn := sample{make([]point, 0, len(s.points)), make([]uint64, 0, len(s.points))}
	for i, id := range s.ids {
		if l := lot(id, draw); l <= limit {
			drawn.places, drawn.lots = append(drawn.places, s.points[i]), append(drawn.lots, l)
		}
	}
	if len(drawn.lots) == 0 && rate < 1 {
		return s.sample(draw, 1)
	}
	return drawn
}

// byLot gives the places in the order of their lots.
func (d sample) byLot() []point {
	order := make([]int, len(d.lots))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(d.lots[a], d.lots[b]) })
	places := make([]point, len(order))
	for i, at := range order {
		places[i] = d.places[at]
	}
	return places
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

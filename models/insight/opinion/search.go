package opinion

// How the groups themselves are searched for.
const (
	searches    = 127  // for two groups; with more each search has several starts, and there are fewer
	searchShare = 0.75 // of the people, in each search
	searchPeak  = 1000 // people in one of them, about
	searchTurns = 20   // most rounds of a search
	searchStill = 0.02 // a search ends when no greater share of its people change sides
	panelPeople = 256  // people by whom searches are compared
	candidates  = 32   // searches that may set the labels for all
)

// Draws of people, so that no two have the same lots: those below firstSearch are for base clusterings.
const (
	earlyDraw   = 98
	panelDraw   = 99
	firstSearch = 100
)

// agreed parts everybody into k groups as most searches do.
func (s *search) agreed(k int) []int32 {
	starts := k * (k - 1) / 2 // more groups can be missed in more ways
	rate := min(searchShare, searchPeak/float64(len(s.points)))
	var found [][]point
	for draw := range searches / starts {
		found = append(found, s.look(k, starts, uint64(firstSearch+draw), rate))
	}
	s.align(found, k)
	of := make([]int32, len(s.points))
	for i, p := range s.points {
		var votes [mostGroups]int
		for _, centres := range found {
			votes[nearest(p, centres)]++
		}
		best := nearest(p, found[0]) // align puts the search that sets the labels first
		for g := range k {
			if votes[g] > votes[best] {
				best = g
			}
		}
		of[i] = int32(best)
	}
	return of
}

// nearest gives the place of the centre nearest to a point; the first of two as near.
func nearest(p point, centres []point) int {
	best, at := p.distance2(centres[0]), 0
	for c := 1; c < len(centres); c++ {
		if d := p.distance2(centres[c]); d < best {
			best, at = d, c
		}
	}
	return at
}

// look makes one search among some of the people: k-means from people as starts, ended once few change sides. Of
// several starts it gives the centres of the tightest.
func (s *search) look(k, starts int, draw uint64, rate float64) []point {
	drawn := s.sample(draw, rate)
	first := drawn.lowest(k * starts)
	few := int(searchStill * float64(len(drawn.places)))
	var best []point
	closest := 0.0
	for start := range starts {
		centres := make([]point, k)
		for i := range centres {
			centres[i] = drawn.places[first[(start*k+i)%len(first)]]
		}
		of := settle(drawn.places, nil, centres, few)
		if starts == 1 {
			return centres
		}
		if spread := spreadAround(drawn.places, nil, of, centres); best == nil || spread < closest {
			best, closest = centres, spread
		}
	}
	return best
}

// line is where two centres are as near: the points with x*p.x + y*p.y = at.
type line struct{ x, y, at float64 }

func between(a, b point) line {
	return line{b.x - a.x, b.y - a.y, (b.x*b.x + b.y*b.y - a.x*a.x - a.y*a.y) / 2}
}

// side is 0 where the first centre is nearer or both are as near, else 1.
func (l line) side(p point) int32 {
	if l.x*p.x+l.y*p.y > l.at {
		return 1
	}
	return 0
}

// settle moves centres to the middles of the places nearest them until no more than a few change sides. Weights may
// be nil; then each place counts one. It gives the centre of each place.
func settle(places []point, weights []float64, centres []point, few int) []int32 {
	of := make([]int32, len(places))
	var sums [mostGroups]point
	var sizes [mostGroups]float64
	for turn := 0; ; turn++ {
		changed := 0
		line := between(centres[0], centres[len(centres)-1])
		for i, p := range places {
			var at int32
			if len(centres) == 2 {
				at = line.side(p)
			} else {
				at = int32(nearest(p, centres))
			}
			before := of[i]
			if before == at && turn > 0 {
				continue
			}
			changed++
			of[i] = at
			w := 1.0
			if weights != nil {
				w = weights[i]
			}
			if turn > 0 {
				sums[before].x -= w * p.x
				sums[before].y -= w * p.y
				sizes[before] -= w
			}
			sums[at].x += w * p.x
			sums[at].y += w * p.y
			sizes[at] += w
		}
		if turn == searchTurns || turn > 0 && changed <= few {
			return of
		}
		for c := range centres {
			if sizes[c] > 0 {
				centres[c] = point{sums[c].x / sizes[c], sums[c].y / sizes[c]}
			}
		}
	}
}

// align numbers the centres of all searches alike. The labels are those of the search that agrees best with all,
// judged by a panel of people; it is put first.
func (s *search) align(found [][]point, k int) {
	panel := s.sample(panelDraw, panelPeople/float64(len(s.points))).places
	labels := make([][]int8, len(found))
	for f, centres := range found {
		labels[f] = make([]int8, len(panel))
		for i, p := range panel {
			labels[f][i] = int8(nearest(p, centres))
		}
	}
	leader, most := 0, 0.0
	for f := range min(candidates, len(found)) {
		sum := 0.0
		for _, other := range labels {
			sum += crossed(labels[f], other).agreement()
		}
		if f == 0 || sum > most {
			leader, most = f, sum
		}
	}
	for f := range found {
		if f == leader {
			continue
		}
		renamed := make([]point, k)
		for from, to := range crossed(labels[f], labels[leader]).matching(k) {
			renamed[to] = found[f][from]
		}
		found[f] = renamed
	}
	found[0], found[leader] = found[leader], found[0]
}

package opinion

import (
	"cmp"
	"slices"
)

// Whom folkmoot groups.
const (
	// MinPeople is the least number of people with enough positions for there to be groups.
	MinPeople = 15
	// MinGroup is the size of the smallest group that is shown; smaller ones would point at people.
	MinGroup = 5
)

// leastApart is the silhouette below which groups do not stand apart. Cutting a single round cloud in two gives more.
const leastApart = 0.2

// folkmoot makes the grouping that is shipped.
//
// Like Polis it groups people by their places on the map, by k-means, with 2 to 5 groups, and takes the number with
// the best silhouette over base clusters. Polis takes the first partition that it falls into, which depends on who
// came first and on single votes. Here the same search is made many times, each time with some of the people and
// from other starts; what most of the searches say of a person is their group. Who takes part in which search is
// drawn from people's ids, so that it stays the same when a few votes change.
func (c *Conversation) folkmoot(m *matrix, points []point) grouping {
	counted := c.qualified()
	none := grouping{of: nobody(len(c.people)), small: make([]bool, len(c.people)), counted: counted}
	if len(counted) < MinPeople {
		none.why = FewPeople
		return none
	}
	if !m.beyondChance() {
		none.why = AllAlike
		return none
	}
	s := &search{points: make([]point, len(counted)), ids: make([]uint64, len(counted))}
	for i, person := range counted {
		s.points[i], s.ids[i] = points[person], uint64(c.people[person])
	}
	numbers, apart := s.numbers()
	none.why = NotApart
	for _, k := range numbers {
		if apart[k] < leastApart {
			continue
		}
		g := c.bySize(counted, s.agreed(k), k, apart[k])
		if g.hideSmall(); len(g.labels) >= 2 {
			return g
		}
		none.why = SmallGroups
	}
	return none
}

// hideSmall takes groups of fewer than MinGroup people out of the grouping. The groups stand in order of size.
func (g *grouping) hideSmall() {
	sizes := make([]int, len(g.labels))
	for _, group := range g.of {
		if group >= 0 {
			sizes[group]++
		}
	}
	shown := 0
	for shown < len(sizes) && sizes[shown] >= MinGroup {
		shown++
	}
	g.labels = g.labels[:shown]
	for person, group := range g.of {
		if group >= shown {
			g.of[person], g.small[person] = -1, true
		}
	}
}

// The extent of the search.
const (
	basings     = 4    // base clusterings from which the number of groups is judged
	basingStart = 8    // starts for each number of groups in each of them
	basingPeak  = 1000 // people in one of them, about
	perGroup    = 0.01 // how much better the silhouette must be for one group more
	searches    = 127  // searches for the groups themselves, of which each has one start for two groups
	searchShare = 0.8  // of the people, in each search
	searchPeak  = 1000 // people in one of them, about
	searchTurns = 20   // most rounds of a search
	searchStill = 0.02 // a search ends when no greater share of its people change sides
	panelPeople = 256  // people by whom searches are compared
	candidates  = 32   // searches that may set the labels for all
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
			apart[k] += between.silhouette(tightest(bases, k, b), k)
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

// agreed parts everybody into k groups as most searches do.
func (s *search) agreed(k int) []int32 {
	starts := k * (k - 1) / 2 // more groups can be missed in more ways
	rate := min(searchShare, searchPeak/float64(len(s.points)))
	var found [][]point
	for draw := range searches / starts {
		found = append(found, s.look(k, starts, uint64(100+draw), rate))
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

// settle moves centres to the middles of the places nearest them until no more than a few change sides. Weights may
// be nil; then each place counts one. It gives the centre of each place.
func settle(places []point, weights []float64, centres []point, few int) []int32 {
	of := make([]int32, len(places))
	var sums [mostGroups]point
	var sizes [mostGroups]float64
	for turn := 0; ; turn++ {
		changed := 0
		for i, p := range places {
			best, at := p.distance2(centres[0]), int32(0)
			for c := 1; c < len(centres); c++ {
				if d := p.distance2(centres[c]); d < best {
					best, at = d, int32(c)
				}
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
	panel := s.sample(99, panelPeople/float64(len(s.points))).places
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

// crossing counts people by their groups in two partitions.
type crossing [mostGroups][mostGroups]int

func crossed(a, b []int8) *crossing {
	x := &crossing{}
	for i, g := range a {
		x[g][b[i]]++
	}
	return x
}

// agreement is the adjusted Rand index: 1 where two partitions are the same, about 0 where only chance joins them.
func (x *crossing) agreement() float64 {
	var both, rows, columns, people float64
	var sums [mostGroups]float64
	pairs := func(n float64) float64 { return n * (n - 1) / 2 }
	for _, row := range x {
		sum := 0.0
		for j, n := range row {
			both += pairs(float64(n))
			sum += float64(n)
			sums[j] += float64(n)
		}
		rows += pairs(sum)
		people += sum
	}
	for _, n := range sums {
		columns += pairs(n)
	}
	most := (rows + columns) / 2
	if people < 2 || most == rows*columns/pairs(people) {
		return 1
	}
	expected := rows * columns / pairs(people)
	return (both - expected) / (most - expected)
}

// matching pairs the rows with the columns, those with most people in common first.
func (x *crossing) matching(k int) []int {
	to := make([]int, k)
	var rowDone, columnDone [mostGroups]bool
	for range k {
		row, column := -1, -1
		for i := range k {
			for j := range k {
				if !rowDone[i] && !columnDone[j] && (row < 0 || x[i][j] > x[row][column]) {
					row, column = i, j
				}
			}
		}
		to[row], rowDone[row], columnDone[column] = column, true, true
	}
	return to
}

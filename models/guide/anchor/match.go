package anchor

import (
	"slices"

	"folkmoot/models/prose"
)

// Thresholds of a match.
const (
	floor       = 0.35    // likeness below which two units are never the same
	telling     = 8.0     // words from which a text counts fully
	adjacent    = 0.15    // what it is worth that the neighbours are the same too
	likeness    = 0.5     // from which a unit in its place can be a rewording of another
	elsewhere   = 0.6     // from which one that stands elsewhere can be
	alone       = 0.4     // from which it can be where both are the only ones between the same neighbours
	margin      = 0.1     // by how much a pair must be likelier than any other with one of its units
	farWords    = 3.0     // words that a text must have to be found again elsewhere
	maxAlike    = 36      // pairs of look-alikes that are all considered; others are found between their neighbours
	maxNear     = 8       // candidates of one unit
	maxPostings = 256     // units that a word may be in to be searched by
	maxGap      = 1 << 16 // pairs of units considered between two neighbours
	kindCost    = 0.9     // what is left of the likeness of units of different kinds
)

// matcher pairs units of two lists, each with one other at most.
type matcher struct {
	*vocabulary
	old, new     []unit
	toNew, toOld []int
	like         []float64 // by old
	moved        []bool    // by old
	near         []pair    // candidates, sorted
}

// match pairs the units of two lists: a chain in order first, then what was moved.
func match(v *vocabulary, old, new []unit) *matcher {
	m := &matcher{vocabulary: v, old: old, new: new, toNew: fill(len(old)), toOld: fill(len(new)), like: make([]float64, len(old)), moved: make([]bool, len(old))}
	m.candidates()
	picked := chain(m.near, m.worth, m.bond, len(new))
	m.keep(picked, likeness)
	m.gaps()
	m.elsewhere()
	return m
}

func (m *matcher) link(p pair, moved bool) {
	m.toNew[p.old], m.toOld[p.new] = p.new, p.old
	m.like[p.old], m.moved[p.old] = p.like, moved
}

func (m *matcher) worth(p pair) float64 {
	weight := (m.old[p.old].weight + m.new[p.new].weight) / 2
	return (p.like - 0.3) * (0.5 + min(weight, telling)/telling)
}

// bond is what it is worth that a pair follows its neighbours: more where they are headings, which belong to what follows.
func (m *matcher) bond(p pair) float64 {
	if m.old[p.old-1].kind == prose.Heading {
		return 2 * adjacent
	}
	return adjacent
}

// alike is the likeness of two units, kinds considered.
func (m *matcher) alike(i, j int) float64 {
	old, new := &m.old[i], &m.new[j]
	like := m.likeness(old, new)
	if old.kind != new.kind {
		return like * kindCost
	}
	return like
}

// candidates lists the pairs worth considering: the same text, unless it is everywhere, and for what has no one
// partner of the same text, the most alike.
func (m *matcher) candidates() {
	olds, news := byKey(m.old), byKey(m.new)
	settledOld, settledNew := make([]bool, len(m.old)), make([]bool, len(m.new))
	for i := range m.old {
		is, js := olds[m.old[i].key], news[m.old[i].key]
		if len(is)*len(js) > maxAlike {
			m.byRank(i, is, js)
			continue
		}
		for _, j := range js {
			m.near = append(m.near, pair{i, j, 1})
		}
		if len(is) == 1 && len(js) == 1 {
			settledOld[i], settledNew[js[0]] = true, true
		}
	}
	m.similar(settledOld, settledNew)
	slices.SortFunc(m.near, func(a, b pair) int {
		if a.old != b.old {
			return a.old - b.old
		}
		return a.new - b.new
	})
}

// byRank pairs a look-alike of many with the one that has its rank among those of the new list, from either end.
func (m *matcher) byRank(i int, is, js []int) {
	rank, _ := slices.BinarySearch(is, i)
	back := len(js) - len(is) + rank
	if rank < len(js) {
		m.near = append(m.near, pair{i, js[rank], 1})
	}
	if back >= 0 && back != rank {
		m.near = append(m.near, pair{i, js[back], 1})
	}
}

func byKey(units []unit) map[string][]int {
	at := make(map[string][]int, len(units))
	for i := range units {
		at[units[i].key] = append(at[units[i].key], i)
	}
	return at
}

// similar finds for each unsettled unit those that share most of its words. Words that are in many units are passed
// over in the search, which bounds it.
func (m *matcher) similar(settledOld, settledNew []bool) {
	postings := make([][]int32, len(m.weights))
	for j := range m.new {
		if settledNew[j] {
			continue
		}
		for n, word := range m.new[j].bag {
			if n == 0 || word != m.new[j].bag[n-1] {
				postings[word] = append(postings[word], int32(j))
			}
		}
	}
	most := min(max(16, len(m.new)/8), maxPostings)
	shared := make([]float64, len(m.new))
	for i := range m.old {
		if settledOld[i] {
			continue
		}
		var touched []int
		for n, word := range m.old[i].bag {
			if n > 0 && word == m.old[i].bag[n-1] || len(postings[word]) > most {
				continue
			}
			for _, j := range postings[word] {
				if shared[j] == 0 {
					touched = append(touched, int(j))
				}
				shared[j] += m.weights[word]
			}
		}
		score := func(j int) float64 { return shared[j] / (m.old[i].weight + m.new[j].weight) }
		slices.SortFunc(touched, func(a, b int) int {
			switch x, y := score(a), score(b); {
			case x > y:
				return -1
			case x < y:
				return 1
			}
			return a - b
		})
		for n, j := range touched {
			if n < maxNear && m.old[i].key != m.new[j].key {
				if like := m.alike(i, j); like >= floor {
					m.near = append(m.near, pair{i, j, like})
				}
			}
			shared[j] = 0
		}
	}
}

// keep links the pairs of a chain that are like enough and that nothing disputes.
func (m *matcher) keep(picked []pair, least float64) {
	toNew, toOld := map[int]int{}, map[int]int{}
	for _, p := range picked {
		toNew[p.old], toOld[p.new] = p.new, p.old
	}
	support := func(i, j int) int {
		n := 0
		for _, d := range []int{-1, 1} {
			at, ok := toNew[i+d]
			if !ok && i+d >= 0 && i+d < len(m.old) {
				at, ok = m.toNew[i+d], m.toNew[i+d] != None
			}
			if ok && at == j+d || i+d < 0 && j+d < 0 || i+d == len(m.old) && j+d == len(m.new) {
				n++
			}
		}
		return n
	}
	byNew := map[int][]pair{}
	for _, p := range m.near {
		byNew[p.new] = append(byNew[p.new], p)
	}
	for _, p := range picked {
		if p.like < least {
			continue
		}
		if p.like < 1 && m.disputed(p, byNew, toNew, toOld, support) {
			continue
		}
		m.link(p, false)
	}
}

// disputed tells whether another pair with one of the two units could be meant as well: it is more like, or nearly as
// like and in as good a place, and its other unit has no better partner.
func (m *matcher) disputed(p pair, byNew map[int][]pair, toNew, toOld map[int]int, support func(i, j int) int) bool {
	place := support(p.old, p.new)
	rival := func(q pair, taken bool) bool {
		return !taken && (q.like > p.like || q.like > p.like-margin && support(q.old, q.new) >= place)
	}
	from, _ := slices.BinarySearchFunc(m.near, p.old, func(q pair, old int) int { return q.old - old })
	for _, q := range m.near[from:] {
		if q.old != p.old {
			break
		}
		partner, ok := toOld[q.new]
		if q.new != p.new && rival(q, ok && m.alike(partner, q.new) >= q.like) {
			return true
		}
	}
	for _, q := range byNew[p.new] {
		partner, ok := toNew[q.old]
		if q.old != p.old && rival(q, ok && m.alike(q.old, partner) >= q.like) {
			return true
		}
	}
	return false
}

// gaps looks between neighbours that are linked in order for what the search passed over.
func (m *matcher) gaps() {
	oldFrom, newFrom := 0, 0
	for i := 0; i <= len(m.old); i++ {
		if i < len(m.old) && m.toNew[i] == None {
			continue
		}
		newTo := len(m.new)
		if i < len(m.old) {
			newTo = m.toNew[i]
		}
		m.gap(oldFrom, i, newFrom, newTo)
		oldFrom, newFrom = i+1, newTo+1
	}
}

func (m *matcher) gap(oldFrom, oldTo, newFrom, newTo int) {
	rows, columns := oldTo-oldFrom, newTo-newFrom
	if rows <= 0 || columns <= 0 || rows*columns > maxGap {
		return
	}
	var all []pair
	for i := oldFrom; i < oldTo; i++ {
		for j := newFrom; j < newTo; j++ {
			if like := m.alike(i, j); like >= floor {
				all = append(all, pair{i, j, like})
			}
		}
	}
	least := likeness
	if rows == 1 && columns == 1 {
		least = alone
	}
	near := m.near
	m.near = all
	m.keep(chain(all, m.worth, m.bond, len(m.new)), least)
	m.near = near
}

// elsewhere links what was moved: texts of some length that are clearly like nothing else, and their neighbours.
func (m *matcher) elsewhere() {
	var far []pair
	for _, p := range m.near {
		if m.toNew[p.old] == None && m.toOld[p.new] == None && p.like >= elsewhere && min(m.old[p.old].weight, m.new[p.new].weight) >= farWords*0.8 {
			far = append(far, p)
		}
	}
	slices.SortStableFunc(far, func(a, b pair) int {
		switch {
		case a.like > b.like:
			return -1
		case a.like < b.like:
			return 1
		}
		return 0
	})
	byOld, byNew := map[int][]pair{}, map[int][]pair{}
	for _, p := range far {
		byOld[p.old], byNew[p.new] = append(byOld[p.old], p), append(byNew[p.new], p)
	}
	for _, p := range far {
		rival := func(q pair) bool {
			return q != p && m.toNew[q.old] == None && m.toOld[q.new] == None && q.like > p.like-margin
		}
		if m.toNew[p.old] != None || m.toOld[p.new] != None || slices.ContainsFunc(byOld[p.old], rival) || slices.ContainsFunc(byNew[p.new], rival) {
			continue
		}
		m.link(p, true)
		m.along(p, 1)
		m.along(p, -1)
	}
}

// along links the neighbours of what was moved that were moved with it.
func (m *matcher) along(p pair, step int) {
	for i, j := p.old+step, p.new+step; i >= 0 && j >= 0 && i < len(m.old) && j < len(m.new) && m.toNew[i] == None && m.toOld[j] == None; i, j = i+step, j+step {
		like := m.alike(i, j)
		if like < elsewhere {
			return
		}
		m.link(pair{i, j, like}, true)
	}
}

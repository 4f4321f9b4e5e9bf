package anchor

import "slices"

// pair is an old and a new unit that may be the same.
type pair struct {
	old, new int
	like     float64 // 0 to 1
}

// chain picks the pairs that keep the order and add up to the most: the likeness of each, short texts counting less,
// and more where a pair follows its neighbours in both versions. Pairs must be sorted by old, then new.
func chain(pairs []pair, worth, bond func(pair) float64, news int) []pair {
	best := make([]float64, len(pairs)) // of the chains that end with a pair
	before := make([]int, len(pairs))
	ends := fenwick{best, fill(news + 1)}
	previous, current := map[int]int{}, map[int]int{} // by new: the pair with the old unit before, with this one
	row := None                                       // the old unit of previous
	for from := 0; from < len(pairs); {
		to := from
		for to < len(pairs) && pairs[to].old == pairs[from].old {
			to++
		}
		if row != pairs[from].old-1 {
			clear(previous)
		}
		clear(current)
		for p := from; p < to; p++ {
			before[p] = ends.most(pairs[p].new)
			if before[p] != None {
				best[p] = best[before[p]]
			}
			if q, ok := previous[pairs[p].new-1]; ok && best[q]+bond(pairs[p]) >= best[p] {
				before[p], best[p] = q, best[q]+bond(pairs[p])
			}
			best[p] += worth(pairs[p])
			current[pairs[p].new] = p
		}
		for p := from; p < to; p++ {
			ends.add(pairs[p].new, p)
		}
		row = pairs[from].old
		previous, current = current, previous
		from = to
	}
	var picked []pair
	for p := ends.most(news); p != None; p = before[p] {
		picked = append(picked, pairs[p])
	}
	slices.Reverse(picked)
	return picked
}

// fenwick finds the best chain that ends before a new unit.
type fenwick struct {
	best []float64
	at   []int // the best pair of a range, or None
}

func (f fenwick) add(new, p int) {
	for n := new + 1; n < len(f.at); n += n & -n {
		if f.at[n] == None || f.best[p] > f.best[f.at[n]] {
			f.at[n] = p
		}
	}
}

// most gives the best of the pairs whose new unit is before the one given, or None.
func (f fenwick) most(new int) int {
	found := None
	for n := new; n > 0; n -= n & -n {
		if f.at[n] != None && (found == None || f.best[f.at[n]] > f.best[found]) {
			found = f.at[n]
		}
	}
	return found
}

func fill(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = None
	}
	return all
}

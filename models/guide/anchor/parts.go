package anchor

import "slices"

// Thresholds of splits and merges.
const (
	partShare  = 0.5 // of a block's words, by weight, that must come from another in runs
	partWords  = 3.0 // words that must
	partMargin = 0.2 // by how much the share from one block must be more than from any other
	maxOwners  = 4   // blocks with the same run of words; what is in more is a phrase
	wordRun    = 3   // words in a row that are no chance
	charRun    = 5   // characters in a row that are none, where words are written without spaces
)

// runLength is how many tokens in a row are no chance in a text.
func runLength(v *vocabulary, tokens []token) int {
	chars := 0
	for _, t := range tokens {
		if v.char[t.word] {
			chars++
		}
	}
	if 2*chars > len(tokens) {
		return charRun
	}
	return wordRun
}

// runs gives a number for each run of n tokens, by its first.
func runs(tokens []token, n int) []uint64 {
	if len(tokens) < n {
		return nil
	}
	all := make([]uint64, len(tokens)-n+1)
	for i := range all {
		h := uint64(14695981039346656037)
		for _, t := range tokens[i : i+n] {
			h = (h ^ uint64(t.word)) * 1099511628211
			h ^= h >> 29
		}
		all[i] = h
	}
	return all
}

// partition finds blocks that were split or merged: those without a partner whose words come from a block that has
// words to spare.
type partition struct {
	*matcher
	length   int
	oldRuns  [][]uint64
	newRuns  [][]uint64
	links    []Link   // found here
	freeOld  []bool   // may be linked at all
	freeNew  []bool   //
	usedOld  []bool   // linked here or before
	usedNew  []bool   //
	spentOld []runSet // runs that the partner has too
	spentNew []runSet //
}

type runSet map[uint64]bool

func (m *matcher) parts(freeOld, freeNew []bool) []Link {
	var tokens []token
	for i := range m.old {
		tokens = append(tokens, m.old[i].tokens...)
	}
	p := partition{matcher: m, length: runLength(m.vocabulary, tokens), freeOld: freeOld, freeNew: freeNew}
	p.oldRuns, p.usedOld, p.spentOld = p.listRuns(m.old), make([]bool, len(m.old)), make([]runSet, len(m.old))
	p.newRuns, p.usedNew, p.spentNew = p.listRuns(m.new), make([]bool, len(m.new)), make([]runSet, len(m.new))
	for i, j := range m.toNew {
		if j != None {
			p.usedOld[i], p.usedNew[j] = true, true
			p.spend(i, j)
		}
	}
	for _, found := range p.find(p.newRuns, p.oldRuns, m.new, p.usedNew, freeNew, freeOld, p.spentOld) {
		p.links = append(p.links, Link{Old: found.from, New: found.part, Sure: found.share})
	}
	for _, l := range p.links {
		p.usedOld[l.Old], p.usedNew[l.New] = true, true
		p.spend(l.Old, l.New)
	}
	for _, found := range p.find(p.oldRuns, p.newRuns, m.old, p.usedOld, freeOld, freeNew, p.spentNew) {
		p.links = append(p.links, Link{Old: found.part, New: found.from, Sure: found.share})
	}
	return p.links
}

func (p *partition) listRuns(units []unit) [][]uint64 {
	all := make([][]uint64, len(units))
	for i := range units {
		all[i] = runs(units[i].tokens, p.length)
	}
	return all
}

// spend notes the runs that two linked blocks share: they are not to spare.
func (p *partition) spend(i, j int) {
	if p.old[i].key == p.new[j].key {
		p.spentOld[i], p.spentNew[j] = setOf(p.oldRuns[i]), setOf(p.newRuns[j])
		return
	}
	there := setOf(p.newRuns[j])
	if p.spentOld[i] == nil {
		p.spentOld[i] = runSet{}
	}
	if p.spentNew[j] == nil {
		p.spentNew[j] = runSet{}
	}
	for _, run := range p.oldRuns[i] {
		if there[run] {
			p.spentOld[i][run], p.spentNew[j][run] = true, true
		}
	}
}

func setOf(runs []uint64) runSet {
	set := make(runSet, len(runs))
	for _, run := range runs {
		set[run] = true
	}
	return set
}

// part is a block most of whose words come from another.
type part struct {
	part, from int
	share      float64
	runs       runSet // those that both have
}

// disputes tells whether another part is made of the same words of the same block, and nearly as surely.
func (a part) disputes(b part) bool {
	if a.part == b.part || a.from != b.from || a.share <= b.share-partMargin {
		return false
	}
	both := 0
	for run := range a.runs {
		if b.runs[run] {
			both++
		}
	}
	return 2*both > min(len(a.runs), len(b.runs))
}

// find looks for the blocks without a partner (parts) whose runs stand in one block of the other version (sources).
func (p *partition) find(parts, sources [][]uint64, units []unit, used, free, open []bool, spent []runSet) []part {
	owners := map[uint64][]int{}
	for i, runs := range sources {
		if !open[i] {
			continue
		}
		for _, run := range runs {
			if list := owners[run]; (len(list) == 0 || list[len(list)-1] != i) && len(list) <= maxOwners {
				owners[run] = append(list, i)
			}
		}
	}
	var all []part
	for k := range parts {
		if used[k] || !free[k] || units[k].weight < partWords {
			continue
		}
		best, second := p.shares(parts[k], &units[k], owners, spent)
		if best.share >= partShare && best.share >= second+partMargin && best.share*units[k].weight >= partWords {
			best.part = k
			all = append(all, best)
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(b part) bool {
		return slices.ContainsFunc(all, func(a part) bool { return a.disputes(b) })
	})
}

// shares finds from which block most words of a unit come, and how much comes from the next.
func (p *partition) shares(runs []uint64, u *unit, owners map[uint64][]int, spent []runSet) (best part, second float64) {
	covered := map[int][]bool{}
	for at, run := range runs {
		list := owners[run]
		if len(list) > maxOwners {
			continue
		}
		for _, i := range list {
			if spent[i][run] {
				continue
			}
			if covered[i] == nil {
				covered[i] = make([]bool, len(u.tokens))
			}
			for k := at; k < at+p.length; k++ {
				covered[i][k] = true
			}
		}
	}
	from := make([]int, 0, len(covered))
	for i := range covered {
		from = append(from, i)
	}
	slices.Sort(from)
	for _, i := range from {
		sum := 0.0
		for k, in := range covered[i] {
			if in {
				sum += p.weights[u.tokens[k].word]
			}
		}
		switch share := sum / u.weight; {
		case share > best.share:
			best, second = part{from: i, share: share}, best.share
		case share > second:
			second = share
		}
	}
	best.runs = runSet{}
	for _, run := range runs {
		if list := owners[run]; len(list) <= maxOwners && slices.Contains(list, best.from) && !spent[best.from][run] {
			best.runs[run] = true
		}
	}
	return best, second
}

package anchor

import "slices"

// Thresholds of splits and merges.
const (
	partShare  = 0.5 // of a block's words, by weight, that must come from another in runs
	partWords  = 3.0 // words that must
	partBeside = 1.5 // words that must where the block beside it comes from there too, if it is nearly all there
	partWhole  = 0.9 // nearly all of it
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

type runSet map[uint64]bool

// partition finds blocks that were split or merged: those without a partner whose words come from a block that has
// words to spare.
type partition struct {
	*vocabulary
	length   int // of a run
	old, new pool
}

// pool is the blocks of one version.
type pool struct {
	units   []unit
	runs    [][]uint64
	held    []runSet // runs as sets, made when they are asked for
	spent   []runSet // runs that a partner has too
	whole   []bool   // nothing to spare
	free    []bool   // may be linked at all
	partner []int    // or None
}

func newPool(units []unit, free []bool, partner []int, length int) pool {
	p := pool{units: units, free: free, partner: partner, runs: make([][]uint64, len(units)), held: make([]runSet, len(units)), spent: make([]runSet, len(units)), whole: make([]bool, len(units))}
	for i := range units {
		p.runs[i] = runs(units[i].tokens, length)
		p.spent[i] = runSet{}
	}
	return p
}

func (p *pool) holds(i int, run uint64) bool {
	if p.held[i] == nil {
		p.held[i] = make(runSet, len(p.runs[i]))
		for _, run := range p.runs[i] {
			p.held[i][run] = true
		}
	}
	return p.held[i][run]
}

// parts gives links from and to blocks that match left without a partner.
func (m *matcher) parts(freeOld, freeNew []bool) []Link {
	var tokens []token
	for i := range m.old {
		tokens = append(tokens, m.old[i].tokens...)
	}
	p := partition{vocabulary: m.vocabulary, length: runLength(m.vocabulary, tokens)}
	p.old = newPool(m.old, freeOld, slices.Clone(m.toNew), p.length)
	p.new = newPool(m.new, freeNew, slices.Clone(m.toOld), p.length)
	for i, j := range m.toNew {
		if j != None {
			p.spend(i, j)
		}
	}
	var links []Link
	for _, found := range p.find(&p.new, &p.old) {
		links = append(links, Link{Old: found.from, New: found.part, Sure: found.share})
		p.old.partner[found.from], p.new.partner[found.part] = found.part, found.from
		p.spend(found.from, found.part)
	}
	for _, found := range p.find(&p.old, &p.new) {
		links = append(links, Link{Old: found.part, New: found.from, Sure: found.share})
	}
	return links
}

// spend notes the runs that two linked blocks share: they are not to spare.
func (p *partition) spend(i, j int) {
	if p.old.units[i].key == p.new.units[j].key {
		p.old.whole[i], p.new.whole[j] = true, true
		return
	}
	short, long, at := p.old.runs[i], &p.new, j
	if len(short) > len(p.new.runs[j]) {
		short, long, at = p.new.runs[j], &p.old, i
	}
	for _, run := range short {
		if long.holds(at, run) {
			p.old.spent[i][run], p.new.spent[j][run] = true, true
		}
	}
}

// part is a block most of whose words come from another.
type part struct {
	part, from int
	share      float64
	runs       []uint64 // those that both have
}

// find looks for the blocks without a partner whose runs stand in one block of the other version.
func (p *partition) find(parts, sources *pool) []part {
	owners := map[uint64][]int{}
	for i, runs := range sources.runs {
		if !sources.free[i] || sources.whole[i] {
			continue
		}
		for _, run := range runs {
			if list := owners[run]; (len(list) == 0 || list[len(list)-1] != i) && len(list) <= maxOwners && !sources.spent[i][run] {
				owners[run] = append(list, i)
			}
		}
	}
	var all []part
	for k := range parts.units {
		if parts.partner[k] != None || !parts.free[k] || len(parts.runs[k]) == 0 {
			continue
		}
		best, second := p.shares(parts.runs[k], &parts.units[k], owners)
		least := partWords
		if best.share >= partWhole && parts.beside(k, best.from) {
			least = partBeside
		}
		if best.share >= partShare && best.share >= second+partMargin && best.share*parts.units[k].weight >= least {
			best.part = k
			all = append(all, best)
		}
	}
	return undisputed(all)
}

// beside tells whether the partner of a block beside one is the one given.
func (p *pool) beside(k, partner int) bool {
	return k > 0 && p.partner[k-1] == partner || k+1 < len(p.partner) && p.partner[k+1] == partner
}

// shares finds from which block most words of a unit come, and how much comes from the next.
func (p *partition) shares(runs []uint64, u *unit, owners map[uint64][]int) (best part, second float64) {
	covered := map[int][]bool{}
	for at, run := range runs {
		if len(owners[run]) > maxOwners {
			continue
		}
		for _, i := range owners[run] {
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
	for _, run := range runs {
		if list := owners[run]; len(list) <= maxOwners && slices.Contains(list, best.from) {
			best.runs = append(best.runs, run)
		}
	}
	return best, second
}

// undisputed leaves out parts that are made of the same words of the same block as another that is nearly as sure.
func undisputed(all []part) []part {
	type claim struct {
		from int
		run  uint64
	}
	claims := map[claim][]int{}
	for n, a := range all {
		for _, run := range a.runs {
			claims[claim{a.from, run}] = append(claims[claim{a.from, run}], n)
		}
	}
	var left []part
	for n, a := range all {
		both := map[int]int{}
		for _, run := range a.runs {
			if list := claims[claim{a.from, run}]; len(list) <= maxOwners {
				for _, other := range list {
					both[other]++
				}
			}
		}
		disputed := false
		for other, count := range both {
			b := all[other]
			disputed = disputed || other != n && b.share > a.share-partMargin && 2*count > min(len(a.runs), len(b.runs))
		}
		if !disputed {
			left = append(left, a)
		}
	}
	return left
}

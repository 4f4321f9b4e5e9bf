// Package topics finds what several people mention and no theme fits yet: sets of words that stand together far more often
// than chance would have it, said by different people. It offers them to be read; people decide what they are. It is pure:
// the same texts give the same topics, in whatever order they come.
//
// Civic comments do not fall into a human codebook by themselves (measured elsewhere: normalised mutual information of
// about .25), so a topic here is not a cluster that everything must be in. It is a few words with the contributions that
// hold at least two of them, or of one word that stands out, chosen greedily by support and by the log-likelihood ratio of pairs (Dunning 1993). Words that
// themed contributions use as much count for nothing: log-odds with an informative Dirichlet prior (Monroe, Colaresi and
// Quinn 2008).
package topics

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"folkmoot/models/insight/emerge"
	"folkmoot/models/prose/words"
)

// Bounds on what is read and found.
const (
	People    = 3    // different people who must mention a topic
	Most      = 12   // topics found at most
	Words     = 4    // words of a topic at most
	wordsRead = 60   // different words read of a text
	wordsKept = 1500 // different words looked at in all: those that most people use
	tooCommon = 0.3  // share of people from which a word is everybody's
	unlikely  = 15.1 // log-likelihood ratio of a pair that chance gives in one of ten thousand
	untypical = 1.0  // z of the log-odds below which a word is as usual where a theme fits
	alone     = 3.0  // z from which a single word is a topic, where as many as aloneBy people use it
	aloneBy   = 5
	together  = 0.4 // share of a topic's contributions that a further word must stand in
)

// Text is a contribution.
type Text struct {
	ID     int64
	Author int64
	Plain  string
}

// Topic is what several people mention.
type Topic struct {
	Words   []string // as most people write them, the most telling first
	Members []Member // the most typical first; of equal ones the newest
	People  int      // different people among them
}

// Member is a contribution of a topic.
type Member struct {
	ID       int64
	Strength int // thousandths: how much of the topic's words it holds
}

// Find finds the topics of texts that nobody has put a theme on, beside those that have one: the topic that most people
// mention first. A contribution is in one topic at most.
func Find(texts, themed []Text) []Topic {
	c := read(texts, themed)
	var found []Topic
	for len(found) < Most {
		topic, ok := c.next()
		if !ok {
			break
		}
		found = append(found, topic)
	}
	slices.SortStableFunc(found, func(a, b Topic) int { return cmp.Compare(b.People, a.People) })
	return found
}

// corpus is the texts as sets of words.
type corpus struct {
	texts  []Text
	of     [][]int   // words of each text, sorted
	in     [][]int   // texts of each word
	by     []bitset  // people of each word, among those texts
	forms  []string  // how each word is written most often
	weight []float64 // how telling each word is
	fresh  []float64 // z of each word against the themed texts
	person []int     // of each text
	people int
	gone   []bool // texts that a topic has taken
}

// read cuts the texts into words and keeps the words that may tell a topic.
func read(texts, themed []Text) *corpus {
	c := &corpus{texts: slices.Clone(texts)}
	slices.SortFunc(c.texts, func(a, b Text) int { return cmp.Compare(a.ID, b.ID) })
	c.gone = make([]bool, len(c.texts))
	numbers := map[int64]int{}
	var stems [][]string
	spelled := map[string]map[string]int{}
	users := map[string]map[int]bool{}
	for _, t := range c.texts {
		n, known := numbers[t.Author]
		if !known {
			n = len(numbers)
			numbers[t.Author] = n
		}
		c.person = append(c.person, n)
		own := distinct(t.Plain, func(w words.Word) {
			if spelled[w.Stem] == nil {
				spelled[w.Stem] = map[string]int{}
			}
			spelled[w.Stem][w.Plain]++
		})
		stems = append(stems, own)
		for _, s := range own {
			if users[s] == nil {
				users[s] = map[int]bool{}
			}
			users[s][n] = true
		}
	}
	c.people = len(numbers)
	c.keep(stems, spelled, users, usual(themed))
	return c
}

// distinct lists the different stems of a text that say something.
func distinct(text string, each func(words.Word)) (list []string) {
	seen := map[string]bool{}
	for _, w := range words.Of(text) {
		if words.Idle(w.Plain) || len(w.Stem) < 2 {
			continue
		}
		each(w)
		if !seen[w.Stem] && len(list) < wordsRead {
			seen[w.Stem] = true
			list = append(list, w.Stem)
		}
	}
	return list
}

// usual counts in how many themed texts each word stands, and how many such uses there are.
func usual(themed []Text) map[string]int {
	counts := map[string]int{}
	for _, t := range themed {
		for _, s := range distinct(t.Plain, func(words.Word) {}) {
			counts[s]++
		}
	}
	return counts
}

// keep chooses the words that enough people use, not everybody, and more than where a theme fits, and numbers them.
func (c *corpus) keep(stems [][]string, spelled map[string]map[string]int, users map[string]map[int]bool, usual map[string]int) {
	uses, others := 0, 0
	said := map[string]int{}
	for _, own := range stems {
		uses += len(own)
		for _, s := range own {
			said[s]++
		}
	}
	for _, n := range usual {
		others += n
	}
	var kept []string
	for s, by := range users {
		if len(by) >= People && (c.people < 20 || float64(len(by)) <= tooCommon*float64(c.people)) {
			kept = append(kept, s)
		}
	}
	slices.SortFunc(kept, func(a, b string) int { return cmp.Or(cmp.Compare(len(users[b]), len(users[a])), cmp.Compare(a, b)) })
	kept = kept[:min(wordsKept, len(kept))]
	number := map[string]int{}
	for _, s := range kept {
		z := telling(said[s], uses, usual[s], others)
		if others > 0 && z < untypical {
			continue
		}
		number[s] = len(c.forms)
		c.forms = append(c.forms, form(spelled[s]))
		c.fresh = append(c.fresh, z)
		c.weight = append(c.weight, math.Log(float64(1+c.people)/float64(len(users[s]))))
	}
	c.in, c.by = make([][]int, len(c.forms)), make([]bitset, len(c.forms))
	for t, own := range stems {
		var list []int
		for _, s := range own {
			if w, ok := number[s]; ok {
				list = append(list, w)
				c.in[w] = append(c.in[w], t)
				c.by[w] = c.by[w].with(c.person[t])
			}
		}
		slices.Sort(list)
		c.of = append(c.of, list)
	}
}

// form is how a word is written most often.
func form(counts map[string]int) string {
	best := ""
	for plain, n := range counts {
		if best == "" || n > counts[best] || n == counts[best] && plain < best {
			best = plain
		}
	}
	return best
}

// telling is the z of a word's log-odds in one body of text against another, with a prior of both together scaled to a
// tenth of them; 0 where there is nothing to hold it against.
func telling(a, allA, b, allB int) float64 {
	if a+b == 0 || allA <= a || allB == 0 {
		return 0
	}
	const scale = 0.1
	_, z := emerge.LogOdds(float64(a), float64(allA), float64(b), float64(allB), scale*float64(a+b), scale*float64(allA+allB))
	return z
}

// pair is two words that stand together.
type pair struct {
	a, b  int
	worth float64
}

// next takes the topic that is worth most out of the texts that are left.
func (c *corpus) next() (Topic, bool) {
	var set []int
	if best, ok := c.bestPair(); ok {
		set = []int{best.a, best.b}
	} else if w, ok := c.bestWord(); ok {
		set = []int{w}
	} else {
		return Topic{}, false
	}
	for len(set) > 1 && len(set) < Words {
		w, ok := c.further(set)
		if !ok {
			break
		}
		set = append(set, w)
	}
	topic := c.topic(set)
	return topic, topic.People >= People
}

// bestPair finds the pair of words that most different people use together beyond chance.
func (c *corpus) bestPair() (best pair, ok bool) {
	counts, people := map[[2]int]int{}, map[[2]int]bitset{}
	left := 0
	single := make([]int, len(c.forms))
	for t, own := range c.of {
		if c.gone[t] {
			continue
		}
		left++
		for i, a := range own {
			single[a]++
			for _, b := range own[i+1:] {
				k := [2]int{a, b}
				counts[k]++
				people[k] = people[k].with(c.person[t])
			}
		}
	}
	for k, n := range counts {
		by := people[k].count()
		if by < People {
			continue
		}
		g := likelihoodRatio(n, single[k[0]], single[k[1]], left)
		if g < unlikely {
			continue
		}
		p := pair{a: k[0], b: k[1], worth: float64(by) * (c.weight[k[0]] + c.weight[k[1]]) * math.Sqrt(math.Log1p(g))}
		if !ok || p.worth > best.worth || p.worth == best.worth && (p.a < best.a || p.a == best.a && p.b < best.b) {
			best, ok = p, true
		}
	}
	return best, ok
}

// bestWord finds the word that stands out most against what themes fit, where enough people use it.
func (c *corpus) bestWord() (best int, ok bool) {
	worth := 0.0
	for w := range c.forms {
		var by bitset
		for _, t := range c.in[w] {
			if !c.gone[t] {
				by = by.with(c.person[t])
			}
		}
		n := by.count()
		if c.fresh[w] < alone || n < aloneBy {
			continue
		}
		if v := float64(n) * c.fresh[w]; !ok || v > worth {
			best, worth, ok = w, v, true
		}
	}
	return best, ok
}

// likelihoodRatio is Dunning's G² that two words, of a and b texts, stand together in n of all by chance; 0 where they do
// so less than chance would have it.
func likelihoodRatio(n, a, b, all int) float64 {
	if all == 0 || float64(n)*float64(all) <= float64(a)*float64(b) {
		return 0
	}
	cell := func(observed int, expected float64) float64 {
		if observed <= 0 || expected <= 0 {
			return 0
		}
		return float64(observed) * math.Log(float64(observed)/expected)
	}
	N := float64(all)
	return 2 * (cell(n, float64(a)*float64(b)/N) + cell(a-n, float64(a)*float64(all-b)/N) +
		cell(b-n, float64(all-a)*float64(b)/N) + cell(all-a-b+n, float64(all-a)*float64(all-b)/N))
}

// further finds the word that stands most often in the contributions of a set, beyond what it does elsewhere.
func (c *corpus) further(set []int) (int, bool) {
	members := c.members(set)
	counts, people := map[int]int{}, map[int]bitset{}
	for _, t := range members {
		for _, w := range c.of[t] {
			if !slices.Contains(set, w) {
				counts[w]++
				people[w] = people[w].with(c.person[t])
			}
		}
	}
	left := 0
	for t := range c.of {
		if !c.gone[t] {
			left++
		}
	}
	best, worth := -1, 0.0
	for w, n := range counts {
		if people[w].count() < People || float64(n) < together*float64(len(members)) {
			continue
		}
		all := 0
		for _, t := range c.in[w] {
			if !c.gone[t] {
				all++
			}
		}
		g := likelihoodRatio(n, len(members), all, left)
		if g < unlikely {
			continue
		}
		if v := float64(n) * c.weight[w]; best < 0 || v > worth || v == worth && w < best {
			best, worth = w, v
		}
	}
	return best, best >= 0
}

// members are the texts left that hold at least two words of a set, or the only one.
func (c *corpus) members(set []int) []int {
	hits := map[int]int{}
	for _, w := range set {
		for _, t := range c.in[w] {
			if !c.gone[t] {
				hits[t]++
			}
		}
	}
	var list []int
	for t, n := range hits {
		if n >= min(2, len(set)) {
			list = append(list, t)
		}
	}
	slices.Sort(list)
	return list
}

// topic takes the contributions of a set out of the texts.
func (c *corpus) topic(set []int) Topic {
	slices.SortFunc(set, func(a, b int) int { return cmp.Or(cmp.Compare(c.weight[b], c.weight[a]), cmp.Compare(a, b)) })
	var topic Topic
	total := 0.0
	for _, w := range set {
		topic.Words = append(topic.Words, c.forms[w])
		total += c.weight[w]
	}
	var people bitset
	for _, t := range c.members(set) {
		held := 0.0
		for _, w := range set {
			if slices.Contains(c.of[t], w) {
				held += c.weight[w]
			}
		}
		topic.Members = append(topic.Members, Member{ID: c.texts[t].ID, Strength: int(1000*held/total + 0.5)})
		people = people.with(c.person[t])
		c.gone[t] = true
	}
	topic.People = people.count()
	slices.SortFunc(topic.Members, func(a, b Member) int { return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(b.ID, a.ID)) })
	return topic
}

// bitset is a set of small numbers.
type bitset []uint64

func (s bitset) with(n int) bitset {
	for len(s) <= n/64 {
		s = append(s, 0)
	}
	s[n/64] |= 1 << (n % 64)
	return s
}

func (s bitset) count() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

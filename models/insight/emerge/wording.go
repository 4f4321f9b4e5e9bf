package emerge

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"folkmoot/models/prose/words"
)

// Spoken is a text of somebody who spoke as one of a kind.
type Spoken struct {
	Person int64
	Kind   int   // from 0, below KindsAtMost
	Text   int64 // texts that say nearly the same have the same number; 0 stands for one that is like no other
	Plain  string
}

// KindsAtMost is how many kinds can be told apart.
const KindsAtMost = 16

// Wording is a word that more people of a kind use than others do.
type Wording struct {
	Word   string  // as most write it, in small letters unless it is one such as "NHS"
	Kind   int     // who use it more
	People int     // different people of the kind who use it
	All    int     // different people of the kind
	Rest   int     // different people who spoke as another kind, or as none, and use it
	Others int     // different people who spoke as another kind, or as none
	Z      float64 // of the log-odds with an informative Dirichlet prior
}

// WordingChance is how many in a hundred of the words that are said to be used more may be chance, over every word and
// every kind that is looked at.
const WordingChance = 10

const wordPrior = 0.1 // of all that was said, the weight of what everybody says before anything is known of a kind

// Wordings finds the words that each kind of people uses more than everybody else does, those with the greatest z-score
// first. Kinds are those below kinds; who spoke as none of them (a negative Kind) is among the others alone.
//
// People are counted, not how often they say it: a word counts once for each person of a kind. Where many sent nearly
// the same text, its words count once for each kind in what is tested, though all who sent it are people who use them.
// A word needs People different people, in different texts, and the kind and the others CellAtLeast each. It is used
// more where a greater share of the kind's people use it, where the log-odds of the kind's uses against those of others
// (Monroe, Colaresi and Quinn 2008; the prior is what all of them say) are above zero, so that who says much of
// everything does not count as saying more of it, and where lots would hardly give the kind so many of the word's uses
// (Fisher's exact test), with chance held down to WordingChance over everything looked at by the procedure of Benjamini and
// Hochberg with the discrete distributions of the counts (Heyse 2011). Words that say nothing by themselves are left
// out, and names of people and places, which are written with a capital within a sentence.
func Wordings(spoken []Spoken, kinds int) []Wording {
	l := listen(spoken)
	var tests []wordTest
	for kind := range min(kinds, KindsAtMost) {
		tests = append(tests, l.tests(kind)...)
	}
	var found []Wording
	for i, is := range lots(tests, WordingChance/100.0) {
		if t := tests[i]; is && t.more() {
			found = append(found, t.Wording)
		}
	}
	slices.SortFunc(found, func(a, b Wording) int {
		return cmp.Or(cmp.Compare(b.Z, a.Z), cmp.Compare(b.People, a.People), strings.Compare(a.Word, b.Word), cmp.Compare(a.Kind, b.Kind))
	})
	return found
}

// set is which kinds somebody spoke as: a bit for each, the highest one for none.
type set uint32

const none set = 1 << KindsAtMost

func kindSet(kind int) set {
	if kind < 0 || kind >= KindsAtMost {
		return none
	}
	return 1 << kind
}

// heardWord is a word, by its stem.
type heardWord struct {
	by    map[int64]set // who used it
	fresh map[int64]set // who used it in words that nobody of their kind had sent before them
	forms map[string]int
	// within sentences, and of these with a capital first; in capitals altogether
	within, capital, shouted int
}

// listening is what everybody said, word by word.
type listening struct {
	people map[int64]set
	words  map[string]*heardWord
}

// listen takes texts apart.
func listen(spoken []Spoken) listening {
	l := listening{map[int64]set{}, map[string]*heardWord{}}
	type copied struct {
		text int64
		kind set
	}
	sender := map[copied]int64{}
	for _, s := range spoken {
		kind := kindSet(s.Kind)
		l.people[s.Person] |= kind
		first, sent := sender[copied{s.Text, kind}]
		if s.Text != 0 && !sent {
			sender[copied{s.Text, kind}] = s.Person
		}
		l.take(s, kind, !sent || first == s.Person)
	}
	return l
}

// take takes up the words of a text.
func (l listening) take(s Spoken, kind set, fresh bool) {
	end := 0
	for _, w := range words.Of(s.Plain) {
		before := strings.TrimRight(s.Plain[end:w.Start], " ")
		opens := end == 0 || strings.ContainsAny(before, ".!?:;\n\"“*#->(")
		end = w.End
		if words.Idle(w.Plain) || len(w.Stem) < 2 || strings.HasPrefix(w.Plain, "0") {
			continue
		}
		word := l.words[w.Stem]
		if word == nil {
			word = &heardWord{by: map[int64]set{}, fresh: map[int64]set{}, forms: map[string]int{}}
			l.words[w.Stem] = word
		}
		word.by[s.Person] |= kind
		if fresh {
			word.fresh[s.Person] |= kind
		}
		word.write(s.Plain[w.Start:w.End], opens)
	}
}

// write takes up how a word is written.
func (w *heardWord) write(text string, opens bool) {
	w.forms[strings.ReplaceAll(strings.ToLower(text), "’", "'")]++
	switch upper := strings.IndexFunc(text, unicode.IsLower) < 0 && len(text) > 1; {
	case upper && strings.IndexFunc(text, unicode.IsUpper) >= 0:
		w.shouted++
	case !opens:
		w.within++
		if strings.IndexFunc(text, unicode.IsUpper) == 0 {
			w.capital++
		}
	}
}

// name tells whether a word is written as names are.
func (w *heardWord) name() bool { return 2*w.capital > w.within }

// form is how most write a word.
func (w *heardWord) form() string {
	best, all := "", 0
	for text, n := range w.forms {
		if all += n; best == "" || n > w.forms[best] || n == w.forms[best] && text < best {
			best = text
		}
	}
	if 2*w.shouted > all {
		return strings.ToUpper(best)
	}
	return best
}

// split counts the people who are of a kind, and those who are of another one or none; somebody who spoke as both is in
// both.
func split(people map[int64]set, kind set) (of, others int) {
	for _, as := range people {
		if as&kind != 0 {
			of++
		}
		if as&^kind != 0 {
			others++
		}
	}
	return of, others
}

// wordTest is a word of a kind before it is known whether it is used more.
type wordTest struct {
	Wording
	uses Cell // of people's uses of words: those of the word by the kind, by all, and of all words
}

// more tells whether enough people use the word, a greater share of them than of others, and the log-odds are surely
// above zero.
func (t wordTest) more() bool {
	return t.uses.People >= People && t.People >= People && t.People*t.Others > t.Rest*t.All && t.Z > surelyMore
}

// tests are the words that can be tested for a kind, in order.
func (l listening) tests(number int) []wordTest {
	kind := kindSet(number)
	all, others := split(l.people, kind)
	if all < CellAtLeast || others < CellAtLeast {
		return nil
	}
	stems := make([]string, 0, len(l.words))
	uses := map[string]Cell{}
	said, rest := 0, 0
	for stem, word := range l.words {
		of, by := split(word.fresh, kind)
		said, rest = said+of, rest+by
		if of+by >= People && !word.name() {
			stems = append(stems, stem)
			uses[stem] = Cell{People: of, All: of + by}
		}
	}
	slices.Sort(stems)
	var tests []wordTest
	for _, stem := range stems {
		t := wordTest{Wording{Word: l.words[stem].form(), Kind: number, All: all, Others: others}, uses[stem]}
		t.People, t.Rest = split(l.words[stem].by, kind)
		t.uses.Kind, t.uses.Everyone = said, said+rest
		of, by := float64(t.uses.People), float64(t.uses.All-t.uses.People)
		_, t.Z = LogOdds(of, float64(said), by, float64(rest), wordPrior*(of+by), wordPrior*float64(said+rest))
		tests = append(tests, t)
	}
	return tests
}

// step is by how much the chance of a discovery by lot grows where the limit on probabilities reaches p.
type step struct{ p, by float64 }

// lots tells which tests are discoveries, of which at most this share is to be expected by lot.
func lots(tests []wordTest, share float64) []bool {
	var steps []step
	p := make([]float64, len(tests))
	for i, t := range tests {
		p[i] = 1
		below := 0.0
		for at, tail := range t.uses.tails(share) {
			steps = append(steps, step{tail, tail - below})
			below = tail
			if at == t.uses.largest()-t.uses.People {
				p[i] = tail
			}
		}
	}
	slices.SortFunc(steps, func(a, b step) int { return cmp.Or(cmp.Compare(a.p, b.p), cmp.Compare(a.by, b.by)) })
	limit, at, chance := -1.0, 0, 0.0
	for n, q := range slices.Sorted(slices.Values(p)) {
		for ; at < len(steps) && steps[at].p <= q; at++ {
			chance += steps[at].by
		}
		if q <= share && chance <= share*float64(n+1) {
			limit = q
		}
	}
	found := make([]bool, len(tests))
	for i, q := range p {
		found[i] = q <= limit
	}
	return found
}

// largest is how many of a cell there can be.
func (c Cell) largest() int { return min(c.All, c.Kind) }

// tails are the probabilities by lot of the largest count or more, of one less or more and so on, up to a limit.
func (c Cell) tails(limit float64) (list []float64) {
	n := c.largest()
	log, sum := c.logLot(n), 0.0
	for ; n >= 0; n-- {
		if sum += math.Exp(log); sum > limit {
			break
		}
		list = append(list, sum)
		// From one count to the one below it the probability changes by this ratio.
		log += math.Log(float64(n) * float64(c.Everyone-c.Kind-c.All+n) / (float64(c.Kind-n+1) * float64(c.All-n+1)))
	}
	return list
}

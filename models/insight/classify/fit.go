package classify

import (
	"cmp"
	"math"
	"slices"
)

// Bounds of a fit, so that it takes seconds at most.
const (
	maxWork       = 100_000 // documents times themes
	minDocuments  = 1_000   // that are learned from however many themes there are
	maxBackground = 4_000   // texts without tags
	foldsAtLeast  = 30      // documents, for trying out how sure suggestions are
)

// document is a text with its themes.
type document struct {
	hash   feature
	text   string
	themes []int64 // in order, each once
}

// fit is what the model made of everything it was told. It never changes.
type fit struct {
	codebook  *codebook
	space     *space
	rows      map[feature]int32
	linear    *linear
	shift     []float64
	sureness  sureness
	documents map[int64]*document // as they were
	unlearned []Theme             // came into the codebook after the fit was made
}

// newFit learns from the codebook, the documents and the background. It comes to the same whatever the order in which
// they were told.
func newFit(c *codebook, documents map[int64]*document, background []string) *fit {
	f := &fit{codebook: c, rows: map[feature]int32{}, documents: documents, sureness: usual}
	tagged := sample(c, documents)
	from := make([]source, 0, len(tagged)+2*len(c.themes))
	for k, t := range c.themes {
		meant, examples := t.texts()
		for _, text := range meant {
			from = append(from, source{read(text), []int{k}, 1, true})
		}
		for _, text := range examples {
			from = append(from, source{read(text), []int{k}, fading(len(tagged), len(c.themes)), true})
		}
	}
	for _, d := range tagged {
		from = append(from, source{read(d.text), c.places(d.themes), 1, false})
	}
	slices.SortStableFunc(from, func(a, b source) int {
		return cmp.Or(cmp.Compare(a.text.hash, b.text.hash), slices.Compare(a.themes, b.themes))
	})
	untagged := make([]*reading, len(background))
	for i, text := range background {
		untagged[i] = read(text)
	}
	all := slices.Clone(untagged)
	for _, s := range from {
		all = append(all, s.text)
	}
	f.space = newSpace(all, meaningShare(len(tagged), len(c.themes)))
	f.learn(from, untagged, len(tagged))
	return f
}

// source is a text to learn from.
type source struct {
	text     *reading
	themes   []int
	weight   float64
	codebook bool // it is of the codebook itself
}

// sample chooses the documents to learn from: all, or where there are too many, as many of each theme. Which, depends
// on their words only.
func sample(c *codebook, documents map[int64]*document) []*document {
	var list []*document
	for _, d := range documents {
		if len(c.places(d.themes)) > 0 {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b *document) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), slices.Compare(a.themes, b.themes))
	})
	room := max(minDocuments, maxWork/max(1, len(c.themes)))
	if len(list) <= room {
		return list
	}
	each := max(1, room/len(c.themes))
	taken := make([]int, len(c.themes))
	return slices.DeleteFunc(list, func(d *document) bool {
		places := c.places(d.themes)
		if !slices.ContainsFunc(places, func(k int) bool { return taken[k] < each }) {
			return true
		}
		for _, k := range places {
			taken[k]++
		}
		return false
	})
}

// learn trains the weights, twice where few texts are tagged: the second time with what the first made of the texts
// without tags.
func (f *fit) learn(from []source, untagged []*reading, tagged int) {
	themes := len(f.codebook.themes)
	if themes == 0 {
		f.linear = &linear{}
		return
	}
	var examples, learned []example
	for _, s := range from {
		e := example{f.enter(f.space.place(s.text)), s.themes, s.weight}
		examples = append(examples, e)
		if !s.codebook {
			learned = append(learned, e)
		}
	}
	usualness := learnedShares(learned, themes)
	lead := leaning(tagged, themes)
	cost := cheap + (dear-cheap)*lead
	if lead == 0 || len(untagged) == 0 {
		f.linear = train(examples, len(f.rows), themes, cost)
		f.shift = priorShift(f.scoresOf(untagged), usualness)
	} else {
		more := make([][]term, len(untagged))
		for i, text := range untagged {
			more[i] = f.enter(f.space.place(text))
		}
		f.linear = train(examples, len(f.rows), themes, cost)
		f.shift = priorShift(f.linear.all(more), usualness)
		guessed := guess(f.linear.all(more), f.shift, more)
		f.linear.mix(train(append(guessed, examples...), len(f.rows), themes, cost), lead)
		f.shift = priorShift(f.linear.all(more), usualness)
	}
	if len(learned) >= foldsAtLeast {
		f.sureness = f.tryOut(from, examples, cost)
	}
	f.sureness.mean, f.sureness.deviation = spreadOfBest(f.scoresOf(untagged))
}

// enter gives the vector of a text by rows, adding rows for features that have none.
func (f *fit) enter(vector []weighted) []term {
	out := make([]term, len(vector))
	for i, w := range vector {
		row, ok := f.rows[w.feature]
		if !ok {
			row = int32(len(f.rows))
			f.rows[w.feature] = row
		}
		out[i] = term{row, float32(w.weight)}
	}
	return out
}

// terms gives the vector of a text by rows, without the features that have none.
func (f *fit) terms(vector []weighted) []term {
	out := make([]term, 0, len(vector))
	for _, w := range vector {
		if row, ok := f.rows[w.feature]; ok {
			out = append(out, term{row, float32(w.weight)})
		}
	}
	return out
}

func (f *fit) scoresOf(texts []*reading) [][]float64 {
	out := make([][]float64, len(texts))
	for i, text := range texts {
		out[i] = f.linear.scores(f.terms(f.space.place(text)))
	}
	return out
}

func (l *linear) all(texts [][]term) [][]float64 {
	out := make([][]float64, len(texts))
	for i, terms := range texts {
		out[i] = l.scores(terms)
	}
	return out
}

// mix adds the scores of another table, which count share as much as its own, and takes the mean.
func (l *linear) mix(other *linear, share float64) {
	for i, w := range other.weights {
		l.weights[i] = float32((float64(l.weights[i]) + share*float64(w)) / (1 + share))
	}
	for k, b := range other.bias {
		l.bias[k] = (l.bias[k] + share*b) / (1 + share)
	}
}

// Settings of learning from texts without tags.
const (
	enoughTagged = 20  // documents for each theme, from which on nothing is guessed
	guessesEach  = 150 // texts for a theme, at most
	guessSure    = 0.3 // share of a theme in a text that makes it a guess
	guessWeight  = 0.3 // of a guess beside a tagged text
)

// fading is what an example of the codebook counts beside a tagged document. Once there are a few of these for each
// theme they show better what people say: examples are chosen, not met.
func fading(tagged, themes int) float64 { return 1 / (1 + float64(tagged)/float64(4*themes)) }

// leaning tells how much a model that has seen guesses counts beside one that has not: 1 where nothing is tagged.
func leaning(tagged, themes int) float64 {
	return max(0, 1-float64(tagged)/float64(enoughTagged*themes))
}

// guess makes examples of the texts without tags that the model is most certain about.
func guess(scores [][]float64, shift []float64, texts [][]term) []example {
	type pair struct {
		share       float64
		text, theme int
	}
	var pairs []pair
	for i, s := range scores {
		for k, x := range logShares(s, shift) {
			if x >= math.Log(guessSure) {
				pairs = append(pairs, pair{x, i, k})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.share, a.share) })
	taken := make([]int, len(shift))
	guesses := make([]example, len(texts))
	for _, p := range pairs {
		if taken[p.theme] < guessesEach {
			taken[p.theme]++
			guesses[p.text].themes = append(guesses[p.text].themes, p.theme)
		}
	}
	var out []example
	for i, g := range guesses {
		if len(g.themes) > 0 {
			slices.Sort(g.themes)
			out = append(out, example{texts[i], g.themes, guessWeight})
		}
	}
	return out
}

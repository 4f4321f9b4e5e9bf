package classify

import (
	"cmp"
	"slices"

	"folkmoot/models/prose/words"
)

const (
	maxWordsTold = 3         // words that a suggestion points at
	maxExplained = 10        // suggestions that point at words; nobody looks at the words of the hundredth
	little       = 1.0 / 600 // share of English from which a word is so common that it tells nobody anything
	beside       = 1.0 / 5   // of what the most telling word adds, from which another is told beside it
	leastTold    = 1.0 / 4   // of all that speaks for a theme that the words told must make up, or none is told
)

// explainer finds the words of a text that speak for a theme.
type explainer struct {
	fit     *fit
	words   []words.Word
	vector  []weighted
	changes changes
	meaning []float64
}

// telling gives the words that add most to the score of a theme beside the mean of all themes, the most telling
// first, each where it stands first. It gives none where what the words say that can be told is little beside what
// else spoke for the theme: small words, parts of words, a bit of everything.
func (e *explainer) telling(theme int) [][2]int {
	adds := e.adds(theme)
	type said struct {
		word   int
		adds   float64
		little bool
	}
	var all []said
	first := map[string]int{} // place in all, by stem
	for i, w := range e.words {
		if at, again := first[w.Stem]; again {
			all[at].adds += adds[i]
			continue
		}
		first[w.Stem] = len(all)
		all = append(all, said{i, adds[i], words.Idle(w.Plain) || vectors()[w.Plain].share > little})
	}
	var speaks float64 // all that speaks for the theme
	for _, s := range all {
		speaks += max(0, s.adds)
	}
	all = slices.DeleteFunc(all, func(s said) bool { return s.adds <= 0 || s.little })
	slices.SortStableFunc(all, func(a, b said) int { return cmp.Compare(b.adds, a.adds) })
	var out [][2]int
	var told float64
	for i, s := range all {
		if i == maxWordsTold || s.adds < all[0].adds*beside {
			break
		}
		told += s.adds
		out = append(out, [2]int{e.words[s.word].Start, e.words[s.word].End})
	}
	if told < leastTold*speaks {
		return nil
	}
	return out
}

// adds tells how much each word adds to the score of a theme beside the mean of all themes.
func (e *explainer) adds(theme int) []float64 {
	out := make([]float64, len(e.words))
	for i, w := range e.words {
		out[i] += e.gain(single(w), theme)
		if i > 0 {
			half := e.gain(pair(e.words[i-1], w), theme) / 2
			out[i-1] += half
			out[i] += half
		}
		for _, run := range appendRuns(nil, w) {
			out[i] += e.gain(run, theme)
		}
	}
	return e.addMeanings(out, theme)
}

// gain is what one occurrence of a feature adds.
func (e *explainer) gain(f feature, theme int) float64 {
	place, there := slices.BinarySearchFunc(e.vector, f, func(w weighted, f feature) int { return cmp.Compare(w.feature, f) })
	if !there {
		return 0
	}
	return e.vector[place].weight * e.weight(f, place, theme)
}

// weight is the weight of a feature for a theme beside the mean of all themes.
func (e *explainer) weight(f feature, place, theme int) float64 {
	l := e.fit.linear
	sum := e.changes.at(place, theme)
	for k := range l.themes {
		sum -= e.changes.at(place, k) / float64(l.themes)
	}
	row, there := e.fit.rows[f]
	if !there {
		return sum
	}
	for _, w := range l.weights[int(row)*l.themes:][:l.themes] {
		sum -= float64(w) / float64(l.themes)
	}
	return sum + float64(l.weights[int(row)*l.themes+theme])
}

// addMeanings adds what the vector of each word adds to the vector of the text.
func (e *explainer) addMeanings(out []float64, theme int) []float64 {
	if e.meaning == nil {
		return out
	}
	var weights [dimensions]float64
	for i, f := range meaningFeatures {
		if place, there := slices.BinarySearchFunc(e.vector, f, func(w weighted, f feature) int { return cmp.Compare(w.feature, f) }); there {
			weights[i] = e.fit.space.share * e.weight(f, place, theme)
		}
	}
	length := norm2(e.meaning)
	for i, w := range e.words {
		v, known := vectors()[w.Plain]
		if !known {
			continue
		}
		for d, n := range v.numbers {
			out[i] += weights[d] * v.weight() * float64(int8(n)) / length
		}
	}
	return out
}

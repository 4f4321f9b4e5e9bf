package classify

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// Theme is an entry of the codebook.
type Theme struct {
	ID         int64
	Name       string
	Definition string // what belongs to it; may be empty
	Examples   string // things people said that show it; may be empty
}

// Suggestion is a theme that a text may belong to.
type Suggestion struct {
	Theme int64
	Score float64  // higher is better; comparable between themes and between texts
	Sure  float64  // from 0 to 1: the share of such suggestions that people accept
	Words [][2]int // the words that speak most for it: where each starts and ends in the text, in bytes; at most three
}

// maxSpoken is how many words a suggestion points at.
const maxSpoken = 3

// Model suggests themes. It is safe for use by several goroutines.
type Model struct {
	mu         sync.RWMutex
	themes     []Theme // in the order of their ids
	index      map[int64]int
	documents  map[int64]*document
	background map[feature][]counted // by the hash of the text, so that a text counts once
	rarity     *rarity
	centroids  []*centroid
	bayes      *bayes
}

// document is a text with its themes.
type document struct {
	text   []counted
	themes []int64 // in order, each once
}

// New makes a model of a codebook. It suggests from the words of the codebook until it has learned more.
func New(themes []Theme) *Model {
	m := &Model{documents: map[int64]*document{}, background: map[feature][]counted{}}
	m.SetThemes(themes)
	return m
}

// SetThemes replaces the codebook. What was learned about a theme that is no longer in it is kept, and counts
// again if the theme comes back.
func (m *Model) SetThemes(themes []Theme) {
	m.mu.Lock()
	m.themes = slices.Clone(themes)
	slices.SortStableFunc(m.themes, func(a, b Theme) int { return cmp.Compare(a.ID, b.ID) })
	m.themes = slices.CompactFunc(m.themes, func(a, b Theme) bool { return a.ID == b.ID })
	m.index = make(map[int64]int, len(m.themes))
	for i, t := range m.themes {
		m.index[t.ID] = i
	}
	m.mu.Unlock()
	m.Refit()
}

// Learn says which themes a document has now; all of them. Said again it replaces what was said before; with no
// theme the document is forgotten as if it had never been learned.
func (m *Model) Learn(doc int64, text string, themes []int64) {
	var learned *document
	if len(themes) > 0 {
		themes = slices.Clone(themes)
		slices.Sort(themes)
		learned = &document{text: features(words(text)), themes: slices.Compact(themes)}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if before := m.documents[doc]; before != nil {
		m.put(before, -1)
		delete(m.documents, doc)
	}
	if learned != nil {
		m.documents[doc] = learned
		m.put(learned, 1)
	}
}

// put adds a document to what is counted at once, or with sign -1 takes it out again.
func (m *Model) put(d *document, sign int64) {
	var of []int
	for _, id := range d.themes {
		if i, ok := m.index[id]; ok {
			of = append(of, i)
		}
	}
	vector := m.rarity.weigh(d.text)
	for _, i := range of {
		m.centroids[i].add(vector, sign)
	}
	m.bayes.add(vector, of, sign)
}

// Background gives the model texts that nobody has tagged, so that it knows which words are common here.
// They replace those given before. It counts from the next Refit.
func (m *Model) Background(texts []string) {
	background := make(map[feature][]counted, len(texts))
	for _, text := range texts {
		background[hash(text)] = features(words(text))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.background = background
}

// Refit works everything out afresh from the codebook, the documents and the background.
func (m *Model) Refit() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rarity = newRarity()
	for _, text := range m.background {
		m.rarity.add(text)
	}
	for _, d := range m.documents {
		m.rarity.add(d.text)
	}
	m.centroids = make([]*centroid, len(m.themes))
	m.bayes = newBayes(len(m.themes))
	for i, t := range m.themes {
		m.centroids[i] = newCentroid()
		for _, text := range []string{t.Name, t.Name + ". " + t.Definition, t.Examples} {
			vector := m.rarity.weigh(features(words(text)))
			m.centroids[i].add(vector, 1)
			m.bayes.add(vector, []int{i}, 1)
		}
	}
	for _, d := range m.documents {
		m.put(d, 1)
	}
}

// Suggest gives the n themes that fit a text best, the best first, each with the words that speak for it.
// With n below 1 it gives every theme.
func (m *Model) Suggest(text string, n int) []Suggestion {
	list := words(text)
	m.mu.RLock()
	defer m.mu.RUnlock()
	vector := m.rarity.weigh(features(list))
	near, likely := make([]float64, len(m.themes)), m.bayes.scores(vector)
	for i, c := range m.centroids {
		near[i] = c.cosine(vector)
	}
	standardise(near)
	standardise(likely)
	out := make([]Suggestion, len(m.themes))
	for i, t := range m.themes {
		score := near[i] + likely[i]
		out[i] = Suggestion{Theme: t.ID, Score: score, Sure: 1 / (1 + math.Exp(4-score))}
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int { return cmp.Compare(b.Score, a.Score) })
	if n > 0 && n < len(out) {
		out = out[:n]
	}
	for i := range out {
		out[i].Words = m.spoken(list, m.index[out[i].Theme])
	}
	return out
}

// standardise takes the mean off a list of numbers and divides them by their standard deviation.
func standardise(list []float64) {
	var sum, squares float64
	for _, x := range list {
		sum += x
	}
	mean := sum / float64(len(list))
	for _, x := range list {
		squares += (x - mean) * (x - mean)
	}
	deviation := math.Sqrt(squares / float64(len(list)))
	for i := range list {
		if list[i] -= mean; deviation > 1e-12 {
			list[i] /= deviation
		}
	}
}

// spoken gives the words that add most to the likeness of a text to a theme.
func (m *Model) spoken(list []word, theme int) [][2]int {
	type said struct {
		at   int
		adds float64
	}
	var all []said
	seen := map[string]bool{}
	for i, w := range list {
		if seen[w.stem] {
			continue
		}
		seen[w.stem] = true
		f := single(w)
		if adds := m.centroids[theme].at(f) * m.rarity.idf(f); adds > 0 {
			all = append(all, said{i, adds})
		}
	}
	slices.SortStableFunc(all, func(a, b said) int { return cmp.Compare(b.adds, a.adds) })
	var out [][2]int
	for _, s := range all[:min(maxSpoken, len(all))] {
		out = append(out, [2]int{list[s.at].start, list[s.at].end})
	}
	return out
}

// Version names the method. It changes whenever the same input may give other suggestions.
func (m *Model) Version() string { return version }

const version = "classify-1"

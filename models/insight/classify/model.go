package classify

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"folkmoot/models/prose/words"
)

// Suggestion is a theme that a text may belong to.
type Suggestion struct {
	Theme int64
	Score float64  // higher is better; comparable between themes and between texts
	Sure  float64  // from 0 to 1: about the share of such suggestions that people accept
	Words [][2]int // the words that speak most for it: where each starts and ends in the text, in bytes; at most three
}

// version names the method. It changes whenever the same input may give other suggestions.
const version = "classify-2"

// maxText is how many bytes of a text are kept and read.
const maxText = 20_000

// Model suggests themes. It is safe for use by several goroutines.
type Model struct {
	refit sync.Mutex // one refit at a time

	mu         sync.RWMutex
	codebook   *codebook
	documents  map[int64]*document
	background []string // in the order of their hashes, each once
	fit        *fit
	recent     *recent // what was learned since the fit
}

// New makes a model of a codebook. It suggests from the words of the codebook until it has learned more.
func New(themes []Theme) *Model {
	m := &Model{codebook: newCodebook(themes), documents: map[int64]*document{}}
	m.Refit()
	return m
}

// SetThemes replaces the codebook. Themes that are new or worded anew are suggested from their words at once; the next
// Refit learns them fully. What was learned about a theme that is no longer in the codebook is kept, and counts again
// if the theme comes back.
func (m *Model) SetThemes(themes []Theme) {
	c := newCodebook(themes)
	m.refit.Lock()
	defer m.refit.Unlock()
	m.mu.Lock()
	defer m.mu.Unlock()
	fit := m.fit.recast(c)
	m.codebook, m.fit = c, fit
	m.recent = m.since(fit)
}

// Learn says which themes a document has now; all of them. Said again it replaces what was said before; with no theme
// the document is forgotten. It counts at once for what is learned since the last Refit, and fully from the next: then
// a document that was forgotten has left nothing behind.
func (m *Model) Learn(doc int64, text string, themes []int64) {
	var learned *document
	if len(themes) > 0 {
		themes = slices.Clone(themes)
		slices.Sort(themes)
		text = clip(text)
		learned = &document{hash: hash("t", text), text: strings.Clone(text), themes: slices.Compact(themes)}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if learned == nil {
		delete(m.documents, doc)
		m.recent.forget(doc)
		return
	}
	m.documents[doc] = learned
	m.recent.learn(m.fit, doc, learned)
}

// Background gives the model texts that nobody has tagged, so that it knows which words and themes are common here.
// They replace those given before, and count from the next Refit. Of many it takes a sample, which depends on nothing
// but their words.
func (m *Model) Background(texts []string) {
	byHash := make(map[feature]string, len(texts))
	for _, text := range texts {
		text = clip(text)
		byHash[hash("t", text)] = text
	}
	hashes := slices.Sorted(maps.Keys(byHash))
	background := make([]string, 0, min(maxBackground, len(hashes)))
	for _, h := range hashes[:min(maxBackground, len(hashes))] {
		background = append(background, strings.Clone(byHash[h]))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.background = background
}

// Refit works everything out afresh from the codebook, the documents and the background. It takes up to a few seconds;
// suggestions and learning go on meanwhile. The result does not depend on the order in which things were learned.
func (m *Model) Refit() {
	m.refit.Lock()
	defer m.refit.Unlock()
	m.mu.RLock()
	c, documents, background := m.codebook, maps.Clone(m.documents), m.background
	m.mu.RUnlock()
	fit := newFit(c, documents, background)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fit = fit
	m.recent = m.since(fit)
}

// since gathers what was learned after a fit was made.
func (m *Model) since(f *fit) *recent {
	r := newRecent(len(f.codebook.themes))
	for _, t := range f.unlearned {
		meant, examples := t.texts()
		for _, text := range append(meant, examples...) {
			r.learnTheme(f, t.ID, text)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(m.documents)) {
		if f.documents[id] != m.documents[id] {
			r.learn(f, id, m.documents[id])
		}
	}
	return r
}

// Suggest gives the n themes that fit a text best, the best first, each with the words that speak for it. With n below
// 1 it gives every theme.
func (m *Model) Suggest(text string, n int) []Suggestion {
	m.mu.RLock()
	defer m.mu.RUnlock()
	out, e := m.rank(text)
	if n > 0 && n < len(out) {
		out = out[:n]
	}
	for i := range out[:min(maxExplained, len(out))] {
		out[i].Words = e.telling(e.fit.codebook.index[out[i].Theme])
	}
	return out
}

// Rank gives what Suggest gives of every theme, but without the words, which take most of the time.
func (m *Model) Rank(text string) []Suggestion {
	m.mu.RLock()
	defer m.mu.RUnlock()
	out, _ := m.rank(text)
	return out
}

// rank puts the themes in order for a text; the lock is held.
func (m *Model) rank(text string) ([]Suggestion, explainer) {
	f := m.fit
	if len(f.codebook.themes) == 0 {
		return nil, explainer{}
	}
	list := words.Of(clip(text))
	reading := readWords(0, list)
	vector := f.space.place(reading)
	changes := m.recent.changes(vector)
	scores := f.linear.scores(f.terms(vector))
	changes.add(scores, vector)
	shares := logShares(scores, f.shift)
	out := make([]Suggestion, len(scores))
	for k, t := range f.codebook.themes {
		odds := f.sureness.odds(shares[k], scores[k])
		out[k] = Suggestion{Theme: t.ID, Score: odds, Sure: sigmoid(odds)}
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int { return cmp.Compare(b.Score, a.Score) })
	return out, explainer{fit: f, words: list, vector: vector, changes: changes, meaning: reading.meaning}
}

// Version names the method. It changes whenever the same input may give other suggestions.
func (m *Model) Version() string { return version }

// clip cuts a text that is longer than what is read, at the start of a character.
func clip(text string) string {
	if len(text) <= maxText {
		return text
	}
	end := maxText
	for end > 0 && text[end]&0xC0 == 0x80 {
		end--
	}
	return text[:end]
}

package quote

import "sync"

// rememberMost is how many bytes of texts a Memory holds.
const rememberMost = 4 << 20

// Memory remembers how texts fall into words and sentences, which takes longer than anything else in choosing quotes and
// is the same each time. It changes nothing of what is chosen. The zero Memory is empty; it is safe for concurrent use.
type Memory struct {
	mu    sync.Mutex
	bytes int
	words map[string]string   // one string for each word, however many texts it is in
	terms map[string][]string // of a text
	lines map[beginning][]sentence
}

// beginning is a text, or the beginning of one.
type beginning struct {
	text string
	cut  bool
}

// sentence is where a line of a text stands, its words, and how well it can be understood alone.
type sentence struct {
	span
	terms []string
	sense int
}

// NewWords starts a count of words whose texts are remembered.
func (m *Memory) NewWords() *Words { return &Words{in: map[string]int{}, memory: m} }

// termsOf gives the words of a text; a nil Memory finds them afresh.
func (m *Memory) termsOf(text string) []string {
	if m == nil {
		return terms(text)
	}
	m.mu.Lock()
	known, ok := m.terms[text]
	m.mu.Unlock()
	if ok {
		return known
	}
	found := terms(text)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.room(len(text))
	m.share(found)
	m.terms[text] = found
	return found
}

// linesOf gives the lines of a candidate that are long enough to be quoted.
func (m *Memory) linesOf(c Candidate) []sentence {
	at := beginning{c.Text, c.Cut}
	if m != nil {
		m.mu.Lock()
		known, ok := m.lines[at]
		m.mu.Unlock()
		if ok {
			return known
		}
	}
	var found []sentence
	for _, s := range spans(c) {
		if words := terms(c.Text[s.start:s.end]); len(words) > 0 {
			found = append(found, sentence{s, words, sense(c.Text[s.start:s.end])})
		}
	}
	if m == nil {
		return found
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.room(len(c.Text))
	for _, line := range found {
		m.share(line.terms)
	}
	m.lines[at] = found
	return found
}

// room forgets everything where there is no room for more.
func (m *Memory) room(bytes int) {
	if m.terms == nil || m.bytes+bytes > rememberMost {
		m.bytes, m.words, m.terms, m.lines = 0, map[string]string{}, map[string][]string{}, map[beginning][]sentence{}
	}
	m.bytes += bytes
}

// share puts the same string for the same word.
func (m *Memory) share(list []string) {
	for i, word := range list {
		one, ok := m.words[word]
		if !ok {
			m.words[word], one = word, word
		}
		list[i] = one
	}
}

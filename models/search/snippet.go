package search

import "strings"

// Lengths of a snippet, in words.
const (
	snippetWords = 40
	leadWords    = 6 // shown before the first word that was looked for
)

// marked cuts a text into pieces at the words that were looked for.
func marked(text string, mark looked) []Piece {
	var pieces []Piece
	from := 0
	eachWord(text, func(w word) bool {
		if mark(w.forms) {
			pieces = piece(pieces, text[from:w.start], false)
			pieces = piece(pieces, text[w.start:w.end], true)
			from = w.end
		}
		return true
	})
	return piece(pieces, text[from:], false)
}

// piece adds a part of a text, in one with the one before where both are marked alike.
func piece(pieces []Piece, text string, mark bool) []Piece {
	if text == "" {
		return pieces
	}
	if n := len(pieces); n > 0 && pieces[n-1].Mark == mark {
		pieces[n-1].Text += text
		return pieces
	}
	return append(pieces, Piece{Text: text, Mark: mark})
}

// snippet gives the part of a text that holds the most of what was looked for, or its beginning where the words are
// elsewhere, with "…" where it was cut.
func snippet(text string, mark looked) []Piece {
	var words []word
	eachWord(text, func(w word) bool {
		words = append(words, w)
		return len(words) < maxWords
	})
	if len(words) == 0 {
		return marked(oneLine(text), mark)
	}
	first := window(words, mark)
	start, end := 0, len(text)
	before, after := "", ""
	if first > 0 {
		start, before = words[first].start, "… "
	}
	if last := first + snippetWords; last < len(words) {
		end, after = words[last-1].end, " …"
	}
	return marked(before+oneLine(text[start:end])+after, mark)
}

// window finds where the snippet begins: a little before the words that hold the most different ones looked for.
func window(words []word, mark looked) int {
	best, most := 0, 0
	inside := map[string]int{}
	distinct := 0
	for i, w := range words {
		if mark(w.forms) {
			if inside[w.stem]++; inside[w.stem] == 1 {
				distinct++
			}
		}
		if out := i - (snippetWords - leadWords); out >= 0 && mark(words[out].forms) {
			if inside[words[out].stem]--; inside[words[out].stem] == 0 {
				distinct--
			}
		}
		if distinct > most {
			best, most = i, distinct
		}
	}
	// The window ends at best; the first word looked for in it stands a little after the start of the snippet.
	first := max(0, best-(snippetWords-leadWords)+1)
	for first < best && !mark(words[first].forms) {
		first++
	}
	first = max(0, first-leadWords)
	return max(0, min(first, len(words)-snippetWords))
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

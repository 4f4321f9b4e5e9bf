// Package merge brings together what two people made of one text: the changes that only one of them made are taken
// over, and passages that both changed are kept with both texts. No word that either of them wrote is ever left out.
package merge

import (
	"slices"
	"strings"
	"unicode"
)

// Labels are the lines that mark a passage which both people changed. Each stands alone on its line.
type Labels struct {
	Theirs string // before the words of the one whose text is stored
	Gone   string // before the words of the other, where the stored text took the passage out
	Mine   string // before the words of the other
	Out    string // in place of the words of the other, where they took the passage out
	End    string // after the passage
}

// Result is what became of two texts that were made from one.
type Result struct {
	Text      string // with every change of both, conflicts marked with the labels
	Conflicts int    // passages that both changed
}

// Texts merges theirs and mine, which were both made from base. White space at the very end does not count.
func Texts(base, theirs, mine string, labels Labels) Result {
	chunks := three(lines(base), lines(theirs), lines(mine))
	var out strings.Builder
	var r Result
	for _, c := range chunks {
		text, ok := c.settled()
		if !ok {
			text, ok = byWords(c)
		}
		if ok {
			out.WriteString(text)
			continue
		}
		r.Conflicts++
		mark(&out, c, labels)
	}
	r.Text = strings.TrimRightFunc(out.String(), unicode.IsSpace)
	return r
}

// lines cuts a text into lines that all end with a line end, so that the last one is like any other.
func lines(text string) []string {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	if text == "" {
		return nil
	}
	all := strings.SplitAfter(text+"\n", "\n")
	return all[:len(all)-1]
}

// chunk is a part of the three texts that belongs together.
type chunk struct {
	base, theirs, mine []string
	stable             bool // nobody changed it
}

// settled gives the text of a chunk that one of the two left as it was, or that both made the same.
func (c chunk) settled() (string, bool) {
	switch {
	case c.stable, slices.Equal(c.theirs, c.mine), slices.Equal(c.base, c.theirs):
		return strings.Join(c.mine, ""), true
	case slices.Equal(c.base, c.mine):
		return strings.Join(c.theirs, ""), true
	}
	return "", false
}

// mark writes a passage that both changed, with both texts.
func mark(out *strings.Builder, c chunk, labels Labels) {
	line := func(label string) { out.WriteString("\n" + label + "\n\n") }
	theirs, mine := strings.Join(c.theirs, ""), strings.Join(c.mine, "")
	if strings.TrimSpace(theirs) == "" {
		line(labels.Gone)
	} else {
		line(labels.Theirs)
		out.WriteString(theirs)
		if strings.TrimSpace(mine) == "" {
			line(labels.Out)
		} else {
			line(labels.Mine)
		}
	}
	out.WriteString(mine)
	line(labels.End)
}

// Marked tells whether a text still has lines that mark a passage which both changed.
func Marked(text string, labels Labels) bool {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && slices.Contains([]string{labels.Theirs, labels.Gone, labels.Mine, labels.Out, labels.End}, line) {
			return true
		}
	}
	return false
}

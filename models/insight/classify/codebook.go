package classify

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Theme is an entry of the codebook.
type Theme struct {
	ID         int64
	Name       string
	Definition string // what belongs to it; may be empty
	Examples   string // things people said that show it, on lines of their own or in quotes; may be empty
}

// codebook is the themes in the order of their ids, each once.
type codebook struct {
	themes []Theme
	index  map[int64]int // place by id
}

func newCodebook(themes []Theme) *codebook {
	c := &codebook{themes: slices.Clone(themes), index: make(map[int64]int, len(themes))}
	slices.SortStableFunc(c.themes, func(a, b Theme) int { return cmp.Compare(a.ID, b.ID) })
	c.themes = slices.CompactFunc(c.themes, func(a, b Theme) bool { return a.ID == b.ID })
	for i, t := range c.themes {
		c.index[t.ID] = i
	}
	return c
}

// places gives the places of the themes with the given ids, in order; those that are not in the codebook are left out.
func (c *codebook) places(ids []int64) []int {
	var list []int
	for _, id := range ids {
		if at, ok := c.index[id]; ok {
			list = append(list, at)
		}
	}
	slices.Sort(list)
	return list
}

// texts gives what the codebook says about a theme: its name and its definition, and each of its examples.
func (t Theme) texts() (meant, examples []string) {
	meant = []string{t.Name}
	if strings.TrimSpace(t.Definition) != "" {
		meant = append(meant, t.Definition)
	}
	return meant, quoted(t.Examples)
}

// maxExamples is how many examples of a theme are read.
const maxExamples = 100

var (
	betweenQuotes = regexp.MustCompile(`['’"”.!?]['’"”]?\s*[,;]\s*['‘"“]|['’"”]\s+['‘"“]|['’"”][^'‘"“’”]{0,30}:\s*['‘"“]|[\r\n]+`)
	openingWords  = regexp.MustCompile(`^[^'‘"“’”.]{0,30}:\s*['‘"“]`)
)

// quoted cuts a list of examples into its single ones. They stand on lines of their own or in quotes, and a few words
// with a colon may come before a row of quotes ("Negative: '…', '…'").
func quoted(examples string) []string {
	var list []string
	for _, piece := range betweenQuotes.Split(openingWords.ReplaceAllString(examples, ""), -1) {
		if piece = strings.Trim(piece, " \t,;'‘’\"“”"); piece != "" && len(list) < maxExamples {
			list = append(list, piece)
		}
	}
	return list
}

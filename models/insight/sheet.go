package insight

import (
	"bytes"
	"strconv"
	"strings"

	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// CSV writes a summary as a table of one row for each theme, in the order of the page, for a spreadsheet. Figures of an area
// are those that they are at least.
func (s Summary) CSV() []byte {
	var b bytes.Buffer
	head := []string{"rank", "theme", "name", "issue", "state", "contributions", "people"}
	for _, kind := range people.Kinds {
		head = append(head, "people_"+string(kind))
	}
	head = append(head, "people_not_stated")
	for _, kind := range discussion.Evidences {
		head = append(head, "evidence_"+string(kind))
	}
	head = append(head, "evidence_not_stated", "agree", "disagree", "pass")
	for i := range quotesEach {
		n := strconv.Itoa(i + 1)
		head = append(head, "quote_"+n, "quote_"+n+"_contribution")
	}
	row(&b, append(head, "at_least")...)
	for i, t := range s.Themes {
		row(&b, append(t.cells(i+1), yes(s.AtLeast))...)
	}
	return b.Bytes()
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

func (t Theme) cells(rank int) []string {
	n := strconv.Itoa
	given := func(is bool, count int) string { // what is not given is no zero
		if !is {
			return ""
		}
		return n(count)
	}
	cells := []string{n(rank), t.Slug, t.Name, t.Title(), string(t.State()), n(t.Said), n(t.People)}
	for _, kind := range people.Kinds {
		cells = append(cells, given(t.ByWho != nil, t.ByWho[string(kind)]))
	}
	cells = append(cells, given(t.ByWho != nil, t.ByWho[NotStated]))
	for _, kind := range discussion.Evidences {
		cells = append(cells, given(t.ByEvidence != nil, t.ByEvidence[string(kind)]))
	}
	cells = append(cells, given(t.ByEvidence != nil, t.ByEvidence[NotStated]),
		given(t.ByEvidence != nil, t.Positions.Agree), given(t.ByEvidence != nil, t.Positions.Disagree), given(t.ByEvidence != nil, t.Positions.Pass))
	for i := range quotesEach {
		if i < len(t.Quotes) {
			cells = append(cells, t.Quotes[i].Text, t.Quotes[i].URL())
		} else {
			cells = append(cells, "", "")
		}
	}
	return cells
}

// row writes a line of a table by RFC 4180, each cell in quotes.
func row(b *bytes.Buffer, cells ...string) {
	for i, cell := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('"')
		b.WriteString(strings.ReplaceAll(prose.SafeCell(cell), `"`, `""`))
		b.WriteByte('"')
	}
	b.WriteString("\r\n")
}

package anchor_test

import (
	"cmp"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/fixtures"
	"folkmoot/models/guide/anchor"
)

// Floors of what must be found in documents that really were published twice. They stand below what is reached, so
// that an idea that helps some and harms few can be told from one that harms.
const (
	leastRight  = 0.985
	mostWrong   = 0.003
	leastStatus = 0.98
)

// TestTruth finds 716 quotes again in the next version of 30 public documents in eight languages.
func TestTruth(t *testing.T) {
	folder := fixtures.Path(t, "data", "anchors")
	names, err := filepath.Glob(filepath.Join(folder, "*", "truth.json"))
	if err != nil || len(names) < 20 {
		t.Fatal(len(names), err)
	}
	all := tally{}
	for _, name := range names {
		got := judge(t, filepath.Dir(name))
		if got.wrong > 0 {
			t.Logf("%s: %d of %d wrong", filepath.Base(filepath.Dir(name)), got.wrong, got.quotes)
		}
		all.add(got)
	}
	right, wrong, status := float64(all.right)/float64(all.quotes), float64(all.wrong)/float64(all.quotes), float64(all.statusRight)/float64(all.statuses)
	t.Logf("%d quotes: %.4f right, %.4f wrong; %.4f of the statuses right", all.quotes, right, wrong, status)
	if right < leastRight || wrong > mostWrong || status < leastStatus {
		t.Errorf("%.4f right, %.4f wrong, %.4f of the statuses; the floors are %v, %v, %v", right, wrong, status, leastRight, mostWrong, leastStatus)
	}
}

// The judge itself is judged: answers that are beside the point must count as wrong.
func TestTruthCanFail(t *testing.T) {
	p := newPage("One two three four five.\nSix seven eight.\nOne two three four five.")
	five := truth{Kind: "kept", Expect: text("two three four"), Para: 0, Tok: 1, NTok: 3}
	for _, c := range []struct {
		answer anchor.Found
		want   string
	}{
		{anchor.Found{Status: anchor.Same, Text: text("one two three four five six seven eight"), Paragraph: number(1)}, "right"}, // by words alone
		{anchor.Found{Status: anchor.Same, Text: text("six seven eight"), Paragraph: number(2)}, "wrong"},
		{anchor.Found{Status: anchor.Removed}, "miss"},
		{anchor.Found{Status: anchor.Same, Text: text("two three four"), Paragraph: number(1)}, "right"},
		{anchor.Found{Status: anchor.Same, Text: text("two three four"), Paragraph: number(3)}, "wrong"},
	} {
		if got := p.verdict(five, c.answer, func(n int) float64 { return float64(n - 1) }); got != c.want {
			t.Errorf("%+v: %s, want %s", c.answer, got, c.want)
		}
	}
	gone := truth{Kind: "removed"}
	if got := p.verdict(gone, anchor.Found{Status: anchor.Same, Text: text("six")}, nil); got != "wrong" {
		t.Errorf("a place for what is gone: %s", got)
	}
}

func text(s string) *string { return &s }
func number(n int) *int     { return &n }

type tally struct{ quotes, right, wrong, statuses, statusRight int }

func (a *tally) add(b tally) {
	a.quotes, a.right, a.wrong = a.quotes+b.quotes, a.right+b.right, a.wrong+b.wrong
	a.statuses, a.statusRight = a.statuses+b.statuses, a.statusRight+b.statusRight
}

// truth is where a quote belongs in the new version: tokens of a line of its plain text, or nowhere.
type truth struct {
	ID     string  `json:"id"`
	Kind   string  `json:"kind"`
	Expect *string `json:"expect"`
	Para   int     `json:"para"`
	Tok    int     `json:"tok"`
	NTok   int     `json:"ntok"`
}

// statuses are those that are true of each kind of quote.
var statuses = map[string][]anchor.How{
	"kept": {anchor.Same, anchor.Moved}, "moved": {anchor.Moved, anchor.Same, anchor.Split, anchor.Merged},
	"edited": {anchor.Reworded, anchor.Split, anchor.Merged}, "removed": {anchor.Removed},
}

// judge finds the quotes of a pair of versions and compares with the truth, as score.py beside the data does.
func judge(t *testing.T, folder string) tally {
	t.Helper()
	old, new := read(t, file(t, folder, "old.md")), read(t, file(t, folder, "new.md"))
	var quotes []anchor.Quoted
	var truths []truth
	if err := json.Unmarshal([]byte(file(t, folder, "anchors.json")), &quotes); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(file(t, folder, "truth.json")), &truths); err != nil {
		t.Fatal(err)
	}
	answers := map[string]anchor.Found{}
	found, err := old.Follow(t.Context(), new, quotes)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		answers[strings.Trim(string(f.ID), `"`)] = f
	}
	p := newPage(file(t, folder, "new.txt"))
	block := p.calibrate(truths, answers)
	all := tally{quotes: len(truths)}
	for _, is := range truths {
		answer := answers[is.ID]
		switch p.verdict(is, answer, block) {
		case "wrong":
			all.wrong++
			t.Logf("%s %s (%s): %+v", filepath.Base(folder), is.ID, is.Kind, answer)
		case "right":
			all.right++
			if right, ok := statuses[is.Kind]; ok {
				all.statuses++
				if slices.Contains(right, answer.Status) {
					all.statusRight++
				}
			}
		}
	}
	return all
}

func file(t *testing.T, folder, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// page is the words of the plain text of a new version, each with its line.
type page struct {
	words []string
	line  []int
	start []int // by line
}

var judged = regexp.MustCompile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e]|" +
	"(?:[\\p{L}\\p{N}_\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff\u0f00-\u109f]" +
	")+")

var judgedChar = regexp.MustCompile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e]")

// judgedWords cuts a text into words as the truth does: every Han, kana or Thai character by itself.
func judgedWords(s string) []string {
	return judged.FindAllString(judgedChar.ReplaceAllString(strings.ToLower(s), " $0 "), -1)
}

func newPage(plain string) *page {
	p := &page{}
	for n, line := range strings.Split(plain, "\n") {
		p.start = append(p.start, len(p.words))
		for _, word := range judgedWords(line) {
			p.words, p.line = append(p.words, word), append(p.line, n)
		}
	}
	return p
}

func (p *page) find(words []string) []int {
	var all []int
	for at := 0; len(words) > 0 && at+len(words) <= len(p.words); at++ {
		if slices.Equal(p.words[at:at+len(words)], words) {
			all = append(all, at)
		}
	}
	return all
}

// covers judges the words from low up to high.
func (p *page) covers(is truth, low, high int) string {
	from := p.start[is.Para] + is.Tok
	both := min(high, from+is.NTok) - max(low, from)
	return covering(float64(both), float64(is.NTok), float64(high-low))
}

func covering(both, wanted, got float64) string {
	switch {
	case both < 0.6*wanted:
		return "wrong"
	case got > max(2.5*wanted, wanted+8):
		return "wide"
	}
	return "right"
}

// verdict judges an answer; block maps paragraph numbers to lines, for look-alikes.
func (p *page) verdict(is truth, answer anchor.Found, block func(int) float64) string {
	placed := answer.Text != nil && answer.Status != anchor.Removed
	switch {
	case is.Expect == nil && placed:
		return "wrong"
	case is.Expect == nil:
		return "right"
	case !placed:
		return "miss"
	}
	got := judgedWords(*answer.Text)
	places := p.find(got)
	if len(places) == 0 {
		return alike(judgedWords(*is.Expect), got)
	}
	at := 0.0
	if len(places) > 1 && answer.Paragraph != nil && block != nil {
		at = block(*answer.Paragraph)
	}
	// Of places that are equally near, the worst counts, unless they are in one line.
	slices.SortStableFunc(places, func(a, b int) int {
		return cmp.Compare(math.Abs(float64(p.line[a])-at), math.Abs(float64(p.line[b])-at))
	})
	order := []string{"right", "miss", "wide", "wrong"}
	verdict := p.covers(is, places[0], places[0]+len(got))
	for _, place := range places[1:] {
		if math.Abs(float64(p.line[place])-at) > math.Abs(float64(p.line[places[0]])-at) {
			break
		}
		other := p.covers(is, place, place+len(got))
		worse := slices.Index(order, other) > slices.Index(order, verdict)
		if worse != (p.line[place] == p.line[places[0]]) {
			verdict = other
		}
	}
	return verdict
}

// alike judges by words alone what does not stand in the new version word for word.
func alike(expect, got []string) string {
	count := map[string]int{}
	for _, word := range got {
		count[word]++
	}
	both := 0
	for _, word := range expect {
		if count[word] > 0 {
			count[word]--
			both++
		}
	}
	return covering(float64(both), float64(len(expect)), float64(len(got)))
}

// calibrate maps paragraph numbers to lines, by the answers that are beyond doubt.
func (p *page) calibrate(truths []truth, answers map[string]anchor.Found) func(int) float64 {
	lines := map[int][]int{}
	for _, is := range truths {
		answer := answers[is.ID]
		if is.Expect == nil || is.Kind == "ambiguous" || answer.Text == nil {
			continue
		}
		got := judgedWords(*answer.Text)
		if places := p.find(got); len(places) == 1 && p.covers(is, places[0], places[0]+len(got)) == "right" {
			lines[*answer.Paragraph] = append(lines[*answer.Paragraph], is.Para)
		}
	}
	var known []int
	for n := range lines {
		known = append(known, n)
		slices.Sort(lines[n])
	}
	slices.Sort(known)
	middle := func(n int) float64 { return float64(lines[n][len(lines[n])/2]) }
	return func(n int) float64 {
		at, exact := slices.BinarySearch(known, n)
		switch {
		case len(known) == 0:
			return 0
		case exact:
			return middle(n)
		case at == 0:
			return middle(known[0]) - float64(known[0]-n)
		case at == len(known):
			return middle(known[at-1]) + float64(n-known[at-1])
		}
		low, high := known[at-1], known[at]
		return middle(low) + float64(n-low)*(middle(high)-middle(low))/float64(high-low)
	}
}

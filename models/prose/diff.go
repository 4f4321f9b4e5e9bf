package prose

import (
	"strings"
	"time"

	"github.com/rivo/uniseg"
	"github.com/sergi/go-diff/diffmatchpatch"
)

// Op says what happened to a piece of text between two versions.
type Op int8

// The operations.
const (
	Same Op = iota
	PutIn
	TakenOut
)

// String names an operation for people.
func (o Op) String() string {
	return [...]string{"same", "put in", "taken out"}[o]
}

// Change is a piece of text that stayed, came or went.
type Change struct {
	Op   Op
	Text string
}

// maxCompare is how many comparisons (pieces before times pieces after) are always made. Two
// longer and very different texts get maxWait, after which what is left counts as replaced.
const (
	maxCompare = 4_000_000
	maxWait    = 200 * time.Millisecond
)

// Diff tells how one text became another, word by word in any script. The pieces that are
// Same or TakenOut make up the old text, those that are Same or PutIn the new one. What was
// taken out stands before what was put in in its place.
func Diff(before, after string) []Change {
	lines := compare(strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n"))
	var changes []Change
	for i := 0; i < len(lines); i++ {
		if i+1 < len(lines) && lines[i].Op == TakenOut && lines[i+1].Op == PutIn {
			changes = append(changes, byWords(lines[i].Text, lines[i+1].Text)...)
			i++
			continue
		}
		changes = append(changes, lines[i])
	}
	return tidy(changes)
}

func byWords(before, after string) []Change { return compare(words(before), words(after)) }

// words cuts a text into words, spaces and marks, as Unicode does.
func words(s string) []string {
	var all []string
	for state := -1; s != ""; {
		var word string
		word, s, state = uniseg.FirstWordInString(s, state)
		all = append(all, word)
	}
	return all
}

// Run is neighbouring pieces that all stayed, came or went.
type Run struct {
	Op     Op
	Pieces []string
}

// Words cuts a text into words, spaces and marks, as Unicode does.
func Words(s string) []string { return words(s) }

// compare is Compare with the pieces of each run put together again.
func compare(before, after []string) []Change {
	runs := Compare(before, after)
	changes := make([]Change, len(runs))
	for i, run := range runs {
		changes[i] = Change{run.Op, strings.Join(run.Pieces, "")}
	}
	return changes
}

// Compare finds the differences between two lists of pieces of text, such as lines or words. Each piece stands for
// one character in the comparison. What is Same or TakenOut makes up the old list, what is Same or PutIn the new one.
func Compare(before, after []string) []Run {
	numbers := map[string]rune{}
	var pieces []string
	code := func(list []string) []rune {
		runes := make([]rune, len(list))
		for i, piece := range list {
			number, known := numbers[piece]
			if !known {
				number = rune(len(pieces))
				pieces = append(pieces, piece)
				numbers[piece] = number
			}
			runes[i] = toRune(number)
		}
		return runes
	}
	engine := diffmatchpatch.New()
	engine.DiffTimeout = 0
	if len(before)*len(after) > maxCompare {
		engine.DiffTimeout = maxWait
	}
	diffs := engine.DiffMainRunes(code(before), code(after), false)
	runs := make([]Run, 0, len(diffs))
	for _, d := range diffs {
		run := Run{Op: ops[d.Type]}
		for _, r := range d.Text {
			run.Pieces = append(run.Pieces, pieces[fromRune(r)])
		}
		runs = append(runs, run)
	}
	return runs
}

var ops = map[diffmatchpatch.Operation]Op{
	diffmatchpatch.DiffEqual: Same, diffmatchpatch.DiffInsert: PutIn, diffmatchpatch.DiffDelete: TakenOut,
}

// toRune numbers pieces by characters that survive being put into a string: the surrogates
// are left out.
func toRune(number rune) rune {
	if number++; number >= 0xD800 {
		return number + 0x800
	}
	return number
}

func fromRune(r rune) int {
	if r >= 0xE000 {
		r -= 0x800
	}
	return int(r - 1)
}

// tidy joins neighbours, and takes white space that stayed between two changes into them, so
// that a new phrase reads as one.
func tidy(changes []Change) []Change {
	var out []Change
	var taken, put strings.Builder
	flush := func() {
		if taken.Len() > 0 {
			out = append(out, Change{TakenOut, taken.String()})
		}
		if put.Len() > 0 {
			out = append(out, Change{PutIn, put.String()})
		}
		taken.Reset()
		put.Reset()
	}
	for i, c := range changes {
		if c.Text == "" {
			continue
		}
		switch c.Op {
		case TakenOut:
			taken.WriteString(c.Text)
		case PutIn:
			put.WriteString(c.Text)
		case Same:
			between := taken.Len() > 0 && put.Len() > 0 && i+1 < len(changes) && changes[i+1].Op != Same
			if between && strings.TrimSpace(c.Text) == "" && !strings.Contains(c.Text, "\n") {
				taken.WriteString(c.Text)
				put.WriteString(c.Text)
				continue
			}
			flush()
			if n := len(out); n > 0 && out[n-1].Op == Same {
				out[n-1].Text += c.Text
			} else {
				out = append(out, c)
			}
		}
	}
	flush()
	return out
}

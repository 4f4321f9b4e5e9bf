package merge_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/guide/merge"
)

var labels = merge.Labels{Theirs: "=THEIRS=", Gone: "=GONE=", Mine: "=MINE=", Out: "=OUT=", End: "=END="}

func TestTexts(t *testing.T) {
	const base = "The bus stops at six. Nobody told us why.\n\nThe hall has a ramp.\n\nAsk people first."
	for _, one := range []struct {
		name, base, theirs, mine, want string
		conflicts                      int
	}{
		{"nobody", base, base, base, base, 0},
		{"they did", base, base + "\n\nMore.", base, base + "\n\nMore.", 0},
		{"I did", base, base, "First.\n\n" + base, "First.\n\n" + base, 0},
		{"both did the same", base, strings.Replace(base, "six", "seven", 1), strings.Replace(base, "six", "seven", 1), strings.Replace(base, "six", "seven", 1), 0},
		{
			"different paragraphs", base, strings.Replace(base, "six", "seven", 1), strings.Replace(base, "ramp", "ramp and a kitchen", 1),
			"The bus stops at seven. Nobody told us why.\n\nThe hall has a ramp and a kitchen.\n\nAsk people first.", 0,
		},
		{
			"paragraphs side by side, both rewritten", "One.\n\nTwo.\n\nThree.", "Uno.\n\nTwo.\n\nThree.", "One.\n\nDos.\n\nThree.",
			"Uno.\n\nDos.\n\nThree.", 0,
		},
		{
			"different words of one paragraph", base, strings.Replace(base, "six", "seven", 1), strings.Replace(base, "told us", "explained", 1),
			"The bus stops at seven. Nobody explained why.\n\nThe hall has a ramp.\n\nAsk people first.", 0,
		},
		{
			"the same word", "At six.", "At seven.", "At eight.",
			"=THEIRS=\n\nAt seven.\n\n=MINE=\n\nAt eight.\n\n=END=", 1,
		},
		{
			"words that touch", "Come at six.", "Come at about six.", "Come at seven.",
			"=THEIRS=\n\nCome at about six.\n\n=MINE=\n\nCome at seven.\n\n=END=", 1,
		},
		{
			"they took it out", "One.\n\nTwo two two.\n\nThree.", "One.\n\nThree.", "One.\n\nTwo two three.\n\nThree.",
			"One.\n\n\n=GONE=\n\nTwo two three.\n\n\n=END=\n\nThree.", 1,
		},
		{
			"I took it out", "One.\n\nTwo two two.\n\nThree.", "One.\n\nTwo two three.\n\nThree.", "One.\n\nThree.",
			"One.\n\n\n=THEIRS=\n\nTwo two three.\n\n\n=OUT=\n\n\n=END=\n\nThree.", 1,
		},
		{"both at the end", "One.", "One.\n\nTheirs.", "One.\n\nMine.", "One.\n\n=THEIRS=\n\nTheirs.\n\n=MINE=\n\nMine.\n\n=END=", 1},
		{"from nothing", "", "Theirs.", "Mine.", "=THEIRS=\n\nTheirs.\n\n=MINE=\n\nMine.\n\n=END=", 1},
		{"any script", "巴士六點停。沒有人說為什麼。", "巴士七點停。沒有人說為什麼。", "巴士六點停。沒有人解釋為什麼。", "巴士七點停。沒有人解釋為什麼。", 0},
	} {
		t.Run(one.name, func(t *testing.T) {
			got := merge.Texts(one.base, one.theirs, one.mine, labels)
			if squeezed(got.Text) != squeezed(one.want) || got.Conflicts != one.conflicts {
				t.Errorf("%d conflicts:\n%s\n--- want %d:\n%s", got.Conflicts, got.Text, one.conflicts, one.want)
			}
			if merge.Marked(got.Text, labels) != (one.conflicts > 0) {
				t.Errorf("marked: %v", merge.Marked(got.Text, labels))
			}
		})
	}
}

// squeezed drops empty lines, which markers add freely.
func squeezed(text string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool { return l == "" }), "\n")
}

// writer makes texts whose words are all different, so that each can be followed.
type writer struct {
	*rand.Rand
	words int
}

func (w *writer) word() string { w.words++; return fmt.Sprintf("w%d", w.words) }

func (w *writer) text(paragraphs int) string {
	var all []string
	for range paragraphs {
		var words []string
		for range 1 + w.IntN(12) {
			words = append(words, w.word())
		}
		all = append(all, strings.Join(words, " "))
	}
	return strings.Join(all, "\n\n")
}

// edit changes a text at a few places: words, whole paragraphs, moves.
func (w *writer) edit(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for range w.IntN(5) {
		at := w.IntN(len(paragraphs) + 1)
		switch w.IntN(5) {
		case 0:
			paragraphs = slices.Insert(paragraphs, at, w.text(1))
		case 1:
			if at < len(paragraphs) {
				paragraphs = slices.Delete(paragraphs, at, at+1)
			}
		case 2:
			if at < len(paragraphs) {
				moved := paragraphs[at]
				paragraphs = slices.Delete(paragraphs, at, at+1)
				paragraphs = slices.Insert(paragraphs, w.IntN(len(paragraphs)+1), moved)
			}
		default:
			if at < len(paragraphs) {
				words := strings.Fields(paragraphs[at])
				n := w.IntN(len(words) + 1)
				if n < len(words) && w.IntN(2) == 0 {
					words[n] = w.word()
				} else {
					words = slices.Insert(words, n, w.word())
				}
				paragraphs[at] = strings.Join(words, " ")
			}
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

func has(text string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(text) {
		all[word] = true
	}
	return all
}

func TestMergeProperties(t *testing.T) {
	clean, conflicting := 0, 0
	for seed := range uint64(3000) {
		w := &writer{Rand: rand.New(rand.NewPCG(seed, 1))}
		base := w.text(w.IntN(8))
		theirs, mine := w.edit(base), w.edit(base)
		got := merge.Texts(base, theirs, mine, labels)
		words, inBase, inTheirs, inMine := has(got.Text), has(base), has(theirs), has(mine)
		for word := range inTheirs {
			if (!inBase[word] || inMine[word]) && !words[word] {
				t.Fatalf("seed %d: %s of theirs is lost\n%s\n--- theirs\n%s\n--- mine\n%s\n--- merged\n%s", seed, word, base, theirs, mine, got.Text)
			}
		}
		for word := range inMine {
			if !inBase[word] && !words[word] {
				t.Fatalf("seed %d: %s of mine is lost", seed, word)
			}
		}
		if same := merge.Texts(base, base, mine, labels); same.Text != strings.TrimRight(mine, "\n") || same.Conflicts > 0 {
			t.Fatalf("seed %d: what one person changed is not taken over: %q", seed, same.Text)
		}
		if same := merge.Texts(base, theirs, base, labels); same.Text != strings.TrimRight(theirs, "\n") || same.Conflicts > 0 {
			t.Fatalf("seed %d: what the other changed is not taken over: %q", seed, same.Text)
		}
		if same := merge.Texts(base, mine, mine, labels); same.Text != strings.TrimRight(mine, "\n") || same.Conflicts > 0 {
			t.Fatalf("seed %d: what both changed alike is a conflict", seed)
		}
		other := merge.Texts(base, mine, theirs, labels)
		if other.Conflicts != got.Conflicts {
			t.Fatalf("seed %d: %d conflicts one way, %d the other", seed, got.Conflicts, other.Conflicts)
		}
		if got.Conflicts > 0 {
			conflicting++
			continue
		}
		clean++
		if other.Text != got.Text {
			t.Fatalf("seed %d: the order counts\n%s\n---\n%s", seed, got.Text, other.Text)
		}
		if merge.Marked(got.Text, labels) {
			t.Fatalf("seed %d: marks without a conflict", seed)
		}
	}
	if clean < 300 || conflicting < 300 {
		t.Errorf("%d merged cleanly and %d did not: this test sees too little of one of them", clean, conflicting)
	}
}

// Changes of paragraphs that do not touch always merge, to exactly the text with both.
func TestEditsApartAlwaysMerge(t *testing.T) {
	for seed := range uint64(1000) {
		w := &writer{Rand: rand.New(rand.NewPCG(seed, 2))}
		paragraphs := strings.Split(w.text(4+w.IntN(6)), "\n\n")
		i := w.IntN(len(paragraphs) - 2)
		j := i + 2 + w.IntN(len(paragraphs)-i-2)
		theirs, mine, want := slices.Clone(paragraphs), slices.Clone(paragraphs), slices.Clone(paragraphs)
		theirs[i], mine[j] = w.text(1), w.text(1)
		want[i], want[j] = theirs[i], mine[j]
		join := func(p []string) string { return strings.Join(p, "\n\n") }
		if got := merge.Texts(join(paragraphs), join(theirs), join(mine), labels); got.Text != join(want) {
			t.Fatalf("seed %d:\n%s\n--- want\n%s", seed, got.Text, join(want))
		}
	}
}

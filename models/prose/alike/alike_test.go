package alike_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/prose/alike"
)

const letter = `I am writing about the plan to end the evening bus on route nine. Many of us depend on it to get home from work, from
choir and from the hospital. Please keep the last bus, or run a smaller one in its place, so that nobody is left at the stop after dark.`

func TestCopiesAreAlike(t *testing.T) {
	for name, other := range map[string]string{
		"case and punctuation":  strings.ToUpper(strings.ReplaceAll(letter, ".", "!!")),
		"a name at the end":     letter + " Yours, Doreen.",
		"a word changed":        strings.Replace(letter, "hospital", "clinic", 1),
		"a paragraph added":     letter + "\n\nMy own mother waited there in February, for an hour and ten minutes, and has not gone out in the evening since. She is eighty one.",
		"cut short":             letter[:len(letter)*8/10],
		"other quotation marks": strings.ReplaceAll(letter, "nine", "“nine”"),
	} {
		if !alike.Of(letter).To(alike.Of(other)) || !alike.Of(other).To(alike.Of(letter)) {
			t.Errorf("%s is not found", name)
		}
	}
	for _, other := range []string{
		"", "Yes.", "I am writing about the swimming pool, which I would like to be open for longer on Sundays, as my children ask for it.",
		"Please keep the last bus.", strings.Repeat("Many of us depend on it. ", 20),
	} {
		if alike.Of(letter).To(alike.Of(other)) {
			t.Errorf("%q is not the same", other)
		}
	}
	if !alike.Of("Keep the bus!").To(alike.Of("keep the BUS")) || alike.Of("Keep the bus").To(alike.Of("Keep the pool")) {
		t.Error("of few words only the same are alike")
	}
}

// edited changes a text as people do who send a form letter: words are left out, changed and added.
func edited(rng *rand.Rand, text string, changes int) string {
	list := strings.Fields(text)
	for range changes {
		at := rng.IntN(len(list))
		switch rng.IntN(3) {
		case 0:
			list[at] = name(rng.IntN(1000))
		case 1:
			list = append(list[:at], list[at+1:]...)
		default:
			list = append(list[:at], append([]string{name(rng.IntN(1000))}, list[at:]...)...)
		}
	}
	return strings.Join(list, " ")
}

// name makes a word of a number.
func name(n int) string {
	const syllables = "bakodufegihojumalenirovusatepixy"
	return syllables[2*(n%16):][:2] + syllables[2*(n/16%16):][:2] + syllables[2*(n/256%16):][:2]
}

func random(rng *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(name(rng.IntN(400)) + " ")
	}
	return b.String()
}

// Planted copies are found (recall), and nothing else is (precision); long ones share a hash by which they are looked up.
func TestPlantedCopiesAreFound(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var prints []alike.Print
	var truth []int
	for model := range 40 {
		text := random(rng, 12+rng.IntN(60))
		for copies := range 1 + rng.IntN(6) {
			changes := 0
			if copies > 0 {
				changes = len(strings.Fields(text)) / 25
			}
			prints, truth = append(prints, alike.Of(edited(rng, text, changes))), append(truth, model)
		}
	}
	for range 300 {
		prints, truth = append(prints, alike.Of(random(rng, 5+rng.IntN(60)))), append(truth, -1-len(truth))
	}
	pairs, found, wrong, long, shared := 0, 0, 0, 0, 0
	for i, one := range prints {
		for j, other := range prints[:i] {
			same, together := truth[i] == truth[j], one.To(other)
			if together != other.To(one) {
				t.Errorf("%d is like %d and not the other way round", i, j)
			}
			if same {
				pairs++
			}
			switch {
			case same && together:
				found++
			case together:
				wrong++
			}
			if same && together && len(one.Words) > 0 && len(other.Words) > 0 {
				long++
				if slices.ContainsFunc(one.Words, func(h uint64) bool { return slices.Contains(other.Words, h) }) {
					shared++
				}
			}
		}
	}
	if pairs < 100 || 100*found < 95*pairs || 100*wrong > found {
		t.Errorf("of %d pairs %d found, and %d that are none", pairs, found, wrong)
	}
	if long < 50 || 100*shared < 98*long {
		t.Errorf("of %d pairs of long texts %d share a hash", long, shared)
	}
}

func TestWhatAWriterAdded(t *testing.T) {
	added := "My mother waited there for an hour in February."
	text := letter + " " + added
	own := alike.Own(text, letter)
	if len(own) != 1 || text[own[0][0]:own[0][1]] != strings.TrimSuffix(added, ".") {
		t.Errorf("got %v", own)
	}
	if own := alike.Own(letter, letter); own != nil {
		t.Errorf("got %v", own)
	}
}

func BenchmarkOf(b *testing.B) {
	for b.Loop() {
		alike.Of(letter)
	}
}

func FuzzOf(f *testing.F) {
	f.Add(letter, "\xff\x00 x")
	f.Fuzz(func(t *testing.T, a, b string) {
		p, q := alike.Of(a), alike.Of(b)
		if !p.To(p) || p.To(q) != q.To(p) {
			t.Fatalf("%q %q", a, b)
		}
		for _, own := range alike.Own(a, b) {
			if own[0] < 0 || own[1] > len(a) || own[0] >= own[1] {
				t.Fatalf("%v of %q", own, a)
			}
		}
	})
}

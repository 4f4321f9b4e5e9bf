package emerge

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestPhrases(t *testing.T) {
	for text, want := range map[string]string{
		"The last bus home":                "bus,bus home,home",
		"Cost of living, and the rent":     "cost,living,cost of living,rent",
		"We don’t WALK it. At night":       "walk,night",
		"24 7 bus":                         "bus",
		"of the and":                       "",
		"":                                 "",
		"bus bus bus":                      "bus,bus bus,bus bus bus",
		"Äpfel\u00a0und Birnen":            "äpfel,und,äpfel und,birnen,und birnen,äpfel und birnen",
		strings.Repeat("x", 50) + " a bus": "bus",
	} {
		got, wanted := phrases(text), strings.FieldsFunc(want, func(r rune) bool { return r == ',' })
		slices.Sort(got)
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			t.Errorf("%q has %q, want %q", text, got, wanted)
		}
	}
}

// talk are texts of made-up everyday words, for some weeks, each by another person.
func talk(r *rand.Rand, weeks, each int) []Text {
	var texts []Text
	for week := range weeks {
		for range each + r.IntN(each/2) {
			var words []string
			for range 12 {
				words = append(words, fmt.Sprintf("word%c%c", 'a'+r.IntN(26), 'a'+r.IntN(8)))
			}
			texts = append(texts, Text{4 + 7*week + r.IntN(7), len(texts), strings.Join(words, " ")})
		}
	}
	return texts
}

func TestRising(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	texts := talk(r, 30, 40)
	last := 4 + 7*30 - 1
	if found := Rising(texts, last, 10); len(found) > 1 {
		t.Errorf("in quiet weeks %v rise", found)
	}
	for i := range 14 {
		texts = append(texts, Text{last - i%7, 90_000 + i%12, "Why was the last bus home cut? wordaa"})
	}
	texts = append(texts, Text{last + 1, 1, "bus home bus home"})
	found := Rising(texts, last, 10)
	if len(found) == 0 || found[0].Words != "bus home cut" || found[0].Count != 12 || found[0].Before != 0 {
		t.Fatalf("%+v", found)
	}
	for _, f := range found[1:] {
		if strings.Contains("bus home cut", f.Words) {
			t.Errorf("%q rises too, but is always said within the longer phrase", f.Words)
		}
	}
	shuffled := slices.Clone(texts)
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	if again := Rising(shuffled, last, 10); !reflect.DeepEqual(again, found) {
		t.Errorf("in another order %+v", again)
	}
	if got := Rising(nil, last, 10); got != nil {
		t.Errorf("%v of nothing", got)
	}
	// What many say with other words beside it stands by itself.
	for i := range 20 {
		texts = append(texts, Text{last, 95_000 + i, fmt.Sprintf("wordx%d bus wordy%d", i, i)})
	}
	words := []string{}
	for _, f := range Rising(texts, last, 10) {
		words = append(words, f.Words)
	}
	if !slices.Contains(words, "bus") || !slices.Contains(words, "bus home cut") {
		t.Errorf("%v rise", words)
	}
}

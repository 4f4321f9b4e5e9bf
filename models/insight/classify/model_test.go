package classify

import (
	"reflect"
	"strings"
	"testing"
)

var parks = []Theme{
	{ID: 7, Name: "Buses", Definition: "Anything about buses, bus stops, fares and timetables."},
	{ID: 3, Name: "Parks", Definition: "Parks, trees, benches, playgrounds and green space."},
	{ID: 5, Name: "Loneliness", Definition: "Feeling alone or isolated; having nobody to talk to."},
}

func TestTheCodebookAlone(t *testing.T) {
	m := New(parks)
	for text, want := range map[string]int64{
		"The last bus goes at six":                7,
		"Please put more benches under the trees": 3,
		"Since my wife died I feel so alone":      5,
	} {
		got := m.Suggest(text, 1)
		if len(got) != 1 || got[0].Theme != want {
			t.Errorf("%q: %v, want theme %d", text, got, want)
		}
	}
}

func TestLearnsAtOnce(t *testing.T) {
	m := New(parks)
	const text = "The swings are rusty"
	m.Learn(1, "The swings squeak", []int64{3})
	if got := m.Suggest(text, 1)[0].Theme; got != 3 {
		t.Errorf("after one example the first theme is %d", got)
	}
	m.Learn(1, "The swings squeak", []int64{5})
	if got := m.Suggest(text, 1)[0].Theme; got != 5 {
		t.Errorf("after the correction the first theme is %d", got)
	}
}

func TestForgetsExactly(t *testing.T) {
	m, never := New(parks), New(parks)
	for _, model := range []*Model{m, never} {
		model.Learn(1, "The 73 never comes on Sundays", []int64{7})
		model.Learn(2, "A walk in the park does me good, and I meet people", []int64{3, 5})
	}
	before := m.Suggest("Sundays in the park", 0)
	m.Learn(9, "Sundays in the park are the worst", []int64{5, 7})
	m.Learn(2, "Other words", []int64{7})
	if reflect.DeepEqual(before, m.Suggest("Sundays in the park", 0)) {
		t.Error("learning changed nothing")
	}
	m.Learn(9, "Sundays in the park are the worst", nil)
	m.Learn(2, "A walk in the park does me good, and I meet people", []int64{5, 3, 5})
	if got := m.Suggest("Sundays in the park", 0); !reflect.DeepEqual(before, got) {
		t.Errorf("got %v, want %v", got, before)
	}
	m.Refit()
	never.Refit()
	if a, b := m.Suggest("Sundays in the park", 0), never.Suggest("Sundays in the park", 0); !reflect.DeepEqual(a, b) {
		t.Errorf("after a refit: %v, never learned: %v", a, b)
	}
}

func TestWordsOfASuggestion(t *testing.T) {
	m := New(parks)
	const text = "Más “benches”, please: near the trees!"
	first := m.Suggest(text, 1)[0]
	var said []string
	for _, w := range first.Words {
		said = append(said, text[w[0]:w[1]])
	}
	if len(said) == 0 || len(said) > 3 || !strings.Contains(strings.Join(said, " "), "benches") {
		t.Errorf("the words are %q", said)
	}
}

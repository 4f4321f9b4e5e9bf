package classify

import (
	"fmt"
	"math"
	"math/rand"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"folkmoot/models/prose/words"
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

// A document that was in a refit is gone without a trace after the next.
func TestForgetsAfterRefits(t *testing.T) {
	m, never := New(parks), New(parks)
	for i := range 40 {
		text := fmt.Sprintf("The bus number %d was late and the driver rude", i)
		m.Learn(int64(i), text, []int64{7})
		never.Learn(int64(i), text, []int64{7})
	}
	m.Learn(99, "Ducks on the pond", []int64{5})
	m.Refit()
	m.Learn(99, "", nil)
	m.Refit()
	never.Refit()
	if a, b := m.Suggest("Ducks on the bus", 0), never.Suggest("Ducks on the bus", 0); !reflect.DeepEqual(a, b) {
		t.Errorf("%v, never learned: %v", a, b)
	}
}

// The order and the numbers of documents, the order of themes and background, and how many processors there are, make
// no difference.
func TestTheOrderMakesNoDifference(t *testing.T) {
	var texts []labelled
	for i := range 60 {
		theme := parks[i%3]
		texts = append(texts, labelled{fmt.Sprintf("%s number %d %s", theme.Name, i, strings.Repeat("again ", i%4)), []int64{theme.ID}})
	}
	told := func(random *rand.Rand) []Suggestion {
		themes := slices.Clone(parks)
		random.Shuffle(3, func(i, j int) { themes[i], themes[j] = themes[j], themes[i] })
		m := New(themes)
		background := []string{"Nothing", "All good", "The park is nice", "Buses!", "Nothing"}
		random.Shuffle(5, func(i, j int) { background[i], background[j] = background[j], background[i] })
		m.Background(background)
		for n, at := range random.Perm(50) {
			m.Learn(int64(n), texts[at].text, texts[at].themes)
		}
		m.Refit()
		for _, at := range random.Perm(10) {
			m.Learn(int64(1000+at), texts[50+at].text, texts[50+at].themes)
		}
		return m.Suggest("Again the bus, number 73, past the park", 0)
	}
	want := told(rand.New(rand.NewSource(1)))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for seed := range int64(5) {
		if got := told(rand.New(rand.NewSource(seed + 2))); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func TestSetThemes(t *testing.T) {
	m := New(parks[:2])
	m.Learn(1, "The swings squeak", []int64{3})
	m.Refit()
	m.SetThemes(parks)
	if got := m.Suggest("I am lonely and isolated", 1)[0].Theme; got != 5 {
		t.Errorf("at once: the first theme is %d", got)
	}
	m.SetThemes([]Theme{{ID: 7, Name: "Coaches"}, parks[2], parks[1]})
	if got := m.Suggest("The swings", 1)[0].Theme; got != 3 {
		t.Errorf("what was learned is lost: the first theme is %d", got)
	}
	m.Refit()
	if got := m.Suggest("The coaches to London", 1)[0].Theme; got != 7 {
		t.Errorf("after a refit the first theme is %d", got)
	}
	m.SetThemes(nil)
	if got := m.Suggest("The swings", 3); len(got) != 0 {
		t.Errorf("without themes it suggests %v", got)
	}
	m.Refit()
}

var hostile = []string{
	"", " ", "?!…", "\x00", "a\x00b", "\xff\xfe\xc3", "👍👍🏽 👩‍👩‍👧", "公园里的长椅坏了", "ไม่มีรถเมล์", "الحافلة متأخرة", "e\u0301\u0301 \u0301",
	"'''’’", "the", "’tis o’clock’", strings.Repeat("bus ", 250_000), strings.Repeat("x", 1<<20), strings.Repeat("公", 400_000), "ﬁne ½ Ⅷ ǅ",
}

func TestHostileTexts(t *testing.T) {
	m := New(append(slices.Clone(parks), Theme{ID: 100}, Theme{ID: 101, Name: "长椅", Definition: "公园"}))
	for i, text := range hostile {
		m.Learn(int64(i), text, []int64{3, 999})
		checkSuggestions(t, m, text)
	}
	m.Background(hostile)
	m.Refit()
	for _, text := range hostile {
		checkSuggestions(t, m, text)
	}
	m.Learn(1, "公园里的长椅", []int64{101})
	if got := m.Suggest("公园里的长椅", 1)[0]; got.Theme != 101 || len(got.Words) == 0 {
		t.Errorf("it suggests %v", got)
	}
}

// Rank gives the same as Suggest, and points at no words.
func TestRank(t *testing.T) {
	m := New(parks)
	m.Learn(1, "The swings squeak", []int64{3})
	for _, text := range []string{"The swings by the bus stop", "", strings.Repeat("bus ", maxText)} {
		want := m.Suggest(text, 0)
		for i := range want {
			want[i].Words = nil
		}
		if got := m.Rank(text); len(got) != len(parks) || !reflect.DeepEqual(got, want) {
			t.Errorf("%.20q: %v, want %v", text, got, want)
		}
	}
	if got := New(nil).Rank("The swings"); len(got) != 0 {
		t.Errorf("without themes: %v", got)
	}
}

// checkSuggestions checks what must hold for every text.
func checkSuggestions(t *testing.T, m *Model, text string) {
	t.Helper()
	list := m.Suggest(text, 0)
	for i, s := range list {
		if math.IsNaN(s.Score) || math.IsInf(s.Score, 0) || !(s.Sure >= 0 && s.Sure <= 1) {
			t.Errorf("%.20q: the score %f, %f sure", text, s.Score, s.Sure)
		}
		if i > 0 && (s.Score > list[i-1].Score || s.Sure > list[i-1].Sure) {
			t.Errorf("%.20q: not in order", text)
		}
		for j, w := range s.Words {
			if j == maxWordsTold || w[0] < 0 || w[0] >= w[1] || w[1] > len(text) {
				t.Fatalf("%.20q: the words %v", text, s.Words)
			}
			before, _ := utf8.DecodeLastRuneInString(text[:w[0]])
			first, _ := utf8.DecodeRuneInString(text[w[0]:])
			last, _ := utf8.DecodeLastRuneInString(text[:w[1]])
			after, _ := utf8.DecodeRuneInString(text[w[1]:])
			if inside(before, first) || inside(last, after) && w[1] < maxText {
				t.Errorf("%.20q: %.20q is no whole word", text, text[w[0]:w[1]])
			}
		}
	}
}

// inside tells whether no word ends between two characters.
func inside(a, b rune) bool {
	part := func(r rune) bool { return (unicode.IsLetter(r) || unicode.IsNumber(r)) && !words.Alone(r) }
	return part(a) && part(b)
}

func FuzzSuggest(f *testing.F) {
	for _, text := range hostile {
		if len(text) < 1000 {
			f.Add(text)
		}
	}
	m := New(parks)
	f.Fuzz(func(t *testing.T, text string) {
		checkSuggestions(t, m, text)
		m.Learn(1, text, []int64{5})
		checkSuggestions(t, m, text)
		m.Learn(1, text, nil)
	})
}

func TestManyAtOnce(t *testing.T) {
	m := New(parks)
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for n := range 20 {
				m.Learn(int64(n), "The bus to the park", []int64{parks[(i+n)%3].ID})
				m.Suggest("A lonely bus", 2)
				switch {
				case i == 0 && n%5 == 0:
					m.Refit()
				case i == 1 && n%7 == 0:
					m.SetThemes(parks[:2+n%2])
				case i == 2:
					m.Background([]string{"Nothing", "The trees"})
				}
			}
		})
	}
	wait.Wait()
	checkSuggestions(t, m, "A lonely bus")
}

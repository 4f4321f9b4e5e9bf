package emerge

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// sayings are what people of two kinds say: lists of words, each by a person of their own.
func sayings(texts ...[]string) (spoken []Spoken) {
	for kind, list := range texts {
		for _, plain := range list {
			spoken = append(spoken, Spoken{Person: int64(len(spoken)), Kind: kind, Plain: plain})
		}
	}
	return spoken
}

func times(n int, plain string) (list []string) {
	for range n {
		list = append(list, plain)
	}
	return list
}

func found(list []Wording) string {
	var b strings.Builder
	for _, w := range list {
		fmt.Fprintf(&b, "%s %d: %d/%d, %d/%d; ", w.Word, w.Kind, w.People, w.All, w.Rest, w.Others)
	}
	return b.String()
}

func TestWordings(t *testing.T) {
	residents := append(times(14, "The parking is dear and the NHS slow."), times(10, "The road is slow.")...)
	nurses := append(times(12, "Triage is slow here."), times(9, "The road and the parking.")...)
	got := Wordings(sayings(residents, nurses), 2)
	want := "triage 1: 12/21, 0/24; NHS 0: 14/24, 0/21; dear 0: 14/24, 0/21; "
	if found(got) != want {
		t.Errorf("%s\nwant %s", found(got), want)
	}
	// By hand: 38 + 38 = 76 uses of residents (parking, dear, NHS and slow of 14, road and slow of 10), 42 of nurses.
	y, n, rest, others := 14.0, 76.0, 0.0, 42.0
	prior, priors := 0.1*(y+rest), 0.1*(n+others)
	odds := func(y, n float64) float64 { return math.Log((y + prior) / (n + priors - y - prior)) }
	near(t, got[1].Z, (odds(y, n)-odds(rest, others))/math.Sqrt(1/(y+prior)+1/(rest+prior)), 1e-9, "z")
	if again := Wordings(sayings(nurses, residents), 2); len(again) != 3 || again[0].Word != "triage" || again[0].Kind != 0 {
		t.Errorf("the other way round %s", found(again))
	}
}

// What is sent by many counts once, nobody counts twice, and names, little words and small groups are left out.
func TestWordingsLeaveOut(t *testing.T) {
	rest := times(30, "The road is slow, said the driver.")
	same := sayings(times(20, "Save the library now."), rest)
	if got := Wordings(same, 2); !strings.Contains(found(got), "library 0: 20/20, 0/30") {
		t.Errorf("of texts of their own %s", found(got))
	}
	for i := range same[:20] {
		same[i].Text = 7
	}
	if got := Wordings(same, 2); strings.Contains(found(got), "library") || strings.Contains(found(got), "save") {
		t.Errorf("of one letter that twenty sent %s", found(got))
	}
	loud := sayings(times(20, "Save the library now."), rest)
	for i := range loud[:20] {
		loud[i].Person = int64(i % 2)
	}
	named := sayings(times(20, "It was Patel who shouted at us."), rest)
	for name, spoken := range map[string][]Spoken{
		"two people": loud, "four people": sayings(times(4, "Save the library now."), rest), "four others": sayings(times(40, "Save the library now."), times(4, "The road.")),
		"one kind": sayings(times(40, "Save the library now.")), "nobody": nil,
	} {
		for _, w := range Wordings(spoken, 2) {
			if w.Kind == 0 {
				t.Errorf("%s: %s", name, found([]Wording{w}))
			}
		}
	}
	if got := found(Wordings(named, 2)); strings.Contains(got, "patel") || !strings.Contains(got, "shouted 0: 20/20") {
		t.Errorf("with a name %s", got)
	}
	// Who spoke as no kind is among the others, and who spoke as two is in both.
	spoken := sayings(times(12, "Save the library now."), rest)
	for i := range spoken {
		if spoken[i].Kind == 1 {
			spoken[i].Kind = -1
		}
	}
	spoken = append(spoken, Spoken{Person: 0, Kind: 1, Plain: "The library."})
	if got := found(Wordings(spoken, 2)); !strings.Contains(got, "library 0: 12/12, 1/31") {
		t.Errorf("with others of no kind %s", got)
	}
}

// The probabilities from the largest count down are those of Fisher's exact test.
func TestTailsByLot(t *testing.T) {
	c := Cell{All: 30, Kind: 40, Everyone: 100}
	list := c.tails(0.9)
	for i, p := range list {
		c.People = c.largest() - i
		near(t, p, c.chance(), 1e-12, fmt.Sprint(c.People, " or more"))
	}
	if len(list) < 15 {
		t.Errorf("%d probabilities", len(list))
	}
}

// Where all kinds speak alike, and some at length, something is said to be used more in at most a tenth of such places.
// Where a kind uses a word five times as often, it is found as a rule.
func TestWordingsByChance(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	place := func(more float64) []Spoken {
		var spoken []Spoken
		for person := range 120 {
			kind := person % 3
			var text []string
			for range (4 + r.IntN(12)) * (1 + kind) {
				text = append(text, "w"+strings.Repeat("a", 1+int(60*math.Pow(r.Float64(), 2)))+"q")
			}
			chance := 0.12
			if kind == 1 {
				chance *= more
			}
			if r.Float64() < chance {
				text = append(text, "zebra")
			}
			spoken = append(spoken, Spoken{Person: int64(person), Kind: kind, Plain: strings.Join(text, " ")})
		}
		return spoken
	}
	const places = 300
	false1, hits := 0, 0
	for range places {
		if len(Wordings(place(1), 3)) > 0 {
			false1++
		}
	}
	for range places {
		for _, w := range Wordings(place(5), 3) {
			if w.Word == "zebra" && w.Kind == 1 {
				hits++
			}
		}
	}
	t.Logf("something by chance in %d of %d places; what is there found in %d", false1, places, hits)
	if false1 > places/10 {
		t.Errorf("something is said by chance in %d of %d places", false1, places)
	}
	if hits < places/2 {
		t.Errorf("what is there is found in %d of %d places", hits, places)
	}
}

func BenchmarkWordings(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 5))
	var spoken []Spoken
	for person := range 1000 {
		var text []string
		for range 60 {
			text = append(text, fmt.Sprintf("w%sx", strings.Map(func(d rune) rune { return d - '0' + 'a' }, fmt.Sprint(int(4000*math.Pow(r.Float64(), 3))))))
		}
		spoken = append(spoken, Spoken{Person: int64(person), Kind: person % 6, Plain: strings.Join(text, " ")})
	}
	for b.Loop() {
		Wordings(spoken, 6)
	}
}

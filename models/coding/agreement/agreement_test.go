package agreement

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func near(a, b, within float64) bool { return math.Abs(a-b) <= within }

// rows reads ratings as they are printed in papers: a row for each person, a column for each text, "." where somebody
// did not read it.
func rows(people ...string) [][]int {
	var texts [][]int
	for _, row := range people {
		for i, field := range strings.Fields(row) {
			if i == len(texts) {
				texts = append(texts, nil)
			}
			value := Missing
			if field != "." && field != "*" {
				value = int(field[0])
			}
			texts[i] = append(texts[i], value)
		}
	}
	return texts
}

// Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections A, B and C, and the example with three
// observers that encyclopaedias print.
func TestAlphaAsPublished(t *testing.T) {
	for name, example := range map[string]struct {
		ratings [][]int
		want    float64
	}{
		"A: two observers, two values":  {rows("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095},
		"B: two observers, five values": {rows("a a b b d c c c e d d a", "b a b b b c c c e d d d"), 0.692},
		"C: four observers, some missing": {rows("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3",
			". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."), 0.743},
		"three observers, most missing": {rows("* * * * * 3 4 1 2 1 1 3 3 * 3", "1 * 2 1 3 3 4 3 * * * * * * *",
			"* * 2 1 3 4 4 * 2 1 1 3 3 * 4"), 0.691},
	} {
		if got := Nominal(example.ratings); got.Why != Known || !near(got.Value, example.want, 0.0005) {
			t.Errorf("%s: %v, published is %v", name, got, example.want)
		}
	}
}

// Cohen (1960), table 1, and the tables by which textbooks show what kappa does with the same raw agreement.
func TestKappaAsPublished(t *testing.T) {
	for name, example := range map[string]struct {
		counts [][]int
		want   float64
	}{
		"Cohen 1960":          {[][]int{{88, 14, 18}, {10, 40, 10}, {2, 6, 12}}, 0.492},
		"grant proposals":     {[][]int{{20, 5}, {10, 15}}, 0.4},
		"sixty in a hundred":  {[][]int{{45, 15}, {25, 15}}, 0.1304},
		"sixty, other margin": {[][]int{{25, 35}, {5, 35}}, 0.2593},
	} {
		if got := Cohen(example.counts); got.Why != Known || !near(got.Value, example.want, 0.0005) {
			t.Errorf("%s: %v, published is %v", name, got, example.want)
		}
	}
}

// Passonneau (2006) and the usual library for it: two of four in common, the one inside the other.
func TestDistanceOfSets(t *testing.T) {
	for _, example := range []struct {
		a, b Codes
		want float64
	}{
		{NewCodes(1, 2), NewCodes(2, 1, 1), 0},
		{NewCodes(1, 2), NewCodes(1, 2, 3, 4), 2.0 / 3},
		{NewCodes(1, 2), NewCodes(2, 3), 1 - 1.0/9},
		{NewCodes(1), NewCodes(2), 1},
		{NewCodes(), NewCodes(2), 1},
		{NewCodes(), NewCodes(), 0},
	} {
		if got, back := Distance(example.a, example.b), Distance(example.b, example.a); !near(got, example.want, 1e-12) || got != back {
			t.Errorf("%v and %v: %v and %v, want %v", example.a, example.b, got, back, example.want)
		}
	}
}

func TestWhatCannotBeKnownIsSaid(t *testing.T) {
	for name, example := range map[string]struct {
		got  Coefficient
		want Reason
	}{
		"kappa of nothing":             {Cohen([][]int{{0, 0}, {0, 0}}), NothingBoth},
		"kappa where all say one":      {Table{Neither: 12}.Kappa(), OneCategory},
		"kappa of themes nobody gave":  {Light([][]Codes{{NewCodes(), NewCodes()}}, 7, 2), OneCategory},
		"kappa where nobody read both": {Light([][]Codes{{NewCodes(7), nil}, {nil, NewCodes(7)}}, 7, 2), NothingBoth},
		"alpha of nothing":             {Nominal(nil), NothingBoth},
		"alpha of texts read once":     {Nominal(rows("1 . 2", ". 1 .")), NothingBoth},
		"alpha where all say one":      {Nominal(rows("1 1 1", "1 1 1")), OneCategory},
		"alpha of equal sets":          {Sets([][]Codes{{NewCodes(1), NewCodes(1)}}), OneCategory},
	} {
		if example.got.Why != example.want || example.got.Value != 0 || example.got.Level() != Unknown {
			t.Errorf("%s: %+v, want %v", name, example.got, example.want)
		}
	}
	if k := (Table{First: 1, Second: 1}).Kappa(); k.Why != Known || k.Value != -1 {
		t.Errorf("nothing but disagreement is %v, want -1", k)
	}
}

func TestLevels(t *testing.T) {
	for value, want := range map[float64]Level{1: Reliable, 0.8: Reliable, 0.799: Tentative, 0.67: Tentative, 0.66: Weak, -0.2: Weak} {
		if got := (Coefficient{Value: value}).Level(); got != want {
			t.Errorf("%v is %s, want %s", value, got, want)
		}
	}
}

// Wilson (1927) as worked out in textbooks: 4 of 10, 0 of 20, 81 of 263.
func TestIntervals(t *testing.T) {
	for _, example := range []struct {
		share     Share
		low, high float64
	}{{Share{81, 263}, 0.2553, 0.3662}, {Share{0, 20}, 0, 0.1611}, {Share{20, 20}, 0.8389, 1}, {Share{4, 10}, 0.1682, 0.6873}, {Share{}, 0, 1}} {
		if low, high := example.share.Interval(); !near(low, example.low, 0.0005) || !near(high, example.high, 0.0005) {
			t.Errorf("%v: %.4f to %.4f, want %.4f to %.4f", example.share, low, high, example.low, example.high)
		}
	}
}

// invented makes sets of themes for some people and texts, some of them not read.
func invented(r *rand.Rand, texts, people, themes int) [][]Codes {
	all := make([][]Codes, texts)
	for i := range all {
		for range people {
			var codes Codes
			if r.IntN(5) > 0 {
				codes = NewCodes()
				for theme := range themes {
					if r.IntN(3) == 0 {
						codes = append(codes, int64(theme+1))
					}
				}
			}
			all[i] = append(all[i], codes)
		}
	}
	return all
}

// bySum is alpha straight from its definition: every two values on a text against every two values at all.
func bySum(texts [][]Codes, distance func(a, b Codes) float64) float64 {
	var all []Codes
	observed := 0.0
	for _, text := range texts {
		var read []Codes
		for _, codes := range text {
			if codes != nil {
				read = append(read, codes)
			}
		}
		if len(read) < 2 {
			continue
		}
		all = append(all, read...)
		for i := range read {
			for j := range read {
				if i != j {
					observed += distance(read[i], read[j]) / float64(len(read)-1)
				}
			}
		}
	}
	expected, n := 0.0, float64(len(all))
	for i := range all {
		for j := range all {
			if i != j {
				expected += distance(all[i], all[j])
			}
		}
	}
	return 1 - (observed/n)/(expected/(n*(n-1)))
}

func TestAlphaIsItsDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2026))
	for range 200 {
		texts := invented(r, 3+r.IntN(20), 2+r.IntN(3), 1+r.IntN(4))
		if got := Sets(texts); got.Why == Known {
			if want := bySum(texts, Distance); !near(got.Value, want, 1e-9) {
				t.Fatalf("%v, by the definition %v", got, want)
			}
		}
		one := func(a, b Codes) float64 {
			if given(a) == given(b) {
				return 0
			}
			return 1
		}
		if got := Theme(texts, 1); got.Why == Known {
			if want := bySum(texts, one); !near(got.Value, want, 1e-9) {
				t.Fatalf("one theme: %v, by the definition %v", got, want)
			}
		}
	}
}

func given(codes Codes) bool { return len(codes) > 0 && codes[0] == 1 }

// What nobody else read changes nothing, and neither does the order of texts or people.
func TestOnlyWhatTwoReadCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	texts := invented(r, 40, 3, 5)
	want, wantKappa, wantSame := Sets(texts), Light(texts, 2, 3), Same(texts)
	more := append(append([][]Codes{}, texts...), []Codes{NewCodes(1), nil, nil}, []Codes{nil, nil, NewCodes()})
	r.Shuffle(len(more), func(i, j int) { more[i], more[j] = more[j], more[i] })
	for _, text := range more {
		text[0], text[2] = text[2], text[0]
	}
	if got := Sets(more); !near(got.Value, want.Value, 1e-12) {
		t.Errorf("alpha %v, was %v", got, want)
	}
	if got := Light(more, 2, 3); !near(got.Value, wantKappa.Value, 1e-12) {
		t.Errorf("kappa %v, was %v", got, wantKappa)
	}
	if got := Same(more); got != wantSame {
		t.Errorf("the same: %v, was %v", got, wantSame)
	}
}

func TestPair(t *testing.T) {
	texts := [][]Codes{
		{NewCodes(1, 2), NewCodes(1)}, {NewCodes(1), NewCodes()}, {NewCodes(), NewCodes(1)}, {NewCodes(2), NewCodes(3)}, {NewCodes(1), nil},
	}
	if got, want := Pair(texts, 1, 0, 1), (Table{Both: 1, First: 1, Second: 1, Neither: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := Same(texts); got != (Share{0, 4}) {
		t.Errorf("the same on %v", got)
	}
}

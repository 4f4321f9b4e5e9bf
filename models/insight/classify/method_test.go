package classify

import (
	"math"
	"testing"

	"folkmoot/models/prose/words"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }

func counts(times ...int32) (list []counted) {
	for i, n := range times {
		if n > 0 {
			list = append(list, counted{feature(i + 1), n})
		}
	}
	return list
}

// The worked example of scikit-learn's guide to feature extraction (section 6.2.3.4): six texts of three terms, whose
// smoothed tf-idf with length 1 is printed there. It takes tf where folkmoot takes 1 + ln tf, so only rows with ones
// in them can be held against it.
func TestTfIdf(t *testing.T) {
	var texts []*reading
	for _, row := range [][]int32{{3, 0, 1}, {2, 0, 0}, {3, 0, 0}, {4, 0, 0}, {3, 2, 0}, {3, 0, 2}} {
		texts = append(texts, &reading{words: counts(row...)})
	}
	s := newSpace(texts, 0)
	for f, want := range map[feature]float64{1: 1, 2: 2.2527630, 3: 1.8472979} {
		if got := s.idf(f); !near(got, want) {
			t.Errorf("the idf of term %d is %f, the guide says %f", f, got, want)
		}
	}
	got := s.weigh(nil, counts(1, 0, 1))
	length := math.Hypot(1, 1.8472979)
	if !near(got[0].weight, 1/length) || !near(got[1].weight, 1.8472979/length) {
		t.Errorf("the weights are %v", got)
	}
	if twice := s.weigh(nil, counts(2, 0, 1)); !near(twice[0].weight/twice[1].weight, (1+math.Ln2)/1.8472979) {
		t.Errorf("a term that stands twice weighs %v", twice)
	}
}

func TestLengths(t *testing.T) {
	s := newSpace([]*reading{read("The bus is late"), read("More trees")}, 0.7)
	for text, want := range map[string]float64{
		"The bus was late again": 1 + 1 + 0.7*0.7, "Zzzxq": 1 + 1, "": 0, "?!": 0,
	} {
		var squares float64
		for i, w := range s.place(read(text)) {
			squares += w.weight * w.weight
			if i > 0 && w.feature <= s.place(read(text))[i-1].feature {
				t.Errorf("%q: the features are not in order", text)
			}
		}
		if !near(squares, want) {
			t.Errorf("%q has the squared length %f, not %f", text, squares, want)
		}
	}
}

// Two texts with a term each and nothing in common. In the dual of the squared hinge loss with the bias as a term,
// both multipliers are then 1/(1 + 1/2C), the weights ± that, and the bias 0: each text counts C as there is one on
// either side.
func TestMachine(t *testing.T) {
	m := newMachine([]example{{terms: []term{{0, 1}}, themes: []int{0}, weight: 1}, {terms: []term{{1, 1}}, themes: []int{1}, weight: 1}}, 2, 0.3)
	m.in[0] = true
	m.solve(nil)
	want := 1 / (1 + 1/(2*0.3))
	if math.Abs(m.weights[0]-want) > tolerance || math.Abs(m.weights[1]+want) > tolerance || math.Abs(m.bias) > tolerance {
		t.Errorf("weights %v and bias %f, want ±%f and 0", m.weights, m.bias, want)
	}
}

// The conditions for the best solution hold for every example (Karush, Kuhn and Tucker).
func TestMachineIsBest(t *testing.T) {
	words := [][]int32{{0, 1}, {0, 2}, {1, 3}, {3, 4}, {2, 4}, {5}, {0, 5}}
	var list []example
	for i, rows := range words {
		e := example{themes: []int{i % 2}, weight: 1}
		for _, row := range rows {
			e.terms = append(e.terms, term{row, 0.7})
		}
		list = append(list, e)
	}
	m := newMachine(list, 6, 0.2)
	for i := range list {
		m.in[i] = i%2 == 1
	}
	m.solve(nil)
	for i, e := range list {
		score, side, count := m.bias, -1.0, m.cost*7/8.0
		for _, x := range e.terms {
			score += m.weights[x.row] * float64(x.x)
		}
		if m.in[i] {
			side, count = 1, m.cost*7/6.0
		}
		if slack := side*score - 1 + m.alpha[i]/(2*count); m.alpha[i] > 0 && math.Abs(slack) > tolerance || slack < -tolerance {
			t.Errorf("example %d with the multiplier %f is %f off", i, m.alpha[i], slack)
		}
	}
}

// The log-count ratio of Wang and Manning (2012): r = ln((p/|p|)/(q/|q|)), here with 0.1 added to each count and a
// thousand of them to the totals.
func TestRatios(t *testing.T) {
	m := newMachine([]example{
		{terms: []term{{0, 1}, {1, 1}}, weight: 1}, {terms: []term{{1, 1}}, weight: 1}, {terms: []term{{0, 0.5}}, weight: 1},
	}, 3, 0.2)
	m.in[0] = true
	m.ratios()
	for row, want := range []float64{
		math.Log((1.1 / 102) / (0.6 / 101.5)), math.Log((1.1 / 102) / (1.1 / 101.5)), 0,
	} {
		if !near(m.ratio[row], math.Abs(want)) {
			t.Errorf("the ratio of term %d is %f, not %f", row, m.ratio[row], math.Abs(want))
		}
	}
}

// A theme that most texts resemble becomes more usual, and shares add up to one.
func TestPriorShift(t *testing.T) {
	scores := [][]float64{{2, -1, -1}, {2, -1, -1}, {2, -1, -1}, {-1, 2, -1}}
	shift := priorShift(scores, []float64{1. / 3, 1. / 3, 1. / 3})
	if !(shift[0] > 0 && shift[0] > shift[1] && shift[1] > shift[2]) {
		t.Errorf("the shifts are %v", shift)
	}
	var sum float64
	for _, x := range logShares([]float64{0.3, -2, 0.1}, shift) {
		sum += math.Exp(x)
	}
	if !near(sum, 1) {
		t.Errorf("the shares add up to %f", sum)
	}
	if none := priorShift(nil, []float64{0.5, 0.5}); none[0] != 0 || none[1] != 0 {
		t.Errorf("without texts the shifts are %v", none)
	}
}

// Outcomes that come out as often as their strength says give back the line they were made from.
func TestMeasure(t *testing.T) {
	var list []outcome
	for step := -20; step <= 20; step++ {
		x := float64(step) / 8
		p := sigmoid(0.4 + 1.2*x)
		list = append(list, outcome{x, true, 1000 * p}, outcome{x, false, 1000 * (1 - p)})
	}
	got := measure(list)
	if math.Abs(got.fixed-0.4) > 0.01 || math.Abs(got.slope-1.2) > 0.01 {
		t.Errorf("measured %+v, want 0.4 and 1.2", got)
	}
	if again := measure(nil); again != usual {
		t.Errorf("from nothing it measures %+v", again)
	}
}

func TestQuoted(t *testing.T) {
	for text, want := range map[string][]string{
		"Positive: 'All good.', 'Didn't wait' Negative/ wishlist: 'Too hot', ‘It's late’": {"All good.", "Didn't wait", "Too hot", "It's late"},
		"One line\nAnother line, with a comma":                                            {"One line", "Another line, with a comma"},
		"":                                                                                nil,
		" ' ' ":                                                                           nil,
		"Just one":                                                                        {"Just one"},
	} {
		got := quoted(text)
		if len(got) != len(want) {
			t.Errorf("%q: %q", text, got)
			continue
		}
		for i := range got {
			if trimmed(got[i]) != trimmed(want[i]) {
				t.Errorf("%q: %q, want %q", text, got, want)
			}
		}
	}
}

func trimmed(s string) string {
	if n := len(s); n > 0 && s[n-1] == '.' {
		return s[:n-1]
	}
	return s
}

// Words that are used alike have vectors that point alike.
func TestVectors(t *testing.T) {
	table := vectors()
	if len(table) != 30_000 {
		t.Errorf("%d words", len(table))
	}
	alike := func(a, b string) (sum float64) {
		x, y := unit(meaning(words.Of(a))), unit(meaning(words.Of(b)))
		for i := range x {
			sum += x[i] * y[i]
		}
		return sum
	}
	for _, w := range [][3]string{{"nurse", "doctor", "bicycle"}, {"bus", "train", "kindness"}, {"lonely", "isolated", "parking"}} {
		if alike(w[0], w[1]) < alike(w[0], w[2])+0.1 {
			t.Errorf("%s is not more like %s than like %s", w[0], w[1], w[2])
		}
	}
	if meaning(words.Of("zzxxq 7")) != nil {
		t.Error("a word that nobody knows has a meaning")
	}
}

// Word vectors count the more the more is tagged, up to a bound, and the fit takes heed of it.
func TestMeaningShare(t *testing.T) {
	for _, c := range []struct {
		tagged, themes int
		want           float64
	}{{0, 24, 0.5}, {24, 24, 0.65}, {48, 24, 0.8}, {5_000, 24, 0.8}, {0, 0, 0.5}} {
		if got := meaningShare(c.tagged, c.themes); !near(got, c.want) {
			t.Errorf("%d tagged for %d themes: %f, want %f", c.tagged, c.themes, got, c.want)
		}
	}
	m := New(parks)
	if got := m.fit.space.share; !near(got, 0.5) {
		t.Errorf("of the codebook alone it is %f", got)
	}
	for i, text := range []string{"A late bus", "A green park", "Nobody calls"} {
		m.Learn(int64(i), text, []int64{parks[i].ID})
	}
	m.Refit()
	if got := m.fit.space.share; !near(got, 0.65) {
		t.Errorf("with a document a theme it is %f", got)
	}
}

package emerge

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// What the rule promises: of quiet weeks of a theme at most this share is marked, and of great rises at least that
// share in their first week.
const (
	mostFalse  = 0.012
	leastFound = 0.80
)

// rate is a share of weeks.
type rate struct{ hit, all int }

func (r *rate) add(hit bool) {
	r.all++
	if hit {
		r.hit++
	}
}

func (r rate) share() float64 { return float64(r.hit) / float64(r.all) }

func (r rate) String() string { return fmt.Sprintf("%.4f of %d", r.share(), r.all) }

// quiet marks the weeks from a first one on in a world where nothing changes, by rate of the theme.
func (w world) quiet(r *rand.Rand, first, runs int) map[float64]*rate {
	rates := map[float64]*rate{}
	for _, b := range w.bases {
		rates[b] = &rate{}
	}
	for range runs {
		h := w.hear(w.make(r))
		for i, looks := range h.Outlooks(first) {
			for s, look := range looks {
				rates[w.bases[s]].add(look.Marked(h.People[s][first+i]))
			}
		}
	}
	return rates
}

// found tells how often a rise in the last week of the first theme with a base is marked in that week.
func (w world) found(r *rand.Rand, base, factor float64, runs int) rate {
	theme := slices.Index(w.bases, base)
	var found rate
	for range runs {
		h := w.hear(w.make(r, change{theme, w.weeks - 1, factor}))
		found.add(h.Outlooks(w.weeks - 1)[0][theme].Marked(h.People[theme][w.weeks-1]))
	}
	return found
}

func TestFalseAlarmsAndPower(t *testing.T) {
	for name, w := range map[string]world{
		"30 themes":               {bases(30), 20, 40, 0.4, 0},
		"30 themes, a short past": {bases(30), 20, 14, 0.4, 0},
		"3 themes among others":   {bases(3), 100, 40, 0.4, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(1, 2))
			first := max(pastAtLeast, w.weeks-20)
			for base, rate := range w.quiet(r, first, 36_000/(len(w.bases)*(w.weeks-first))) {
				t.Logf("false alarms at %g a week: %s", base, rate)
				if rate.share() > mostFalse {
					t.Errorf("false alarms at %g a week: %s, more than %g", base, rate, mostFalse)
				}
			}
			for _, rise := range []struct{ base, factor float64 }{{2, 5}, {6, 3}} {
				found := w.found(r, rise.base, rise.factor, 500)
				t.Logf("found at once, %g to %g a week: %s", rise.base, rise.base*rise.factor, found)
				if found.share() < leastFound {
					t.Errorf("found at once, %g to %g a week: %s, less than %g", rise.base, rise.base*rise.factor, found, leastFound)
				}
			}
		})
	}
}

// Where counts scatter far beyond chance, marks become a little more frequent, not ten times.
func TestScatterIsLearnt(t *testing.T) {
	w := world{bases(30), 20, 60, 0.4, 0.5}
	rates := w.quiet(rand.New(rand.NewPCG(3, 4)), 40, 30)
	for base, rate := range rates {
		if rate.share() > 2.5*Level {
			t.Errorf("marked at %g a week: %s", base, rate)
		}
	}
	// The same counts held against chance alone would be marked far more often, so this test can fail.
	var alone rate
	for range 30 {
		h := w.hear(w.make(rand.New(rand.NewPCG(5, uint64(alone.all)))))
		for s, look := range h.Outlooks(59)[0] {
			if w.bases[s] == 6 {
				alone.add(Counts{look.Mean, float64(look.Before) + 0.5}.AtLeast(look.Count) <= Level)
			}
		}
	}
	if alone.share() < 0.05 {
		t.Errorf("without what is learnt only %s would be marked: the world is too quiet for this test", alone)
	}
}

// A week in which everything triples is a busy week, and no news about any theme.
func TestEverythingTriples(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, w := range []world{{bases(30), 20, 30, 0.4, 0}, {bases(6), 30, 30, 0.4, 0}, {bases(30), 20, 30, 0, 0}} {
		var marked rate
		for range 200 {
			h := w.hear(w.make(r, change{-1, w.weeks - 1, 3}))
			for s, look := range h.Outlooks(w.weeks - 1)[0] {
				marked.add(look.Marked(h.People[s][w.weeks-1]))
			}
		}
		if marked.share() > 2*mostFalse {
			t.Errorf("%d themes: %s are marked when everything triples", len(w.bases), marked)
		}
	}
}

// A theme that is a large part of what is said is found as well: what is not in it tells how busy the week was.
func TestLargePartOfASmallPlace(t *testing.T) {
	w := world{[]float64{6, 2}, 4, 30, 0.2, 0}
	if found := w.found(rand.New(rand.NewPCG(7, 8)), 6, 4, 400); found.share() < leastFound {
		t.Errorf("found from 6 to 24 a week among 6 others: %s", found)
	}
}

// A surge last week hides this week's no more than it must, and a surge of one theme hides no other's.
func TestSurgeAfterSurge(t *testing.T) {
	w := world{bases(9), 30, 30, 0.2, 0}
	r := rand.New(rand.NewPCG(9, 10))
	for name, earlier := range map[string]change{
		"the same theme last week":    {1, 28, 5},
		"another theme last week":     {2, 28, 20},
		"another theme the same week": {2, 29, 20},
		"nothing else":                {0, 29, 1},
	} {
		var found, others rate
		for range 400 {
			h := w.hear(w.make(r, earlier, change{1, 29, 5}))
			for s, look := range h.Outlooks(29)[0] {
				switch marked := look.Marked(h.People[s][29]); {
				case s == 1:
					found.add(marked)
				case s != earlier.theme:
					others.add(marked)
				}
			}
		}
		if found.share() < leastFound || others.share() > 1.5*mostFalse {
			t.Errorf("after %s: %s found; of other themes %s marked", name, found, others)
		}
	}
}

// A rise that stays is news for a few weeks, then it is what is usual.
func TestRiseThatStays(t *testing.T) {
	w := world{bases(9), 60, 40, 0.2, 0}
	r := rand.New(rand.NewPCG(11, 12))
	var first, later rate
	for range 200 {
		var rise []change
		for week := 25; week < 40; week++ {
			rise = append(rise, change{2, week, 4})
		}
		h := w.hear(w.make(r, rise...))
		looks := h.Outlooks(25)
		first.add(looks[0][2].Marked(h.People[2][25]))
		later.add(looks[5][2].Marked(h.People[2][30]))
	}
	if first.share() < 0.9 || later.share() > 0.1 {
		t.Errorf("marked in the first week %s, in the sixth %s", first, later)
	}
}

// Where the days of all contributions are dealt out anew nothing emerges.
func TestShuffledWeeks(t *testing.T) {
	w := world{bases(12), 20, 40, 0, 0}
	r := rand.New(rand.NewPCG(13, 14))
	var rises []change
	for i := range 12 {
		rises = append(rises, change{i, 28 + i, 8})
	}
	var before, after rate
	for range 60 {
		said := w.make(r, rises...)
		h := w.hear(said)
		for i, looks := range h.Outlooks(28) {
			before.add(looks[i].Marked(h.People[i][28+i]))
		}
		days := r.Perm(len(said))
		shuffled := slices.Clone(said)
		for i := range shuffled {
			shuffled[i].Day = said[days[i]].Day
		}
		h = w.hear(shuffled)
		for i, looks := range h.Outlooks(pastAtLeast) {
			for s, look := range looks {
				after.add(look.Marked(h.People[s][pastAtLeast+i]))
			}
		}
	}
	if before.share() < 0.8 || after.share() > mostFalse {
		t.Errorf("marked as it was %s, shuffled %s", before, after)
	}
}

// Of the marks that stand out whatever is tested beside them no more than the chosen share is chance, and Chance is
// how many marks there are in a quiet week.
func TestDiscoveries(t *testing.T) {
	const share = 0.2
	w := world{bases(30), 20, 30, 0.4, 0}
	r := rand.New(rand.NewPCG(15, 16))
	falseShare, expected, marks, runs := 0.0, 0.0, 0, 400
	var found rate
	for range runs {
		h := w.hear(w.make(r, change{1, 29, 6}, change{2, 29, 4}, change{5, 29, 4}))
		looks := h.Outlooks(29)[0]
		chosen, wrong := 0, 0
		for s, is := range Discoveries(looks, lastOf(h.People), share) {
			up := s == 1 || s == 2 || s == 5
			if up {
				found.add(is)
			}
			if is {
				chosen++
				if !up {
					wrong++
				}
			}
		}
		falseShare += float64(wrong) / float64(max(1, chosen)) / float64(runs)
		quiet := w.hear(w.make(r))
		looks = quiet.Outlooks(29)[0]
		expected += Chance(looks)
		for s, look := range looks {
			if look.Marked(lastOf(quiet.People)[s]) {
				marks++
			}
		}
	}
	t.Logf("false among discoveries %.3f, found %s; chance marks %d, expected %.1f", falseShare, found, marks, expected)
	if falseShare > share || found.share() < 0.6 {
		t.Errorf("%.3f of the discoveries are chance; %s found", falseShare, found)
	}
	if m := float64(marks); m > 1.3*expected || m < 0.7*expected {
		t.Errorf("%d marks by chance, expected %.1f", marks, expected)
	}
}

func lastOf(series [][]int) []int {
	var last []int
	for _, s := range series {
		last = append(last, s[len(s)-1])
	}
	return last
}

// Counting apart from counts alone is as good for the rule as counting contributions again.
func TestIndependently(t *testing.T) {
	w := world{bases(12), 20, 40, 0.4, 0}
	r := rand.New(rand.NewPCG(17, 18))
	var quiet, found rate
	for range 300 {
		h := w.hear(w.make(r, change{5, 39, 15}, change{1, 39, 5}))
		h.Panel = h.Independently()
		for s, look := range h.Outlooks(39)[0] {
			switch marked := look.Marked(h.People[s][39]); s {
			case 1:
				found.add(marked)
			case 5:
			default:
				quiet.add(marked)
			}
		}
	}
	if found.share() < leastFound || quiet.share() > 1.5*mostFalse {
		t.Errorf("%s found, %s of the others marked", found, quiet)
	}
}

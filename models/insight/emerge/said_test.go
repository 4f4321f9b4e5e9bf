package emerge

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

// Counts and people are recounted from the rows, one by one.
func TestHearCounts(t *testing.T) {
	w := world{bases(9), 10, 20, 0.4, 0}
	r := rand.New(rand.NewPCG(1, 1))
	said := w.make(r)
	for i := range said {
		said[i].Person = r.IntN(15)
		if r.IntN(3) == 0 {
			said[i].In = []int{1, 2}
		}
	}
	h := w.hear(said)
	for week := range h.Said {
		all := 0
		for _, c := range said {
			if at := time.Unix(int64(c.Day)*86400, 0).UTC(); int(at.AddDate(0, 0, -(int(at.Weekday())+6)%7).Unix()/86400) == h.Monday+7*week {
				all++
			}
		}
		if all != h.Said[week] {
			t.Fatalf("week %d: %d contributions, want %d", week, h.Said[week], all)
		}
		for s := range w.bases {
			n, people := 0, map[int]bool{}
			for _, c := range said {
				if c.Day >= h.Monday+7*week && c.Day < h.Monday+7*week+7 {
					for _, in := range c.In {
						if in == s {
							n++
							people[c.Person] = true
						}
					}
				}
			}
			if n != h.Series[s][week] || len(people) != h.People[s][week] {
				t.Fatalf("week %d, series %d: %d by %d, want %d by %d", week, s, h.Series[s][week], h.People[s][week], n, len(people))
			}
		}
	}
	if day := time.Unix(int64(h.Monday)*86400, 0).UTC().Weekday(); day != time.Monday {
		t.Errorf("weeks begin on a %s", day)
	}
}

// Nothing that comes later changes what was to be expected.
func TestLaterHasNoInfluence(t *testing.T) {
	w := world{bases(12), 20, 40, 0.4, 0}
	said := w.make(rand.New(rand.NewPCG(2, 2)), change{3, 20, 8}, change{5, 33, 9}, change{-1, 36, 4})
	all := w.hear(said).Outlooks(0)
	for _, weeks := range []int{1, 5, 21, 30, 39} {
		part := Hear(said, len(w.bases), 4+7*weeks-1).Outlooks(0)
		if !reflect.DeepEqual(part, all[:weeks]) {
			t.Errorf("the first %d weeks look different once more is known", weeks)
		}
	}
	late := w.hear(said).Outlooks(39)
	if !reflect.DeepEqual(late[0], all[39]) {
		t.Error("the last week looks different where it alone is asked for")
	}
}

// In the middle of a week it is held against what usually comes by then.
func TestPartOfAWeek(t *testing.T) {
	w := world{bases(12), 20, 30, 0.3, 0}
	r := rand.New(rand.NewPCG(4, 4))
	var quiet, up rate
	for range 300 {
		wednesday := 4 + 7*29 + 2
		h := Hear(w.make(r), 12, wednesday)
		if math.Abs(h.Passed-3.0/7) > 0.05 {
			t.Fatalf("%.3f of a week has usually come in by Wednesday", h.Passed)
		}
		for s, look := range h.Outlooks(29)[0] {
			quiet.add(look.Marked(h.People[s][29]))
		}
		h = Hear(w.make(r, change{2, 29, 5}), 12, wednesday)
		up.add(h.Outlooks(29)[0][2].Marked(h.People[2][29]))
	}
	if quiet.share() > mostFalse || up.share() < leastFound {
		t.Errorf("marked by Wednesday: quiet %s, up %s", quiet, up)
	}
}

// Where everything is said on Mondays a week is over on Monday.
func TestMondaysOnly(t *testing.T) {
	w := world{bases(3), 20, 10, 0, 0}
	said := w.make(rand.New(rand.NewPCG(5, 5)))
	for i := range said {
		said[i].Day = monday(said[i].Day)
	}
	if h := Hear(said, 3, 4+7*9); h.Passed < 0.9 {
		t.Errorf("%.3f of a week is said to come in by Monday", h.Passed)
	}
}

// Gaps, a single series, nothing at all: every figure is a number, and nothing is marked that nobody said.
func TestOddShapes(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	for range 3000 {
		series := 1 + r.IntN(4)
		var said []Said
		for range r.IntN(60) {
			var in []int
			for s := range series {
				if r.IntN(3) == 0 {
					in = append(in, s)
				}
			}
			day := r.IntN(40)
			if r.IntN(3) == 0 {
				day = r.IntN(900)
			}
			said = append(said, Said{Day: day - 300, Person: r.IntN(5), In: in})
		}
		h := Hear(said, series, r.IntN(700)-300)
		for week, looks := range h.Outlooks(0) {
			for s, o := range looks {
				if !(o.P >= 0 && o.P <= 1 && o.Mean >= 0 && o.Size > 0) || math.IsInf(o.Mean, 0) || o.Count == 0 && o.P < 1 {
					t.Fatalf("week %d, series %d: %+v", week, s, o)
				}
			}
		}
	}
}

// After a gap of many weeks in which nobody said anything the past is what came before it.
func TestLongGap(t *testing.T) {
	w := world{bases(3), 20, 30, 0, 0}
	said := w.make(rand.New(rand.NewPCG(7, 7)))
	for i := range said {
		if week := (said[i].Day - 4) / 7; week >= 29 {
			said[i].Day += 7 * 12
		}
	}
	h := Hear(said, 3, 4+7*42-1)
	for s, o := range h.Outlooks(41)[0] {
		if o.P <= Level || o.Mean < 0.5*w.bases[s] || o.Mean > 2*w.bases[s] {
			t.Errorf("series %d after a gap: expected %.2f, not about %g (p %.3f)", s, o.Mean, w.bases[s], o.P)
		}
	}
}

package emerge

import (
	"math"
	"math/rand/v2"
)

// world is a made-up place: themes with a rate of contributions a week, and others without a theme.
type world struct {
	bases  []float64
	others float64
	weeks  int
	volume float64 // log-sd of how busy the weeks are
	excess float64 // log-sd of each theme's own ups and downs
}

// bases are the rates of n themes: 0.5, 2 and 6 a week in turn.
func bases(n int) []float64 {
	rates := []float64{0.5, 2, 6}
	var all []float64
	for i := range n {
		all = append(all, rates[i%3])
	}
	return all
}

// change multiplies rates in a week: of one theme, or of everything where theme is -1.
type change struct {
	theme, week int
	factor      float64
}

// make draws the contributions of the world, each by another person on a day of its week.
func (w world) make(r *rand.Rand, changes ...change) []Said {
	var said []Said
	speak := func(week int, mean float64, in ...int) {
		for range poisson(r, mean) {
			said = append(said, Said{Day: 4 + 7*week + r.IntN(7), Person: len(said), In: in})
		}
	}
	for week := range w.weeks {
		busy := varied(r, w.volume)
		factor := func(theme int) float64 {
			f := busy
			for _, c := range changes {
				if c.week == week && (c.theme == theme || c.theme < 0) {
					f *= c.factor
				}
			}
			return f
		}
		for theme, base := range w.bases {
			speak(week, base*factor(theme)*varied(r, w.excess), theme)
		}
		speak(week, w.others*factor(len(w.bases)))
	}
	return said
}

func (w world) hear(said []Said) Heard { return Hear(said, len(w.bases), 4+7*w.weeks-1) }

// varied is 1 in an ordinary week, one with as many above as below it.
func varied(r *rand.Rand, sd float64) float64 { return math.Exp(sd * r.NormFloat64()) }

// poisson draws a count by the times between events, in parts so that nothing underflows.
func poisson(r *rand.Rand, mean float64) int {
	n := 0
	for ; mean > 100; mean -= 100 {
		n += poisson(r, 100)
	}
	for left := math.Exp(-mean); ; n++ {
		if left /= 1 - r.Float64(); left >= 1 {
			return n
		}
	}
}

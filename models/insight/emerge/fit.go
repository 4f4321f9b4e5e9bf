package emerge

import "math"

// What is taken to be usual where there is little to learn from, and how many weeks' worth of learning that stands for.
const (
	usualSpread  = 0.16 // of how busy weeks are, a squared coefficient of variation: a log-sd of 0.4
	spreadWeeks  = 6
	leastSpread  = 0.1
	mostSpread   = 2
	usualScatter = 0.02 // of counts beyond chance, the same
	poolWeeks    = 24   // of all series together
	ownWeeks     = 48   // of one series against all
	lasting      = 3    // weeks in a row after which a surge is the new usual
)

// scatter gathers how far counts were off beyond what chance and an unsure rate explain: relative squares, weighted.
type scatter struct{ of, weight, noise float64 }

func (s *scatter) add(o scatter) { s.of += o.of; s.weight += o.weight; s.noise += o.noise }

// value is the scatter that there is for sure: half a standard error is taken off, so that chance alone is seldom
// taken for scatter, which would hide what emerges.
func (s scatter) value() float64 { return max(0, (s.of-doubt*math.Sqrt(s.noise))/s.weight) }

const doubt = 0.5

// off is how far a forecast was off. A surge counts as the least count that would have been one, so that it does not
// hide what comes after. The count itself stands for its variance by chance: unlike the mean, it is no part of the
// weight, which would favour forecasts that were too low.
func (o Outlook) off() scatter {
	if o.Past == 0 {
		return scatter{}
	}
	y := float64(o.Count)
	if o.surged() {
		y = min(y, float64(o.Quantile(1-Level)+1))
	}
	unsure := o.Mean * o.Mean * o.unsure
	weight := 1 / ((1 + o.Mean + unsure) * (1 + o.Mean + unsure))
	return scatter{
		weight * ((y-o.Mean)*(y-o.Mean) - y - unsure), weight * o.Mean * o.Mean,
		2 * weight * weight * (o.Mean + unsure) * (o.Mean + unsure),
	}
}

// busyness is how busy a week was, and the weeks before it, for one series.
type busyness struct {
	week   int
	past   []int
	passed float64                // share of the week that is over
	others func(week int) float64 // what was said that is not in the series
}

// spread is how much weeks differ in how busy they are beyond chance, drawn towards what is usual. The week itself is
// one of them: where everything triples, it is the week that is out of the ordinary.
func (b busyness) spread(said []int) (mean, spread float64) {
	n, sum, off := 0.0, 0.0, 0.0
	for _, w := range b.past {
		if said[w] > 0 {
			n, sum = n+1, sum+b.others(w)
		}
	}
	mean = sum / n
	if sum == 0 {
		return 0, usualSpread
	}
	for _, w := range b.past {
		if said[w] > 0 {
			off += (b.others(w) - mean) * (b.others(w) - mean)
		}
	}
	now := b.others(b.week) / b.passed
	off += (now - mean) * (now - mean)
	own := max(0, (off/n-mean)/(mean*mean))
	return mean, min(mostSpread, max(leastSpread, (spreadWeeks*usualSpread+n*own)/(spreadWeeks+n)))
}

// fit is the past of a series and the exposure of the week after it.
type fit struct {
	before, weeks      int
	sum, squares       float64 // of exposures
	vague              float64 // of the squares of exposures, each times how unsure it is
	exposure, unsureOf float64 // of the week
}

func (f fit) rate() float64 { return float64(f.before) / f.sum }

// fit sums up the past of a series. An exposure is gamma distributed: how busy weeks are varies by spread around 1, and
// of a week this busy others is a Poisson count.
func (b busyness) fit(said, series []int, surged []bool) fit {
	mean, spread := b.spread(said)
	shape := 1 / spread
	sum := func(in func(week int) bool) fit {
		var f fit
		for _, w := range b.past {
			if !in(w) {
				continue
			}
			o := b.others(w)
			e := (shape + o) / (shape + mean)
			f.before += series[w]
			f.weeks++
			f.sum += e
			f.squares += e * e
			f.vague += e * e / (shape + o)
		}
		return f
	}
	f := b.usual(surged, sum)
	o := b.others(b.week)
	f.exposure = b.passed * (shape + o) / (shape + b.passed*mean)
	f.unsureOf = 1 / (shape + o)
	return f
}

// usual chooses the weeks of the past that tell what is usual. A surge that was soon over is not among them. From one
// that lasted on, what came before it is not, unless things went back: then the surge is not.
func (b busyness) usual(surged []bool, sum func(in func(week int) bool) fit) fit {
	calm := func(w int) bool { return !surged[w] || b.lasted(surged, w) }
	from, to := -1, -1 // the newest surge that lasted
	for _, w := range b.past {
		if surged[w] && calm(w) && (to < 0 || w == from-1) {
			from, to = w, max(w, to)
		}
	}
	if to < 0 {
		return sum(calm)
	}
	before := sum(func(w int) bool { return calm(w) && w < from })
	during := sum(func(w int) bool { return w >= from && w <= to })
	after := sum(func(w int) bool { return calm(w) && w > to })
	switch {
	case before.weeks == 0:
		return sum(calm)
	case after.weeks == 0 || after.rate() >= (before.rate()+during.rate())/2:
		return sum(func(w int) bool { return calm(w) && w >= from })
	}
	return sum(func(w int) bool { return calm(w) && (w < from || w > to) })
}

// lasted tells whether the surge in which a past week lies went on so long that it may be the new usual.
func (b busyness) lasted(surged []bool, week int) bool {
	from, to := week, week
	for from > 0 && surged[from-1] {
		from--
	}
	for to+1 < b.week && surged[to+1] {
		to++
	}
	return to-from+1 >= lasting
}

// outlook is what is to be expected after a past, where counts scatter beyond chance by this much.
func (f fit) outlook(scatter float64, count int) Outlook {
	a := float64(f.before) + 0.5
	rate := a / f.sum
	o := Outlook{Count: count, Past: f.weeks, Before: f.before}
	known := 1/a + f.vague/(f.sum*f.sum)
	o.unsure = (1+known)*(1+f.unsureOf) - 1
	known += scatter * f.squares / (f.sum * f.sum)
	o.Counts = Counts{rate * f.exposure, 1 / ((1+known)*(1+scatter)*(1+f.unsureOf) - 1)}
	o.Usual = Counts{rate, 1 / ((1+known)*(1+scatter) - 1)}
	o.P = o.AtLeast(count)
	return o
}

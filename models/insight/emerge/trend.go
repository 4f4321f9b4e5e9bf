package emerge

import "math"

// Direction is how the count of a week stands to what is usual.
type Direction string

// The directions.
const (
	TooEarly Direction = "too-early" // there is too little past to tell
	Growing  Direction = "growing"   // far more than usual: marked
	More     Direction = "more"      // more than usual, which may be chance
	Steady   Direction = "steady"    // as usual
	Fewer    Direction = "fewer"     // less than usual
)

// usualShare is how much of the time a count lies within what is called usual, as long as nothing changes.
const usualShare = 0.8

// Trend is what can be said of a count in plain words, all in whole numbers: "2 → 23 a week, far more than its usual 1
// to 5".
type Trend struct {
	Direction Direction
	New       bool // nothing was said in the weeks before, and something is now
	Was, Now  int  // a week: as a rule, and in this one
	Low, High int  // four weeks in five are usually from Low to High
	Busy      bool // much more than usual was said of everything
	Quiet     bool // much less
}

// Trend puts an outlook into parts of a sentence. People is how many different people spoke.
func (o Outlook) Trend(people int) Trend {
	t := Trend{
		Direction: Steady, Was: int(math.Round(o.Usual.Mean)), Now: o.Count,
		Low: o.Usual.Quantile((1 - usualShare) / 2), High: o.Usual.Quantile((1 + usualShare) / 2),
	}
	if o.Past == 0 {
		return Trend{Direction: TooEarly, Now: o.Count}
	}
	t.New = o.Before == 0 && o.Count > 0
	t.Busy, t.Quiet = o.Mean > 1.5*o.Usual.Mean, o.Mean < 0.6*o.Usual.Mean
	switch {
	case o.Marked(people):
		t.Direction = Growing
	case o.Count > o.Quantile((1+usualShare)/2):
		t.Direction = More
	case o.Count < o.Quantile((1-usualShare)/2):
		t.Direction = Fewer
	}
	return t
}

// Package agreement tells how alike several people coded the same texts: Cohen's kappa, Krippendorff's alpha for
// single values and for sets of themes, and the interval around a share that was counted on a sample. It knows no
// database. Where a figure cannot be worked out it says why instead of giving a number.
package agreement

import "math"

// Reason says why a coefficient could not be worked out; the empty one says that it could.
type Reason string

// The reasons.
const (
	Known       Reason = ""
	NothingBoth Reason = "nothing-both" // no text was read by two people
	OneCategory Reason = "one-category" // everybody said the same of every text, so there is nothing to tell apart
)

// Coefficient is how far agreement goes beyond chance: 1 is perfect, 0 is what chance gives, below 0 is worse. Value
// is 0 where Why is not Known.
type Coefficient struct {
	Value float64
	Why   Reason
}

// Level puts a coefficient into words.
type Level string

// The levels after Krippendorff: from 0.8 it can be relied on, from two thirds it allows tentative conclusions.
const (
	Unknown   Level = "unknown"
	Reliable  Level = "reliable"
	Tentative Level = "tentative"
	Weak      Level = "weak"
)

// The bounds of the levels.
const (
	reliableFrom  = 0.8
	tentativeFrom = 2.0 / 3
)

// Level gives the level of a coefficient.
func (c Coefficient) Level() Level {
	switch {
	case c.Why != Known:
		return Unknown
	case c.Value >= reliableFrom:
		return Reliable
	case c.Value >= tentativeFrom:
		return Tentative
	}
	return Weak
}

// Share is how many of how many.
type Share struct{ Of, All int }

// z is the normal quantile of a 95% interval.
const z = 1.959963984540054

// Interval gives the 95% interval of Wilson (1927) around a share: it stays between 0 and 1 and is right for few cases
// too. Of no cases nothing is known: 0 to 1.
func (s Share) Interval() (low, high float64) {
	if s.All <= 0 {
		return 0, 1
	}
	n := float64(s.All)
	p := float64(s.Of) / n
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return math.Max(0, middle-half), math.Min(1, middle+half)
}

package figures

import (
	"context"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/rules"
)

// PublicMonth is a month as everybody sees it.
type PublicMonth struct {
	Key       string
	From      clock.Instant
	Publish   int                 // let people read what was held, or read again what was hidden
	Keep      int                 // left what was reported as it was
	Limited   map[rules.Act]Shown // after which people cannot read something as it was written
	All       Shown               // of those, all together
	Reasons   []PublicReason      // why, in the order of the reasons' keys; those that were not given are left out
	Sanctions Shown
	Reports   Shown
	Appeals   Shown
	Moved     int   // contributions that were moved to another discussion, where people go on reading them
	Changed   Shown // appeals after which a decision was changed, wholly or in part
	Undone    int
	Wait      PublicWait
}

// PublicReason is how often people could not read something as it was written, for a reason.
type PublicReason struct {
	Reason  string
	Limited Shown
	Wait    PublicWait
}

// PublicWait is how long half of some decisions took at most. It is known where at least FewerThan decisions know how long
// they took and their number is shown: those from before waits were written down know nothing, which is not the same as 0.
type PublicWait struct {
	Median time.Duration
	Known  bool
}

func publicWait(t Times) PublicWait {
	if t.N < FewerThan {
		return PublicWait{}
	}
	return PublicWait{Median: t.Median, Known: true}
}

// Public is what everybody sees of the register.
type Public struct {
	Months  []PublicMonth  // the newest first
	Reasons []PublicReason // over all months that there are, also those that were not asked for, in the order of the keys
	Since   clock.Instant  // when the first of all months began
	Counted clock.Instant  // when the running month was
}

// PublicLimits lists the acts that everybody sees the number of, after which people cannot read something as it was
// written. What was passed on to safeguarding leads is not among them: it is nobody else's business that there was anything.
var PublicLimits = []rules.Act{rules.Hide, rules.Ask, rules.Cover}

// Public gives the newest n months as everybody may see them. What is withheld is decided over all months, so that the page
// and the files, which show more of them, withhold the same.
func (s *Store) Public(ctx context.Context, n int) (p Public, err error) {
	months, err := s.Months(ctx)
	if err != nil || len(months) == 0 {
		return p, err
	}
	p.Counted, p.Since = months[0].Counted, months[len(months)-1].From
	l := limitedOf(months)
	column := func(of func(Month) int) []Shown {
		numbers := make([]int, len(months))
		for i, m := range months {
			numbers[i] = of(m)
		}
		return Withhold(numbers)
	}
	reports, appeals := column(func(m Month) int { return m.Reports }), column(func(m Month) int { return m.Appeals })
	changed := column(func(m Month) int { return m.Outcomes["upheld"] + m.Outcomes["partly"] })
	sanctions := column(func(m Month) (n int) {
		for _, of := range m.Sanctions {
			n += of
		}
		return n
	})
	for i, m := range months[:min(n, len(months))] {
		p.Months = append(p.Months, PublicMonth{
			Key: m.Key, From: m.From, Publish: m.Acts[rules.Publish] + m.Acts[rules.Restore], Keep: m.Acts[rules.Keep], Moved: m.Acts[rules.Move],
			Limited: l.actsOf(i), All: l.shown[l.all[i]], Reasons: l.reasonsOf(i, m),
			Sanctions: sanctions[i], Reports: reports[i], Appeals: appeals[i], Changed: changed[i], Undone: m.Undone, Wait: publicWait(m.Waits),
		})
	}
	for r, key := range l.keys {
		p.Reasons = append(p.Reasons, PublicReason{Reason: key, Limited: l.shown[l.reasons[r]]})
	}
	return p, nil
}

package figures

import (
	"context"
	"slices"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/rules"
)

// PublicMonth is a month as everybody sees it.
type PublicMonth struct {
	Key       string
	From      clock.Instant
	Publish   int // let people read what was held, or read again what was hidden
	Keep      int // left what was reported as it was
	Limited   map[rules.Act]Shown
	Sanctions Shown
	Reports   Shown
	Appeals   Shown
	Moved     int   // contributions that were moved to another discussion, where people go on reading them
	Changed   Shown // appeals after which a decision was changed, wholly or in part
	Undone    int
	Median    time.Duration // 0 where too few are known
	N         int           // decisions whose wait is known; 0 where there are too few to show a median
}

// PublicReason is how often a reason was given in the months shown, by act.
type PublicReason struct {
	Reason string
	Acts   map[rules.Act]Shown
}

// Public is what everybody sees of the register.
type Public struct {
	Months  []PublicMonth  // the newest first
	Reasons []PublicReason // over all of these months, in the order of the reasons' keys
	Counted clock.Instant  // when the running month was
}

// Public gives the newest n months as everybody may see them. What was passed on to safeguarding leads is not among
// the acts: it is nobody else's business that there was anything.
func (s *Store) Public(ctx context.Context, n int) (p Public, err error) {
	months, err := s.Months(ctx)
	if err != nil || len(months) == 0 {
		return p, err
	}
	months = months[:min(n, len(months))]
	p.Counted = months[0].Counted
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
	limited := map[rules.Act][]Shown{}
	for _, act := range PublicLimits {
		limited[act] = column(func(m Month) int { return m.Acts[act] })
	}
	for i, m := range months {
		one := PublicMonth{
			Key: m.Key, From: m.From, Publish: m.Acts[rules.Publish] + m.Acts[rules.Restore], Keep: m.Acts[rules.Keep], Moved: m.Acts[rules.Move], Limited: map[rules.Act]Shown{},
			Sanctions: sanctions[i], Reports: reports[i], Appeals: appeals[i], Changed: changed[i], Undone: m.Undone,
		}
		for act, list := range limited {
			one.Limited[act] = list[i]
		}
		if m.Waits.N >= FewerThan {
			one.Median, one.N = m.Waits.Median, m.Waits.N
		}
		p.Months = append(p.Months, one)
	}
	p.Reasons = publicReasons(months)
	return p, nil
}

// PublicLimits lists the acts that everybody sees the number of, after which people cannot read something as it was
// written.
var PublicLimits = []rules.Act{rules.Hide, rules.Ask, rules.Cover}

func publicReasons(months []Month) []PublicReason {
	sums := map[Because]int{}
	var keys []string
	for _, m := range months {
		for b, n := range m.Reasons {
			sums[b] += n
			if !slices.Contains(keys, b.Reason) {
				keys = append(keys, b.Reason)
			}
		}
	}
	slices.Sort(keys)
	list := make([]PublicReason, len(keys))
	for _, act := range PublicLimits {
		numbers := make([]int, len(keys))
		for i, key := range keys {
			numbers[i] = sums[Because{key, act}]
		}
		for i, shown := range Withhold(numbers) {
			if list[i].Acts == nil {
				list[i] = PublicReason{Reason: keys[i], Acts: map[rules.Act]Shown{}}
			}
			list[i].Acts[act] = shown
		}
	}
	return list
}

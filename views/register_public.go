package views

import (
	"context"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	counted "folkmoot/models/figures"
	"folkmoot/models/rules"
	"folkmoot/views/locale"
)

// PublicRegisterPage is what everybody sees of what moderators do.
type PublicRegisterPage struct {
	Page
	Figures counted.Public
	Head    audit.Head // the newest signed one; Number is 0 where there is none
}

// shownNumber says a number as everybody sees it.
func shownNumber(ctx context.Context, n counted.Shown) string {
	switch {
	case n.Few:
		return locale.T(ctx, "fewer than %d", counted.FewerThan)
	case n.Hidden:
		return locale.T(ctx, "not shown")
	}
	return locale.Number(ctx, n.N)
}

// limitWords heads the column of an act.
func limitWords(ctx context.Context, act rules.Act) string {
	switch act {
	case rules.Hide:
		return locale.T(ctx, "Hidden")
	case rules.Ask:
		return locale.T(ctx, "Asked for a change")
	default:
		return locale.T(ctx, "Details covered")
	}
}

// LongWords says how long something took: "3 hours", "2 days".
func LongWords(ctx context.Context, d time.Duration) string {
	switch {
	case d < time.Minute:
		return locale.T(ctx, "less than a minute")
	case d < 2*time.Hour:
		return locale.N(ctx, int(d/time.Minute), "1 minute", "%d minutes")
	case d < 48*time.Hour:
		return locale.N(ctx, int((d+30*time.Minute)/time.Hour), "1 hour", "%d hours")
	}
	return locale.N(ctx, int((d+12*time.Hour)/(24*time.Hour)), "1 day", "%d days")
}

func monthOf(ctx context.Context, from clock.Instant) string {
	return monthWords(ctx, from.In(locale.From(ctx).Zone))
}

// most is the largest number of decisions in a month, for the bars.
func (p PublicRegisterPage) most() (most int) {
	for _, m := range p.Figures.Months {
		most = max(most, m.Publish+m.Keep, m.Moved)
		for _, shown := range m.Limited {
			most = max(most, shown.N)
		}
	}
	return most
}

// mostReason is the largest number of a reason over all months, for the bars.
func (p PublicRegisterPage) mostReason() (most int) {
	for _, r := range p.Figures.Reasons {
		most = max(most, r.Limited.N)
	}
	return most
}

// mostIn is the largest number of a reason in a month.
func mostIn(reasons []counted.PublicReason) (most int) {
	for _, r := range reasons {
		most = max(most, r.Limited.N)
	}
	return most
}

// publicWait says how long half of some decisions took at most.
func publicWait(ctx context.Context, w counted.PublicWait) string {
	if !w.Known {
		return locale.T(ctx, "not known")
	}
	return LongWords(ctx, w.Median)
}

func reasonName(ctx context.Context, key string) string {
	if rules.From(ctx).Known(key) {
		return locale.Say(ctx, rules.Said(rules.From(ctx).Reason(key).Name))
	}
	return locale.T(ctx, "A reason that is not used any more")
}

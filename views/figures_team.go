package views

import (
	"context"
	"strconv"
	"time"

	counted "folkmoot/models/figures"
	"folkmoot/models/rules"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// TeamPage is what the team should know of its own work.
type TeamPage struct {
	Page
	Team  counted.Team
	Weeks int // that are looked back
	Aim   int // hours within which the place means to decide
}

// periods are the lengths of time to choose from, in weeks.
var periods = []int{4, 13, 26, counted.MaxWeeks}

func (p TeamPage) weeksField(ctx context.Context) components.Field {
	return components.Field{ID: "weeks", Name: "weeks", Label: locale.T(ctx, "How far back"), Value: strconv.Itoa(p.Weeks)}
}

func (p TeamPage) weeksOptions(ctx context.Context) (options []components.Option) {
	for _, n := range periods {
		options = append(options, components.Option{Value: strconv.Itoa(n), Label: locale.N(ctx, n, "This week", "The last %d weeks")})
	}
	return options
}

// lead sums the page up in a sentence or two.
func (p TeamPage) lead(ctx context.Context) string {
	aim := locale.N(ctx, p.Aim, "We aim to decide within 1 hour.", "We aim to decide within %d hours.")
	if p.Team.All.N == 0 {
		return aim
	}
	return aim + " " + locale.T(ctx, "Half of the decisions took at most %s, nine in ten at most %s.", LongWords(ctx, p.Team.All.Median), LongWords(ctx, p.Team.All.Ninety))
}

// inTime says how many decisions were as soon as the place means them to be.
func (p TeamPage) inTime(ctx context.Context) string {
	return locale.T(ctx, "%s of %s decisions were in time.", locale.Number(ctx, p.Team.InTime), locale.Number(ctx, p.Team.All.N))
}

// unknown says of how many decisions it is not known how long they took; "" where that is known of all.
func (p TeamPage) unknown(ctx context.Context) string {
	n := p.Team.Decisions - p.Team.Undone - p.Team.All.N
	if n <= 0 {
		return ""
	}
	return locale.N(ctx, n, "Of 1 more it is not known how long it took: it is older, or nothing had waited.", "Of %d more it is not known how long they took: they are older, or nothing had waited.")
}

// outOf says a part of a whole, in numbers.
func outOf(ctx context.Context, n, all int) string {
	return locale.T(ctx, "%s of %s", locale.Number(ctx, n), locale.Number(ctx, all))
}

func kindWaits(ctx context.Context, kind string) string {
	switch kind {
	case "held":
		return locale.T(ctx, "Held: nobody reads it yet")
	case "reported":
		return locale.T(ctx, "Reported by somebody")
	case "flagged":
		return locale.T(ctx, "Noticed by the program")
	case "asked":
		return locale.T(ctx, "Waits for its writer")
	}
	return kind
}

func rankWaits(ctx context.Context, rank string) string {
	if rank == "0" {
		return locale.T(ctx, "Grave: harm can be done while it waits")
	}
	return locale.T(ctx, "Not grave")
}

func reasonWaits(ctx context.Context, key string) string {
	if key == "" {
		return locale.T(ctx, "No reason given")
	}
	if rules.From(ctx).Known(key) {
		return locale.Say(ctx, rules.Said(rules.From(ctx).Reason(key).Name))
	}
	return key
}

func groupWaits(ctx context.Context, name string) string {
	if name == "" {
		return locale.T(ctx, "Chapters and other pages")
	}
	return name
}

func weekFrom(ctx context.Context, key string) string {
	day, err := time.ParseInLocation(time.DateOnly, key, locale.From(ctx).Zone)
	if err != nil {
		return key
	}
	return locale.T(ctx, "%d %s", day.Day(), locale.MonthName(ctx, day.Month()))
}

func mostWaiting(list []counted.Waiting) (most int) {
	for _, w := range list {
		most = max(most, w.N)
	}
	return most
}

// mostMinutes is the longest median in minutes, and at least what the place aims for, so that its line can be drawn.
func (p TeamPage) mostMinutes(list []counted.Took) int {
	most := p.Aim * 60
	for _, t := range list {
		most = max(most, minutes(t.Median))
	}
	return most
}

func minutes(d time.Duration) int { return int(d / time.Minute) }

func (p TeamPage) mostLoad() (most int) {
	for _, l := range p.Team.Loads {
		most = max(most, l.N)
	}
	return most
}

func (p TeamPage) mostHeavy() (most int) {
	for _, h := range p.Team.Heavy {
		most = max(most, h.Decisions)
	}
	return most
}

// Bounds from which the page says something kind about a load.
const (
	fewDecisions = 20 // below, nothing is said
	manyGrave    = 10
)

// cares are sentences about what is too much for somebody, each to be said kindly. They speak of the work, never of how
// well somebody does it.
func (p TeamPage) cares(ctx context.Context) (say []string) {
	all := 0
	for _, l := range p.Team.Loads {
		all += l.N
	}
	for _, l := range p.Team.Loads {
		if l.N < fewDecisions {
			continue
		}
		if len(p.Team.Loads) > 1 && 2*l.N > all {
			say = append(say, locale.T(ctx, "%s decided more than all the others together. Could somebody share it?", l.Name))
		}
		if len(p.Team.Loads) == 1 {
			say = append(say, locale.T(ctx, "%s decided everything alone. One more moderator would let them rest.", l.Name))
		}
		if 5*l.Nights > 2*l.N {
			say = append(say, locale.T(ctx, "Much of what %s decided was at night or at a weekend. It can wait, or somebody else can take turns.", l.Name))
		}
		if l.Grave >= manyGrave {
			say = append(say, locale.T(ctx, "%s read %d grave things. Please ask how they are, and let somebody else take the next ones.", l.Name, l.Grave))
		}
	}
	return say
}

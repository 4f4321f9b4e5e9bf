package views

import (
	"context"
	"strconv"

	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// holdWords says what is read by a moderator before others see it.
func holdWords(ctx context.Context, h discussion.HoldRule) string {
	switch h {
	case discussion.HoldAll:
		return locale.T(ctx, "A moderator reads everything here before others see it.")
	case discussion.HoldLinks:
		return locale.T(ctx, "A moderator reads what has links to other sites before others see it, until we know its writer well.")
	case discussion.HoldNone:
		return locale.T(ctx, "Others see what you write here at once. A moderator looks at what people report.")
	}
	if known := rules.From(ctx).TakingPart.Trust.Known; known > 1 {
		return locale.T(ctx, "A moderator reads what anybody writes here before others see it, until %d things of theirs are published.", known)
	}
	return locale.T(ctx, "A moderator reads the first thing that anybody writes here before others see it.")
}

// WaitsWords tells somebody who is about to write whether a moderator reads it before others see it; "" where not.
func WaitsWords(ctx context.Context, h discussion.HoldRule, a people.Actor) string {
	if a.Staff() {
		return ""
	}
	switch {
	case h == discussion.HoldAll:
		return locale.T(ctx, "A moderator reads this before others see it.")
	case h == discussion.HoldFirst && a.Step() == people.Newcomer:
		return locale.T(ctx, "You are new here, so a moderator reads this before others see it.")
	case h == discussion.HoldLinks && a.Step() != people.Trusted:
		return locale.T(ctx, "If you put in links to other sites, a moderator reads this before others see it.")
	}
	return ""
}

// paceWords says how often one person can post; "" for no limit.
func paceWords(ctx context.Context, seconds int, group bool) string {
	switch {
	case seconds == 0:
		return ""
	case group:
		return locale.T(ctx, "Slow mode: in this group each person can post once in %s.", Seconds(ctx, seconds))
	}
	return locale.T(ctx, "Slow mode: here each person can post once in %s.", Seconds(ctx, seconds))
}

// Seconds says a length of time in the largest unit that it is a multiple of.
func Seconds(ctx context.Context, seconds int) string {
	switch {
	case seconds%(24*60*60) == 0:
		return locale.N(ctx, seconds/(24*60*60), "1 day", "%d days")
	case seconds%(60*60) == 0:
		return locale.N(ctx, seconds/(60*60), "1 hour", "%d hours")
	case seconds%60 == 0:
		return locale.N(ctx, seconds/60, "1 minute", "%d minutes")
	}
	return locale.N(ctx, seconds, "1 second", "%d seconds")
}

// slowOptions are the choices of slow mode.
func slowOptions(ctx context.Context, now int) []components.Option {
	var options []components.Option
	known := false
	for _, s := range discussion.Slows {
		label := locale.T(ctx, "Off: people post as often as they like")
		if s > 0 {
			label = locale.T(ctx, "Once in %s", Seconds(ctx, s))
		}
		known = known || s == now
		options = append(options, components.Option{Value: strconv.Itoa(s), Label: label})
	}
	if !known {
		options = append(options, components.Option{Value: strconv.Itoa(now), Label: locale.T(ctx, "Once in %s", Seconds(ctx, now))})
	}
	return options
}

// holdOptions are the choices of what waits in a group; place is what holds where it has no rule of its own.
func holdOptions(ctx context.Context, place discussion.HoldRule) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "As everywhere here"), Hint: holdWords(ctx, place)}}
	for _, h := range discussion.HoldRules {
		options = append(options, components.Option{Value: string(h), Label: holdName(ctx, h), Hint: holdWords(ctx, h)})
	}
	return options
}

func holdName(ctx context.Context, h discussion.HoldRule) string {
	switch h {
	case discussion.HoldAll:
		return locale.T(ctx, "Everything")
	case discussion.HoldLinks:
		return locale.T(ctx, "What has links to other sites")
	case discussion.HoldNone:
		return locale.T(ctx, "Nothing")
	}
	return locale.T(ctx, "What newcomers write")
}

// StepName is what a step of trust is called.
func StepName(ctx context.Context, t people.Trust) string {
	switch t {
	case people.Known:
		return locale.T(ctx, "Member")
	case people.Trusted:
		return locale.T(ctx, "Trusted")
	}
	return locale.T(ctx, "New")
}

// stepWords says what a step asks for, by the rules of the place.
func stepWords(ctx context.Context, t people.Trust, r people.TrustRules) string {
	switch t {
	case people.Known:
		return locale.N(ctx, r.Known, "Something of yours is published.", "%d things of yours are published.")
	case people.Trusted:
		words := locale.N(ctx, r.Trusted, "Something of yours is published.", "%d things of yours are published.")
		if r.Over > 0 {
			words += " " + locale.N(ctx, r.Over, "The first was published a day ago or longer.", "The first was published %d days ago or longer.")
		}
		if r.Quiet > 0 {
			words += " " + locale.N(ctx, r.Quiet, "Since yesterday nothing of yours was hidden, and nobody warned you.", "For %d days nothing of yours was hidden, and nobody warned you.")
		}
		return words
	}
	if r.Known > 1 {
		return locale.T(ctx, "Fewer than %d things of yours are published.", r.Known)
	}
	return locale.T(ctx, "Nothing of yours is published yet.")
}

// stepMeans says what a step changes for somebody where the place holds as it does.
func stepMeans(ctx context.Context, t people.Trust) string {
	switch t {
	case people.Known:
		return locale.T(ctx, "In most groups others see what you write at once. Where links wait, yours wait too.")
	case people.Trusted:
		return locale.T(ctx, "Others see what you write at once, with links too. Only where everything is read first does it wait.")
	}
	return locale.T(ctx, "In most groups a moderator reads what you write before others see it.")
}

// standingWords tells somebody why they stand where they do with the steps, and what keeps them from the third.
func standingWords(ctx context.Context, st people.Standing) (words []string) {
	if st.Given != people.ByRules {
		return []string{locale.T(ctx, "A moderator put you on this step by hand. It stays until a moderator changes it. If you think that is wrong, tell us.")}
	}
	if n := st.History.Published; n > 0 {
		words = append(words, locale.N(ctx, n, "1 thing of yours is published now.", "%d things of yours are published now."))
	}
	if from := st.QuietFrom(); from != 0 {
		words = append(words, locale.T(ctx, "On %s something of yours was hidden, or you were warned. Because of that you can take the third step on %s at the earliest. If you appeal and are right, it no longer counts.",
			locale.Date(ctx, st.Setback), locale.Date(ctx, from)))
	}
	if from := st.LongFrom(); from != 0 && st.Step == people.Known {
		words = append(words, locale.T(ctx, "You can take the third step on %s at the earliest.", locale.Date(ctx, from)))
	}
	return words
}

// lockedWords says that a thread is locked, since when and why.
func lockedWords(ctx context.Context, t discussion.Thread) string {
	return locale.T(ctx, "Locked by a moderator on %s: %s", locale.Date(ctx, t.LockedAt), t.LockedReason)
}

// SettingsURL is where hosts and staff set how a discussion or a chapter takes words.
func SettingsURL(thread int64) string {
	return "/discussions/" + strconv.FormatInt(thread, 10) + "/settings"
}

// MoveURL is where messages of a discussion are chosen to be moved.
func MoveURL(thread int64) string {
	return "/discussions/" + strconv.FormatInt(thread, 10) + "/move"
}

// movedWords says that something was moved away from a place.
func movedWords(ctx context.Context, m discussion.Marker) string {
	if m.To.ID == 0 {
		return locale.N(ctx, m.Messages, "A message that stood here was moved to another discussion.", "%d messages that stood here were moved to another discussion.")
	}
	return locale.N(ctx, m.Messages, "A message that stood here was moved to:", "%d messages that stood here were moved to:")
}

// moved writes the markers of what was moved away from a place in a list.
func (p *pen) moved(list []discussion.Marker) {
	for _, m := range list {
		p.raw(`<p class="fm-note fm-meta">`)
		p.text(movedWords(p.ctx, m))
		if m.To.ID != 0 {
			p.raw(` <a href="`)
			p.text(ThreadURL(m.To))
			p.raw(`">`)
			p.text(m.To.Title)
			p.raw(`</a>`)
		}
		p.raw(`</p>`)
	}
}

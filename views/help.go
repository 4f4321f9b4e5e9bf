package views

import (
	"context"
	"time"

	"folkmoot/models/rules"

	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/retention"
	"folkmoot/views/locale"
)

// AboutPage is a page about the site itself, with the settings and the periods that it tells of.
type AboutPage struct {
	Page
	Hold        discussion.HoldRule
	Language    string // name of the language model that drafts for editors; empty where there is none
	HTTPS       bool
	SessionIdle time.Duration // after which somebody who was not here is signed out
	SessionMost time.Duration // after which everybody is
	Link        time.Duration // for which a sign-in link works
	Asked       time.Duration // for which a browser remembers that it asked for one
	Drafts      time.Duration // for which words written before signing in are kept
	Chosen      time.Duration // for which a browser remembers the language that was chosen
	Flash       time.Duration // for which a message waits for the next page
	Kept        map[string]retention.Setting
}

// HelpTitle, RulesTitle, PrivacyTitle, AccessibilityTitle and CookiesTitle name the pages about the site.
func HelpTitle(ctx context.Context) string { return locale.T(ctx, "How we use what you say") }

// RulesTitle names the page of house rules.
func RulesTitle(ctx context.Context) string { return locale.T(ctx, "House rules") }

// PrivacyTitle names the page about private details.
func PrivacyTitle(ctx context.Context) string { return locale.T(ctx, "Your private details") }

// AccessibilityTitle names the page about using this site with a disability.
func AccessibilityTitle(ctx context.Context) string {
	return locale.T(ctx, "Can everybody use this site?")
}

// CookiesTitle names the page about cookies.
func CookiesTitle(ctx context.Context) string { return locale.T(ctx, "Cookies") }

// span writes a length of time in whole days or minutes.
func span(ctx context.Context, d time.Duration) string {
	if days := int(d.Hours() / 24); days >= 1 {
		return locale.N(ctx, days, "1 day", "%d days")
	}
	return locale.N(ctx, int(d.Minutes()), "1 minute", "%d minutes")
}

// cookie is one of the program's own cookies, as the page about them tells of it.
type cookie struct{ name, why, until string }

// cookiePrefix begins the name of every cookie of ours.
func (p AboutPage) cookiePrefix() string {
	if p.HTTPS {
		return "__Host-folkmoot"
	}
	return "folkmoot"
}

// cookies lists every cookie that the program sets.
func (p AboutPage) cookies(ctx context.Context) []cookie {
	name := p.cookiePrefix()
	return []cookie{
		{name, locale.T(ctx, "Keeps you signed in."), locale.T(ctx, "%s. Sooner if you sign out, or do not come back for %s.", span(ctx, p.SessionMost), span(ctx, p.SessionIdle))},
		{name + "-browser", locale.T(ctx, "Makes sure that a sign-in link works only in the browser that asked for it."), span(ctx, p.Asked)},
		{name + "-asked", locale.T(ctx, "Remembers which email address you asked a link for, to show it on the page that waits for you."), span(ctx, p.Asked)},
		{name + "-drafts", locale.T(ctx, "Finds what you wrote before you joined or signed in, so that you can post it."), span(ctx, p.Drafts)},
		{name + "-device", locale.T(ctx, "Knows this browser again, so that we tell you when somebody signs in with another one. It is set when you sign in."), span(ctx, people.DeviceKept)},
		{name + "-passkey", locale.T(ctx, "Makes sure that a passkey answers the browser that asked for it."), span(ctx, people.CeremonyValid)},
		{name + "-second", locale.T(ctx, "Keeps your place between signing in and the second step, if you have one."), span(ctx, people.CeremonyValid)},
		{name + "-trip", locale.T(ctx, "For those who work here: makes sure that whoever comes back from the other service is who went there."), span(ctx, people.CeremonyValid)},
		{name + "-language", locale.T(ctx, "Remembers the language that you chose."), span(ctx, p.Chosen)},
		{name + "-shared", locale.T(ctx, "Only where a helper turned on that several people use the device: makes every page say whose turn it is, and nothing stay of anybody."), locale.T(ctx, "%d hours. Sooner if the helper turns it off.", int(people.SharedAbsolute.Hours()))},
		{name + "-flash", locale.T(ctx, "Says once what has just happened, such as “Saved”."), span(ctx, p.Flash)},
	}
}

// kept is how long a kind of record is kept here.
func (p AboutPage) kept(k retention.Kind) time.Duration {
	if set, ok := p.Kept[k.Key]; ok {
		return set.Kept
	}
	return k.Kept
}

// houseReasons lists the reasons that rest on a house rule.
func houseReasons(ctx context.Context, rule int) []rules.Reason {
	var list []rules.Reason
	for _, r := range rules.From(ctx).Reasons {
		if r.Rule == rule && !r.Retired && r.Key != rules.Merged && r.Key != rules.Returned { // nobody broke anything
			list = append(list, r)
		}
	}
	return list
}

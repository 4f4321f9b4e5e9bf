package views

import (
	"context"
	"time"

	"folkmoot/models/rules"

	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/reach"
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
	Flash       time.Duration // for which a message waits for the next page
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
		{name + "-flash", locale.T(ctx, "Says once what has just happened, such as “Saved”."), span(ctx, p.Flash)},
	}
}

// kept is one kind of private detail, for the page about them.
type kept struct{ what, why, until string }

// details lists what is kept about people; a test compares it with the columns of the database.
func (p AboutPage) details(ctx context.Context) []kept {
	stays := locale.T(ctx, "Until you close your account")
	return []kept{
		{locale.T(ctx, "Your name here, and who you say you are: resident, practitioner and so on"), locale.T(ctx, "Others see who is speaking"), stays},
		{locale.T(ctx, "If you tell us, the area where you live"), locale.T(ctx, "To count how many people of an area speak of something. Others see such a count only in steps of %d people. Your area stands beside nothing that you say", insight.AreaLeast), stays},
		{locale.T(ctx, "If you tell us, your organisation"), locale.T(ctx, "It stands beside your name where you host a group"), stays},
		{locale.T(ctx, "Your email address, and when you showed that it is yours"), locale.T(ctx, "To sign you in and to tell you about what you wrote. It is on no page that others can see"), stays},
		{locale.T(ctx, "Your password, if you chose one, scrambled so that nobody can read it"), locale.T(ctx, "To sign you in"), stays},
		{locale.T(ctx, "Where you are signed in: the kind of browser, part of your network address, when you came and were last here"), locale.T(ctx, "You can see it in your account and sign out of a computer that is not near you"), locale.T(ctx, "%s after you were last there, at most %s", span(ctx, p.SessionIdle), span(ctx, p.SessionMost))},
		{locale.T(ctx, "Sign-in links that you asked for, with what you typed to join"), locale.T(ctx, "So that the link works once"), locale.T(ctx, "An hour after the link has run out. A link works for %s", span(ctx, p.Link))},
		{locale.T(ctx, "What you wrote before you signed in"), locale.T(ctx, "So that your words are not lost"), span(ctx, p.Drafts)},
		{locale.T(ctx, "What you posted, when, how it reached us, and its earlier wordings"), locale.T(ctx, "It is what this site is for. Everybody who may read the page can see it"), locale.T(ctx, "It stays. You can take a post back at any time. If you close your account, your name is taken off it")},
		{locale.T(ctx, "What you said without an account, the name that you gave if you gave one, and who you are: resident and so on. If you were given a receipt, a fingerprint of its code"), locale.T(ctx, "So that your words count as much as any others, and that you can find them again and take them back. Whoever has the code can. We keep no address of yours with them"), locale.T(ctx, "They stay until you take them back or ask us to remove them")},
		{locale.T(ctx, "Where you stand on what others said: agree, disagree or pass"), locale.T(ctx, "Everybody sees the counts. The site never shows who said what"), locale.T(ctx, "Until you take it back. If you close your account, your name is taken off it")},
		{locale.T(ctx, "Which groups you are in, and how far you have read"), locale.T(ctx, "To show you what is new"), stays},
		{locale.T(ctx, "What the site told you, for instance what a moderator decided"), locale.T(ctx, "So that you can read it again"), stays},
		{locale.T(ctx, "What you reported, and your email address if you gave it without an account"), locale.T(ctx, "To look into it and to tell you what came of it. The writer does not learn who it was"), locale.T(ctx, "The report stays. The email address is removed when we have told you")},
		{locale.T(ctx, "What staff decided, and why"), locale.T(ctx, "So that power can be checked"), locale.T(ctx, "It stays, in a list that nobody can change")},
		{locale.T(ctx, "What moderators note about somebody whose words they had to look at more than once"), locale.T(ctx, "So that whoever looks next knows. Nobody but moderators can read it, and never one about themselves. Ask us, and we give you a copy"), stays},
		{locale.T(ctx, "What you asked us to look at again, and your email address if you gave it without an account"), locale.T(ctx, "So that somebody else looks, and tells you what came of it"), locale.T(ctx, "It stays. The email address is removed when we have told you")},
		{locale.T(ctx, "A complaint that words here are defamatory, with the name and address of who made it, and those of who wrote the words if they gave them to answer it"), locale.T(ctx, "The law says what we have to do with it, and in how many days. Nobody but moderators reads it, unless you say that we may pass it on"), locale.T(ctx, "Six years after we closed it, also if you close your account before: a court may ask for it until then")},
		{locale.T(ctx, "Who looks after people at risk, and what was passed on to them when somebody may be at risk"), locale.T(ctx, "To keep people safe. Nobody else can read it, and each reading is noted down"), locale.T(ctx, "As long as our safeguarding policy says")},
		{locale.T(ctx, "Who answers for online safety here: their name, what they are and their email address, and who wrote each safety record"), locale.T(ctx, "The law expects somebody to be named. Everybody can read it, and a regulator can ask for it"), locale.T(ctx, "Until somebody else is named. Safety records stay")},
		{locale.T(ctx, "What staff wrote in the guide and about issues, and asked about it, every time they saved it, what could not be saved yet, and who says that they read what people said"), locale.T(ctx, "So that no draft is lost, and that everybody can see who did what"), locale.T(ctx, "It stays. If they close their account, their name is taken off it")},
		{locale.T(ctx, "Which comments staff read to put themes on them, and what each of them chose"), locale.T(ctx, "So that nobody reads the same twice, and that we can see how far two readers agree"), locale.T(ctx, "It stays")},
		{locale.T(ctx, "Summaries that were frozen, with what was counted for them under numbers instead of names, and the words that were quoted"), locale.T(ctx, "So that anybody can check our sums later"), locale.T(ctx, "It stays. If your words are taken down, they leave every frozen summary too")},
		{locale.T(ctx, "That you were asked a few questions about yourself, if we ask any. Your answers are only counted: no answer is kept with your name"), locale.T(ctx, "So that nobody is asked twice, and that we see whom we do not reach. The counts that are shown take in %d more people at a time, so that nobody can tell one from the difference", reach.Batch), stays},
		{locale.T(ctx, "How often something was tried from an account or a network"), locale.T(ctx, "To stop machines that guess passwords or flood the site"), locale.T(ctx, "2 days")},
	}
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

package views

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/themes"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// IssuePageURL is the address of an issue's own page, and of what stands below it.
func IssuePageURL(slug, after string) string { return "/hearing/issues/" + slug + after }

// IssuePage is all that is known about one issue.
type IssuePage struct {
	Page
	Scope    insight.Scope
	Of       int // contributions in the whole scope
	Today    insight.Day
	Theme    insight.Theme
	Rank     int // among the issues of the scope; 0 where nobody spoke about it
	Detail   insight.Detail
	On       map[int64][]themes.Tagging // of the examples
	MayWrite bool
	NewKey   func() string
	Growing  Growing
	Wording  insight.Wordings
	Earlier  []insight.EarlierIssue // what editors wrote about themes that are parts of this one now
}

// lead is the sentence below the heading.
func (p IssuePage) lead(ctx context.Context) string {
	if p.Theme.Said == 0 {
		return locale.T(ctx, "%s: nobody has spoken about this.", period(ctx, p.Scope, p.Today))
	}
	return locale.T(ctx, "%s, %s spoke about this in %s, of %s in all.", period(ctx, p.Scope, p.Today),
		locale.N(ctx, p.Theme.People, "1 person", "%d people"), locale.N(ctx, p.Theme.Said, "1 comment", "%d comments"),
		locale.N(ctx, p.Of, "1 comment", "%d comments"))
}

// why says in words made from the figures where the issue comes up and who raises it.
func (p IssuePage) why(ctx context.Context) string {
	var sentences []string
	groups := locale.N(ctx, p.Detail.Groups, "1 group", "%d groups")
	chapters := locale.N(ctx, p.Detail.Chapters, "1 chapter of the guide", "%d chapters of the guide")
	switch {
	case p.Detail.Groups > 0 && p.Detail.Chapters > 0:
		sentences = append(sentences, locale.T(ctx, "It came up in %s and %s.", groups, chapters))
	case p.Detail.Groups > 0:
		sentences = append(sentences, locale.T(ctx, "It came up in %s.", groups))
	case p.Detail.Chapters > 0:
		sentences = append(sentences, locale.T(ctx, "It came up in %s.", chapters))
	}
	if w := p.Detail.Where; len(w) > 1 && 5*w[0].Said >= 2*p.Theme.Said {
		sentences = append(sentences, locale.T(ctx, "Most was said in “%s”: %d of %d comments.", w[0].Name, w[0].Said, p.Theme.Said))
	}
	for _, kind := range people.Kinds {
		if n := p.Theme.ByWho[string(kind)]; p.Theme.People >= 5 && 2*n > p.Theme.People {
			sentences = append(sentences, locale.T(ctx, "More than half of those who raised it are %s: %d of %d.",
				locale.InSentence(ctx, components.WhoPlural(ctx, string(kind))), n, p.Theme.People))
		}
	}
	return strings.Join(sentences, " ")
}

// fates says what became of the comments on drafts that speak of the issue.
func (p IssuePage) fates(ctx context.Context) string {
	by := p.Detail.Fates
	all := 0
	for _, n := range by {
		all += n
	}
	if all == 0 {
		return ""
	}
	words := locale.N(ctx, all, "1 comment on a draft speaks of it.", "%d comments on drafts speak of it.")
	if did := by[discussion.TakenIn] + by[discussion.Partly]; did > 0 {
		words += " " + locale.N(ctx, did, "1 changed the text.", "%d changed the text.")
	}
	if waiting := by[discussion.Pending]; waiting > 0 {
		words += " " + locale.N(ctx, waiting, "1 waits for an answer.", "%d wait for an answer.")
	}
	return words
}

// reviewWords says when a promise is looked at again, and where that day has gone by.
func (p IssuePage) reviewWords(ctx context.Context, c insight.Commitment) string {
	if c.ReviewOn == "" || c.State == insight.Done || c.State == insight.Stopped {
		return ""
	}
	day := locale.Date(ctx, c.ReviewOn.Start(locale.From(ctx).Zone))
	if c.Overdue(p.Today) {
		return locale.T(ctx, "It was to be looked at again on %s. That day has gone by.", day)
	}
	return locale.T(ctx, "We look at it again on %s", day)
}

// within is the page's scope, limited to a place.
func (p IssuePage) within(place insight.Scope) insight.Scope {
	scope := p.Scope
	scope.Group, scope.Guide, scope.Chapter = place.Group, place.Guide, place.Chapter
	return scope
}

// bestGroup is the group in which most was said about it.
func (p IssuePage) bestGroup() insight.Where {
	for _, w := range p.Detail.Where {
		if w.Scope.Group != "" {
			return w
		}
	}
	return insight.Where{}
}

func (p IssuePage) pinURL(contribution int64) string {
	return IssuePageURL(p.Theme.Slug, "/pins/new?contribution="+strconv.FormatInt(contribution, 10))
}

func passageURL(x insight.Passage) string {
	return PartURL(x.Guide, x.Chapter, 0, guide.Part{Paragraph: x.Paragraph}, "") + "#p" + strconv.Itoa(x.Paragraph)
}

func passageName(ctx context.Context, x insight.Passage) string {
	return locale.T(ctx, "%s, paragraph %s", x.Title, fmt.Sprintf("%d.%d", x.Number, x.Paragraph))
}

// differs tells whether a quote is the first that speaks against those before it.
func differs(quotes []insight.Quote, at int) bool {
	return at > 0 && quotes[at].Against && !slices.ContainsFunc(quotes[:at], func(q insight.Quote) bool { return q.Against })
}

// excerpt is the beginning of a paragraph.
func excerpt(text string) string { return excerptOf(text, 160) }

// excerptOf is the beginning of a text, of at most so many letters.
func excerptOf(text string, most int) string { return prose.Excerpt(text, most) }

func issueName(t themes.Theme, i insight.Issue) string {
	if i.Title != "" {
		return i.Title
	}
	return t.Name
}

// missingWords say which evidence and whose voice a theme lacks; empty where it lacks none.
func missingWords(ctx context.Context, t insight.Theme) string {
	words := silent(ctx, t)
	if len(t.MissingEvidence) > 0 {
		words = strings.TrimSpace(gap(ctx, t) + " " + words)
	}
	return words
}

// replyHeading says what the reply comes to.
func replyHeading(ctx context.Context, t insight.Theme) string {
	if t.Issue != nil {
		return outcomeHeading(ctx, t.Issue.Outcome)
	}
	return locale.T(ctx, "The reply")
}

func outcomeHeading(ctx context.Context, outcome insight.Outcome) string {
	switch outcome {
	case insight.Did:
		return locale.T(ctx, "You said, we did")
	case insight.DidSome:
		return locale.T(ctx, "You said, we did some of it")
	case insight.WillDo:
		return locale.T(ctx, "You said, we will")
	case insight.DidNot:
		return locale.T(ctx, "You said, we have not, because")
	}
	return locale.T(ctx, "The reply")
}

func pinWords(ctx context.Context, kind insight.PinKind) string {
	if kind == insight.PinOneVoice {
		return locale.T(ctx, "One voice, serious.")
	}
	return locale.T(ctx, "Kept in view by the editors.")
}

func progressWords(ctx context.Context, state insight.Progress) string {
	switch state {
	case insight.UnderWay:
		return locale.T(ctx, "Under way")
	case insight.Done:
		return locale.T(ctx, "Done")
	case insight.Stopped:
		return locale.T(ctx, "Stopped")
	}
	return locale.T(ctx, "Planned")
}

func outcomeOptions(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: string(insight.Did), Label: locale.T(ctx, "We did it")},
		{Value: string(insight.DidSome), Label: locale.T(ctx, "We did some of it")},
		{Value: string(insight.WillDo), Label: locale.T(ctx, "We will do it")},
		{Value: string(insight.DidNot), Label: locale.T(ctx, "We have not done it, and the reply says why")},
	}
}

func pinOptions(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: string(insight.PinQuote), Label: locale.T(ctx, "It says best what many say")},
		{Value: string(insight.PinOneVoice), Label: locale.T(ctx, "One voice, serious: few others say it, and it must not be lost")},
	}
}

func progressOptions(ctx context.Context) []components.Option {
	var options []components.Option
	for _, state := range insight.AllProgress {
		options = append(options, components.Option{Value: string(state), Label: progressWords(ctx, state)})
	}
	return options
}

// PinPage is where an editor chooses words of a comment to keep in view.
type PinPage struct {
	Page
	Key   string
	Theme themes.Theme
	Issue insight.Issue
	Said  discussion.Said
	Draft insight.PinDraft
}

// CommitmentPage is the form of something that is promised.
type CommitmentPage struct {
	Page
	Key        string
	Theme      themes.Theme
	Issue      insight.Issue
	Commitment insight.Commitment
	Theirs     *insight.Commitment // what somebody else stored in between; nil where nobody did
}

func (p CommitmentPage) action() string {
	if p.Commitment.ID == 0 {
		return IssuePageURL(p.Theme.Slug, "/commitments")
	}
	return IssuePageURL(p.Theme.Slug, "/commitments/"+strconv.FormatInt(p.Commitment.ID, 10))
}

// IssueCallPage is where editors ask a group for the evidence that an issue lacks.
type IssueCallPage struct {
	Page
	Key     string
	Theme   themes.Theme
	Issue   insight.Issue
	Groups  []components.Option
	Call    insight.CallFor
	Keeping Keeping
	Preview string // safe HTML of how the words will look; "" for none
	PrivateAsk
}

// Suggest puts in words for a call to begin from; address is the whole one of the issue.
func (p *IssueCallPage) Suggest(ctx context.Context, address string) {
	if p.Call.Evidence == discussion.Unstated {
		p.Call.Evidence = discussion.Research
	}
	name := issueName(p.Theme, p.Issue)
	title := prose.Excerpt(name, 80)
	link := "[" + strings.NewReplacer("[", "(", "]", ")", "\\", "").Replace(name) + "](" + address + ")"
	switch p.Call.Evidence {
	case discussion.Lived:
		p.Call.Title = locale.T(ctx, "What has happened to you? On “%s”", title)
		p.Call.Body = locale.T(ctx, "People keep telling us about this: %s.\n\nWe have heard too little from those who live with it. Has it happened to you, or to someone close? Tell us here, in your own words. Please leave out other people’s private details.", link)
	case discussion.Practice:
		p.Call.Title = locale.T(ctx, "What works in practice? On “%s”", title)
		p.Call.Body = locale.T(ctx, "People keep telling us about this: %s.\n\nWe have heard too little of what has been tried. Have you done something about it, in your work or as a volunteer? Tell us what you did, what worked and what did not.", link)
	default:
		p.Call.Title = locale.T(ctx, "Do you know of research? On “%s”", title)
		p.Call.Body = locale.T(ctx, "People keep telling us about this: %s.\n\nDo you know of a study, a report or figures? Tell us who made it, what it found, and where we can read it.", link)
	}
}

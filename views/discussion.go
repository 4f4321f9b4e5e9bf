package views

import (
	"context"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/views/charts"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// DiscussionPage is a discussion with a page of its answers.
type DiscussionPage struct {
	Page
	Thread   discussion.Thread
	Open     bool // people may write in it now, by its times
	Answers  discussion.Page
	List     Contributions // how contributions are shown; its items are set by the page
	View     discussion.View
	Tallies  []discussion.Tally
	Form     AnswerForm
	MayWrite string // why the reader may not answer; "" where they may, or may once they have joined
	MayClose bool
	MayMove  bool
	CloseKey string
	Asking   Asking
	More     MoreToAnswer
	Views    string // where its views are; "" while too little was answered
}

// ThreadURL is the one address of a discussion.
func ThreadURL(t discussion.Thread) string {
	return "/discussions/" + strconv.FormatInt(t.ID, 10) + "-" + t.Slug
}

// AnswersURL is where answers to a discussion are written and posted.
func AnswersURL(thread int64) string {
	return "/discussions/" + strconv.FormatInt(thread, 10) + "/answers"
}

// GroupURL is the address of a group's page.
func GroupURL(slug string) string { return "/groups/" + slug }

// ContributionURL is the permanent address of a contribution, with what comes after it: "", "/edit", "/history".
func ContributionURL(id int64, after string) string {
	return "/contributions/" + strconv.FormatInt(id, 10) + after
}

// ViewURL is the address of a page of a thread's contributions.
func ViewURL(t discussion.Thread, v discussion.View) string {
	query := ""
	if v.Order != discussion.Oldest && v.Order != "" {
		query += "&order=" + string(v.Order)
	}
	if v.PerPage == discussion.PageLong {
		query += "&per=" + strconv.Itoa(discussion.PageLong)
	}
	if v.After != "" {
		query += "&after=" + v.After
	}
	if query != "" {
		query = "?" + query[1:]
	}
	return ThreadURL(t) + query
}

// AnswerForm is the form for an answer, a comment or an opening post.
type AnswerForm struct {
	Action   string
	Key      string
	Parent   int64 // what is answered; 0 for the discussion as a whole
	Draft    int64 // the draft that the words come from; 0 for none
	Body     string
	Evidence string
	Preview  string        // safe HTML of how it will look; "" for none
	Label    string        // of the box
	Submit   string        // what the button says
	Cancel   string        // "" for none
	KeptAs   string        // under which name the browser keeps the words
	Visitor  bool          // nobody is signed in: the words are kept until they are
	Closed   clock.Instant // when it closed, where words are taken still and marked as late; 0 where they are not late
	Guests   bool          // a visitor may post without an account
	Guest    *GuestForm    // who a visitor is who posts without an account; nil where they do not
	Words    *guide.Words  // of the paragraph that are commented on; nil where there is no paragraph to choose from

	Waits string // that a moderator reads it before others see it; "" where not

	Proposed *ProposedForm // new words for a paragraph, which the answer says why of; nil for none
}

func orderName(ctx context.Context, o discussion.Order) string {
	switch o {
	case discussion.Newest:
		return locale.T(ctx, "Newest first")
	case discussion.Agreed:
		return locale.T(ctx, "Most agreed")
	}
	return locale.T(ctx, "Oldest first")
}

// view is the page's view in another order, from its start.
func (p DiscussionPage) view(o discussion.Order) string {
	return ViewURL(p.Thread, discussion.View{Order: o, PerPage: p.View.PerPage})
}

func (p DiscussionPage) opening() Contributions {
	l := p.List
	l.Items = []discussion.Item{*p.Answers.Opening}
	return l
}

func (p DiscussionPage) more(ctx context.Context) components.More {
	m := components.More{Label: locale.T(ctx, "Pages of answers")}
	if p.Answers.Next != "" {
		v := p.View
		v.After = p.Answers.Next
		m.Next = ViewURL(p.Thread, v)
		m.NextText = locale.T(ctx, "Show the next %d", p.View.PerPage)
	}
	if !p.Answers.First {
		v := p.View
		v.After = p.Answers.Previous
		m.Previous, m.PreviousText = ViewURL(p.Thread, v), locale.T(ctx, "Show the ones before")
		if v.After == "" {
			m.PreviousText = locale.T(ctx, "Back to the first answers")
		}
	}
	return m
}

func (p DiscussionPage) counts() []charts.Count {
	counts := make([]charts.Count, 0, len(p.Tallies))
	for _, t := range p.Tallies {
		counts = append(counts, charts.Count{Kind: string(t.Who), N: t.People})
	}
	return counts
}

// closes says when something closes: "Closes Friday 18 December, 27 days left".
func closes(ctx context.Context, at clock.Instant) string {
	return locale.T(ctx, "Closes %s", locale.DateShort(ctx, at)) + ", " + locale.DaysLeft(ctx, at)
}

// newCount is the number of new answers in words.
func newCount(ctx context.Context, n int) string {
	if n >= discussion.MaxNew {
		return locale.T(ctx, "%d or more new", discussion.MaxNew)
	}
	return locale.N(ctx, n, "1 new", "%d new")
}

// AnswerPage is a page of its own for writing one answer.
type AnswerPage struct {
	Page
	Thread discussion.Thread
	Parent *Contributions // what is answered, where that is not the discussion as a whole
	Form   AnswerForm
}

// StartPage is the page for starting a discussion.
type StartPage struct {
	Page
	Group GroupLink
	Title string
	Form  AnswerForm
}

// GroupLink is a group's name with its address.
type GroupLink struct{ Slug, Name string }

package views

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"folkmoot/models/clock"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/search"
	"folkmoot/views/charts"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// DiscussionPage is a discussion with a page of its answers.
type DiscussionPage struct {
	Page
	Thread     discussion.Thread
	Open       bool // people may write in it now, by its times
	Answers    discussion.Page
	List       Contributions // how contributions are shown; its items are set by the page
	View       discussion.View
	Usual      discussion.Order // the order in which the reader is shown discussions where none is asked for
	Tallies    []discussion.Tally
	Form       AnswerForm
	MayWrite   string // why the reader may not answer; "" where they may, or may once they have joined
	MayClose   bool
	MayMove    bool
	CloseKey   string
	ReadKey    string // of the form that says that all is read; "" where nothing is new
	Public     bool   // everybody may read it
	ReadingKey string // of the form that keeps the order; "" where there is none
	Asking     Asking
	More       MoreToAnswer
	Views      string // where its views are; "" while too little was answered
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
func ViewURL(t discussion.Thread, v discussion.View) string { return viewURL(t, v, discussion.Oldest) }

// viewURL is ViewURL where an order is shown without being asked for.
func viewURL(t discussion.Thread, v discussion.View, unasked discussion.Order) string {
	query := ""
	if v.Order != unasked && v.Order != "" {
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
	Parent   int64   // what is answered; 0 for the discussion as a whole
	Draft    Keeping // the draft that the words are kept in
	Body     string
	Evidence string
	Language string        // of the words, a BCP 47 tag; "" for the page's
	Preview  string        // safe HTML of how it will look; "" for none
	Label    string        // of the box
	Submit   string        // what the button says
	Cancel   string        // "" for none
	Visitor  bool          // nobody is signed in: the words are kept until they are
	Closed   clock.Instant // when it closed, where words are taken still and marked as late; 0 where they are not late
	Guests   bool          // a visitor may post without an account
	Guest    *GuestForm    // who a visitor is who posts without an account; nil where they do not
	Words    *guide.Words  // of the paragraph that are commented on; nil where there is no paragraph to choose from

	Waits string // that a moderator reads it before others see it; "" where not

	PrivateAsk
	Files *Attaching // where files are attached; nil where none can be

	Proposed *ProposedForm // new words for a paragraph, which the answer says why of; nil for none

	Paper string // the paper form on which the same can be said; "" for the one that is about anything
}

// OrderedURL is ViewURL for a reader who has an order of their own where none is asked for.
func OrderedURL(t discussion.Thread, v discussion.View, usual discussion.Order) string {
	if v.After != "" {
		return ViewURL(t, v)
	}
	return viewURL(t, v, usual)
}

func orderName(ctx context.Context, o discussion.Order) string {
	switch o {
	case discussion.Newest:
		return locale.T(ctx, "Newest first")
	case discussion.Agreed:
		return locale.T(ctx, "Most agreed")
	case discussion.Flat:
		return locale.T(ctx, "One list")
	}
	return locale.T(ctx, "Oldest first")
}

// view is the page's view in another order, from its start.
func (p DiscussionPage) view(o discussion.Order) string {
	return p.url(discussion.View{Order: o, PerPage: p.View.PerPage})
}

// url is the address of a page of the discussion for its reader.
func (p DiscussionPage) url(v discussion.View) string { return OrderedURL(p.Thread, v, p.Usual) }

// MayRemember tells whether the order that is shown can be kept as the one that the reader likes.
func (p DiscussionPage) MayRemember(who people.Actor) bool {
	return who.SignedIn() && p.View.Order != p.Usual && p.View.Order != discussion.Agreed
}

// reading is the order as it is kept.
func reading(o discussion.Order) people.Reading {
	switch o {
	case discussion.Flat:
		return people.ReadFlat
	case discussion.Newest:
		return people.ReadNewest
	}
	return people.ReadTree
}

func (p DiscussionPage) opening() Contributions {
	l := p.List
	l.Items, l.Moved = []discussion.Item{*p.Answers.Opening}, nil
	return l
}

// jump is what follows the permanent address of an answer so that it is shown in the order of the page.
func (p DiscussionPage) jump() string { return "?order=" + string(p.View.Order) }

// posting marks the discussion up for search engines, where everybody may read it and its first post is there.
func (p DiscussionPage) posting() templ.Attributes {
	if !p.Public || p.Answers.Opening == nil || p.Answers.Opening.State != discussion.Published {
		return nil
	}
	return templ.Attributes{"itemscope": true, "itemtype": "https://schema.org/DiscussionForumPosting"}
}

func (p DiscussionPage) more(ctx context.Context) components.More {
	m := components.More{Label: locale.T(ctx, "Pages of answers")}
	if p.Answers.Next != "" {
		v := p.View
		v.After = p.Answers.Next
		m.Next = p.url(v)
		m.NextText = locale.T(ctx, "Show the next %d", p.View.PerPage)
	}
	if !p.Answers.First {
		v := p.View
		v.After = p.Answers.Previous
		m.Previous, m.PreviousText = p.url(v), locale.T(ctx, "Show the ones before")
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
	Came   bool // the words were written for a discussion of their own
}

// StartPage is the page for starting a discussion.
type StartPage struct {
	Page
	Group   GroupLink
	Title   string
	Form    AnswerForm
	Similar []search.Result // open discussions that are like this one
}

// GroupLink is a group's name with its address.
type GroupLink struct{ Slug, Name string }

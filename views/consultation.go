package views

import (
	"context"
	"strconv"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/discussion"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// Matter is what a consultation is about: a chapter, or a discussion that is a question of the place.
type Matter struct {
	Title    string
	URL      string // its page
	Base     string // what the addresses of the consultation's pages begin with
	Settings string // the page of its times; "" for a discussion, whose times stand with its terms
	Crumbs   []components.Link
	Thread   discussion.Thread
	Question bool // it is a discussion
}

// Asking is what readers are told who are asked about something.
type Asking struct {
	Matter  Matter
	Asked   consultation.Consultation
	Changes []consultation.Change
	Decided bool
	MaySet  bool
	DayOnly bool // the decision has a day, and no time of day
}

// shown tells whether there is anything to be told.
func (a Asking) shown() bool { return a.Asked.Shown() || a.Decided || a.MaySet }

// decides says in a sentence who decides, and when; "" where neither is known, or where it is decided.
func (a Asking) decides(ctx context.Context) string {
	t := a.Asked.Terms
	who := t.Decider
	if end := strings.IndexAny(who, ":;("); end > 0 { // who sits on it stands in the fold
		who = who[:end]
	}
	who = strings.TrimRight(who, " .,")
	day := decisionDay(ctx, t.DecisionAt, a.DayOnly)
	switch {
	case a.Decided || t.DecisionAt == 0 && who == "":
		return ""
	case t.DecisionAt == 0:
		return locale.T(ctx, "%s will decide.", who)
	case dayIsOver(ctx, t.DecisionAt):
		return locale.T(ctx, "A decision was due on %s.", day)
	case who == "":
		return locale.T(ctx, "The decision is due on %s.", day)
	}
	return locale.T(ctx, "%s will decide on %s.", who, day)
}

// dayIsOver tells whether the day of a time has ended in the place. Pages are kept until a day ends.
func dayIsOver(ctx context.Context, at clock.Instant) bool {
	l := locale.From(ctx)
	return at.In(l.Zone).Format(time.DateOnly) < l.Now.In(l.Zone).Format(time.DateOnly)
}

// termsLink names the way to the terms for those who may set them.
func (a Asking) termsLink(ctx context.Context) string {
	switch {
	case a.Asked.Shown():
		return locale.T(ctx, "Change what we are asking")
	case a.Matter.Question:
		return locale.T(ctx, "Ask this as a question of the place")
	}
	return locale.T(ctx, "Say what you are asking")
}

// TermsPage is the form for what is asked, and by which rules.
type TermsPage struct {
	Page
	Matter   Matter
	Key      string
	Draft    consultation.Draft
	Rows     int // of options, typed or empty
	Shown    bool
	Live     bool   // people can comment on it now, so changes are seen at once
	Zone     string // the place's time zone: "Europe/London"
	Warnings []consultation.Warning
	Theirs   bool // somebody else saved in between
	Staff    bool // the reader may look at the election periods
}

// option is a row of the form; empty where nothing is typed in it.
func (p TermsPage) option(i int) consultation.Option {
	if i < len(p.Draft.Options) {
		return p.Draft.Options[i]
	}
	return consultation.Option{}
}

// OptionRows is how many rows a form for options has: those that are there and some to fill in.
func OptionRows(options, spare int) int {
	return min(max(options+spare, 3), consultation.MaxOptions)
}

// TellPage is the form for telling everybody of a change.
type TellPage struct {
	Page
	Matter   Matter
	Key      string
	Change   consultation.NewChange
	Audience int
	Changes  []consultation.Change
	MayMove  bool // more time can be given
}

// DecisionPage tells what was decided about something, and who read what people said.
type DecisionPage struct {
	Page
	Matter  Matter
	Asked   consultation.Consultation
	DayOnly bool
	Records []consultation.Record // the newest first
	Readers []consultation.Reader
	MaySet  bool // record a decision, enter readers
	MayRead bool // say that they read the responses
	Open    bool // people can still comment
	Pending int  // comments that wait for an answer
	Key     string
	Draft   consultation.NewRecord
	Keeping Keeping
	Preview string // safe HTML of how the words will look; "" for none
	PrivateAsk
	Reader consultation.NewReader
	Themes []components.Option
}

// PeriodsPage is the form for the place's election periods.
type PeriodsPage struct {
	Page
	Key     string
	Periods []consultation.Period // with empty rows to fill in
}

// BundlePage explains the challenge bundle of a chapter.
type BundlePage struct {
	Page
	Matter         Matter
	Guide, Chapter string // as they stand in the address
}

// decisionDay writes when something is to be decided.
func decisionDay(ctx context.Context, at clock.Instant, dayOnly bool) string {
	if dayOnly {
		return locale.DateLong(ctx, at)
	}
	return inFull(ctx, at)
}

// openFor says from when until when people can comment.
func openFor(ctx context.Context, t discussion.Thread) string {
	now := locale.From(ctx).Now
	switch {
	case t.Closed && t.ClosesAt != 0 && t.ClosesAt <= now:
		return locale.T(ctx, "It closed on %s.", inFull(ctx, t.ClosesAt))
	case t.Closed:
		return locale.T(ctx, "It takes no comments just now.")
	case t.OpensAt > now && t.ClosesAt != 0:
		return locale.T(ctx, "From %s to %s.", inFull(ctx, t.OpensAt), inFull(ctx, t.ClosesAt))
	case t.OpensAt > now:
		return locale.T(ctx, "From %s on.", inFull(ctx, t.OpensAt))
	case t.ClosesAt == 0:
		return locale.T(ctx, "No closing time is set.")
	case t.ClosesAt <= now:
		return locale.T(ctx, "It closed on %s.", inFull(ctx, t.ClosesAt))
	}
	return locale.T(ctx, "Until %s, %s.", inFull(ctx, t.ClosesAt), locale.InSentence(ctx, locale.DaysLeft(ctx, t.ClosesAt)))
}

// toldNote says how many people were told of a change.
func toldNote(ctx context.Context, c consultation.Change) string {
	if !c.Done {
		return locale.N(ctx, c.Told, "1 person is told so far. The rest hear soon.", "%d people are told so far. The rest hear soon.")
	}
	return locale.N(ctx, c.Told, "1 person who took part was told.", "%d people who took part were told.")
}

// figureRow is a line of the figures of a decision.
type figureRow struct {
	label string
	n     int
}

// fateOrder lists the fates in the order in which they are counted for readers.
var fateOrder = []struct {
	fate  discussion.Fate
	state string
}{
	{discussion.TakenIn, "taken_in"},
	{discussion.Partly, "partly"},
	{discussion.NotTakenIn, "not_taken_in"},
	{discussion.Answered, "answered"},
	{discussion.MovedAway, "moved"},
	{discussion.Pending, "pending"},
}

// fateRows are what became of what people said.
func fateRows(ctx context.Context, f consultation.Figures) []figureRow {
	var rows []figureRow
	for _, one := range fateOrder {
		if n := f.Fates[one.fate]; n > 0 {
			rows = append(rows, figureRow{components.StateLabel(ctx, one.state), n})
		}
	}
	return rows
}

// restsOn counts what a decision rests on.
func restsOn(ctx context.Context, f consultation.Figures) string {
	text := locale.N(ctx, f.Contributions, "1 comment", "%d comments") + " " + locale.N(ctx, f.People, "from 1 person", "from %d people")
	if f.Late > 0 {
		text += ", " + locale.N(ctx, f.Late, "1 of them late", "%d of them late")
	}
	return text
}

// readerNote says, behind a name, what somebody is and how many responses they read.
func readerNote(ctx context.Context, r consultation.Reader) string {
	text := " "
	if r.Role != "" {
		text = ", " + r.Role + ", "
	}
	text += locale.N(ctx, r.Contributions, "has read the 1 response", "has read all %d responses") + ", " + locale.Date(ctx, r.At)
	if r.Recorded {
		text += " " + locale.T(ctx, "(entered for them)")
	}
	return text
}

// optionField names the fields of a row of options: "option-2", "option-2-why".
func optionField(i int, part string) string { return "option-" + strconv.Itoa(i+1) + part }

// periodField names the fields of a row of election periods.
func periodField(i int, part string) string { return "period-" + strconv.Itoa(i+1) + part }

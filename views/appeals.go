package views

import (
	"context"
	"slices"
	"strings"
	"time"

	"folkmoot/models/appeals"
	"folkmoot/models/clock"
	"folkmoot/models/rules"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// AppealFormPage is the form with which somebody asks for another look.
type AppealFormPage struct {
	Page
	Subject appeals.Subject
	Reason  rules.Reason // of what is appealed about
	Action  string       // where the form is sent to
	Key     string
	Words   string // typed
	Keeping Keeping
	Email   string // typed
	AskMail string // "" for no address, "may" for one that may be left out, "must"
	Code    string // of a receipt; empty without one
}

// OwnAppealPage is an appeal as who made it reads it.
type OwnAppealPage struct {
	Page
	Appeal   appeals.Appeal
	Withdraw string // where the form to withdraw it is sent to; empty where they cannot
	Key      string
	Beyond   string // whom else they can turn to; may be empty
}

// OwnAppealsPage lists a person's own appeals.
type OwnAppealsPage struct {
	Page
	List []appeals.Appeal
}

// AppealsPage is the moderators' list of appeals.
type AppealsPage struct {
	Page
	Show   string // "" for the open ones, or "answered"
	Counts appeals.Counts
	List   []appeals.Appeal
	Next   string
	Now    clock.Instant
	Reader int64
}

// AppealCasePage is an appeal with all that whoever decides it needs.
type AppealCasePage struct {
	Page
	Case    appeals.Case
	Key     string
	Now     clock.Instant
	Reader  int64
	State   string // chosen
	Act     string // chosen
	Reason  string // chosen
	Words   string // typed
	Keeping Keeping
	Days    string // typed
	Changed string // what happened in between, where a decision came too late; else empty
}

// ComplaintsPage tells how to complain, and whom else people can turn to.
type ComplaintsPage struct {
	Page
	Contacts rules.Contacts
}

// ComplaintsTitle names the page about complaints.
func ComplaintsTitle(ctx context.Context) string { return locale.T(ctx, "Complaints") }

// dueDay names the day at whose end something is due: "Friday 27 November 2026".
func dueDay(ctx context.Context, due clock.Instant) string { return locale.DateLong(ctx, due-1) }

// appealTitle says what an appeal is about, as a heading.
func appealTitle(ctx context.Context, k appeals.Kind) string {
	switch k {
	case appeals.OfSanction:
		return locale.T(ctx, "About what was done about an account")
	case appeals.OfReport:
		return locale.T(ctx, "About the answer to a report")
	case appeals.Inaction:
		return locale.T(ctx, "About a report that nobody answered")
	}
	return locale.T(ctx, "About a decision on somebody’s words")
}

// ownAppealTitle says what an appeal is about to who made it.
func ownAppealTitle(ctx context.Context, k appeals.Kind) string {
	switch k {
	case appeals.OfSanction:
		return locale.T(ctx, "About what was done about your account")
	case appeals.OfReport:
		return locale.T(ctx, "About what you reported")
	case appeals.Inaction:
		return locale.T(ctx, "About a report of yours that was not answered")
	}
	return locale.T(ctx, "About a decision on your words")
}

// appealState says in a sentence how an appeal stands.
func appealState(ctx context.Context, a appeals.Appeal) string {
	switch a.State {
	case appeals.Upheld:
		return locale.T(ctx, "You were right.")
	case appeals.Partly:
		return locale.T(ctx, "You were right in part.")
	case appeals.Refused:
		return locale.T(ctx, "It stays as it was.")
	case appeals.Withdrawn:
		return locale.T(ctx, "You took your appeal back.")
	}
	return locale.T(ctx, "Somebody will look at it again.")
}

// outcomeDone says to moderators how an appeal was decided.
func outcomeDone(ctx context.Context, s appeals.State) string {
	switch s {
	case appeals.Upheld:
		return locale.T(ctx, "Agreed with")
	case appeals.Partly:
		return locale.T(ctx, "Agreed with in part")
	case appeals.Refused:
		return locale.T(ctx, "Not agreed with")
	case appeals.Withdrawn:
		return locale.T(ctx, "Taken back")
	}
	return locale.T(ctx, "Open")
}

// clockWords says how much time is left until something is due, or how late it is.
func clockWords(ctx context.Context, due, now clock.Instant) string {
	left := due.Sub(now)
	if left <= 0 {
		return locale.T(ctx, "Late: it was due by the end of %s", dueDay(ctx, due))
	}
	if left < 24*time.Hour {
		return locale.T(ctx, "Due by the end of today")
	}
	return locale.T(ctx, "Due by the end of %s", dueDay(ctx, due))
}

// decided says in a sentence what a moderator did: "A moderator hid what you wrote on Friday 20 November 2026."
func decidedLine(ctx context.Context, d appeals.Decision) string {
	at := locale.DateLong(ctx, d.At)
	switch d.Act {
	case rules.Ask:
		return locale.T(ctx, "On %s a moderator asked for a change.", at)
	case rules.Hide:
		return locale.T(ctx, "On %s a moderator hid it.", at)
	case rules.Cover:
		if d.Places == 0 && d.Files > 0 {
			return locale.T(ctx, "On %s a moderator took pictures or documents out of it.", at)
		}
		return locale.T(ctx, "On %s a moderator covered details in it.", at)
	case rules.Move:
		return locale.T(ctx, "On %s a moderator moved it.", at)
	case rules.Publish, rules.Keep, rules.Restore:
		return locale.T(ctx, "On %s a moderator read it and left it as it is.", at)
	}
	return locale.T(ctx, "On %s a moderator decided about it.", at)
}

// sanctionLine says in a sentence what was done about a person.
func sanctionLine(ctx context.Context, s appeals.Sanction) string {
	at, until := locale.DateLong(ctx, s.At), locale.T(ctx, "until somebody lifts it")
	if s.Until != 0 {
		until = locale.T(ctx, "until %s", locale.DateLong(ctx, s.Until))
	}
	switch s.Kind {
	case "warn":
		return locale.T(ctx, "On %s: a warning.", at)
	case "silence":
		return locale.T(ctx, "On %s: no posting, %s.", at, until)
	case "suspend":
		return locale.T(ctx, "On %s: the account is on hold, %s.", at, until)
	}
	return locale.T(ctx, "On %s: the account is closed for good.", at)
}

// ruleLine names the house rule that a reason rests on; "" for none.
func ruleLine(ctx context.Context, r rules.Reason) string {
	rule := rules.From(ctx).Rule(r.Rule)
	if rule.Title == "" {
		return ""
	}
	return locale.Say(ctx, rule.Cited())
}

func (p AppealFormPage) wordsField(ctx context.Context) components.Field {
	label, hint := locale.T(ctx, "What do you think went wrong?"), locale.T(ctx, "Say it in your own words. What did we misunderstand? What should we know? Up to 4,000 letters.")
	if p.Subject.Kind == appeals.Inaction {
		label, hint = locale.T(ctx, "What did you tell us, and when?"), locale.T(ctx, "Say in your own words what worries you and since when it has been there. Up to 4,000 letters.")
	}
	return components.Field{ID: "words", Name: "words", Label: label, Hint: hint, Value: p.Words, Error: p.ErrorFor("words"), Required: true, Rows: 8}
}

func (p AppealFormPage) mailField(ctx context.Context) components.Field {
	f := components.Field{
		ID: "email", Name: "email", Type: "email", Autocomplete: "email", InputMode: "email", Value: p.Email, Error: p.ErrorFor("email"),
		Label: locale.T(ctx, "Your email address"), Hint: locale.T(ctx, "We write our answer there, and forget the address after that."), Required: p.AskMail == "must",
	}
	if p.AskMail == "may" {
		f.Label = locale.T(ctx, "Your email address, if you want our answer by mail")
		f.Hint = locale.T(ctx, "You can also come back with your code. We forget the address once we have written to you.")
	}
	return f
}

func (p AppealFormPage) lead(ctx context.Context) string {
	within := locale.N(ctx, p.Subject.Days, "within 1 working day", "within %d working days")
	if p.Subject.Kind == appeals.Inaction {
		return locale.T(ctx, "We are sorry that you have to ask. Somebody looks into it and answers you %s.", within)
	}
	return locale.T(ctx, "Somebody who had no part in the decision looks at it again. They answer you %s.", within)
}

// tabs of the list.
func (p AppealsPage) tabs(ctx context.Context) []tab {
	return []tab{
		{url: "/moderation/appeals", text: locale.T(ctx, "Open (%s)", locale.Number(ctx, p.Counts.Open)), now: p.Show == ""},
		{url: "/moderation/appeals?show=answered", text: locale.T(ctx, "Answered"), now: p.Show == "answered"},
	}
}

// tab is one of the links over a list.
type tab struct {
	url, text string
	now       bool
}

func appealURL(id int64) string { return appeals.CasePath(id) }

// taken says who looks at an appeal.
func takenLine(ctx context.Context, a appeals.Appeal, now clock.Instant, reader int64) string {
	switch a.Taken(now) {
	case 0:
		return ""
	case reader:
		return locale.T(ctx, "You are looking at this.")
	}
	return locale.T(ctx, "%s is looking at this.", a.Taker)
}

// free tells whether nobody else is looking at the appeal.
func (p AppealCasePage) free() bool {
	by := p.Case.Taken(p.Now)
	return by == 0 || by == p.Reader
}

// judges names who may decide.
func (p AppealCasePage) judges() string {
	names := make([]string, len(p.Case.Judges))
	for i, j := range p.Case.Judges {
		names[i] = j.Name
	}
	return strings.Join(names, ", ")
}

func (p AppealCasePage) outcomes(ctx context.Context) []components.Option {
	hints := [3]string{locale.T(ctx, "What was decided is turned back"), locale.T(ctx, "Some of it changes"), locale.T(ctx, "It stays as it was")}
	switch p.Case.Kind {
	case appeals.OfSanction:
		hints[0], hints[1] = locale.T(ctx, "It is lifted now"), locale.T(ctx, "It ends sooner")
	case appeals.OfReport:
		hints[0] = locale.T(ctx, "Something is done about the words after all")
	case appeals.Inaction:
		hints[0], hints[2] = locale.T(ctx, "We should have answered sooner"), locale.T(ctx, "We answered in good time, or there was nothing to answer")
	}
	return []components.Option{
		{Value: string(appeals.Upheld), Label: locale.T(ctx, "They are right"), Hint: hints[0]},
		{Value: string(appeals.Partly), Label: locale.T(ctx, "They are right in part"), Hint: hints[1]},
		{Value: string(appeals.Refused), Label: locale.T(ctx, "They are not right"), Hint: hints[2]},
	}
}

func (p AppealCasePage) outcomeField(ctx context.Context) components.Field {
	return components.Field{ID: "outcome", Name: "outcome", Label: locale.T(ctx, "What do you decide?"), Value: p.State, Error: p.ErrorFor("outcome"), Required: true}
}

func (p AppealCasePage) actField(ctx context.Context) components.Field {
	return components.Field{ID: "act", Name: "act", Label: locale.T(ctx, "What is done about the words?"), Value: p.Act, Error: p.ErrorFor("act")}
}

func (p AppealCasePage) actOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Nothing"), Chosen: p.Act == ""}}
	for _, act := range p.Case.Acts {
		options = append(options, components.Option{Value: string(act), Label: actLabel(ctx, act, p.Case.Record.State)})
	}
	return options
}

// canMoveBack tells whether the words can be moved back as a part of the answer.
func (p AppealCasePage) canMoveBack() bool { return slices.Contains(p.Case.Acts, appeals.MoveBack) }

// needsReason tells whether one of the acts takes words down.
func (p AppealCasePage) needsReason() bool {
	for _, act := range p.Case.Acts {
		if !act.Shows() {
			return true
		}
	}
	return false
}

func (p AppealCasePage) reasonField(ctx context.Context) components.Field {
	return components.Field{
		ID: "reason", Name: "reason", Label: locale.T(ctx, "Reason, if people cannot read it after that"), Value: p.Reason, Error: p.ErrorFor("reason"),
	}
}

func (p AppealCasePage) reasonOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Choose a reason")}}
	for _, r := range rules.From(ctx).ForReports() {
		options = append(options, components.Option{Value: r.Key, Label: locale.Say(ctx, rules.Said(r.Name))})
	}
	return options
}

func (p AppealCasePage) wordsField(ctx context.Context) components.Field {
	return components.Field{
		ID: "words", Name: "words", Label: locale.T(ctx, "What you found, and why"), Value: p.Words, Error: p.ErrorFor("words"), Required: true,
		Hint: locale.T(ctx, "They read your words, and not your name. It is our last answer to them."),
	}
}

func (p AppealCasePage) daysField(ctx context.Context) components.Field {
	return components.Field{
		ID: "days", Name: "days", Label: locale.T(ctx, "If they are right in part: it ends in how many days?"), Value: p.Days, Error: p.ErrorFor("days"),
		InputMode: "numeric", MaxLength: 3,
	}
}

// reported names the reason of the report that an appeal is about.
func (p AppealCasePage) reported(ctx context.Context) string {
	return rules.From(ctx).Reason(p.Case.Report.Reason).Name
}

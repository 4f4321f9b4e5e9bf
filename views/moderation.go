package views

import (
	"context"
	"strconv"
	"time"

	"folkmoot/models/appeals"
	"folkmoot/models/rules"

	"github.com/a-h/templ"

	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// CaseForm is a case with the form to decide it.
type CaseForm struct {
	moderation.Case
	Key     string  // the form's idempotency key
	Act     string  // chosen
	Reason  string  // chosen
	Message string  // typed
	Keeping Keeping // of the line to the writer
	Back    string  // where to go on after the decision
	Wrong   func(field string) string
	Taken   string // who else is looking at it, where the decision was not stored for that; else empty
	Lonely  bool   // nobody else could decide about it
	Ticked  bool   // among those to be decided at once
}

// RecordPage is everything that is kept about one contribution.
type RecordPage struct {
	Page
	Form    CaseForm
	Record  moderation.Record
	Changed string // what happened in between, where a decision came too late; else empty
	Desk    DeskForms
	Last    *moderation.Done // what they decided just now and can undo; nil for nothing
	UndoKey string
}

// NewCaseForm begins the form for a case: with the usual act where something is held for a stated reason, and with
// no act where people reported it, because a report alone decides nothing.
func NewCaseForm(ctx context.Context, c moderation.Case, key, back string) CaseForm {
	f := CaseForm{Case: c, Key: key, Back: back, Reason: c.Main}
	if rules.From(ctx).Reason(f.Reason).Report == "" {
		f.Reason = rules.NoProblem
	}
	if c.State == discussion.Held && c.Contribution.Reason != "" {
		f.Act = string(rules.From(ctx).Reason(c.Contribution.Reason).Default)
	}
	if len(c.Acts) == 1 {
		f.Act = string(c.Acts[0])
	}
	return f
}

// Keep gives the form what its reader had begun to write in it.
func (f CaseForm) Keep(k Keeping) CaseForm {
	f.Keeping = k
	if k.Fields != nil {
		f.Act, f.Message = k.Fields["act"], k.Fields["message"]
		if k.Fields["reason"] != "" {
			f.Reason = k.Fields["reason"]
		}
	}
	return f
}

func (f CaseForm) id(part string) string { return part + "-" + strconv.FormatInt(f.Case.ID, 10) }

// field describes a control of the form; its problem is found under the control's own id.
func (f CaseForm) field(name, label string) components.Field {
	field := components.Field{ID: f.id(name), Name: name, Label: label}
	if f.Wrong != nil {
		field.Error = f.Wrong(field.ID)
	}
	return field
}

func (f CaseForm) target() string {
	return "/moderation/contributions/" + strconv.FormatInt(f.Case.ID, 10)
}

func (f CaseForm) acts(ctx context.Context) components.Field {
	field := f.field("act", locale.T(ctx, "What will you do?"))
	field.Value, field.Required = f.Act, true
	return field
}

func (f CaseForm) actOptions(ctx context.Context) []components.Option {
	var options []components.Option
	for _, act := range f.Acts {
		options = append(options, actOption(ctx, act, f.Case))
	}
	return options
}

func actOption(ctx context.Context, act rules.Act, c moderation.Case) components.Option {
	o := components.Option{Value: string(act), Label: actLabel(ctx, act, c.State)}
	switch {
	case act == rules.Keep && c.State == discussion.Deleted:
		o.Hint = locale.T(ctx, "The writer has taken it back")
	case act == rules.Ask:
		o.Hint = locale.T(ctx, "Nobody reads it until they change it")
	case act == rules.Hide && c.PublishedAt == 0:
		o.Hint = locale.T(ctx, "Nobody else will read it")
	case act == rules.Hide:
		o.Hint = locale.T(ctx, "Readers see why, but not what")
	default:
		o.Hint = locale.T(ctx, "As it is")
	}
	return o
}

func actLabel(ctx context.Context, act rules.Act, state discussion.State) string {
	switch act {
	case rules.Publish:
		return locale.T(ctx, "Publish")
	case rules.Ask:
		return locale.T(ctx, "Ask for a change")
	case rules.Hide:
		return locale.T(ctx, "Hide")
	case rules.Restore:
		return locale.T(ctx, "Show it again")
	case appeals.Uncover:
		return locale.T(ctx, "Uncover it: people read the whole of it again")
	case appeals.MoveBack:
		return locale.T(ctx, "Move it back to where it was said, with what answers it")
	}
	if state == discussion.Deleted {
		return locale.T(ctx, "Close the reports")
	}
	return locale.T(ctx, "Keep showing it")
}

// actDone says what was done: "Hidden".
func actDone(ctx context.Context, act rules.Act) string {
	switch act {
	case rules.Publish:
		return locale.T(ctx, "Published")
	case rules.Ask:
		return locale.T(ctx, "Asked for a change")
	case rules.Hide:
		return locale.T(ctx, "Hidden")
	case rules.Restore:
		return locale.T(ctx, "Shown again")
	case rules.Cover:
		return locale.T(ctx, "Shown with details covered")
	case rules.Move:
		return locale.T(ctx, "Moved")
	case rules.Seal:
		return locale.T(ctx, "Passed on to the safeguarding lead")
	}
	return locale.T(ctx, "Kept")
}

func (f CaseForm) reasonOptions(ctx context.Context) []components.Option {
	var options []components.Option
	for _, r := range rules.From(ctx).ForActs(f.Acts) {
		options = append(options, components.Option{Value: r.Key, Label: locale.Say(ctx, rules.Said(r.Name))})
	}
	return options
}

// needsReason tells whether one of the acts is one that the writer gets a reason for.
func (f CaseForm) needsReason() bool {
	for _, act := range f.Acts {
		if !act.Shows() {
			return true
		}
	}
	return false
}

// caseTitle says why a case is in the queue: "Reported as unkind by 2 people".
func caseTitle(ctx context.Context, c moderation.Case) string {
	switch {
	case c.State == discussion.Asked:
		return locale.T(ctx, "The writer was asked for a change")
	case c.State == discussion.Held && c.Contribution.Reason == rules.First:
		return locale.T(ctx, "First contribution of a newcomer")
	case c.State == discussion.Held && rules.From(ctx).Known(c.Contribution.Reason):
		return locale.Say(ctx, rules.Said(rules.From(ctx).Reason(c.Contribution.Reason).Name))
	case c.State == discussion.Held && c.Revision > 1:
		return locale.T(ctx, "Changed by its writer")
	case c.State == discussion.Held:
		return locale.T(ctx, "Waits to be read")
	}
	open, same := 0, true
	for _, r := range c.Reports {
		if r.Open {
			open++
			same = same && r.Reason == c.Main
		}
	}
	switch {
	case c.Withheld > 0 && c.Main != "":
		return locale.Say(ctx, rules.Said(rules.From(ctx).Reason(c.Main).Name))
	case open == 0 && c.State == discussion.Hidden && rules.From(ctx).Known(c.Contribution.Reason):
		return locale.Say(ctx, rules.Said(rules.From(ctx).Reason(c.Contribution.Reason).Name))
	case open == 0 && c.State == discussion.Hidden:
		return components.StateLabel(ctx, "hidden")
	case open == 0 && c.State == discussion.Deleted:
		return locale.T(ctx, "Taken back by its writer")
	case open == 0 && c.Main != "":
		return locale.Say(ctx, rules.Said(rules.From(ctx).Reason(c.Main).Name))
	case open == 0:
		return locale.T(ctx, "Nothing waits here")
	case same:
		return locale.Say(ctx, rules.Said(rules.From(ctx).Reason(c.Main).Reported)) + " " + locale.N(ctx, open, "by 1 person", "by %d people")
	}
	return locale.N(ctx, open, "Reported by 1 person", "Reported by %d people")
}

// caseWhere says where a contribution stands: "Chapter 4, paragraph 4.5".
func caseWhere(ctx context.Context, c moderation.Case) string {
	switch {
	case c.Chapter != 0 && c.Paragraph != 0:
		return locale.T(ctx, "Chapter %d, paragraph %d.%d", c.Chapter, c.Chapter, c.Paragraph)
	case c.Chapter != 0:
		return locale.T(ctx, "Chapter %d", c.Chapter)
	case c.Group != "":
		return c.Group + ", " + c.Title
	}
	return c.Title
}

// writerHistory says what is known of the writer: "14 published, none hidden before".
func writerHistory(ctx context.Context, h moderation.History) string {
	text := locale.T(ctx, "Nothing published yet")
	if h.Published > 0 {
		text = locale.N(ctx, h.Published, "1 published", "%d published")
	}
	switch {
	case h.Hidden > 0:
		text += ", " + locale.N(ctx, h.Hidden, "1 hidden before", "%d hidden before")
	case h.Published > 0:
		text += ", " + locale.T(ctx, "none hidden before")
	}
	if h.Asked > 0 {
		text += ", " + locale.N(ctx, h.Asked, "asked for a change once", "asked for a change %d times")
	}
	return text
}

// reportedBy names who reported: staff see the name, and that a visitor left none.
func reportedBy(ctx context.Context, r moderation.Report) string {
	if r.By == "" {
		return locale.T(ctx, "a visitor")
	}
	return r.By
}

// ReportPage is the form to report a contribution.
type ReportPage struct {
	Page
	Key                 string
	Contribution        moderation.Reportable
	Reason, Note, Email string // chosen and typed
	File                string // name of the one that it is about
}

func (p ReportPage) reasonOptions(ctx context.Context) []components.Option {
	var options []components.Option
	for _, r := range rules.From(ctx).ForReports() {
		options = append(options, components.Option{Value: r.Key, Label: locale.Say(ctx, rules.Said(r.Report))})
	}
	return options
}

func (p ReportPage) field(name, label, value string) components.Field {
	return components.Field{ID: name, Name: name, Label: label, Value: value, Error: p.ErrorFor(name)}
}

func (p ReportPage) noteField(ctx context.Context) components.Field {
	f := p.field("note", locale.T(ctx, "Tell us more, if you like"), p.Note)
	f.Rows, f.Counter = 4, locale.T(ctx, "Up to 1,000 letters.")
	return f
}

func (p ReportPage) emailField(ctx context.Context) components.Field {
	f := p.field("email", locale.T(ctx, "Your email address, if you want to know what we decide"), p.Email)
	f.Type, f.Autocomplete = "email", "email"
	f.Hint = locale.T(ctx, "We use it for this one answer and then forget it. You can leave it out.")
	return f
}

func (f CaseForm) reasonField(ctx context.Context) components.Field {
	field := f.field("reason", locale.T(ctx, "Reason the writer will see"))
	field.Value = f.Reason
	return field
}

func (f CaseForm) messageField(ctx context.Context) components.Field {
	field := f.field("message", locale.T(ctx, "Your line to the writer"))
	field.Value, field.Rows = f.Message, 3
	return field
}

// doneLine says when and by whom something was decided, and why: "09:12 by Farah · It is unkind to a person".
func doneLine(ctx context.Context, d moderation.Done) string {
	text := locale.T(ctx, "%s, %s by %s", locale.Date(ctx, d.At), locale.Time(ctx, d.At), d.Moderator)
	if !d.Act.Shows() || d.Act == rules.Cover {
		text += " · " + locale.Say(ctx, rules.Said(rules.From(ctx).Reason(d.Reason).Name))
	}
	if d.Waited >= time.Minute {
		text += " · " + locale.T(ctx, "it had waited %s", locale.Lasted(ctx, d.Waited))
	}
	if d.Reports > 0 {
		text += " · " + locale.N(ctx, d.Reports, "1 report answered", "%d reports answered")
	}
	return text
}

// recordURL is the address of a contribution's record, with the form set to an act where one is given.
func recordURL(contribution int64, act string) string {
	url := "/moderation/contributions/" + strconv.FormatInt(contribution, 10)
	if act != "" {
		url += "?act=" + act + "#decide-" + strconv.FormatInt(contribution, 10)
	}
	return url
}

// markTab marks the tab that is shown.
func markTab(on bool) templ.Attributes {
	if !on {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

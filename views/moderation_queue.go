package views

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/public"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// QueueCall is something besides the queue that waits for moderators.
type QueueCall struct {
	Words, URL string
	Late       bool // its time is over
}

// QueuePage is the moderators' list of what waits for them.
type QueuePage struct {
	Page
	Counts  moderation.Counts
	Calls   []QueueCall // what else waits for moderators, with a clock
	Choice  QueueChoice
	Groups  []components.Option // to choose from, by id
	Cases   []CaseForm
	Aside   []moderation.Aside // what others are looking at
	Done    []moderation.Done
	Next    string           // address of the next page; empty at the end
	Last    *moderation.Done // what they decided just now and can undo; nil for nothing
	UndoKey string
	Many    ManyForm
}

// QueueChoice is which part of the queue is shown, and how.
type QueueChoice struct {
	Show   string // a tab: a moderation.Filter, or "done"
	Reason string // key of a reason; "" = any
	Group  string // id of a group; "" = any
	Like   string // id of a contribution; "" = any
	List   bool   // short, to tick many
}

// URL is the address of that part of the queue.
func (c QueueChoice) URL() string {
	query := url.Values{}
	for name, value := range map[string]string{"show": c.Show, "reason": c.Reason, "group": c.Group, "like": c.Like} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if c.List {
		query.Set("view", "list")
	}
	if len(query) == 0 {
		return "/moderation"
	}
	return "/moderation?" + query.Encode()
}

// ManyForm is the form that decides alike about several cases.
type ManyForm struct {
	Key                  string
	Act, Reason, Message string // chosen and typed
	Back                 string
	Wrong                func(field string) string
}

// BatchPage is what became of several cases that were decided at once.
type BatchPage struct {
	Page
	Done    []moderation.Done
	Left    []CaseForm // what was left as it is
	Back    string
	Last    *moderation.Done
	UndoKey string
}

// moderationScript is the address of the script for deciding by keyboard.
func moderationScript() string { return public.URL("moderation.js") }

// lead is the sentence on top of the queue.
func (p QueuePage) lead(ctx context.Context) string {
	if p.Counts.ToDo() == 0 {
		return locale.T(ctx, "Nothing waits for a moderator.")
	}
	text := locale.N(ctx, p.Counts.ToDo(), "1 thing needs a person to look.", "%d things need a person to look.") + " " +
		locale.T(ctx, "The oldest has waited %s.", locale.Waited(ctx, p.Counts.Oldest))
	if aim := rules.From(ctx).Contacts.AimHours; aim > 0 {
		text += " " + locale.N(ctx, aim, "We aim for under 1 hour.", "We aim for under %d hours.")
	}
	return text
}

// queueTab is one of the links over the queue.
type queueTab struct {
	show, text string
	count      int
}

func (p QueuePage) tabs(ctx context.Context) []queueTab {
	all := []queueTab{
		{"", locale.T(ctx, "All to do"), p.Counts.ToDo()},
		{"held", locale.T(ctx, "Held"), p.Counts.Held},
		{"reported", locale.T(ctx, "Reported"), p.Counts.Reported},
		{"flagged", locale.T(ctx, "Flagged"), p.Counts.Flagged},
		{"asked", locale.T(ctx, "Waiting for their writers"), p.Counts.Asked},
		{"mine", locale.T(ctx, "Mine"), p.Counts.Mine},
		{"opinions", locale.T(ctx, "Second opinions"), p.Counts.Opinions},
		{"done", locale.T(ctx, "Done today"), p.Counts.Done},
	}
	return slices.DeleteFunc(all, func(t queueTab) bool {
		return t.count == 0 && t.show != p.Choice.Show && slices.Contains([]string{"flagged", "asked", "mine", "opinions"}, t.show)
	})
}

func (t queueTab) url() string { return QueueChoice{Show: t.show}.URL() }

// listed is the same part of the queue, shown the other way.
func (p QueuePage) otherView() string {
	c := p.Choice
	c.List = !c.List
	return c.URL()
}

func (p QueuePage) reasonOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Label: locale.T(ctx, "Any reason")}}
	for _, r := range rules.From(ctx).Reasons {
		if r.Key != rules.NoProblem {
			options = append(options, components.Option{Value: r.Key, Label: locale.Say(ctx, rules.Said(r.Name))})
		}
	}
	return options
}

func (p QueuePage) groupOptions(ctx context.Context) []components.Option {
	return append([]components.Option{{Label: locale.T(ctx, "Everywhere")}}, p.Groups...)
}

// caseMark is what a tick box sends: the case, and what the moderator had before them.
func caseMark(c moderation.Case) string {
	return strconv.FormatInt(c.ID, 10) + "." + strconv.Itoa(c.Seen.Revision) + "." + strconv.FormatInt(c.Seen.Decision, 10) + "." + strconv.FormatInt(c.Seen.Report, 10)
}

func (f ManyForm) field(name, label string) components.Field {
	field := components.Field{ID: "many-" + name, Name: name, Label: label}
	if f.Wrong != nil {
		field.Error = f.Wrong(field.ID)
	}
	return field
}

func (f ManyForm) acts(ctx context.Context) (components.Field, []components.Option) {
	field := f.field("act", locale.T(ctx, "What will you do with all of them?"))
	field.Value = f.Act
	return field, []components.Option{
		{Value: string(rules.Publish), Label: locale.T(ctx, "Let people read them"), Hint: locale.T(ctx, "What is shown already stays")},
		{Value: string(rules.Ask), Label: locale.T(ctx, "Ask for a change"), Hint: locale.T(ctx, "Nobody reads them until they change")},
		{Value: string(rules.Hide), Label: locale.T(ctx, "Hide"), Hint: locale.T(ctx, "Readers see why, but not what")},
	}
}

func (f ManyForm) reasons(ctx context.Context) (components.Field, []components.Option) {
	field := f.field("reason", locale.T(ctx, "Reason the writers will see"))
	field.Value = f.Reason
	var options []components.Option
	for _, r := range rules.From(ctx).ForActs([]rules.Act{rules.Publish}) {
		options = append(options, components.Option{Value: r.Key, Label: locale.Say(ctx, rules.Said(r.Name))})
	}
	return field, options
}

func (f ManyForm) message(ctx context.Context) components.Field {
	field := f.field("message", locale.T(ctx, "Your line to every writer"))
	field.Value, field.Rows = f.Message, 3
	return field
}

// caseAuthor names the writer to moderators, and says where somebody is new.
func caseAuthor(ctx context.Context, c moderation.Case) string {
	if c.History.Trust == people.Trusted {
		return locale.T(ctx, "%s, trusted here", c.Author)
	}
	if c.History.Published == 0 {
		return locale.T(ctx, "%s, first contribution", c.Author)
	}
	if c.History.Trust == people.Newcomer {
		return locale.T(ctx, "%s, new here", c.Author)
	}
	return c.Author
}

// caseEvents is the line under a case: when what happened to it.
func caseEvents(ctx context.Context, c moderation.Case) string {
	text := locale.T(ctx, "%s written", eventTime(ctx, c.CreatedAt))
	add := func(words string) { text += " · " + words }
	if c.EditedAt != 0 {
		add(locale.T(ctx, "%s changed", eventTime(ctx, c.EditedAt)))
	}
	if c.State == discussion.Held {
		add(locale.T(ctx, "%s held", eventTime(ctx, c.StateAt)))
	}
	for i, r := range c.Reports {
		if i == 3 {
			add("…")
			break
		}
		add(locale.T(ctx, "%s reported", eventTime(ctx, r.CreatedAt)))
	}
	if c.Recorder != "" {
		add(locale.T(ctx, "typed in by %s", c.Recorder))
	}
	switch {
	case c.Desk.Opened != "":
		add(locale.T(ctx, "%s opened by %s", eventTime(ctx, c.Desk.OpenedAt), c.Desk.Opened))
	case c.Desk.Waits:
		add(locale.T(ctx, "not opened yet"))
	}
	if c.Seen.Decision == 0 {
		add(locale.T(ctx, "nothing sent yet"))
	}
	return text
}

// eventTime is the time of today, or the day and the time.
func eventTime(ctx context.Context, at clock.Instant) string {
	l := locale.From(ctx)
	if l.Now.In(l.Zone).Format("2006-01-02") == at.In(l.Zone).Format("2006-01-02") {
		return locale.Time(ctx, at)
	}
	return locale.Date(ctx, at) + ", " + locale.Time(ctx, at)
}

// likeness says in what an earlier decision is like a case.
func likeness(ctx context.Context, like moderation.Likeness) string {
	switch like {
	case moderation.LikeWords:
		return locale.T(ctx, "Nearly the same words")
	case moderation.LikePerson:
		return locale.T(ctx, "By the same person")
	}
	return locale.T(ctx, "In the same place, for the same reason")
}

// similarLine says how it was decided: "Hidden: It is unkind to a person, by Mo, 3 days ago".
func similarLine(ctx context.Context, s moderation.Similar) string {
	what := actDone(ctx, s.Act)
	if !s.Act.Shows() {
		what += " (" + locale.Say(ctx, rules.Said(rules.From(ctx).Reason(s.Reason).Name)) + ")"
	}
	return locale.T(ctx, "%s by %s, %s", what, s.By, locale.WhenInline(ctx, s.At))
}

// mayBeAllowed gives the house rule that a moderator reads once more before they take down what is shown; the zero
// Rule where the reason rests on none, or where waiting does harm.
func mayBeAllowed(ctx context.Context, c moderation.Case) rules.Rule {
	book := rules.From(ctx)
	if c.State != discussion.Published || c.Grave {
		return rules.Rule{}
	}
	return book.Rule(book.Reason(c.Main).Rule)
}

// undoUntil is when a decision can be undone no longer.
func undoUntil(d moderation.Done) clock.Instant { return d.At.Add(moderation.UndoFor) }

// lastLine says what was decided just now: "Hidden: a contribution in “Buses”".
func lastLine(ctx context.Context, d moderation.Done) string {
	if d.Batch != 0 {
		return locale.T(ctx, "%s, several at once.", actDone(ctx, d.Act))
	}
	return locale.T(ctx, "%s: a contribution in “%s”.", decisionDone(ctx, d), d.Title)
}

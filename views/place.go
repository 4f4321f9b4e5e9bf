package views

import (
	"context"
	"strconv"

	"folkmoot/models/rules"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// PlaceSettingsPage lists what administrators can set, and calls them to what is due.
type PlaceSettingsPage struct {
	Page
	Calls []QueueCall
}

// RulePage is the form of a house rule.
type RulePage struct {
	Page
	Key, StateKey string
	Rule          rules.Rule  // as it is, or as it was typed; without a number a new one
	Theirs        *rules.Rule // what somebody else made of it meanwhile; nil for nobody
}

func (p RulePage) url() string {
	if p.Rule.Number == 0 {
		return "/place/rules/new"
	}
	return "/place/rules/" + strconv.Itoa(p.Rule.Number)
}

// ReasonPage is the form of a reason.
type ReasonPage struct {
	Page
	Key, StateKey string
	Reason        rules.Reason  // as it is, or as it was typed; without a key a new one
	Theirs        *rules.Reason // what somebody else made of it meanwhile; nil for nobody
}

func (p ReasonPage) url() string {
	if p.Reason.Key == "" {
		return "/place/reasons/new"
	}
	return "/place/reasons/" + p.Reason.Key
}

func (p Page) placeField(name, label, hint, value string, most int) components.Field {
	return components.Field{ID: name, Name: name, Label: label, Hint: hint, Value: value, Error: p.ErrorFor(name), MaxLength: most}
}

func (p ReasonPage) line(name, label, hint, value string) components.Field {
	f := p.placeField(name, label, hint, value, rules.MaxLine)
	f.Rows, f.Required = 3, true
	return f
}

// ruleOptions are the rules in force that a reason can rest on.
func (p ReasonPage) ruleOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "0", Label: locale.T(ctx, "Choose a rule")}}
	for _, r := range rules.From(ctx).Current() {
		options = append(options, components.Option{Value: strconv.Itoa(r.Number), Label: strconv.Itoa(r.Number) + ". " + locale.Say(ctx, rules.Said(r.Title))})
	}
	return options
}

func (p ReasonPage) actOptions(ctx context.Context) []components.Option {
	var options []components.Option
	for _, act := range p.Reason.Defaults() {
		options = append(options, components.Option{Value: string(act), Label: actName(ctx, act)})
	}
	return options
}

// actName says what a moderator does, by itself: "Ask for a change".
func actName(ctx context.Context, act rules.Act) string {
	switch act {
	case rules.Publish:
		return locale.T(ctx, "Publish it")
	case rules.Keep:
		return locale.T(ctx, "Leave it as it is")
	case rules.Cover:
		return locale.T(ctx, "Publish it with details covered")
	case rules.Ask:
		return locale.T(ctx, "Ask the writer for a change")
	case rules.Hide:
		return locale.T(ctx, "Hide it")
	case rules.Restore:
		return locale.T(ctx, "Show it again")
	}
	return string(act)
}

// WordingsPage is what a rule or a reason says and said before.
type WordingsPage struct {
	Page
	Kind     rules.Kind
	Wordings []rules.Revision // the newest first
}

// retired tells whether the rule or the reason was retired by a change.
func (p WordingsPage) retired(w rules.Revision) bool {
	if p.Kind == rules.KindRule {
		return w.Rule.Retired
	}
	return w.Reason.Retired
}

// when says since when a wording held and, for administrators, who made it.
func (p WordingsPage) when(ctx context.Context, w rules.Revision) string {
	switch {
	case w.At == 0:
		return locale.T(ctx, "Came with the program")
	case p.Person != nil && p.Person.IsAdmin && w.By != "":
		return locale.T(ctx, "Since %s, %s, by %s", locale.Date(ctx, w.At), locale.Time(ctx, w.At), w.By)
	default:
		return locale.T(ctx, "Since %s, %s", locale.Date(ctx, w.At), locale.Time(ctx, w.At))
	}
}

// ContactsPage is the form of whom people turn to.
type ContactsPage struct {
	Page
	Key      string
	Had      string // the mark of the contacts that are changed
	Theirs   bool   // somebody else changed them meanwhile
	Contacts rules.Contacts
	Aim      string // hours, as typed
	Appeal   string // days, as typed
}

// Rows adds empty rows for help lines.
func (p *ContactsPage) Rows(spare int) {
	lines := append([]rules.HelpLine(nil), p.Contacts.HelpLines...)
	p.Contacts.HelpLines = append(lines, make([]rules.HelpLine, max(0, min(spare, rules.MaxHelpLines-len(lines))))...)
}

func lineField(i int, part string) string { return "line-" + strconv.Itoa(i+1) + part }

// OpeningPage is what must be done before the public may come in, and the way to close the place again.
type OpeningPage struct {
	Page
	Key        string
	Moderators int // beside the reader
	Confirmed  rules.Confirmed
	Reason     string // for a pause, as it was typed
}

func (p OpeningPage) check(name, label string) components.Field {
	return components.Field{ID: name, Name: name, Value: "yes", Label: label, Error: p.ErrorFor(name)}
}

// ruleURL is the page of what a rule says and said before.
func ruleURL(number int) string { return "/house-rules/rules/" + strconv.Itoa(number) }

// reasonURL is the page of what a reason says and said before.
func reasonURL(key string) string { return "/house-rules/reasons/" + key }

// number is a box for a number.
func (p ContactsPage) number(name, label, hint, value string) components.Field {
	f := p.placeField(name, label, hint, value, 4)
	f.InputMode = "numeric"
	return f
}

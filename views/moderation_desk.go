package views

import (
	"context"
	"strconv"

	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// DeskForms are the forms with which moderators share the work on one case.
type DeskForms struct {
	Key        func() string
	Me         people.Actor
	Colleagues []moderation.Colleague
	Question   string // typed
	Of         string // chosen: the id of a moderator
	To         string // chosen: the id of a moderator
	Words      string // typed, of an opinion
	Act        string // chosen, of an opinion
	Reason     string // chosen, of an opinion
}

func (p RecordPage) deskField(name, label, value string) components.Field {
	return components.Field{ID: name, Name: name, Label: label, Value: value, Error: p.ErrorFor(name)}
}

func (d DeskForms) colleagueOptions(first string) []components.Option {
	options := []components.Option{{Value: "0", Label: first}}
	for _, c := range d.Colleagues {
		options = append(options, components.Option{Value: strconv.FormatInt(c.ID, 10), Label: c.Name})
	}
	return options
}

// assignOptions are nobody, whoever is deciding, and the other moderators.
func (p RecordPage) assignOptions(ctx context.Context) []components.Option {
	options := p.Desk.colleagueOptions(locale.T(ctx, "Anybody"))
	if p.Form.Why != "" {
		return options
	}
	me := components.Option{Value: strconv.FormatInt(p.Desk.Me.ID, 10), Label: locale.T(ctx, "Me")}
	return append(options[:1:1], append([]components.Option{me}, options[1:]...)...)
}

// chosenTo is the moderator that the case is for.
func (p RecordPage) chosenTo() string {
	if p.Desk.To != "" {
		return p.Desk.To
	}
	return strconv.FormatInt(p.Record.Desk.AssignedTo, 10)
}

func (p RecordPage) opinionActs(ctx context.Context) []components.Option {
	var options []components.Option
	for _, act := range moderation.ActsOn(p.Record.State) {
		options = append(options, actOption(ctx, act, p.Record.Case))
	}
	return options
}

func (p RecordPage) opinionReasons(ctx context.Context) []components.Option {
	var options []components.Option
	for _, r := range rules.From(ctx).ForActs(moderation.ActsOn(p.Record.State)) {
		options = append(options, components.Option{Value: r.Key, Label: locale.Say(ctx, rules.Said(r.Name))})
	}
	return options
}

// mine is the open question that this moderator may answer; nil for none.
func (p RecordPage) mine() *moderation.Opinion {
	if p.Form.Why != "" {
		return nil
	}
	for i, o := range p.Record.Opinions {
		if o.MayGive(p.Desk.Me) {
			return &p.Record.Opinions[i]
		}
	}
	return nil
}

// askedLine says who asked whom: "Mo asked Ada, 09:40:".
func askedLine(ctx context.Context, o moderation.Opinion) string {
	if o.Of != "" {
		return locale.T(ctx, "%s asked %s, %s:", o.Asker, o.Of, eventTime(ctx, o.AskedAt))
	}
	return locale.T(ctx, "%s asked the other moderators, %s:", o.Asker, eventTime(ctx, o.AskedAt))
}

// givenLine says what somebody thinks: "Ada would hide it (It is unkind to a person):".
func givenLine(ctx context.Context, o moderation.Opinion) string {
	var would string
	switch o.Act {
	case rules.Hide:
		would = locale.T(ctx, "%s would hide it", o.Giver)
	case rules.Ask:
		would = locale.T(ctx, "%s would ask for a change", o.Giver)
	case rules.Cover:
		would = locale.T(ctx, "%s would cover the details", o.Giver)
	default:
		would = locale.T(ctx, "%s would let people read it", o.Giver)
	}
	if !o.Act.Shows() && o.Reason != "" {
		would += " (" + locale.Say(ctx, rules.Said(rules.From(ctx).Reason(o.Reason).Name)) + ")"
	}
	return would + ":"
}

func (p RecordPage) questionField(ctx context.Context) components.Field {
	f := p.deskField("question", locale.T(ctx, "What do you want to know?"), p.Desk.Question)
	f.Rows = 3
	return f
}

func (p RecordPage) opinionWords(ctx context.Context) components.Field {
	f := p.deskField("opinion-words", locale.T(ctx, "Why?"), p.Desk.Words)
	f.Rows = 3
	return f
}

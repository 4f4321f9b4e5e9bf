package views

import (
	"context"

	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/themes"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// choice is one thing that a summary was limited to, and the address of the summary without it.
type choice struct{ Words, Without string }

// choices are what the reader chose, in the order of the form.
func (p HearingPage) choices(ctx context.Context) []choice {
	var list []choice
	s := p.Summary.Scope
	add := func(words string, without func(*insight.Scope)) {
		rest := s
		without(&rest)
		list = append(list, choice{words, address("/hearing", rest)})
	}
	if s.From != "" || s.To != "" {
		add(locale.InSentence(ctx, period(ctx, s, p.Today)), func(s *insight.Scope) { s.From, s.To = "", "" })
	}
	if value := placeValue(s); value != "" {
		add(p.placeName(ctx, value), func(s *insight.Scope) { s.Group, s.Guide, s.Chapter = "", "", "" })
	}
	if s.Who != "" {
		add(optionLabel(whoFilter(ctx), s.Who), func(s *insight.Scope) { s.Who = "" })
	}
	if s.Evidence != "" {
		add(optionLabel(evidenceFilter(ctx), s.Evidence), func(s *insight.Scope) { s.Evidence = "" })
	}
	if s.Channel != "" {
		add(optionLabel(channelFilter(ctx), s.Channel), func(s *insight.Scope) { s.Channel = "" })
	}
	if s.Theme != "" {
		add(locale.T(ctx, "with the theme %s", optionLabel(p.themeOptions(ctx), s.Theme)), func(s *insight.Scope) { s.Theme = "" })
	}
	if s.Area != "" {
		add(locale.T(ctx, "people from %s", s.Area), func(s *insight.Scope) { s.Area = "" })
	}
	return list
}

func (p HearingPage) placeName(ctx context.Context, value string) string {
	return optionLabel(p.placeOptions(ctx), value)
}

// optionLabel is the label of a value; the value itself where it is not among those to choose.
func optionLabel(options []components.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

func evidenceFilter(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Anything")}}
	for _, kind := range discussion.Evidences {
		options = append(options, components.Option{Value: string(kind), Label: components.EvidenceLabel(ctx, string(kind))})
	}
	return append(options, components.Option{Value: insight.NotStated, Label: locale.T(ctx, "Did not say what they bring")})
}

func channelFilter(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Any way")}}
	for _, kind := range discussion.Channels {
		label := components.ChannelLabel(ctx, string(kind))
		if kind == discussion.Web {
			label = locale.T(ctx, "On this website")
		}
		options = append(options, components.Option{Value: string(kind), Label: label})
	}
	return options
}

func (p HearingPage) themeOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Any theme")}}
	for _, theme := range p.Themes {
		if theme.State == themes.Retired && theme.Slug != p.Summary.Scope.Theme {
			continue
		}
		options = append(options, components.Option{Value: theme.Slug, Label: theme.Name})
	}
	return options
}

func (p HearingPage) areaOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Any area")}}
	for _, area := range p.Areas {
		options = append(options, components.Option{Value: area, Label: area})
	}
	return options
}

// wholeIssue is the address of an issue's own page: in the summary's scope, but for the area, which is told of nobody.
func wholeIssue(s insight.Scope, slug string) string {
	s.Area = ""
	return address(IssuePageURL(slug, ""), s)
}

package views

import (
	"context"

	"folkmoot/models/consultation"
	"folkmoot/models/guide"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// DetailsPage is the form for a guide's or a chapter's title and summary.
type DetailsPage struct {
	Page
	Crumbs  []components.Link
	Action  string
	Key     string
	Details guide.Details
	Submit  string
	Cancel  string

	Guide    *guide.Guide    // the guide whose chapters can be put in order; nil on the forms for something new
	Chapters []guide.Chapter // in order
}

// SettingsPage is the form for a chapter's title, summary, state and times.
type SettingsPage struct {
	Page
	Guide   guide.Guide
	Chapter guide.Chapter
	Key     string
	Details guide.Details
	Terms   guide.Typed
	Zone    string // the place's time zone: "Europe/London"

	Warnings []consultation.Warning // what to think about before it is opened; they wait to be confirmed
	Waiting  guide.Waiting
}

// stateOptions are the states of a chapter to choose from.
func stateOptions(ctx context.Context) []components.Option {
	hints := map[guide.State]string{
		guide.Outline:    locale.T(ctx, "People can read what is there, but not comment"),
		guide.Open:       locale.T(ctx, "People can comment, between the times below"),
		guide.Redrafting: locale.T(ctx, "Comments are closed while you work on them"),
		guide.Agreed:     locale.T(ctx, "This is the text that was agreed"),
	}
	options := make([]components.Option, len(guide.States))
	for i, s := range guide.States {
		options[i] = components.Option{Value: string(s), Label: components.StateLabel(ctx, string(s)), Hint: hints[s]}
	}
	return options
}

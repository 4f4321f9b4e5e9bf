package views

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/coding"
	"folkmoot/models/say"
	"folkmoot/models/themes"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// PromptsPage is what several people mention and no theme fits.
type PromptsPage struct {
	Page
	Key     string
	Prompts []coding.Prompt
	Aside   []coding.Prompt
}

// PromptPage is one of those, to be decided.
type PromptPage struct {
	Page
	Key     string
	Prompt  coding.Prompt
	Themes  []themes.Theme // that are in use
	Verdict coding.Verdict // as it was typed, or to begin from
	Decided bool           // somebody decided while it was typed

	CanName bool       // a language model can be asked for a name
	Named   string     // the model that has just suggested the name in the box
	Refused []say.Text // why the name that it suggested was not taken
}

// Heading says what is mentioned by how many people.
func (p PromptPage) Heading(ctx context.Context) string { return promptWords(ctx, p.Prompt) }

func promptURL(id int64) string { return "/coding/prompts/" + strconv.FormatInt(id, 10) }

func promptWords(ctx context.Context, p coding.Prompt) string {
	return locale.T(ctx, "%s “%s”", locale.N(ctx, p.People, "1 person mentions", "%d people mention"), strings.Join(p.Words, ", "))
}

func (p PromptPage) themeOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Choose a theme")}}
	for _, t := range p.Themes {
		options = append(options, components.Option{Value: strconv.FormatInt(t.ID, 10), Label: t.Name})
	}
	return options
}

func (p PromptPage) chosen(id int64) bool { return slices.Contains(p.Verdict.On, id) }

package views

import (
	"context"
	"net/url"
	"strconv"

	"folkmoot/models/discussion"
	"folkmoot/models/themes"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// ThemeURL is the address of a theme's page, or of what stands below it.
func ThemeURL(slug, below string) string { return "/themes/" + url.PathEscape(slug) + below }

// MergePage is where a theme is made a part of another.
type MergePage struct {
	Page
	Key     string
	Theme   themes.Theme
	Others  []themes.Theme       // those in use, to choose from
	Preview *themes.MergePreview // nil until one was chosen
	Reason  string
	Below   themes.Below
}

func (p MergePage) intoOptions() []components.Option {
	options := make([]components.Option, 0, len(p.Others))
	for _, t := range p.Others {
		chosen := p.Preview != nil && p.Preview.Into.ID == t.ID
		options = append(options, components.Option{Value: t.Slug, Label: t.Name, Chosen: chosen})
	}
	return options
}

// counts says how much a merge moves.
func (p MergePage) counts(ctx context.Context) string {
	words := locale.N(ctx, p.Preview.Comments, "1 comment has the theme that goes", "%d comments have the theme that goes")
	switch {
	case p.Preview.Comments == 0:
		return locale.T(ctx, "No comment that can be read has the theme “%s”.", p.Preview.From.Name)
	case p.Preview.Both == 0:
		return words + ". " + locale.T(ctx, "None of them has both.")
	default:
		return words + ". " + locale.N(ctx, p.Preview.Both, "1 of them has both.", "%d of them have both.")
	}
}

// upOption says where themes go that move to where the one above them stood.
func upOption(ctx context.Context, above string) components.Option {
	label := locale.T(ctx, "They go to the top of the list")
	if above != "" {
		label = locale.T(ctx, "They become parts of “%s”", above)
	}
	return components.Option{Value: string(themes.BelowUp), Label: label}
}

// SplitForm is where new themes are made out of one.
type SplitForm struct {
	Page
	Key    string
	Theme  themes.Theme
	New    []themes.Draft
	Reason string
}

// MovePage is where what has a theme is given another in its place, page by page.
type MovePage struct {
	Page
	Key   string
	Theme themes.Theme
	To    []themes.Theme // those in use, the ones split off it first
	Into  int64          // the one that is chosen
	Word  string         // only what holds it is listed
	List  []discussion.Said
	On    map[int64][]themes.Tagging
	More  components.More
	Moved int // by the form that led here; -1 for none
}

func (p MovePage) toOptions() []components.Option {
	options := make([]components.Option, 0, len(p.To))
	for _, t := range p.To {
		options = append(options, components.Option{Value: strconv.FormatInt(t.ID, 10), Label: t.Name, Chosen: t.ID == p.Into})
	}
	return options
}

func (p MovePage) anySplit() bool { return len(p.To) > 0 && p.To[0].SplitFrom == p.Theme.ID }

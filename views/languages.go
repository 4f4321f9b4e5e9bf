package views

import (
	"context"
	"html"
	"slices"

	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// spokenLanguages are the languages that words can be said to be in: those of the place, another, and what was said before.
func spokenLanguages(ctx context.Context, chosen string) []components.Option {
	options := namedLanguages(locale.Offered(ctx))
	if chosen != "" && chosen != locale.Undetermined && !slices.Contains(locale.Offered(ctx), chosen) {
		options = append(options, components.Option{Value: chosen, Label: locale.NameOf(chosen)})
	}
	return append(options, components.Option{Value: locale.Undetermined, Label: locale.T(ctx, "Another language")})
}

// tongue marks the element that is being written, whose words are in a language.
func (p *pen) tongue(language string) {
	if lang, dir, differs := locale.Tongue(p.ctx, language); differs {
		p.raw(` lang="`)
		p.text(lang)
		p.raw(`" dir="`, dir, `"`)
	}
}

// InTongue puts HTML into an element that says its language, where that is not the page's.
func InTongue(ctx context.Context, language, content string) string {
	lang, dir, differs := locale.Tongue(ctx, language)
	if !differs {
		return content
	}
	return `<div lang="` + html.EscapeString(lang) + `" dir="` + dir + `">` + content + `</div>`
}

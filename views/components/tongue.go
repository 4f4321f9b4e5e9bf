package components

import (
	"context"

	"github.com/a-h/templ"

	"folkmoot/views/locale"
)

// Tongue marks an element whose words are somebody's, in a language: with its lang and dir where that is not the page's.
func Tongue(ctx context.Context, language string) templ.Attributes {
	lang, dir, differs := locale.Tongue(ctx, language)
	if !differs {
		return nil
	}
	return templ.Attributes{"lang": lang, "dir": dir}
}

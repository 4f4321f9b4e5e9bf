package prose

import (
	"strings"
	"testing"
)

func FuzzLiteralReadsAsItIs(f *testing.F) {
	for _, text := range []string{"1. one", "- list", "# head", "a *b* _c_ [d](e) <f> `g` ~~h~~ | i |", "see https://example.org/a_b or www.example.org, me@example.org", "a &amp; b", "[^1]: note", "+ plus", "===", "![x](y)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		clean, err := Line(text)
		if err != nil || clean == "" || len(clean) > 500 {
			t.Skip()
		}
		seen, err := See(t.Context(), Literal(clean))
		if err != nil {
			t.Skip()
		}
		if got := strings.TrimSpace(seen.Text); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(clean), " ") {
			t.Errorf("%q is written %q and reads %q", clean, Literal(clean), got)
		}
	})
}

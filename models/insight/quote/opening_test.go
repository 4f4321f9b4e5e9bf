package quote_test

import (
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"folkmoot/models/insight/quote"
)

func TestOpeningIsExactWords(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("many more words ", 40))
	for name, c := range map[string]struct {
		text  string
		cut   bool
		want  string
		whole bool
		none  bool
	}{
		"short":                    {text: "More buses", want: "More buses", whole: true},
		"space around":             {text: "  More buses\n", want: "More buses", whole: true},
		"cut off":                  {text: "More buses", cut: true, want: "More buses"},
		"two sentences":            {text: "More buses. Later ones too.", want: "More buses. Later ones too.", whole: true},
		"a second paragraph":       {text: "More buses.\n\nAnd trains.", want: "More buses."},
		"a heading first":          {text: "# Buses\n\nMore of them.", want: "More of them."},
		"bold words":               {text: "More **buses**", none: true},
		"bold words, then plain":   {text: "More **buses**\n\nThat is all I ask.", want: "That is all I ask."},
		"bold in a later sentence": {text: "More buses. And **trains**.", want: "More buses."},
		"nothing":                  {text: " \n ", none: true},
		"a long sentence":          {text: long, want: strings.TrimSpace(strings.Repeat("many more words ", 13)) + " many more"},
	} {
		start, end, whole, ok := quote.Opening(c.text, c.cut)
		if ok == c.none {
			t.Errorf("%s: found %v", name, ok)
			continue
		}
		if ok && (c.text[start:end] != c.want || whole != c.whole) {
			t.Errorf("%s: %q, whole %v", name, c.text[start:end], whole)
		}
	}
	chinese := strings.Repeat("民主", 200)
	start, end, whole, ok := quote.Opening(chinese, false)
	if w := uniseg.StringWidth(chinese[start:end]); !ok || whole || w > quote.Longest || w < quote.Longest-2 {
		t.Errorf("%d columns", w)
	}
}

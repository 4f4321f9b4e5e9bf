package prose_test

import (
	"strings"
	"testing"

	"folkmoot/models/prose"
)

func TestWhatIsSeenStandsInTheMarkdown(t *testing.T) {
	for source, want := range map[string]string{
		"The *bus* is **late**.":                     "The bus is late.",
		"un*believ*able":                             "unbelievable",
		"See [the bus](http://bus.example \"x\") go": "See the bus go",
		"One\ntwo\n\n- three\n- four `*x*`":          "One two three four *x*",
		"# Head\n\n> said &amp; done \\*so\\*":       "Head said & done *so*",
		"https://a.example and <b>bold</b>":          "https://a.example and <b>bold</b>",
		"| a | b |\n|---|---|\n| c | *d* |":          "a b c d",
		"    code *here*\n\nHäuser":                  "code *here* Häuser",
	} {
		seen, err := prose.See(t.Context(), source)
		if err != nil || strings.Join(strings.Fields(seen.Text), " ") != want {
			t.Errorf("%q is seen as %q: %v", source, seen.Text, err)
		}
		if len(seen.Places) != len(seen.Text) {
			t.Fatalf("%q: %d places for %d bytes", source, len(seen.Places), len(seen.Text))
		}
		for i := range len(seen.Text) {
			p, b := seen.Places[i], seen.Text[i]
			if b == '\n' || b == '&' {
				continue
			}
			if p.Start < 0 || p.End > len(source) || !strings.Contains(source[p.Start:p.End], string([]byte{b})) {
				t.Errorf("%q: byte %d, %q, stands at %v", source, i, b, p)
			}
		}
	}
	if _, err := prose.See(t.Context(), "a\r\nb"); err == nil {
		t.Error("places are told of a text that is stored otherwise")
	}
}

func FuzzWhatIsSeenStandsInTheMarkdown(f *testing.F) {
	for _, seed := range []string{"The *bus* [x](y) `z`", "- a\n  > b &lt; \\*", "|a|\n|-|\n|b\\|c|", "[^1]\n\n[^1]: note", "<http://x.example> www.y.example"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		seen, err := prose.See(t.Context(), source)
		if err != nil {
			return
		}
		if len(seen.Places) != len(seen.Text) {
			t.Fatalf("%d places for %d bytes", len(seen.Places), len(seen.Text))
		}
		for _, p := range seen.Places {
			if p.Start < 0 || p.End < p.Start || p.End > len(source) {
				t.Fatalf("%v of %d bytes", p, len(source))
			}
		}
	})
}

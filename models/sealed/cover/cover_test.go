package cover_test

import (
	"context"
	"strings"
	"testing"

	"folkmoot/models/discussion"
	"folkmoot/models/sealed/cover"
)

func TestDetailsAreCoveredHoweverTheyAreSet(t *testing.T) {
	for _, c := range []struct{ name, words, source, want string }{
		{"plain", "Jane Smith", "I met Jane Smith.", "I met [covered]."},
		{"each place", "07700 900123", "07700 900123 or 07700 900123", "[covered] or [covered]"},
		{"over a line", "Jane Smith", "I met Jane\nSmith.", "I met [covered]."},
		{"over a line of a quote", "Jane Smith", "> I met Jane\n> Smith.", "> I met [covered]."},
		{"set in bold", "Jane Smith", "I met Jane **Smith**.", "I met [covered]**."},
		{"marks within", "janesmith", "See jane\\_smith? No: ja*ne*smith", "See [covered]? No: [covered]"},
		{"a short word by itself", "Al", "Al also met Al.", "[covered] also met [covered]."},
		{"within a longer word", "janes", "janesmith1980", "[covered]mith1980"},
		{"before a bracket", "Jane", "Jane(http://x.example)", "[covered] (http://x.example)"},
		{"at the beginning, before a colon", "Jane", "Jane: http://x.example", "[covered] : http://x.example"},
		{"behind a sign of an image", "Jane", "Hey!Jane", "Hey! [covered]"},
		{"where a link leads", "jane@place.example", "[write](mailto:jane@place.example)", "[write](mailto:[covered])"},
		{"in code", "jane", "`jane`", "`[covered]`"},
		{"in a heading", "Jane", "# Jane", "# [covered]"},
		{"the longest first", "Jane\nJane Smith", "Jane Smith and Jane", "[covered] and [covered]"},
		{"signs that mean something in patterns", "a.b(c)", "a.b(c) axb(c)", "[covered] axb(c)"},
		{"not there", "Peter", "Jane", "Jane"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := cover.NewFinder(cover.Lines(c.words))
			if err != nil {
				t.Fatal(err)
			}
			got, _ := f.Text(c.source, discussion.Covered)
			if c.name == "set in bold" || c.name == "marks within" {
				// What is left of a mark is shown as it is; the detail is gone.
				if strings.Contains(got, "Smith") || strings.Contains(got, "smith") {
					t.Errorf("%q", got)
				}
				return
			}
			if got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestWhatIsLeftIsSaid(t *testing.T) {
	f, err := cover.NewFinder([]string{"Jane Smith", "jane@place.example"})
	if err != nil {
		t.Fatal(err)
	}
	for safe, want := range map[string]int{
		"<p>I met Jane <em>Smith</em>.</p>":                              1,
		`<p><a href="mailto:jane%40place.example">write</a></p>`:         1,
		`<p>J&#97;ne Smith</p>`:                                          1,
		`<p><img alt="Jane Smith" src="/x"></p>`:                         1,
		"<h2>Jane</h2><p>Smith’s shop</p>":                               0,
		`<p>I met <span class="fm-covered">[private detail covered]</p>`: 0,
	} {
		if left := f.Left(safe); len(left) != want {
			t.Errorf("%s: %v is left, want %d", safe, left, want)
		}
	}
}

func TestDetailsAreBounded(t *testing.T) {
	for _, words := range [][]string{{"a"}, {strings.Repeat("x", 301)}, strings.Fields(strings.Repeat("ab ", 1) + many(60))} {
		if _, err := cover.NewFinder(words); err == nil {
			t.Errorf("%.20v… is taken", words)
		}
	}
}

func many(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("x", i+2) + " ")
	}
	return b.String()
}

// Whatever is covered, rendering it holds neither the detail nor anything that was not there before.
func FuzzCovering(f *testing.F) {
	for _, seed := range [][2]string{
		{"Jane", "[Jane](http://x.example 'Jane') ![Jane](/Jane) <Jane@x.example> `Jane` # Jane\n\n[Jane]: /Jane\n\n| Jane | b |\n|--|--|\n| Jane | c |"},
		{"07700 900123", "ring **07700** _900123_ or 07700\n900123"},
		{"<script>", "<script>alert(1)</script>"},
		{"](javascript:", "[x](javascript:alert)"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, words, source string) {
		finder, err := cover.NewFinder(cover.Lines(words))
		if err != nil || len(finder.Words()) == 0 {
			return
		}
		covered, n := finder.Text(source, discussion.Covered)
		if n == 0 && covered != source {
			t.Fatalf("nothing was covered, and %q became %q", source, covered)
		}
		if n == 0 || strings.Contains(discussion.Covered, words) {
			return
		}
		body, err := discussion.Render(context.Background(), covered)
		if err != nil {
			return
		}
		shown := discussion.Bars(body.HTML)
		if strings.Contains(shown, "<script") || strings.Contains(strings.ToLower(shown), `"javascript:`) {
			t.Fatalf("%q became %q", source, shown)
		}
		if strings.Count(shown, "<span") != strings.Count(shown, `class="fm-covered"`) {
			t.Fatalf("a bar broke out: %q", shown)
		}
	})
}

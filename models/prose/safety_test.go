package prose_test

import (
	"context"
	"html"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"folkmoot/models/fixtures"
	"folkmoot/models/prose"
)

// TestVerdictCatches is the negative control: what the verdict must never let pass.
func TestVerdictCatches(t *testing.T) {
	for _, bad := range []string{
		`<script>alert(1)</script>`,
		`<p onclick="x()">a</p>`,
		`<a href="javascript:alert(1)" rel="nofollow ugc noopener">a</a>`,
		`<a href="data:text/html,x" rel="nofollow ugc noopener">a</a>`,
		`<a href="//evil.example" rel="nofollow ugc noopener">a</a>`,
		`<a href="/\evil.example" rel="nofollow ugc noopener">a</a>`,
		`<a href="relative" rel="nofollow ugc noopener">a</a>`,
		`<a href="https://a.example">no rel</a>`,
		`<img src="/x"/>`,
		`<p style="color:red">a</p>`,
		`<p class="a">a</p>`,
		`<p id="search">a</p>`,
		`<li id="fn:1">no prefix</li>`,
		`<sup id="c-fn:1">a</sup><sup id="c-fn:1">twice</sup>`,
		`<h1>a</h1>`,
		`<input type="text"/>`,
		`<input type="checkbox"/>`,
		`<p>not closed`,
		`<p>a<p>b</p></p>`,
		`<em>a<strong>b</em>c</strong>`,
		`<svg><p>a</p></svg>`,
		`<table><b>a</b></table>`,
		`<!-- a -->`,
		"<p>a\u202eb</p>",
		`<p>"</p>`,
	} {
		if verdict(bad) == nil {
			t.Errorf("passes: %s", bad)
		}
	}
	if err := verdict(`<p>a <a href="/b" rel="nofollow ugc noopener" title="c">d</a></p>` + "\n"); err != nil {
		t.Errorf("good HTML is refused: %v", err)
	}
}

func TestLinks(t *testing.T) {
	const after = `" rel="nofollow ugc noopener`
	for _, c := range []struct{ source, want string }{
		{"[a](https://b.example/c?d=e&f)", `<p><a href="https://b.example/c?d=e&amp;f` + after + `">a</a></p>`},
		{"[a](HTTPS://b.example)", `<p><a href="https://b.example` + after + `">a</a></p>`},
		{"[a](mailto:b@c.example)", `<p><a href="mailto:b@c.example` + after + `">a</a></p>`},
		{"[a](tel:+441384000000)", `<p><a href="tel:+441384000000` + after + `">a</a></p>`},
		{"[a](/groups/power)", `<p><a href="/groups/power` + after + `">a</a></p>`},
		{"[a](/)", `<p><a href="/` + after + `">a</a></p>`},
		{"[a](#top)", `<p><a href="#top` + after + `">a</a></p>`},
		{"[a](//evil.example)", `<p>a (//evil.example)</p>`},
		{`[a](/\evil.example)`, `<p><a href="/%5Cevil.example` + after + `">a</a></p>`},
		{"[a](/&Tab;/evil.example)", `<p><a href="/%09/evil.example` + after + `">a</a></p>`},
		{"[a](javascript:alert(1))", `<p>a (javascript:alert(1))</p>`},
		{"[a](JaVaScRiPt&colon;alert)", `<p>a (JaVaScRiPt:alert)</p>`},
		{"[a](&#x6a;avascript:alert)", `<p>a (javascript:alert)</p>`},
		{"[a](data:text/html,b)", `<p>a (data:text/html,b)</p>`},
		{"[a](vbscript:b)", `<p>a (vbscript:b)</p>`},
		{"[a](b.html)", `<p>a (b.html)</p>`},
		{"[a](../b)", `<p>a (../b)</p>`},
		{"[](https://b.example)", `<p><a href="https://b.example` + after + `">https://b.example</a></p>`},
		{"<javascript:alert(1)>", `<p>&lt;javascript:alert(1)&gt;</p>`},
		{"<https://b.example>", `<p><a href="https://b.example` + after + `">https://b.example</a></p>`},
		{"<b@c.example>", `<p><a href="mailto:b@c.example` + after + `">b@c.example</a></p>`},
		{"https://cy.wikipedia.org/wiki/Tŷ.", `<p><a href="https://cy.wikipedia.org/wiki/T%C5%B7` + after + `">https://cy.wikipedia.org/wiki/Tŷ</a>.</p>`},
		{"![A map](https://b.example/m.png)", `<p><a href="https://b.example/m.png` + after + `">A map</a></p>`},
		{"![](https://b.example/m.png)", `<p><a href="https://b.example/m.png` + after + `">https://b.example/m.png</a></p>`},
		{"[![A map](https://b.example/m.png)](/here)", `<p><a href="/here` + after + `">A map</a></p>`},
		{`[a](/b "c \"d\" <e>")`, `<p><a href="/b` + after + `" title="c &#34;d&#34; &lt;e&gt;">a</a></p>`},
	} {
		if d := check(t, c.source, prose.Options{}); d.HTML != c.want+"\n" {
			t.Errorf("%s\n gives %s\n  want %s", c.source, d.HTML, c.want)
		}
	}
}

func TestDirections(t *testing.T) {
	for _, c := range []struct{ source, want, text string }{
		{"a\u202eb", "<p>a[U+202E]b</p>\n", "ab"},
		{"a\u202db\u202cc", "<p>a[U+202D]bc</p>\n", "abc"},
		{"a&#x202e;b", "<p>a[U+202E]b</p>\n", "ab"},
		{"\u2067a", "<p>\u2067a\u2069</p>\n", "a"},
		{"\u202ba\u2066b", "<p>\u202ba\u2066b\u2069\u202c</p>\n", "ab"},
		{"\u2067a\u2069 b", "<p>\u2067a\u2069 b</p>\n", "a b"},
		{"a\u2069b\u202c", "<p>ab</p>\n", "ab"},
		{"\u2067a\n\nb", "<p>\u2067a\u2069</p>\n<p>b</p>\n", "a\n\nb"},
		{"- \u202ba\n- b", "<ul>\n<li>\u202ba\u202c</li>\n<li>b</li>\n</ul>\n", "a\nb"},
		{"[a](/b \"c\u202ed\")", "<p><a href=\"/b\" rel=\"nofollow ugc noopener\" title=\"cd\">a</a></p>\n", "a"},
		{"שלום \u200fa", "<p>שלום \u200fa</p>\n", "שלום \u200fa"},
	} {
		d := check(t, c.source, prose.Options{})
		if d.HTML != c.want || d.Text != c.text {
			t.Errorf("%+q\n gives %+q, %+q\n  want %+q, %+q", c.source, d.HTML, d.Text, c.want, c.text)
		}
	}
}

// TestManyDirections opens more directions than are kept; all that are kept are closed.
func TestManyDirections(t *testing.T) {
	d := check(t, strings.Repeat("\u2066a", 500), prose.Options{})
	opened, closed := strings.Count(d.HTML, "\u2066"), strings.Count(d.HTML, "\u2069")
	if opened == 0 || opened != closed {
		t.Errorf("%d opened, %d closed", opened, closed)
	}
}

func TestFootnoteIDsAreApart(t *testing.T) {
	const source = "a[^1] b[^1] c[^2]\n\n[^1]: one\n[^2]: two"
	one := check(t, source, prose.Options{Prefix: "c1-"})
	two := check(t, source, prose.Options{Prefix: "c2-"})
	if err := verdict(one.HTML + two.HTML); err != nil {
		t.Error(err)
	}
	if err := verdict(one.HTML + one.HTML); err == nil {
		t.Error("the same ids twice on a page pass")
	}
	wicked := check(t, source, prose.Options{Prefix: `"><script>c3-`})
	if !strings.Contains(wicked.HTML, `id="scriptc3-fn:1"`) {
		t.Errorf("a prefix is not made safe: %s", wicked.HTML)
	}
}

var (
	letters = regexp.MustCompile(`\pL{2,}`)
	// swallowed marks what Markdown takes for itself: references, entities, fence names.
	swallowed = regexp.MustCompile("\\]\\[|\\]:|&|```|~~~")
)

// TestNothingTypedVanishes looks for every word of a text in what readers see of it.
func TestNothingTypedVanishes(t *testing.T) {
	count := 0
	try := func(source string) {
		source = strings.ToValidUTF8(source, "")
		if swallowed.MatchString(source) {
			return
		}
		if count++; count%every != 0 {
			return
		}
		d, err := prose.Render(context.Background(), source, prose.Options{})
		if err != nil {
			return
		}
		seen := strings.ToLower(html.UnescapeString(visible(d.HTML)))
		seen += percentDecoded(seen)
		for _, word := range letters.FindAllString(source, -1) {
			if !strings.Contains(seen, strings.ToLower(word)) {
				t.Errorf("%q is not in %q, from %q", word, short(d.HTML), short(source))
				return
			}
		}
	}
	for _, source := range []string{
		"<div>hello</div>", "<!-- hidden -->", "<script>alert('hi')</script>", "[a](b.html 'title')",
		"~~ tildes", "![picture](x.png)", "<x:y>", "<b>bold</b> <unclosed", "<?php echo ?>", "<!DOCTYPE html>",
	} {
		try(source)
	}
	for _, folder := range []string{"xss", "html", "unicode", "markdown"} {
		walk(t, fixtures.Path(t, "corpora", folder), func(name string, content []byte) {
			for _, payload := range payloads(t, name, content) {
				try(payload)
			}
		})
	}
	if count < 8_000 {
		t.Errorf("only %d texts tried", count)
	}
}

var percents = regexp.MustCompile(`(?:%[0-9a-f]{2})+`)

func percentDecoded(s string) string {
	return percents.ReplaceAllStringFunc(s, func(run string) string {
		plain, err := url.PathUnescape(run)
		if err != nil {
			return run
		}
		return strings.ToLower(plain)
	})
}

// TestShownThoughSwallowed lists what Markdown would swallow and this renderer shows.
func TestShownThoughSwallowed(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"[Cllr Smith]: nonsense", "<p>[Cllr Smith]: nonsense</p>\n"},
		{"[a]: /b\n[a]: /c\n\n[a]", "<p>[a]: /c</p>\n<p><a href=\"/b\" rel=\"nofollow ugc noopener\">a</a></p>\n"},
		{"~~~ what I said", "<pre><code>what I said\n</code></pre>\n"},
		{"~~~ what I said\nmore\n~~~", "<pre><code>what I said\nmore\n</code></pre>\n"},
		{"~~~ go\nmore\n~~~", "<pre><code>more\n</code></pre>\n"},
		{"[^x]: alone", "<section role=\"doc-endnotes\"><ol>\n<li id=\"p-fn:1\">\n<p>[^x]:</p>\n<p>alone</p>\n</li>\n</ol></section>\n"},
	} {
		if d := check(t, c.source, prose.Options{Prefix: "p-"}); d.HTML != c.want {
			t.Errorf("%q\n gives %q\n  want %q", c.source, d.HTML, c.want)
		}
	}
}

// TestGolden compares whole documents with the files beside them.
// Run with PROSE_GOLDEN=write to write them anew, and read the difference.
func TestGolden(t *testing.T) {
	for _, c := range []struct {
		name string
		o    prose.Options
	}{
		{"comment", prose.Options{Prefix: "c12-"}},
		{"chapter", prose.Options{Prefix: "g3-", Chapter: true, Limits: prose.Chapter}},
		{"hostile", prose.Options{Prefix: "c13-"}},
	} {
		source, err := os.ReadFile("testdata/" + c.name + ".md")
		if err != nil {
			t.Fatal(err)
		}
		d := check(t, string(source), c.o)
		golden(t, "testdata/"+c.name+".html", d.HTML)
		golden(t, "testdata/"+c.name+".txt", d.Text+"\n")
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if os.Getenv("PROSE_GOLDEN") == "write" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: %s", path, firstDifference(string(want), got))
	}
}

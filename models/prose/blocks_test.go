package prose_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"folkmoot/models/prose"
)

func TestBlocks(t *testing.T) {
	const source = `Intro line
goes on.

# Title

Setext
------

- one
  more

  - inner
- [x] two

7. seven
8. eight

> quote
>
> on

Before
| a | b |
|---|--:|
| 1 | 2 |

    code

---

[ref]: https://example.org

See [here][ref] and below.[^1]

[^1]: A note
    of two lines.

End.`
	const link = `rel="nofollow ugc noopener"`
	want := []prose.Block{
		{Kind: prose.Paragraph, Source: "Intro line\ngoes on.", HTML: "<p>Intro line\ngoes on.</p>", Text: "Intro line goes on."},
		{Kind: prose.Heading, Level: 2, Source: "# Title", HTML: "<h2>Title</h2>", Text: "Title"},
		{Kind: prose.Heading, Level: 2, Source: "Setext\n------", HTML: "<h2>Setext</h2>", Text: "Setext"},
		{
			Kind: prose.Item, First: true, Source: "- one\n  more\n\n  - inner",
			HTML: "<ul>\n<li>\n<p>one\nmore</p>\n<ul>\n<li>inner</li>\n</ul>\n</li>\n</ul>", Text: "one more\n\ninner",
		},
		{
			Kind: prose.Item, Source: "- [x] two",
			HTML: "<ul>\n<li>\n<p><label><input checked=\"\" disabled=\"\" type=\"checkbox\"/> two</label></p>\n</li>\n</ul>", Text: "[x] two",
		},
		{Kind: prose.Item, Ordered: true, Number: 7, First: true, Source: "7. seven", HTML: "<ol start=\"7\">\n<li>seven</li>\n</ol>", Text: "seven"},
		{Kind: prose.Item, Ordered: true, Number: 8, Source: "8. eight", HTML: "<ol start=\"8\">\n<li>eight</li>\n</ol>", Text: "eight"},
		{Kind: prose.Quote, Source: "> quote\n>\n> on", HTML: "<blockquote>\n<p>quote</p>\n<p>on</p>\n</blockquote>", Text: "quote\n\non"},
		{Kind: prose.Paragraph, Source: "Before", HTML: "<p>Before</p>", Text: "Before"},
		{
			Kind: prose.Table, Source: "| a | b |\n|---|--:|\n| 1 | 2 |",
			HTML: "<table>\n<thead><tr><th>a</th><th align=\"right\">b</th></tr></thead>\n<tbody><tr><td>1</td><td align=\"right\">2</td></tr>\n</tbody>\n</table>",
			Text: "a | b\n1 | 2",
		},
		{Kind: prose.Code, Source: "code", HTML: "<pre><code>code\n</code></pre>", Text: "code"},
		{Kind: prose.Rule, Source: "---", HTML: "<hr/>"},
		{
			Kind: prose.Paragraph, Source: "See [here][ref] and below.[^1]",
			HTML: `<p>See <a href="https://example.org" ` + link + `>here</a> and below.<sup id="g1-fnref:1"><a href="#g1-fn:1" ` + link + ` role="doc-noteref">1</a></sup></p>`,
			Text: "See here and below.[1]",
		},
		{Kind: prose.Paragraph, Source: "End.", HTML: "<p>End.</p>", Text: "End."},
		{
			Kind: prose.Note, Number: 1, Source: "[^1]: A note\n    of two lines.",
			HTML: "<section role=\"doc-endnotes\"><ol start=\"1\">\n<li id=\"g1-fn:1\">\n<p>A note\nof two lines. <a aria-label=\"Back to the text\" href=\"#g1-fnref:1\" " + link + " role=\"doc-backlink\">↩</a></p>\n</li>\n</ol></section>",
			Text: "[1] A note of two lines.",
		},
	}
	got, err := prose.Blocks(context.Background(), source, prose.Options{Prefix: "g1-"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(want):
			t.Errorf("block %d too many: %+v", i, got[i])
		case i >= len(got):
			t.Errorf("block %d is missing: %+v", i, want[i])
		case !reflect.DeepEqual(got[i], want[i]):
			t.Errorf("block %d\n gives %+v\n  want %+v", i, got[i], want[i])
		}
	}
	checkBlocks(t, "chapter", source)
}

func TestBlocksOfNothing(t *testing.T) {
	for _, source := range []string{"", "\n \n"} {
		if blocks, err := prose.Blocks(context.Background(), source, prose.Options{}); err != nil || len(blocks) != 0 {
			t.Errorf("%q: %v, %v", source, blocks, err)
		}
	}
}

// TestEveryWordIsInABlock puts the blocks of a text together again.
func TestEveryWordIsInABlock(t *testing.T) {
	const source = "one\n\n* two\n* three\n\n> four\n\n```\nfive\n```\n\n| six |\n|-|\n| seven |\n\n[eight]: nine ten\n\n[^e]: twelve"
	blocks, err := prose.Blocks(context.Background(), source, prose.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, b := range blocks {
		all.WriteString(b.Text + "\n" + b.Source + "\n")
	}
	for _, word := range strings.Fields("one two three four five six seven eight nine ten twelve") {
		if strings.Count(all.String(), word) != 2 {
			t.Errorf("%q is in the blocks' text and source %d times, not 2", word, strings.Count(all.String(), word))
		}
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range shapes {
		f.Add(s.make(200))
	}
	f.Add("a[^1] [b](/c \"d\") ![e](f)\n\n[^1]: - [ ] x\n\n|a|\n|-:|\n|`\\|`|")
	f.Fuzz(func(t *testing.T, source string) {
		check(t, source, prose.Options{Prefix: "c1-"})
	})
}

func FuzzBlocks(f *testing.F) {
	for _, s := range shapes {
		f.Add(s.make(200))
	}
	f.Fuzz(func(t *testing.T, source string) {
		checkBlocks(t, short(source), source)
		blocks, err := prose.Blocks(context.Background(), source, prose.Options{})
		again, err2 := prose.Blocks(context.Background(), source, prose.Options{})
		if !reflect.DeepEqual(blocks, again) || errors.Is(err, context.Canceled) || (err == nil) != (err2 == nil) {
			t.Errorf("%q: a second time something else comes out", source)
		}
		clean, err := prose.Clean(source)
		for _, b := range blocks {
			if err != nil || !strings.Contains(clean, b.Source) {
				t.Errorf("%q: a block's source %q is not in it", source, b.Source)
			}
		}
	})
}

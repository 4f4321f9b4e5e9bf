package prose_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"folkmoot/models/prose"
)

const comment150 = `I have lived on the **Wren's Nest** for thirty years and I run the Tuesday lunch club with Mair. We started with six people and a kettle. Last week we had forty-one, and two of them came on their own on the bus from Netherton.

What helped us was not a grant. It was the caretaker, who opens up early and *never* asks for anything. If the guide says one thing about small groups, say this:

- Find the person with the key.
- Thank them.
- Do not make them fill in a form.

The council can help by not moving us. Every time the room changes we lose four or five people who do not use the internet. See https://example.org/rooms for the list we keep. I would like somebody from the library to come and eat with us, any Tuesday at all, and then tell us what they heard.
`

func BenchmarkComment(b *testing.B) {
	ctx := context.Background()
	b.SetBytes(int64(len(comment150)))
	for b.Loop() {
		if _, err := prose.Render(ctx, comment150, prose.Options{Prefix: "c1-"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChapter(b *testing.B) {
	ctx := context.Background()
	chapter := strings.Repeat("## Part\n\n"+comment150+"\n", 30)
	b.SetBytes(int64(len(chapter)))
	for b.Loop() {
		if _, err := prose.Blocks(ctx, chapter, prose.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHostile renders every hostile shape at the greatest size of a comment. The bound to
// keep is 50 ms of CPU each.
func BenchmarkHostile(b *testing.B) {
	ctx := context.Background()
	for _, s := range shapes {
		source := clip(s.make(64<<10), 64<<10)
		b.Run(s.name, func(b *testing.B) {
			for b.Loop() {
				_, _ = prose.Render(ctx, source, prose.Options{})
			}
		})
	}
}

func TestContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := prose.Render(ctx, "a", prose.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context gives %v", err)
	}
	if _, err := prose.Blocks(ctx, "a", prose.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context gives %v", err)
	}
}

// TestAtOnce renders from many sides at once and gets the same everywhere.
func TestAtOnce(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	want, err := prose.Render(ctx, comment150, prose.Options{Prefix: "c1-"})
	if err != nil {
		t.Fatal(err)
	}
	failures := make(chan error, 64)
	for range cap(failures) {
		go func() {
			for range 20 {
				if got, err := prose.Render(ctx, comment150, prose.Options{Prefix: "c1-"}); err != nil || got != want {
					failures <- errors.Join(err, errors.New("it differs"))
					return
				}
			}
			failures <- nil
		}()
	}
	for range cap(failures) {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
}

// TestLimits takes a text to each bound and one step past it.
func TestLimits(t *testing.T) {
	most := prose.Comment
	for _, c := range []struct {
		name     string
		fits     string
		past     string
		reason   prose.Reason
		mentions string
	}{
		{"bytes", strings.Repeat("a ", most.Bytes/2), strings.Repeat("a ", most.Bytes/2) + "a", prose.TooLong, "65000"},
		{"depth", strings.Repeat("> ", most.Depth) + "a", strings.Repeat("> ", most.Depth+1) + "a", prose.TooDeep, "16"},
		{"columns", tableOf(most.Columns, 2), tableOf(most.Columns+1, 2), prose.TooWide, "40"},
		{"cells", tableOf(40, 99), tableOf(40, 101), prose.TooManyCells, "4000"},
		{"definitions", listed("[a%d]: /b\n", most.Definitions), listed("[a%d]: /b\n", most.Definitions+1), prose.TooManyLinks, "500"},
		{
			"footnotes", strings.Repeat("some words here ", 99) + "\n\n" + listed("[^%d]: a note of some words\n\n", most.Footnotes),
			listed("[^%d]: a note\n\n", most.Footnotes+1), prose.TooManyNotes, "200",
		},
		{"elements", strings.Repeat("a b c\n\n", most.Elements-1000), strings.Repeat("a\n\n", most.Elements+1), prose.TooManyParts, "10000"},
		{"controls", "ab", "a\x00b", prose.NotText, "hidden"},
	} {
		if _, err := prose.Render(context.Background(), c.fits, prose.Options{}); err != nil {
			t.Errorf("%s: a text at the bound: %v", c.name, err)
		}
		_, err := prose.Render(context.Background(), c.past, prose.Options{})
		var refusal *prose.Refusal
		if !errors.As(err, &refusal) || refusal.Reason != c.reason || !strings.Contains(refusal.Error(), c.mentions) {
			t.Errorf("%s: past the bound: %v", c.name, err)
		}
	}
}

func tableOf(columns, rows int) string {
	return strings.Repeat("|a", columns) + "|\n" + strings.Repeat("|-", columns) + "|\n" +
		strings.Repeat(strings.Repeat("|b", columns)+"|\n", rows-1)
}

// listed repeats a pattern n times, with the numbers from 0.
func listed(pattern string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, pattern, i)
	}
	return b.String()
}

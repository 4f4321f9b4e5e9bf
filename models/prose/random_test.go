package prose_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/prose"
)

// tokens are what Markdown gives a meaning to, and a little that it does not.
var tokens = []string{
	"*", "_", "~", "**", "~~", "***", "`", "``", "[", "]", "(", ")", "](", "![", "[^", "^", ":", "]: ", "<", ">",
	"<a ", "</a>", "<!--", "-->", "<?", "<![CDATA[", "\"", "'", "\\", "&", "&amp;", "&#x202e;", ";", "|", "|-", "-:", "- ", "+ ", "1. ",
	"7) ", "> ", "#", "# ", "=", "===\n", "---\n", "\n", "\n\n", "  ", "    ", "\t", "a", "b ", "1", "http://", "https://a.b/c", "www.",
	"@", "a@b.c", ".", "/", "!", "\u202e", "\u2066", "\u2069", "é", "字", "x=", "```\n", "~~~", "[a]", "[^1]", "[^1]: ", "[^2]: ",
	"[a]: /b\n", "[a]: /b 'c'\n", "[ ] ", "- [x] ", "|a|b|\n|-|-|\n", "\n- ", "\n  - ", "\n> ", "\n    ", "](/b)", "](javascript:b)", "](b \"c\")",
	"<b>", "</b>", "<script>", "<img src=x onerror=y>", "&lt;", "\x01", "\u00a0", "  \n", "\\\n",
}

// piece joins up to n tokens.
func piece(r *rand.Rand, n int) string {
	var b strings.Builder
	for range 1 + r.IntN(n) {
		b.WriteString(tokens[r.IntN(len(tokens))])
	}
	return b.String()
}

// TestRandomTexts judges short texts of random tokens, always the same ones.
func TestRandomTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 10))
	for range 10_000 / every {
		source := piece(r, 50)
		check(t, source, prose.Options{Prefix: "c1-"})
		checkBlocks(t, short(source), source)
	}
}

// TestRandomBombs repeats random pieces to the greatest size. With PROSE_SEARCH set to a
// duration it goes on for that long with ever new ones, and prints the slowest.
func TestRandomBombs(t *testing.T) {
	search, _ := time.ParseDuration(os.Getenv("PROSE_SEARCH"))
	seed := uint64(1)
	if search > 0 {
		seed = uint64(time.Now().UnixNano())
	}
	r := rand.New(rand.NewPCG(seed, 1))
	type slow struct {
		took time.Duration
		what string
	}
	var slowest []slow
	end := time.Now().Add(search)
	for i := 0; i < 150/every || time.Now().Before(end); i++ {
		source, what := bomb(r, 64<<10)
		before := cpu()
		d, err := prose.Render(context.Background(), source, prose.Options{})
		took := cpu() - before
		var refusal *prose.Refusal
		if err != nil && (!errors.As(err, &refusal) || refusal.Reason == prose.Unreadable) {
			t.Errorf("%s: %v", what, err)
		}
		if most := 8*len(source) + 4<<10; len(d.HTML) > most {
			t.Errorf("%s: %d bytes of HTML", what, len(d.HTML))
		}
		if took > 2*time.Second {
			t.Errorf("%s: %v of CPU", what, took)
		}
		slowest = append(slowest, slow{took, fmt.Sprint(what, " ", err)})
	}
	if search > 0 {
		slices.SortFunc(slowest, func(a, b slow) int { return int(b.took - a.took) })
		for _, s := range slowest[:20] {
			fmt.Println(s.took, s.what)
		}
		fmt.Println(len(slowest), "tried")
	}
}

// bomb repeats a few random pieces up to size bytes, and says which.
func bomb(r *rand.Rand, size int) (source, what string) {
	var b strings.Builder
	if r.IntN(2) == 0 {
		start, times := piece(r, 8), 1+r.IntN(16)
		b.WriteString(strings.Repeat(start, times))
		what = fmt.Sprintf("%q×%d ", start, times)
	}
	parts := 1 + r.IntN(3)
	for range parts {
		p := piece(r, 7)
		times := size / parts / len(p)
		b.WriteString(strings.Repeat(p, times))
		what += fmt.Sprintf("%q×%d ", p, times)
	}
	return clip(b.String(), size), what
}

package prose_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"folkmoot/models/prose"
)

// shape makes a text of about n bytes that is hard on a Markdown parser.
type shape struct {
	name string
	make func(n int) string
}

// rep repeats a piece up to n bytes.
func rep(piece string) func(int) string {
	return func(n int) string { return strings.Repeat(piece, max(1, n/len(piece))) }
}

// pair opens n/2 bytes of one piece and closes them with another, around a middle.
func pair(open, middle, shut string) func(int) string {
	return func(n int) string {
		k := max(1, n/(len(open)+len(shut)))
		return strings.Repeat(open, k) + middle + strings.Repeat(shut, k)
	}
}

// head puts a beginning before a repeated piece.
func head(start, piece string) func(int) string {
	return func(n int) string { return start + rep(piece)(max(1, n-len(start))) }
}

// stairs nests a marker one deeper on every line.
func stairs(marker, step string, blank bool) func(int) string {
	return func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			b.WriteString(strings.Repeat(step, i) + marker + "a\n")
			if blank {
				b.WriteString("\n")
			}
		}
		return b.String()[:n]
	}
}

// nest opens depth list items and goes on with a tail.
func nest(depth int, tail string) func(int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return head(b.String(), tail)
}

// ticks writes runs of backticks of ever new lengths.
func ticks(between string) func(int) string {
	return func(n int) string {
		var b strings.Builder
		for i := 1; b.Len() < n; i++ {
			b.WriteString(strings.Repeat("`", i) + between)
		}
		return b.String()[:n]
	}
}

// numbered repeats a pattern with ever new numbers.
func numbered(pattern string) func(int) string {
	return func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			fmt.Fprintf(&b, pattern, i)
		}
		return b.String()
	}
}

// both writes n/2 bytes of each of two shapes.
func both(a, b func(int) string) func(int) string {
	return func(n int) string { return a(n/2) + "\n\n" + b(n/2) }
}

func wide(columns int, row string) func(int) string {
	return head(strings.Repeat("|a", columns)+"|\n"+strings.Repeat("|-", columns)+"|\n", row)
}

var shapes = []shape{
	{"prose", rep("The library matters to us. It is where we meet. ")},
	{"prose lines", rep("The library matters to us.\n")},
	{"prose paragraphs", rep("The library matters to *us* and to `them`, see https://example.org/a.\n\n")},
	{"emphasis ab", rep("*a_ ")},
	{"emphasis a_", rep("*a_")},
	{"emphasis threes", rep("a**b*c* ")},
	{"emphasis openers", rep("*a ")},
	{"emphasis closers", head("a*a ", "b** ")},
	{"emphasis pairs", rep("*a* ")},
	{"emphasis nested", pair("*a ", "b", " a*")},
	{"emphasis strong nested", pair("**a ", "b", " a**")},
	{"emphasis run", rep("*")},
	{"emphasis both runs", pair("**", "a", "**")},
	{"underscore words", rep("_a")},
	{"strike pairs", rep("~a~ ")},
	{"strike openers", rep("~~a ")},
	{"strike run", rep("~")},
	{"marks that do nothing", rep("~ a* ")},
	{"mixed marks", rep("*a _b ~c ")},
	{"link openers", rep("[")},
	{"link closers", rep("]")},
	{"brackets nested", pair("[", "a", "]")},
	{"brackets nested around marks", func(n int) string {
		return strings.Repeat("[", 30) + strings.Repeat("*a* ", n/4) + strings.Repeat("]", 30)
	}},
	{"unclosed links", rep("[a](")},
	{"unclosed links words", rep("[a](b")},
	{"unclosed pointed links", rep("[a](<b")},
	{"unclosed titles", rep("[a](b \"")},
	{"unclosed titles round", rep("[a](b (c ")},
	{"links", rep("[a](/b) ")},
	{"links and marks", rep("*a [x](/y) ")},
	{"links after a mark", head("*a ", "[x](/y) ")},
	{"image nest", pair("![", "a", "](/b)")},
	{"empty links", rep("[](/b)")},
	{"bracket lines", rep("[a]\n")},
	{"bracket runs long", rep(strings.Repeat("[", 32) + strings.Repeat("a", 900) + strings.Repeat("]", 32))},
	{"reference nest", rep("[a][b")},
	{"definitions", numbered("[a%d]: /b\n")},
	{"definitions apart", numbered("[a%d]: /b\n\n")},
	{"definition reused", head("[a]: /"+strings.Repeat("b", 2000)+"\n\n", "[a] ")},
	{"definition titles", rep("[a]: /b\n\"c\n")},
	{"footnotes", both(numbered("[^%d] "), numbered("[^%d]: a\n\n"))},
	{"footnote reused", head("[^1]: a\n\n", "[^1] ")},
	{"footnotes unknown", both(rep("[^x] "), numbered("[^%d]: a\n\n"))},
	{"footnotes nested", rep("[^a]: ")},
	{"footnotes unclosed", rep("[^a")},
	{"ticks lengths", ticks("a")},
	{"ticks lengths lines", ticks("\na\n")},
	{"ticks unclosed", rep("`a``b```c ")},
	{"ticks escaped", rep("\\`a ")},
	{"code spans", rep("`a` ")},
	{"quotes nested", rep(">")},
	{"quotes nested spaced", rep("> ")},
	{"quotes flat", rep("> a\n")},
	{"quotes apart", rep("> a\n\n")},
	{"quotes empty", rep(">\n\n")},
	{"quotes lazy", head(strings.Repeat("> ", 15), "a\n")},
	{"quotes deep lines", rep(strings.Repeat(">", 15) + "a\n")},
	{"lists on a line", rep("- ")},
	{"lists on a line text", rep("- a")},
	{"list flat", rep("- a\n")},
	{"list flat loose", rep("- a\n\n")},
	{"list empty items", rep("-\n")},
	{"list markers changing", rep("- a\n+ a\n* a\n")},
	{"list numbers", rep("1. a\n")},
	{"list stairs", stairs("- ", "  ", false)},
	{"list stairs loose", stairs("- ", "  ", true)},
	{"list stairs numbers", stairs("1. ", "   ", true)},
	{"list and quote stairs", stairs("> - ", "  ", true)},
	{"list deep then blanks", nest(14, "\n")},
	{"list deep then spaces", nest(14, "          \n")},
	{"list deep then lazy", nest(14, "a\n")},
	{"list deep then items", nest(14, strings.Repeat("  ", 13)+"- a\n")},
	{"list deep one long indent", nest(14, " ")},
	{"list deep tabs", nest(14, "\t")},
	{"list deep tabs text", nest(14, "\t\ta\n")},
	{"task list", rep("- [ ] a\n")},
	{"table", wide(2, "|a|b|\n")},
	{"table of bars", rep("|")},
	{"table short rows", wide(100, "|\n")},
	{"table short rows narrow", wide(40, "|\n")},
	{"table empty rows", wide(100, "a\n")},
	{"table wide rows", wide(40, strings.Repeat("|a", 40)+"|\n")},
	{"table one row", func(n int) string {
		return strings.Repeat("|a", n/4) + "|\n" + strings.Repeat("|-", n/4) + "|\n"
	}},
	{"table rules", rep("|-|-|\n")},
	{"table bad rules", rep("-:-|:-:-\n")},
	{"table escaped bars", wide(1, "`|\\|`\n")},
	{"tables apart", rep("|a|\n|-|\n\n")},
	{"table aligned", wide(2, "||\n")},
	{"headings", rep("# a\n")},
	{"headings empty", rep("#\n")},
	{"headings underlined", rep("a\n=\n")},
	{"heading hashes", rep("#")},
	{"rules", rep("---\n")},
	{"rule line", rep("- * ")},
	{"rule stars", rep("* ")},
	{"fences", rep("```\n")},
	{"fences unclosed", head("~~~\n", "```a\n")},
	{"indented code", rep("    a\n")},
	{"indented code blanks", head("    a\n", "\n")},
	{"blank lines", rep("\n")},
	{"spaces", rep(" ")},
	{"tabs", rep("\t")},
	{"html tags", rep("<a>")},
	{"html open", rep("<a ")},
	{"html attributes", rep("<a b ")},
	{"html attributes long", head("<a", " b=c")},
	{"html quotes", rep("<a b='<a b=\"")},
	{"html quotes in phase", rep(" c='<a b='")},
	{"html quotes mixed", head("<a", " b='\"' c=\"'<a\"")},
	{"html comments", rep("<!-- ")},
	{"html comments short", rep("<!-->")},
	{"html instructions", rep("<?")},
	{"html declarations", rep("<!A ")},
	{"html cdata", rep("<![CDATA[")},
	{"html less-than", rep("<")},
	{"autolinks", rep("<http://a>")},
	{"autolinks open", rep("<http:")},
	{"autolinks schemes", rep("<a:")},
	{"addresses", rep("http://a ")},
	{"addresses bare", rep("www.a ")},
	{"addresses joined", rep("_http://a")},
	{"addresses round", rep("(http://a.b")},
	{"addresses broken", rep("(http://- ")},
	{"addresses tails", head("http://a", ")")},
	{"addresses entities", head("http://a", "&a;")},
	{"mails", rep("a@b.c ")},
	{"mails joined", rep("_a@b")},
	{"mails long", rep("_" + strings.Repeat("a", 63) + "@")},
	{"mails domains", head("a@", "b.")},
	{"entities", rep("&amp;")},
	{"entities open", rep("&")},
	{"entities numbers", rep("&#x202e;")},
	{"escapes", rep("\\")},
	{"escapes marks", rep("\\*")},
	{"quotation marks", rep("\"")},
	{"apostrophes", rep("'")},
	{"hard breaks", rep("a  \n")},
	{"hard breaks slash", rep("a\\\n")},
	{"overrides", rep("\u202e")},
	{"isolates", rep("\u2066a")},
	{"embeddings", rep("\u202ba ")},
	{"controls", rep("\x01")},
	{"wide letters", rep("字")},
	{"joined marks", head("a", "\u0301")},
	{"setext and lists", rep("- a\n-\n")},
	{"quote list mix", rep("> 1. a\n>\n")},
	{"code in lists", rep("-     a\n")},
	{"fences in lists", rep("- ```\n")},
}

// sizes of hostile texts, in bytes.
var sizes = []int{16 << 10, 32 << 10, 64 << 10}

// TestHostileShapes renders every shape at every size: refused with words, or safe and bounded.
// Time is measured by BenchmarkHostile; here a shape may take no more than a very slow
// computer needs for a bounded amount of work, so that growth without bound fails the test.
func TestHostileShapes(t *testing.T) {
	const patience = 2 * time.Second
	tried := sizes
	if every > 1 {
		tried = sizes[:1]
	}
	for _, s := range shapes {
		for _, size := range tried {
			source := clip(s.make(size), size)
			before := cpu()
			d, err := prose.Render(context.Background(), source, prose.Options{})
			spent := cpu() - before
			if spent > patience {
				t.Errorf("%s, %d bytes: %v of CPU", s.name, size, spent)
			}
			var refusal *prose.Refusal
			if err != nil && (!errors.As(err, &refusal) || refusal.Error() == "" || refusal.Reason == prose.Unreadable) {
				t.Errorf("%s, %d bytes: %v", s.name, size, err)
			}
			if most := 8*len(source) + 4<<10; len(d.HTML) > most {
				t.Errorf("%s, %d bytes: %d bytes of HTML", s.name, size, len(d.HTML))
			}
			if os.Getenv("PROSE_TIMES") != "" {
				fmt.Printf("%8.1fms %5d KB in %7d out  %-30s %v\n", float64(spent.Microseconds())/1000, len(source)>>10, len(d.HTML), s.name, err)
			}
		}
	}
}

func clip(s string, n int) string { return strings.ToValidUTF8(s[:min(len(s), n)], "") }

// cpu is the CPU time that this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

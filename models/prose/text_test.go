package prose_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"folkmoot/models/prose"
)

func TestClean(t *testing.T) {
	for _, c := range []struct {
		in, want string
		reason   prose.Reason
	}{
		{"", "", ""},
		{"a\r\nb\rc\n\nd \n ", "a\nb\nc\n\nd", ""},
		{"  \ta", "  \ta", ""},
		{"a\u202eb\x07", "a\u202eb\x07", ""},
		{"a\x00b", "", prose.NotText},
		{"a\xffb", "", prose.NotText},
		{"a\xed\xa0\x80b", "", prose.NotText},
	} {
		got, err := prose.Clean(c.in)
		expect(t, c.in, got, c.want, err, c.reason)
	}
}

func TestLine(t *testing.T) {
	for _, c := range []struct {
		in, want string
		reason   prose.Reason
	}{
		{"  Mair \t ap\nRhys\u00a0x\u2028y ", "Mair ap Rhys x y", ""},
		{"Zoë 👩‍🌾 שלום \u200f", "Zoë 👩‍🌾 שלום \u200f", ""},
		{"a\x00", "", prose.NotText},
		{"a\x80", "", prose.NotText},
		{"a\x07b", "", prose.HiddenControls},
		{"a\x7fb", "", prose.HiddenControls},
		{"a\u202eb", "", prose.HiddenControls},
		{"a\u2066b", "", prose.HiddenControls},
		{"a\u0081b", "", prose.HiddenControls},
	} {
		got, err := prose.Line(c.in)
		expect(t, c.in, got, c.want, err, c.reason)
	}
}

func expect(t *testing.T, in, got, want string, err error, reason prose.Reason) {
	t.Helper()
	if got != want {
		t.Errorf("%q gives %q, want %q", in, got, want)
	}
	var refusal *prose.Refusal
	switch {
	case reason == "" && err != nil:
		t.Errorf("%q: %v", in, err)
	case reason != "" && (!errors.As(err, &refusal) || refusal.Reason != reason || refusal.Error() == ""):
		t.Errorf("%q: %v, want %s", in, err, reason)
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Power & inclusion":                 "power-inclusion",
		"  What's *next*?  ":                "whats-next",
		"Tŷ â ÉCOLE Straße Łódź":            "ty-a-ecole-strasse-lodz",
		"İstanbul ÆØ":                       "istanbul-aeo",
		"Москва й":                          "москва-й",
		"हिन्दी 2026":                       "हिन्दी-2026",
		"東京 の 図書館":                          "東京-の-図書館",
		"../../etc/passwd":                  "etc-passwd",
		"a\u202eb":                          "a-b",
		"—":                                 "untitled",
		"":                                  "untitled",
		"\u0301\u0301":                      "untitled",
		strings.Repeat("word ", 30) + "end": strings.TrimRight(strings.Repeat("word-", 12), "-"),
		strings.Repeat("x", 300):            strings.Repeat("x", 60),
	} {
		got := prose.Slug(in)
		if got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
		if again := prose.Slug(got); again != got {
			t.Errorf("%q is not a slug of its own: %q", got, again)
		}
	}
}

func TestExcerpt(t *testing.T) {
	for _, c := range []struct {
		in   string
		max  int
		want string
	}{
		{"Short.", 20, "Short."},
		{"A  b\n\nc", 20, "A b c"},
		{"The library is open, they say", 21, "The library is open…"},
		{"exactly ten", 11, "exactly ten"},
		{"Llanfairpwllgwyngyll", 10, "Llanfairp…"},
		{"👩‍🌾👩‍🌾👩‍🌾👩‍🌾", 3, "👩‍🌾👩‍🌾…"},
		{"東京都立図書館", 4, "東京都…"},
		{"word", 1, "…"},
		{"word", 0, ""},
		{"word", -1, ""},
		{"", 10, ""},
	} {
		if got := prose.Excerpt(c.in, c.max); got != c.want {
			t.Errorf("%q to %d gives %q, want %q", c.in, c.max, got, c.want)
		}
	}
}

func TestDiff(t *testing.T) {
	same, in, out := prose.Same, prose.PutIn, prose.TakenOut
	for _, c := range []struct {
		before, after string
		want          []prose.Change
	}{
		{"", "", nil},
		{"a", "a", []prose.Change{{Op: same, Text: "a"}}},
		{"", "a b", []prose.Change{{Op: in, Text: "a b"}}},
		{"The hall is free.", "The hall is not free.", []prose.Change{
			{Op: same, Text: "The hall is "}, {Op: in, Text: "not "}, {Op: same, Text: "free."},
		}},
		{"We ask for a room.", "We ask for two halls.", []prose.Change{
			{Op: same, Text: "We ask for "}, {Op: out, Text: "a room"}, {Op: in, Text: "two halls"}, {Op: same, Text: "."},
		}},
		{"nid yw'n hawdd", "nid yw'n anodd", []prose.Change{
			{Op: same, Text: "nid yw'n "}, {Op: out, Text: "hawdd"}, {Op: in, Text: "anodd"},
		}},
		{"東京の図書館", "京都の図書館", []prose.Change{
			{Op: out, Text: "東京"}, {Op: in, Text: "京都"}, {Op: same, Text: "の図書館"},
		}},
	} {
		got := prose.Diff(c.before, c.after)
		if c.before == "東京の図書館" { // how Unicode cuts these words may change; that it adds up may not
			addsUp(t, c.before, c.after, got)
			continue
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q to %q gives %v, want %v", c.before, c.after, got, c.want)
		}
		addsUp(t, c.before, c.after, got)
	}
}

// addsUp tells whether the pieces of a difference make up both texts, in the promised order.
func addsUp(t testing.TB, before, after string, changes []prose.Change) {
	t.Helper()
	var was, is strings.Builder
	for i, c := range changes {
		if c.Text == "" || i > 0 && (c.Op == changes[i-1].Op || c.Op == prose.TakenOut && changes[i-1].Op == prose.PutIn) {
			t.Errorf("%q to %q: piece %d out of order in %v", before, after, i, changes)
		}
		if c.Op != prose.PutIn {
			was.WriteString(c.Text)
		}
		if c.Op != prose.TakenOut {
			is.WriteString(c.Text)
		}
	}
	if was.String() != before || is.String() != after {
		t.Errorf("%q to %q does not add up: %v", short(before), short(after), changes)
	}
}

// TestDiffIsBounded compares two long texts that have nothing in common.
func TestDiffIsBounded(t *testing.T) {
	var before, after strings.Builder
	for i := range 15_000 {
		before.WriteString(strings.Repeat("a", i%97+1) + " ")
		after.WriteString(strings.Repeat("b", i%89+1) + "\n")
	}
	begin := time.Now()
	changes := prose.Diff(before.String(), after.String())
	addsUp(t, before.String(), after.String(), changes)
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
	many := make([]string, 70_000) // more different words than fit below the surrogates
	for i := range many {
		many[i] = strings.Repeat("c", i%50) + string(rune(0x4E00+i%20000)) + string(rune(0xAC00+i%11000))
	}
	text := strings.Join(many, " ")
	addsUp(t, text, text+" end", prose.Diff(text, text+" end"))
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"", nil},
		{" \n ", nil},
		{"One. Two? Three!", []string{"One.", "Two?", "Three!"}},
		{"  No stop\nNew line.", []string{"No stop", "New line."}},
		{"It costs £3.50 a day. Fine.", []string{"It costs £3.50 a day.", "Fine."}},
		{"Mrs. Jones and Dr. Patel came. So did St. John's.", []string{"Mrs. Jones and Dr. Patel came.", "So did St. John's."}},
		{"図書館は無料です。でも遠い。", []string{"図書館は無料です。", "でも遠い。"}},
		{"यह अच्छा है। हाँ।", []string{"यह अच्छा है।", "हाँ।"}},
		{"\"It is full.\" She left.", []string{"\"It is full.\"", "She left."}},
		{"Ask Dr.\nYes.", []string{"Ask Dr.", "Yes."}},
	} {
		var got []string
		end := 0
		for _, s := range prose.Sentences(c.in) {
			if s.Start < end || s.End <= s.Start || s.End > len(c.in) {
				t.Fatalf("%q: span %v", c.in, s)
			}
			got, end = append(got, c.in[s.Start:s.End]), s.End
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q gives %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "a\r\nb", "a\x00", "\xff", " \u2028 ", "\u202e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if clean, err := prose.Clean(s); err == nil {
			if again, err := prose.Clean(clean); err != nil || again != clean || strings.ContainsAny(clean, "\x00\r") {
				t.Errorf("%q gives %q, then %q", s, clean, again)
			}
		}
		if line, err := prose.Line(s); err == nil {
			if again, err := prose.Line(line); err != nil || again != line || strings.ContainsAny(line, "\n\t\x00") {
				t.Errorf("%q gives %q, then %q", s, line, again)
			}
		}
		slug := prose.Slug(s)
		if n := utf8.RuneCountInString(slug); n < 1 || n > 60 || strings.ContainsAny(slug, " /?#%.\\") {
			t.Errorf("%q gives the slug %q", s, slug)
		}
		if utf8.ValidString(s) {
			if got := prose.Excerpt(s, 10); utf8.RuneCountInString(got) > 0 && !utf8.ValidString(got) {
				t.Errorf("%q gives the excerpt %q", s, got)
			}
		}
		end := 0
		for _, span := range prose.Sentences(s) {
			if span.Start < end || span.End <= span.Start || span.End > len(s) {
				t.Fatalf("%q: span %v", s, span)
			}
			end = span.End
		}
	})
}

func FuzzDiff(f *testing.F) {
	f.Add("a b c", "a x c")
	f.Add("a\nb\n", "b\nc")
	f.Add("東京", "京都")
	f.Fuzz(func(t *testing.T, before, after string) {
		if len(before)+len(after) > 10_000 {
			return
		}
		addsUp(t, before, after, prose.Diff(before, after))
	})
}

package say_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"folkmoot/models/say"
)

func TestTextsReadAsEnglish(t *testing.T) {
	for want, text := range map[string]say.Text{
		"Please write something.":                     "Please write something.",
		"100% of it":                                  "100% of it",
		"Please keep this under 60 letters":           say.F("Please keep this under %d letters", 60),
		"It is in “Buses %d \x1f”.":                   say.F("It is in “%s”.", "Buses %d \x1f"),
		"1 comment":                                   say.N(1, "1 comment", "%d comments"),
		"3 comments by Ann":                           say.N(3, "1 comment by %s", "%d comments by %s", "Ann"),
		"1 comment by Ann":                            say.N(1, "1 comment by %s", "%d comments by %s", "Ann"),
		"We hid it. It breaks rule 3: be kind.":       say.Join("We hid it.", "", say.F("It breaks rule %d: %s.", 3, say.Text("be kind"))),
		"One.\n\nTwo.":                                say.Paragraphs("One.", "Two."),
		"One. Two.\n\nThree.":                         say.Paragraphs(say.Join("One.", "Two."), "Three."),
		"By 4 March 2026.":                            say.F("By %s.", say.Day(1772582400000)),
		"the sign '«', 3 and 4m0s":                    say.F("the sign %q, %d and %s", '«', int32(3), 4*time.Minute),
		"a, b and 2":                                  say.List(", ", "a", "", say.F("b and %d", 2)),
		"They are: one; two; three.":                  say.F("They are: %s.", say.List("; ", "one", "two", "three")),
		"50%, she wrote":                              say.Verbatim("50%, she wrote"),
		"A moderator writes: “one\n\ntwo \x1e three”": say.F("A moderator writes: “%s”", "one\n\ntwo \x1e three"),
	} {
		if got := text.String(); got != want {
			t.Errorf("%q reads %q, want %q", string(text), got, want)
		}
		if got := fmt.Sprint(text); got != want {
			t.Errorf("%q is written %q, want %q", string(text), got, want)
		}
	}
}

// shouting is a language that changes every source and leaves every value.
type shouting struct{}

func (shouting) Format(source string, args []any) string {
	source = strings.NewReplacer("%S", "%s", "%D", "%d").Replace(strings.ToUpper(source))
	if len(args) == 0 {
		return source
	}
	return fmt.Sprintf(source, args...)
}

func (s shouting) Count(n int, one, many string, args []any) string {
	if n == 1 {
		many = one
	}
	return s.Format(many, say.Fit(many, args))
}
func (shouting) Day(say.Day) string { return "some day" }

func (shouting) LongDay(say.LongDay) string { return "some weekday" }

func TestTextsAreSaidInTheReadersLanguage(t *testing.T) {
	text := say.Join(say.F("it breaks %s by %s on %s.", say.Text("a rule"), "Ann", say.Day(1)), say.N(2, "once", "%d times"))
	if got, want := text.In(shouting{}), "IT BREAKS A RULE BY Ann ON some day. 2 TIMES"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// lost is an error that carries a text.
type lost struct{ days int }

func (l lost) Said() say.Text { return say.N(l.days, "lost for a day", "lost for %d days") }
func (l lost) Error() string  { return l.Said().String() }

func TestErrorsSayWhatTheyCarry(t *testing.T) {
	for want, text := range map[string]say.Text{
		"LOST FOR 3 DAYS":              say.Of(fmt.Errorf("it is %w", lost{3})),
		"WHY: LOST FOR A DAY.":         say.F("Why: %s.", lost{1}),
		"eOF, at 50%":                  say.Of(errors.New("eOF, at 50%")),
		"WHY: something else, as said": say.F("Why: %s", errors.New("something else, as said")),
	} {
		if got := text.In(shouting{}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func FuzzValuesStayValues(f *testing.F) {
	f.Add("a\x1e\x1f\x1d%s\n\n[1]")
	f.Fuzz(func(t *testing.T, words string) {
		if !utf8.ValidString(words) {
			t.Skip("texts are UTF-8")
		}
		if got := say.F("x %s y", words).String(); got != "x "+words+" y" {
			t.Errorf("%q became %q", words, got)
		}
	})
}

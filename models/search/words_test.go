package search

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"folkmoot/models/db"
)

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		"Libraries, LIBRARY's":      "librari librari",
		"don't don’t dont":          "dont dont dont",
		"'quoted' 'n' rock'n'roll":  "quot n rocknrol",
		"café cafe\u0301 CAFÉ":      "cafe cafe cafe",
		"Łódź ǅ Straße ﬁne":         "lodz dz strass fine",
		"well-being 3.5 £500":       "well be 3 5 500",
		"图书馆 ok":                    "图 书 馆 ok",
		"🎉🏽 ❤️":                     "🎉 ❤",
		"لائبریری":                  "لایبریری",
		"bus buses":                 "bus bus",
		"soft\u00adhyphen":          "softhyphen",
		"a_b a\u0000b \ue000k":      "a b a b k",
		"हिन्दी में":                "हिन्दी में",
		"한국어":                       "한국어",
		"\xff\xfe bad":              "bad",
		"२०२६ ½":                    "२०२६ 12",
		"https://example.org/a?b=c": "https exampl org a b c",
	} {
		if got := strings.Join(indexed(text, ""), " "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestWordsAreWhereTheyWereFound(t *testing.T) {
	text := "Zażółć “gęślą” jaźń’s 图书 🎉 end"
	var got []string
	eachWord(text, func(w word) bool { got = append(got, text[w.start:w.end]); return true })
	if want := []string{"Zażółć", "gęślą", "jaźń’s", "图", "书", "🎉", "end"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDocumentsAreBounded(t *testing.T) {
	if n := len(indexed(strings.Repeat("a ", 3*maxWords), "")); n != maxWords {
		t.Errorf("%d words", n)
	}
	repeated := indexed(strings.Repeat("again ", 300)+"last", "")
	if repeated[maxRepeats-1] != "again" || repeated[maxRepeats] != markSign || repeated[300] != "last" {
		t.Error("repeats are not held by a sign in their place")
	}
	if s := formsOf(strings.Repeat("ﷺ", 500)).stem; utf8.RuneCountInString(s) > maxWord {
		t.Errorf("a word of %d characters", utf8.RuneCountInString(s))
	}
	if v := (document{words: repeated}).vector(); strings.Contains(v, markSign) || !strings.HasSuffix(v, "'last':301 ") {
		t.Errorf("the vector ends with %q", v[len(v)-20:])
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]struct{ terms, not []term }{
		`library hours`:            {[]term{{"librari"}, {"hour"}}, nil},
		`"opening hours" -shop`:    {[]term{{"open", "hour"}}, []term{{"shop"}}},
		`-"opening hours" library`: {[]term{{"librari"}}, []term{{"open", "hour"}}},
		`the library and the bus`:  {[]term{{"librari"}, {"bus"}}, nil},
		`to be`:                    {[]term{{"to"}, {"be"}}, nil},
		`"the bus"`:                {[]term{{"the", "bus"}}, nil},
		`well-being`:               {[]term{{"well", "be"}}, nil},
		`a -- b - c`:               {[]term{{"b"}, {"c"}}, nil},
		`"never closed`:            {[]term{{"never"}, {"close"}}, nil},
		`“curly quotes” ok`:        {[]term{{"cur", "quot"}, {"ok"}}, nil},
		`bus bus BUSES`:            {[]term{{"bus"}}, nil},
		`""`:                       {},
		`?!,.`:                     {},
		"":                         {},
	} {
		q, err := Parse(text)
		if want.terms != nil && want.terms[0][0] == "cur" {
			want.terms[0][0] = formsOf("curly").stem
		}
		if err != nil || !reflect.DeepEqual(stemsOf(q.terms), want.terms) || !reflect.DeepEqual(stemsOf(q.not), want.not) {
			t.Errorf("%q: got %q not %q, %v; want %q not %q", text, q.terms, q.not, err, want.terms, want.not)
		}
	}
}

// stemsOf gives the English forms of terms.
func stemsOf(terms [][]forms) []term {
	var list []term
	for _, words := range terms {
		list = append(list, readings(words)[0])
	}
	return list
}

func TestTooMuchIsRefusedInPlainWords(t *testing.T) {
	for name, text := range map[string]string{
		"ten thousand words":  strings.Repeat("word ", 10_000),
		"thirteen words":      "one two three four five six seven eight nine ten eleven twelve thirteen",
		"long phrases":        `"` + strings.Repeat("x y ", 40) + `"`,
		"only what is not":    "-library",
		"not text":            "library \xff",
		"a NUL in the middle": "lib\x00rary",
	} {
		_, err := Parse(text)
		var invalid db.Invalid
		if !errors.As(err, &invalid) || invalid["q"] == "" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestSnippetsShowTheWordsThatWereFound(t *testing.T) {
	long := strings.Repeat("nothing here ", 60) + "the old library & its hours" + strings.Repeat(" nothing more", 60)
	looked := func(f forms) bool { return f.stem == "librari" || f.stem == "hour" }
	got := snippet(long, looked)
	var text string
	var marks []string
	for _, p := range got {
		text += p.Text
		if p.Mark {
			marks = append(marks, p.Text)
		}
	}
	if !reflect.DeepEqual(marks, []string{"library", "hours"}) || !strings.HasPrefix(text, "… ") || !strings.HasSuffix(text, " …") {
		t.Errorf("got %q with marks %q", text, marks)
	}
	for _, short := range []string{"", "library", "one two\n\nthree library", strings.Repeat("x ", 41) + "hour"} {
		var text string
		for _, p := range snippet(short, looked) {
			text += p.Text
		}
		if short != "" && !strings.Contains(text, short[len(short)-4:]) || len(text) > len(short)+10 {
			t.Errorf("%q: got %q", short, text)
		}
	}
}

func TestPlain(t *testing.T) {
	for html, want := range map[string]string{
		"<p>A <strong>b</strong>c &amp; d</p><ul><li>e</li><li>f</li></ul>": "A bc & d e f",
		"no tags": "no tags",
		"<p>x<br>y</p><table><tr><td>1</td><td>2</td></tr></table>": "x y 1 2",
	} {
		if got := oneLine(plain(html)); got != want {
			t.Errorf("%q: got %q, want %q", html, got, want)
		}
	}
}

// FuzzParse checks that whatever is typed becomes a refusal or a query of plain stems, which need nothing but quotes
// in either engine's language, and that marking a text loses none of it.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`a "b c" -d`, "it's 图书馆 🎉", `'"\:*()&|!<->`, "-\"", "\ue000kx", "NEAR/3 AND OR"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text)
		if err != nil {
			return
		}
		for _, one := range append(q.terms, q.not...) {
			for _, s := range slices.Concat(readings(one)...) {
				if s == "" || strings.ContainsAny(s, "'\"\\:*()&|!<>-^ \t\n\x00"+markSign) || !utf8.ValidString(s) {
					t.Fatalf("%q gives the stem %q", text, s)
				}
			}
		}
		var joined string
		for _, p := range marked(text, func(f forms) bool { return f.stem == "a" }) {
			joined += p.Text
		}
		if joined != text {
			t.Fatalf("marking %q gave %q", text, joined)
		}
	})
}

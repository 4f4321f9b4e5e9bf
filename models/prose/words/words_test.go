package words_test

import (
	"strings"
	"testing"

	"folkmoot/models/prose/words"
)

func plain(text string) string {
	var list []string
	for _, w := range words.Of(text) {
		list = append(list, w.Plain)
	}
	return strings.Join(list, " ")
}

func TestWordsOfAnyScript(t *testing.T) {
	for text, want := range map[string]string{
		"The last bus, at 7.40, DIDN’T come!": "the last bus at 0 0 didnt come",
		"Café cafe\u0301":                     "cafe cafe",
		"末班车 🚌":                               "末 班 车 🚌",
		"":                                    "", "… — !": "",
	} {
		if got := plain(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if n := len(words.Of(strings.Repeat("word ", 10_000))); n != 2_000 {
		t.Errorf("%d words of a huge text", n)
	}
}

func TestWordsStandWhereTheyAre(t *testing.T) {
	text := "Buses, buses’ and ÉCOLE"
	want := []string{"Buses", "buses", "and", "ÉCOLE"}
	for i, w := range words.Of(text) {
		if text[w.Start:w.End] != want[i] {
			t.Errorf("%d: %q, want %q", i, text[w.Start:w.End], want[i])
		}
	}
	if list := words.Of(text); list[0].Stem != list[1].Stem {
		t.Errorf("got %+v", list)
	}
}

func TestIdleWords(t *testing.T) {
	for word, want := range map[string]bool{"the": true, "eight": true, "really": true, "dont": true, "x": true, "0": true, "bus": false, "车": false, "🚌": false, "mp": false} {
		if got := words.Idle(word); got != want {
			t.Errorf("%q: %v", word, got)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("The last bus, \xff at 7.40 👩‍👩‍👧 n̈")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, w := range words.Of(text) {
			if w.Start < end || w.End <= w.Start || w.End > len(text) || w.Plain == "" {
				t.Fatalf("%q: %+v after %d", text, w, end)
			}
			end = w.End
		}
	})
}

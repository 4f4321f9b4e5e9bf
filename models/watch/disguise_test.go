package watch_test

import (
	"context"
	"testing"

	"folkmoot/models/prose"
	"folkmoot/models/watch"
)

// Words are found in every disguise in which people read them.
func TestDisguisedWordsAreFound(t *testing.T) {
	words := list("blast", "wicked thing", "gossip+")
	for _, text := range []string{
		"bl@st", "bla$t it", "$omebody said bl@$t!", "what a b**la**st", "bl_ast_", "blast's", "blast’s", "BLAST'S", "bʟᴀst", "ƀlast", "bl\u115fast", "bl\u3164ast", "ⓑⓛⓐⓢⓣ", "🅑🅛🅐🅢🅣", "🄱🄻🄰🅂🅃",
		"wick*e*d thing", "a wicked th~~i~~ng", "g0ss!ping", "wicked thing's", "bl-4-st", "bl\\ast",
	} {
		if !found(t, words, text) {
			t.Errorf("%q is not noticed", text)
		}
	}
	for _, text := range []string{"Blasted heath!", "b last of all", "blastoff", "$5 or £6!", "ask bl@strange.example.org", "a bl$ and st", "sandblast's", "What!"} {
		if found(t, words, text) {
			t.Errorf("%q is noticed", text)
		}
	}
}

func found(t *testing.T, words *watch.Words, text string) bool {
	t.Helper()
	document, err := prose.Render(context.Background(), text, prose.Options{Limits: prose.Comment})
	if err != nil {
		t.Fatal(err)
	}
	return len(words.Match(watch.Look(text, document.Text))) > 0
}

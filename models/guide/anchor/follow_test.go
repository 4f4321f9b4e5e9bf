package anchor_test

import (
	"encoding/json"
	"testing"

	"folkmoot/models/guide/anchor"
)

func TestFollow(t *testing.T) {
	old := read(t, "# Doors\n\nThe host opens the door at six.\n\nThe host shuts the door at nine.\n\n# Keys\n\n| Who | What |\n|---|---|\n| Ann | a key |\n| Bo | a key |")
	new := read(t, "# Doors\n\nBe kind.\n\nThe host opens the door at five.\n\nThe host shuts the door at nine.\n\n# Keys\n\n| Who | What |\n|---|---|\n| Ann | a key |\n| Bo | a key |\n\n# Last words")
	for _, c := range []struct {
		q         anchor.Quoted
		status    anchor.How
		paragraph int
		text      string
		sure      bool
	}{
		{anchor.Quoted{Quote: "opens the door at six"}, anchor.Reworded, 2, "opens the door at five", true},
		{anchor.Quoted{Quote: "the door", Prefix: "The host shuts "}, anchor.Same, 3, "shuts the door", true}, // the words stand twice
		{anchor.Quoted{Quote: "a key", Prefix: "| Bo | "}, anchor.Same, 4, "Bo | a key", true},
		{anchor.Quoted{Quote: "keys"}, anchor.Same, 4, "Keys", true},
		{anchor.Quoted{Quote: "the door"}, anchor.Removed, 0, "", false}, // nothing tells which
		{anchor.Quoted{Quote: "a window"}, anchor.Removed, 0, "", false},
	} {
		c.q.ID = json.RawMessage(`"x"`)
		found, err := old.Follow(t.Context(), new, []anchor.Quoted{c.q})
		if err != nil {
			t.Fatal(err)
		}
		got := found[0]
		paragraph, text := 0, ""
		if got.Paragraph != nil {
			paragraph = *got.Paragraph
		}
		if got.Text != nil {
			text = *got.Text
		}
		if got.Status != c.status || paragraph != c.paragraph || text != c.text || string(got.ID) != `"x"` || (got.Sure > 0) != c.sure {
			t.Errorf("%q: %s %d %q %v, want %+v", c.q.Quote, got.Status, paragraph, text, got.Sure, c)
		}
	}
	if n := new.NumberOf(len(new.Blocks) - 1); n != 4 {
		t.Errorf("the last heading is numbered %d", n)
	}
}

func TestLocateForgives(t *testing.T) {
	d := read(t, "See [the plan](plan.md) first.[^1] It is <b>not</b> long. Yes.\n\nYes, said Ann. “Yes”, said Bo.\n\n[^1]: Printed in May.")
	for _, c := range []struct {
		quote, prefix, suffix string
		want                  string
	}{
		{"the plan first", "", "", "the plan (plan.md) first"},
		{"It is not long", "", "", "It is <b>not</b> long"},
		{"first.[^1] It", "", "", "first.[1] It"},
		{"it is NOT long.", "", "", "It is <b>not</b> long."},
		{"Yes", "not long. ", "", "Yes"},
		{"“Yes”", "", "", "“Yes”"}, // of three, the one with these marks
		{"Yes", "", "", ""},
		{"rint", "", "", "rint"}, // a part of a word, where it is no word
	} {
		m, ok := anchor.Locate(d.Blocks, c.quote, c.prefix, c.suffix)
		got := ""
		if ok {
			got = d.Blocks[m.Block].Text[m.Start:m.End]
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.quote, got, c.want)
		}
	}
	if n := anchor.Count(d.Blocks, "yes"); n != 3 {
		t.Errorf("yes stands %d times", n)
	}
}

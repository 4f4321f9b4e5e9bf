package anchor_test

import (
	"strings"
	"testing"

	"folkmoot/models/guide/anchor"
)

func TestLocate(t *testing.T) {
	text := texts("# Where the bus goes", "The bus — she said — stops at “six” o’clock. The bus is late.", "Le café  est\nfermé.", "The café is shut.")
	for _, c := range []struct {
		quote, prefix, suffix string
		block                 int
		want                  string
	}{
		{"stops at \"six\" o'clock", "", "", 1, "stops at “six” o’clock"},
		{"bus - she said - stops", "", "", 1, "bus — she said — stops"},
		{"cafe\u0301 est ferme\u0301.", "", "", 2, "café  est\nfermé."},
		{"  THE CAFÉ  ", "", "", 3, "The café"},
		{"bus", "Where the ", " goes", 0, "bus"},
		{"The bus", "o’clock. ", " is late", 1, "The bus"},
		{"The bus", "", "", 0, ""},
		{"not there", "", "", 0, ""},
		{" ", "", "", 0, ""},
	} {
		at, ok := anchor.Locate(text, c.quote, c.prefix, c.suffix)
		switch {
		case ok != (c.want != ""):
			t.Errorf("%q: %v, %v", c.quote, at, ok)
		case ok && (at.Block != c.block || text[at.Block].Text[at.Start:at.End] != c.want):
			t.Errorf("%q: block %d, %q, want block %d, %q", c.quote, at.Block, text[at.Block].Text[at.Start:at.End], c.block, c.want)
		}
	}
}

func TestCarryExact(t *testing.T) {
	old, new := texts(hall, bus, pool), texts(talk, hall, bus2)
	c := anchor.NewCarrier(old, new, anchor.Align(old, new))
	for _, test := range []struct {
		block int
		quote string
		now   int
		how   anchor.How
		whole bool
	}{
		{0, "a ramp", 1, anchor.Same, false},
		{0, "", 1, anchor.Same, true},
		{1, "nobody told us why", 2, anchor.Same, false},
		{2, "learned to swim", anchor.None, anchor.Removed, true},
	} {
		start := strings.Index(old[test.block].Text, test.quote)
		got := c.Carry(anchor.Mark{Block: test.block, Start: start, End: start + len(test.quote)})
		if got.Block != test.now || got.How != test.how || got.Whole() != test.whole {
			t.Errorf("%q: %+v", test.quote, got)
		}
		if !got.Whole() && new[got.Block].Text[got.Start:got.End] != test.quote {
			t.Errorf("%q is now %q", test.quote, new[got.Block].Text[got.Start:got.End])
		}
	}
}

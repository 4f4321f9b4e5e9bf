package anchor_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"folkmoot/models/guide/anchor"
)

// Words that stand in a text again and again are told apart by what is around them, but only up to a bound: a text
// that is made to be slow is not searched for ever.
func TestLocateManyPlaces(t *testing.T) {
	again := func(n int) []anchor.Block {
		return []anchor.Block{{Text: strings.Repeat("by bus ", n) + "we go by bus today " + strings.Repeat("by bus ", n)}}
	}
	for _, c := range []struct {
		name           string
		times          int
		prefix, suffix string
		found          bool
	}{
		{"a few hundred, with what is around", 400, "we go ", " today", true},
		{"a few hundred, with nothing", 400, "", "", false},
		{"thousands", 2000, "we go ", " today", false},
		{"far more around than is looked at", 400, strings.Repeat("äö by bus ", 50_000) + "we go ", " today" + strings.Repeat(" by bus", 50_000), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			blocks := again(c.times)
			m, found := anchor.Locate(blocks, "by bus", c.prefix, c.suffix)
			if found != c.found {
				t.Fatal(m, found)
			}
			if want := strings.Index(blocks[0].Text, "by bus today"); found && (m.Start != want || m.End != want+len("by bus")) {
				t.Errorf("%v, want it at %d", m, want)
			}
		})
	}
	if n := anchor.Count(again(5000), "by bus"); n < 1000 || n > 1001 {
		t.Error(n)
	}
	if n := anchor.Count([]anchor.Block{{Text: strings.Repeat("?!", 5000)}}, "?!"); n < 1000 || n > 1001 {
		t.Error(n)
	}
}

// Looking for quotes ends when nobody waits for the answer any more.
func TestFollowIsInterrupted(t *testing.T) {
	d, err := anchor.Read(t.Context(), "Some words to be found.")
	if err != nil {
		t.Fatal(err)
	}
	quotes := []anchor.Quoted{{ID: json.RawMessage("1"), Quote: "words"}}
	if found, err := d.Follow(t.Context(), d, quotes); err != nil || found[0].Status != anchor.Same {
		t.Error(found, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Follow(ctx, d, quotes); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

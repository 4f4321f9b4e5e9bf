package anchor_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/guide/anchor"
	"folkmoot/models/prose"
)

// texts makes paragraphs; a text that begins with # is a heading.
func texts(all ...string) []anchor.Block {
	list := make([]anchor.Block, len(all))
	for i, text := range all {
		list[i] = anchor.Block{Kind: prose.Paragraph, Source: text, Text: text}
		if heading, ok := strings.CutPrefix(text, "# "); ok {
			list[i].Kind, list[i].Text = prose.Heading, heading
		}
	}
	return list
}

// written shows links as text: "0=0 1~1 2-removed new-2".
func written(links []anchor.Link) string {
	var all []string
	for _, l := range links {
		switch l.How {
		case anchor.Removed:
			all = append(all, fmt.Sprintf("%d-removed", l.Old))
		case anchor.Fresh:
			all = append(all, fmt.Sprintf("new-%d", l.New))
		default:
			all = append(all, fmt.Sprintf("%d%s%d", l.Old, map[anchor.How]string{anchor.Same: "=", anchor.Reworded: "~", anchor.Moved: ">"}[l.How], l.New))
		}
	}
	return strings.Join(all, " ")
}

const (
	bus   = "The bus to the hospital stops at six in the evening and nobody told us why."
	bus2  = "The bus to the hospital stops at seven in the evening and nobody told us why."
	hall  = "The hall has a kitchen, a ramp and a key that three people hold between them."
	pool  = "Children learned to swim in the old baths until the roof was declared unsafe."
	talk  = "Ask people what they are good at before you ask them what they lack."
	short = "Yes."
)

func TestAlign(t *testing.T) {
	for name, c := range map[string]struct {
		old, new []anchor.Block
		want     string
	}{
		"nothing":                           {nil, nil, ""},
		"a first version":                   {nil, texts(bus, hall), "new-0 new-1"},
		"everything taken out":              {texts(bus, hall), nil, "0-removed 1-removed"},
		"the same":                          {texts(bus, hall), texts(bus, hall), "0=0 1=1"},
		"one put in":                        {texts(bus, hall), texts(bus, pool, hall), "0=0 new-1 1=2"},
		"one taken out":                     {texts(bus, pool, hall), texts(bus, hall), "0=0 1-removed 2=1"},
		"a word changed":                    {texts(hall, bus, pool), texts(hall, bus2, pool), "0=0 1~1 2=2"},
		"reworded with nothing around":      {texts(bus), texts(bus2), "0~0"},
		"replaced by something else":        {texts(hall, bus, pool), texts(hall, talk, pool), "0=0 new-1 2=2 1-removed"},
		"reworded, and another put in":      {texts(hall, bus, pool), texts(hall, talk, bus2, pool), "0=0 new-1 1~2 2=3"},
		"moved":                             {texts(bus, hall, pool), texts(hall, pool, bus), "1=0 2=1 0>2"},
		"too short to be found elsewhere":   {texts(short, hall, pool), texts(hall, pool, short), "0-removed 1=0 2=1 new-2"},
		"the same twice, one taken out":     {texts(short, bus, short), texts(short, bus), "0=0 1=1 2-removed"},
		"two that could both be it":         {texts(hall, bus, pool), texts(hall, bus2, bus+" Why?", pool), "0=0 new-1 new-2 2=3 1-removed"},
		"a paragraph never becomes a title": {texts(hall, bus, pool), texts(hall, "# "+bus2, pool), "0=0 new-1 2=2 1-removed"},
		"a title reworded":                  {texts("# Look at places", hall), texts("# Then look at places", hall), "0~0 1=1"},
		"not reworded across a neighbour":   {texts(bus, hall), texts(hall, bus2), "0-removed 1=0 new-1"},
	} {
		if got := written(anchor.Align(c.old, c.new)); !sameLinks(got, c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// sameLinks compares links whatever the order of what was removed among the others.
func sameLinks(a, b string) bool {
	one, other := strings.Fields(a), strings.Fields(b)
	slices.Sort(one)
	slices.Sort(other)
	return slices.Equal(one, other)
}

func TestAlignIsWhole(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 14))
	stock := []string{bus, bus2, hall, pool, talk, short, "# One", "# Two", hall + " " + talk, strings.Replace(pool, "old", "town", 1), "---"}
	for range 2000 {
		old, new := pick(random, stock), pick(random, stock)
		links := anchor.Align(old, new)
		seenOld, seenNew := make([]int, len(old)), make([]int, len(new))
		last := anchor.None
		for _, l := range links {
			if l.Old != anchor.None {
				seenOld[l.Old]++
			}
			if l.New != anchor.None {
				seenNew[l.New]++
				if l.New != last+1 {
					t.Fatalf("links out of the new order: %s", written(links))
				}
				last = l.New
			}
			checkLink(t, l, old, new)
		}
		for _, n := range append(seenOld, seenNew...) {
			if n != 1 {
				t.Fatalf("a block stands in %d links: %s", n, written(links))
			}
		}
	}
}

func pick(random *rand.Rand, stock []string) []anchor.Block {
	list := make([]string, random.IntN(9))
	for i := range list {
		list[i] = stock[random.IntN(len(stock))]
	}
	return texts(list...)
}

func checkLink(t *testing.T, l anchor.Link, old, new []anchor.Block) {
	t.Helper()
	switch l.How {
	case anchor.Same, anchor.Moved:
		if old[l.Old].Text != new[l.New].Text || old[l.Old].Kind != new[l.New].Kind || l.Sure != 1 {
			t.Fatalf("%s: %q and %q, sure %v", l.How, old[l.Old].Text, new[l.New].Text, l.Sure)
		}
	case anchor.Reworded:
		if old[l.Old].Text == new[l.New].Text || old[l.Old].Kind != new[l.New].Kind || l.Sure < 0.6 || l.Sure > 1 {
			t.Fatalf("%s: %q and %q, sure %v", l.How, old[l.Old].Text, new[l.New].Text, l.Sure)
		}
	case anchor.Removed:
		if l.New != anchor.None {
			t.Fatalf("removed, and yet there: %+v", l)
		}
	case anchor.Fresh:
		if l.Old != anchor.None {
			t.Fatalf("new, and yet from somewhere: %+v", l)
		}
	default:
		t.Fatalf("%+v", l)
	}
}

func TestAlignKeepsWhatDidNotChange(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 71))
	var list []string
	for i := range 300 {
		list = append(list, fmt.Sprintf("Paragraph %d says that %d neighbours of street %d share a ladder and a kettle.", i, random.IntN(1e6), random.IntN(1e6)))
	}
	kept := slices.Clone(list)
	for range 30 {
		i := random.IntN(len(kept))
		kept = slices.Delete(kept, i, i+1)
	}
	for _, l := range anchor.Align(texts(list...), texts(kept...)) {
		if l.How != anchor.Same && l.How != anchor.Removed {
			t.Fatalf("%+v", l)
		}
	}
}

func TestAlignInOtherScripts(t *testing.T) {
	old := texts("市役所は来年の春に古い図書館を閉める予定だと住民に伝えた。", "المكتبة مغلقة يوم الأحد لكن المقهى مفتوح طوال الأسبوع.")
	new := texts("市役所は来年の秋に古い図書館を閉める予定だと住民に伝えた。", "المكتبة مغلقة يوم السبت لكن المقهى مفتوح طوال الأسبوع.")
	if got := written(anchor.Align(old, new)); got != "0~0 1~1" {
		t.Error(got)
	}
}

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
			all = append(all, fmt.Sprintf("%d%s%d", l.Old, map[anchor.How]string{anchor.Same: "=", anchor.Reworded: "~", anchor.Moved: ">", anchor.Split: "/", anchor.Merged: "+"}[l.How], l.New))
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
		"nothing":                         {nil, nil, ""},
		"a first version":                 {nil, texts(bus, hall), "new-0 new-1"},
		"everything taken out":            {texts(bus, hall), nil, "0-removed 1-removed"},
		"the same":                        {texts(bus, hall), texts(bus, hall), "0=0 1=1"},
		"one put in":                      {texts(bus, hall), texts(bus, pool, hall), "0=0 new-1 1=2"},
		"one taken out":                   {texts(bus, pool, hall), texts(bus, hall), "0=0 1-removed 2=1"},
		"a word changed":                  {texts(hall, bus, pool), texts(hall, bus2, pool), "0=0 1~1 2=2"},
		"reworded with nothing around":    {texts(bus), texts(bus2), "0~0"},
		"replaced by something else":      {texts(hall, bus, pool), texts(hall, talk, pool), "0=0 new-1 2=2 1-removed"},
		"reworded, and another put in":    {texts(hall, bus, pool), texts(hall, talk, bus2, pool), "0=0 new-1 1~2 2=3"},
		"moved":                           {texts(bus, hall, pool), texts(hall, pool, bus), "1=0 2=1 0>2"},
		"too short to be found elsewhere": {texts(short, hall, pool), texts(hall, pool, short), "0-removed 1=0 2=1 new-2"},
		"the same twice, one taken out":   {texts(short, bus, short), texts(short, bus), "0=0 1=1 2-removed"},
		"two that could both be it":       {texts(hall, bus, pool), texts(hall, bus2, bus+" Why?", pool), "0=0 new-1 new-2 2=3 1-removed"},
		"a paragraph became a title":      {texts(hall, bus, pool), texts(hall, "# "+bus2, pool), "0=0 1~1 2=2"},
		"a title reworded":                {texts("# Look at places", hall), texts("# Then look at places", hall), "0~0 1=1"},
		"moved and reworded":              {texts(bus, hall), texts(hall, bus2), "1=0 0>1"},
		"split":                           {texts(talk, bus+" "+hall, pool), texts(talk, bus, hall, pool), "0=0 1/1 1/2 2=3"},
		"merged":                          {texts(talk, bus, hall, pool), texts(talk, bus+" "+hall, pool), "0=0 1+1 2+1 3=2"},
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
	stock := []string{bus, bus2, hall, pool, talk, short, "# One", "# Two", hall + " " + talk, bus + " " + pool, strings.Replace(pool, "old", "town", 1), "---"}
	for range 3000 {
		old, new := pick(random, stock), pick(random, stock)
		checkWhole(t, old, new, anchor.Align(old, new))
	}
}

// checkWhole checks what is true of every alignment.
func checkWhole(t *testing.T, old, new []anchor.Block, links []anchor.Link) {
	t.Helper()
	outs, ins := make([]int, len(old)), make([]int, len(new))
	gone, fresh := make([]int, len(old)), make([]int, len(new))
	last := 0
	for _, l := range links {
		switch {
		case l.New == anchor.None:
			gone[l.Old]++
		case l.Old == anchor.None:
			fresh[l.New]++
		default:
			outs[l.Old]++
			ins[l.New]++
		}
		if l.New != anchor.None {
			if l.New < last {
				t.Fatalf("links out of the new order: %s", written(links))
			}
			last = l.New
		}
	}
	for i := range old {
		if (outs[i] > 0) == (gone[i] > 0) || gone[i] > 1 {
			t.Fatalf("old block %d: %s", i, written(links))
		}
	}
	for j := range new {
		if (ins[j] > 0) == (fresh[j] > 0) || fresh[j] > 1 {
			t.Fatalf("new block %d: %s", j, written(links))
		}
	}
	stayed := -1
	for _, l := range links {
		if l.How == anchor.Same || l.How == anchor.Reworded {
			if l.Old < stayed {
				t.Fatalf("links cross though nothing was moved: %s", written(links))
			}
			stayed = l.Old
		}
		checkLink(t, l, old, new, outs, ins)
	}
}

func pick(random *rand.Rand, stock []string) []anchor.Block {
	list := make([]string, random.IntN(9))
	for i := range list {
		list[i] = stock[random.IntN(len(stock))]
	}
	return texts(list...)
}

func checkLink(t *testing.T, l anchor.Link, old, new []anchor.Block, outs, ins []int) {
	t.Helper()
	ok := l.Sure > 0 && l.Sure <= 1
	switch l.How {
	case anchor.Same:
		ok = ok && old[l.Old].Text == new[l.New].Text && old[l.Old].Kind == new[l.New].Kind
	case anchor.Reworded:
		ok = ok && (old[l.Old].Text != new[l.New].Text || old[l.Old].Kind != new[l.New].Kind)
	case anchor.Split:
		ok = ok && outs[l.Old] > 1
	case anchor.Merged:
		ok = ok && ins[l.New] > 1
	case anchor.Removed:
		ok = ok && l.New == anchor.None
	case anchor.Fresh:
		ok = ok && l.Old == anchor.None
	}
	if ok && l.How != anchor.Removed && l.How != anchor.Fresh {
		ok = l.Old != anchor.None && l.New != anchor.None
	}
	if !ok {
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

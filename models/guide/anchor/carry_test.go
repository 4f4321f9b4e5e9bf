package anchor_test

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"folkmoot/models/guide/anchor"
)

// carried tells where quoted words are after an alignment.
func carried(t testing.TB, old, new []anchor.Block, quote, prefix, suffix string) anchor.Place {
	t.Helper()
	m, ok := anchor.Locate(old, quote, prefix, suffix)
	if !ok {
		t.Fatalf("%q is not in the old version", quote)
	}
	return anchor.NewCarrier(old, new, anchor.Align(old, new)).Carry(m)
}

func TestCarryQuotes(t *testing.T) {
	rules := "A group has a host. The host opens the door. Anyone may speak once before anyone speaks twice."
	for name, c := range map[string]struct {
		old, new              []anchor.Block
		quote, prefix, suffix string
		block                 int
		text                  string // "" for the whole block
		how                   anchor.How
	}{
		"the same":                         {texts(hall, bus), texts(hall, bus), "a ramp", "", "", 0, "a ramp", anchor.Same},
		"the block has moved down":         {texts(hall, bus), texts(talk, hall, bus), "a ramp", "", "", 1, "a ramp", anchor.Same},
		"other words of the block changed": {texts(bus), texts(bus2), "nobody told us", "", "", 0, "nobody told us", anchor.Same},
		"a word of it changed":             {texts(bus), texts(bus2), "stops at six in the evening", "", "", 0, "stops at seven in the evening", anchor.Reworded},
		"the word itself changed a little": {texts(bus), texts(strings.Replace(bus, "stops at", "stopped at", 1)), "hospital stops at six", "", "", 0, "hospital stopped at six", anchor.Reworded},
		"signs around it come along":       {texts("She said “no more buses”, twice."), texts("Then she said “no more buses”, twice."), "“no more buses”", "", "", 0, "“no more buses”", anchor.Same},
		"the block was moved":              {texts(bus, hall, pool), texts(hall, pool, bus), "stops at six", "", "", 2, "stops at six", anchor.Moved},
		"moved and reworded":               {texts(bus, hall, pool), texts(hall, pool, bus2), "at six in the evening and nobody told us", "", "", 2, "at seven in the evening and nobody told us", anchor.Reworded},
		"in the part that keeps the name":  {texts(bus + " " + short + " " + hall), texts(bus, hall), "a kitchen, a ramp", "", "", 1, "a kitchen, a ramp", anchor.Same},
		"in the part split off":            {texts(hall + " " + talk + " " + bus), texts(hall+" "+talk, bus), "stops at six", "", "", 1, "stops at six", anchor.Split},
		"in what was merged":               {texts(bus, hall+" "+talk), texts(bus + " " + hall + " " + talk), "stops at six", "", "", 0, "stops at six", anchor.Merged},
		"in what it was merged into":       {texts(bus, hall+" "+talk), texts(bus + " " + hall + " " + talk), "a ramp", "", "", 0, "a ramp", anchor.Same},
		"a sentence moved to another block": {
			texts(hall+" "+talk+" "+pool, bus), texts(hall+" "+pool, bus+" "+talk), "what they are good at before", "", "", 1, "what they are good at before", anchor.Moved,
		},
		"the block is gone":                   {texts(hall, bus, pool), texts(hall, pool), "stops at six", "", "", anchor.None, "", anchor.Removed},
		"its sentence is gone":                {texts(bus + " " + hall + " " + pool), texts(bus + " " + pool), "three people hold", "", "", 0, "", anchor.Reworded},
		"rewritten beyond recognition":        {texts(rules), texts("A group has a host. The host opens the door. Silence is fine."), "Anyone may speak once", "", "", 0, "", anchor.Reworded},
		"the words stand elsewhere by chance": {texts(hall, "Look, the buses run.", pool), texts(hall, pool, "Nobody knows when the buses run here."), "the buses run", "", "", anchor.None, "", anchor.Removed},
		"the other of two, by its context": {
			texts("The host opens the door. The host shuts the door."), texts("The host opens the door at six. The host shuts the door."), "The host", "door. ", " shuts", 0, "The host", anchor.Same,
		},
		"its look-alike stayed": {
			texts("# Bus", "Yes, of course we will do that.", "# Hall", "Yes, of course we will do that.", "# Pool"), texts("# Bus", "# Hall", "Yes, of course we will do that.", "# Pool"),
			"of course", "Yes, ", " we will do that.\nHall", anchor.None, "", anchor.Removed,
		},
		"words put in the middle": {texts(hall), texts(strings.Replace(hall, "a ramp", "a long new ramp", 1)), "kitchen, a ramp and a key", "", "", 0, "kitchen, a long new ramp and a key", anchor.Reworded},
		"Chinese":                 {texts("市政府计划明年春天关闭旧图书馆并通知了居民。"), texts("市政府计划明年秋天关闭旧图书馆，并已通知了居民。"), "春天关闭旧图书馆", "", "", 0, "秋天关闭旧图书馆", anchor.Reworded},
		"in a heading":            {texts("# Where the bus goes", hall), texts("# Where the old bus goes", hall), "Where the bus", "", "", 0, "Where the old bus", anchor.Reworded},
		"signs alone":             {texts("Really?! " + hall), texts("Really?! " + hall + " " + short), "?!", "", "", 0, "?!", anchor.Same},
	} {
		p := carried(t, c.old, c.new, c.quote, c.prefix, c.suffix)
		text := ""
		if p.Block != anchor.None && !p.Whole() {
			text = c.new[p.Block].Text[p.Start:p.End]
		}
		if p.Block != c.block || text != c.text || p.How != c.how || p.Sure <= 0 || p.Sure > 1 {
			t.Errorf("%s: %+v %q, want block %d, %q, %s", name, p, text, c.block, c.text, c.how)
		}
	}
}

func TestCarryBlocks(t *testing.T) {
	old, new := texts(bus, hall, pool+" "+talk+" "+talk, short), texts(hall, pool, talk+" "+talk, bus2)
	c := anchor.NewCarrier(old, new, anchor.Align(old, new))
	for block, want := range []anchor.Place{
		{Block: 3, How: anchor.Moved},
		{Block: 0, How: anchor.Same},
		{Block: 2, How: anchor.Split}, // the larger part
		{Block: anchor.None, How: anchor.Removed},
	} {
		if p := c.Carry(anchor.Mark{Block: block}); p.Block != want.Block || p.How != want.How || !p.Whole() {
			t.Errorf("block %d: %+v, want %+v", block, p, want)
		}
	}
	for _, m := range []anchor.Mark{{Block: -1}, {Block: 9}, {Block: 9, Start: 1, End: 2}} {
		if p := c.Carry(m); p.Block != anchor.None || p.How != anchor.Removed {
			t.Errorf("%+v: %+v", m, p)
		}
	}
	for _, m := range []anchor.Mark{{Block: 1, Start: 5, End: 5}, {Block: 1, Start: 9, End: 3}, {Block: 1, Start: 0, End: 1 << 20}, {Block: 1, Start: -4, End: 3}} {
		if p := c.Carry(m); p.Block == anchor.None || !p.Whole() {
			t.Errorf("%+v: %+v, want the whole block", m, p)
		}
	}
}

// An editor's correction moves the quotes with it, and a block that an editor says is gone takes them out.
func TestCarryFollowsCorrections(t *testing.T) {
	old, new := texts(bus, hall), texts(bus2, hall)
	fixed := []anchor.Link{{Old: 0, New: anchor.None, How: anchor.Removed, Sure: 1}}
	c := anchor.NewCarrier(old, new, anchor.AlignFixed(old, new, fixed))
	if p := c.Carry(anchor.Mark{Block: 0}); p.Block != anchor.None {
		t.Errorf("%+v", p)
	}
	old, new = texts("Open on Monday mornings in the hall.", talk), texts("We open twice a week, Monday mornings in the hall and Friday.", pool)
	fixed = []anchor.Link{{Old: 0, New: 0, How: anchor.Reworded, Sure: 1}}
	c = anchor.NewCarrier(old, new, anchor.AlignFixed(old, new, fixed))
	if p := c.Carry(anchor.Mark{Block: 0, Start: 8, End: 35}); p.Block != 0 || new[0].Text[p.Start:p.End] != "Monday mornings in the hall" {
		t.Errorf("%+v", p)
	}
}

// Carrying to the same text changes nothing, whatever is marked.
func TestCarryToTheSame(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 9))
	blocks := chapter(random, 40)
	c := anchor.NewCarrier(blocks, blocks, anchor.Align(blocks, blocks))
	for _, m := range marks(random, blocks, 500) {
		p := c.Carry(m)
		if p.Block != m.Block || p.Start != m.Start || p.End != m.End || p.How != anchor.Same || p.Sure != 1 {
			t.Fatalf("%+v is now %+v", m, p)
		}
	}
}

// Several may use one carrier, and the answers are always the same.
func TestCarryIsDeterministic(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 2))
	old := chapter(random, 60)
	new := revised(random, old, 0.2)
	list := marks(random, old, 200)
	first := anchor.NewCarrier(old, new, anchor.Align(old, new))
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			again := anchor.NewCarrier(old, new, anchor.Align(old, new))
			for _, m := range list {
				if a, b := first.Carry(m), again.Carry(m); a != b {
					t.Errorf("%+v: %+v, then %+v", m, a, b)
				}
			}
		})
	}
	group.Wait()
}

func checkPlace(t *testing.T, p anchor.Place, new []anchor.Block) {
	t.Helper()
	if p.Block == anchor.None {
		if p.How != anchor.Removed || !p.Whole() {
			t.Fatalf("%+v", p)
		}
		return
	}
	if p.Block < 0 || p.Block >= len(new) || p.Sure < 0 || p.Sure > 1 || p.How == anchor.Fresh || p.How == anchor.Removed || p.How == "" {
		t.Fatalf("%+v", p)
	}
	if text := new[p.Block].Text; !p.Whole() && (p.Start < 0 || p.End > len(text) || p.Start >= p.End || utf8.ValidString(text) && !utf8.ValidString(text[p.Start:p.End])) {
		t.Fatalf("%+v in %q", p, text)
	}
}

func FuzzCarry(f *testing.F) {
	f.Add("a b c\n\nd e f", "a b\n\nc d e f", 0, 2)
	f.Add(bus+"\n\n"+hall, bus2+"\n\n"+talk+" "+hall, 9, 40)
	f.Add("市役所は来年の春に。\n\n- 一つ\n- 二つ", "市役所は秋に。\n\n| 一つ | 二つ |\n|-|-|\n| a | b |", 3, 12)
	f.Add("市役に", "市役に", 3, 7)
	f.Add("<b>x</b> [a](b.md) é ٣[^1]\n\n[^1]: n", "# x\n\n---\n\n![](y.png)", 1, 3)
	f.Fuzz(func(t *testing.T, before, after string, start, end int) {
		if len(before) > 4000 || len(after) > 4000 {
			return
		}
		old, err := anchor.Read(t.Context(), before)
		if err != nil {
			return
		}
		new, err := anchor.Read(t.Context(), after)
		if err != nil {
			return
		}
		links := anchor.Align(old.Blocks, new.Blocks)
		checkWhole(t, old.Blocks, new.Blocks, links)
		c := anchor.NewCarrier(old.Blocks, new.Blocks, links)
		for i, b := range old.Blocks {
			checkPlace(t, c.Carry(anchor.Mark{Block: i}), new.Blocks)
			checkPlace(t, c.Carry(anchor.Mark{Block: i, Start: start, End: end}), new.Blocks)
			if start < 0 || end > len(b.Text) || start >= end || !utf8.ValidString(b.Text[start:end]) {
				continue
			}
			if m, ok := anchor.Locate(old.Blocks, b.Text[start:end], b.Text[:start], b.Text[end:]); ok {
				checkPlace(t, anchor.Place{Block: m.Block, Start: m.Start, End: m.End, How: anchor.Same, Sure: 1}, old.Blocks)
			}
		}
	})
}

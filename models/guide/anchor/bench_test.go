package anchor_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"folkmoot/models/guide/anchor"
	"folkmoot/models/prose"
)

// chapter makes a chapter of blocks of about 60 words.
func chapter(random *rand.Rand, blocks int) []anchor.Block {
	list := make([]anchor.Block, blocks)
	for i := range list {
		words := make([]string, 30+random.IntN(60))
		for n := range words {
			words[n] = word(random)
		}
		text := strings.Join(words, " ") + "."
		list[i] = anchor.Block{Kind: prose.Paragraph, Source: text, Text: text}
	}
	return list
}

// word gives a word: few of them often, many of them seldom, as in any language.
func word(random *rand.Rand) string {
	n := int(2 / (random.Float64() + 0.0002))
	return fmt.Sprintf("w%dx", n)
}

// revised rewords a share of the words of every block, and takes out, puts in, splits and moves some blocks.
func revised(random *rand.Rand, old []anchor.Block, share float64) []anchor.Block {
	var list []anchor.Block
	for _, b := range old {
		words := strings.Fields(b.Text)
		for n := range words {
			if random.Float64() < share {
				words[n] = word(random)
			}
		}
		switch x := random.IntN(20); {
		case x == 0:
			continue
		case x == 1:
			list = append(list, chapter(random, 1)...)
		case x == 2:
			half := strings.Join(words[:len(words)/2], " ")
			list = append(list, anchor.Block{Kind: prose.Paragraph, Source: half, Text: half})
			words = words[len(words)/2:]
		}
		text := strings.Join(words, " ")
		list = append(list, anchor.Block{Kind: b.Kind, Source: text, Text: text})
	}
	for range len(list) / 30 {
		i, j := random.IntN(len(list)), random.IntN(len(list))
		list[i], list[j] = list[j], list[i]
	}
	return list
}

func marks(random *rand.Rand, blocks []anchor.Block, count int) []anchor.Mark {
	list := make([]anchor.Mark, count)
	for n := range list {
		i := random.IntN(len(blocks))
		text := blocks[i].Text
		start := random.IntN(len(text) / 2)
		list[n] = anchor.Mark{Block: i, Start: start, End: start + 1 + random.IntN(len(text)/2)}
	}
	return list
}

// BenchmarkChapter carries 100 comments to the next version of a chapter of 300 blocks.
func BenchmarkChapter(b *testing.B) {
	for _, c := range []struct {
		name   string
		blocks int
		share  float64
	}{{"edited lightly", 300, 0.02}, {"edited heavily", 300, 0.2}, {"rewritten", 300, 1}, {"2000 blocks edited", 2000, 0.1}, {"2000 blocks rewritten", 2000, 1}} {
		random := rand.New(rand.NewPCG(1, 2))
		old := chapter(random, c.blocks)
		new := revised(random, old, c.share)
		list := marks(random, old, 100)
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				carrier := anchor.NewCarrier(old, new, anchor.Align(old, new))
				for _, m := range list {
					carrier.Carry(m)
				}
			}
		})
	}
}

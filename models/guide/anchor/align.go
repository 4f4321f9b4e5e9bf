package anchor

import (
	"slices"
	"strconv"
)

// Align tells how the blocks of an old version became those of a new one. Blocks that say the same or nearly so are
// kept in the order in which most of them stayed; what stands elsewhere was moved; a block whose words went into
// several was split, and several that went into one were merged. A pair that another pair disputes is not linked:
// what cannot be told is removed here and new there. Every block of both lists is in at least one link; links stand
// in the order of the new version, what was removed after what it followed.
func Align(old, new []Block) []Link { return AlignFixed(old, new, nil) }

// AlignFixed aligns around what editors have decided. A link between two blocks (of any How but Removed and Fresh)
// stands as it is, and neither block gets another partner than those given; a block that a link says was removed, or
// is new, gets none. Links that point outside the lists, or at nothing, are left out.
func AlignFixed(old, new []Block, fixed []Link) []Link {
	v := newVocabulary()
	olds, news := v.units(old), v.units(new)
	v.weigh()
	freeOld, freeNew := allTrue(len(old)), allTrue(len(new))
	var pairs []Link
	for n, l := range fixed {
		inOld, inNew := l.Old >= 0 && l.Old < len(old), l.New >= 0 && l.New < len(new)
		switch {
		case inOld && inNew && l.How != Removed && l.How != Fresh:
			if freeOld[l.Old] && freeNew[l.New] {
				pin(&olds[l.Old], n)
				pin(&news[l.New], n)
			} else {
				hide(freeOld, olds, l.Old, -n-1)
				hide(freeNew, news, l.New, -n-1)
			}
			freeOld[l.Old], freeNew[l.New] = false, false
			pairs = append(pairs, l)
		case inOld && l.New == None:
			hide(freeOld, olds, l.Old, -n-1)
			pairs = append(pairs, l)
		case inNew && l.Old == None:
			hide(freeNew, news, l.New, -n-1)
		}
	}
	v.finish(olds)
	v.finish(news)
	given := len(pairs)
	m := match(v, olds, news)
	for i, j := range m.toNew {
		if j != None && freeOld[i] && freeNew[j] {
			pairs = append(pairs, m.describe(i, j))
		}
	}
	pairs = append(pairs, m.named(pairs[given:], m.parts(freeOld, freeNew))...)
	return Complete(len(old), len(new), pairs)
}

func allTrue(n int) []bool {
	all := make([]bool, n)
	for i := range all {
		all[i] = true
	}
	return all
}

// units makes a unit of each block and learns its words.
func (v *vocabulary) units(blocks []Block) []unit {
	all := make([]unit, len(blocks))
	for i, b := range blocks {
		all[i] = unit{kind: b.Kind, key: b.key(), tokens: v.tokens(b.Text, b.Source)}
		v.learn(all[i].tokens)
	}
	return all
}

// key is equal for blocks that say the same in the same kind of block.
func (b Block) key() string {
	if b.Text == "" {
		return string(b.Kind) + "\x00\x00" + b.Source
	}
	return string(b.Kind) + "\x00" + b.Text
}

// describe says what became of a block that has one partner.
func (m *matcher) describe(i, j int) Link {
	switch {
	case m.moved[i]:
		return Link{i, j, Moved, m.like[i]}
	case m.old[i].key == m.new[j].key:
		return Link{i, j, Same, 1}
	}
	return Link{i, j, Reworded, m.like[i]}
}

// named says of links found beside others what they are, and of the others that they are part of a split or merge too.
func (m *matcher) named(pairs, parts []Link) []Link {
	outs, ins := map[int]int{}, map[int]int{}
	for _, l := range slices.Concat(pairs, parts) {
		if l.New != None {
			outs[l.Old]++
			ins[l.New]++
		}
	}
	name := func(l *Link) {
		switch {
		case outs[l.Old] > 1:
			l.How = Split
		case ins[l.New] > 1:
			l.How = Merged
		}
	}
	for n := range pairs {
		if pairs[n].New != None {
			name(&pairs[n])
		}
	}
	for n := range parts {
		l := &parts[n]
		if name(l); l.How == "" {
			l.How = Moved
			if m.inPlace(l.Old, l.New) {
				l.How = Reworded
			}
		}
	}
	return parts
}

// inPlace tells whether two blocks stand between the same neighbours that stayed.
func (m *matcher) inPlace(i, j int) bool {
	for k := i - 1; k >= 0; k-- {
		if m.toNew[k] != None && !m.moved[k] {
			if m.toNew[k] > j {
				return false
			}
			break
		}
	}
	for k := i + 1; k < len(m.old); k++ {
		if m.toNew[k] != None && !m.moved[k] {
			return m.toNew[k] > j
		}
	}
	return true
}

// pin makes two units partners whatever they say.
func pin(u *unit, n int) {
	u.key, u.tokens = "\x00pinned "+strconv.Itoa(n), nil
}

// hide gives a unit no partner.
func hide(free []bool, units []unit, at, n int) {
	if free[at] {
		pin(&units[at], n)
		free[at] = false
	}
}

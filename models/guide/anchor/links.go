package anchor

import "slices"

// Complete makes an alignment of links between pairs of blocks: it adds what was removed and what is new, and puts
// all in order. Links stand in the order of the new version, what was removed after what it followed in the old one.
// A link whose New is None keeps its sureness; links that point outside the lists are left out.
func Complete(old, new int, pairs []Link) []Link {
	from, to := make([][]Link, old), make([][]Link, new)
	gone := make([]float64, old)
	for i := range gone {
		gone[i] = 1
	}
	for _, l := range pairs {
		switch inOld, inNew := l.Old >= 0 && l.Old < old, l.New >= 0 && l.New < new; {
		case inOld && inNew:
			from[l.Old], to[l.New] = append(from[l.Old], l), append(to[l.New], l)
		case inOld && l.New == None:
			gone[l.Old] = l.Sure
		}
	}
	all := make([]Link, 0, max(old, new)+len(pairs))
	removedAfter := func(i int) {
		for i++; i < old && len(from[i]) == 0; i++ {
			all = append(all, Link{i, None, Removed, gone[i]})
		}
	}
	removedAfter(-1)
	for j, links := range to {
		if len(links) == 0 {
			all = append(all, Link{None, j, Fresh, 1})
			continue
		}
		slices.SortFunc(links, func(a, b Link) int { return a.Old - b.Old })
		for _, l := range links {
			all = append(all, l)
			if last := from[l.Old]; last[len(last)-1].New == j {
				removedAfter(l.Old)
			}
		}
	}
	return all
}

// Heirs tells for each block of the new version which block of the old one it carries on, or None. Every old block
// has one heir at most: of the parts of a split it is the one with most of its words, and a merged block is the heir
// of the one that gave it most.
func Heirs(old, new []Block, links []Link) []int {
	heirs, taken := fill(len(new)), make([]bool, len(old))
	type claim struct {
		old, new int
		weight   float64
	}
	var claims []claim
	v := newVocabulary()
	olds, news := v.units(old), v.units(new)
	v.weigh()
	v.finish(olds)
	v.finish(news)
	for _, l := range links {
		if l.Old < 0 || l.Old >= len(old) || l.New < 0 || l.New >= len(new) {
			continue
		}
		claims = append(claims, claim{l.Old, l.New, v.common(&olds[l.Old], &news[l.New])})
	}
	slices.SortStableFunc(claims, func(a, b claim) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		}
		return 0
	})
	for _, c := range claims {
		if heirs[c.new] == None && !taken[c.old] {
			heirs[c.new], taken[c.old] = c.old, true
		}
	}
	return heirs
}

// common weighs the words that two units have in common.
func (v *vocabulary) common(old, new *unit) float64 {
	return v.likeness(old, new) * (old.weight + new.weight) / 2
}

package opinion

import (
	"cmp"
	"slices"
)

// What Polis settled on.
const (
	enoughVotes   = 7   // positions somebody needs to be placed in a group, or all where there are fewer statements
	topUp         = 15  // where fewer have enough, those with most are taken as well
	baseClusters  = 100 // people are first gathered into at most so many
	baseRounds    = 100
	groupRounds   = 20
	stillBelow    = 0.01
	mostGroups    = 5
	basesPerGroup = 12
)

// qualified gives the people with enough positions.
func (c *Conversation) qualified() []int {
	floor := min(enoughVotes, len(c.statements))
	var people []int
	for person := range c.people {
		if c.start[person+1]-c.start[person] >= floor {
			people = append(people, person)
		}
	}
	return people
}

// polisCounted gives the people whom Polis places in groups, in the order of their first votes.
func (c *Conversation) polisCounted() []int {
	counted := c.qualified()
	if len(counted) < topUp {
		all := make([]int, len(c.people))
		for i := range all {
			all[i] = i
		}
		slices.SortFunc(all, func(a, b int) int {
			return cmp.Or(cmp.Compare(c.start[b+1]-c.start[b], c.start[a+1]-c.start[a]), c.byFirst(a, b))
		})
		counted = all[:min(topUp, len(all))]
	}
	slices.SortFunc(counted, c.byFirst)
	return counted
}

// byFirst orders people by their first votes.
func (c *Conversation) byFirst(a, b int) int {
	return cmp.Or(cmp.Compare(c.first[a], c.first[b]), cmp.Compare(a, b))
}

// polisGroups parts counted people, in the order of their first votes, as Polis does on first sight: gathered into
// base clusters, these into 2 to 5 groups, of which the partition with the best silhouette is taken. It gives the
// number of groups, each person's group, and the silhouette.
func polisGroups(points []point) (k int, of []int32, apart float64) {
	of = make([]int32, len(points))
	bases := cluster(points, nil, firstDistinct(points, baseClusters), baseRounds, stillBelow)
	if len(bases.centres) < 2 {
		return 1, of, 0
	}
	between := newDistances(bases.centres)
	best := clustering{}
	for n := 2; n <= min(mostGroups, 2+len(bases.centres)/basesPerGroup); n++ {
		groups := cluster(bases.centres, bases.weights, firstDistinct(bases.centres, n), groupRounds, stillBelow)
		if s := between.silhouette(groups.of, len(groups.centres), nil); best.of == nil || s >= apart {
			best, apart = groups, s
		}
	}
	for i, base := range bases.of {
		of[i] = best.of[base]
	}
	return len(best.centres), of, apart
}

// firstDistinct gives the first n places that differ.
func firstDistinct(points []point, n int) []point {
	seen := make(map[point]bool, n)
	var first []point
	for _, p := range points {
		if len(first) == n {
			break
		}
		if !seen[p] {
			seen[p] = true
			first = append(first, p)
		}
	}
	return first
}

package opinion

// Whom folkmoot groups.
const (
	// MinPeople is the least number of people with enough positions for there to be groups.
	MinPeople = 15
	// MinGroup is the size of the smallest group that is shown; smaller ones would point at people.
	MinGroup = 5
)

// leastApart is the silhouette below which groups do not stand apart. Cutting a single round cloud in two gives more.
const leastApart = 0.2

// folkmoot makes the grouping that is shipped.
//
// Like Polis it groups people by their places on the map, by k-means, with 2 to 5 groups, and takes the number with
// the best silhouette over base clusters. Polis takes the first partition that it falls into, which depends on who
// came first and on single votes. Here the same search is made many times, each time with some of the people and
// from other starts; what most of the searches say of a person is their group. Who takes part in which search is
// drawn from people's ids, so that it stays the same when a few votes change. Who came first has a say only in how
// many groups there are, where two numbers do nearly as well.
func (c *Conversation) folkmoot(m *matrix, points []point) grouping {
	counted := c.qualified()
	none := grouping{of: nobody(len(c.people)), small: make([]bool, len(c.people)), counted: counted}
	if len(counted) < MinPeople {
		none.why = FewPeople
		return none
	}
	if !m.beyondChance() {
		none.why = AllAlike
		return none
	}
	s := &search{points: make([]point, len(counted)), ids: make([]uint64, len(counted)), first: make([]int64, len(counted))}
	for i, person := range counted {
		s.points[i], s.ids[i], s.first[i] = points[person], uint64(c.people[person]), c.first[person]
	}
	numbers, apart := s.numbers()
	none.why = NotApart
	for _, k := range numbers {
		if apart[k] < leastApart {
			continue
		}
		g := c.bySize(counted, s.agreed(k), k, apart[k])
		if g.hideSmall(); len(g.labels) >= 2 {
			return g
		}
		none.why = SmallGroups
	}
	return none
}

// hideSmall takes groups of fewer than MinGroup people out of the grouping. The groups stand in order of size.
func (g *grouping) hideSmall() {
	sizes := make([]int, len(g.labels))
	for _, group := range g.of {
		if group >= 0 {
			sizes[group]++
		}
	}
	shown := 0
	for shown < len(sizes) && sizes[shown] >= MinGroup {
		shown++
	}
	g.labels = g.labels[:shown]
	for person, group := range g.of {
		if group >= shown {
			g.of[person], g.small[person] = -1, true
		}
	}
}

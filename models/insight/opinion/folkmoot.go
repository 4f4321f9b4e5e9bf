package opinion

// Whom folkmoot groups.
const (
	// MinPeople is the least number of people with enough positions for there to be groups.
	MinPeople = 15
	// MinGroup is the size of the smallest group that is shown.
	MinGroup = 5
)

// folkmoot makes the grouping that is shipped.
func (c *Conversation) folkmoot(m *matrix, points []point) grouping {
	counted := c.qualified()
	none := grouping{of: nobody(len(c.people)), small: make([]bool, len(c.people)), counted: counted}
	if len(counted) < MinPeople {
		none.why = FewPeople
		return none
	}
	placed := make([]point, len(counted))
	for i, person := range counted {
		placed[i] = points[person]
	}
	k, of, apart := polisGroups(placed)
	if k < 2 {
		none.why = AllAlike
		return none
	}
	return c.bySize(counted, of, k, apart)
}

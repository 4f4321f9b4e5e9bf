package opinion

import (
	"maps"
	"slices"
)

// grouping is who stands with whom: of each person their group, -1 for none.
type grouping struct {
	of      []int
	small   []bool
	labels  []int
	why     Reason
	apart   float64
	counted []int // people with enough positions
}

// Analyse finds groups and all figures for the conversation as it stands.
func (c *Conversation) Analyse(options Options) Result {
	m, column := c.matrix()
	directions := m.components()
	points := m.project(directions)
	var g grouping
	method := options.Method
	switch {
	case options.Groups != nil:
		method, g = Given, c.given(options.Groups)
	case method == Polis:
		g = c.asPolis(points)
	default:
		method, g = Folkmoot, c.folkmoot(m, points)
	}
	r := Result{
		Method: method, Participants: len(c.people), Statements: len(c.statements), Counted: len(g.counted), Votes: len(c.cells),
		K: len(g.labels), Why: g.why, Apart: g.apart,
	}
	r.People, r.Groups = c.drawn(points, g)
	far := m.extremity(directions)
	c.figures(&r, g, func(place int) float64 {
		if column[place] < 0 {
			return 0
		}
		return far[column[place]]
	})
	return r
}

// given makes a grouping of groups that were handed over.
func (c *Conversation) given(groups map[int64]int) grouping {
	labels := map[int]bool{}
	for person, label := range groups {
		if _, there := slices.BinarySearch(c.people, person); there && label >= 0 {
			labels[label] = true
		}
	}
	g := grouping{labels: slices.Sorted(maps.Keys(labels)), of: make([]int, len(c.people)), small: make([]bool, len(c.people))}
	for i, person := range c.people {
		label, there := groups[person]
		g.of[i] = -1
		if there && label >= 0 {
			g.of[i], _ = slices.BinarySearch(g.labels, label)
			g.counted = append(g.counted, i)
		}
	}
	return g
}

// asPolis makes the grouping that Polis would make.
func (c *Conversation) asPolis(points []point) grouping {
	counted := c.polisCounted()
	placed := make([]point, len(counted))
	for i, person := range counted {
		placed[i] = points[person]
	}
	k, of, apart := polisGroups(placed)
	if len(counted) == 0 {
		return grouping{of: nobody(len(c.people)), small: make([]bool, len(c.people)), why: FewPeople}
	}
	if k < 2 {
		return grouping{of: nobody(len(c.people)), small: make([]bool, len(c.people)), why: AllAlike, counted: counted}
	}
	return c.bySize(counted, of, k, apart)
}

// nobody places nobody in a group.
func nobody(people int) []int {
	of := make([]int, people)
	for i := range of {
		of[i] = -1
	}
	return of
}

// bySize numbers the groups by size, the largest first; of two as large, the one with the lowest person.
func (c *Conversation) bySize(counted []int, of []int32, k int, apart float64) grouping {
	sizes, lowest := make([]int, k), make([]int, k)
	for i := range lowest {
		lowest[i] = len(c.people)
	}
	for i, person := range counted {
		sizes[of[i]]++
		lowest[of[i]] = min(lowest[of[i]], person)
	}
	order := make([]int, k)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if sizes[a] != sizes[b] {
			return sizes[b] - sizes[a]
		}
		return lowest[a] - lowest[b]
	})
	g := grouping{of: nobody(len(c.people)), small: make([]bool, len(c.people)), apart: apart, counted: counted}
	place := make([]int, k)
	for label, old := range order {
		place[old] = label
		g.labels = append(g.labels, label)
	}
	for i, person := range counted {
		g.of[person] = place[of[i]]
	}
	return g
}

// figures fills in everything that is counted by statement.
func (c *Conversation) figures(r *Result, g grouping, extremity func(place int) float64) {
	all, by := c.count(g.of, r.K)
	ids, _, places := union(slices.Sorted(maps.Keys(c.listed)), c.statements)
	r.Details = make([]Detail, len(ids))
	for i, id := range ids {
		s := c.listed[id]
		r.Details[i] = Detail{ID: id, Out: s.Out, Meta: s.Meta}
	}
	tallies := make([][]Tally, len(ids))
	everybody := make([]Tally, len(ids))
	far := make([]float64, len(ids))
	for place, at := range places {
		everybody[at], far[at] = tally(all[place]), extremity(place)
		tallies[at] = make([]Tally, r.K)
		for group := range by {
			tallies[at][group] = tally(by[group][place])
		}
	}
	var lists []statement
	for i := range r.Details {
		d := &r.Details[i]
		if tallies[i] == nil {
			tallies[i] = make([]Tally, r.K)
		}
		d.Groups = tallies[i]
		t := everybody[i]
		d.Agree, d.Disagree, d.Pass = t.Agree, t.Disagree, t.Seen-t.Agree-t.Disagree
		d.measure(t, far[i])
		if !d.Out && !d.Meta && t.Seen > 0 {
			lists = append(lists, statement{d.ID, t, d.Groups})
		}
	}
	r.Representative = representative(lists, r.K)
	r.MajorityAgree = majority(lists, func(t Tally) int { return t.Agree })
	r.MajorityDisagree = majority(lists, func(t Tally) int { return t.Disagree })
	r.Unsure = unsure(lists)
}

// measure works out the figures of one statement.
func (d *Detail) measure(everybody Tally, extremity float64) {
	asked := d.Groups
	if len(asked) == 0 {
		asked = []Tally{everybody}
	}
	d.Consensus, d.Shared = consensus(asked)
	d.Divisive = divisive(asked)
	var together Tally
	for _, t := range asked {
		together.Agree += t.Agree
		together.Disagree += t.Disagree
		together.Seen += t.Seen
	}
	d.Priority = Priority(together, extremity)
	if d.Meta {
		d.Priority = metaWeight
	}
}

package insight

import (
	"cmp"
	"slices"

	"folkmoot/models/insight/opinion"
)

// What stands in the lists, and from when something does.
const (
	toBePlaced = 7   // statements that somebody must have answered to be placed in a view, or all where there are fewer
	listMost   = 5   // statements in a list
	agreedBy   = 6   // of ten in each view who must agree with what is shared
	dividesBy  = 0.3 // how far apart the shares of two views must be, beyond chance, for something to divide them
)

// build finds the views in what was read.
func build(scope ViewScope, a answers) *Views {
	v := &Views{Scope: scope, Older: a.older, Needed: min(toBePlaced, len(a.list)), routes: a.newcomer}
	found := opinion.Analyse(a.votes, a.list, opinion.Options{})
	v.People, v.Positions = found.Participants, found.Votes
	v.Why = NoViews(found.Why)
	switch {
	case len(a.list) < StatementsNeeded:
		v.Why = FewStatements
	case slices.ContainsFunc(found.Groups, func(g opinion.Group) bool { return g.Size < LeastInView }):
		v.Why = TooSmall
	}
	grouped := v.Why == "" && len(found.Groups) > 1
	v.addStatements(a, found, grouped)
	if grouped {
		v.addViews(found)
		v.addPeople(found)
	}
	v.addLists(found, grouped)
	v.withhold(anySmall(found))
	v.routes = toAsk(v.routes)
	return v
}

// addStatements takes over what is counted of each statement.
func (v *Views) addStatements(a answers, found opinion.Result, grouped bool) {
	for _, d := range found.Details {
		s := Statement{
			Contribution: d.ID, Thread: a.threads[d.ID], All: Positions{Agree: d.Agree, Disagree: d.Disagree, Pass: d.Pass}, Consensus: d.Shared,
		}
		if grouped {
			for _, g := range d.Groups {
				s.By = append(s.By, Positions{Agree: g.Agree, Disagree: g.Disagree, Pass: g.Seen - g.Agree - g.Disagree})
			}
		}
		v.Statements = append(v.Statements, s)
		v.routes = append(v.routes, route{d.ID, d.Priority})
	}
}

func (v *Views) addViews(found opinion.Result) {
	for i, g := range found.Groups {
		view := View{Name: string(rune('A' + i)), People: g.Size}
		if i < len(found.Representative) {
			for _, t := range found.Representative[i] {
				if at := v.at(t.ID); at >= 0 {
					view.Apart = append(view.Apart, Apart{Statement: at, Agree: t.Agree})
				}
			}
		}
		view.Agrees = v.most(i, func(p Positions) int { return p.Agree })
		view.Disagrees = v.most(i, func(p Positions) int { return p.Disagree })
		v.Views = append(v.Views, view)
		v.Placed += g.Size
	}
}

// most is the place of the statement on which most of a view say one thing: the largest share, smoothed so that many
// answers weigh more than few, of what more than half of at least AnswersNeeded say; -1 where there is none.
func (v *Views) most(view int, says func(Positions) int) int {
	best, share := -1, 0.0
	for i, s := range v.Statements {
		n, seen := says(s.By[view]), s.By[view].Seen()
		if of := float64(n+1) / float64(seen+2); seen >= AnswersNeeded && 2*n > seen && of > share {
			best, share = i, of
		}
	}
	return best
}

// addPeople takes over where people stand, and the marks, which are in order of their places and not of people.
func (v *Views) addPeople(found opinion.Result) {
	for _, p := range found.People {
		v.placed = append(v.placed, placed{p.ID, p.Group, p.X, p.Y, p.Small})
		if p.Group >= 0 && v.Placed >= MapFrom {
			v.Marks = append(v.Marks, Mark{View: p.Group, X: p.X, Y: p.Y})
		}
	}
	slices.SortFunc(v.Marks, func(a, b Mark) int {
		return cmp.Or(cmp.Compare(a.View, b.View), cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y))
	})
}

// addLists chooses what is shared, what divides and what people are unsure of.
func (v *Views) addLists(found opinion.Result, grouped bool) {
	v.Unsure = v.places(found.Unsure)
	if !grouped {
		v.Shared, v.Opposed = v.places(found.MajorityAgree), v.places(found.MajorityDisagree)
		return
	}
	v.Shared = v.everyView(func(p Positions) int { return p.Agree })
	v.Opposed = v.everyView(func(p Positions) int { return p.Disagree })
	v.Divides = v.ranked(func(i int) float64 {
		if d := found.Details[i].Divisive; d >= dividesBy {
			return d
		}
		return 0
	})
}

// everyView lists what at least agreedBy of ten people in each view say the same of, by the geometric mean of the
// views' shares, which does not shrink with more views.
func (v *Views) everyView(says func(Positions) int) []int {
	return v.ranked(func(i int) float64 {
		product := 1.0
		for _, p := range v.Statements[i].By {
			n, seen := says(p), p.Seen()
			if seen < AnswersNeeded || 10*n < agreedBy*seen {
				return 0
			}
			product *= float64(n+1) / float64(seen+2)
		}
		return product // of as many views as for any other statement
	})
}

// ranked gives the places of the statements with the highest scores above zero; of equal ones the older first.
func (v *Views) ranked(score func(place int) float64) []int {
	var list []int
	scores := make([]float64, len(v.Statements))
	for i := range v.Statements {
		if scores[i] = score(i); scores[i] > 0 {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	return list[:min(len(list), listMost)]
}

func (v *Views) places(ids []int64) (list []int) {
	for _, id := range ids[:min(len(ids), listMost)] {
		if at := v.at(id); at >= 0 {
			list = append(list, at)
		}
	}
	return list
}

// at is the place of a statement; -1 where it is none.
func (v *Views) at(contribution int64) int {
	i, ok := slices.BinarySearchFunc(v.Statements, contribution, func(s Statement, id int64) int { return cmp.Compare(s.Contribution, id) })
	if !ok {
		return -1
	}
	return i
}

func (v *Views) find(person int64) (int, bool) {
	return slices.BinarySearchFunc(v.placed, person, func(p placed, id int64) int { return cmp.Compare(p.person, id) })
}

// Least is of how many in ten, at least, of each view say yes to a statement, or no; the smallest whole number.
func (s Statement) Least(agree bool) int {
	least := 10
	for _, p := range s.By { // of a statement that too few of a view answered this is never asked
		n := p.Disagree
		if agree {
			n = p.Agree
		}
		if seen := p.Seen(); seen > 0 {
			least = min(least, 10*n/seen)
		}
	}
	return least
}

package insight

import (
	"cmp"
	"context"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/reach"
)

// Where somebody lives is shown beside nothing that they say. So what is counted of an area is given for no fewer than
// AreaLeast different people, and not split by who they are, what they bring, where others stand or when they said it; who
// is behind it is for staff alone, nobody is quoted, and it is not frozen. It is given in steps of AreaLeast, rounded down,
// so that no figure goes up by one just when somebody whose name is known speaks for the first time.
const (
	AreaLeast = reach.Small // people
	areasMost = 200         // areas to choose from
)

// Areas lists the areas that a summary can be limited to: those from which several people have joined.
func (s *Store) Areas(ctx context.Context) ([]string, error) {
	return db.Values[string](ctx, s.DB, "SELECT area FROM people WHERE area <> '' GROUP BY area HAVING COUNT(*) >= ? ORDER BY area LIMIT ?", AreaLeast, areasMost)
}

// MayOpen tells whether the actor may read what is behind the figures of a scope, and if not, why.
func MayOpen(a people.Actor, scope Scope) error {
	if scope.Area != "" && !a.Staff() {
		return db.Forbidden{Reason: "Where somebody lives is not shown beside what they say. You can see how much people of this area say about each issue, and you can read everything without choosing an area."}
	}
	return nil
}

// WholeAreas tells whether a scope may be frozen or reported on: those of one area may not. What was frozen stays, while
// people of the area join, leave and move, and two of them a week apart would tell where one of them lives.
func WholeAreas(scope Scope) error {
	if scope.Area != "" {
		return db.Wrong("area", "What people of one area say cannot be frozen or put into a report: it could tell where somebody lives. Choose no area")
	}
	return nil
}

// withhold takes away the figures from which somebody's area could be told, and rounds the others down. Whether anything
// was left out is not told either: it would be of one person.
func (s *Summary) withhold() {
	if s.Scope.Area == "" {
		return
	}
	if s.People < AreaLeast {
		*s = Summary{Scope: s.Scope, Of: s.Of, AtLeast: true}
		return
	}
	s.ByWho, s.AtLeast = nil, true
	s.People, s.Contributions = reach.AtLeast(s.People), reach.AtLeast(s.Contributions)
	kept := s.Themes[:0]
	for _, theme := range s.Themes {
		if theme.People < AreaLeast {
			continue
		}
		theme.People, theme.Said = reach.AtLeast(theme.People), reach.AtLeast(theme.Said)
		// One comment of one week, or the sum of positions, can be held against comments whose writers are known.
		theme.ByWho, theme.MissingWho, theme.ByEvidence, theme.MissingEvidence = nil, nil, nil, nil
		theme.Positions, theme.Weeks, theme.New = Positions{}, nil, false
		kept = append(kept, theme)
	}
	s.Themes = kept
	s.rank() // the exact order would tell what the steps leave out
}

// rank orders themes by their figures.
func (s *Summary) rank() {
	slices.SortFunc(s.Themes, func(a, b Theme) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(b.Said, a.Said), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Slug, b.Slug))
	})
}

package insight

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Where somebody lives is shown beside nothing that they say. So what is counted of an area is given for no fewer than
// AreaLeast different people, and not split by who they are, what they bring, where others stand or when they said it; who
// is behind it is for staff alone, nobody is quoted, and it is not frozen.
const (
	AreaLeast = 5   // people
	areasMost = 200 // areas to choose from
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

// withhold takes away the figures from which somebody's area could be told.
func (s *Summary) withhold() {
	if s.Scope.Area == "" {
		return
	}
	if s.People < AreaLeast {
		*s = Summary{Scope: s.Scope, Of: s.Of, ByWho: kindsOfPeople(), Withheld: s.People > 0}
		return
	}
	s.ByWho = nil
	kept := s.Themes[:0]
	for _, theme := range s.Themes {
		if theme.People < AreaLeast {
			s.Withheld = true
			continue
		}
		// One comment of one week, or the sum of positions, can be held against comments whose writers are known.
		theme.ByWho, theme.MissingWho, theme.ByEvidence, theme.MissingEvidence = nil, nil, nil, nil
		theme.Positions, theme.Weeks, theme.New = Positions{}, nil, false
		kept = append(kept, theme)
	}
	s.Themes = kept
}

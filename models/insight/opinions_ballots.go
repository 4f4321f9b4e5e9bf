package insight

import (
	"cmp"
	"context"
	"slices"

	"folkmoot/models/insight/opinion"
)

// Ballots is what was answered in a scope, to be kept: everything that its views are found from, and nobody in it. People
// are numbered by what they answered, so the same answers give the same ballots whoever gave them.
type Ballots struct {
	Statements []int64 // contributions, in order
	Older      bool    // there are older statements than are looked at
	Cast       []Ballot
}

// Ballot is what one person answered, in order of statement.
type Ballot []Tick

// Tick is a position on a statement.
type Tick struct {
	Statement int  // its place in Statements
	Value     int8 // 1 agree, -1 disagree, 0 pass
}

func (a Tick) compare(b Tick) int {
	return cmp.Or(cmp.Compare(a.Statement, b.Statement), cmp.Compare(a.Value, b.Value))
}

// Ballots reads what was answered in a scope. Errors are those of Views.
func (s *Store) Ballots(ctx context.Context, scope ViewScope) (b Ballots, err error) {
	a, err := s.answersIn(ctx, scope)
	if err != nil {
		return b, err
	}
	b.Older = a.older
	at := make(map[int64]int, len(a.list))
	for i, one := range a.list {
		b.Statements, at[one.ID] = append(b.Statements, one.ID), i
	}
	cast := map[int64]Ballot{}
	for _, v := range a.votes {
		cast[v.Person] = append(cast[v.Person], Tick{at[v.Statement], v.Value})
	}
	for _, ballot := range cast {
		slices.SortFunc(ballot, Tick.compare)
		b.Cast = append(b.Cast, ballot)
	}
	slices.SortFunc(b.Cast, func(x, y Ballot) int { return slices.CompareFunc(x, y, Tick.compare) })
	return b, nil
}

// Views finds who sees things alike in ballots. A person's number is the place of the ballot, from 1.
func (b Ballots) Views(scope ViewScope) *Views {
	a := answers{threads: map[int64]int64{}, older: b.Older}
	for _, id := range b.Statements {
		a.list = append(a.list, opinion.Statement{ID: id})
	}
	for i, ballot := range b.Cast {
		for _, one := range ballot {
			a.votes = append(a.votes, opinion.Vote{Person: int64(i + 1), Statement: b.Statements[one.Statement], Value: one.Value})
		}
	}
	return build(scope, a)
}

// Small tells whether somebody stands with so few others that their group is not shown.
func (v *Views) Small(person int64) bool {
	i, ok := v.find(person)
	return ok && v.placed[i].small
}

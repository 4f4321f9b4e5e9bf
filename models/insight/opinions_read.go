package insight

import (
	"context"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight/opinion"
)

// votesAtOnce is how many statements' positions one query reads.
const votesAtOnce = 200

// answers is what is read of a scope.
type answers struct {
	thread   int64 // the one that the scope is of; 0 for several
	threads  map[int64]int64
	list     []opinion.Statement // in order of ID
	votes    []opinion.Vote
	older    bool
	newcomer []route // what is newly said and hardly answered
}

// answersIn reads the newest statements of a scope and the positions on them, within the bounds.
func (s *Store) answersIn(ctx context.Context, scope ViewScope) (a answers, err error) {
	sel, thread, err := s.enclosed(ctx, scope)
	if err != nil {
		return a, err
	}
	a.thread, a.threads = thread, map[int64]int64{}
	var ids []int64
	total, order := 0, "+c.id"
	if scope.Thread == 0 && scope.Group == "" && scope.Guide == "" {
		order = "c.id" // those of the whole place are in this order in an index; those of a part are few enough to sort
	}
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		var id, thread int64
		var votes int
		if err := r.Scan(&id, &thread, &votes); err != nil {
			return err
		}
		if total += votes; total > votesMost || len(ids) == StatementsMost {
			a.older = true
			return nil
		}
		ids, a.threads[id] = append(ids, id), thread
		return nil
	}, "SELECT c.id, c.thread_id, c.agrees + c.disagrees + c.passes FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE "+
		answered+" AND "+sel.where+" ORDER BY "+order+" DESC LIMIT ?", append(sel.args, StatementsMost+1)...)
	if err != nil {
		return a, err
	}
	slices.Sort(ids)
	for _, id := range ids {
		a.list = append(a.list, opinion.Statement{ID: id})
	}
	if a.votes, err = s.votesOn(ctx, ids); err != nil {
		return a, err
	}
	a.newcomer, err = s.newcomers(ctx, sel, scope, a.threads)
	return a, err
}

// votesOn reads every position on some statements. Those of people who are on hold or have left count as they do in
// the figures under what was said.
func (s *Store) votesOn(ctx context.Context, ids []int64) (votes []opinion.Vote, err error) {
	for chunk := range slices.Chunk(ids, votesAtOnce) {
		err = db.Each(ctx, s.DB, func(r db.Row) error {
			var v opinion.Vote
			var position discussion.Position
			if err := r.Scan(&v.Statement, &v.Person, &position); err != nil {
				return err
			}
			switch position {
			case discussion.Agree:
				v.Value = 1
			case discussion.Disagree:
				v.Value = -1
			}
			votes = append(votes, v)
			return nil
		}, "SELECT contribution_id, person_id, position FROM positions WHERE contribution_id IN "+db.In(len(chunk)), db.Args(chunk)...)
		if err != nil {
			return nil, err
		}
	}
	return votes, nil
}

// newcomers are what was said last in a scope and does not count yet.
func (s *Store) newcomers(ctx context.Context, sel selection, scope ViewScope, known map[int64]int64) (list []route, err error) {
	args, from := slices.Clone(sel.args), "threads t CROSS JOIN contributions c" // SQLite looks them up in this order
	if scope.Thread == 0 && scope.Group == "" && scope.Guide == "" {
		sel.where += " AND c.id > (SELECT COALESCE(MAX(id), 0) - ? FROM contributions)"
		args, from = append(args, newestWalked), "contributions c CROSS JOIN threads t"
	}
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		var id int64
		var p Positions
		err := r.Scan(&id, &p.Agree, &p.Disagree, &p.Pass)
		if _, ok := known[id]; !ok {
			// Nobody knows yet how well it tells people apart, so it counts as not at all.
			list = append(list, route{id, opinion.Priority(opinion.Tally{Agree: p.Agree, Disagree: p.Disagree, Seen: p.Seen()}, 0)})
		}
		return err
	}, "SELECT c.id, c.agrees, c.disagrees, c.passes FROM "+from+" WHERE t.id = c.thread_id AND "+sel.where+
		" AND c.kind <> 'reply' ORDER BY +c.id DESC LIMIT ?", append(args, newestAsked)...)
	return list, err
}

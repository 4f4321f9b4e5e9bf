package coding

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Bounds on ordering by coverage.
const (
	candidates   = 120                    // newest contributions that are weighed
	weighFor     = 250 * time.Millisecond // longest that weighing them takes
	rankedFor    = 2 * time.Minute        // how long an order is kept
	enoughCoded  = 20                     // contributions from which a theme is not rare any more
	rareFrom     = 0.3                    // weight from which something is given for its rare theme
	rareNeed     = 0.5                    // need of a theme from which something is, where it is the first suggested
	unseenFrom   = 0.5                    // share of unseen words from which something is given for being new
	ranksAtOnce  = 64                     // orders that are kept
	everyUnseen  = 3                      // of so many given by coverage, one is for being new
	mostWeighted = 3                      // themes of a contribution that are weighed
)

// ranks keeps orders by coverage for a short while, so that weighing is not done again for every page.
type ranks struct {
	mu   sync.Mutex
	kept map[Filter]ranking
}

type ranking struct {
	list []given
	at   clock.Instant
}

// weighed is a contribution with how much it would cover.
type weighed struct {
	given
	rare, unseen float64
	telling      bool // it can be said that it is given for its rare theme
}

// ranked gives what waits in the order of how much it covers: in turn what is likely to bear a rare theme and what is
// unlike anything coded.
func (s *Store) ranked(ctx context.Context, a people.Actor, f Filter, n int) ([]given, error) {
	f.Order, f.Show = Coverage, ToDo
	now := s.DB.Clock.Now()
	s.ranks.mu.Lock()
	kept, ok := s.ranks.kept[f]
	s.ranks.mu.Unlock()
	if ok && now.Sub(kept.at) < rankedFor {
		still, err := s.still(ctx, a, f, ids(kept.list))
		if list := only(kept.list, still); err != nil || len(list) >= min(n, MostAtOnce) {
			return list, err
		}
	}
	list, err := s.weigh(ctx, a, f)
	if err != nil {
		return nil, err
	}
	s.ranks.mu.Lock()
	defer s.ranks.mu.Unlock()
	if s.ranks.kept == nil || len(s.ranks.kept) >= ranksAtOnce {
		s.ranks.kept = map[Filter]ranking{}
	}
	s.ranks.kept[f] = ranking{list, now}
	still, err := s.still(ctx, a, f, ids(list))
	return only(list, still), err
}

// still tells which of some contributions wait for this person.
func (s *Store) still(ctx context.Context, a people.Actor, f Filter, list []int64) ([]int64, error) {
	wanted, args := f.wanted(a)
	return db.Values[int64](ctx, s.DB, `SELECT c.id FROM hearing_uncoded u JOIN contributions c ON c.id = u.id JOIN threads t ON t.id = c.thread_id
		WHERE u.id IN `+db.In(len(list))+" AND "+wanted+` AND NOT EXISTS (SELECT 1 FROM codings k WHERE k.contribution_id = u.id
		AND k.person_id = ? AND k.outcome = 'skipped')`, append(append(db.Args(list), args...), a.ID)...)
}

// weigh orders the newest contributions that wait by how much they would cover.
func (s *Store) weigh(ctx context.Context, a people.Actor, f Filter) ([]given, error) {
	wanted, args := f.wanted(a)
	type candidate struct {
		id   int64
		body string
	}
	list, err := db.All(ctx, s.DB, func(r db.Row) (c candidate, err error) {
		err = r.Scan(&c.id, &c.body)
		return c, err
	}, `SELECT c.id, c.body_md FROM hearing_uncoded u JOIN contributions c ON c.id = u.id JOIN threads t ON t.id = c.thread_id
		WHERE u.spot % 5 <> 0 AND `+wanted+" ORDER BY u.id DESC LIMIT ?", append(args, candidates)...)
	if err != nil {
		return nil, err
	}
	need, err := s.need(ctx)
	if err != nil {
		return nil, err
	}
	model, _ := s.memory.ready(ctx)
	began := time.Now()
	all := make([]weighed, 0, len(list))
	for _, c := range list {
		w := weighed{given: given{id: c.id}}
		if model != nil && time.Since(began) < weighFor {
			text := readable(c.body)
			for i, suggestion := range model.Suggest(text, mostWeighted) {
				if weight := suggestion.Sure * need[suggestion.Theme]; weight > w.rare {
					w.rare, w.given.rare = weight, suggestion.Theme
					w.telling = weight >= rareFrom || i == 0 && need[suggestion.Theme] >= rareNeed
				}
			}
			w.unseen = s.memory.unseen(text)
		}
		all = append(all, w)
	}
	return interleave(all), nil
}

// need tells how much each theme needs more examples, from 0 to 1.
func (s *Store) need(ctx context.Context) (map[int64]float64, error) {
	need := map[int64]float64{}
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var id int64
		var has int
		err := r.Scan(&id, &has)
		need[id] = math.Max(0, 1-float64(has)/enoughCoded)
		return err
	}, "SELECT id, contribution_count FROM themes WHERE state = 'current'")
	return need, err
}

// interleave puts contributions in order: in turn the one likeliest to bear a rare theme and, now and then, the one
// most unlike what was coded.
func interleave(all []weighed) []given {
	rare, unseen := slices.Clone(all), slices.Clone(all)
	slices.SortStableFunc(rare, func(a, b weighed) int { return cmp.Compare(b.rare, a.rare) })
	slices.SortStableFunc(unseen, func(a, b weighed) int { return cmp.Compare(b.unseen, a.unseen) })
	list, taken := make([]given, 0, len(all)), map[int64]bool{}
	for len(list) < len(all) {
		from := &rare
		if len(list)%everyUnseen == everyUnseen-1 {
			from = &unseen
		}
		next := (*from)[0]
		if *from = (*from)[1:]; taken[next.id] {
			continue
		}
		taken[next.id] = true
		switch {
		case from == &rare && next.telling:
			next.why = ForRare
		case from == &unseen && next.unseen >= unseenFrom:
			next.why = ForNew
		}
		list = append(list, next.given)
	}
	return list
}

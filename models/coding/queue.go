package coding

import (
	"context"
	"slices"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// given is a contribution in its turn.
type given struct {
	id     int64
	sample bool
	why    Why
	rare   int64
}

// aside is how many more than wanted are read, so that what others have open can be passed over.
const aside = 3 * MostAtOnce

// Next gives up to n contributions for somebody to code, with suggestions. What somebody else has open just now is
// passed over while there is other work.
func (s *Store) Next(ctx context.Context, a people.Actor, f Filter, n int, dayBegan clock.Instant) ([]Item, error) {
	if err := MayCode(a); err != nil {
		return nil, err
	}
	n = min(n, MostAtOnce)
	list, err := s.turn(ctx, a, f, n, dayBegan)
	if err != nil {
		return nil, err
	}
	list = s.claims.take(s.DB.Clock.Now(), a.ID, list, n)
	return s.items(ctx, a, f, list)
}

// turn gives the contributions whose turn it is, more of them than wanted.
func (s *Store) turn(ctx context.Context, a people.Actor, f Filter, n int, dayBegan clock.Instant) ([]given, error) {
	switch f.Show {
	case ToDo:
	case All, NoneFit, Skipped:
		return s.reread(ctx, a, f, n+aside)
	default:
		return nil, db.ErrNotFound
	}
	switch f.Order {
	case Random:
		return s.sample(ctx, a, f, n+aside)
	case Newest:
		return s.newest(ctx, a, f, n+aside)
	case Coverage, "":
		return s.covering(ctx, a, f, n, dayBegan)
	}
	return nil, db.ErrNotFound
}

// wanted is the part of a query that a filter makes of the contributions c and their threads t: what may be seen, of a
// group, of a guide.
func (f Filter) wanted(a people.Actor) (condition string, args []any) {
	condition, args = a.Sees("c", "t")
	if f.Group != 0 {
		condition, args = condition+" AND t.group_id = ?", append(args, f.Group)
	}
	if f.Guide != 0 {
		condition += " AND EXISTS (SELECT 1 FROM chapters ch WHERE ch.thread_id = t.id AND ch.guide_id = ?)"
		args = append(args, f.Guide)
	}
	return condition, args
}

// waiting reads ids of what nobody has coded yet and this person has not skipped.
func (s *Store) waiting(ctx context.Context, a people.Actor, f Filter, condition, order string, n int) ([]int64, error) {
	wanted, args := f.wanted(a)
	return db.Values[int64](ctx, s.DB, `SELECT c.id FROM hearing_uncoded u JOIN contributions c ON c.id = u.id JOIN threads t ON t.id = c.thread_id
		WHERE `+condition+" AND "+wanted+` AND NOT EXISTS (SELECT 1 FROM codings k WHERE k.contribution_id = u.id AND k.person_id = ? AND k.outcome = 'skipped')
		ORDER BY `+order+" LIMIT ?", append(args, a.ID, n)...)
}

func (s *Store) sample(ctx context.Context, a people.Actor, f Filter, n int) ([]given, error) {
	ids, err := s.waiting(ctx, a, f, "u.spot % 5 = 0", "u.spot, u.id", n)
	return inTurn(ids, true, ForSample), err
}

// newest gives the newest first, and once nothing else is left, the sample.
func (s *Store) newest(ctx context.Context, a people.Actor, f Filter, n int) ([]given, error) {
	ids, err := s.waiting(ctx, a, f, "u.spot % 5 <> 0", "u.id DESC", n)
	if err != nil || len(ids) == n {
		return inTurn(ids, false, ForOrder), err
	}
	sample, err := s.sample(ctx, a, f, n-len(ids))
	return append(inTurn(ids, false, ForOrder), sample...), err
}

// covering gives what covers most, and of every three one of the sample, so that suggestions can be judged without
// anybody having to think of it.
func (s *Store) covering(ctx context.Context, a people.Actor, f Filter, n int, dayBegan clock.Instant) ([]given, error) {
	best, err := s.ranked(ctx, a, f, n+aside)
	if err != nil {
		return nil, err
	}
	sample, err := s.sample(ctx, a, f, n+aside)
	if err != nil {
		return nil, err
	}
	done, err := s.doneSince(ctx, a, dayBegan)
	if err != nil {
		return nil, err
	}
	list := make([]given, 0, len(best)+len(sample))
	for at := done; len(best)+len(sample) > 0; at++ {
		from := &best
		if len(best) == 0 || at%3 == 2 && len(sample) > 0 {
			from = &sample
		}
		list, *from = append(list, (*from)[0]), (*from)[1:]
	}
	return list, nil
}

func inTurn(ids []int64, sample bool, why Why) []given {
	list := make([]given, len(ids))
	for i, id := range ids {
		list[i] = given{id: id, sample: sample, why: why}
	}
	return list
}

// rereadFrom is how many of the newest contributions are put in a random order where those with a theme are read too.
const rereadFrom = 1_000

// reread gives what is read again, or whatever theme it has.
func (s *Store) reread(ctx context.Context, a people.Actor, f Filter, n int) ([]given, error) {
	wanted, args := f.wanted(a)
	from := " FROM contributions c JOIN threads t ON t.id = c.thread_id "
	var query string
	switch f.Show {
	case NoneFit: // those read longest ago first, so that one that still has none makes room for the next
		query = "SELECT c.id FROM codings k JOIN contributions c ON c.id = k.contribution_id JOIN threads t ON t.id = c.thread_id WHERE " + wanted + ` AND k.outcome = 'none'
			AND NOT EXISTS (SELECT 1 FROM tags g WHERE g.contribution_id = c.id AND g.state = 'accepted')
			GROUP BY c.id ORDER BY MAX(k.coded_at), c.id LIMIT ?`
	case Skipped:
		query = "SELECT c.id FROM codings k JOIN contributions c ON c.id = k.contribution_id JOIN threads t ON t.id = c.thread_id WHERE " + wanted +
			" AND k.person_id = ? AND k.outcome = 'skipped' ORDER BY k.coded_at, c.id LIMIT ?"
		args = append(args, a.ID)
	default:
		query = "SELECT c.id" + from + "WHERE " + wanted + ` AND NOT EXISTS (SELECT 1 FROM codings k WHERE k.contribution_id = c.id AND k.person_id = ?)
			ORDER BY c.id DESC LIMIT ?`
		args = append(args, a.ID)
		if f.Order == Random {
			query = "SELECT x.id FROM (" + query + ") x ORDER BY ((x.id * 48271 + 11) % 2147483647) * ((x.id * 48271 + 11) % 2147483647) % 2147483647, x.id LIMIT ?"
			args = append(args, rereadFrom)
		}
	}
	ids, err := db.Values[int64](ctx, s.DB, query, append(args, n)...)
	return inTurn(ids, false, ForOrder), err
}

// Progress tells how far somebody has come with what they want to code.
func (s *Store) Progress(ctx context.Context, a people.Actor, f Filter, dayBegan clock.Instant) (p Progress, err error) {
	if err := MayCode(a); err != nil {
		return p, err
	}
	if p.Today, err = s.doneSince(ctx, a, dayBegan); err != nil {
		return p, err
	}
	wanted, args := f.wanted(a)
	p.Left, err = db.Value[int](ctx, s.DB, `SELECT COUNT(*) FROM (SELECT u.id FROM hearing_uncoded u JOIN contributions c ON c.id = u.id
		JOIN threads t ON t.id = c.thread_id WHERE `+wanted+" LIMIT ?) x", append(args, MostCounted+1)...)
	if p.More = p.Left > MostCounted; p.More {
		p.Left = MostCounted
	}
	return p, err
}

func (s *Store) doneSince(ctx context.Context, a people.Actor, since clock.Instant) (int, error) {
	return db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM codings WHERE person_id = ? AND coded_at >= ? AND outcome <> 'skipped'", a.ID, since)
}

// Waits tells whether there is anything that somebody skipped, or found no theme for, so that it can be offered again.
func (s *Store) Waits(ctx context.Context, a people.Actor) (skipped, none bool, err error) {
	for show, found := range map[Show]*bool{Skipped: &skipped, NoneFit: &none} {
		list, err := s.reread(ctx, a, Filter{Show: show}, 1)
		if err != nil {
			return false, false, err
		}
		*found = len(list) > 0
	}
	return skipped, none, nil
}

// ids gives the contributions of a list.
func ids(list []given) []int64 {
	all := make([]int64, len(list))
	for i, g := range list {
		all[i] = g.id
	}
	return all
}

// only keeps those of a list that are among some ids.
func only(list []given, among []int64) []given {
	return slices.DeleteFunc(slices.Clone(list), func(g given) bool { return !slices.Contains(among, g.id) })
}

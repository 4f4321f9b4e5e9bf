package figures

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/rules"
)

// MonthsKept bounds how many months are given: ten years.
const MonthsKept = 120

// Freshness is how long the figures of the running month are kept before they are counted again.
const Freshness = time.Hour

// Months gives the months since the first decision or report, the newest first, at most MonthsKept. What is over was
// counted once; of the running month, at most Freshness is missing.
func (s *Store) Months(ctx context.Context) ([]Month, error) {
	now := s.DB.Clock.Now()
	first, err := s.first(ctx)
	if err != nil || first == 0 {
		return nil, err
	}
	var list []Month
	missing := -1 // the oldest month that must be counted
	for begin := s.begin(now); len(list) < MonthsKept; begin = begin.AddDate(0, -1, 0) {
		m := Month{Key: begin.Format("2006-01"), From: clock.Of(begin), To: clock.Of(begin.AddDate(0, 1, 0))}
		if kept, ok := s.keptMonth(m, now); ok {
			m = kept
		} else {
			missing = len(list)
		}
		list = append(list, m)
		if m.From <= first {
			break
		}
	}
	if missing < 0 {
		return list, nil
	}
	if err := s.count(ctx, list[:missing+1], now); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[string]Month{}
	}
	for _, m := range list[:missing+1] {
		s.kept[m.Key] = m
	}
	return list, nil
}

// first is when the first decision was made or the first report was sent; 0 where there is neither.
func (s *Store) first(ctx context.Context) (first clock.Instant, err error) {
	var decision, report sql.NullInt64
	err = s.DB.QueryRow(ctx, "SELECT (SELECT MIN(created_at) FROM decisions), (SELECT MIN(created_at) FROM reports)").Scan(&decision, &report)
	for _, at := range []sql.NullInt64{decision, report} {
		if at.Valid && (first == 0 || clock.Instant(at.Int64) < first) {
			first = clock.Instant(at.Int64)
		}
	}
	return first, err
}

// begin is the first moment of the month of another.
func (s *Store) begin(at clock.Instant) time.Time {
	t := at.In(s.Zone)
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, s.Zone)
}

// settled is how long after its end a month is counted for good: what was decided in its last minute can be undone in the
// first of the next.
const settled = time.Hour

func (s *Store) keptMonth(m Month, now clock.Instant) (Month, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, ok := s.kept[m.Key]
	over := ok && kept.Counted >= m.To.Add(settled)
	fresh := ok && now >= kept.Counted && now.Sub(kept.Counted) < Freshness
	return kept, over || fresh
}

// count counts months that follow one another, the newest first.
func (s *Store) count(ctx context.Context, months []Month, now clock.Instant) error {
	for i := range months {
		m := &months[i]
		*m = emptyMonth(m.Key, m.From, m.To)
		m.Counted = now
	}
	from, to := months[len(months)-1].From, months[0].To
	var outside Month
	of := func(at clock.Instant) *Month {
		for i := range months {
			if at >= months[i].From && at < months[i].To {
				return &months[i]
			}
		}
		outside = emptyMonth("", 0, 0)
		return &outside
	}
	for _, read := range []func(context.Context, clock.Instant, clock.Instant, func(clock.Instant) *Month) error{s.decided, s.reported, s.appealed, s.sanctioned} {
		if err := read(ctx, from, to, of); err != nil {
			return err
		}
	}
	for i := range months {
		months[i].settle()
	}
	return nil
}

func emptyMonth(key string, from, to clock.Instant) Month {
	return Month{
		Key: key, From: from, To: to, Acts: map[rules.Act]int{}, Reasons: map[string]Sort{}, Outcomes: map[string]int{}, Sanctions: map[string]int{},
		reasons: map[string]*sums{},
	}
}

// settle sums up how long things waited.
func (m *Month) settle() {
	m.Waits = timesOf(m.sums.waited)
	for reason, s := range m.reasons {
		m.Reasons[reason] = Sort{N: s.n, Waits: timesOf(s.waited)}
	}
	m.sums, m.reasons = sums{}, nil
}

func (s *Store) decided(ctx context.Context, from, to clock.Instant, of func(clock.Instant) *Month) error {
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var at clock.Instant
		var act rules.Act
		var reason string
		var ms int64
		var undone bool
		if err := r.Scan(&at, &act, &reason, &ms, &undone); err != nil {
			return err
		}
		m, waited := of(at), time.Duration(ms)*time.Millisecond
		if undone {
			m.Undone++
			return nil
		}
		m.Acts[act]++
		if act != rules.Seal && act != rules.Move { // nobody is told of the one, and nothing waited for the other
			m.sums.add(waited)
		}
		if slices.Contains(PublicLimits, act) {
			sorted(m.reasons, reason).add(waited)
		}
		return nil
	}, "SELECT created_at, act, reason, waited, undone_at IS NOT NULL FROM decisions WHERE created_at >= ? AND created_at < ?", from, to)
}

func (s *Store) reported(ctx context.Context, from, to clock.Instant, of func(clock.Instant) *Month) error {
	return db.Each(ctx, s.DB, func(r db.Row) error {
		at, err := db.Scan[clock.Instant](r)
		of(at).Reports++
		return err
	}, "SELECT created_at FROM reports WHERE created_at >= ? AND created_at < ?", from, to)
}

func (s *Store) appealed(ctx context.Context, from, to clock.Instant, of func(clock.Instant) *Month) error {
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var made, decided clock.Instant
		var state string
		err := r.Scan(&made, &decided, &state)
		if made >= from && made < to {
			of(made).Appeals++
		}
		if decided >= from && decided < to {
			of(decided).Outcomes[state]++
		}
		return err
	}, "SELECT created_at, COALESCE(decided_at, 0), state FROM appeals WHERE created_at >= ? AND created_at < ? OR decided_at >= ? AND decided_at < ?", from, to, from, to)
}

func (s *Store) sanctioned(ctx context.Context, from, to clock.Instant, of func(clock.Instant) *Month) error {
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var at clock.Instant
		var kind string
		err := r.Scan(&at, &kind)
		of(at).Sanctions[kind]++
		return err
	}, "SELECT made_at, kind FROM sanctions WHERE made_at >= ? AND made_at < ?", from, to)
}

package insight

import (
	"context"
	"errors"
	"sync"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// How changes are counted in.
const (
	countAtOnce = 400                   // changes that one transaction counts
	waitFor     = 4 * time.Second       // longest that somebody waits until everything is counted
	patience    = time.Second           // and where what is stored can be counted instead
	lookAgain   = 50 * time.Millisecond // how often it is looked whether somebody else has finished
	makerLost   = clock.Instant(60_000) // milliseconds after which a maker that was not heard of is taken for gone
)

// smallPlace is up to how many contributions everything is counted afresh in one go.
var smallPlace = 2000

// The states of the kept figures.
const (
	figuresReady  = "ready"
	figuresMaking = "making"
)

// CatchUp counts everything that has changed, so that whoever reads the figures next reads what is true now. What
// changed stands in hearing_queue, put there by the schema in the transaction of the change. Where nothing has, it
// takes one short query. ErrBusy where so much has changed that it takes longer than a person should wait: then it
// goes on without them.
func (s *Store) CatchUp(ctx context.Context) error { return s.catchUp(ctx, waitFor) }

func (s *Store) catchUp(ctx context.Context, longest time.Duration) error {
	mark, err := s.waiting(ctx)
	switch {
	case err != nil || mark == 0:
		return err
	case s.DB.Still(): // what is counted now would not be seen
		return db.ErrBusy
	}
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	if err := s.turn.take(ctx); err != nil {
		return err
	}
	defer s.turn.give()
	if mark, err = s.waiting(ctx); err != nil { // somebody may have counted it meanwhile
		return err
	}
	for mark != 0 {
		left, err := s.step(ctx)
		switch {
		case errors.Is(err, errMaking):
			select {
			case <-ctx.Done():
				return db.ErrBusy
			case <-time.After(lookAgain):
			}
			if mark, err = s.waiting(ctx); err != nil {
				return err
			}
			continue
		case err != nil:
			return err
		case left.next == 0 || left.next > mark && !left.spread:
			return nil
		case left.spread:
			mark = max(mark, left.last)
		}
		if ctx.Err() != nil {
			return db.ErrBusy
		}
	}
	return nil
}

// waiting gives the last change that is to be counted; 0 where the figures lack nothing.
func (s *Store) waiting(ctx context.Context) (int64, error) {
	var state, zone string
	var last int64
	err := s.DB.QueryRow(ctx, "SELECT state, zone, (SELECT COALESCE(MAX(id), 0) FROM hearing_queue) FROM hearing_state WHERE id = 1").Scan(&state, &zone, &last)
	if err == nil && (state != figuresReady || zone != s.Zone.String()) {
		last = max(last, 1)
	}
	return last, err
}

// Uncounted tells about how many changes wait to be counted; at least one where everything does.
func (s *Store) Uncounted(ctx context.Context) (int64, error) {
	mark, err := s.waiting(ctx)
	if err != nil || mark == 0 {
		return 0, err
	}
	return db.Value[int64](ctx, s.DB, "SELECT COALESCE(MAX(id) - MIN(id) + 1, 1) FROM hearing_queue")
}

// rest is what is left to count after a step.
type rest struct {
	next, last int64 // the first and the last change that waits; 0 where none does
	spread     bool  // a change of many contributions was spread into one of each
}

// errMaking says that everything is being counted afresh just now.
var errMaking = errors.New("insight: everything is being counted afresh")

// queued is a row of the queue.
type queued struct {
	id, ref int64
	kind    string
}

// step counts some changes in a transaction of its own. Two instances that step at once do no harm: the second waits
// for the first and then finds less to do.
func (s *Store) step(ctx context.Context) (left rest, err error) {
	var maker string
	var making bool
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		left, maker, making = rest{}, "", false
		ready, err := s.lock(tx)
		if errors.Is(err, errMaking) {
			making = true
			return nil
		}
		if err != nil {
			return err
		}
		batch, err := db.All(tx.Context(), tx, func(r db.Row) (q queued, err error) {
			err = r.Scan(&q.id, &q.kind, &q.ref)
			return q, err
		}, "SELECT id, kind, ref FROM hearing_queue ORDER BY id LIMIT ?", countAtOnce)
		if err != nil {
			return err
		}
		for _, q := range batch {
			ready = ready && q.kind != "everything"
		}
		if !ready {
			maker, err = s.beginAfresh(tx)
			making = maker != ""
			return err
		}
		if left.spread, err = s.take(tx, batch); err != nil {
			return err
		}
		return tx.QueryRow(tx.Context(), "SELECT COALESCE(MIN(id), 0), COALESCE(MAX(id), 0) FROM hearing_queue").Scan(&left.next, &left.last)
	})
	if err == nil && maker != "" {
		go s.makeAfresh(context.WithoutCancel(ctx), maker)
	}
	if err == nil && making {
		err = errMaking
	}
	return left, err
}

// lock takes the row that whoever writes figures holds, and tells whether there are figures of this place's weeks.
// errMaking where somebody is making them.
func (s *Store) lock(tx *db.Tx) (ready bool, err error) {
	var state, zone string
	var seen clock.Instant
	err = tx.QueryRow(tx.Context(), "UPDATE hearing_state SET seen_at = seen_at WHERE id = 1 RETURNING state, zone, seen_at").Scan(&state, &zone, &seen)
	if err == nil && state == figuresMaking && tx.Now()-seen < makerLost {
		err = errMaking
	}
	return state == figuresReady && zone == s.Zone.String(), err
}

// take counts what some rows of the queue name and removes them. Where a row names everything in a thread or by a
// person, rows of each contribution take its place.
func (s *Store) take(tx *db.Tx, batch []queued) (spread bool, err error) {
	var taken, ids []int64
	seen := map[queued]bool{}
	for _, q := range batch {
		taken = append(taken, q.id)
		q.id = 0
		if seen[q] {
			continue
		}
		seen[q] = true
		each := ""
		switch q.kind {
		case "contribution":
			ids = append(ids, q.ref)
			continue
		case "thread":
			each = "thread_id"
		case "person":
			each = "author_id"
		default:
			continue
		}
		spread = true
		if _, err := tx.Exec("INSERT INTO hearing_queue (kind, ref) SELECT 'contribution', id FROM contributions WHERE "+each+" = ?", q.ref); err != nil {
			return spread, err
		}
	}
	if len(ids) > 0 {
		if err := s.recount(tx, ids); err != nil {
			return spread, err
		}
	}
	for part := range portions(taken) {
		if _, err := tx.Exec("DELETE FROM hearing_queue WHERE id IN "+db.In(len(part)), db.Args(part)...); err != nil {
			return spread, err
		}
	}
	return spread, nil
}

// turn lets one at a time count in this process; the others wait no longer than they may.
type turn struct {
	once sync.Once
	free chan struct{}
}

func (t *turn) take(ctx context.Context) error {
	t.once.Do(func() { t.free = make(chan struct{}, 1) })
	select {
	case t.free <- struct{}{}:
		return nil
	case <-ctx.Done():
		return db.ErrBusy
	}
}

func (t *turn) give() { <-t.free }

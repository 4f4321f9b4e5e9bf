package search

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"folkmoot/models/db"
)

// How the indexer goes about its work.
const (
	busyBatch  = 64  // changes that one transaction takes in while others write
	mostBusy   = 256 // and where so many wait that it falls behind
	quietBatch = 512 // and while nobody writes
	restFor    = 6   // times as long as a batch took, others come first
	lookEvery  = time.Second
	mostRest   = 500 * time.Millisecond
)

// Indexer keeps the index in step with the tables, just behind them. What changed stands in search_queue, put there by
// the schema in the transaction of the change, so nothing is missed, whatever happens in between.
type Indexer struct {
	db      *db.DB
	wake    chan struct{}
	commits atomic.Int64
}

// NewIndexer makes an indexer that is woken by commits. Call it before the first command.
func NewIndexer(d *db.DB) *Indexer {
	x := &Indexer{db: d, wake: make(chan struct{}, 1)}
	d.OnCommit(func([]string) {
		x.commits.Add(1)
		select {
		case x.wake <- struct{}{}:
		default:
		}
	})
	return x
}

// Run indexes what changes until the context ends; report is told what went wrong, and then it is tried again.
func (x *Indexer) Run(ctx context.Context, report func(error)) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	seen, busy := x.commits.Load(), busyBatch
	for ctx.Err() == nil {
		now := x.commits.Load()
		size := quietBatch
		if now != seen {
			size = busy
		}
		seen = now
		began := time.Now()
		n, err := x.Step(ctx, size)
		if err != nil && !errors.Is(err, errLost) {
			if ctx.Err() == nil {
				report(err)
			}
			n = 0
		}
		busy = nextBatch(busy, size, n)
		if n == 0 {
			select {
			case <-ctx.Done():
			case <-x.wake:
			case <-look.C:
			}
			continue
		}
		if x.commits.Load() != seen { // others are writing, and come first
			select {
			case <-ctx.Done():
			case <-time.After(min(restFor*time.Since(began), mostRest)):
			}
		}
	}
}

// nextBatch is how many changes to take in next while others write: twice as many after a full batch, so that however
// fast people write the index keeps close behind, else a few.
func nextBatch(busy, size, taken int) int {
	if taken < size {
		return busyBatch
	}
	return min(2*busy, mostBusy)
}

// Behind tells about how many changes wait to be indexed.
func (x *Indexer) Behind(ctx context.Context) (int64, error) {
	return db.Value[int64](ctx, x.db, "SELECT COALESCE(MAX(id) - MIN(id) + 1, 0) FROM search_queue")
}

// change is a row of the queue.
type change struct {
	id, ref int64
	kind    Kind
}

// errLost says that another instance took the same changes in first.
var errLost = errors.New("search: another instance indexed the same changes")

// Step indexes up to n changes and tells how many there were. Two instances that step at once do no harm: one of them
// gives up and reads afresh.
func (x *Indexer) Step(ctx context.Context, n int) (int, error) {
	changes, err := db.All(ctx, x.db, func(r db.Row) (c change, err error) {
		err = r.Scan(&c.id, &c.kind, &c.ref)
		return c, err
	}, "SELECT id, kind, ref FROM search_queue ORDER BY id LIMIT ?", n)
	if err != nil || len(changes) == 0 {
		return 0, err
	}
	// What is read now is at least as new as the changes; a change after this has a row of its own.
	work, err := x.prepare(ctx, changes)
	if err != nil {
		return 0, err
	}
	ids := make([]int64, len(changes))
	for i, c := range changes {
		ids[i] = c.id
	}
	e := engineOf(x.db)
	err = x.db.Write(ctx, func(tx *db.Tx) error {
		taken, err := tx.Exec("DELETE FROM search_queue WHERE id IN "+db.In(len(ids)), db.Args(ids)...)
		if err != nil {
			return err
		}
		if taken != int64(len(ids)) {
			return errLost
		}
		for _, w := range work {
			if err := e.remove(tx, w.at, w.gone); err != nil {
				return err
			}
			if err := e.put(tx, w.at, w.documents); err != nil {
				return err
			}
		}
		return nil
	})
	return len(changes), err
}

// task is what becomes of the documents of one kind.
type task struct {
	at        place
	documents []document
	gone      []int64
}

// prepare reads and stems outside the transaction, so that nobody waits for it.
func (x *Indexer) prepare(ctx context.Context, changes []change) ([]task, error) {
	refs, seen := map[Kind][]int64{}, map[change]bool{}
	for _, c := range changes {
		c.id = 0
		if !seen[c] {
			seen[c] = true
			refs[c.kind] = append(refs[c.kind], c.ref)
		}
	}
	var work []task
	for _, kind := range Kinds {
		if len(refs[kind]) == 0 {
			continue
		}
		documents, err := load(ctx, x.db, kind, refs[kind])
		if err != nil {
			return nil, err
		}
		there := map[int64]bool{}
		for _, d := range documents {
			there[d.ref] = true
		}
		w := task{at: placeOf(kind), documents: documents}
		for _, ref := range refs[kind] {
			if !there[ref] {
				w.gone = append(w.gone, docid(kind, ref))
			}
		}
		work = append(work, w)
	}
	return work, nil
}

// CatchUp indexes everything that waits.
func (x *Indexer) CatchUp(ctx context.Context) error {
	for {
		n, err := x.Step(ctx, quietBatch)
		if errors.Is(err, errLost) {
			continue
		}
		if err != nil || n == 0 {
			return err
		}
	}
}

// Tend keeps the index fast, in steps so small that nobody waits for them, with rests between.
func (x *Indexer) Tend(ctx context.Context) error {
	e := engineOf(x.db)
	for {
		began := time.Now()
		more, err := e.tend(ctx)
		if err != nil || !more {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(min(restFor*time.Since(began), mostRest)):
		}
	}
}

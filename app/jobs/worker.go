// Package jobs does the work that follows from what people do: it sends mail, tidies up, seals the register.
package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/queue"
)

// Bounds on the worker.
const (
	atOnce    = 4                // jobs of the queue that run side by side
	pollEvery = time.Second      // how often the queue is looked at when nothing wakes the worker
	jobLimit  = 90 * time.Second // longest that one job may take; shorter than its claim
)

// When regular work begins. What comes round seldom may be heavy: it leaves people alone who come back when the place
// does, and never runs side by side with other heavy work.
const (
	firstRound  = 10 * time.Second
	firstSeldom = 2 * time.Minute
	seldom      = time.Hour
)

// Work does one job of a kind. It may be called again for a job whose outcome was unknown, so it must be safe to do
// twice. An error is tried again later unless it is Pointless.
type Work func(ctx context.Context, payload json.RawMessage) error

// Pointless wraps an error after which trying again would change nothing.
type Pointless struct{ Cause error }

// Error tells the cause.
func (p Pointless) Error() string { return p.Cause.Error() }

// Unwrap gives the cause.
func (p Pointless) Unwrap() error { return p.Cause }

// Regular is work that comes round by itself.
type Regular struct {
	Name  string
	Every time.Duration
	Do    func(ctx context.Context) error
}

// Worker carries out jobs until it is stopped.
type Worker struct {
	db       *db.DB
	log      *slog.Logger
	work     map[string]Work
	regulars []Regular
	wake     chan struct{}
	heavy    sync.Mutex // held by regular work that comes round seldom

	cancel context.CancelFunc
	ctx    context.Context
	group  sync.WaitGroup
}

// NewWorker makes a worker that knows no work yet.
func NewWorker(d *db.DB, log *slog.Logger) *Worker {
	w := &Worker{db: d, log: log, work: map[string]Work{}, wake: make(chan struct{}, 1)}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	d.OnCommit(func([]string) { w.Wake() })
	return w
}

// Handle says how the jobs of a kind are done. Call it before Start.
func (w *Worker) Handle(kind string, work Work) { w.work[kind] = work }

// Every adds work that comes round by itself: once soon after the start, then at its interval. What comes round once an
// hour or less often waits for its turn. Call it before Start.
func (w *Worker) Every(regulars ...Regular) { w.regulars = append(w.regulars, regulars...) }

// Wake lets the worker look at the queue at once.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Start begins to work.
func (w *Worker) Start() {
	w.group.Go(w.loop)
	for _, r := range w.regulars {
		w.group.Go(func() { w.repeat(r) })
	}
}

// Stop takes no more jobs and waits for those under way, which are interrupted when the patience is at its end; an
// interrupted job comes back when its claim runs out.
func (w *Worker) Stop(patience time.Duration) {
	w.cancel()
	done := make(chan struct{})
	go func() {
		w.group.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(patience):
		w.log.Warn("some jobs did not finish in time; they will be done again")
	}
}

func (w *Worker) loop() {
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for w.ctx.Err() == nil {
		more, err := w.Round(w.ctx)
		if err != nil && w.ctx.Err() == nil {
			w.log.Warn("the queue could not be worked on", "error", err)
		}
		if more && err == nil {
			continue
		}
		select {
		case <-w.ctx.Done():
		case <-w.wake:
		case <-poll.C:
		}
	}
}

// Round does the jobs that are due, a handful at a time, and tells whether there were any.
func (w *Worker) Round(ctx context.Context) (any bool, err error) {
	if due, err := queue.Due(ctx, w.db); err != nil || !due {
		return false, err
	}
	claimed, err := queue.Claim(ctx, w.db, atOnce)
	if err != nil {
		return false, err
	}
	var group sync.WaitGroup
	for _, job := range claimed {
		group.Go(func() { w.one(ctx, job) })
	}
	group.Wait()
	return len(claimed) > 0, nil
}

// one does a job and says in the queue how it went.
func (w *Worker) one(ctx context.Context, job queue.Job) {
	err := w.try(ctx, job)
	// What became of a job is noted even while the program stops.
	note := context.WithoutCancel(ctx)
	if err == nil {
		err = queue.Finish(note, w.db, job)
	} else {
		var pointless Pointless
		given := errors.As(err, &pointless)
		w.log.Warn("a job failed", "kind", job.Kind, "job", job.ID, "attempt", job.Attempts, "given up", given, "error", err)
		err = queue.Retry(note, w.db, job, err, given)
	}
	if err != nil {
		w.log.Warn("what became of a job could not be noted; it will be done again", "kind", job.Kind, "job", job.ID, "error", err)
	}
}

func (w *Worker) try(ctx context.Context, job queue.Job) (err error) {
	ctx, cancel := context.WithTimeout(ctx, jobLimit)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			w.log.Error("a job panicked", "kind", job.Kind, "job", job.ID, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	do := w.work[job.Kind]
	if do == nil {
		return fmt.Errorf("nobody knows how to do %q", job.Kind)
	}
	return do(ctx, job.Payload)
}

// repeat does regular work until the worker stops. A failure waits for the next time.
func (w *Worker) repeat(r Regular) {
	first := min(r.Every, firstRound)
	if r.Every >= seldom {
		first = firstSeldom
	}
	next := time.NewTimer(first)
	defer next.Stop()
	for {
		select {
		case <-w.ctx.Done():
			return
		case <-next.C:
		}
		if err := w.guarded(r); err != nil && w.ctx.Err() == nil {
			w.log.Warn("regular work failed", "work", r.Name, "error", err)
		}
		next.Reset(r.Every)
	}
}

func (w *Worker) guarded(r Regular) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if r.Every >= seldom {
		w.heavy.Lock()
		defer w.heavy.Unlock()
	}
	return r.Do(w.ctx)
}

// Depth counts the jobs that wait and those that were given up, for the metrics; -1 where the database does not tell.
func (w *Worker) Depth() (waiting, failed float64) {
	n, m, err := queue.Depth(w.ctx, w.db)
	if err != nil {
		return -1, -1
	}
	return float64(n), float64(m)
}

package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"folkmoot/app/receive"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/queue"
	"folkmoot/models/received"
)

// How often the mailbox is looked into, and how rarely at the least where it cannot be.
const (
	visitEvery  = time.Minute
	visitSeldom = 30 * time.Minute
)

// jobVisit is the kind of the job that looks into the mailbox. The queue lets one instance do it at a time.
const jobVisit = "mailbox"

// Receive does what mail that came in asks for.
type Receive struct {
	Store   *received.Store
	Mailbox *receive.Mailbox // nil where there is none
	Log     *slog.Logger

	mu      sync.Mutex
	faults  int           // in a row
	waiting clock.Instant // until when the mailbox is left alone
}

// Register says how these jobs are done, to a worker.
func (r *Receive) Register(w *Worker) {
	w.Handle(received.JobTake, r.take)
	w.Handle(jobVisit, r.visit)
	if r.Mailbox != nil {
		w.Every(Regular{Name: "look into the mailbox", Every: visitEvery, Do: r.ask})
	}
}

// take does what a mail asks for that was left to the site.
func (r *Receive) take(ctx context.Context, payload json.RawMessage) error {
	var mail received.Mail
	if err := json.Unmarshal(payload, &mail); err != nil {
		return Pointless{fmt.Errorf("the job cannot be read: %w", err)}
	}
	result, err := r.Store.Do(ctx, mail)
	if err == nil {
		r.note(result)
	}
	return err
}

func (r *Receive) note(result received.Result) {
	r.Log.Info("a mail came in", "outcome", result.Outcome, "why", result.Why, "contribution", result.Contribution)
}

// ask lets somebody look into the mailbox, unless somebody is about to.
func (r *Receive) ask(ctx context.Context) error {
	r.mu.Lock()
	wait := r.waiting > r.Store.DB.Clock.Now()
	r.mu.Unlock()
	if wait {
		return nil
	}
	return r.Store.DB.Write(ctx, func(tx *db.Tx) error {
		return queue.EnqueueAt(tx, jobVisit, jobVisit, tx.Now(), struct{}{})
	})
}

// visit looks into the mailbox. Where that fails it is left alone for a while, ever longer; the job itself is done then,
// so that it is not given up after some hours without a mail server.
func (r *Receive) visit(ctx context.Context, _ json.RawMessage) error {
	if r.Mailbox == nil {
		return nil // asked for by an instance with other settings
	}
	_, err := r.Mailbox.Visit(ctx, func(ctx context.Context, in received.Incoming) (received.Result, error) {
		result, err := r.Store.Take(ctx, in)
		if err == nil {
			r.note(result)
		}
		return result, err
	}, r.Log)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		r.faults, r.waiting = 0, 0
		return nil
	}
	r.faults++
	pause := min(visitEvery<<min(r.faults-1, 5), visitSeldom)
	r.waiting = r.Store.DB.Clock.Now().Add(pause)
	r.Log.Warn("the mailbox could not be read; it is tried again later", "error", err, "in", pause.String())
	return nil
}

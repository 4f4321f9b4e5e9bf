// Package queue is the outbox: work that follows from a change is enqueued in the change's own transaction, so that
// it is neither lost in a crash nor done for a change that was undone. Workers claim it, and give it back by failing.
package queue

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Bounds on a job.
const (
	claimFor    = 2 * time.Minute // after which a worker that died has lost its claim
	maxAttempts = 12              // after which a job is kept as failed, to be looked at
)

// Job is a piece of work.
type Job struct {
	ID       int64
	Kind     string
	Payload  json.RawMessage
	Attempts int // times it was begun, this one included
	Created  clock.Instant
}

// Enqueue adds work to be done soon after the command commits. Payload is stored as JSON.
func Enqueue(tx *db.Tx, kind string, payload any) error {
	return EnqueueAt(tx, kind, "", tx.Now(), payload)
}

// EnqueueAt adds work for a later moment. A unique name that is waiting already is not added twice; an empty one
// is never compared.
func EnqueueAt(tx *db.Tx, kind, unique string, at clock.Instant, payload any) error {
	raw, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO jobs (kind, payload, unique_key, run_at, created_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (unique_key) DO NOTHING`, kind, string(raw), db.Null(unique), at, tx.Now())
	return err
}

// Claim takes up to n due jobs for a worker. Jobs whose worker died come back when their claim runs out.
func Claim(ctx context.Context, d *db.DB, n int) ([]Job, error) {
	lock := ""
	if d.Engine == db.Postgres {
		lock = " FOR UPDATE SKIP LOCKED"
	}
	var jobs []Job
	err := d.Write(ctx, func(tx *db.Tx) error {
		ids, err := db.Values[int64](ctx, tx, `SELECT id FROM jobs WHERE (state = 'waiting' AND run_at <= ?)
			OR (state = 'claimed' AND claimed_until <= ?) ORDER BY run_at, id LIMIT ?`+lock, tx.Now(), tx.Now(), n)
		if err != nil || len(ids) == 0 {
			jobs = nil
			return err
		}
		if _, err := tx.Exec(`UPDATE jobs SET state = 'claimed', attempts = attempts + 1, claimed_until = ?
			WHERE id IN `+db.In(len(ids)), db.Args(ids, tx.Now().Add(claimFor))...); err != nil {
			return err
		}
		jobs, err = db.All(ctx, tx, scanJob, `SELECT id, kind, payload, attempts, created_at FROM jobs
			WHERE id IN `+db.In(len(ids))+` ORDER BY run_at, id`, db.Args(ids)...)
		return err
	})
	return jobs, err
}

func scanJob(r db.Row) (Job, error) {
	var j Job
	var payload string
	err := r.Scan(&j.ID, &j.Kind, &payload, &j.Attempts, &j.Created)
	j.Payload = json.RawMessage(payload)
	return j, err
}

// Due tells whether any work is waiting, without writing.
func Due(ctx context.Context, d *db.DB) (bool, error) {
	_, err := db.Value[int64](ctx, d, `SELECT id FROM jobs WHERE (state = 'waiting' AND run_at <= ?)
		OR (state = 'claimed' AND claimed_until <= ?) LIMIT 1`, d.Clock.Now(), d.Clock.Now())
	if errors.Is(err, db.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Finish removes a job that was done.
func Finish(ctx context.Context, d *db.DB, job Job) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM jobs WHERE id = ?", job.ID)
		return err
	})
}

// Retry gives a job back to be tried later, ever more rarely; past the last attempt, or where trying again is
// pointless, it is kept as failed with its cause.
func Retry(ctx context.Context, d *db.DB, job Job, cause error, pointless bool) error {
	state := "waiting"
	if pointless || job.Attempts >= maxAttempts {
		state = "failed"
	}
	pause := min(time.Duration(1<<min(job.Attempts, 10))*5*time.Second, 6*time.Hour)
	return d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE jobs SET state = ?, run_at = ?, claimed_until = NULL, last_error = ? WHERE id = ?",
			state, tx.Now().Add(pause), cause.Error(), job.ID)
		return err
	})
}

// Depth counts the jobs that wait or are being done, and those that were given up and are kept to be looked at.
func Depth(ctx context.Context, d *db.DB) (waiting, failed int64, err error) {
	waiting, err = db.Value[int64](ctx, d, "SELECT COUNT(*) FROM jobs WHERE state IN ('waiting', 'claimed')")
	if err != nil {
		return 0, 0, err
	}
	failed, err = db.Value[int64](ctx, d, "SELECT COUNT(*) FROM jobs WHERE state = 'failed'")
	return waiting, failed, err
}

// EnqueueAll adds work of one kind to be done soon after the command commits: a job for each payload.
func EnqueueAll(tx *db.Tx, kind string, payloads []any) error {
	const atOnce = 200 // rows that one statement stores
	for len(payloads) > 0 {
		batch := payloads[:min(len(payloads), atOnce)]
		payloads = payloads[len(batch):]
		args := make([]any, 0, 4*len(batch))
		for _, payload := range batch {
			raw, err := json.Marshal(payload)
			if err != nil {
				return err
			}
			args = append(args, kind, string(raw), tx.Now(), tx.Now())
		}
		if _, err := tx.Exec("INSERT INTO jobs (kind, payload, run_at, created_at) VALUES "+
			strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?),", len(batch)), ","), args...); err != nil {
			return err
		}
	}
	return nil
}

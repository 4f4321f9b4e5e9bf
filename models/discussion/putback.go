package discussion

import (
	"context"
	"errors"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/queue"
)

// JobAnswered is the kind of the job that tells somebody of an answer which a moderator let through, once that can no
// longer be undone. Its payload is an Answering.
const JobAnswered = "answered"

// Answering names the answer that a job is to tell of. Token makes telling twice harmless.
type Answering struct {
	Answer int64
	Token  string
	Again  bool `json:",omitempty"` // it was published before, and may call people by name who were not told then
}

// SetStateTelling is SetState for what may be undone within a while: whom an answer answers is told at a moment.
func SetStateTelling(tx *db.Tx, id int64, to State, reason string, at clock.Instant, expected ...State) (Contribution, error) {
	c, err := setState(tx, id, to, reason, func(tx *db.Tx, c Contribution) error {
		return queue.EnqueueAt(tx, JobAnswered, answeredKey(c.ID), at, Answering{Answer: c.ID, Token: db.NewToken()})
	}, expected...)
	if err == nil && to == Published && c.State != Published && c.PublishedAt != 0 {
		err = queue.EnqueueAt(tx, JobAnswered, answeredKey(id), at, Answering{Answer: id, Token: db.NewToken(), Again: true})
	}
	return c, err
}

func answeredKey(id int64) string { return "answered-" + strconv.FormatInt(id, 10) }

// TellAnswered does the job JobAnswered: it tells whom an answer answers, where people can still read it.
func TellAnswered(ctx context.Context, d *db.DB, job Answering) error {
	_, err := d.Command(ctx, db.Key{Token: job.Token}, func(tx *db.Tx) (int64, error) {
		c, err := db.One(tx.Context(), tx, scanStanding, standing, job.Answer)
		if errors.Is(err, db.ErrNotFound) {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		if job.Again {
			return c.ID, mentioned(tx, c.ID)
		}
		return c.ID, answered(tx, c)
	})
	return err
}

// Before is how a contribution stood before its state was changed, as far as changing it back does not tell.
type Before struct {
	State       State
	Reason      string
	StateAt     clock.Instant
	PublishedAt clock.Instant // 0 = never
	LastAt      clock.Instant // when its thread last had something new
	FirstAt     clock.Instant // when something of its writer's was first published; 0 = never
}

// PutBack gives a contribution the state, with its reason and times, and every counter that it had before its state
// was changed at a moment, inside a command; nobody is told of anything. ErrConflict where it is in another state than
// the change gave it.
func PutBack(tx *db.Tx, id int64, b Before, now State, changed clock.Instant) error {
	c, err := setState(tx, id, b.State, b.Reason, func(*db.Tx, Contribution) error { return nil }, now)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE contributions SET state_at = ?, published_at = ? WHERE id = ?", b.StateAt, db.Null(b.PublishedAt), id); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE threads SET last_at = ? WHERE id = ? AND last_at IN (?, ?)", b.LastAt, c.ThreadID, changed, tx.Now()); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE people SET first_published_at = ? WHERE id = ? AND first_published_at IN (?, ?)", db.Null(b.FirstAt), c.AuthorID, changed, tx.Now()); err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM jobs WHERE unique_key = ?", answeredKey(id))
	return err
}

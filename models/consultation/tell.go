package consultation

import (
	"context"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/notify"
	"folkmoot/models/queue"
	"folkmoot/models/say"
)

// JobTell is the kind of the job that tells those who took part. Its payload is a Telling.
const JobTell = "consultation.tell"

// Telling names what a job is to tell.
type Telling struct{ ID int64 }

// tellAtOnce is how many people are told in one transaction, so that nobody's own command waits long for it.
const tellAtOnce = 250

// tell keeps what is to be told and enqueues the job that tells it, inside the command that is its cause.
func tell(tx *db.Tx, by, thread int64, kind notify.Kind, words say.Text, link string) (int64, error) {
	id, err := tx.Insert("INSERT INTO consultation_tellings (thread_id, kind, words, link, told_by, created_at) VALUES (?, ?, ?, ?, ?, ?)",
		thread, kind, words, link, db.Null(by), tx.Now())
	if err != nil {
		return 0, err
	}
	return id, queue.EnqueueAt(tx, JobTell, tellingKey(id), tx.Now(), Telling{id})
}

// Tell tells everybody of what a telling says, a batch in each transaction. How far it has come is stored with each
// batch, so that nobody is told twice however often it is begun again.
func (s *Store) Tell(ctx context.Context, telling int64) error {
	for {
		done, err := s.tellBatch(ctx, telling)
		if done || err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// part is one person who took part, and what of theirs the notice is about.
type part struct{ person, contribution int64 }

func (s *Store) tellBatch(ctx context.Context, telling int64) (done bool, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		var thread, upTo, by int64
		var kind notify.Kind
		var words say.Text
		var link string
		var at clock.Instant
		// Two workers at the same telling go one after the other.
		if err := tx.QueryRow(ctx, "UPDATE consultation_tellings SET told = told WHERE id = ? RETURNING thread_id, kind, words, link, told_to, COALESCE(told_by, 0), created_at, done = 1", telling).
			Scan(&thread, &kind, &words, &link, &upTo, &by, &at, &done); err != nil || done {
			return err
		}
		t, err := discussion.FindThread(tx.Context(), tx, thread)
		if err != nil {
			return err
		}
		query, args := tookPart(t, upTo, by, at)
		batch, err := db.All(tx.Context(), tx, func(r db.Row) (p part, err error) {
			err = r.Scan(&p.person, &p.contribution)
			return p, err
		}, query+" ORDER BY 1 LIMIT ?", append(args, tellAtOnce)...)
		if err != nil {
			return err
		}
		for _, p := range batch {
			notice := notify.Notice{Person: p.person, Kind: kind, Contribution: p.contribution, Words: words, Link: link}
			if _, err := notify.Tell(tx, notice, true); err != nil {
				return err
			}
			upTo = p.person
		}
		done = len(batch) < tellAtOnce
		finished := 0
		if done {
			finished = 1
		}
		tx.Touch(db.TopicThread(thread))
		_, err = tx.Exec("UPDATE consultation_tellings SET told = told + ?, told_to = ?, done = ? WHERE id = ?", len(batch), upTo, finished, telling)
		return err
	})
	return done, err
}

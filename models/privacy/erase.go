package privacy

import (
	"context"
	"errors"
	"strconv"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/queue"
	"folkmoot/models/search"
)

// How is what becomes of the words of somebody who is erased.
type How string

// The ways.
const (
	Anonymise How = "anonymise" // they stay, said by "Someone who left"
	Remove    How = "remove"    // they are taken back, and every wording of them is removed
)

// The jobs that follow from an erasure. The payload of the first is an Erasing; the second has none.
const (
	JobErase = "erase"
	JobScrub = "scrub"
)

// Bounds on the work.
const (
	eraseStep  = 100                 // messages whose words one transaction removes, so that nobody waits for it
	eraseGrace = 30 * 24 * time.Hour // longest that words which somebody reported wait for a moderator
	eraseAgain = 24 * time.Hour      // when those are looked at again
	scrubAfter = 10 * time.Minute    // one scrubbing serves all who leave until then
	countAgain = time.Second         // when it is looked again whether the summary has caught up
	letterGone = 7 * 24 * time.Hour  // after which the letter with an answer has left, or never will
)

// Erasing names whose words a job is to remove.
type Erasing struct {
	Person int64
}

// Erase erases the actor: their account, and whomever they claimed by a receipt, are closed, and where how is Remove
// everything that they said is hidden with it, before anybody gets another page. A job removes the words themselves soon
// after. Errors: db.Invalid under "current" or "how", db.Forbidden for the last administrator.
func (s *Store) Erase(ctx context.Context, a people.Actor, key db.Key, current string, how How) error {
	if how != Anonymise && how != Remove {
		return db.Wrong("how", "Choose what is to become of your words")
	}
	return s.People.Leave(ctx, a, key, current, func(tx *db.Tx, was people.Person) error {
		return bury(tx, was.ID, how, tx.Now())
	})
}

// MayEraseRecorded tells whether the actor may erase somebody who has no account, on their request, and if not, why.
func MayEraseRecorded(a people.Actor) error {
	if !a.CanAdminister() {
		return db.Forbidden{Reason: "Only administrators can erase somebody."}
	}
	return nil
}

// EraseRecorded erases somebody who has no account, whose words were typed in or posted without one, because they asked
// for it. db.ErrNotFound where there is no such person, db.Forbidden for somebody with an account, who does it themselves.
func (s *Store) EraseRecorded(ctx context.Context, a people.Actor, key db.Key, person int64, how How) error {
	if err := MayEraseRecorded(a); err != nil {
		return err
	}
	if how != Anonymise && how != Remove {
		return db.Wrong("how", "Choose what is to become of their words")
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		state, err := db.Value[people.State](tx.Context(), tx, "SELECT state FROM people WHERE id = ?", person)
		switch {
		case err != nil:
			return 0, err
		case state == people.Erased:
			return person, nil
		case state != people.Recorded:
			return 0, db.Forbidden{Reason: "They have an account, and can erase it themselves."}
		}
		if _, err := people.Close(tx, person); err != nil {
			return 0, err
		}
		if err := bury(tx, person, how, tx.Now()); err != nil {
			return 0, err
		}
		return person, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "people.erase", Kind: "person", Object: person, Details: map[string]any{"how": how, "asked": true},
		})
	})
	return err
}

// bury notes that somebody was erased, with whomever they claimed, hides what they said where that is to go, and leaves
// the rest to a job.
func bury(tx *db.Tx, person int64, how How, at clock.Instant) error {
	all, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM people WHERE id = ? OR claimed_by = ? ORDER BY id", person, person)
	if err != nil {
		return err
	}
	for _, one := range all {
		if _, err := tx.Exec(`INSERT INTO erasures (person_id, joined_at, how, erased_at)
			SELECT id, created_at, CAST(? AS TEXT), CAST(? AS BIGINT) FROM people WHERE id = ?
			ON CONFLICT (person_id) DO UPDATE SET how = CASE WHEN erasures.how = 'remove' THEN 'remove' ELSE excluded.how END`, how, at, one); err != nil {
			return err
		}
		if how == Remove {
			if err := discussion.TakeBackAll(tx, one); err != nil {
				return err
			}
		}
		if err := queue.EnqueueAt(tx, JobErase, eraseKey(one), tx.Now(), Erasing{Person: one}); err != nil {
			return err
		}
	}
	return nil
}

func eraseKey(person int64) string { return JobErase + "-" + strconv.FormatInt(person, 10) }

// Finish does the job JobErase: it removes the words of somebody who was erased, a few at a time, and may be done again
// from wherever it was interrupted. What somebody reported and no moderator has looked at yet waits for them, hidden, for
// a month at most.
func (s *Store) Finish(ctx context.Context, job Erasing) error {
	var how How
	var at clock.Instant
	err := s.DB.QueryRow(ctx, "SELECT how, erased_at FROM erasures WHERE person_id = ?", job.Person).Scan(&how, &at)
	if errors.Is(err, db.ErrNotFound) {
		return nil // nobody was erased
	}
	if err != nil {
		return err
	}
	if err := s.discard(ctx, job.Person, how); err != nil {
		return err
	}
	if how == Remove {
		if err := s.words(ctx, job.Person, at); err != nil {
			return err
		}
		if err := s.Snapshots.Shed(ctx, job.Person); err != nil {
			return err
		}
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		return queue.EnqueueAt(tx, JobScrub, JobScrub, tx.Now().Add(scrubAfter), struct{}{})
	})
}

// words removes the words of what somebody said.
func (s *Store) words(ctx context.Context, person int64, erased clock.Instant) error {
	for {
		gone := 0
		err := s.DB.Write(ctx, func(tx *db.Tx) error {
			waits := ""
			if tx.Now().Sub(erased) < eraseGrace {
				waits = " AND NOT EXISTS (SELECT 1 FROM cases k WHERE k.contribution_id = c.id AND k.kind = 'reported')"
			}
			ids, err := db.Values[int64](tx.Context(), tx, `SELECT c.id FROM contributions c WHERE c.author_id = ? AND c.state = 'deleted' AND c.body_md <> ''`+waits+
				" ORDER BY c.id LIMIT ?", person, eraseStep)
			gone = len(ids)
			if err != nil {
				return err
			}
			return discussion.ForgetWords(tx, ids)
		})
		if err != nil {
			return err
		}
		if gone < eraseStep {
			break
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		left, err := db.Value[int64](tx.Context(), tx, "SELECT COUNT(*) FROM contributions WHERE author_id = ? AND state = 'deleted' AND body_md <> ''", person)
		if err != nil || left == 0 {
			return err
		}
		// Under a name of its own: the job that runs now still has the other.
		return queue.EnqueueAt(tx, JobErase, eraseKey(person)+"-again-"+strconv.FormatInt(int64(tx.Now()), 10), tx.Now().Add(eraseAgain), Erasing{Person: person})
	})
}

// discard removes pictures and documents: all of them where the words go, and else those that belong to no message or were
// taken out of one. What stands with words that safeguarding leads keep goes when they let go of those.
func (s *Store) discard(ctx context.Context, person int64, how How) error {
	which := ` AND NOT EXISTS (SELECT 1 FROM attachments x JOIN contributions c ON c.id = x.contribution_id JOIN concerns n ON n.contribution_id = c.id
		WHERE x.file_id = files.id AND c.sealed = 1 AND n.forgotten_at IS NULL)`
	if how == Anonymise {
		which += " AND NOT EXISTS (SELECT 1 FROM attachments x WHERE x.file_id = files.id AND x.covered_at IS NULL)"
	}
	names, err := db.Values[string](ctx, s.DB, "SELECT name FROM files WHERE person_id = ? AND removed_at IS NULL"+which, person)
	if err != nil {
		return err
	}
	for _, name := range names {
		if s.Discard != nil {
			if err := s.Discard(ctx, name); err != nil {
				return err
			}
		}
		if err := s.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE files SET title = '', alt = '', removed_at = ? WHERE name = ?", tx.Now(), name)
			if err == nil {
				_, err = tx.Exec("UPDATE attachments SET kept_title = '', kept_alt = '' WHERE file_id IN (SELECT id FROM files WHERE name = ?)", name)
			}
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// What was said by people who are erased and kept only until somebody had answered it: what they reported, and what
// they asked about their details.
const (
	reportsWaited  = `UPDATE reports SET note = '' WHERE state = 'settled' AND note <> '' AND reporter_id IN (SELECT id FROM people WHERE state = 'erased')`
	requestsWaited = `UPDATE privacy_requests SET name = '', contact = '', words = '', outcome = '', extension = '' WHERE state <> 'open' AND decided_at <= ?
		AND (name <> '' OR contact <> '' OR words <> '' OR outcome <> '' OR extension <> '') AND person_id IN (SELECT id FROM people WHERE state = 'erased')`
)

// Answered removes what was kept of people who are erased only until it was answered, once it is. It is for a job that
// runs every hour, on every instance.
func (s *Store) Answered(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(reportsWaited)
		if err == nil {
			_, err = tx.Exec(requestsWaited, tx.Now().Add(-letterGone))
		}
		return err
	})
}

// Scrub does the job JobScrub: it lets what is counted in the summary catch up, so that it is counted under nobody's area
// any more, and takes what was removed out of the inside of the search index and, on SQLite, out of the write-ahead log.
// Pages that were freed were overwritten when the rows went.
func (s *Store) Scrub(ctx context.Context) error {
	heard := insight.New(s.DB, s.Zone)
	err := heard.CatchUp(ctx)
	for ; errors.Is(err, db.ErrBusy); err = heard.CatchUp(ctx) { // there is much to count
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(countAgain):
		}
	}
	if err != nil {
		return err
	}
	if err := search.Scrub(ctx, s.DB); err != nil {
		return err
	}
	return s.DB.Upkeep(ctx)
}

package notify

import (
	"context"
	"strconv"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/queue"
)

// JobRoundUp is the kind of the job that mails a round-up. Its payload is a RoundingUp.
const JobRoundUp = "round-up"

// RoundingUp names a round-up: what somebody was told up to a notice.
type RoundingUp struct {
	Person int64
	How    How
	UpTo   int64
	Due    clock.Instant // so that each has a mail of its own, which every try of it is the same as
}

// Bounds on round-ups.
const (
	MostRounded   = 30  // things that one names; of more only their number is told
	roundedAtOnce = 500 // people whose round-ups are looked at in one transaction
	roundedRead   = 300 // notices that one is made from
)

// DueRoundUps works out when round-ups are due that something waits for now, and enqueues the mails of those that are due.
func (s *Store) DueRoundUps(ctx context.Context) error {
	for _, step := range []func(tx *db.Tx) (int, error){s.timeRoundUps, s.beginRoundUps} {
		for n := roundedAtOnce; n == roundedAtOnce; {
			if err := s.DB.Write(ctx, func(tx *db.Tx) (err error) {
				n, err = step(tx)
				return err
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// fromWaiting is a row of digests with its person.
const fromWaiting = `SELECT d.person_id, d.how, d.due_at, p.zone, p.digest_day, COALESCE(p.quiet_from, 0), COALESCE(p.quiet_until, 0)
	FROM digests d JOIN people p ON p.id = d.person_id`

// waiting is a row of digests with what decides when it is due.
type waiting struct {
	person  int64
	how     How
	due     clock.Instant
	zone    string
	weekday time.Weekday
	quiet   Quiet
}

func scanWaiting(r db.Row) (w waiting, err error) {
	err = r.Scan(&w.person, &w.how, &w.due, &w.zone, &w.weekday, &w.quiet.From, &w.quiet.Until)
	return w, err
}

func (s *Store) timeRoundUps(tx *db.Tx) (int, error) {
	list, err := db.All(tx.Context(), tx, scanWaiting, fromWaiting+" WHERE d.due_at = 0 ORDER BY d.person_id, d.how LIMIT ?", roundedAtOnce)
	for _, w := range list {
		if _, err := tx.Exec("UPDATE digests SET due_at = ? WHERE person_id = ? AND how = ?", dueAt(w.how, tx.Now(), s.zoneOf(w.zone), w.weekday), w.person, w.how); err != nil {
			return 0, err
		}
	}
	return len(list), err
}

func (s *Store) beginRoundUps(tx *db.Tx) (int, error) {
	list, err := db.All(tx.Context(), tx, scanWaiting, fromWaiting+" WHERE d.due_at > 0 AND d.due_at <= ? ORDER BY d.due_at, d.person_id LIMIT ?", tx.Now(), roundedAtOnce)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	var mine []waiting
	for _, w := range list {
		if until, quiet := w.quiet.Ends(tx.Now(), s.zoneOf(w.zone)); quiet {
			if _, err := tx.Exec("UPDATE digests SET due_at = ? WHERE person_id = ? AND how = ? AND due_at = ?", until, w.person, w.how, w.due); err != nil {
				return 0, err
			}
			continue
		}
		n, err := tx.Exec("DELETE FROM digests WHERE person_id = ? AND how = ? AND due_at = ?", w.person, w.how, w.due)
		if err != nil {
			return 0, err
		}
		if n > 0 { // else another instance has it
			mine = append(mine, w)
		}
	}
	// Asked for after the rows are gone: whoever adds something for one of these people from now on makes the row anew.
	upTo, err := db.Value[int64](tx.Context(), tx, "SELECT COALESCE(MAX(id), 0) FROM notices")
	if err != nil {
		return 0, err
	}
	for _, w := range mine {
		key := JobRoundUp + "-" + strconv.FormatInt(w.person, 10) + "-" + string(w.how) + "-" + strconv.FormatInt(int64(w.due), 10)
		if err := queue.EnqueueAt(tx, JobRoundUp, key, tx.Now(), RoundingUp{w.person, w.how, upTo, w.due}); err != nil {
			return 0, err
		}
	}
	return len(list), nil
}

// Digest is a round-up that is to be mailed.
type Digest struct {
	To, ToName string
	Person     int64
	How        How
	Parts      []Part // the newest first
	More       int    // things that are not named for want of room
	Off        string // the secret of the link that turns such round-ups off

	told []counted
}

// Part is what is new in one thread, or about one theme, or what is told by itself.
type Part struct {
	Title  string // may be empty
	Items  []Item // the newest first
	Thread int64
}

// counted is a notice that a round-up tells of, with how many things it counted then.
type counted struct {
	notice int64
	things int
}

// Digest puts together a round-up from what is true now: nothing that was read, hidden or told of before. ErrNotFound where
// nothing is left to tell or the person can have none.
func (s *Store) Digest(ctx context.Context, job RoundingUp) (Digest, error) {
	var joined clock.Instant
	d, err := db.One(ctx, s.DB, func(r db.Row) (Digest, error) {
		one := Digest{Person: job.Person, How: job.How}
		err := r.Scan(&one.To, &one.ToName, &joined)
		return one, err
	}, "SELECT p.email, p.public_name, p.created_at FROM people p WHERE p.id = ? AND "+mailable, job.Person)
	if err != nil {
		return d, err
	}
	a, err := reader(ctx, s.DB, job.Person)
	if err != nil {
		return d, err
	}
	items, err := s.rounded(ctx, a, job)
	if err != nil {
		return d, err
	}
	if len(items) == 0 {
		return d, db.ErrNotFound
	}
	for _, i := range items {
		d.told = append(d.told, counted{i.Item.ID, i.answers})
		if len(d.told) > MostRounded {
			d.More++
			continue
		}
		d.put(i.Item)
	}
	d.Off = s.Seal(Ending{Person: job.Person, Joined: joined, RoundUp: job.How})
	return d, nil
}

// put adds an item to what is told of its thread.
func (d *Digest) put(i Item) {
	for n := range d.Parts {
		if i.Title != "" && d.Parts[n].Title == i.Title && d.Parts[n].Thread == i.Thread {
			d.Parts[n].Items = append(d.Parts[n].Items, i)
			return
		}
	}
	d.Parts = append(d.Parts, Part{Title: i.Title, Thread: i.Thread, Items: []Item{i}})
}

// rounding is an item with how many things its notice counts, those told of before included.
type rounding struct {
	Item
	answers int
}

// rounded reads what a round-up tells of. What came of something that its person does not follow any more is left out, and
// so is what they may not see.
func (s *Store) rounded(ctx context.Context, a people.Actor, job RoundingUp) ([]rounding, error) {
	seen, args := a.SeesThreads("t")
	return db.All(ctx, s.DB, func(r db.Row) (one rounding, err error) {
		mailed := 0
		if err = r.Scan(&one.ID, &one.Kind, &one.Words, &one.Link, &one.At, &one.answers, &mailed, &one.Thread, &one.Title); err == nil && one.answers > 0 {
			one.New = max(one.answers-mailed, 1)
		}
		return one, err
	}, `SELECT n.id, n.kind, n.words, n.link, n.created_at, n.answers, n.mailed, COALESCE(t.id, 0), COALESCE(h.name, t.title, '')
		FROM notices n LEFT JOIN contributions c ON c.id = n.contribution_id LEFT JOIN threads t ON t.id = COALESCE(n.thread_id, c.thread_id) AND `+seen+`
		LEFT JOIN themes h ON h.id = n.theme_id
		WHERE n.person_id = ? AND n.how = ? AND n.id <= ? AND n.digested_at IS NULL AND n.read_at IS NULL AND n.how IN ('daily', 'weekly')
		AND (n.thread_id IS NULL AND n.contribution_id IS NULL OR t.id IS NOT NULL)
		AND (n.contribution_id IS NULL OR c.state = 'published' OR n.kind IN ('decision', 'report-answer', 'changed', 'decided'))
		ORDER BY n.id DESC LIMIT ?`, append(args, a.ID, job.How, job.UpTo, roundedRead)...)
}

// Rounded notes that a round-up went out, so that nothing in it is told again.
func (s *Store) Rounded(ctx context.Context, d Digest) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		for _, one := range d.told {
			if _, err := tx.Exec(`UPDATE notices SET mailed = ?, digested_at = CASE WHEN answers = ? THEN CAST(? AS BIGINT) ELSE digested_at END WHERE id = ?`,
				one.things, one.things, tx.Now(), one.notice); err != nil {
				return err
			}
		}
		return nil
	})
}

package retention

import (
	"context"
	"strings"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/queue"
)

// JobRun is the kind of the job that removes what is over of one kind of record. Its payload is a Running.
const JobRun = "retention"

// Running names the kind of record that a job removes.
type Running struct{ Kind string }

// Bounds on the work, so that nobody waits for it.
const (
	step     = 100 // rows that one transaction removes
	steps    = 100 // transactions of one job; what is left then is for another
	often    = time.Hour
	daily    = Day
	slack    = 5 * time.Minute // a look that comes a little early counts
	gathered = Day             // how long a certificate gathers what is removed every hour
)

// every is how often a kind is looked at.
func (k Kind) every() time.Duration {
	if k.Often {
		return often
	}
	return daily
}

// Due has a job look at each kind whose turn it is. It is for a job that runs every hour, on every instance.
func (s *Store) Due(ctx context.Context) error {
	settings, err := s.Settings(ctx)
	if err != nil {
		return err
	}
	now := s.DB.Clock.Now()
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		for _, k := range Kinds {
			if ran := settings[k.Key].RanAt; !k.Timed() || ran != 0 && now.Sub(ran) < k.every()-slack {
				continue
			}
			if err := queue.EnqueueAt(tx, JobRun, JobRun+"-"+k.Key, now, Running{Kind: k.Key}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run does the job JobRun: it removes what is over of one kind of record, a few rows at a time. Each of these steps counts
// what it removes into the kind's certificate in its own transaction, so that the certificate is right wherever the work
// was interrupted; another job goes on from there.
func (s *Store) Run(ctx context.Context, kind string) error {
	k, err := timed(kind)
	if err != nil {
		return err
	}
	for range steps {
		done := false
		if err := s.DB.Write(ctx, func(tx *db.Tx) (err error) {
			done, err = s.once(tx, k)
			return err
		}); err != nil || done {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error { // under a name of its own: the job that runs now still has the other
		return queue.EnqueueAt(tx, JobRun, JobRun+"-"+k.Key+"-more", tx.Now(), Running{Kind: k.Key})
	})
}

// once removes some rows that are over; done where none is left, or a hold is on.
func (s *Store) once(tx *db.Tx, k Kind) (done bool, err error) {
	set, err := lock(tx, k)
	if err != nil {
		return false, err
	}
	removed := int64(0)
	if !set.Held() {
		for _, r := range k.rules {
			n, err := r.remove(tx, r.moments(tx.Now(), set.Kept, s.zone()), step)
			if err != nil {
				return false, err
			}
			removed += n
		}
	}
	if removed > 0 {
		return false, count(tx, k, set.Kept, before(tx.Now(), set.Kept, s.zone()), removed)
	}
	if err := finish(tx, k); err != nil {
		return false, err
	}
	_, err = tx.Exec("UPDATE retention SET ran_at = ? WHERE kind = ?", tx.Now(), k.Key)
	return true, err
}

func (s *Store) zone() *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone
}

// remove removes up to so many rows that are over, and gives how many they were.
func (r rule) remove(tx *db.Tx, moments []any, most int) (int64, error) {
	find := "SELECT " + r.key + " FROM " + r.table + " WHERE " + r.over + " ORDER BY " + r.key + " LIMIT ?"
	if r.forget == nil {
		return tx.Exec("DELETE FROM "+r.table+" WHERE ("+r.key+") IN ("+find+")", append(moments, most)...)
	}
	ids, err := db.Values[int64](tx.Context(), tx, find, append(moments, most)...)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return int64(len(ids)), r.forget(tx, ids)
}

// before is the moment before which everything goes. Whole years are years of the calendar.
func before(now clock.Instant, kept time.Duration, zone *time.Location) clock.Instant {
	if days := Days(kept); days >= 365 && kept%(365*Day) == 0 {
		return clock.Of(now.In(zone).AddDate(-days/365, 0, 0))
	}
	return now.Add(-kept)
}

// moments are the arguments of a rule's condition.
func (r rule) moments(now clock.Instant, kept time.Duration, zone *time.Location) []any {
	args := make([]any, strings.Count(r.over, "?"))
	for i := range args {
		age := kept
		if r.ages != nil && r.ages[i] != own {
			age = r.ages[i]
		}
		args[i] = before(now, age, zone)
	}
	return args
}

// count adds to the kind's open certificate, or begins one.
func count(tx *db.Tx, k Kind, kept time.Duration, before clock.Instant, removed int64) error {
	_, err := tx.Exec(`INSERT INTO certificates (kind, kept, before_at, removed, begun_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (kind) WHERE made_at IS NULL DO UPDATE SET removed = certificates.removed + excluded.removed, kept = excluded.kept, before_at = excluded.before_at`,
		k.Key, kept.Milliseconds(), before, removed, tx.Now())
	return err
}

// finish makes the kind's open certificate, if its time to gather is over, and writes it into the register.
func finish(tx *db.Tx, k Kind) error {
	until := tx.Now()
	if k.Often {
		until = until.Add(-gathered)
	}
	made, err := db.All(tx.Context(), tx, scanCertificate, "UPDATE certificates SET made_at = ? WHERE kind = ? AND made_at IS NULL AND begun_at <= ? RETURNING "+certificateColumns,
		tx.Now(), k.Key, until)
	for _, c := range made {
		if err == nil {
			err = audit.Append(tx, audit.Entry{Act: "retention.run", Kind: "certificate", Object: c.ID, Details: map[string]any{
				"kind": k.Key, "rows": c.Removed, "days": Days(c.Kept), "until": c.Before,
			}})
		}
	}
	return err
}

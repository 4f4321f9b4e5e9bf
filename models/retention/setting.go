package retention

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Wait is how long a shorter time waits before it begins, so that a slip can be undone before anything is lost.
const Wait = 7 * Day

// MaxWhy bounds the reason of a hold, in characters.
const MaxWhy = 500

// Setting is how long a kind is kept here.
type Setting struct {
	Kept    time.Duration // now
	Next    time.Duration // the shorter time that begins at NextAt; 0 where none waits
	NextAt  clock.Instant
	HeldAt  clock.Instant // since when nothing of it is removed; 0 where no hold is on
	HeldBy  string
	HeldWhy string
	RanAt   clock.Instant // when it was last looked at; 0 for never
}

// Held tells whether a hold stops the removal.
func (s Setting) Held() bool { return s.HeldAt != 0 }

// Days is a length of time in whole days.
func Days(d time.Duration) int { return int(d / Day) }

// row is a stored setting.
type row struct {
	kind                     string
	days, next               *int
	nextAt, heldAt, lookedAt clock.Instant
	heldBy, heldWhy          string
}

// settle is the setting that a row makes at a moment.
func (r row) settle(k Kind, now clock.Instant) Setting {
	s := Setting{Kept: k.Kept, HeldAt: r.heldAt, HeldBy: r.heldBy, HeldWhy: r.heldWhy, RanAt: r.lookedAt}
	if !k.Chosen() {
		return s
	}
	if r.days != nil {
		s.Kept = time.Duration(*r.days) * Day
	}
	switch {
	case r.next == nil:
	case r.nextAt <= now:
		s.Kept = time.Duration(*r.next) * Day
	default:
		s.Next, s.NextAt = time.Duration(*r.next)*Day, r.nextAt
	}
	return s
}

const rowQuery = `SELECT r.kind, r.days, r.next_days, COALESCE(r.next_at, 0), COALESCE(r.held_at, 0), COALESCE(p.public_name, ''), r.held_why, COALESCE(r.ran_at, 0)
	FROM retention r LEFT JOIN people p ON p.id = r.held_by `

func scanRow(r db.Row) (one row, err error) {
	err = r.Scan(&one.kind, &one.days, &one.next, &one.nextAt, &one.heldAt, &one.heldBy, &one.heldWhy, &one.lookedAt)
	return one, err
}

// setting reads how long one kind is kept.
func setting(ctx context.Context, q db.Querier, k Kind, now clock.Instant) (Setting, error) {
	stored, err := db.One(ctx, q, scanRow, rowQuery+"WHERE r.kind = ?", k.Key)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return Setting{}, err
	}
	return chosen(ctx, q, k, stored.settle(k, now))
}

// chosen fills in a time that is chosen elsewhere.
func chosen(ctx context.Context, q db.Querier, k Kind, s Setting) (_ Setting, err error) {
	if k.kept != nil {
		s.Kept, err = k.kept(ctx, q)
	}
	return s, err
}

// Settings reads how long every kind is kept, by its key.
func (s *Store) Settings(ctx context.Context) (map[string]Setting, error) {
	stored, err := db.All(ctx, s.DB, scanRow, rowQuery)
	if err != nil {
		return nil, err
	}
	rows := make(map[string]row, len(stored))
	for _, r := range stored {
		rows[r.kind] = r
	}
	all := make(map[string]Setting, len(Kinds))
	for _, k := range Kinds {
		if all[k.Key], err = chosen(ctx, s.DB, k, rows[k.Key].settle(k, s.DB.Clock.Now())); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// MayChoose tells whether the actor may choose how long records are kept, and if not, why.
func MayChoose(a people.Actor) error {
	if !a.CanAdminister() {
		return db.Forbidden{Reason: "Only administrators can choose how long records are kept."}
	}
	return nil
}

// Check says what is wrong with a number of days for a kind: Invalid under "days".
func (k Kind) Check(days int) error {
	if days < k.Least || days > k.Most {
		return db.Wrong("days", "Give a number of days from %d to %d", k.Least, k.Most)
	}
	return nil
}

// timed finds a kind that a clock removes. ErrNotFound for any other.
func timed(key string) (Kind, error) {
	k, ok := Find(key)
	if !ok || !k.Timed() {
		return k, db.ErrNotFound
	}
	return k, nil
}

// Choose says for how many days a kind is kept. A longer time holds at once, a shorter one after Wait; the time that holds
// now ends such a wait. Errors: db.ErrNotFound where nobody may choose it here, db.Forbidden, Invalid under "days".
func (s *Store) Choose(ctx context.Context, a people.Actor, key db.Key, kind string, days int) error {
	if err := MayChoose(a); err != nil {
		return err
	}
	k, err := timed(kind)
	if err != nil || !k.Chosen() {
		return db.ErrNotFound
	}
	if err := k.Check(days); err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		was, err := lock(tx, k)
		if err != nil {
			return 0, err
		}
		now, before := tx.Now(), Days(was.Kept)
		if days == before && was.NextAt == 0 {
			return 0, nil
		}
		set, next, from := days, any(nil), any(nil)
		begins := now
		if days < before {
			begins = now.Add(Wait)
			set, next, from = before, days, begins
		}
		if _, err := tx.Exec("UPDATE retention SET days = ?, next_days = CAST(? AS BIGINT), next_at = CAST(? AS BIGINT), changed_by = ?, changed_at = ? WHERE kind = ?",
			set, next, from, a.ID, now, k.Key); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicSite)
		return 0, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "retention.change", Kind: "site", Details: map[string]any{
			"kind": k.Key, "days": days, "keep_before": before, "due": begins,
		}})
	})
	return err
}

// Hold stops the removal of a kind, with a reason that administrators read: a court, a regulator or somebody with a right
// to the records asks for them. Errors: db.ErrNotFound, db.Forbidden, Invalid under "why".
func (s *Store) Hold(ctx context.Context, a people.Actor, key db.Key, kind, why string) error {
	why, bad := prose.Clean(why)
	switch why = strings.TrimSpace(why); {
	case bad != nil:
		return db.Wrong("why", "This has a character that cannot be shown. Type it again")
	case why == "":
		return db.Wrong("why", "Say who asks for these records, and why")
	case utf8.RuneCountInString(why) > MaxWhy:
		return db.Wrong("why", "Please keep this under %d letters", MaxWhy)
	}
	return s.held(ctx, a, key, kind, "retention.hold", "UPDATE retention SET held_at = ?, held_by = ?, held_why = ? WHERE kind = ?", func(tx *db.Tx) []any {
		return []any{tx.Now(), a.ID, why}
	})
}

// Release lets a kind be removed again when its time is over.
func (s *Store) Release(ctx context.Context, a people.Actor, key db.Key, kind string) error {
	return s.held(ctx, a, key, kind, "retention.release", "UPDATE retention SET held_at = NULL, held_by = NULL, held_why = '' WHERE held_at IS NOT NULL AND kind = ?",
		func(*db.Tx) []any { return nil })
}

func (s *Store) held(ctx context.Context, a people.Actor, key db.Key, kind, act, statement string, args func(*db.Tx) []any) error {
	if err := MayChoose(a); err != nil {
		return err
	}
	k, err := timed(kind)
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if _, err := lock(tx, k); err != nil {
			return 0, err
		}
		n, err := tx.Exec(statement, append(args(tx), k.Key)...)
		if err != nil || n == 0 {
			return 0, err
		}
		return 0, audit.Append(tx, audit.Entry{Actor: a.ID, Act: act, Kind: "site", Details: map[string]any{"kind": k.Key}})
	})
	return err
}

// lock holds the row of a kind until the transaction ends, and gives its setting: nobody else changes it or removes
// anything of it meanwhile.
func lock(tx *db.Tx, k Kind) (Setting, error) {
	if _, err := tx.Exec("INSERT INTO retention (kind) VALUES (?) ON CONFLICT (kind) DO UPDATE SET kind = excluded.kind", k.Key); err != nil {
		return Setting{}, err
	}
	return setting(tx.Context(), tx, k, tx.Now())
}

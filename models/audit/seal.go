package audit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Bounds of one sealing step.
const (
	sealAtOnce = 500
	// lookBack is how far behind the newest sealed entry an unsealed one may stand: on PostgreSQL a command that
	// took its number early may commit late.
	lookBack = 10_000
)

// stored is an entry as it stands in the register.
type stored struct {
	ID      int64
	At      clock.Instant
	Actor   int64
	Act     string
	Kind    string
	Object  int64
	Reason  string
	Details string
}

// canonical gives the bytes that are hashed: a JSON list, so that no two entries share them.
func (s stored) canonical() []byte {
	raw, err := json.Marshal([]any{s.ID, s.At, s.Actor, s.Act, s.Kind, s.Object, s.Reason, s.Details})
	if err != nil {
		panic(err) // numbers and texts always marshal
	}
	return raw
}

// chain gives the hash of an entry that stands at a place in the sequence: SHA-256 of the hash before it, the place
// and the entry.
func chain(before []byte, seq int64, s stored) []byte {
	h := sha256.New()
	h.Write(before)
	fmt.Fprintf(h, "%d\n", seq)
	h.Write(s.canonical())
	return h.Sum(nil)
}

const entryColumns = "r.id, r.at, COALESCE(r.actor_id, 0), r.act, r.object_kind, r.object_id, r.reason, r.details"

func scanStored(r db.Row) (s stored, err error) {
	err = r.Scan(&s.ID, &s.At, &s.Actor, &s.Act, &s.Kind, &s.Object, &s.Reason, &s.Details)
	return s, err
}

// Seal chains the entries that are not sealed yet, in the order of their numbers, and tells how many there were.
// Two instances sealing at once cannot both succeed: the sequence number is unique.
func Seal(ctx context.Context, d *db.DB) (sealed int, err error) {
	waiting, err := unsealed(ctx, d, d)
	if err != nil || len(waiting) == 0 {
		return 0, err
	}
	err = d.Write(ctx, func(tx *db.Tx) error {
		sealed = 0
		seq, head, err := lastSeal(ctx, tx)
		if err != nil {
			return err
		}
		waiting, err := unsealed(ctx, d, tx)
		if err != nil {
			return err
		}
		for _, s := range waiting {
			seq++
			head = chain(head, seq, s)
			if _, err := tx.Exec("INSERT INTO register_seals (seq, entry_id, hash) VALUES (?, ?, ?)", seq, s.ID, head); err != nil {
				return err
			}
			sealed++
		}
		return nil
	})
	if err != nil && db.IsUnique(err) {
		return 0, nil // another instance sealed them first
	}
	return sealed, err
}

func lastSeal(ctx context.Context, q db.Querier) (seq int64, head []byte, err error) {
	err = q.QueryRow(ctx, "SELECT seq, hash FROM register_seals ORDER BY seq DESC LIMIT 1").Scan(&seq, &head)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil, nil
	}
	return seq, head, err
}

func unsealed(ctx context.Context, d *db.DB, q db.Querier) ([]stored, error) {
	return db.All(ctx, q, scanStored, `SELECT `+entryColumns+` FROM register r
		WHERE r.id > (SELECT COALESCE(MAX(entry_id), 0) - ? FROM register_seals)
		AND NOT EXISTS (SELECT 1 FROM register_seals s WHERE s.entry_id = r.id) ORDER BY r.id LIMIT ?`, lookBack, sealAtOnce)
}

// Report is what checking the register found.
type Report struct {
	Sealed   int64    // entries whose seal is right
	Unsealed int64    // entries that the sealer has not come to yet
	Head     string   // the newest hash, in hexadecimal
	Problems []string // one plain sentence for each fault, at most twenty
}

// Verify checks the whole chain: every sealed entry is there, unchanged and in its place.
func Verify(ctx context.Context, q db.Querier) (Report, error) {
	var report Report
	var head []byte
	var expected int64 = 1
	err := db.Each(ctx, q, func(row db.Row) error {
		var seq, sealedID int64
		var hash []byte
		var id, at, actor, object sql.NullInt64
		var act, kind, reason, details sql.NullString
		if err := row.Scan(&seq, &sealedID, &hash, &id, &at, &actor, &act, &kind, &object, &reason, &details); err != nil {
			return err
		}
		s := stored{id.Int64, clock.Instant(at.Int64), actor.Int64, act.String, kind.String, object.Int64, reason.String, details.String}
		switch {
		case seq != expected:
			report.problem("the seals from %d to %d are missing", expected, seq-1)
		case !id.Valid:
			report.problem("entry %d, sealed as number %d, is missing", sealedID, seq)
		case !bytes.Equal(hash, chain(head, seq, s)):
			report.problem("entry %d, sealed as number %d, was changed, or its seal was", sealedID, seq)
		default:
			report.Sealed++
		}
		head, expected = hash, seq+1
		return nil
	}, `SELECT s.seq, s.entry_id, s.hash, r.id, r.at, COALESCE(r.actor_id, 0), r.act, r.object_kind, r.object_id, r.reason, r.details
		FROM register_seals s LEFT JOIN register r ON r.id = s.entry_id ORDER BY s.seq`)
	if err != nil {
		return report, err
	}
	report.Head = fmt.Sprintf("%x", head)
	report.Unsealed, err = db.Value[int64](ctx, q, `SELECT count(*) FROM register r
		WHERE NOT EXISTS (SELECT 1 FROM register_seals s WHERE s.entry_id = r.id)`)
	return report, err
}

func (r *Report) problem(message string, args ...any) {
	if len(r.Problems) < 20 {
		r.Problems = append(r.Problems, fmt.Sprintf(message, args...))
	}
}

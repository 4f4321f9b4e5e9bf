package audit

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"math"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// verifyAtOnce is how many entries are read in one step, so that a long register meets no deadline.
const verifyAtOnce = 10_000

// Report is what checking the register found.
type Report struct {
	Sealed   int64         // entries whose seal is right
	Unsealed int64         // entries that the sealer has not come to yet
	Waiting  clock.Instant // when the oldest of those was made; 0 where all are sealed
	Head     string        // the newest hash, in hexadecimal
	Heads    int           // signed heads
	Covered  int64         // entries that the newest signed head vouches for
	HeadAt   clock.Instant // when that was signed; 0 where none was
	Keys     []string      // public keys that heads were signed with, in base64, in the order in which they came
	Notes    []string      // what is no fault, but worth knowing
	Problems []string      // one plain sentence for each fault, at most twenty
}

func (r *Report) problem(message string, args ...any) {
	if len(r.Problems) < 20 {
		r.Problems = append(r.Problems, fmt.Sprintf(message, args...))
	}
}

func (r *Report) note(message string, args ...any) {
	if len(r.Notes) < 20 {
		r.Notes = append(r.Notes, fmt.Sprintf(message, args...))
	}
}

// Verify checks the whole chain: every sealed entry is there, unchanged and in its place, and so is everything that the
// signed heads vouch for. Kept are heads that left the database, from a file beside it or from somebody outside; without
// them nobody can tell when the end of the register was cut together with its signed heads.
func Verify(ctx context.Context, q db.Querier, kept ...Head) (Report, error) {
	heads, err := Heads(ctx, q)
	if err != nil {
		return Report{}, err
	}
	v := newVerifier(heads, kept)
	if err := v.entries(ctx, q); err != nil {
		return v.Report, err
	}
	if err := v.waiting(ctx, q); err != nil {
		return v.Report, err
	}
	v.finish()
	return v.Report, nil
}

// verifier walks along the chain.
type verifier struct {
	Report
	heads, kept []Head
	at          map[int64][]Head // heads of the database and those kept, by the place that they vouch for
	seen        map[int64]bool   // places at which the chain was as a head says, or was told not to be
	acted       map[int64]bool   // days, since 1970 in UTC, on which people did something
	seq         int64
	hash        []byte
	newest      stored // the sealed entry with the highest number
}

func newVerifier(heads, kept []Head) *verifier {
	v := &verifier{heads: heads, kept: kept, at: map[int64][]Head{}, seen: map[int64]bool{}, acted: map[int64]bool{}}
	for _, list := range [][]Head{heads, kept} {
		for _, h := range list {
			v.at[h.Seq] = append(v.at[h.Seq], h)
		}
	}
	return v
}

// entries reads the chain in steps.
func (v *verifier) entries(ctx context.Context, q db.Querier) error {
	for from := int64(math.MinInt64); ; {
		n := 0
		err := db.Each(ctx, q, func(row db.Row) error {
			n++
			link, err := scanLink(row)
			from = link.seq
			v.take(link)
			return err
		}, `SELECT s.seq, s.entry_id, s.hash, r.id, r.at, COALESCE(r.actor_id, 0), r.act, r.object_kind, r.object_id, r.reason, r.details
			FROM register_seals s LEFT JOIN register r ON r.id = s.entry_id WHERE s.seq > ? ORDER BY s.seq LIMIT ?`, from, verifyAtOnce)
		if err != nil {
			return err
		}
		if n < verifyAtOnce {
			return nil
		}
	}
}

// link is a seal with its entry; there is false where that is missing.
type link struct {
	seq, sealed int64
	hash        []byte
	there       bool
	stored
}

func scanLink(row db.Row) (l link, err error) {
	var id, at, actor, object sql.NullInt64
	var act, kind, reason, details sql.NullString
	err = row.Scan(&l.seq, &l.sealed, &l.hash, &id, &at, &actor, &act, &kind, &object, &reason, &details)
	l.there = id.Valid
	l.stored = stored{id.Int64, clock.Instant(at.Int64), actor.Int64, act.String, kind.String, object.Int64, reason.String, details.String}
	return l, err
}

// take checks the next link of the chain.
func (v *verifier) take(l link) {
	switch {
	case l.seq != v.seq+1 && l.seq == v.seq+2:
		v.problem("the seal number %d is missing", v.seq+1)
	case l.seq != v.seq+1:
		v.problem("the seals from number %d to %d are missing, or were numbered afresh", v.seq+1, l.seq-1)
	case !l.there:
		v.problem("entry %d, sealed as number %d, is missing", l.sealed, l.seq)
	case !bytes.Equal(l.hash, chain(v.hash, l.seq, l.stored)):
		v.problem("entry %d, sealed as number %d, was changed, or its seal was", l.sealed, l.seq)
	default:
		v.Sealed++
	}
	for _, h := range v.at[l.seq] {
		if !v.seen[l.seq] && !bytes.Equal(h.Hash, l.hash) {
			v.problem("up to number %d, the register is not what was signed on %s: it was written afresh", l.seq, day(h.At))
			v.seen[l.seq] = true
		}
	}
	v.seen[l.seq] = v.seen[l.seq] || len(v.at[l.seq]) > 0
	if l.Actor != 0 {
		v.acted[dayOf(l.At)] = true
	}
	if l.there && v.late(l.stored) {
		v.problem("entry %d, sealed as number %d, was put in afterwards: its number and its time, %s, are before those of entry %d, which was sealed earlier",
			l.ID, l.seq, moment(l.At), v.newest.ID)
	}
	if l.ID > v.newest.ID {
		v.newest = l.stored
	}
	v.hash, v.seq = l.hash, l.seq
}

// waiting looks at the entries that are not sealed. On PostgreSQL one may stand behind the newest sealed one for a moment:
// its command took its number early and was committed late.
func (v *verifier) waiting(ctx context.Context, q db.Querier) error {
	late := engine(q) == db.Postgres // may be
	all, err := db.Value[int64](ctx, q, "SELECT COUNT(*) FROM register")
	if err != nil {
		return err
	}
	err = db.Each(ctx, q, func(row db.Row) error {
		s, err := scanStored(row)
		if err != nil {
			return err
		}
		if v.Waiting == 0 || s.At < v.Waiting {
			v.Waiting = s.At
		}
		if s.ID < v.newest.ID && (!late || v.late(s)) {
			v.problem("entry %d is not sealed though later ones are: it was put in afterwards, or its seal was taken away", s.ID)
		}
		return nil
	}, "SELECT "+entryColumns+` FROM register r WHERE NOT EXISTS (SELECT 1 FROM register_seals s WHERE s.entry_id = r.id)
		ORDER BY r.id LIMIT ?`, 1000)
	v.Unsealed = max(0, all-v.seq)
	if now := clockOf(q); err == nil && v.Waiting != 0 && now-v.Waiting > sealedWithin {
		v.note("%d entries are not sealed, the oldest since %s: what is not sealed can be changed unseen; seal by letting the site run", v.Unsealed, moment(v.Waiting))
	}
	return err
}

// late tells whether an entry comes after the newest, by its number, by more than a command can be late.
func (v *verifier) late(s stored) bool {
	return s.ID < v.newest.ID && (s.ID < v.newest.ID-lookBack || v.newest.At-s.At >= lateFor)
}

// sealedWithin is how long an entry may wait to be sealed while the site runs, in milliseconds; it takes about a second.
const sealedWithin clock.Instant = 60_000

// lateFor is how far behind a late entry may be, in milliseconds.
const lateFor clock.Instant = 60_000

func engine(q db.Querier) db.Engine {
	switch q := q.(type) {
	case *db.DB:
		return q.Engine
	case *db.Tx:
		return q.Engine()
	}
	return db.SQLite
}

func clockOf(q db.Querier) clock.Instant {
	switch q := q.(type) {
	case *db.DB:
		return q.Clock.Now()
	case *db.Tx:
		return q.Now()
	}
	return clock.System{}.Now()
}

// finish checks the signed heads when the chain is known.
func (v *verifier) finish() {
	v.Head = hex.EncodeToString(v.hash)
	v.chainOfHeads()
	v.cut()
	v.keptHeads()
	v.missingDays()
}

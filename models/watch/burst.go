package watch

import (
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// A burst is much in a short while: so much from one person, or from so many new people in one thread.
const (
	BurstPerson   = "person"
	BurstNewcomer = "newcomers"

	burstFor      = 5 * time.Minute
	burstPerson   = 12
	burstNewcomer = 8
	ownLooked     = 100 // newest contributions of somebody that are looked at
	burstLooked   = 40  // newest contributions of a thread that are looked at
)

// Burst tells whether what an actor is about to say in a thread is part of a burst, inside the command; "" where it is
// not. Staff and visitors make none: visitors have limits of their own, and all they say is read first.
func Burst(tx *db.Tx, a people.Actor, thread, lastSeq int64) (string, error) {
	if a.ID == 0 || a.Staff() {
		return "", nil
	}
	since := tx.Now().Add(-burstFor)
	own, err := db.Values[clock.Instant](tx.Context(), tx, "SELECT created_at FROM contributions WHERE author_id = ? ORDER BY id DESC LIMIT ?", a.ID, burstPerson-1)
	if err != nil {
		return "", err
	}
	if len(own) == burstPerson-1 && own[len(own)-1] > since {
		return BurstPerson, nil
	}
	if a.Published > 0 {
		return "", nil
	}
	others, err := db.Value[int](tx.Context(), tx, `SELECT COUNT(DISTINCT c.author_id) FROM contributions c JOIN people p ON p.id = c.author_id
		WHERE c.thread_id = ? AND c.seq > ? AND c.created_at > ? AND p.published_count <= 1 AND c.author_id <> ?`, thread, lastSeq-burstLooked, since, a.ID)
	if err != nil || others < burstNewcomer-1 {
		return "", err
	}
	return BurstNewcomer, nil
}

// SaidBefore gives what an actor said in a thread in the very same words, where that can be read; 0 for nothing.
func SaidBefore(tx *db.Tx, a people.Actor, thread int64, source string) (int64, error) {
	if a.ID == 0 {
		return 0, nil
	}
	before, err := db.Values[int64](tx.Context(), tx, `SELECT id FROM (SELECT id, thread_id, body_md, state FROM contributions
		WHERE author_id = ? ORDER BY id DESC LIMIT ?) c WHERE thread_id = ? AND body_md = ? AND state IN ('published', 'held', 'asked') ORDER BY id LIMIT 1`,
		a.ID, ownLooked, thread, source)
	return append(before, 0)[0], err
}

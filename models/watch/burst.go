package watch

import (
	"time"
	"unicode/utf8"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose/alike"
)

// A burst is much in a short while: so much from one person, or from so many new people in one thread.
const (
	BurstPerson   = "person"
	BurstNewcomer = "newcomers"

	burstFor       = 5 * time.Minute
	burstPerson    = 12
	burstNewcomer  = 8
	ownLooked      = 100 // newest contributions of somebody that are looked at
	ownHeldAgainst = 8   // of those that new words are held against
	burstLooked    = 40  // newest contributions of a thread that are looked at
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

// SaidBefore gives what an actor said already in the same words, or nearly, where they can read it; 0 for nothing. Same
// tells whether it was in the very same words in the given thread. A short text is a repetition only there and in the very
// same words: people who vote or thank somebody say much alike. It looks at the newest of what they said that is about as
// long, in one query.
func SaidBefore(tx *db.Tx, a people.Actor, thread int64, source string, p alike.Print) (before int64, same bool, err error) {
	if a.ID == 0 || p.Brief {
		return 0, false, nil
	}
	type own struct {
		id, thread int64
		source     string
	}
	list, err := db.All(tx.Context(), tx, func(r db.Row) (o own, err error) {
		return o, r.Scan(&o.id, &o.thread, &o.source)
	}, `SELECT id, thread_id, body_md FROM (SELECT id, thread_id, body_md, state FROM contributions WHERE author_id = ? ORDER BY id DESC LIMIT ?) c
		WHERE state IN ('published', 'held', 'asked') AND LENGTH(body_md) BETWEEN ? AND ?
		ORDER BY CASE WHEN body_md = ? THEN 0 ELSE 1 END, CASE WHEN thread_id = ? THEN 0 ELSE 1 END, id DESC LIMIT ?`,
		a.ID, ownLooked, utf8.RuneCountInString(source)*2/3, utf8.RuneCountInString(source)*3/2, source, thread, ownHeldAgainst)
	if err != nil {
		return 0, false, err
	}
	for _, o := range list {
		if o.source == source && o.thread == thread {
			return o.id, true, nil
		}
		if len(p.Words) > 0 && alike.Of(o.source).To(p) {
			return o.id, false, nil
		}
	}
	return 0, false, nil
}

package rules

import (
	"context"
	"encoding/json"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Kind is what has wordings: a rule or a reason.
type Kind string

// The kinds.
const (
	KindRule   Kind = "rule"
	KindReason Kind = "reason"
)

// wording is what a rule or a reason says from a change on.
type wording struct {
	kind     Kind
	key      string // a rule's number or a reason's key
	revision int
	words    any // the Rule or the Reason as it is now
	shipped  any // as the program brought it, where this is its first change; nil where it was added
}

// keep stores a wording for good. With the first change goes what the program brought, which a later release may word
// otherwise.
func (w wording) keep(tx *db.Tx, a people.Actor) error {
	if w.revision == 1 && w.shipped != nil {
		if err := insertWording(tx, w.kind, w.key, 0, w.shipped, nil, 0); err != nil {
			return err
		}
	}
	return insertWording(tx, w.kind, w.key, w.revision, w.words, db.Null(a.ID), tx.Now())
}

func insertWording(tx *db.Tx, kind Kind, key string, revision int, words, by any, at clock.Instant) error {
	text, err := json.Marshal(words)
	if err != nil {
		return err
	}
	_, err = tx.Insert("INSERT INTO rule_revisions (kind, key, revision, words, changed_by, changed_at) VALUES (?, ?, ?, ?, ?, ?)",
		kind, key, revision, string(text), by, at)
	return err
}

// Revision is a wording of its time.
type Revision struct {
	Number int           // 0 is what the program brought
	By     string        // who made it; empty for the program and the operator
	At     clock.Instant // 0 for what the program brought
	Rule   Rule          // of a rule
	Reason Reason        // of a reason
}

// Revisions lists the wordings of a rule or a reason, the newest first: the one that holds now, and all before it. It is
// db.ErrNotFound where there is no such thing.
func (s *Store) Revisions(ctx context.Context, kind Kind, key string) ([]Revision, error) {
	list, err := db.All(ctx, s.DB, func(row db.Row) (r Revision, err error) {
		var words string
		if err = row.Scan(&r.Number, &words, &r.By, &r.At); err != nil {
			return r, err
		}
		if kind == KindRule {
			return r, json.Unmarshal([]byte(words), &r.Rule)
		}
		return r, json.Unmarshal([]byte(words), &r.Reason)
	}, `SELECT r.revision, r.words, COALESCE(p.public_name, ''), r.changed_at FROM rule_revisions r LEFT JOIN people p ON p.id = r.changed_by
		WHERE r.kind = ? AND r.key = ? ORDER BY r.revision DESC`, kind, key)
	if err != nil || len(list) > 0 {
		return list, err
	}
	book, err := s.Book(ctx)
	if err != nil {
		return nil, err
	}
	if number, err := strconv.Atoi(key); kind == KindRule && err == nil && number > 0 && book.Rule(number).Number == number {
		return []Revision{{Rule: book.Rule(number)}}, nil
	}
	if kind == KindReason && book.Known(key) {
		return []Revision{{Reason: book.Reason(key)}}, nil
	}
	return nil, db.ErrNotFound
}

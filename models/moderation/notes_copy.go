package moderation

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// mostCopied bounds the notes of one copy.
const mostCopied = 1000

// CopyNotes reads the notes about a person, the oldest first and without who wrote them, for the copy that the person
// asked for; it stands in the register. Only administrators may, and not about themselves. db.ErrNotFound where there is
// no such account.
func (s *Store) CopyNotes(ctx context.Context, a people.Actor, key db.Key, person int64) ([]PersonNote, error) {
	switch {
	case !a.CanAdminister():
		return nil, db.Forbidden{Reason: "Only administrators hand out a copy of the notes about somebody."}
	case a.ID == person:
		return nil, db.Forbidden{Reason: "You cannot copy the notes about yourself. Ask another administrator for them."}
	}
	_, err := s.command(ctx, a, key, func(tx *db.Tx) (int64, error) {
		there, err := db.Value[bool](tx.Context(), tx, "SELECT EXISTS (SELECT 1 FROM people WHERE id = ? AND state IN ('active', 'suspended'))", person)
		if err == nil && !there {
			err = db.ErrNotFound
		}
		if err != nil {
			return 0, err
		}
		return person, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "people.notes-copied", Kind: "person", Object: person})
	})
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, func(r db.Row) (n PersonNote, err error) {
		err = r.Scan(&n.ID, &n.Words, &n.At)
		return n, err
	}, "SELECT id, words, written_at FROM person_notes WHERE person_id = ? AND removed_at IS NULL ORDER BY id LIMIT ?", person, mostCopied)
}

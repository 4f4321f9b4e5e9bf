package consultation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// Bounds on readers.
const (
	MaxName     = 100 // characters of a reader's name
	MaxRole     = 100 // characters of what they are
	mostReaders = 200 // of one thread
)

// Reader is somebody who says that they read the responses.
type Reader struct {
	Name          string
	Role          string // what they are: "Cabinet member for health"; may be empty
	Recorded      bool   // somebody else entered it for them
	Contributions int    // how many there were then
	At            clock.Instant
	Since         int // how many came since
}

// NewReader is somebody to be entered as having read the responses.
type NewReader struct {
	Name string // "" = the actor themselves
	Role string
}

// MayRead tells whether the actor may say that they have read the responses: staff.
func MayRead(a people.Actor, t discussion.Thread) error {
	if err := discussion.MayRead(a, t); err != nil {
		return err
	}
	if !a.Staff() && MaySet(a, t) != nil {
		return db.Forbidden{Reason: "Only those who decide, editors and moderators are asked this."}
	}
	return nil
}

// Readers reads who says that they read the responses, in the order in which they said so. Of somebody who said so
// several times the newest counts.
func (s *Store) Readers(ctx context.Context, thread int64) ([]Reader, error) {
	all, err := db.All(ctx, s.DB, func(r db.Row) (d Reader, err error) {
		err = r.Scan(&d.Name, &d.Role, &d.Recorded, &d.Contributions, &d.At, &d.Since)
		return d, err
	}, `SELECT COALESCE(p.public_name, x.name), x.role, x.person_id IS NULL, x.contributions, x.read_at,
		(SELECT COUNT(*) FROM contributions c WHERE c.thread_id = x.thread_id AND c.state = 'published' AND c.kind <> 'opening' AND c.published_at > x.read_at)
		FROM consultation_readers x LEFT JOIN people p ON p.id = x.person_id
		WHERE x.thread_id = ? AND NOT EXISTS (SELECT 1 FROM consultation_readers y WHERE y.thread_id = x.thread_id AND y.id > x.id
			AND (y.person_id = x.person_id OR y.person_id IS NULL AND x.person_id IS NULL AND y.name = x.name AND y.role = x.role))
		ORDER BY x.id LIMIT ?`, thread, mostReaders)
	return all, err
}

// Confirm enters that somebody has read the responses to a thread, with how many there are now. Staff say it of
// themselves; those who may set the terms enter it for others, who told them. Bad input is Invalid by field: "name",
// "role".
func (s *Store) Confirm(ctx context.Context, a people.Actor, key db.Key, thread int64, n NewReader) error {
	wrong := db.Invalid{}
	n.Name, n.Role = wrong.Line("name", n.Name, MaxName), wrong.Line("role", n.Role, MaxRole)
	if n.Name != "" && n.Role == "" && wrong["role"] == "" {
		wrong["role"] = "Say what they are, such as Chair of the board"
	}
	if len(wrong) > 0 {
		return wrong
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if _, err := lock(tx, thread); err != nil {
			return 0, err
		}
		t, err := discussion.FindThread(ctx, tx, thread)
		if err != nil {
			return 0, err
		}
		if err := mayConfirm(a, t, n); err != nil {
			return 0, err
		}
		have, err := db.Value[int](ctx, tx, "SELECT COUNT(*) FROM consultation_readers WHERE thread_id = ?", thread)
		if err != nil {
			return 0, err
		}
		if have >= mostReaders {
			return 0, db.Wrong("", "%d people are entered already, which is as many as can be kept", mostReaders)
		}
		person := a.ID
		if n.Name != "" {
			person = 0
		}
		id, err := tx.Insert(`INSERT INTO consultation_readers (thread_id, person_id, name, role, contributions, last_seq, entered_by, read_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, thread, db.Null(person), n.Name, n.Role, t.Contributions, t.LastSeq, a.ID, tx.Now())
		if err != nil {
			return 0, err
		}
		tx.Touch(db.TopicThread(thread))
		return id, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "consultation.read", Kind: "thread", Object: thread, Details: map[string]any{
			"reader": id, "for_somebody_else": n.Name != "", "contributions": t.Contributions, "last_seq": t.LastSeq,
		}})
	})
	return err
}

func mayConfirm(a people.Actor, t discussion.Thread, n NewReader) error {
	if n.Name != "" {
		return MaySet(a, t)
	}
	return MayRead(a, t)
}

// Digest is the SHA-256 of words, written "sha256:" and hexadecimal digits.
func Digest(words string) string {
	sum := sha256.Sum256([]byte(words))
	return "sha256:" + hex.EncodeToString(sum[:])
}

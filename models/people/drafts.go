package people

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Bounds on words that are kept until they are posted.
const (
	DraftKept     = 30 * 24 * time.Hour // after they were last changed
	DraftLargest  = 128 * 1024          // bytes of all fields together
	MostDrafts    = 5                   // of one browser at a time, before signing in
	MostOwnDrafts = 50                  // of one person at a time
)

// Draft is a form that somebody filled in before signing in, or that could not be sent.
type Draft struct {
	ID        int64
	Place     string            // the path that the form is posted to
	Fields    map[string]string // what they typed
	Version   int               // how often it was saved
	ChangedAt clock.Instant
}

const draftColumns = "SELECT id, place, fields, version, changed_at FROM drafts "

func scanDraft(r db.Row) (Draft, error) {
	var d Draft
	var fields string
	if err := r.Scan(&d.ID, &d.Place, &fields, &d.Version, &d.ChangedAt); err != nil {
		return d, err
	}
	return d, json.Unmarshal([]byte(fields), &d.Fields)
}

// SaveDraft keeps a filled-in form for the browser that holds the token; a new or unknown token makes a new draft.
// It gives the token for the browser's cookie. place is the path that the form posts to. Errors: db.TooLarge,
// db.Limited.
func (s *Store) SaveDraft(ctx context.Context, c Client, token, place string, fields map[string]string) (string, error) {
	size := 0
	for name, value := range fields {
		size += len(name) + len(value)
	}
	if size > DraftLargest || len(fields) > 100 {
		return "", db.TooLarge{Reason: "This is too long to be kept. Please shorten it."}
	}
	if err := s.Admit(ctx, ActDraft, "", c.Address); err != nil {
		return "", err
	}
	raw, err := json.Marshal(fields)
	if err != nil {
		return "", err
	}
	if !isSecret(token) {
		token = newSecret()
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO drafts (token_hash, place, fields, created_at, changed_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (token_hash) DO UPDATE SET place = excluded.place, fields = excluded.fields, changed_at = excluded.changed_at`,
			hashOf("draft", token), LocalPath(place), string(raw), tx.Now(), tx.Now())
		return err
	})
	return token, err
}

// Draft reads the draft of a browser's token; db.ErrNotFound where there is none, or no longer.
func (s *Store) Draft(ctx context.Context, token string) (Draft, error) {
	if !isSecret(token) {
		return Draft{}, db.ErrNotFound
	}
	return db.One(ctx, s.db, scanDraft, draftColumns+"WHERE token_hash = ? AND changed_at > ?",
		hashOf("draft", token), s.db.Clock.Now().Add(-DraftKept))
}

// TakeDrafts makes a browser's drafts a person's own, and tells the newest one's id; 0 where there is none.
func (s *Store) TakeDrafts(ctx context.Context, actor Actor, tokens []string) (int64, error) {
	var newest int64
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		newest, err = adoptDrafts(tx, actor.ID, tokens, storedLink{})
		return err
	})
	return newest, err
}

// newestDraft finds the newest of a browser's drafts; 0 where there is none.
func newestDraft(tx *db.Tx, tokens []string) (int64, error) {
	hashes := draftHashes(tokens)
	id, err := db.Value[int64](context.Background(), tx, "SELECT id FROM drafts WHERE token_hash IN "+db.In(len(hashes))+
		" ORDER BY changed_at DESC, id DESC LIMIT 1", hashes...)
	if errors.Is(err, db.ErrNotFound) {
		return 0, nil
	}
	return id, err
}

// adoptDrafts gives a browser's drafts, and the one that a link was asked for with, to the person who signed in.
func adoptDrafts(tx *db.Tx, person int64, tokens []string, link storedLink) (int64, error) {
	newest, err := newestDraft(tx, tokens)
	if err != nil {
		return 0, err
	}
	hashes := draftHashes(tokens)
	if len(hashes) > 0 {
		if _, err := tx.Exec("UPDATE drafts SET person_id = ?, token_hash = NULL WHERE token_hash IN "+db.In(len(hashes)),
			append([]any{person}, hashes...)...); err != nil {
			return 0, err
		}
	}
	if link.draft == 0 || link.draft == newest {
		return newest, nil
	}
	// An id may be used again once its draft is gone; the draft that was meant is older than the link.
	n, err := tx.Exec("UPDATE drafts SET person_id = ?, token_hash = NULL WHERE id = ? AND person_id IS NULL AND created_at <= ?",
		person, link.draft, link.created)
	if n > 0 {
		newest = link.draft
	}
	return newest, err
}

func draftHashes(tokens []string) []any {
	var hashes []any
	for _, token := range tokens {
		if isSecret(token) && len(hashes) < MostDrafts {
			hashes = append(hashes, hashOf("draft", token))
		}
	}
	return hashes
}

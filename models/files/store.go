package files

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Store takes files in and gives them out.
type Store struct {
	DB    *db.DB
	Depot *Depot
	Press func(ctx context.Context, raw []byte) (Pressed, error) // a Worker's, or the function of this package
}

// nameLength is how many letters name a file: 130 bits that nobody guesses.
const nameLength = 26

func newName() string {
	var random [17]byte
	_, _ = rand.Read(random[:]) // never fails: see crypto/rand
	return strings.ToLower(base32.StdEncoding.EncodeToString(random[:]))[:nameLength]
}

// Add takes in a file that somebody wants to attach, called as their browser tells. The same one brought twice is there
// once. What is not taken is Invalid under "file"; past the limit for one person it is Limited.
func (s *Store) Add(ctx context.Context, a people.Actor, called string, raw []byte) (File, error) {
	if !a.SignedIn() {
		return File{}, db.Forbidden{Reason: "Please sign in or join first. It takes a minute."}
	}
	if err := a.MaySpeak(s.DB.Clock.Now()); err != nil {
		return File{}, err
	}
	if len(raw) == 0 {
		return File{}, db.Wrong("file", "Choose a picture or a PDF first")
	}
	p, err := s.Press(ctx, raw)
	var refused Refusal
	if errors.As(err, &refused) {
		return File{}, refused.Invalid()
	}
	if err != nil {
		return File{}, err
	}
	digest := sha256.Sum256(p.Body)
	f := File{
		Name: newName(), PersonID: a.ID, Kind: p.Kind, Title: titleOf(called), Bytes: int64(len(p.Body)),
		Width: p.Width, Height: p.Height, Pages: p.Pages, Digest: digest[:],
	}
	// The bytes first: a row is never there without them. Where the row then fails they are nobody's, and go.
	err = s.Depot.Put(ctx, f.Name, Whole, p.Body)
	if err == nil && f.Picture() {
		err = s.Depot.Put(ctx, f.Name, Small, p.Small)
	}
	name := f.Name
	if err == nil {
		f, err = s.keep(ctx, a, f)
	}
	if err != nil || f.Name != name {
		// Where this fails too, the nightly look at what belongs to nobody removes them.
		_ = s.Depot.Delete(context.WithoutCancel(ctx), name)
	}
	return f, err
}

// keep stores the row of a file, unless the same one is there already and waits to be sent.
func (s *Store) keep(ctx context.Context, a people.Actor, f File) (kept File, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		kept = f
		same, err := db.All(ctx, tx, scan, "SELECT "+columns+" FROM files f WHERE f.person_id = ? AND f.digest = ? AND f.removed_at IS NULL AND "+unsent+" LIMIT 1", a.ID, f.Digest)
		if err != nil {
			return err
		}
		if len(same) > 0 {
			kept = same[0]
			return nil
		}
		if err := people.StillSpeaks(tx, a); err != nil {
			return err
		}
		if err := people.Spend(tx, people.ActAttach, a.ID); err != nil {
			return err
		}
		kept.CreatedAt = tx.Now()
		kept.ID, err = tx.Insert(`INSERT INTO files (name, person_id, kind, title, alt, bytes, width, height, pages, digest, created_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, f.Name, f.PersonID, f.Kind, f.Title, f.Alt, f.Bytes, f.Width, f.Height, f.Pages, f.Digest, kept.CreatedAt)
		return err
	})
	return kept, err
}

// unsent is the condition of a file that belongs to no contribution.
const unsent = "NOT EXISTS (SELECT 1 FROM attachments x WHERE x.file_id = f.id)"

// Drop removes a file that its owner chose not to send. One that is gone, or was sent meanwhile, stays as it is.
func (s *Store) Drop(ctx context.Context, a people.Actor, name string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		list, err := db.All(ctx, tx, scan, "SELECT "+columns+" FROM files f WHERE f.name = ? AND f.person_id = ? AND f.removed_at IS NULL AND "+unsent, name, a.ID)
		if err != nil {
			return err
		}
		return remove(tx, list)
	})
}

// Bytes reads a part of a file; ErrMissing where it is not in the depot.
func (s *Store) Bytes(ctx context.Context, f File, part Part) ([]byte, error) {
	return s.Depot.Get(ctx, f.Name, part)
}

func (f File) is(data []byte) bool {
	digest := sha256.Sum256(data)
	return bytes.Equal(digest[:], f.Digest)
}

// Of lists everything that somebody brought and that is still there, the oldest first.
func Of(ctx context.Context, q db.Querier, person int64) ([]File, error) {
	return db.All(ctx, q, scan, "SELECT "+columns+" FROM files f WHERE f.person_id = ? AND f.removed_at IS NULL ORDER BY f.id", person)
}

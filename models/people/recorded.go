package people

import (
	"context"
	"errors"
	"regexp"

	"folkmoot/models/db"
)

// Recording is somebody without an account whose words are kept: from an import, from paper or a phone call, or posted
// without joining. They can be neither mailed nor signed in as.
type Recording struct {
	Name      string // as others see it; not empty
	Who       Who
	Area      string
	ImportKey string // "" for none
}

// Record adds somebody without an account inside a command and gives their id.
func Record(tx *db.Tx, r Recording) (int64, error) {
	return tx.Insert(`INSERT INTO people (public_name, who, area, state, import_key, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		r.Name, r.Who, r.Area, Recorded, db.Null(r.ImportKey), tx.Now(), tx.Now())
}

// webAddress is what a name has that leads somewhere: letters on both sides of a full stop.
var webAddress = regexp.MustCompile(`[\p{L}\d-]{2,}\.\p{L}{2,}`)

// GuestName checks the name under which somebody posts without an account, and gives it in the form in which it is
// stored. It keeps the rules for the names of accounts: it must not look like anybody's who has one, nor like those who
// run the place; and it is no web address. Its error is db.Invalid under "name".
func (s *Store) GuestName(ctx context.Context, name string) (string, error) {
	clean, skeleton, err := s.checkName(ctx, name, "", false)
	if err != nil {
		return "", err
	}
	if webAddress.MatchString(clean) {
		return "", db.Wrong("name", "Leave web addresses out of your name. After a full stop, put a space")
	}
	_, err = db.Value[int64](ctx, s.db, "SELECT id FROM people WHERE name_skeleton = ?", skeleton)
	switch {
	case err == nil:
		return "", nameTaken
	case errors.Is(err, db.ErrNotFound):
		return clean, nil
	}
	return "", err
}

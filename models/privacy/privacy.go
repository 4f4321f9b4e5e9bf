// Package privacy is what people may ask about what is held of them: a copy, a correction, to be erased; and what is
// forgotten by itself, and when.
package privacy

import (
	"context"
	"io"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/snapshots"
)

// Store answers what people ask about their details.
type Store struct {
	DB        *db.DB
	Zone      *time.Location // the place's
	People    *people.Store
	Snapshots *snapshots.Store

	// Discard removes the bytes of a stored picture or document by its name; one that is gone already is no error. Nil
	// where nothing can be attached.
	Discard func(ctx context.Context, name string) error
	// Open reads the bytes of a stored picture or document by its name. Nil where nothing can be attached.
	Open func(ctx context.Context, name string) (io.ReadCloser, error)
}

package jobs

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/db"
)

// Register signs the head of the register each day and keeps the signed heads in a file beside the database.
type Register struct {
	DB   *db.DB
	Log  *slog.Logger
	Key  func(log *slog.Logger) (ed25519.PrivateKey, error)
	File string
}

// signEvery is how often it is looked at whether a day has begun.
const signEvery = 10 * time.Minute

// Regular is the work as it comes round.
func (r Register) Regular() Regular {
	return Regular{Name: "sign the register", Every: signEvery, Do: r.sign}
}

func (r Register) sign(ctx context.Context) error {
	key, err := r.Key(r.Log)
	if err != nil {
		return err
	}
	if _, err = audit.Sign(ctx, r.DB, key); err != nil {
		r.Log.Error("the register cannot be signed", "error", err)
	}
	lost, kept := audit.KeepHeads(ctx, r.DB, r.File)
	if lost > 0 {
		r.Log.Error("the file of signed heads holds heads that the database does not: an older backup was restored, or the end of the register was cut; \"folkmoot verify --register\" says more",
			"file", r.File, "heads", lost)
	}
	return errors.Join(err, kept)
}

package jobs

import (
	"context"
	"errors"
	"time"

	"folkmoot/models/db"
)

// Tidy is the regular work that keeps the database in shape: every hour the sweeps, which see to what has run out,
// and once a day the engine's own upkeep.
func Tidy(d *db.DB, sweeps ...func(ctx context.Context) error) []Regular {
	tidy := func(ctx context.Context) error {
		var err error
		for _, sweep := range sweeps {
			err = errors.Join(err, sweep(ctx))
		}
		return err
	}
	return []Regular{
		{Name: "tidy", Every: time.Hour, Do: tidy},
		{Name: "upkeep", Every: 24 * time.Hour, Do: d.Upkeep},
	}
}

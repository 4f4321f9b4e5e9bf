package jobs

import (
	"context"
	"errors"
	"time"

	"folkmoot/models/db"
)

// Hearing counts what has changed in what people say, so that whoever looks at the summary next finds it counted. Whoever
// looks before that counts it themselves.
func Hearing(catchUp func(ctx context.Context) error) []Regular {
	return []Regular{{Name: "count what is heard", Every: time.Second, Do: func(ctx context.Context) error {
		err := catchUp(ctx)
		if errors.Is(err, db.ErrBusy) { // there is much to count; the next second goes on
			return nil
		}
		return err
	}}}
}

// Copies looks for what says nearly the same as something else.
func Copies(catchUp func(context.Context) (left bool, err error)) Regular {
	return Regular{Name: "copies", Every: 10 * time.Second, Do: func(ctx context.Context) error {
		for ctx.Err() == nil {
			if left, err := catchUp(ctx); err != nil || !left {
				return err
			}
		}
		return nil
	}}
}

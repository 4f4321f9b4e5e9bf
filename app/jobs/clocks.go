package jobs

import (
	"context"
	"errors"
	"time"
)

// Clocks reminds people of what is due by a day or an hour, before it is.
func Clocks(remind ...func(ctx context.Context) error) Regular {
	return Regular{Name: "clocks", Every: 10 * time.Minute, Do: func(ctx context.Context) error {
		var all error
		for _, one := range remind {
			all = errors.Join(all, one(ctx))
		}
		return all
	}}
}

package jobs

import (
	"context"
	"log/slog"
	"time"

	"folkmoot/models/search"
)

// Search keeps the search index in step with what is said, and fast.
func Search(indexer *search.Indexer, log *slog.Logger) []Regular {
	run := func(ctx context.Context) error {
		indexer.Run(ctx, func(err error) {
			log.Warn("the search index could not be brought up to date; trying again", "error", err)
		})
		return nil
	}
	return []Regular{
		{Name: "search index", Every: time.Second, Do: run},
		{Name: "search tending", Every: time.Hour, Do: indexer.Tend},
	}
}

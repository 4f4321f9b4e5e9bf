package jobs

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"folkmoot/models/files"
)

// RemoveFiles does the jobs that remove the bytes of files which are gone.
func RemoveFiles(s *files.Store) Work {
	return func(ctx context.Context, payload json.RawMessage) error { return s.Carry(ctx, payload) }
}

// Files is the nightly look at whether rows and bytes of files belong together: what belongs to nothing goes, what is
// missing is told.
func Files(s *files.Store, log *slog.Logger) Regular {
	return Regular{Name: "look after files", Every: 24 * time.Hour, Do: func(ctx context.Context) error {
		problems, err := s.Tidy(ctx)
		for _, problem := range problems {
			log.Error("a file is not whole", "problem", problem)
		}
		return err
	}}
}

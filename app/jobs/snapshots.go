package jobs

import (
	"time"

	"folkmoot/models/snapshots"
)

// Renew is the regular work that takes words out of frozen summaries which nobody reads just now, once they are not public
// any more. Whoever reads one never sees them in between.
func Renew(s *snapshots.Store) Regular {
	return Regular{Name: "take hidden words out of frozen summaries", Every: time.Minute, Do: s.Renew}
}

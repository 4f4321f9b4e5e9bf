package jobs

import (
	"time"

	"folkmoot/models/notify"
)

// Followers is the regular work that tells followers of what was published, soon after it was, and sends round-ups when
// they are due.
func Followers(s *notify.Store) []Regular {
	return []Regular{
		{Name: "tell followers", Every: time.Second, Do: s.SpreadAll},
		{Name: "send round-ups", Every: time.Minute, Do: s.DueRoundUps},
	}
}

package jobs

import (
	"context"
	"time"
)

// Prompts looks several times a day for what people mention and no theme fits.
func Prompts(find func(context.Context) error) Regular {
	return Regular{Name: "reading prompts", Every: 4 * time.Hour, Do: find}
}

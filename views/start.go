package views

import (
	"context"

	"folkmoot/models/discussion"
	"folkmoot/models/rules"
	"folkmoot/views/locale"
)

// The pages for who is new here.
const (
	StartURL = "/start"
	TourURL  = "/start/tour"
)

// NewHerePage tells who is new how things go here.
type NewHerePage struct {
	Page
	Hold    discussion.HoldRule // what is read before others see it
	Welcome rules.Welcome       // with the place's own words
}

// StartTitle names the page for who is new here.
func StartTitle(ctx context.Context) string { return locale.T(ctx, "Start here") }

// graceWords tells how words can be changed once they are posted.
func graceWords(ctx context.Context) string {
	return locale.T(ctx, "You can change what you wrote while the discussion is open.") + " " + locale.N(ctx, int(discussion.Grace.Minutes()),
		"A slip that you mend within a minute leaves no mark, if nobody has answered you or taken a position by then.",
		"A slip that you mend within %d minutes leaves no mark, if nobody has answered you or taken a position by then.") + " " +
		locale.T(ctx, "After that everybody can see that you changed it, and what it said before. Moderators always can.")
}

// TourTitle names the way round the place.
func TourTitle(ctx context.Context) string { return locale.T(ctx, "A way round this place") }

package views

import (
	"context"

	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// Removed describes the marker that keeps the place of a contribution which was published once and is not to be read
// any more, with the reason that readers are told. Every page that shows contributions shows this in its stead.
func Removed(ctx context.Context, c discussion.Contribution) components.Removed {
	r := components.Removed{ContributionID: c.ID, By: "moderator", At: c.StateAt}
	switch c.State {
	case discussion.Deleted:
		r.By = "author"
		return r
	case discussion.Asked, discussion.Held: // held: the writer has changed it, and it waits to be read again
		r.By = "asked"
	}
	if reader := moderation.ReasonFor(c.Reason).Reader; reader != "" {
		r.Reason = locale.T(ctx, reader)
	}
	return r
}

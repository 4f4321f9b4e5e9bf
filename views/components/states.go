package components

import (
	"context"

	"folkmoot/models/say"
	"folkmoot/views/locale"
)

// stateShape is the circle that fills up as things get on, or the sign of what has stopped.
func stateShape(state string) string {
	switch state {
	case "considered", "redrafting", "partly":
		return "half"
	case "responded", "agreed", "published", "taken_in", "answered", "done":
		return "ticked"
	case "closed", "removed", "deleted", "taken-back":
		return "square"
	case "held", "asked", "waiting", "waits":
		return "paused"
	case "hidden", "not_taken_in":
		return "crossed"
	case "moved":
		return "gone"
	default:
		return "empty"
	}
}

// stateLabels are the English words for the states of threads, chapters, issues, contributions, cases and fates.
var stateLabels = map[string]say.Text{
	"open": "Open for comment", "not-yet": "Not open yet", "closed": "Closed",
	"outline": "An outline so far", "unwritten": "Not written yet", "redrafting": "Being redrafted", "agreed": "Agreed", "draft": "Draft",
	"emerging": "Emerging", "considered": "Being considered", "responded": "Responded",
	"held": "Held", "asked": "Asked for a change", "hidden": "Hidden", "removed": "Removed", "deleted": "Taken away by the writer", "taken-back": "Taken back", "waits": "Waiting for a moderator", "published": "Published",
	"waiting": "Waiting", "done": "Done", "retired": "Retired", "current": "In force",
	"pending": "Waiting for an answer", "taken_in": "Taken in", "partly": "Partly taken in",
	"not_taken_in": "Not taken in", "answered": "Answered", "moved": "Moved",
}

// StateLabel gives the words for a state of a thread, a chapter, an issue, a contribution or a case:
// StateLabel(ctx, "considered") is "Being considered". A state that is not known is shown as it is.
func StateLabel(ctx context.Context, state string) string {
	if label, ok := stateLabels[state]; ok {
		return locale.Say(ctx, label)
	}
	return state
}

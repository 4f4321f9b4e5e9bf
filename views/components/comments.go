package components

import (
	"context"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/views/locale"
)

// By says who wrote a comment and when.
type By struct {
	Name      string
	Who       string        // kind of person; may be empty
	Evidence  string        // what they bring; may be empty
	Permalink string        // the comment's own address
	At        clock.Instant // when it was posted
	EditedAt  clock.Instant // 0 if it was never edited
	EditsURL  string        // where its earlier words are
	Channel   string        // "paper", "phone", "email", "event" or "import" when it did not come from the web
	New       bool          // the reader has not seen it
	Practice  string        // where more of their practice examples are; may be empty
}

// Vote is the three buttons under a comment, with how many people pressed each. It never names them.
type Vote struct {
	ContributionID        int64
	Author                string // whose words these are, for people who hear the buttons one by one
	Agree, Disagree, Pass int
	Mine                  string // "agree", "disagree" or "pass" if the reader pressed it; pressing it again takes it back
	Action                string // where the form goes; it sends position=agree|disagree|pass|none
	Key                   string // idempotency key; may be empty
	Closed                bool   // show the counts without buttons
}

// id names the form, for the script that changes it in place.
func (v Vote) id() string { return "vote-" + strconv.FormatInt(v.ContributionID, 10) }

// value is what pressing a button sends: the position, or none to take back the one that is chosen.
func (v Vote) value(position string) string {
	if v.Mine == position {
		return "none"
	}
	return position
}

func pressed(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

// Removed describes the marker that keeps the place of a comment that cannot be read.
type Removed struct {
	ContributionID int64
	By             string // "moderator" or "author"
	At             clock.Instant
	Reason         string // a sentence, for a moderator's decision: "It named someone who had not agreed to it."
}

func (r Removed) sentence(ctx context.Context) string {
	if r.By == "author" {
		return locale.T(ctx, "The writer took this comment away on %s.", locale.Date(ctx, r.At))
	}
	return locale.T(ctx, "A moderator hid this comment on %s.", locale.Date(ctx, r.At))
}

// Quoted is what somebody said, word for word, with a link to where they said it.
type Quoted struct {
	Text          string // exact words
	URL           string // the comment it is from
	Name          string
	At            clock.Instant
	Who, Evidence string
	Language      string // of the words, a BCP 47 tag; "" where nobody said
}

// ChannelLabel says how words came in, when it was not through the web.
func ChannelLabel(ctx context.Context, channel string) string {
	switch channel {
	case "paper":
		return locale.T(ctx, "On paper")
	case "phone":
		return locale.T(ctx, "By phone")
	case "email":
		return locale.T(ctx, "By email")
	case "event":
		return locale.T(ctx, "At an event")
	case "import":
		return locale.T(ctx, "From an earlier survey")
	default:
		return ""
	}
}

package notify

import (
	"context"

	"folkmoot/models/db"
)

// How says how somebody wants to be told of something.
type How string

// The ways of being told. Whatever is told of by mail stands on the site too.
const (
	Now    How = "now"    // by mail, at once
	Daily  How = "daily"  // in a mail once a day
	Weekly How = "weekly" // in a mail once a week
	Site   How = "site"   // on the site only
	Off    How = "off"    // not at all
)

// Hows lists the ways from the promptest to none.
var Hows = []How{Now, Daily, Weekly, Site, Off}

// rank orders the ways by promptness; an unknown one is 0.
func (h How) rank() int {
	for i, one := range Hows {
		if h == one {
			return len(Hows) - i
		}
	}
	return 0
}

// About is what somebody is told of without following anything, each with a choice of its own.
type About string

// What people are told of.
const (
	Answers   About = "answers"   // somebody answered them
	Mentions  About = "mentions"  // somebody named them
	Fates     About = "fates"     // what becomes of what they said, and what is decided where they took part
	Decisions About = "decisions" // a moderator decided about their words, or about what they reported
	Rest      About = "rest"      // what is too much for mails at once: daily, or on the site only
)

// Abouts lists what people are told of, in the order in which it is shown.
var Abouts = []About{Answers, Mentions, Fates, Decisions, Rest}

// Ways lists the choices that there are for what somebody is told of. What concerns their words and the consultations
// that they took part in always stands on the site.
func (a About) Ways() []How {
	switch a {
	case Answers, Mentions:
		return Hows
	case Rest:
		return []How{Daily, Site}
	}
	return []How{Now, Daily, Weekly, Site}
}

// usual is how somebody is told who never chose.
func (a About) usual() How {
	if a == Rest {
		return Daily
	}
	return Now
}

// about gives under which choice a kind of notice comes; "" for what can be chosen by following, and for what everybody
// who is concerned must hear of: it goes by mail at once.
func (k Kind) about() About {
	switch k {
	case Reply:
		return Answers
	case Mention:
		return Mentions
	case Fate, Changed, Decided:
		return Fates
	case Decision, ReportAnswer:
		return Decisions
	}
	return ""
}

// followed tells whether a kind of notice comes of following something.
func (k Kind) followed() bool {
	switch k {
	case Followed, Themed, NewVersion, Settled, Summary:
		return true
	}
	return false
}

// wish gives how somebody wants to be told.
func wish(ctx context.Context, q db.Querier, person int64, a About) (How, error) {
	chosen, err := db.Values[How](ctx, q, "SELECT how FROM tellings WHERE person_id = ? AND about = ?", person, a)
	if err != nil || len(chosen) == 0 {
		return a.usual(), err
	}
	return chosen[0], nil
}

// mailable is the condition on a row p of people that a mail of their choice may go to them.
const mailable = "p.state = 'active' AND p.email IS NOT NULL AND p.email_verified_at IS NOT NULL AND p.mail_stopped_at IS NULL AND p.mail_paused_at IS NULL"

// Package safeguarding is what happens when somebody may be at risk: a person says that they are not safe, or others are
// worried about somebody. The words go to the safeguarding leads of the place and to nobody else, whoever wrote them sees
// help lines at once, and what the leads do is kept until it is over, and for a time after.
//
// Three things take words out of a discussion. What a moderator passes on and what somebody reports is a person's
// judgement, so it is sealed in the same transaction. What the program notices is not: people decide, the program
// counts. But such words were about to wait for a person anyway, and the question is only for which. In the moderators'
// queue a disclosure is read by everybody who moderates, neighbours often, who can do nothing about it; with the leads it
// is read by those who can. So it is sealed at once too, on three conditions that keep a wrong guess small. It is done
// only where the place has a lead who would read it; with none, it is held for the moderators as a grave case. Nothing is
// decided by it: no reason is given to anybody but the writer, nothing is held against them, and it ends with a lead's
// own decision. And giving it back takes a lead one press, after which it stands where it would have stood, with a kind
// word to its writer. Noticing too much costs a resident a wait; noticing too little leaves a disclosure on a public page.
package safeguarding

import (
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Store keeps concerns and who looks after them.
type Store struct{ DB *db.DB }

// How is the way in which a concern came.
type How string

// The ways.
const (
	Noticed  How = "noticed"   // the program saw it in what somebody wrote
	Reported How = "report"    // a reader reported what somebody wrote
	PassedOn How = "moderator" // a moderator passed it on
	Told     How = "form"      // somebody filled in the form for it
)

// State is where a concern stands.
type State string

// The states. The last two are over.
const (
	Open      State = "open"      // no lead has done anything yet
	Acting    State = "acting"    // a lead is dealing with it
	WithOther State = "passed-on" // with the police, social care or somebody else, and followed up
	Closed    State = "closed"
	NoRisk    State = "no-risk" // nobody was at risk
)

// Over tells whether nothing is left to be done.
func (s State) Over() bool { return s == Closed || s == NoRisk }

// Bounds on what is typed here, in characters.
const (
	MaxWords = 5000
	MaxNote  = 4000
	MaxReach = 200 // a name, an address or a number
)

// Concern is somebody who may be at risk, as it stands in the leads' list.
type Concern struct {
	ID           int64
	How          How
	State        State
	Contribution int64  // that it came from; 0 for none
	Sealed       bool   // its words are sealed
	Author       string // whom it is about or who wrote it, by the name shown on the site; empty where nobody knows
	Told         int    // how often the leads were told
	ToldAt       clock.Instant
	OpenedAt     clock.Instant // when a lead first looked; 0 for never
	RemindAt     clock.Instant // when a lead wants to be reminded; 0 for never
	CreatedAt    clock.Instant
	ClosedAt     clock.Instant // 0 while it is not over
	ForgottenAt  clock.Instant // when its words were removed; 0 while they are kept
}

// Settings are what a place decides about concerns.
type Settings struct {
	AgainMinutes int `json:"again_minutes"` // until the leads are told again of what none of them opened
	KeepDays     int `json:"keep_days"`     // that words and notes are kept after a concern is over
}

// The settings that the program brings: an hour, and a year.
var shippedSettings = Settings{AgainMinutes: 60, KeepDays: 365}

// Bounds on the settings.
const (
	LeastAgain, MostAgain = 15, 24 * 60  // minutes
	LeastKeep, MostKeep   = 30, 10 * 365 // days
)

func (s Settings) again() time.Duration { return time.Duration(s.AgainMinutes) * time.Minute }

// MaySafeguard tells whether the actor may read concerns, and if not, why. No role brings that with it.
func MaySafeguard(a people.Actor) error {
	if !a.CanSafeguard() {
		return db.Forbidden{Reason: "Only the safeguarding leads of this place can see this."}
	}
	return nil
}

// mayAppoint tells whether the actor may choose leads and change settings.
func mayAppoint(a people.Actor) error {
	if !a.CanAdminister() {
		return db.Forbidden{Reason: "Only administrators choose the safeguarding leads."}
	}
	return nil
}

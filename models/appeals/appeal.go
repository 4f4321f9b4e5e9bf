// Package appeals is where somebody who had no part in a decision looks at it again: about words, about a person, about
// what became of a report, and about reports that nobody answered. Each has a day by which it is answered.
package appeals

import (
	"slices"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// Kind is what an appeal is about.
type Kind string

// The kinds of appeal.
const (
	OfDecision Kind = "decision" // its writer, about what was decided about their words
	OfSanction Kind = "sanction" // somebody who was warned, silenced, suspended or banned
	OfReport   Kind = "report"   // somebody who reported, about what became of it
	Inaction   Kind = "inaction" // somebody who reported and was not answered
)

// State is where an appeal stands.
type State string

// The states. All but Open are for good.
const (
	Open      State = "open"
	Upheld    State = "upheld"    // what was decided is turned back
	Partly    State = "partly"    // some of it is
	Refused   State = "refused"   // it stays as it was
	Withdrawn State = "withdrawn" // by who appealed
)

// Outcomes lists the states that somebody who decides can choose from.
var Outcomes = []State{Upheld, Partly, Refused}

// Bounds on an appeal.
const (
	MaxWords  = 4000           // characters of what either side writes
	takenFor  = 24 * time.Hour // after which somebody else may take it up
	nearlyDue = 24 * time.Hour // before the day it is due, when those who may decide are reminded; and how often after
)

// Appeal is one appeal with what it is about. What has nothing to do with its kind is zero.
type Appeal struct {
	ID           int64
	Kind         Kind
	State        State
	Contribution int64
	Thread       string // title of what the contribution stands in
	Person       int64  // who appeals; 0 where they have no account and no words of theirs are concerned
	Name         string // theirs; empty for nobody
	ByMail       bool   // they are answered at an address that they gave
	Words        string
	DueAt        clock.Instant
	TakenBy      int64
	Taker        string
	TakenAt      clock.Instant
	Outcome      string // what they were told
	Decider      string
	DecidedAt    clock.Instant
	CreatedAt    clock.Instant

	Decision Decision // OfDecision, and OfReport where one answered it
	Sanction Sanction // OfSanction
	Report   Report   // OfReport and Inaction of somebody with an account
}

// Decision is what a moderator decided about words.
type Decision struct {
	ID       int64
	Act      rules.Act
	Reason   string
	Revision int // of the reason's words
	Message  string
	By       string
	At       clock.Instant
	Places   int // in which it covered words
	Files    int // that it took out
}

// Sanction is what was done about a person.
type Sanction struct {
	ID       int64
	Kind     string // "warn", "silence", "suspend" or "ban"
	Reason   string
	Revision int // of the reason's words
	Message  string
	By       string
	At       clock.Instant
	Until    clock.Instant // 0 = until it is lifted
	Ended    bool
}

// Report is what somebody reported.
type Report struct {
	ID     int64
	Reason string
	Note   string
	At     clock.Instant
	Open   bool
}

// Late tells whether an appeal should have been answered by now.
func (a Appeal) Late(now clock.Instant) bool { return a.State == Open && a.DueAt <= now }

// Taken tells who is looking at an appeal now: 0 for nobody. Somebody who left it alone for a day has let it go.
func (a Appeal) Taken(now clock.Instant) int64 {
	if a.State != Open || a.TakenAt.Add(takenFor) <= now {
		return 0
	}
	return a.TakenBy
}

// MayDecide tells whether the actor may decide an appeal, and if not, why. Barred are those who had a part in what it is
// about: they decided it, gave a second opinion, wrote the words, typed them in, reported them, or appeal themselves. What was
// done about a person has the words that it rests on for its own.
func MayDecide(a people.Actor, barred []int64) error {
	if !a.CanModerate() {
		return db.Forbidden{Reason: "Only moderators can see this."}
	}
	if slices.Contains(barred, a.ID) {
		return db.Forbidden{Reason: "You had a part in this, so somebody else has to look at it."}
	}
	return nil
}

// Judge is somebody who could decide appeals.
type Judge struct {
	ID            int64
	Name          string
	Administrator bool
}

// Judges lists who decides an appeal: the moderators who had no part in it; where there are none, the administrators who
// had none; and where there are none either, nobody.
func Judges(team []Judge, barred []int64) []Judge {
	free := slices.DeleteFunc(slices.Clone(team), func(j Judge) bool { return slices.Contains(barred, j.ID) })
	moderators := slices.DeleteFunc(slices.Clone(free), func(j Judge) bool { return j.Administrator })
	if len(moderators) > 0 {
		return moderators
	}
	return free
}

// adverse are the acts that a writer can appeal against.
var adverse = []rules.Act{rules.Ask, rules.Hide, rules.Cover, rules.Move}

// Adverse tells whether a writer can appeal against an act.
func Adverse(act rules.Act) bool { return slices.Contains(adverse, act) }

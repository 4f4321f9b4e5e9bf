// Package defamation keeps notices of complaint under section 5 of the Defamation Act 2013, with the steps and the clocks of
// the Defamation (Operators of Websites) Regulations 2013. It helps to keep to them; it is not legal advice.
package defamation

import (
	"slices"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
)

// State is where a notice stands.
type State string

// The states. From SentBack on nothing more is to be done.
const (
	Received     State = "received"
	PosterAsked  State = "poster-asked"
	PosterStands State = "poster-stands" // by what they wrote, with what the law asks for
	SentBack     State = "sent-back"     // it lacked something
	Removed      State = "removed"
	Kept         State = "kept"
	Withdrawn    State = "withdrawn"
)

// Reply is what the poster answered.
type Reply string

// The replies.
const (
	NoReply    Reply = ""
	Remove     Reply = "remove"
	Stand      Reply = "stand"
	Incomplete Reply = "incomplete" // does not want it removed, but left out what the law asks for
)

// How is the way in which a notice came.
type How string

// The ways.
const (
	OnSite   How = "web"
	ByLetter How = "letter"
	ByEmail  How = "email"
)

// Step is what the place has to do next about a notice.
type Step string

// The steps.
const (
	StepContact Step = "contact" // write to the poster
	StepWait    Step = "wait"    // for the poster
	StepRemove  Step = "remove"  // take the words down, and tell who complained
	StepTell    Step = "tell"    // tell who complained that the words stay
	StepNone    Step = "none"
)

// Periods of the Regulations.
const (
	ActWithin    = 48 * time.Hour // of the place, weekends and bank holidays aside
	ReplyDays    = 5              // of the poster: until midnight at the end of the fifth day after they were written to
	KeptFor      = 6              // years, after which what is personal in a closed notice is removed
	beforeDue    = 12 * time.Hour // when moderators are told that a step is nearly due
	remindAgain  = 24 * time.Hour
	manyRemovals = 2 // removals of the same before, after which the poster is not asked again
)

// Particulars are what a notice must hold, by section 5(6) of the Act and regulation 2, in their order.
var Particulars = []string{"name", "email", "statement", "why", "meaning", "wrong", "unknown"}

// Notice is a notice of complaint.
type Notice struct {
	ID             int64
	Contribution   int64
	Thread         string // title of what the words stand in
	Poster         string // public name of who wrote the words
	Contactable    bool   // the poster has an address that is known to be theirs
	Name, Email    string // of who complains
	Statement      string // the words complained of
	Why            string // why they are defamatory
	Meaning        string // what they are said to mean
	Wrong          string // what is factually wrong, or an opinion that no fact supports
	Unknown        bool   // who complains does not know enough of the poster to bring proceedings
	MayPass        bool   // their name and address may be given to the poster
	RemovedBefore  bool   // they say that the same was removed twice before
	Earlier        int    // notices of theirs about the same poster that ended with a removal
	State          State
	ReceivedAt     clock.Instant
	ContactedAt    clock.Instant
	ReplyDueAt     clock.Instant // 0 before the poster was written to
	RepliedAt      clock.Instant
	Reply          Reply
	PosterName     string // as the poster gave it, with the address where they live or work
	PosterAddress  string
	PosterMayPass  bool // both may be given to who complained
	ActDueAt       clock.Instant
	ClosedAt       clock.Instant
	ClosedBy       string
	Missing        string // which particulars it lacked, by key with spaces between
	Revision       int    // of the words, when it came
	ChangedSince   bool   // the words are not those that it is about any more
	Published      bool   // people can read the words now
	How            How
	Address        string // postal, of who complains by letter
	Recorder       string // who typed it in; empty where nobody did
	Others         int    // further open notices about the same words
	note           string
	author, record int64
}

// Note is what moderators noted about it.
func (n Notice) Note() string { return n.note }

// Closed tells whether nothing more is to be done.
func (n Notice) Closed() bool { return n.ClosedAt != 0 }

// Repeated tells whether the same was removed so often that the poster need not be asked again.
func (n Notice) Repeated() bool { return n.RemovedBefore || n.Earlier >= manyRemovals }

// Next is what the place has to do next, and by when; while it waits, until when.
func (n Notice) Next(now clock.Instant) (Step, clock.Instant) {
	switch {
	case n.Closed():
		return StepNone, 0
	case n.State == Received && (n.Repeated() || !n.Contactable):
		return StepRemove, n.ActDueAt
	case n.State == Received:
		return StepContact, n.ActDueAt
	case n.State == PosterStands:
		return StepTell, n.ActDueAt
	case n.Reply == NoReply && now < n.ReplyDueAt:
		return StepWait, n.ReplyDueAt
	}
	return StepRemove, n.ActDueAt
}

// Lacks lists the particulars that a notice lacks as far as a program can tell.
func (n Notice) Lacks() []string {
	var lacks []string
	for i, text := range []string{n.Name, n.Email, n.Statement, n.Why, n.Meaning, n.Wrong} {
		if text == "" {
			lacks = append(lacks, Particulars[i])
		}
	}
	if !n.Unknown {
		lacks = append(lacks, "unknown")
	}
	return lacks
}

// Due gives the end of the 48 hours that begin at a moment, in the place's time zone: weekends, Good Friday, Christmas Day
// and bank holidays do not count.
func Due(at clock.Instant, zone *time.Location) clock.Instant {
	return consultation.AfterWorkingTime(at, ActWithin, zone)
}

// ReplyDue gives the end of the time that a poster has who was written to at a moment.
func ReplyDue(at clock.Instant, zone *time.Location) clock.Instant {
	return consultation.EndOfDay(at, ReplyDays, zone)
}

// MayHandle tells whether the actor may deal with a notice, and if not, why: nobody deals with one about their own words.
func MayHandle(a people.Actor, n Notice) error {
	return moderation.MayDecide(a, n.author, n.record)
}

// MayDo tells whether a step can be taken now.
func (n Notice) MayDo(step Step) bool {
	switch step {
	case StepContact:
		return n.State == Received && n.Contactable && !n.Closed()
	case StepTell:
		return n.State == PosterStands && !n.Closed()
	case StepRemove:
		return !n.Closed()
	}
	return false
}

// known tells whether every key names a particular.
func known(keys []string) bool {
	return len(keys) > 0 && !slices.ContainsFunc(keys, func(k string) bool { return !slices.Contains(Particulars, k) })
}

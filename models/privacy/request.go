package privacy

import (
	"strconv"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// RequestKind is what somebody asks about their details.
type RequestKind string

// What can be asked.
const (
	AskCopy    RequestKind = "copy"     // what do you keep about me?
	AskCorrect RequestKind = "correct"  // something is wrong
	AskErase   RequestKind = "erase"    // remove it
	AskObject  RequestKind = "object"   // stop using it
	Complain   RequestKind = "complain" // you dealt with my details badly
)

// RequestKinds lists what can be asked, in the order in which it is shown.
var RequestKinds = []RequestKind{AskCopy, AskCorrect, AskErase, AskObject, Complain}

// RequestState is how a request stands.
type RequestState string

// The states.
const (
	RequestOpen      RequestState = "open"
	RequestDone      RequestState = "done"
	RequestPartly    RequestState = "partly"
	RequestRefused   RequestState = "refused"
	RequestWithdrawn RequestState = "withdrawn"
)

// Times that the law sets.
const (
	AckDays     = 30 // within which we say that we have a complaint, by the Data (Use and Access) Act 2025
	MonthsMore  = 2  // by which an answer may be put off once, with a reason
	ackWithin   = AckDays * 24 * time.Hour
	remindFor   = 7 * 24 * time.Hour // before something is due
	remindEvery = 24 * time.Hour
)

// Request is what somebody asked about their details.
type Request struct {
	ID             int64
	Kind           RequestKind
	Person         int64  // 0 for somebody without an account
	Name, Contact  string // as given; of somebody with an account, their name here and their email address
	Words          string
	ReceivedAt     clock.Instant
	DueAt          clock.Instant // when the answer is due
	AcknowledgedAt clock.Instant // 0 = not yet
	ExtendedAt     clock.Instant // 0 = never
	Extension      string        // why
	TakenBy        int64
	Taker          string
	Recorder       string // who typed it in; "" for the one who asks
	State          RequestState
	Outcome        string
	Decider        string
	DecidedAt      clock.Instant
}

// Open tells whether it waits for an answer.
func (r Request) Open() bool { return r.State == RequestOpen }

// AckDue is when we must have said that we have it.
func (r Request) AckDue() clock.Instant { return r.ReceivedAt.Add(ackWithin) }

// NextDue is when the next step is due: saying that we have it, or the answer.
func (r Request) NextDue() clock.Instant {
	if r.AcknowledgedAt == 0 && r.AckDue() < r.DueAt {
		return r.AckDue()
	}
	return r.DueAt
}

// Late tells whether a step should have been taken by now.
func (r Request) Late(now clock.Instant) bool { return r.Open() && r.NextDue() <= now }

// ByMail tells whether the one who asks can be mailed.
func (r Request) ByMail() bool {
	if r.Person != 0 {
		return true
	}
	_, err := people.CleanEmail(r.Contact)
	return err == nil
}

// month is the same day some months later, at the end of that day by the clocks of the place; the last day of the month
// where it has no such day, as the law counts.
func month(from clock.Instant, months int, zone *time.Location) clock.Instant {
	at := from.In(zone)
	due := time.Date(at.Year(), at.Month()+time.Month(months), 1, 0, 0, 0, 0, zone)
	last := due.AddDate(0, 1, -1).Day()
	return clock.Of(time.Date(due.Year(), due.Month(), min(at.Day(), last)+1, 0, 0, 0, 0, zone))
}

// RequestPath is the page on which an administrator deals with a request.
func RequestPath(id int64) string { return "/place/requests/" + strconv.FormatInt(id, 10) }

// MayAnswer tells whether the actor may deal with what people ask about their details, and if not, why.
func MayAnswer(a people.Actor) error {
	if !a.CanAdminister() {
		return db.Forbidden{Reason: "Only administrators can deal with what people ask about their details."}
	}
	return nil
}

// about says what was asked.
func (k RequestKind) about() say.Text {
	switch k {
	case AskCopy:
		return "a copy of what we keep about you"
	case AskCorrect:
		return "something to be corrected"
	case AskErase:
		return "your details to be removed"
	case AskObject:
		return "us to stop using your details"
	}
	return "us to look into a complaint about your details"
}

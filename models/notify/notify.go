// Package notify is what people are told about what happens to their words: on the site, in the transaction of its
// cause, and by mail soon after. A mail is put together when it is sent, from what is true then, so that nothing
// hidden in between goes out and no address waits in the queue.
package notify

import (
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/queue"
	"folkmoot/models/say"
)

// Kind says what a notice is about.
type Kind string

// The kinds of notice.
const (
	Decision     Kind = "decision"      // a moderator decided about what the person wrote
	ReportAnswer Kind = "report-answer" // a moderator decided about what the person reported
	Reply        Kind = "reply"         // somebody answered what the person wrote
	Fate         Kind = "fate"          // the editors decided what becomes of what the person wrote
	Changed      Kind = "changed"       // the terms changed of something that the person took part in
	Decided      Kind = "decided"       // something was decided that the person took part in
	Asked        Kind = "asked"         // the person is asked to do something here, as one of those who run it
	Concern      Kind = "concern"       // somebody may be at risk: for safeguarding leads, never with a word of what was said
	Sanction     Kind = "sanction"      // something was done about the person, or lifted
	Appeal       Kind = "appeal"        // somebody looked again, as the person had asked
	Complaint    Kind = "complaint"     // somebody complains formally about what the person wrote
	Mention      Kind = "mention"       // somebody named the person in what they said
	Followed     Kind = "followed"      // something was said in what the person follows: counted until it is read
	Themed       Kind = "themed"        // something said was put to a theme that they follow: counted until it is read
	NewVersion   Kind = "version"       // a chapter that they follow has a new version
	Settled      Kind = "settled"       // something that they follow is decided
	Summary      Kind = "summary"       // a summary is published, and they follow those
	Stopped      Kind = "mail-stopped"  // mail does not reach the person any more
)

// Notice is something that a person is to be told. Words stand by themselves, hold no name and nobody's contributed
// words, so that they stay right whatever is hidden or erased later.
type Notice struct {
	Person       int64
	Kind         Kind
	Contribution int64    // what it is about; 0 for none
	Words        say.Text // plain sentences
	Link         string   // a path of this site; may be empty
}

// JobMail is the kind of the job that mails a notice. Its payload is a Mailing.
const JobMail = "notice"

// Mailing names the notice that a job is to mail.
type Mailing struct {
	Notice int64
	Answer int64 `json:",omitempty"` // the newest answer that it tells of, so that a later mail of the same notice is another one
}

// Tell adds a notice inside the command that is its cause and gives its id; with mail, the person gets it by mail
// too, at once or in a round-up as they chose, where they have an address that is known to be theirs.
func Tell(tx *db.Tx, n Notice, mail bool) (int64, error) {
	id, err := people.Tell(tx, n.Person, string(n.Kind), n.Contribution, n.Words, n.Link)
	if err != nil || !mail {
		return id, err
	}
	return id, send(tx, n, id, tx.Now())
}

// send sends a notice on its way as its person chose, the mail at once at a moment.
func send(tx *db.Tx, n Notice, id int64, at clock.Instant) error {
	how := Now
	if about := n.Kind.about(); about != "" {
		var err error
		if how, err = wish(tx.Context(), tx, n.Person, about); err != nil {
			return err
		}
	}
	switch how {
	case Now:
		return queue.EnqueueAt(tx, JobMail, mailKey(id), at, Mailing{Notice: id})
	case Daily, Weekly:
		return roundUp(tx, how, []int64{id}, "")
	}
	return nil
}

// Permalink is the path of a contribution's own address.
func Permalink(contribution int64) string {
	return "/contributions/" + strconv.FormatInt(contribution, 10)
}

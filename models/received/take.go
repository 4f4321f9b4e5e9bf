package received

import (
	"context"
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// Outcome is what became of a mail.
type Outcome string

// The outcomes.
const (
	Posted   Outcome = "posted"   // its words are on the site, or wait there for a moderator
	Returned Outcome = "returned" // not posted; its writer was told why, and has their words back
	Refused  Outcome = "refused"  // not from whom it says, or not to be read: nobody is told, since nobody is known to have sent it
	Ignored  Outcome = "ignored"  // sent by a machine, or one of too many
)

// Result is what became of a mail, and why: a word for the log, never one of the mail's.
type Result struct {
	Outcome      Outcome
	Why          string
	Contribution int64
}

// NoSuchAddress tells of a mail to an address that we never made, which its mail server is to refuse.
func (r Result) NoSuchAddress() bool { return r.Why == whyUnknown }

// Unreadable tells of a mail past the bounds, or of none at all.
func (r Result) Unreadable() bool { return r.Why == whyUnreadable }

// Why a mail was not posted.
const (
	whyUnknown    = "no-such-address"
	whyUnreadable = "unreadable"
	whyOther      = "not-their-address"
	whyForged     = "forged"
	whyMany       = "too-many"
	whyOld        = "too-old"
	whyEmpty      = "no-words"
	whyRule       = "rule"
	whyHold       = "on-hold"
	whyBounce     = "bounce"
	whyNoBounce   = "no-bounce"
)

// Bounds on what comes from one person.
const (
	mailsAnHour   = 30 // that are posted
	lettersAnHour = 5  // that we write back
)

// Incoming is a mail as a mail server hands it over.
type Incoming struct {
	Raw      []byte
	To       string // whom it is to, as the mail server says; empty where it does not
	NoSender bool   // its envelope names no sender, as that of a mail that comes back
}

// Letter is what we write back to the writer of an answer.
type Letter struct {
	Name   string   // the person's
	Why    say.Text // it was not posted; empty where it was
	Words  string   // theirs, where they were not posted
	Held   bool     // a moderator reads it first
	Files  int      // pictures and documents that were left out
	Link   string   // a path of this site, to go on
	Locale string   // the language that the person chose; empty for the place's
}

// Store does what mail that came in asks for.
type Store struct {
	DB          *db.DB
	People      *people.Store
	Discussions *discussion.Store
	Guides      *guide.Store
	Reader      Reader
	BaseURL     *url.URL // of this site
	// Compose writes a letter, outside of any transaction.
	Compose func(context.Context, Letter) (people.Writing, error)
}

// writer is the person that an address was made for.
type writer struct {
	id      int64
	name    string
	email   string
	locale  string
	state   people.State
	stopped bool // no mail is sent to them
}

// mailIn is a mail while it is taken.
type mailIn struct {
	Mail
	writer writer
}

// Take takes a mail: an answer is posted as if it had been typed, a mail that came back is noted. Taken twice, it is
// posted once, and the same is told of it. An error is ours and passes: the mail is to be handed over again later.
func (s *Store) Take(ctx context.Context, in Incoming) (Result, error) {
	mail, refused := s.Reader.Open(in, s.DB.Clock.Now())
	if refused.Outcome != "" {
		return refused, nil
	}
	return s.Do(ctx, mail)
}

// Do is Take for a mail that was opened already.
func (s *Store) Do(ctx context.Context, mail Mail) (Result, error) {
	m := mailIn{Mail: mail}
	before, err := s.before(ctx, m.Digest)
	if err != nil || before.Outcome != "" {
		return before, err
	}
	if m.writer, err = s.whose(ctx, m.Token); err != nil {
		return Result{}, err
	}
	switch {
	case m.Token.Purpose == ToReturn:
		return s.cameBack(ctx, m)
	case m.writer.email == "" || m.From != m.writer.email:
		return s.noteSome(ctx, m, Result{Outcome: Refused, Why: whyOther})
	case m.Automatic != "":
		return s.noteSome(ctx, m, Result{Outcome: Ignored, Why: m.Automatic})
	case m.Forged:
		return s.noteSome(ctx, m, Result{Outcome: Refused, Why: whyForged})
	}
	return s.answer(ctx, m)
}

// noteSome is note for what somebody else than the person may have sent, which leaves no more than so much behind.
func (s *Store) noteSome(ctx context.Context, m mailIn, r Result) (Result, error) {
	err := s.People.Allow(ctx, "mail-other:"+itoa(m.Token.Person), mailsAnHour, time.Hour)
	if errors.As(err, new(db.Limited)) {
		return r, nil
	}
	if err != nil {
		return Result{}, err
	}
	return s.note(ctx, m, r, nil)
}

// before reads what became of a mail that was taken already.
func (s *Store) before(ctx context.Context, digest []byte) (r Result, err error) {
	err = db.Each(ctx, s.DB, func(row db.Row) error { return row.Scan(&r.Outcome, &r.Why, &r.Contribution) },
		"SELECT outcome, why, COALESCE(contribution_id, 0) FROM received_mails WHERE digest = ?", digest)
	return r, err
}

// whose finds the person of an address. A mail may come back, too, from an address that nobody has shown yet to be theirs.
func (s *Store) whose(ctx context.Context, token Token) (w writer, err error) {
	var until clock.Instant
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		return r.Scan(&w.id, &w.name, &w.email, &w.locale, &w.state, &until, &w.stopped)
	}, `SELECT id, public_name, email, language, state, COALESCE(suspended_until, 0), mail_stopped_at IS NOT NULL
		FROM people WHERE id = ? AND email IS NOT NULL AND (email_verified_at IS NOT NULL OR ?)`, token.Person, token.Purpose == ToReturn)
	if w.state == people.Suspended && until != 0 && until <= s.DB.Clock.Now() {
		w.state = people.Active
	}
	return w, err
}

// cameBack notes that a mail of ours could not be delivered; for good, and no more is sent to its person.
func (s *Store) cameBack(ctx context.Context, m mailIn) (Result, error) {
	if m.TooOld || m.writer.email == "" || !slices.Contains(m.Failed, m.writer.email) {
		return s.noteSome(ctx, m, Result{Outcome: Ignored, Why: whyNoBounce})
	}
	return s.note(ctx, m, Result{Outcome: Ignored, Why: whyBounce}, func(tx *db.Tx) error {
		return notify.StopMail(tx, m.writer.id, m.writer.email)
	})
}

// note keeps what became of a mail, once, together with what follows from it.
func (s *Store) note(ctx context.Context, m mailIn, r Result, then func(tx *db.Tx) error) (Result, error) {
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`INSERT INTO received_mails (digest, person_id, contribution_id, outcome, why, received_at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (digest) DO NOTHING`, m.Digest, db.Null(m.writer.id), db.Null(r.Contribution), r.Outcome, r.Why, tx.Now())
		if err != nil || n == 0 || then == nil {
			return err
		}
		return then(tx)
	})
	return r, err
}

// ours finds addresses in words, so that those of ours are never posted: who has one could answer with it.
var ours = regexp.MustCompile(`[A-Za-z0-9.+_=-]{1,64}@[A-Za-z0-9.-]{1,255}`)

// turnOff finds the links of our mails that turn them off without signing in.
var turnOff = regexp.MustCompile(`https?://[^\s<>()]{1,255}/unsubscribe/[^\s<>()]+`)

// scrubbed leaves out of words the addresses that we made and the links of our mails, which are for their person alone.
func (s *Store) scrubbed(words string) string {
	words = ours.ReplaceAllStringFunc(words, func(address string) string {
		if s.Reader.Addresses.Ours(strings.TrimRight(address, ".")) {
			return ""
		}
		return address
	})
	words = turnOff.ReplaceAllString(words, "")
	var kept []string
	for line := range strings.SplitSeq(words, "\n") {
		if strings.HasPrefix(line, ">") && strings.Contains(line, s.BaseURL.Host) && strings.Contains(line, "://") {
			continue
		}
		kept = append(kept, line)
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

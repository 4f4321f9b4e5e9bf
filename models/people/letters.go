package people

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/queue"
)

// LetterKind says which mail about an account it is.
type LetterKind string

// The letters.
const (
	LetterSignIn          LetterKind = "sign-in"          // a link to sign in with
	LetterJoin            LetterKind = "join"             // a link to join with
	LetterJoinKnown       LetterKind = "join-known"       // they asked to join and have an account: a link to sign in with
	LetterNobody          LetterKind = "nobody"           // they asked to sign in and nobody has joined with this address
	LetterSuspended       LetterKind = "suspended"        // their account may not be used just now
	LetterNewEmail        LetterKind = "new-email"        // a link that proves a new address
	LetterEmailTaken      LetterKind = "email-taken"      // somebody wanted to change to this address, which has an account
	LetterEmailChanged    LetterKind = "email-changed"    // told to the old address
	LetterPasswordChanged LetterKind = "password-changed" // told after it was done
	LetterReset           LetterKind = "reset"            // a link to set a new password with
	LetterAgreeEmail      LetterKind = "agree-email"      // to the old address: may the account have another one?
	LetterEmailWaits      LetterKind = "email-waits"      // to the old address: it changes in a week unless they stop it
	LetterNewDevice       LetterKind = "new-device"       // somebody signed in with a browser that was not seen before
	LetterShutOut         LetterKind = "shut-out"         // whoever signed in was shut out, as they asked
	LetterSecondOn        LetterKind = "second-on"        // an app was set up
	LetterSecondOff       LetterKind = "second-off"       // the second step was taken off
	LetterRecoveryUsed    LetterKind = "recovery-used"    // somebody came in with a recovery code
	LetterRecoveryNew     LetterKind = "recovery-new"     // new recovery codes were made
	LetterPasskeyNew      LetterKind = "passkey-new"      // a passkey was added
	LetterPasskeyGone     LetterKind = "passkey-gone"     // a passkey was taken off
	LetterIdentityNew     LetterKind = "identity-new"     // another service was tied to the account
	LetterIdentityGone    LetterKind = "identity-gone"    // it was taken off
)

// Letter is what a mail about an account must say.
type Letter struct {
	Kind  LetterKind
	Name  string // the person's; empty where it is not known
	Link  string // absolute; where there is nothing to confirm, the page to go on with
	Start string // absolute: the page that shows newcomers round
	Valid int    // minutes for which the link works; 0 where it is no secret

	Person   int64  // whose account it is about; 0 where that is not known yet
	Language string // that they chose, a BCP 47 tag; "" for that of the page on which it was caused

	Device string // the browser that it tells of: "Firefox on Windows"
}

// Writing is a letter in words.
type Writing struct{ Subject, Text, HTML string }

// letter is one mail, written and ready to be enqueued. Its fields are those of the job's payload.
type letter struct {
	To, ToName, Subject, Text, HTML, MessageID string
}

// write composes a letter, outside of any transaction. Where it is known who reads it, it is in their language.
func (s *Store) write(ctx context.Context, to, toName string, l Letter) (letter, error) {
	if s.compose == nil {
		return letter{}, errors.New("nobody writes the letters: people.Options.Compose is not set")
	}
	if l.Person != 0 {
		var err error
		if l.Language, err = LanguageOf(ctx, s.db, l.Person); err != nil {
			return letter{}, err
		}
	}
	l.Start = s.link("/start")
	w := s.compose(ctx, l)
	return letter{To: to, ToName: toName, Subject: w.Subject, Text: w.Text, HTML: w.HTML, MessageID: s.messageID()}, nil
}

// messageID makes the id that a mail keeps however often it is tried.
func (s *Store) messageID() string {
	var b [16]byte
	rand.Read(b[:])
	return MessageID(base64.RawURLEncoding.EncodeToString(b[:]), s.baseURL)
}

// MessageID is the id of a mail, left@right without angle brackets, from a name of the mail of letters, digits, "-"
// and "_" and the address of the site. The address of a site that has no name, such as [::1], is written with dots.
func MessageID(name string, site *url.URL) string {
	host := strings.Map(func(r rune) rune {
		switch {
		case r == ':' || r == '%':
			return '.'
		case r == '-' || r == '.' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
			return r
		}
		return -1
	}, site.Hostname())
	if host = strings.Join(strings.FieldsFunc(host, func(r rune) bool { return r == '.' }), "."); host == "" {
		host = "localhost"
	}
	return name + "@" + host
}

// post puts a letter in the outbox, in the transaction of its cause.
func (l letter) post(tx *db.Tx) error { return queue.Enqueue(tx, "mail", l) }

// link makes an absolute address from a path of ours.
func (s *Store) link(path string) string { return strings.TrimSuffix(s.baseURL.String(), "/") + path }

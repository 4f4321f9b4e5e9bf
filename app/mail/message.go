// Package mail sends mail: to a mail server, or to the log while trying things out.
package mail

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Message is one mail to one person.
type Message struct {
	To      string // the bare email address
	ToName  string // may be empty
	Subject string
	Text    string // the plain text, always there
	HTML    string // the same words as HTML; may be empty

	MessageID  string            // left@right, chosen by the caller so that a second try is the same mail
	InReplyTo  string            // a message id, or empty
	References string            // message ids with spaces between, or empty
	Headers    map[string]string // further headers, such as List-Unsubscribe

	ReplyTo string // the bare address that answers go to; empty: the sender's
	Bounces string // the bare address that the envelope names, to which mail comes back; empty: the sender's
}

// Sender sends a message. A nil error means that it was taken over for delivery.
// IsPermanent tells of an error whether trying again is useless.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Error is a message that was not sent.
type Error struct {
	Permanent bool // trying again is useless
	Code      int  // the mail server's reply, such as 550; 0 where it gave none
	Recipient bool // it refused the person's address for good: no other mail reaches them either
	err       error
}

// Error says what went wrong, without the address of the person.
func (e *Error) Error() string { return e.err.Error() }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.err }

// IsPermanent tells whether err says that trying again is useless.
func IsPermanent(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Permanent
}

// IsRefusal tells whether err says that no mail reaches the person any more.
func IsRefusal(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Recipient
}

// ours are the headers that Send writes itself; a caller cannot set them.
var ours = map[string]bool{
	"from": true, "to": true, "cc": true, "bcc": true, "subject": true, "date": true, "sender": true,
	"reply-to": true, "message-id": true, "in-reply-to": true, "references": true, "mime-version": true, "return-path": true,
	"content-type": true, "content-transfer-encoding": true, "content-disposition": true,
}

// check refuses a message that is not whole, or that would smuggle in a header or a second recipient.
// Such an error is permanent.
func (m Message) check() error {
	if err := m.faults(); err != nil {
		return &Error{Permanent: true, err: fmt.Errorf("the mail cannot be sent as it is: %w", err)}
	}
	return nil
}

func (m Message) faults() error {
	address, err := netmail.ParseAddress(m.To)
	if err != nil || address.Address != m.To || hasControl(m.To) {
		return errors.New("its recipient is not one email address")
	}
	for name, address := range map[string]string{"ReplyTo": m.ReplyTo, "Bounces": m.Bounces} {
		parsed, err := netmail.ParseAddress(address)
		if address != "" && (err != nil || parsed.Address != address || hasControl(address)) {
			return fmt.Errorf("its %s is not one email address", name)
		}
	}
	if strings.TrimSpace(m.Text) == "" {
		return errors.New("it has no text")
	}
	for name, id := range map[string]string{"MessageID": m.MessageID, "InReplyTo": m.InReplyTo} {
		if !isMessageID(id) && (id != "" || name == "MessageID") {
			return fmt.Errorf("its %s is not a message id", name)
		}
	}
	for _, id := range strings.Split(m.References, " ") {
		if m.References != "" && !isMessageID(id) {
			return errors.New("its References are not message ids")
		}
	}
	if hasControl(m.Subject) || hasControl(m.ToName) {
		return errors.New("its subject or name has a line break or a control character")
	}
	for name, value := range m.Headers {
		if !isHeaderName(name) || ours[strings.ToLower(name)] {
			return fmt.Errorf("it may not set the header %q", name)
		}
		if hasControl(value) {
			return fmt.Errorf("its header %s has a line break or a control character", name)
		}
	}
	return nil
}

// hasControl tells whether a text could end a header line, or is no text at all.
func hasControl(text string) bool {
	return !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
}

func isHeaderName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// isMessageID tells whether a text is left@right in printable ASCII, without the angle brackets.
func isMessageID(id string) bool {
	left, right, ok := strings.Cut(id, "@")
	return ok && left != "" && right != "" && !strings.ContainsFunc(id, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(`<>()[]\,;:"`, r)
	}) && !strings.Contains(right, "@")
}

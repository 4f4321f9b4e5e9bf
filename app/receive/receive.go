// Package receive is the ways in for mail: a mail server hands it over by a pipe or by LMTP, or it is fetched from a
// mailbox.
package receive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/received"
)

// What a mail server is told by the program that it pipes a mail into (sysexits.h).
const (
	Done       = 0  // it is taken, or is to be forgotten
	Malformed  = 65 // EX_DATAERR: no mail, or too large a one; it goes back
	NoSuchUser = 67 // EX_NOUSER: nobody has this address; it goes back
	TryLater   = 75 // EX_TEMPFAIL: the fault is ours and passes; it is handed over again
)

// Status is how the program ends, other than well.
type Status struct {
	Code  int
	Cause error
}

// Error says why.
func (s Status) Error() string { return s.Cause.Error() }

// Unwrap gives the cause.
func (s Status) Unwrap() error { return s.Cause }

// takeTime is how long it may take to open a mail and leave it to the site.
const takeTime = time.Minute

// Desk leaves mail to the running site.
type Desk struct {
	DB     *db.DB
	Reader received.Reader
}

// Leave opens a mail and leaves it to the site. Its error is one of ours, which passes.
func (d Desk) Leave(ctx context.Context, in received.Incoming) (received.Result, error) {
	ctx, cancel := context.WithTimeout(ctx, takeTime)
	defer cancel()
	mail, refused := d.Reader.Open(in, d.DB.Clock.Now())
	if refused.Outcome != "" {
		return refused, nil
	}
	return received.Result{}, received.Later(ctx, d.DB, mail)
}

// Pipe takes the one mail that a mail server writes. The recipient is the one given, else as the mail server's
// environment says, else as the mail itself does. Any error is a Status.
func Pipe(ctx context.Context, desk Desk, mail io.Reader, recipient string, environ map[string]string) error {
	raw, err := io.ReadAll(io.LimitReader(mail, received.MaxMail+1))
	if err != nil {
		return Status{TryLater, fmt.Errorf("read the mail: %w", err)}
	}
	in := received.Incoming{Raw: raw, To: recipient, NoSender: environ["SENDER"] == "MAILER-DAEMON" || environ["SENDER"] == "<>"}
	if in.To == "" {
		in.To = delivered(environ)
	}
	result, err := desk.Leave(ctx, in)
	switch {
	case err != nil:
		return Status{TryLater, fmt.Errorf("the mail could not be left to the site: %w", err)}
	case result.NoSuchAddress():
		return Status{NoSuchUser, errors.New("no such address, or one that has expired long ago")}
	case result.Unreadable():
		return Status{Malformed, errors.New("this is no mail, or a larger one than we take")}
	}
	return nil
}

// delivered is whom a mail server says that a mail is to: Postfix as ORIGINAL_RECIPIENT, Exim as LOCAL_PART and the rest.
func delivered(environ map[string]string) string {
	for _, name := range []string{"ORIGINAL_RECIPIENT", "RECIPIENT"} {
		if strings.Contains(environ[name], "@") {
			return environ[name]
		}
	}
	if environ["LOCAL_PART"] != "" && environ["DOMAIN"] != "" {
		return environ["LOCAL_PART_PREFIX"] + environ["LOCAL_PART"] + environ["LOCAL_PART_SUFFIX"] + "@" + environ["DOMAIN"]
	}
	return ""
}

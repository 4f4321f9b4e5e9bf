package mail

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
)

// Log writes messages where a person trying the program out can read them, in place of sending
// them. Sign-in links stand in it in full, so it is not for a place that is open to the public.
type Log struct {
	mu sync.Mutex
	w  io.Writer
}

// NewLog makes a sender that writes to w.
func NewLog(w io.Writer) *Log { return &Log{w: w} }

var link = regexp.MustCompile(`https?://[^\s<>"]+`)

// Send writes the message, with its first link on a line of its own.
func (l *Log) Send(_ context.Context, m Message) error {
	if err := m.check(); err != nil {
		return err
	}
	var page strings.Builder
	fmt.Fprintf(&page, "---- mail to %s: %s\n", m.To, m.Subject)
	if found := link.FindString(m.Text); found != "" {
		fmt.Fprintf(&page, "     link: %s\n", found)
	}
	for _, row := range strings.Split(strings.TrimSpace(m.Text), "\n") {
		fmt.Fprintf(&page, "     | %s\n", strings.TrimRight(row, "\r"))
	}
	page.WriteString("---- end of mail\n")

	l.mu.Lock()
	defer l.mu.Unlock()
	if _, err := io.WriteString(l.w, page.String()); err != nil {
		return &Error{err: fmt.Errorf("write the mail to the log: %w", err)}
	}
	return nil
}

package main

import (
	"errors"
	"log/slog"
	"strings"

	"folkmoot/app/receive"
	"folkmoot/models/received"
)

// Replies is how mail comes in; the zero value is not at all.
type Replies struct {
	Pattern string           // of the addresses that mail is answered at; empty where it cannot be
	Checked string           // the name of the mail server whose findings about senders are believed; empty for none
	Mailbox *receive.Mailbox // where mail is fetched from; nil for none
}

func parseReplies(raw environment, wrong *settingsError) Replies {
	r := Replies{Pattern: raw.MailReplies, Checked: strings.TrimSpace(raw.MailCheckedBy)}
	if r.Pattern != "" {
		_, _, _, err := received.CutPattern(r.Pattern)
		wrong.check("FOLKMOOT_MAIL_REPLIES", err)
	}
	var err error
	r.Mailbox, err = receive.ParseMailbox(raw.Mailbox)
	wrong.check("FOLKMOOT_MAILBOX", err)
	if r.Pattern == "" && (r.Mailbox != nil || r.Checked != "") {
		wrong.check("FOLKMOOT_MAIL_REPLIES", errors.New("is not set, so no mail has an address to answer at; set it to a pattern like talk+*@example.org"))
	}
	return r
}

// reader makes what opens mail that comes in; its Addresses are nil where mail cannot be answered.
func (c *Config) reader(log *slog.Logger) (received.Reader, error) {
	r := received.Reader{Trusted: c.Replies.Checked, Home: received.HomeOf(c.BaseURL)}
	if c.Replies.Pattern == "" {
		return r, nil
	}
	key, err := c.registerKey(log)
	if err != nil {
		return r, err
	}
	r.Addresses, err = received.NewAddresses(key, c.Replies.Pattern)
	return r, err
}

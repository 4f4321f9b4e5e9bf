package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

const (
	stepTimeout    = 10 * time.Second // for each step of the conversation with the server
	messageTimeout = 30 * time.Second // for one message, from connecting to the server's last word
)

// SMTP hands messages to a mail server, one connection a message. It is safe for concurrent use.
type SMTP struct {
	server  Server
	from    netmail.Address
	roots   *tls.Config   // nil trusts the computer's certificates
	dialTo  string        // empty connects to the server's own address; set by tests
	timeout time.Duration // for one message
}

// NewSMTP makes a sender of mail from an address through a server.
func NewSMTP(server Server, from netmail.Address) *SMTP {
	return &SMTP{server: server, from: from, timeout: messageTimeout}
}

// Send hands the message over. A refusal that no second try would change (a 5xx reply to the
// message or its recipient) is permanent; anything else, a refused sign-in too, may mend.
// Where the server took the message and then fell silent, the message counts as sent.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	if err := m.check(); err != nil {
		return err
	}
	letter, err := s.letter(m)
	if err != nil {
		return &Error{Permanent: true, err: fmt.Errorf("the mail cannot be sent as it is: %w", err)}
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	line := &line{server: s.server, roots: s.tlsConfig(), dialTo: s.dialTo}
	defer line.close()
	// Closing the connection is the only way to interrupt a conversation that hangs.
	defer context.AfterFunc(ctx, line.close)()

	client, err := gomail.NewClient(s.server.Host, s.options(line)...)
	if err != nil {
		return &Error{err: fmt.Errorf("prepare the mail client: %w", err)}
	}
	conversation, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return &Error{err: fmt.Errorf("reach the mail server %s: %w", s.server, first(ctx.Err(), err))}
	}
	err = client.SendWithSMTPClient(conversation, letter)
	if letter.IsDelivered() {
		// Saying goodbye is a courtesy; what it comes to changes nothing.
		_ = client.CloseWithSMTPClient(conversation)
		return nil
	}
	return classify(ctx, s.server, err)
}

// options sets up the client. Signing in happens over TLS only, except on this computer.
func (s *SMTP) options(l *line) []gomail.Option {
	policy := gomail.TLSOpportunistic
	if s.server.User != "" && !s.server.isLocal() {
		policy = gomail.TLSMandatory
	}
	options := []gomail.Option{
		gomail.WithPort(s.server.Port),
		gomail.WithTimeout(min(stepTimeout, s.timeout)),
		gomail.WithTLSPolicy(policy),
		gomail.WithTLSConfig(s.tlsConfig()),
		gomail.WithDialContextFunc(l.dial),
		gomail.WithoutNoop(),
	}
	if s.server.TLS {
		options = append(options, gomail.WithSSL())
	}
	if s.server.User != "" {
		options = append(options, gomail.WithUsername(s.server.User), gomail.WithPassword(s.server.password),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1,
				gomail.SMTPAuthPlain, gomail.SMTPAuthLogin))
	}
	return options
}

func (s *SMTP) tlsConfig() *tls.Config {
	config := &tls.Config{}
	if s.roots != nil {
		config = s.roots.Clone()
	}
	config.ServerName, config.MinVersion = s.server.Host, tls.VersionTLS12
	return config
}

// letter writes the message in the form of the mail library.
func (s *SMTP) letter(m Message) (*gomail.Msg, error) {
	letter := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := letter.FromFormat(s.from.Name, s.from.Address); err != nil {
		return nil, errors.New("its sender is not an email address")
	}
	if err := letter.AddToFormat(m.ToName, m.To); err != nil {
		return nil, errors.New("its recipient is not an email address")
	}
	if m.ReplyTo != "" {
		if err := letter.ReplyTo(m.ReplyTo); err != nil {
			return nil, errors.New("the address to answer to is not an email address")
		}
	}
	if m.Bounces != "" {
		if err := letter.EnvelopeFrom(m.Bounces); err != nil {
			return nil, errors.New("the address that it comes back to is not an email address")
		}
	}
	letter.SetMessageIDWithValue(m.MessageID)
	letter.SetDate()
	letter.Subject(m.Subject)
	if m.InReplyTo != "" {
		letter.SetGenHeader(gomail.HeaderInReplyTo, "<"+m.InReplyTo+">")
	}
	if m.References != "" {
		letter.SetGenHeader(gomail.HeaderReferences, bracketed(m.References))
	}
	for name, value := range m.Headers {
		letter.SetGenHeader(gomail.Header(name), value)
	}
	letter.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		letter.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return letter, nil
}

// classify decides whether another try can help.
func classify(ctx context.Context, server Server, err error) error {
	result := &Error{err: fmt.Errorf("the mail server %s did not take the mail: %w", server, first(ctx.Err(), err))}
	var refused *gomail.SendError
	switch {
	case !errors.As(err, &refused):
	case refused.ErrorCode() > 0:
		result.Code = refused.ErrorCode()
		result.Permanent = result.Code >= 500
		result.Recipient = refusesRecipient(refused)
		// The library's own text names the recipient, who has no place in a log.
		result.err = fmt.Errorf("the mail server %s answered %d: %s", server, result.Code, refused.Reason)
	default:
		result.err = fmt.Errorf("the mail server %s did not take the mail: %w", server, first(ctx.Err(), errors.New(refused.Reason.String())))
	}
	return result
}

// refusesRecipient tells whether a server refused an address for good: there is no such mailbox, or it takes no mail. What
// it refuses by a rule of its own, such as passing mail on at all, says nothing about the person.
func refusesRecipient(refused *gomail.SendError) bool {
	status := refused.EnhancedStatusCode()
	switch {
	case refused.ErrorCode() < 550 || refused.ErrorCode() > 559:
		return false
	case strings.HasPrefix(status, "5.1.") && status != "5.1.7" && status != "5.1.8": // those two are about the sender
		return true
	case strings.HasPrefix(status, "5.2.1"):
		return true
	}
	return status == "" && refused.Reason == gomail.ErrSMTPRcptTo && (refused.ErrorCode() == 550 || refused.ErrorCode() == 551 || refused.ErrorCode() == 553)
}

// first gives the first error there is.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// post is a mail server in this process that does what the test asks of it.
type post struct {
	t        *testing.T
	atMail   error
	atRcpt   error
	atData   error
	drop     bool          // cut the line in the middle of DATA
	dropRcpt bool          // cut the line when the recipient is named
	silent   bool          // cut the line after the mail was taken
	slow     time.Duration // wait before the answer to DATA
	password string        // ask for this password, from the user "talk"

	mu      sync.Mutex
	letters []string
	signed  int
}

type session struct {
	post *post
	conn *smtp.Conn
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

func (s *session) Mail(string, *smtp.MailOptions) error { return s.post.atMail }
func (s *session) Rcpt(string, *smtp.RcptOptions) error {
	if s.post.dropRcpt {
		return s.conn.Conn().Close()
	}
	return s.post.atRcpt
}

func (s *session) Data(r io.Reader) error {
	if s.post.drop {
		_, _ = io.ReadFull(r, make([]byte, 20))
		return s.conn.Conn().Close()
	}
	letter, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	time.Sleep(s.post.slow)
	if s.post.atData != nil {
		return s.post.atData
	}
	s.post.mu.Lock()
	s.post.letters = append(s.post.letters, string(letter))
	s.post.mu.Unlock()
	if s.post.silent {
		time.AfterFunc(50*time.Millisecond, func() { s.conn.Conn().Close() })
	}
	return nil
}

func (s *session) AuthMechanisms() []string {
	if s.post.password == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "talk" || password != s.post.password {
			return smtp.ErrAuthFailed
		}
		s.post.mu.Lock()
		s.post.signed++
		s.post.mu.Unlock()
		return nil
	}), nil
}

// start opens the server and gives a sender that knows it. A nil identity means no TLS.
func (p *post) start(identity *tls.Config, implicitTLS bool) *SMTP {
	p.t.Helper()
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{post: p, conn: c}, nil
	}))
	server.Domain, server.AllowInsecureAuth = "localhost", true
	server.ErrorLog = quiet{}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		p.t.Fatal(err)
	}
	address := listener.Addr().(*net.TCPAddr)
	if implicitTLS {
		listener = tls.NewListener(listener, identity)
	} else {
		server.TLSConfig = identity
	}
	go func() { _ = server.Serve(listener) }()
	p.t.Cleanup(func() { server.Close() })

	to := Server{Host: "127.0.0.1", Port: address.Port, TLS: implicitTLS}
	if p.password != "" {
		to.User, to.password = "talk", p.password
	}
	sender := NewSMTP(to, netmail.Address{Name: "Our Society in Dudley", Address: "no-reply@talk.example.org"})
	sender.timeout = 5 * time.Second
	return sender
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func letter() Message {
	return Message{
		To: "mo@example.org", ToName: "Mö Bläck", Subject: "Sign in – Our Society",
		Text: "Hello Mö,\n\nopen https://talk.example.org/sign-in?t=abc\n.\nThank you",
		HTML: "<p>Hello Mö</p>", MessageID: "42.abc@talk.example.org",
		InReplyTo: "41@talk.example.org", References: "40@talk.example.org 41@talk.example.org",
		Headers: map[string]string{"Auto-Submitted": "auto-generated", "List-Unsubscribe": "<https://talk.example.org/stop/1>"},
	}
}

func TestSMTPDelivers(t *testing.T) {
	p := &post{t: t}
	if err := p.start(nil, false).Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
	if len(p.letters) != 1 {
		t.Fatalf("%d mails arrived", len(p.letters))
	}
	m, err := netmail.ReadMessage(strings.NewReader(p.letters[0]))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Message-Id":       "<42.abc@talk.example.org>",
		"In-Reply-To":      "<41@talk.example.org>",
		"References":       "<40@talk.example.org> <41@talk.example.org>",
		"Auto-Submitted":   "auto-generated",
		"List-Unsubscribe": "<https://talk.example.org/stop/1>",
		"From":             `"Our Society in Dudley" <no-reply@talk.example.org>`,
		"Bcc":              "",
	} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if to, err := m.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Name != "Mö Bläck" || to[0].Address != "mo@example.org" {
		t.Errorf("To is %v (%v)", to, err)
	}
	if kind := m.Header.Get("Content-Type"); !strings.HasPrefix(kind, "multipart/alternative") {
		t.Errorf("Content-Type is %q", kind)
	}
}

func TestSMTPClassifiesRefusals(t *testing.T) {
	reply := func(code int) error { return &smtp.SMTPError{Code: code, Message: "no, mo@example.org"} }
	status := func(class, subject, detail int) error {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{class, subject, detail}, Message: "no, mo@example.org"}
	}
	gone := map[string]bool{"no such mailbox": true, "a mailbox that takes none": true}
	tests := []struct {
		name      string
		post      *post
		code      int
		permanent bool
	}{
		{"451 for the recipient", &post{atRcpt: reply(451)}, 451, false},
		{"550 for the recipient", &post{atRcpt: reply(550)}, 550, true},
		{"421 for the sender", &post{atMail: reply(421)}, 421, false},
		{"553 for the sender", &post{atMail: reply(553)}, 553, true},
		{"452 for the text", &post{atData: reply(452)}, 452, false},
		{"554 for the text", &post{atData: reply(554)}, 554, true},
		{"no such mailbox", &post{atRcpt: status(5, 1, 1)}, 550, true},
		{"a mailbox that takes none", &post{atData: status(5, 2, 1)}, 550, true},
		{"no passing on", &post{atRcpt: status(5, 7, 1)}, 550, true},
		{"dropped in the middle of DATA", &post{drop: true}, 0, false},
		{"dropped when the recipient is named", &post{dropRcpt: true}, 0, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := test.post
			p.t = t
			err := p.start(nil, false).Send(t.Context(), letter())
			var refused *Error
			if !errors.As(err, &refused) {
				t.Fatalf("got %v", err)
			}
			if refused.Code != test.code || refused.Permanent != test.permanent || IsPermanent(err) != test.permanent {
				t.Errorf("code %d, permanent %v, want %d, %v: %v", refused.Code, refused.Permanent, test.code, test.permanent, err)
			}
			if IsRefusal(err) != gone[test.name] {
				t.Errorf("no mail reaches the person any more: %v, want %v", IsRefusal(err), gone[test.name])
			}
			if strings.Contains(err.Error(), "mo@example.org") {
				t.Errorf("the error names the person: %v", err)
			}
			if len(p.letters) != 0 {
				t.Errorf("%d mails arrived", len(p.letters))
			}
		})
	}
}

func TestSMTPCountsATakenMailAsSent(t *testing.T) {
	p := &post{t: t, silent: true}
	if err := p.start(nil, false).Send(t.Context(), letter()); err != nil {
		t.Errorf("the mail was taken, yet: %v", err)
	}
}

func TestSMTPGivesUpOnASlowServer(t *testing.T) {
	p := &post{t: t, slow: 2 * time.Second}
	sender := p.start(nil, false)
	sender.timeout = 300 * time.Millisecond
	err := sender.Send(t.Context(), letter())
	if err == nil || IsPermanent(err) {
		t.Errorf("got %v, want an error that may mend", err)
	}
}

func TestSMTPStopsWithItsContext(t *testing.T) {
	// A server that accepts a connection and never says a word.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	sender := NewSMTP(Server{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port}, netmail.Address{Address: "a@example.org"})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- sender.Send(ctx, letter()) }()
	select {
	case err := <-done:
		if !errors.Is(err, context.DeadlineExceeded) || IsPermanent(err) {
			t.Errorf("got %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("it hangs on a silent server")
	}
}

func TestSMTPServerIsDown(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	err = NewSMTP(Server{Host: "127.0.0.1", Port: port}, netmail.Address{Address: "a@example.org"}).Send(t.Context(), letter())
	if err == nil || IsPermanent(err) {
		t.Errorf("got %v, want an error that may mend", err)
	}
}

// identity gives a certificate for 127.0.0.1 and a configuration that trusts it.
func identity(t *testing.T) (server, client *tls.Config) {
	web := httptest.NewUnstartedServer(nil)
	web.StartTLS()
	t.Cleanup(web.Close)
	pool := x509.NewCertPool()
	pool.AddCert(web.Certificate())
	return &tls.Config{Certificates: web.TLS.Certificates}, &tls.Config{RootCAs: pool}
}

func TestSMTPSignsInOverTLS(t *testing.T) {
	for name, implicit := range map[string]bool{"STARTTLS": false, "TLS from the first byte": true} {
		t.Run(name, func(t *testing.T) {
			theirs, ours := identity(t)
			p := &post{t: t, password: "hunter2/@"}
			sender := p.start(theirs, implicit)
			sender.roots = ours
			if err := sender.Send(t.Context(), letter()); err != nil {
				t.Fatal(err)
			}
			if p.signed != 1 || len(p.letters) != 1 {
				t.Errorf("signed in %d times, %d mails", p.signed, len(p.letters))
			}

			sender.server.password = "wrong"
			err := sender.Send(t.Context(), letter())
			if err == nil || IsPermanent(err) {
				t.Errorf("a refused sign-in: got %v, want an error that may mend", err)
			}
			sender.server.password = p.password
			sender.roots = nil
			if err := sender.Send(t.Context(), letter()); err == nil {
				t.Error("an unknown certificate was trusted")
			}
			if len(p.letters) != 1 {
				t.Errorf("%d mails arrived, want 1", len(p.letters))
			}
		})
	}
}

func TestSMTPKeepsThePasswordOffAnOpenLine(t *testing.T) {
	server, err := ParseServer("smtp://talk:hunter2@mail.example.org")
	if err != nil {
		t.Fatal(err)
	}
	p := &post{t: t, password: "hunter2"}
	port := p.start(nil, false).server.Port
	sender := NewSMTP(*server, netmail.Address{Address: "a@example.org"})
	sender.timeout = 5 * time.Second
	sender.dialTo = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	if err := sender.Send(t.Context(), letter()); err == nil || p.signed > 0 {
		t.Errorf("signed in %d times without TLS: %v", p.signed, err)
	}
}

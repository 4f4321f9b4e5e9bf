package e2e

import (
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// postOffice is a mail server that keeps what it is given.
type postOffice struct {
	address string

	mu      sync.Mutex
	letters []letter
}

// letter is a mail as its reader sees it.
type letter struct {
	to, subject, text string
	replyTo           string // where an answer goes; may be empty
	returns           string // where it comes back where it cannot be delivered
}

type delivery struct {
	office *postOffice
	from   string
	to     []string
}

func newPostOffice(t testing.TB) *postOffice {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	office := &postOffice{address: listener.Addr().String()}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &delivery{office: office}, nil }))
	server.Domain = "localhost"
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { server.Close() })
	return office
}

func (d *delivery) Reset()                                      { d.to = nil }
func (d *delivery) Logout() error                               { return nil }
func (d *delivery) Mail(from string, _ *smtp.MailOptions) error { d.from = from; return nil }
func (d *delivery) Rcpt(to string, _ *smtp.RcptOptions) error   { d.to = append(d.to, to); return nil }

func (d *delivery) Data(r io.Reader) error {
	message, err := netmail.ReadMessage(r)
	if err != nil {
		return err
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
	if err != nil {
		return err
	}
	text, err := plainText(message)
	if err != nil {
		return err
	}
	d.office.mu.Lock()
	defer d.office.mu.Unlock()
	for _, to := range d.to {
		d.office.letters = append(d.office.letters, letter{to: to, subject: subject, text: text, replyTo: message.Header.Get("Reply-To"), returns: d.from})
	}
	return nil
}

// plainText is the plain part of a message.
func plainText(message *netmail.Message) (string, error) {
	kind, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(kind, "multipart/") {
		return decoded(message.Body, message.Header.Get("Content-Transfer-Encoding"))
	}
	parts := multipart.NewReader(message.Body, params["boundary"])
	for {
		part, err := parts.NextPart() // decodes quoted-printable itself
		if err != nil {
			return "", err
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/plain") {
			return decoded(part, part.Header.Get("Content-Transfer-Encoding"))
		}
	}
}

func decoded(r io.Reader, encoding string) (string, error) {
	if strings.EqualFold(encoding, "quoted-printable") {
		r = quotedprintable.NewReader(r)
	}
	text, err := io.ReadAll(r)
	return string(text), err
}

// sent gives the letters to an address whose subject or text holds some words.
func (o *postOffice) sent(to, words string) []letter {
	o.mu.Lock()
	defer o.mu.Unlock()
	var found []letter
	for _, l := range o.letters {
		if l.to == to && strings.Contains(l.subject+"\n"+l.text, words) {
			found = append(found, l)
		}
	}
	return found
}

// undoing is how long mail about a decision waits, since it can be undone until then.
const undoing = 100 * time.Second

// letter waits for a mail to an address that holds some words.
func (p *place) letter(to, words string) letter {
	p.t.Helper()
	for began := time.Now(); len(p.mail.sent(to, words)) == 0 && time.Since(began) < undoing; {
		time.Sleep(50 * time.Millisecond)
	}
	p.eventually("a mail to "+to+" with “"+words+"” arrives", func() bool { return len(p.mail.sent(to, words)) > 0 })
	return p.mail.sent(to, words)[0]
}

var address = regexp.MustCompile(`http://\S+`)

// link is the first address in a mail's text that leads to a path of the place.
func (p *place) link(l letter, path string) string {
	p.t.Helper()
	for _, found := range address.FindAllString(l.text, -1) {
		if strings.HasPrefix(found, p.url+path) {
			return found
		}
	}
	p.t.Fatalf("the mail has no link to %s:\n%s", path, l.text)
	return ""
}

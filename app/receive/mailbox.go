package receive

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"folkmoot/models/received"
)

// Bounds on a visit to a mailbox, which must end before the claim of its job does.
const (
	mailsAVisit = 50
	visitTime   = 75 * time.Second
)

// Mailbox is where mail is fetched from by IMAP.
type Mailbox struct {
	Host     string // and port
	TLS      bool   // from the first byte; else STARTTLS, except on this computer
	User     string
	Folder   string
	password string
	roots    *tls.Config // nil trusts the computer's certificates; set by tests
}

// String names the mailbox without its password.
func (m Mailbox) String() string {
	scheme := "imap"
	if m.TLS {
		scheme = "imaps"
	}
	return scheme + "://" + m.Host + "/" + m.Folder
}

// GoString hides the password from %#v.
func (m Mailbox) GoString() string { return m.String() }

// ParseMailbox reads imaps://user:password@host:port/FOLDER; the port is 993 where it is left out, 143 for imap://, and
// the folder INBOX. Nothing gives nil. Its error never shows the password.
func ParseMailbox(setting string) (*Mailbox, error) {
	if setting == "" {
		return nil, nil
	}
	malformed := errors.New("is not a mailbox; write it like imaps://user:password@mail.example.org/INBOX " +
		"(signs such as @ / # in a name or password are written %40 %2F %23)")
	u, err := url.Parse(setting)
	if err != nil || u.Scheme != "imap" && u.Scheme != "imaps" || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" || u.User == nil {
		return nil, malformed
	}
	m := &Mailbox{TLS: u.Scheme == "imaps", User: u.User.Username(), Folder: strings.Trim(u.Path, "/")}
	m.password, _ = u.User.Password()
	if m.User == "" || m.password == "" {
		return nil, malformed
	}
	if m.Folder == "" {
		m.Folder = "INBOX"
	}
	port := u.Port()
	if port == "" {
		port = map[bool]string{true: "993", false: "143"}[m.TLS]
	}
	m.Host = net.JoinHostPort(u.Hostname(), port)
	return m, nil
}

// Take takes a mail: see received.Store.
type Take func(context.Context, received.Incoming) (received.Result, error)

// Visit takes the unread mails of the mailbox, and deletes those that were for us; what was for nobody here, or cannot be
// read, is marked as read and stays. It tells how many there were.
func (m Mailbox) Visit(ctx context.Context, take Take, log *slog.Logger) (n int, err error) {
	ctx, cancel := context.WithTimeout(ctx, visitTime)
	defer cancel()
	client, err := m.dial(ctx)
	if err != nil {
		return 0, fmt.Errorf("reach the mailbox %s: %w", m, err)
	}
	defer client.Close()
	defer context.AfterFunc(ctx, func() { client.Close() })() // the only way to interrupt a conversation that hangs
	n, err = m.empty(ctx, client, take, log)
	if err != nil {
		return n, fmt.Errorf("read the mailbox %s: %w", m, err)
	}
	return n, client.Logout().Wait()
}

// dial connects and signs in, never with a password in clear over a network.
func (m Mailbox) dial(ctx context.Context) (*imapclient.Client, error) {
	host, _, err := net.SplitHostPort(m.Host)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{}
	if m.roots != nil {
		config = m.roots.Clone()
	}
	config.ServerName, config.MinVersion, config.NextProtos = host, tls.VersionTLS12, []string{"imap"}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", m.Host)
	if err != nil {
		return nil, err
	}
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	options := &imapclient.Options{TLSConfig: config}
	var client *imapclient.Client
	switch {
	case m.TLS:
		client = imapclient.New(tls.Client(conn, config), options)
	case isHere(host):
		client = imapclient.New(conn, options)
	default:
		if client, err = imapclient.NewStartTLS(conn, options); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	if err := client.Login(m.User, m.password).Wait(); err != nil {
		return nil, errors.Join(err, client.Close())
	}
	return client, nil
}

func isHere(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func (m Mailbox) empty(ctx context.Context, client *imapclient.Client, take Take, log *slog.Logger) (n int, err error) {
	if _, err := client.Select(m.Folder, nil).Wait(); err != nil {
		return 0, err
	}
	found, err := client.UIDSearch(&imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagSeen, imap.FlagDeleted}}, nil).Wait()
	if err != nil {
		return 0, err
	}
	uids := found.AllUIDs()
	for _, uid := range uids[:min(len(uids), mailsAVisit)] {
		raw, err := fetch(client, uid)
		if err != nil {
			return n, err
		}
		result, err := take(ctx, received.Incoming{Raw: raw})
		if err != nil {
			return n, err // it stays unread, for the next visit
		}
		n++
		flags := []imap.Flag{imap.FlagSeen, imap.FlagDeleted}
		if result.NoSuchAddress() || result.Unreadable() {
			log.Info("a mail in the mailbox is for nobody here; it stays there, as read", "why", result.Why)
			flags = flags[:1]
		}
		if err := mark(client, uid, flags); err != nil {
			return n, err
		}
	}
	return n, nil
}

// fetch reads one mail without marking it as read; nil for one that is too large.
func fetch(client *imapclient.Client, uid imap.UID) ([]byte, error) {
	size, err := client.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{RFC822Size: true, UID: true}).Collect()
	if err != nil || len(size) == 0 || size[0].RFC822Size > received.MaxMail {
		return nil, err
	}
	command := client.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{{Peek: true}}})
	var raw []byte
	for mail := command.Next(); mail != nil; mail = command.Next() {
		for item := mail.Next(); item != nil; item = mail.Next() {
			section, ok := item.(imapclient.FetchItemDataBodySection)
			if !ok || section.Literal == nil {
				continue
			}
			if raw, err = io.ReadAll(io.LimitReader(section.Literal, received.MaxMail+1)); err != nil {
				return nil, errors.Join(err, command.Close())
			}
		}
	}
	return raw, command.Close()
}

// mark sets flags on a mail, and removes it where it is marked as deleted.
func mark(client *imapclient.Client, uid imap.UID, flags []imap.Flag) error {
	set := imap.UIDSetNum(uid)
	if err := client.Store(set, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: flags}, nil).Close(); err != nil || len(flags) == 1 {
		return err
	}
	if client.Caps().Has(imap.CapUIDPlus) || client.Caps().Has(imap.CapIMAP4rev2) {
		return client.UIDExpunge(set).Close()
	}
	return client.Expunge().Close()
}

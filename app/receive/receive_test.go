package receive_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-smtp"

	"folkmoot/app/receive"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/received"
)

var (
	ctx   = context.Background()
	quiet = slog.New(slog.DiscardHandler)
)

func desk(t *testing.T) receive.Desk {
	t.Helper()
	d, _ := dbtest.SQLite(t)
	addresses, err := received.NewAddresses(ed25519.NewKeyFromSeed(make([]byte, 32)), "talk+*@example.org")
	if err != nil {
		t.Fatal(err)
	}
	return receive.Desk{DB: d, Reader: received.Reader{Addresses: addresses, Home: "talk.example.org"}}
}

func letter(to, words string) string {
	return "From: ann@example.com\r\nTo: " + to + "\r\nMessage-ID: <" + db.NewToken() + "@example.com>\r\nSubject: Re: x\r\n\r\n" + words + "\r\n"
}

// left lists the words that were left to the site.
func left(t *testing.T, d *db.DB) string {
	t.Helper()
	all, err := db.Values[string](ctx, d, "SELECT payload FROM jobs WHERE kind = 'received' ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}

func TestAPipeTellsTheMailServerWhatToDo(t *testing.T) {
	k := desk(t)
	to := k.Reader.Addresses.Answer(1, 2, k.DB.Clock.Now())
	for name, c := range map[string]struct {
		mail, to string
		environ  map[string]string
		code     int
	}{
		"by the operand":            {letter("x@example.org", "one"), to, nil, receive.Done},
		"as Postfix says":           {letter("x@example.org", "two"), "", map[string]string{"ORIGINAL_RECIPIENT": to}, receive.Done},
		"as Exim says":              {letter("x@example.org", "three"), "", map[string]string{"LOCAL_PART": "talk", "LOCAL_PART_SUFFIX": strings.TrimPrefix(strings.TrimSuffix(to, "@example.org"), "talk"), "DOMAIN": "example.org"}, receive.Done},
		"as the mail says":          {letter(to, "four"), "", nil, receive.Done},
		"to nobody":                 {letter("x@example.org", "five"), "talk@example.org", nil, receive.NoSuchUser},
		"no mail":                   {"", to, nil, receive.Malformed},
		"too large":                 {letter(to, strings.Repeat("x", received.MaxMail)), to, nil, receive.Malformed},
		"with headers without end":  {"X: " + strings.Repeat("x", 300<<10), to, nil, receive.Malformed},
		"with parts without number": {"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n", 400), to, nil, receive.Malformed},
	} {
		err := receive.Pipe(ctx, k, strings.NewReader(c.mail), c.to, c.environ)
		var status receive.Status
		if errors.As(err, &status); err != nil && status.Code == 0 || status.Code != c.code {
			t.Errorf("%s: %v, %d", name, err, status.Code)
		}
	}
	got := left(t, k.DB)
	for _, words := range []string{"one", "two", "three", "four"} {
		if !strings.Contains(got, `"Words":"`+words+`"`) {
			t.Errorf("%q is not left: %s", words, got)
		}
	}
	if strings.Contains(got, "five") {
		t.Error("what was to nobody is left")
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	var status receive.Status
	if err := receive.Pipe(gone, k, strings.NewReader(letter(to, "six")), to, nil); !errors.As(err, &status) || status.Code != receive.TryLater {
		t.Errorf("with a fault of ours: %v", err)
	}
}

func TestAMailServerHandsMailOverByLMTP(t *testing.T) {
	k := desk(t)
	for _, address := range []string{"127.0.0.1:0", filepath.Join(t.TempDir(), "lmtp.sock")} {
		t.Run(address[:4], func(t *testing.T) {
			listener, err := receive.Listen(address)
			if err != nil {
				t.Fatal(err)
			}
			stopping, stop := context.WithCancel(ctx)
			done := make(chan error, 1)
			go func() { done <- receive.LMTP(stopping, k, listener, "talk.example.org", quiet) }()
			conn, err := net.Dial(listener.Addr().Network(), listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			client := smtp.NewClientLMTP(conn)
			ann, bob := k.Reader.Addresses.Answer(1, 2, k.DB.Clock.Now()), k.Reader.Addresses.Answer(2, 2, k.DB.Clock.Now())
			if err := client.Mail("ann@example.com", nil); err != nil {
				t.Fatal(err)
			}
			var refused *smtp.SMTPError
			if err := client.Rcpt("talk@example.org", nil); !errors.As(err, &refused) || refused.Code != 550 || refused.EnhancedCode != (smtp.EnhancedCode{5, 1, 1}) {
				t.Errorf("nobody's address: %v", err)
			}
			for _, to := range []string{ann, bob} {
				if err := client.Rcpt(to, nil); err != nil {
					t.Fatal(err)
				}
			}
			words := "by " + address[:4]
			w, err := client.Data()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(w, letter("x@example.org", words)); err != nil {
				t.Fatal(err)
			}
			if answers, err := w.CloseWithLMTPResponse(); err != nil || len(answers) != 2 || answers[ann] == nil || answers[bob] == nil {
				t.Fatalf("%v %v", answers, err)
			}
			if n := strings.Count(left(t, k.DB), words); n != 2 {
				t.Errorf("%d are left", n)
			}
			if err := client.Quit(); err != nil {
				t.Error(err)
			}
			stop()
			select {
			case err := <-done:
				if err != nil {
					t.Errorf("it stops with %v", err)
				}
			case <-time.After(10 * time.Second):
				t.Error("it does not stop")
			}
		})
	}
}

func TestASocketThatWasLeftBehindIsTakenOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lmtp.sock")
	first, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := receive.Listen(path); err == nil {
		t.Error("a socket in use is taken")
	}
	first.SetUnlinkOnClose(false)
	first.Close()
	second, err := receive.Listen("unix:" + path)
	if err != nil {
		t.Fatal(err)
	}
	second.Close()
}

// inbox starts an IMAP server with one mailbox, and gives its address.
func inbox(t *testing.T, mails ...string) (user *imapmemserver.User, address string) {
	t.Helper()
	memory := imapmemserver.New()
	user = imapmemserver.NewUser("talk", "p@ss")
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	for _, m := range mails {
		put(t, user, m)
	}
	memory.AddUser(user)
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIMAP4rev2: {}}, InsecureAuth: true,
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { server.Close() })
	return user, listener.Addr().String()
}

func put(t *testing.T, user *imapmemserver.User, mail string) {
	t.Helper()
	if _, err := user.Append("INBOX", bytes.NewReader([]byte(mail)), &imap.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
}

func TestAMailboxIsEmptied(t *testing.T) {
	user, address := inbox(t, letter("talk+a@example.org", "one"), letter("someone@example.org", "for nobody"), letter("talk+b@example.org", "two"), letter("talk+c@example.org", "three"))
	box, err := receive.ParseMailbox("imap://talk:p%40ss@" + address)
	if err != nil {
		t.Fatal(err)
	}
	if shown := box.String(); strings.Contains(shown, "p@ss") || shown != "imap://"+address+"/INBOX" {
		t.Errorf("it shows as %s", shown)
	}
	holds := func(what string, mails, unread uint32) {
		t.Helper()
		data, err := user.Status("INBOX", &imap.StatusOptions{NumMessages: true, NumUnseen: true})
		if err != nil || *data.NumMessages != mails || *data.NumUnseen != unread {
			t.Errorf("%s, it holds %d mails, %d unread, %v", what, *data.NumMessages, *data.NumUnseen, err)
		}
	}
	var taken []string
	broken := true
	take := func(_ context.Context, in received.Incoming) (received.Result, error) {
		switch {
		case strings.Contains(string(in.Raw), "for nobody"):
			_, r := received.Reader{}.Open(in, 0)
			return r, nil
		case broken && len(taken) == 1:
			return received.Result{}, errors.New("the disk is full")
		}
		taken = append(taken, string(in.Raw[strings.Index(string(in.Raw), "\r\n\r\n")+4:]))
		return received.Result{Outcome: received.Posted}, nil
	}
	if n, err := box.Visit(ctx, take, quiet); err == nil || n != 2 {
		t.Errorf("with a fault of ours: %d %v", n, err)
	}
	holds("after a fault", 3, 2)
	broken = false
	if n, err := box.Visit(ctx, take, quiet); err != nil || n != 2 {
		t.Errorf("%d %v", n, err)
	}
	holds("after the second visit", 1, 0)
	if got := strings.Join(taken, ""); got != "one\r\ntwo\r\nthree\r\n" {
		t.Errorf("%q", got)
	}
	if n, err := box.Visit(ctx, take, quiet); err != nil || n != 0 {
		t.Errorf("empty: %d %v", n, err)
	}
	put(t, user, letter("talk+d@example.org", "four"))
	if n, err := box.Visit(ctx, take, quiet); err != nil || n != 1 || len(taken) != 4 {
		t.Errorf("a new one: %d %v", n, err)
	}
}

func TestAMailboxThatCannotBeReadSaysWhy(t *testing.T) {
	_, address := inbox(t)
	for name, setting := range map[string]string{
		"a wrong password": "imap://talk:wrong@" + address, "no such folder": "imap://talk:p%40ss@" + address + "/Nowhere", "no TLS there": "imaps://talk:p%40ss@" + address,
	} {
		box, err := receive.ParseMailbox(setting)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := box.Visit(ctx, nil, quiet); err == nil || strings.Contains(err.Error(), "p@ss") || strings.Contains(err.Error(), "wrong") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, setting := range []string{"x", "http://u:p@example.org", "imaps://example.org", "imaps://u@example.org", "imaps://:p@example.org", "imaps://u:p@", "imaps://u:p@example.org/INBOX?x=1"} {
		if box, err := receive.ParseMailbox(setting); err == nil {
			t.Errorf("%s is read as %s", setting, box)
		}
	}
	box, err := receive.ParseMailbox("imaps://u:p@example.org/Post/In")
	if err != nil || box.String() != "imaps://example.org:993/Post/In" {
		t.Errorf("%v %v", box, err)
	}
}

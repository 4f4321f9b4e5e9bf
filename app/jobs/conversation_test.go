package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	netmail "net/mail"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"folkmoot/app/jobs"
	"folkmoot/app/mail"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/notify"
	"folkmoot/models/queue"
)

// postOffice is a mail server in this process. It answers each recipient as it was told to, one answer after the other,
// and takes the mail when no answers are left.
type postOffice struct {
	mu      sync.Mutex
	answers []error
	asked   int // recipients that it was asked about
	letters []*netmail.Message
}

type counter struct{ office *postOffice }

func (counter) Reset()                               {}
func (counter) Logout() error                        { return nil }
func (counter) Mail(string, *smtp.MailOptions) error { return nil }

func (c counter) Rcpt(string, *smtp.RcptOptions) error {
	c.office.mu.Lock()
	defer c.office.mu.Unlock()
	c.office.asked++
	if len(c.office.answers) == 0 {
		return nil
	}
	answer := c.office.answers[0]
	c.office.answers = c.office.answers[1:]
	return answer
}

func (c counter) Data(r io.Reader) error {
	letter, err := netmail.ReadMessage(r)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, letter.Body); err != nil {
		return err
	}
	c.office.mu.Lock()
	defer c.office.mu.Unlock()
	c.office.letters = append(c.office.letters, letter)
	return nil
}

// ids gives the message ids of what arrived, in order.
func (o *postOffice) ids() (ids []string) {
	for _, l := range o.letters {
		ids = append(ids, l.Header.Get("Message-Id"))
	}
	return ids
}

// open starts the server, and gives what sends to it.
func (o *postOffice) open(t *testing.T) mail.Sender {
	t.Helper()
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return counter{o}, nil }))
	server.Domain = "localhost"
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { server.Close() })
	at := listener.Addr().(*net.TCPAddr)
	return mail.NewSMTP(mail.Server{Host: "127.0.0.1", Port: at.Port}, netmail.Address{Name: "Testing Town", Address: "no-reply@talk.example"})
}

// posting is a worker that mails notices to a post office.
type posting struct {
	t       *testing.T
	d       *db.DB
	office  *postOffice
	letters *notify.Store
	worker  *jobs.Worker
	said    int64 // the last contribution
}

// newPosting lets Ann follow a discussion of Bob's as she likes; through may stand between the worker and the mail server.
func newPosting(t *testing.T, d *db.DB, how string, through func(mail.Sender) mail.Sender, answers ...error) *posting {
	t.Helper()
	p := &posting{t: t, d: d, office: &postOffice{answers: answers}, letters: &notify.Store{DB: d, Zone: time.UTC, Key: make([]byte, 32)}, said: 2}
	following(t, d, p.letters, how)
	sender := p.office.open(t)
	if through != nil {
		sender = through(sender)
	}
	p.worker = jobs.NewWorker(d, slog.New(slog.NewTextHandler(io.Discard, nil)))
	jobs.Notices{Sender: sender, Place: "Testing Town", BaseURL: &url.URL{Scheme: "https", Host: "talk.example"}, Letters: p.letters, Speech: inUTC(d)}.Register(p.worker)
	return p
}

// work does everything that is due.
func (p *posting) work() {
	p.t.Helper()
	if err := p.letters.DueRoundUps(context.Background()); err != nil {
		p.t.Fatal(err)
	}
	for more := true; more; {
		var err error
		if more, err = p.worker.Round(context.Background()); err != nil {
			p.t.Fatal(err)
		}
	}
}

// say lets Bob say one thing more, after Ann has read what there was.
func (p *posting) say() {
	p.t.Helper()
	p.said++
	err := p.d.Write(context.Background(), func(tx *db.Tx) error {
		if err := notify.Seen(tx, 1, 1, func(seq int64) bool { return seq <= p.said }); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, parent_id, body_md, body_html, html_version, state, state_at, created_at)
			VALUES (?, 1, ?, 2, ?, 1, 'reply', 2, 2, 'canary', 'canary', 1, 'published', 1, 1)`, p.said, p.said, fmt.Sprint("b", p.said)); err != nil {
			return err
		}
		return notify.Spread(tx, notify.Said, p.said, 1)
	})
	if err == nil {
		err = p.letters.SpreadAll(context.Background())
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

func TestMailsAboutOneThreadBelongTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		p := newPosting(t, d, "now", nil)
		p.work()
		for range 2 {
			now.Advance(2 * time.Hour)
			p.say()
			p.work()
		}
		if len(p.office.letters) != 3 {
			t.Fatalf("%d mails arrived", len(p.office.letters))
		}
		references := []string{"<thread-1@talk.example> <contribution-1@talk.example>", "<thread-1@talk.example> <contribution-2@talk.example>", "<thread-1@talk.example> <contribution-2@talk.example>"}
		secrets := map[string]bool{}
		for i, l := range p.office.letters {
			if got := l.Header.Get("References"); got != references[i] {
				t.Errorf("mail %d refers to %s", i, got)
			}
			if got, parent := l.Header.Get("In-Reply-To"), strings.Fields(references[i])[1]; got != parent {
				t.Errorf("mail %d answers %s", i, got)
			}
			if l.Header.Get("List-Id") != "<thread-1.talk.example>" || l.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || l.Header.Get("Subject") != p.office.letters[0].Header.Get("Subject") {
				t.Errorf("mail %d: %v", i, l.Header)
			}
			secrets[l.Header.Get("List-Unsubscribe")] = true
		}
		if ids := p.office.ids(); len(slices.Compact(slices.Sorted(slices.Values(ids)))) != 3 || len(secrets) != 3 {
			t.Errorf("the mails are called %v", ids)
		}
	})
}

func TestAServerThatIsBusyIsAskedAgainEverMoreRarely(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		busy := &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "later"}
		p := newPosting(t, d, "now", nil, busy, busy, busy)
		p.work()
		var pauses []int
		for p.office.asked < 4 {
			asked, seconds := p.office.asked, 0
			for ; p.office.asked == asked; seconds++ {
				if seconds > 3600 {
					t.Fatalf("it is not asked again after %v", pauses)
				}
				now.Advance(time.Second)
				p.work()
			}
			pauses = append(pauses, seconds)
		}
		if !slices.Equal(pauses, []int{10, 20, 40}) {
			t.Errorf("it was asked again after %v seconds", pauses)
		}
		now.Advance(24 * time.Hour)
		p.work()
		if ids := p.office.ids(); len(ids) != 1 || p.office.asked != 4 {
			t.Errorf("%v arrived, asked %d times", ids, p.office.asked)
		}
		if waiting, failed, err := queue.Depth(context.Background(), d); waiting != 0 || failed != 0 || err != nil {
			t.Errorf("%d wait, %d failed, %v", waiting, failed, err)
		}
	})
}

func TestAServerThatRefusesIsNotAskedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		answer  *smtp.SMTPError
		stopped bool
	}{
		"there is no such person":       {&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "nobody"}, true},
		"it does not like what we send": {&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "a rule of ours"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
				p := newPosting(t, d, "now", nil, c.answer)
				p.work()
				for range 3 {
					now.Advance(25 * time.Hour)
					p.work()
				}
				if p.office.asked != 1 || len(p.office.letters) != 0 {
					t.Errorf("asked %d times, %d arrived", p.office.asked, len(p.office.letters))
				}
				p.say()
				p.work()
				if went := len(p.office.letters) == 1; went == c.stopped {
					t.Errorf("of what is said later, a mail goes out: %v", went)
				}
				if _, failed, err := queue.Depth(context.Background(), d); failed != 1 || err != nil {
					t.Errorf("%d failed, %v", failed, err)
				}
			})
		})
	}
}

// forgetful hands mails over and then says that it does not know, as many times as it is told.
type forgetful struct {
	mail.Sender
	times int
}

func (f *forgetful) Send(ctx context.Context, m mail.Message) error {
	if err := f.Sender.Send(ctx, m); err != nil {
		return err
	}
	if f.times--; f.times >= 0 {
		return errors.New("the program stopped here")
	}
	return nil
}

// Whether a mail went out is not known when the program stops between handing it over and noting so: it goes out once
// more under the same name, which mail programs show once.
func TestACrashAfterSendingDoublesAMailOnceUnderTheSameName(t *testing.T) {
	for _, how := range []string{"now", "daily"} {
		t.Run(how, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
				p := newPosting(t, d, how, func(s mail.Sender) mail.Sender { return &forgetful{Sender: s, times: 1} })
				for range 4 {
					p.work()
					now.Advance(25 * time.Hour)
				}
				if ids := p.office.ids(); len(ids) != 2 || ids[0] != ids[1] {
					t.Errorf("%v arrived", ids)
				}
			})
		})
	}
	t.Run("the claim of a worker that died", func(t *testing.T) {
		dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
			p := newPosting(t, d, "now", nil)
			dead, err := queue.Claim(context.Background(), d, 1)
			if err != nil || len(dead) != 1 {
				t.Fatal(len(dead), err)
			}
			p.work()
			if len(p.office.letters) != 0 {
				t.Error("two workers have one job")
			}
			now.Advance(3 * time.Minute)
			p.work()
			p.work()
			if len(p.office.letters) != 1 {
				t.Errorf("%d arrived", len(p.office.letters))
			}
		})
	})
}

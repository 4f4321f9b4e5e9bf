package jobs_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"folkmoot/app/jobs"
	"folkmoot/app/mail"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/notify"
	"folkmoot/models/queue"
)

// following is Ann, who follows a discussion in which Bob answered himself; the worker has told her.
func following(t *testing.T, d *db.DB, letters *notify.Store, how string) {
	t.Helper()
	ctx := context.Background()
	err := d.Write(ctx, func(tx *db.Tx) error {
		for _, statement := range []string{
			"INSERT INTO people (id, public_name, email, email_verified_at, created_at, changed_at) VALUES (1, 'Ann', 'ann@example.org', 1, 1, 1), (2, 'Bob', 'bob@example.org', 1, 1, 1)",
			"INSERT INTO groups (id, slug, name, access, created_at, changed_at) VALUES (1, 'g', 'G', 'open', 1, 1)",
			"INSERT INTO threads (id, kind, group_id, slug, title, last_at, created_at) VALUES (1, 'discussion', 1, 'a', 'Buses', 1, 1)",
			`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at)
				VALUES (1, 1, 1, 1, 'a', 0, 'opening', 2, 'canary', 'canary', 1, 'published', 1, 1), (2, 1, 2, 2, 'b', 0, 'comment', 2, 'canary', 'canary', 1, 'published', 1, 1)`,
			"UPDATE threads SET opening_id = 1",
			"INSERT INTO follows (person_id, kind, object_id, how, created_at) VALUES (1, 'thread', 1, '" + how + "', 1)",
		} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		return notify.Spread(tx, notify.Said, 2, 1)
	})
	if err == nil {
		err = letters.SpreadAll(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// worker is the work of notices, and a box that its mails fall into.
func worker(letters *notify.Store) (kinds, *box) {
	post, work := &box{}, kinds{}
	jobs.Notices{Sender: post, Place: "Testing Town", BaseURL: &url.URL{Scheme: "https", Host: "talk.example"}, Letters: letters, Speech: inUTC(letters.DB)}.Register(work)
	return work, post
}

// due does what is due, once.
func due(t *testing.T, d *db.DB, work kinds) error {
	t.Helper()
	ctx := context.Background()
	claimed, err := queue.Claim(ctx, d, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, job := range claimed {
		if err := work[job.Kind](ctx, job.Payload); err != nil {
			return err
		}
		if err := queue.Finish(ctx, d, job); err != nil {
			t.Fatal(err)
		}
	}
	return nil
}

func TestAFollowersMailIsThreadedAndCanBeTurnedOff(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		letters := &notify.Store{DB: d, Zone: time.UTC, Key: make([]byte, 32)}
		following(t, d, letters, "now")
		work, post := worker(letters)
		if err := due(t, d, work); err != nil || len(post.sent) != 1 {
			t.Fatalf("%d mails, %v", len(post.sent), err)
		}
		m := post.sent[0]
		off := strings.Trim(m.Headers["List-Unsubscribe"], "<>")
		secret, found := strings.CutPrefix(off, "https://talk.example/unsubscribe/")
		if !found || m.Headers["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click" || m.Headers["Auto-Submitted"] != "auto-generated" || m.Headers["List-Id"] != "<thread-1.talk.example>" {
			t.Errorf("%v", m.Headers)
		}
		if m.References != "thread-1@talk.example contribution-1@talk.example" || m.InReplyTo != "contribution-1@talk.example" || m.To != "ann@example.org" {
			t.Errorf("%q %q", m.References, m.InReplyTo)
		}
		for _, form := range []string{m.Text, m.HTML} {
			if !strings.Contains(form, "/contributions/2") || !strings.Contains(form, off) || strings.Contains(form, "canary") || !strings.Contains(m.Subject, "Buses") {
				t.Errorf("%s\n%s", m.Subject, form)
			}
		}
		if strings.Contains(m.HTML, "<img") || strings.Contains(m.HTML, "src=") {
			t.Error("it fetches something")
		}
		ending, err := letters.Unseal(context.Background(), secret)
		if err != nil || ending.Person != 1 || ending.Target != (notify.Target{Matter: notify.OfThread, ID: 1}) {
			t.Errorf("%+v %v", ending, err)
		}
	})
}

func TestMailWaitsForTheEndOfQuietHours(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		letters := &notify.Store{DB: d, Zone: time.UTC}
		following(t, d, letters, "now")
		at := now.Now().UTC()
		minute := at.Hour()*60 + at.Minute()
		change(t, d, "UPDATE people SET quiet_from = ?, quiet_until = ? WHERE id = 1", (minute+1430)%1440, (minute+60)%1440)
		work, post := worker(letters)
		for range 2 {
			if err := due(t, d, work); err != nil || len(post.sent) != 0 {
				t.Fatalf("%d mails in the quiet, %v", len(post.sent), err)
			}
		}
		now.Advance(61 * time.Minute)
		if err := due(t, d, work); err != nil || len(post.sent) != 1 {
			t.Fatalf("%d mails after it, %v", len(post.sent), err)
		}
	})
}

func TestARefusedAddressGetsNoMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		letters := &notify.Store{DB: d, Zone: time.UTC}
		following(t, d, letters, "now")
		work, post := worker(letters)
		post.err = &mail.Error{Permanent: true, Code: 550, Recipient: true}
		if err := due(t, d, work); !errors.As(err, new(jobs.Pointless)) {
			t.Fatalf("it is tried again: %v", err)
		}
		stopped, err := db.Value[bool](context.Background(), d, "SELECT mail_stopped_at IS NOT NULL FROM people WHERE id = 1")
		told, count := db.Value[int](context.Background(), d, "SELECT COUNT(*) FROM notices WHERE person_id = 1 AND kind = 'mail-stopped'")
		if err != nil || count != nil || !stopped || told != 1 {
			t.Errorf("stopped: %v, told %d times: %v %v", stopped, told, err, count)
		}
	})
}

func TestARoundUpIsMailedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		letters := &notify.Store{DB: d, Zone: time.UTC, Key: make([]byte, 32)}
		following(t, d, letters, "daily")
		work, post := worker(letters)
		for range 3 {
			if err := letters.DueRoundUps(context.Background()); err != nil {
				t.Fatal(err)
			}
			if err := due(t, d, work); err != nil {
				t.Fatal(err)
			}
			now.Advance(24 * time.Hour)
		}
		if len(post.sent) != 1 {
			t.Fatalf("%d mails", len(post.sent))
		}
		want := "Hello Ann,\n\nhere is what is new for you. The newest comes first.\n\nBuses\n- 1 new contribution\n  https://talk.example/contributions/2\n\n" +
			"Choose how we tell you:\nhttps://talk.example/account/telling\n\nStop this daily round-up:\n"
		if m := post.sent[0]; !strings.HasPrefix(m.Text, want) || m.Subject != "What is new at Testing Town today" || m.Headers["List-Unsubscribe"] == "" || strings.Contains(m.HTML, "canary") {
			t.Errorf("%s\n%s", m.Subject, m.Text)
		}
		if err := work[notify.JobRoundUp](context.Background(), json.RawMessage("{")); !errors.As(err, new(jobs.Pointless)) {
			t.Errorf("a damaged job gave %v", err)
		}
	})
}

// cutOff is a mail server that takes mails over, and a line to it that breaks before it can say so of the first.
type cutOff struct{ sent []mail.Message }

func (c *cutOff) Send(_ context.Context, m mail.Message) error {
	if c.sent = append(c.sent, m); len(c.sent) == 1 {
		return errors.New("the line broke")
	}
	return nil
}

// What was taken over before anybody noted it is sent once more, as the same mail, and then no more.
func TestAMailOfUnknownOutcomeIsSentOnceMoreAsTheSame(t *testing.T) {
	for _, how := range []string{"now", "daily"} {
		t.Run(how, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
				letters := &notify.Store{DB: d, Zone: time.UTC, Key: make([]byte, 32)}
				following(t, d, letters, how)
				server, work := &cutOff{}, kinds{}
				jobs.Notices{Sender: server, Place: "Testing Town", BaseURL: &url.URL{Scheme: "https", Host: "talk.example"}, Letters: letters, Speech: inUTC(d)}.Register(work)
				broken := 0
				for range 5 {
					if err := letters.DueRoundUps(context.Background()); err != nil {
						t.Fatal(err)
					}
					if due(t, d, work) != nil { // as when the program is killed there: nobody says what became of the job
						broken++
					}
					now.Advance(24 * time.Hour)
				}
				if broken != 1 || len(server.sent) != 2 {
					t.Fatalf("%d mails, %d broken off", len(server.sent), broken)
				}
				if first, second := server.sent[0], server.sent[1]; first.MessageID != second.MessageID || first.Subject != second.Subject || first.To != second.To {
					t.Errorf("%s and then %s", first.MessageID, second.MessageID)
				}
			})
		})
	}
}

func change(t *testing.T, d *db.DB, statement string, args ...any) {
	t.Helper()
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(statement, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

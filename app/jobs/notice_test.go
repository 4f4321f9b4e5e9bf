package jobs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"folkmoot/models/rules"

	"folkmoot/app/jobs"
	"folkmoot/app/mail"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/queue"
)

// box keeps what was sent, or fails.
type box struct {
	sent []mail.Message
	err  error
}

func (b *box) Send(_ context.Context, m mail.Message) error {
	if b.err == nil {
		b.sent = append(b.sent, m)
	}
	return b.err
}

// A decision about something reported is mailed to the writer, to the member and to the visitor who reported it,
// whose address is then forgotten.
func TestDecisionsAreMailed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		ctx := context.Background()
		rooms := &moderation.Store{DB: d}
		decide(t, d, rooms)
		if early, err := queue.Claim(ctx, d, 10); err != nil || len(early) != 0 {
			t.Fatalf("%d mails go out while the decision can be undone: %v", len(early), err)
		}
		now.Advance(2 * time.Minute)
		waiting, err := queue.Claim(ctx, d, 10)
		if err != nil || len(waiting) != 3 {
			t.Fatalf("%d jobs, %v", len(waiting), err)
		}
		post := &box{err: errors.New("the server is away")}
		work := kinds{}
		jobs.Notices{
			Sender: post, Place: "Testing Town", BaseURL: &url.URL{Scheme: "https", Host: "talk.example"},
			Letters: &notify.Store{DB: d}, Moderation: rooms, Speech: inUTC(d),
		}.Register(work)
		for _, job := range waiting {
			if err := work[job.Kind](ctx, job.Payload); err == nil {
				t.Errorf("%s: the failure was swallowed", job.Kind)
			}
		}
		post.err = nil
		for range 2 { // a job whose outcome was unknown is done again
			for _, job := range waiting {
				if err := work[job.Kind](ctx, job.Payload); err != nil {
					t.Errorf("%s: %v", job.Kind, err)
				}
			}
		}
		ids := map[string]string{}
		for _, m := range post.sent {
			ids[m.MessageID] = m.To
			if !strings.Contains(m.Text, "https://talk.example/contributions/1") || !strings.Contains(m.HTML, "https://talk.example/contributions/1") {
				t.Errorf("to %s, without the address: %s", m.To, m.Text)
			}
			if strings.Contains(m.Text, "canary") || strings.Contains(m.HTML, "canary") {
				t.Errorf("to %s, with the hidden words: %s", m.To, m.Text)
			}
			if told := strings.Contains(m.Text, "house rule 3"); told != (m.To == "ann@example.org") {
				t.Errorf("to %s: the reason is told: %v", m.To, told)
			}
		}
		if len(post.sent) != 5 || len(ids) != 3 { // the visitor's is not sent again: the address is gone
			t.Errorf("%d mails with %v", len(post.sent), ids)
		}
		if left, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM reports WHERE reporter_email <> ''"); left != 0 || err != nil {
			t.Errorf("%d addresses are kept, %v", left, err)
		}
		for kind, do := range work {
			if err := do(ctx, json.RawMessage("{")); !errors.As(err, new(jobs.Pointless)) {
				t.Errorf("%s: a damaged job gave %v", kind, err)
			}
		}
	})
}

// Each mail is one that a mail server takes, on a site without a name too; a later mail of the same notice is another.
func TestNoticesCarryMessageIDs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		ctx := context.Background()
		decide(t, d, &moderation.Store{DB: d})
		notice, err := db.Value[int64](ctx, d, "SELECT id FROM notices WHERE person_id = 1")
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		post, work := &box{}, kinds{}
		jobs.Notices{
			Sender: both{mail.NewLog(&out), post}, Place: "Testing Town", BaseURL: &url.URL{Scheme: "http", Host: "[::1]:8080"},
			Letters: &notify.Store{DB: d}, Speech: inUTC(d),
		}.Register(work)
		for _, answer := range []int64{0, 7, 8} {
			payload, _ := json.Marshal(notify.Mailing{Notice: notice, Answer: answer})
			if err := work[notify.JobMail](ctx, payload); err != nil {
				t.Errorf("answer %d: %v", answer, err)
			}
		}
		ids := map[string]bool{}
		for _, m := range post.sent {
			ids[m.MessageID] = true
		}
		if len(ids) != 3 {
			t.Errorf("the mails are called %v", ids)
		}
	})
}

// both sends to the log, which refuses what is no mail, and keeps what was sent.
type both struct{ log, box mail.Sender }

func (b both) Send(ctx context.Context, m mail.Message) error {
	return errors.Join(b.log.Send(ctx, m), b.box.Send(ctx, m))
}

// kinds gathers the work of each kind.
type kinds map[string]jobs.Work

func (k kinds) Handle(kind string, work jobs.Work) { k[kind] = work }

// decide lets a member and a visitor report what Ann wrote, and a moderator hide it.
func decide(t *testing.T, d *db.DB, rooms *moderation.Store) {
	t.Helper()
	ctx := context.Background()
	err := d.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO people (id, public_name, email, email_verified_at, role, created_at, changed_at) VALUES
			(1, 'Ann', 'ann@example.org', 1, 'member', 1, 1), (2, 'Bob', 'bob@example.org', 1, 'member', 1, 1), (3, 'Mo', 'mo@example.org', 1, 'moderator', 1, 1)`); err != nil {
			return err
		}
		thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.OnChapter, Slug: "a", Title: "Buses"})
		if err != nil {
			return err
		}
		_, err = discussion.Add(tx, discussion.New{
			ThreadID: thread, Kind: discussion.Comment, AuthorID: 1, State: discussion.Published,
			Body: discussion.Body{Source: "canary", HTML: "<p>canary</p>"},
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	bob := people.Actor{ID: 2, Role: people.Member, State: people.Active}
	mo := people.Actor{ID: 3, Role: people.Moderator, State: people.Active}
	if _, err := rooms.Report(ctx, bob, db.NewKey(bob.ID), moderation.NewReport{Contribution: 1, Reason: "unkind"}); err != nil {
		t.Fatal(err)
	}
	if _, err := rooms.Report(ctx, people.Visitor, db.NewKey(people.Visitor.ID), moderation.NewReport{Contribution: 1, Reason: "unkind", Email: "vera@example.org"}); err != nil {
		t.Fatal(err)
	}
	record, err := rooms.Record(ctx, mo, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rooms.Decide(ctx, mo, db.NewKey(mo.ID), moderation.Decision{Contribution: 1, Act: rules.Hide, Reason: "unkind", Seen: record.Seen}); err != nil {
		t.Fatal(err)
	}
}

package jobs_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"folkmoot/app/jobs"
	"folkmoot/models/appeals"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/defamation"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/queue"
	"folkmoot/models/rules"
)

// office is a place with a writer, a moderator and another one, and a post box.
type office struct {
	t             *testing.T
	d             *db.DB
	now           *clock.Fixed
	post          *box
	work          kinds
	queue         *moderation.Store
	again         *appeals.Store
	named         *defamation.Store
	ann, mia, max people.Actor
	said          int64
}

func newOffice(t *testing.T, d *db.DB, now *clock.Fixed) *office {
	t.Helper()
	o := &office{
		t: t, d: d, now: now, post: &box{}, work: kinds{}, queue: &moderation.Store{DB: d},
		again: &appeals.Store{DB: d, Zone: time.UTC}, named: &defamation.Store{DB: d, Zone: time.UTC},
		ann: people.Actor{ID: 1, Role: people.Member, State: people.Active}, mia: people.Actor{ID: 2, Role: people.Moderator, State: people.Active},
		max: people.Actor{ID: 3, Role: people.Moderator, State: people.Active},
	}
	o.must(d.Write(context.Background(), func(tx *db.Tx) error {
		for id, name := range map[int64]string{1: "ann", 2: "mia", 3: "max"} {
			role := "member"
			if id > 1 {
				role = "moderator"
			}
			if _, err := tx.Exec("INSERT INTO people (id, public_name, email, email_verified_at, role, created_at, changed_at) VALUES (?, ?, ?, 1, ?, 1, 1)",
				id, name, name+"@example.org", role); err != nil {
				return err
			}
		}
		thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, Slug: "buses", Title: "Buses", CreatedBy: 1})
		if err != nil {
			return err
		}
		c, err := discussion.Add(tx, discussion.New{
			ThreadID: thread, Kind: discussion.Comment, AuthorID: 1, Who: people.Resident, State: discussion.Published,
			Body: discussion.Body{Source: "canary", HTML: "<p>canary</p>", Version: 1},
		})
		o.said = c.ID
		return err
	}))
	jobs.Notices{
		Sender: o.post, Place: "Testing Town", BaseURL: &url.URL{Scheme: "https", Host: "talk.example"},
		Letters: &notify.Store{DB: d}, Moderation: o.queue, Appeals: o.again, Defamation: o.named, Speech: inUTC(d),
	}.Register(o.work)
	return o
}

func (o *office) must(err error) {
	if err != nil {
		o.t.Helper()
		o.t.Fatal(err)
	}
}

// mails does all work that waits and gives what was sent to an address by it.
func (o *office) mails(to string) string {
	o.t.Helper()
	o.now.Advance(2 * time.Minute)
	before := len(o.post.sent)
	for {
		waiting, err := queue.Claim(context.Background(), o.d, 20)
		o.must(err)
		if len(waiting) == 0 {
			break
		}
		for _, job := range waiting {
			if do := o.work[job.Kind]; do != nil {
				o.must(do(context.Background(), job.Payload))
			}
			o.must(queue.Finish(context.Background(), o.d, job))
		}
	}
	var all []string
	for _, m := range o.post.sent[before:] {
		if m.To == to {
			all = append(all, m.Subject+"\n"+m.Text)
		}
	}
	return strings.Join(all, "\n---\n")
}

func (o *office) hide(by people.Actor) {
	o.t.Helper()
	record, err := o.queue.Record(context.Background(), by, o.said)
	o.must(err)
	_, err = o.queue.Decide(context.Background(), by, db.NewKey(by.ID), moderation.Decision{Contribution: o.said, Act: rules.Hide, Reason: "unkind", Seen: record.Seen})
	o.must(err)
}

// has tells of each of some words whether a mail holds them.
func (o *office) has(mail string, words ...string) {
	o.t.Helper()
	for _, one := range words {
		if !strings.Contains(mail, one) {
			o.t.Errorf("lacks %q in\n%s", one, mail)
		}
	}
}

// The mail about a decision says how to appeal, and the one about the appeal what came of it.
func TestAnAppealByMail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		ctx, o := context.Background(), newOffice(t, d, now)
		o.hide(o.mia)
		o.has(o.mails("ann@example.org"), "hidden what you wrote", "https://talk.example/contributions/1/appeal")
		id, err := o.again.Open(ctx, appeals.Appellant{Person: 1}, db.NewKey(1), appeals.New{Kind: appeals.OfDecision, Contribution: o.said, Words: "Please look again"})
		o.must(err)
		c, err := o.again.Case(ctx, o.max, id)
		o.must(err)
		o.must(o.again.Decide(ctx, o.max, db.NewKey(3), appeals.Outcome{Appeal: id, State: appeals.Upheld, Words: "We misread you.", Act: rules.Restore, Seen: c.Record.Seen}))
		mail := o.mails("ann@example.org")
		o.has(mail, "look at again", "You were right", "We misread you.", "last word", "https://talk.example/appeals/1")
		if strings.Contains(mail, "canary") || strings.Contains(mail, "max") || strings.Count(mail, "Hello ann") != 1 {
			t.Errorf("it names somebody, holds their words, or comes twice:\n%s", mail)
		}
	})
}

// Somebody without an account is answered once, and their address is forgotten.
func TestAComplaintByMail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		ctx, o := context.Background(), newOffice(t, d, now)
		id, err := o.again.Open(ctx, appeals.Appellant{Email: "zoe@example.org"}, db.NewKey(0), appeals.New{Kind: appeals.Inaction, Contribution: o.said, Words: "Nothing happened"})
		o.must(err)
		c, err := o.again.Case(ctx, o.max, id)
		o.must(err)
		o.must(o.again.Decide(ctx, o.max, db.NewKey(3), appeals.Outcome{Appeal: id, State: appeals.Refused, Words: "We answered in time.", Seen: c.Record.Seen}))
		o.has(o.mails("zoe@example.org"), "It stays as it was", "We answered in time.", "https://talk.example/complaints")
		if left, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM appeals WHERE email <> ''"); left != 0 || err != nil {
			t.Errorf("%d addresses are kept, %v", left, err)
		}
	})
}

// Every step about a notice of complaint reaches who it is for, and nobody's details reach who they are not for.
func TestANoticeOfComplaintByMail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		ctx, o := context.Background(), newOffice(t, d, now)
		id, err := o.named.File(ctx, people.Visitor, db.NewKey(0), defamation.New{
			Contribution: o.said, Name: "Zoe Zander", Email: "zoe@example.org", Statement: "Zoe steals", Why: "I do not", Meaning: "A thief", Wrong: "All of it", Unknown: "yes", MayPass: "no",
		})
		o.must(err)
		if receipt := o.mails("zoe@example.org"); strings.Contains(receipt, "steals") || !strings.Contains(receipt, "Within 48 hours") {
			t.Errorf("the receipt says, or carries words that anybody could have typed:\n%s", receipt)
		}
		o.must(o.named.Contact(ctx, o.mia, db.NewKey(2), id))
		mail := o.mails("ann@example.org")
		o.has(mail, "please answer", "Zoe steals", "All of it", "midnight at the end of", "https://talk.example/defamation/reply/")
		if strings.Contains(mail, "Zander") || strings.Contains(mail, "zoe@") {
			t.Errorf("the poster learns who complains:\n%s", mail)
		}
		_, link, _ := strings.Cut(mail, "https://talk.example/defamation/reply/")
		code := strings.Fields(link)[0]
		o.must(o.named.Reply(ctx, db.NewKey(0), code, defamation.Answer{Reply: defamation.Stand, Name: "Ann Archer", Address: "1 High St", MayPass: "yes"}))
		o.has(o.mails("mia@example.org"), "they stand by their words", "https://talk.example/moderation/defamation/1")
		o.must(o.named.Keep(ctx, o.mia, db.NewKey(2), id))
		o.has(o.mails("zoe@example.org"), "have not been removed", "Ann Archer, 1 High St")
	})
}

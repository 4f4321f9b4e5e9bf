package defamation_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/defamation"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/retention"
)

var ctx = context.Background()

// room is the store with people and a thread.
type room struct {
	*defamation.Store
	t      *testing.T
	now    *clock.Fixed
	thread int64
	ann    people.Actor // writes, and can be reached
	gus    people.Actor // wrote on paper
	mia    people.Actor // moderates
}

func each(t *testing.T, test func(t *testing.T, r room)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		now.Set(time.Date(2026, 11, 20, 18, 0, 0, 0, time.UTC)) // a Friday evening
		r := room{Store: &defamation.Store{DB: d, Zone: time.UTC}, t: t, now: now}
		r.ann, r.gus, r.mia = r.person("Ann", "member", "active"), r.person("Gus", "member", "recorded"), r.person("Mia", "moderator", "active")
		r.write(func(tx *db.Tx) (err error) {
			r.thread, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, Slug: "buses", Title: "Buses", CreatedBy: r.ann.ID})
			return err
		})
		test(t, r)
	})
}

func (r room) write(do func(tx *db.Tx) error) {
	r.t.Helper()
	r.must(r.DB.Write(ctx, do))
}

func (r room) must(err error) {
	if err != nil {
		r.t.Helper()
		r.t.Fatal(err)
	}
}

func (r room) person(name, role, state string) people.Actor {
	r.t.Helper()
	var id int64
	r.write(func(tx *db.Tx) (err error) {
		email := any(strings.ToLower(name) + "@place.example")
		if state == "recorded" {
			email = nil
		}
		id, err = tx.Insert(`INSERT INTO people (public_name, email, email_verified_at, role, state, created_at, changed_at) VALUES (?, ?, 1, ?, ?, 1, 1)`, name, email, role, state)
		return err
	})
	return people.Actor{ID: id, Name: name, Role: people.Role(role), State: people.State(state)}
}

func (r room) say(by people.Actor) int64 {
	r.t.Helper()
	var id int64
	r.write(func(tx *db.Tx) error {
		c, err := discussion.Add(tx, discussion.New{
			ThreadID: r.thread, Kind: discussion.Comment, AuthorID: by.ID, Who: people.Resident, State: discussion.Published,
			Body: discussion.Body{Source: "Zoe steals", HTML: "<p>Zoe steals</p>", Version: 1},
		})
		id = c.ID
		return err
	})
	return id
}

func full(contribution int64) defamation.New {
	return defamation.New{
		Contribution: contribution, Name: "Zoe Zander", Email: "zoe@example.org", Statement: "Zoe steals", Why: "It calls me a thief",
		Meaning: "That I took money", Wrong: "I never did", Unknown: "yes", MayPass: "no",
	}
}

func (r room) file(n defamation.New) int64 {
	r.t.Helper()
	id, err := r.File(ctx, people.Visitor, db.NewKey(0), n)
	r.must(err)
	return id
}

func (r room) notice(id int64) defamation.Notice {
	r.t.Helper()
	n, err := r.Notice(ctx, r.mia, id)
	r.must(err)
	return n
}

// next says what is to be done now, and by when.
func (r room) next(id int64) (defamation.Step, time.Time) {
	r.t.Helper()
	step, due := r.notice(id).Next(r.now.Now())
	return step, due.UTC()
}

func (r room) code(id int64) string {
	r.t.Helper()
	code, err := db.Value[string](ctx, r.DB, "SELECT reply_code FROM defamation_notices WHERE id = ?", id)
	r.must(err)
	return code
}

func (r room) state(contribution int64) (state discussion.State, reason string) {
	r.t.Helper()
	r.must(r.DB.QueryRow(ctx, "SELECT state, state_reason FROM contributions WHERE id = ?", contribution).Scan(&state, &reason))
	return state, reason
}

// mails gives the words of each mail about a notice that waits to be sent.
func (r room) mails(id int64, what string) string {
	r.t.Helper()
	l, err := r.Letter(ctx, defamation.Mailing{Notice: id, What: what})
	r.must(err)
	return l.To + ": " + l.Words.String()
}

func date(day string) time.Time {
	at, err := time.Parse("2006-01-02 15:04", day)
	if err != nil {
		panic(err)
	}
	return at
}

func TestNext(t *testing.T) {
	const now, later, due = clock.Instant(1000), clock.Instant(2000), clock.Instant(3000)
	for name, c := range map[string]struct {
		notice defamation.Notice
		step   defamation.Step
		due    clock.Instant
	}{
		"the poster can be reached":         {defamation.Notice{State: defamation.Received, Contactable: true}, defamation.StepContact, due},
		"the poster cannot be reached":      {defamation.Notice{State: defamation.Received}, defamation.StepRemove, due},
		"removed twice before, they say":    {defamation.Notice{State: defamation.Received, Contactable: true, RemovedBefore: true}, defamation.StepRemove, due},
		"removed twice before, we know":     {defamation.Notice{State: defamation.Received, Contactable: true, Earlier: 2}, defamation.StepRemove, due},
		"removed once before":               {defamation.Notice{State: defamation.Received, Contactable: true, Earlier: 1}, defamation.StepContact, due},
		"the poster has time":               {defamation.Notice{State: defamation.PosterAsked, ReplyDueAt: later}, defamation.StepWait, later},
		"the poster's time is over":         {defamation.Notice{State: defamation.PosterAsked, ReplyDueAt: now}, defamation.StepRemove, due},
		"the poster agrees":                 {defamation.Notice{State: defamation.PosterAsked, ReplyDueAt: later, Reply: defamation.Remove}, defamation.StepRemove, due},
		"the poster leaves something out":   {defamation.Notice{State: defamation.PosterAsked, ReplyDueAt: later, Reply: defamation.Incomplete}, defamation.StepRemove, due},
		"the poster stands by it":           {defamation.Notice{State: defamation.PosterStands, ReplyDueAt: later, Reply: defamation.Stand}, defamation.StepTell, due},
		"it was removed":                    {defamation.Notice{State: defamation.Removed, ClosedAt: 1}, defamation.StepNone, 0},
		"it was sent back":                  {defamation.Notice{State: defamation.SentBack, ClosedAt: 1}, defamation.StepNone, 0},
		"it was withdrawn before any reply": {defamation.Notice{State: defamation.Withdrawn, ClosedAt: 1, ReplyDueAt: later}, defamation.StepNone, 0},
	} {
		c.notice.ActDueAt = due
		if step, by := c.notice.Next(now); step != c.step || by != c.due {
			t.Errorf("%s: %s by %d, want %s by %d", name, step, by, c.step, c.due)
		}
	}
}

func TestWhatANoticeMustHold(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann)
		for field, change := range map[string]func(*defamation.New){
			"name": func(n *defamation.New) { n.Name = " " }, "email": func(n *defamation.New) { n.Email = "zoe" },
			"statement": func(n *defamation.New) { n.Statement = "" }, "why": func(n *defamation.New) { n.Why = "\n" },
			"meaning": func(n *defamation.New) { n.Meaning = "" }, "wrong": func(n *defamation.New) { n.Wrong = strings.Repeat("x", defamation.MaxText+1) },
			"unknown": func(n *defamation.New) { n.Unknown = "" }, "may-pass": func(n *defamation.New) { n.MayPass = "perhaps" },
		} {
			n := full(id)
			change(&n)
			_, err := r.File(ctx, people.Visitor, db.NewKey(0), n)
			var wrong db.Invalid
			if !errors.As(err, &wrong) || len(wrong) != 1 || wrong[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := r.File(ctx, people.Visitor, db.NewKey(0), full(999)); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("about what is nowhere: %v", err)
		}
		n := full(id)
		n.Unknown = "no"
		ref := r.file(n)
		if lacks := r.notice(ref).Lacks(); !slices.Equal(lacks, []string{"unknown"}) {
			t.Errorf("lacks %v", lacks)
		}
		if err := r.SendBack(ctx, r.mia, db.NewKey(r.mia.ID), ref, []string{"sheep"}); err == nil {
			t.Error("sent back for nothing")
		}
		r.must(r.SendBack(ctx, r.mia, db.NewKey(r.mia.ID), ref, []string{"unknown"}))
		if mail := r.mails(ref, "sent-back"); !strings.Contains(mail, "is missing: that you do not know enough") || !strings.Contains(mail, "your name; an email address") {
			t.Error(mail)
		}
		if step, _ := r.next(ref); step != defamation.StepNone {
			t.Errorf("then %s", step)
		}
		if err := r.Contact(ctx, r.mia, db.NewKey(r.mia.ID), ref); !errors.Is(err, db.ErrConflict) {
			t.Errorf("the poster is written to all the same: %v", err)
		}
	})
}

// The poster is written to, and stands by their words with all that the law asks for.
func TestThePosterStandsByIt(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		said := r.say(r.ann)
		id := r.file(full(said))
		if step, due := r.next(id); step != defamation.StepContact || due != date("2026-11-24 18:00") {
			t.Errorf("%s by %s", step, due)
		}
		if err := r.Contact(ctx, r.ann, db.NewKey(r.ann.ID), id); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("a member takes a step: %v", err)
		}
		key := db.NewKey(r.mia.ID)
		r.must(r.Contact(ctx, r.mia, key, id))
		code := r.code(id)
		r.must(r.Contact(ctx, r.mia, key, id)) // sent twice
		if r.code(id) != code {
			t.Error("the poster's link changed")
		}
		if step, due := r.next(id); step != defamation.StepWait || due != date("2026-11-26 00:00") {
			t.Errorf("%s until %s", step, due)
		}
		mail := r.mails(id, "poster")
		for _, words := range []string{"ann@place.example", "midnight at the end of Wednesday 25 November 2026", "Zoe steals", "I never did", "unless you agree, or a court orders us"} {
			if !strings.Contains(mail, words) {
				t.Errorf("the mail to the poster lacks %q: %s", words, mail)
			}
		}
		seen, err := r.ForPoster(ctx, code)
		if err != nil || strings.Contains(mail, "Zander") || strings.Contains(mail, "zoe@") || seen.Name != "" || seen.Email != "" {
			t.Errorf("who complains is told against their will: %s, %+v, %v", mail, seen, err)
		}
		for field, w := range map[string]defamation.Answer{
			"reply": {}, "poster-name": {Reply: defamation.Stand, Address: "1 High St", MayPass: "no"},
			"address": {Reply: defamation.Stand, Name: "Ann Archer", MayPass: "no"}, "may-pass": {Reply: defamation.Stand, Name: "Ann Archer", Address: "1 High St"},
		} {
			var wrong db.Invalid
			if err := r.Reply(ctx, db.NewKey(0), code, w); !errors.As(err, &wrong) || len(wrong) != 1 || wrong[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
		answer := defamation.Answer{Reply: defamation.Stand, Name: "Ann Archer", Address: "1 High St\nTown", MayPass: "no"}
		if err := r.Reply(ctx, db.NewKey(0), db.NewToken(), answer); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("by another link: %v", err)
		}
		r.now.Advance(24 * time.Hour)
		r.must(r.Reply(ctx, db.NewKey(0), code, answer))
		if err := r.Reply(ctx, db.NewKey(0), code, answer); !errors.Is(err, db.ErrConflict) {
			t.Errorf("answered twice: %v", err)
		}
		if step, due := r.next(id); step != defamation.StepTell || due != date("2026-11-25 00:00") {
			t.Errorf("%s by %s", step, due)
		}
		r.must(r.Keep(ctx, r.mia, db.NewKey(r.mia.ID), id))
		if mail := r.mails(id, "kept"); !strings.Contains(mail, "have not been removed") || strings.Contains(mail, "Archer") || strings.Contains(mail, "High St") {
			t.Error(mail)
		}
		if state, _ := r.state(said); state != discussion.Published {
			t.Errorf("the words are %s", state)
		}
		acts, err := db.Values[string](ctx, r.DB, "SELECT act || details FROM register ORDER BY id")
		if all := strings.Join(acts, " "); err != nil || len(acts) != 4 || strings.Contains(all, "Archer") || strings.Contains(all, "Zander") || strings.Contains(all, "zoe@") {
			t.Errorf("the register: %s, %v", all, err)
		}
	})
}

func TestRemoving(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for name, c := range map[string]struct {
			poster people.Actor
			until  func(id int64)
			due    string
		}{
			"the poster cannot be reached": {r.gus, func(int64) {}, "2026-11-24 18:00"},
			"the poster does not answer": {r.ann, func(id int64) {
				r.must(r.Contact(ctx, r.mia, db.NewKey(r.mia.ID), id))
				code := r.code(id)
				r.now.Set(date("2026-11-26 00:00"))
				if err := r.Reply(ctx, db.NewKey(0), code, defamation.Answer{Reply: defamation.Remove}); !errors.Is(err, db.ErrConflict) {
					t.Errorf("answered too late: %v", err)
				}
			}, "2026-11-28 00:00"},
			"the poster agrees": {r.ann, func(id int64) {
				r.must(r.Contact(ctx, r.mia, db.NewKey(r.mia.ID), id))
				r.must(r.Reply(ctx, db.NewKey(0), r.code(id), defamation.Answer{Reply: defamation.Remove}))
			}, "2026-11-24 18:00"},
			"the poster gives no name": {r.ann, func(id int64) {
				r.must(r.Contact(ctx, r.mia, db.NewKey(r.mia.ID), id))
				r.must(r.Reply(ctx, db.NewKey(0), r.code(id), defamation.Answer{Reply: defamation.Incomplete, Name: "Ann", Address: "x"}))
			}, "2026-11-24 18:00"},
		} {
			r.now.Set(date("2026-11-20 18:00"))
			said := r.say(c.poster)
			n := full(said)
			n.Email = strings.ReplaceAll(name, " ", "") + "@example.org"
			id := r.file(n)
			c.until(id)
			if step, due := r.next(id); step != defamation.StepRemove || due != date(c.due) {
				t.Errorf("%s: %s by %s", name, step, due)
			}
			if err := r.Keep(ctx, r.mia, db.NewKey(r.mia.ID), id); !errors.Is(err, db.ErrConflict) {
				t.Errorf("%s: kept all the same: %v", name, err)
			}
			r.must(r.Remove(ctx, r.mia, db.NewKey(r.mia.ID), id))
			if state, reason := r.state(said); state != discussion.Hidden || reason != "defamation" {
				t.Errorf("%s: %s for %q", name, state, reason)
			}
			if mail := r.mails(id, "removed"); !strings.Contains(mail, "have been removed") {
				t.Errorf("%s: %s", name, mail)
			}
			if err := r.Remove(ctx, r.mia, db.NewKey(r.mia.ID), id); !errors.Is(err, db.ErrConflict) {
				t.Errorf("%s: removed twice: %v", name, err)
			}
			if notice := r.notice(id); notice.PosterName != "" || notice.PosterAddress != "" {
				t.Errorf("%s: details are kept of who gave none", name)
			}
		}
	})
}

// The third time that the same person has words of the same poster removed the poster is not asked any more.
func TestTheSameAgain(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for range 2 {
			id := r.file(full(r.say(r.ann)))
			if step, _ := r.next(id); step != defamation.StepContact {
				t.Fatalf("%s", step)
			}
			r.must(r.Remove(ctx, r.mia, db.NewKey(r.mia.ID), id))
		}
		id := r.file(full(r.say(r.ann)))
		if step, _ := r.next(id); step != defamation.StepRemove {
			t.Errorf("%s", step)
		}
	})
}

func TestRemindingAndForgetting(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.file(full(r.say(r.ann)))
		told := func() int {
			n, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM notices WHERE person_id = ? AND words LIKE 'A step about%'", r.mia.ID)
			r.must(err)
			return n
		}
		for _, c := range []struct {
			at   string
			want int
		}{{"2026-11-23 18:00", 0}, {"2026-11-24 07:00", 1}, {"2026-11-24 08:00", 1}, {"2026-11-25 08:00", 2}} {
			r.now.Set(date(c.at))
			r.must(r.Remind(ctx))
			if got := told(); got != c.want {
				t.Errorf("at %s: told %d times, want %d", c.at, got, c.want)
			}
		}
		if open, due, err := r.Pending(ctx, r.mia); open != 1 || due.UTC() != date("2026-11-24 18:00") || err != nil {
			t.Errorf("%d by %s, %v", open, due.UTC(), err)
		}
		r.must(r.Withdraw(ctx, r.mia, db.NewKey(r.mia.ID), id, "She rang us"))
		for _, c := range []struct {
			at   string
			kept bool
		}{{"2032-11-25 07:59", true}, {"2032-11-25 08:00", false}} {
			r.now.Set(date(c.at))
			r.must((&retention.Store{DB: r.DB, Zone: r.Zone}).Run(ctx, "defamation"))
			if n := r.notice(id); (n.Name != "" && n.Email != "" && n.Statement != "" && n.Note() != "") != c.kept {
				t.Errorf("at %s: %+v", c.at, n)
			}
		}
		for _, who := range []people.Actor{r.ann, people.Visitor} {
			if _, err := r.Notice(ctx, who, id); !errors.As(err, new(db.Forbidden)) {
				t.Errorf("%q reads it: %v", who.Name, err)
			}
			if _, _, err := r.List(ctx, who); !errors.As(err, new(db.Forbidden)) {
				t.Errorf("%q lists them: %v", who.Name, err)
			}
		}
	})
}

// The mail that goes out by itself carries nothing that was typed: anybody can give anybody's address.
func TestNobodySendsTheirWordsToOthersByUs(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		n := full(r.say(r.ann))
		n.Name, n.Statement, n.Email = "Buy sheep", "Buy sheep at sheep.example", "victim@example.org"
		id := r.file(n)
		l, err := r.Letter(ctx, defamation.Mailing{Notice: id, What: "received"})
		if err != nil || l.To != n.Email || strings.Contains(l.Words.String()+l.Subject.String()+l.ToName, "sheep") {
			t.Errorf("%+v, %v", l, err)
		}
		r.must(r.SendBack(ctx, r.mia, db.NewKey(r.mia.ID), id, []string{"unknown"}))
		if mail := r.mails(id, "sent-back"); !strings.Contains(mail, n.Statement) {
			t.Errorf("what a moderator has read: %s", mail)
		}
	})
}

// A moderator who wrote the words reads no more than any poster.
func TestAPosterWhoModeratesDoesNotLearnWhoComplains(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.file(full(r.say(r.mia)))
		if n := r.notice(id); n.Name != "" || n.Email != "" || n.Statement == "" {
			t.Errorf("they read %q %q", n.Name, n.Email)
		}
		max := r.person("Max", "moderator", "active")
		if n, err := r.Notice(ctx, max, id); err != nil || n.Name != "Zoe Zander" {
			t.Errorf("another reads %q: %v", n.Name, err)
		}
	})
}

package consultation_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

var ctx = context.Background()

var (
	editor    = people.Actor{ID: 1, Name: "Edith", Role: people.Editor, State: people.Active}
	moderator = people.Actor{ID: 2, Name: "Mo", Role: people.Moderator, State: people.Active}
	host      = people.Actor{ID: 3, Name: "Hetty", Role: people.Member, State: people.Active, Groups: []people.Membership{{GroupID: 1, Host: true}}}
	member    = people.Actor{ID: 4, Name: "Rita", Role: people.Member, State: people.Active}
	admin     = people.Actor{ID: 5, Name: "Ada", Role: people.Administrator, State: people.Active}
)

// room is the store with a discussion (thread 1) in a group and the thread of a chapter (2), which is closed by hand.
type room struct {
	*consultation.Store
	t testing.TB
}

const question, chapter = int64(1), int64(2)

func newRoom(t testing.TB, d *db.DB) room {
	t.Helper()
	r := room{&consultation.Store{DB: d, Zone: time.UTC}, t}
	r.write(func(tx *db.Tx) error {
		for _, a := range []people.Actor{editor, moderator, host, member, admin} {
			if _, err := tx.Exec("INSERT INTO people (id, public_name, role, created_at, changed_at) VALUES (?, ?, ?, 1, 1)", a.ID, a.Name, a.Role); err != nil {
				return err
			}
		}
		for _, statement := range []string{
			"INSERT INTO groups (id, slug, name, access, created_at, changed_at) VALUES (1, 'g', 'G', 'open', 1, 1)",
			"INSERT INTO threads (id, kind, group_id, slug, title, last_at, created_at) VALUES (1, 'discussion', 1, 'a', 'Buses?', 1, 1)",
			"INSERT INTO threads (id, kind, slug, title, state, last_at, created_at) VALUES (2, 'chapter', 'b', 'A chapter', 'closed', 1, 1)",
		} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		return nil
	})
	return r
}

func (r room) write(do func(tx *db.Tx) error) {
	r.t.Helper()
	if err := r.DB.Write(ctx, do); err != nil {
		r.t.Fatal(err)
	}
}

func (r room) exec(statement string, args ...any) {
	r.t.Helper()
	r.write(func(tx *db.Tx) error { _, err := tx.Exec(statement, args...); return err })
}

func (r room) count(query string, args ...any) int {
	r.t.Helper()
	n, err := db.Value[int](ctx, r.DB, query, args...)
	if err != nil {
		r.t.Fatal(query, err)
	}
	return n
}

func (r room) must(err error) {
	if err != nil {
		r.t.Helper()
		r.t.Fatal(err)
	}
}

func draft(revision int) consultation.Draft {
	return consultation.Draft{Revision: revision, Typed: consultation.Typed{
		Open: "The **words**", Why: "To get it right", Decider: "The board", DecisionDay: "2027-03-15",
		Options: []consultation.Option{{Words: "One"}, {Words: "Two", Discarded: true, Reason: "Too dear"}},
	}}
}

// say adds something published by a person.
func (r room) say(thread, person int64, fate discussion.Fate) int64 {
	r.t.Helper()
	var made discussion.Contribution
	r.write(func(tx *db.Tx) (err error) {
		made, err = discussion.Add(tx, discussion.New{
			ThreadID: thread, Kind: discussion.Comment, AuthorID: person, Body: discussion.Body{Source: "x", HTML: "x", Version: 1}, State: discussion.Published, Fate: fate,
		})
		return err
	})
	return made.ID
}

func TestWhoMaySetTerms(t *testing.T) {
	inGroup := discussion.Thread{Kind: discussion.InGroup, GroupID: 1}
	onChapter := discussion.Thread{Kind: discussion.OnChapter}
	private := inGroup
	private.Private = true
	for _, c := range []struct {
		actor                        people.Actor
		chapter, discussion, mayRead bool
	}{
		{people.Visitor, false, false, false},
		{member, false, false, false},
		{host, false, true, false},
		{moderator, false, true, true},
		{editor, true, true, true},
		{admin, true, true, true},
		{people.Actor{ID: 1, Role: people.Editor, State: people.Suspended}, false, false, false},
	} {
		if got := consultation.MaySet(c.actor, onChapter) == nil; got != c.chapter {
			t.Errorf("%s on a chapter: %v", c.actor.Name, got)
		}
		if got := consultation.MaySet(c.actor, inGroup) == nil; got != c.discussion {
			t.Errorf("%s on a discussion: %v", c.actor.Name, got)
		}
		if got := consultation.MayRead(c.actor, onChapter) == nil; got != c.mayRead {
			t.Errorf("%s as a reader: %v", c.actor.Name, got)
		}
	}
	if err := consultation.MaySet(member, private); !errors.Is(err, db.ErrNotFound) {
		t.Error("a private group is told of:", err)
	}
}

func TestTermsAreSavedShownAndInTheRegister(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		r := newRoom(t, d)
		save := func(a people.Actor, thread int64, dr consultation.Draft) error {
			return r.Save(ctx, a, db.NewKey(a.ID), thread, dr)
		}
		var forbidden db.Forbidden
		if err := save(member, chapter, draft(0)); !errors.As(err, &forbidden) {
			t.Error("a member set terms:", err)
		}
		half := draft(0)
		half.Why, half.DecisionDay = "", ""
		r.must(save(editor, chapter, half))
		if err := save(editor, chapter, draft(0)); !errors.Is(err, db.ErrConflict) {
			t.Error("somebody else's terms were overwritten:", err)
		}
		asked, err := r.Find(ctx, chapter)
		if err != nil || asked.Shown() || asked.Revision != 1 || len(asked.Terms.Options) != 2 || !strings.Contains(asked.Terms.Open.HTML, "<strong>words</strong>") {
			t.Fatalf("%+v %v", asked, err)
		}
		r.must(save(editor, chapter, draft(1)))
		r.must(save(editor, chapter, draft(2))) // says the same, so nothing is stored
		r.exec("UPDATE threads SET state = 'open', closes_at = ? WHERE id = ?", d.Clock.Now().Add(24*time.Hour), chapter)
		broken := draft(2)
		broken.Open, broken.DecisionDay = "", "2026-11-21"
		var invalid db.Invalid
		if err := save(editor, chapter, broken); !errors.As(err, &invalid) || invalid["open"] == "" || invalid["decision"] == "" {
			t.Error("the terms of what is open were spoiled:", err)
		}
		other := draft(2)
		other.Decider = "The council"
		r.must(save(editor, chapter, other))
		if asked, _ = r.Find(ctx, chapter); !asked.Shown() || asked.Revision != 3 {
			t.Errorf("%+v", asked)
		}
		entries, err := audit.About(ctx, d, "thread", chapter, 10)
		if err != nil || len(entries) != 3 || entries[0].Act != "consultation.terms" {
			t.Fatal(entries, err)
		}
		var told struct{ Before, After map[string]any }
		if err := json.Unmarshal([]byte(entries[0].Details), &told); err != nil || fmt.Sprint(told) != "{map[decider:The board] map[decider:The council]}" {
			t.Error(told, err)
		}
	})
}

// A discussion becomes a question by the same rule as a chapter is opened: what is missing is refused, what there is
// to think about must be confirmed as it was shown, and the register keeps both.
func TestAQuestionIsAsked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		r := newRoom(t, d)
		ask := draft(0)
		ask.Ask, ask.ClosesDay, ask.ClosesHour, ask.Why = true, "2026-12-01", "17:00", ""
		post := func() error { return r.Save(ctx, host, db.NewKey(host.ID), question, ask) }
		var invalid db.Invalid
		if err := post(); !errors.As(err, &invalid) || invalid["why"] == "" {
			t.Fatal("asked without a why:", err)
		}
		ask.Why = "We must decide"
		var unconfirmed consultation.Unconfirmed
		err := post()
		if !errors.As(err, &unconfirmed) || !errors.As(err, &invalid) || invalid["confirm"] == "" || unconfirmed.Warnings[0].Code != "short" {
			t.Fatal("not asked to think first:", err)
		}
		if r.count("SELECT COUNT(*) FROM consultations") != 0 {
			t.Error("what was refused was stored")
		}
		ask.Confirmed = consultation.Ticket(unconfirmed.Warnings)
		ask.ClosesHour = "09:00"
		ask.ClosesDay = "2026-11-30" // other times than those that were confirmed
		if err := post(); !errors.As(err, &unconfirmed) {
			t.Fatal("a ticket opened what it was not for:", err)
		}
		ask.Confirmed = consultation.Ticket(unconfirmed.Warnings)
		r.must(post())
		asked, err := r.Find(ctx, question)
		if err != nil || !asked.Shown() {
			t.Error(asked, err)
		}
		thread, err := discussion.FindThread(ctx, d, question)
		if err != nil || thread.ClosesAt.UTC().Format(time.RFC3339) != "2026-11-30T09:00:00Z" {
			t.Error(thread.ClosesAt, err)
		}
		if n := r.count("SELECT COUNT(*) FROM register WHERE act = 'consultation.open' AND actor_id = 3 AND details LIKE '%\"confirmed\":true%' AND details LIKE '%\"code\":\"short\"%'"); n != 1 {
			t.Errorf("%d entries about the opening", n)
		}
		earlier := draft(1)
		earlier.Why, earlier.ClosesDay = "We must decide", "2026-11-25"
		if err := r.Save(ctx, host, db.NewKey(host.ID), question, earlier); !errors.As(err, &unconfirmed) || unconfirmed.Warnings[0].Code != "earlier" {
			t.Error("closed earlier without a word:", err)
		}
	})
}

func TestElectionPeriodsAreTheAdministrators(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		r := newRoom(t, d)
		list := []consultation.Period{{Name: "Council election", From: "2026-11-01", To: "2026-12-24"}}
		var forbidden db.Forbidden
		if err := r.SetPeriods(ctx, editor, db.NewKey(1), list); !errors.As(err, &forbidden) {
			t.Error("an editor set them:", err)
		}
		for range 2 {
			r.must(r.SetPeriods(ctx, admin, db.NewKey(admin.ID), list))
		}
		if n := r.count("SELECT COUNT(*) FROM register WHERE act = 'settings.elections'"); n != 1 {
			t.Errorf("%d entries in the register", n)
		}
		warnings, err := r.Warnings(ctx, consultation.Times{Closes: d.Clock.Now().Add(24 * time.Hour)})
		if err != nil || len(warnings) != 2 || warnings[1].Code != "election" {
			t.Error(warnings, err)
		}
		r.must(r.SetPeriods(ctx, admin, db.NewKey(admin.ID), nil))
		if left, err := consultation.Periods(ctx, d); err != nil || len(left) != 0 {
			t.Error(left, err)
		}
	})
}

// crowd lets many people take part: of every ten the first nine wrote and the last only took a position.
func (r room) crowd(n int) {
	r.t.Helper()
	r.write(func(tx *db.Tx) error {
		var target int64
		for i := range n {
			id := int64(100 + i)
			if _, err := tx.Exec("INSERT INTO people (id, public_name, email, email_verified_at, created_at, changed_at) VALUES (?, 'A', ?, 1, 1, 1)", id, fmt.Sprintf("p%d@example.org", id)); err != nil {
				return err
			}
			if i%10 == 9 {
				if err := discussion.TakePosition(tx, id, target, discussion.Agree); err != nil {
					return err
				}
				continue
			}
			made, err := discussion.Add(tx, discussion.New{
				ThreadID: question, Kind: discussion.Comment, AuthorID: id, Body: discussion.Body{Source: "x", HTML: "x", Version: 1}, State: discussion.Published,
			})
			if err != nil {
				return err
			}
			target = made.ID
		}
		return nil
	})
}

func TestAChangeIsToldOnceToEverybodyWhoTookPart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		r := newRoom(t, d)
		r.crowd(600)
		r.say(question, editor.ID, "") // who tells is not told
		r.exec("UPDATE people SET state = 'erased' WHERE id = 100")
		r.exec("UPDATE people SET state = 'recorded' WHERE id = 101")
		r.exec("UPDATE contributions SET state = 'hidden' WHERE author_id = 102")
		r.exec("UPDATE contributions SET state = 'held' WHERE author_id = 103")
		r.exec("UPDATE threads SET closes_at = ? WHERE id = 1", now.Now().Add(time.Hour))
		if n, err := r.Audience(ctx, editor, question); err != nil || n != 597 {
			t.Fatalf("%d would be told, %v", n, err)
		}
		change := consultation.NewChange{Words: "The date moved.", ClosesDay: "2026-12-24", ClosesHour: "12:00", Link: "/discussions/1-a"}
		once := db.NewKey(editor.ID)
		for range 2 {
			r.must(r.Announce(ctx, editor, once, question, change))
		}
		now.Advance(time.Minute)
		r.exec("INSERT INTO people (id, public_name, created_at, changed_at) VALUES (9000, 'New', 1, 1)")
		r.say(question, 9000, "") // who came after knows it already
		if n := r.count("SELECT COUNT(*) FROM jobs WHERE kind = ?", consultation.JobTell); n != 1 {
			t.Errorf("%d jobs", n)
		}
		telling := int64(r.count("SELECT MAX(id) FROM consultation_tellings"))
		// A worker that dies midway, and two at once, tell nobody twice.
		short, cancel := context.WithCancel(ctx)
		cancel()
		if err := r.Tell(short, telling); err == nil {
			t.Error("a cancelled worker finished")
		}
		var workers sync.WaitGroup
		for range 3 {
			workers.Go(func() {
				if err := r.Tell(ctx, telling); err != nil {
					t.Error(err)
				}
			})
		}
		workers.Wait()
		if n, most := r.count("SELECT COUNT(*) FROM notices"), r.count("SELECT COUNT(DISTINCT person_id) FROM notices"); n != 597 || most != 597 {
			t.Errorf("%d notices to %d people", n, most)
		}
		if n := r.count("SELECT COUNT(*) FROM jobs WHERE kind = 'notice'"); n != 597 {
			t.Errorf("%d mails", n)
		}
		changes, err := r.Changes(ctx, question)
		if err != nil || len(changes) != 1 || changes[0].Told != 597 || !changes[0].Done || changes[0].By != "Edith" {
			t.Errorf("%+v %v", changes, err)
		}
		words, err := db.Value[say.Text](ctx, d, "SELECT words FROM notices WHERE link = '/discussions/1-a' LIMIT 1")
		if err != nil || !strings.Contains(words.String(), "The date moved.") || !strings.Contains(words.String(), "Thursday 24 December 2026 at 12:00") {
			t.Error(words, err)
		}
		for name, wrong := range map[string]consultation.NewChange{
			"words":  {Words: " "},
			"closes": {Words: "x", ClosesDay: "2026-12-23"},
		} {
			var invalid db.Invalid
			if err := r.Announce(ctx, editor, db.NewKey(1), question, wrong); !errors.As(err, &invalid) || invalid[name] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := r.count("SELECT COUNT(*) FROM register WHERE act = 'consultation.change'"); n != 1 {
			t.Errorf("%d entries in the register", n)
		}
	})
}

// A private group's news goes to those who may still see it.
func TestWhoLeftAPrivateGroupIsNotTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		r := newRoom(t, d)
		r.exec("UPDATE threads SET private = 1 WHERE id = 1")
		r.say(question, member.ID, "")
		r.say(question, host.ID, "")
		r.exec("INSERT INTO memberships (group_id, person_id, role, created_at) VALUES (1, 3, 'host', 1)")
		if n, err := r.Audience(ctx, editor, question); err != nil || n != 1 {
			t.Errorf("%d would be told, %v", n, err)
		}
	})
}

func TestTenThousandAreToldInBatches(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	d, _ := dbtest.SQLite(t)
	r := newRoom(t, d)
	r.crowd(10_000)
	r.must(r.Announce(ctx, editor, db.NewKey(1), question, consultation.NewChange{Words: "x", Link: "/x"}))
	began := time.Now()
	r.must(r.Tell(ctx, int64(r.count("SELECT MAX(id) FROM consultation_tellings"))))
	t.Logf("10,000 people were told in %s", time.Since(began))
	if n := r.count("SELECT COUNT(DISTINCT person_id) FROM notices WHERE kind = 'changed'"); n != 10_000 {
		t.Errorf("%d people were told", n)
	}
}

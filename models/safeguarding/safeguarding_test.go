package safeguarding_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/retention"
	"folkmoot/models/rules"
	"folkmoot/models/safeguarding"
	"folkmoot/models/sealed"
)

var ctx = context.Background()

const canary = "quetzalcoatlus"

// room is the store with people, a group and a discussion to use it on.
type room struct {
	*safeguarding.Store
	t                                  *testing.T
	now                                *clock.Fixed
	talk                               *discussion.Store
	cases                              *moderation.Store
	thread                             int64
	ann, bob, mia, ada, ed, lea, other people.Actor
}

func each(t *testing.T, test func(t *testing.T, r room)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		r := room{Store: &safeguarding.Store{DB: d}, t: t, now: now}
		r.talk = &discussion.Store{DB: d, Hold: discussion.HoldNone, AtRisk: safeguarding.AtRisk}
		r.cases = &moderation.Store{DB: d, AtRisk: safeguarding.Report}
		r.ann, r.bob = r.person("Ann", people.Member), r.person("Bob", people.Member)
		r.mia, r.ada, r.ed = r.person("Mia", people.Moderator), r.person("Ada", people.Administrator), r.person("Ed", people.Editor)
		r.lea, r.other = r.person("Lea", people.Member), r.person("Lou", people.Member)
		r.lea.Lead, r.other.Lead = true, true
		r.ok(r.Appoint(ctx, r.ada, db.NewKey(r.ada.ID), "lea@place.example", true))
		r.ok(r.Appoint(ctx, r.ada, db.NewKey(r.ada.ID), "Lou@Place.example", false))
		r.write(func(tx *db.Tx) (err error) {
			r.thread, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, Slug: "buses", Title: "Buses", CreatedBy: r.bob.ID})
			if err == nil {
				_, err = tx.Exec("UPDATE threads SET listed = 1 WHERE id = ?", r.thread)
			}
			return err
		})
		r.said(r.bob) // so that neither is a stranger
		test(t, r)
	})
}

func (r room) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r room) write(do func(tx *db.Tx) error) {
	r.t.Helper()
	r.ok(r.DB.Write(ctx, do))
}

func (r room) person(name string, role people.Role) people.Actor {
	var id int64
	r.write(func(tx *db.Tx) (err error) {
		id, err = tx.Insert("INSERT INTO people (public_name, email, email_verified_at, role, created_at, changed_at) VALUES (?, ?, 1, ?, 1, 1)",
			name, strings.ToLower(name)+"@place.example", role)
		return err
	})
	return people.Actor{ID: id, Name: name, Role: role, State: people.Active}
}

// said is something with the canary in it that everybody can read.
func (r room) said(by people.Actor) int64 {
	r.t.Helper()
	id, err := r.talk.Post(ctx, by, db.NewKey(by.ID), discussion.Answer{ThreadID: r.thread, Body: "I am afraid of " + canary})
	r.ok(err)
	return id
}

// disclosed is something in which the program notices that somebody may be at risk.
func (r room) disclosed(by people.Actor) int64 {
	r.t.Helper()
	var id int64
	r.write(func(tx *db.Tx) error {
		n := discussion.New{
			ThreadID: r.thread, Kind: discussion.Comment, AuthorID: by.ID, Who: people.Resident,
			Body:     discussion.Body{Source: "I am afraid of " + canary, HTML: "<p>I am afraid of " + canary + "</p>", Version: 1},
			Findings: []discussion.Finding{{Kind: discussion.FindingRisk, Hold: true, Reason: rules.AtRisk, Start: 5, End: 11}},
		}
		if err := r.talk.Enter(tx, by, discussion.Thread{ID: r.thread, Kind: discussion.InGroup}, &n); err != nil {
			return err
		}
		c, err := discussion.Add(tx, n)
		if err != nil {
			return err
		}
		id = c.ID
		return discussion.Finish(tx, by, c, 0)
	})
	return id
}

func (r room) number(query string, args ...any) int {
	r.t.Helper()
	n, err := db.Value[int](ctx, r.DB, query, args...)
	r.ok(err)
	return n
}

func (r room) state(id int64) string {
	r.t.Helper()
	s, err := db.Value[string](ctx, r.DB, "SELECT state || ' ' || sealed || ' ' || open_reports FROM contributions WHERE id = ?", id)
	r.ok(err)
	return s
}

func (r room) concern() int64 {
	r.t.Helper()
	id, err := db.Value[int64](ctx, r.DB, "SELECT MAX(id) FROM concerns")
	r.ok(err)
	return id
}

// holding lists the columns of the whole database in which the canary stands.
func (r room) holding() (list []string) {
	r.t.Helper()
	for _, table := range people.Tables {
		for _, columns := range table.Columns {
			for column := range strings.FieldsSeq(columns) {
				if r.number("SELECT COUNT(*) FROM "+table.Name+" WHERE CAST("+column+" AS TEXT) LIKE ?", "%"+canary+"%") > 0 {
					list = append(list, table.Name+"."+column)
				}
			}
		}
	}
	slices.Sort(list)
	return list
}

func (r room) told(who people.Actor) string {
	r.t.Helper()
	words, err := db.Values[string](ctx, r.DB, "SELECT words || ' ' || link FROM notices WHERE person_id = ? ORDER BY id", who.ID)
	r.ok(err)
	return strings.Join(words, " | ")
}

func TestWhatTheProgramNoticesGoesToTheLeadsAlone(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.write(func(tx *db.Tx) error { _, err := tx.Exec("DELETE FROM contributions"); return err })
		id := r.disclosed(r.ann)
		if got := r.state(id); got != "hidden 1 0" {
			t.Errorf("it is %s", got)
		}
		if got := r.holding(); !slices.Equal(got, []string{"sealed_words.body_md"}) {
			t.Errorf("its words stand in %v", got)
		}
		if n := r.number("SELECT COUNT(*) FROM cases"); n != 0 {
			t.Errorf("%d cases are in the moderators' queue", n)
		}
		if got := r.told(r.lea); !strings.Contains(got, "Somebody may be at risk. Please look at it as soon as you can. /safeguarding/") {
			t.Errorf("the lead on duty is told %q", got)
		}
		if got := r.told(r.other); strings.Contains(got, "at risk. Please") {
			t.Errorf("a lead who is not on duty is told at once: %q", got)
		}
		if got := r.told(r.ann); !strings.Contains(got, "/safe") || r.number("SELECT COUNT(*) FROM jobs WHERE kind = 'notice' AND payload LIKE '%'||(SELECT MAX(id) FROM notices WHERE person_id = ?)||'%'", r.ann.ID) != 0 {
			t.Errorf("the writer is told %q, by mail too", got)
		}
		if passed, held, err := r.Passed(ctx, id); !passed || held || err != nil {
			t.Errorf("passed on: %v, %v", passed, err)
		}
	})
}

func TestWithoutALeadItWaitsForTheModerators(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.write(func(tx *db.Tx) error { _, err := tx.Exec("DELETE FROM safeguarding_leads"); return err })
		id := r.disclosed(r.bob)
		if got := r.state(id); got != "held 0 0" || r.number("SELECT rank FROM cases WHERE contribution_id = ?", id) != discussion.RankGrave {
			t.Errorf("it is %s", got)
		}
		if n := r.number("SELECT COUNT(*) FROM concerns"); n != 0 {
			t.Errorf("%d concerns are open that nobody can read", n)
		}
		if _, err := r.PassOn(ctx, r.mia, db.NewKey(r.mia.ID), id, 1, ""); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("passed on to nobody: %v", err)
		}
	})
}

func TestAReportOfSomebodyAtRiskSealsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for _, reporter := range []people.Actor{people.Visitor, r.bob} {
			id := r.said(r.ann)
			_, err := r.cases.Report(ctx, r.mia, db.NewKey(r.mia.ID), moderation.NewReport{Contribution: id, Reason: "unkind", Note: "Look"})
			r.ok(err)
			n := moderation.NewReport{Contribution: id, Reason: rules.AtRisk, Note: "She told me about " + canary}
			if !reporter.SignedIn() {
				n.Email = "val@place.example"
			}
			_, err = r.cases.Report(ctx, reporter, db.NewKey(reporter.ID), n)
			r.ok(err)
			if got := r.state(id); got != "hidden 1 0" {
				t.Errorf("it is %s", got)
			}
			if n := r.number("SELECT COUNT(*) FROM cases WHERE contribution_id = ?", id) + r.number("SELECT COUNT(*) FROM reports WHERE contribution_id = ? AND (state = 'open' OR note LIKE '%quetz%' OR reporter_email <> '')", id); n != 0 {
				t.Errorf("%d reports and cases are left", n)
			}
			w, err := r.Read(ctx, r.lea, r.concern(), sealed.ForSafety)
			r.ok(err)
			if !strings.Contains(w.Raised, canary) || w.Email != n.Email || w.By != reporter.Name || len(w.Said) != 1 || w.Contact != "ann@place.example" {
				t.Errorf("the lead reads %+v", w)
			}
		}
		if got := r.told(r.mia); !strings.Contains(got, "It is with the person here who looks after people’s safety") {
			t.Errorf("another who reported it is told %q", got)
		}
		entries, err := audit.List(ctx, r.DB, 0, 100)
		r.ok(err)
		for _, e := range entries {
			if e.ActorID == r.bob.ID {
				t.Errorf("the register says who was worried: %+v", e)
			}
		}
	})
}

func TestAModeratorPassesACaseOnAndReadsItNoMore(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.said(r.ann)
		for _, reporter := range []people.Actor{r.bob, people.Visitor} {
			n := moderation.NewReport{Contribution: id, Reason: "unkind", Note: "I know " + canary}
			if !reporter.SignedIn() {
				n.Email = "val@place.example"
			}
			_, err := r.cases.Report(ctx, reporter, db.NewKey(reporter.ID), n)
			r.ok(err)
		}
		for _, answered := range []bool{true, false} {
			asked, err := r.cases.AskOpinion(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Question{Contribution: id, Words: "Is this about " + canary + "?"})
			r.ok(err)
			if answered {
				_, err = r.cases.GiveOpinion(ctx, r.ada, db.NewKey(r.ada.ID), asked, rules.Hide, "unkind", "Yes, about "+canary)
				r.ok(err)
			}
		}
		if _, err := r.PassOn(ctx, r.bob, db.NewKey(r.bob.ID), id, 1, ""); !errors.As(err, new(db.Forbidden)) {
			t.Fatalf("a member passes on: %v", err)
		}
		if _, err := r.PassOn(ctx, r.mia, db.NewKey(r.mia.ID), id, 2, ""); !errors.Is(err, db.ErrConflict) {
			t.Fatalf("words that changed: %v", err)
		}
		concern, err := r.PassOn(ctx, r.mia, db.NewKey(r.mia.ID), id, 1, "She asked me about "+canary)
		r.ok(err)
		if got := r.holding(); !slices.Equal(got, []string{"concern_steps.words", "concerns.words", "contributions.body_html", "contributions.body_md", "sealed_words.body_md"}) {
			t.Errorf("its words stand in %v", got) // those in contributions are of the other one
		}
		if _, err := r.cases.Record(ctx, r.mia, id); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("the moderator reads the record: %v", err)
		}
		_, err = r.cases.Decide(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Decision{
			Contribution: id, Act: rules.Restore, Reason: rules.NoProblem, Seen: moderation.Seen{Revision: 2, Decision: int64(r.number("SELECT MAX(id) FROM decisions"))},
		})
		if !errors.Is(err, db.ErrConflict) {
			t.Errorf("the moderator shows it again: %v", err)
		}
		f, err := r.File(ctx, r.lea, concern)
		if err != nil || strings.Contains(fmt.Sprint(f), canary) {
			t.Errorf("without an entry in the register the lead reads %+v, %v", f, err)
		}
		w, err := r.Read(ctx, r.lea, concern, sealed.ForSafety)
		r.ok(err)
		if len(w.Again) != 2 || w.Again[0].By != "Bob" || !strings.Contains(w.Again[0].Words, canary) || !strings.Contains(w.Again[1].Words, "val@place.example") {
			t.Errorf("what others had reported is %+v", w.Again)
		}
	})
}

func TestNobodyButLeadsGetsAnything(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.disclosed(r.ann)
		own := r.concern()
		r.disclosed(r.lea)
		ofLea := r.concern()
		gone := r.lea
		gone.State = people.Suspended
		for name, who := range map[string]people.Actor{
			"visitor": people.Visitor, "writer": r.ann, "member": r.bob, "editor": r.ed, "moderator": r.mia, "administrator": r.ada, "suspended lead": gone,
		} {
			_, _, list := r.List(ctx, who, false, 0)
			_, file := r.File(ctx, who, own)
			_, read := r.Read(ctx, who, own, sealed.ForSafety)
			_, count := r.Counts(ctx, who)
			note := r.Note(ctx, who, db.NewKey(who.ID), own, safeguarding.NewStep{Step: safeguarding.StepRang})
			back := r.GiveBack(ctx, who, db.NewKey(who.ID), own, rules.Publish)
			out := r.TakeOut(ctx, who, db.NewKey(who.ID), own)
			again := r.Reopen(ctx, who, db.NewKey(who.ID), own)
			for i, err := range []error{list, file, read, count, note, back, out, again} {
				if !errors.As(err, new(db.Forbidden)) {
					t.Errorf("%s: %d gives %v", name, i, err)
				}
			}
		}
		if _, err := r.Read(ctx, r.lea, ofLea, sealed.ForSafety); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a lead reads a concern about themselves: %v", err)
		}
		list, _, err := r.List(ctx, r.lea, false, 0)
		r.ok(err)
		if len(list) != 1 || list[0].ID != own || list[0].Author != "Ann" {
			t.Errorf("the lead's list is %+v", list)
		}
		desk, err := r.Desk(ctx, r.ada)
		r.ok(err)
		if desk.Counts != (safeguarding.Counts{Unopened: 2, Open: 2, Oldest: clock.Of(dbtest.Morning)}) || strings.Contains(fmt.Sprint(desk), "Ann") {
			t.Errorf("the administrator sees %+v", desk)
		}
		for range 2 {
			_, err = r.Read(ctx, r.lea, own, sealed.ForSafety)
			r.ok(err)
		}
		if n := r.number("SELECT COUNT(*) FROM register WHERE act = 'safeguarding.read' AND actor_id = ?", r.lea.ID); n != 2 {
			t.Errorf("two readings are %d entries in the register", n)
		}
	})
}

func TestLeadsAreToldUntilOneLooks(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.disclosed(r.ann)
		id := r.concern()
		r.ok(r.Again(ctx, safeguarding.Telling{Concern: id, Round: 1}))
		r.ok(r.Again(ctx, safeguarding.Telling{Concern: id, Round: 1})) // done twice, told once
		if got := r.told(r.other); strings.Count(got, "no safeguarding lead has looked") != 1 {
			t.Errorf("after an hour the other lead is told %q", got)
		}
		if strings.Contains(r.told(r.ada), "at risk") {
			t.Error("the administrator is told in the second round")
		}
		r.ok(r.Again(ctx, safeguarding.Telling{Concern: id, Round: 2}))
		if got := r.told(r.ada); !strings.Contains(got, "You cannot read it yourself") {
			t.Errorf("the administrator is told %q", got)
		}
		if n := r.number("SELECT COUNT(*) FROM jobs WHERE kind = 'concern-again' AND run_at = ?", clock.Of(dbtest.Morning).Add(time.Hour)); n != 3 {
			t.Errorf("%d jobs wait to tell again", n)
		}
		_, err := r.Contact(ctx, safeguarding.Telling{Concern: id, Round: 1})
		if !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a place without an address: %v", err)
		}
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO settings (name, value, changed_at) VALUES ('contacts', '{"safeguarding":{"email":"duty@place.example"}}', 1)`)
			return err
		})
		letter, err := r.Contact(ctx, safeguarding.Telling{Concern: id, Round: 1})
		if err != nil || letter.To != "duty@place.example" || strings.Contains(fmt.Sprint(letter), "Ann") || strings.Contains(fmt.Sprint(letter), canary) {
			t.Errorf("the contact gets %+v, %v", letter, err)
		}
		_, err = r.Read(ctx, r.other, id, sealed.ForSafety)
		r.ok(err)
		before := r.told(r.lea)
		r.ok(r.Again(ctx, safeguarding.Telling{Concern: id, Round: 3}))
		if r.told(r.lea) != before {
			t.Error("they are told after one has looked")
		}
	})
}

func TestWhatWasNoRiskIsGivenBack(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		published := r.said(r.ann)
		_, err := r.PassOn(ctx, r.mia, db.NewKey(r.mia.ID), published, 1, "")
		r.ok(err)
		first := r.concern()
		noticed := r.disclosed(r.bob)
		second := r.concern()
		r.ok(r.GiveBack(ctx, r.lea, db.NewKey(r.lea.ID), first, rules.Publish))
		if got := r.state(published); got != "published 0 0" {
			t.Errorf("it is %s", got)
		}
		body, err := db.Value[string](ctx, r.DB, "SELECT body_md FROM contributions WHERE id = ?", published)
		if err != nil || body != "I am afraid of "+canary {
			t.Errorf("it reads %q, %v", body, err)
		}
		r.ok(r.GiveBack(ctx, r.lea, db.NewKey(r.lea.ID), second, rules.Ask))
		if got := r.state(noticed); got != "held 0 0" || r.number("SELECT COUNT(*) FROM cases WHERE contribution_id = ?", noticed) != 1 {
			t.Errorf("the other is %s", got)
		}
		if got := r.told(r.ann); !strings.Contains(got, "All is well, and everybody can read it") {
			t.Errorf("the writer is told %q", got)
		}
		if err := r.GiveBack(ctx, r.lea, db.NewKey(r.lea.ID), first, rules.Publish); !errors.Is(err, db.ErrConflict) {
			t.Errorf("given back twice: %v", err)
		}
		f, err := r.File(ctx, r.lea, first)
		if err != nil || f.State != safeguarding.NoRisk || len(f.Steps) != 2 || f.ClosedAt == 0 {
			t.Errorf("the file says %+v, %v", f, err)
		}
	})
}

func TestADiscussionComesBackWithItsTitle(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.write(func(tx *db.Tx) error {
			_, err := tx.Insert("INSERT INTO groups (slug, name, summary, created_at, changed_at) VALUES ('all', 'All', '', 1, 1)")
			return err
		})
		thread, err := r.talk.Start(ctx, r.ann, db.NewKey(r.ann.ID), discussion.Start{GroupID: 1, Title: "Afraid of " + canary, Body: "Help"})
		r.ok(err)
		opening := int64(r.number("SELECT opening_id FROM threads WHERE id = ?", thread))
		_, err = r.PassOn(ctx, r.mia, db.NewKey(r.mia.ID), opening, 1, "")
		r.ok(err)
		if got := r.holding(); slices.Contains(got, "threads.title") || slices.Contains(got, "threads.kept_title") || slices.Contains(got, "threads.slug") {
			t.Errorf("the title stands in %v", got)
		}
		r.ok(r.GiveBack(ctx, r.lea, db.NewKey(r.lea.ID), r.concern(), rules.Publish))
		title, err := db.Value[string](ctx, r.DB, "SELECT title FROM threads WHERE id = ? AND kept_title IS NULL AND listed = 1", thread)
		if err != nil || title != "Afraid of "+canary {
			t.Errorf("the title is %q, %v", title, err)
		}
	})
}

func TestStepsMoveAConcernOnAndItsWordsAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.write(func(tx *db.Tx) error { _, err := tx.Exec("DELETE FROM contributions"); return err })
		r.disclosed(r.ann)
		id := r.concern()
		remind := clock.Of(dbtest.Morning).Add(48 * time.Hour)
		for _, n := range []safeguarding.NewStep{
			{Step: safeguarding.StepRang, Words: "About " + canary},
			{Step: safeguarding.StepCare, Remind: remind},
		} {
			r.ok(r.Note(ctx, r.lea, db.NewKey(r.lea.ID), id, n))
		}
		for field, n := range map[string]safeguarding.NewStep{
			"step": {Step: "opened"}, "words": {Step: safeguarding.StepNote}, "remind": {Step: safeguarding.StepRang, Remind: 1},
		} {
			if err := r.Note(ctx, r.lea, db.NewKey(r.lea.ID), id, n); err == nil || err.(db.Invalid)[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
		r.ok(r.Remind(ctx, safeguarding.Reminding{Concern: id, At: remind}))
		if got := r.told(r.other); !strings.Contains(got, "You asked to be reminded") {
			t.Errorf("reminded with %q", got)
		}
		r.ok(r.Note(ctx, r.lea, db.NewKey(r.lea.ID), id, safeguarding.NewStep{Step: safeguarding.StepClosed, Words: "She is safe from " + canary}))
		f, err := r.File(ctx, r.lea, id)
		if err != nil || f.State != safeguarding.Closed || len(f.Steps) != 3 {
			t.Errorf("the file says %+v, %v", f, err)
		}
		if err := r.Note(ctx, r.lea, db.NewKey(r.lea.ID), id, safeguarding.NewStep{Step: safeguarding.StepRang}); !errors.Is(err, db.ErrConflict) {
			t.Errorf("a step after it is over: %v", err)
		}
		r.ok((&retention.Store{DB: r.DB}).Run(ctx, "concerns"))
		if len(r.holding()) == 0 {
			t.Fatal("its words are forgotten at once")
		}
		r.now.Advance(366 * 24 * time.Hour)
		r.ok((&retention.Store{DB: r.DB}).Run(ctx, "concerns"))
		if got := r.holding(); len(got) > 0 {
			t.Errorf("after a year the words stand in %v", got)
		}
		if _, err := r.Read(ctx, r.lea, id, sealed.ForSafety); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("forgotten words are read: %v", err)
		}
	})
}

func TestWhoLeavesIsStillReachedWhileAConcernIsOpen(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		accounts := people.New(r.DB, people.Options{Place: "Place"})
		t.Cleanup(accounts.Close)
		r.disclosed(r.ann)
		id := r.concern()
		ann := r.ann
		r.write(func(tx *db.Tx) (err error) { // they have just signed in
			ann.SessionID, err = tx.Insert("INSERT INTO sessions (person_id, token_hash, device, network, created_at, last_seen_at, expires_at) VALUES (?, ?, '', '', ?, ?, ?)",
				ann.ID, []byte("token"), tx.Now(), tx.Now(), tx.Now().Add(time.Hour))
			return err
		})
		r.ok(accounts.Leave(ctx, ann, db.NewKey(r.ann.ID), ""))
		w, err := r.Read(ctx, r.lea, id, sealed.ForSafety)
		if err != nil || w.Email != "ann@place.example" || len(w.Said) != 1 {
			t.Errorf("the lead reads %+v, %v", w, err)
		}
		f, err := r.File(ctx, r.lea, id)
		if err != nil || f.Steps[0].Step != safeguarding.StepLeft {
			t.Errorf("the file says %+v, %v", f, err)
		}
	})
}

func TestAnybodyCanTellOfAWorry(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for field, w := range map[string]safeguarding.Worry{
			"words": {Words: "  "}, "email": {Words: "Help", Email: "no"}, "phone": {Words: "Help", Phone: strings.Repeat("1", 300)},
		} {
			if _, err := r.Tell(ctx, people.Visitor, db.NewKey(0), w); err == nil || err.(db.Invalid)[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
		id, err := r.Tell(ctx, people.Visitor, db.NewKey(0), safeguarding.Worry{Words: "My neighbour " + canary, Name: "Val", Phone: "01384 000000"})
		r.ok(err)
		w, err := r.Read(ctx, r.lea, id, sealed.ForSafety)
		if err != nil || w.Raised != "From: Val\n\nMy neighbour "+canary || w.Phone != "01384 000000" || w.By != "" {
			t.Errorf("the lead reads %+v, %v", w, err)
		}
	})
}

func TestTheLastLeadStaysWhileAConcernIsOpen(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.disclosed(r.ann)
		if err := r.Dismiss(ctx, r.mia, db.NewKey(r.mia.ID), r.lea.ID); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("a moderator dismisses a lead: %v", err)
		}
		r.ok(r.Dismiss(ctx, r.ada, db.NewKey(r.ada.ID), r.lea.ID))
		if err := r.Dismiss(ctx, r.ada, db.NewKey(r.ada.ID), r.other.ID); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("the last lead is dismissed: %v", err)
		}
		if n := r.number("SELECT COUNT(*) FROM safeguarding_leads"); n != 1 {
			t.Errorf("%d leads are left", n)
		}
	})
}

func TestOnePersonCannotEmptyADiscussion(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		report := func(id int64) string {
			_, err := r.cases.Report(ctx, r.bob, db.NewKey(r.bob.ID), moderation.NewReport{Contribution: id, Reason: rules.AtRisk})
			r.ok(err)
			return r.state(id)
		}
		for range safeguarding.MostUnopened {
			if got := report(r.said(r.ann)); got != "hidden 1 0" {
				t.Fatalf("reported it is %s", got)
			}
		}
		last := r.said(r.ann)
		if got := report(last); got != "published 0 1" {
			t.Errorf("one too many is %s", got)
		}
		if n := r.number("SELECT COUNT(*) FROM concerns"); n != safeguarding.MostUnopened+1 {
			t.Errorf("the leads were told of %d", n)
		}
		_, err := r.PassOn(ctx, r.mia, db.NewKey(r.mia.ID), last, 1, "")
		r.ok(err)
		if got := r.state(last); got != "hidden 1 0" {
			t.Errorf("passed on by a moderator it is %s", got)
		}
	})
}

// Once a lead has said that nobody is at risk, another report of the same words takes nothing away; changed words are new.
func TestWhatWasGivenBackStays(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.said(r.ann)
		report := func() string {
			_, err := r.cases.Report(ctx, r.bob, db.NewKey(r.bob.ID), moderation.NewReport{Contribution: id, Reason: rules.AtRisk})
			r.ok(err)
			return r.state(id)
		}
		report()
		r.ok(r.GiveBack(ctx, r.lea, db.NewKey(r.lea.ID), r.concern(), rules.Publish))
		if got := report(); got != "published 0 1" {
			t.Errorf("reported again it is %s", got)
		}
		r.now.Advance(time.Minute)
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET edited_at = ?, revision = revision + 1 WHERE id = ?", tx.Now(), id)
			return err
		})
		if got := report(); got != "hidden 1 0" {
			t.Errorf("changed and reported it is %s", got)
		}
	})
}

// With their own words the reports about them would vanish.
func TestNobodyPassesOnTheirOwnWords(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.said(r.mia)
		if _, err := r.PassOn(ctx, r.mia, db.NewKey(r.mia.ID), id, 1, ""); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("%v", err)
		}
		if got := r.state(id); got != "published 0 0" {
			t.Errorf("they are %s", got)
		}
	})
}

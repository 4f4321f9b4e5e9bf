package appeals_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"folkmoot/models/appeals"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/say"
)

var ctx = context.Background()

// room is the store with people, and words to decide about.
type room struct {
	*appeals.Store
	t      *testing.T
	now    *clock.Fixed
	queue  *moderation.Store
	thread int64
	ann    people.Actor // writes
	bob    people.Actor // reports
	mia    people.Actor // decides first
	max    people.Actor // moderates too
	ada    people.Actor // administers
}

func each(t *testing.T, test func(t *testing.T, r room)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		r := room{Store: &appeals.Store{DB: d, Zone: time.UTC}, t: t, now: now, queue: &moderation.Store{DB: d}}
		r.ann, r.bob = r.person("Ann", people.Member), r.person("Bob", people.Member)
		r.mia, r.max, r.ada = r.person("Mia", people.Moderator), r.person("Max", people.Moderator), r.person("Ada", people.Administrator)
		r.write(func(tx *db.Tx) (err error) {
			r.thread, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, Slug: "buses", Title: "Buses", CreatedBy: r.ann.ID})
			return err
		})
		test(t, r)
	})
}

func (r room) write(do func(tx *db.Tx) error) {
	r.t.Helper()
	if err := r.DB.Write(ctx, do); err != nil {
		r.t.Fatal(err)
	}
}

func (r room) must(err error) {
	if err != nil {
		r.t.Helper()
		r.t.Fatal(err)
	}
}

func (r room) person(name string, role people.Role) people.Actor {
	r.t.Helper()
	var id int64
	r.write(func(tx *db.Tx) (err error) {
		id, err = tx.Insert(`INSERT INTO people (public_name, email, email_verified_at, role, created_at, changed_at) VALUES (?, ?, 1, ?, 1, 1)`,
			name, strings.ToLower(name)+"@place.example", role)
		return err
	})
	return people.Actor{ID: id, Name: name, Role: role, State: people.Active}
}

// say has somebody say something that everybody can read.
func (r room) say(by people.Actor) int64 {
	r.t.Helper()
	var id int64
	r.write(func(tx *db.Tx) error {
		c, err := discussion.Add(tx, discussion.New{
			ThreadID: r.thread, Kind: discussion.Comment, AuthorID: by.ID, Who: people.Resident, State: discussion.Published,
			Body: discussion.Body{Source: "The bus is late", HTML: "<p>The bus is late</p>", Version: 1},
		})
		id = c.ID
		return err
	})
	return id
}

// decide has somebody decide as they see it now.
func (r room) decide(by people.Actor, id int64, act rules.Act) int64 {
	r.t.Helper()
	record, err := r.queue.Record(ctx, by, id)
	r.must(err)
	reason := "unkind"
	if act.Shows() {
		reason = rules.NoProblem
	}
	decision, err := r.queue.Decide(ctx, by, db.NewKey(by.ID), moderation.Decision{Contribution: id, Act: act, Reason: reason, Seen: record.Seen})
	r.must(err)
	return decision
}

func (r room) report(by people.Actor, id int64) {
	r.t.Helper()
	_, err := r.queue.Report(ctx, by, db.NewKey(by.ID), moderation.NewReport{Contribution: id, Reason: "unkind"})
	r.must(err)
}

func as(a people.Actor) appeals.Appellant { return appeals.Appellant{Person: a.ID} }

// appeal opens an appeal that must be taken.
func (r room) appeal(by people.Actor, n appeals.New) int64 {
	r.t.Helper()
	n.Words = "I meant the timetable, not the driver"
	id, err := r.Open(ctx, as(by), db.NewKey(by.ID), n)
	r.must(err)
	return id
}

// outcome is a decision about an appeal as it stands now.
func (r room) outcome(by people.Actor, id int64, state appeals.State, act rules.Act) appeals.Outcome {
	r.t.Helper()
	c, err := r.Case(ctx, by, id)
	r.must(err)
	o := appeals.Outcome{Appeal: id, State: state, Words: "I read it again with fresh eyes.", Act: act, Reason: "unkind"}
	if c.Record != nil {
		o.Seen = c.Record.Seen
	}
	return o
}

// told gives all that a person was told, one after the other.
func (r room) told(who people.Actor) string {
	r.t.Helper()
	list, err := db.Values[say.Text](ctx, r.DB, "SELECT words FROM notices WHERE person_id = ? ORDER BY id", who.ID)
	r.must(err)
	return say.Join(list...).String()
}

func (r room) state(id int64) discussion.State {
	r.t.Helper()
	state, err := db.Value[discussion.State](ctx, r.DB, "SELECT state FROM contributions WHERE id = ?", id)
	r.must(err)
	return state
}

func refused(err error) bool { return errors.As(err, new(db.Forbidden)) }

// invalid tells whether an error is about a field.
func invalid(err error, field string) bool {
	var wrong db.Invalid
	return errors.As(err, &wrong) && wrong[field] != ""
}

func TestWhoDecides(t *testing.T) {
	team := []appeals.Judge{{ID: 1}, {ID: 2}, {ID: 3, Administrator: true}, {ID: 4, Administrator: true}}
	for name, c := range map[string]struct {
		barred []int64
		want   []int64
	}{
		"another moderator":           {[]int64{1}, []int64{2}},
		"any moderator, if none did":  {nil, []int64{1, 2}},
		"an administrator, if no one": {[]int64{1, 2}, []int64{3, 4}},
		"the other administrator":     {[]int64{1, 2, 3}, []int64{4}},
		"nobody":                      {[]int64{1, 2, 3, 4}, nil},
	} {
		var got []int64
		for _, j := range appeals.Judges(team, c.barred) {
			got = append(got, j.ID)
		}
		if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	for name, c := range map[string]struct {
		actor people.Actor
		may   bool
	}{
		"a moderator who had no part":       {people.Actor{ID: 1, Role: people.Moderator, State: people.Active}, true},
		"a moderator who had":               {people.Actor{ID: 2, Role: people.Moderator, State: people.Active}, false},
		"an administrator who had no part":  {people.Actor{ID: 3, Role: people.Administrator, State: people.Active}, true},
		"an administrator who had":          {people.Actor{ID: 2, Role: people.Administrator, State: people.Active}, false},
		"a moderator on hold":               {people.Actor{ID: 1, Role: people.Moderator, State: people.Suspended}, false},
		"an editor":                         {people.Actor{ID: 1, Role: people.Editor, State: people.Active}, false},
		"a member":                          {people.Actor{ID: 1, Role: people.Member, State: people.Active}, false},
		"a visitor":                         {people.Visitor, false},
		"a visitor where nobody is barred":  {people.Actor{}, false},
		"somebody with no state and a role": {people.Actor{ID: 9, Role: people.Moderator}, false},
	} {
		if err := appeals.MayDecide(c.actor, []int64{2, 0}); (err == nil) != c.may || err != nil && !refused(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A hidden contribution comes back, its writer and who reported it are told, and the register has it all.
func TestAnAppealIsUpheld(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann)
		r.report(r.bob, id)
		decision := r.decide(r.mia, id, rules.Hide)
		n := appeals.New{Kind: appeals.OfDecision, Contribution: id}
		sub, err := r.Subject(ctx, as(r.ann), n)
		if err != nil || sub.Decision.ID != decision || sub.Decision.Reason != "unkind" || sub.HTML != "" || sub.Before != 0 || sub.Days != 5 {
			t.Fatalf("%+v, %v", sub, err)
		}
		ap := r.appeal(r.ann, n)
		if told := r.told(r.max); !strings.Contains(told, "no part in") {
			t.Errorf("the other moderator is told: %q", told)
		}
		if told := r.told(r.mia) + r.told(r.ada); told != "" {
			t.Errorf("who decided, or an administrator who is not needed, is told: %q", told)
		}
		c, err := r.Case(ctx, r.max, ap)
		if err != nil || c.May != nil || len(c.Judges) != 1 || c.Judges[0].ID != r.max.ID || c.Record == nil || c.Record.Body != "The bus is late" ||
			c.DueAt != clock.Of(time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)) || c.Decision.By != "Mia" {
			t.Fatalf("%+v, %v", c, err)
		}
		for name, who := range map[string]people.Actor{"who decided": r.mia, "the writer": r.ann, "a visitor": people.Visitor} {
			if err := r.Decide(ctx, who, db.NewKey(who.ID), r.outcome(r.max, ap, appeals.Upheld, rules.Restore)); !refused(err) {
				t.Errorf("%s decides: %v", name, err)
			}
		}
		if err := r.Decide(ctx, r.max, db.NewKey(r.max.ID), r.outcome(r.max, ap, appeals.Upheld, "")); !invalid(err, "act") {
			t.Errorf("upheld, and nothing is done: %v", err)
		}
		key, o := db.NewKey(r.max.ID), r.outcome(r.max, ap, appeals.Upheld, rules.Restore)
		for range 2 { // sent twice
			r.must(r.Decide(ctx, r.max, key, o))
		}
		if got := r.state(id); got != discussion.Published {
			t.Errorf("it is %s", got)
		}
		told := r.told(r.ann)
		if strings.Count(told, "fresh eyes") != 1 || !strings.Contains(told, "You were right") || !strings.Contains(told, "last word") || strings.Contains(told, "Max") {
			t.Errorf("the writer is told: %q", told)
		}
		if told := r.told(r.bob); strings.Count(told, "That has changed") != 1 {
			t.Errorf("who reported is told: %q", told)
		}
		acts, err := db.Values[string](ctx, r.DB, "SELECT act FROM register ORDER BY id")
		if got := strings.Join(acts, " "); err != nil || got != "moderation.hide appeal.open moderation.restore appeal.upheld" {
			t.Errorf("the register: %s, %v", got, err)
		}
		if linked, err := db.Value[int64](ctx, r.DB, "SELECT for_appeal FROM decisions WHERE act = 'restore'"); linked != ap || err != nil {
			t.Errorf("the decision is for appeal %d, %v", linked, err)
		}
		if _, err := r.queue.Undo(ctx, r.max, db.NewKey(r.max.ID), decision+1); !errors.Is(err, db.ErrConflict) {
			t.Errorf("the outcome of an appeal is undone: %v", err)
		}
		if err := r.Decide(ctx, r.max, db.NewKey(r.max.ID), o); !errors.Is(err, db.ErrConflict) {
			t.Errorf("decided again: %v", err)
		}
	})
}

func TestWhoCanAppeal(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann)
		n := appeals.New{Kind: appeals.OfDecision, Contribution: id, Words: "Please"}
		open := func(by appeals.Appellant, n appeals.New) error {
			_, err := r.Open(ctx, by, db.NewKey(by.Person), n)
			return err
		}
		if err := open(as(r.ann), n); !refused(err) {
			t.Errorf("before anything was decided: %v", err)
		}
		r.decide(r.mia, id, rules.Ask)
		if err := open(as(r.bob), n); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("about somebody else's words: %v", err)
		}
		if err := open(appeals.Appellant{Email: "x@example.org"}, n); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a visitor about somebody's words: %v", err)
		}
		for words, field := range map[string]string{"": "words", "  \n ": "words", strings.Repeat("é", appeals.MaxWords+1): "words"} {
			if err := open(as(r.ann), appeals.New{Kind: n.Kind, Contribution: id, Words: words}); !invalid(err, field) {
				t.Errorf("%.20q: %v", words, err)
			}
		}
		if err := open(as(r.ann), appeals.New{Kind: "sheep", Contribution: id, Words: "Please"}); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("of no kind: %v", err)
		}
		if err := open(as(r.ann), appeals.New{Kind: appeals.OfDecision, Contribution: id, Words: strings.Repeat("é", appeals.MaxWords)}); err != nil {
			t.Errorf("as long as can be: %v", err)
		}
		if err := open(as(r.ann), n); !invalid(err, "") {
			t.Errorf("a second time: %v", err)
		}
		if n, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM appeals"); n != 1 || err != nil {
			t.Errorf("%d appeals, %v", n, err)
		}
		mine, err := r.Mine(ctx, as(r.ann))
		r.must(err)
		if err := r.Withdraw(ctx, as(r.bob), db.NewKey(r.bob.ID), mine[0].ID); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("somebody else's is withdrawn: %v", err)
		}
		r.must(r.Withdraw(ctx, as(r.ann), db.NewKey(r.ann.ID), mine[0].ID))
		if err := r.Withdraw(ctx, as(r.ann), db.NewKey(r.ann.ID), mine[0].ID); !errors.Is(err, db.ErrConflict) {
			t.Errorf("withdrawn twice: %v", err)
		}
		if err := open(as(r.ann), n); err != nil {
			t.Errorf("after it was withdrawn: %v", err)
		}
	})
}

// Of many who send the same at once, one appeal comes; of two who decide it at once, one outcome.
func TestAtOnce(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann)
		r.decide(r.mia, id, rules.Hide)
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				r.Open(ctx, as(r.ann), db.NewKey(r.ann.ID), appeals.New{Kind: appeals.OfDecision, Contribution: id, Words: "Please"})
			})
		}
		wait.Wait()
		ids, err := db.Values[int64](ctx, r.DB, "SELECT id FROM appeals")
		if err != nil || len(ids) != 1 {
			t.Fatalf("%v, %v", ids, err)
		}
		outcomes := []appeals.Outcome{r.outcome(r.max, ids[0], appeals.Upheld, rules.Restore), r.outcome(r.ada, ids[0], appeals.Refused, "")}
		errs := make([]error, 2)
		for i, who := range []people.Actor{r.max, r.ada} {
			wait.Go(func() { errs[i] = r.Decide(ctx, who, db.NewKey(who.ID), outcomes[i]) })
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("%v and %v", errs[0], errs[1])
		}
		if n, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM register WHERE act IN ('appeal.upheld', 'appeal.refused')"); n != 1 || err != nil {
			t.Errorf("%d outcomes, %v", n, err)
		}
	})
}

func TestWhoReportedAppeals(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann)
		n := appeals.New{Kind: appeals.Inaction, Contribution: id}
		if _, err := r.Subject(ctx, as(r.bob), n); !refused(err) {
			t.Errorf("without a report: %v", err)
		}
		r.report(r.bob, id)
		late := r.appeal(r.bob, n)
		if _, err := r.Subject(ctx, as(r.bob), appeals.New{Kind: appeals.OfReport, Contribution: id}); !refused(err) {
			t.Errorf("about an outcome that there is not: %v", err)
		}
		if c, err := r.Case(ctx, r.mia, late); err != nil || c.Report.ID == 0 || !c.Report.Open || len(c.Judges) != 2 {
			t.Errorf("%+v, %v", c.Appeal, err)
		}
		r.must(r.Decide(ctx, r.mia, db.NewKey(r.mia.ID), r.outcome(r.mia, late, appeals.Upheld, "")))
		r.decide(r.mia, id, rules.Keep)
		n.Kind = appeals.OfReport
		ap := r.appeal(r.bob, n)
		if err := r.Decide(ctx, r.max, db.NewKey(r.max.ID), r.outcome(r.max, ap, appeals.Upheld, "")); !invalid(err, "act") {
			t.Errorf("upheld, and nothing is done: %v", err)
		}
		r.must(r.Decide(ctx, r.max, db.NewKey(r.max.ID), r.outcome(r.max, ap, appeals.Upheld, rules.Hide)))
		if r.state(id) != discussion.Hidden || !strings.Contains(r.told(r.ann), "has hidden what you wrote") || !strings.Contains(r.told(r.bob), "It is hidden now") {
			t.Errorf("%s; the writer: %q; who reported: %q", r.state(id), r.told(r.ann), r.told(r.bob))
		}
		// The writer was told something new, and can appeal in turn; both moderators had a part in it.
		last := r.appeal(r.ann, appeals.New{Kind: appeals.OfDecision, Contribution: id})
		c, err := r.Case(ctx, r.ada, last)
		if err != nil || len(c.Judges) != 1 || c.Judges[0].ID != r.mia.ID {
			t.Errorf("%+v, %v", c.Judges, err)
		}
	})
}

// Somebody without an account is answered by mail, and their address is forgotten then.
func TestInactionWithoutAnAccount(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann)
		n := appeals.New{Kind: appeals.Inaction, Contribution: id, Words: "I told you a week ago"}
		for _, email := range []string{"", "nobody", "a@b@c"} {
			if _, err := r.Open(ctx, appeals.Appellant{Email: email}, db.NewKey(0), n); !invalid(err, "email") {
				t.Errorf("%q: %v", email, err)
			}
		}
		by := appeals.Appellant{Email: "zoe@example.org"}
		ap, err := r.Open(ctx, by, db.NewKey(0), n)
		r.must(err)
		if _, err := r.Open(ctx, by, db.NewKey(0), n); !invalid(err, "") {
			t.Errorf("a second time: %v", err)
		}
		if _, err := r.Answer(ctx, ap); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("answered before it is decided: %v", err)
		}
		r.must(r.Decide(ctx, r.mia, db.NewKey(r.mia.ID), r.outcome(r.mia, ap, appeals.Partly, "")))
		letter, err := r.Answer(ctx, ap)
		if err != nil || letter.To != "zoe@example.org" || !strings.Contains(letter.Words.String(), "right in part") || !strings.Contains(letter.Words.String(), "fresh eyes") {
			t.Errorf("%+v, %v", letter, err)
		}
		r.must(r.Answered(ctx, ap))
		if _, err := r.Answer(ctx, ap); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("the address is kept: %v", err)
		}
		r.decide(r.mia, r.say(r.bob), rules.Hide)
		if _, err := r.Open(ctx, by, db.NewKey(0), appeals.New{Kind: appeals.Inaction, Contribution: id + 1, Words: "Why?"}); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("about what they cannot see: %v", err)
		}
	})
}

// sanction restricts somebody, as the moderators' page about a person does.
func (r room) sanction(who, by people.Actor, kind string, days int) int64 {
	r.t.Helper()
	var id int64
	r.write(func(tx *db.Tx) (err error) {
		until := any(nil)
		if days > 0 {
			until = tx.Now().Add(time.Duration(days) * 24 * time.Hour)
		}
		if id, err = tx.Insert(`INSERT INTO sanctions (person_id, kind, reason, until, made_by, made_at, appeal_code) VALUES (?, ?, 'unkind', ?, ?, ?, ?)`,
			who.ID, kind, until, by.ID, tx.Now(), "code-of-sixteen-letters-"+kind); err != nil || kind == "warn" {
			return err
		}
		if kind == "silence" {
			_, err = tx.Exec("UPDATE people SET silenced_until = ? WHERE id = ?", until, who.ID)
			return err
		}
		_, err = tx.Exec("UPDATE people SET state = 'suspended', suspended_until = ? WHERE id = ?", until, who.ID)
		return err
	})
	return id
}

func TestSanctions(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		silence, ban := r.sanction(r.ann, r.mia, "silence", 30), r.sanction(r.ann, r.mia, "ban", 0)
		by, n, err := r.ByCode(ctx, "code-of-sixteen-letters-ban")
		if err != nil || by.Person != r.ann.ID || n.Sanction != ban {
			t.Fatalf("%+v %+v, %v", by, n, err)
		}
		for _, code := range []string{"", "code", "code-of-sixteen-letters-bam", strings.Repeat("x", 500)} {
			if _, _, err := r.ByCode(ctx, code); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("%.30q: %v", code, err)
			}
		}
		ap := r.appeal(r.ann, n)
		if c, err := r.Case(ctx, r.max, ap); err != nil || c.May != nil || c.Sanction.Kind != "ban" || c.Reason.Key != "unkind" {
			t.Errorf("%+v, %v", c, err)
		}
		if err := r.Decide(ctx, r.mia, db.NewKey(r.mia.ID), r.outcome(r.max, ap, appeals.Upheld, "")); !refused(err) {
			t.Errorf("who made it decides: %v", err)
		}
		o := r.outcome(r.max, ap, appeals.Partly, "")
		if err := r.Decide(ctx, r.max, db.NewKey(r.max.ID), o); !invalid(err, "days") {
			t.Errorf("shortened to nothing: %v", err)
		}
		o.Days = 7
		r.must(r.Decide(ctx, r.max, db.NewKey(r.max.ID), o))
		var state string
		var silenced, suspended clock.Instant
		read := func() {
			r.must(r.DB.QueryRow(ctx, "SELECT state, COALESCE(silenced_until, 0), COALESCE(suspended_until, 0) FROM people WHERE id = ?", r.ann.ID).Scan(&state, &silenced, &suspended))
		}
		if read(); state != "suspended" || suspended != r.now.Now().Add(7*24*time.Hour) || silenced != r.now.Now().Add(30*24*time.Hour) {
			t.Errorf("%s until %d, silenced until %d", state, suspended, silenced)
		}
		ap = r.appeal(r.ann, appeals.New{Kind: appeals.OfSanction, Sanction: silence})
		r.must(r.Decide(ctx, r.max, db.NewKey(r.max.ID), r.outcome(r.max, ap, appeals.Upheld, "")))
		if read(); state != "suspended" || silenced != 0 {
			t.Errorf("%s, silenced until %d", state, silenced)
		}
		if told := r.told(r.ann); !strings.Contains(told, "ends in 7 days") || !strings.Contains(told, "It is lifted.") {
			t.Errorf("told %q", told)
		}
		if _, err := r.Open(ctx, as(r.bob), db.NewKey(r.bob.ID), appeals.New{Kind: appeals.OfSanction, Sanction: ban, Words: "Let her in"}); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("about somebody else: %v", err)
		}
	})
}

func TestTakingAndReminding(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann)
		r.decide(r.mia, id, rules.Hide)
		ap := r.appeal(r.ann, appeals.New{Kind: appeals.OfDecision, Contribution: id})
		if err := r.Take(ctx, r.mia, ap, appeals.Take); !refused(err) {
			t.Errorf("who decided takes it: %v", err)
		}
		r.must(r.Take(ctx, r.max, ap, appeals.Take))
		if err := r.Take(ctx, r.ada, ap, appeals.Take); !errors.Is(err, db.ErrConflict) {
			t.Errorf("taken twice: %v", err)
		}
		if err := r.Decide(ctx, r.ada, db.NewKey(r.ada.ID), r.outcome(r.ada, ap, appeals.Refused, "")); !errors.Is(err, db.ErrConflict) {
			t.Errorf("decided while somebody else has it: %v", err)
		}
		r.must(r.Remind(ctx))
		if told := r.told(r.max); strings.Contains(told, "within a day") {
			t.Errorf("reminded days before: %q", told)
		}
		r.now.Advance(6 * 24 * time.Hour) // Friday morning; it is due at midnight
		r.must(r.Take(ctx, r.ada, ap, appeals.Take))
		for range 3 {
			r.must(r.Remind(ctx))
		}
		if told := r.told(r.ada); strings.Count(told, "within a day") != 1 || strings.Contains(r.told(r.mia), "within a day") {
			t.Errorf("who has it is told %q, who decided %q", told, r.told(r.mia))
		}
		r.now.Advance(25 * time.Hour)
		r.must(r.Remind(ctx))
		if told := r.told(r.max); !strings.Contains(told, "should have been answered") {
			t.Errorf("late, and told %q", told)
		}
		if counts, err := r.Counts(ctx, r.max); err != nil || counts != (appeals.Counts{Open: 1, Late: 1}) {
			t.Errorf("%+v, %v", counts, err)
		}
		if _, err := r.Counts(ctx, r.ann); !refused(err) {
			t.Errorf("a member counts: %v", err)
		}
	})
}

// Where everybody had a part in it nobody may decide, the administrators are told so, and the clock runs.
func TestNobodyIsLeft(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann)
		for _, who := range []people.Actor{r.max, r.ada} {
			r.report(who, id)
		}
		r.decide(r.mia, id, rules.Hide)
		ap := r.appeal(r.ann, appeals.New{Kind: appeals.OfDecision, Contribution: id})
		c, err := r.Case(ctx, r.ada, ap)
		if err != nil || len(c.Judges) != 0 || c.May == nil || c.DueAt == 0 || !strings.Contains(r.told(r.ada), "nobody here may decide it") {
			t.Errorf("%+v, %v; told %q", c, err, r.told(r.ada))
		}
	})
}

func TestListsGoOnWhereTheyStopped(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for range appeals.PageSize + 3 {
			id := r.say(r.ann)
			r.decide(r.mia, id, rules.Hide)
			r.appeal(r.ann, appeals.New{Kind: appeals.OfDecision, Contribution: id})
		}
		first, next, err := r.List(ctx, r.max, "")
		if err != nil || len(first) != appeals.PageSize || next == "" {
			t.Fatalf("%d, %q, %v", len(first), next, err)
		}
		rest, next, err := r.List(ctx, r.max, next)
		if err != nil || len(rest) != 3 || next != "" || rest[0].ID <= first[len(first)-1].ID {
			t.Errorf("%d, %q, %v", len(rest), next, err)
		}
		if closed, _, err := r.Closed(ctx, r.max, ""); err != nil || len(closed) != 0 {
			t.Errorf("%d, %v", len(closed), err)
		}
		if _, _, err := r.List(ctx, r.max, "x"); err == nil {
			t.Error("a forged mark")
		}
	})
}

// A moderator whose words were reported does not learn by whom from an appeal either.
func TestWhoReportedIsNotForAWriterWhoModerates(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.mia)
		r.report(r.bob, id)
		late := r.appeal(r.bob, appeals.New{Kind: appeals.Inaction, Contribution: id})
		if c, err := r.Case(ctx, r.mia, late); err != nil || !c.Withheld || c.Name != "" || c.Person != 0 || c.Words != "" || c.Report.Note != "" || c.May == nil {
			t.Errorf("they read %+v, %v", c.Appeal, err)
		}
		if c, err := r.Case(ctx, r.max, late); err != nil || c.Withheld || c.Name != "Bob" || c.Words == "" {
			t.Errorf("another reads %+v, %v", c.Appeal, err)
		}
	})
}

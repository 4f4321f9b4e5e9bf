package rules_test

import (
	"errors"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// reachable are the shipped contacts with a way to reach the safeguarding lead and somebody named for safety.
func reachable() rules.Contacts {
	c := rules.Shipped().Contacts
	c.Safeguarding.Phone, c.SafetyLead.Name = "01632 960 001", "Ada"
	return c
}

func TestContactsAreChecked(t *testing.T) {
	if _, err := reachable().Check(); err != nil {
		t.Error(err)
	}
	for field, spoil := range map[string]func(*rules.Contacts){
		"safeguarding-who":   func(c *rules.Contacts) { c.Safeguarding.Who = " " },
		"safeguarding-phone": func(c *rules.Contacts) { c.Safeguarding.Phone = "" },
		"safeguarding-email": func(c *rules.Contacts) { c.Safeguarding.Email = "somebody" },
		"line-1":             func(c *rules.Contacts) { c.HelpLines = []rules.HelpLine{{}, {}} },
		"line-2":             func(c *rules.Contacts) { c.HelpLines[1].Name = "" },
		"line-3-number":      func(c *rules.Contacts) { c.HelpLines[2].Number = "ring us" },
		"lead-name":          func(c *rules.Contacts) { c.SafetyLead = rules.SafetyLead{Role: "clerk"} },
		"aim":                func(c *rules.Contacts) { c.AimHours = 0 },
		"appeal":             func(c *rules.Contacts) { c.AppealDays = rules.MaxAppealDays + 1 },
	} {
		c := reachable()
		spoil(&c)
		if _, err := c.Check(); !wrongIn(err, field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	c := reachable()
	c.HelpLines = append(c.HelpLines, rules.HelpLine{})
	if clean, err := c.Check(); err != nil || len(clean.HelpLines) != len(c.HelpLines)-1 {
		t.Errorf("an empty row is kept: %v", err)
	}
}

func TestContactsOfOthersAreNotOverwritten(t *testing.T) {
	each(t, func(r *room) {
		had := r.book().Contacts.Mark()
		if err := r.SetContacts(ctx, r.boss, key(), had, reachable()); err != nil {
			t.Fatal(err)
		}
		if r.book().Contacts.Safeguarding.Phone != "01632 960 001" {
			t.Errorf("stored %+v", r.book().Contacts)
		}
		mine := reachable()
		mine.AimHours = 9
		if err := r.SetContacts(ctx, r.boss, key(), had, mine); !errors.Is(err, db.ErrConflict) || r.book().Contacts.AimHours == 9 {
			t.Errorf("from an old page: %v", err)
		}
		if err := r.SetContacts(ctx, r.boss, key(), r.book().Contacts.Mark(), mine); err != nil || r.book().Contacts.AimHours != 9 {
			t.Error(err)
		}
		details, err := db.Value[string](ctx, r.d, "SELECT details FROM register ORDER BY id LIMIT 1")
		if err != nil || !strings.Contains(details, "safeguarding") || strings.Contains(details, "960") || strings.Contains(details, "Ada") {
			t.Errorf("the register holds %s, %v", details, err)
		}
	})
}

func TestAPlaceOpensWhenTheListIsDone(t *testing.T) {
	each(t, func(r *room) {
		done := rules.Confirmed{Rules: true, Reasons: true, Alone: true}
		if err := r.Open(ctx, r.boss, key(), done); !wrongIn(err, "safeguarding") || !wrongIn(err, "lead") || r.book().Opening.Open() {
			t.Errorf("without contacts: %v", err)
		}
		if err := r.SetContacts(ctx, r.boss, key(), r.book().Contacts.Mark(), reachable()); err != nil {
			t.Fatal(err)
		}
		if err := r.Open(ctx, r.boss, key(), rules.Confirmed{}); !wrongIn(err, "rules") || !wrongIn(err, "reasons") || !wrongIn(err, "moderators") {
			t.Errorf("nothing confirmed: %v", err)
		}
		r.person("Mo", people.Moderator)
		done.Alone = false
		if err := r.Open(ctx, r.boss, key(), done); err != nil || !r.book().Opening.Open() {
			t.Fatalf("everything is done: %v", err)
		}
		if err := r.Open(ctx, r.boss, key(), done); err != nil {
			t.Errorf("open already: %v", err)
		}
		since := r.book().Opening.Since
		if err := r.Pause(ctx, r.boss, key(), " "); !wrongIn(err, "reason") || !r.book().Opening.Open() {
			t.Errorf("without a reason: %v", err)
		}
		if err := r.Pause(ctx, r.boss, key(), "We are moving house."); err != nil || r.book().Opening.Open() || r.book().Opening.Reason != "We are moving house." {
			t.Errorf("paused: %v, %+v", err, r.book().Opening)
		}
		if err := r.Open(ctx, r.boss, key(), rules.Confirmed{}); err != nil || !r.book().Opening.Open() || r.book().Opening.Since != since || r.book().Opening.Reason != "" {
			t.Errorf("open again: %v, %+v", err, r.book().Opening)
		}
		if got := r.entries(); got != "settings.contacts 0 , place.open 0 , place.pause 0 We are moving house., place.open 0 " {
			t.Errorf("register %q", got)
		}
	})
}

func TestTheOperatorOpensAPlace(t *testing.T) {
	each(t, func(r *room) {
		if err := r.Pause(ctx, people.Operator, db.NewKey(0), "why not"); !errors.Is(err, db.ErrConflict) {
			t.Errorf("paused what never was open: %v", err)
		}
		if err := r.Open(ctx, people.Operator, db.NewKey(0), rules.Confirmed{}); !wrongIn(err, "safeguarding") {
			t.Errorf("without a contact: %v", err)
		}
		if err := r.Open(ctx, people.Operator, db.NewKey(0), rules.Confirmed{Email: "nowhere"}); !wrongIn(err, "safeguarding-email") || r.book().Opening.Open() {
			t.Errorf("with a broken address: %v", err)
		}
		if err := r.Open(ctx, people.Operator, db.NewKey(0), rules.Confirmed{Email: "safe@example.org", Phone: "01632 960 003"}); err != nil {
			t.Fatal(err)
		}
		if s := r.book().Contacts.Safeguarding; !r.book().Opening.Open() || s.Email != "safe@example.org" || s.Phone != "01632 960 003" {
			t.Errorf("%+v", r.book())
		}
	})
}

// Every page is made afresh after a change of who may come in.
func TestOpeningTouchesEverything(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		s := rules.New(d)
		var topics []string
		d.OnCommit(func(touched []string) { topics = append(topics, touched...) })
		for _, act := range []func() error{
			func() error {
				return s.Open(ctx, people.Operator, db.NewKey(0), rules.Confirmed{Phone: "01632 960 003"})
			},
			func() error { return s.Pause(ctx, people.Operator, db.NewKey(0), "because") },
		} {
			topics = nil
			if err := act(); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(strings.Join(topics, " "), db.TopicEverything) {
				t.Errorf("touched %q", topics)
			}
		}
	})
}

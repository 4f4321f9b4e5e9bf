package rules_test

import (
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// What the operator's command does in another process is seen by a site that runs, soon after.
func TestAChangeByAnotherProcessIsNoticed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		s := rules.New(d)
		var noticed []string
		s.Noticed = func(topics []string) { noticed = append(noticed, topics...) }
		if book, err := s.Book(ctx); err != nil || book.Opening.Open() || s.Kept() != book {
			t.Fatalf("%+v, %v", book, err)
		}
		now.Advance(time.Minute)
		if s.Kept() != nil {
			t.Error("an old book is taken for the present one")
		}
		if _, err := s.Book(ctx); err != nil || len(noticed) > 0 {
			t.Errorf("nothing changed, and %q was noticed; %v", noticed, err)
		}
		set(t, d, "opened", "1000") // nobody is told
		if book, err := s.Book(ctx); err != nil || book.Opening.Open() {
			t.Errorf("the book is read for every request: %v", err)
		}
		now.Advance(time.Minute)
		if book, err := s.Book(ctx); err != nil || !book.Opening.Open() || len(noticed) != 1 || noticed[0] != db.TopicEverything {
			t.Errorf("%+v, %q, %v", book.Opening, noticed, err)
		}
		if err := s.Pause(ctx, people.Operator, db.NewKey(0), "because"); err != nil {
			t.Fatal(err)
		}
		if book, err := s.Book(ctx); err != nil || book.Opening.Open() || len(noticed) != 1 {
			t.Errorf("%+v, %q, %v", book.Opening, noticed, err)
		}
	})
}

package safeguarding_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/safeguarding"
)

// Reports that are sent side by side seal no more than those that come one after another.
func TestStrangersCannotEmptyADiscussionAtOnce(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		var list []int64
		for range 4 * safeguarding.MostUnopened {
			r.now.Advance(time.Hour) // so that it is no burst
			list = append(list, r.post(r.person(fmt.Sprint("Writer", len(list)), people.Member), fmt.Sprint("Bus ", len(list))))
		}
		var all sync.WaitGroup
		failed := make(chan error, len(list))
		for _, id := range list {
			all.Go(func() {
				_, err := r.cases.Report(ctx, people.Visitor, db.NewKey(0), moderation.NewReport{Contribution: id, Reason: rules.AtRisk})
				failed <- err
			})
		}
		all.Wait()
		for range list {
			r.ok(<-failed)
		}
		if n := r.number("SELECT COUNT(*) FROM contributions WHERE sealed = 1"); n != safeguarding.MostUnopened {
			t.Errorf("%d are sealed, want %d", n, safeguarding.MostUnopened)
		}
		if n := r.number("SELECT COUNT(*) FROM concerns"); n != len(list) {
			t.Errorf("the leads were told of %d of %d", n, len(list))
		}
	})
}

// Whoever fills in the form again and again does not fill the leads' and the contact's mail as well.
func TestAFloodOfConcernsIsNotMailed(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		const many = 12
		for range many {
			_, err := r.Tell(ctx, people.Visitor, db.NewKey(0), safeguarding.Worry{Words: "I am worried about " + canary})
			r.ok(err)
		}
		if n := r.number("SELECT COUNT(*) FROM notices WHERE kind = 'concern' AND person_id = ?", r.lea.ID); n < min(many, safeguarding.MostTold) {
			t.Errorf("the lead is told of %d", n)
		}
		for _, kind := range []string{notify.JobMail, safeguarding.JobContact} {
			if n := r.number("SELECT COUNT(*) FROM jobs WHERE kind = ?", kind); n == 0 || n > notify.MostAlike+2 { // both were told by mail that they are leads
				t.Errorf("%d jobs of kind %s", n, kind)
			}
		}
	})
}

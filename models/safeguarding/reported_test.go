package safeguarding_test

import (
	"fmt"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/safeguarding"
)

const stands, gone = "published 0 1", "hidden 1 0"

// reported has somebody report that a person is at risk, and gives how what they reported stands then.
func (r room) reported(by people.Actor, contribution int64, doubted bool) string {
	r.t.Helper()
	_, err := r.cases.Report(ctx, by, db.NewKey(by.ID), moderation.NewReport{Contribution: contribution, Reason: rules.AtRisk, Doubted: doubted})
	r.ok(err)
	return r.state(contribution)
}

func (r room) is(what, got, want string) {
	r.t.Helper()
	if got != want {
		r.t.Errorf("%s: it is %q, want %q", what, got, want)
	}
}

func TestStrangersTakeNothingOutAtWill(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.is("where several reports came from one network", r.reported(people.Visitor, r.said(r.ann), true), stands)
		r.is("what one stranger reports", r.reported(people.Visitor, r.said(r.ann), false), gone)
		r.is("another thing by the same writer", r.reported(people.Visitor, r.said(r.ann), false), stands)
		opening := r.said(r.mia)
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET kind = 'opening' WHERE id = ?", opening)
			return err
		})
		r.is("a discussion in which others have spoken", r.reported(people.Visitor, opening, false), stands)
		for i := range safeguarding.MostUnopened - 1 {
			r.is("of a writer each", r.reported(people.Visitor, r.said(r.person(fmt.Sprint("Writer", i), people.Member)), false), gone)
		}
		last := r.said(r.ed)
		r.is("one too many", r.reported(people.Visitor, last, false), stands)
		if n, want := r.number("SELECT COUNT(*) FROM concerns"), safeguarding.MostUnopened+4; n != want {
			t.Errorf("the leads were told of %d, want %d", n, want)
		}
		if n := r.number("SELECT COUNT(*) FROM cases WHERE contribution_id = ?", last); n != 1 {
			t.Error("and the moderators do not see it")
		}
		r.ok(r.TakeOut(ctx, r.lea, db.NewKey(r.lea.ID), r.concern()))
		r.is("after a lead took it out", r.state(last), gone)
	})
}

func TestAFloodOfReportsLeavesRoomForWhatIsSo(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for i := range safeguarding.MostUnopened {
			r.reported(people.Visitor, r.said(r.person(fmt.Sprint("Writer", i), people.Member)), false)
		}
		r.is("what a member reports", r.reported(r.bob, r.said(r.ann), false), gone)
		plain := r.said(r.ann)
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET body_md = 'I want to kill myself' WHERE id = ?", plain)
			return err
		})
		r.is("words in which the program sees a risk", r.reported(people.Visitor, plain, true), gone)
	})
}

func TestAFloodOfConcernsTellsTheLeadsSoOften(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		told := func() int {
			return r.number("SELECT COUNT(*) FROM notices WHERE person_id = ? AND kind = 'concern' AND link LIKE '/safeguarding/%'", r.lea.ID)
		}
		for range safeguarding.MostTold + 20 {
			_, err := r.Tell(ctx, people.Visitor, db.NewKey(0), safeguarding.Worry{Words: "Look"})
			r.ok(err)
		}
		if got := told(); got != safeguarding.MostTold {
			t.Errorf("in an hour they are told %d times", got)
		}
		if n := r.number("SELECT COUNT(*) FROM concerns WHERE told = 0"); n != 20 {
			t.Errorf("of %d concerns they were not told", n)
		}
		last := r.concern()
		r.now.Advance(61 * time.Minute)
		r.ok(r.Again(ctx, safeguarding.Telling{Concern: last}))
		if got := told(); got != safeguarding.MostTold+1 {
			t.Errorf("and afterwards %d times", got)
		}
		if n := r.number("SELECT COUNT(*) FROM jobs WHERE kind = 'concern-again' AND run_at > ?", r.now.Now()); n == 0 {
			t.Error("nobody tells them again")
		}
	})
}

package moderation_test

import (
	"errors"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// Moderators write here too. Who reported their words, and what was said about them, is for the others.
func TestAModeratorDoesNotLearnWhoReportedThem(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		own := r.say(r.mia, discussion.Published)
		r.report(r.bob, own, "unkind")
		if _, err := r.AskOpinion(ctx, r.max, db.NewKey(r.max.ID), moderation.Question{Contribution: own, Words: "Is Bob right?"}); err != nil {
			t.Fatal(err)
		}
		record, err := r.Record(ctx, r.mia, own)
		if err != nil || len(record.Reports) != 0 || len(record.Opinions) != 0 || record.Withheld != 1 {
			t.Errorf("their own record shows %+v %+v: %v", record.Reports, record.Opinions, err)
		}
		cases, _, err := r.Queue(ctx, r.mia, moderation.Choice{Show: moderation.ToDo}, "")
		if err != nil || len(cases) != 1 || len(cases[0].Reports) != 0 || cases[0].Withheld != 1 || cases[0].Main != "unkind" {
			t.Errorf("the queue shows %+v: %v", cases, err)
		}
		record, err = r.Record(ctx, r.max, own)
		if err != nil || len(record.Reports) != 1 || record.Reports[0].By != "Bob" || len(record.Opinions) != 1 || record.Withheld != 0 {
			t.Errorf("another moderator reads %+v: %v", record.Reports, err)
		}
	})
}

// An entry of the register stays for good, so nothing that a form makes up stands in it.
func TestAnOpinionNeedsAReasonThatThereIs(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann, discussion.Held)
		opinion, err := r.AskOpinion(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Question{Contribution: id, Words: "What now?"})
		if err != nil {
			t.Fatal(err)
		}
		for _, reason := range []string{"", "Ann Archer of 1 High St", rules.NoProblem} {
			_, err := r.GiveOpinion(ctx, r.max, db.NewKey(r.max.ID), opinion, rules.Hide, reason, "Because.")
			var wrong db.Invalid
			if !errors.As(err, &wrong) || wrong["opinion-reason"] == "" {
				t.Errorf("for the reason %q: %v", reason, err)
			}
		}
		if n := r.number("SELECT COUNT(*) FROM register WHERE act = 'moderation.give-opinion'"); n != 0 {
			t.Errorf("%d entries", n)
		}
	})
}

func TestAModeratorDoesNotEndWhatAnAdministratorDid(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		ada := r.person("Ada", people.Administrator)
		for _, by := range []people.Actor{ada, people.Operator} {
			var made people.Sanction
			r.write(func(tx *db.Tx) (err error) {
				made, err = people.Sanctioned(tx, by, people.Sanction{Person: r.ann.ID, Kind: people.Suspend, Reason: "unkind"})
				return err
			})
			err := r.Lift(ctx, r.mia, db.NewKey(r.mia.ID), made.ID, "Never mind")
			var forbidden db.Forbidden
			if !errors.As(err, &forbidden) || !strings.Contains(forbidden.Reason.String(), "administrator") {
				t.Errorf("lifted what %q did: %v", by.Name, err)
			}
			if err := r.Lift(ctx, ada, db.NewKey(ada.ID), made.ID, "It is over"); err != nil {
				t.Errorf("an administrator: %v", err)
			}
		}
	})
}

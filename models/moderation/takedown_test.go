package moderation_test

import (
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/rules"
)

func TestTakedownTimes(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		begin := r.now.Now()
		for i, act := range []rules.Act{rules.Hide, rules.Keep, rules.Ask} {
			id := r.say(r.ann, discussion.Published)
			if _, err := r.Report(ctx, r.bob, db.NewKey(r.bob.ID), moderation.NewReport{Contribution: id, Reason: rules.Unlawful}); err != nil {
				t.Fatal(err)
			}
			r.now.Advance(time.Duration(i+1) * time.Hour)
			record, err := r.Record(ctx, r.mia, id)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := r.Decide(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Decision{Contribution: id, Act: act, Reason: rules.Unlawful, Seen: record.Seen}); err != nil {
				t.Fatal(err)
			}
		}
		for _, reason := range []string{rules.Unlawful, "unkind"} {
			if _, err := r.Report(ctx, r.bob, db.NewKey(r.bob.ID), moderation.NewReport{Contribution: r.say(r.ann, discussion.Published), Reason: reason}); err != nil {
				t.Fatal(err)
			}
		}
		for since, want := range map[clock.Instant]moderation.Takedowns{
			begin:                      {Reports: 3, Down: 2, Median: 2 * time.Hour, Slowest: 3 * time.Hour, Waiting: 1, Oldest: r.now.Now()},
			begin.Add(4 * time.Hour):   {Reports: 1, Down: 1, Median: 3 * time.Hour, Slowest: 3 * time.Hour, Waiting: 1, Oldest: r.now.Now()},
			begin.Add(100 * time.Hour): {Waiting: 1, Oldest: r.now.Now()},
		} {
			if got, err := moderation.TakedownTimes(ctx, r.DB, since); got != want || err != nil {
				t.Errorf("since %s: %+v, %v", since.UTC(), got, err)
			}
		}
	})
}

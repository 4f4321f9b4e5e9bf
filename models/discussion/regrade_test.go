package discussion_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// queueRow is how something stands in the queue.
type queueRow struct {
	ID           int64
	Kind, Reason string
	Rank         int
}

func queueRows(t *testing.T, d *db.DB) []queueRow {
	t.Helper()
	rows, err := db.All(ctx, d, func(r db.Row) (q queueRow, err error) {
		err = r.Scan(&q.ID, &q.Kind, &q.Reason, &q.Rank)
		return q, err
	}, "SELECT contribution_id, kind, reason, rank FROM cases ORDER BY contribution_id")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Whatever waits for whatever reasons: after a reason became grave, or is grave no more, the queue is as if each case
// were put together afresh.
func TestTheQueueFollowsHowGraveAReasonIs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		person, thread := thread(t, d)
		dice := rand.New(rand.NewPCG(5, 8))
		reasons := []string{"unkind", rules.Advert, rules.Unlawful, rules.First}
		var ids []int64
		for range 60 {
			state := []discussion.State{discussion.Held, discussion.Published, discussion.Asked}[dice.IntN(3)]
			c := say(t, d, discussion.New{ThreadID: thread, Kind: discussion.Comment, AuthorID: person, State: state})
			ids = append(ids, c.ID)
		}
		err := d.Write(ctx, func(tx *db.Tx) error {
			for _, id := range ids {
				if _, err := tx.Exec("UPDATE contributions SET state_reason = ? WHERE id = ? AND state <> 'published'", reasons[dice.IntN(4)], id); err != nil {
					return err
				}
				n := dice.IntN(4)
				for range n {
					if _, err := tx.Insert("INSERT INTO reports (contribution_id, reason, created_at) VALUES (?, ?, ?)", id, reasons[dice.IntN(4)], tx.Now()); err != nil {
						return err
					}
				}
				if _, err := tx.Exec("UPDATE contributions SET open_reports = ? WHERE id = ?", n, id); err != nil {
					return err
				}
				for range dice.IntN(3) {
					if _, err := tx.Insert("INSERT INTO findings (contribution_id, revision, kind, act, reason, created_at) VALUES (?, 1, 'words', 'flag', ?, ?)",
						id, reasons[dice.IntN(4)], tx.Now()); err != nil {
						return err
					}
				}
				if err := discussion.Requeue(tx, id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		s := rules.New(d)
		s.Regrade = discussion.Regrade
		before := queueRows(t, d)
		for _, key := range []string{"unkind", rules.Unlawful, "unkind", rules.First} {
			book, err := rules.Load(ctx, d)
			if err != nil {
				t.Fatal(err)
			}
			r := book.Reason(key)
			r.Grave = !r.Grave
			if err := s.SaveReason(ctx, people.Operator, db.NewKey(0), r); err != nil {
				t.Fatal(err)
			}
			got := queueRows(t, d)
			if slices.Equal(got, before) {
				t.Errorf("%s: nothing moved", key)
			}
			if err := d.Write(ctx, func(tx *db.Tx) error {
				for _, id := range ids {
					if err := discussion.Requeue(tx, id); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if want := queueRows(t, d); !slices.Equal(got, want) {
				t.Errorf("%s (now grave: %v):\n%v\nwant\n%v", key, r.Grave, got, want)
			}
			before = got
		}
	})
}

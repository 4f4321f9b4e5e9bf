package insight_test

import (
	"errors"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/insight"
	"folkmoot/models/people"
)

func editor(t testing.TB, w *world) people.Actor {
	t.Helper()
	a := people.Actor{Name: "Ed", Role: people.Editor, State: people.Active}
	w.write(func(tx *db.Tx) (err error) { a.ID, err = person(tx, "Ed"); return err })
	return a
}

func TestOnlyEditorsWriteAboutIssues(t *testing.T) {
	for role, may := range map[people.Role]bool{people.Member: false, people.Moderator: false, people.Editor: true, people.Administrator: true} {
		if got := insight.MayWriteIssue(people.Actor{ID: 1, Role: role, State: people.Active}) == nil; got != may {
			t.Errorf("%s: %v, want %v", role, got, may)
		}
	}
}

func TestAnIssueIsWrittenConsideredAndRespondedTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Rooms")
		w.places()
		w.fill(60, 8)
		ed, theme := editor(t, w), w.themes[0]
		write := func(draft insight.IssueDraft) error { return w.WriteIssue(ctx, ed, db.NewKey(ed.ID), theme.ID, draft) }
		if err := write(insight.IssueDraft{Title: "Evening buses stop early", Note: "It grew **every** week.", State: insight.Considered}); err != nil {
			t.Fatal(err)
		}
		began := now.Now()
		now.Advance(3600e9)
		if err := write(insight.IssueDraft{State: insight.Considered}); !errors.Is(err, db.ErrConflict) {
			t.Errorf("a second first writer: %v", err)
		}
		if err := write(insight.IssueDraft{State: insight.Responded, Revision: 1}); err == nil || err.(db.Invalid)["response"] == "" || err.(db.Invalid)["outcome"] == "" {
			t.Errorf("responded without a response: %v", err)
		}
		if err := write(insight.IssueDraft{Title: "Evening buses stop too early", State: insight.Considered, Revision: 1}); err != nil {
			t.Fatal(err)
		}
		if issue, err := w.Issue(ctx, theme.ID); err != nil || issue.StateAt != began || issue.Revision != 2 || issue.ChangedBy != "Ed" {
			t.Errorf("%+v, %v", issue, err)
		}
		if err := write(insight.IssueDraft{Title: "Evening buses", State: insight.Responded, Response: "A later bus from May.", Outcome: insight.WillDo, Revision: 2}); err != nil {
			t.Fatal(err)
		}
		answers, err := w.Responded(ctx, 5)
		if err != nil || len(answers) != 1 || answers[0].ResponseHTML != "<p>A later bus from May.</p>\n" || answers[0].At != now.Now() {
			t.Errorf("%+v, %v", answers, err)
		}
		top, err := w.Top(ctx, 1)
		sum, _ := w.Figures(ctx, insight.Scope{})
		if err != nil || len(top) != 1 || top[0].People != sum.Themes[0].People || len(top[0].Weeks) != 8 || top[0].Title != sum.Themes[0].Title() {
			t.Errorf("%+v, %v", top, err)
		}
		if last := sum.Themes[0].Weeks[len(sum.Themes[0].Weeks)-2:]; top[0].Newest != last[1] || top[0].Before == nil || *top[0].Before != last[0] {
			t.Errorf("%+v, %+v of %+v", top[0].Newest, top[0].Before, last)
		}
		acts, err := db.Values[string](ctx, d, "SELECT act FROM register WHERE act LIKE 'issue.%' AND object_id = ?", theme.ID)
		if err != nil || !reflect.DeepEqual(acts, []string{"issue.write", "issue.write", "issue.write"}) {
			t.Errorf("%v, %v", acts, err)
		}
		if err := w.WriteIssue(ctx, ed, db.NewKey(ed.ID), 999, insight.IssueDraft{State: insight.Emerging}); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a theme that is not there: %v", err)
		}
	})
}

func TestOfManyFirstWritersOneWins(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d, "Buses")
		ed := editor(t, w)
		var won atomic.Int64
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				switch err := w.WriteIssue(ctx, ed, db.NewKey(ed.ID), w.themes[0].ID, insight.IssueDraft{State: insight.Considered}); {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, db.ErrConflict):
					t.Error(err)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 {
			t.Errorf("%d won", won.Load())
		}
	})
}

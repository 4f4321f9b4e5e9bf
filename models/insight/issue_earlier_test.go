package insight_test

import (
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/insight"
	"folkmoot/models/themes"
)

// What editors wrote about a theme is read with the one that it went into, through several merges, and goes back with it.
func TestAReplyOutlivesTheMergingOfItsTheme(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d, "Late buses", "Buses", "Travel")
		ed := editor(t, w)
		late, buses, travel := w.themes[0], w.themes[1], w.themes[2]
		err := w.WriteIssue(ctx, ed, db.NewKey(ed.ID), late.ID, insight.IssueDraft{
			Title: "The last bus", Note: "Since May.", State: insight.Responded, Response: "It goes at eleven now.", Outcome: insight.Did,
		})
		if err != nil {
			t.Fatal(err)
		}
		store := &themes.Store{DB: d}
		revision := func(id int64) int {
			now, err := themes.Find(ctx, d, id)
			if err != nil {
				t.Fatal(err)
			}
			return now.Revision
		}
		for _, m := range [][2]int64{{late.ID, buses.ID}, {buses.ID, travel.ID}} {
			if err := store.Merge(ctx, ed, db.NewKey(ed.ID), themes.Merging{From: m[0], Revision: revision(m[0]), Into: m[1], Reason: "The same"}); err != nil {
				t.Fatal(err)
			}
		}
		list, err := w.Earlier(ctx, travel.ID)
		if err != nil || len(list) != 1 || list[0].Name != late.Name || list[0].ResponseHTML != "<p>It goes at eleven now.</p>\n" || list[0].Outcome != insight.Did ||
			list[0].NoteHTML != "<p>Since May.</p>\n" {
			t.Errorf("%+v, %v", list, err)
		}
		if list, err := w.Earlier(ctx, late.ID); err != nil || len(list) != 0 {
			t.Errorf("of its own: %+v, %v", list, err)
		}
		if err := store.Unmerge(ctx, ed, db.NewKey(ed.ID), buses.ID, revision(buses.ID), "No"); err != nil {
			t.Fatal(err)
		}
		if list, err := w.Earlier(ctx, travel.ID); err != nil || len(list) != 0 {
			t.Errorf("undone: %+v, %v", list, err)
		}
		if list, err := w.Earlier(ctx, buses.ID); err != nil || len(list) != 1 {
			t.Errorf("still in the first: %+v, %v", list, err)
		}
	})
}

package discussion_test

import (
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
)

func TestPositionsAreCountedAsTheyChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		person, id := thread(t, d)
		c := say(t, d, discussion.New{ThreadID: id, Kind: discussion.Comment, AuthorID: person, State: discussion.Published})
		for _, step := range []struct {
			position discussion.Position
			want     [3]int
		}{
			{discussion.Withdrawn, [3]int{0, 0, 0}},
			{discussion.Agree, [3]int{1, 0, 0}},
			{discussion.Agree, [3]int{1, 0, 0}},
			{discussion.Pass, [3]int{0, 0, 1}},
			{discussion.Disagree, [3]int{0, 1, 0}},
			{discussion.Withdrawn, [3]int{0, 0, 0}},
			{discussion.Withdrawn, [3]int{0, 0, 0}},
		} {
			if err := d.Write(ctx, func(tx *db.Tx) error { return discussion.TakePosition(tx, person, c.ID, step.position) }); err != nil {
				t.Fatal(err)
			}
			var got [3]int
			var rows int
			err := d.QueryRow(ctx, `SELECT agrees, disagrees, passes, (SELECT COUNT(*) FROM positions WHERE contribution_id = c.id)
				FROM contributions c WHERE id = ?`, c.ID).Scan(&got[0], &got[1], &got[2], &rows)
			if err != nil || got != step.want || rows != got[0]+got[1]+got[2] {
				t.Errorf("after %q: %v with %d rows, want %v; %v", step.position, got, rows, step.want, err)
			}
		}
		if err := d.Write(ctx, func(tx *db.Tx) error { return discussion.TakePosition(tx, person, 999, discussion.Agree) }); err == nil {
			t.Error("a position on nothing was taken")
		}
	})
}

package discussion_test

import (
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

// A slip that is mended at once leaves no public mark, but moderators find it; what others built on does.
func TestMendingAtOnceLeavesNoMark(t *testing.T) {
	each(t, func(t *testing.T, k talk, now *clock.Fixed) {
		ann, bob, mod := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Mod", people.Moderator)
		thread := k.start(ann, k.group(groups.Open))
		nothing := func(int64) {}
		for _, c := range []struct {
			name   string
			before func(id int64)
			marked bool
		}{
			{"at once", nothing, false},
			{"just in time", func(int64) { now.Advance(discussion.Grace - time.Second) }, false},
			{"too late", func(int64) { now.Advance(discussion.Grace) }, true},
			{"answered", func(id int64) { k.post(bob, thread.ID, id) }, true},
			{"agreed with", func(id int64) { k.must(k.Take(ctx, bob, key(bob), id, discussion.Agree)) }, true},
			{"decided about", func(id int64) {
				now.Advance(time.Second)
				for _, to := range []discussion.State{discussion.Hidden, discussion.Published} {
					k.must(k.DB.Write(ctx, func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, to, ""); return err }))
				}
			}, true},
			{"another answer beside it", func(int64) { k.post(bob, thread.ID, 0) }, false},
		} {
			id := k.post(ann, thread.ID, 0)
			c.before(id)
			k.must(k.Edit(ctx, ann, key(ann), id, discussion.Edit{Body: "Mended, " + c.name, Revision: 1}))
			said, _, err := k.Find(ctx, ann, id)
			k.must(err)
			public, _, err := k.History(ctx, people.Visitor, said, 0)
			k.must(err)
			whole, _, err := k.History(ctx, mod, said, 0)
			k.must(err)
			if said.EditedAt != 0 != c.marked || len(public) > 1 != c.marked || len(whole) != 2 {
				t.Errorf("%s: marked %v, %d wordings for everybody, %d for moderators", c.name, said.EditedAt != 0, len(public), len(whole))
			}
		}
		// The post that starts a discussion is answered by whatever is said below it.
		k.must(k.Edit(ctx, ann, key(ann), thread.OpeningID, discussion.Edit{Body: "Another question", Revision: 1}))
		if said, _, err := k.Find(ctx, ann, thread.OpeningID); err != nil || said.EditedAt == 0 {
			t.Errorf("an answered question changed without a mark: %v", err)
		}
		k.recount()
	})
}

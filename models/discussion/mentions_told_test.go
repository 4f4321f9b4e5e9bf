package discussion_test

import (
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

// Whoever is called by name is told once, where they can see it and as soon as others can read it.
func TestWhoIsCalledByNameIsTold(t *testing.T) {
	each(t, func(t *testing.T, k talk, now *clock.Fixed) {
		names := map[string]string{"ann": "Ann Alder", "bob": "Bob", "bobby": "Bob Birch", "cat": "Cat", "staff": "Ed Elm"}
		who := map[string]people.Actor{}
		for short, name := range names {
			role := people.Member
			if short == "staff" {
				role = people.Editor
			}
			who[short] = k.person(name, role)
			k.must(k.DB.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE people SET public_name = ?, name_skeleton = ? WHERE id = ?", name, people.Skeleton(name), who[short].ID)
				return err
			}))
		}
		before := map[string]int{}
		told := func(what, want string) {
			t.Helper()
			var got []string
			for _, short := range []string{"ann", "bob", "bobby", "cat", "staff"} {
				n, err := db.Value[int](ctx, k.DB, "SELECT COUNT(*) FROM notices WHERE person_id = ? AND kind = 'mention'", who[short].ID)
				k.must(err)
				for range n - before[short] {
					got = append(got, short)
				}
				before[short] = n
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s: %q were told, want %q", what, got, want)
			}
		}
		say := func(by, thread string, at discussion.Thread, parent int64) int64 {
			t.Helper()
			id, err := k.Post(ctx, who[by], key(who[by]), discussion.Answer{ThreadID: at.ID, ParentID: parent, Body: thread})
			k.must(err)
			return id
		}
		open := k.start(who["ann"], k.group(groups.Open))
		first := say("cat", "@Bob Birch, and @bob, and @Nobody at all: come on", open, 0)
		told("the longest name is meant", "bob bobby")
		k.must(k.Edit(ctx, who["cat"], key(who["cat"]), first, discussion.Edit{Body: "@Bob Birch and @Ed Elm: come on", Revision: 1}))
		told("a change tells those alone who are new in it", "staff")
		say("cat", "@Cat is me, and so says @Ann Alder, who is answered", open, 0)
		told("oneself, and whom it answers", "")
		say("ann", "> @Bob said so\n\nNo", open, 0)
		told("what is quoted", "")

		private := k.start(who["staff"], k.group(groups.Private))
		say("staff", "@Bob, you cannot read this", private, 0)
		told("who cannot see it", "")

		k.Hold = discussion.HoldAll
		held := say("cat", "@Bob, wait", open, 0)
		told("what waits", "")
		move := func(to discussion.State) {
			k.must(k.DB.Write(ctx, func(tx *db.Tx) error { _, err := discussion.SetState(tx, held, to, ""); return err }))
		}
		move(discussion.Published)
		told("once it is shown", "bob")
		k.must(k.Edit(ctx, who["cat"], key(who["cat"]), held, discussion.Edit{Body: "@Bob and @Bob Birch, wait", Revision: 1}))
		told("what waits again", "")
		move(discussion.Published)
		told("once that is shown", "bobby")
		move(discussion.Hidden)
		move(discussion.Published)
		told("each once", "")

		for begin, want := range map[string]string{"bo": "Bob,Bob Birch", "b": "", "zz": "", "ED": "Ed Elm", "ann": "Ann Alder"} {
			say("bob", "hello", open, 0)
			say("bobby", "hello", open, 0)
			k.Hold = discussion.HoldNone
			say("bob", "hello again", open, 0)
			say("bobby", "hello again", open, 0)
			say("staff", "hello again", open, 0)
			say("ann", "hello again", open, 0)
			got, err := k.Names(ctx, who["cat"], open.ID, begin)
			k.must(err)
			if strings.Join(got, ",") != want {
				t.Errorf("%q offers %q, want %q", begin, got, want)
			}
		}
		// Who is in the group and says nothing is nobody's to know.
		dan := k.person("Dan", people.Member)
		elsewhere := k.start(who["ann"], open.GroupID)
		k.must(k.DB.Write(ctx, func(tx *db.Tx) error {
			if _, err := tx.Exec("UPDATE people SET public_name = 'Dan Dogwood', name_skeleton = ? WHERE id = ?", people.Skeleton("Dan Dogwood"), dan.ID); err != nil {
				return err
			}
			_, err := tx.Exec("INSERT INTO memberships (group_id, person_id, role, state, created_at) VALUES (?, ?, 'member', 'member', 1)", open.GroupID, dan.ID)
			return err
		}))
		offered := func(what, want string) {
			t.Helper()
			got, err := k.Names(ctx, who["cat"], open.ID, "dan")
			k.must(err)
			if strings.Join(got, ",") != want {
				t.Errorf("%s: offered are %q, want %q", what, got, want)
			}
		}
		offered("a silent member", "")
		_, err := k.Post(ctx, dan, key(dan), discussion.Answer{ThreadID: elsewhere.ID, Body: "hello"})
		k.must(err)
		offered("one who spoke elsewhere in the group", "Dan Dogwood")
		if _, err := k.Names(ctx, who["cat"], private.ID, "ed"); err == nil {
			t.Error("names of a private group are offered to somebody outside")
		}
		if _, err := k.Names(ctx, people.Visitor, open.ID, "bo"); err == nil {
			t.Error("names are offered to a visitor")
		}
	})
}

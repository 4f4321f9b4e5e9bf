package discussion_test

import (
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

// Whoever is answered is told once, as soon as others can read the answer: at once, or when a moderator shows it.
func TestWhoIsAnsweredIsTold(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob, cat := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Cat", people.Member)
		thread := k.start(ann, k.group(groups.Open))
		wants := func(what string, answersToAnn, answersToBob int) {
			t.Helper()
			for who, want := range map[int64]int{ann.ID: answersToAnn, bob.ID: answersToBob} {
				got, err := db.Value[int](ctx, k.DB, "SELECT COALESCE(SUM(answers), 0) FROM notices WHERE person_id = ?", who)
				if err != nil || got != want {
					t.Errorf("%s: %d was told of %d answers, want %d; %v", what, who, got, want, err)
				}
			}
		}
		k.post(ann, thread.ID, 0)
		wants("one's own answer", 0, 0)
		answer := k.post(bob, thread.ID, 0)
		wants("an answer to the opening post", 1, 0)
		k.post(cat, thread.ID, answer)
		wants("a reply", 1, 1)
		k.post(bob, thread.ID, answer)
		wants("a reply to oneself", 1, 1)
		k.Hold = discussion.HoldAll
		held := k.post(cat, thread.ID, answer)
		wants("a held reply", 1, 1)
		for _, to := range []discussion.State{discussion.Published, discussion.Hidden, discussion.Published} {
			if err := k.DB.Write(ctx, func(tx *db.Tx) error {
				_, err := discussion.SetState(tx, held, to, "")
				return err
			}); err != nil {
				t.Fatal(err)
			}
			wants("the held reply is now "+string(to), 1, 2)
		}
		if _, err := k.Page(ctx, bob, k.thread(bob, thread.ID), discussion.View{Order: discussion.Oldest, PerPage: 20}); err != nil {
			t.Fatal(err)
		}
		k.Flush()
		if n, err := db.Value[int](ctx, k.DB, "SELECT unread_notices FROM people WHERE id = ?", bob.ID); err != nil || n != 0 {
			t.Errorf("%d notices are unread after reading, %v", n, err)
		}
	})
}

package discussion_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

func TestWhatWaits(t *testing.T) {
	on := func(step people.Trust) people.Actor {
		return people.Actor{ID: 1, State: people.Active, Role: people.Member, Trust: step}
	}
	editor := people.Actor{ID: 2, State: people.Active, Role: people.Editor}
	for _, c := range []struct {
		rule   discussion.HoldRule
		who    people.Actor
		links  bool
		reason string // "" = published
	}{
		{discussion.HoldAll, on(people.Trusted), false, rules.All},
		{discussion.HoldFirst, on(people.Newcomer), false, rules.First},
		{discussion.HoldFirst, on(people.Known), true, ""},
		{discussion.HoldLinks, on(people.Newcomer), false, ""},
		{discussion.HoldLinks, on(people.Newcomer), true, rules.Links},
		{discussion.HoldLinks, on(people.Known), true, rules.Links},
		{discussion.HoldLinks, on(people.Trusted), true, ""},
		{discussion.HoldNone, on(people.Newcomer), true, ""},
		{discussion.HoldNone, people.Visitor, false, rules.Guest},
		{discussion.HoldAll, editor, true, ""},
		{discussion.HoldAsPlace.Or(discussion.HoldAll), on(people.Known), false, rules.All},
		{discussion.HoldNone.Or(discussion.HoldAll), on(people.Known), false, ""},
	} {
		state, reason := c.rule.Begin(c.who, c.links)
		if reason != c.reason || (state == discussion.Published) != (c.reason == "") {
			t.Errorf("%s, %s, links %v: %s %q, want %q", c.rule, c.who.Step(), c.links, state, reason, c.reason)
		}
	}
}

func TestLinksToElsewhere(t *testing.T) {
	for words, want := range map[string]int{
		"No link at all":                                 0,
		"[here](/groups) and [there](#c1)":               0,
		"[ours](https://talk.example.org/groups/a)":      0,
		"[posing](https://talk.example.org.evil.test/)":  1,
		"See www.example.net and <https://example.com/>": 2,
		"mail me at ann@example.org":                     0,
		"`<a href=\"http://example.com\">` as code":      0,
	} {
		body, err := discussion.Render(ctx, words)
		if err != nil {
			t.Fatal(err)
		}
		if got := discussion.LinksElsewhere(body.HTML, "talk.example.org"); len(got) != want {
			t.Errorf("%q: %q", words, got)
		}
	}
}

// set changes a column of a group or a thread.
func (k talk) set(statement string, args ...any) {
	k.t.Helper()
	k.must(k.DB.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement, args...); return err }))
}

func TestAGroupHoldsByItsOwnRule(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann := k.person("Ann", people.Member)
		group := k.group(groups.Open)
		thread := k.start(ann, group)
		k.set("UPDATE groups SET hold = 'links' WHERE id = ?", group)
		state := func(id int64) discussion.State {
			t.Helper()
			s, err := db.Value[discussion.State](ctx, k.DB, "SELECT state FROM contributions WHERE id = ?", id)
			k.must(err)
			return s
		}
		say := func(words string) int64 {
			t.Helper()
			id, err := k.Post(ctx, ann, db.NewKey(ann.ID), discussion.Answer{ThreadID: thread.ID, Body: words})
			k.must(err)
			return id
		}
		plain, linked := say("No links"), say("See https://example.com/")
		if state(plain) != discussion.Published || state(linked) != discussion.Held {
			t.Errorf("%s, %s", state(plain), state(linked))
		}
		k.must(k.Edit(ctx, ann, db.NewKey(ann.ID), plain, discussion.Edit{Body: "Now see https://example.com/", Revision: 1}))
		if state(plain) != discussion.Held {
			t.Error("a link that was put in later is published")
		}
		k.recount()
		k.set("UPDATE groups SET hold = 'none' WHERE id = ?", group)
		shown := say("See https://example.com/")
		k.set("UPDATE groups SET hold = 'links' WHERE id = ?", group)
		k.must(k.Edit(ctx, ann, db.NewKey(ann.ID), shown, discussion.Edit{Body: "Do see https://example.com/", Revision: 1}))
		if state(shown) != discussion.Published {
			t.Error("a link that was there before holds what is changed")
		}
		k.set("UPDATE groups SET hold = 'all' WHERE id = ?", group)
		k.must(k.Edit(ctx, ann, db.NewKey(ann.ID), shown, discussion.Edit{Body: "Please see https://example.com/", Revision: 2}))
		if state(shown) != discussion.Held {
			t.Error("a change is published where everything waits")
		}
		k.recount()
	})
}

func TestSlowMode(t *testing.T) {
	each(t, func(t *testing.T, k talk, now *clock.Fixed) {
		ann, mo := k.person("Ann", people.Member), k.person("Mo", people.Moderator)
		group := k.group(groups.Open)
		one, two := k.start(ann, group), k.start(ann, group)
		k.must(k.SetSlow(ctx, mo, db.NewKey(mo.ID), one.ID, 60))
		say := func(who people.Actor, thread int64) error {
			_, err := k.Post(ctx, who, db.NewKey(who.ID), discussion.Answer{ThreadID: thread, Body: "Words"})
			return err
		}
		k.must(say(ann, one.ID))
		k.wrong(say(ann, one.ID), "body")
		k.must(say(ann, two.ID))
		k.must(say(mo, one.ID))
		k.must(say(mo, one.ID))
		now.Advance(59 * time.Second)
		k.wrong(say(ann, one.ID), "body")
		now.Advance(time.Second)
		// Of two at once, one waits.
		errs := make([]error, 2)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { errs[i] = say(ann, one.ID) })
		}
		all.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("%v, %v", errs[0], errs[1])
		}
		k.set("UPDATE groups SET slow_seconds = 3600 WHERE id = ?", group)
		k.must(say(ann, two.ID))
		k.wrong(say(ann, two.ID), "body")
		k.wrong(k.SetSlow(ctx, mo, db.NewKey(mo.ID), one.ID, 61), "slow")
		if k.entries("discussion.slow") != 1 {
			t.Error("the register does not tell of slow mode once")
		}
	})
}

func TestLockAndScheduledClose(t *testing.T) {
	each(t, func(t *testing.T, k talk, now *clock.Fixed) {
		ann, mo := k.person("Ann", people.Member), k.person("Mo", people.Moderator)
		thread := k.start(ann, k.group(groups.Open))
		refused := func() bool {
			found, err := k.Thread(ctx, ann, thread.ID)
			k.must(err)
			return discussion.MayWrite(ann, found, now.Now()) != nil
		}
		var forbidden db.Forbidden
		if err := k.Lock(ctx, ann, db.NewKey(ann.ID), thread.ID, "Because"); !errors.As(err, &forbidden) {
			t.Errorf("a member locks: %v", err)
		}
		k.wrong(k.Lock(ctx, mo, db.NewKey(mo.ID), thread.ID, " "), "reason")
		k.must(k.Lock(ctx, mo, db.NewKey(mo.ID), thread.ID, "We read what was reported."))
		if !refused() {
			t.Error("it takes words while it is locked")
		}
		k.must(k.Unlock(ctx, mo, db.NewKey(mo.ID), thread.ID))
		k.wrong(k.SetCloses(ctx, mo, db.NewKey(mo.ID), thread.ID, now.Now()), "closes")
		k.must(k.SetCloses(ctx, mo, db.NewKey(mo.ID), thread.ID, now.Now().Add(time.Hour)))
		if refused() {
			t.Error("it is closed before its time")
		}
		now.Advance(time.Hour)
		if !refused() {
			t.Error("it did not close")
		}
		k.must(k.SetCloses(ctx, mo, db.NewKey(mo.ID), thread.ID, 0))
		if refused() {
			t.Error("it stays closed without a closing time")
		}
		for act, want := range map[string]int{"discussion.lock": 1, "discussion.unlock": 1, "discussion.closes": 2} {
			if got := k.entries(act); got != want {
				t.Errorf("%d entries of %s", got, act)
			}
		}
	})
}

func TestChaptersOnly(t *testing.T) {
	each(t, func(t *testing.T, k talk, now *clock.Fixed) {
		admin, ann := k.person("Ada", people.Administrator), k.person("Ann", people.Member)
		group := k.group(groups.Open)
		thread := k.start(ann, group)
		book := rules.New(k.DB)
		var forbidden db.Forbidden
		if err := book.SetTakingPart(ctx, ann, db.NewKey(ann.ID), rules.TakingPart{Trust: people.DefaultTrust, Age: people.DefaultAge}); !errors.As(err, &forbidden) {
			t.Errorf("a member changes it: %v", err)
		}
		for _, on := range []bool{false, true, true, false} {
			k.must(book.SetTakingPart(ctx, admin, db.NewKey(admin.ID), rules.TakingPart{Trust: people.DefaultTrust, ChaptersOnly: on, Age: people.DefaultAge}))
			found, err := k.Thread(ctx, ann, thread.ID)
			k.must(err)
			g, err := groups.Find(ctx, k.DB, group)
			k.must(err)
			for what, err := range map[string]error{
				"answer": discussion.MayWrite(ann, found, now.Now()), "start": groups.MayStart(ann, g), "join": groups.MayJoin(ann, g),
			} {
				if (err != nil) != on {
					t.Errorf("%s while it is %v: %v", what, on, err)
				}
			}
			if err := discussion.MayWrite(ann, discussion.Thread{Kind: discussion.OnChapter, ChaptersOnly: on}, now.Now()); err != nil {
				t.Errorf("a chapter takes no comments: %v", err)
			}
		}
		if n := k.entries("settings.chapters-only"); n != 2 {
			t.Errorf("%d entries", n)
		}
	})
}

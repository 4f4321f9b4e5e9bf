package discussion_test

import (
	"context"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

var ctx = context.Background()

// thread makes a person and an open thread.
func thread(t *testing.T, d *db.DB) (person, id int64) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) (err error) {
		if person, err = tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES ('Ann', 1, 1)"); err != nil {
			return err
		}
		id, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, Slug: "a", Title: "A", CreatedBy: person})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return person, id
}

func TestTreeIsFlatBelowTheDeepestLevel(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		person, id := thread(t, d)
		var parent int64
		var order []int64
		for range 6 {
			c := say(t, d, discussion.New{ThreadID: id, ParentID: parent, Kind: discussion.Comment, AuthorID: person, State: discussion.Published})
			parent = c.ID
			order = append(order, c.ID)
		}
		late := say(t, d, discussion.New{ThreadID: id, ParentID: order[0], Kind: discussion.Reply, AuthorID: person, State: discussion.Published})
		order = append(order, late.ID)
		got, err := db.Values[int64](ctx, d, "SELECT id FROM contributions WHERE thread_id = ? ORDER BY path", id)
		if err != nil || len(got) != 7 {
			t.Fatal(got, err)
		}
		for i := range got {
			if got[i] != order[i] {
				t.Fatalf("order %v, want %v", got, order)
			}
		}
		deepest, _ := db.Value[int](ctx, d, "SELECT MAX(depth) FROM contributions WHERE thread_id = ?", id)
		if deepest != discussion.MaxDepth {
			t.Errorf("depth %d", deepest)
		}
	})
}

func TestCountersFollowTheState(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		person, id := thread(t, d)
		check := func(step string, contributions, published, threadPeople, tallied int) {
			t.Helper()
			var a, b, c, e int
			err := d.QueryRow(ctx, `SELECT t.contribution_count, p.published_count, t.people_count,
				COALESCE((SELECT SUM(people) FROM thread_tallies WHERE thread_id = t.id), 0)
				FROM threads t, people p WHERE t.id = ? AND p.id = ?`, id, person).Scan(&a, &b, &c, &e)
			if err != nil || a != contributions || b != published || c != threadPeople || e != tallied {
				t.Errorf("%s: %d contributions, %d published by the person, %d people, %d tallied; %v", step, a, b, c, e, err)
			}
		}
		move := func(id int64, to discussion.State) error {
			return d.Write(ctx, func(tx *db.Tx) error {
				_, err := discussion.SetState(tx, id, to, "", discussion.Held, discussion.Published, discussion.Hidden)
				return err
			})
		}
		held := say(t, d, discussion.New{ThreadID: id, Kind: discussion.Comment, AuthorID: person, Who: people.Resident, State: discussion.Held})
		check("held", 0, 0, 0, 0)
		for range 2 {
			if err := move(held.ID, discussion.Published); err != nil {
				t.Fatal(err)
			}
			check("published", 1, 1, 1, 1)
		}
		say(t, d, discussion.New{ThreadID: id, Kind: discussion.Comment, AuthorID: person, Who: people.Business, State: discussion.Published})
		check("a second by the same person", 2, 2, 1, 1)
		move(held.ID, discussion.Hidden)
		check("one hidden", 1, 1, 1, 1)
		move(held.ID, discussion.Deleted)
		if err := move(held.ID, discussion.Published); err == nil {
			t.Error("what was deleted came back")
		}
		check("deleted", 1, 1, 1, 1)
	})
}

func TestWhoMayWrite(t *testing.T) {
	now := clock.Of(dbtest.Morning)
	hour := clock.Instant(time.Hour.Milliseconds())
	member := people.Actor{ID: 1, State: people.Active, Role: people.Member}
	inside := member
	inside.Groups = []people.Membership{{GroupID: 5}}
	moderator := people.Actor{ID: 2, State: people.Active, Role: people.Moderator}
	suspended := people.Actor{ID: 3, State: people.Suspended}
	open := discussion.Thread{GroupID: 5}
	for name, c := range map[string]struct {
		actor  people.Actor
		thread discussion.Thread
		may    bool
	}{
		"a member in an open thread":             {member, open, true},
		"a visitor":                              {people.Visitor, open, false},
		"somebody suspended":                     {suspended, open, false},
		"a member before it opens":               {member, discussion.Thread{OpensAt: now + hour}, false},
		"a member after it closed":               {member, discussion.Thread{ClosesAt: now}, false},
		"a member just before it closes":         {member, discussion.Thread{ClosesAt: now + 1}, true},
		"a member in a thread closed by hand":    {member, discussion.Thread{Closed: true}, false},
		"an outsider where members write":        {member, discussion.Thread{GroupID: 5, MembersOnly: true}, false},
		"an insider where members write":         {inside, discussion.Thread{GroupID: 5, MembersOnly: true}, true},
		"a moderator where members write":        {moderator, discussion.Thread{GroupID: 5, MembersOnly: true}, true},
		"an outsider in a private group":         {member, discussion.Thread{GroupID: 5, Private: true}, false},
		"an insider in a private group":          {inside, discussion.Thread{GroupID: 5, Private: true, MembersOnly: true}, true},
		"an insider of another group":            {inside, discussion.Thread{GroupID: 6, Private: true}, false},
		"a moderator after the closing time":     {moderator, discussion.Thread{ClosesAt: now - hour}, false},
		"a moderator looking at a private group": {moderator, discussion.Thread{GroupID: 5, Private: true}, true},
	} {
		if err := discussion.MayWrite(c.actor, c.thread, now); (err == nil) != c.may {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNewcomersWait(t *testing.T) {
	newcomer := people.Actor{ID: 1, State: people.Active, Role: people.Member}
	known := newcomer
	known.Published = 1
	editor := people.Actor{ID: 2, State: people.Active, Role: people.Editor}
	for rule, want := range map[discussion.HoldRule][3]discussion.State{
		discussion.HoldAll:   {discussion.Held, discussion.Held, discussion.Published},
		discussion.HoldFirst: {discussion.Held, discussion.Published, discussion.Published},
		discussion.HoldNone:  {discussion.Published, discussion.Published, discussion.Published},
	} {
		for i, actor := range []people.Actor{newcomer, known, editor} {
			if got := rule.FirstState(actor); got != want[i] {
				t.Errorf("rule %s, actor %d: %s", rule, i, got)
			}
		}
	}
}

func TestRenderRefusesWhatItMust(t *testing.T) {
	for _, bad := range []string{"", "  \n ", "a\x00b", "\xff\xfe", string(make([]byte, 30_000))} {
		if _, err := discussion.Render(ctx, bad); err == nil {
			t.Errorf("%.20q was taken", bad)
		}
	}
	body, err := discussion.Render(ctx, "The **bus**\r\nis late")
	if err != nil || body.Source != "The **bus**\nis late" || body.Version == 0 {
		t.Errorf("%+v %v", body, err)
	}
}

func TestATitleGoesWithItsOpeningPost(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		person, id := thread(t, d)
		opening := say(t, d, discussion.New{ThreadID: id, Kind: discussion.Opening, AuthorID: person, State: discussion.Held})
		for _, step := range []struct {
			to    discussion.State
			title string
			slug  string
		}{
			{discussion.Published, "A", "a"},
			{discussion.Asked, discussion.TakenDown, "a-discussion-that-was-taken-down"},
			{discussion.Hidden, discussion.TakenDown, "a-discussion-that-was-taken-down"},
			{discussion.Published, "A", "a"},
			{discussion.Deleted, discussion.TakenDown, "a-discussion-that-was-taken-down"},
		} {
			if err := d.Write(ctx, func(tx *db.Tx) error {
				_, err := discussion.SetState(tx, opening.ID, step.to, "")
				return err
			}); err != nil {
				t.Fatal(err)
			}
			found, err := discussion.FindThread(ctx, d, id)
			if err != nil || found.Title != step.title || found.Slug != step.slug {
				t.Errorf("%s: %q, %q, %v", step.to, found.Title, found.Slug, err)
			}
		}
	})
}

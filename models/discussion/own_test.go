package discussion_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// placed is a place where a person has said things, with others beside them.
type placed struct {
	talk
	d                       *db.DB
	mine, other             people.Actor
	open, private, group    int64
	openID, privateID, held int64
}

func newPlaced(t *testing.T, d *db.DB) *placed {
	p := &placed{talk: newTalk(t, d), d: d}
	var ids []int64
	err := d.Write(ctx, func(tx *db.Tx) error {
		ids = nil
		for _, name := range []string{"Mine", "Other"} {
			id, err := tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES (?, 1, 1)", name)
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		group, err := tx.Insert("INSERT INTO groups (slug, name, access, created_at, changed_at) VALUES ('quiet', 'Quiet', 'private', 1, 1)")
		if err != nil {
			return err
		}
		p.group = group
		if p.open, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.OnChapter, Slug: "open", Title: "Open talk", CreatedBy: ids[1]}); err != nil {
			return err
		}
		p.private, err = discussion.AddThread(tx, discussion.NewThread{
			Kind: discussion.InGroup, GroupID: group, Private: true, Slug: "quiet", Title: "Quiet talk", CreatedBy: ids[1],
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p.mine, p.other = people.Actor{ID: ids[0], State: people.Active, Role: people.Member}, people.Actor{ID: ids[1], State: people.Active, Role: people.Member}
	p.openID = p.says(p.mine, p.open, "My open words", discussion.Published)
	p.says(p.other, p.open, "Words of somebody else", discussion.Published)
	p.privateID = p.says(p.mine, p.private, "My quiet words", discussion.Published)
	p.held = p.says(p.mine, p.open, "My waiting words", discussion.Held)
	return p
}

func (p *placed) says(who people.Actor, thread int64, words string, state discussion.State) int64 {
	p.t.Helper()
	return say(p.t, p.d, discussion.New{
		ThreadID: thread, Kind: discussion.Comment, AuthorID: who.ID, State: state, Body: discussion.Body{Source: words, HTML: "<p>" + words + "</p>"},
	}).ID
}

func (p *placed) set(id int64, to discussion.State, reason string) {
	p.t.Helper()
	if err := p.d.Write(ctx, func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, to, reason); return err }); err != nil {
		p.t.Fatal(err)
	}
}

func (p *placed) own(who people.Actor) map[int64]discussion.Own {
	p.t.Helper()
	list, next, err := p.Own(ctx, who, "", 50)
	if err != nil || next != "" {
		p.t.Fatal(next, err)
	}
	all := map[int64]discussion.Own{}
	for _, o := range list {
		if o.AuthorID != who.ID {
			p.t.Errorf("%d was said by %d", o.ID, o.AuthorID)
		}
		all[o.ID] = o
	}
	return all
}

func TestOwnFollowsWhatBecomesOfIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		p := newPlaced(t, d)
		if err := d.Write(ctx, func(tx *db.Tx) error { return discussion.TakePosition(tx, p.other.ID, p.openID, discussion.Agree) }); err != nil {
			t.Fatal(err)
		}
		all := p.own(p.mine)
		if o := all[p.openID]; len(all) != 3 || !o.Seen || !o.Counted || o.Agrees != 1 || o.Body != "My open words" || o.Thread.Title != "Open talk" {
			t.Errorf("%d of them: %+v", len(all), o)
		}
		if o := all[p.held]; !o.Seen || o.Counted || o.Body != "My waiting words" || o.State != discussion.Held {
			t.Errorf("what waits: %+v", o)
		}
		// Hidden: at once without its words, its counts and its place in the summary, with what the moderator wrote.
		p.set(p.openID, discussion.Hidden, "unkind")
		err := d.Write(ctx, func(tx *db.Tx) error {
			for _, message := range []string{"An old word", "Please say it again without the name"} {
				if _, err := tx.Insert(`INSERT INTO decisions (contribution_id, author_id, moderator_id, act, reason, message, state_before, revision, created_at)
					VALUES (?, ?, ?, 'hide', 'unkind', ?, 'published', 1, 1)`, p.openID, p.mine.ID, p.other.ID, message); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if o := p.own(p.mine)[p.openID]; o.State != discussion.Hidden || o.Reason != "unkind" || o.Counted || o.Body != "" || o.HTML != "" || o.Agrees != 0 ||
			o.Message != "Please say it again without the name" {
			t.Errorf("hidden: %+v", o)
		}
		p.set(p.openID, discussion.Published, "")
		if o := p.own(p.mine)[p.openID]; !o.Counted || o.Message != "" || o.Agrees != 1 {
			t.Errorf("shown again: %+v", o)
		}
		p.set(p.openID, discussion.Deleted, "")
		if o := p.own(p.mine)[p.openID]; o.State != discussion.Deleted || o.Counted || o.Body != "" {
			t.Errorf("taken back: %+v", o)
		}
	})
}

// What was said in a private group stays the writer's own once they have left it, but not where it was said, nor what
// others there think of it. What was typed in for somebody else is not one's own.
func TestOwnInAGroupThatOneLeft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		p := newPlaced(t, d)
		if err := d.Write(ctx, func(tx *db.Tx) error {
			return discussion.TakePosition(tx, p.other.ID, p.privateID, discussion.Disagree)
		}); err != nil {
			t.Fatal(err)
		}
		inside := p.mine
		inside.Groups = []people.Membership{{GroupID: p.group}}
		if o := p.own(inside)[p.privateID]; !o.Seen || o.Counted || o.Disagrees != 1 || o.Thread.Title != "Quiet talk" || o.Thread.Group.Name != "Quiet" {
			t.Errorf("inside: %+v", o)
		}
		if o := p.own(p.mine)[p.privateID]; o.Seen || o.Counted || o.Disagrees != 0 || o.Body != "My quiet words" || o.Thread != (discussion.Thread{ID: p.private}) {
			t.Errorf("outside: %+v", o)
		}
		noted := say(t, d, discussion.New{ThreadID: p.open, Kind: discussion.Comment, AuthorID: p.other.ID, RecorderID: p.mine.ID, Channel: discussion.Paper, State: discussion.Published})
		if _, ok := p.own(p.mine)[noted.ID]; ok {
			t.Error("typed in for somebody else, and listed as one's own")
		}
		gone := p.mine
		gone.State = people.Erased
		for name, who := range map[string]people.Actor{"a visitor": people.Visitor, "somebody erased": gone} {
			list, _, err := p.Own(ctx, who, "", 50)
			if forbidden := (db.Forbidden{}); !errors.As(err, &forbidden) || len(list) > 0 {
				t.Errorf("%s: %d, %v", name, len(list), err)
			}
		}
	})
}

// Pages follow each other without a gap or a double, whatever is said in between, and cost the same however long they are.
func TestOwnInPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		p := newPlaced(t, d)
		want := []int64{p.held, p.privateID, p.openID}
		for i := range 20 {
			want = slices.Insert(want, 0, p.says(p.mine, p.open, fmt.Sprint("Word ", i), discussion.Published))
			p.says(p.other, p.open, "Between", discussion.Published)
		}
		var got []int64
		for after, page := "", 0; page == 0 || after != ""; page++ {
			list, next, err := p.Own(ctx, p.mine, after, 4)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range list {
				got = append(got, o.ID)
			}
			p.says(p.mine, p.open, "Said while reading", discussion.Published)
			after = next
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v\nwant %v", got, want)
		}
		cost := func(n int) int64 {
			before := d.Asked()
			if list, _, err := p.Own(ctx, p.mine, "", n); err != nil || len(list) != n {
				t.Fatal(len(list), err)
			}
			return d.Asked() - before
		}
		if one, many := cost(1), cost(25); one != many || one == 0 {
			t.Errorf("%d queries for one, %d for 25", one, many)
		}
		if _, _, err := p.Own(ctx, p.mine, "rubbish", 4); err == nil {
			t.Error("rubbish was taken for a place in the list")
		}
	})
}

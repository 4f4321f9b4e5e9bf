package discussion_test

import (
	"slices"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

func fresh(p discussion.Page) []int64 {
	var list []int64
	for _, i := range p.Items {
		if i.New {
			list = append(list, i.ID)
		}
	}
	return list
}

// What was shown is read, whatever came before it; what was not is new, whatever came after.
func TestReadIsWhatWasShown(t *testing.T) {
	each(t, func(t *testing.T, k talk, now *clock.Fixed) {
		ann, bob, cem := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Cem", people.Member)
		group := k.group(groups.Open)
		thread := k.start(ann, group)
		var said []int64
		for n := range 10 {
			said = append(said, k.post([]people.Actor{ann, cem}[n%2], thread.ID, 0))
		}
		flat := discussion.View{Order: discussion.Flat, PerPage: 2}
		open := func(v discussion.View) discussion.Page {
			t.Helper()
			p, err := k.Page(ctx, bob, k.thread(bob, thread.ID), v)
			k.must(err)
			return p
		}
		first := open(flat)
		if first.New != 0 {
			t.Fatalf("on the first visit %d are new", first.New)
		}
		spot, err := k.Where(ctx, bob, said[6], flat)
		k.must(err)
		flat.After = spot.After
		middle := open(flat) // shows the sixth and the seventh, say: not those between
		shown := append(slices.Clone(said[:2]), ids(middle)...)
		for _, flush := range []bool{false, true} {
			if flush {
				k.Flush()
				list, _, err := k.List(ctx, bob, group, discussion.NewToMe, discussion.LatestFirst, "")
				k.must(err)
				if len(list) != 1 || list[0].New != len(said)-len(shown) {
					t.Errorf("listed: %+v", list)
				}
			}
			all := discussion.View{Order: discussion.Flat, PerPage: 2}
			p := open(all)
			if p.New != len(said)-len(shown) || p.FirstNew != said[2] || p.UpTo != said[2] || len(fresh(p)) != 0 {
				t.Errorf("stored %v: %d new from %d up to %d, on the page %v", flush, p.New, p.FirstNew, p.UpTo, fresh(p))
			}
			if p.Since.People != 2 || p.Since.At == 0 {
				t.Errorf("since: %+v", p.Since)
			}
		}
		newest := open(discussion.View{Order: discussion.Newest, PerPage: 1})
		if last := said[len(said)-1]; newest.FirstNew != last || !slices.Equal(fresh(newest), []int64{last}) || newest.Items[0].NextHere || newest.Items[0].NextNew != said[8] {
			t.Errorf("newest first: first new %d, item %+v", newest.FirstNew, newest.Items[0])
		}
		rest := open(discussion.View{Order: discussion.Oldest, PerPage: 50})
		var want []int64
		for _, id := range said[:9] {
			if !slices.Contains(shown, id) {
				want = append(want, id)
			}
		}
		if got := fresh(rest); !slices.Equal(got, want) {
			t.Errorf("new are %v, want %v", got, want)
		}
		for n, id := range want {
			item := rest.Items[slices.Index(ids(rest), id)]
			next := int64(0)
			if n+1 < len(want) {
				next = want[n+1]
			}
			if item.NextNew != next || item.NextHere != (next != 0) {
				t.Errorf("after %d comes %d (here %v), want %d", id, item.NextNew, item.NextHere, next)
			}
		}
		k.Flush()
		if p := open(discussion.View{Order: discussion.Agreed, PerPage: 50}); p.New != 0 || len(fresh(p)) != 0 {
			t.Errorf("everything was shown, and %d are new", p.New)
		}
		k.post(ann, thread.ID, said[0])
		k.must(k.ReadAll(ctx, bob, key(bob), thread.ID))
		if p := open(discussion.View{Order: discussion.Oldest, PerPage: 2}); p.New != 0 {
			t.Errorf("%d are new after all was said to be read", p.New)
		}
		if err := k.ReadAll(ctx, people.Visitor, key(bob), thread.ID); err == nil {
			t.Error("a visitor has read it all")
		}
	})
}

// However much lies unread, what is kept of it is bounded, and nothing unshown is called read.
func TestUnreadIsBounded(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob := k.person("Ann", people.Member), k.person("Bob", people.Member)
		thread := k.start(ann, k.group(groups.Open))
		body, err := discussion.Render(ctx, "Words")
		k.must(err)
		for range 700 {
			say(t, k.DB, discussion.New{ThreadID: thread.ID, Kind: discussion.Comment, AuthorID: ann.ID, Body: body, State: discussion.Published})
		}
		thread = k.thread(bob, thread.ID)
		v := discussion.View{Order: discussion.Agreed, PerPage: 50}
		for range 3 {
			_, err = k.Page(ctx, bob, thread, v)
			k.must(err)
			k.Flush()
			v.Order = discussion.Newest
		}
		p, err := k.Page(ctx, bob, thread, discussion.View{Order: discussion.Flat, PerPage: 50})
		k.must(err)
		if p.New != discussion.MaxNew || p.UpTo != p.FirstNew {
			t.Errorf("%d new from %d, up to %d", p.New, p.FirstNew, p.UpTo)
		}
		v = discussion.View{Order: discussion.Flat, PerPage: 50, After: p.Next}
		for v.After != "" {
			p, err = k.Page(ctx, bob, thread, v)
			k.must(err)
			v.After = p.Next
		}
		if p, err = k.Page(ctx, bob, thread, discussion.View{Order: discussion.Flat, PerPage: 50}); err != nil || p.New != 0 {
			t.Errorf("all pages were shown and %d are new, %v", p.New, err)
		}
	})
}

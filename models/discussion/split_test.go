package discussion_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

func (k talk) select_(a people.Actor, sel discussion.Selection) (int64, error) {
	return k.MoveSelected(ctx, a, db.NewKey(a.ID), sel)
}

func (k talk) wrong(err error, field string) {
	k.t.Helper()
	var invalid db.Invalid
	if !errors.As(err, &invalid) || invalid[field] == "" {
		k.t.Errorf("got %v, want something wrong with %s", err, field)
	}
}

func (k talk) entries(act string) int {
	k.t.Helper()
	n, err := db.Value[int](ctx, k.DB, "SELECT COUNT(*) FROM register WHERE act = ?", act)
	k.must(err)
	return n
}

func TestMovingAMessageAloneLeavesItsAnswersBelowAMarker(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob, mo := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Mo", people.Moderator)
		group := k.group(groups.Open)
		from, to := k.start(ann, group), k.start(ann, group)
		before, goes := k.post(ann, from.ID, 0), k.post(bob, from.ID, 0)
		stays := k.post(ann, from.ID, goes)
		after := k.post(ann, from.ID, 0)
		if _, err := k.select_(mo, discussion.Selection{From: from.ID, IDs: []int64{goes}, To: to.ID}); err != nil {
			t.Fatal(err)
		}
		k.recount()
		if got, want := k.tree(from.ID), fmt.Sprintf("[%d<0 o0 %d<0 c0 %d<0 r1 %d<0 c0]", from.OpeningID, before, stays, after); got != want {
			t.Errorf("left %s, want %s", got, want)
		}
		if got, want := k.tree(to.ID), fmt.Sprintf("[%d<0 o0 %d<0 c0]", to.OpeningID, goes); got != want {
			t.Errorf("there %s, want %s", got, want)
		}
		for _, reader := range []people.Actor{people.Visitor, bob, mo} {
			thread, err := k.Thread(ctx, reader, from.ID)
			k.must(err)
			page, err := k.Page(ctx, reader, thread, discussion.View{Order: discussion.Oldest, PerPage: discussion.PageShort})
			k.must(err)
			if len(page.Items) != 3 || len(page.Items[1].Moved) != 1 || page.Items[1].ID != stays || len(page.Moved) != 0 {
				t.Fatalf("no marker above the answer that stays: %+v", page.Items)
			}
			if m := page.Items[1].Moved[0]; m.Messages != 1 || m.To.ID != to.ID || m.To.Title == "" {
				t.Errorf("the marker says %+v", m)
			}
			page, err = k.Page(ctx, reader, thread, discussion.View{Order: discussion.Newest, PerPage: discussion.PageShort})
			if err != nil || len(page.Moved) != 1 {
				t.Errorf("no marker in another order: %+v %v", page.Moved, err)
			}
		}
		if told, err := db.Value[int](ctx, k.DB, "SELECT COUNT(*) FROM notices WHERE person_id = ? AND kind = 'decision' AND contribution_id = ?", bob.ID, goes); err != nil || told != 1 {
			t.Errorf("the writer was told %d times, %v", told, err)
		}
		if n := k.entries("discussion.move"); n != 1 {
			t.Errorf("%d entries", n)
		}
		if id := k.post(bob, from.ID, stays); id == 0 {
			t.Error("what stays cannot be answered")
		}
		k.recount()
	})
}

func TestSplittingIntoANewDiscussion(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob, mo := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Mo", people.Moderator)
		from := k.start(ann, k.group(groups.Open))
		one, two := k.post(bob, from.ID, 0), k.post(ann, from.ID, 0)
		below := k.post(ann, from.ID, two)
		sel := discussion.Selection{From: from.ID, IDs: []int64{two, one, one}, Answers: true, Title: "  Buses at night "}
		key := db.NewKey(mo.ID)
		made, err := k.MoveSelected(ctx, mo, key, sel)
		k.must(err)
		if again, err := k.MoveSelected(ctx, mo, key, sel); err != nil || again != made {
			t.Errorf("sent twice gives %d, %v", again, err)
		}
		k.recount()
		thread, err := k.Thread(ctx, people.Visitor, made)
		if err != nil || thread.Title != "Buses at night" || thread.OpeningID != one || thread.CreatedBy != bob.ID || thread.Contributions != 2 {
			t.Errorf("made %+v, %v", thread, err)
		}
		if got, want := k.tree(made), fmt.Sprintf("[%d<0 o0 %d<0 c0 %d<%d r1]", one, two, below, two); got != want {
			t.Errorf("made %s, want %s", got, want)
		}
		old, err := k.Thread(ctx, people.Visitor, from.ID)
		k.must(err)
		page, err := k.Page(ctx, people.Visitor, old, discussion.View{Order: discussion.Oldest, PerPage: discussion.PageShort})
		if err != nil || len(page.Moved) != 1 || page.Moved[0].Messages != 3 {
			t.Errorf("markers beside each other are not one: %+v, %v", page.Moved, err)
		}
	})
}

func TestMergingADiscussion(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob, mo := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Mo", people.Moderator)
		one, two := k.group(groups.Open), k.group(groups.Open)
		from, to, last := k.start(ann, one), k.start(bob, two), k.start(bob, two)
		said := k.post(bob, from.ID, 0)
		reply := k.post(ann, from.ID, said)
		part := k.post(ann, last.ID, 0)
		_, err := k.select_(mo, discussion.Selection{From: last.ID, IDs: []int64{part}, To: from.ID})
		k.must(err)
		k.must(k.Merge(ctx, mo, db.NewKey(mo.ID), from.ID, to.ID, false))
		k.recount()
		want := fmt.Sprintf("[%d<0 o0 %d<0 c0 %d<%d r1 %d<%d r2 %d<%d r1]", to.OpeningID, from.OpeningID, said, from.OpeningID, reply, said, part, from.OpeningID)
		if got := k.tree(to.ID); got != want {
			t.Errorf("merged %s, want %s", got, want)
		}
		gone, err := k.Thread(ctx, people.Visitor, from.ID)
		if err != nil || gone.MergedInto != to.ID || discussion.MayWrite(ann, gone, 5) == nil {
			t.Errorf("the old one is %+v, %v", gone, err)
		}
		if list, _, err := k.List(ctx, ann, one, discussion.Everything, discussion.LatestFirst, ""); err != nil || len(list) != 0 {
			t.Errorf("it is still listed: %+v, %v", list, err)
		}
		spot, err := k.Where(ctx, ann, reply, discussion.View{Order: discussion.Oldest, PerPage: discussion.PageShort})
		if err != nil || spot.Thread.ID != to.ID {
			t.Errorf("a permalink leads to %+v, %v", spot.Thread, err)
		}
		// What was moved there before, and what was merged there before, leads on to where it all is.
		k.must(k.Merge(ctx, mo, db.NewKey(mo.ID), to.ID, last.ID, false))
		k.recount()
		if gone, err = k.Thread(ctx, people.Visitor, from.ID); err != nil || gone.MergedInto != last.ID {
			t.Errorf("the first leads to %d, %v", gone.MergedInto, err)
		}
		if n, err := db.Value[int](ctx, k.DB, "SELECT COUNT(*) FROM moves WHERE thread_id = to_thread"); err != nil || n != 0 {
			t.Errorf("%d markers lead to where they stand, %v", n, err)
		}
		k.wrong(k.Merge(ctx, mo, db.NewKey(mo.ID), last.ID, from.ID, false), "to")
		if err := k.Merge(ctx, mo, db.NewKey(mo.ID), from.ID, last.ID, false); !errors.Is(err, db.ErrConflict) {
			t.Errorf("merged twice: %v", err)
		}
	})
}

func TestWhoMayMove(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, mo := k.person("Ann", people.Member), k.person("Mo", people.Moderator)
		open, other, secret := k.group(groups.Open), k.group(groups.Open), k.group(groups.Private)
		inside := func(a people.Actor, host bool, in ...int64) people.Actor {
			for _, g := range in {
				role := groups.Member
				if host {
					role = groups.Host
				}
				k.must(k.DB.Write(ctx, func(tx *db.Tx) error { return groups.Enrol(tx, g, a.ID, role) }))
				a.Groups = append(a.Groups, people.Membership{GroupID: g, Host: host})
			}
			return a
		}
		ann = inside(ann, false, secret)
		host := inside(k.person("Hal", people.Member), true, open, secret)
		here, beside, there, hidden := k.start(ann, open), k.start(ann, open), k.start(ann, other), k.start(ann, secret)
		said, inSecret := k.post(ann, here.ID, 0), k.post(ann, hidden.ID, 0)
		no := func(err error) {
			t.Helper()
			var forbidden db.Forbidden
			if !errors.As(err, &forbidden) {
				t.Errorf("got %v", err)
			}
		}
		sel := discussion.Selection{From: here.ID, IDs: []int64{said}, To: beside.ID}
		for _, who := range []people.Actor{people.Visitor, ann, k.person("Ed", people.Editor)} {
			_, err := k.select_(who, sel)
			no(err)
		}
		sel.To = there.ID
		_, err := k.select_(host, sel)
		k.wrong(err, "to")
		_, err = k.select_(host, discussion.Selection{From: hidden.ID, IDs: []int64{inSecret}, To: here.ID, Readers: true})
		k.wrong(err, "to")
		_, err = k.select_(mo, discussion.Selection{From: hidden.ID, IDs: []int64{inSecret}, To: here.ID})
		k.wrong(err, "readers")
		// A stranger to the private group never learns what was moved into it, or from where.
		carl := k.person("Carl", people.Member)
		his := k.post(carl, here.ID, 0)
		_, err = k.select_(mo, discussion.Selection{From: here.ID, IDs: []int64{his}, To: hidden.ID, Readers: true})
		k.wrong(err, "to") // its writer could not read it there
		_, err = k.select_(mo, discussion.Selection{From: here.ID, IDs: []int64{said}, To: hidden.ID, Readers: true})
		k.must(err)
		for reader, sees := range map[*people.Actor]bool{&people.Visitor: false, &carl: false, &ann: true, &mo: true} {
			thread, err := k.Thread(ctx, *reader, here.ID)
			k.must(err)
			page, err := k.Page(ctx, *reader, thread, discussion.View{Order: discussion.Oldest, PerPage: discussion.PageShort})
			k.must(err)
			if len(page.Items) != 1 || len(page.Items[0].Moved) != 1 || (page.Items[0].Moved[0].To.ID != 0) != sees {
				t.Errorf("%s: %+v", reader.Name, page)
			}
		}
		_, err = k.select_(mo, discussion.Selection{From: hidden.ID, IDs: []int64{inSecret}, To: here.ID, Readers: true})
		k.must(err)
		k.recount()
		for name, bad := range map[string]discussion.Selection{
			"ids":   {From: here.ID, To: beside.ID},
			"title": {From: here.ID, IDs: []int64{his}},
			"to":    {From: here.ID, IDs: []int64{his}, To: 99_999},
		} {
			_, err := k.select_(mo, bad)
			k.wrong(err, name)
		}
		_, err = k.select_(mo, discussion.Selection{From: here.ID, IDs: []int64{here.OpeningID}, To: beside.ID})
		k.wrong(err, "ids")
		if _, err := k.select_(mo, discussion.Selection{From: here.ID, IDs: []int64{said}, To: beside.ID}); !errors.Is(err, db.ErrConflict) {
			t.Errorf("what has gone can be moved: %v", err)
		}
	})
}

func TestCountersHoldWhateverIsMovedAndMerged(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		mo := k.person("Mo", people.Moderator)
		writers := []people.Actor{k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Cat", people.Member)}
		groupsOf := []int64{k.group(groups.Open), k.group(groups.Open)}
		var threads []int64
		for i := range 6 {
			threads = append(threads, k.start(writers[i%3], groupsOf[i%2]).ID)
		}
		for range 60 {
			thread := threads[k.random.IntN(len(threads))]
			ids, err := db.Values[int64](ctx, k.DB, "SELECT id FROM contributions WHERE thread_id = ? AND kind <> 'opening' ORDER BY id", thread)
			k.must(err)
			switch roll := k.random.IntN(10); {
			case roll < 5 || len(ids) == 0:
				parent := int64(0)
				if len(ids) > 0 && k.random.IntN(3) > 0 {
					parent = ids[k.random.IntN(len(ids))]
				}
				// What was merged away or hidden takes no answers: then nothing is said.
				_, _ = k.Post(ctx, writers[k.random.IntN(3)], db.NewKey(1), discussion.Answer{ThreadID: thread, ParentID: parent, Body: "Words"})
			case roll < 6:
				k.must(k.DB.Write(ctx, func(tx *db.Tx) error {
					_, err := discussion.SetState(tx, ids[k.random.IntN(len(ids))], []discussion.State{discussion.Hidden, discussion.Published}[k.random.IntN(2)], "unkind")
					return err
				}))
			case roll < 9:
				sel := discussion.Selection{From: thread, Answers: k.random.IntN(2) == 0, To: threads[k.random.IntN(len(threads))]}
				for _, id := range ids {
					if k.random.IntN(3) == 0 {
						sel.IDs = append(sel.IDs, id)
					}
				}
				if k.random.IntN(3) == 0 {
					sel.To, sel.Title = 0, "A new one"
				}
				if made, err := k.select_(mo, sel); err == nil && sel.To == 0 {
					threads = append(threads, made)
				}
			default:
				_ = k.Merge(ctx, mo, db.NewKey(mo.ID), thread, threads[k.random.IntN(len(threads))], false)
			}
			k.recount()
		}
		if k.entries("discussion.move") == 0 || k.entries("discussion.merge") == 0 {
			t.Error("nothing was moved or merged, so nothing was tested")
		}
		// Nothing answers what stands elsewhere, and nothing is lost.
		for query, want := range map[string]int{
			"SELECT COUNT(*) FROM contributions c JOIN contributions p ON p.id = c.parent_id WHERE p.thread_id <> c.thread_id":                                           0,
			"SELECT COUNT(*) FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE t.merged_into IS NOT NULL":                                                  0,
			"SELECT COUNT(*) FROM threads t JOIN threads u ON u.id = t.merged_into WHERE u.merged_into IS NOT NULL":                                                      0,
			"SELECT COUNT(*) FROM threads t WHERE t.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM contributions o WHERE o.id = t.opening_id AND o.thread_id = t.id)": 0,
		} {
			if got, err := db.Value[int](ctx, k.DB, query); err != nil || got != want {
				t.Errorf("%s: %d, %v", query, got, err)
			}
		}
	})
}

func TestTwoMergeEachIntoTheOtherAtOnce(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, mo := k.person("Ann", people.Member), k.person("Mo", people.Moderator)
		group := k.group(groups.Open)
		for range 5 {
			one, two := k.start(ann, group), k.start(ann, group)
			k.post(ann, one.ID, 0)
			k.post(ann, two.ID, 0)
			errs := make([]error, 2)
			var all sync.WaitGroup
			for i, way := range [][2]int64{{one.ID, two.ID}, {two.ID, one.ID}} {
				all.Go(func() { errs[i] = k.Merge(ctx, mo, db.NewKey(mo.ID), way[0], way[1], false) })
			}
			all.Wait()
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Errorf("%v, %v", errs[0], errs[1])
			}
			k.recount()
		}
	})
}

// Who had read what was moved has read it where it is; who had not is told that it is new. A discussion that went into
// another stands under its title nowhere.
func TestWhatWasReadStaysRead(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob, mo := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Mo", people.Moderator)
		group := k.group(groups.Open)
		from, to := k.start(ann, group), k.start(ann, group)
		k.post(mo, to.ID, 0)
		read := func(who people.Actor, id int64) {
			t.Helper()
			_, err := k.Page(ctx, who, k.thread(who, id), discussion.View{Order: discussion.Oldest, PerPage: discussion.PageShort})
			k.must(err)
			k.Flush()
		}
		listed := func(who people.Actor, id int64, show discussion.Filter) (news, times int) {
			t.Helper()
			list, _, err := k.List(ctx, who, group, show, discussion.LatestFirst, "")
			k.must(err)
			for _, l := range list {
				if l.ID == id {
					news, times = news+l.New, times+1
				}
			}
			return news, times
		}
		first, second := k.post(mo, from.ID, 0), k.post(mo, from.ID, 0)
		read(ann, from.ID)
		read(ann, to.ID)
		read(bob, to.ID)
		k.post(mo, from.ID, 0) // which Ann has not read, and which stays
		_, err := k.select_(mo, discussion.Selection{From: from.ID, IDs: []int64{first}, To: to.ID})
		k.must(err)
		for who, want := range map[*people.Actor]int{&ann: 0, &bob: 1} {
			if got, _ := listed(*who, to.ID, discussion.Everything); got != want {
				t.Errorf("%d are new to %s where something was moved to", got, who.Name)
			}
		}
		made, err := k.select_(mo, discussion.Selection{From: from.ID, IDs: []int64{second}, Title: "A new one"})
		k.must(err)
		for who, want := range map[*people.Actor]int{&ann: 0, &bob: 1} {
			if _, got := listed(*who, made, discussion.NewToMe); got != want {
				t.Errorf("what was split off is among what is new to %s %d times", who.Name, got)
			}
		}
		k.must(k.Merge(ctx, mo, db.NewKey(mo.ID), made, to.ID, false))
		if gone, err := k.Thread(ctx, ann, made); err != nil || gone.Title != discussion.MergedAway {
			t.Errorf("it is still called %q, %v", gone.Title, err)
		}
		k.recount()
	})
}

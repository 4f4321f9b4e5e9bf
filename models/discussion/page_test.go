package discussion_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

// talk is a store with people, groups and threads to use it on.
type talk struct {
	*discussion.Store
	t      testing.TB
	random *rand.Rand
}

func newTalk(t testing.TB, d *db.DB) talk {
	s := discussion.NewStore(d, discussion.HoldNone)
	t.Cleanup(s.Close)
	return talk{s, t, rand.New(rand.NewPCG(7, 7))}
}

func each(t *testing.T, test func(t *testing.T, k talk, now *clock.Fixed)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) { test(t, newTalk(t, d), now) })
}

func (k talk) person(name string, role people.Role) people.Actor {
	k.t.Helper()
	var id int64
	k.must(k.DB.Write(ctx, func(tx *db.Tx) (err error) {
		id, err = tx.Insert("INSERT INTO people (public_name, role, who, created_at, changed_at) VALUES (?, ?, 'resident', 1, 1)", name, role)
		return err
	}))
	return people.Actor{ID: id, Name: name, Role: role, Who: people.Resident, State: people.Active, Published: 1}
}

func (k talk) must(err error) {
	if err != nil {
		k.t.Helper()
		k.t.Fatal(err)
	}
}

func (k talk) group(access groups.Access) int64 {
	k.t.Helper()
	draft, err := groups.Draft{Name: "A group", Summary: "x", Access: access}.Check(ctx)
	k.must(err)
	var id int64
	k.must(k.DB.Write(ctx, func(tx *db.Tx) (err error) { id, err = groups.Add(tx, draft, groups.New{}); return err }))
	return id
}

func key(a people.Actor) db.Key { return db.Key{Token: db.NewToken(), Actor: a.ID} }

func (k talk) start(a people.Actor, group int64) discussion.Thread {
	k.t.Helper()
	id, err := k.Start(ctx, a, key(a), discussion.Start{GroupID: group, Title: "What do you think?", Body: "Tell us."})
	k.must(err)
	return k.thread(a, id)
}

func (k talk) thread(a people.Actor, id int64) discussion.Thread {
	k.t.Helper()
	t, err := k.Thread(ctx, a, id)
	k.must(err)
	return t
}

func (k talk) post(a people.Actor, thread, parent int64) int64 {
	k.t.Helper()
	id, err := k.Post(ctx, a, key(a), discussion.Answer{ThreadID: thread, ParentID: parent, Body: fmt.Sprint("Words ", k.random.IntN(1000))})
	k.must(err)
	return id
}

// node is a contribution in the simple model that pages are compared with.
type node struct {
	id, author int64
	root       int64
	depth      int
	above      *node // the one it hangs below on the page
	below      []*node
	state      discussion.State
	was        bool // it was published once
	agrees     int
}

// tree is the model of a thread: it knows no paths and no indexes.
type tree struct {
	roots []*node
	all   []*node
}

func (m *tree) add(id, author int64, parent *node, state discussion.State) *node {
	n := &node{id: id, author: author, state: state, was: state == discussion.Published}
	if parent == nil {
		n.root = id
		m.roots = append(m.roots, n)
	} else {
		for n.above = parent; n.above.depth == discussion.MaxDepth; {
			n.above = n.above.above
		}
		n.depth, n.root = n.above.depth+1, parent.root
		n.above.below = append(n.above.below, n)
	}
	m.all = append(m.all, n)
	return n
}

func (m *tree) order(o discussion.Order, a people.Actor) []int64 {
	var ids []int64
	show := func(n *node) {
		own := n.author == a.ID && n.state != discussion.Deleted
		waits := a.CanModerate() && (n.state == discussion.Held || n.state == discussion.Asked)
		if n.state == discussion.Published || o != discussion.Agreed && (n.was || own || waits) {
			ids = append(ids, n.id)
		}
	}
	var walk func(n *node)
	walk = func(n *node) {
		show(n)
		for _, b := range n.below {
			walk(b)
		}
	}
	switch o {
	case discussion.Agreed:
		ranked := slices.SortedFunc(slices.Values(m.all), func(a, b *node) int {
			return cmp.Or(cmp.Compare(b.agrees, a.agrees), cmp.Compare(a.id, b.id))
		})
		for _, n := range ranked {
			show(n)
		}
	case discussion.Flat:
		for _, n := range m.all {
			show(n)
		}
	case discussion.Newest:
		for _, n := range slices.Backward(m.roots) {
			walk(n)
		}
	default:
		for _, n := range m.roots {
			walk(n)
		}
	}
	return ids
}

// grow fills a thread at random with replies, positions and states, and gives the model of it.
func (k talk) grow(thread discussion.Thread, crowd []people.Actor, moderator people.Actor, size int) *tree {
	k.t.Helper()
	m := &tree{}
	for range size {
		author := crowd[k.random.IntN(len(crowd))]
		var parent *node
		if len(m.all) > 0 && k.random.IntN(4) > 0 {
			parent = m.all[len(m.all)-1-k.random.IntN(min(len(m.all), 6))]
			if parent.state != discussion.Published {
				parent = nil
			}
		}
		state, at := discussion.Published, int64(0)
		if k.random.IntN(8) == 0 {
			state = discussion.Held
		}
		if parent != nil {
			at = parent.id
		}
		body, err := discussion.Render(ctx, "Some words")
		k.must(err)
		c := say(k.t, k.DB, discussion.New{ThreadID: thread.ID, ParentID: at, Kind: discussion.Comment, AuthorID: author.ID, Body: body, State: state})
		n := m.add(c.ID, author.ID, parent, state)
		for _, voter := range crowd {
			if state == discussion.Published && k.random.IntN(5) == 0 {
				k.must(k.Take(ctx, voter, key(voter), n.id, discussion.Agree))
				n.agrees++
			}
		}
		if to := []discussion.State{discussion.Hidden, discussion.Asked, discussion.Deleted}[k.random.IntN(3)]; k.random.IntN(6) == 0 {
			k.must(k.DB.Write(ctx, func(tx *db.Tx) error { _, err := discussion.SetState(tx, n.id, to, "private-details"); return err }))
			n.state = to
		}
	}
	return m
}

func say(t testing.TB, d *db.DB, n discussion.New) discussion.Contribution {
	t.Helper()
	var c discussion.Contribution
	if n.Body.Source == "" {
		n.Body.Source = "words"
	}
	err := d.Write(ctx, func(tx *db.Tx) (err error) { c, err = discussion.Add(tx, n); return err })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ids(p discussion.Page) []int64 {
	list := []int64{}
	for _, i := range p.Items {
		list = append(list, i.ID)
	}
	return list
}

// Every page of every order, forwards and backwards, is what a simple model of the tree gives; every permalink leads
// to a page on which the contribution stands.
func TestPagesAreTheTreeInOrder(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob, mod := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Mod", people.Moderator)
		group := k.group(groups.Open)
		k.start(ann, group) // another thread, so that mixing threads shows
		for _, size := range []int{0, 1, 7, 45} {
			thread := k.start(ann, group)
			m := k.grow(thread, []people.Actor{ann, bob}, mod, size)
			for _, reader := range []people.Actor{people.Visitor, ann, mod} {
				for _, order := range discussion.Orders {
					for _, per := range []int{4, 20} {
						k.compare(thread, m.order(order, reader), reader, discussion.View{Order: order, PerPage: per})
					}
				}
			}
		}
	})
}

func (k talk) compare(thread discussion.Thread, want []int64, reader people.Actor, v discussion.View) {
	k.t.Helper()
	what := fmt.Sprintf("%s, %d a page, reader %d", v.Order, v.PerPage, reader.ID)
	var got []int64
	var last discussion.Page
	for {
		page, err := k.Page(ctx, reader, thread, v)
		k.must(err)
		if page.First != (v.After == "") || (page.Opening != nil) != page.First {
			k.t.Errorf("%s: the opening post is on the wrong page", what)
		}
		got = append(got, ids(page)...)
		if last = page; page.Next == "" {
			break
		}
		v.After = page.Next
	}
	if !slices.Equal(got, want) {
		k.t.Fatalf("%s: got %v, want %v", what, got, want)
	}
	// Back again: each page ends where the one after it begins.
	end := len(want) - len(last.Items)
	for !last.First {
		v.After = last.Previous
		page, err := k.Page(ctx, reader, thread, v)
		k.must(err)
		begin := max(0, end-v.PerPage)
		if list := ids(page); len(list) < end-begin || !slices.Equal(list[:end-begin], want[begin:end]) {
			k.t.Fatalf("%s: the page before %d is %v, want %v", what, end, list, want[begin:end])
		}
		end, last = begin, page
	}
	for _, id := range want {
		spot, err := k.Where(ctx, reader, id, v)
		k.must(err)
		page, err := k.Page(ctx, reader, spot.Thread, discussion.View{Order: spot.Order, After: spot.After, PerPage: v.PerPage})
		k.must(err)
		if spot.Order != v.Order || !slices.Contains(ids(page), id) {
			k.t.Errorf("%s: the permalink of %d leads to %v", what, id, ids(page))
		}
	}
}

func TestWordsThatMayNotBeReadAreNotOnThePage(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob, mod := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Mod", people.Moderator)
		thread := k.start(ann, k.group(groups.Open))
		body, err := discussion.Render(ctx, "The words")
		k.must(err)
		for _, c := range []struct {
			was, now   discussion.State
			readableBy map[int64]bool
			onPageOf   map[int64]bool
		}{
			{discussion.Published, discussion.Published, map[int64]bool{0: true, ann.ID: true, bob.ID: true, mod.ID: true}, map[int64]bool{0: true, ann.ID: true, bob.ID: true, mod.ID: true}},
			{discussion.Held, discussion.Held, map[int64]bool{bob.ID: true, mod.ID: true}, map[int64]bool{bob.ID: true, mod.ID: true}},
			{discussion.Held, discussion.Asked, map[int64]bool{bob.ID: true, mod.ID: true}, map[int64]bool{bob.ID: true, mod.ID: true}},
			{discussion.Published, discussion.Asked, map[int64]bool{bob.ID: true, mod.ID: true}, map[int64]bool{0: true, ann.ID: true, bob.ID: true, mod.ID: true}},
			{discussion.Published, discussion.Hidden, nil, map[int64]bool{0: true, ann.ID: true, bob.ID: true, mod.ID: true}},
			{discussion.Held, discussion.Hidden, nil, map[int64]bool{bob.ID: true}},
			{discussion.Published, discussion.Deleted, nil, map[int64]bool{0: true, ann.ID: true, bob.ID: true, mod.ID: true}},
			{discussion.Held, discussion.Deleted, nil, nil},
		} {
			said := say(t, k.DB, discussion.New{ThreadID: thread.ID, Kind: discussion.Comment, AuthorID: bob.ID, Body: body, State: c.was})
			if c.now != c.was {
				k.must(k.DB.Write(ctx, func(tx *db.Tx) error { _, err := discussion.SetState(tx, said.ID, c.now, "rude"); return err }))
			}
			for _, reader := range []people.Actor{people.Visitor, ann, bob, mod} {
				what := fmt.Sprintf("%s, then %s, read by %q", c.was, c.now, reader.Name)
				page, err := k.Page(ctx, reader, thread, discussion.View{Order: discussion.Oldest, PerPage: 50})
				k.must(err)
				at := slices.IndexFunc(page.Items, func(i discussion.Item) bool { return i.ID == said.ID })
				if (at >= 0) != c.onPageOf[reader.ID] {
					t.Errorf("%s: on the page: %v", what, at >= 0)
				}
				if at >= 0 && (page.Items[at].Shown != c.readableBy[reader.ID] || (page.Items[at].HTML != "") != c.readableBy[reader.ID]) {
					t.Errorf("%s: shown %v, words %q", what, page.Items[at].Shown, page.Items[at].HTML)
				}
				found, _, err := k.Find(ctx, reader, said.ID)
				if c.onPageOf[reader.ID] != (err == nil) || err != nil && !errors.Is(err, db.ErrNotFound) {
					t.Errorf("%s: the permalink gives %v", what, err)
				}
				if err == nil && (found.Body != "") != c.readableBy[reader.ID] {
					t.Errorf("%s: the permalink's words are %q", what, found.Body)
				}
			}
			k.must(k.DB.Write(ctx, func(tx *db.Tx) error {
				if _, err := tx.Exec("DELETE FROM cases WHERE contribution_id = ?", said.ID); err != nil {
					return err
				}
				_, err := tx.Exec("DELETE FROM contributions WHERE id = ?", said.ID)
				return err
			}))
		}
	})
}

// Who typed something in for somebody else reads it while it waits, as its author does.
func TestWhatIsHeldIsReadByItsRecorder(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, clerk := k.person("Ann", people.Member), k.person("Clerk", people.Member)
		thread := k.start(ann, k.group(groups.Open))
		body, err := discussion.Render(ctx, "From a letter")
		k.must(err)
		say(t, k.DB, discussion.New{ThreadID: thread.ID, Kind: discussion.Comment, AuthorID: ann.ID, RecorderID: clerk.ID, Channel: discussion.Paper, Body: body, State: discussion.Held, Reason: "first"})
		page, err := k.Page(ctx, clerk, thread, discussion.View{Order: discussion.Oldest, PerPage: 20})
		k.must(err)
		if len(page.Items) != 1 || !page.Items[0].Shown || page.Items[0].Recorder != "Clerk" || page.Items[0].Channel != discussion.Paper || page.Items[0].Reason != "first" {
			t.Errorf("the recorder's page holds %+v", page.Items)
		}
	})
}

func TestDeepAnswersQuoteWhatTheyAnswer(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann := k.person("Ann", people.Member)
		thread := k.start(ann, k.group(groups.Open))
		var parents []int64
		parent := int64(0)
		for range 6 {
			parent = k.post(ann, thread.ID, parent)
			parents = append(parents, parent)
		}
		page, err := k.Page(ctx, ann, thread, discussion.View{Order: discussion.Oldest, PerPage: 20})
		k.must(err)
		for i, item := range page.Items {
			want := i >= 4 // the fifth is the first whose parent is at the deepest level itself
			if (item.Quoted != nil) != want || want && (item.Quoted.ID != parents[i-1] || item.Quoted.Author != "Ann" || item.Quoted.Words == "") {
				t.Errorf("answer %d at depth %d quotes %+v", i, item.Depth, item.Quoted)
			}
		}
		k.must(k.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, parents[3], discussion.Hidden, "rude")
			return err
		}))
		for _, order := range []discussion.Order{discussion.Flat, discussion.Agreed} {
			page, err = k.Page(ctx, ann, thread, discussion.View{Order: order, PerPage: 20})
			k.must(err)
			for _, item := range page.Items {
				switch {
				case item.ID == parents[0] && item.Quoted != nil, item.ID != parents[0] && item.Quoted == nil:
					t.Errorf("in the list %q, %d quotes %+v", order, item.ID, item.Quoted)
				case item.ID == parents[4] && (item.Quoted.Words != "" || item.Quoted.Author != ""):
					t.Errorf("hidden words are quoted in the list %q: %+v", order, item.Quoted)
				}
			}
		}
	})
}

func TestForgedPlacesAreRefused(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann := k.person("Ann", people.Member)
		thread := k.start(ann, k.group(groups.Open))
		for _, after := range []string{
			"x", "!!!", db.EncodeCursor("00001"), db.EncodeCursor(map[string]any{"p": "0000\x00"}), db.EncodeCursor(map[string]any{"p": "0000'"}),
			db.EncodeCursor(map[string]any{"p": "000"}), db.EncodeCursor(map[string]any{"p": "0000100001000010000100001"}),
			db.EncodeCursor(map[string]any{"r": "1"}), db.EncodeCursor(map[string]any{"i": 1e30}), db.EncodeCursor([]int{1}),
		} {
			for _, order := range discussion.Orders {
				_, err := k.Page(ctx, ann, thread, discussion.View{Order: order, After: after, PerPage: 20})
				if !errors.As(err, new(db.Invalid)) {
					t.Errorf("%s after %q: %v", order, after, err)
				}
			}
		}
	})
}

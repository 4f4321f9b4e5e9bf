package discussion_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

// recount compares every kept counter with what the rows say.
func (k talk) recount() {
	k.t.Helper()
	for what, query := range map[string]string{
		"contributions of threads": `SELECT COUNT(*) FROM threads t WHERE contribution_count <>
			(SELECT COUNT(*) FROM contributions c WHERE c.thread_id = t.id AND c.state = 'published' AND c.kind <> 'opening')`,
		"people of threads": `SELECT COUNT(*) FROM threads t WHERE people_count <>
			(SELECT COUNT(DISTINCT author_id) FROM contributions c WHERE c.thread_id = t.id AND c.state = 'published' AND c.kind <> 'opening')`,
		"tallies": `SELECT COUNT(*) FROM threads t WHERE people_count <> (SELECT COALESCE(SUM(people), 0) FROM thread_tallies y WHERE y.thread_id = t.id)
			OR contribution_count <> (SELECT COALESCE(SUM(contributions), 0) FROM thread_tallies y WHERE y.thread_id = t.id)`,
		"listed threads": `SELECT COUNT(*) FROM threads t WHERE (listed = 1) <>
			EXISTS (SELECT 1 FROM contributions c WHERE c.id = t.opening_id AND c.state = 'published')`,
		"discussions of groups": "SELECT COUNT(*) FROM groups g WHERE discussion_count <> (SELECT COUNT(*) FROM threads t WHERE t.group_id = g.id AND t.listed = 1)",
		"published by people": `SELECT COUNT(*) FROM people p WHERE published_count <>
			(SELECT COUNT(*) FROM contributions c WHERE c.author_id = p.id AND c.state = 'published')`,
		"positions": `SELECT COUNT(*) FROM contributions c WHERE agrees <> (SELECT COUNT(*) FROM positions v WHERE v.contribution_id = c.id AND v.position = 'agree')
			OR disagrees <> (SELECT COUNT(*) FROM positions v WHERE v.contribution_id = c.id AND v.position = 'disagree')
			OR passes <> (SELECT COUNT(*) FROM positions v WHERE v.contribution_id = c.id AND v.position = 'pass')`,
	} {
		drift, err := db.Value[int](ctx, k.DB, query)
		if err != nil || drift != 0 {
			k.t.Errorf("%s: %d are counted wrong, %v", what, drift, err)
		}
	}
}

// Whatever people and moderators do, in whatever order, every counter is what a recount gives.
func TestCountersSurviveAnything(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		crowd := []people.Actor{k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Mod", people.Moderator)}
		group := k.group(groups.Open)
		threads := []discussion.Thread{k.start(crowd[0], group), k.start(crowd[1], group)}
		said := []int64{threads[0].OpeningID, threads[1].OpeningID}
		expected := func(err error) {
			if err != nil && !errors.Is(err, db.ErrConflict) && !errors.Is(err, db.ErrNotFound) && !errors.As(err, new(db.Forbidden)) && !errors.As(err, new(db.Invalid)) {
				t.Helper()
				t.Fatal(err)
			}
		}
		for step := range 250 {
			who, id := crowd[k.random.IntN(len(crowd))], said[k.random.IntN(len(said))]
			switch k.random.IntN(8) {
			case 0, 1:
				k.Hold = []discussion.HoldRule{discussion.HoldNone, discussion.HoldFirst, discussion.HoldAll}[k.random.IntN(3)]
				c, _, err := k.Find(ctx, crowd[2], id)
				if err != nil {
					continue
				}
				new, err := k.Post(ctx, who, key(who), discussion.Answer{ThreadID: c.ThreadID, ParentID: id, Body: fmt.Sprint("Step ", step)})
				if expected(err); err == nil {
					said = append(said, new)
				}
			case 2:
				expected(k.Delete(ctx, who, key(who), id))
			case 3, 4:
				c, _, err := k.Find(ctx, who, id)
				if err == nil {
					expected(k.Edit(ctx, who, key(who), id, discussion.Edit{Body: fmt.Sprint("Edit ", step), Revision: c.Revision}))
				}
			case 5, 6:
				position := []discussion.Position{discussion.Agree, discussion.Disagree, discussion.Pass, discussion.Withdrawn}[k.random.IntN(4)]
				expected(k.Take(ctx, who, key(who), id, position))
			case 7:
				to := []discussion.State{discussion.Published, discussion.Hidden, discussion.Asked}[k.random.IntN(3)]
				expected(k.DB.Write(ctx, func(tx *db.Tx) error {
					_, err := discussion.SetState(tx, id, to, "unkind", discussion.Held, discussion.Published, discussion.Hidden)
					return err
				}))
			}
		}
		k.recount()
	})
}

func TestTheSameFormCountsOnce(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann := k.person("Ann", people.Member)
		thread := k.start(ann, k.group(groups.Open))
		once, results := key(ann), make([]int64, 8)
		var wait sync.WaitGroup
		for i := range results {
			wait.Go(func() {
				id, err := k.Post(ctx, ann, once, discussion.Answer{ThreadID: thread.ID, Body: "Once"})
				if err != nil {
					t.Error(err)
				}
				results[i] = id
			})
		}
		wait.Wait()
		slices.Sort(results)
		if n := k.thread(ann, thread.ID).Contributions; n != 1 || results[0] != results[len(results)-1] {
			t.Errorf("%d answers were stored, with the ids %v", n, results)
		}
	})
}

func TestPositionsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann := k.person("Ann", people.Member)
		thread := k.start(ann, k.group(groups.Open))
		id := k.post(ann, thread.ID, 0)
		var crowd []people.Actor
		for i := range 4 {
			crowd = append(crowd, k.person(fmt.Sprint("P", i), people.Member))
		}
		var wait sync.WaitGroup
		for i := range 40 {
			who := crowd[i%len(crowd)]
			position := []discussion.Position{discussion.Agree, discussion.Disagree, discussion.Pass, discussion.Withdrawn}[i/4%4]
			wait.Go(func() {
				if err := k.Take(ctx, who, key(who), id, position); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		k.recount()
	})
}

func TestEarlierWordsAreKept(t *testing.T) {
	each(t, func(t *testing.T, k talk, now *clock.Fixed) {
		ann, mod := k.person("Ann", people.Member), k.person("Mod", people.Moderator)
		thread := k.start(ann, k.group(groups.Open))
		id := k.post(ann, thread.ID, 0)
		now.Advance(discussion.Grace)
		edit := func(revision int, words string) error {
			now.Advance(1e9)
			return k.Edit(ctx, ann, key(ann), id, discussion.Edit{Body: words, Revision: revision})
		}
		for i := range 24 {
			k.must(edit(i+1, fmt.Sprint("Wording ", i)))
		}
		k.must(edit(25, "Wording 23")) // nothing changed, nothing kept
		if err := edit(3, "late"); !errors.Is(err, db.ErrConflict) {
			t.Errorf("an outdated edit: %v", err)
		}
		read := func(a people.Actor) (bodies []string) {
			t.Helper()
			c, _, err := k.Find(ctx, a, id)
			k.must(err)
			for before := 0; ; {
				page, next, err := k.History(ctx, a, c, before)
				k.must(err)
				for i, r := range page {
					bodies = append(bodies, r.Body)
					var to strings.Builder
					for _, change := range r.Changes {
						if change.Op != 2 {
							to.WriteString(change.Text)
						}
					}
					if i < len(page)-1 && to.String() != r.Body {
						t.Errorf("the changes of revision %d make %q of %q", r.Number, to.String(), r.Body)
					}
				}
				if before = next; next == 0 {
					return bodies
				}
			}
		}
		if got := read(people.Visitor); len(got) != 25 || got[0] != "Wording 23" || got[23] != "Wording 0" {
			t.Errorf("the history is %q", got)
		}
		// What a moderator asked to have changed is not public in the history either.
		k.must(k.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, id, discussion.Asked, "names-someone")
			return err
		}))
		k.must(edit(25, "Clean words"))
		if c, _, err := k.Find(ctx, ann, id); err != nil || c.State != discussion.Held {
			t.Errorf("after the change that was asked for it is %s, %v", c.State, err)
		}
		k.must(k.DB.Write(ctx, func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, discussion.Published, ""); return err }))
		k.must(edit(26, "Cleaner words"))
		if got := read(people.Visitor); !slices.Equal(got, []string{"Cleaner words", "Clean words"}) {
			t.Errorf("everybody reads %q", got)
		}
		if got := read(mod); len(got) != 27 {
			t.Errorf("a moderator reads %d wordings, want 27", len(got))
		}
		k.recount()
	})
}

func TestWhatIsNew(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob := k.person("Ann", people.Member), k.person("Bob", people.Member)
		group := k.group(groups.Open)
		thread := k.start(ann, group)
		for range 3 {
			k.post(ann, thread.ID, 0)
		}
		open := func(a people.Actor, v discussion.View) discussion.Page {
			t.Helper()
			page, err := k.Page(ctx, a, k.thread(a, thread.ID), v)
			k.must(err)
			return page
		}
		listed := func(a people.Actor, show discussion.Filter) (n, fresh int) {
			t.Helper()
			list, _, err := k.List(ctx, a, group, show, discussion.LatestFirst, "")
			k.must(err)
			for _, l := range list {
				fresh += l.New
			}
			return len(list), fresh
		}
		oldest := discussion.View{Order: discussion.Oldest, PerPage: 2}
		if p := open(bob, oldest); p.New != 0 {
			t.Errorf("on the first visit %d are new", p.New)
		}
		k.Flush()
		if n, _ := listed(bob, discussion.NewToMe); n != 1 {
			t.Errorf("a discussion whose end was never seen is not new")
		}
		oldest.PerPage = 50
		open(bob, oldest)
		for _, flush := range []bool{false, true} { // what waits to be stored counts already
			if flush {
				k.Flush()
				if n, _ := listed(bob, discussion.NewToMe); n != 0 {
					t.Error("what was read is new")
				}
			}
			if p := open(bob, oldest); p.New != 0 {
				t.Errorf("%d are new right after reading", p.New)
			}
		}
		first, second := k.post(ann, thread.ID, 0), k.post(ann, thread.ID, 0)
		own := k.post(bob, thread.ID, 0)
		k.must(k.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, second, discussion.Hidden, "unkind")
			return err
		}))
		if n, fresh := listed(bob, discussion.NewToMe); n != 1 || fresh != 1 {
			t.Errorf("the list has %d discussions with %d new", n, fresh)
		}
		p := open(bob, discussion.View{Order: discussion.Oldest, PerPage: 2})
		if p.New != 1 || p.FirstNew != first {
			t.Errorf("%d new from %d, want 1 from %d", p.New, p.FirstNew, first)
		}
		k.Flush()
		p = open(bob, oldest)
		for _, i := range p.Items {
			if i.New != (i.ID == first) {
				t.Errorf("contribution %d is new: %v (own is %d)", i.ID, i.New, own)
			}
		}
		k.Flush()
		if p := open(bob, oldest); p.New != 0 {
			t.Errorf("%d are still new", p.New)
		}
		if n, fresh := listed(people.Visitor, discussion.Everything); n != 1 || fresh != 0 {
			t.Errorf("a visitor's list: %d, %d new", n, fresh)
		}
	})
}

func TestPrivateGroupsStayPrivate(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		editor, inside, outside := k.person("Ed", people.Editor), k.person("In", people.Member), k.person("Out", people.Member)
		group := k.group(groups.Private)
		k.must(k.DB.Write(ctx, func(tx *db.Tx) error { return groups.Enrol(tx, group, inside.ID, groups.Member) }))
		inside.Groups = []people.Membership{{GroupID: group}}
		thread := k.start(inside, group)
		id := k.post(inside, thread.ID, 0)
		for name, c := range map[string]struct {
			actor people.Actor
			sees  bool
		}{"visitor": {people.Visitor, false}, "outsider": {outside, false}, "member": {inside, true}, "editor": {editor, true}} {
			check := func(what string, err error) {
				t.Helper()
				if c.sees != (err == nil) || !c.sees && !errors.Is(err, db.ErrNotFound) {
					t.Errorf("%s, %s: %v", name, what, err)
				}
			}
			_, err := k.Thread(ctx, c.actor, thread.ID)
			check("the discussion", err)
			_, _, err = k.Find(ctx, c.actor, id)
			check("a contribution", err)
			_, err = k.Where(ctx, c.actor, id, discussion.View{Order: discussion.Oldest, PerPage: 20})
			check("its permalink", err)
			for what, list := range map[string]func() ([]discussion.Listed, error){
				"the list": func() ([]discussion.Listed, error) {
					list, _, err := k.List(ctx, c.actor, group, discussion.Everything, discussion.LatestFirst, "")
					return list, err
				},
				"the latest": func() ([]discussion.Listed, error) { return k.Latest(ctx, c.actor, 9) },
			} {
				if got, err := list(); err != nil || (len(got) > 0) != c.sees {
					t.Errorf("%s, %s: %d, %v", name, what, len(got), err)
				}
			}
			if c.actor.ID == 0 || c.sees {
				continue
			}
			_, err = k.Post(ctx, c.actor, key(c.actor), discussion.Answer{ThreadID: thread.ID, Body: "In here?"})
			check("posting", err)
			check("agreeing", k.Take(ctx, c.actor, key(c.actor), id, discussion.Agree))
			_, err = k.Start(ctx, c.actor, key(c.actor), discussion.Start{GroupID: group, Title: "x", Body: "y"})
			check("starting", err)
		}
	})
}

func TestHostsCloseDiscussions(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, host := k.person("Ann", people.Member), k.person("Hal", people.Member)
		group := k.group(groups.Open)
		host.Groups = []people.Membership{{GroupID: group, Host: true}}
		thread := k.start(ann, group)
		id := k.post(ann, thread.ID, 0)
		if err := k.SetClosed(ctx, ann, key(ann), thread.ID, true); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("a member closed a discussion: %v", err)
		}
		k.must(k.SetClosed(ctx, host, key(host), thread.ID, true))
		_, err := k.Post(ctx, ann, key(ann), discussion.Answer{ThreadID: thread.ID, Body: "Late"})
		for what, err := range map[string]error{
			"posting": err, "agreeing": k.Take(ctx, ann, key(ann), id, discussion.Agree),
			"editing": k.Edit(ctx, ann, key(ann), id, discussion.Edit{Body: "Late", Revision: 1}),
		} {
			if !errors.As(err, new(db.Forbidden)) {
				t.Errorf("%s in a closed discussion: %v", what, err)
			}
		}
		k.must(k.Delete(ctx, ann, key(ann), id)) // taking back is possible at any time
		k.must(k.SetClosed(ctx, host, key(host), thread.ID, false))
		k.must(k.SetClosed(ctx, host, key(host), thread.ID, false)) // open already
		k.post(ann, thread.ID, 0)
		acts, err := db.Values[string](ctx, k.DB, "SELECT act FROM register WHERE actor_id = ? AND object_kind = 'thread' AND object_id = ? ORDER BY id", host.ID, thread.ID)
		if err != nil || !slices.Equal(acts, []string{"discussion.close", "discussion.open"}) {
			t.Errorf("the register has %q, %v", acts, err)
		}
	})
}

func TestWhoMayChangeWhat(t *testing.T) {
	now := clock.Instant(1000)
	writer, other := people.Actor{ID: 1, State: people.Active}, people.Actor{ID: 2, State: people.Active, Role: people.Moderator}
	suspended := people.Actor{ID: 1, State: people.Suspended}
	open, closed := discussion.Thread{}, discussion.Thread{Closed: true}
	for _, c := range []struct {
		what         string
		actor        people.Actor
		thread       discussion.Thread
		state        discussion.State
		edit, delete bool
	}{
		{"the writer", writer, open, discussion.Published, true, true},
		{"the writer, held", writer, open, discussion.Held, true, true},
		{"the writer, asked", writer, closed, discussion.Asked, true, true},
		{"the writer, closed", writer, closed, discussion.Published, false, true},
		{"the writer, hidden", writer, open, discussion.Hidden, false, true},
		{"the writer, taken back", writer, open, discussion.Deleted, false, false},
		{"a moderator", other, open, discussion.Published, false, false},
		{"a visitor", people.Visitor, open, discussion.Asked, false, false},
		{"suspended", suspended, open, discussion.Asked, false, false},
	} {
		said := discussion.Contribution{AuthorID: 1, State: c.state}
		if err := discussion.MayEdit(c.actor, c.thread, said, now); (err == nil) != c.edit {
			t.Errorf("%s edits: %v", c.what, err)
		}
		if err := discussion.MayDelete(c.actor, said); (err == nil) != c.delete {
			t.Errorf("%s takes back: %v", c.what, err)
		}
	}
}

func TestExcerpt(t *testing.T) {
	for safe, want := range map[string]string{
		`<p>Ask at <a href="/x">the <em>gate</em></a>.</p><p>Twice.</p>`: "Ask at the gate. Twice.",
		"":                            "",
		"<p>One <b>two</b></p>":       "One two",
		"<p>Fish &amp; chips</p><p>x": "Fish & chips x",
		"<p>cut &am":                  "cut",
		"<p>cut <a href=\"x":          "cut",
		"&lt;script&gt;":              "<script>",
	} {
		if got := discussion.Excerpt(safe); got != want {
			t.Errorf("Excerpt(%q) = %q, want %q", safe, got, want)
		}
	}
	for _, long := range []string{strings.Repeat("word ", 100), strings.Repeat("é", 300)} {
		if got := discussion.Excerpt(long); len(got) > 170 || !strings.HasSuffix(got, "…") || strings.ContainsRune(got, '\uFFFD') {
			t.Errorf("a long text is cut to %q", got)
		}
	}
}

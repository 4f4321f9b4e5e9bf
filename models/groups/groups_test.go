package groups_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

var ctx = context.Background()

// room is a groups store with people to use it.
type room struct {
	*groups.Store
	t *testing.T
}

func (r room) person(name string, role people.Role) people.Actor {
	r.t.Helper()
	var id int64
	err := r.DB.Write(ctx, func(tx *db.Tx) (err error) {
		id, err = tx.Insert("INSERT INTO people (public_name, role, created_at, changed_at) VALUES (?, ?, ?, ?)", name, role, tx.Now(), tx.Now())
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return people.Actor{ID: id, Name: name, Role: role, State: people.Active}
}

// as gives the actor with the memberships that they have now.
func (r room) as(a people.Actor) people.Actor {
	r.t.Helper()
	a.Groups = nil
	err := db.Each(ctx, r.DB, func(row db.Row) error {
		var m people.Membership
		var role groups.Role
		err := row.Scan(&m.GroupID, &role)
		m.Host = role == groups.Host
		a.Groups = append(a.Groups, m)
		return err
	}, "SELECT group_id, role FROM memberships WHERE person_id = ? AND state = 'member'", a.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

func (r room) group(by people.Actor, name string, access groups.Access) groups.Group {
	r.t.Helper()
	slug, err := r.Create(ctx, by, key(), groups.Draft{Name: name, Summary: "A group", About: "All **welcome**", Access: access})
	if err != nil {
		r.t.Fatal(err)
	}
	g, err := r.BySlug(ctx, r.as(by), slug)
	if err != nil {
		r.t.Fatal(err)
	}
	return g
}

func each(t *testing.T, test func(t *testing.T, r room)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) { test(t, room{&groups.Store{DB: d}, t}) })
}

func TestAGroupIsStartedByStaffAndChanged(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		editor, member := r.person("Ed", people.Editor), r.person("Mo", people.Member)
		if _, err := r.Create(ctx, member, key(), groups.Draft{Name: "Mine", Summary: "x", Access: groups.Open}); !errors.As(err, new(db.Forbidden)) {
			t.Fatalf("a member started a group: %v", err)
		}
		g := r.group(editor, "Feeling connected", groups.Open)
		if g.Slug != "feeling-connected" || g.Members != 1 || !strings.Contains(g.AboutHTML, "<strong>welcome</strong>") {
			t.Fatalf("the group is %+v", g)
		}
		if hosts, err := r.Hosts(ctx, g.ID); err != nil || len(hosts) != 1 || hosts[0].ID != editor.ID {
			t.Fatalf("its hosts are %v, %v", hosts, err)
		}
		if twin := r.group(editor, "Feeling connected", groups.Open); twin.Slug != "feeling-connected-2" {
			t.Errorf("a second group of the name has the address %q", twin.Slug)
		}
		if reserved := r.group(editor, "New", groups.Open); reserved.Slug != "new-group" {
			t.Errorf("a group called New has the address %q", reserved.Slug)
		}
		draft := groups.Draft{Name: "Feeling at home", Summary: "x", Access: groups.Ask, Revision: g.Revision}
		if err := r.Change(ctx, member, key(), g.ID, draft); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("a member changed a group: %v", err)
		}
		if err := r.Change(ctx, editor, key(), g.ID, draft); err != nil {
			t.Fatal(err)
		}
		if err := r.Change(ctx, editor, key(), g.ID, draft); !errors.Is(err, db.ErrConflict) {
			t.Errorf("an outdated change was stored: %v", err)
		}
		if g, err := r.BySlug(ctx, member, "feeling-connected"); err != nil || g.Name != "Feeling at home" || g.Access != groups.Ask {
			t.Errorf("after the change it is %+v, %v", g, err)
		}
	})
}

func TestADraftIsChecked(t *testing.T) {
	good := groups.Draft{Name: "A", Summary: "B", Access: groups.Open}
	for name, c := range map[string]struct {
		change func(*groups.Draft)
		field  string
	}{
		"no name":       {func(d *groups.Draft) { d.Name = " " }, "name"},
		"long name":     {func(d *groups.Draft) { d.Name = strings.Repeat("é", groups.MaxName+1) }, "name"},
		"no summary":    {func(d *groups.Draft) { d.Summary = "" }, "summary"},
		"no access":     {func(d *groups.Draft) { d.Access = "" }, "access"},
		"odd access":    {func(d *groups.Draft) { d.Access = "everyone" }, "access"},
		"long about":    {func(d *groups.Draft) { d.About = strings.Repeat("a", groups.MaxAbout+1) }, "about"},
		"broken about":  {func(d *groups.Draft) { d.About = "a\xff" }, "about"},
		"nul in a name": {func(d *groups.Draft) { d.Name = "a\x00b" }, "name"},
	} {
		d := good
		c.change(&d)
		var wrong db.Invalid
		if _, err := d.Check(ctx); !errors.As(err, &wrong) || wrong[c.field] == "" || len(wrong) != 1 {
			t.Errorf("%s: got %v, want a message for %s", name, err, c.field)
		}
	}
	if _, err := good.Check(ctx); err != nil {
		t.Errorf("a good draft is refused: %v", err)
	}
}

func TestAskingAndBeingLetIn(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		editor, sam, ann := r.person("Ed", people.Editor), r.person("Sam", people.Member), r.person("Ann", people.Member)
		g := r.group(editor, "By asking", groups.Ask)
		for range 2 {
			if err := r.Join(ctx, sam, key(), g.ID); err != nil {
				t.Fatal(err)
			}
		}
		if s, _ := r.Standing(ctx, g.ID, sam.ID); s != groups.Asked {
			t.Fatalf("after asking, Sam stands %q", s)
		}
		if _, _, err := r.Asking(ctx, r.as(ann), g, ""); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("an outsider read who asks: %v", err)
		}
		if err := r.Approve(ctx, r.as(sam), key(), g.ID, sam.ID); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("Sam let himself in: %v", err)
		}
		if asking, _, err := r.Asking(ctx, r.as(editor), g, ""); err != nil || len(asking) != 1 || asking[0].Name != "Sam" {
			t.Fatalf("asking are %v, %v", asking, err)
		}
		if err := r.Approve(ctx, r.as(editor), key(), g.ID, sam.ID); err != nil {
			t.Fatal(err)
		}
		if err := r.Approve(ctx, r.as(editor), key(), g.ID, sam.ID); !errors.Is(err, db.ErrConflict) {
			t.Errorf("let in twice: %v", err)
		}
		if err := r.MakeHost(ctx, r.as(sam), key(), g.ID, sam.ID, true); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("Sam made himself a host: %v", err)
		}
		if err := r.MakeHost(ctx, r.as(editor), key(), g.ID, sam.ID, true); err != nil || !r.as(sam).HostOf(g.ID) {
			t.Errorf("Sam is no host: %v", err)
		}
		// A host who joins again stays one.
		if err := r.Join(ctx, r.as(sam), key(), g.ID); err != nil || !r.as(sam).HostOf(g.ID) {
			t.Errorf("Sam is no host any more: %v", err)
		}
		if err := r.Decline(ctx, r.as(editor), key(), g.ID, sam.ID); err != nil {
			t.Fatal(err)
		}
		if s, _ := r.Standing(ctx, g.ID, sam.ID); s != groups.Outside {
			t.Errorf("after leaving, Sam stands %q", s)
		}
	})
}

func TestAPrivateGroupIsNotThereForOthers(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		editor, inside, outside := r.person("Ed", people.Editor), r.person("In", people.Member), r.person("Out", people.Member)
		r.group(editor, "Open one", groups.Open)
		g := r.group(editor, "Secret", groups.Private)
		if err := r.DB.Write(ctx, func(tx *db.Tx) error { return groups.Enrol(tx, g.ID, inside.ID, groups.Member) }); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			actor people.Actor
			sees  bool
		}{
			"visitor": {people.Visitor, false}, "outsider": {outside, false}, "member": {r.as(inside), true},
			"editor who is not in it": {r.person("Else", people.Editor), true},
		} {
			_, err := r.BySlug(ctx, c.actor, "secret")
			if c.sees != (err == nil) || !c.sees && !errors.Is(err, db.ErrNotFound) {
				t.Errorf("%s: reading it gives %v", name, err)
			}
			want := 1
			if c.sees {
				want = 2
			}
			list, _, err := r.List(ctx, c.actor, "", 10)
			if err != nil || len(list) != want {
				t.Errorf("%s: the list has %d groups, want %d, %v", name, len(list), want, err)
			}
			if liveliest, err := r.Liveliest(ctx, c.actor, 10); err != nil || len(liveliest) != want {
				t.Errorf("%s: the first page has %d groups, want %d, %v", name, len(liveliest), want, err)
			}
			if n, err := r.Count(ctx, c.actor); err != nil || n != want {
				t.Errorf("%s: counts %d groups, want %d, %v", name, n, want, err)
			}
		}
		if err := r.Join(ctx, outside, key(), g.ID); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("an outsider joined by the id: %v", err)
		}
	})
}

func TestHostsInviteByName(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		editor, sam := r.person("Ed", people.Editor), r.person("Sam Ford", people.Member)
		if err := r.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE people SET name_skeleton = ? WHERE id = ?", people.Skeleton("Sam Ford"), sam.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		g := r.group(editor, "Secret", groups.Private)
		if err := r.Invite(ctx, r.as(sam), key(), g.ID, "Sam Ford"); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("an outsider invited himself: %v", err)
		}
		if err := r.Invite(ctx, r.as(editor), key(), g.ID, "Sam Fard"); !errors.As(err, new(db.Invalid)) {
			t.Errorf("nobody was invited: %v", err)
		}
		for range 2 {
			if err := r.Invite(ctx, r.as(editor), key(), g.ID, " sam  ford"); err != nil {
				t.Fatal(err)
			}
		}
		if g, err := r.BySlug(ctx, r.as(sam), "secret"); err != nil || g.Members != 2 {
			t.Errorf("Sam sees %+v, %v", g, err)
		}
	})
}

func TestListsGoOnWhereTheyStopped(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		editor := r.person("Ed", people.Editor)
		want := 7
		for i := range want {
			r.group(editor, fmt.Sprintf("Group %d", i), groups.Open)
		}
		got, after := 0, ""
		for {
			list, next, err := r.List(ctx, people.Visitor, after, 3)
			if err != nil {
				t.Fatal(err)
			}
			got += len(list)
			if next == "" {
				break
			}
			after = next
		}
		if got != want {
			t.Errorf("the pages hold %d groups, want %d", got, want)
		}
	})
}

// Whatever people do, in whatever order, the number of members is what a recount gives.
func TestMembersAreCounted(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		random := rand.New(rand.NewPCG(1, 2))
		editor := r.person("Ed", people.Editor)
		open, ask := r.group(editor, "Open", groups.Open), r.group(editor, "Ask", groups.Ask)
		var crowd []people.Actor
		for i := range 6 {
			crowd = append(crowd, r.person(fmt.Sprint("P", i), people.Member))
		}
		for range 150 {
			g := []groups.Group{open, ask}[random.IntN(2)]
			p := crowd[random.IntN(len(crowd))]
			var err error
			switch random.IntN(4) {
			case 0:
				err = r.Join(ctx, p, key(), g.ID)
			case 1:
				err = r.Leave(ctx, p, key(), g.ID)
			case 2:
				err = r.Approve(ctx, editor, key(), g.ID, p.ID)
			case 3:
				err = r.Decline(ctx, editor, key(), g.ID, p.ID)
			}
			if err != nil && !errors.Is(err, db.ErrConflict) {
				t.Fatal(err)
			}
		}
		drift, err := db.Value[int](ctx, r.DB, `SELECT COUNT(*) FROM groups WHERE member_count <>
			(SELECT COUNT(*) FROM memberships m WHERE m.group_id = groups.id AND m.state = 'member')`)
		if err != nil || drift != 0 {
			t.Errorf("%d groups count their members wrong, %v", drift, err)
		}
	})
}

func TestWhoMayDoWhat(t *testing.T) {
	member := func(g int64, host bool) people.Actor {
		return people.Actor{ID: 2, State: people.Active, Role: people.Member, Groups: []people.Membership{{GroupID: g, Host: host}}}
	}
	staff := people.Actor{ID: 3, State: people.Active, Role: people.Moderator}
	suspended := people.Actor{ID: 4, State: people.Suspended, Role: people.Member}
	outsider := people.Actor{ID: 5, State: people.Active, Role: people.Member}
	open, ask, private := groups.Group{ID: 1, Access: groups.Open}, groups.Group{ID: 1, Access: groups.Ask}, groups.Group{ID: 1, Access: groups.Private}
	type verdict string
	const yes, no, gone verdict = "yes", "no", "gone"
	judge := func(err error) verdict {
		switch {
		case err == nil:
			return yes
		case errors.Is(err, db.ErrNotFound):
			return gone
		}
		return no
	}
	for _, c := range []struct {
		who                              string
		actor                            people.Actor
		group                            groups.Group
		see, join, start, decide, change verdict
	}{
		{"visitor", people.Visitor, open, yes, no, no, no, no},
		{"visitor", people.Visitor, ask, yes, no, no, no, no},
		{"visitor", people.Visitor, private, gone, gone, gone, gone, gone},
		{"outsider", outsider, open, yes, yes, yes, no, no},
		{"outsider", outsider, ask, yes, yes, no, no, no},
		{"outsider", outsider, private, gone, gone, gone, gone, gone},
		{"member", member(1, false), ask, yes, yes, yes, no, no},
		{"member", member(1, false), private, yes, yes, yes, no, no},
		{"member of another", member(9, true), private, gone, gone, gone, gone, gone},
		{"host", member(1, true), private, yes, yes, yes, yes, no},
		{"suspended", suspended, open, yes, no, no, no, no},
		{"staff", staff, private, yes, yes, yes, yes, yes},
	} {
		for what, got := range map[string][2]verdict{
			"see":    {judge(groups.MaySee(c.actor, c.group)), c.see},
			"join":   {judge(groups.MayJoin(c.actor, c.group)), c.join},
			"start":  {judge(groups.MayStart(c.actor, c.group)), c.start},
			"decide": {judge(groups.MayDecide(c.actor, c.group)), c.decide},
			"change": {judge(groups.MayChange(c.actor, c.group)), c.change},
		} {
			if got[0] != got[1] {
				t.Errorf("%s, %s group: %s is %s, want %s", c.who, c.group.Access, what, got[0], got[1])
			}
		}
	}
}

// key is a fresh key; whose it is matters only where two people share one.
func key() db.Key { return db.Key{Token: db.NewToken()} }

package themes_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

var ctx = context.Background()

// room is a themes store with people to use it.
type room struct {
	*themes.Store
	t      *testing.T
	editor people.Actor
	thread int64
}

func each(t *testing.T, test func(t *testing.T, r room)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		r := room{Store: &themes.Store{DB: d}, t: t}
		r.editor = r.person("Ed", people.Editor)
		r.write(func(tx *db.Tx) (err error) {
			r.thread, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, Slug: "a", Title: "A", CreatedBy: r.editor.ID})
			return err
		})
		test(t, r)
	})
}

func (r room) write(do func(tx *db.Tx) error) {
	r.t.Helper()
	if err := r.DB.Write(ctx, do); err != nil {
		r.t.Fatal(err)
	}
}

func (r room) person(name string, role people.Role) people.Actor {
	r.t.Helper()
	a := people.Actor{Name: name, Role: role, State: people.Active}
	r.write(func(tx *db.Tx) (err error) {
		a.ID, err = tx.Insert("INSERT INTO people (public_name, role, created_at, changed_at) VALUES (?, ?, ?, ?)", name, role, tx.Now(), tx.Now())
		return err
	})
	return a
}

func (r room) theme(name string) themes.Theme {
	r.t.Helper()
	theme, err := r.Create(ctx, r.editor, db.NewKey(r.editor.ID), themes.Draft{Name: name})
	if err != nil {
		r.t.Fatal(err)
	}
	return theme
}

func (r room) say(words string, state discussion.State) int64 {
	r.t.Helper()
	var c discussion.Contribution
	r.write(func(tx *db.Tx) (err error) {
		c, err = discussion.Add(tx, discussion.New{ThreadID: r.thread, Kind: discussion.Comment, AuthorID: r.editor.ID, State: state, Body: discussion.Body{Source: words, HTML: words}})
		return err
	})
	return c.ID
}

func (r room) counted(theme themes.Theme) int {
	r.t.Helper()
	now, err := r.BySlug(ctx, theme.Slug)
	if err != nil {
		r.t.Fatal(err)
	}
	return now.Contributions
}

func wrongField(err error) string {
	var invalid db.Invalid
	errors.As(err, &invalid)
	for field := range invalid {
		return field
	}
	return ""
}

func TestTheCodebookIsKeptByEditorsAndModerators(t *testing.T) {
	for role, may := range map[people.Role]bool{people.Member: false, people.Editor: true, people.Moderator: true, people.Administrator: true} {
		actor := people.Actor{ID: 1, Role: role, State: people.Active}
		if got := themes.MayKeep(actor) == nil && themes.MayTag(actor) == nil; got != may {
			t.Errorf("%s: %v, want %v", role, got, may)
		}
		actor.State = people.Suspended
		if themes.MayKeep(actor) == nil || themes.MayTag(people.Visitor) == nil {
			t.Errorf("a suspended %s or a visitor may", role)
		}
	}
}

func TestEveryWordingOfAThemeIsKept(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		theme := r.theme("  Getting   there ")
		if theme.Name != "Getting there" || theme.Slug != "getting-there" || theme.Mark != 1 || theme.Revision != 1 {
			t.Fatalf("%+v", theme)
		}
		draft := themes.Draft{Name: "Getting there and home", Definition: "Buses and lifts", Examples: "The last bus", Reason: "Home matters too", Revision: 1}
		if err := r.Change(ctx, r.editor, db.NewKey(r.editor.ID), theme.ID, draft); err != nil {
			t.Fatal(err)
		}
		if err := r.Change(ctx, r.editor, db.NewKey(r.editor.ID), theme.ID, draft); !errors.Is(err, db.ErrConflict) {
			t.Errorf("a stale change: %v", err)
		}
		if err := r.Retire(ctx, r.editor, db.NewKey(r.editor.ID), theme.ID, 2, "", ""); wrongField(err) != "reason" {
			t.Errorf("retired without a reason: %v", err)
		}
		if err := r.Retire(ctx, r.editor, db.NewKey(r.editor.ID), theme.ID, 2, "Split in two", ""); err != nil {
			t.Fatal(err)
		}
		now, err := r.BySlug(ctx, "getting-there")
		if err != nil || now.State != themes.Retired || now.Revision != 3 || now.Definition != "Buses and lifts" || now.Mark != 1 {
			t.Errorf("%+v, %v", now, err)
		}
		history, err := r.History(ctx, theme.ID)
		if err != nil || len(history) != 3 || history[0].Reason != "Split in two" || history[1].Reason != "Home matters too" ||
			history[2].Name != "Getting there" || history[2].ChangedBy != "Ed" {
			t.Errorf("%+v, %v", history, err)
		}
		acts, err := db.Values[string](ctx, r.DB, "SELECT act FROM register WHERE object_kind = 'theme' AND object_id = ? ORDER BY id", theme.ID)
		if err != nil || !reflect.DeepEqual(acts, []string{"theme.create", "theme.change", "theme.retire"}) {
			t.Errorf("register: %v, %v", acts, err)
		}
		draft.Name = "Another"
		if err := r.Change(ctx, r.editor, db.NewKey(r.editor.ID), 999, draft); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a theme that is not there: %v", err)
		}
	})
}

func TestAddressesAndMarksAreNeverSharedWhoeverIsFirst(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		var group sync.WaitGroup
		for i := range 12 {
			group.Go(func() {
				name := strings.Repeat("!", i) + "Same"
				if _, err := r.Create(ctx, r.editor, db.NewKey(r.editor.ID), themes.Draft{Name: name}); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if _, err := r.Create(ctx, r.editor, db.NewKey(r.editor.ID), themes.Draft{Name: "Same"}); wrongField(err) != "name" {
			t.Errorf("a second theme of one name: %v", err)
		}
		if r.theme("New").Slug == "new" {
			t.Error("a theme took the address of the page that makes themes")
		}
		list, err := r.List(ctx)
		slugs, marks := map[string]bool{}, map[int]bool{}
		for _, theme := range list {
			slugs[theme.Slug], marks[theme.Mark] = true, true
		}
		if err != nil || len(list) != 13 || len(slugs) != 13 || len(marks) != 13 || !marks[13] {
			t.Errorf("%d themes, %d addresses, marks %v, %v", len(list), len(slugs), marks, err)
		}
	})
}

func TestAThemeIsNeverAPartOfItself(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		top, middle := r.theme("Top"), r.theme("Middle")
		put := func(theme themes.Theme, parent int64) error {
			return r.Change(ctx, r.editor, db.NewKey(r.editor.ID), theme.ID, themes.Draft{Name: theme.Name, ParentID: parent, Revision: theme.Revision})
		}
		if err := put(middle, top.ID); err != nil {
			t.Fatal(err)
		}
		for parent, what := range map[int64]string{top.ID: "itself", middle.ID: "its own child", 999: "nothing"} {
			if err := put(top, parent); wrongField(err) != "parent" {
				t.Errorf("put below %s: %v", what, err)
			}
		}
	})
}

func TestATagCountsWhileTheContributionIsPublished(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		theme, other := r.theme("Buses"), r.theme("Rooms")
		id, held := r.say("The bus", discussion.Published), r.say("Not yet", discussion.Held)
		tag := func(id int64, theme themes.Theme) {
			r.write(func(tx *db.Tx) error { return themes.Tag(tx, id, theme.ID, themes.ByImport, 0) })
		}
		state := func(id int64, to discussion.State) {
			r.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, to, ""); return err })
		}
		check := func(step string, want, wantOther int) {
			t.Helper()
			if got, gotOther := r.counted(theme), r.counted(other); got != want || gotOther != wantOther {
				t.Errorf("%s: counts %d and %d, want %d and %d", step, got, gotOther, want, wantOther)
			}
		}
		tag(id, theme)
		tag(id, theme)
		tag(id, other)
		tag(held, theme)
		check("tagged", 1, 1)
		state(held, discussion.Published)
		check("the held one published", 2, 1)
		state(id, discussion.Hidden)
		check("one hidden", 1, 0)
		r.write(func(tx *db.Tx) error { return themes.Untag(tx, id, other.ID, r.editor.ID) })
		state(id, discussion.Published)
		check("untagged while hidden, then shown", 2, 0)
		tag(id, other)
		r.write(func(tx *db.Tx) error { return themes.Untag(tx, id, other.ID, r.editor.ID) })
		check("tagged and untagged again", 2, 0)
		rows, err := db.Values[string](ctx, r.DB, "SELECT state FROM tags WHERE contribution_id = ? AND theme_id = ? ORDER BY id", id, other.ID)
		if err != nil || !reflect.DeepEqual(rows, []string{"withdrawn", "withdrawn"}) {
			t.Errorf("history: %v, %v", rows, err)
		}
		for source, want := range map[themes.Source]int{themes.ByImport: 0, themes.ByPerson: 1} { // what is brought in is no news
			theme := r.theme("Of " + string(source))
			r.write(func(tx *db.Tx) error { return themes.Tag(tx, id, theme.ID, source, r.editor.ID) })
			told, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM spreads s JOIN tags g ON g.id = s.object_id WHERE s.kind = 'tagged' AND g.contribution_id = ? AND g.source = ?", id, source)
			if err != nil || told != want {
				t.Errorf("%s: %d are noted for those who follow the theme, want %d, %v", source, told, want, err)
			}
		}
		err = r.DB.Write(ctx, func(tx *db.Tx) error { return themes.Tag(tx, 999, theme.ID, themes.ByPerson, 1) })
		if !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a contribution that is not there: %v", err)
		}
	})
}

func TestTaggingSideBySideKeepsTheCount(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		theme := r.theme("Buses")
		id := r.say("The bus", discussion.Published)
		var group sync.WaitGroup
		for i := range 30 {
			group.Go(func() {
				err := r.DB.Write(ctx, func(tx *db.Tx) error {
					switch i % 4 {
					case 0:
						return themes.Untag(tx, id, theme.ID, 0)
					case 1:
						_, err := discussion.SetState(tx, id, discussion.Hidden, "")
						return err
					case 2:
						_, err := discussion.SetState(tx, id, discussion.Published, "")
						return err
					default:
						return themes.Tag(tx, id, theme.ID, themes.ByPerson, r.editor.ID)
					}
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		want, err := db.Value[int](ctx, r.DB, `SELECT COUNT(*) FROM tags g JOIN contributions c ON c.id = g.contribution_id
			WHERE g.state = 'accepted' AND c.state = 'published'`)
		if got := r.counted(theme); err != nil || got != want {
			t.Errorf("counted %d, there are %d, %v", got, want, err)
		}
	})
}

func TestChoosingLeavesAloneWhatWasNotShown(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		a, b, c, gone := r.theme("A"), r.theme("B"), r.theme("C"), r.theme("Gone")
		id := r.say("Words", discussion.Published)
		choose := func(actor people.Actor, id int64, shown, wanted []int64) error {
			return r.Choose(ctx, actor, db.NewKey(actor.ID), id, shown, wanted)
		}
		on := func() (names string) {
			tags, err := themes.On(ctx, r.DB, []int64{id})
			if err != nil {
				t.Fatal(err)
			}
			for _, tag := range tags[id] {
				names += tag.Theme.Name
			}
			return names
		}
		if err := choose(r.editor, id, nil, []int64{a.ID, b.ID}); err != nil || on() != "AB" {
			t.Fatal(on(), err)
		}
		// Two people had the form with nothing chosen: the second adds, and takes nothing off.
		if err := choose(r.editor, id, nil, []int64{c.ID}); err != nil || on() != "ABC" {
			t.Fatal(on(), err)
		}
		if err := choose(r.editor, id, []int64{a.ID, b.ID}, []int64{b.ID}); err != nil || on() != "BC" {
			t.Fatal(on(), err)
		}
		r.Retire(ctx, r.editor, db.NewKey(r.editor.ID), gone.ID, 1, "Not used", "")
		if err := choose(r.editor, id, nil, []int64{gone.ID}); wrongField(err) != "themes" {
			t.Errorf("a retired theme: %v", err)
		}
		member := r.person("Mo", people.Member)
		if err := choose(member, id, nil, []int64{a.ID}); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("a member tagged: %v", err)
		}
		if err := choose(r.editor, r.say("Held", discussion.Held), nil, []int64{a.ID}); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("something that is not published: %v", err)
		}
		tags, _ := themes.On(ctx, r.DB, []int64{id})
		if tag := tags[id][0]; tag.PutBy != "Ed" || tag.Source != themes.ByPerson || tag.PutAt != clock.Of(dbtest.Morning) {
			t.Errorf("%+v", tag)
		}
	})
}

func TestListsGoByPagesAndShowOnlyWhatMayBeSeen(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		theme := r.theme("Buses")
		var all []int64
		for i := range 2*themes.Page + 5 {
			id := r.say(fmt.Sprint("Words ", i), discussion.Published)
			all = append(all, id)
			if err := r.Choose(ctx, r.editor, db.NewKey(r.editor.ID), id, nil, []int64{theme.ID}); err != nil {
				t.Fatal(err)
			}
		}
		r.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, all[3], discussion.Hidden, ""); return err })
		loose := []int64{r.say("No theme", discussion.Published), r.say("None here", discussion.Published)}
		r.say("Held", discussion.Held)
		var got []int64
		for after, pages := "", 0; ; pages++ {
			list, next, err := r.Said(ctx, people.Visitor, theme.ID, after)
			if err != nil || pages > 3 {
				t.Fatal(err)
			}
			for _, said := range list {
				got = append(got, said.ID)
			}
			if after = next; next == "" {
				break
			}
		}
		if len(got) != len(all)-1 || got[0] != all[len(all)-1] || got[len(got)-1] != all[0] {
			t.Errorf("newest first: %v", got)
		}
		list, next, err := r.Untagged(ctx, r.editor, 0, "")
		if err != nil || next != "" || len(list) != 2 || list[0].ID != loose[0] || list[1].ID != loose[1] || list[0].Author != "Ed" {
			t.Errorf("untagged: %v, %q, %v", list, next, err)
		}
		if list, _, err := r.Untagged(ctx, r.editor, 77, ""); err != nil || len(list) != 0 {
			t.Errorf("in another group: %v, %v", list, err)
		}
		if _, _, err := r.Untagged(ctx, people.Visitor, 0, ""); err == nil {
			t.Error("a visitor reads the list of what has no theme")
		}
		r.write(func(tx *db.Tx) error { _, err := tx.Exec("UPDATE threads SET private = 1"); return err })
		if list, _, err := r.Said(ctx, people.Visitor, theme.ID, ""); err != nil || len(list) != 0 {
			t.Errorf("a visitor reads a private group: %v, %v", list, err)
		}
	})
}

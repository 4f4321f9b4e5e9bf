package coding_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/coding"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

var ctx = context.Background()

// room is a store with people to use it and places to talk in.
type room struct {
	*coding.Store
	t                      *testing.T
	now                    *clock.Fixed
	editor, other, member  people.Actor
	open, private          int64 // threads
	openGroup, secretGroup int64
	bus, food, power       themes.Theme
}

func each(t *testing.T, test func(t *testing.T, r room)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		r := room{Store: coding.New(d), t: t, now: now}
		t.Cleanup(r.Close)
		r.editor, r.other, r.member = r.person("Ed", people.Editor), r.person("Mo", people.Moderator), r.person("Mina", people.Member)
		r.openGroup, r.open = r.place("open", "open")
		r.secretGroup, r.private = r.place("secret", "private")
		r.bus, r.food, r.power = r.theme("Buses", "Evening buses, timetables and getting home"), r.theme("Food", "Soup, kitchens, allotments"), r.theme("Power", "Who decides")
		test(t, r)
	})
}

func (r room) write(do func(tx *db.Tx) error) {
	r.t.Helper()
	r.must(r.DB.Write(ctx, do))
}

func (r room) must(err error) {
	r.t.Helper()
	if err != nil {
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

// place makes a group with a thread in it.
func (r room) place(slug, access string) (group, thread int64) {
	r.t.Helper()
	r.write(func(tx *db.Tx) (err error) {
		group, err = tx.Insert("INSERT INTO groups (slug, name, access, created_at, changed_at) VALUES (?, ?, ?, ?, ?)", slug, slug, access, tx.Now(), tx.Now())
		if err != nil {
			return err
		}
		thread, err = discussion.AddThread(tx, discussion.NewThread{
			Kind: discussion.InGroup, GroupID: group, Slug: slug, Title: slug, Private: access == "private", CreatedBy: r.editor.ID,
		})
		return err
	})
	return group, thread
}

func (r room) theme(name, definition string) (theme themes.Theme) {
	r.t.Helper()
	r.write(func(tx *db.Tx) (err error) {
		theme, err = themes.Add(tx, themes.Draft{Name: name, Definition: definition}, themes.New{})
		return err
	})
	return theme
}

func (r room) say(words string) int64 { r.t.Helper(); return r.sayIn(r.open, words) }

func (r room) sayIn(thread int64, words string) int64 {
	r.t.Helper()
	var c discussion.Contribution
	r.write(func(tx *db.Tx) (err error) {
		c, err = discussion.Add(tx, discussion.New{
			ThreadID: thread, Kind: discussion.Comment, AuthorID: r.member.ID, State: discussion.Published, Body: discussion.Body{Source: words, HTML: "<p>" + words + "</p>"},
		})
		return err
	})
	return c.ID
}

func (r room) state(id int64, state discussion.State) {
	r.t.Helper()
	r.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, state, ""); return err })
}

func (r room) tag(id int64, theme themes.Theme) {
	r.t.Helper()
	r.write(func(tx *db.Tx) error { return themes.Tag(tx, id, theme.ID, themes.ByPerson, r.other.ID) })
}

func (r room) untag(id int64, theme themes.Theme) {
	r.t.Helper()
	r.write(func(tx *db.Tx) error { return themes.Untag(tx, id, theme.ID, r.other.ID) })
}

// next gives the ids of what somebody is to code.
func (r room) next(a people.Actor, f coding.Filter, n int) []int64 {
	r.t.Helper()
	items, err := r.Next(ctx, a, f, n, 0)
	r.must(err)
	list := make([]int64, len(items))
	for i, item := range items {
		list[i] = item.ID
	}
	return list
}

// code answers for a person, with the words as they are now.
func (r room) code(a people.Actor, id int64, outcome coding.Outcome, chosen ...themes.Theme) {
	r.t.Helper()
	r.must(r.try(a, coding.Answer{Contribution: id, Revision: 1, Outcome: outcome, Themes: themeIDs(chosen), Queue: coding.FromNewest}))
}

func (r room) try(a people.Actor, answer coding.Answer) error {
	r.now.Advance(time.Second)
	_, err := r.Save(ctx, a, db.NewKey(a.ID), []coding.Answer{answer})
	return err
}

func themeIDs(list []themes.Theme) []int64 {
	var all []int64
	for _, t := range list {
		all = append(all, t.ID)
	}
	return all
}

// on gives the names of the themes of a contribution.
func (r room) on(id int64) (names []string) {
	r.t.Helper()
	found, err := themes.On(ctx, r.DB, []int64{id})
	r.must(err)
	for _, tag := range found[id] {
		names = append(names, tag.Theme.Name)
	}
	return names
}

func (r room) count(query string, args ...any) int {
	r.t.Helper()
	n, err := db.Value[int](ctx, r.DB, query, args...)
	r.must(err)
	return n
}

func sorted(list []int64) []int64 {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

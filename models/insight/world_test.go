package insight_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
	_ "time/tzdata"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

var ctx = context.Background()

// said is a contribution as the naive recount knows it.
type said struct {
	id, author            int64
	group, guide, chapter string
	private               bool
	who, evidence, text   string
	area                  string // where its writer lives
	at                    clock.Instant
	state                 discussion.State
	themes                map[int]bool // by number
	position              insight.Positions
}

// world is a store filled with invented talk, and what a recount needs to know about it.
type world struct {
	*insight.Store
	t       testing.TB
	threads []said // the place of each thread, as a said without words
	ids     []int64
	themes  []themes.Theme
	all     []*said
}

func london(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func newWorld(t testing.TB, d *db.DB, themeNames ...string) *world {
	t.Helper()
	w := &world{Store: &insight.Store{DB: d, Zone: london(t)}, t: t}
	w.write(func(tx *db.Tx) error {
		w.themes = nil
		for _, name := range themeNames {
			theme, err := themes.Add(tx, themes.Draft{Name: name, Definition: name + ": what people say of it"}, themes.New{})
			if err != nil {
				return err
			}
			w.themes = append(w.themes, theme)
		}
		return nil
	})
	return w
}

func (w *world) write(do func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.DB.Write(ctx, do); err != nil {
		w.t.Fatal(err)
	}
}

// Emerging waits until everything is counted: while the place is too busy for that, less is looked at.
func (w *world) Emerging(ctx context.Context, scope insight.Scope) (insight.Growing, error) {
	err := w.CatchUp(ctx)
	for errors.Is(err, db.ErrBusy) {
		err = w.CatchUp(ctx)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return w.Store.Emerging(ctx, scope)
}

// places makes two open groups, a private one, and a guide of two chapters, each with a thread.
func (w *world) places() {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		w.threads, w.ids = nil, nil
		thread := func(kind discussion.ThreadKind, group int64, at said) (int64, error) {
			id, err := discussion.AddThread(tx, discussion.NewThread{Kind: kind, GroupID: group, Private: at.private, Slug: "a", Title: "A thread"})
			w.threads, w.ids = append(w.threads, at), append(w.ids, id)
			return id, err
		}
		for _, slug := range []string{"buses", "rooms", "inner"} {
			access := "open"
			if slug == "inner" {
				access = "private"
			}
			group, err := tx.Insert("INSERT INTO groups (slug, name, access, created_at, changed_at) VALUES (?, ?, ?, 1, 1)", slug, slug, access)
			if err != nil {
				return err
			}
			if _, err := thread(discussion.InGroup, group, said{group: slug, private: access == "private"}); err != nil {
				return err
			}
		}
		guide, err := tx.Insert("INSERT INTO guides (slug, title, created_at, changed_at) VALUES ('guide', 'Guide', 1, 1)")
		if err != nil {
			return err
		}
		for number, slug := range []string{"one", "two"} {
			id, err := thread(discussion.OnChapter, 0, said{guide: "guide", chapter: slug})
			if err != nil {
				return err
			}
			if _, err := tx.Insert("INSERT INTO chapters (guide_id, thread_id, slug, number, title, created_at) VALUES (?, ?, ?, ?, ?, 1)", guide, id, slug, number, slug); err != nil {
				return err
			}
		}
		return nil
	})
}

func person(tx *db.Tx, name string) (int64, error) {
	return tx.Insert("INSERT INTO people (public_name, state, created_at, changed_at) VALUES (?, 'recorded', 1, 1)", name)
}

// fill invents n contributions, the same for the same seed, over two years in which the clocks change.
func (w *world) fill(n int, seed uint64) {
	w.t.Helper()
	start := time.Date(2024, 12, 30, 0, 0, 0, 0, w.Zone)
	words := []string{"The last bus home leaves before the group ends", "We need a room that costs nothing", "Nobody asked us first", "The council should say when"}
	w.write(func(tx *db.Tx) error {
		rng := rand.New(rand.NewPCG(seed, 7))
		w.all = nil
		var authors []int64
		for i := range 1 + n/3 {
			id, err := person(tx, fmt.Sprint("Person ", i))
			if err != nil {
				return err
			}
			authors = append(authors, id)
		}
		for range n {
			place := rng.IntN(len(w.threads))
			one := w.threads[place]
			one.author = authors[rng.IntN(len(authors))]
			one.who = append([]string{""}, kinds()...)[rng.IntN(7)]
			one.evidence = []string{"", "lived", "practice", "research"}[rng.IntN(4)]
			one.at = clock.Of(start).Add(time.Duration(rng.Int64N(int64(700 * 24 * time.Hour))))
			one.text = fmt.Sprintf("%s, %s number %d.", words[rng.IntN(len(words))], []string{"and", "but", "so"}[rng.IntN(3)], rng.IntN(900))
			one.state = []discussion.State{discussion.Published, discussion.Published, discussion.Published, discussion.Held, discussion.Hidden}[rng.IntN(5)]
			one.position = insight.Positions{Agree: rng.IntN(9), Disagree: rng.IntN(4), Pass: rng.IntN(3)}
			one.themes = map[int]bool{}
			for range rng.IntN(4) {
				one.themes[rng.IntN(len(w.themes))] = true
			}
			if err := w.add(tx, w.ids[place], &one); err != nil {
				return err
			}
		}
		return nil
	})
}

func kinds() (list []string) {
	for _, kind := range people.Kinds {
		list = append(list, string(kind))
	}
	return list
}

// add stores a contribution with its tags and positions.
func (w *world) add(tx *db.Tx, thread int64, one *said) error {
	c, err := discussion.Add(tx, discussion.New{
		ThreadID: thread, Kind: discussion.Comment, AuthorID: one.author, Who: people.Who(one.who), Evidence: discussion.Evidence(one.evidence),
		Body: discussion.Body{Source: one.text, HTML: "<p>" + one.text + "</p>"}, State: one.state, CreatedAt: one.at,
	})
	if err != nil {
		return err
	}
	one.id = c.ID
	if _, err := tx.Exec("UPDATE contributions SET agrees = ?, disagrees = ?, passes = ? WHERE id = ?",
		one.position.Agree, one.position.Disagree, one.position.Pass, c.ID); err != nil {
		return err
	}
	for number := range w.themes {
		if !one.themes[number] {
			continue
		}
		if err := themes.Tag(tx, c.ID, w.themes[number].ID, themes.ByImport, 0); err != nil {
			return err
		}
	}
	w.all = append(w.all, one)
	return nil
}

// inside tells, without SQL, whether a contribution is in a scope and may be seen by everybody.
func (one *said) inside(s insight.Scope, zone *time.Location) bool {
	day := one.at.In(zone).Format("2006-01-02")
	who := one.who
	if who == "" {
		who = "not-stated"
	}
	return one.state == discussion.Published && !one.private && (s.Group == "" || s.Group == one.group) &&
		(s.Guide == "" || s.Guide == one.guide) && (s.Chapter == "" || s.Chapter == one.chapter) && (s.Who == "" || s.Who == who) && (s.Area == "" || s.Area == one.area) &&
		(s.From == "" || day >= string(s.From)) && (s.To == "" || day <= string(s.To))
}

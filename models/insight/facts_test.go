package insight_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/themes"
)

// figures are the kept tables as they stand, every row as a line.
func figures(t testing.TB, q db.Querier) map[string][]string {
	t.Helper()
	kept := map[string][]string{}
	for table, columns := range map[string]int{"hearing_facts": 14, "hearing_themes": 2, "hearing_counts": 11, "hearing_people": 5, "hearing_weeks": 4} {
		lines, err := db.All(ctx, q, func(r db.Row) (string, error) {
			values, into := make([]any, columns), make([]any, columns)
			for i := range values {
				into[i] = &values[i]
			}
			err := r.Scan(into...)
			return fmt.Sprintln(values...), err
		}, "SELECT * FROM "+table)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(lines)
		kept[table] = lines
	}
	return kept
}

// row writes a row of a kept table as figures does.
func row(values ...any) string { return fmt.Sprintln(values...) }

// expected works out the kept tables from the stored rows, in the plainest way: it knows nothing of how they are kept.
func expected(t testing.TB, d *db.DB, zone *time.Location) map[string][]string {
	t.Helper()
	type group struct {
		id      int64
		private bool
	}
	read := func(query string, scan func(r db.Row) error) {
		t.Helper()
		if err := db.Each(ctx, d, scan, query); err != nil {
			t.Fatal(err)
		}
	}
	threads, guides, areas, tagged := map[int64]group{}, map[int64]int64{}, map[int64]string{}, map[int64][]int64{}
	read("SELECT id, COALESCE(group_id, 0), private FROM threads", func(r db.Row) error {
		var id int64
		var g group
		err := r.Scan(&id, &g.id, &g.private)
		threads[id] = g
		return err
	})
	read("SELECT thread_id, guide_id FROM chapters", func(r db.Row) error {
		var thread, guide int64
		err := r.Scan(&thread, &guide)
		guides[thread] = guide
		return err
	})
	read("SELECT id, area FROM people", func(r db.Row) error {
		var id int64
		var area string
		err := r.Scan(&id, &area)
		areas[id] = area
		return err
	})
	read("SELECT contribution_id, theme_id FROM tags WHERE state = 'accepted'", func(r db.Row) error {
		var id, theme int64
		err := r.Scan(&id, &theme)
		tagged[id] = append(tagged[id], theme)
		return err
	})
	want := map[string][]string{"hearing_facts": nil, "hearing_themes": nil, "hearing_counts": nil, "hearing_people": nil, "hearing_weeks": nil}
	add := func(table string, values ...any) { want[table] = append(want[table], row(values...)) }
	type count struct{ people, said, lived, practice, research, agrees, disagrees, passes int }
	counts, spoken, weeks := map[[3]any]count{}, map[[4]any]int{}, map[[3]any]int{}
	read("SELECT id, thread_id, author_id, who, evidence, channel, state, created_at, agrees, disagrees, passes FROM contributions", func(r db.Row) error {
		var id, thread, author, at int64
		var who, evidence, channel, state string
		var agrees, disagrees, passes int
		if err := r.Scan(&id, &thread, &author, &who, &evidence, &channel, &state, &at, &agrees, &disagrees, &passes); err != nil {
			return err
		}
		if state != "published" || threads[thread].private {
			return nil
		}
		local := time.UnixMilli(at).In(zone)
		monday := time.Date(local.Year(), local.Month(), local.Day()-(int(local.Weekday())+6)%7, 0, 0, 0, 0, time.UTC)
		week := (monday.UnixMilli()+3*86400000)/(7*86400000) + 200000
		add("hearing_facts", id, thread, threads[thread].id, guides[thread], author, who, evidence, channel, areas[author], at, week, agrees, disagrees, passes)
		places := []string{"all"}
		if g := threads[thread].id; g != 0 {
			places = append(places, fmt.Sprint("group:", g))
		}
		if g := guides[thread]; g != 0 {
			places = append(places, fmt.Sprint("guide:", g), fmt.Sprint("thread:", thread))
		}
		for _, theme := range tagged[id] {
			add("hearing_themes", theme, id)
		}
		for _, place := range places {
			for _, theme := range append([]int64{0}, tagged[id]...) {
				labels := []string{who}
				if theme == 0 && areas[author] != "" {
					labels = append(labels, "@"+areas[author])
				}
				for _, as := range append([]string{"*"}, labels...) {
					c := counts[[3]any{place, theme, as}]
					c.said++
					switch evidence {
					case "lived":
						c.lived++
					case "practice":
						c.practice++
					case "research":
						c.research++
					}
					c.agrees, c.disagrees, c.passes = c.agrees+agrees, c.disagrees+disagrees, c.passes+passes
					counts[[3]any{place, theme, as}] = c
				}
				for _, as := range labels {
					spoken[[4]any{place, theme, author, as}]++
				}
				weeks[[3]any{place, theme, week}]++
			}
		}
		return nil
	})
	heard := map[string]bool{}
	for key, n := range spoken {
		add("hearing_people", key[0], key[1], key[2], key[3], n)
		for _, as := range []any{key[3], "*"} {
			if person := fmt.Sprint(key[0], key[1], key[2], as); !heard[person] {
				heard[person] = true
				c := counts[[3]any{key[0], key[1], as}]
				c.people++
				counts[[3]any{key[0], key[1], as}] = c
			}
		}
	}
	for key, c := range counts {
		add("hearing_counts", key[0], key[1], key[2], c.people, c.said, c.lived, c.practice, c.research, c.agrees, c.disagrees, c.passes)
	}
	for key, n := range weeks {
		add("hearing_weeks", key[0], key[1], key[2], n)
	}
	for _, lines := range want {
		slices.Sort(lines)
	}
	return want
}

// patiently counts what has changed, on a slow machine too.
func patiently(s *insight.Store) (err error) {
	for range 20 {
		if err = s.CatchUp(ctx); !errors.Is(err, db.ErrBusy) {
			return err
		}
	}
	return err
}

// exact holds the kept figures, brought up to date, to what the stored rows say.
func (w *world) exact(step string) {
	w.t.Helper()
	if err := patiently(w.Store); err != nil {
		w.t.Fatalf("%s: %v", step, err)
	}
	got, want := figures(w.t, w.DB), expected(w.t, w.DB, w.Zone)
	for table := range want {
		if slices.Equal(got[table], want[table]) {
			continue
		}
		var wrong []string
		for _, line := range got[table] {
			if _, found := slices.BinarySearch(want[table], line); !found {
				wrong = append(wrong, "kept "+line)
			}
		}
		for _, line := range want[table] {
			if _, found := slices.BinarySearch(got[table], line); !found {
				wrong = append(wrong, "want "+line)
			}
		}
		w.t.Fatalf("%s: %s: %d kept, %d wanted\n%s", step, table, len(got[table]), len(want[table]), strings.Join(wrong[:min(12, len(wrong))], ""))
	}
}

// any gives some id of a table.
func (w *world) any(tx *db.Tx, rng *rand.Rand, table string) (int64, error) {
	return db.Value[int64](ctx, tx, "SELECT COALESCE((SELECT id FROM "+table+" WHERE id >= ? ORDER BY id LIMIT 1), (SELECT MIN(id) FROM "+table+"))", 1+rng.IntN(400))
}

// something does one thing that people, editors and moderators do, or that a migration might. What is refused, such as
// a theme that was retired, is left undone.
func (w *world) something(tx *db.Tx, rng *rand.Rand) error {
	err := w.attempt(tx, rng)
	if refused := (db.Invalid{}); errors.As(err, &refused) {
		return nil
	}
	return err
}

func (w *world) attempt(tx *db.Tx, rng *rand.Rand) error {
	contribution, err := w.any(tx, rng, "contributions")
	if err != nil {
		return err
	}
	who, err := w.any(tx, rng, "people")
	if err != nil {
		return err
	}
	thread, theme := w.ids[rng.IntN(len(w.ids))], w.themes[rng.IntN(len(w.themes))].ID
	exec := func(query string, args ...any) error { _, err := tx.Exec(query, args...); return err }
	switch rng.IntN(16) {
	case 0, 1, 2:
		one := &said{
			author: who, who: append(kinds(), "")[rng.IntN(7)], evidence: []string{"", "lived", "practice", "research"}[rng.IntN(4)], text: "More",
			state: []discussion.State{discussion.Published, discussion.Held}[rng.IntN(2)], at: clock.Of(dbtest.Morning.Add(-time.Duration(rng.IntN(9000)) * time.Hour)), themes: map[int]bool{},
		}
		for range rng.IntN(4) {
			one.themes[rng.IntN(len(w.themes))] = true
		}
		return w.add(tx, thread, one)
	case 3, 4:
		_, err := discussion.SetState(tx, contribution, []discussion.State{discussion.Hidden, discussion.Deleted, discussion.Held}[rng.IntN(3)], "")
		return err
	case 5, 6:
		_, err := discussion.SetState(tx, contribution, discussion.Published, "")
		return err
	case 7:
		return themes.Tag(tx, contribution, theme, themes.ByPerson, 0)
	case 8:
		return themes.Untag(tx, contribution, theme, 0)
	case 9:
		return exec("UPDATE contributions SET agrees = agrees + 1, passes = passes + ? WHERE id = ?", rng.IntN(2), contribution)
	case 10:
		return exec("UPDATE threads SET private = 1 - private WHERE id = ?", thread)
	case 11:
		return exec("UPDATE people SET area = ? WHERE id = ?", fmt.Sprint("Area ", rng.IntN(4)), who)
	case 12:
		return exec("UPDATE contributions SET who = ?, evidence = 'lived', channel = 'paper', author_id = ? WHERE id = ?", kinds()[rng.IntN(6)], who, contribution)
	case 13:
		return exec("UPDATE contributions SET created_at = created_at + 604800000 WHERE id = ?", contribution)
	case 14: // every tag of a theme goes to another, as in a merge
		return exec("UPDATE tags SET theme_id = ? WHERE theme_id = ? AND state = 'accepted' AND contribution_id % 7 = 0 AND contribution_id NOT IN (SELECT contribution_id FROM tags x WHERE x.theme_id = ?)",
			w.themes[0].ID, theme, w.themes[0].ID)
	default:
		if err := exec("UPDATE threads SET group_id = ? WHERE id = ? AND kind = 'discussion'", 1+rng.IntN(2), thread); err != nil {
			return err
		}
		return exec("UPDATE themes SET state = ? WHERE id = ?", []themes.State{themes.Current, themes.Retired}[rng.IntN(2)], theme)
	}
}

// Whatever happens in whatever order, what is kept is what the stored rows say, whenever it is looked at; and all of it
// made afresh, in one go or in steps, is the same.
func TestWhatIsKeptIsWhatIsStored(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
				w := newWorld(t, d, "Buses", "Rooms", "Being asked", "Zebra", "Light")
				w.places()
				w.fill(150, seed)
				w.exact("at first")
				rng := rand.New(rand.NewPCG(seed, 99))
				for i := range 400 {
					w.write(func(tx *db.Tx) error { return w.something(tx, rng) })
					if rng.IntN(8) == 0 {
						w.exact(fmt.Sprint("after ", i))
					}
				}
				w.exact("at last")
				kept := figures(t, d)
				for _, small := range []int{2000, 10} {
					insight.SetSmallPlace(t, small)
					w.write(insight.Afresh)
					w.exact(fmt.Sprint("made afresh, small up to ", small))
					if now := figures(t, d); !reflect.DeepEqual(now, kept) {
						t.Error("made afresh, the figures differ")
					}
				}
			})
		})
	}
}

// What changes while everything is counted afresh in steps is in the figures, and nothing is counted twice.
func TestCountingAfreshWhileOthersWrite(t *testing.T) {
	insight.SetSmallPlace(t, 10)
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Rooms", "Being asked")
		w.places()
		w.fill(1500, 8)
		w.exact("at first")
		rng := rand.New(rand.NewPCG(8, 8))
		for round := range 6 {
			w.write(insight.Afresh)
			done := make(chan error, 1)
			go func() { done <- patiently(w.Store) }()
			for range 30 {
				w.write(func(tx *db.Tx) error { return w.something(tx, rng) })
			}
			if err := <-done; err != nil {
				t.Fatal(err)
			}
			w.exact(fmt.Sprint("round ", round))
		}
	})
}

// Several instances that count at once, while others write, count everything once.
func TestInstancesCountSideBySide(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Rooms", "Being asked")
		w.places()
		w.fill(200, 4)
		stores := []*insight.Store{{DB: d, Zone: w.Zone}, {DB: d, Zone: w.Zone}, {DB: d, Zone: w.Zone}}
		if d.Engine == db.Postgres { // a second instance with connections of its own
			other, err := db.Open(ctx, db.Options{Source: d.Source, Clock: d.Clock})
			if err != nil {
				t.Fatal(err)
			}
			defer other.Close()
			stores[1].DB = other
		}
		stop, done := make(chan struct{}), make(chan error, len(stores))
		for _, s := range stores {
			go func() {
				for {
					select {
					case <-stop:
						done <- nil
						return
					default:
						if err := patiently(s); err != nil {
							done <- err
							return
						}
					}
				}
			}()
		}
		rng := rand.New(rand.NewPCG(5, 5))
		for range 200 {
			w.write(func(tx *db.Tx) error { return w.something(tx, rng) })
		}
		close(stop)
		for range stores {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		w.exact("at last")
	})
}

// A maker that is gone in the middle is followed by another, which begins afresh.
func TestAMakerThatIsLostIsReplaced(t *testing.T) {
	insight.SetSmallPlace(t, 10)
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Rooms")
		w.places()
		w.fill(300, 6)
		w.exact("at first")
		w.write(func(tx *db.Tx) error {
			if _, err := tx.Exec("UPDATE hearing_state SET state = 'making', maker = 'gone', seen_at = ?", tx.Now()); err != nil {
				return err
			}
			_, err := tx.Exec("DELETE FROM hearing_people WHERE person_id % 2 = 0")
			return err
		})
		short, cancel := timeout(200 * time.Millisecond)
		defer cancel()
		if err := w.CatchUp(short); err == nil {
			t.Error("figures that somebody is making were taken for true")
		}
		// Whoever looks meanwhile is given figures counted from what is stored.
		sum, err := w.Figures(ctx, insight.Scope{})
		if err != nil || !reflect.DeepEqual(reduce(sum), w.recount(insight.Scope{})) {
			t.Errorf("counted from what is stored: %+v, %v", reduce(sum), err)
		}
		now.Advance(2 * time.Minute)
		w.exact("after the maker was given up")
	})
}

func timeout(d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, d)
}

// Another time zone has other weeks.
func TestAnotherZoneIsCountedAfresh(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorld(t, d, "Buses")
	w.places()
	w.fill(300, 6)
	w.exact("in London")
	before := figures(t, d)
	zone, err := time.LoadLocation("Pacific/Kiritimati")
	if err != nil {
		t.Fatal(err)
	}
	w.Zone = zone
	w.exact("on Kiritimati")
	if reflect.DeepEqual(before, figures(t, d)) {
		t.Error("the weeks are the same: nothing was tested")
	}
}

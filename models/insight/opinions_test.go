package insight_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
)

// opinions is a place with planted opinions: in each thread statements, and people who answer them by camps.
type opinions struct {
	*world
	keeping    *insight.Store
	voters     []int64
	author     int64
	statements map[int][]int64 // by number of thread
}

func newOpinions(t testing.TB, d *db.DB) *opinions {
	o := &opinions{keeping: insight.New(d, london(t)), statements: map[int][]int64{}}
	o.world = newWorld(t, d)
	o.places()
	o.write(func(tx *db.Tx) (err error) {
		o.author, err = person(tx, "Someone who speaks")
		return err
	})
	return o
}

// plant makes statements in a thread that voters answer: each camp has its own pattern of yes and no, everybody
// agrees with the first statement and passes on the second. Every fifteenth answer is left out, every twentieth is
// another one.
func (o *opinions) plant(thread, statements, voters, camps int, seed uint64) {
	o.t.Helper()
	o.write(func(tx *db.Tx) error {
		rng := rand.New(rand.NewPCG(seed, 3))
		var ids []int64
		for i := range statements {
			one := &said{author: o.author, text: fmt.Sprintf("This is statement number %d.", i), state: discussion.Published, at: clock.Of(time.Date(2026, 3, 1, 9, 0, i, 0, time.UTC))}
			if err := o.add(tx, o.ids[thread], one); err != nil {
				return err
			}
			ids = append(ids, one.id)
		}
		o.statements[thread] = ids
		var stands []discussion.Stand
		o.voters = nil
		for i := range voters {
			id, err := person(tx, fmt.Sprint("Voter ", i))
			if err != nil {
				return err
			}
			o.voters = append(o.voters, id)
			for number, statement := range ids {
				position := discussion.Agree
				switch {
				case number == 1 && rng.IntN(4) > 0:
					position = discussion.Pass
				case number > 1 && number%camps == i%camps:
					position = discussion.Disagree
				}
				if luck := rng.IntN(60); luck < 4 {
					continue
				} else if luck < 7 {
					position = []discussion.Position{discussion.Agree, discussion.Disagree, discussion.Pass}[rng.IntN(3)]
				}
				stands = append(stands, discussion.Stand{Person: id, Contribution: statement, Position: position})
			}
		}
		_, err := discussion.AddPositions(tx, stands)
		return err
	})
}

func (o *opinions) views(scope insight.ViewScope) *insight.Views {
	o.t.Helper()
	v, err := o.keeping.Views(ctx, scope)
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

func group(slug string) insight.ViewScope {
	return insight.ViewScope{Scope: insight.Scope{Group: slug}}
}

func TestPlantedViewsAreFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		o := newOpinions(t, d)
		for _, camps := range []int{2, 3} {
			t.Run(fmt.Sprint(camps), func(t *testing.T) {
				o.t = t
				thread := camps - 2
				o.plant(thread, 18, 36, camps, 5)
				v := o.views(group([]string{"buses", "rooms"}[thread]))
				if len(v.Views) != camps || v.Placed != 36 || v.People != 36 || v.Why != "" || len(v.Statements) != 18 || len(v.Marks) != 36 {
					t.Fatalf("%d views, %d placed, %d people, %d statements, %d marks, %q", len(v.Views), v.Placed, v.People, len(v.Statements), len(v.Marks), v.Why)
				}
				for i, voter := range o.voters {
					first, _, _ := v.Of(o.voters[i%camps])
					if view, _, _ := v.Of(voter); view != first || view < 0 {
						t.Errorf("voter %d is in view %d", i, view)
					}
				}
				if len(v.Shared) == 0 || v.Statements[v.Shared[0]].Contribution != o.statements[thread][0] || v.Statements[v.Shared[0]].Least(true) < 7 {
					t.Errorf("shared: %v", v.Shared)
				}
				if len(v.Unsure) != 1 || v.Unsure[0] != 1 {
					t.Errorf("unsure: %v", v.Unsure)
				}
				if len(v.Divides) == 0 || slices.Contains(v.Divides, 0) {
					t.Errorf("divides: %v", v.Divides)
				}
				for _, view := range v.Views {
					if len(view.Apart) == 0 || view.Agrees < 0 || view.Disagrees < 0 {
						t.Errorf("%+v", view)
					}
				}
			})
		}
	})
}

// The figures equal a recount from raw rows that knows nothing but who is in which view.
func TestViewsEqualARecountOfRawRows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		o := newOpinions(t, d)
		o.plant(0, 16, 33, 3, 8)
		v := o.views(insight.ViewScope{})
		words, err := o.keeping.Words(ctx, v.All())
		if err != nil {
			t.Fatal(err)
		}
		line, err := v.JSON(words)
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			People     int `json:"people"`
			Placed     int `json:"people_in_views"`
			Positions  int `json:"positions"`
			Statements []struct {
				Contribution          int64
				Text                  string
				Start, End            int
				Agree, Disagree, Pass int
				Views                 []struct {
					View                  string
					Agree, Disagree, Pass int
				}
			}
		}
		if err := json.Unmarshal(line, &got); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(line), "Voter") {
			t.Error("a name is given away")
		}
		type cell struct {
			contribution int64
			view         string
			position     string
		}
		counts, persons, positions := map[cell]int{}, map[int64]bool{}, 0
		err = db.Each(ctx, d, func(r db.Row) error {
			var who, contribution int64
			var position string
			if err := r.Scan(&who, &contribution, &position); err != nil {
				return err
			}
			persons[who] = true
			positions++
			counts[cell{contribution, "", position}]++
			if view, _, _ := v.Of(who); view >= 0 {
				counts[cell{contribution, string(rune('A' + view)), position}]++
			}
			return nil
		}, "SELECT person_id, contribution_id, position FROM positions")
		if err != nil || got.People != len(persons) || got.Positions != positions || len(got.Statements) != 16 || positions == 0 {
			t.Fatalf("%d people of %d, %d positions of %d, %d statements, %v", got.People, len(persons), got.Positions, positions, len(got.Statements), err)
		}
		for _, s := range got.Statements {
			same := func(view string, agree, disagree, pass int) {
				if agree != counts[cell{s.Contribution, view, "agree"}] || disagree != counts[cell{s.Contribution, view, "disagree"}] || pass != counts[cell{s.Contribution, view, "pass"}] {
					t.Errorf("%d, view %q: %d %d %d", s.Contribution, view, agree, disagree, pass)
				}
			}
			same("", s.Agree, s.Disagree, s.Pass)
			if len(s.Views) != 3 {
				t.Errorf("%d views", len(s.Views))
			}
			for _, p := range s.Views {
				same(p.View, p.Agree, p.Disagree, p.Pass)
			}
			stored, err := db.Value[string](ctx, d, "SELECT body_md FROM contributions WHERE id = ?", s.Contribution)
			if err != nil || s.Text == "" || stored[s.Start:s.End] != s.Text {
				t.Errorf("%q is not at %d to %d of %q", s.Text, s.Start, s.End, stored)
			}
		}
	})
}

func TestWhatIsHiddenOrPrivateShapesNoView(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		o := newOpinions(t, d)
		o.plant(0, 12, 24, 2, 1)
		o.plant(2, 12, 24, 2, 2) // the private group
		before := o.views(insight.ViewScope{})
		if len(before.Statements) != 12 || before.People != 24 {
			t.Errorf("%d statements, %d people", len(before.Statements), before.People)
		}
		for _, scope := range []insight.ViewScope{group("inner"), {Thread: o.ids[2]}, {Thread: 999}, group("none")} {
			if _, err := o.keeping.Views(ctx, scope); err != db.ErrNotFound {
				t.Errorf("%+v: %v", scope, err)
			}
		}
		gone := o.statements[0][0]
		o.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, gone, discussion.Hidden, ""); return err })
		after := o.views(insight.ViewScope{})
		if slices.Contains(after.All(), gone) || len(after.Statements) != 11 {
			t.Error("what is hidden still counts")
		}
		if words, err := o.keeping.Words(ctx, append(before.All(), o.statements[2]...)); err != nil || len(words) != 11 {
			t.Errorf("words of %d, %v", len(words), err)
		}
	})
}

func TestViewsAreHonestWhereThereAreNone(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	o := newOpinions(t, d)
	if v := o.views(insight.ViewScope{}); v.Why != insight.FewStatements || len(v.Views) > 0 || len(v.Statements) > 0 {
		t.Errorf("of nothing: %q", v.Why)
	}
	o.plant(0, 12, 8, 2, 1)
	v := o.views(insight.ViewScope{})
	if v.Why != insight.FewPeople || len(v.Views) > 0 || len(v.Marks) > 0 || len(v.Statements) != 12 || v.Statements[0].By != nil {
		t.Errorf("of eight people: %q, %d views", v.Why, len(v.Views))
	}
	if len(v.Shared) == 0 || v.Shared[0] != 0 {
		t.Errorf("nothing is said to be shared: %v", v.Shared)
	}
	o = newOpinions(t, mustOpen(t))
	o.plant(0, 12, 30, 1, 1)
	if v := o.views(insight.ViewScope{}); v.Why == "" || v.Why == insight.FewPeople || len(v.Views) > 0 {
		t.Errorf("of one camp: %q, %d views", v.Why, len(v.Views))
	}
}

func mustOpen(t *testing.T) *db.DB {
	d, _ := dbtest.SQLite(t)
	return d
}

// Kept views are those that looking afresh gives; another thread's votes leave a thread's alone.
func TestKeptViewsAreNeverStale(t *testing.T) {
	d, now := dbtest.SQLite(t)
	o := newOpinions(t, d)
	o.plant(0, 10, 20, 2, 1)
	o.plant(1, 10, 20, 2, 2)
	thread := insight.ViewScope{Thread: o.ids[0]}
	first := o.views(thread)
	if o.views(thread) != first {
		t.Error("views are not kept")
	}
	take := func(thread int, position discussion.Position) {
		o.write(func(tx *db.Tx) error {
			return discussion.TakePosition(tx, o.author, o.statements[thread][2], position)
		})
	}
	take(1, discussion.Agree)
	if o.views(thread) != first {
		t.Error("another thread's votes drop a thread's views")
	}
	whole := o.views(insight.ViewScope{}).Positions
	take(0, discussion.Agree)
	if v := o.views(thread); v.Positions != first.Positions+1 {
		t.Errorf("%d positions, were %d", v.Positions, first.Positions)
	}
	if n := o.views(insight.ViewScope{}).Positions; n != whole+1 {
		t.Errorf("%d positions, were %d", n, whole)
	}
	now.Advance(time.Hour)
	for i := range 200 {
		_ = o.views(insight.ViewScope{Scope: insight.Scope{From: insight.Day("2020-01-01").Add(i)}})
	}
	if n := o.keeping.KeptScopes(); n > 40 {
		t.Errorf("%d scopes are kept", n)
	}
}

// Where very much was answered new positions count within a minute, but what is taken away is gone at once.
func TestManyAnswersCountWithinAMinute(t *testing.T) {
	d, now := dbtest.SQLite(t)
	o := newOpinions(t, d)
	o.plant(0, 12, 500, 2, 1)
	scope := insight.ViewScope{}
	before := o.views(scope)
	if before.Positions < 5_000 || len(before.Views) != 2 {
		t.Fatalf("%d positions, %d views", before.Positions, len(before.Views))
	}
	o.write(func(tx *db.Tx) error {
		return discussion.TakePosition(tx, o.author, o.statements[0][0], discussion.Agree)
	})
	if o.views(scope) != before {
		t.Error("looked at afresh at once")
	}
	now.Advance(time.Minute)
	if v := o.views(scope); v.Positions != before.Positions+1 {
		t.Errorf("%d positions after a minute, were %d", v.Positions, before.Positions)
	}
	gone := o.statements[0][3]
	o.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, gone, discussion.Hidden, ""); return err })
	if v := o.views(scope); slices.Contains(v.All(), gone) {
		t.Error("what is hidden still counts")
	}
}

func TestEnoughIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		o := newOpinions(t, d)
		o.plant(0, 6, 9, 2, 1)
		o.plant(1, 6, 4, 2, 1) // too few people on each
		o.plant(2, 6, 9, 2, 1) // private
		for thread, want := range []bool{true, false, false, false} {
			of, err := db.Value[int64](ctx, d, "SELECT COALESCE(group_id, 0) FROM threads WHERE id = ?", o.ids[thread])
			if err != nil {
				t.Fatal(err)
			}
			if got, err := o.keeping.Enough(ctx, o.ids[thread], 0); got != want || err != nil {
				t.Errorf("thread %d: %v, %v", thread, got, err)
			}
			if got, err := o.keeping.Enough(ctx, 0, of); of != 0 && (got != want || err != nil) {
				t.Errorf("group of thread %d: %v, %v", thread, got, err)
			}
		}
	})
}

// BenchmarkViews looks at as much as is ever looked at: half a million positions.
func BenchmarkViews(b *testing.B) {
	d, _ := dbtest.SQLite(b)
	o := newOpinions(b, d)
	o.plant(0, 250, 2_100, 3, 1)
	bare := &insight.Store{DB: d, Zone: o.Zone}
	for b.Loop() {
		v, err := bare.Views(ctx, insight.ViewScope{})
		if err != nil || len(v.Views) == 0 {
			b.Fatal(err)
		}
		b.ReportMetric(float64(v.Positions), "positions")
	}
}

func TestRoutingAsksWhatSomebodyCanAnswer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		o := newOpinions(t, d)
		o.plant(0, 14, 20, 2, 1)
		var fresh int64
		o.write(func(tx *db.Tx) error {
			other, err := person(tx, "Another")
			if err != nil {
				return err
			}
			one := &said{author: other, text: "Brand new.", state: discussion.Published, at: tx.Now()}
			if err := o.add(tx, o.ids[0], one); err != nil {
				return err
			}
			fresh = one.id
			return nil
		})
		var id int64
		o.write(func(tx *db.Tx) (err error) { id, err = person(tx, "Reader"); return err })
		reader := people.Actor{ID: id, State: people.Active}
		scope := group("buses")
		ask := func(a people.Actor, beyond int) insight.Asking {
			t.Helper()
			got, err := o.keeping.NextToAnswer(ctx, a, scope, beyond)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		if got := ask(people.Visitor, 0); got.Contribution != 0 {
			t.Error("a visitor is asked")
		}
		if got := ask(people.Actor{ID: id, State: people.Suspended}, 0); got.Contribution != 0 {
			t.Error("somebody on hold is asked")
		}
		speaker := people.Actor{ID: o.author, State: people.Active}
		if got := ask(speaker, 0); got.Contribution != fresh || got.Left != 1 {
			t.Errorf("the writer of all but one is asked %d", got.Contribution)
		}
		seen := map[int64]bool{}
		for i := range insight.AskedADay {
			got := ask(reader, 0)
			if got.Contribution == 0 || seen[got.Contribution] || got.Left != insight.AskedADay-i || got.Words.Text == "" || got.Thread != o.ids[0] {
				t.Fatalf("question %d: %+v", i, got)
			}
			if again := ask(reader, 0); again != got {
				t.Errorf("question %d changes by itself", i)
			}
			seen[got.Contribution] = true
			o.write(func(tx *db.Tx) error { return discussion.TakePosition(tx, id, got.Contribution, discussion.Pass) })
		}
		if got := ask(reader, 0); !got.Rest || got.Contribution != 0 || got.Done != insight.AskedADay {
			t.Errorf("after a round: %+v", got)
		}
		if got := ask(reader, insight.AskedADay); got.Contribution == 0 || got.Left != 5 {
			t.Errorf("in another round: %+v", got)
		}
		next := ask(reader, insight.AskedADay).Contribution
		o.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, next, discussion.Hidden, ""); return err })
		if got := ask(reader, insight.AskedADay); got.Contribution == next || got.Left != 4 {
			t.Errorf("what is hidden is asked about: %+v", got)
		}
		lock := func(at any) {
			o.write(func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE threads SET locked_at = ? WHERE id = ?", at, o.ids[0])
				return err
			})
		}
		if lock(1); ask(reader, insight.AskedADay).Contribution != 0 {
			t.Error("what a moderator locked is asked about")
		}
		if lock(nil); ask(reader, insight.AskedADay).Contribution == 0 {
			t.Error("what was unlocked is not asked about")
		}
		o.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE threads SET closes_at = ? WHERE id = ?", tx.Now(), o.ids[0])
			return err
		})
		if got := ask(reader, insight.AskedADay); got.Contribution != 0 || got.Left != 0 {
			t.Errorf("what is closed is asked about: %+v", got)
		}
	})
}

// Different people are asked different things, and what is new and hardly seen comes first more often.
func TestTheLotteryFavoursTheUnseen(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	o := newOpinions(t, d)
	o.plant(0, 30, 25, 2, 1)
	var fresh []int64
	o.write(func(tx *db.Tx) error {
		fresh = nil
		for range 3 {
			one := &said{author: o.author, text: "Brand new.", state: discussion.Published, at: tx.Now()}
			if err := o.add(tx, o.ids[0], one); err != nil {
				return err
			}
			fresh = append(fresh, one.id)
		}
		return nil
	})
	asked := map[int64]int{}
	for range 200 {
		var id int64
		o.write(func(tx *db.Tx) (err error) { id, err = person(tx, "Reader"); return err })
		got, err := o.keeping.NextToAnswer(ctx, people.Actor{ID: id, State: people.Active}, group("buses"), 0)
		if err != nil {
			t.Fatal(err)
		}
		asked[got.Contribution]++
	}
	n := 0
	for _, id := range fresh {
		n += asked[id]
	}
	if len(asked) < 10 || n < 200*3/33*3/2 || n > 199 {
		t.Errorf("%d different ones were asked, the new ones %d times of 200", len(asked), n)
	}
}

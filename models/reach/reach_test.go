package reach_test

import (
	"context"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
	"folkmoot/models/reach"
)

var ctx = context.Background()

func TestBaselinesAsPeoplePasteThem(t *testing.T) {
	want := []reach.Row{{"Gornal", 12400}, {"Upper Gornal, and Sedgley", 1002}, {"Lye", 0}}
	for name, lines := range map[string]string{
		"commas":         "Gornal, 12400\nUpper Gornal, and Sedgley, 1002\nLye, 0",
		"a spreadsheet":  "Area\tPeople\r\nGornal\t12,400\r\nUpper Gornal, and Sedgley\t1,002\r\nLye\t0\r\n",
		"with semicolon": "\"Gornal\";\"12 400\"\n\n\"Upper Gornal, and Sedgley\";1002\nLye;0\n",
	} {
		if got, err := reach.Read(lines); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	for lines, want := range map[string]string{
		"":                       "at least two lines",
		"Gornal, 3":              "at least two lines",
		"Gornal, 3\nLye, many":   "line 2: “many” is no number",
		"Gornal, 3\nLye":         "line 2: put a comma",
		"Gornal, 3\n gornal , 4": "line 2: “gornal” is there twice",
		"Gornal, 3\n, 4":         "line 2: the group has no name",
		"a, 1\n" + strings.Repeat("x", 81) + ", 4": "line 2: the name",
	} {
		if _, err := reach.Read(lines); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", lines, err, want)
		}
	}
}

func TestFewerThanLiveHere(t *testing.T) {
	b := reach.Baseline{Rows: []reach.Row{{"Under 25", 30}, {"25 to 64", 50}, {"65 and over", 20}}}
	r := reach.Compare(b, map[string]int{"under 25": 3, "25 to 64": 53, "65 and over": 40, "Elsewhere": 4}, 12, false)
	want := []reach.Line{
		{Category: "Under 25", Lives: 30, Heard: 3, Few: true},
		{Category: "25 to 64", Lives: 50, Heard: 53},
		{Category: "65 and over", Lives: 20, Heard: 40},
		{Category: "Elsewhere", Heard: 4},
	}
	if !reflect.DeepEqual(r.Lines, want) || r.Heard != 100 || r.Unknown != 12 || r.Lives != 100 {
		t.Errorf("got %+v", r)
	}
	// Of nineteen people nothing is concluded, and of few it is not where chance may explain it.
	for _, heard := range []map[string]int{{"25 to 64": 19}, {"under 25": 5, "25 to 64": 18}} {
		for _, l := range reach.Compare(b, heard, 0, false).Lines {
			if l.Few && l.Category == "Under 25" {
				t.Errorf("%v: %+v", heard, l)
			}
		}
	}
}

// The chance of at most k of n is that of a table of the binomial distribution.
func TestLowerTail(t *testing.T) {
	for _, c := range []struct {
		k, n    int
		p, want float64
	}{{0, 20, 0.3, 0.0007979}, {3, 20, 0.3, 0.1070869}, {5, 10, 0.5, 0.6230469}, {20, 20, 0.1, 1}} {
		if got := reach.LowerTail(c.k, c.n, c.p); math.Abs(got-c.want) > 1e-7 {
			t.Errorf("%d of %d at %v: %.7f, want %.7f", c.k, c.n, c.p, got, c.want)
		}
	}
}

func TestSmallCellsAreHidden(t *testing.T) {
	b := reach.Baseline{Rows: []reach.Row{{"a", 10}, {"b", 10}, {"c", 10}, {"d", 10}}}
	hidden := func(r reach.Reach) (names string) {
		for _, l := range r.Lines {
			if l.Hidden {
				names += l.Category
			}
		}
		return names
	}
	for want, heard := range map[string]map[string]int{
		"":   {"a": 5, "b": 9, "c": 0, "d": 7},
		"ab": {"a": 5, "b": 4, "c": 9, "d": 7}, // b alone could be worked out, so the next smallest goes too
		"ac": {"a": 2, "b": 9, "c": 1, "d": 7},
	} {
		r := reach.Compare(b, heard, 0, true)
		if got := hidden(r); got != want || (want != "") != r.About {
			t.Errorf("%v: hidden %q, want %q; %+v", heard, got, want, r)
		}
	}
	if r := reach.Compare(b, map[string]int{"a": 2, "b": 40}, 0, true); r.Heard != 40 {
		t.Errorf("the total is rounded: %+v", r)
	}
	if got := hidden(reach.Compare(b, map[string]int{"a": 2}, 0, false)); got != "" {
		t.Errorf("what people show themselves is told: %q", got)
	}
}

func person(t *testing.T, d *db.DB, role people.Role) people.Actor {
	t.Helper()
	a := people.Actor{Role: role, State: people.Active}
	if err := d.Write(ctx, func(tx *db.Tx) (err error) {
		a.ID, err = tx.Insert("INSERT INTO people (public_name, role, created_at, changed_at) VALUES ('P', ?, 1, 1)", role)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestABaselineReplacesTheOneBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		s := &reach.Store{DB: d}
		ed, member := person(t, d, people.Editor), person(t, d, people.Member)
		put := func(a people.Actor, draft reach.Draft) error { return s.Put(ctx, a, db.NewKey(a.ID), draft) }
		good := reach.Draft{Dimension: reach.ByArea, Title: "People by area", Source: "Census 2021", Lines: "Gornal, 10\nLye, 20"}
		if err := put(member, good); !errors.As(err, &db.Forbidden{}) {
			t.Errorf("a member: %v", err)
		}
		var wrong db.Invalid
		if err := put(ed, reach.Draft{Dimension: "shoes", Lines: "x"}); !errors.As(err, &wrong) || len(wrong) != 4 {
			t.Errorf("got %v", err)
		}
		if err := put(ed, good); err != nil {
			t.Fatal(err)
		}
		good.Lines = "Gornal, 11\nLye, 21\nSedgley, 5"
		if err := put(ed, good); err != nil {
			t.Fatal(err)
		}
		all, err := s.Baselines(ctx)
		if err != nil || len(all) != 1 || all[reach.ByArea].Total() != 37 || len(all[reach.ByArea].Rows) != 3 {
			t.Errorf("got %+v, %v", all, err)
		}
		if err := s.Remove(ctx, ed, db.NewKey(ed.ID), reach.ByArea); err != nil {
			t.Fatal(err)
		}
		if all, err := s.Baselines(ctx); err != nil || len(all) != 0 {
			t.Errorf("got %+v, %v", all, err)
		}
		if err := s.Remove(ctx, ed, db.NewKey(ed.ID), reach.ByArea); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
}

func TestAnswersAreCountedAndNothingElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		s := &reach.Store{DB: d}
		ed, member := person(t, d, people.Editor), person(t, d, people.Member)
		ask := func(words, answers string) error {
			return s.Ask(ctx, ed, db.NewKey(ed.ID), reach.QuestionDraft{Words: words, Why: "To see whom we reach", Answers: answers})
		}
		var wrong db.Invalid
		if err := ask("", "Yes"); !errors.As(err, &wrong) || wrong["words"] == "" || wrong["answers"] == "" {
			t.Errorf("got %v", err)
		}
		if err := ask("How old are you?", "Under 25\n25 to 64\n65 or over"); err != nil {
			t.Fatal(err)
		}
		list, err := s.ToAsk(ctx, member.ID)
		if err != nil || len(list) != 1 || len(list[0].Answers) != 4 || list[0].Answers[3].Words != reach.RatherNot {
			t.Fatalf("got %+v, %v", list, err)
		}
		first := list[0]
		if err := s.Tell(ctx, member, first.Position, map[int64]int{first.ID: 9}); !errors.As(err, &wrong) {
			t.Errorf("an answer that is not there: %v", err)
		}
		// The same form sent many times at once counts once.
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := s.Tell(ctx, member, first.Position, map[int64]int{first.ID: 1}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		count := func(column string) int {
			n, err := db.Value[int](ctx, d, "SELECT SUM("+column+") FROM equality_answers WHERE question_id = ?", first.ID)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := count("answers"); n != 1 {
			t.Errorf("counted %d times", n)
		}
		if list, err := s.ToAsk(ctx, member.ID); err != nil || len(list) != 0 {
			t.Errorf("nobody is asked twice: %+v, %v", list, err)
		}
		// A later question is asked of everybody, the first one not again.
		if err := ask("How old are you?", "Young\nOld"); err != nil {
			t.Fatal(err)
		}
		list, err = s.ToAsk(ctx, member.ID)
		if err != nil || len(list) != 1 || list[0].ID == first.ID || list[0].Key == first.Key {
			t.Fatalf("got %+v, %v", list, err)
		}
		if err := s.Tell(ctx, member, list[0].Position, nil); err != nil { // passed over
			t.Fatal(err)
		}
		if list, err := s.ToAsk(ctx, ed.ID); err != nil || len(list) != 2 {
			t.Errorf("somebody else is asked both: %+v, %v", list, err)
		}
		if err := s.Retire(ctx, ed, db.NewKey(ed.ID), first.ID); err != nil {
			t.Fatal(err)
		}
		if list, err := s.ToAsk(ctx, ed.ID); err != nil || len(list) != 1 {
			t.Errorf("one is retired: %+v, %v", list, err)
		}
		// No table but the person's own row and the counts has changed, and no key leads to the answers.
		if n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM command_keys"); err != nil || n != 3 {
			t.Errorf("%d keys, want those of the editor alone; %v", n, err)
		}
	})
}

// Whoever looks at the counts after every answer sees several answers come in together, never a single one.
func TestNoSingleAnswerIsSeenComingIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		s := &reach.Store{DB: d}
		ed := person(t, d, people.Editor)
		if err := s.Ask(ctx, ed, db.NewKey(ed.ID), reach.QuestionDraft{Words: "How old are you?", Why: "To see whom we reach", Answers: "Young\nOld"}); err != nil {
			t.Fatal(err)
		}
		var touched []string
		d.OnCommit(func(topics []string) { touched = append(touched, topics...) })
		before := 0
		for n := 1; n <= 2*reach.Batch+1; n++ {
			touched = nil
			who := person(t, d, people.Member)
			list, err := s.ToAsk(ctx, who.ID)
			if err != nil || len(list) != 1 {
				t.Fatalf("%+v, %v", list, err)
			}
			if err := s.Tell(ctx, who, list[0].Position, map[int64]int{list[0].ID: n % 2}); err != nil {
				t.Fatal(err)
			}
			if list, err = s.Questions(ctx); err != nil {
				t.Fatal(err)
			}
			given, want := list[0].Given(), n/reach.Batch*reach.Batch
			if given != want {
				t.Errorf("after %d answers %d are told, want %d", n, given, want)
			}
			if told := slices.Contains(touched, db.TopicHearing); told != (given != before) {
				t.Errorf("after %d answers pages are dropped: %v, though the counts went from %d to %d", n, told, before, given)
			}
			before = given
		}
		if list, _ := s.Questions(ctx); list[0].Answers[0].Given != reach.Batch || list[0].Answers[1].Given != reach.Batch {
			t.Errorf("got %+v", list[0].Answers)
		}
	})
}

// A summary of one person by name must not tell where that person lives: not by a number, not by a name of an area, and
// not by what is left.
func TestAreasOfFewAreNotTold(t *testing.T) {
	b := reach.Baseline{Rows: []reach.Row{{"Gornal", 10}, {"Lye", 10}, {"Sedgley", 10}}}
	shown := func(r reach.Reach) (lines []reach.Line) {
		for _, l := range r.Lines {
			if l.Hidden {
				l.Heard = -1
			}
			lines = append(lines, l)
		}
		return lines
	}
	one := reach.CompareAreas(b, map[string]int{"Gornal": 1}, 0)
	for _, heard := range []map[string]int{{"Lye": 1}, {"Sedgley": 1}} {
		other := reach.CompareAreas(b, heard, 0)
		if !reflect.DeepEqual(shown(one), shown(other)) || one.Heard != other.Heard || one.Unknown != other.Unknown || one.About != other.About {
			t.Errorf("%v can be told from one of Gornal: %+v, %+v", heard, other, one)
		}
	}
	r := reach.CompareAreas(b, map[string]int{"Flat 3, Mill Lane": 2, "dudley ": 3, "Dudley": 2, "Lye": 6, "Gornal": 7}, 4)
	want := []reach.Line{{Category: "Gornal", Lives: 10, Heard: -1, Hidden: true, Masked: true}, {Category: "Lye", Lives: 10, Heard: 5}, {Category: "Sedgley", Lives: 10, Heard: -1, Hidden: true}, {Category: "Dudley", Heard: 5}}
	if !reflect.DeepEqual(shown(r), want) || r.Unknown != 5 || r.Heard != 15 || !r.About {
		t.Errorf("got %+v, unknown %d", shown(r), r.Unknown)
	}
	// How many spoke is told elsewhere: less those who did not say, it would give the hidden cells away.
	if r := reach.CompareAreas(b, map[string]int{"Gornal": 3, "Lye": 9}, 8); !r.About || r.Heard != 10 || r.Unknown != 5 {
		t.Errorf("%d were heard and %d did not say", r.Heard, r.Unknown)
	}
}

// One more person changes nothing of an area unless it reaches the next step, whichever area is theirs: not a number, not
// what is hidden or hides another one, and not whom we have hardly heard from.
func TestAreasGoUpInSteps(t *testing.T) {
	b := reach.Baseline{Rows: []reach.Row{{"Gornal", 500}, {"Lye", 300}, {"Sedgley", 150}, {"Upton", 50}}}
	steps, few := 0, 0
	for gornal := range 40 {
		for lye := range 25 {
			for sedgley := range 8 {
				heard := map[string]int{"Gornal": gornal, "Lye": lye, "Sedgley": sedgley}
				before := reach.CompareAreas(b, heard, 13)
				total, lines := gornal+lye+sedgley, []int{gornal, lye, sedgley, 0}
				for i, n := range lines {
					l := before.Lines[i]
					if l.Heard != n/5*5 || l.Hidden != (n < 5 || l.Masked) {
						t.Fatalf("%v: %+v", heard, before)
					}
					if few += map[bool]int{true: 1}[l.Few]; l.Few && 3*n*before.Lives >= 2*total*l.Lives {
						t.Fatalf("%v: %+v is not little heard", heard, l)
					}
				}
				if before.Heard != total/5*5 || before.Unknown != 10 || !before.About {
					t.Fatalf("%v: %+v", heard, before)
				}
				for i, l := range before.Lines {
					if lines[i]%5 == 4 || total%5 == 4 {
						steps++
						continue
					}
					heard[l.Category]++
					if after := reach.CompareAreas(b, heard, 13); !reflect.DeepEqual(after, before) {
						t.Fatalf("one more of %s: %+v, was %+v", l.Category, after, before)
					}
					heard[l.Category]--
				}
			}
		}
	}
	if steps == 0 || few == 0 {
		t.Errorf("%d steps and %d little heard: this test sees too little", steps, few)
	}
}

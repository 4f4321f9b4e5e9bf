package insight_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
)

func TestWhatFewOfAViewSaidIsNotTold(t *testing.T) {
	seen := func(numbers ...int) (list []insight.Positions) {
		for _, n := range numbers {
			list = append(list, insight.Positions{Agree: n})
		}
		return list
	}
	for _, c := range []struct {
		all   int
		by    []int
		small bool
		want  []int // what is told of each view; -1 for nothing
	}{
		{20, []int{12, 8}, false, []int{12, 8}},
		{20, []int{12, 0}, false, []int{12, 0}},
		{16, []int{12, 4}, false, []int{-1, -1}},        // 16 less 12 are 4
		{26, []int{12, 9, 4}, false, []int{12, -1, -1}}, // the smallest goes too
		{20, []int{12, 4, 4}, false, []int{12, -1, -1}}, // nobody knows how the 8 fall apart
		{4, []int{4, 0}, false, []int{-1, 0}},           // everybody's answers are public beside the comment itself
		{23, []int{12, 8}, false, []int{12, 8}},         // three who answered little
		{23, []int{12, 8}, true, []int{12, -1}},         // three of whom some are a group that is not shown
		{25, []int{12, 8}, true, []int{12, 8}},          // five are enough
	} {
		got := insight.Withheld(insight.Positions{Agree: c.all}, seen(c.by...), c.small)
		for i, want := range c.want {
			if got.Tells(i) != (want >= 0) || got.By[i].Agree != max(want, 0) {
				t.Errorf("%+v: view %d is told as %+v, %v", c, i, got.By[i], got.Tells(i))
			}
		}
	}
}

// givenStatement is a statement as it is given away for programs.
type givenStatement struct {
	Contribution          int64
	Agree, Disagree, Pass int
	Consensus             *float64
	Views                 []struct {
		View                  string
		Agree, Disagree, Pass int
	}
}

// In nothing that is given away does a view's cell stand for fewer than five people, nor can it be worked out.
func TestGivenCellsAreOfEnoughPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		o := newOpinions(t, d)
		o.plant(0, 14, 33, 3, 8)
		// Of one statement only a few of one camp keep their answer, of another only a few of any.
		var thin []int64
		o.write(func(tx *db.Tx) error {
			thin = o.statements[0][5:7]
			for i, voter := range o.voters {
				if i%3 == 0 && i > 9 {
					if err := discussion.TakePosition(tx, voter, thin[0], discussion.Withdrawn); err != nil {
						return err
					}
				}
				if i > 6 {
					if err := discussion.TakePosition(tx, voter, thin[1], discussion.Withdrawn); err != nil {
						return err
					}
				}
			}
			return nil
		})
		v := o.views(insight.ViewScope{})
		if len(v.Views) < 2 {
			t.Fatalf("%d views, %q", len(v.Views), v.Why)
		}
		raw := map[string]int{}
		err := db.Each(ctx, d, func(r db.Row) error {
			var who, contribution int64
			err := r.Scan(&who, &contribution)
			if view, _, _ := v.Of(who); view >= 0 {
				raw[fmt.Sprint(contribution, v.Views[view].Name)]++
			}
			return err
		}, "SELECT person_id, contribution_id FROM positions")
		if err != nil {
			t.Fatal(err)
		}
		words, err := o.keeping.Words(ctx, v.All())
		if err != nil {
			t.Fatal(err)
		}
		line, err := v.JSON(words)
		if err != nil {
			t.Fatal(err)
		}
		var given struct {
			Statements []givenStatement
		}
		if err := json.Unmarshal(line, &given); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(string(v.CSV(words)))).ReadAll()
		if err != nil || len(rows) != len(given.Statements)+1 {
			t.Fatal(err, len(rows))
		}
		kept := 0
		for at, s := range given.Statements {
			told := map[string]bool{}
			for _, p := range s.Views {
				told[p.View] = true
				if n := p.Agree + p.Disagree + p.Pass; n > 0 && n < insight.AnswersNeeded {
					t.Errorf("%d: the cell of view %s is of %d", s.Contribution, p.View, n)
				}
			}
			back, untold := 0, 0 // of those that are kept back together somebody could work out the sum
			for i, view := range v.Views {
				n := raw[fmt.Sprint(s.Contribution, view.Name)]
				if told[view.Name] && n > 0 && n < insight.AnswersNeeded {
					t.Errorf("%d: %d of view %s are told of", s.Contribution, n, view.Name)
				}
				if !told[view.Name] {
					back, untold = back+n, untold+1
				}
				if blank := rows[at+1][6+3*i] == ""; blank == told[view.Name] {
					t.Errorf("%d: the spreadsheet tells of view %s otherwise", s.Contribution, view.Name)
				}
			}
			if untold == 1 && back > 0 || untold > 0 && s.Consensus != nil {
				t.Errorf("%d: %d views are kept back, of %d people", s.Contribution, untold, back)
			}
			if untold > 0 {
				kept++
			}
		}
		thinned := slices.IndexFunc(given.Statements, func(s givenStatement) bool { return s.Contribution == thin[0] })
		if kept == 0 || kept == len(given.Statements) || len(given.Statements[thinned].Views) == len(v.Views) {
			t.Errorf("%d of %d are kept back: this test sees nothing", kept, len(given.Statements))
		}
	})
}

package opinion

import (
	"math"
	"slices"
	"testing"
)

// near tells whether two numbers are the same but for rounding.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

// stand is how many people of a group take each position on a statement.
type stand struct{ agree, disagree, pass, none int }

// voted makes a conversation in which groups stand as said: a row a group, a column a statement. People are numbered
// from 0, statements from 1. Within a group those who agree come first.
func voted(rows [][]stand) (votes []Vote, groups map[int64]int) {
	groups = map[int64]int{}
	person := int64(0)
	for g, row := range rows {
		size := row[0].agree + row[0].disagree + row[0].pass + row[0].none
		for i := range size {
			groups[person] = g
			for j, s := range row {
				v := Vote{Person: person, Statement: int64(j + 1)}
				switch {
				case i < s.agree:
					v.Value = Agree
				case i < s.agree+s.disagree:
					v.Value = Disagree
				case i < s.agree+s.disagree+s.pass:
					v.Value = Pass
				default:
					continue
				}
				votes = append(votes, v)
			}
			person++
		}
	}
	return votes, groups
}

func TestFiguresByHand(t *testing.T) {
	votes, groups := voted([][]stand{
		{{agree: 9, disagree: 1}, {agree: 8, pass: 1, none: 1}, {none: 10}},
		{{agree: 2, disagree: 8}, {agree: 9, disagree: 1}, {pass: 4, none: 6}},
	})
	r := Analyse(votes, []Statement{{ID: 4}}, Options{Groups: groups})
	if r.Method != Given || r.K != 2 || r.Participants != 20 || r.Statements != 3 || r.Votes != 43 || len(r.Details) != 4 {
		t.Fatalf("%+v", r)
	}
	for i, want := range []struct {
		agree, disagree, pass int
		consensus             float64
	}{
		{11, 9, 0, 10.0 / 12 * 3 / 12},
		{17, 1, 1, 9.0 / 11 * 10 / 12},
		{0, 0, 4, 1.0 / 2 * 1 / 6},
		{0, 0, 0, 1.0 / 4},
	} {
		d := r.Details[i]
		if d.Agree != want.agree || d.Disagree != want.disagree || d.Pass != want.pass || !near(d.Consensus, want.consensus) || !near(d.Shared, math.Sqrt(want.consensus)) {
			t.Errorf("%+v, want %+v", d, want)
		}
	}
	if got := r.Details[1].Groups; got[0] != (Tally{8, 0, 9}) || got[1] != (Tally{9, 1, 10}) {
		t.Errorf("%+v", got)
	}
	doubt := math.Sqrt(10.0/12*2/12/12 + 3.0/12*9/12/12)
	if got := r.Details[0].Divisive; !near(got, 7.0/12-1.2816*doubt) {
		t.Errorf("divisive %v", got)
	}
	if r.Details[1].Divisive != 0 || r.Details[3].Divisive != 0 {
		t.Error("statements that nobody differs on divide")
	}
	if !slices.Equal(r.Unsure, []int64{3}) || !slices.Equal(r.MajorityAgree, []int64{2}) || len(r.MajorityDisagree) != 0 {
		t.Errorf("unsure %v, majorities %v and %v", r.Unsure, r.MajorityAgree, r.MajorityDisagree)
	}
}

func TestRepresentativeByHand(t *testing.T) {
	votes, groups := voted([][]stand{
		{{agree: 9, disagree: 1}, {agree: 5, disagree: 5}},
		{{agree: 2, disagree: 8}, {agree: 5, disagree: 5}},
	})
	r := Analyse(votes, nil, Options{Groups: groups})
	gap := 7.0 / 11 / math.Sqrt(13.0/22*9/22*2/11)
	want := Telling{ID: 1, Agree: true, Repness: 10.0 / 3, RepTest: gap, Share: 10.0 / 12, Test: 2 * math.Sqrt(11) * (10.0/11 - 0.5), Count: 9, Seen: 10, Best: true}
	got := r.Representative[0]
	if len(got) != 1 {
		t.Fatalf("%+v", got)
	}
	for _, pair := range [][2]float64{{got[0].Repness, want.Repness}, {got[0].RepTest, want.RepTest}, {got[0].Share, want.Share}, {got[0].Test, want.Test}} {
		if !near(pair[0], pair[1]) {
			t.Errorf("%+v, want %+v", got[0], want)
		}
	}
	if got[0].ID != 1 || !got[0].Agree || !got[0].Best || got[0].Count != 9 || got[0].Seen != 10 {
		t.Errorf("%+v", got[0])
	}
	other := r.Representative[1]
	if len(other) != 1 || other[0].ID != 1 || other[0].Agree || !near(other[0].Repness, 9.0/12*12/2) || other[0].Best {
		t.Errorf("%+v", other)
	}
}

// The rules of choosing: what a group agrees on best stands first, at most five, agreements before disagreements.
func TestRepresentativeLists(t *testing.T) {
	rows := [][]stand{make([]stand, 9), make([]stand, 9)}
	for j := range 9 {
		rows[0][j], rows[1][j] = stand{agree: 20 + j, disagree: 10 - j}, stand{agree: 10, disagree: 20}
	}
	rows[0][0], rows[1][0] = stand{disagree: 30}, stand{agree: 30} // tells most, but is a disagreement
	votes, groups := voted(rows)
	list := Analyse(votes, nil, Options{Groups: groups}).Representative[0]
	var ids []int64
	for _, telling := range list {
		ids = append(ids, telling.ID)
	}
	if !slices.Equal(ids, []int64{9, 8, 7, 6, 1}) || list[4].Agree || !list[0].Best {
		t.Errorf("%v %+v", ids, list)
	}
	out := Analyse(votes, []Statement{{ID: 9, Out: true}, {ID: 1, Meta: true}}, Options{Groups: groups}).Representative[0]
	if out[0].ID != 8 || slices.ContainsFunc(out, func(t Telling) bool { return t.ID == 9 || t.ID == 1 }) {
		t.Errorf("left-out statements are listed: %+v", out)
	}
}

// Where nothing qualifies, one statement must do: what the group agrees on best, else what it differs on most.
func TestRepresentativeFallback(t *testing.T) {
	votes, groups := voted([][]stand{
		{{agree: 2, disagree: 1}, {agree: 1, disagree: 2}},
		{{agree: 1, disagree: 2}, {agree: 1, disagree: 2}},
	})
	r := Analyse(votes, nil, Options{Groups: groups})
	if got := r.Representative[0]; len(got) != 1 || got[0].ID != 1 || !got[0].Best {
		t.Errorf("%+v", got)
	}
	if got := r.Representative[1]; len(got) != 1 || got[0].ID != 1 || got[0].Agree || got[0].Best {
		t.Errorf("%+v", got)
	}
}

func TestPriority(t *testing.T) {
	for _, want := range []struct {
		tally     Tally
		extremity float64
		priority  float64
	}{
		{Tally{0, 0, 0}, 0, math.Pow(0.5*1*0.5*9, 2)},
		{Tally{1, 0, 1}, 0, math.Pow((1-1.0/3)*2/3*(1+8*math.Pow(2, -0.2)), 2)},
		{Tally{14, 3, 20}, 1, math.Pow((1-4.0/22)*2*15/22*1.5, 2)},
	} {
		if got := Priority(want.tally, want.extremity); !near(got, want.priority) {
			t.Errorf("%+v: %v, want %v", want.tally, got, want.priority)
		}
	}
	votes, groups := voted([][]stand{{{agree: 9, disagree: 1}}, {{agree: 2, disagree: 8}}})
	r := Analyse(votes, []Statement{{ID: 1, Meta: true}}, Options{Groups: groups})
	if r.Details[0].Priority != 49 {
		t.Errorf("a statement about the conversation has priority %v", r.Details[0].Priority)
	}
}

// A share of exactly 1 in both groups has no test: it counts 0.
func TestGapOfCertainties(t *testing.T) {
	if got := gapTest(10, 10, 5, 5); got != 0 {
		t.Errorf("%v", got)
	}
}

// The newest vote counts, whatever came first; two of the same moment that differ are a pass; a pass is seen, and a
// vote never cast is not.
func TestNewestVoteCounts(t *testing.T) {
	votes := []Vote{
		{1, 1, Agree, 10},
		{1, 1, Disagree, 20},
		{1, 1, Agree, 15},
		{2, 1, Agree, 5},
		{2, 1, Disagree, 5},
		{2, 1, Agree, 5},
		{3, 1, Pass, 1},
		{4, 2, 7, 1},
		{4, 3, -7, 1},
	}
	for range 20 {
		shuffle(votes)
		r := Analyse(votes, nil, Options{})
		if d := r.Details[0]; d.Agree != 0 || d.Disagree != 1 || d.Pass != 2 {
			t.Fatalf("%+v", d)
		}
		if r.Details[1].Agree != 1 || r.Details[2].Disagree != 1 || r.Votes != 5 {
			t.Fatalf("%+v", r.Details)
		}
	}
}

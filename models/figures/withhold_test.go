package figures_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/figures"
	"folkmoot/models/rules"
)

// auditor works out what it can from what is shown: it knows which numbers add up to which, and solves for those that are
// withheld with fractions.
type auditor struct {
	value map[string]figures.Shown
	lines [][]string // the last of each is the sum of the others
}

// fixed gives the withheld numbers that the lines fix.
func (a auditor) fixed() (names []string) {
	column := map[string]int{}
	var order []string
	for _, line := range a.lines {
		for _, name := range line {
			shown, known := a.value[name]
			if _, there := column[name]; !there && (!known || !shown.Plain()) {
				column[name] = len(order)
				order = append(order, name)
			}
		}
	}
	var rows [][]*big.Rat
	for _, line := range a.lines {
		row := make([]*big.Rat, len(order))
		for i := range row {
			row[i] = new(big.Rat)
		}
		for i, name := range line {
			if c, there := column[name]; there {
				row[c] = big.NewRat(1, 1)
				if i == len(line)-1 {
					row[c] = big.NewRat(-1, 1)
				}
			}
		}
		rows = append(rows, row)
	}
	for _, row := range reduced(rows) {
		at := -1
		for c, v := range row {
			if v.Sign() != 0 {
				if at >= 0 {
					at = -2
					break
				}
				at = c
			}
		}
		if at >= 0 {
			names = append(names, order[at])
		}
	}
	return names
}

// reduced solves rows from the last column to the first, one row after another.
func reduced(rows [][]*big.Rat) (solved [][]*big.Rat) {
	lead := func(row []*big.Rat) int {
		for c := len(row) - 1; c >= 0; c-- {
			if row[c].Sign() != 0 {
				return c
			}
		}
		return -1
	}
	take := func(from, what []*big.Rat, c int) { // away from a row as much of another as its column c needs
		factor := new(big.Rat).Quo(from[c], what[c])
		for i := range from {
			from[i] = new(big.Rat).Sub(from[i], new(big.Rat).Mul(factor, what[i]))
		}
	}
	for _, row := range rows {
		for _, s := range solved {
			if c := lead(s); row[c].Sign() != 0 {
				take(row, s, c)
			}
		}
		c := lead(row)
		if c < 0 {
			continue
		}
		for _, s := range solved {
			if s[c].Sign() != 0 {
				take(s, row, c)
			}
		}
		solved = append(solved, row)
	}
	return solved
}

// world makes decisions of some months at random, few of a sort as often as many.
func world(r *rand.Rand, months int) (list []decision) {
	reasons := []string{"unkind", rules.Advert, rules.OffTopic, rules.PrivateDetails}[:1+r.IntN(4)]
	for back := range months {
		at := dbtest.Morning.AddDate(0, -back, 0)
		for _, reason := range reasons {
			for _, act := range figures.PublicLimits {
				n := 0
				switch r.IntN(4) {
				case 0:
					n = 1 + r.IntN(4)
				case 1:
					n = r.IntN(20)
				}
				list = append(list, many(n, decision{at: clock.Of(at), act: act, reason: reason, by: 3})...)
			}
		}
	}
	return list
}

// What is shown never tells a small number, even to who adds and takes away across months, reasons and acts.
func TestNoSmallNumberFollowsFromTheTables(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	withheld, plain := 0, 0
	for range 60 {
		d, _ := dbtest.SQLite(t)
		list := world(r, 1+r.IntN(6))
		place(t, d, list...)
		a, w, p := audited(t, d)
		withheld, plain = withheld+w, plain+p
		for _, name := range a.fixed() {
			if shown, known := a.value[name]; known && shown.Few {
				t.Fatalf("%q follows from the others: %+v", name, a.value)
			}
		}
	}
	if withheld == 0 || plain < withheld/2 {
		t.Errorf("%d numbers were withheld and %d shown", withheld, plain)
	}
}

// In each line here two or more small numbers are withheld, and one follows from all lines together: that of the third reason
// in the second month, since two months and two reasons leave only it over.
func TestNoSmallNumberFollowsFromManyLines(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	var list []decision
	for month, reasons := range [][]string{{"a", "b"}, {"a", "b", "c"}, {"c", "d"}, {"c", "d"}} {
		for _, reason := range reasons {
			list = append(list, many(3, decision{at: clock.Of(dbtest.Morning.AddDate(0, -month, 0)), act: rules.Hide, reason: reason, by: 3})...)
		}
	}
	place(t, d, list...)
	a, _, _ := audited(t, d)
	for _, name := range a.fixed() {
		if shown, known := a.value[name]; known && shown.Few {
			t.Errorf("%q follows from the others: %+v", name, a.value)
		}
	}
}

// audited reads the public figures as an auditor does, and holds each shown number to what was stored.
func audited(t *testing.T, d *db.DB) (a auditor, withheld, plain int) {
	t.Helper()
	p, err := (&figures.Store{DB: d, Zone: dbtest.Morning.Location()}).Public(ctx, figures.MonthsKept)
	if err != nil {
		t.Fatal(err)
	}
	a.value = map[string]figures.Shown{}
	columns, all := map[string][]string{}, []string{}
	for _, m := range p.Months {
		var acts, reasons []string
		for _, act := range figures.PublicLimits {
			name := m.Key + " " + string(act)
			a.value[name], acts, columns[string(act)] = m.Limited[act], append(acts, name), append(columns[string(act)], name)
		}
		for _, one := range m.Reasons {
			name := m.Key + " because " + one.Reason
			a.value[name], reasons, columns[one.Reason] = one.Limited, append(reasons, name), append(columns[one.Reason], name)
		}
		a.value[m.Key], all = m.All, append(all, m.Key)
		a.lines = append(a.lines, append(acts, m.Key), append(reasons, m.Key))
	}
	var acts, reasons []string
	for _, act := range figures.PublicLimits { // their sums are shown nowhere, nor is that of everything
		acts = append(acts, string(act))
		a.lines = append(a.lines, append(columns[string(act)], string(act)))
	}
	for _, one := range p.Reasons {
		a.value[one.Reason], reasons = one.Limited, append(reasons, one.Reason)
		a.lines = append(a.lines, append(columns[one.Reason], one.Reason))
	}
	a.lines = append(a.lines, append(acts, "everything"), append(reasons, "everything"), append(all, "everything"))
	for _, shown := range a.value {
		switch {
		case !shown.Plain():
			withheld++
		case shown.N > 0 && shown.N < figures.FewerThan:
			t.Fatalf("a small number is shown: %+v", a.value)
		case shown.N > 0:
			plain++
		}
	}
	return a, withheld, plain
}

// The negative control: where only small numbers are withheld, the auditor works them out.
func TestTheAuditorFindsWhatFollows(t *testing.T) {
	few := figures.Shown{Few: true}
	a := auditor{
		value: map[string]figures.Shown{"a": few, "b": {N: 9}, "all": {N: 11}},
		lines: [][]string{{"a", "b", "all"}},
	}
	if found := a.fixed(); len(found) != 1 || found[0] != "a" {
		t.Error(found)
	}
	// Two squares that share nothing but one number between them: each line withholds two, and the bridge follows all the same.
	a = auditor{value: map[string]figures.Shown{}, lines: nil}
	for _, line := range [][]string{{"a", "b", "1"}, {"c", "d", "e", "2"}, {"f", "g", "3"}, {"h", "i", "4"}, {"a", "c", "5"}, {"b", "d", "6"}, {"e", "f", "h", "7"}, {"g", "i", "8"}} {
		for _, name := range line[:len(line)-1] {
			a.value[name] = few
		}
		a.value[line[len(line)-1]] = figures.Shown{N: 20}
		a.lines = append(a.lines, line)
	}
	if found := a.fixed(); len(found) != 1 || found[0] != "e" {
		t.Error(found)
	}
}

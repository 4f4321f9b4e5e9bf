package emerge

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

func TestLogOdds(t *testing.T) {
	// Worked out by hand from formulas 15, 16 and 22 of the paper.
	delta, z := LogOdds(30, 200, 10, 300, 2, 50)
	near(t, delta, 1.4193800857056562, 1e-12, "delta") // ln(32/218) − ln(12/338)
	near(t, z, 4.193126664381175, 1e-12, "z")          // over √(1/32 + 1/12)
	if _, same := LogOdds(10, 100, 20, 200, 1e-9, 1e-8); same > 1e-9 || same < -1e-9 {
		t.Errorf("equal shares give z = %g", same)
	}
	if d, z := LogOdds(10, 300, 30, 200, 2, 50); d != -delta || z >= 0 {
		t.Errorf("the other way round gives %g and %g", d, z)
	}
}

// The example of the paper: of these fifteen the four smallest are discoveries at 0.05.
func TestBenjaminiHochberg(t *testing.T) {
	p := []float64{0.0459, 0.0001, 1, 0.0004, 0.0019, 0.0095, 0.0201, 0.7590, 0.0278, 0.0298, 0.0344, 0.3240, 0.4262, 0.5719, 0.6528}
	want := make([]bool, len(p))
	for i, q := range p {
		want[i] = q <= 0.0095
	}
	if got := BenjaminiHochberg(p, 0.05); !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	if got := BenjaminiHochberg(nil, 0.05); len(got) != 0 {
		t.Errorf("%v of nothing", got)
	}
}

// The lady tasting tea: all four right of eight is one in seventy, three or more is 17 in seventy.
func TestByLot(t *testing.T) {
	near(t, Cell{4, 4, 4, 8}.chance(), 1.0/70, 1e-12, "four right")
	near(t, Cell{3, 4, 4, 8}.chance(), 17.0/70, 1e-12, "three right")
	near(t, Cell{0, 4, 4, 8}.chance(), 1, 1e-12, "none right")
}

func TestSaidMore(t *testing.T) {
	cells := []Cell{
		{People: 9, All: 12, Kind: 30, Everyone: 100}, // mostly practitioners
		{People: 3, All: 12, Kind: 60, Everyone: 100},
		{People: 4, All: 4, Kind: 12, Everyone: 100},   // too few to speak of
		{People: 12, All: 40, Kind: 30, Everyone: 100}, // as everybody
		{People: 20, All: 20, Kind: 96, Everyone: 100}, // nearly everybody is of that kind
		{People: 10, All: 10, Kind: 10, Everyone: 10},  // there is nothing else
	}
	want := []bool{true, false, false, false, false, false}
	if got := SaidMore(cells); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// Where kinds do not differ hardly anything is said.
func TestSaidMoreByChance(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	said, tables := 0, 2000
	for range tables {
		kind := make([]int, 120)
		kinds := make([]int, 4)
		for i := range kind {
			kind[i] = r.IntN(4)
			kinds[kind[i]]++
		}
		var cells []Cell
		for range 20 {
			all, of := 0, make([]int, 4)
			for _, k := range kind {
				if r.IntN(5) == 0 {
					all++
					of[k]++
				}
			}
			for k := range of {
				cells = append(cells, Cell{of[k], all, kinds[k], len(kind)})
			}
		}
		for _, is := range SaidMore(cells) {
			if is {
				said++
				break
			}
		}
	}
	if share := float64(said) / float64(tables); share > contrastShare {
		t.Errorf("in %.3f of the tables something is said of chance", share)
	}
}

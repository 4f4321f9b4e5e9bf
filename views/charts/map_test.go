package charts

import (
	"context"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// clouds are views of people around middles that stand apart.
func clouds(sizes ...int) Map {
	rng := rand.New(rand.NewPCG(1, 2))
	var m Map
	for i, n := range sizes {
		v := MapView{Name: string(rune('A' + i)), People: n}
		angle := float64(i) * 2 * math.Pi / float64(len(sizes))
		for range n {
			v.Points = append(v.Points, Point{0.7*math.Cos(angle) + 0.1*rng.NormFloat64(), 0.7*math.Sin(angle) + 0.1*rng.NormFloat64()})
		}
		m.Views = append(m.Views, v)
	}
	return m
}

func TestTheMapSaysWhatItShows(t *testing.T) {
	for _, c := range []struct {
		m    Map
		want []string
	}{
		{clouds(12, 9), []string{"Each mark is one of 21 people.", "View A, circles, has 12 people.", "View B, squares, has 9 people.", "says the same in words"}},
		{clouds(9, 8, 7, 6, 5), []string{"View C, triangles, has 7 people.", "View D, diamonds, has 6 people.", "View E, crosses, has 5 people.", "are nearest to each other"}},
		{clouds(1500, 300), []string{"Each mark stands for about 3 of 1,800 people."}},
		{clouds(1, 1), []string{"View B, squares, has 1 person."}},
	} {
		got := words(t, render(t, MapOfViews(c.m)))
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("lacks %q in %q", want, got)
			}
		}
		if strings.Contains(got, "You") || strings.Contains(got, "A ring") {
			t.Error("somebody is on a map that nobody reads")
		}
	}
	m := clouds(12, 9)
	m.You = &m.Views[1].Points[3]
	if got := words(t, render(t, MapOfViews(m))); !strings.Contains(got, "A ring shows where you are.") || !strings.Contains(got, "You") {
		t.Error("the reader is not on their map")
	}
}

var moves = regexp.MustCompile(`M(-?\d+) (-?\d+)`)

// Each person has a mark of their own: none covers another, all are inside the drawing, in each view as many as people.
func TestEveryMarkCanBeSeen(t *testing.T) {
	same := Map{Views: []MapView{{Name: "A", People: 40, Points: make([]Point, 40)}, {Name: "B", People: 20, Points: make([]Point, 20)}}}
	for name, m := range map[string]Map{"three": clouds(38, 31, 27), "many": clouds(347, 90), "all alike": same, "one": clouds(1)} {
		d := m.draw()
		var all [][2]float64
		for i, v := range d.views {
			found := moves.FindAllStringSubmatch(v.marks, -1)
			if len(found) != len(m.Views[i].Points) {
				t.Errorf("%s: %d marks for %d people", name, len(found), len(m.Views[i].Points))
			}
			for _, f := range found {
				x, _ := strconv.ParseFloat(f[1], 64)
				y, _ := strconv.ParseFloat(f[2], 64)
				if x < 5 || x > mapWidth-5 || y < 5 || y > mapHeight-5 {
					t.Errorf("%s: a mark at %.0f, %.0f", name, x, y)
				}
				all = append(all, [2]float64{x, y})
			}
			if l := v.label; l.X < labelWidth/2 || l.X > mapWidth-labelWidth/2 || l.Y < labelHeight-6 || l.Y > mapHeight {
				t.Errorf("%s: label at %v", name, l)
			}
			if strings.Contains(v.outline+v.marks, "NaN") || strings.Contains(v.outline, "Inf") {
				t.Errorf("%s: %s", name, v.outline)
			}
		}
		for i, a := range all {
			for _, b := range all[:i] {
				if math.Hypot(a[0]-b[0], a[1]-b[1]) < 5 {
					t.Fatalf("%s: two marks at %v and %v", name, a, b)
				}
			}
		}
	}
}

// Every view has a mark and a name for it of its own, and a large map stays small.
func TestShapesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for view := range shapes {
		path, shape := markPath(view, 1), Shape(context.Background(), view)
		if seen[path] || seen[shape] || !strings.HasSuffix(path, "z") {
			t.Errorf("view %d: %s, %s", view, shape, path)
		}
		seen[path], seen[shape] = true, true
	}
	if n := len(clouds(1500, 300).draw().views[0].marks); n > 60_000 {
		t.Errorf("a large map has %d bytes of marks", n)
	}
}

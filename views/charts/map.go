package charts

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"folkmoot/views/locale"
)

// Point is a place on a map of views, as it was worked out: near to others that are alike.
type Point struct{ X, Y float64 }

// MapView is a view on the map with where its people stand. No point leads to a person.
type MapView struct {
	Name   string // "A"
	People int
	Points []Point
}

// Map is a map of views. Each view has a shape, a colour, an outline and a label.
type Map struct {
	Views []MapView
	You   *Point // where the reader stands; nil where they are not on it, or nobody knows who reads
}

// The drawing, in the units of its view box. Labels are measured as they are on a phone, where they are largest.
const (
	mapWidth, mapHeight     = 640.0, 380.0
	mapMarginX, mapMarginY  = 60.0, 48.0
	markApart               = 11.0  // between the middles of two marks of full size
	markRoom                = 150.0 // the more marks, the smaller: they stand this far apart over the root of their number
	outlineApart            = 15.0  // of an outline from its marks
	labelWidth, labelHeight = 100.0, 28.0
	mapMarks                = 600 // drawn at most
)

// shapes name what the marks of a view look like, in the order of views.
var shapes = []func(ctx context.Context) string{
	func(ctx context.Context) string { return locale.T(ctx, "circles") },
	func(ctx context.Context) string { return locale.T(ctx, "squares") },
	func(ctx context.Context) string { return locale.T(ctx, "triangles") },
	func(ctx context.Context) string { return locale.T(ctx, "diamonds") },
	func(ctx context.Context) string { return locale.T(ctx, "crosses") },
}

// Shape names what the marks of a view look like.
func Shape(ctx context.Context, view int) string { return shapes[view%len(shapes)](ctx) }

// ViewClass is the class of a view's colour.
func ViewClass(view int) string { return fmt.Sprintf("k%d", view%6+1) }

// markPath is the path of one mark around its middle: of which view, and how large, where 1 is full size.
func markPath(view int, size float64) string {
	n := func(units ...float64) []any {
		scaled := make([]any, len(units))
		for i, u := range units {
			scaled[i] = u * size
		}
		return scaled
	}
	switch view % len(shapes) {
	case 0:
		return fmt.Sprintf("m%.1f 0a%.1f %.1f 0 1 0 %.1f 0a%.1f %.1f 0 1 0 %.1f 0z", n(-5.5, 5.5, 5.5, 11, 5.5, 5.5, -11)...)
	case 1:
		return fmt.Sprintf("m%.1f %.1fh%.1fv%.1fh%.1fz", n(-5, -5, 10, 10, -10)...)
	case 2:
		return fmt.Sprintf("m0 %.1fl%.1f %.1fh%.1fz", n(-6.5, 6.2, 11.5, -12.4)...)
	case 3:
		return fmt.Sprintf("m0 %.1fl%.1f %.1fl%.1f %.1fl%.1f %.1fz", n(-7, 6, 7, -6, 7, -6, -7)...)
	}
	return fmt.Sprintf("m%.1f %.1fh%.1fv%.1fh%.1fv%.1fh%.1fv%.1fh%.1fv%.1fh%.1fv%.1fh%.1fz", n(-2, -6, 4, 4, 4, 4, -4, 4, -4, -4, -4, -4, 4)...)
}

// drawing is a map with everything where it stands.
type drawing struct {
	views []drawnView
	you   *Point
	label Point // of "You"
	every int   // how many people one mark stands for, on average; 1 for each person
}

type drawnView struct {
	name, class    string
	outline, marks string
	label          Point
	anchor         string
	hull           []Point
}

// draw lays a map out: everything is scaled alike, marks that would cover one another are moved aside, and outlines
// and labels are put around them.
func (m Map) draw() drawing {
	d := drawing{every: 1}
	people := 0
	for _, v := range m.Views {
		people += len(v.Points)
	}
	if people > mapMarks {
		d.every = (people + mapMarks - 1) / mapMarks
	}
	place := m.scale()
	apart := min(markApart, markRoom/math.Sqrt(float64(max(people/d.every, 1))))
	free := spots{apart: apart, taken: map[[2]int][]Point{}}
	for i, v := range m.Views {
		drawn := drawnView{name: v.Name, class: ViewClass(i)}
		mark := markPath(i, apart/markApart)
		var path strings.Builder
		var around []Point
		for j := 0; j < len(v.Points); j += d.every {
			p := free.take(place(v.Points[j]))
			fmt.Fprintf(&path, "M%.0f %.0f%s", p.X, p.Y, mark)
			around = append(around, circle(p)...)
		}
		drawn.marks, drawn.hull = path.String(), hull(around)
		drawn.outline = outline(drawn.hull)
		d.views = append(d.views, drawn)
	}
	if m.You != nil {
		p := place(*m.You)
		d.you, d.label = &p, Point{p.X + 13, p.Y + 6}
	}
	d.putLabels()
	return d
}

// scale gives the function from a map's own places to those of the drawing.
func (m Map) scale() func(Point) Point {
	low, high := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, v := range m.Views {
		for _, p := range v.Points {
			low, high = Point{min(low.X, p.X), min(low.Y, p.Y)}, Point{max(high.X, p.X), max(high.Y, p.Y)}
		}
	}
	wide, tall := max(high.X-low.X, 1e-9), max(high.Y-low.Y, 1e-9)
	by := min((mapWidth-2*mapMarginX)/wide, (mapHeight-2*mapMarginY)/tall)
	middle := Point{(low.X + high.X) / 2, (low.Y + high.Y) / 2}
	return func(p Point) Point {
		return Point{
			min(max(mapWidth/2+(p.X-middle.X)*by, mapMarginX/2), mapWidth-mapMarginX/2),
			min(max(mapHeight/2+(p.Y-middle.Y)*by, mapMarginY/2), mapHeight-mapMarginY/2),
		}
	}
}

// spots are the places of a drawing at which marks stand, by squares as wide as marks are apart.
type spots struct {
	apart float64
	taken map[[2]int][]Point
}

func (s spots) square(p Point) [2]int {
	return [2]int{int(math.Floor(p.X / s.apart)), int(math.Floor(p.Y / s.apart))}
}

func (s spots) free(p Point) bool {
	at := s.square(p)
	for x := at[0] - 1; x <= at[0]+1; x++ {
		for y := at[1] - 1; y <= at[1]+1; y++ {
			for _, other := range s.taken[[2]int{x, y}] {
				if math.Hypot(other.X-p.X, other.Y-p.Y) < s.apart {
					return false
				}
			}
		}
	}
	return p.X >= 10 && p.X <= mapWidth-10 && p.Y >= 10 && p.Y <= mapHeight-10
}

// take finds the nearest free place for a mark on a spiral around where it belongs. After many turns it stays where it
// is, over others.
func (s spots) take(p Point) Point {
	const turns, golden = 1200, 2.399963229728653
	found := Point{math.Round(p.X), math.Round(p.Y)}
	for turn := range turns {
		out, angle := s.apart/3*math.Sqrt(float64(turn)), golden*float64(turn)
		if q := (Point{math.Round(p.X + out*math.Cos(angle)), math.Round(p.Y + out*math.Sin(angle))}); s.free(q) {
			found = q
			break
		}
	}
	s.taken[s.square(found)] = append(s.taken[s.square(found)], found)
	return found
}

// circle gives twelve points around a mark, through which its view's outline may run.
func circle(p Point) []Point {
	points := make([]Point, 12)
	for i := range points {
		angle := float64(i) * math.Pi / 6
		points[i] = Point{p.X + outlineApart*math.Cos(angle), p.Y + outlineApart*math.Sin(angle)}
	}
	return points
}

// hull is the smallest outline without dents around some points, by Andrew's monotone chain.
func hull(points []Point) []Point {
	slices.SortFunc(points, func(a, b Point) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) })
	points = slices.Compact(points)
	if len(points) < 3 {
		return points
	}
	half := func(points []Point) (chain []Point) {
		for _, p := range points {
			for n := len(chain); n > 1 && turns(chain[n-2], chain[n-1], p) <= 0; n = len(chain) {
				chain = chain[:n-1]
			}
			chain = append(chain, p)
		}
		return chain[:len(chain)-1]
	}
	below := half(points)
	slices.Reverse(points)
	return append(below, half(points)...)
}

// turns tells on which side of the way from a to b the point c lies.
func turns(a, b, c Point) float64 { return (b.X-a.X)*(c.Y-a.Y) - (b.Y-a.Y)*(c.X-a.X) }

func outline(points []Point) string {
	var b strings.Builder
	for i, p := range points {
		letter := 'L'
		if i == 0 {
			letter = 'M'
		}
		fmt.Fprintf(&b, "%c%.0f %.0f", letter, p.X, p.Y)
	}
	return b.String() + "z"
}

// box is the room that something takes.
type box struct{ left, top, right, bottom float64 }

func (a box) meets(b box) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

func boxOf(points []Point) box {
	b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range points {
		b = box{min(b.left, p.X), min(b.top, p.Y), max(b.right, p.X), max(b.bottom, p.Y)}
	}
	return b
}

// putLabels puts each view's label beside its outline, where it meets no other outline, label or the edge if there is
// such a place.
func (d *drawing) putLabels() {
	var full []box
	for _, v := range d.views {
		full = append(full, boxOf(v.hull))
	}
	if d.you != nil {
		full = append(full, box{d.you.X - 10, d.you.Y - 14, d.you.X + labelWidth/2, d.you.Y + 14})
	}
	for i := range d.views {
		b := full[i]
		x := min(max((b.left+b.right)/2, labelWidth/2), mapWidth-labelWidth/2)
		y := min(max((b.top+b.bottom)/2+6, labelHeight), mapHeight-4)
		best, least := 0, math.MaxInt
		places := []Point{{x, b.top - 7}, {x, b.bottom + labelHeight - 6}, {b.left - labelWidth/2 - 4, y}, {b.right + labelWidth/2 + 4, y}}
		room := func(p Point) box { return box{p.X - labelWidth/2, p.Y - labelHeight + 6, p.X + labelWidth/2, p.Y + 4} }
		for j, p := range places {
			met := 0
			r := room(p)
			if r.left < 0 || r.right > mapWidth || r.top < 0 || r.bottom > mapHeight {
				met += 10
			}
			for k, other := range full {
				if k != i && r.meets(other) {
					met++
				}
			}
			if met < least {
				best, least = j, met
			}
		}
		p := places[best]
		p.X, p.Y = min(max(p.X, labelWidth/2), mapWidth-labelWidth/2), min(max(p.Y, labelHeight-4), mapHeight-4)
		d.views[i].label, d.views[i].anchor = p, "middle"
		full = append(full, room(p))
	}
}

// sentence says the map aloud.
func (m Map) sentence(ctx context.Context, every int) string {
	people := 0
	for _, v := range m.Views {
		people += v.People
	}
	words := []string{locale.T(ctx, "Each mark is one of %s people.", locale.Number(ctx, people))}
	if every > 1 {
		words[0] = locale.T(ctx, "Each mark stands for about %d of %s people.", every, locale.Number(ctx, people))
	}
	words = append(words, locale.T(ctx, "People who answered alike are close together."))
	for i, v := range m.Views {
		words = append(words, locale.T(ctx, "View %s, %s, has %s.", v.Name, Shape(ctx, i), locale.N(ctx, v.People, "1 person", "%d people")))
	}
	if a, b, ok := m.nearest(); ok {
		words = append(words, locale.T(ctx, "Views %s and %s are nearest to each other.", a, b))
	}
	return strings.Join(append(words, locale.T(ctx, "The table below says the same in words.")), " ")
}

// nearest names the two views whose middles are closest, where there are more than two.
func (m Map) nearest() (a, b string, ok bool) {
	if len(m.Views) < 3 {
		return "", "", false
	}
	least := math.Inf(1)
	for i, v := range m.Views {
		for _, w := range m.Views[:i] {
			p, q := middle(v.Points), middle(w.Points)
			if apart := math.Hypot(p.X-q.X, p.Y-q.Y); apart < least {
				least, a, b = apart, w.Name, v.Name
			}
		}
	}
	return a, b, true
}

func middle(points []Point) (m Point) {
	for _, p := range points {
		m.X += p.X / float64(len(points))
		m.Y += p.Y / float64(len(points))
	}
	return m
}

// Stand is where some people stand on one thing.
type Stand struct {
	Label string // "View A"
	Class string // of its colour; may be empty
	Positions
	Untold bool // it is kept back, so that nobody's answer can be worked out
}

func at(value float64) string { return fmt.Sprintf("%.0f", value) }

package opinion

import "math"

// drawn gives everybody's place on the map and the groups' middles. The largest group lies on the left and the next
// above it; without groups the longer tail lies on the right and above. So the map does not flip from day to day.
func (c *Conversation) drawn(points []point, g grouping) ([]Person, []Group) {
	frame := frameOf(points, g)
	people := make([]Person, len(c.people))
	groups := make([]Group, len(g.labels))
	for i, label := range g.labels {
		groups[i].Label = label
	}
	for i, id := range c.people {
		p := frame.place(points[i])
		people[i] = Person{ID: id, Group: g.of[i], Small: g.small[i], Votes: c.start[i+1] - c.start[i], X: p.x, Y: p.y}
		if group := g.of[i]; group >= 0 {
			groups[group].Size++
			groups[group].X += p.x
			groups[group].Y += p.y
		}
	}
	for i := range groups {
		groups[i].X /= float64(max(groups[i].Size, 1))
		groups[i].Y /= float64(max(groups[i].Size, 1))
	}
	return people, groups
}

// frame turns places into places on the map.
type frame struct{ x, y float64 }

// place keeps to the edge of the map who would lie beyond it.
func (f frame) place(p point) point {
	p.x, p.y = p.x*f.x, p.y*f.y
	if far := math.Hypot(p.x, p.y); far > 1 {
		p.x, p.y = p.x/far, p.y/far
	}
	return point{p.x + 0, p.y + 0} // no minus nought
}

// frameOf finds the scale that fits all with enough positions, and which way round the map is.
func frameOf(points []point, g grouping) frame {
	farthest := 0.0
	var tail point
	middles := make([]point, len(g.labels))
	sizes := make([]float64, len(g.labels))
	for _, person := range g.counted {
		p := points[person]
		farthest = max(farthest, math.Hypot(p.x, p.y))
		tail.x += p.x * p.x * p.x
		tail.y += p.y * p.y * p.y
		if group := g.of[person]; group >= 0 {
			middles[group].x += p.x
			middles[group].y += p.y
			sizes[group]++
		}
	}
	if farthest == 0 {
		for _, p := range points {
			farthest = max(farthest, math.Hypot(p.x, p.y))
		}
	}
	f := frame{1, 1}
	if farthest > 0 {
		f = frame{1 / farthest, 1 / farthest}
	}
	if len(middles) >= 2 && sizes[0] > 0 && sizes[1] > 0 {
		tail = point{middles[1].x/sizes[1] - middles[0].x/sizes[0], middles[1].y/sizes[1] - middles[0].y/sizes[0]}
	}
	if tail.x < 0 {
		f.x = -f.x
	}
	if tail.y < 0 {
		f.y = -f.y
	}
	return f
}

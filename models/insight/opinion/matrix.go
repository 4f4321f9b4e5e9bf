package opinion

import "math"

// matrix is the votes that shape groups: a row a person, a column a statement that is neither left out nor meta.
type matrix struct {
	rows, columns int
	start         []int   // where each row begins in codes; one more at the end
	codes         []int32 // three times the column, plus the kind
	seen          []int   // of each row, the votes that spread its place: all, and one for each column left out
	spread        float64 // all columns with votes, those left out included
	centre        []float64
}

// matrix makes the matrix of a conversation; column gives each statement's column, or -1.
func (c *Conversation) matrix() (m *matrix, column []int) {
	column = make([]int, len(c.statements))
	m = &matrix{rows: len(c.people), start: make([]int, len(c.people)+1), seen: make([]int, len(c.people))}
	for i, id := range c.statements {
		if s := c.listed[id]; s.Out || s.Meta {
			column[i] = -1
			continue
		}
		column[i] = m.columns
		m.columns++
	}
	left := len(c.statements) - m.columns
	m.spread = float64(len(c.statements))
	m.codes = make([]int32, 0, len(c.cells))
	bases := make([]int32, len(column))
	for i, k := range column {
		bases[i] = int32(3 * k)
	}
	for person := range c.people {
		for _, cell := range c.cells[c.start[person]:c.start[person+1]] {
			if base := bases[cell.statement()]; base >= 0 {
				m.codes = append(m.codes, base+int32(cell.kind()))
			}
		}
		m.start[person+1] = len(m.codes)
		m.seen[person] = m.start[person+1] - m.start[person] + left
	}
	m.centreColumns()
	return m, column
}

// centreColumns finds each column's mean vote.
func (m *matrix) centreColumns() {
	counts := make([]int, 3*m.columns)
	for _, code := range m.codes {
		counts[code]++
	}
	m.centre = make([]float64, m.columns)
	for j := range m.centre {
		of := counts[3*j : 3*j+3]
		if n := of[disagrees] + of[passes] + of[agrees]; n > 0 {
			m.centre[j] = float64(of[agrees]-of[disagrees]) / float64(n)
		}
	}
}

// row gives the codes of a person.
func (m *matrix) row(person int) []int32 { return m.codes[m.start[person]:m.start[person+1]] }

// table gives, for each code, the centred vote times the column's weight.
func (m *matrix) table(weights, table []float64) {
	for j, w := range weights {
		table[3*j] = (-1 - m.centre[j]) * w
		table[3*j+1] = -m.centre[j] * w
		table[3*j+2] = (1 - m.centre[j]) * w
	}
}

// scatter gives to the product of the centred matrix's transpose and itself with a vector: from and to are as long as
// there are columns, table and sums three times that.
func (m *matrix) scatter(from, to, table, sums []float64) {
	m.table(from, table)
	clear(sums)
	for person := range m.rows {
		row := m.row(person)
		along := 0.0
		for _, code := range row {
			along += table[code]
		}
		for _, code := range row {
			sums[code] += along
		}
	}
	for j := range to {
		to[j] = (-1-m.centre[j])*sums[3*j] - m.centre[j]*sums[3*j+1] + (1-m.centre[j])*sums[3*j+2]
	}
}

// point is a place on the plane.
type point struct{ x, y float64 }

func (p point) distance2(q point) float64 {
	dx, dy := p.x-q.x, p.y-q.y
	return dx*dx + dy*dy
}

func (p point) distance(q point) float64 { return math.Sqrt(p.distance2(q)) }

// project gives everybody's place: their centred votes along two components, spread out the more the fewer they are,
// since a missing vote pulls to the middle.
func (m *matrix) project(components [2][]float64) []point {
	tables := [2][]float64{make([]float64, 3*m.columns), make([]float64, 3*m.columns)}
	for k := range tables {
		m.table(components[k], tables[k])
	}
	points := make([]point, m.rows)
	for person := range points {
		var p point
		for _, code := range m.row(person) {
			p.x += tables[0][code]
			p.y += tables[1][code]
		}
		scale := math.Sqrt(m.spread / float64(max(m.seen[person], 1)))
		points[person] = point{p.x * scale, p.y * scale}
	}
	return points
}

// extremity gives how far from the middle of the map a single agreeing vote on each column puts somebody.
func (m *matrix) extremity(components [2][]float64) []float64 {
	far := make([]float64, m.columns)
	scale := math.Sqrt(m.spread)
	for j := range far {
		off := 1 - m.centre[j]
		far[j] = scale * math.Hypot(off*components[0][j], off*components[1][j])
	}
	return far
}

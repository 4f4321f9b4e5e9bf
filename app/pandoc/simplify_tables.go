package pandoc

import "regexp"

// ourNumber is what a file of ours has for a table's caption.
var ourNumber = regexp.MustCompile(`^\d+\.\d+$`)

// mostColumns is how many columns a table may have; those past it are left out and counted.
const mostColumns = 40

// table makes of a table one that has a head of one row, and in every cell one line.
func (s *simplifier) table(c any) []any {
	var before []any
	for _, b := range s.blocks(many(at(at(c, 1), 1))) { // the caption
		if _, words := kindOf(b); !ourNumber.MatchString(plainText(many(words))) {
			before = append(before, paragraph(b))
		}
	}
	columns := min(len(many(at(c, 2))), mostColumns)
	heads := many(at(at(c, 3), 1))
	rows := heads
	for _, body := range many(at(c, 4)) {
		rows = append(append(rows, many(at(body, 2))...), many(at(body, 3))...)
	}
	rows = append(rows, many(at(at(c, 5), 1))...)
	if columns == 0 || len(rows) == 0 {
		return before
	}
	if len(many(at(c, 2))) > mostColumns {
		s.add(lostOther, s.heading)
	}
	if len(heads) == 0 {
		s.add(lostHeads, s.heading)
	}
	grid := s.grid(rows, columns)
	var alignments []any
	for _, column := range many(at(c, 2))[:columns] {
		alignments = append(alignments, []any{at(column, 0), made0("ColWidthDefault")})
	}
	return append(before, made("Table", []any{
		bare, []any{nil, []any{}}, alignments, []any{bare, []any{row(grid[0])}}, []any{[]any{bare, 0, []any{}, tableRows(grid[1:])}}, []any{bare, []any{}},
	}))
}

func paragraph(b any) any {
	if kind, c := kindOf(b); kind == "Plain" {
		return made("Para", c)
	}
	return b
}

// grid lays the cells of rows out one by one. A cell that is wider or higher than one leaves the others empty.
func (s *simplifier) grid(rows []any, columns int) [][]any {
	grid := make([][]any, len(rows))
	covered := make([]int, columns) // rows from here on that a cell above still covers
	for r := range rows {
		grid[r] = make([]any, columns)
		cells := many(at(rows[r], 1))
		for column := 0; column < columns; column++ {
			if covered[column] > 0 {
				covered[column]--
				continue
			}
			if len(cells) == 0 {
				continue
			}
			cell := cells[0]
			cells = cells[1:]
			high, _ := at(cell, 2).(float64)
			wide, _ := at(cell, 3).(float64)
			if high > 1 || wide > 1 {
				s.add(lostMerged, s.heading)
			}
			grid[r][column] = s.cell(many(at(cell, 4)))
			last := min(column+max(int(wide), 1), columns) - 1
			for ; column <= last; column++ {
				covered[column] = max(int(high), 1) - 1
			}
			column = last
		}
	}
	return grid
}

// cell makes one line of what stands in a cell.
func (s *simplifier) cell(content []any) []any {
	was := s.flat
	s.flat = true
	defer func() { s.flat = was }()
	simple := s.blocks(content)
	var words []any
	for i, b := range simple {
		if i > 0 {
			words = append(words, made0("Space"), made("Str", "/"), made0("Space"))
		}
		words = append(words, s.line(b)...)
	}
	if len(simple) > 1 {
		s.add(lostCells, s.heading)
	}
	return words
}

// line gives the words of a block in one line.
func (s *simplifier) line(b any) []any {
	kind, c := kindOf(b)
	switch kind {
	case "Para", "Plain":
		return many(c)
	case "Header":
		return many(at(c, 2))
	case "CodeBlock":
		return []any{made("Code", []any{bare, at(c, 1)})}
	}
	s.add(lostCells, s.heading)
	var words []any
	for _, inside := range insideOf(kind, c) {
		if more := s.line(inside); len(more) > 0 {
			if len(words) > 0 {
				words = append(words, made("Str", ";"), made0("Space"))
			}
			words = append(words, more...)
		}
	}
	return words
}

// insideOf lists the blocks inside a block.
func insideOf(kind string, c any) []any {
	var all []any
	switch kind {
	case "BlockQuote":
		return many(c)
	case "OrderedList":
		c = at(c, 1)
		fallthrough
	case "BulletList":
		for _, item := range many(c) {
			all = append(all, many(item)...)
		}
	case "Table":
		for _, part := range append([]any{at(c, 3)}, many(at(c, 4))...) {
			rows := many(at(part, 1))
			if len(many(part)) == 4 {
				rows = many(at(part, 3))
			}
			for _, r := range rows {
				for _, cell := range many(at(r, 1)) {
					all = append(all, many(at(cell, 4))...)
				}
			}
		}
	}
	return all
}

func row(cells []any) any {
	out := make([]any, len(cells))
	for i, words := range cells {
		content := []any{}
		if w := many(words); len(w) > 0 {
			content = []any{made("Plain", w)}
		}
		out[i] = []any{bare, made0("AlignDefault"), 1, 1, content}
	}
	return []any{bare, out}
}

func tableRows(grid [][]any) []any {
	out := make([]any, len(grid))
	for i, cells := range grid {
		out[i] = row(cells)
	}
	return out
}

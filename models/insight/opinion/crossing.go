package opinion

// crossing counts people by their groups in two partitions.
type crossing [mostGroups][mostGroups]int

func crossed(a, b []int8) *crossing {
	x := &crossing{}
	for i, g := range a {
		x[g][b[i]]++
	}
	return x
}

// agreement is the adjusted Rand index: 1 where two partitions are the same, about 0 where only chance joins them.
func (x *crossing) agreement() float64 {
	var both, rows, columns, people float64
	var sums [mostGroups]float64
	pairs := func(n float64) float64 { return n * (n - 1) / 2 }
	for _, row := range x {
		sum := 0.0
		for j, n := range row {
			both += pairs(float64(n))
			sum += float64(n)
			sums[j] += float64(n)
		}
		rows += pairs(sum)
		people += sum
	}
	for _, n := range sums {
		columns += pairs(n)
	}
	most := (rows + columns) / 2
	if people < 2 || most == rows*columns/pairs(people) {
		return 1
	}
	expected := rows * columns / pairs(people)
	return (both - expected) / (most - expected)
}

// matching pairs the rows with the columns, those with most people in common first.
func (x *crossing) matching(k int) []int {
	to := make([]int, k)
	var rowDone, columnDone [mostGroups]bool
	for range k {
		row, column := -1, -1
		for i := range k {
			for j := range k {
				if !rowDone[i] && !columnDone[j] && (row < 0 || x[i][j] > x[row][column]) {
					row, column = i, j
				}
			}
		}
		to[row], rowDone[row], columnDone[column] = column, true, true
	}
	return to
}

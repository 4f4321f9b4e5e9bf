package figures

// prime is the field that lines are solved in: large enough that sums of ones and minus ones do not vanish by chance.
const prime = 1<<31 - 1

// known gives the places of the withheld numbers that the lines fix, by solving them all at once.
func (s *sheet) known() (places []int) {
	var unknown []int
	column := map[int]int{}
	for i, n := range s.shown {
		if !n.Plain() {
			column[i] = len(unknown)
			unknown = append(unknown, i)
		}
	}
	var rows [][]int64
	for _, line := range s.lines {
		row, has := make([]int64, len(unknown)), false
		for at, i := range line {
			c, withheld := column[i] // a sum that is known is in no column
			if !withheld {
				continue
			}
			has = true
			if row[c] = 1; at == len(line)-1 {
				row[c] = prime - 1
			}
		}
		if has {
			rows = append(rows, row)
		}
	}
	for _, row := range solved(rows, len(unknown)) {
		only, n := 0, 0
		for c, v := range row {
			if v != 0 {
				only, n = c, n+1
			}
		}
		if n == 1 {
			places = append(places, unknown[only])
		}
	}
	return places
}

// solved brings rows into reduced form: each begins with a one that stands alone in its column.
func solved(rows [][]int64, columns int) [][]int64 {
	done := 0
	for c := 0; c < columns && done < len(rows); c++ {
		pivot := done
		for pivot < len(rows) && rows[pivot][c] == 0 {
			pivot++
		}
		if pivot == len(rows) {
			continue
		}
		rows[done], rows[pivot] = rows[pivot], rows[done]
		scale := inverse(rows[done][c])
		for i := range rows[done] {
			rows[done][i] = rows[done][i] * scale % prime
		}
		for r := range rows {
			if factor := rows[r][c]; r != done && factor != 0 {
				for i, v := range rows[done] {
					if v != 0 {
						rows[r][i] = (rows[r][i] + (prime-factor)*v) % prime
					}
				}
			}
		}
		done++
	}
	return rows[:done]
}

// inverse gives the number by which another gives one.
func inverse(n int64) int64 {
	result := int64(1)
	for power := int64(prime - 2); power > 0; power >>= 1 {
		if power&1 == 1 {
			result = result * n % prime
		}
		n = n * n % prime
	}
	return result
}

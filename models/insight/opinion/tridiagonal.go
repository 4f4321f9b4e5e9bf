package opinion

import (
	"cmp"
	"math"
	"slices"
)

// eigenvalues gives the eigenvalues of a symmetric tridiagonal matrix, greatest first, and the last entry of each
// one's eigenvector, by QL steps with implicit shifts.
func eigenvalues(diagonal, beside []float64) (values, lasts []float64) {
	n := len(diagonal)
	d := slices.Clone(diagonal)
	e := make([]float64, n)
	copy(e, beside)
	z := make([]float64, n) // the last row of the matrix of eigenvectors
	z[n-1] = 1
	for l := range n {
		for range 60 {
			m := l
			for ; m < n-1; m++ {
				if math.Abs(e[m]) <= 0x1p-53*(math.Abs(d[m])+math.Abs(d[m+1])) {
					break
				}
			}
			if m == l {
				break
			}
			qlStep(d, e, z, l, m)
		}
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(d[b], d[a]) })
	for _, i := range order {
		values, lasts = append(values, d[i]), append(lasts, z[i])
	}
	return values, lasts
}

// qlStep does one QL step on the block from l to m.
func qlStep(d, e, z []float64, l, m int) {
	g := (d[l+1] - d[l]) / (2 * e[l])
	r := math.Hypot(g, 1)
	g = d[m] - d[l] + e[l]/(g+math.Copysign(r, g))
	s, c, p := 1.0, 1.0, 0.0
	for i := m - 1; i >= l; i-- {
		f, b := s*e[i], c*e[i]
		r = math.Hypot(f, g)
		e[i+1] = r
		if r == 0 {
			d[i+1] -= p
			e[m] = 0
			return
		}
		s, c = f/r, g/r
		g = d[i+1] - p
		r = (d[i]-g)*s + 2*c*b
		p = s * r
		d[i+1] = g + p
		g = c*r - b
		z[i], z[i+1] = c*z[i]-s*z[i+1], s*z[i]+c*z[i+1]
	}
	d[l] -= p
	e[l] = g
	e[m] = 0
}

// eigenvector gives the eigenvector of a symmetric tridiagonal matrix for one of its eigenvalues, of length 1, by
// inverse iteration.
func eigenvector(diagonal, beside []float64, value float64) []float64 {
	n := len(diagonal)
	v := make([]float64, n)
	for i := range v {
		v[i] = 1
	}
	for range 4 {
		solveShifted(diagonal, beside, value, v)
		length := norm(v)
		for i := range v {
			v[i] /= length
		}
	}
	return v
}

// solveShifted solves (T - value) x = v in place, by elimination with exchange of rows.
func solveShifted(diagonal, beside []float64, value float64, v []float64) {
	n := len(diagonal)
	tiny := 0x1p-52 * (math.Abs(value) + 1e-300)
	a, b, c := make([]float64, n), make([]float64, n), make([]float64, n) // of each row: on the diagonal, and the two right of it
	for i := range n {
		a[i] = diagonal[i] - value
		if i < n-1 {
			b[i] = beside[i]
		}
	}
	for i := range n - 1 {
		below, under, right := beside[i], a[i+1], b[i+1]
		if math.Abs(below) > math.Abs(a[i]) {
			a[i], below = below, a[i]
			b[i], under = under, b[i]
			c[i], right = right, 0
			v[i], v[i+1] = v[i+1], v[i]
		}
		if a[i] == 0 {
			a[i] = tiny
		}
		factor := below / a[i]
		a[i+1] = under - factor*b[i]
		b[i+1] = right - factor*c[i]
		v[i+1] -= factor * v[i]
	}
	for i := n - 1; i >= 0; i-- {
		sum := v[i]
		if i+1 < n {
			sum -= b[i] * v[i+1]
		}
		if i+2 < n {
			sum -= c[i] * v[i+2]
		}
		if math.Abs(a[i]) < tiny {
			a[i] = math.Copysign(tiny, a[i])
		}
		v[i] = sum / a[i]
	}
}

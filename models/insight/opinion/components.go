package opinion

import (
	"math"
	"math/rand/v2"
)

// How exactly the principal components are found. A matrix of ordinary size is worked to the last digits; a very
// large one, whose components Polis only guesses from samples, as far as a bounded number of steps goes.
const (
	exactResidual = 1e-13
	mostSteps     = 240
	fewestSteps   = 48
	workOfSteps   = 100_000_000 // votes looked at, over all steps
)

// components finds the two directions in which people differ most, by Lanczos' method with full
// reorthogonalisation. Directions that are not there are zero.
func (m *matrix) components() [2][]float64 {
	steps := min(mostSteps, max(fewestSteps, workOfSteps/max(len(m.codes), 1)), m.columns)
	directions, _ := newKrylov(m, steps, exactResidual).top()
	if directions[0] == nil {
		directions = [2][]float64{make([]float64, m.columns), make([]float64, m.columns)}
	}
	return directions
}

// krylov is a growing basis in which the covariance is tridiagonal.
type krylov struct {
	basis    [][]float64
	diagonal []float64
	beside   []float64
}

// newKrylov grows a basis until the two greatest variances no longer change, or to a number of vectors.
func newKrylov(m *matrix, most int, residual float64) *krylov {
	k := &krylov{}
	table, sums := make([]float64, 3*m.columns), make([]float64, 3*m.columns)
	random := rand.New(rand.NewPCG(1, 1))
	next := make([]float64, m.columns)
	for j := range next {
		next[j] = 0.5 + random.Float64()
	}
	for len(k.basis) < most {
		length := norm(next)
		if length == 0 {
			break
		}
		for j := range next {
			next[j] /= length
		}
		v := next
		k.basis = append(k.basis, v)
		next = make([]float64, m.columns)
		m.scatter(v, next, table, sums)
		k.diagonal = append(k.diagonal, dot(v, next))
		before := norm(next)
		for range 2 { // once is not enough in floating point
			for _, b := range k.basis {
				subtract(next, b, dot(b, next))
			}
		}
		rest := norm(next)
		if rest <= 1e-14*before || len(k.basis) == most || (len(k.basis)%8 == 0 && k.settled(rest, residual)) {
			break
		}
		k.beside = append(k.beside, rest)
	}
	return k
}

// settled tells whether the two greatest variances are exact but for a residual, relative to the greatest.
func (k *krylov) settled(rest, residual float64) bool {
	values, lasts := eigenvalues(k.diagonal, k.beside)
	for n := range min(2, len(values)) {
		if rest*math.Abs(lasts[n]) > residual*values[0] {
			return false
		}
	}
	return true
}

// top gives the two directions of greatest variance.
func (k *krylov) top() (directions [2][]float64, variances [2]float64) {
	if len(k.basis) == 0 {
		return directions, variances
	}
	columns := len(k.basis[0])
	directions = [2][]float64{make([]float64, columns), make([]float64, columns)}
	values, _ := eigenvalues(k.diagonal, k.beside)
	for n := range min(2, len(values)) {
		if values[n] <= 1e-12*values[0] || values[n] <= 0 {
			break
		}
		variances[n] = values[n]
		weights := eigenvector(k.diagonal, k.beside, values[n])
		for i, w := range weights {
			subtract(directions[n], k.basis[i], -w)
		}
		if n == 1 {
			subtract(directions[1], directions[0], dot(directions[0], directions[1]))
		}
		length := norm(directions[n])
		for j := range directions[n] {
			directions[n][j] /= length
		}
	}
	return directions, variances
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

func norm(a []float64) float64 { return math.Sqrt(dot(a, a)) }

// subtract takes times b from a.
func subtract(a, b []float64, times float64) {
	for i, x := range b {
		a[i] -= times * x
	}
}

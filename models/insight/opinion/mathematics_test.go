package opinion

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// jacobi gives the eigenvalues, greatest first, and eigenvectors of a symmetric matrix, by the plainest method.
func jacobi(a [][]float64) (values []float64, vectors [][]float64) {
	n := len(a)
	v := make([][]float64, n)
	for i := range v {
		v[i] = make([]float64, n)
		v[i][i] = 1
	}
	for range 100 {
		for p := range n {
			for q := p + 1; q < n; q++ {
				if math.Abs(a[p][q]) < 1e-300 {
					continue
				}
				theta := math.Atan2(2*a[p][q], a[q][q]-a[p][p]) / 2
				s, c := math.Sincos(theta)
				for k := range n {
					a[k][p], a[k][q] = c*a[k][p]-s*a[k][q], s*a[k][p]+c*a[k][q]
				}
				for k := range n {
					a[p][k], a[q][k] = c*a[p][k]-s*a[q][k], s*a[p][k]+c*a[q][k]
				}
				for k := range n {
					v[k][p], v[k][q] = c*v[k][p]-s*v[k][q], s*v[k][p]+c*v[k][q]
				}
			}
		}
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int {
		if a[x][x] > a[y][y] {
			return -1
		}
		return 1
	})
	for _, i := range order {
		values = append(values, a[i][i])
		column := make([]float64, n)
		for k := range n {
			column[k] = v[k][i]
		}
		vectors = append(vectors, column)
	}
	return values, vectors
}

// The components, places and extremities are those of a dense matrix in which missing votes are their column's mean
// and columns left out are nought for everybody.
func TestComponentsOfADenseMatrix(t *testing.T) {
	votes, _ := planted{60, 25, 3, 0.5, 2, 0.3, 3}.made()
	c := New([]Statement{{ID: 4, Out: true}, {ID: 9, Meta: true}})
	c.Add(votes)
	m, column := c.matrix()
	got := m.components()
	people, columns := len(c.people), len(c.statements)
	cells, seen := make([][]float64, people), make([]float64, people)
	centre, counts := make([]float64, columns), make([]float64, columns)
	for i := range cells {
		cells[i] = slices.Repeat([]float64{math.NaN()}, columns)
		for _, cell := range c.cells[c.start[i]:c.start[i+1]] {
			cells[i][cell.statement()] = float64(cell.kind() - 1)
		}
		for j := range columns {
			if column[j] < 0 {
				cells[i][j] = 0
			}
			if !math.IsNaN(cells[i][j]) {
				seen[i]++
				centre[j] += cells[i][j]
				counts[j]++
			}
		}
	}
	for j := range centre {
		centre[j] /= counts[j]
	}
	covariance := make([][]float64, columns)
	for j := range covariance {
		covariance[j] = make([]float64, columns)
	}
	for i := range cells {
		for j := range columns {
			cells[i][j] -= centre[j]
			if math.IsNaN(cells[i][j]) {
				cells[i][j] = 0
			}
		}
		for j := range columns {
			for k := range columns {
				covariance[j][k] += cells[i][j] * cells[i][k]
			}
		}
	}
	_, vectors := jacobi(covariance)
	points, far := m.project(got), m.extremity(got)
	for k := range 2 {
		same := 0.0
		for j := range columns {
			if column[j] >= 0 {
				same += got[k][column[j]] * vectors[k][j]
			}
		}
		if !near(math.Abs(same), 1) {
			t.Errorf("component %d: cosine %v", k, same)
		}
		for i := range people {
			want := math.Abs(dot(cells[i], vectors[k])) * math.Sqrt(float64(columns)/seen[i])
			if place := []float64{points[i].x, points[i].y}[k]; math.Abs(math.Abs(place)-want) > 1e-9 {
				t.Fatalf("person %d: %v, want %v", i, place, want)
			}
		}
	}
	for j := range columns {
		if column[j] < 0 {
			continue
		}
		want := math.Sqrt(float64(columns)) * math.Hypot((1-centre[j])*vectors[0][j], (1-centre[j])*vectors[1][j])
		if math.Abs(far[column[j]]-want) > 1e-9 {
			t.Errorf("statement %d: extremity %v, want %v", j, far[column[j]], want)
		}
	}
}

func TestEigenvaluesOfATridiagonalMatrix(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := 1; n <= 30; n++ {
		diagonal, beside := make([]float64, n), make([]float64, n-1)
		dense := make([][]float64, n)
		for i := range dense {
			dense[i] = make([]float64, n)
			diagonal[i] = random.NormFloat64()
			dense[i][i] = diagonal[i]
		}
		for i := range beside {
			beside[i] = random.NormFloat64()
			dense[i][i+1], dense[i+1][i] = beside[i], beside[i]
		}
		want, vectors := jacobi(dense)
		got, lasts := eigenvalues(diagonal, beside)
		for i := range n {
			if math.Abs(got[i]-want[i]) > 1e-9 || math.Abs(math.Abs(lasts[i])-math.Abs(vectors[i][n-1])) > 1e-7 {
				t.Fatalf("%d: %v, want %v", n, got, want)
			}
		}
		if same := dot(eigenvector(diagonal, beside, got[0]), vectors[0]); math.Abs(math.Abs(same)-1) > 1e-9 {
			t.Errorf("%d: cosine %v", n, same)
		}
	}
}

// Bounds spare comparisons; the clusters are those of comparing everything.
func TestClusterIsPlainKMeans(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	for _, n := range []int{1, 5, 300, 3000} {
		points, weights := make([]point, n), make([]float64, n)
		for i := range points {
			points[i] = point{random.NormFloat64(), random.NormFloat64() + 3*float64(i%3)}
			weights[i] = float64(1 + random.IntN(5))
		}
		for _, rounds := range []int{0, 1, 7, 60} {
			for _, w := range [][]float64{nil, weights} {
				start := firstDistinct(points, min(n, 40))
				got := cluster(points, w, slices.Clone(start), rounds, 0)
				of := plain(points, w, start, rounds)
				if !slices.Equal(got.of, of) {
					t.Errorf("%d points, %d rounds: other clusters", n, rounds)
				}
			}
		}
	}
}

// plain is k-means that compares everything.
func plain(points []point, weights []float64, centres []point, rounds int) []int32 {
	of := make([]int32, len(points))
	for ; rounds >= 0; rounds-- {
		sums, totals := make([]point, len(centres)), make([]float64, len(centres))
		for i, p := range points {
			for c := range centres {
				if p.distance2(centres[c]) < p.distance2(centres[of[i]]) {
					of[i] = int32(c)
				}
			}
			w := 1.0
			if weights != nil {
				w = weights[i]
			}
			sums[of[i]].x += w * p.x
			sums[of[i]].y += w * p.y
			totals[of[i]] += w
		}
		for c := range centres {
			centres[c] = point{sums[c].x / totals[c], sums[c].y / totals[c]}
		}
	}
	return of
}

func TestSilhouetteByHand(t *testing.T) {
	d := newDistances([]point{{0, 0}, {1, 0}, {5, 0}, {20, 0}})
	// 0: within 1, next 5; 1: within 1, next 4; the last two are alone.
	if got := d.silhouette([]int32{0, 0, 1, 2}, 3, nil); !near(got, (4.0/5+3.0/4)/4) {
		t.Errorf("%v", got)
	}
	if got := d.silhouette([]int32{0, 0, 1, 2}, 3, []float64{1, 1, 2, 1}); !near(got, (4.0/5+3.0/4+1)/4) {
		t.Errorf("with weights: %v", got)
	}
	if got := d.silhouette([]int32{0, 0, 0, 0}, 1, nil); got != 0 {
		t.Errorf("one cluster: %v", got)
	}
}

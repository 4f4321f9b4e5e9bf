package opinion

import "math"

// clustering is points parted into clusters around centres.
type clustering struct {
	of      []int32 // the cluster of each point
	centres []point
	weights []float64 // of each cluster, the sum over its points
}

// cluster moves centres to the middle of the points nearest them until each moves less than still, or for a number
// of rounds; clusters that lose all points are dropped. Weights may be nil; then each point counts one. Bounds on
// distances (Hamerly) spare most comparisons in later rounds. It keeps centres for itself.
func cluster(points []point, weights []float64, centres []point, rounds int, still float64) clustering {
	k := &mover{points: points, weights: weights, clustering: clustering{of: make([]int32, len(points)), centres: centres}}
	k.upper, k.lower = make([]float64, len(points)), make([]float64, len(points))
	for i := range points {
		k.nearest(i)
	}
	for ; ; rounds-- {
		moved, dropped := k.recentre()
		if rounds == 0 || !dropped && moved < still {
			return k.clustering
		}
		if dropped {
			for i := range points {
				k.nearest(i)
			}
			continue
		}
		k.reassign()
	}
}

// mover is a clustering at work.
type mover struct {
	clustering
	points       []point
	weights      []float64
	upper, lower []float64 // at most so far from the own centre, at least so far from any other
	sums         []point
	moves, clear []float64 // of each centre: its last move, half its distance to the nearest other
}

// nearest looks at every centre; of two just as near it takes the later.
func (k *mover) nearest(i int) {
	p := k.points[i]
	best, second, at := math.Inf(1), math.Inf(1), 0
	for c, centre := range k.centres {
		dx, dy := p.x-centre.x, p.y-centre.y
		switch d := dx*dx + dy*dy; {
		case d <= best:
			best, second, at = d, best, c
		case d < second:
			second = d
		}
	}
	k.of[i], k.upper[i], k.lower[i] = int32(at), math.Sqrt(best), math.Sqrt(second)
}

// recentre moves the centres and says how far the farthest moved and whether one was dropped.
func (k *mover) recentre() (farthest float64, dropped bool) {
	n := len(k.centres)
	if len(k.sums) < n {
		k.sums, k.clustering.weights = make([]point, n), make([]float64, n)
		k.moves, k.clear = make([]float64, n), make([]float64, n)
	}
	sums, totals := k.sums[:n], k.clustering.weights[:n]
	clear(sums)
	clear(totals)
	for i, p := range k.points {
		c, w := k.of[i], 1.0
		if k.weights != nil {
			w = k.weights[i]
		}
		sums[c].x += w * p.x
		sums[c].y += w * p.y
		totals[c] += w
	}
	kept := 0
	place := make([]int32, n)
	for c, total := range totals {
		if total == 0 {
			dropped = true
			continue
		}
		centre := point{sums[c].x / total, sums[c].y / total}
		k.moves[kept] = centre.distance(k.centres[c])
		farthest = max(farthest, k.moves[kept])
		k.centres[kept], totals[kept], place[c] = centre, total, int32(kept)
		kept++
	}
	k.centres, k.clustering.weights = k.centres[:kept], totals[:kept]
	if dropped {
		for i, c := range k.of {
			k.of[i] = place[c]
		}
	}
	return farthest, dropped
}

// reassign gives points to their nearest centres, looking only where the bounds leave a doubt.
func (k *mover) reassign() {
	n := len(k.centres)
	farthest, next, mover := 0.0, 0.0, 0
	for c, centre := range k.centres {
		if m := k.moves[c]; m > farthest {
			farthest, next, mover = m, farthest, c
		} else {
			next = max(next, m)
		}
		near := math.Inf(1)
		for other := range n {
			if other != c {
				near = min(near, centre.distance2(k.centres[other]))
			}
		}
		k.clear[c] = math.Sqrt(near) / 2
	}
	// A hair's breadth keeps rounding from hiding a point that has changed sides.
	const hair = 1 - 1e-12
	for i := range k.points {
		c := k.of[i]
		k.upper[i] += k.moves[c]
		if int(c) == mover {
			k.lower[i] -= next
		} else {
			k.lower[i] -= farthest
		}
		bound := max(k.lower[i], k.clear[c]) * hair
		if k.upper[i] < bound {
			continue
		}
		k.upper[i] = k.points[i].distance(k.centres[c])
		if k.upper[i] < bound {
			continue
		}
		k.nearest(i)
	}
}

// distances is the distance of each point from each other.
type distances struct {
	n  int
	at []float64
}

func newDistances(points []point) distances {
	d := distances{n: len(points), at: make([]float64, len(points)*len(points))}
	for i, p := range points {
		for j := range i {
			away := p.distance(points[j])
			d.at[i*d.n+j], d.at[j*d.n+i] = away, away
		}
	}
	return d
}

// silhouette is the mean, over points, of how much nearer a point is to the others of its cluster than to those of
// the next cluster, from -1 to 1. A point alone in its cluster counts 0, unless its weight, if there are weights, says
// that it stands for several who are all in one place: then it counts 1. There are at most 8 clusters.
func (d distances) silhouette(of []int32, clusters int, weights []float64) float64 {
	var sizes [8]float64
	for _, c := range of {
		sizes[c]++
	}
	total := 0.0
	for i, own := range of {
		if sizes[own] < 2 {
			if weights != nil && weights[i] >= 2 && clusters > 1 {
				total++
			}
			continue
		}
		var sums [8]float64
		for j, away := range d.at[i*d.n : (i+1)*d.n] {
			sums[of[j]&7] += away
		}
		within, beside := sums[own]/(sizes[own]-1), math.Inf(1)
		for c := range clusters {
			if c != int(own) && sizes[c] > 0 {
				beside = min(beside, sums[c]/sizes[c])
			}
		}
		if most := max(within, beside); most > 0 && !math.IsInf(beside, 1) {
			total += (beside - within) / most
		}
	}
	return total / float64(max(d.n, 1))
}

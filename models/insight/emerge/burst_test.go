package emerge

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

func TestBursts(t *testing.T) {
	for name, c := range map[string]struct {
		series, said []int
		want         []Burst
	}{
		"one":           {[]int{2, 1, 2, 12, 14, 9, 1, 2}, []int{40, 40, 40, 40, 40, 40, 40, 40}, []Burst{{3, 5}}},
		"two":           {[]int{1, 14, 1, 1, 1, 1, 1, 15, 13}, []int{40, 40, 40, 40, 40, 40, 40, 40, 40}, []Burst{{1, 1}, {7, 8}}},
		"busy weeks":    {[]int{2, 2, 20, 2}, []int{20, 20, 200, 20}, nil},
		"steady":        {[]int{5, 6, 5, 4, 5}, []int{20, 20, 20, 20, 20}, nil},
		"nothing":       {[]int{0, 0}, []int{5, 5}, nil},
		"nothing else":  {[]int{5, 9}, []int{5, 9}, nil},
		"no weeks":      {nil, nil, nil},
		"silent weeks":  {[]int{0, 0, 0, 9, 0}, []int{30, 0, 0, 20, 30}, []Burst{{3, 3}}},
		"the last week": {[]int{1, 1, 1, 1, 12}, []int{30, 30, 30, 30, 30}, []Burst{{4, 4}}},
	} {
		if got := Bursts(c.series, c.said); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// The way found is as cheap as the cheapest of all ways, each of which is priced by the paper's formula.
func TestBurstsAreCheapest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		weeks := 2 + r.IntN(9)
		series, said := make([]int, weeks), make([]int, weeks)
		for i := range said {
			said[i] = r.IntN(30)
			series[i] = r.IntN(said[i]/2 + 1)
		}
		in, all := total(series), total(said)
		if in == 0 {
			continue
		}
		usual := float64(in) / float64(all)
		price := func(busy func(week int) bool) float64 {
			sum, before := 0.0, false
			for i := range said {
				share := usual
				if busy(i) {
					share = min(2*usual, 0.9999)
					if !before {
						sum += math.Log(float64(weeks))
					}
				}
				before = busy(i)
				choose := 1.0
				for k := range series[i] {
					choose *= float64(said[i]-k) / float64(k+1)
				}
				sum -= math.Log(choose * math.Pow(share, float64(series[i])) * math.Pow(1-share, float64(said[i]-series[i])))
			}
			return sum
		}
		best := math.Inf(1)
		for way := range 1 << weeks {
			best = min(best, price(func(week int) bool { return way>>week&1 == 1 }))
		}
		path := states(series, said)
		if got := price(func(week int) bool { return path[week] }); got > best+1e-9 {
			t.Fatalf("%v of %v: %v costs %g, the cheapest way %g", series, said, path, got, best)
		}
	}
}

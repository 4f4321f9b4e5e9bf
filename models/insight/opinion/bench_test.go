package opinion

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// shape is the size of a conversation made up for a benchmark.
type shape struct {
	name                     string
	people, statements, each int // each: votes of a person, on average
}

var shapes = []shape{
	{"536x314", 536, 314, 56},
	{"1921x197", 1921, 197, 26},
	{"33422x783", 33_422, 783, 60},
	{"100000x1000", 100_000, 1000, 52},
}

// made makes up a conversation of a shape, with three groups. Some vote on much, most on little.
func (s shape) made() []Vote {
	random := rand.New(rand.NewPCG(7, uint64(s.people)))
	lean := make([][3]float64, s.statements)
	for j := range lean {
		base := 0.8 + random.NormFloat64()
		for g := range lean[j] {
			lean[j][g] = 1 / (1 + math.Exp(-base-1.5*random.NormFloat64()))
		}
	}
	var votes []Vote
	for person := range s.people {
		share := float64(s.each) / float64(s.statements) * math.Exp(0.8*random.NormFloat64()-0.32)
		group := min(2, random.IntN(5))
		for j := range s.statements {
			if random.Float64() >= share {
				continue
			}
			v := Vote{Person: int64(person), Statement: int64(j), Value: Disagree, Order: int64(len(votes))}
			switch u := random.Float64(); {
			case u < 0.15:
				v.Value = Pass
			case random.Float64() < lean[j][group]:
				v.Value = Agree
			}
			votes = append(votes, v)
		}
	}
	random.Shuffle(len(votes), func(i, j int) { votes[i], votes[j] = votes[j], votes[i] })
	return votes
}

// measured runs the work and reports the quickest run, which a busy machine disturbs least.
func measured(b *testing.B, work func()) {
	quickest := time.Duration(math.MaxInt64)
	for b.Loop() {
		from := time.Now()
		work()
		quickest = min(quickest, time.Since(from))
	}
	b.ReportMetric(float64(quickest.Microseconds())/1000, "best-ms")
}

// BenchmarkCold sorts all votes and works everything out.
func BenchmarkCold(b *testing.B) {
	for _, s := range shapes {
		b.Run(s.name, func(b *testing.B) {
			votes := s.made()
			measured(b, func() { Analyse(votes, nil, Options{}) })
		})
	}
}

// BenchmarkWarm takes in one more vote and works everything out.
func BenchmarkWarm(b *testing.B) {
	for _, s := range shapes {
		b.Run(s.name, func(b *testing.B) {
			votes := s.made()
			c := New(nil)
			c.Add(votes)
			n := int64(len(votes))
			measured(b, func() {
				n++
				c.Add([]Vote{{Person: n % int64(s.people), Statement: n % int64(s.statements), Value: Agree, Order: n}})
				c.Analyse(Options{})
			})
		})
	}
}

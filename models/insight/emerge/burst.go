package emerge

import "math"

// Burst is a run of weeks in which a series was said more than usual, seen from today. Both weeks are in it.
type Burst struct{ From, To int }

// The cost and the height of a burst, as in Kleinberg's paper.
const (
	burstFactor = 2
	burstCost   = 1
)

// Bursts finds the bursts of a series in what was said: the cheapest way through two states, a usual one in which its
// share is that of all weeks and a busy one in which it is twice that, where going up has a cost (Kleinberg 2002,
// "Bursty and hierarchical structure in streams", for counts in batches). It looks back: use it for history, not to
// find what is new.
func Bursts(series, said []int) []Burst {
	busy := states(series, said)
	var bursts []Burst
	for week, is := range busy {
		switch {
		case !is:
		case week > 0 && busy[week-1]:
			bursts[len(bursts)-1].To = week
		default:
			bursts = append(bursts, Burst{week, week})
		}
	}
	return bursts
}

// states is the cheapest sequence of states; true is the busy one. Of equal ones it is the one with the shortest bursts.
func states(series, said []int) []bool {
	path := make([]bool, len(said))
	in, all := total(series), total(said)
	if in == 0 || in >= all {
		return path
	}
	usual := float64(in) / float64(all)
	high := min(burstFactor*usual, 0.9999)
	up := burstCost * math.Log(float64(len(said)))
	calmCost, busyCost := 0.0, math.Inf(1)
	cameUp := make([]bool, len(said))   // the busy state of a week was reached from the calm one
	cameDown := make([]bool, len(said)) // and the calm one from the busy one
	for week := range said {
		y, n := float64(series[week]), float64(said[week])
		calm, busy := calmCost, busyCost
		if cameDown[week] = busyCost < calmCost; cameDown[week] {
			calm = busyCost
		}
		if cameUp[week] = calmCost+up <= busyCost; cameUp[week] {
			busy = calmCost + up
		}
		calmCost, busyCost = calm+surprise(y, n, usual), busy+surprise(y, n, high)
	}
	at := busyCost < calmCost
	for week := len(said) - 1; week >= 0; week-- {
		path[week] = at
		if at {
			at = !cameUp[week]
		} else {
			at = cameDown[week]
		}
	}
	return path
}

// surprise is the negative log-likelihood of y in n at a share, without the part that is the same for every share.
func surprise(y, n, share float64) float64 {
	return -y*math.Log(share) - (n-y)*math.Log1p(-share)
}

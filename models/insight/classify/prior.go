package classify

import "math"

// Settings of how scores become shares. Results hardly change from half to twice these.
const (
	sharpness = 1.5 // how much one standard deviation of a score counts
	evenness  = 0.3 // how strongly the shares of the themes are held together
	trust     = 0.6 // how far the shares found in texts without tags are followed
	passes    = 5
)

// logShares turns the scores of a text into the logarithms of the shares that the themes have in it, where shift
// says how much more or less usual each theme is here than where the scores were learned.
func logShares(scores, shift []float64) []float64 {
	out := make([]float64, len(scores))
	mean, deviation := spread(scores)
	most := math.Inf(-1)
	for k, s := range scores {
		out[k] = sharpness*(s-mean)/deviation + shift[k]
		most = max(most, out[k])
	}
	var sum float64
	for _, x := range out {
		sum += math.Exp(x - most)
	}
	for k := range out {
		out[k] -= most + math.Log(sum)
	}
	return out
}

// spread gives the mean and the standard deviation of numbers; 1 where they are all alike or too few to tell.
func spread(list []float64) (mean, deviation float64) {
	for _, x := range list {
		mean += x
	}
	mean /= float64(len(list))
	var squares float64
	for _, x := range list {
		squares += (x - mean) * (x - mean)
	}
	deviation = math.Sqrt(squares / float64(len(list)))
	if len(list) < 3 || deviation < 1e-9 {
		deviation = 1
	}
	return mean, deviation
}

// priorShift tells how much more usual each theme is in texts without tags than in those that were learned from, as
// logarithms. It finds the shares by expectation and maximisation (Saerens, Latinne and Decaestecker, "Adjusting the
// Outputs of a Classifier to New a Priori Probabilities", 2002).
func priorShift(scores [][]float64, learned []float64) []float64 {
	shift := make([]float64, len(learned))
	if len(scores) == 0 {
		return shift
	}
	for range passes {
		shares := make([]float64, len(learned))
		for _, s := range scores {
			for k, x := range logShares(s, shift) {
				shares[k] += math.Exp(x)
			}
		}
		n := float64(len(scores))
		for k, s := range shares {
			share := (s + evenness*n/float64(len(shares))) / (n * (1 + evenness))
			shift[k] = math.Log(share / learned[k])
		}
	}
	for k := range shift {
		shift[k] *= trust
	}
	return shift
}

// learnedShares are the shares of the themes in the examples, each counted once more.
func learnedShares(examples []example, themes int) []float64 {
	shares := make([]float64, themes)
	total := float64(themes)
	for k := range shares {
		shares[k] = 1
	}
	for _, e := range examples {
		for _, k := range e.themes {
			shares[k]++
			total++
		}
	}
	for k := range shares {
		shares[k] /= total
	}
	return shares
}

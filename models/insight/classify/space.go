package classify

import (
	"math"
	"slices"
)

// space is the space in which texts are compared: it knows how rare each feature is among the texts that were read,
// and where the middle of their meanings lies.
type space struct {
	texts  int
	in     map[feature]int32 // texts that hold the feature
	middle []float64         // of the meanings
	share  float64           // length of the meaning in the vector of a text
}

// weighted is a feature of a text with its weight there.
type weighted struct {
	feature feature
	weight  float64
}

// The length of the part of a text's vector that comes from the vectors of its words; its stems and its runs of letters
// have the length 1 each. A definition uses other words than people do, and its mean misleads where it stands alone.
const (
	meaningFirst  = 0.5 // while nothing is tagged
	meaningLater  = 0.8 // from meaningTagged documents for each theme on
	meaningTagged = 2
)

// meaningShare is that length where so many documents are tagged.
func meaningShare(tagged, themes int) float64 {
	part := min(1, float64(tagged)/float64(meaningTagged*max(1, themes)))
	return meaningFirst + (meaningLater-meaningFirst)*part
}

// meaningFeatures are the numbers of the dimensions of word vectors.
var meaningFeatures = func() (list [dimensions]feature) {
	for i := range list {
		list[i] = hash("v", string(rune('0'+i)))
	}
	return list
}()

// newSpace makes the space of a list of texts, in which meanings have a certain length.
func newSpace(texts []*reading, share float64) *space {
	s := &space{texts: len(texts), in: map[feature]int32{}, middle: make([]float64, dimensions), share: share}
	for _, text := range texts {
		for _, list := range [][]counted{text.words, text.letters} {
			for _, c := range list {
				s.in[c.feature]++
			}
		}
		for i, x := range unit(text.meaning) {
			s.middle[i] += x / float64(len(texts))
		}
	}
	return s
}

// idf is ln((1+N)/(1+df)) + 1, the smoothed inverse document frequency.
func (s *space) idf(f feature) float64 {
	return math.Log(float64(1+s.texts)/float64(1+s.in[f])) + 1
}

// place gives the vector of a text, in the order of the features.
func (s *space) place(text *reading) []weighted {
	out := make([]weighted, 0, len(text.words)+len(text.letters)+dimensions)
	out = s.weigh(out, text.words)
	out = s.weigh(out, text.letters)
	for i, x := range s.turn(text.meaning) {
		out = append(out, weighted{meaningFeatures[i], s.share * x})
	}
	slices.SortFunc(out, func(a, b weighted) int {
		switch {
		case a.feature < b.feature:
			return -1
		case a.feature > b.feature:
			return 1
		}
		return 0
	})
	return out
}

// weigh adds features to a vector, each with the weight (1 + ln tf) × idf, the whole scaled to length 1.
func (s *space) weigh(out []weighted, list []counted) []weighted {
	start := len(out)
	var squares float64
	for _, c := range list {
		w := (1 + math.Log(float64(c.times))) * s.idf(c.feature)
		out = append(out, weighted{c.feature, w})
		squares += w * w
	}
	scale := 1 / math.Sqrt(squares)
	for i := start; i < len(out); i++ {
		out[i].weight *= scale
	}
	return out
}

// turn gives the direction of a meaning as seen from the middle.
func (s *space) turn(meaning []float64) []float64 {
	v := unit(meaning)
	for i := range v {
		v[i] -= s.middle[i]
	}
	return unit(v)
}

package classify

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"sync"

	"folkmoot/models/prose/words"
)

//go:embed vectors/english.bin
var vectorTable []byte

// dimensions is how many numbers a word vector has.
const dimensions = 100

// vector is what is known of the meaning of a word: words that are used alike have vectors that point alike.
type vector struct {
	scale   float64
	numbers []byte  // signed
	share   float64 // of all the words of English that are this one, about
}

// vectors reads the table of the most frequent English words (see make_vectors.go for its form).
var vectors = sync.OnceValue(func() map[string]vector {
	line, rest, _ := bytes.Cut(vectorTable, []byte{'\n'})
	fields := strings.Fields(string(line))
	table := make(map[string]vector, len(fields)/2)
	for i := 0; i+1 < len(fields); i += 2 {
		rank, _ := strconv.Atoi(fields[i+1])
		table[fields[i]] = vector{
			scale:   float64(math.Float32frombits(binary.LittleEndian.Uint32(rest))),
			numbers: rest[4 : 4+dimensions],
			share:   1 / (11 * float64(rank+3)), // Zipf's law
		}
		rest = rest[4+dimensions:]
	}
	return table
})

// commonness is the a of smooth inverse frequency (Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline for
// Sentence Embeddings", 2017): a word counts a/(a + its share), so that little words count little.
const commonness = 1e-3

// weight is what a word counts beside the others of a text.
func (v vector) weight() float64 { return v.scale * commonness / (commonness + v.share) }

// meaning adds up the vectors of the words of a text; nil where none is known.
func meaning(list []words.Word) []float64 {
	var sum []float64
	table := vectors()
	for _, w := range list {
		v, ok := table[w.Plain]
		if !ok {
			continue
		}
		if sum == nil {
			sum = make([]float64, dimensions)
		}
		weight := v.weight()
		for i, n := range v.numbers {
			sum[i] += weight * float64(int8(n))
		}
	}
	return sum
}

// norm2 is the length of a vector.
func norm2(v []float64) float64 {
	var squares float64
	for _, x := range v {
		squares += x * x
	}
	return math.Sqrt(squares)
}

// unit gives a copy of a vector scaled to length 1; nil for none.
func unit(v []float64) []float64 {
	length := norm2(v)
	if length == 0 {
		return nil
	}
	scale := 1 / length
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = x * scale
	}
	return out
}

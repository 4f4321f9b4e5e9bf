package topics_test

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/fixtures"
	"folkmoot/models/insight/topics"
)

// filler are comments about this and that.
func filler(n int, seed uint64) (list []topics.Text) {
	rng := rand.New(rand.NewPCG(seed, 1))
	subjects := strings.Fields("library park choir surgery market school allotment church pool shed kitchen garden path bench kiosk ramp toilet sign fence lamp")
	says := strings.Fields("closed lovely broken cheerful noisy clean late busy empty friendly cold bright far small crowded tidy muddy steep dear fresh")
	for i := range n {
		list = append(list, topics.Text{ID: int64(1000 + i), Author: int64(i % (n/2 + 1)), Plain: fmt.Sprintf("I find the %s %s, and the %s rather %s.",
			subjects[rng.IntN(20)], says[rng.IntN(20)], subjects[rng.IntN(20)], says[rng.IntN(20)])})
	}
	return list
}

func planted() []topics.Text {
	list := filler(120, 5)
	for i, text := range []string{
		"The last bus in the evening goes before we are done.", "No bus in the evening, so I leave early. It was the last straw.",
		"My mother misses the last evening bus each time.", "An evening bus: the last one is at seven.", "I waited for the last bus one evening and it never came.",
		"A bus in the evening would help. The last is too early.",
	} {
		list = append(list, topics.Text{ID: int64(i + 1), Author: int64(500 + i), Plain: text})
	}
	return list
}

func TestWhatSeveralPeopleMentionIsFound(t *testing.T) {
	found := topics.Find(planted(), nil)
	i := slices.IndexFunc(found, func(topic topics.Topic) bool { return slices.Contains(topic.Words, "bus") })
	if i < 0 {
		t.Fatalf("got %+v", found)
	}
	topic := found[i]
	words := slices.Clone(topic.Words)
	slices.Sort(words)
	if !reflect.DeepEqual(words, []string{"bus", "evening"}) || topic.People != 6 || len(topic.Members) != 6 {
		t.Errorf("got %+v", topic)
	}
}

func TestWhatAThemeFitsIsNotNew(t *testing.T) {
	var themed []topics.Text
	for i := range 200 {
		themed = append(themed, topics.Text{ID: int64(5000 + i), Author: int64(i), Plain: "The evening bus is what we talk about here."})
	}
	for _, topic := range topics.Find(planted(), append(themed, filler(100, 9)...)) {
		if slices.Contains(topic.Words, "bus") {
			t.Errorf("got %+v", topic)
		}
	}
}

func TestOnePersonIsNoTopic(t *testing.T) {
	list := planted()
	for i := range list {
		if list[i].ID < 100 {
			list[i].Author = 500 + list[i].ID%2
		}
	}
	for _, topic := range topics.Find(list, nil) {
		if slices.Contains(topic.Words, "bus") {
			t.Errorf("two people, and yet %+v", topic)
		}
	}
}

func TestTheOrderDoesNotMatter(t *testing.T) {
	list := planted()
	want := topics.Find(list, nil)
	for seed := range uint64(5) {
		rand.New(rand.NewPCG(seed, 2)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if got := topics.Find(list, nil); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	}
}

// From day to day little is said, and the topics stay.
func TestOneMoreCommentChangesLittle(t *testing.T) {
	list := planted()
	before := topics.Find(list, nil)
	after := topics.Find(append(list, topics.Text{ID: 9999, Author: 9999, Plain: "The pool was friendly and the bus late."}), nil)
	kept := 0
	for _, a := range before {
		for _, b := range after {
			if reflect.DeepEqual(a.Words, b.Words) {
				kept++
			}
		}
	}
	if len(before) == 0 || kept < len(before)-1 {
		t.Errorf("of %d topics %d stayed", len(before), kept)
	}
}

func TestOddTexts(t *testing.T) {
	for _, list := range [][]topics.Text{nil, {{ID: 1}}, {{ID: 1, Plain: "\xff\x00"}, {ID: 2, Plain: strings.Repeat("bus evening ", 5000)}}} {
		if found := topics.Find(list, list); len(found) != 0 {
			t.Errorf("got %+v", found)
		}
	}
}

// Real comments whose theme is taken off come back as something to read, by a word of their own.
func TestTopicsOfRealComments(t *testing.T) {
	file, err := os.Open(fixtures.Path(t, "data", "patient-feedback", "comments.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	const without = "Transport to/ from services"
	var loose, themed []topics.Text
	about := map[int64]bool{}
	for i, row := range rows[1:] {
		text := topics.Text{ID: int64(i), Author: int64(i), Plain: row[5]}
		if themes := strings.Split(row[6], ";"); slices.Contains(themes, without) || i%10 == 0 {
			loose = append(loose, text)
			about[text.ID] = slices.Contains(themes, without)
		} else {
			themed = append(themed, text)
		}
	}
	found := topics.Find(loose, themed)
	if len(found) == 0 {
		t.Fatal("nothing is found")
	}
	right := 0
	for _, m := range found[0].Members {
		if about[m.ID] {
			right++
		}
	}
	if found[0].People < 30 || 2*right < len(found[0].Members) {
		t.Errorf("%v: %d people, %d of %d comments are about it", found[0].Words, found[0].People, right, len(found[0].Members))
	}
}

package emerge

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"folkmoot/models/prose/words"
)

// Text is what somebody said, as plain text.
type Text struct {
	Day    int // days since the first of January 1970
	Person int
	Plain  string
}

// Phrase is one to three words that come up more than usual.
type Phrase struct {
	Words   string // in small letters
	Outlook        // of the number of different people who used them
	Worth   float64
}

// Bounds on what is read of one text.
const (
	phraseLength = 3
	wordLength   = 40 // bytes of a word in a phrase
)

// phraseShare is how many of the phrases found may be chance.
const phraseShare = 0.1

// Rising finds the phrases that far more people use in the week of the last day than usual, the worthiest first and at
// most so many. A week counts the people who use a phrase, each once. What it finds are words that nobody checked.
//
// Worth is the C-value (Frantzi, Ananiadou and Mima 2000) over people of that week: a phrase counts for what it is
// beyond the longer ones that it stands in. One that is hardly ever used outside of a longer one is left out.
func Rising(texts []Text, last, most int) []Phrase {
	names, numbers := candidates(texts, last)
	if len(names) == 0 {
		return nil
	}
	heard := Hear(voices(texts, numbers), len(names), last)
	week := len(heard.Said) - 1
	looks := heard.Outlooks(week)[0]
	people := make([]int, len(names))
	for s := range names {
		people[s] = heard.People[s][week]
	}
	var found []Phrase
	for s, is := range Discoveries(looks, people, phraseShare) {
		if is {
			found = append(found, Phrase{Words: names[s], Outlook: looks[s]})
		}
	}
	found = worthy(found)
	return found[:min(most, len(found))]
}

// candidates are the phrases that several people used in the week of the last day, in order, and their numbers.
func candidates(texts []Text, last int) (names []string, numbers map[string]int) {
	users := map[string]map[int]bool{}
	for _, t := range texts {
		if t.Day < monday(last) || t.Day > last {
			continue
		}
		for _, phrase := range phrases(t.Plain) {
			if users[phrase] == nil {
				users[phrase] = map[int]bool{}
			}
			users[phrase][t.Person] = true
		}
	}
	for phrase, by := range users {
		if len(by) >= People {
			names = append(names, phrase)
		}
	}
	slices.Sort(names)
	numbers = map[string]int{}
	for i, name := range names {
		numbers[name] = i
	}
	return names, numbers
}

// voices gives each person once a week, in all the phrases that they used in it.
func voices(texts []Text, numbers map[string]int) []Said {
	type key struct{ week, person int }
	at := map[key]int{}
	var said []Said
	for _, t := range texts {
		k := key{monday(t.Day), t.Person}
		i, known := at[k]
		if !known {
			i = len(said)
			at[k] = i
			said = append(said, Said{Day: t.Day, Person: t.Person})
		}
		said[i].Day = min(said[i].Day, t.Day)
		for _, phrase := range phrases(t.Plain) {
			if n, is := numbers[phrase]; is && !slices.Contains(said[i].In, n) {
				said[i].In = append(said[i].In, n)
			}
		}
	}
	return said
}

// worthy puts the phrases in order and leaves out those that stand for nothing beyond a longer one.
func worthy(found []Phrase) []Phrase {
	kept := slices.Clone(found)
	for i := range kept {
		sum, longer, most := 0, 0, 0
		for _, other := range found {
			if other.Words != kept[i].Words && strings.Contains(" "+other.Words+" ", " "+kept[i].Words+" ") {
				sum, longer, most = sum+other.Count, longer+1, max(most, other.Count)
			}
		}
		own := float64(kept[i].Count)
		if longer > 0 {
			own -= float64(sum) / float64(longer)
		}
		kept[i].Worth = math.Log2(float64(2+strings.Count(kept[i].Words, " "))) * own
		if longer > 0 && kept[i].Count-most < People {
			kept[i].Worth = 0
		}
	}
	kept = slices.DeleteFunc(kept, func(p Phrase) bool { return p.Worth <= 0 })
	slices.SortFunc(kept, func(a, b Phrase) int {
		return cmp.Or(cmp.Compare(b.Worth, a.Worth), cmp.Compare(a.P, b.P), strings.Compare(a.Words, b.Words))
	})
	return kept
}

// phrases lists the phrases of a text, each once: runs of words with nothing but spaces between, that neither begin
// nor end with a word that says nothing by itself.
func phrases(text string) []string {
	var list []string
	seen := map[string]bool{}
	all, idle := cut(text)
	from := 0 // where the run of words begins that the phrase may begin in
	for i, word := range all {
		if word == "" || len(word) > wordLength {
			from = i + 1
			continue
		}
		if idle[i] {
			continue
		}
		for first := max(from, i-phraseLength+1); first <= i; first++ {
			if idle[first] {
				continue
			}
			if phrase := strings.Join(all[first:i+1], " "); !seen[phrase] {
				seen[phrase] = true
				list = append(list, phrase)
			}
		}
	}
	return list
}

// cut cuts a text into its words in small letters, with "" wherever something else than spaces stands between two. idle
// tells of each whether it says nothing by itself.
func cut(text string) (list []string, idle []bool) {
	end := -1
	for _, w := range words.Of(text) {
		if end >= 0 && strings.TrimSpace(text[end:w.Start]) != "" {
			list, idle = append(list, ""), append(idle, true)
		}
		end = w.End
		list = append(list, strings.ReplaceAll(strings.ToLower(text[w.Start:w.End]), "’", "'"))
		idle = append(idle, words.Idle(w.Plain))
	}
	return list, idle
}

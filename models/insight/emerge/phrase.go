package emerge

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
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
	wordsAtMost  = 2_000 // of a text
	wordLength   = 40    // bytes of a word in a phrase
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
	var run []string
	for _, word := range words(text) {
		if word == "" {
			run = run[:0]
			continue
		}
		if run = append(run, word); len(run) > phraseLength {
			run = run[1:]
		}
		if empty(word) {
			continue
		}
		for from := range run {
			if empty(run[from]) {
				continue
			}
			if phrase := strings.Join(run[from:], " "); !seen[phrase] {
				seen[phrase] = true
				list = append(list, phrase)
			}
		}
	}
	return list
}

// words cuts a text into its words in small letters, with "" wherever something else than spaces stands between two.
func words(text string) []string {
	var list []string
	start := -1
	flush := func(end int) {
		if start >= 0 {
			word := strings.ReplaceAll(strings.ToLower(text[start:end]), "’", "'")
			if len(word) > wordLength {
				word = ""
			}
			list = append(list, word)
		}
		start = -1
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r) && start >= 0:
			if start < 0 {
				start = i
			}
		case (r == '\'' || r == '’') && start >= 0 && letterFollows(text[i+utf8.RuneLen(r):]):
		case unicode.IsSpace(r):
			flush(i)
		default:
			flush(i)
			list = append(list, "")
		}
		if len(list) >= wordsAtMost {
			return list
		}
	}
	flush(len(text))
	return list
}

func letterFollows(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r)
}

// empty tells whether a word says nothing by itself.
func empty(word string) bool {
	return stopWords[word] || utf8.RuneCountInString(word) < 2 || !strings.ContainsFunc(word, unicode.IsLetter)
}

// stopWords are the English words that say nothing by themselves.
var stopWords = func() map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(`
		a about above after again against ago all almost along already also although always am among an and another any
		anyone anything are aren't around as ask asked at away back be became because become been before being below
		between both bit but by came can can't cannot come comes could couldn't day days did didn't do does doesn't doing
		don't done down during each either else enough especially etc even ever every everyone everything few find for
		from further gave get gets getting give given go goes going gone got had hadn't has hasn't have haven't having he
		he'd he'll he's her here hers herself him himself his how however i i'd i'll i'm i've if in instead into is isn't
		it it's its itself just keep kept know last least less let like likely little long look lot lots made make makes
		making many may maybe me might mine more most much must my myself near need needed needs never new next no nobody
		none nor not nothing now of off often oh ok on once one only onto or other others our ours out over own perhaps
		please put quite rather really said same saw say says see seem seems seen shall she she'd she'll she's should
		shouldn't since so some someone something sometimes soon still such sure take taken takes tell than thank thanks
		that that's the their theirs them themselves then there there's these they they'd they'll they're they've thing
		things think this those though thought through time times to today together told too took toward towards try
		under until up upon us use used using usually very via want wanted wants was wasn't way ways we we'd we'll we're
		we've week weeks well went were weren't what what's whatever when where whether which while who whole whom whose
		why will with within without won't would wouldn't year years yes yet you you'd you'll you're you've your yours
		yourself`) {
		set[word] = true
	}
	return set
}()

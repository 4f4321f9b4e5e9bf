package quote

import (
	"strings"
	"unicode"
)

// What a sentence loses, in hundredths of how telling it is, for each thing that makes it hard to understand alone.
const (
	lossTally   = 40 // mostly numbers
	lossStub    = 40 // it holds a sentence of hardly any words
	lossLeaning = 30 // it begins with a word for something said before
	lossNoVerb  = 30 // nothing happens in it, as far as can be seen
	lossUnended = 15 // its end is not marked
	lossShort   = 6  // for each word under fullest
	leastSense  = 20 // what the hardest to understand keeps
)

const (
	fullest   = 9 // words from which a sentence is not short
	stub      = 4 // words under which a sentence is hardly one
	stubAlone = 6 // the same, where nothing happens in it
)

// sense is how well words can be understood without those around them, in hundredths. It knows some English; a sentence
// of another language loses as much as any other of that language.
func sense(s string) int {
	if strings.IndexFunc(s, unspaced) >= 0 { // words cannot be told apart
		return 100
	}
	left, words, numbers, verb, broken := 100, 0, 0, false, false
	for i, one := range sentences(s, span{0, len(s)}) {
		in := readLine(s[one.start:one.end])
		words, numbers, verb = words+in.words, numbers+in.numbers, verb || in.verb
		broken = broken || in.words < stub || !in.verb && in.words < stubAlone
		if i == 0 && leaning[in.first] {
			left -= lossLeaning
		}
	}
	left -= lossShort * max(0, fullest-words)
	if numbers > 1 && 6*numbers > words {
		left -= lossTally
	}
	if broken {
		left -= lossStub
	}
	if !verb {
		left -= lossNoVerb
	}
	if !strings.ContainsAny(s[max(0, len(s)-4):], ".!?…") {
		left -= lossUnended
	}
	return max(left, leastSense)
}

// reading is what the words of one sentence are.
type reading struct {
	first          string // lower-cased, with straight apostrophes
	words, numbers int
	verb           bool
}

func readLine(s string) (in reading) {
	before := ""
	for _, word := range strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(s, "’", "'")), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '\''
	}) {
		word = strings.Trim(word, "'")
		switch {
		case word == "":
			continue
		case strings.IndexFunc(word, unicode.IsDigit) >= 0:
			in.numbers++
		default:
			in.words++
			in.verb = in.verb || before != "to" && happens(word)
		}
		if before == "" {
			in.first = word
		}
		before = word
	}
	return in
}

// leaning words stand at the beginning of a sentence for something that was said before.
var leaning = set(`that that's this these those it it's its they they're them their he he's him his she she's her hers
	and but so because or nor then which who yes no yeah nope ok okay agreed exactly same ditto also too instead
	otherwise however therefore thanks hello hi sorry both neither either such there`)

// verbs are words that are hardly ever anything but verbs, in forms that can stand as the verb of a sentence.
var verbs = set(`is isn't are aren't was wasn't were weren't be being am i'm i've i'd i'll we're we've we'd we'll
	you're you've you'd you'll they're they've they'd they'll he's he'd he'll she's she'd she'll it's it'd it'll that's
	there's has hasn't have haven't had hadn't do don't does doesn't did didn't can can't cannot could couldn't will won't
	would wouldn't shall shan't should shouldn't may might must mustn't ought
	go goes went get gets got give gives gave take takes took make makes made come comes came
	say says said tell tells told know knows knew think thinks thought feel feels felt find finds found
	keep keeps kept leave leaves let lets lose loses lost pay pays paid meet meets met bring brings brought
	buy buys bought sell sells sold send sends sent spend spends spent sit sits sat stood stay stays
	begin begins began become becomes became write writes wrote hear hears heard see sees saw
	ask asks want wants need needs try tries wait waits seem seems happen happens help helps stop stops start starts
	listen listens speak speaks spoke understand understands understood`)

func set(list string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(list) {
		all[word] = true
	}
	return all
}

// happens tells whether a word may be the verb of a sentence, as far as can be seen.
func happens(word string) bool {
	return verbs[word] || len(word) > 4 && strings.HasSuffix(word, "ed")
}

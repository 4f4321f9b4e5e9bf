package anchor

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is a word of a text; in scripts that are written without spaces, a character.
type token struct {
	start, end int32 // bytes of the block's text
	word       int32 // equal for words that are equal but for case
}

// unspaced are the scripts without spaces between words.
var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Bopomofo,
}

// charWeight is how much of a word a character is, where words are written without spaces.
const charWeight = 0.6

// vocabulary numbers the words of two versions and weighs them: from 0.3 for a word that is in every unit to 1 for
// one that is in a single one. So the weight of a text is about the number of its telling words.
type vocabulary struct {
	numbers map[string]int32
	words   []string // by number
	char    []bool   // by word
	holders []int32  // by word: how many units hold it
	seen    []int32  // by word: the last unit that was counted
	count   int32    // units counted
	weights []float64
}

func newVocabulary() *vocabulary { return &vocabulary{numbers: map[string]int32{}} }

// number gives the number of a word.
func (v *vocabulary) number(word string, char bool) int32 {
	n, known := v.numbers[word]
	if !known {
		n = int32(len(v.numbers))
		word = strings.Clone(word)
		v.numbers[word] = n
		v.words = append(v.words, word)
		v.char, v.holders, v.seen = append(v.char, char), append(v.holders, 0), append(v.seen, 0)
	}
	return n
}

// learn counts the words of a unit.
func (v *vocabulary) learn(tokens []token) {
	v.count++
	for _, t := range tokens {
		if v.seen[t.word] != v.count {
			v.seen[t.word] = v.count
			v.holders[t.word]++
		}
	}
}

// weigh settles the weights once all units are learned.
func (v *vocabulary) weigh() {
	v.weights = make([]float64, len(v.holders))
	all := math.Log(float64(v.count) + 2)
	for n, units := range v.holders {
		v.weights[n] = 0.3 + 0.7*(all-math.Log(float64(max(units, 1))))/all
		if v.char[n] {
			v.weights[n] *= charWeight
		}
	}
}

// total is the weight of a text.
func (v *vocabulary) total(tokens []token) float64 {
	sum := 0.0
	for _, t := range tokens {
		sum += v.weights[t.word]
	}
	return sum
}

// tokens cuts the text of a block into words. Left out is what the renderer adds and what readers do not take for
// words: tags that were typed, numbers that refer to footnotes, addresses beside the words of a link.
func (v *vocabulary) tokens(text, source string) []token {
	all := make([]token, 0, len(text)/5)
	skips := asides(text, source)
	for at := 0; at < len(text); {
		if len(skips) > 0 && at >= skips[0][0] {
			at = max(at, skips[0][1])
			skips = skips[1:]
			continue
		}
		r, size := rune(text[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[at:])
		}
		if !isWord(r) {
			at += size
			continue
		}
		char := isChar(r)
		end := wordEnd(text, at+size, char)
		if len(skips) > 0 {
			end = min(end, skips[0][0])
		}
		all = append(all, token{int32(at), int32(end), v.number(plainWord(text[at:end]), char)})
		at = end
	}
	return all
}

// wordEnd gives where a word ends of which text[:from] holds the beginning: marks belong to the letter before them.
func wordEnd(text string, from int, char bool) int {
	for from < len(text) {
		r, size := rune(text[from]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[from:])
		}
		if (char || !isWord(r) || isChar(r)) && (r < utf8.RuneSelf || !unicode.IsMark(r)) {
			break
		}
		from += size
	}
	return from
}

// isChar tells whether a character is of a script that is written without spaces between words.
func isChar(r rune) bool { return r >= 0x0E00 && unicode.In(r, unspaced...) }

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// plainWord is the form in which words are compared.
func plainWord(word string) string {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return strings.ToLower(norm.NFKC.String(word))
		}
	}
	return strings.ToLower(word)
}

var (
	tag     = regexp.MustCompile(`</?(?:` + elements + `)(?:[ \n/][^<>]*)?>|<!--[^<>]*-->`)
	noteRef = regexp.MustCompile(`\[[0-9]{1,3}\]`)
	address = regexp.MustCompile(` \(([^\s()]+)(?: [^()]*)?\)`)
	// followed is an address that the renderer makes a link of, and so does not print.
	followed = regexp.MustCompile(`^(?:/|#|https?:|mailto:|tel:)`)
)

// elements are the HTML elements that people type in Markdown. Others, such as <your-name>, are words.
const elements = `a|abbr|article|aside|b|blockquote|br|button|center|cite|code|col|colgroup|dd|del|details|div|dl|dt|em|figcaption|figure|font|` +
	`footer|form|h[1-6]|header|hr|i|iframe|img|input|ins|kbd|li|main|mark|nav|ol|p|picture|pre|q|s|samp|section|small|source|span|strike|strong|` +
	`style|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video`

// asides finds the bytes of a text that are no words, in order.
func asides(text, source string) [][2]int {
	var all [][2]int
	if strings.IndexByte(text, '<') >= 0 {
		for _, at := range tag.FindAllStringIndex(text, -1) {
			all = append(all, [2]int{at[0], at[1]})
		}
	}
	if strings.IndexByte(text, '[') >= 0 && strings.Contains(source, "[^") {
		for _, at := range noteRef.FindAllStringIndex(text, -1) {
			all = append(all, [2]int{at[0], at[1]})
		}
	}
	if strings.Contains(source, "](") {
		for _, at := range address.FindAllStringSubmatchIndex(text, -1) {
			if to := text[at[2]:at[3]]; !followed.MatchString(to) && strings.Contains(source, "]("+to) {
				all = append(all, [2]int{at[0], at[1]})
			}
		}
	}
	slices.SortFunc(all, func(a, b [2]int) int { return a[0] - b[0] })
	return all
}

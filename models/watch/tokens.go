package watch

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"folkmoot/models/prose/words"
)

// maxTokens bounds what is looked at in one text. A contribution of the greatest length has fewer.
const maxTokens = 30_000

// token is a run of letters and digits of a text, as the scanners compare it.
type token struct {
	text       string // small letters, no accents, no apostrophes, digits as 0 to 9
	start, end int    // bytes of the source
	gap        string // what stands between it and the one before
	letters    int    // how many of it are letters
	digits     int
	capital    bool // it begins with a capital
	upper      bool // it has letters, and all are capitals
	of         bool // 's was cut off its end
	breaks     bool // a sentence or a line ended before it
}

// number tells whether a token is made of digits alone.
func (t token) number() bool { return t.digits > 0 && t.letters == 0 }

// tokens cuts a text. Characters that show nothing do not part a word.
func tokens(source string) []token {
	list := make([]token, 0, len(source)/5+1)
	last := 0
	for i := 0; i < len(source) && len(list) < maxTokens; {
		r, size := rune(source[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(source[i:])
		}
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			i += size
			continue
		}
		end := tokenEnd(source, i)
		t := fold(source[i:end])
		t.start, t.end, t.gap = i, end, source[last:i]
		t.breaks = len(list) == 0 || breaks(t.gap)
		if t.text != "" {
			list, last = append(list, t), end
		}
		i = end
	}
	return list
}

// tokenEnd gives where the run of letters and digits ends that begins at a byte.
func tokenEnd(source string, at int) int {
	end := at
	for i := at; i < len(source); {
		c := source[i]
		if c < utf8.RuneSelf {
			switch {
			case c|0x20 >= 'a' && c|0x20 <= 'z', c >= '0' && c <= '9':
				i++
				end = i
				continue
			case c == '\'' && i+1 < len(source) && letterAt(source[i+1:]):
				i++
				continue
			}
			return end
		}
		r, size := utf8.DecodeRuneInString(source[i:])
		switch {
		case words.Alone(r): // of a writing without spaces
			if end == at {
				end = i + size
			}
			return end
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
			i += size
			end = i
		case hidden(r), (r == '’' || r == 'ʼ') && letterAt(source[i+size:]):
			i += size
		default:
			return end
		}
	}
	return end
}

// hidden tells whether a character shows nothing and parts nothing: a zero width, a soft hyphen, a mark of direction.
func hidden(r rune) bool {
	return r == 0xAD || r > 0xFF && (unicode.Is(unicode.Cf, r) || r == 0x034F || r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0)
}

func letterAt(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r)
}

// fold brings a run of letters and digits into the form in which it is compared.
func fold(run string) (t token) {
	plain := true
	for i := range len(run) {
		c := run[i]
		switch {
		case c >= 'A' && c <= 'Z':
			t.letters++
			t.capital = t.capital || i == 0
			plain = false
		case c >= 'a' && c <= 'z':
			t.letters++
			t.upper = true // for now: has small letters
		case c >= '0' && c <= '9':
			t.digits++
		default:
			return foldAny(run)
		}
	}
	t.upper = t.letters > 0 && !t.upper
	if t.text = run; !plain {
		t.text = strings.ToLower(run)
	}
	return t
}

// foldAny is fold for a run with other characters in it than the letters and digits of English.
func foldAny(run string) (t token) {
	if cut, ok := ofSomebody(run); ok {
		run, t.of = cut, true
	}
	var b strings.Builder
	small := false
	for i, r := range norm.NFKD.String(run) {
		switch {
		case unicode.IsLetter(r):
			t.letters++
			t.capital = t.capital || i == 0 && unicode.IsUpper(r)
			small = small || !unicode.IsUpper(r)
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsDigit(r):
			t.digits++
			b.WriteByte(digit(r))
		case unicode.IsNumber(r):
			t.digits++
			b.WriteByte('?') // a fraction or a numeral: no digit of a number that is written out
		}
	}
	t.text, t.upper = b.String(), t.letters > 0 && !small
	return t
}

// ofSomebody cuts the 's off a word.
func ofSomebody(run string) (string, bool) {
	for _, end := range []string{"'s", "’s", "ʼs", "'S", "’S", "ʼS"} {
		if cut, ok := strings.CutSuffix(run, end); ok && cut != "" {
			return cut, true
		}
	}
	return run, false
}

// digit gives the digit of English that a digit of another script stands for: those of a script follow each other.
func digit(r rune) byte {
	if r < utf8.RuneSelf {
		return byte(r)
	}
	for n := range rune(10) {
		if !unicode.IsDigit(r - n - 1) {
			return byte('0' + n)
		}
	}
	return '?'
}

// breaks tells whether a sentence, a line or an item of a list ends in what stands between two words.
func breaks(gap string) bool {
	for i := range len(gap) {
		switch gap[i] {
		case '\n', '!', '?', ';', '|':
			return true
		case '.':
			if i+1 == len(gap) || gap[i+1] <= ' ' {
				return true
			}
		}
	}
	return false
}

// sentence gives the first token of the sentence that a token stands in.
func sentence(list []token, at int) int {
	for few := 0; at > 0 && !list[at].breaks && few < 2*around; few++ {
		at--
	}
	return at
}

// set is words to be found among.
type set map[string]bool

func setOf(words string) set {
	s := set{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}

// before tells whether one of some words stands among the few tokens before one, in the same sentence.
func before(list []token, at, few int, words set) bool {
	for i := at - 1; i >= 0 && i >= at-few && !list[i+1].breaks; i-- {
		if words[list[i].text] {
			return true
		}
	}
	return false
}

// after is before, of the tokens from one on.
func after(list []token, at, few int, words set) bool {
	for i := at; i < len(list) && i < at+few && !list[i].breaks; i++ {
		if words[list[i].text] {
			return true
		}
	}
	return false
}

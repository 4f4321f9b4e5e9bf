package watch

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"folkmoot/models/people"
)

// What is done about words that are watched for.
const (
	Flag   = "flag"   // people read it, and a moderator looks
	Hold   = "hold"   // a moderator looks before others read it
	Refuse = "refuse" // it is not taken; the words stay in the form
)

// Watched is words or a phrase that a place watches for.
type Watched struct {
	ID      int64
	Words   string // as typed
	Act     string // Flag, Hold or Refuse
	Reason  string // key of a reason
	Nudge   string // what the writer reads before posting; "" = nothing, or what the program says where it is refused
	Note    string // for moderators
	Begins  bool   // the last word may go on: "park" is found in "parking" too
	Retired bool
	Found   int // in how many contributions

	folded []string
}

// Match is watched words in a text: bytes Start to End; 0 to 0 where they are in what is read but not as it was typed.
type Match struct {
	*Watched
	Start, End int
}

// Words is what a place watches for, ready to be looked for. It is never changed.
type Words struct {
	first  map[string][]*Watched // whole words, by their first
	begins map[string][]*Watched // phrases of one word that may go on, by how it begins
	single map[int][]*Watched    // single words by their length in letters, for those masked with stars
	long   int                   // the greatest length of a word of begins
}

// Bounds on what is looked for in one text.
const (
	maxMatches = 50
	maxMasked  = 50 // words with stars in them
	maxForms   = 6  // readings of one word

	MaxTried = 20_000 // bytes of a text that is tried against the list
)

// NewWords makes a list ready. What is retired, or empty when folded, is left out.
func NewWords(list []Watched) *Words {
	w := &Words{first: map[string][]*Watched{}, begins: map[string][]*Watched{}, single: map[int][]*Watched{}}
	for _, one := range list {
		one.folded = Folded(one.Words)
		if one.Retired || len(one.folded) == 0 {
			continue
		}
		entry, first := &one, one.folded[0]
		if one.Begins && len(one.folded) == 1 {
			w.begins[first] = append(w.begins[first], entry)
			w.long = max(w.long, len(first))
		} else {
			w.first[first] = append(w.first[first], entry)
		}
		if n := utf8.RuneCountInString(first); len(one.folded) == 1 && n > 2 {
			w.single[n] = append(w.single[n], entry)
		}
	}
	return w
}

// Folded gives words in the form in which they are looked for.
func Folded(text string) []string {
	var list []string
	for _, t := range tokens(text) {
		if plain := plainLetters(text[t.start:t.end]); plain != "" {
			list = append(list, plain)
		}
	}
	return list
}

// reading is a word of a text in every form in which it may be read.
type reading struct {
	forms      []string // the plain one first
	start, end int
	alone      bool // it was put together from pieces, and is not part of a phrase
	masked     bool // it has stars for letters, as '*' in its only form
}

// readings gives the words of a text, and words that are spread with signs or spaces put together.
func readings(source string, list []token) []reading {
	all := make([]reading, 0, len(list)+8)
	for _, t := range list {
		run := source[t.start:t.end]
		all = append(all, reading{forms: formsOf(run, t), start: t.start, end: t.end})
	}
	all = append(all, signed(source)...)
	masked := 0
	for at := 0; at < len(list); {
		end, stars := pieces(list, at)
		cut := list[end-1].end + trailing(source[list[end-1].end:])
		if end-at > 1 || cut > list[end-1].end {
			stars = stars || cut > list[end-1].end
			r := reading{start: list[at].start, end: cut, alone: true}
			if stars && masked < maxMasked {
				if plain := plainMasked(source[r.start:r.end]); strings.Contains(plain, "*") {
					all = append(all, reading{forms: []string{plain}, start: r.start, end: r.end, alone: true, masked: true})
					masked++
				}
			}
			if end-at > 1 {
				var run strings.Builder
				for _, t := range list[at:end] {
					run.WriteString(source[t.start:t.end])
				}
				if run.Len() <= 200 {
					r.forms = formsOf(run.String(), token{letters: 1, digits: 1})
					all = append(all, r)
				}
			}
		}
		at = max(end, at+1)
	}
	return all
}

// pieces gives the token after a word that begins at a token and is spread: parted by signs without a space, or letter
// by letter. Stars tells whether stars stand between its pieces.
func pieces(list []token, at int) (end int, stars bool) {
	spread := at
	for spread+1 < len(list) && short(list[spread]) && short(list[spread+1]) && len(list[spread+1].gap) <= 3 && !strings.Contains(list[spread+1].gap, "\n") {
		spread++
	}
	if spread-at >= 2 {
		return spread + 1, false
	}
	end = at
	for end+1 < len(list) && end-at < 12 && signs(list[end+1].gap) {
		end++
		stars = stars || strings.Contains(list[end].gap, "*")
	}
	return end + 1, stars
}

// trailing gives the length of the stars that stand for the rest of a word: three or more, since two are bold.
func trailing(rest string) int {
	n := 0
	for n < len(rest) && n < 8 && rest[n] == '*' {
		n++
	}
	if n < 3 {
		return 0
	}
	return n
}

func short(t token) bool { return t.letters+t.digits == 1 }

// signs tells whether what stands between two pieces is a few signs and no space, and no sign that ends a phrase.
func signs(gap string) bool {
	if gap == "" || len(gap) > 8 {
		return false
	}
	for _, r := range gap {
		if unicode.IsSpace(r) || r == '/' || r == ',' || r == '(' || r == ')' || r == '@' || r == '&' {
			return false
		}
	}
	return true
}

// formsOf gives the readings of a run of letters and digits: as it is; with digits and signs as the letters they pass
// for; and with letters that are said on and on said once or twice.
func formsOf(run string, t token) []string {
	plain := plainLetters(run)
	forms := []string{plain}
	add := func(form string) {
		for _, f := range forms {
			if f == form {
				return
			}
		}
		if form != "" && len(forms) < maxForms {
			forms = append(forms, form)
		}
	}
	if t.of {
		cut, _ := ofSomebody(run)
		add(plainLetters(cut))
	}
	if t.digits > 0 && strings.ContainsAny(plain, "0123456789") && !t.number() {
		add(leetI.Replace(plain))
		add(leetL.Replace(plain))
	}
	for _, f := range forms[:len(forms):len(forms)] {
		if runs(f) {
			add(squeezed(f, 1))
			add(squeezed(f, 2))
		}
	}
	return forms
}

// Digits that pass for letters. The one passes for two.
var (
	leetI = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "6", "g", "7", "t", "8", "b", "9", "g")
	leetL = strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "6", "g", "7", "t", "8", "b", "9", "g")
)

// plainLetters folds a word: small letters without accents, and letters of other alphabets as the Latin ones they pass for
// where the word mixes them with Latin ones.
func plainLetters(run string) string { return plainKeeping(run, false) }

// plainMasked is plainLetters with stars kept.
func plainMasked(run string) string { return plainKeeping(run, true) }

func plainKeeping(run string, stars bool) string {
	simple := true
	for i := range len(run) {
		if c := run[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			simple = false
			break
		}
	}
	if simple {
		return run
	}
	if len(run) > 400 {
		run = strings.ToValidUTF8(run[:400], "")
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(run) {
		switch {
		case r == '*' && stars:
			b.WriteByte('*')
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case hidden(r):
		case unicode.IsLetter(r):
			if like, ok := people.LooksLike(r); ok {
				b.WriteString(like)
			} else if small := unicode.ToLower(r); small != r {
				if like, ok := people.LooksLike(small); ok {
					b.WriteString(like)
				} else {
					b.WriteRune(passesFor(small))
				}
			} else {
				b.WriteRune(passesFor(r))
			}
		case unicode.IsDigit(r):
			b.WriteByte(digit(r))
		}
	}
	return b.String()
}

// runs tells whether a letter stands three times or more in a row.
func runs(word string) bool {
	for i := 2; i < len(word); i++ {
		if word[i] == word[i-1] && word[i] == word[i-2] {
			return true
		}
	}
	return false
}

// squeezed leaves at most so many of letters that stand three times or more in a row.
func squeezed(word string, most int) string {
	var b strings.Builder
	for i := 0; i < len(word); {
		end := i
		for end < len(word) && word[end] == word[i] {
			end++
		}
		n := end - i
		if n > 2 {
			n = most
		}
		for range n {
			b.WriteByte(word[i])
		}
		i = end
	}
	return b.String()
}

// Match finds the watched words in what was looked at, in the order of the text, each place once.
func (w *Words) Match(n Noticed) []Match {
	var found []Match
	for at := range n.words {
		if len(found) >= maxMatches {
			break
		}
		if one, last := w.at(n.words, at); one != nil {
			found = append(found, Match{Watched: one, Start: n.words[at].start, End: n.words[last].end})
		}
	}
	shown := map[int64]bool{}
	for _, m := range found {
		shown[m.ID] = true
	}
	for at := range n.read { // what only shows when it is read: letters that were typed as entities
		if one, _ := w.at(n.read, at); one != nil && !shown[one.ID] && len(found) < maxMatches {
			shown[one.ID] = true
			found = append(found, Match{Watched: one})
		}
	}
	return overlapping(found)
}

// overlapping leaves out a place that was found twice, as itself and put together.
func overlapping(found []Match) []Match {
	var list []Match
	for _, m := range found {
		known := false
		for _, o := range list {
			known = known || o.ID == m.ID && m.Start < o.End && o.Start < m.End
		}
		if !known {
			list = append(list, m)
		}
	}
	return list
}

// at gives what is watched for that begins at a word, and its last word: the longest.
func (w *Words) at(list []reading, at int) (found *Watched, last int) {
	if r := list[at]; r.masked {
		return w.masked(r.forms[0]), at
	}
	for _, form := range list[at].forms {
		for _, one := range w.first[form] {
			if found == nil || len(one.folded) > last-at+1 {
				if end, ok := follows(list, at, one); ok {
					found, last = one, end
				}
			}
		}
		for n := 1; n <= len(form) && n <= w.long && found == nil && len(w.begins) > 0; n++ {
			if list := w.begins[form[:n]]; len(list) > 0 {
				found, last = list[0], at
			}
		}
	}
	return found, last
}

// follows tells whether the rest of a phrase stands after its first word.
func follows(list []reading, at int, one *Watched) (last int, ok bool) {
	if len(one.folded) > 1 && list[at].alone {
		return at, false
	}
	for i, word := range one.folded[1:] {
		next := at + 1 + i
		if next >= len(list) || list[next].alone || !has(list[next].forms, word, one.Begins && i == len(one.folded)-2) {
			return at, false
		}
	}
	return at + len(one.folded) - 1, true
}

func has(forms []string, word string, begins bool) bool {
	for _, f := range forms {
		if f == word || begins && strings.HasPrefix(f, word) {
			return true
		}
	}
	return false
}

// masked gives what is watched for that a word with stars in it stands for.
func (w *Words) masked(form string) *Watched {
	for _, one := range w.single[utf8.RuneCountInString(form)] {
		if covers(form, one.folded[0]) {
			return one
		}
	}
	return nil
}

// covers tells whether a word with stars is another of which more letters are shown than hidden, or at least half, the
// first among them.
func covers(form, word string) bool {
	letters, stars := []rune(word), 0
	for i, r := range []rune(form) {
		switch {
		case r == '*' && i > 0:
			stars++
		case r != letters[i]:
			return false
		}
	}
	return 2*stars <= len(letters)
}

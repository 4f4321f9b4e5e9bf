package people

import (
	"context"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"folkmoot/models/db"
)

// Bounds on a display name, in characters.
const (
	NameShortest = 2
	NameLongest  = 60
)

// CleanName gives a display name in the form in which it is stored: composed characters, single spaces. Its error is
// db.Invalid under "name" and says what to mend. It does not look whether the name is taken.
func CleanName(name string) (string, error) {
	if strings.ContainsFunc(name, unicode.IsControl) {
		return "", db.Wrong("name", "Use letters and spaces only in your name")
	}
	name = strings.Join(strings.Fields(norm.NFC.String(strings.ToValidUTF8(name, "\uFFFD"))), " ")
	letters, marks, scripts := 0, 0, map[string]bool{}
	for _, r := range name {
		switch {
		case unicode.IsLetter(r):
			letters, marks = letters+1, 0
			script := scriptOf(r)
			if script == "" || unwanted[r] {
				return "", db.Wrong("name", "We cannot show the letter %s. Use another one", strconv.QuoteRune(r))
			}
			scripts[script] = true
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Mc, r):
			if marks++; marks > 3 || letters == 0 {
				return "", db.Wrong("name", "Use fewer accents in your name")
			}
			if !unicode.Is(unicode.Inherited, r) { // a sign of one alphabet, not an accent of any
				scripts[scriptOf(r)] = true
			}
		case r == ' ', r >= '0' && r <= '9', strings.ContainsRune("-'’.,&()·", r):
			marks = 0
		default:
			return "", db.Wrong("name", "Use letters, numbers, spaces, hyphens and full stops only in your name")
		}
	}
	length := len([]rune(name))
	switch {
	case name == "":
		return "", db.Wrong("name", "Enter the name that others should see")
	case length < NameShortest || letters == 0:
		return "", db.Wrong("name", "Enter a name with at least %d letters", NameShortest)
	case length > NameLongest:
		return "", db.Wrong("name", "Your name must be %d characters or fewer. It has %d", NameLongest, length)
	case scripts[""] || !oneWriting(scripts):
		return "", db.Wrong("name", "Write your name in one alphabet. Mixed alphabets can be used to look like someone else")
	}
	return name, nil
}

// writings are the scripts in everyday use that a name may be written in.
var writings = []string{
	"Latin", "Greek", "Cyrillic", "Armenian", "Hebrew", "Arabic", "Thaana", "Devanagari", "Bengali", "Gurmukhi",
	"Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Tibetan", "Myanmar",
	"Georgian", "Hangul", "Ethiopic", "Khmer", "Hiragana", "Katakana", "Bopomofo", "Han",
}

// unwanted are letters that show nothing, and old forms that pass for others.
var unwanted = map[rune]bool{
	'\u115F': true, '\u1160': true, '\u3164': true, '\uFFA0': true, 'ϲ': true, 'Ϲ': true, 'ſ': true, 'ͺ': true,
}

// scriptOf names a letter's script where it is one of the writings. Letters of no one script, such as the
// mathematical ones, belong to none.
func scriptOf(r rune) string {
	if r < 0x80 {
		return "Latin"
	}
	if phonetic(r) {
		return ""
	}
	for _, name := range writings {
		if unicode.Is(unicode.Scripts[name], r) {
			return name
		}
	}
	if r == 'ー' || r == '々' { // Common, and everyday in Japanese
		return "Katakana"
	}
	return ""
}

// oneWriting tells whether scripts are used together in one language.
func oneWriting(scripts map[string]bool) bool {
	if len(scripts) < 2 {
		return true
	}
	east := map[string]bool{"Han": true, "Hiragana": true, "Katakana": true, "Hangul": true, "Bopomofo": true}
	for script := range scripts {
		if !east[script] {
			return false
		}
	}
	return true
}

// Skeleton is what a name looks like, with everything taken out that a quick eye does not see: case, accents,
// spaces, punctuation, and letters and digits that pass for each other. Names with equal skeletons look alike.
func Skeleton(name string) string {
	var plain strings.Builder
	for _, r := range norm.NFKD.String(name) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		if like, ok := lookAlikes[r]; ok {
			plain.WriteString(like)
			continue
		}
		r = unicode.ToLower(r)
		if like, ok := lookAlikes[r]; ok {
			plain.WriteString(like)
		} else if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mc, r) {
			plain.WriteRune(r)
		}
	}
	return alikeInLatin.Replace(strings.ToLower(plain.String()))
}

// alikeInLatin brings together what looks alike within plain Latin letters and digits.
var alikeInLatin = strings.NewReplacer("0", "o", "1", "l", "i", "l", "j", "l", "5", "s", "rn", "m", "vv", "w", "cl", "d")

// officeWords are words that only the people who run the place may carry in their names.
var officeWords = []string{
	"admin", "admins", "administrator", "administrators", "moderator", "moderators", "staff", "official", "officials",
	"folkmoot", "sysop", "webmaster", "helpdesk", "superuser",
}

// leastAlikeOffice is how many letters one of these words has at least for a slip of one letter in it to be no accident:
// Coucil, Modertor.
const leastAlikeOffice = 7

// officeNames are whole names that only they may have, or that the program uses itself.
var officeNames = []string{
	"mod", "mods", "editor", "editors", "the editor", "the editors", "host", "hosts", "team", "the team", "support", "help", "system",
	"root", "council", "the council", "someone who left", "someone", "anonymous", "nobody", "deleted", "visitor",
	"everyone", "null", "undefined",
}

// leastAlike is how many letters what a name looks like has at least for one that differs in a single letter to pass for
// it: Amin is no Admin, and Ann is not Anne.
const leastAlike = 8

// NearlyAlike tells whether two skeletons pass for each other: they are the same, or long and one letter apart.
func NearlyAlike(a, b string) bool {
	if a == b {
		return a != ""
	}
	x, y := []rune(a), []rune(b)
	return max(len(x), len(y)) >= leastAlike && oneApart(x, y)
}

// oneApart tells whether one letter added, left out, changed or swapped with the next turns one text into the other.
func oneApart(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	at := 0
	for at < len(a) && a[at] == b[at] {
		at++
	}
	switch len(b) - len(a) {
	case 1:
		return string(a[at:]) == string(b[at+1:])
	case 0:
		if at == len(a) {
			return false
		}
		swapped := at+1 < len(a) && a[at] == b[at+1] && a[at+1] == b[at] && string(a[at+2:]) == string(b[at+2:])
		return swapped || string(a[at+1:]) == string(b[at+1:])
	}
	return false
}

// looksOfficial tells whether a name would pass for the people who run the place, or for the place itself.
func looksOfficial(name, place string) bool {
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
		if matchesAny(Skeleton(word), officeWords) {
			return true
		}
	}
	whole := Skeleton(name)
	if matchesAny(whole, officeWords) || matchesAny(whole, officeNames) {
		return true
	}
	own := Skeleton(place)
	// A place with a long name is meant wherever its name stands; a place called after a town only by itself.
	return own != "" && (NearlyAlike(whole, own) || len(strings.Fields(place)) > 2 && strings.Contains(whole, own))
}

func matchesAny(skeleton string, words []string) bool {
	for _, word := range words {
		if look := Skeleton(word); skeleton == look || len(look) >= leastAlikeOffice && oneApart([]rune(skeleton), []rune(look)) {
			return true
		}
	}
	return false
}

// checkName is CleanName, and refuses what only those who run the place may be called. Before is the name that somebody
// has had so far, which they may keep when one like it comes to the team; "" for who is new.
func (s *Store) checkName(ctx context.Context, name, before string, staff bool) (clean, skeleton string, err error) {
	if clean, err = CleanName(name); err != nil {
		return "", "", err
	}
	if !staff && looksOfficial(clean, s.place) {
		return "", "", db.Wrong("name", "This name looks as if you run this place. Choose another one")
	}
	skeleton = Skeleton(clean)
	if s.Unwanted != nil && !staff && (before == "" || skeleton != Skeleton(before)) {
		why, err := s.Unwanted(ctx, clean)
		if err != nil {
			return "", "", err
		}
		if why != "" {
			return "", "", db.Wrong("name", "%s", why)
		}
	}
	return clean, skeleton, nil
}

// nameTaken is what a person reads whose name, or one that looks like it, is somebody else's.
var nameTaken = db.Wrong("name", "Someone has this name, or one that looks like it. Add an initial or your street")

package watch

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// phonetics are small letters that pass for a Latin one and that no name here is written with: of phonetic alphabets, small
// capitals, and letters with a stroke.
var phonetics = func() map[rune]rune {
	table := map[rune]rune{}
	for latin, others := range map[rune]string{
		'a': "ɑɐᴀ", 'b': "ɓʙƀ", 'c': "ᴄƈ", 'd': "đɖᴅ", 'e': "ɘəǝᴇ", 'f': "ꜰƒ", 'g': "ɡɢǥ", 'h': "ħʜɦ", 'i': "ɪɨ", 'j': "ᴊɉ", 'k': "ᴋ", 'l': "łʟɫɭ", 'm': "ᴍɱ",
		'n': "ɴɲɳ", 'o': "ᴏɔ", 'p': "ᴘƥ", 'r': "ɾɹɽ", 's': "ꜱʂ", 't': "ŧᴛʈ", 'u': "ᴜʉʊ", 'v': "ᴠʋ", 'w': "ᴡɯ", 'y': "ʏ", 'z': "ᴢʐƶ",
	} {
		for _, r := range others {
			table[r] = latin
		}
	}
	return table
}()

// passesFor gives the letter that one passes for; itself where that is no other.
func passesFor(r rune) rune {
	if latin, ok := phonetics[r]; ok {
		return latin
	}
	return r
}

// unringed writes letters in rings and boxes as the letters that they are.
func unringed(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'Ⓐ' && r <= 'ⓩ':
			return 'a' + (r-'Ⓐ')%26
		case r >= '🄰' && r <= '🅉', r >= '🅐' && r <= '🅩', r >= '🅰' && r <= '🆉':
			return 'a' + (r-'🄰')%32
		}
		return r
	}, text)
}

// Words with signs for letters: how many of a text are looked at, and how long they are at most, in bytes.
const (
	maxSigned  = 50
	longSigned = 60
)

// asLetters turns signs into the letters that they pass for.
var asLetters = strings.NewReplacer("@", "a", "$", "s", "!", "i", "€", "e", "£", "l")

// signed gives the words of a text in which signs stand for letters, with those letters in their place.
func signed(source string) (list []reading) {
	if !strings.ContainsAny(source, "@$!€£") {
		return nil
	}
	for at := 0; at < len(source) && len(list) < maxSigned; {
		end := strings.IndexFunc(source[at:], unicode.IsSpace)
		if end < 0 {
			end = len(source) - at
		}
		run := source[at : at+end]
		begin := strings.IndexFunc(run, inSigned)
		if begin >= 0 {
			last := strings.LastIndexFunc(run, func(r rune) bool { return inSigned(r) && r != '!' })
			if last > begin {
				_, size := utf8.DecodeRuneInString(run[last:])
				word := run[begin : last+size]
				if len(word) <= longSigned && strings.ContainsAny(word, "@$!€£") {
					list = append(list, reading{forms: formsOf(asLetters.Replace(word), token{letters: 1, digits: 1}), start: at + begin, end: at + last + size, alone: true})
				}
			}
		}
		at += end
		_, size := utf8.DecodeRuneInString(source[at:])
		at += max(size, 1)
	}
	return list
}

// inSigned tells whether a word that signs stand in can begin with a letter or sign.
func inSigned(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("@$!€£", r)
}

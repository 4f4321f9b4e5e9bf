package people

// lookAlikes gives the Latin letter or digit that a letter of another alphabet passes for. A capital stands here
// where it looks different from its small letter; every other letter is looked up in its small form.
var lookAlikes = func() map[rune]string {
	table := map[rune]string{}
	for latin, others := range map[string]string{
		"2": "ƧƨꙄꙅ", "3": "ƷʒȜȝзӡ", "5": "Ƽƽ", "6": "б", "8": "Ȣȣ",
		"a": "αа", "b": "βвьƄƅ", "c": "сϲϹ", "d": "ԁɗ", "e": "εеҽɛ", "f": "ϝքẝ", "g": "ցԍƍ", "h": "Ηηнһհ",
		"i": "ιіꙇӏıɩƖ", "j": "јϳ", "k": "κкƙ", "m": "Μμмϻ", "n": "Νոռ", "o": "οσоօዐଠഠဝჿöø", "p": "ρр", "q": "ԛգզ",
		"r": "гƦʀ", "s": "ѕտſ", "t": "Ττт", "u": "υսሀ", "v": "νѵ", "w": "ѡԝաω", "x": "χх", "y": "ΥϒγуүყỿƔ", "z": "Ζζ",
	} {
		for _, r := range others {
			table[r] = latin
		}
	}
	return table
}()

// LooksLike gives the Latin letter or digit that a letter of another alphabet passes for.
func LooksLike(r rune) (like string, ok bool) {
	like, ok = lookAlikes[r]
	return like, ok
}

// phonetic tells whether a Latin letter stands in no alphabet that names are written in: letters of phonetic and
// medieval notation, most of which pass for others.
func phonetic(r rune) bool {
	switch {
	case r == 'ɔ' || r == 'ɛ' || r == 'ɓ' || r == 'ɗ' || r == 'ə': // in West African and Azeri names
		return false
	case r >= 0x01C0 && r <= 0x01C3, r >= 0x0250 && r <= 0x02FF, r >= 0x1D00 && r <= 0x1DBF:
		return true
	case r >= 0x2C60 && r <= 0x2C7F, r >= 0xA720 && r <= 0xA7FF, r >= 0xAB30 && r <= 0xAB6F, r == 0x01BF, r == 0x01F7:
		return true
	}
	return false
}

package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean is what every form runs first on a text of several lines. It refuses bytes that are
// not UTF-8 and NUL characters with a Refusal, turns every kind of line end into LF, drops
// white space at the very end, and keeps everything else as it was typed.
func Clean(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", refuse(NotText, "Some of the letters in your text came through broken. Please type or paste it again.")
	}
	if strings.IndexByte(s, 0) >= 0 {
		return "", refuse(NotText, "Your text has a hidden character in it that we cannot keep. Please type it again.")
	}
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(s, "\r\n", "\n")
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	return strings.TrimRightFunc(s, unicode.IsSpace), nil
}

// Line is what forms run on a field of one line, such as a name or a title. Beyond what Clean
// does, it refuses control characters and characters that change the reading direction, turns
// every run of white space into one space, and drops it at both ends.
func Line(s string) (string, error) {
	s, err := Clean(s)
	if err != nil {
		return "", err
	}
	for _, r := range s {
		if isDirection(r) || (unicode.IsControl(r) && !unicode.IsSpace(r)) {
			return "", refuse(HiddenControls, "This has a hidden character in it that could mislead readers. Please type it again.")
		}
	}
	return strings.Join(strings.Fields(s), " "), nil
}

// isDirection tells the characters that embed, override or isolate the reading direction.
// The plain marks U+200E, U+200F and U+061C only ever affect their neighbours and are harmless.
func isDirection(r rune) bool {
	return (r >= 0x202A && r <= 0x202E) || (r >= 0x2066 && r <= 0x2069)
}

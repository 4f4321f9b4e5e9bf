package newest

import (
	"regexp"
	"strings"
)

// longestAttribution is over how many lines a mail program breaks "On … wrote:".
const longestAttribution = 4

// cutEarlier leaves out the mail that is answered where it follows without marks of quotation: after the line that
// names its writer, or after its headers.
func cutEarlier(lines []string) []string {
	for i, line := range lines {
		if line == "" || isQuoted(line) {
			continue
		}
		if divider.MatchString(line) || wroteAndWords.MatchString(line) || isHeaders(lines[i:]) {
			return lines[:i]
		}
		if isRule(line) && isHeaders(trimBlank(lines[i+1:])) {
			return lines[:i]
		}
		if n := attribution(lines[i:]); n > 0 {
			rest := trimBlank(lines[i+n:])
			if len(rest) == 0 || !isQuoted(rest[0]) {
				if dated.MatchString(strings.Join(lines[i:i+n], " ")) {
					return lines[:i]
				}
			}
		}
	}
	return lines
}

// divider is what stands above an earlier mail in Outlook and on phones.
var divider = regexp.MustCompile(`(?i)^[-_*\s]{2,}\s*(original message|original email|forwarded message|reply message|neges wreiddiol|e-bost gwreiddiol|neges a anfonwyd ymlaen|message d'origine|ursprüngliche nachricht|mensaje original|mensagem original|wiadomość oryginalna|oorspronkelijk bericht|messaggio originale)\s*[-_*\s]{2,}$`)

// isRule tells whether a line is a rule of underscores, such as Outlook draws.
func isRule(line string) bool {
	return len(line) >= 10 && strings.Trim(line, "_") == ""
}

// header is one line of the head of an earlier mail, in the languages of mail programs that we know of.
var header = regexp.MustCompile(`(?i)^\*{0,2}(from|sent|date|to|cc|subject|reply-to|importance|oddi wrth|anfonwyd|dyddiad|at|copi|pwnc|testun|de|envoyé|à|objet|von|gesendet|an|betreff|od|wysłano|do|temat|enviado|para|asunto|assunto)\s?:\*{0,2}(\s|$)`)

var headerFrom = regexp.MustCompile(`(?i)^\*{0,2}(from|oddi wrth|de|von|od)\s?:\*{0,2}\s+\S`)

// isHeaders tells whether the head of a mail begins here: who it is from, and at least two lines more of its kind.
func isHeaders(lines []string) bool {
	if len(lines) == 0 || !headerFrom.MatchString(lines[0]) {
		return false
	}
	more := 0
	for _, line := range lines[1:min(len(lines), 8)] {
		if line == "" && more > 0 {
			break
		}
		if header.MatchString(line) {
			more++
		}
	}
	return more >= 2
}

// wrote is how the line ends, or in some languages begins, that says who wrote what is quoted.
var (
	wrote = regexp.MustCompile(`(?i)^(?:on|ar|le|am|el|em|il|op|w dniu|dnia)\s.*\b(?:wrote|writes|ysgrifennodd|a écrit|schrieb|escribió|escreveu|ha scritto|schreef|pisze|napisał(?:\(a\)|a)?|het volgende geschreven)\b[^\n]{0,120}:\s*$`)
	// Gmail's older way: a date, a name, an address.
	plainFrom = regexp.MustCompile(`^\d{4}-\d{2}-\d{2} \d{1,2}:\d{2} (?:GMT|UTC)?[^<>]{0,80}<[^<>@\s]+@[^<>\s]+>:\s*$`)
	// Short, of programs that give no date.
	shortWrote = regexp.MustCompile(`(?i)^[^\n]{1,120}(?:<[^<>@\s]+@[^<>\s]+>|\([^()@\s]+@[^()\s]+\))\s+(?:wrote|writes|ysgrifennodd)\s*:\s*$`)
	// Yahoo's on phones, which puts everything that is quoted on the same line.
	wroteAndWords = regexp.MustCompile(`^On [^\n<>]{8,120}<[^<>@\s]+@[^<>\s]+> wrote:\s+\S`)
	// dated is a line that says when somebody wrote: words of a person hardly ever say the time to the minute.
	dated = regexp.MustCompile(`\d{1,2}[:.]\d{2}|<[^<>@\s]+@[^<>\s]+>|\b(?:19|20)\d{2}\b`)
)

// attribution tells over how many lines "On … wrote:" goes that begins here; 0 where none does.
func attribution(lines []string) int {
	joined := ""
	for n := range min(longestAttribution, len(lines)) {
		if lines[n] == "" || isQuoted(lines[n]) {
			return 0
		}
		joined = strings.TrimSpace(joined + " " + lines[n])
		if len(joined) > 400 {
			return 0
		}
		if wrote.MatchString(joined) || plainFrom.MatchString(joined) || shortWrote.MatchString(joined) {
			return n + 1
		}
	}
	return 0
}

// withoutAttributions leaves out the lines that say who wrote what is quoted below them, and tells whether there were
// any. Those that say no date and quote nothing are somebody's words.
func withoutAttributions(lines []string) (kept []string, named bool) {
	for i := 0; i < len(lines); i++ {
		if n := attribution(lines[i:]); n > 0 {
			rest := trimBlank(lines[i+n:])
			if len(rest) > 0 && isQuoted(rest[0]) || dated.MatchString(strings.Join(lines[i:i+n], " ")) {
				i, named = i+n-1, true
				continue
			}
		}
		kept = append(kept, lines[i])
	}
	return trimBlank(kept), named
}

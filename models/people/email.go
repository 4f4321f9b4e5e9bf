package people

import (
	"strings"

	"golang.org/x/net/idna"

	"folkmoot/models/db"
)

// CleanEmail gives an email address in the form in which it is stored and compared: small letters, the domain in
// ASCII. Its error is db.Invalid under "email". Addresses with quotes, comments or letters beyond ASCII before
// the @ are refused: few mail servers take them, and they are made for attacks more often than for people.
func CleanEmail(address string) (string, error) {
	address = strings.ToLower(strings.TrimSpace(address))
	if address == "" {
		return "", db.Wrong("email", "Enter your email address")
	}
	wrong := db.Wrong("email", "Enter an email address like name@example.org")
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at > 64 || len(address) > 254 || !isLocalPart(address[:at]) {
		return "", wrong
	}
	domain, err := idna.Lookup.ToASCII(address[at+1:])
	if err != nil || !isDomain(domain) || at+1+len(domain) > 254 {
		return "", wrong
	}
	return address[:at+1] + domain, nil
}

// isLocalPart tells whether a text is words of mail's everyday characters with single full stops between.
func isLocalPart(text string) bool {
	for word := range strings.SplitSeq(text, ".") {
		if word == "" || strings.ContainsFunc(word, func(r rune) bool {
			return !isLetterOrDigit(r) && !strings.ContainsRune("!#$%&'*+/=?^_`{|}~-", r)
		}) {
			return false
		}
	}
	return true
}

// isDomain tells whether a text is a host name with at least one full stop, and no number address.
func isDomain(text string) bool {
	labels := strings.Split(text, ".")
	if len(labels) < 2 {
		return false
	}
	for _, label := range labels {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.ContainsFunc(label, func(r rune) bool { return r != '-' && !isLetterOrDigit(r) }) {
			return false
		}
	}
	last := labels[len(labels)-1]
	return len(last) >= 2 && strings.ContainsFunc(last, func(r rune) bool { return r >= 'a' && r <= 'z' })
}

func isLetterOrDigit(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

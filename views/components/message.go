package components

import (
	"context"
	"regexp"
	"strings"

	"folkmoot/views/locale"
)

// messagePart is a part of a message about a field: words, or the address of something that was said.
type messagePart struct{ Words, URL string }

// said is the address of a contribution, as rooms put it in a message.
var said = regexp.MustCompile(`/contributions/[1-9][0-9]{0,18}\b`)

// messageParts takes the addresses of contributions out of a message, so that they can be shown as links. Nothing else in
// it ever leads anywhere, whoever wrote it.
func messageParts(message string) (parts []messagePart) {
	from := 0
	for _, at := range said.FindAllStringIndex(message, -1) {
		if at[0] > from {
			parts = append(parts, messagePart{Words: message[from:at[0]]})
		}
		parts = append(parts, messagePart{URL: message[at[0]:at[1]]})
		from = at[1]
	}
	if from < len(message) {
		parts = append(parts, messagePart{Words: message[from:]})
	}
	return parts
}

// MessageWords is a message in words alone, for where it is a link itself.
func MessageWords(ctx context.Context, message string) string {
	var words strings.Builder
	for _, part := range messageParts(message) {
		if part.URL != "" {
			part.Words = locale.T(ctx, "read what you said")
		}
		words.WriteString(part.Words)
	}
	return words.String()
}

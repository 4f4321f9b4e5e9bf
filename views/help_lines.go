package views

import (
	"strings"

	"folkmoot/models/rules"
)

// dial is the link that rings a help line, or begins a text message to it.
func dial(line rules.HelpLine) string {
	link := telephone(line.Number)
	if line.Text {
		return "sms:" + strings.TrimPrefix(link, "tel:")
	}
	return link
}

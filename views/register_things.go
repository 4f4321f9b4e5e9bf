package views

import (
	"context"

	"folkmoot/models/say"
	"folkmoot/views/locale"
)

// registerThings names what things of the register are, by their kinds; a number follows.
var registerThings = map[string]say.Text{
	"anchor":            "anchor",
	"appeal":            "appeal",
	"baseline":          "baseline",
	"certificate":       "certificate",
	"chapter":           "chapter",
	"commitment":        "commitment",
	"concern":           "concern",
	"consultation":      "consultation",
	"contribution":      "contribution",
	"defamation notice": "defamation notice",
	"double-coding":     "double-coding",
	"group":             "group",
	"guide":             "guide",
	"house-rule":        "house-rule",
	"issue":             "issue",
	"person":            "person",
	"place":             "place",
	"privacy request":   "privacy request",
	"prompt":            "prompt",
	"question":          "question",
	"register":          "register",
	"safety-record":     "safety-record",
	"setting":           "setting",
	"site":              "site",
	"snapshot":          "snapshot",
	"theme":             "theme",
	"thread":            "thread",
	"watched-words":     "watched-words",
}

// thingName names the kind of a thing in the reader's language. One of an older program that is not known any more stands
// as it is.
func thingName(ctx context.Context, kind string) string {
	if name := registerThings[kind]; name != "" {
		return locale.Say(ctx, name)
	}
	return kind
}

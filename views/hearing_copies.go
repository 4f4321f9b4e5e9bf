package views

import (
	"context"

	"folkmoot/models/insight"
	"folkmoot/views/locale"
)

// CopiesPage is what several people sent in nearly the same words.
type CopiesPage struct {
	Page
	Scope    insight.Scope
	Today    insight.Day
	Copies   insight.Copies
	Families []insight.Family
}

// copiesWords say how many comments, people and texts there are in what says nearly the same; empty where nothing does.
func copiesWords(ctx context.Context, c insight.Copies) string {
	if c.Said == 0 {
		return ""
	}
	return locale.T(ctx, "%s from %s say nearly the same as another. Together they are %s.", locale.N(ctx, c.Said, "1 comment", "%d comments"),
		locale.N(ctx, c.People, "1 person", "%d people"), locale.N(ctx, c.Texts, "1 text", "%d texts"))
}

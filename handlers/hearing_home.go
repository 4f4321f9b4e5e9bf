package handlers

import (
	"context"

	"folkmoot/views"
	"folkmoot/views/locale"
)

// How much of the summary is on the first page.
const (
	homeIssues  = 3
	homeAnswers = 3
)

// Heard is what most different people raise, for the first page.
func (a *App) Heard(ctx context.Context) ([]views.HeardIssue, error) {
	top, err := a.Insight.Top(ctx, homeIssues)
	if err != nil {
		return nil, err
	}
	var list []views.HeardIssue
	for _, issue := range top {
		list = append(list, views.HeardIssue{
			Title: issue.Title, URL: "/hearing#theme-" + issue.Slug,
			Words: locale.N(ctx, issue.Contributions, "1 comment", "%d comments") + " " +
				locale.N(ctx, issue.People, "from 1 person", "from %d people") + ".",
			ThemeSlug: issue.Slug, ThemeName: issue.Name, ThemeMark: issue.Mark, Weeks: issue.Weeks,
		})
	}
	return list, nil
}

// Answered is "You said, we did" for the first page.
func (a *App) Answered(ctx context.Context) ([]views.Reply, error) {
	answers, err := a.Insight.Responded(ctx, homeAnswers)
	if err != nil {
		return nil, err
	}
	var list []views.Reply
	for _, answer := range answers {
		list = append(list, views.Reply{
			Said: answer.Title, Counts: locale.Date(ctx, answer.At), HTML: answer.ResponseHTML, URL: "/hearing#theme-" + answer.Slug,
		})
	}
	return list, nil
}

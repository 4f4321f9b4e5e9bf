package handlers

import (
	"context"
	"strings"

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
			Title: issue.Title, URL: views.IssueURL(issue.Slug),
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
		html, more := firstParagraph(answer.ResponseHTML)
		list = append(list, views.Reply{
			Said: answer.Title, Counts: locale.Date(ctx, answer.At), HTML: html, More: more, URL: views.IssueURL(answer.Slug),
		})
	}
	return list, nil
}

// firstParagraph cuts stored HTML after its first paragraph, and tells whether more follows. What does not begin with
// a paragraph stays whole.
func firstParagraph(html string) (first string, more bool) {
	const begin, end = "<p>", "</p>"
	at := strings.Index(html, end)
	if at < 0 || !strings.HasPrefix(html, begin) {
		return html, false
	}
	rest := strings.TrimSpace(html[at+len(end):])
	return html[:at+len(end)], rest != ""
}

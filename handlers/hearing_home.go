package handlers

import (
	"context"
	"strings"

	"folkmoot/models/insight"
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
	today := a.summaryDay()
	for _, issue := range top {
		now, before := weekWords(ctx, issue, today)
		list = append(list, views.HeardIssue{
			Title: issue.Title, URL: views.IssueURL(issue.Slug),
			Words: locale.N(ctx, issue.Contributions, "1 comment", "%d comments") + " " +
				locale.N(ctx, issue.People, "from 1 person", "from %d people") + ".",
			ThemeSlug: issue.Slug, ThemeName: issue.Name, ThemeMark: issue.Mark, Weeks: issue.Weeks, Newest: now, Before: before,
		})
	}
	return list, nil
}

// weekWords say how much was said in the newest week of an issue, which need not be this one, and in the week before it.
func weekWords(ctx context.Context, issue insight.Headline, today insight.Day) (newest, before string) {
	n, week := issue.Newest.Contributions, issue.Newest.Start
	switch {
	case week.Add(7) > today && n == 0:
		newest = locale.T(ctx, "None so far this week")
	case week.Add(7) > today:
		newest = locale.T(ctx, "%s so far this week", locale.Number(ctx, n))
	case week.Add(14) > today && n == 0:
		newest = locale.T(ctx, "None last week")
	case week.Add(14) > today:
		newest = locale.T(ctx, "%s last week", locale.Number(ctx, n))
	case n == 0:
		newest = locale.T(ctx, "None in the week of %s", locale.Date(ctx, week.Start(locale.From(ctx).Zone)))
	default:
		newest = locale.T(ctx, "%s in the week of %s", locale.Number(ctx, n), locale.Date(ctx, week.Start(locale.From(ctx).Zone)))
	}
	switch {
	case issue.Before == nil:
	case issue.Before.Contributions == 0:
		before = locale.T(ctx, "none the week before")
	default:
		before = locale.T(ctx, "%s the week before", locale.Number(ctx, issue.Before.Contributions))
	}
	return newest, before
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

package views

import (
	"context"
	"strings"

	"folkmoot/models/insight"
	"folkmoot/models/snapshots"
	"folkmoot/views/charts"
	"folkmoot/views/locale"
	"folkmoot/views/paper"
)

// frozenSeen are the views of a frozen summary as they are shown; without any where it was made before it had them.
func frozenSeen(ctx context.Context, e snapshots.Edition) SeenAlike {
	s := SeenAlike{Views: e.Seen(), Frozen: true, Words: map[int64]insight.Words{}, Gone: map[int64]string{}}
	if s.Views == nil {
		return s
	}
	s.Answered = e.Views.Answered
	for _, one := range e.Views.Statements {
		s.Words[one.Contribution] = insight.Words{Text: one.Text, Whole: one.Whole}
		if one.Removed != 0 {
			s.Gone[one.Contribution] = removedWords(ctx, one.Quote)
		}
	}
	return s
}

// tableName names the table of views.
func (s SeenAlike) tableName(ctx context.Context) string {
	if s.Frozen {
		return locale.T(ctx, "The views in words")
	}
	return locale.T(ctx, "The map in words")
}

// paperViews says who sees things alike.
func paperViews(ctx context.Context, p *paper.Paper, e snapshots.Edition) {
	s := frozenSeen(ctx, e)
	if s.Views == nil {
		return
	}
	p.Heading(2, "views", locale.T(ctx, "Who sees things alike"))
	p.Say(s.counted(ctx))
	if len(s.Views.Views) == 0 {
		p.Line(paper.Run{Text: locale.T(ctx, "No distinct groups.") + " ", Bold: true}, paper.Run{Text: s.noViews(ctx)})
	}
	for i, v := range s.Views.Views {
		p.Heading(3, "view-"+strings.ToLower(v.Name), locale.T(ctx, "What sets View %s apart", v.Name))
		p.Say(locale.N(ctx, v.People, "1 person", "%d people") + ".")
		paperStatements(ctx, p, s, s.eachApart(ctx, i, v.Apart))
	}
	shared, opposed := locale.T(ctx, "What everybody shares"), locale.T(ctx, "What all views disagree with")
	if len(s.Views.Views) == 0 {
		shared, opposed = locale.T(ctx, "What most people agree with"), locale.T(ctx, "What most people disagree with")
	}
	for _, list := range []struct {
		id, title string
		places    []int
		words     func(at int) string
	}{
		{"shared", shared, s.Shared, func(at int) string { return s.sharedWords(ctx, at, true) }},
		{"opposed", opposed, s.Opposed, func(at int) string { return s.sharedWords(ctx, at, false) }},
		{"divides", locale.T(ctx, "What divides us"), s.Divides, func(at int) string { return s.standWords(ctx, at) }},
		{"unsure", locale.T(ctx, "What people pass on"), s.Unsure, func(at int) string { return s.passWords(ctx, at) }},
	} {
		if len(list.places) > 0 {
			p.Heading(3, list.id, list.title)
			paperStatements(ctx, p, s, statedEach(list.places, list.words))
		}
	}
}

func paperStatements(ctx context.Context, p *paper.Paper, s SeenAlike, list []stated) {
	for _, one := range list {
		p.Line(paper.Run{Text: s.quoted(ctx, one.at), URL: s.Statements[one.at].URL()}, paper.Run{Text: " " + one.words})
	}
}

// standWords says where everybody and each view stands on a statement.
func (s SeenAlike) standWords(ctx context.Context, place int) string {
	var parts []string
	for _, row := range s.stands(ctx, place) {
		if row.Untold {
			parts = append(parts, locale.T(ctx, "%s: too few answered to show.", row.Label))
			continue
		}
		parts = append(parts, locale.T(ctx, "%s: %s agree, %s disagree, %s pass.", row.Label,
			locale.Number(ctx, row.Agree), locale.Number(ctx, row.Disagree), locale.Number(ctx, row.Pass)))
	}
	return strings.Join(parts, " ")
}

// paperHeard says whom a summary has heard from, against who lives here, and what nobody knows.
func paperHeard(ctx context.Context, p *paper.Paper, e snapshots.Edition) {
	h := e.Reached()
	if len(h.By) == 0 {
		return
	}
	var items []string
	for _, r := range h.By {
		for _, l := range r.Lines {
			if l.Few {
				items = append(items, reachCategory(ctx, r, l)+": "+fewWords(ctx, r, l))
			}
		}
	}
	if len(items) > 0 {
		p.Say(locale.T(ctx, "These people live here but are few in this summary."))
		p.List(items...)
	}
	for _, r := range h.By {
		p.Heading(3, "heard", reachTitle(ctx, r))
		p.Say(reachBasis(ctx, r))
		head := []string{locale.T(ctx, "Who"), reachHead(ctx, r)}
		if r.Lives > 0 {
			head = append(head, locale.T(ctx, "Live here"))
		}
		var rows [][]string
		for _, l := range r.Lines {
			heard := reachHeard(ctx, r, l)
			if l.Few {
				heard += ". " + locale.T(ctx, "Few")
			}
			row := []string{reachCategory(ctx, r, l), heard}
			if r.Lives > 0 {
				row = append(row, reachLives(ctx, r, l))
			}
			rows = append(rows, row)
		}
		p.Table(locale.T(ctx, "%s, as a table", reachTitle(ctx, r)), head, rows)
	}
	p.Heading(3, "unknown", locale.T(ctx, "What we do not know"))
	for _, words := range unknown(ctx, h) {
		p.Say(words)
	}
}

// unknown says what nobody knows of those who were heard.
func unknown(ctx context.Context, h insight.Heard) []string {
	asked := locale.T(ctx, "Answers about themselves are counted apart from names and from what people said. So we can say how many of each we reach, never who said what.")
	if len(h.Questions) == 0 {
		asked = locale.T(ctx, "We do not ask about age, health or language, so we cannot say who is missing there.")
	}
	return []string{asked, locale.T(ctx, "We see who writes, not who reads, and not who was told of this by somebody else.")}
}

// issueFigures are the few figures of an issue that stand in the list of contents.
func issueFigures(ctx context.Context, i snapshots.Issue) string {
	return locale.N(ctx, i.People, "1 person", "%d people") + ", " + locale.N(ctx, i.Contributions, "1 comment", "%d comments")
}

// positionsOf are the positions on an issue, to be drawn.
func positionsOf(i snapshots.Issue) charts.Positions {
	return charts.Positions{Agree: i.Positions.Agree, Disagree: i.Positions.Disagree, Pass: i.Positions.Pass}
}

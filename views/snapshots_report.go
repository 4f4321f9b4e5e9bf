package views

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/insight"
	"folkmoot/models/snapshots"
	"folkmoot/views/components"
	"folkmoot/views/locale"
	"folkmoot/views/paper"
)

// Report is a council's report: what was asked, who took part, what was said and what came of it. Everything in it is
// stored; a part of which nothing is stored says so or is left out.
type Report struct {
	Snapshot snapshots.Snapshot // one without editions is the summary as it is now
	Parts    []ReportPart
	At       clock.Instant // the moment that everything outside the snapshot is of
}

// ReportPart is a chapter of a guide, or a question of the place, that people were asked about.
type ReportPart struct {
	Guide     guide.Guide   // of a chapter
	Chapter   guide.Chapter // its ID is 0 for a question
	Title     string
	URL       string
	Asked     consultation.Consultation
	OpensAt   clock.Instant
	ClosesAt  clock.Instant
	Comments  int
	People    int
	ByWho     map[string]int
	Issues    []snapshots.Issue // what was said about it, by theme
	Fates     guide.Tally
	Groups    []guide.SaidGroup
	Versions  []guide.Version
	Behind    guide.Triangle // what the ledger says stands behind the newest version
	Decisions []consultation.Record
}

// heading names the part.
func (r ReportPart) heading(ctx context.Context) string {
	if r.Chapter.ID != 0 {
		return locale.T(ctx, "Chapter %d: %s", r.Chapter.Number, r.Title)
	}
	return locale.T(ctx, "Question: %s", r.Title)
}

// ReportPaper is a report as a document.
func ReportPaper(ctx context.Context, place, site string, r Report) paper.Paper {
	e := r.Snapshot.Edition
	title := locale.T(ctx, "Report: what people said")
	if e.Title != "" {
		title = locale.T(ctx, "Report: %s", e.Title)
	}
	p := paper.Paper{
		Language: locale.Language(ctx), Title: title, Lead: snapshotSentence(ctx, e), Place: place, Site: site, At: r.At,
		Address: LiveReportURL(e.ScopeOf()), Contents: locale.T(ctx, "What is in it"),
	}
	if r.Snapshot.Slug != "" {
		p.Address = SnapshotURL(r.Snapshot.Slug, "/report")
	}
	p.Prose(r.Snapshot.HTML.Intro)
	reportShort(ctx, &p, r)
	paperUnheard(ctx, &p, e)
	reportParts(ctx, &p, r)
	paperIssues(ctx, &p, r.Snapshot, locale.T(ctx, "Theme by theme: what people said and where they stand"))
	paperViews(ctx, &p, e)
	reportAnswers(ctx, &p, r)
	reportPromises(ctx, &p, r)
	paperMethods(ctx, &p, e)
	paperCheck(ctx, &p, r.Snapshot)
	return p
}

// shortIssues is how many issues the first page of a report lists.
const shortIssues = 10

// reportShort is the first page: what it is of, and the strongest issues.
func reportShort(ctx context.Context, p *paper.Paper, r Report) {
	e := r.Snapshot.Edition
	p.Heading(2, "short", locale.T(ctx, "In short"))
	if len(r.Snapshot.Editions) > 0 {
		p.Say(locale.T(ctx, "The figures by theme were frozen on %s. What became of comments, and what was decided, is as it stood on %s.",
			locale.DateLong(ctx, clock.Instant(e.At)), locale.DateLong(ctx, r.At)))
	} else {
		p.Say(locale.T(ctx, "Everything here is as it stood on %s.", locale.DateLong(ctx, r.At)))
	}
	var rows [][]string
	for n, i := range e.Issues[:min(len(e.Issues), shortIssues)] {
		rows = append(rows, []string{
			strconv.Itoa(n+1) + ". " + i.Title, locale.Number(ctx, i.People), locale.Number(ctx, i.Contributions), components.StateLabel(ctx, i.State),
		})
	}
	p.Table(locale.T(ctx, "What most different people raised"), []string{
		locale.T(ctx, "Issue"), locale.T(ctx, "People"), locale.T(ctx, "Comments"), locale.T(ctx, "State"),
	}, rows)
	if rest := len(e.Issues) - len(rows); rest > 0 {
		p.Say(locale.N(ctx, rest, "1 more issue stands under “Theme by theme”.", "%d more issues stand under “Theme by theme”."))
	}
}

// reportParts goes through what was asked, one after the other.
func reportParts(ctx context.Context, p *paper.Paper, r Report) {
	p.Heading(2, "asked", locale.T(ctx, "Chapter by chapter: what was asked, what was said, what came of it"))
	if len(r.Parts) == 0 {
		p.Say(locale.T(ctx, "Nobody was asked about a chapter or a question in what this report is of. People spoke in groups of their own accord."))
	}
	for _, part := range r.Parts {
		p.Heading(3, "part", part.heading(ctx))
		from := []paper.Run{{Text: locale.T(ctx, "Read it here"), URL: part.URL}}
		if part.Chapter.ID != 0 {
			from = append([]paper.Run{{Text: locale.T(ctx, "From “%s”.", part.Guide.Title) + " "}}, from...)
		}
		p.Line(from...)
		reportAsked(ctx, p, part)
		reportSaid(ctx, p, part)
		reportFates(ctx, p, part)
		reportChanges(ctx, p, part)
		reportDecisions(ctx, p, part)
	}
}

// reportAsked says on which terms people were asked.
func reportAsked(ctx context.Context, p *paper.Paper, part ReportPart) {
	p.Heading(4, "terms", locale.T(ctx, "What was asked"))
	var when []string
	if part.OpensAt != 0 {
		when = append(when, locale.T(ctx, "Open from %s.", locale.DateLong(ctx, part.OpensAt)))
	}
	if part.ClosesAt != 0 {
		when = append(when, locale.T(ctx, "Closing time: %s.", locale.DateLong(ctx, part.ClosesAt)))
	}
	p.Say(strings.Join(when, " "))
	if !part.Asked.Shown() {
		p.Say(locale.T(ctx, "No terms are recorded: it is not written down what was open and what was decided already."))
		return
	}
	t := part.Asked.Terms
	for _, text := range []struct{ name, html string }{
		{locale.T(ctx, "What is decided already:"), t.Decided.HTML}, {locale.T(ctx, "What is open:"), t.Open.HTML}, {locale.T(ctx, "Why we asked:"), t.Why.HTML},
	} {
		if text.html != "" {
			p.Line(paper.Run{Text: text.name, Bold: true})
			p.Prose(text.html)
		}
	}
	var options []string
	for _, o := range t.Options {
		words := o.Words
		if o.Discarded {
			words = locale.T(ctx, "%s (not offered any more: %s)", o.Words, o.Reason)
		}
		options = append(options, words)
	}
	if len(options) > 0 {
		p.Line(paper.Run{Text: locale.T(ctx, "The options:"), Bold: true})
		p.List(options...)
	}
	if t.Decider != "" {
		p.Say(locale.T(ctx, "Who decides: %s.", strings.TrimRight(t.Decider, ".")))
	}
}

// reportSaid says who took part and what they said.
func reportSaid(ctx context.Context, p *paper.Paper, part ReportPart) {
	p.Heading(4, "took-part", locale.T(ctx, "Who took part, and what they said"))
	if part.Comments == 0 {
		p.Say(locale.T(ctx, "Nobody has said anything."))
		return
	}
	p.Say(fromPeople(ctx, part.Comments, part.People) + ": " + whoWords(ctx, part.ByWho) + ".")
	if names := missingWho(ctx, part.ByWho); len(names) > 0 {
		p.Say(locale.T(ctx, "We have not heard from %s on this.", oneOf(ctx, names)))
	}
	for _, i := range part.Issues {
		p.Line(paper.Run{Text: i.Title + ". ", Bold: true}, paper.Run{Text: locale.T(ctx, "%s spoke about it in %s.",
			locale.N(ctx, i.People, "1 person", "%d people"), locale.N(ctx, i.Contributions, "1 comment", "%d comments")) + " " + positionWords(ctx, i.Positions)})
		paperQuotes(ctx, p, i.Quotes)
	}
}

// reportFates says what became of the comments on a chapter.
func reportFates(ctx context.Context, p *paper.Paper, part ReportPart) {
	if part.Chapter.ID == 0 || part.Fates.Comments == 0 {
		return
	}
	p.Heading(4, "fates", locale.T(ctx, "What became of the comments"))
	var rows [][]string
	for _, row := range fateRows(ctx, consultation.Figures{Fates: part.Fates.By}) {
		rows = append(rows, []string{row.label, locale.Number(ctx, row.n)})
	}
	p.Table(locale.T(ctx, "What became of the comments"), []string{locale.T(ctx, "What became of them"), locale.T(ctx, "Comments")}, rows)
	var items []string
	for _, g := range part.Groups {
		if words := groupWords(ctx, part, g); words != "" {
			items = append(items, words)
		}
	}
	if len(items) > 0 {
		p.Line(paper.Run{Text: locale.T(ctx, "You said, we did, or have not, because:"), Bold: true})
		p.List(items...)
	}
	if waiting := part.Fates.By[discussion.Pending]; waiting > 0 {
		p.Say(locale.N(ctx, waiting, "1 comment waits for an answer.", "%d comments wait for an answer."))
	}
}

// groupWords says what became of comments that came to the same.
func groupWords(ctx context.Context, part ReportPart, g guide.SaidGroup) string {
	from := fromPeople(ctx, g.Comments, g.People)
	switch g.Fate {
	case discussion.TakenIn:
		number := strconv.Itoa(part.Chapter.Number) + "." + strconv.Itoa(g.Paragraph)
		words := locale.T(ctx, "%s changed paragraph %s in version %d", from, number, g.Version)
		if g.TakenOut {
			words = locale.T(ctx, "%s led to paragraph %s being taken out in version %d", from, number, g.Version)
		} else if g.Paragraph == 0 {
			words = locale.T(ctx, "%s changed the text in version %d", from, g.Version)
		}
		if more := inPart(ctx, g); more != "" {
			return words + more
		}
		return words + "."
	case discussion.NotTakenIn:
		return locale.T(ctx, "Not taken in: %s. The reason: %s", from, g.Reason)
	case discussion.Answered:
		return locale.T(ctx, "Answered: %s. %s", from, g.Reason)
	case discussion.MovedAway:
		if g.To.Thread == 0 {
			return locale.T(ctx, "Moved to another discussion: %s.", from)
		}
		return locale.T(ctx, "Moved to “%s”: %s.", g.To.Title, from)
	}
	return ""
}

// reportChanges lists the versions of a chapter.
func reportChanges(ctx context.Context, p *paper.Paper, part ReportPart) {
	if len(part.Versions) == 0 {
		return
	}
	var rows [][]string
	for _, v := range part.Versions {
		rows = append(rows, []string{locale.Number(ctx, v.Number), locale.DateLong(ctx, v.PublishedAt), v.Note})
	}
	p.Table(locale.T(ctx, "How the text changed"), []string{locale.T(ctx, "Version"), locale.T(ctx, "Published"), locale.T(ctx, "What changed and why")}, rows)
	if part.Behind.Empty() {
		p.Say(locale.T(ctx, "The ledger names nothing but its editors behind the text as it is now."))
		return
	}
	by := map[string]int{insight.NotStated: part.Behind.Unstated}
	for kind, n := range part.Behind.Count {
		by[string(kind)] += n
	}
	p.Say(locale.T(ctx, "The ledger says what shaped the text as it is now: %s.", evidenceWords(ctx, by)))
}

// reportDecisions says what was decided.
func reportDecisions(ctx context.Context, p *paper.Paper, part ReportPart) {
	p.Heading(4, "decided", locale.T(ctx, "What was decided"))
	if len(part.Decisions) == 0 {
		p.Say(locale.T(ctx, "Nothing is decided yet."))
		return
	}
	d := part.Decisions[0]
	p.Say(locale.T(ctx, "%s decided on %s", d.DecidedBy, locale.DateLong(ctx, d.DecidedOn)) + ":")
	p.Prose(d.Words.HTML)
	p.Say(locale.T(ctx, "When this was recorded there were %s.", restsOn(ctx, d.Figures)))
	if len(part.Decisions) > 1 {
		p.Say(locale.T(ctx, "This is record %d. It took the place of earlier ones, which stand on the page.", d.Number))
	}
}

// reportAnswers gathers the replies to issues: what was done and what was not.
func reportAnswers(ctx context.Context, p *paper.Paper, r Report) {
	p.Heading(2, "answers", locale.T(ctx, "You said, we did, or have not, because"))
	some := false
	for n, i := range r.Snapshot.Edition.Issues {
		if r.Snapshot.HTML.Responses[n] == "" {
			continue
		}
		some = true
		p.Heading(3, "answer", i.Title)
		p.Line(paper.Run{Text: outcomeHeading(ctx, insight.Outcome(i.Answer)) + ":", Bold: true})
		p.Prose(r.Snapshot.HTML.Responses[n])
	}
	if !some {
		p.Say(locale.T(ctx, "No issue has a reply yet."))
	}
}

// reportPromises lists what was undertaken.
func reportPromises(ctx context.Context, p *paper.Paper, r Report) {
	p.Heading(2, "promises", locale.T(ctx, "What was promised"))
	var rows [][]string
	zone := locale.From(ctx).Zone
	for _, i := range r.Snapshot.Edition.Issues {
		for _, c := range i.Commitments {
			review := ""
			if c.ReviewOn != "" {
				review = locale.DateLong(ctx, c.ReviewOn.Start(zone))
			}
			state := progressWords(ctx, insight.Progress(c.State))
			if c.Outcome != "" {
				state += ". " + c.Outcome
			}
			rows = append(rows, []string{c.Action, c.Owner, i.Title, c.Priority, review, state})
		}
	}
	if len(rows) == 0 {
		p.Say(locale.T(ctx, "Nothing is promised yet."))
		return
	}
	p.Table(locale.T(ctx, "What was promised"), []string{
		locale.T(ctx, "What"), locale.T(ctx, "Who does it"), locale.T(ctx, "Issue"), locale.T(ctx, "Part of"), locale.T(ctx, "Looked at again"), locale.T(ctx, "How far"),
	}, rows)
}

package views

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/snapshots"
	"folkmoot/views/components"
	"folkmoot/views/locale"
	"folkmoot/views/paper"
)

// SnapshotPaper is a frozen summary as a document that leaves the screen.
func SnapshotPaper(ctx context.Context, place, site string, s snapshots.Snapshot) paper.Paper {
	e := s.Edition
	p := paper.Paper{
		Language: locale.Language(ctx), Title: e.Title, Lead: snapshotSentence(ctx, e), Place: place, Site: site,
		Address: SnapshotURL(s.Slug, ""), At: clock.Instant(e.Made), Contents: locale.T(ctx, "What is in it"),
	}
	p.Say(locale.T(ctx, "Frozen on %s. What was said, hidden or answered since then has not changed these figures.", locale.DateLong(ctx, clock.Instant(e.At))))
	p.Line(paper.Run{Text: locale.T(ctx, "It stands at") + " "}, paper.Run{Text: site + p.Address, URL: p.Address})
	p.Prose(s.HTML.Intro)
	if e.DraftedBy != "" && s.HTML.Intro != "" {
		p.Say(locale.T(ctx, "A program (%s) drafted this introduction. An editor checked it.", e.DraftedBy))
	}
	paperIssues(ctx, &p, s, locale.T(ctx, "Issues, strongest first"))
	paperViews(ctx, &p, e)
	paperUnheard(ctx, &p, e)
	paperMethods(ctx, &p, e)
	paperCheck(ctx, &p, s)
	return p
}

// paperIssues writes the issues of a summary, one after the other.
func paperIssues(ctx context.Context, p *paper.Paper, s snapshots.Snapshot, heading string) {
	p.Heading(2, "issues", heading)
	if len(s.Edition.Issues) == 0 {
		p.Say(locale.T(ctx, "No comment had a theme yet."))
	}
	for n, i := range s.Edition.Issues {
		p.Heading(3, "issue-"+strconv.Itoa(n+1), strconv.Itoa(n+1)+". "+i.Title)
		state := components.StateLabel(ctx, i.State)
		if i.StateAt != 0 {
			state += " " + locale.T(ctx, "since %s", locale.DateLong(ctx, clock.Instant(i.StateAt)))
		}
		p.Say(locale.T(ctx, "Theme: %s. State: %s.", i.Name, state))
		paperNumbers(ctx, p, i)
		if html := s.HTML.Notes[n]; html != "" {
			p.Heading(4, "why", locale.T(ctx, "Why it is coming up"))
			p.Prose(html)
		}
		if len(i.Quotes) > 0 {
			p.Heading(4, "said", locale.T(ctx, "What people said"))
			paperQuotes(ctx, p, i.Quotes)
		}
		if html := s.HTML.Responses[n]; html != "" {
			p.Heading(4, "reply", outcomeHeading(ctx, insight.Outcome(i.Answer)))
			p.Prose(html)
		}
		if len(i.Commitments) > 0 {
			p.Heading(4, "promised", locale.T(ctx, "What was promised"))
			var items []string
			for _, c := range i.Commitments {
				items = append(items, promiseWords(ctx, c))
			}
			p.List(items...)
		}
		p.Say(snapshotGap(ctx, i))
	}
}

// paperNumbers says the figures of an issue in words.
func paperNumbers(ctx context.Context, p *paper.Paper, i snapshots.Issue) {
	most := snapshots.Week{}
	for _, week := range i.Weeks {
		if week.Contributions > most.Contributions {
			most = week
		}
	}
	p.Say(locale.T(ctx, "%s spoke about it in %s.", locale.N(ctx, i.People, "1 person", "%d people"), locale.N(ctx, i.Contributions, "1 comment", "%d comments")) + " " +
		locale.T(ctx, "Most in one week: %s, in the week from %s.", locale.Number(ctx, most.Contributions), locale.DateLong(ctx, most.Start.Start(locale.From(ctx).Zone))))
	p.Say(locale.T(ctx, "Who is saying it: %s.", whoWords(ctx, i.ByWho)))
	p.Say(locale.T(ctx, "What they bring: %s.", evidenceWords(ctx, i.ByEvidence)))
	p.Say(positionWords(ctx, i.Positions))
}

// whoWords counts people by kind: "3 residents, 1 business, 2 did not say".
func whoWords(ctx context.Context, by map[string]int) string {
	var parts []string
	for _, kind := range people.Kinds {
		if n := by[string(kind)]; n > 0 {
			label := components.WhoPlural(ctx, string(kind))
			if n == 1 {
				label = components.WhoLabel(ctx, string(kind))
			}
			parts = append(parts, locale.Number(ctx, n)+" "+locale.InSentence(ctx, label))
		}
	}
	if n := by[insight.NotStated]; n > 0 {
		parts = append(parts, locale.N(ctx, n, "1 did not say", "%d did not say"))
	}
	if len(parts) == 0 {
		return locale.T(ctx, "nobody")
	}
	return strings.Join(parts, ", ")
}

func evidenceWords(ctx context.Context, by map[string]int) string {
	var parts []string
	for _, kind := range discussion.Evidences {
		parts = append(parts, locale.InSentence(ctx, components.EvidenceLabel(ctx, string(kind)))+" "+locale.Number(ctx, by[string(kind)]))
	}
	parts = append(parts, locale.T(ctx, "not said")+" "+locale.Number(ctx, by[insight.NotStated]))
	return strings.Join(parts, ", ")
}

func positionWords(ctx context.Context, s snapshots.Positions) string {
	if s.Agree+s.Disagree+s.Pass == 0 {
		return locale.T(ctx, "Where people stand: nobody has taken a position on these comments.")
	}
	return locale.T(ctx, "Where people stand on these comments: %s agree, %s disagree, %s pass.", locale.Number(ctx, s.Agree), locale.Number(ctx, s.Disagree), locale.Number(ctx, s.Pass))
}

// paperQuotes writes exact words, with the way to the whole of each.
func paperQuotes(ctx context.Context, p *paper.Paper, quotes []snapshots.Quote) {
	for _, q := range quotes {
		if q.Removed != 0 {
			p.Say(removedWords(ctx, q))
			continue
		}
		var about []string
		if q.Who != "" {
			about = append(about, components.WhoLabel(ctx, q.Who))
		}
		if q.Evidence != "" {
			about = append(about, locale.InSentence(ctx, components.EvidenceLabel(ctx, q.Evidence)))
		}
		if words := quoteNote(ctx, q); words != "" {
			about = append(about, words)
		}
		from := []paper.Run{{Text: locale.T(ctx, "The whole comment, %s", locale.DateLong(ctx, clock.Instant(q.At))), URL: q.URL}}
		if len(about) > 0 {
			from = append(from, paper.Run{Text: ". " + strings.Join(about, ", ")})
		}
		p.Quote(q.Text, from...)
	}
}

// paperUnheard says who is missing.
func paperUnheard(ctx context.Context, p *paper.Paper, e snapshots.Edition) {
	p.Heading(2, "unheard", locale.T(ctx, "Who took part, and who did not"))
	p.Say(locale.T(ctx, "People who said something: %s.", whoWords(ctx, e.ByWho)))
	if names := missingWho(ctx, e.ByWho); len(names) > 0 {
		p.Say(locale.T(ctx, "Nobody in this summary said that they are one of these: %s.", oneOf(ctx, names)))
	} else {
		p.Say(locale.T(ctx, "Every kind of person that we ask about has said something."))
	}
	p.Say(locale.T(ctx, "People chose to take part. They are not a sample of everybody who lives here, so a share of them is not a share of the place."))
	paperHeard(ctx, p, e)
}

// paperMethods says how it was counted.
func paperMethods(ctx context.Context, p *paper.Paper, e snapshots.Edition) {
	p.Heading(2, "how", locale.T(ctx, "How this was counted, and its limits"))
	p.Say(locale.T(ctx, "A program counted. People decided."))
	var items []string
	for _, words := range snapshots.Methods[e.Method] {
		items = append(items, locale.Say(ctx, words))
	}
	p.List(items...)
	p.Say(locale.T(ctx, "Counting method %d, codebook version %d.", e.Method, int(e.Codebook)))
}

// paperCheck says how to check the numbers.
func paperCheck(ctx context.Context, p *paper.Paper, s snapshots.Snapshot) {
	p.Heading(2, "check", locale.T(ctx, "How you can check it"))
	if len(s.Editions) == 0 {
		p.Say(locale.T(ctx, "These figures are of this moment. They are not frozen, so they have no fingerprint: freeze and publish the summary to get one."))
		return
	}
	p.Say(locale.T(ctx, "An edition is never changed. Each has a fingerprint: a long number made from all its letters. If one letter changed, so would the number. It is also in our register, which nobody can rewrite unseen."))
	for _, e := range s.Editions {
		p.Line(paper.Run{Text: editionWords(ctx, e) + ": "}, paper.Run{Text: e.Digest})
	}
	if len(s.Editions) > 1 {
		p.Say(locale.T(ctx, "When somebody’s words stop being public, we take them out and make a new edition. It holds the fingerprint of the one before. The words stay out, even if they become public again. The figures stay as they were on the day."))
	}
	p.Line(paper.Run{Text: locale.T(ctx, "The data are at") + " "}, paper.Run{Text: p.Site + SnapshotURL(s.Slug, "/download.json"), URL: SnapshotURL(s.Slug, "/download.json")},
		paper.Run{Text: ". " + locale.T(ctx, "Whoever runs this place can count every figure again with the command") + " folkmoot verify --snapshot " + s.Slug})
}

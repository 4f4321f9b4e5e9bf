package handlers

import (
	"bytes"
	"cmp"
	"context"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/snapshots"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
	"folkmoot/views/paper"
)

// frozenReport gathers the report about a frozen summary.
func (a *App) frozenReport(c *fiber.Ctx) (views.Report, error) {
	s, err := a.readSnapshot(c)
	if err != nil {
		return views.Report{}, err
	}
	return a.gatherReport(c, s)
}

// snapshotReport shows the report about a frozen summary. One that was withdrawn leads to the page that says so.
func (a *App) snapshotReport(c *fiber.Ctx) error {
	r, err := a.frozenReport(c)
	if err != nil {
		return err
	}
	if r.Snapshot.State == snapshots.Withdrawn {
		return c.Redirect(views.SnapshotURL(r.Snapshot.Slug, ""), fiber.StatusSeeOther)
	}
	a.untilMidnight(c)
	back := components.Link{Text: r.Snapshot.Edition.Title, URL: views.SnapshotURL(r.Snapshot.Slug, "")}
	return a.paperPage(c, r, back, views.SnapshotURL(r.Snapshot.Slug, "/report.docx"))
}

// snapshotReportFile answers with the same as a Word file.
func (a *App) snapshotReportFile(c *fiber.Ctx) error {
	r, err := a.frozenReport(c)
	if err != nil {
		return err
	}
	if r.Snapshot.State == snapshots.Withdrawn {
		return c.Redirect(views.SnapshotURL(r.Snapshot.Slug, ""), fiber.StatusSeeOther)
	}
	return a.reportFile(c, r, "report-"+r.Snapshot.Slug)
}

// liveReport gathers the report about the summary of a scope as it is now.
func (a *App) liveReport(c *fiber.Ctx) (views.Report, error) {
	s, err := a.Snapshots.Live(c.UserContext(), readFigures(c))
	if err != nil {
		return views.Report{}, err
	}
	return a.gatherReport(c, s)
}

// showLiveReport shows editors the report about the summary as it is now.
func (a *App) showLiveReport(c *fiber.Ctx) error {
	r, err := a.liveReport(c)
	if err != nil {
		return err
	}
	back := components.Link{Text: locale.T(c.UserContext(), "Earlier summaries"), URL: "/hearing/snapshots"}
	return a.paperPage(c, r, back, views.LiveReportFileURL(readScope(c)))
}

// liveReportFile answers with the same as a Word file.
func (a *App) liveReportFile(c *fiber.Ctx) error {
	r, err := a.liveReport(c)
	if err != nil {
		return err
	}
	return a.reportFile(c, r, "report-"+string(a.summaryDay()))
}

func (a *App) paperPage(c *fiber.Ctx, r views.Report, back components.Link, word string) error {
	document := views.ReportPaper(c.UserContext(), a.Place.Name, a.absolute(""), r)
	page := views.PaperPage{
		Page: a.page(c, document.Title), Paper: document, Back: back, Frozen: len(r.Snapshot.Editions) > 0,
		Take: views.TakeAway{Files: a.Papers != nil, Missing: a.Papers == nil && actor(c).CanAdminister()},
	}
	if a.Papers != nil {
		page.Word = word
	}
	page.NoIndex = true
	return a.render(c, views.ReportOnPaper(page))
}

func (a *App) reportFile(c *fiber.Ctx, r views.Report, name string) error {
	data, err := a.wordFile(c, views.ReportPaper(c.UserContext(), a.Place.Name, a.absolute(""), r))
	if err != nil {
		return err
	}
	return sendFile(c, "docx", name, data)
}

// renderFile makes a paper into one file that stands by itself.
func renderFile(ctx context.Context, document paper.Paper) ([]byte, error) {
	var out bytes.Buffer
	err := paper.File(document).Render(ctx, &out)
	return out.Bytes(), err
}

// gatherReport gathers what was asked, said and decided in the scope of a summary. Everything is what everybody may read.
func (a *App) gatherReport(c *fiber.Ctx, s snapshots.Snapshot) (views.Report, error) {
	a.shows(c, db.TopicHearing, db.TopicVoices, db.TopicThemes, db.TopicGuides, db.TopicGroups)
	r := views.Report{Snapshot: s, At: a.Clock.Now()}
	if s.State == snapshots.Withdrawn {
		return r, nil
	}
	ctx, scope := c.UserContext(), s.Edition.ScopeOf()
	if scope.Group == "" {
		if err := a.reportChapters(c, scope, &r); err != nil {
			return r, err
		}
	}
	if scope.Guide != "" {
		return r, nil
	}
	questions, err := a.Consultations.Questions(ctx, scope.Group)
	if err != nil {
		return r, err
	}
	for _, t := range questions {
		part, err := a.reportQuestion(c, t)
		if err != nil {
			return r, err
		}
		r.Parts = append(r.Parts, part)
	}
	return r, nil
}

// reportChapters adds the chapters of a scope that were ever open for comment.
func (a *App) reportChapters(c *fiber.Ctx, scope insight.Scope, r *views.Report) error {
	guides, err := a.Guides.Guides(c.UserContext())
	if err != nil {
		return err
	}
	for _, g := range guides {
		if scope.Guide != "" && scope.Guide != g.Slug {
			continue
		}
		_, chapters, err := a.Guides.Guide(c.UserContext(), g.Slug)
		if err != nil {
			return err
		}
		for _, chapter := range chapters {
			if scope.Chapter != "" && scope.Chapter != chapter.Slug {
				continue
			}
			part, err := a.reportChapter(c, g.Guide, chapter)
			if err != nil {
				return err
			}
			if part.Comments > 0 || part.Asked.Shown() {
				r.Parts = append(r.Parts, part)
			}
		}
	}
	return nil
}

// reportChapter gathers what belongs to a chapter.
func (a *App) reportChapter(c *fiber.Ctx, g guide.Guide, chapter guide.Chapter) (views.ReportPart, error) {
	ctx := c.UserContext()
	part := views.ReportPart{
		Guide: g, Chapter: chapter, Title: chapter.Title, URL: views.ChapterURL(g.Slug, chapter.Slug, ""), OpensAt: chapter.OpensAt, ClosesAt: chapter.ClosesAt,
		Comments: chapter.Comments, People: chapter.People,
	}
	if err := a.reportThread(c, chapter.ThreadID, &part); err != nil {
		return part, err
	}
	var err error
	if part.Issues, err = a.Snapshots.LiveIssues(ctx, insight.Scope{Guide: g.Slug, Chapter: chapter.Slug}); err != nil {
		return part, err
	}
	said, err := a.Guides.YouSaid(ctx, guide.SaidScope{Guide: g.ID, Chapter: chapter.ID})
	if err != nil {
		return part, err
	}
	part.Fates, part.Groups = said.All, said.Groups
	if part.Versions, err = a.Guides.Versions(ctx, chapter.ID); err != nil {
		return part, err
	}
	part.Behind, err = a.Guides.Triangle(ctx, people.Visitor, chapter)
	return part, err
}

// reportQuestion gathers what belongs to a question of the place.
func (a *App) reportQuestion(c *fiber.Ctx, t discussion.Thread) (views.ReportPart, error) {
	part := views.ReportPart{
		Title: t.Title, URL: views.ThreadURL(t), OpensAt: t.OpensAt, ClosesAt: t.ClosesAt, Comments: t.Contributions, People: t.People,
	}
	return part, a.reportThread(c, t.ID, &part)
}

// reportThread adds the terms on which a thread was asked about, who spoke in it and what was decided.
func (a *App) reportThread(c *fiber.Ctx, thread int64, part *views.ReportPart) (err error) {
	ctx := c.UserContext()
	a.shows(c, db.TopicThread(thread))
	if part.Asked, err = a.Consultations.Find(ctx, thread); err != nil {
		return err
	}
	if part.Asked.Shown() {
		part.OpensAt = cmp.Or(part.OpensAt, part.Asked.OpenedAt)
	}
	if part.Decisions, err = a.Consultations.Records(ctx, thread); err != nil {
		return err
	}
	tallies, err := a.Discussions.Tallies(ctx, thread)
	part.ByWho = map[string]int{}
	for _, t := range tallies {
		kind := string(t.Who)
		if kind == "" {
			kind = insight.NotStated
		}
		part.ByWho[kind] += t.People
	}
	return err
}

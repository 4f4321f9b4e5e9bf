package handlers

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// youSaid reads which comments "You said, we did" is asked about, and names what the page shows.
func (a *App) youSaid(c *fiber.Ctx) (p views.SaidPage, scope guide.SaidScope, err error) {
	ctx := c.UserContext()
	if p.Guide, p.Chapters, err = a.Guides.Guide(ctx, slug(c, "guide")); err != nil {
		return p, scope, err
	}
	if p.Themes, err = a.Guides.GuideThemes(ctx, p.Guide.ID); err != nil {
		return p, scope, err
	}
	scope = guide.SaidScope{Guide: p.Guide.ID, Theme: c.Query("theme")}
	p.Theme, p.Chapter = scope.Theme, c.Query("chapter")
	topics := []string{db.TopicGuides, db.TopicHearing, db.TopicThemes, db.TopicVoices}
	for _, chapter := range p.Chapters {
		topics = append(topics, db.TopicThread(chapter.ThreadID))
		if chapter.Slug == p.Chapter {
			scope.Chapter = chapter.ID
		}
	}
	if p.Chapter != "" && scope.Chapter == 0 || p.Theme != "" && !p.HasTheme() {
		return p, scope, db.ErrNotFound
	}
	a.shows(c, topics...)
	a.showsUntil(c, a.midnight())
	return p, scope, nil
}

// showYouSaid tells what people said of a guide and what became of it.
func (a *App) showYouSaid(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	p, scope, err := a.youSaid(c)
	if err != nil {
		return err
	}
	if p.Said, err = a.Guides.YouSaid(ctx, scope); err != nil {
		return err
	}
	for _, g := range p.Said.Groups {
		for _, q := range g.Quotes {
			a.shows(c, db.TopicThread(q.Thread))
		}
	}
	if who.Staff() {
		if p.Longest, err = a.Guides.LongestWaiting(ctx, who, scope); err != nil {
			return err
		}
	}
	p.MayDecide = guide.MayDecide(who) == nil
	if p.Decided, err = a.decidedChapters(ctx, p.Chapters, scope.Chapter); err != nil {
		return err
	}
	p.Page = a.page(c, locale.T(ctx, "You said, we did: %s", p.Guide.Title))
	p.Description = locale.T(ctx, "What people said about this guide, what it changed, what it did not change, and why.")
	p.Canonical = a.absolute(views.YouSaidURL(p.Guide.Slug, p.Chapter, p.Theme))
	return a.render(c, views.YouSaid(p))
}

// youSaidCSV gives the same away for spreadsheets: a row for each comment.
func (a *App) youSaidCSV(c *fiber.Ctx) error {
	_, scope, err := a.youSaid(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\ufeff") // spreadsheets take the text for UTF-8 only with this mark
	w := csv.NewWriter(&out)
	w.Write([]string{
		"id", "said_at", "chapter", "chapter_title", "themes", "author", "who", "evidence", "said", "fate", "paragraph", "version", "reason", "decided_at", "url",
	})
	err = a.Guides.SaidRows(c.UserContext(), scope, func(row guide.SaidRow) error {
		a.shows(c, db.TopicThread(row.Thread))
		decided, paragraph, version := "", "", ""
		if row.DecidedAt != 0 {
			decided = locale.Stamp(row.DecidedAt)
		}
		if row.Version != 0 {
			paragraph, version = strconv.Itoa(row.Number)+"."+strconv.Itoa(row.Paragraph), strconv.Itoa(row.Version)
		}
		cells := []string{
			strconv.FormatInt(row.ID, 10), locale.Stamp(row.At), strconv.Itoa(row.Number), row.Title, strings.Join(row.Themes, ";"), row.Author, string(row.Who),
			string(row.Evidence), row.Words, string(row.Fate), paragraph, version, row.Reason, decided, a.absolute(views.FateURL(row.ID)),
		}
		for i := range cells {
			cells[i] = prose.SafeCell(cells[i])
		}
		return w.Write(cells)
	})
	if err != nil {
		return err
	}
	w.Flush()
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="you-said-we-did.csv"`)
	return c.Send(out.Bytes())
}

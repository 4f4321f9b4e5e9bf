package handlers

import (
	"encoding/xml"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
	"folkmoot/models/themes"
	"folkmoot/views"
)

// Bounds of the site map. Discussions fill as many files as it takes; all else is few enough for one.
const (
	sitemapThreads = 5_000 // discussions in one file
	sitemapFiles   = 2_000 // files that the index names

	sitemapSummaries = 1_000 // published summaries, the newest
)

// robots tells search engines what to leave alone: forms, and lists that are the same things again.
func (a *App) robots(c *fiber.Ctx) error {
	a.shows(c)
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	return c.SendString("User-agent: *\nDisallow: /search\nDisallow: /sign-in\nDisallow: /join\nDisallow: /account\nDisallow: /moderation\n" +
		"Disallow: /contributions/*/\nDisallow: /guides/*/download\nDisallow: /guides/*/print\nDisallow: /discussions/*/\nSitemap: " + a.absolute("/sitemap.xml") + "\n")
}

// sitemapLoc is an address, and when what stands there last changed, where that is known.
type sitemapLoc struct {
	Loc     string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

func (a *App) sitemapLoc(path string, changed clock.Instant) sitemapLoc {
	l := sitemapLoc{Loc: a.absolute(path)}
	if changed != 0 {
		l.Changed = atomTime(changed)
	}
	return l
}

// sitemapIndex names the files of the site map.
type sitemapIndex struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Files   []sitemapLoc `xml:"sitemap"`
}

// sitemapFile lists pages.
type sitemapFile struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []sitemapLoc `xml:"url"`
}

func sendXML(c *fiber.Ctx, value any) error {
	c.Set(fiber.HeaderContentType, "application/xml; charset=utf-8")
	out := c.Response().BodyWriter()
	if _, err := out.Write([]byte(xml.Header)); err != nil {
		return err
	}
	return xml.NewEncoder(out).Encode(value)
}

// sitemap names the files of the site map: one of pages, and as many of discussions as it takes.
func (a *App) sitemap(c *fiber.Ctx) error {
	index := sitemapIndex{Files: []sitemapLoc{a.sitemapLoc("/sitemaps/pages/0.xml", 0)}}
	starts, err := discussion.Starts(c.UserContext(), a.DB, people.Visitor, sitemapThreads, sitemapFiles)
	if err != nil {
		return err
	}
	for _, after := range starts {
		index.Files = append(index.Files, a.sitemapLoc("/sitemaps/discussions/"+strconv.FormatInt(after, 10)+".xml", 0))
	}
	a.shows(c, db.TopicGroups)
	return sendXML(c, index)
}

// sitemapPart is one file of the site map.
func (a *App) sitemapPart(c *fiber.Ctx) error {
	after, err := strconv.ParseInt(c.Params("after"), 10, 64)
	if err != nil || after < 0 {
		return db.ErrNotFound
	}
	var file sitemapFile
	switch c.Params("kind") {
	case "pages":
		file.Pages, err = a.sitemapPages(c)
	case "discussions":
		var threads []discussion.Thread
		threads, err = discussion.After(c.UserContext(), a.DB, people.Visitor, after, sitemapThreads)
		for _, t := range threads {
			file.Pages = append(file.Pages, a.sitemapLoc(views.ThreadURL(t), t.LastAt))
		}
		a.shows(c, db.TopicGroups, db.TopicHearing)
	default:
		return db.ErrNotFound
	}
	if err != nil {
		return err
	}
	return sendXML(c, file)
}

// sitemapPages lists the pages that are not discussions.
func (a *App) sitemapPages(c *fiber.Ctx) (pages []sitemapLoc, err error) {
	ctx := c.UserContext()
	a.shows(c, db.TopicGroups, db.TopicGuides, db.TopicThemes, db.TopicHearing)
	add := func(path string, changed clock.Instant) { pages = append(pages, a.sitemapLoc(path, changed)) }
	for _, path := range []string{
		"/", "/groups", "/hearing", "/hearing/snapshots", "/themes", "/start", "/help", "/house-rules", "/safety", "/complaints", "/privacy", "/accessibility", "/cookies",
	} {
		add(path, 0)
	}
	guides, err := a.Guides.Guides(ctx)
	if err != nil {
		return nil, err
	}
	if len(guides) != 1 { // a single one stands at its own address
		add("/guides", 0)
	}
	for _, g := range guides {
		_, chapters, err := a.Guides.Guide(ctx, g.Slug)
		if err != nil {
			return nil, err
		}
		add("/guides/"+g.Slug, 0)
		for _, chapter := range chapters {
			add("/guides/"+g.Slug+"/"+chapter.Slug, 0)
		}
	}
	told, err := a.Guides.AllTold(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range told {
		add(views.CompanionURL(t.Guide, t.Chapter, t.Kind, false), 0)
	}
	for after, more := "", true; more; more = after != "" {
		var list []groups.Group
		if list, after, err = a.Groups.List(ctx, people.Visitor, after, groups.ListPage); err != nil {
			return nil, err
		}
		for _, g := range list {
			add(views.GroupURL(g.Slug), 0)
		}
	}
	all, err := a.Themes.List(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		if t.State == themes.Current {
			add(themePath(t.Slug), 0)
		}
	}
	published, err := a.Snapshots.Latest(ctx, sitemapSummaries)
	for _, h := range published {
		add(views.SnapshotURL(h.Slug, ""), h.PublishedAt)
	}
	return pages, err
}

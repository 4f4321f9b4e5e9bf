package handlers

import (
	"cmp"
	"encoding/xml"
	"html"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/feeds"

	"folkmoot/handlers/forms"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// Feeds show what everybody may see, whoever asks, so that what one reader follows is what another would find.
const (
	feedLength  = 50 // entries of a feed
	feedThreads = 50 // discussions that a group's feed is gathered from: those last spoken in

	hearingAtom = "/feeds/hearing.atom"
)

// feed is an Atom feed that also says where it is itself, and in which language its own words are.
type feed struct {
	feeds.AtomFeed
	Language string           `xml:"xml:lang,attr"`
	Links    []feeds.AtomLink `xml:"link"`
}

// place is what a feed is of.
type place struct {
	title  string
	page   string // the path of the page that shows the same
	itself string // and of the feed
}

// sendFeed writes a feed of a page. It was updated when its newest entry was, or at begun where it has none.
func (a *App) sendFeed(c *fiber.Ctx, title, page string, entries []*feeds.AtomEntry, begun clock.Instant) error {
	return a.writeFeed(c, place{title: title, page: page, itself: c.Path()}, entries, begun)
}

func (a *App) writeFeed(c *fiber.Ctx, of place, entries []*feeds.AtomEntry, begun clock.Instant) error {
	updated := atomTime(begun)
	for _, e := range entries {
		updated = max(updated, e.Updated) // RFC 3339 in UTC sorts as time does
	}
	f := feed{
		AtomFeed: feeds.AtomFeed{
			Xmlns: "http://www.w3.org/2005/Atom", Title: of.title, Id: a.tag("feed", ascii(of.itself), 0), Updated: updated,
			Author: &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: a.Place.Name}}, Entries: entries,
		},
		Language: locale.Language(c.UserContext()),
		Links: []feeds.AtomLink{
			{Href: a.absolute(of.page), Rel: "alternate", Type: "text/html"},
			{Href: a.absolute(of.itself), Rel: "self", Type: "application/atom+xml"},
		},
	}
	c.Set(fiber.HeaderContentType, "application/atom+xml; charset=utf-8")
	out := c.Response().BodyWriter()
	if _, err := out.Write([]byte(xml.Header)); err != nil {
		return err
	}
	return xml.NewEncoder(out).Encode(f)
}

// tag is the id of something in a feed (RFC 4151). It names the thing and not where it is, so that it stays the same
// when the thing is moved and when addresses change.
func (a *App) tag(kind, name string, id int64) string {
	tag := "tag:" + a.BaseURL.Hostname() + ",2026:" + kind
	if name != "" {
		tag += ":" + name
	}
	if id != 0 {
		tag += ":" + strconv.FormatInt(id, 10)
	}
	return tag
}

func atomTime(at clock.Instant) string { return at.UTC().Truncate(time.Second).Format(time.RFC3339) }

// feedSaid writes a feed of what people said.
func (a *App) feedSaid(c *fiber.Ctx, title, page string, said []discussion.Said, begun clock.Instant) error {
	ctx := c.UserContext()
	a.showsThreads(c, said)
	a.shows(c, db.TopicHearing) // touched whenever anything is published, hidden or changed
	attached, err := a.enclosed(c, said)
	if err != nil {
		return err
	}
	entries := make([]*feeds.AtomEntry, len(said))
	for i, s := range said {
		link := a.absolute(views.ContributionURL(s.ID, ""))
		heading := s.Thread.Title
		if s.Kind != discussion.Opening {
			heading = locale.T(ctx, "%s on “%s”", s.Author, s.Thread.Title)
		}
		entries[i] = &feeds.AtomEntry{
			Title: heading, Id: a.tag("contribution", "", s.ID), Links: []feeds.AtomLink{{Href: link, Rel: "alternate", Type: "text/html"}},
			Published: atomTime(s.CreatedAt), Updated: atomTime(max(s.CreatedAt, s.EditedAt)),
			Author:  &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: s.Author}},
			Content: &feeds.AtomContent{Type: "html", Content: views.InTongue(ctx, s.Language, s.HTML)},
		}
		a.enclose(entries[i], attached[s.ID])
	}
	return a.sendFeed(c, title, page, entries, begun)
}

// enclosed gives the pictures and documents of what people said, as everybody may see them.
func (a *App) enclosed(c *fiber.Ctx, said []discussion.Said) (map[int64][]files.File, error) {
	if a.Attachments == nil {
		return nil, nil
	}
	ids := make([]int64, len(said))
	for i, s := range said {
		ids[i] = s.ID
	}
	return files.Seen(c.UserContext(), a.DB, people.Visitor, ids...)
}

// enclose names files with an entry: to programs as enclosures, to readers as links that say what each shows.
func (a *App) enclose(e *feeds.AtomEntry, list []files.File) {
	for _, f := range list {
		address := a.absolute(views.FileURL(f))
		e.Links = append(e.Links, feeds.AtomLink{Href: address, Rel: "enclosure", Type: f.MediaType(), Length: strconv.FormatInt(f.Bytes, 10)})
		e.Content.Content += `<p><a href="` + html.EscapeString(address) + `">` + html.EscapeString(f.Words()) + "</a></p>"
	}
}

func (a *App) siteFeed(c *fiber.Ctx) error {
	said, err := discussion.Recent(c.UserContext(), a.DB, people.Visitor, feedLength)
	if err != nil {
		return err
	}
	return a.feedSaid(c, locale.T(c.UserContext(), "%s: what people say", a.Place.Name), "/", said, 0)
}

func (a *App) groupFeed(c *fiber.Ctx) error {
	ctx := c.UserContext()
	g, err := a.Groups.BySlug(ctx, people.Visitor, slug(c, "group"))
	if err != nil {
		return err
	}
	threads, err := discussion.RecentThreads(ctx, a.DB, g.ID, feedThreads)
	if err != nil {
		return err
	}
	said, err := discussion.RecentIn(ctx, a.DB, people.Visitor, threads, feedLength)
	if err != nil {
		return err
	}
	a.shows(c, db.TopicGroup(g.ID))
	return a.feedSaid(c, a.feedTitle(g.Name), views.GroupURL(g.Slug), said, g.CreatedAt)
}

func (a *App) discussionFeed(c *fiber.Ctx) error {
	ctx := c.UserContext()
	thread, err := a.inGroup(c, people.Visitor, forms.ID(c.Params("id")))
	if err != nil {
		return err
	}
	if thread.MergedInto != 0 {
		return a.mergedInto(c, thread, people.Visitor,
			func(t discussion.Thread) string { return "/feeds/discussions/" + strconv.FormatInt(t.ID, 10) + ".atom" })
	}
	said, err := discussion.RecentIn(ctx, a.DB, people.Visitor, []int64{thread.ID}, feedLength)
	if err != nil {
		return err
	}
	if len(said) == 0 {
		return db.ErrNotFound // its opening post is not to be read
	}
	a.shows(c, db.TopicThread(thread.ID))
	return a.feedSaid(c, a.feedTitle(thread.Title), views.ThreadURL(thread), said, thread.CreatedAt)
}

func (a *App) chapterFeed(c *fiber.Ctx) error {
	ctx := c.UserContext()
	g, chapter, _, err := a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter"))
	if err != nil {
		return err
	}
	said, err := discussion.RecentIn(ctx, a.DB, people.Visitor, []int64{chapter.ThreadID}, feedLength)
	if err != nil {
		return err
	}
	a.shows(c, db.TopicThread(chapter.ThreadID), db.TopicGuides)
	return a.feedSaid(c, a.feedTitle(chapter.Title), "/guides/"+g.Slug+"/"+chapter.Slug, said, g.CreatedAt)
}

func (a *App) themeFeed(c *fiber.Ctx) error {
	ctx := c.UserContext()
	theme, err := a.Themes.BySlug(ctx, slug(c, "theme"))
	if err != nil {
		return err
	}
	var said []discussion.Said
	for after := ""; len(said) < feedLength; {
		some, next, err := a.Themes.Said(ctx, people.Visitor, theme.ID, after)
		if err != nil {
			return err
		}
		said = append(said, some...)
		if after = next; after == "" {
			break
		}
	}
	a.shows(c, db.TopicThemes)
	return a.feedSaid(c, a.feedTitle(theme.Name), themePath(theme.Slug), said[:min(feedLength, len(said))], theme.ChangedAt)
}

// hearingFeed tells of issues whose state changed, and of summaries that were published.
func (a *App) hearingFeed(c *fiber.Ctx) error {
	ctx := c.UserContext()
	news, err := a.Insight.Changed(ctx, feedLength)
	if err != nil {
		return err
	}
	a.shows(c, db.TopicHearing, db.TopicThemes)
	entries := make([]*feeds.AtomEntry, len(news))
	for i, n := range news {
		state := components.StateLabel(ctx, string(n.State))
		link := a.absolute(themePath(n.Slug))
		content := n.NoteHTML
		if n.State == insight.Responded {
			content += n.ResponseHTML
		}
		entries[i] = &feeds.AtomEntry{
			Title: n.Title + ": " + locale.InSentence(ctx, state), Links: []feeds.AtomLink{{Href: link, Rel: "alternate", Type: "text/html"}},
			// Each state of an issue is news of its own.
			Id: a.tag("issue", n.Slug, 0) + ":" + string(n.State) + "-" + n.At.UTC().Format("20060102T150405Z"), Updated: atomTime(n.At),
			Content: &feeds.AtomContent{Type: "html", Content: content},
		}
	}
	frozen, err := a.frozenNews(ctx)
	if err != nil {
		return err
	}
	entries = append(entries, frozen...)
	slices.SortStableFunc(entries, func(x, y *feeds.AtomEntry) int { return cmp.Compare(y.Updated, x.Updated) })
	return a.sendFeed(c, a.feedTitle(locale.T(ctx, "What we are hearing")), "/hearing", entries, 0)
}

func (a *App) feedTitle(title string) string { return title + " – " + a.Place.Name }

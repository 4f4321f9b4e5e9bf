package views

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// PrintPage is a chapter, or a whole guide, as it will stand on paper.
type PrintPage struct {
	Page
	Book guide.Book
	Look Look
	Site string // what addresses start with: "https://talk.example.org"
}

// Look is how a print-ready page is laid out.
type Look struct {
	Wide  bool // a wide margin to write in
	Large bool // large print
}

// CodeURL is the address that a code on paper leads to; paragraph is 0 for the chapter.
func CodeURL(code string, paragraph int) string {
	if paragraph == 0 {
		return "/c/" + code
	}
	return "/c/" + code + "?p=" + strconv.Itoa(paragraph)
}

// host is a site's address as people type it, without what browsers add by themselves.
func host(site string) string {
	_, name, _ := strings.Cut(site, "://")
	return name
}

func versionLine(ctx context.Context, v guide.Version) string {
	return locale.T(ctx, "Version %d, %s", v.Number, locale.DateLong(ctx, v.PublishedAt))
}

// printed is a block's HTML among the others of a book: in a whole guide headings stand one level below the
// chapters' titles, and footnotes of several chapters are told apart.
func (p PrintPage) printed(c guide.BookChapter, b guide.Block) string {
	html := b.HTML
	if !p.Book.Whole {
		return html
	}
	if b.Kind == prose.Heading && strings.HasPrefix(html, "<h") {
		level := strconv.Itoa(b.Level)
		below := strconv.Itoa(b.Level + 1)
		html = strings.Replace(html, "<h"+level, "<h"+below, 1)
		html = strings.Replace(html, "</h"+level, "</h"+below, 1)
	}
	mine := "c" + strconv.Itoa(c.Chapter.Number) + "-note-"
	return strings.NewReplacer(`id="note-`, `id="`+mine, `href="#note-`, `href="#`+mine).Replace(html)
}

// crumbs lead back to the guide and, from a chapter, to the chapter.
func (p PrintPage) crumbs() []components.Link {
	links := []components.Link{{Text: p.Book.Guide.Title, URL: GuideURL(p.Book.Guide.Slug, "")}}
	if !p.Book.Whole {
		c := p.Book.Chapters[0].Chapter
		links = append(links, components.Link{Text: c.Title, URL: ChapterURL(p.Book.Guide.Slug, c.Slug, "")})
	}
	return links
}

package views

import (
	"context"
	"net/url"
	"strings"

	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// SaidPage is "You said, we did" of a guide.
type SaidPage struct {
	Page
	Decided   []guide.Chapter // those about which a decision is recorded
	Guide     guide.Guide
	Chapters  []guide.Chapter
	Themes    []discussion.Theme
	Chapter   string // address of the chapter that it is about; "" for all
	Theme     string // address of the theme that it is about; "" for all
	Said      guide.YouSaid
	Longest   []guide.LongWait // for staff
	MayDecide bool
}

// YouSaidURL is the address of "You said, we did" of a guide, of one of its chapters, or of a theme.
func YouSaidURL(guideSlug, chapter, theme string) string {
	q := url.Values{}
	if chapter != "" {
		q.Set("chapter", chapter)
	}
	if theme != "" {
		q.Set("theme", theme)
	}
	return withQuery(GuideURL(guideSlug, "/you-said"), q)
}

// HasTheme tells whether the theme that is asked for is one of the guide's.
func (p SaidPage) HasTheme() bool {
	for _, t := range p.Themes {
		if t.Slug == p.Theme {
			return true
		}
	}
	return false
}

// csv is the address of the same as a table.
func (p SaidPage) csv() string {
	return strings.Replace(YouSaidURL(p.Guide.Slug, p.Chapter, p.Theme), "/you-said", "/you-said.csv", 1)
}

// scopeName says what the page is about, where it is not the whole guide: "Chapter 4: Finding things".
func (p SaidPage) scopeName(ctx context.Context) string {
	var parts []string
	if c, ok := p.chapterBySlug(p.Chapter); ok {
		parts = append(parts, locale.T(ctx, "Chapter %d: %s", c.Number, c.Title))
	}
	for _, t := range p.Themes {
		if t.Slug == p.Theme {
			parts = append(parts, locale.T(ctx, "Theme: %s", t.Name))
		}
	}
	return strings.Join(parts, " · ")
}

func (p SaidPage) chapterBySlug(slug string) (guide.Chapter, bool) {
	for _, c := range p.Chapters {
		if c.Slug == slug {
			return c, true
		}
	}
	return guide.Chapter{}, false
}

func (p SaidPage) chapterByID(id int64) guide.Chapter {
	for _, c := range p.Chapters {
		if c.ID == id {
			return c
		}
	}
	return guide.Chapter{}
}

func (p SaidPage) chapterOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "All chapters")}}
	for _, c := range p.Chapters {
		options = append(options, components.Option{Value: c.Slug, Label: locale.T(ctx, "%d. %s", c.Number, c.Title)})
	}
	return options
}

func (p SaidPage) themeOptions(ctx context.Context) []components.Option {
	return FatesPage{Themes: p.Themes}.themeOptions(ctx)
}

// groups are those that came to one fate.
func (p SaidPage) groups(fate discussion.Fate) []guide.SaidGroup {
	var all []guide.SaidGroup
	for _, g := range p.Said.Groups {
		if g.Fate == fate {
			all = append(all, g)
		}
	}
	return all
}

// changed is what changed the text of one chapter.
func (p SaidPage) changed(chapter int64) []guide.SaidGroup {
	var all []guide.SaidGroup
	for _, g := range p.groups(discussion.TakenIn) {
		if g.Chapter == chapter {
			all = append(all, g)
		}
	}
	return all
}

// entry is a group's place as a line of a history knows it.
func (p SaidPage) entry(g guide.SaidGroup) guide.FateEntry {
	c := p.chapterByID(g.Chapter)
	return guide.FateEntry{
		Fate: g.Fate, Guide: p.Guide.Slug, Chapter: c.Slug, Number: c.Number, Version: g.Version, Paragraph: g.Paragraph, TakenOut: g.TakenOut,
	}
}

// fromPeople counts comments and the people who made them: "4 comments from 3 people".
func fromPeople(ctx context.Context, comments, people int) string {
	return locale.N(ctx, comments, "1 comment", "%d comments") + " " + locale.N(ctx, people, "from 1 person", "from %d people")
}

// inPart says how many of several comments were taken in in part: ". 1 of them in part"; "" for none or all.
func inPart(ctx context.Context, g guide.SaidGroup) string {
	if g.Partly == 0 || g.Partly >= g.Comments {
		return ""
	}
	return ". " + locale.N(ctx, g.Partly, "1 of them in part.", "%d of them in part.")
}

// more says how many comments are not quoted; "" for none.
func more(ctx context.Context, g guide.SaidGroup) string {
	if n := g.Comments - len(g.Quotes); n > 0 {
		return locale.N(ctx, n, "and 1 comment more", "and %d comments more")
	}
	return ""
}

func quotedFrom(q guide.SaidQuote) components.Quoted {
	return components.Quoted{Text: q.Words, URL: ContributionURL(q.ID, ""), Name: q.Author, At: q.At, Who: string(q.Who), Evidence: string(q.Evidence), Language: q.Language}
}

// sum is a line of the tables: a name and its numbers.
type sum struct {
	name, url string
	guide.Tally
}

func (p SaidPage) chapterSums(ctx context.Context) []sum {
	var all []sum
	for _, c := range p.Chapters {
		if t, ok := p.Said.Chapters[c.ID]; ok {
			all = append(all, sum{locale.T(ctx, "%d. %s", c.Number, c.Title), YouSaidURL(p.Guide.Slug, c.Slug, p.Theme), t})
		}
	}
	return all
}

func (p SaidPage) themeSums() []sum {
	var all []sum
	for _, t := range p.Said.Themes {
		all = append(all, sum{t.Name, YouSaidURL(p.Guide.Slug, p.Chapter, t.Slug), t.Tally})
	}
	return all
}

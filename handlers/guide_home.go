package handlers

import (
	"context"

	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// pieceShown is how many characters of a chapter's words the first page shows.
const pieceShown = 240

// OpenChapters are the chapters that take comments now, for the first page.
func (a *App) OpenChapters(ctx context.Context, _ people.Actor) ([]views.OpenCard, error) {
	open, err := a.Guides.OpenNow(ctx, homeOpen)
	if err != nil {
		return nil, err
	}
	cards := make([]views.OpenCard, len(open))
	for i, c := range open {
		cards[i] = views.OpenCard{
			Title: c.Title, URL: views.ChapterURL(c.Guide.Slug, c.Slug, ""), Lead: c.Summary, Piece: prose.Excerpt(c.Piece, pieceShown),
			Where: locale.T(ctx, "Guide, chapter %d of %d · version %d", c.Number, c.Chapters, c.Version),
			Counts: locale.N(ctx, c.Paragraphs, "1 paragraph", "%d paragraphs") + " · " + locale.N(ctx, c.Comments, "1 comment", "%d comments") +
				" " + locale.N(ctx, c.People, "from 1 person", "from %d people"),
			ClosesAt: c.ClosesAt, Button: locale.T(ctx, "Read and comment"),
		}
	}
	return cards, nil
}

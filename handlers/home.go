package handlers

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// How much of each kind the first page shows.
const (
	homeOpen   = 3
	homeGroups = 6
)

// HomeParts are what other rooms bring to the first page. A part that is not set is left out.
type HomeParts struct {
	Chapters func(ctx context.Context, who people.Actor) ([]views.OpenCard, error) // those that are open, the soonest to close first
	Heard    func(ctx context.Context) ([]views.HeardIssue, error)                 // what most is said about
	Replies  func(ctx context.Context) ([]views.Reply, error)                      // "You said, we did", the newest first
}

func (a *App) home(c *fiber.Ctx) error {
	who, ctx := actor(c), c.UserContext()
	page := views.HomePage{Page: a.page(c, a.Place.Name)}
	page.Home = true
	page.Description = locale.T(ctx, "People who live here and people who work here are writing a guide side by side.")
	page.Canonical = a.absolute("/")
	page.Feeds = []views.Feed{{Title: locale.T(ctx, "Everything that is said"), URL: "/feeds/site.atom"}}
	var err error
	if page.Open, err = a.openNow(ctx, who); err != nil {
		return err
	}
	if page.Groups, err = a.Groups.Liveliest(ctx, who, homeGroups); err != nil {
		return err
	}
	if page.Total, err = a.Groups.Count(ctx, who); err != nil {
		return err
	}
	counted, err := a.heardSoon(ctx, &page)
	if err != nil {
		return err
	}
	if a.HomeParts.Replies != nil {
		if page.Replies, err = a.HomeParts.Replies(ctx); err != nil {
			return err
		}
	}
	if counted { // a page that lacks a part is not kept
		a.shows(c, db.TopicGroups, db.TopicGuides, db.TopicThemes, db.TopicHearing, db.TopicVoices)
	}
	until := a.restatedAt(discussion.Thread{}, discussion.Page{})
	for _, card := range page.Open {
		if card.ClosesAt > a.Clock.Now() {
			until = min(until, card.ClosesAt)
		}
	}
	a.showsUntil(c, until)
	return a.render(c, views.Home(page))
}

// heardFor is how long the first page waits for what we are hearing, which takes long to count afresh in a very
// large place; then it does without.
const heardFor = 1500 * time.Millisecond

// heardSoon adds what we are hearing to the first page, and tells whether it was counted in time.
func (a *App) heardSoon(ctx context.Context, page *views.HomePage) (bool, error) {
	if a.HomeParts.Heard == nil {
		return true, nil
	}
	ctx, cancel := context.WithTimeout(ctx, heardFor)
	defer cancel()
	var err error
	page.Heard, err = a.HomeParts.Heard(ctx)
	if errors.Is(err, db.ErrBusy) {
		return false, nil
	}
	return true, err
}

// openNow gathers what can be commented on now: chapters, then the discussions that close soonest, then those that
// were last spoken in.
func (a *App) openNow(ctx context.Context, who people.Actor) ([]views.OpenCard, error) {
	var cards []views.OpenCard
	if a.HomeParts.Chapters != nil {
		chapters, err := a.HomeParts.Chapters(ctx, who)
		if err != nil {
			return nil, err
		}
		cards = append(cards, chapters[:min(len(chapters), homeOpen-1)]...)
	}
	if rules.From(ctx).TakingPart.ChaptersOnly {
		return cards, nil // discussions take no words
	}
	soon, err := a.Discussions.ClosingSoon(ctx, who, homeOpen)
	if err != nil {
		return nil, err
	}
	latest, err := a.Discussions.Latest(ctx, who, 2*homeOpen)
	if err != nil {
		return nil, err
	}
	shown := map[int64]bool{}
	for _, d := range append(soon, latest...) {
		if len(cards) == homeOpen {
			break
		}
		if shown[d.ID] {
			continue
		}
		shown[d.ID] = true
		card := discussionCard(ctx, d)
		if len(cards) == 0 { // the first card has room for the beginning of what was asked
			opening, _, err := a.Discussions.Find(ctx, who, d.OpeningID)
			if err != nil {
				return nil, err
			}
			card.Piece = discussion.Excerpt(opening.HTML)
		}
		cards = append(cards, card)
	}
	return cards, nil
}

func discussionCard(ctx context.Context, d discussion.Listed) views.OpenCard {
	return views.OpenCard{
		Title: d.Title, URL: views.ThreadURL(d.Thread), Where: locale.T(ctx, "Question in %s", d.Group.Name),
		Counts:   locale.N(ctx, d.Contributions, "1 answer", "%d answers") + " " + locale.N(ctx, d.People, "from 1 person", "from %d people"),
		ClosesAt: d.ClosesAt, Button: locale.T(ctx, "Read and answer"),
	}
}

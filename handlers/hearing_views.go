package handlers

import (
	"context"
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/charts"
	"folkmoot/views/locale"
)

// viewParams are the parameters that pages of views may have in the cache.
var viewParams = append(hearingParams[:len(hearingParams):len(hearingParams)], "thread")

// readViewScope reads on which contributions positions are looked at.
func readViewScope(c *fiber.Ctx) (insight.ViewScope, error) {
	scope := insight.ViewScope{Scope: readScope(c)}
	if thread := c.Query("thread"); thread != "" {
		if scope.Thread = forms.ID(thread); scope.Thread == 0 {
			return scope, db.ErrNotFound
		}
	}
	return scope, nil
}

// seenAlike reads who sees things alike in a scope, with the words of what a page tells, and names what it shows.
func (a *App) seenAlike(c *fiber.Ctx, scope insight.ViewScope) (views.SeenAlike, error) {
	ctx := c.UserContext()
	a.shows(c, db.TopicHearing, db.TopicVoices)
	found, err := a.Insight.Views(ctx, scope)
	if err != nil {
		return views.SeenAlike{}, err
	}
	shown := views.SeenAlike{Views: found}
	if shown.Words, err = a.Insight.Words(ctx, found.Told()); err != nil {
		return shown, err
	}
	for _, thread := range found.ToldThreads() {
		a.shows(c, db.TopicThread(thread))
	}
	shown.You, err = a.you(c, found)
	return shown, err
}

// you is where the reader stands; nil for a visitor.
func (a *App) you(c *fiber.Ctx, v *insight.Views) (*views.You, error) {
	who := actor(c)
	if !who.SignedIn() {
		return nil, nil
	}
	view, x, y := v.Of(who.ID)
	you := &views.You{View: view, At: charts.Point{X: x, Y: y}}
	if view >= 0 || len(v.Views) == 0 {
		return you, nil
	}
	answered, err := a.Insight.Answered(c.UserContext(), v, who.ID)
	you.More = max(v.Needed-answered, 0)
	return you, err
}

// showViews shows who sees things alike. What its filter sends is turned into an address of its own.
func (a *App) showViews(c *fiber.Ctx) error {
	if c.Context().QueryArgs().Has("place") {
		scope := views.PlaceScope(c.Query("place"))
		scope.Who = c.Query("who")
		return c.Redirect(views.ViewsURL(insight.ViewScope{Scope: scope}, ""), fiber.StatusSeeOther)
	}
	ctx := c.UserContext()
	scope, err := readViewScope(c)
	if err != nil {
		return err
	}
	page := views.ViewsPage{Page: a.page(c, locale.T(ctx, "Who sees things alike"))}
	if page.SeenAlike, err = a.seenAlike(c, scope); err != nil {
		return err
	}
	page.Description = locale.T(ctx, "What people share, and where they differ, from what they agree and disagree with.")
	if page.Places, err = a.Insight.Places(ctx); err != nil {
		return err
	}
	if err := a.nameViews(c, &page, scope); err != nil {
		return err
	}
	page.More, err = a.moreToAnswer(c, scope)
	page.More.Page = actor(c).SignedIn()
	if err != nil {
		return err
	}
	a.shows(c, db.TopicGroups, db.TopicGuides)
	return a.render(c, views.Views(page))
}

// nameViews says where the views are of.
func (a *App) nameViews(c *fiber.Ctx, page *views.ViewsPage, scope insight.ViewScope) error {
	switch {
	case scope.Thread != 0:
		t, err := a.Discussions.Thread(c.UserContext(), people.Visitor, scope.Thread)
		if err != nil {
			return err
		}
		page.Where, page.WhereTo = t.Title, views.ThreadURL(t)
		if t.Kind == discussion.OnChapter {
			page.Where, page.WhereTo = "", ""
		}
	default:
		for _, place := range page.Places {
			if place.Scope.Group == scope.Group && place.Scope.Guide == scope.Guide && place.Scope.Chapter == scope.Chapter {
				page.Where, page.WhereTo = place.Name, placeURL(place.Scope)
			}
		}
	}
	if page.Where != "" {
		page.Title = locale.T(c.UserContext(), "Who sees things alike: %s", page.Where)
	}
	return nil
}

func placeURL(s insight.Scope) string {
	switch {
	case s.Group != "":
		return views.GroupURL(s.Group)
	case s.Chapter != "":
		return views.ChapterURL(s.Guide, s.Chapter, "")
	}
	return views.GuideURL(s.Guide, "")
}

// viewsGiven reads the views of a scope with the words of every statement, to be given away.
func (a *App) viewsGiven(c *fiber.Ctx) (*insight.Views, map[int64]insight.Words, error) {
	scope, err := readViewScope(c)
	if err != nil {
		return nil, nil, err
	}
	a.shows(c, db.TopicHearing, db.TopicVoices)
	found, err := a.Insight.Views(c.UserContext(), scope)
	if err != nil {
		return nil, nil, err
	}
	words, err := a.Insight.Words(c.UserContext(), found.All())
	return found, words, err
}

// viewsJSON gives views away for programs.
func (a *App) viewsJSON(c *fiber.Ctx) error {
	found, words, err := a.viewsGiven(c)
	if err != nil {
		return err
	}
	line, err := found.JSON(words)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	return c.Send(line)
}

// viewsCSV gives views away for spreadsheets.
func (a *App) viewsCSV(c *fiber.Ctx) error {
	found, words, err := a.viewsGiven(c)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="who-sees-things-alike.csv"`)
	return c.Send(found.CSV(words))
}

// moreToAnswer chooses what the reader is asked next on a page of a scope. A scope that is not for everybody asks
// nothing.
func (a *App) moreToAnswer(c *fiber.Ctx, scope insight.ViewScope) (views.MoreToAnswer, error) {
	strip := views.MoreToAnswer{Here: c.OriginalURL()}
	if !actor(c).SignedIn() {
		return strip, nil
	}
	beyond, _ := strconv.Atoi(c.Query("beyond"))
	var err error
	strip.Asking, err = a.Insight.NextToAnswer(c.UserContext(), actor(c), scope, beyond)
	if errors.Is(err, db.ErrNotFound) {
		return strip, nil
	}
	if strip.Contribution != 0 {
		strip.Key = a.newKey(c)
	}
	return strip, err
}

// saveAsking says whether the reader wants to be asked for positions.
func (a *App) saveAsking(c *fiber.Ctx) error {
	v := forms.Posted(c)
	var want people.AskMore
	for _, said := range v.All("ask") { // the box, where it is ticked, comes after what holds where it is not
		want = people.AskMore(said)
	}
	if err := a.People.SetAskMore(c.UserContext(), actor(c), want); err != nil {
		return err
	}
	code := map[people.AskMore]string{people.AskAlways: "ask-more", people.AskLater: "ask-later", people.AskNever: "ask-never"}[want]
	return a.done(c, forms.LocalPath(v.Raw("next"), "/account#asking"), code)
}

// viewsLink is where the views of a thread or a group are; "" while too little was answered.
func (a *App) viewsLink(ctx context.Context, scope insight.ViewScope, thread, group int64) (string, error) {
	enough, err := a.Insight.Enough(ctx, thread, group)
	if err != nil || !enough {
		return "", err
	}
	return views.ViewsURL(scope, ""), nil
}

// discussionViews adds to a discussion what the reader is asked, and the way to its views.
func (a *App) discussionViews(c *fiber.Ctx, page *views.DiscussionPage) (err error) {
	if page.Thread.Private {
		return nil // views are of what everybody may see
	}
	scope := insight.ViewScope{Thread: page.Thread.ID}
	if page.More, err = a.moreToAnswer(c, scope); err != nil {
		return err
	}
	page.Views, err = a.viewsLink(c.UserContext(), scope, page.Thread.ID, 0)
	return err
}

// chapterViews adds to a chapter what the reader is asked, and the way to its views.
func (a *App) chapterViews(c *fiber.Ctx, page *views.ChapterPage) (err error) {
	scope := insight.ViewScope{Scope: insight.Scope{Guide: page.Guide.Slug, Chapter: page.Chapter.Slug}}
	if page.More, err = a.moreToAnswer(c, scope); err != nil {
		return err
	}
	page.Views, err = a.viewsLink(c.UserContext(), scope, page.Chapter.ThreadID, 0)
	return err
}

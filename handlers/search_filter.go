package handlers

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/search"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// searchFilter reads what narrows a search, and notes on the page what it is called. A group, theme or person that is
// not there, or not for this reader, is Invalid.
func (a *App) searchFilter(c *fiber.Ctx, v *forms.Values, p *views.SearchPage) (search.Filter, error) {
	ctx := c.UserContext()
	f := search.Filter{
		Who: p.Typed.Who, Evidence: p.Typed.Evidence, By: p.Typed.By, Language: p.Typed.Language, State: p.Typed.State, Answered: p.Typed.Answered,
	}
	if offered := locale.Offered(ctx); len(offered) > 0 {
		f.OrUnsaid = f.Language == locale.Primary(offered[0]) // as whoever reads it is told
	}
	var err error
	if f.From, f.Until, err = a.span(v); err != nil {
		return f, err
	}
	if slug := v.Raw("group"); slug != "" {
		g, err := a.Groups.BySlug(ctx, actor(c), slug)
		if errors.Is(err, db.ErrNotFound) {
			return f, db.Wrong("group", "Choose a group from the list")
		} else if err != nil {
			return f, err
		}
		f.Group, p.Group = g.ID, g.Name
	}
	if slug := v.Raw("theme"); slug != "" {
		t, err := a.Themes.BySlug(ctx, slug)
		if errors.Is(err, db.ErrNotFound) {
			return f, db.Wrong("theme", "Choose a theme from the list")
		} else if err != nil {
			return f, err
		}
		f.Theme, p.Theme = t.ID, t.Name
	}
	if f.By != 0 {
		person, err := a.Search.Person(ctx, actor(c), f.By)
		if errors.Is(err, db.ErrNotFound) {
			p.Typed.By = 0
			return f, db.Wrong("q", "We found nobody at that address. Look for the person by their name")
		} else if err != nil {
			return f, err
		}
		p.By = person.Title[0].Text
	}
	return f, nil
}

// span reads the days that a search is narrowed to.
func (a *App) span(v *forms.Values) (from, until clock.Instant, err error) {
	first, err := a.day(v.Raw("from"))
	if err != nil {
		return 0, 0, db.Wrong("from", "Write the first day like this: 2026-11-21")
	}
	last, err := a.day(v.Raw("until"))
	if err != nil {
		return 0, 0, db.Wrong("until", "Write the last day like this: 2026-11-21")
	}
	if !first.IsZero() {
		from = clock.Of(first)
	}
	if !last.IsZero() {
		until = clock.Of(last.AddDate(0, 0, 1)) // the day itself is meant too
	}
	if from != 0 && until != 0 && from >= until {
		return 0, 0, db.Wrong("until", "The last day must not be before the first")
	}
	return from, until, nil
}

// day reads a day of the place's calendar; the zero time for an empty text.
func (a *App) day(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, a.Zone)
	if err == nil && (day.Year() < 1971 || day.Year() > 2999) {
		err = errors.New("a day that no contribution has")
	}
	return day, err
}

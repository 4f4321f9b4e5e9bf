package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// followBox is the control for following what a page is about.
func (a *App) followBox(c *fiber.Ctx, m notify.Matter, id int64) (*views.FollowBox, error) {
	box := &views.FollowBox{Target: notify.Target{Matter: m, ID: id}, Here: c.Path()}
	if box.Visitor = !actor(c).SignedIn(); box.Visitor {
		return box, nil
	}
	var err error
	box.How, err = a.Notify.HowOf(c.UserContext(), actor(c), box.Target)
	return box, err
}

// chosenHow reads a choice of a follow control.
func chosenHow(choice string) notify.How {
	if choice == "none" {
		return ""
	}
	return notify.How(choice)
}

// follow lets the reader follow something, or changes how they hear of it.
func (a *App) follow(c *fiber.Ctx) error {
	form, who := forms.Posted(c), actor(c)
	target, ok := notify.ParseTarget(form.Raw("what"))
	choice := form.Raw("how")
	if !ok || choice == "" {
		return db.ErrNotFound
	}
	if err := a.Notify.Set(c.UserContext(), who, target, chosenHow(choice)); err != nil {
		return err
	}
	to, err := a.Notify.PathOf(c.UserContext(), who, target)
	if err != nil {
		return err
	}
	if to == "" {
		to = views.FollowingURL
	}
	if choice == "none" {
		return a.done(c, to, "unfollowed")
	}
	return a.done(c, to, "followed")
}

// showFollowing lists what the reader follows.
func (a *App) showFollowing(c *fiber.Ctx) error {
	p := views.FollowingPage{Page: a.page(c, locale.T(c.UserContext(), "What you follow"))}
	p.NoIndex = true
	var err error
	if p.Follows, err = a.Notify.Following(c.UserContext(), actor(c)); err != nil {
		return err
	}
	return a.render(c, views.Following(p))
}

// saveFollowing changes all choices at once, where they differ from what they were.
func (a *App) saveFollowing(c *fiber.Ctx) error {
	ctx, who, form := c.UserContext(), actor(c), forms.Posted(c)
	list, err := a.Notify.Following(ctx, who)
	if err != nil {
		return err
	}
	wanted := map[notify.Target]notify.How{}
	for _, f := range list {
		if choice := form.Raw("how-" + f.String()); choice != "" && chosenHow(choice) != f.How {
			wanted[f.Target] = chosenHow(choice)
		}
	}
	if err := a.Notify.SetAll(ctx, who, wanted); err != nil {
		return err
	}
	return a.done(c, views.FollowingURL, "saved")
}

// showPractice shows what somebody told of their practice, which can be followed.
func (a *App) showPractice(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	a.shows(c, db.TopicThemes, db.TopicHearing, db.TopicVoices)
	id := forms.ID(c.Params("person"))
	person, err := a.People.Person(ctx, id)
	if err != nil {
		return err
	}
	said, next, err := a.Discussions.PracticeOf(ctx, who, id, c.Query("after"))
	if err != nil {
		return err
	}
	if person.State == people.Erased || len(said) == 0 && c.Query("after") == "" {
		return db.ErrNotFound
	}
	a.showsThreads(c, said)
	a.untilMidnight(c)
	p := views.PracticePage{Page: a.page(c, locale.T(ctx, "Practice examples by %s", person.Name)), Person: person, List: said}
	p.NoIndex = true // a page about a person is for those who are here
	if p.On, err = themes.On(ctx, a.DB, ids(said)); err != nil {
		return err
	}
	p.More = a.more(c, strings.TrimSuffix(c.Path(), "/"), nil, next)
	if p.Follow, err = a.followBox(c, notify.OfPerson, id); err != nil {
		return err
	}
	return a.render(c, views.Practice(p))
}

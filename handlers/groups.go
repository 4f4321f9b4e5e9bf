package handlers

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/insight"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

func (a *App) listGroups(c *fiber.Ctx) error {
	ctx := c.UserContext()
	list, next, err := a.Groups.List(ctx, actor(c), c.Query("after"), groups.ListPage)
	if err != nil {
		return err
	}
	page := views.GroupsPage{Page: a.page(c, locale.T(ctx, "Groups")), Groups: list, Next: next, MayStart: groups.MayCreate(actor(c)) == nil}
	page.Description = locale.T(ctx, "Groups that talk about life here. Read them, join them, have your say.")
	page.Canonical = a.absolute("/groups")
	a.shows(c, db.TopicGroups, db.TopicThemes)
	return a.render(c, views.Groups(page))
}

// group reads the group that the address names.
func (a *App) group(c *fiber.Ctx) (groups.Group, error) {
	return a.Groups.BySlug(c.UserContext(), actor(c), slug(c, "group"))
}

func (a *App) showGroup(c *fiber.Ctx) error {
	who, ctx := actor(c), c.UserContext()
	g, err := a.group(c)
	if err != nil {
		return err
	}
	page := views.GroupPage{
		Page: a.page(c, g.Name), Group: g, Show: filter(c, who), Order: forms.Choice(forms.Asked(c), "first", discussion.Firsts...), First: c.Query("after") == "", Key: a.newKey(c),
		MayChange: groups.MayChange(who, g) == nil, MayDecide: groups.MayDecide(who, g) == nil,
		Hold:     discussion.HoldRule(g.Hold).Or(a.Discussions.Hold),
		MayStart: who.ID == 0 && g.Access == groups.Open && !g.Closed || groups.MayStart(who, g) == nil,
	}
	if page.Standing, err = a.Groups.Standing(ctx, g.ID, who.ID); err != nil {
		return err
	}
	if page.Hosts, err = a.Groups.Hosts(ctx, g.ID); err != nil {
		return err
	}
	if page.Discussion, page.Next, err = a.Discussions.List(ctx, who, g.ID, page.Show, page.Order, c.Query("after")); err != nil {
		return err
	}
	if page.Views, err = a.viewsLink(ctx, insight.ViewScope{Scope: insight.Scope{Group: g.Slug}}, 0, g.ID); err != nil {
		return err
	}
	if page.Follow, err = a.followBox(c, notify.OfGroup, g.ID); err != nil {
		return err
	}
	page.Description = g.Summary
	page.Canonical = a.absolute(views.GroupURL(g.Slug))
	page.Feeds = []views.Feed{{Title: g.Name, URL: "/feeds/groups/" + g.Slug + ".atom"}}
	topics := []string{db.TopicGroup(g.ID), db.TopicThemes}
	until := a.restatedAt(discussion.Thread{}, discussion.Page{})
	for _, d := range page.Discussion {
		topics = append(topics, db.TopicThread(d.ID))
		until = min(until, a.restatedAt(d.Thread, discussion.Page{}), ages(d.LastAt, a.Clock.Now()))
	}
	a.shows(c, topics...)
	a.showsUntil(c, until)
	return a.render(c, views.Group(page))
}

// filter reads which discussions of a group are asked for; some need somebody whose they are.
func filter(c *fiber.Ctx, who people.Actor) discussion.Filter {
	switch f := discussion.Filter(c.Query("show")); f {
	case discussion.Unanswered:
		return f
	case discussion.NewToMe, discussion.Mine:
		if who.SignedIn() {
			return f
		}
	}
	return discussion.Everything
}

// groupForm puts together the form for a group.
func (a *App) groupForm(c *fiber.Ctx, draft groups.Draft, slug, key string) (views.GroupFormPage, error) {
	ctx := c.UserContext()
	title := locale.T(ctx, "Start a group")
	if slug != "" {
		title = locale.T(ctx, "Change this group")
	}
	page := views.GroupFormPage{Page: a.page(c, title), Draft: draft, Slug: slug, Key: key, Hold: a.Discussions.Hold}
	page.Themes = []components.Option{{Value: "0", Label: locale.T(ctx, "No theme")}}
	list, err := a.Themes.List(ctx)
	for _, t := range list {
		if t.State == themes.Current || t.ID == draft.ThemeID {
			page.Themes = append(page.Themes, components.Option{Value: strconv.FormatInt(t.ID, 10), Label: t.Name})
		}
	}
	return page, err
}

func (a *App) newGroup(c *fiber.Ctx) error {
	page, err := a.groupForm(c, groups.Draft{Access: groups.Open}, "", a.newKey(c))
	if err != nil {
		return err
	}
	return a.render(c, views.GroupForm(page))
}

func (a *App) editGroup(c *fiber.Ctx) error {
	g, err := a.group(c)
	if err != nil {
		return err
	}
	draft := groups.Draft{Name: g.Name, Summary: g.Summary, About: g.About, ThemeID: g.Theme.ID, Access: g.Access, Hold: g.Hold, Slow: g.Slow, Revision: g.Revision}
	page, err := a.groupForm(c, draft, g.Slug, a.newKey(c))
	if err != nil {
		return err
	}
	return a.render(c, views.GroupForm(page))
}

// typedGroup reads the form for a group.
func typedGroup(v *forms.Values) groups.Draft {
	revision, _ := strconv.Atoi(v.Raw("revision"))
	slow, err := strconv.Atoi(v.Raw("slow"))
	if err != nil && v.Raw("slow") != "" {
		slow = -1 // which Check refuses
	}
	return groups.Draft{
		Name: v.Raw("name"), Summary: v.Raw("summary"), About: v.Raw("about"), ThemeID: v.ID("theme"),
		Access: groups.Access(v.Raw("access")), Hold: v.Raw("hold"), Slow: slow, Revision: revision,
	}
}

// groupAgain shows the form for a group again with what is wrong with it.
func (a *App) groupAgain(c *fiber.Ctx, v *forms.Values, slug string, err error) error {
	page, find := a.groupForm(c, typedGroup(v), slug, a.newKey(c))
	if find != nil {
		return find
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors = problems
		return views.GroupForm(page)
	})
}

func (a *App) createGroup(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	slug, err := a.Groups.Create(c.UserContext(), who, v.Key(who.ID), typedGroup(v))
	if err != nil {
		return a.groupAgain(c, v, "", err)
	}
	return a.done(c, views.GroupURL(slug), "saved")
}

func (a *App) saveGroup(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	g, err := a.group(c)
	if err != nil {
		return err
	}
	if err := a.Groups.Change(c.UserContext(), who, v.Key(who.ID), g.ID, typedGroup(v)); err != nil {
		return a.groupAgain(c, v, g.Slug, err)
	}
	return a.done(c, views.GroupURL(g.Slug), "saved")
}

// changeMembership lets the reader join a group, ask to, or leave it.
func (a *App) changeMembership(c *fiber.Ctx) error {
	who, v, ctx := actor(c), forms.Posted(c), c.UserContext()
	g, err := a.group(c)
	if err != nil {
		return err
	}
	if who.ID == 0 {
		return c.Redirect("/join?next="+views.GroupURL(g.Slug), fiber.StatusSeeOther)
	}
	code := "joined-group"
	switch {
	case v.Is("do", "leave"):
		code, err = "left-group", a.Groups.Leave(ctx, who, v.Key(who.ID), g.ID)
	case v.Is("do", "join"):
		if err = a.Groups.Join(ctx, who, v.Key(who.ID), g.ID); g.Access != groups.Open && !who.Staff() {
			code = "asked-to-join"
		}
	default:
		err = db.Wrong("", "Choose whether you want to join or leave")
	}
	if err != nil {
		return err
	}
	to := views.GroupURL(g.Slug)
	if code == "left-group" && g.Access == groups.Private && !who.Staff() {
		to = "/groups" // they do not see it any more
	}
	return a.done(c, to, code)
}

func (a *App) showMembers(c *fiber.Ctx) error {
	g, err := a.group(c)
	if err != nil {
		return err
	}
	page, err := a.members(c, g)
	if err != nil {
		return err
	}
	return a.render(c, views.Members(page))
}

// members puts together the page of a group's people.
func (a *App) members(c *fiber.Ctx, g groups.Group) (page views.MembersPage, err error) {
	who, ctx := actor(c), c.UserContext()
	page = views.MembersPage{
		Page: a.page(c, locale.T(ctx, "People in this group")), Group: g, MakeHosts: who.Staff(), NewKey: func() string { return a.newKey(c) },
	}
	page.NoIndex = true
	if page.Asking, page.NextAsking, err = a.Groups.Asking(ctx, who, g, c.Query("asking")); err != nil {
		return page, err
	}
	if page.Members, page.Next, err = a.Groups.Members(ctx, who, g, c.Query("after")); err != nil {
		return page, err
	}
	return page, nil
}

func (a *App) decideMember(c *fiber.Ctx) error {
	who, v, ctx := actor(c), forms.Posted(c), c.UserContext()
	g, err := a.group(c)
	if err != nil {
		return err
	}
	key, person := v.Key(who.ID), v.ID("person")
	switch v.Raw("do") {
	case "approve":
		err = a.Groups.Approve(ctx, who, key, g.ID, person)
	case "decline":
		err = a.Groups.Decline(ctx, who, key, g.ID, person)
	case "invite":
		if err = a.Groups.Invite(ctx, who, key, g.ID, v.Raw("name")); err != nil {
			return a.inviteAgain(c, v, g, err)
		}
	case "host", "unhost":
		err = a.Groups.MakeHost(ctx, who, key, g.ID, person, v.Is("do", "host"))
	default:
		err = db.Wrong("", "Choose what to do")
	}
	if err != nil {
		return err
	}
	return a.done(c, views.GroupURL(g.Slug)+"/people", "saved")
}

// inviteAgain shows the people of a group again, with what is wrong with the name that was typed.
func (a *App) inviteAgain(c *fiber.Ctx, v *forms.Values, g groups.Group, err error) error {
	page, find := a.members(c, g)
	if find != nil {
		return find
	}
	page.Name = v.Raw("name")
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors = problems
		return views.Members(page)
	})
}

// startForm is the form for a discussion in a group, with what was typed.
func (a *App) startForm(c *fiber.Ctx, g groups.Group, start discussion.Start, key string) views.StartPage {
	ctx, path := c.UserContext(), views.GroupURL(g.Slug)+"/start"
	page := views.StartPage{
		Page:  a.page(c, locale.T(ctx, "Start a discussion")),
		Group: views.GroupLink{Slug: g.Slug, Name: g.Name}, Title: start.Title,
		Form: views.AnswerForm{
			Paper:  views.PaperURL(views.PaperStart),
			Action: path, Key: key, Body: start.Body, Evidence: string(start.Evidence), Language: start.Language,
			Label: locale.T(ctx, "What do you want to say about it?"), Submit: locale.T(ctx, "Start the discussion"), Cancel: views.GroupURL(g.Slug),
			Visitor: actor(c).ID == 0,
			Waits:   views.WaitsWords(ctx, discussion.HoldRule(g.Hold).Or(a.Discussions.Hold), actor(c)),
		},
	}
	page.NoIndex, page.Form.Files = true, a.attaching(actor(c))
	return page
}

// mayBeginIn tells whether the reader may begin to write a discussion: whoever may start it, and a visitor where they
// could once they have joined the place.
func mayBeginIn(who people.Actor, g groups.Group) error {
	if err := groups.MayStart(who, g); err != nil && (who.ID != 0 || g.Access != groups.Open || g.Closed) {
		return err
	}
	return nil
}

func (a *App) writeDiscussion(c *fiber.Ctx) error {
	who := actor(c)
	g, err := a.group(c)
	if err != nil {
		return err
	}
	if err := mayBeginIn(who, g); err != nil {
		return err
	}
	page := a.startForm(c, g, discussion.Start{}, a.newKey(c))
	if err := a.keep(c, &page.Form); err != nil {
		return err
	}
	page.Title = page.Form.Draft.Fields["title"]
	return a.render(c, views.Start(page))
}

func (a *App) startDiscussion(c *fiber.Ctx) error {
	who, ctx := actor(c), c.UserContext()
	g, err := a.group(c)
	if err != nil {
		return err
	}
	v, with, err := a.sent(c, 0)
	if err != nil {
		return err
	}
	start := discussion.Start{
		GroupID: g.ID, Title: v.Raw("title"), Body: v.Raw("body"), Evidence: discussion.Evidence(v.Raw("evidence")), Language: writtenIn(c, v), Draft: v.ID("draft"), Files: with.list,
	}
	page := a.startForm(c, g, start, v.KeptKey())
	page.Form.Files = with.form
	if err := a.keep(c, &page.Form); err != nil {
		return err
	}
	if a.later(c) {
		return a.saveForLater(c)
	}
	again := func(err error) error {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			page.Errors, page.Form.Key = problems, a.newKey(c)
			return views.Start(page)
		})
	}
	page.Form.AsItIs = v.Raw(asItIs)
	switch {
	case with.acted && with.err != nil:
		return again(with.err)
	case with.acted:
		return a.render(c, views.Start(page))
	case v.ID("there") != 0:
		return a.answerInstead(c, v, start)
	case v.Is("do", "similar"):
		return a.showSimilar(c, g, page)
	case v.Is("do", "preview"):
		if err := a.People.Crowded(people.ActPreview, a.client(c).Address); err != nil {
			return err
		}
		body, err := discussion.Render(ctx, start.Body)
		if err != nil {
			return again(err)
		}
		page.Form.Preview = body.HTML
		return a.showSimilar(c, g, page)
	}
	if err := a.askPrivate(c, &page.Form.PrivateAsk, "body", "", start.Title, start.Body); err != nil {
		return again(err)
	}
	if who.ID == 0 {
		if err := mayBeginIn(who, g); err != nil {
			return err
		}
		if err := start.Check(ctx); err != nil {
			return again(err)
		}
		if err := a.sprung(c, v, "body", typing); err != nil {
			return again(err)
		}
		return a.joinFirst(c)
	}
	if err := a.People.Crowded(people.ActPost, a.client(c).Address); err != nil {
		return err
	}
	id, err := a.Discussions.Start(ctx, who, v.Key(who.ID), start)
	if err != nil {
		return again(err)
	}
	thread, err := a.Discussions.Thread(ctx, who, id)
	if err != nil {
		return err
	}
	return a.said(c, thread.OpeningID, views.ThreadURL(thread), a.posted(c, thread.OpeningID))
}

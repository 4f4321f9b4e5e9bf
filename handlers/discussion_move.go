package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// messagesPage puts together the page on which messages of a discussion are chosen and sent elsewhere; after is where the
// messages on it begin.
func (a *App) messagesPage(c *fiber.Ctx, after string) (views.MessagesPage, error) {
	who, ctx := actor(c), c.UserContext()
	p := views.MessagesPage{Key: a.newKey(c), MergeKey: a.newKey(c), Reason: rules.OffTopic, After: after}
	t, err := a.Discussions.Thread(ctx, who, threadID(c))
	if err != nil {
		return p, err
	}
	if err := discussion.MayMove(who, t); err != nil {
		return p, err
	}
	p.Page = a.page(c, locale.T(ctx, "Move, split or merge"))
	p.NoIndex = true
	p.Thread, p.Across = t, who.CanModerate()
	v := discussion.View{Order: discussion.Oldest, After: p.After, PerPage: discussion.PageLong}
	if p.Said, err = a.Discussions.Page(ctx, who, t, v); err != nil {
		return p, err
	}
	list, _, err := a.Discussions.List(ctx, who, t.GroupID, discussion.Everything, discussion.LatestFirst, "")
	p.Discussions = []components.Option{{Value: "", Label: locale.T(ctx, "Choose one, or give its address below")}}
	for _, d := range list {
		if d.ID != t.ID {
			p.Discussions = append(p.Discussions, components.Option{Value: strconv.FormatInt(d.ID, 10), Label: d.Title})
		}
	}
	return p, err
}

// tickedElsewhere reads what was ticked on other pages of the messages, so that it stays ticked.
func (a *App) tickedElsewhere(c *fiber.Ctx, p *views.MessagesPage) error {
	here := map[int64]bool{}
	for _, i := range p.Said.Items {
		here[i.ID] = true
	}
	others := slices.DeleteFunc(slices.Clone(p.Ticked), func(id int64) bool { return here[id] })
	if len(others) > discussion.MaxMoved {
		return nil // which is told to be too many
	}
	said, err := discussion.Gather(c.UserContext(), a.DB, actor(c), others)
	words := map[int64]discussion.Said{}
	for _, s := range said {
		if s.ThreadID == p.Thread.ID {
			words[s.ID] = s
		}
	}
	for _, id := range others {
		s := words[id]
		s.ID = id
		p.Elsewhere = append(p.Elsewhere, s)
	}
	return err
}

// firstPage is what the button that leads to the first page of messages sends.
const firstPage = "first"

func (a *App) showMessages(c *fiber.Ctx) error {
	p, err := a.messagesPage(c, c.Query("after"))
	if err != nil {
		return err
	}
	return a.render(c, views.MoveMessages(p))
}

// postMessages moves what was ticked, or lets the whole discussion go into another.
func (a *App) postMessages(c *fiber.Ctx) error {
	who, v, ctx := actor(c), forms.Posted(c), c.UserContext()
	after, turned := c.Query("after"), v.Raw("page")
	if turned != "" {
		after = strings.TrimPrefix(turned, firstPage)
	}
	p, err := a.messagesPage(c, after)
	if err != nil {
		return err
	}
	p.Ticked, p.Alone, p.NewTitle = v.IDs("ids"), v.Is("answers", "alone"), v.Raw("title")
	p.Reason = v.Raw("reason")
	p.Chosen, p.Address = v.Raw("to"), v.Raw("address")
	if err := a.tickedElsewhere(c, &p); err != nil {
		return err
	}
	if turned != "" {
		return a.render(c, views.MoveMessages(p))
	}
	to, into := target(p.Chosen, p.Address), int64(0)
	if v.Is("do", "merge") {
		p.Merging = true
		into, err = to, a.Discussions.Merge(ctx, who, v.Key(who.ID), p.Thread.ID, to, v.Is("readers", "yes"))
	} else {
		if p.Chosen+p.Address == "" {
			to = 0
		}
		into, err = a.Discussions.MoveSelected(ctx, who, v.Key(who.ID), discussion.Selection{
			From: p.Thread.ID, IDs: p.Ticked, Answers: !p.Alone, To: to, Title: p.NewTitle, Readers: v.Is("readers", "yes"), Reason: p.Reason,
		})
	}
	if err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors = problems
			return views.MoveMessages(p)
		})
	}
	thread, err := a.Discussions.Thread(ctx, who, into)
	if err != nil {
		return err
	}
	return a.done(c, views.ThreadURL(thread), "moved")
}

// target reads which discussion was chosen from the list, or by an address of this site or a number; -1 where that is
// none, so that nothing is taken for a new discussion by mistake.
func target(chosen, address string) int64 {
	if address == "" {
		address = chosen
	}
	if _, after, found := strings.Cut(address, "/discussions/"); found {
		address = after
	}
	address = strings.TrimSpace(address)
	end := strings.IndexFunc(address, func(r rune) bool { return r < '0' || r > '9' })
	if end >= 0 {
		address = address[:end]
	}
	if id := forms.ID(address); id > 0 {
		return id
	}
	return -1
}

// inGroup gives a discussion in a group as a reader may see it. A thread of another kind is not found.
func (a *App) inGroup(c *fiber.Ctx, reader people.Actor, id int64) (discussion.Thread, error) {
	t, err := a.Discussions.Thread(c.UserContext(), reader, id)
	if err == nil && t.Kind != discussion.InGroup {
		err = db.ErrNotFound
	}
	return t, err
}

// mergedInto leads on from a discussion whose words were taken into another, where the reader may see that; to gives
// the address from the other's.
func (a *App) mergedInto(c *fiber.Ctx, t discussion.Thread, reader people.Actor, to func(discussion.Thread) string) error {
	into, err := a.Discussions.Thread(c.UserContext(), reader, t.MergedInto)
	if err != nil {
		return err
	}
	return c.Redirect(to(into), fiber.StatusMovedPermanently)
}

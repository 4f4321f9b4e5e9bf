package handlers

import (
	"errors"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/files"
	"folkmoot/models/moderation"
	"folkmoot/models/rules"
	"folkmoot/models/sealed"
	covering "folkmoot/models/sealed/cover"
	"folkmoot/models/watch"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// coverPage reads a contribution with the details that the program finds in it.
func (a *App) coverPage(c *fiber.Ctx) (p views.CoverPage, err error) {
	ctx, who, id := c.UserContext(), actor(c), forms.ID(c.Params("id"))
	if id == 0 {
		return p, db.ErrNotFound
	}
	if p.Words, err = a.Moderation.Coverable(ctx, who, id); err != nil {
		return p, err
	}
	if p.Record, err = a.Moderation.Record(ctx, who, id); err != nil {
		return p, err
	}
	if !moderation.CanCover(p.Record.State) {
		return p, db.ErrNotFound
	}
	if p.Files, err = files.History(ctx, a.DB, id); err != nil {
		return p, err
	}
	p.Page = a.page(c, locale.T(ctx, "Publish with details covered"))
	if len(p.Files) > 0 {
		p.Title = locale.T(ctx, "Take out pictures, or cover details")
	}
	p.Key, p.Reason = a.newKey(c), rules.PrivateDetails
	for _, part := range []struct {
		name  moderation.Part
		words string
	}{{moderation.InTitle, p.Words.Title}, {moderation.InBody, p.Words.Body}, {moderation.InProposed, p.Words.Proposed}} {
		for _, d := range watch.PrivateDetails(part.words) {
			p.Details = append(p.Details, views.CoverDetail{
				Value: string(part.name) + ":" + strconv.Itoa(d.Start) + "-" + strconv.Itoa(d.End),
				Kind:  d.Kind, Words: part.words[d.Start:d.End], Ticked: !d.Soft,
			})
		}
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return p, nil
}

func (a *App) showCover(c *fiber.Ctx) error {
	if err := a.openCase(c); err != nil {
		return err
	}
	p, err := a.coverPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.ModerationCover(p))
}

// ticked reads a detail that was ticked: "body:12-25".
func ticked(value string) (t moderation.Ticked, ok bool) {
	part, place, _ := strings.Cut(value, ":")
	from, to, _ := strings.Cut(place, "-")
	start, errStart := strconv.Atoi(from)
	end, errEnd := strconv.Atoi(to)
	known := part == string(moderation.InBody) || part == string(moderation.InTitle) || part == string(moderation.InProposed)
	return moderation.Ticked{Part: moderation.Part(part), Span: covering.Span{Start: start, End: end}}, known && errStart == nil && errEnd == nil
}

// postCover shows how readers will see it, or publishes it like that.
func (a *App) postCover(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	p, err := a.coverPage(c)
	if err != nil {
		return err
	}
	v := forms.Posted(c)
	n := moderation.Covering{Words: v.Text("words")}
	n.Contribution, n.Reason, n.Message = p.Record.ID, v.Raw("reason"), v.Raw("message")
	n.Seen = moderation.Seen{Revision: int(v.ID("revision")), Decision: v.ID("decision"), Report: v.ID("report")}
	n.Act, n.Over = rules.Cover, v.Is("over", "1")
	n.Out = v.All("files")
	p.Typed, p.Reason, p.Message, p.Out = n.Words, n.Reason, n.Message, n.Out
	chosen := map[string]bool{}
	for _, value := range v.All("details") {
		t, ok := ticked(value)
		if !ok {
			return db.ErrConflict
		}
		chosen[value] = true
		n.Details = append(n.Details, t)
	}
	for i := range p.Details {
		p.Details[i].Ticked = chosen[p.Details[i].Value]
	}
	if v.Raw("step") == "publish" {
		if _, err = a.Moderation.Cover(ctx, who, v.Key(who.ID), n); err == nil {
			return a.done(c, moderation.CasePath(n.Contribution), "decided")
		}
	} else {
		var shown moderation.Covered
		if shown, err = a.Moderation.Preview(ctx, who, n); err == nil {
			p.Shown = &shown
			return a.render(c, views.ModerationCover(p))
		}
	}
	var taken moderation.Taken
	if errors.As(err, &taken) {
		p.Taken = locale.T(ctx, "%s is looking at this since %s.", taken.By, locale.Time(ctx, taken.Since))
		p.Key = a.newKey(c)
		if shown, err := a.Moderation.Preview(ctx, who, n); err == nil {
			p.Shown = &shown
		}
		c.Status(fiber.StatusConflict)
		return a.render(c, views.ModerationCover(p))
	}
	if errors.Is(err, db.ErrConflict) {
		p.Errors = []views.FieldError{{Message: locale.T(ctx, "The writer changed their words, or somebody else decided, while you were reading. Here is how it stands now. Please look again.")}}
		c.Status(fiber.StatusConflict)
		return a.render(c, views.ModerationCover(p))
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		return views.ModerationCover(p)
	})
}

func (a *App) sealedPage(c *fiber.Ctx) (p views.SealedPage, err error) {
	ctx := c.UserContext()
	if p.ID = forms.ID(c.Params("id")); p.ID == 0 {
		return p, db.ErrNotFound
	}
	there, err := sealed.Covered(ctx, a.DB, p.ID)
	if err == nil && !there {
		err = db.ErrNotFound
	}
	p.Page = a.page(c, locale.T(ctx, "What was covered in contribution %d", p.ID))
	c.Set(fiber.HeaderCacheControl, "no-store")
	return p, err
}

func (a *App) askSealed(c *fiber.Ctx) error {
	p, err := a.sealedPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.ModerationSealed(p))
}

// readSealed notes the reading in the register, then shows the words.
func (a *App) readSealed(c *fiber.Ctx) error {
	p, err := a.sealedPage(c)
	if err != nil {
		return err
	}
	p.Purpose = forms.Posted(c).Raw("purpose")
	if p.Words, err = sealed.Read(c.UserContext(), a.DB, actor(c), p.ID, sealed.Cover, sealed.Purpose(p.Purpose)); err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors = problems
			return views.ModerationSealed(p)
		})
	}
	p.Read = true
	if p.Out, err = files.Out(c.UserContext(), a.DB, p.ID); err != nil {
		return err
	}
	return a.render(c, views.ModerationSealed(p))
}

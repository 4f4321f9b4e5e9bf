package handlers

import (
	"context"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/insight/grounded"
	"folkmoot/models/snapshots"
	"folkmoot/views"
)

// LanguageModel is what the operator set to draft for editors. What it writes is checked before anybody sees it.
type LanguageModel struct {
	Name string
	// Ask gives what the model writes; where it fails the error is a db.Invalid under "", in plain words.
	Ask func(ctx context.Context, rules, data string) (string, error)
}

// draftFor is how long a request may take in which a language model is asked.
const draftFor = 50 * time.Second

// patient gives a request the time that a language model takes.
func patient(c *fiber.Ctx) context.CancelFunc {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), draftFor)
	c.SetUserContext(ctx)
	return cancel
}

// postedWriting reads what an editor wrote about a frozen summary. The mark of a drafted introduction comes from the
// form; the name in it is the model's own.
func (a *App) postedWriting(v *forms.Values) snapshots.Writing {
	w := snapshots.Writing{Title: v.Raw("title"), Intro: v.Raw("intro")}
	if v.Raw("drafted") != "" && a.Language != nil {
		w.DraftedBy = a.Language.Name
	}
	return w
}

// postIntroduction has an introduction drafted, checks it, and puts it into the form for an editor to read. Nothing of
// it is stored here.
func (a *App) postIntroduction(c *fiber.Ctx) error {
	if a.Language == nil {
		return db.ErrNotFound
	}
	defer patient(c)()
	v := forms.Posted(c)
	form := views.SnapshotForm{Slug: slug(c, "snapshot"), Revision: int(v.ID("revision")), Writing: a.postedWriting(v)}
	draft, faults, err := a.introduction(c, v, form.Slug)
	if problems, ok := fieldErrors(c.UserContext(), err); ok {
		c.Status(fiber.StatusUnprocessableEntity)
		return a.snapshotForm(c, form, problems)
	}
	if err != nil {
		return err
	}
	if form.Refused = faults; len(faults) > 0 {
		c.Status(fiber.StatusUnprocessableEntity)
		return a.snapshotForm(c, form, nil)
	}
	form.Writing.Intro = strings.TrimSpace(draft + "\n\n" + form.Writing.Intro)
	form.Writing.DraftedBy, form.Drafted = a.Language.Name, true
	return a.snapshotForm(c, form, nil)
}

// introduction asks for an introduction and checks it. What is accepted leads to what it cites.
func (a *App) introduction(c *fiber.Ctx, v *forms.Values, slug string) (string, []grounded.Fault, error) {
	ctx, who := c.UserContext(), actor(c)
	material, err := a.Snapshots.Drafting(ctx, who, slug)
	if err != nil {
		return "", nil, err
	}
	if len(material.Order) == 0 {
		return "", nil, db.Wrong("", "No comment that everybody may read is quoted here, so there is nothing to draft an introduction from")
	}
	rules, data, err := material.Ask()
	if err != nil {
		return "", nil, err
	}
	words, err := a.Language.Ask(ctx, rules, data)
	if err != nil {
		return "", nil, err
	}
	// What was hidden while it was written must not come back in it.
	if material, err = a.Snapshots.Drafting(ctx, who, slug); err != nil {
		return "", nil, err
	}
	verdict := grounded.Check(words, material.Basis)
	if err := a.Snapshots.Drafted(ctx, who, v.Key(who.ID), slug, a.Language.Name, len(verdict.Faults)); err != nil {
		return "", nil, err
	}
	return verdict.Linked(words, func(id int64) string { return views.ContributionURL(id, "") }), verdict.Faults, nil
}

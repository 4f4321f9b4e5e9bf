package handlers

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// groupsToMoveTo is how many groups are offered to move a comment to.
const groupsToMoveTo = 200

// fatesFilter reads which comments an editor asks for.
func fatesFilter(c *fiber.Ctx) views.FatesFilter {
	return views.FatesFilter{
		Paragraph: c.Query("paragraph"), Theme: c.Query("theme"), Who: c.Query("who"), Evidence: c.Query("evidence"),
		Fate: c.Query("fate"), Order: c.Query("order"), After: c.Query("after"),
	}
}

// fatesPage puts the editors' list together, without the comments on it.
func (a *App) fatesPage(c *fiber.Ctx) (p views.FatesPage, w guide.Wanted, err error) {
	ctx := c.UserContext()
	if p.Guide, p.Chapters, err = a.Guides.Guide(ctx, slug(c, "guide")); err != nil {
		return p, w, err
	}
	p.Filter = fatesFilter(c)
	w = guide.Wanted{
		Guide: p.Guide.ID, Theme: p.Filter.Theme, Who: people.Who(p.Filter.Who), Evidence: discussion.Evidence(p.Filter.Evidence),
		Fate: discussion.Fate(p.Filter.Fate), Order: discussion.Order(p.Filter.Order),
	}
	p.Page = a.page(c, locale.T(ctx, "Comments to answer"))
	p.NoIndex = true
	if c.Params("chapter") != "" {
		if err := a.fatesOfChapter(c, &p, &w); err != nil {
			return p, w, err
		}
	}
	if p.Themes, err = a.Guides.GuideThemes(ctx, p.Guide.ID); err != nil {
		return p, w, err
	}
	p.Form, err = a.fateForm(ctx, actor(c), p.Chapters)
	p.Form.Versions = p.Versions
	p.Form.Action, p.Form.Back = p.Self(), p.Self()
	if p.Chapter != nil {
		p.Form.Number = p.Chapter.Number
	}
	return p, w, err
}

// fatesOfChapter narrows the list to the chapter that is asked for.
func (a *App) fatesOfChapter(c *fiber.Ctx, p *views.FatesPage, w *guide.Wanted) error {
	ctx, wanted := c.UserContext(), slug(c, "chapter")
	for i := range p.Chapters {
		if p.Chapters[i].Slug == wanted {
			p.Chapter = &p.Chapters[i]
		}
	}
	if p.Chapter == nil {
		return db.ErrNotFound
	}
	p.Title = locale.T(ctx, "Comments to answer on chapter %d: %s", p.Chapter.Number, p.Chapter.Title)
	w.Chapter = p.Chapter
	if p.Filter.Paragraph != "" {
		part, err := chapterPart(p.Filter.Paragraph)
		if err != nil {
			return err
		}
		w.Part = &part
	}
	reading, err := a.Guides.Read(ctx, *p.Chapter, 0)
	if err != nil {
		return err
	}
	p.Versions = reading.Versions
	for _, b := range reading.Blocks {
		if b.Number > 0 {
			p.Parts = append(p.Parts, guide.Part{Paragraph: b.Number})
		}
	}
	p.Parts = append(p.Parts, guide.Part{}, guide.Part{Gone: true})
	p.Waiting, err = a.Guides.Waiting(ctx, *p.Chapter)
	return err
}

// fateForm is an empty form to decide, with what there is to choose from.
func (a *App) fateForm(ctx context.Context, who people.Actor, chapters []guide.Chapter) (f views.FateForm, err error) {
	f.Chapters = chapters
	if f.Reasons, err = a.Guides.Reasons(ctx, who); err != nil {
		return f, err
	}
	f.Groups, _, err = a.Groups.List(ctx, who, "", groupsToMoveTo)
	return f, err
}

func (a *App) showFates(c *fiber.Ctx) error {
	p, wanted, err := a.fatesPage(c)
	if err != nil {
		return err
	}
	p.Form.Key = a.newKey(c)
	return a.renderFates(c, p, wanted)
}

// renderFates reads the comments that are wanted and shows the list.
func (a *App) renderFates(c *fiber.Ctx, p views.FatesPage, w guide.Wanted) error {
	next := ""
	var err error
	if p.Tasks, next, err = a.Guides.Tasks(c.UserContext(), actor(c), w, p.Filter.After); err != nil {
		return err
	}
	if next != "" {
		q := p.Filter.Query()
		q.Set("after", next)
		p.Next = c.Path() + "?" + q.Encode()
	}
	if c.Query("all") != "" && len(p.Form.Chosen) == 0 {
		p.Form.Chosen = map[int64]bool{}
		for _, t := range p.Tasks {
			p.Form.Chosen[t.ID] = true
		}
	}
	return a.render(c, views.GuideFates(p))
}

// typedBatch reads what an editor decided, and puts what they typed back into the form.
func typedBatch(v *forms.Values, f *views.FateForm) guide.Batch {
	f.Fate, f.Reason, f.Used = v.Raw("fate"), v.Text("reason"), v.Raw("used")
	f.Paragraph, f.Version, f.To, f.Title = v.Line("paragraph"), v.Raw("version"), v.Raw("to"), v.Line("title")
	f.Below, f.Chosen = v.Is("below", "yes"), map[int64]bool{}
	b := guide.Batch{
		Contributions: v.IDs("chosen"), Seen: map[int64]int64{}, Below: f.Below, Fate: discussion.Fate(f.Fate), Reason: f.Reason,
		Version: max(0, count(f.Version)), Paragraph: f.Paragraph, To: guide.Destination{Title: f.Title},
	}
	if b.Reason == "" && b.Fate != discussion.Pending {
		b.Reason = f.Used // words that were used before stand as they are where none are typed
	}
	if kind, id, ok := strings.Cut(f.To, "-"); ok {
		switch kind {
		case "chapter":
			b.To.Chapter = forms.ID(id)
		case "group":
			b.To.Group = forms.ID(id)
		}
	}
	for _, id := range b.Contributions {
		f.Chosen[id] = true
		if seen, err := strconv.ParseInt(v.Raw("seen-"+strconv.FormatInt(id, 10)), 10, 64); err == nil {
			b.Seen[id] = seen
		}
	}
	return b
}

// takeOver puts words that were used before into the box, to be adapted.
func takeOver(f *views.FateForm) {
	if f.Used != "" {
		f.Reason, f.Used = f.Used, ""
	}
}

func (a *App) postFates(c *fiber.Ctx) error {
	p, wanted, err := a.fatesPage(c)
	if err != nil {
		return err
	}
	who, v := actor(c), forms.Posted(c)
	batch := typedBatch(v, &p.Form)
	p.Form.Key = v.KeptKey()
	if v.Is("do", "use") {
		takeOver(&p.Form)
		return a.renderFates(c, p, wanted)
	}
	if err := a.askPrivate(c, &p.Form.PrivateAsk, "reason", "", p.Form.Reason); err != nil {
		problems, ok := fieldErrors(c.UserContext(), err)
		if !ok {
			return err
		}
		p.Errors, p.Form.Key = problems, a.newKey(c)
		c.Status(fiber.StatusUnprocessableEntity)
		return a.renderFates(c, p, wanted)
	}
	err = a.Guides.DecideBatch(c.UserContext(), who, v.Key(who.ID), batch)
	if err == nil {
		return a.done(c, forms.LocalPath(v.Raw("back"), c.Path()), "fates-set")
	}
	if err := fateProblems(c.UserContext(), err, &p.Page, &p.Form, batch.Contributions); err != nil {
		return err
	}
	p.Form.Key = a.newKey(c)
	c.Status(fiber.StatusUnprocessableEntity)
	return a.renderFates(c, p, wanted)
}

// fateProblems turns what is wrong with a decision into what its form says; anything else is given back.
func fateProblems(ctx context.Context, err error, page *views.Page, f *views.FateForm, chosen []int64) error {
	var failed guide.Failure
	if problems, ok := fieldErrors(ctx, err); ok {
		page.Errors = problems
		return nil
	}
	if !errors.As(err, &failed) {
		if len(chosen) != 1 || !errors.Is(err, db.ErrNotFound) {
			return err
		}
		failed = guide.Failure{chosen[0]: err}
	}
	f.Failures = map[int64]string{}
	page.Errors = []views.FieldError{{Message: locale.T(ctx, "Nothing was stored, because some of it cannot be done. Look at the comments that are marked.")}}
	for id, why := range failed {
		f.Failures[id] = failureWords(ctx, why)
		page.Errors = append(page.Errors, views.FieldError{Field: "wrong-" + strconv.FormatInt(id, 10), Message: f.Failures[id]})
	}
	return nil
}

// failureWords says why one comment could not be decided about.
func failureWords(ctx context.Context, err error) string {
	var invalid db.Invalid
	switch {
	case errors.Is(err, db.ErrConflict):
		return locale.T(ctx, "Somebody else decided about this in between. Look at how it stands now, then decide again.")
	case errors.As(err, &invalid):
		return strings.Join(messages(ctx, invalid), ". ") + "."
	}
	return locale.T(ctx, "This is not shown any more, so nothing can be decided about it.")
}

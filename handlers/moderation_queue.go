package handlers

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// queueChoice reads from an address which part of the queue is asked for.
func queueChoice(c *fiber.Ctx) (views.QueueChoice, moderation.Choice) {
	shown := views.QueueChoice{Show: c.Query("show"), Reason: c.Query("reason"), Group: c.Query("group"), Like: c.Query("like"), List: c.Query("view") == "list"}
	choice := moderation.Choice{Show: moderation.Filter(shown.Show), Reason: shown.Reason, Group: forms.ID(shown.Group), Like: forms.ID(shown.Like)}
	if shown.List {
		choice.Size = moderation.ListSize
	}
	return shown, choice
}

func (a *App) showQueue(c *fiber.Ctx) error {
	p, err := a.queuePage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.Moderation(p))
}

// queuePage puts together the part of the queue that an address asks for.
func (a *App) queuePage(c *fiber.Ctx) (p views.QueuePage, err error) {
	ctx, who := c.UserContext(), actor(c)
	shown, choice := queueChoice(c)
	p.Choice = shown
	if p.Counts, err = a.Moderation.Counts(ctx, who, a.today()); err != nil {
		return p, err
	}
	if p.Last, p.UndoKey, err = a.lastDone(c); err != nil {
		return p, err
	}
	if p.Calls, err = a.queueCalls(c); err != nil {
		return p, err
	}
	safety, err := a.safetyCalls(c)
	if err != nil {
		return p, err
	}
	p.Calls = append(p.Calls, safety...)
	after, next := c.Query("after"), ""
	if shown.Show == "done" {
		p.Done, next, err = a.Moderation.DoneSince(ctx, who, a.today(), after)
	} else {
		next, err = a.queueCases(c, &p, choice, after)
	}
	if err != nil {
		return p, err
	}
	if next != "" {
		join := "?"
		if strings.Contains(shown.URL(), "?") {
			join = "&"
		}
		p.Next = shown.URL() + join + url.Values{"after": {next}}.Encode()
	}
	p.Page = a.page(c, locale.T(ctx, "Moderation queue"))
	return p, nil
}

// doneShown is how many of today's decisions stand under the queue.
const doneShown = 3

// queueCases reads the cases of a page of the queue with what stands around them, and gives the mark of the next.
func (a *App) queueCases(c *fiber.Ctx, p *views.QueuePage, choice moderation.Choice, after string) (next string, err error) {
	ctx, who := c.UserContext(), actor(c)
	cases, next, err := a.Moderation.Queue(ctx, who, choice, after)
	if err != nil {
		return "", err
	}
	keeping, err := a.keepingEach(c)
	if err != nil {
		return "", err
	}
	for _, one := range cases {
		p.Cases = append(p.Cases, views.NewCaseForm(ctx, one, a.newKey(c), c.OriginalURL()).Keep(keeping(moderation.CasePath(one.ID))))
	}
	// After a decision the reader goes on with the case that comes next; after the last, with the page.
	for i := range p.Cases {
		p.Cases[i].Ticked = p.Choice.Like != ""
		if i+1 < len(p.Cases) {
			p.Cases[i].Back += "#case-" + strconv.FormatInt(cases[i+1].ID, 10)
		}
	}
	if after == "" && choice.Like == 0 && slices.Contains([]moderation.Filter{moderation.ToDo, moderation.Held, moderation.Reported, moderation.Flagged}, choice.Show) {
		if p.Aside, err = a.Moderation.Aside(ctx, who); err != nil {
			return "", err
		}
		if p.Done, _, err = a.Moderation.DoneSince(ctx, who, a.today(), ""); err != nil {
			return "", err
		}
		p.Done = p.Done[:min(doneShown, len(p.Done))]
	}
	groups, _, err := a.Groups.List(ctx, who, "", groupsToChoose)
	if err != nil {
		return "", err
	}
	for _, g := range groups {
		p.Groups = append(p.Groups, components.Option{Value: strconv.FormatInt(g.ID, 10), Label: g.Name})
	}
	p.Many = views.ManyForm{Key: a.newKey(c), Back: c.OriginalURL(), Reason: choice.Reason}
	return next, nil
}

// lastDone is what the moderator decided last, where they can undo it, with the key of the form to do so.
func (a *App) lastDone(c *fiber.Ctx) (*moderation.Done, string, error) {
	d, ok, err := a.Moderation.LastDone(c.UserContext(), actor(c))
	if err != nil || !ok {
		return nil, "", err
	}
	return &d, a.newKey(c), nil
}

// undoDecision takes back what the moderator decided less than a minute ago.
func (a *App) undoDecision(c *fiber.Ctx) error {
	v := forms.Posted(c)
	decision := forms.ID(c.Params("decision"))
	_, err := a.Moderation.Undo(c.UserContext(), actor(c), v.Key(actor(c).ID), decision)
	switch {
	case errors.Is(err, db.ErrConflict):
		return a.done(c, "/moderation?show=done", "too-late-to-undo")
	case err != nil:
		return err
	}
	told := "decision-undone"
	if left, err := a.Moderation.LeftOfBatch(c.UserContext(), decision); err != nil {
		return err
	} else if left > 0 {
		told = "partly-undone"
	}
	return a.done(c, forms.LocalPath(v.Raw("back"), "/moderation"), told)
}

// chosenCases reads what tick boxes say: the case, and what the moderator had before them.
func chosenCases(values []string) (list []moderation.Chosen) {
	for _, value := range values {
		parts := strings.Split(value, ".")
		if len(parts) != 4 {
			continue
		}
		revision, err := strconv.Atoi(parts[1])
		if id := forms.ID(parts[0]); id != 0 && err == nil {
			list = append(list, moderation.Chosen{Contribution: id, Seen: moderation.Seen{Revision: revision, Decision: forms.ID(parts[2]), Report: forms.ID(parts[3])}})
		}
	}
	return list
}

// postMany decides alike about several cases.
func (a *App) postMany(c *fiber.Ctx) error {
	v := forms.Posted(c)
	chosen := chosenCases(v.All("case"))
	m := moderation.Many{Chosen: chosen, Act: rules.Act(v.Raw("act")), Reason: v.Raw("reason"), Message: v.Raw("message")}
	back := forms.LocalPath(v.Raw("back"), "/moderation")
	batch, err := a.Moderation.DecideMany(c.UserContext(), actor(c), v.Key(actor(c).ID), m)
	if problems, invalid := fieldErrors(c.UserContext(), err); invalid {
		return a.manyAgain(c, m, back, problems)
	}
	if err != nil {
		return err
	}
	if batch == 0 {
		return a.done(c, back, "none-decided")
	}
	ids := make([]string, len(chosen))
	for i, one := range chosen {
		ids[i] = strconv.FormatInt(one.Contribution, 10)
	}
	return a.done(c, "/moderation/batches/"+strconv.FormatInt(batch, 10)+"?of="+strings.Join(ids, "."), "")
}

// manyAgain shows what was chosen with what is wrong with the decision.
func (a *App) manyAgain(c *fiber.Ctx, m moderation.Many, back string, problems []views.FieldError) error {
	ctx, who := c.UserContext(), actor(c)
	for i := range problems {
		if problems[i].Field != "" {
			problems[i].Field = "many-" + problems[i].Field
		}
	}
	p := views.QueuePage{Choice: views.QueueChoice{List: true}}
	var err error
	if p.Counts, err = a.Moderation.Counts(ctx, who, a.today()); err != nil {
		return err
	}
	ids := make([]int64, len(m.Chosen))
	for i, one := range m.Chosen {
		ids[i] = one.Contribution
	}
	cases, err := a.Moderation.Cases(ctx, who, ids)
	if err != nil {
		return err
	}
	for _, one := range cases {
		f := views.NewCaseForm(ctx, one, "", back)
		f.Ticked = true
		p.Cases = append(p.Cases, f)
	}
	p.Page = a.page(c, locale.T(ctx, "Moderation queue"))
	p.Errors = problems
	p.Many = views.ManyForm{Key: a.newKey(c), Act: string(m.Act), Reason: m.Reason, Message: m.Message, Back: back, Wrong: p.ErrorFor}
	c.Status(fiber.StatusUnprocessableEntity)
	return a.render(c, views.Moderation(p))
}

// showBatch tells what became of several cases that were decided at once; "of" lists those that were chosen.
func (a *App) showBatch(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	done, err := a.Moderation.Batch(ctx, who, forms.ID(c.Params("decision")))
	if err != nil {
		return err
	}
	p := views.BatchPage{Done: done}
	var left []int64
	for _, part := range strings.Split(c.Query("of"), ".") {
		id := forms.ID(part)
		if id != 0 && len(left) < moderation.MostAtOnce && !slices.ContainsFunc(done, func(d moderation.Done) bool { return d.Contribution == id }) {
			left = append(left, id)
		}
	}
	cases, err := a.Moderation.Cases(ctx, who, left)
	if err != nil {
		return err
	}
	for _, one := range cases {
		one.Acts = nil // there is nothing to tick them for here
		p.Left = append(p.Left, views.NewCaseForm(ctx, one, "", ""))
	}
	if p.Last, p.UndoKey, err = a.lastDone(c); err != nil {
		return err
	}
	p.Page = a.page(c, locale.T(ctx, "Decided at once"))
	return a.render(c, views.ModerationBatch(p))
}

// openCase notes that a moderator is looking at a case; a browser that only fetches ahead is looking at nothing.
func (a *App) openCase(c *fiber.Ctx) error {
	id := forms.ID(c.Params("id"))
	if id == 0 || c.Method() != fiber.MethodGet || strings.Contains(c.Get("Sec-Purpose"), "prefetch") {
		return nil
	}
	_, err := a.Moderation.Claim(c.UserContext(), actor(c), id, false)
	if errors.Is(err, db.ErrBusy) || errors.Is(err, db.ErrNoRoom) || errors.Is(err, context.DeadlineExceeded) {
		return nil // the page can be read all the same
	}
	return err
}

package handlers

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/coding"
	"folkmoot/models/db"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// codingChoice reads from an address what somebody wants to code, and in which order.
func (a *App) codingChoice(c *fiber.Ctx) (coding.Filter, views.CodingChoice, error) {
	choice := views.CodingChoice{Order: coding.Order(c.Query("order")), Show: coding.Show(c.Query("show")), From: c.Query("from"), List: c.Query("view") == "list"}
	if choice.Order == "" {
		choice.Order = coding.Coverage
	}
	filter := coding.Filter{Order: choice.Order, Show: choice.Show}
	if !slices.Contains([]coding.Order{coding.Coverage, coding.Newest, coding.Random}, choice.Order) ||
		!slices.Contains([]coding.Show{coding.ToDo, coding.All, coding.NoneFit, coding.Skipped}, choice.Show) {
		return filter, choice, db.ErrNotFound
	}
	kind, slug, _ := strings.Cut(choice.From, ":")
	switch kind {
	case "group":
		group, err := a.Groups.BySlug(c.UserContext(), actor(c), slug)
		filter.Group = group.ID
		return filter, choice, err
	case "guide":
		whole, _, err := a.Guides.Guide(c.UserContext(), slug)
		filter.Guide = whole.ID
		return filter, choice, err
	case "":
		return filter, choice, nil
	}
	return filter, choice, db.ErrNotFound
}

// showCoding gives somebody the next contribution to code, or the next twenty.
func (a *App) showCoding(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	filter, choice, err := a.codingChoice(c)
	if err != nil {
		return err
	}
	n := 1
	if choice.List {
		n = coding.MostAtOnce
	}
	items, err := a.Coding.Next(ctx, who, filter, n, a.today())
	if err != nil {
		return err
	}
	return a.codingPage(c, filter, choice, items, nil, nil)
}

// codingPage shows contributions to be coded, with what was chosen for them before where it could not be stored.
func (a *App) codingPage(c *fiber.Ctx, filter coding.Filter, choice views.CodingChoice, items []coding.Item, before []coding.Answer, problems []views.FieldError) error {
	ctx, who := c.UserContext(), actor(c)
	page := views.CodingPage{Page: a.page(c, locale.T(ctx, "Coding")), Key: a.newKey(c), UndoKey: a.newKey(c), Choice: choice}
	page.NoIndex, page.Errors = true, problems
	var err error
	if page.Progress, err = a.Coding.Progress(ctx, who, filter, a.today()); err != nil {
		return err
	}
	if page.Last, err = a.Coding.LastDone(ctx, who); err != nil {
		return err
	}
	if len(items) == 0 {
		if page.Skipped, page.NoneFit, err = a.Coding.Waits(ctx, who); err != nil {
			return err
		}
	}
	if page.Sources, err = a.codingSources(c); err != nil {
		return err
	}
	codebook, err := a.Themes.List(ctx)
	if err != nil {
		return err
	}
	page.Tree, _ = views.ThemeTree(codebook)
	for _, item := range items {
		one := views.CodingItem{Item: item, Codebook: page.Tree, Wrong: page.ErrorFor}
		for _, tag := range item.On {
			one.Chosen = append(one.Chosen, tag.Theme.ID)
		}
		for _, s := range item.Suggestions {
			one.Shown = append(one.Shown, forms.ShownField(s))
		}
		for _, answer := range before {
			if answer.Contribution == item.ID {
				one.Chosen, one.Passages = answer.Themes, answer.Passages
			}
		}
		if i := slices.IndexFunc(codebook, func(t themes.Theme) bool { return t.ID == item.Rare }); i >= 0 {
			one.RareName = codebook[i].Name
		}
		page.Items = append(page.Items, one)
	}
	doubles, err := a.Coding.Doubles(ctx, who)
	if err != nil {
		return err
	}
	for _, d := range doubles {
		if d.State == coding.Open && d.CodedBy(who.ID) {
			page.Doubles = append(page.Doubles, d)
		}
	}
	return a.render(c, views.Coding(page))
}

// codingSources are the groups and guides that somebody can code from.
func (a *App) codingSources(c *fiber.Ctx) (list []views.CodingSource, err error) {
	ctx, who := c.UserContext(), actor(c)
	groups, _, err := a.Groups.List(ctx, who, "", groupsToChoose)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		list = append(list, views.CodingSource{Value: "group:" + g.Slug, Name: g.Name})
	}
	guides, err := a.Guides.Guides(ctx)
	for _, g := range guides {
		list = append(list, views.CodingSource{Value: "guide:" + g.Slug, Name: g.Title})
	}
	return list, err
}

// codingPath is the address at which somebody goes on.
func codingPath(c *fiber.Ctx) string {
	query := url.Values{}
	for _, name := range []string{"order", "show", "from", "view"} {
		if value := c.Query(name); value != "" {
			query.Set(name, value)
		}
	}
	if len(query) == 0 {
		return "/coding"
	}
	return "/coding?" + query.Encode()
}

// postCoding stores what somebody did with one contribution or with a list of them.
func (a *App) postCoding(c *fiber.Ctx) error {
	v := forms.Posted(c)
	filter, choice, err := a.codingChoice(c)
	if err != nil {
		return err
	}
	answers := forms.CodingAnswers(v, choice.List)
	if len(answers) == 0 {
		err = db.Wrong("", "Choose a theme for at least one comment, or say that none of them fits")
		for _, id := range v.IDs("item") {
			answers = append(answers, coding.Answer{Contribution: id, Queue: coding.Queue(v.Raw(forms.CodingField("queue", id)))})
		}
	} else {
		_, err = a.Coding.Save(c.UserContext(), actor(c), v.Key(actor(c).ID), answers)
	}
	if err == nil {
		return a.done(c, codingPath(c), "")
	}
	problems, ok := fieldErrors(c.UserContext(), err)
	if !ok {
		return err
	}
	for i, answer := range answers { // what is ticked stays, whichever button was pressed
		answers[i].Themes = v.IDs(forms.CodingField("theme", answer.Contribution))
	}
	items, err := a.Coding.Again(c.UserContext(), actor(c), filter, allAnswers(v, answers))
	if err != nil {
		return err
	}
	c.Status(fiber.StatusUnprocessableEntity)
	return a.codingPage(c, filter, choice, items, answers, problems)
}

// allAnswers adds to answers the contributions of a form that nothing was done with, in the order of the form.
func allAnswers(v *forms.Values, answers []coding.Answer) []coding.Answer {
	var all []coding.Answer
	for _, id := range v.IDs("item") {
		at := slices.IndexFunc(answers, func(a coding.Answer) bool { return a.Contribution == id })
		if at >= 0 {
			all = append(all, answers[at])
		} else {
			all = append(all, coding.Answer{Contribution: id, Queue: coding.Queue(v.Raw(forms.CodingField("queue", id)))})
		}
	}
	return all
}

// undoCoding takes back what somebody did last.
func (a *App) undoCoding(c *fiber.Ctx) error {
	v := forms.Posted(c)
	err := a.Coding.Undo(c.UserContext(), actor(c), v.Key(actor(c).ID), views.CodingMoment(v.Raw("at")))
	if errors.Is(err, db.ErrConflict) {
		return a.done(c, codingPath(c), "nothing-to-undo")
	}
	if err != nil {
		return err
	}
	return a.done(c, codingPath(c), "undone")
}

// showTrust shows how far the suggestions can be trusted, and whether new themes still come up.
func (a *App) showTrust(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	page := views.TrustPage{Page: a.page(c, locale.T(ctx, "How the coding goes"))}
	page.NoIndex = true
	var err error
	if page.Trust, err = a.Coding.Trust(ctx, who); err != nil {
		return err
	}
	if page.Saturation, err = a.Coding.Saturation(ctx, who); err != nil {
		return err
	}
	return a.render(c, views.CodingTrust(page))
}

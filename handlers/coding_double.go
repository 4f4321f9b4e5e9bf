package handlers

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/coding"
	"folkmoot/models/db"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// listDoubles lists the double codings.
func (a *App) listDoubles(c *fiber.Ctx) error {
	page := views.DoublesPage{Page: a.page(c, locale.T(c.UserContext(), "Double coding")), Me: actor(c).ID}
	page.NoIndex = true
	var err error
	if page.List, err = a.Coding.Doubles(c.UserContext(), actor(c)); err != nil {
		return err
	}
	return a.render(c, views.Doubles(page))
}

// newDouble shows the form that begins a double coding.
func (a *App) newDouble(c *fiber.Ctx) error {
	var seed [4]byte
	rand.Read(seed[:]) // never fails: the runtime stops the process instead
	return a.doubleForm(c, views.DoubleForm{Size: "10%", Seed: strconv.FormatUint(uint64(binary.BigEndian.Uint32(seed[:])), 10)}, nil)
}

func (a *App) doubleForm(c *fiber.Ctx, form views.DoubleForm, problems []views.FieldError) error {
	ctx, who := c.UserContext(), actor(c)
	form.Page, form.Key = a.page(c, locale.T(ctx, "Begin a double coding")), a.newKey(c)
	form.NoIndex, form.Errors = true, problems
	var err error
	if form.Possible, err = a.Coding.Possible(ctx, who); err != nil {
		return err
	}
	if form.Sources, err = a.codingSources(c); err != nil {
		return err
	}
	chapters, err := a.chapterSources(ctx)
	if err != nil {
		return err
	}
	form.Sources = append(form.Sources, chapters...)
	return a.render(c, views.NewDouble(form))
}

// chapterSources are the chapters that a sample can be drawn from.
func (a *App) chapterSources(ctx context.Context) (list []views.CodingSource, err error) {
	guides, err := a.Guides.Guides(ctx)
	for _, g := range guides {
		_, chapters, err := a.Guides.Guide(ctx, g.Slug)
		if err != nil {
			return nil, err
		}
		for _, ch := range chapters {
			list = append(list, views.CodingSource{
				Value: "chapter:" + strconv.FormatInt(ch.ID, 10), Name: g.Title + ": " + locale.T(ctx, "chapter %d, %s", ch.Number, ch.Title),
			})
		}
	}
	return list, err
}

// postDouble draws a sample.
func (a *App) postDouble(c *fiber.Ctx) error {
	ctx, who, v := c.UserContext(), actor(c), forms.Posted(c)
	form := views.DoubleForm{
		Title: v.Raw("title"), From: v.Raw("from"), Size: v.Raw("size"), Number: v.Raw("number"), Seed: v.Raw("seed"), Chosen: v.IDs("coder"),
	}
	n := coding.NewDouble{Title: form.Title, Coders: form.Chosen}
	var err error
	if percent, ok := strings.CutSuffix(form.Size, "%"); ok {
		n.Percent, err = strconv.Atoi(percent)
	} else {
		n.Number, err = strconv.Atoi(strings.TrimSpace(form.Number))
	}
	if err != nil {
		n.Percent, n.Number = 0, 0 // the room says what is wrong
	}
	if n.Seed, err = strconv.ParseInt(strings.TrimSpace(form.Seed), 10, 64); err != nil {
		err = db.Wrong("seed", "The number of the draw has digits only")
	}
	if err == nil {
		err = a.doubleSource(c, form.From, &n)
	}
	var id int64
	if err == nil {
		id, err = a.Coding.Begin(ctx, who, v.Key(who.ID), n)
	}
	if err == nil {
		return a.done(c, "/coding/double/"+strconv.FormatInt(id, 10), "double-begun")
	}
	problems, ok := fieldErrors(c.UserContext(), err)
	if !ok {
		return err
	}
	c.Status(fiber.StatusUnprocessableEntity)
	return a.doubleForm(c, form, problems)
}

// doubleSource finds the group, guide or chapter that a sample is drawn from.
func (a *App) doubleSource(c *fiber.Ctx, from string, n *coding.NewDouble) error {
	kind, slug, _ := strings.Cut(from, ":")
	switch kind {
	case "group":
		group, err := a.Groups.BySlug(c.UserContext(), actor(c), slug)
		n.Group = group.ID
		return err
	case "guide":
		whole, _, err := a.Guides.Guide(c.UserContext(), slug)
		n.Guide = whole.ID
		return err
	case "chapter":
		n.Chapter = forms.ID(slug)
	}
	return nil
}

// double reads the double coding of an address.
func (a *App) double(c *fiber.Ctx) (coding.Double, error) {
	id := forms.ID(c.Params("id"))
	if id == 0 {
		return coding.Double{}, db.ErrNotFound
	}
	return a.Coding.Double(c.UserContext(), actor(c), id)
}

func doublePath(d coding.Double, part string) string {
	return "/coding/double/" + strconv.FormatInt(d.ID, 10) + part
}

// showDouble shows how far a double coding has come, and how alike the coders coded.
func (a *App) showDouble(c *fiber.Ctx) error {
	d, err := a.double(c)
	if err != nil {
		return err
	}
	return a.doublePage(c, d, nil, nil)
}

// doublePage shows a double coding; again is a resolution that could not be stored.
func (a *App) doublePage(c *fiber.Ctx, d coding.Double, again *coding.Resolution, problems []views.FieldError) error {
	ctx, who := c.UserContext(), actor(c)
	p := views.DoublePage{Page: a.page(c, d.Title), Key: a.newKey(c), Double: d, Me: who.ID, MayEnd: coding.MayEnd(who, d) == nil}
	p.NoIndex, p.Errors = true, problems
	codebook, err := a.Themes.List(ctx)
	if err != nil {
		return err
	}
	p.Tree, _ = views.ThemeTree(codebook)
	p.Names = map[int64]themes.Theme{}
	for _, t := range codebook {
		p.Names[t.ID] = t
	}
	if d.State != coding.Open {
		if p.Comparison, err = a.Coding.Compare(ctx, who, d.ID); err != nil {
			return err
		}
		if err := a.apart(c, &p, again); err != nil {
			return err
		}
	}
	return a.render(c, views.DoubleCoding(p))
}

// endDouble ends the coding of a sample early, or closes it for good.
func (a *App) endDouble(c *fiber.Ctx) error {
	ctx, who, v := c.UserContext(), actor(c), forms.Posted(c)
	d, err := a.double(c)
	if err != nil {
		return err
	}
	switch v.Raw("do") {
	case "compare":
		err = a.Coding.End(ctx, who, v.Key(who.ID), d)
	case "close":
		err = a.Coding.CloseDouble(ctx, who, v.Key(who.ID), d)
	default:
		err = db.Wrong("", "Choose what to do")
	}
	if problems, ok := fieldErrors(c.UserContext(), err); ok {
		c.Status(fiber.StatusUnprocessableEntity)
		return a.doublePage(c, d, nil, problems)
	}
	if errors.Is(err, db.ErrConflict) { // somebody else was first: the page says how it stands
		err = nil
	}
	if err != nil {
		return err
	}
	return a.done(c, doublePath(d, ""), "saved")
}

package handlers

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/coding"
	"folkmoot/models/coding/agreement"
	"folkmoot/models/db"
	"folkmoot/models/prose"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// apartPage is how many disagreements stand on a page.
const apartPage = 10

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
	problems, ok := fieldErrors(err)
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

// apart puts a page of disagreements on the page of a double coding.
func (a *App) apart(c *fiber.Ctx, p *views.DoublePage, again *coding.Resolution) error {
	ctx := c.UserContext()
	from, err := strconv.Atoi(c.Query("after", "0"))
	if err != nil {
		return db.ErrNotFound
	}
	var list []coding.CodedItem
	for _, item := range p.Comparison.Items {
		if !item.Apart() {
			continue
		}
		p.AllApart++
		if item.ResolvedAt == 0 {
			p.Unresolved++
		}
		if item.Position > from || again != nil && item.Contribution == again.Contribution {
			list = append(list, item)
		}
	}
	p.More = components.More{Label: locale.T(ctx, "Pages of disagreements")}
	if len(list) > apartPage {
		list = list[:apartPage]
		p.More.Next = doublePath(p.Double, "?after="+strconv.Itoa(list[apartPage-1].Position)+"#apart")
		p.More.NextText = locale.T(ctx, "Show the next ones")
	}
	if from > 0 {
		p.More.Previous, p.More.PreviousText = doublePath(p.Double, "#apart"), locale.T(ctx, "Back to the first ones")
	}
	texts, err := a.Coding.Texts(ctx, actor(c), list)
	if err != nil {
		return err
	}
	for _, item := range list {
		text, ok := texts[item.Contribution]
		if !ok { // hidden in between
			continue
		}
		form := views.ApartForm{CodedItem: item, Text: text, Key: a.newKey(c), Wrong: p.ErrorFor, Note: item.Note}
		for _, tag := range text.On {
			form.Chosen = append(form.Chosen, tag.Theme.ID)
		}
		if again != nil && again.Contribution == item.Contribution {
			form.Chosen, form.Note = again.Themes, again.Note
		}
		p.Apart = append(p.Apart, form)
	}
	return nil
}

// showBlind gives a coder the next contribution of a sample.
func (a *App) showBlind(c *fiber.Ctx) error {
	d, err := a.double(c)
	if err != nil {
		return err
	}
	after, err := strconv.Atoi(c.Query("after", "0"))
	if err != nil {
		return db.ErrNotFound
	}
	return a.blindPage(c, d, after, nil, nil)
}

// blindPage shows the contribution of a sample after a position, with what was chosen where it could not be stored.
func (a *App) blindPage(c *fiber.Ctx, d coding.Double, after int, chosen []int64, problems []views.FieldError) error {
	ctx, who := c.UserContext(), actor(c)
	p := views.BlindPage{Page: a.page(c, d.Title), Key: a.newKey(c), UndoKey: a.newKey(c), Double: d, Chosen: chosen}
	p.NoIndex, p.Errors = true, problems
	var err error
	p.Item, err = a.Coding.Turn(ctx, who, d, after)
	if p.Finished = errors.Is(err, db.ErrNotFound); err != nil && !p.Finished {
		return err
	}
	for _, coder := range d.Coders {
		if coder.ID == who.ID {
			p.Done = coder.Done
		}
	}
	if p.Last, _, err = a.Coding.LastMarked(ctx, who, d); err != nil {
		return err
	}
	codebook, err := a.Themes.List(ctx)
	if err != nil {
		return err
	}
	p.Tree, _ = views.ThemeTree(codebook)
	return a.render(c, views.BlindCoding(p))
}

// postBlind stores what a coder gave a contribution of a sample.
func (a *App) postBlind(c *fiber.Ctx) error {
	v := forms.Posted(c)
	d, err := a.double(c)
	if err != nil {
		return err
	}
	position, given := int(v.ID("position")), v.IDs("theme")
	if v.Is("do", "skip") {
		return a.done(c, doublePath(d, "/code?after="+strconv.Itoa(position)), "")
	}
	switch {
	case v.Is("do", "none"):
		given = nil
		fallthrough
	case len(given) > 0:
		err = a.Coding.Mark(c.UserContext(), actor(c), v.Key(actor(c).ID), d, v.ID("item"), int(v.ID("revision")), given)
	default:
		err = db.Wrong("", "Choose a theme, or say that none of them fits")
	}
	if err == nil || errors.Is(err, db.ErrNotFound) { // what was hidden has left the sample
		return a.done(c, doublePath(d, "/code?after="+strconv.Itoa(position)), "")
	}
	problems, ok := fieldErrors(err)
	if !ok {
		return err
	}
	c.Status(fiber.StatusUnprocessableEntity)
	return a.blindPage(c, d, position-1, given, problems)
}

// undoBlind takes back what a coder gave last.
func (a *App) undoBlind(c *fiber.Ctx) error {
	v := forms.Posted(c)
	d, err := a.double(c)
	if err != nil {
		return err
	}
	_, position, err := a.Coding.LastMarked(c.UserContext(), actor(c), d)
	if err != nil {
		return err
	}
	if err := a.Coding.TakeBack(c.UserContext(), actor(c), v.Key(actor(c).ID), d, v.ID("item")); err != nil {
		if _, ok := fieldErrors(err); ok {
			return a.done(c, doublePath(d, ""), "")
		}
		return err
	}
	return a.done(c, doublePath(d, "/code?after="+strconv.Itoa(position-1)), "undone")
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
	if problems, ok := fieldErrors(err); ok {
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

// resolveItem stores which themes stand for something that the coders disagree about.
func (a *App) resolveItem(c *fiber.Ctx) error {
	v := forms.Posted(c)
	d, err := a.double(c)
	if err != nil {
		return err
	}
	r := coding.Resolution{
		Contribution: forms.ID(c.Params("item")), Revision: int(v.ID("revision")), Themes: v.IDs("theme"), Had: v.IDs("had"), Note: v.Raw("note"),
	}
	if r.Contribution == 0 {
		return db.ErrNotFound
	}
	err = a.Coding.Resolve(c.UserContext(), actor(c), v.Key(actor(c).ID), d, r)
	problems, ok := fieldErrors(err)
	switch {
	case err == nil:
		return a.done(c, doublePath(d, "#apart"), "saved")
	case !ok:
		return err
	}
	for i := range problems {
		if problems[i].Field != "" {
			problems[i].Field += "-" + strconv.FormatInt(r.Contribution, 10)
		}
	}
	c.Status(fiber.StatusUnprocessableEntity)
	return a.doublePage(c, d, &r, problems)
}

// doubleCSV gives all codes of a double coding as a table.
func (a *App) doubleCSV(c *fiber.Ctx) error {
	d, err := a.double(c)
	if err != nil {
		return err
	}
	comparison, err := a.Coding.Compare(c.UserContext(), actor(c), d.ID)
	if err != nil {
		return err
	}
	texts, err := a.Coding.Texts(c.UserContext(), actor(c), comparison.Items)
	if err != nil {
		return err
	}
	codebook, err := a.Themes.List(c.UserContext())
	if err != nil {
		return err
	}
	table, err := a.codesTable(comparison, texts, codebook)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="double-coding-`+strconv.FormatInt(d.ID, 10)+`.csv"`)
	return c.Send(table)
}

func (a *App) codesTable(comparison coding.Comparison, texts map[int64]coding.Item, codebook []themes.Theme) ([]byte, error) {
	names := map[int64]string{}
	for _, t := range codebook {
		names[t.ID] = t.Name
	}
	said := func(codes agreement.Codes) string {
		if codes == nil {
			return "(not read)"
		}
		list := make([]string, len(codes))
		for i, id := range codes {
			list[i] = names[id]
		}
		return strings.Join(list, "; ")
	}
	var out bytes.Buffer
	out.WriteString("\ufeff") // spreadsheets take the text for UTF-8 only with this mark
	w := csv.NewWriter(&out)
	head := []string{"position", "contribution", "link", "text"}
	for _, coder := range comparison.Coders {
		head = append(head, prose.SafeCell("themes by "+coder.Name))
	}
	w.Write(append(head, "coders", "agree", "themes now", "note", "resolved_at"))
	for _, item := range comparison.Items {
		text, ok := texts[item.Contribution]
		if !ok {
			continue
		}
		link := "/contributions/" + strconv.FormatInt(item.Contribution, 10)
		row := []string{strconv.Itoa(item.Position), strconv.FormatInt(item.Contribution, 10), a.absolute(link), prose.SafeCell(text.Body)}
		for _, codes := range item.Codes {
			row = append(row, prose.SafeCell(said(codes)))
		}
		var now []int64
		for _, tag := range text.On {
			now = append(now, tag.Theme.ID)
		}
		agree, resolved := "", ""
		if item.Readers >= 2 {
			agree = strconv.FormatBool(item.Same)
		}
		if item.ResolvedAt != 0 {
			resolved = locale.Stamp(item.ResolvedAt)
		}
		w.Write(append(row, strconv.Itoa(item.Readers), agree, prose.SafeCell(said(agreement.NewCodes(now...))), prose.SafeCell(item.Note), resolved))
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

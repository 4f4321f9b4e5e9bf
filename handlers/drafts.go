package handlers

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// notKept are fields that a draft does without: what was issued for one sending only, and which button was pressed.
var notKept = []string{forms.KeyField, "do", forms.DraftField, forms.DraftPlace, forms.DraftVersion, draftWho, components.TrapField, components.BeganField}

// joinFirst keeps the form that a visitor sent and asks them to join or sign in; after that it is offered to be
// posted with one press. A handler of a form that visitors see calls it before anything else:
//
//	if !actor(c).SignedIn() {
//		return a.joinFirst(c)
//	}
func (a *App) joinFirst(c *fiber.Ctx) error {
	fields := typedFields(c)
	// The same form sent again, from the same page, is the same draft.
	client, place, token := a.client(c), sentTo(c), ""
	for _, one := range client.Drafts {
		draft, err := a.People.Draft(c.UserContext(), one)
		if err == nil && draft.Place == place {
			token = one
		} else if err != nil && !errors.Is(err, db.ErrNotFound) {
			return err
		}
	}
	token, err := a.People.SaveDraft(c.UserContext(), client, token, place, fields)
	if err != nil {
		return err
	}
	tokens := append([]string{token}, slices.DeleteFunc(client.Drafts, func(one string) bool { return one == token })...)
	a.cookies.Set(c, cookieDrafts, strings.Join(tokens[:min(len(tokens), people.MostDrafts)], "."), people.DraftKept)
	return c.Redirect("/join?next="+url.QueryEscape(a.cameFrom(c)), fiber.StatusSeeOther)
}

// cameFrom is the page of this site that the form stood on, as the browser tells it.
func (a *App) cameFrom(c *fiber.Ctx) string {
	path, ours := strings.CutPrefix(c.Get(fiber.HeaderReferer), a.BaseURL.Scheme+"://"+a.BaseURL.Host)
	if !ours {
		return "/"
	}
	return forms.LocalPath(path, "/")
}

// keptWords shows a visitor what the browser keeps for them.
func (a *App) keptWords(c *fiber.Ctx) ([]views.Kept, error) {
	var words []views.Kept
	for _, token := range a.client(c).Drafts {
		draft, err := a.People.Draft(c.UserContext(), token)
		switch {
		case err == nil:
			words = append(words, keptDraft(draft))
		case !errors.Is(err, db.ErrNotFound):
			return nil, err
		}
	}
	return words, nil
}

// keptDraft is a draft as people know it by: by what they wrote in it.
func keptDraft(d people.Draft) views.Kept {
	kept := views.Kept{ID: d.ID, At: d.ChangedAt, URL: writtenAt(d.Place)}
	for _, name := range []string{"body", "text", "title", "proposed", "words", "note", "response", "message", "reason"} {
		if d.Fields[name] != "" {
			kept.Words = firstWords(d.Fields[name])
			break
		}
	}
	if kept.Words == "" {
		kept.Words = "…"
	}
	return kept
}

// firstWords cuts a text to its beginning.
func firstWords(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= 280 {
		return string(runes)
	}
	return string(runes[:280]) + "…"
}

func draftPath(id int64) string { return "/drafts/" + strconv.FormatInt(id, 10) }

// showDraft offers kept words to be posted with one press, under a key of their own.
func (a *App) showDraft(c *fiber.Ctx) error {
	draft, err := a.People.OwnDraft(c.UserContext(), actor(c), forms.ID(c.Params("id")))
	if err != nil {
		return err
	}
	p := views.DraftPage{
		Page: a.page(c, locale.T(c.UserContext(), "Your words are here")), ID: draft.ID, Key: a.newKey(c), Action: draft.Place, Back: writingAt(draft),
	}
	p.NoIndex = true
	for name, value := range draft.Fields {
		p.Fields = append(p.Fields, views.AgainField{
			Name: name, Value: value, Written: value != "" && (written[name] || strings.ContainsAny(value, " \n")),
		})
	}
	slices.SortFunc(p.Fields, func(x, y views.AgainField) int { return strings.Compare(x.Name, y.Name) })
	return a.render(c, views.PostDraft(p))
}

// askDrop asks whether somebody means to throw kept words away.
func (a *App) askDrop(c *fiber.Ctx) error {
	draft, err := a.People.OwnDraft(c.UserContext(), actor(c), forms.ID(c.Params("id")))
	if err != nil {
		return err
	}
	p := views.DraftPage{Page: a.page(c, locale.T(c.UserContext(), "Throw these words away?")), ID: draft.ID, Back: writingAt(draft)}
	p.NoIndex = true
	for name, value := range draft.Fields {
		if written[name] && value != "" {
			p.Fields = append(p.Fields, views.AgainField{Name: name, Value: value})
		}
	}
	slices.SortFunc(p.Fields, func(x, y views.AgainField) int { return strings.Compare(y.Name, x.Name) })
	return a.render(c, views.DropDraft(p))
}

// dropDraft throws kept words away, and leads back to where they were written.
func (a *App) dropDraft(c *fiber.Ctx) error {
	back := "/account"
	id := forms.ID(c.Params("id"))
	if draft, err := a.People.OwnDraft(c.UserContext(), actor(c), id); err == nil && writtenAt(draft.Place) != "" {
		back = writtenAt(draft.Place)
	}
	if err := a.People.DropDraft(c.UserContext(), actor(c), id); err != nil {
		return err
	}
	return a.done(c, back, "draft-dropped")
}

// draftUsed removes the draft that a form was made from, once the form was carried out. A draft that stays because of
// a fault is no harm, so nobody is troubled with it.
func (a *App) draftUsed(c *fiber.Ctx) {
	if c.Method() != fiber.MethodPost || !actor(c).SignedIn() {
		return
	}
	if id := forms.Posted(c).ID("draft"); id != 0 {
		if err := a.People.DropDraft(c.UserContext(), actor(c), id); err != nil {
			a.Log.Warn("a draft that was posted is still kept", "error", err)
		}
	}
}

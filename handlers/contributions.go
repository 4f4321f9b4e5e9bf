package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// Place tells the address at which a contribution of one kind of thread stands.
type Place func(ctx context.Context, a people.Actor, t discussion.Thread, c discussion.Contribution) (string, error)

func contributionID(c *fiber.Ctx) int64 { return forms.ID(c.Params("id")) }

// permalink leads to where a contribution stands now: the right page, in the order asked for, at its place.
func (a *App) permalink(c *fiber.Ctx) error {
	id, v := contributionID(c), view(c)
	spot, err := a.Discussions.Where(c.UserContext(), actor(c), id, v)
	if err != nil {
		return err
	}
	var to string
	if place := a.places[spot.Thread.Kind]; place != nil {
		to, err = place(c.UserContext(), actor(c), spot.Thread, spot.Contribution)
		if err != nil {
			return err
		}
	} else {
		v.Order, v.After = spot.Order, spot.After
		to = views.OrderedURL(spot.Thread, v, usualOrder(actor(c)))
	}
	return c.Redirect(to+"#c"+strconv.FormatInt(id, 10), fiber.StatusSeeOther)
}

// takePosition sets where the reader stands on a contribution.
func (a *App) takePosition(c *fiber.Ctx) error {
	who, v, id := actor(c), forms.Posted(c), contributionID(c)
	if who.ID == 0 {
		return c.Redirect("/join?next="+views.ContributionURL(id, ""), fiber.StatusSeeOther)
	}
	position := discussion.Position(v.Raw("position"))
	if position == "none" {
		position = discussion.Withdrawn
	}
	key := db.Key{Token: keyFor(v.Raw(forms.KeyField), string(position)), Actor: who.ID}
	if err := a.Discussions.Take(c.UserContext(), who, key, id, position); err != nil {
		return err
	}
	return a.done(c, forms.LocalPath(v.Raw("next"), views.ContributionURL(id, "")), "")
}

// keyFor gives each button of a form a key of its own, so that going back and pressing another one is not taken for
// the same form sent twice. A key that was not issued stays as it is, to be refused.
func keyFor(key, button string) string {
	if raw, err := base64.RawURLEncoding.DecodeString(key); err != nil || len(raw) != 16 {
		return key
	}
	sum := sha256.Sum256([]byte(key + " " + button))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// own finds a contribution that the reader may change.
func (a *App) own(c *fiber.Ctx) (discussion.Contribution, discussion.Thread, error) {
	said, thread, err := a.Discussions.Find(c.UserContext(), actor(c), contributionID(c))
	if err != nil {
		return said, thread, err
	}
	return said, thread, discussion.MayEdit(actor(c), thread, said, a.Clock.Now())
}

// editPage puts together the page for changing what one has said.
func (a *App) editPage(c *fiber.Ctx, said discussion.Contribution, t discussion.Thread, key string) views.EditPage {
	ctx, hold := c.UserContext(), a.Discussions.HoldFor(t)
	page := views.EditPage{
		Page: a.page(c, locale.T(ctx, "Change what you said")), Contribution: said, Revision: said.Revision,
		Waits: said.State != discussion.Published || hold.FirstState(actor(c)) == discussion.Held,
		Form: views.AnswerForm{
			Action: views.ContributionURL(said.ID, "/edit"), Key: key, Body: said.Body, Evidence: string(said.Evidence), Language: said.Language,
			Label: locale.T(ctx, "Your words"), Submit: locale.T(ctx, "Save my change"), Cancel: views.ContributionURL(said.ID, ""),
			Draft: views.Keeping{Names: t.ID},
		},
	}
	page.NoIndex = true
	if !page.Waits {
		page.Form.Waits = views.WaitsWords(ctx, hold, actor(c))
	}
	if said.State == discussion.Asked {
		_, page.Asked = reasonWords(c.UserContext())(said.Reason)
	}
	return page
}

func (a *App) editContribution(c *fiber.Ctx) error {
	said, thread, err := a.own(c)
	if err != nil {
		return err
	}
	page := a.editPage(c, said, thread, a.newKey(c))
	on, err := files.On(c.UserContext(), a.DB, said.ID)
	if err != nil {
		return err
	}
	page.Form.Files = a.attaching(actor(c), on[said.ID]...)
	if err := a.editProposed(c, &page); err != nil {
		return err
	}
	if err := a.keep(c, &page.Form); err != nil {
		return err
	}
	return a.render(c, views.EditContribution(page))
}

func (a *App) saveContribution(c *fiber.Ctx) error {
	who, ctx := actor(c), c.UserContext()
	said, thread, err := a.own(c)
	if err != nil {
		return err
	}
	v, with, err := a.sent(c, said.ID)
	if err != nil {
		return err
	}
	if a.later(c) {
		return a.saveForLater(c)
	}
	revision, _ := strconv.Atoi(v.Raw("revision"))
	edit := discussion.Edit{Body: v.Text("body"), Evidence: discussion.Evidence(v.Raw("evidence")), Language: v.Raw(languageField), Revision: revision}
	page := a.editPage(c, said, thread, v.KeptKey())
	page.Form.Files = with.form
	if err := a.editProposed(c, &page); err != nil {
		return err
	}
	page.Form.AsItIs = v.Raw(asItIs)
	if err := a.keep(c, &page.Form); err != nil {
		return err
	}
	page.Form.Body, page.Form.Evidence, page.Form.Language, page.Revision = edit.Body, string(edit.Evidence), edit.Language, revision
	if with.acted {
		if with.err != nil {
			return a.editAgain(c, page, with.err)
		}
		return a.render(c, views.EditContribution(page))
	}
	if page.Form.Files != nil {
		if edit.Files, err = files.Check(with.list); err != nil {
			return a.editAgain(c, page, err)
		}
	}
	if v.Is("do", "preview") {
		if err := a.People.Crowded(people.ActPreview, a.client(c).Address); err != nil {
			return err
		}
		if page.Form.Preview, err = a.editPreview(c, page); err != nil {
			return a.editAgain(c, page, err)
		}
		return a.render(c, views.EditContribution(page))
	}
	proposed := ""
	if page.Form.Proposed != nil {
		proposed = page.Form.Proposed.Words
	}
	if err := a.askPrivate(c, &page.Form.PrivateAsk, "body", said.Body, edit.Body, proposed); err != nil {
		return a.editAgain(c, page, err)
	}
	if page.Form.Proposed != nil {
		err = a.Guides.EditSuggestion(ctx, who, v.Key(who.ID), said.ID, edit, page.Form.Proposed.Words)
	} else {
		err = a.Discussions.Edit(ctx, who, v.Key(who.ID), said.ID, edit)
	}
	if err != nil {
		return a.editAgain(c, page, err)
	}
	code := "saved"
	if a.posted(c, said.ID) == "held" {
		code = "held"
	}
	return a.said(c, said.ID, views.ContributionURL(said.ID, ""), code)
}

func (a *App) editAgain(c *fiber.Ctx, page views.EditPage, err error) error {
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors, page.Form.Key = problems, a.newKey(c)
		return views.EditContribution(page)
	})
}

func (a *App) askDelete(c *fiber.Ctx) error {
	said, _, err := a.Discussions.Find(c.UserContext(), actor(c), contributionID(c))
	if err != nil {
		return err
	}
	if err := discussion.MayDelete(actor(c), said); err != nil {
		return err
	}
	page := views.DeletePage{Page: a.page(c, locale.T(c.UserContext(), "Take back what you said?")), Contribution: said, Key: a.newKey(c)}
	page.NoIndex = true
	return a.render(c, views.DeleteContribution(page))
}

func (a *App) deleteContribution(c *fiber.Ctx) error {
	who, v, ctx := actor(c), forms.Posted(c), c.UserContext()
	_, thread, err := a.Discussions.Find(ctx, who, contributionID(c))
	if err != nil {
		return err
	}
	if err := a.Discussions.Delete(ctx, who, v.Key(who.ID), contributionID(c)); err != nil {
		return err
	}
	// What nobody else had read leaves no marker to go to.
	to := views.ContributionURL(contributionID(c), "")
	if _, _, err := a.Discussions.Find(ctx, who, contributionID(c)); err != nil {
		to = "/groups"
		if thread.Kind == discussion.InGroup && !thread.Unseen {
			to = views.ThreadURL(thread)
		}
	}
	return a.done(c, to, "taken-back")
}

func (a *App) showHistory(c *fiber.Ctx) error {
	who, ctx := actor(c), c.UserContext()
	said, thread, err := a.Discussions.Find(ctx, who, contributionID(c))
	if err != nil {
		return err
	}
	before, _ := strconv.Atoi(c.Query("before"))
	page := views.HistoryPage{Page: a.page(c, locale.T(ctx, "What was changed")), Contribution: said}
	if page.Files, err = files.History(ctx, a.DB, said.ID); err != nil {
		return err
	}
	if page.Revisions, page.Next, err = a.Discussions.History(ctx, who, said, max(0, before)); err != nil {
		return err
	}
	page.NoIndex = true
	a.shows(c, db.TopicThread(thread.ID), db.TopicGroup(thread.GroupID))
	return a.render(c, views.History(page))
}

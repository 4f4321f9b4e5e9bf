package handlers

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/appeals"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// appellant is the person signed in as somebody who appeals.
func appellant(c *fiber.Ctx) appeals.Appellant {
	if who := actor(c); who.SignedIn() {
		return appeals.Appellant{Person: who.ID}
	}
	return appeals.Appellant{}
}

// lookAgain is somebody who asks for another look, on the way through one of the doors.
type lookAgain struct {
	by   appeals.Appellant
	what appeals.New
	page views.AppealFormPage
}

// appealForm begins the form about something that can be looked at again.
func (a *App) appealForm(c *fiber.Ctx, ask *lookAgain) error {
	ctx := c.UserContext()
	sub, err := a.Appeals.Subject(ctx, ask.by, ask.what)
	if err != nil {
		return err
	}
	title := locale.T(ctx, "Ask for another look")
	if ask.what.Kind == appeals.Inaction {
		title = locale.T(ctx, "Tell us that nothing happened")
	}
	ask.page.Page, ask.page.Subject, ask.page.Action = a.page(c, title), sub, c.Path()
	ask.page.NoIndex = true
	key := sub.Decision.Reason
	if sub.Kind == appeals.OfSanction {
		key = sub.Sanction.Reason
	}
	if key != "" {
		ask.page.Reason = rules.From(ctx).Reason(key)
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	if !actor(c).SignedIn() || writtenAt(c.Path()) == "" {
		return nil
	}
	ask.page.Keeping, err = a.keeping(c, c.Path())
	ask.page.Words = ask.page.Keeping.Fields["words"]
	return err
}

// sendAppeal stores what somebody asks, or shows the form again with what is wrong.
func (a *App) sendAppeal(c *fiber.Ctx, ask *lookAgain, v *forms.Values) (int64, error, bool) {
	ask.what.Words, ask.page.Words = v.Text("words"), v.Text("words")
	if ask.page.AskMail != "" {
		ask.by.Email, ask.page.Email = v.Raw("email"), v.Raw("email")
	}
	id, err := a.Appeals.Open(c.UserContext(), ask.by, v.Key(ask.by.Person), ask.what)
	if err = v.Join(err); err == nil {
		return id, nil, true
	}
	return 0, a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		ask.page.Errors, ask.page.Key = problems, a.newKey(c)
		return views.AppealForm(ask.page)
	}), false
}

// askFor reads what a signed-in person can ask about a contribution: the decision on their own words, or the outcome of
// their report.
func (a *App) askFor(c *fiber.Ctx) (*lookAgain, error) {
	id := forms.ID(c.Params("id"))
	if id == 0 {
		return nil, db.ErrNotFound
	}
	ask := &lookAgain{by: appellant(c), what: appeals.New{Kind: appeals.OfDecision, Contribution: id}}
	err := a.appealForm(c, ask)
	if errors.Is(err, db.ErrNotFound) {
		ask.what.Kind = appeals.OfReport
		err = a.appealForm(c, ask)
	}
	return ask, err
}

func (a *App) askAppeal(c *fiber.Ctx) error {
	ask, err := a.askFor(c)
	if err != nil {
		return err
	}
	return a.showAsking(c, ask)
}

// showAsking shows an empty form; whoever asked before is shown what became of that.
func (a *App) showAsking(c *fiber.Ctx, ask *lookAgain) error {
	if before := ask.page.Subject.Before; before != 0 && actor(c).SignedIn() {
		return c.Redirect(appeals.Path(before), fiber.StatusSeeOther)
	}
	ask.page.Key = a.newKey(c)
	return a.render(c, views.AppealForm(ask.page))
}

func (a *App) postAppeal(c *fiber.Ctx) error {
	ask, err := a.askFor(c)
	if err != nil {
		return err
	}
	return a.postAsking(c, ask)
}

// postAsking stores what a signed-in person asks and leads to the page about it.
func (a *App) postAsking(c *fiber.Ctx, ask *lookAgain) error {
	if a.later(c) {
		return a.saveForLater(c)
	}
	if err := a.admit(c, people.ActComplain, actor(c)); err != nil {
		return err
	}
	id, err, stored := a.sendAppeal(c, ask, forms.Posted(c))
	if !stored {
		return err
	}
	return a.done(c, appeals.Path(id), "appealed")
}

// ofSanction reads what a signed-in person can ask about what was done about them.
func (a *App) ofSanction(c *fiber.Ctx) (*lookAgain, error) {
	ask := &lookAgain{by: appellant(c), what: appeals.New{Kind: appeals.OfSanction, Sanction: forms.ID(c.Params("sanction"))}}
	return ask, a.appealForm(c, ask)
}

func (a *App) askSanctionAppeal(c *fiber.Ctx) error {
	ask, err := a.ofSanction(c)
	if err != nil {
		return err
	}
	return a.showAsking(c, ask)
}

func (a *App) postSanctionAppeal(c *fiber.Ctx) error {
	ask, err := a.ofSanction(c)
	if err != nil {
		return err
	}
	return a.postAsking(c, ask)
}

// byCode reads what somebody can ask who comes with the link of a sanction, and what they asked before. The code
// is too long to be guessed.
func (a *App) byCode(c *fiber.Ctx) (*lookAgain, appeals.Appeal, error) {
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	ctx := c.UserContext()
	by, what, err := a.Appeals.ByCode(ctx, c.Params("code"))
	if err != nil {
		return nil, appeals.Appeal{}, err
	}
	before, err := a.Appeals.About(ctx, by, what)
	if err != nil {
		return nil, before, err
	}
	ask := &lookAgain{by: by, what: what}
	return ask, before, a.appealForm(c, ask)
}

func (a *App) askByCode(c *fiber.Ctx) error {
	ask, before, err := a.byCode(c)
	if err != nil {
		return err
	}
	if before.ID != 0 {
		return a.showStanding(c, before)
	}
	ask.page.Key = a.newKey(c)
	return a.render(c, views.AppealForm(ask.page))
}

func (a *App) postByCode(c *fiber.Ctx) error {
	ask, _, err := a.byCode(c)
	if err != nil {
		return err
	}
	if err := a.admit(c, people.ActComplain, actor(c)); err != nil {
		return err
	}
	if _, err, stored := a.sendAppeal(c, ask, forms.Posted(c)); !stored {
		return err
	}
	return a.done(c, c.Path(), "appealed")
}

// askStill reads what anybody can say about a report that nobody answered. Visitors are believed that they reported it.
func (a *App) askStill(c *fiber.Ctx) (*lookAgain, error) {
	id := forms.ID(c.Params("id"))
	if id == 0 {
		return nil, db.ErrNotFound
	}
	ask := &lookAgain{by: appellant(c), what: appeals.New{Kind: appeals.Inaction, Contribution: id}}
	if ask.by.Person == 0 {
		ask.page.AskMail = "must"
	}
	return ask, a.appealForm(c, ask)
}

func (a *App) askInaction(c *fiber.Ctx) error {
	ask, err := a.askStill(c)
	if err != nil {
		return err
	}
	return a.showAsking(c, ask)
}

func (a *App) postInaction(c *fiber.Ctx) error {
	ask, err := a.askStill(c)
	if err != nil {
		return err
	}
	if ask.by.Person != 0 {
		return a.postAsking(c, ask)
	}
	if err := a.admit(c, people.ActComplain, actor(c)); err != nil {
		return err
	}
	v := forms.Posted(c)
	if err := a.sprung(c, v, "words", typing); err != nil {
		ask.page.Words, ask.page.Email = v.Text("words"), v.Raw("email")
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			ask.page.Errors, ask.page.Key = problems, a.newKey(c)
			return views.AppealForm(ask.page)
		})
	}
	if _, err, stored := a.sendAppeal(c, ask, v); !stored {
		return err
	}
	return a.done(c, notify.Permalink(ask.what.Contribution), "complained")
}

// appealByReceipt asks for another look at what somebody without an account said, and stores it once they wrote why.
func (a *App) appealByReceipt(c *fiber.Ctx) error {
	v := forms.Posted(c)
	code, r, err := a.receipt(c, v)
	if err != nil {
		return a.receiptAgain(c, v, err)
	}
	ask := &lookAgain{by: appeals.Appellant{Person: r.Said.AuthorID}, what: appeals.New{Kind: appeals.OfDecision, Contribution: r.ID}}
	ask.page.AskMail, ask.page.Code = "may", string(code)
	if err := a.appealForm(c, ask); err != nil {
		return err
	}
	ask.page.Path = "/receipt"
	if !v.Is("send", "yes") {
		ask.page.Key = a.newKey(c)
		return a.render(c, views.AppealForm(ask.page))
	}
	if _, err, stored := a.sendAppeal(c, ask, v); !stored {
		return err
	}
	page := a.shownReceipt(c, code, r)
	page.Flash = flashes["appealed"](c.UserContext())
	return a.render(c, views.ReceiptShown(page))
}

// receiptAppeal reads how somebody's appeal stands about what a receipt belongs to; the zero Appeal for none.
func (a *App) receiptAppeal(c *fiber.Ctx, r guide.Receipt) appeals.Appeal {
	ap, err := a.Appeals.About(c.UserContext(), appeals.Appellant{Person: r.Said.AuthorID}, appeals.New{Kind: appeals.OfDecision, Contribution: r.ID})
	if err != nil {
		a.report(c, err) // the receipt is worth showing without it
	}
	return ap
}

// decidedAgainst tells whether a moderator decided against what a receipt belongs to, and that still stands.
func (a *App) decidedAgainst(c *fiber.Ctx, r guide.Receipt) bool {
	_, err := a.Appeals.Subject(c.UserContext(), appeals.Appellant{Person: r.Said.AuthorID}, appeals.New{Kind: appeals.OfDecision, Contribution: r.ID})
	return err == nil
}

func (a *App) listOwnAppeals(c *fiber.Ctx) error {
	list, err := a.Appeals.Mine(c.UserContext(), appellant(c))
	if err != nil {
		return err
	}
	p := views.OwnAppealsPage{Page: a.page(c, locale.T(c.UserContext(), "Your appeals")), List: list}
	p.NoIndex, p.Path = true, "/account"
	return a.render(c, views.OwnAppeals(p))
}

func (a *App) showOwnAppeal(c *fiber.Ctx) error {
	ap, err := a.Appeals.Own(c.UserContext(), appellant(c), forms.ID(c.Params("appeal")))
	if err != nil {
		return err
	}
	return a.showStanding(c, ap)
}

// showStanding shows somebody how their appeal stands.
func (a *App) showStanding(c *fiber.Ctx, ap appeals.Appeal) error {
	p := views.OwnAppealPage{Page: a.page(c, locale.T(c.UserContext(), "You asked us to look again")), Appeal: ap}
	p.NoIndex = true
	if actor(c).SignedIn() && actor(c).ID == ap.Person {
		p.Withdraw, p.Key = appeals.Path(ap.ID)+"/withdraw", a.newKey(c)
	}
	return a.render(c, views.OwnAppeal(p))
}

func (a *App) withdrawAppeal(c *fiber.Ctx) error {
	id, v := forms.ID(c.Params("appeal")), forms.Posted(c)
	err := a.Appeals.Withdraw(c.UserContext(), appellant(c), v.Key(actor(c).ID), id)
	if err != nil && !errors.Is(err, db.ErrConflict) {
		return err
	}
	return a.done(c, appeals.Path(id), "")
}

// showComplaints tells how to complain.
func (a *App) showComplaints(c *fiber.Ctx) error {
	ctx := c.UserContext()
	p := views.ComplaintsPage{Page: a.page(c, views.ComplaintsTitle(ctx)), Contacts: rules.From(ctx).Contacts}
	p.Canonical = a.absolute(c.Path())
	a.shows(c)
	return a.render(c, views.Complaints(p))
}

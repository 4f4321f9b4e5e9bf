package handlers

import (
	"errors"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// receiptPage begins a page about a receipt. No browser keeps it: others may use the same one.
func (a *App) receiptPage(c *fiber.Ctx, title string) views.Page {
	c.Set(fiber.HeaderCacheControl, "no-store")
	p := a.page(c, title)
	p.NoIndex, p.Path = true, "/receipt"
	return p
}

func (a *App) askReceipt(c *fiber.Ctx) error {
	return a.render(c, views.ReceiptAsk(views.ReceiptAskPage{Page: a.receiptPage(c, locale.T(c.UserContext(), "See what became of what you said"))}))
}

// receipt reads the code that was sent and what it belongs to. Every try counts against the limits, right or wrong.
func (a *App) receipt(c *fiber.Ctx, v *forms.Values) (guide.ReceiptCode, guide.Receipt, error) {
	if err := a.People.Admit(c.UserContext(), people.ActReceipt, "", a.client(c).Address); err != nil {
		return "", guide.Receipt{}, err
	}
	code, err := guide.ReadReceiptCode(v.Raw("code"))
	if err != nil {
		return "", guide.Receipt{}, err
	}
	r, err := a.Guides.Receipt(c.UserContext(), code)
	return code, r, err
}

// receiptAgain asks for the code again, with what is wrong with it.
func (a *App) receiptAgain(c *fiber.Ctx, v *forms.Values, err error) error {
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page := views.ReceiptAskPage{Page: a.receiptPage(c, locale.T(c.UserContext(), "See what became of what you said")), Code: v.Raw("code")}
		page.Errors = problems
		return views.ReceiptAsk(page)
	})
}

// shownReceipt puts together the page of what a code belongs to.
func (a *App) shownReceipt(c *fiber.Ctx, code guide.ReceiptCode, r guide.Receipt) views.ReceiptPage {
	page := views.ReceiptPage{Page: a.receiptPage(c, locale.T(c.UserContext(), "What became of what you said")), Receipt: r, Code: string(code), Key: a.newKey(c)}
	page.Body, page.Evidence = r.Said.Body, string(r.Said.Evidence)
	_, page.Reason = reasonWords(c.UserContext())(r.Said.Reason)
	page.Appeal, page.Against = a.receiptAppeal(c, r), a.decidedAgainst(c, r)
	return page
}

func (a *App) showReceipt(c *fiber.Ctx) error {
	v := forms.Posted(c)
	code, r, err := a.receipt(c, v)
	if err != nil {
		return a.receiptAgain(c, v, err)
	}
	return a.render(c, views.ReceiptShown(a.shownReceipt(c, code, r)))
}

// takeBackByReceipt asks whether they mean it, and takes back what a code belongs to once they said so.
func (a *App) takeBackByReceipt(c *fiber.Ctx) error {
	v := forms.Posted(c)
	code, r, err := a.receipt(c, v)
	if err != nil {
		return a.receiptAgain(c, v, err)
	}
	page := a.shownReceipt(c, code, r)
	if r.Said.State == discussion.Deleted {
		return a.render(c, views.ReceiptShown(page))
	}
	if !v.Is("sure", "yes") {
		page.Title = locale.T(c.UserContext(), "Take back what you said?")
		return a.render(c, views.ReceiptTakeBack(page))
	}
	if err := a.Guides.TakeBack(c.UserContext(), v.Key(0), code); err != nil {
		return err
	}
	if page.Receipt, err = a.Guides.Receipt(c.UserContext(), code); err != nil {
		return err
	}
	page.Flash = locale.T(c.UserContext(), "You have taken it back.")
	return a.render(c, views.ReceiptShown(page))
}

// mendByReceipt changes what a moderator asked to have changed.
func (a *App) mendByReceipt(c *fiber.Ctx) error {
	v, ctx := forms.Posted(c), c.UserContext()
	code, r, err := a.receipt(c, v)
	if err != nil {
		return a.receiptAgain(c, v, err)
	}
	revision, _ := strconv.Atoi(v.Raw("revision"))
	edit := discussion.Edit{Body: v.Text("body"), Evidence: r.Said.Evidence, Revision: revision}
	err = a.Guides.Mend(ctx, v.Key(0), code, edit)
	if errors.Is(err, db.ErrConflict) {
		err = db.Wrong("", "This was changed or decided in between. Here is how it stands now")
	}
	if err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			page := a.shownReceipt(c, code, r)
			page.Errors, page.Body = problems, edit.Body
			return views.ReceiptShown(page)
		})
	}
	if r, err = a.Guides.Receipt(ctx, code); err != nil {
		return err
	}
	page := a.shownReceipt(c, code, r)
	if r.Said.State == discussion.Hidden { // passed on, and the page says so
		return a.render(c, views.ReceiptShown(page))
	}
	page.Flash = locale.T(ctx, "Thank you. A moderator reads your new words before others can.")
	return a.render(c, views.ReceiptShown(page))
}

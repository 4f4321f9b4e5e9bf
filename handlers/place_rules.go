package handlers

import (
	"errors"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showPlaceSettings lists what administrators can set.
func (a *App) showPlaceSettings(c *fiber.Ctx) error {
	calls, err := a.safetyCalls(c)
	if err != nil {
		return err
	}
	return a.render(c, views.PlaceSettings(views.PlaceSettingsPage{Page: a.page(c, locale.T(c.UserContext(), "This place")), Calls: calls}))
}

// showRules lists the rules and the reasons, with the way to change each.
func (a *App) showRules(c *fiber.Ctx) error {
	return a.render(c, views.RulesEditor(a.page(c, locale.T(c.UserContext(), "Rules and reasons"))))
}

// showWordings shows what a rule or a reason says and said before.
func (a *App) showWordings(kind rules.Kind, param string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx := c.UserContext()
		list, err := a.Rules.Revisions(ctx, kind, c.Params(param))
		if err != nil {
			return err
		}
		title := list[0].Rule.Title
		if kind == rules.KindReason {
			title = list[0].Reason.Name
		}
		p := views.WordingsPage{Page: a.page(c, locale.Say(ctx, rules.Said(title))), Kind: kind, Wordings: list}
		p.Canonical = a.absolute(c.Path())
		a.shows(c, db.TopicRules)
		return a.render(c, views.Wordings(p))
	}
}

// revisionOf is the revision that a form was made from; -1, which nothing has, where it does not say one.
func revisionOf(v *forms.Values) int {
	n, err := strconv.Atoi(v.Raw("revision"))
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// rulePage puts together the form of the rule that the address names, or of a new one.
func (a *App) rulePage(c *fiber.Ctx) (views.RulePage, error) {
	ctx := c.UserContext()
	if c.Params("number") == "" {
		return views.RulePage{Page: a.page(c, locale.T(ctx, "A new house rule"))}, nil
	}
	rule := rules.From(ctx).Rule(count(c.Params("number")))
	if rule.Number == 0 {
		return views.RulePage{}, db.ErrNotFound
	}
	return views.RulePage{Page: a.page(c, locale.T(ctx, "House rule %d", rule.Number)), Rule: rule}, nil
}

func (a *App) editRule(c *fiber.Ctx) error {
	page, err := a.rulePage(c)
	if err != nil {
		return err
	}
	page.Key, page.StateKey = a.newKey(c), a.newKey(c)
	return a.render(c, views.RuleForm(page))
}

func (a *App) postRule(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.rulePage(c)
	if err != nil {
		return err
	}
	now := page.Rule
	page.Rule.Title, page.Rule.Words, page.Rule.Revision = v.Line("title"), v.Line("words"), revisionOf(v)
	if now.Number == 0 {
		_, err = a.Rules.AddRule(c.UserContext(), who, v.Key(who.ID), page.Rule.Title, page.Rule.Words)
	} else {
		err = a.Rules.SaveRule(c.UserContext(), who, v.Key(who.ID), page.Rule)
	}
	if errors.Is(err, db.ErrConflict) {
		fresh, lookup := a.Rules.Book(c.UserContext())
		if lookup != nil {
			return lookup
		}
		theirs := fresh.Rule(now.Number)
		page.Theirs, page.Rule.Revision, page.Key, page.StateKey = &theirs, theirs.Revision, a.newKey(c), a.newKey(c)
		c.Status(fiber.StatusConflict)
		return a.render(c, views.RuleForm(page))
	}
	if err != nil {
		return a.renderAgain(c, v.Join(err), func(problems []views.FieldError) templ.Component {
			page.Errors, page.Key, page.StateKey = problems, a.newKey(c), a.newKey(c)
			return views.RuleForm(page)
		})
	}
	return a.done(c, "/place/rules", "saved")
}

// postRuleState retires a rule or brings it back.
func (a *App) postRuleState(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.rulePage(c)
	if err != nil {
		return err
	}
	err = a.Rules.RetireRule(c.UserContext(), who, v.Key(who.ID), page.Rule.Number, revisionOf(v), v.Is("do", "retire"))
	if err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			page.Errors, page.Key, page.StateKey = problems, a.newKey(c), a.newKey(c)
			return views.RuleForm(page)
		})
	}
	return a.done(c, "/place/rules", "saved")
}

// reasonPage puts together the form of the reason that the address names, or of a new one.
func (a *App) reasonPage(c *fiber.Ctx) (views.ReasonPage, error) {
	ctx := c.UserContext()
	key := c.Params("reason")
	if key == "" {
		return views.ReasonPage{Page: a.page(c, locale.T(ctx, "A new reason")), Reason: rules.Reason{Default: rules.Ask}}, nil
	}
	book := rules.From(ctx)
	if !book.Known(key) {
		return views.ReasonPage{}, db.ErrNotFound
	}
	return views.ReasonPage{Page: a.page(c, locale.T(ctx, "Reason: %s", book.Reason(key).Name)), Reason: book.Reason(key)}, nil
}

func (a *App) editReason(c *fiber.Ctx) error {
	page, err := a.reasonPage(c)
	if err != nil {
		return err
	}
	page.Key, page.StateKey = a.newKey(c), a.newKey(c)
	return a.render(c, views.ReasonForm(page))
}

func (a *App) postReason(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.reasonPage(c)
	if err != nil {
		return err
	}
	r := &page.Reason
	r.Name, r.Report, r.Writer, r.Reader = v.Line("name"), v.Line("report"), v.Line("writer"), v.Line("reader")
	r.Rule, r.Default, r.Grave, r.Revision = count(v.Raw("rule")), rules.Act(v.Raw("act")), v.Is("grave", "yes"), revisionOf(v)
	if r.Key == "" {
		_, err = a.Rules.AddReason(c.UserContext(), who, v.Key(who.ID), *r)
	} else {
		err = a.Rules.SaveReason(c.UserContext(), who, v.Key(who.ID), *r)
	}
	if errors.Is(err, db.ErrConflict) {
		fresh, lookup := a.Rules.Book(c.UserContext())
		if lookup != nil {
			return lookup
		}
		theirs := fresh.Reason(r.Key)
		page.Theirs, r.Revision, page.Key, page.StateKey = &theirs, theirs.Revision, a.newKey(c), a.newKey(c)
		c.Status(fiber.StatusConflict)
		return a.render(c, views.ReasonForm(page))
	}
	if err != nil {
		return a.renderAgain(c, v.Join(err), func(problems []views.FieldError) templ.Component {
			page.Errors, page.Key, page.StateKey = problems, a.newKey(c), a.newKey(c)
			return views.ReasonForm(page)
		})
	}
	return a.done(c, "/place/rules#reasons", "saved")
}

// postReasonState retires a reason or brings it back.
func (a *App) postReasonState(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.reasonPage(c)
	if err != nil {
		return err
	}
	err = a.Rules.RetireReason(c.UserContext(), who, v.Key(who.ID), page.Reason.Key, revisionOf(v), v.Is("do", "retire"))
	if err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			page.Errors, page.Key, page.StateKey = problems, a.newKey(c), a.newKey(c)
			return views.ReasonForm(page)
		})
	}
	return a.done(c, "/place/rules#reasons", "saved")
}

// spareLines is how many empty rows for help lines stand below those that are filled in.
const spareLines = 2

func (a *App) contactsPage(c *fiber.Ctx) views.ContactsPage {
	contacts := rules.From(c.UserContext()).Contacts
	return views.ContactsPage{
		Page: a.page(c, locale.T(c.UserContext(), "Whom to turn to")), Contacts: contacts, Had: contacts.Mark(),
		Aim: strconv.Itoa(contacts.AimHours), Appeal: strconv.Itoa(contacts.AppealDays),
	}
}

func (a *App) showContacts(c *fiber.Ctx) error {
	page := a.contactsPage(c)
	page.Key = a.newKey(c)
	page.Rows(spareLines)
	return a.render(c, views.ContactsForm(page))
}

// typedContacts reads contacts as they were typed.
func typedContacts(v *forms.Values) rules.Contacts {
	contacts := rules.Contacts{
		Safeguarding: rules.Safeguarding{
			Who: v.Line("safeguarding-who"), Phone: v.Line("safeguarding-phone"), Email: v.Line("safeguarding-email"),
			Hours: v.Line("safeguarding-hours"), MailLeads: v.Is("mail-leads", "yes"),
		},
		SafetyLead: rules.SafetyLead{Name: v.Line("lead-name"), Role: v.Line("lead-role"), Email: v.Line("lead-email"), None: v.Line("lead-none")},
		AimHours:   count(v.Raw("aim")), AppealDays: count(v.Raw("appeal")), Beyond: v.Line("beyond"),
	}
	for i := range min(max(count(v.Raw("rows")), 0), rules.MaxHelpLines+spareLines) {
		field := "line-" + strconv.Itoa(i+1)
		contacts.HelpLines = append(contacts.HelpLines, rules.HelpLine{
			Name: v.Line(field), Number: v.Line(field + "-number"), Words: v.Line(field + "-words"), Text: v.Is(field+"-text", "yes"),
		})
	}
	return contacts
}

func (a *App) postContacts(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page := a.contactsPage(c)
	page.Contacts, page.Had, page.Aim, page.Appeal = typedContacts(v), v.Raw("had"), v.Line("aim"), v.Line("appeal")
	err := a.Rules.SetContacts(c.UserContext(), who, v.Key(who.ID), page.Had, page.Contacts)
	if errors.Is(err, db.ErrConflict) {
		fresh, lookup := a.Rules.Book(c.UserContext())
		if lookup != nil {
			return lookup
		}
		page.Theirs, page.Had, page.Key = true, fresh.Contacts.Mark(), a.newKey(c)
		c.Status(fiber.StatusConflict)
		return a.render(c, views.ContactsForm(page))
	}
	if err != nil {
		return a.renderAgain(c, v.Join(err), func(problems []views.FieldError) templ.Component {
			page.Errors, page.Key = problems, a.newKey(c)
			return views.ContactsForm(page)
		})
	}
	if !rules.From(c.UserContext()).Opening.Open() {
		return a.done(c, "/place/opening", "saved")
	}
	return a.done(c, "/place/contacts", "saved")
}

func (a *App) openingPage(c *fiber.Ctx) (views.OpeningPage, error) {
	p := views.OpeningPage{Page: a.page(c, locale.T(c.UserContext(), "Open this place"))}
	if rules.From(c.UserContext()).Opening.Open() {
		p.Title = locale.T(c.UserContext(), "This place is open")
	}
	var err error
	p.Moderators, err = a.Rules.OtherModerators(c.UserContext(), actor(c))
	return p, err
}

func (a *App) showOpening(c *fiber.Ctx) error {
	page, err := a.openingPage(c)
	if err != nil {
		return err
	}
	page.Key = a.newKey(c)
	return a.render(c, views.OpenPlace(page))
}

func (a *App) postOpening(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.openingPage(c)
	if err != nil {
		return err
	}
	page.Confirmed = rules.Confirmed{Rules: v.Is("rules", "yes"), Reasons: v.Is("reasons", "yes"), Alone: v.Is("moderators", "yes")}
	return a.openingDone(c, page, a.Rules.Open(c.UserContext(), who, v.Key(who.ID), page.Confirmed))
}

func (a *App) postPause(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.openingPage(c)
	if err != nil {
		return err
	}
	page.Reason = v.Line("reason")
	return a.openingDone(c, page, a.Rules.Pause(c.UserContext(), who, v.Key(who.ID), page.Reason))
}

func (a *App) openingDone(c *fiber.Ctx, page views.OpeningPage, err error) error {
	if err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			page.Errors, page.Key = problems, a.newKey(c)
			return views.OpenPlace(page)
		})
	}
	return a.done(c, "/place/opening", "saved")
}

package handlers

import (
	"errors"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showPolicyVersions lists every version of a policy, for everybody.
func (a *App) showPolicyVersions(kind people.Policy) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx := c.UserContext()
		list, err := a.Rules.PolicyVersions(ctx, kind)
		if err != nil {
			return err
		}
		p := views.PolicyVersionsPage{Page: a.page(c, locale.T(ctx, "Every version: %s", views.PolicyName(ctx, kind))), Kind: kind, Versions: list}
		p.Canonical = a.absolute(c.Path())
		a.shows(c, db.TopicRules)
		return a.render(c, views.PolicyVersions(p))
	}
}

// showPolicyVersion shows one version as it stood.
func (a *App) showPolicyVersion(kind people.Policy) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx := c.UserContext()
		v, err := a.Rules.PolicyVersion(ctx, kind, int(forms.ID(c.Params("number"))))
		if err != nil {
			return err
		}
		p := views.PolicyPage{Page: a.page(c, locale.T(ctx, "%s, version %d", views.PolicyName(ctx, kind), v.Number)), Version: v}
		p.Canonical = a.absolute(c.Path())
		a.shows(c, db.TopicRules)
		return a.render(c, views.PolicyOf(p))
	}
}

// showTermsOfUse shows the place's terms, where it has some.
func (a *App) showTermsOfUse(c *fiber.Ctx) error {
	ctx := c.UserContext()
	v, ok := rules.From(ctx).Policy(people.TermsPolicy)
	if !ok {
		return db.ErrNotFound
	}
	p := views.PolicyPage{Page: a.page(c, views.PolicyName(ctx, people.TermsPolicy)), Version: v, Newest: true}
	p.Canonical = a.absolute(c.Path())
	a.shows(c, db.TopicRules)
	return a.render(c, views.PolicyOf(p))
}

// showPolicies lists what people accept, with how many did, for administrators.
func (a *App) showPolicies(c *fiber.Ctx) error {
	ctx := c.UserContext()
	p := views.PoliciesPage{Page: a.page(c, locale.T(ctx, "What people agree to"))}
	for _, kind := range people.Policies {
		list, err := a.Rules.PolicyVersions(ctx, kind)
		if err != nil && !errors.Is(err, db.ErrNotFound) {
			return err
		}
		p.Policies = append(p.Policies, views.PolicyVersionsPage{Kind: kind, Versions: list})
	}
	return a.render(c, views.Policies(p))
}

// policyForm puts together the form of a new version, with the words of the one that holds.
func (a *App) policyForm(c *fiber.Ctx) (views.PolicyForm, error) {
	kind := people.Policy(c.Params("policy"))
	if !slices.Contains(people.Policies, kind) {
		return views.PolicyForm{}, db.ErrNotFound
	}
	ctx := c.UserContext()
	p := views.PolicyForm{Page: a.page(c, locale.T(ctx, "A new version: %s", views.PolicyName(ctx, kind))), Kind: kind, Key: a.newKey(c)}
	if v, ok := rules.From(ctx).Policy(kind); ok {
		p.Before, p.Body = v.Number, v.Markdown
	}
	return p, nil
}

func (a *App) editPolicy(c *fiber.Ctx) error {
	p, err := a.policyForm(c)
	if err != nil {
		return err
	}
	return a.render(c, views.NewPolicy(p))
}

func (a *App) postPolicy(c *fiber.Ctx) error {
	p, err := a.policyForm(c)
	if err != nil {
		return err
	}
	ctx, who, v, before := c.UserContext(), actor(c), forms.Posted(c), p.Before
	p.Body, p.Changes, p.Asks = v.Raw("body"), v.Raw("changes"), v.Is("asks", "yes")
	if n, err := strconv.Atoi(v.Raw("before")); err == nil {
		p.Before = n
	}
	if v.Is("do", "preview") {
		var doc prose.Document
		if doc, err = prose.Render(ctx, p.Body, prose.Options{Chapter: true}); err == nil {
			p.Preview = doc.HTML
			return a.render(c, views.NewPolicy(p))
		}
		var refused *prose.Refusal
		if errors.As(err, &refused) {
			err = db.Invalid{"body": refused.Said()}
		}
	} else {
		_, err = a.Rules.MakePolicy(ctx, who, v.Key(who.ID), rules.NewPolicy{Kind: p.Kind, Before: p.Before, Markdown: p.Body, Changes: p.Changes, Asks: p.Asks})
	}
	if err == nil {
		return a.done(c, "/place/policies", "policy-made")
	}
	if errors.Is(err, db.ErrConflict) {
		p.Before, p.Clash = before, true
		c.Status(fiber.StatusConflict)
		return a.render(c, views.NewPolicy(p))
	}
	return a.renderAgain(c, v.Join(err), func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		return views.NewPolicy(p)
	})
}

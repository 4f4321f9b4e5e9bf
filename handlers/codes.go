package handlers

import (
	"errors"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showCodeForm is where people type the code that stands on a paper, and the number of a paragraph.
func (a *App) showCodeForm(c *fiber.Ctx) error {
	page := a.codePage(c, c.Query("code"), c.Query("p"))
	if page.Code == "" && page.Paragraph == "" {
		return a.render(c, views.CodeForm(page))
	}
	id, err := guide.FromCode(page.Code)
	paragraph := 0
	if err == nil {
		paragraph, err = paragraphTyped(page.Paragraph)
	}
	if err != nil {
		return a.codeAgain(c, page, err)
	}
	return c.Redirect(views.CodeURL(guide.Code(id), paragraph), fiber.StatusSeeOther)
}

func (a *App) codePage(c *fiber.Ctx, code, paragraph string) views.CodePage {
	page := views.CodePage{
		Page: a.page(c, locale.T(c.UserContext(), "Type the code from the paper")),
		Code: strings.TrimSpace(code), Paragraph: strings.TrimSpace(paragraph),
	}
	page.Nav, page.NoIndex = "guide", true
	return page
}

func (a *App) codeAgain(c *fiber.Ctx, page views.CodePage, err error) error {
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors = problems
		return views.CodeForm(page)
	})
}

// paragraphTyped reads the number of a paragraph as it stands on paper, "3" or "4.3"; 0 where there is none.
func paragraphTyped(typed string) (int, error) {
	_, after, dotted := strings.Cut(typed, ".")
	if !dotted {
		after = typed
	}
	n := count(after)
	if n < 0 || n == 0 && dotted {
		return 0, db.Wrong("p", "Type the number that stands beside the paragraph, such as 4.3")
	}
	return n, nil
}

// followCode leads from a paper to the chapter in the version that was printed, or to a paragraph where it is now.
func (a *App) followCode(c *fiber.Ctx) error {
	form := a.codePage(c, c.Params("code"), c.Query("p"))
	printed, err := a.Guides.Printed(c.UserContext(), form.Code)
	if err != nil {
		return a.codeAgain(c, form, err)
	}
	paragraph, err := paragraphTyped(form.Paragraph)
	if err != nil {
		return a.codeAgain(c, form, err)
	}
	if paragraph == 0 {
		return c.Redirect(views.PrintedURL(printed), fiber.StatusSeeOther)
	}
	since, err := a.Guides.Since(c.UserContext(), printed, paragraph)
	if errors.Is(err, db.ErrNotFound) {
		err = db.Wrong("p", "The paper has no paragraph with this number. Please look at it again")
	}
	if err != nil {
		return a.codeAgain(c, form, err)
	}
	if since.Unchanged() {
		return c.Redirect(views.NowURL(printed, since.Now[0]), fiber.StatusSeeOther)
	}
	page := views.SincePage{
		Page: a.page(c, locale.T(c.UserContext(), "Paragraph %s on your paper", views.PaperLabel(printed, since.Then))), Printed: printed, Since: since,
	}
	page.Nav, page.NoIndex = "guide", true
	return a.render(c, views.Since(page))
}

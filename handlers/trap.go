package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/clock"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// spring tells people from programs that fill in forms: it notes what gives a program away. The form comes back with what
// was typed, and a person sends it again. Field is where the message about being too quick stands.
func (a *App) spring(c *fiber.Ctx, v *forms.Values, field string) {
	if !a.springLightly(c, v, field) && !a.began(v.Raw(components.BeganField)) {
		v.Wrong(field, locale.T(c.UserContext(), "That was very quick. Please read your words once more, then send them"))
	}
}

// springLightly is spring for forms that need not say when they were begun, since they are checked in other ways too:
// by a mail, or by a moderator. It tells whether it noted something.
func (a *App) springLightly(c *fiber.Ctx, v *forms.Values, field string) (sprung bool) {
	ctx := c.UserContext()
	if v.Raw(components.TrapField) != "" {
		v.Wrong(components.TrapField, locale.T(ctx, "Leave the last box empty. It is there to catch programs that fill in forms"))
		sprung = true
	}
	if began := v.Raw(components.BeganField); a.began(began) && a.Clock.Now().Sub(clock.Instant(forms.ID(began))) < soonest {
		v.Wrong(field, locale.T(ctx, "That was very quick. Please read your words once more, then send them"))
		sprung = true
	}
	return sprung
}

// beganAt is when a form was begun: what it says, or now.
func (a *App) beganAt(typed string) string {
	if a.began(typed) {
		return typed
	}
	return strconv.FormatInt(int64(a.Clock.Now()), 10)
}

package handlers

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/watch"
	"folkmoot/views/components"
)

// How long anybody takes at least. Programs that fill in forms are quicker.
const (
	typing   = 3 * time.Second // to say something, or who they are
	pressing = time.Second     // to send what their browser has filled in for them
)

// giveaway is what tells a program that fills in forms from a person.
type giveaway int

const (
	person   giveaway = iota
	fellIn            // typed into the box that nobody sees
	quick             // sent the form sooner than anybody can
	undated           // sent a form that never was on a page of ours
	outdated          // or was there too long ago
)

// caught tells what gives away that a stranger's form was filled in by a program. Those who are signed in have shown
// that they are people: an address of mail is theirs.
func (a *App) caught(c *fiber.Ctx, v *forms.Values, soonest time.Duration) (giveaway, error) {
	if actor(c).SignedIn() {
		return person, nil
	}
	if v.Raw(components.TrapField) != "" {
		return fellIn, nil
	}
	began, err := a.Stamps.Begun(c.UserContext(), v.Raw(components.BeganField), a.Clock.Now())
	switch {
	case errors.Is(err, watch.ErrNoStamp):
		return undated, nil
	case errors.Is(err, watch.ErrOldStamp):
		return outdated, nil
	case err != nil:
		return person, err
	case a.Clock.Now().Sub(began) < soonest:
		return quick, nil
	}
	return person, nil
}

// spring notes what gives a program away that fills in forms, so that the form comes back with all that was typed, and a
// person sends it again. Field is where the message stands about when it was begun. Every form that strangers can send
// calls it, but those with which somebody says that a person may be at risk: no one who does is ever turned away.
func (a *App) spring(c *fiber.Ctx, v *forms.Values, field string, soonest time.Duration) error {
	why, err := a.caught(c, v, soonest)
	switch why {
	case fellIn:
		v.Wrong(components.TrapField, "Leave the last box empty. It is there to catch programs that fill in forms")
	case quick:
		v.Wrong(field, "That was very quick. Please read your words once more, then send them")
	case undated:
		v.Wrong(field, "We could not tell when you opened this page. Nothing is lost. Please read your words once more, then send them")
	case outdated:
		v.Wrong(field, "This page was open for some days. Nothing is lost. Please read your words once more, then send them")
	}
	return err
}

// sprung is spring for forms that have nothing else to check before it: it gives what is wrong as an error.
func (a *App) sprung(c *fiber.Ctx, v *forms.Values, field string, soonest time.Duration) error {
	if err := a.spring(c, v, field, soonest); err != nil {
		return err
	}
	return v.Err()
}

// beganAt is when a stranger's form on this page was begun, signed: what the form says that was sent, so that somebody
// who mends it does not begin afresh, or now. It is empty for those who are signed in, and where nothing can be read.
func (a *App) beganAt(c *fiber.Ctx) string {
	if actor(c).SignedIn() || a.Stamps == nil {
		return ""
	}
	ctx := c.UserContext()
	if c.Method() == fiber.MethodPost {
		typed := forms.Posted(c).Raw(components.BeganField)
		if _, err := a.Stamps.Begun(ctx, typed, a.Clock.Now()); err == nil {
			return typed
		}
	}
	stamp, err := a.Stamps.Stamp(ctx, a.Clock.Now())
	if err != nil {
		return "" // the form is sent back once, with what was typed
	}
	return stamp
}

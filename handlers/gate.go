package handlers

import (
	"github.com/gofiber/fiber/v2"

	"folkmoot/models/rules"
)

// notOpen says that the public may not come in.
type notOpen struct{ rules.Opening }

// Error says so for logs.
func (notOpen) Error() string { return "this place is not open to the public" }

// reopens is the number of seconds after which those who wait for a place to open are told to ask again.
const reopens = 3600

// beforeOpening lets visitors use a route of a place that is not open to the public.
func beforeOpening(r *Route) { r.BeforeOpening = true }

// gate turns visitors away from a place that is not open: it stands before every page and every form, known or not, and
// lets through those who are signed in, and everybody to routes marked with beforeOpening.
func (a *App) gate(c *fiber.Ctx) error {
	opening := rules.From(c.UserContext()).Opening
	if opening.Open() || a.reachable(c) {
		return c.Next()
	}
	if err := a.session(c); err != nil {
		return err
	}
	if actor(c).SignedIn() {
		return c.Next()
	}
	return notOpen{opening}
}

// reachable tells whether the route that will answer the request may be used before the place is open.
func (a *App) reachable(c *fiber.Ctx) bool {
	method, path := c.Method(), c.Path()
	if method == fiber.MethodHead {
		method = fiber.MethodGet
	}
	for _, route := range a.routes {
		if route.Method == method && fiber.RoutePatternMatch(path, route.Path, fiber.Config{CaseSensitive: true}) {
			return route.BeforeOpening
		}
	}
	return false
}

// isOpen tells whether the public may come in, without asking storage: false where that is not known just now.
func (a *App) isOpen() bool {
	book := a.Rules.Kept()
	return book != nil && book.Opening.Open()
}

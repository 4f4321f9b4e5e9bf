package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/views/locale"
)

// flashFor is how long a message waits for the page that shows it.
const flashFor = time.Minute

// flashes are the messages that a redirect can leave for the next page, by code.
var flashes = map[string]func(ctx context.Context) string{
	"saved": func(ctx context.Context) string { return locale.T(ctx, "Saved.") },
}

// flash takes the message that waits for this reader, once.
func (a *App) flash(c *fiber.Ctx) string {
	code := a.cookies.Get(c, cookieFlash)
	if code == "" {
		return ""
	}
	a.cookies.Drop(c, cookieFlash)
	if message := flashes[code]; message != nil {
		return message(c.UserContext())
	}
	return ""
}

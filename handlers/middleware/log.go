package middleware

import (
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Observe turns the request's error into its answer and then writes one line about the request: what was asked, by
// the route's pattern, and how it went. Addresses, queries and anything else about the person stay out of the log.
// Answers from the page cache are counted, not logged.
func Observe(log *slog.Logger, metrics *Metrics, answer fiber.ErrorHandler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		begun := time.Now()
		if err := c.Next(); err != nil {
			if err := answer(c, err); err != nil {
				return err
			}
		}
		took := time.Since(begun)
		route := pattern(c)
		status := c.Response().StatusCode()
		metrics.request(c.Method(), route, status, took)
		log.LogAttrs(c.UserContext(), slog.LevelInfo, "request", slog.String("method", c.Method()),
			slog.String("route", route), slog.Int("status", status),
			slog.Float64("ms", float64(took.Microseconds())/1000), slog.String("request", ID(c)))
		return nil
	}
}

// pattern is the pattern of the route that answered, or "unmatched".
func pattern(c *fiber.Ctx) string {
	if route := c.Route(); route != nil && route.Path != "/" || c.Path() == "/" {
		return c.Route().Path
	}
	return "unmatched"
}

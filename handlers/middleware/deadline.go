package middleware

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"
)

// How long a request may take. The server does not notice a reader leaving, so this is what ends their work.
const (
	readDeadline  = 5 * time.Second
	writeDeadline = 10 * time.Second
)

// Deadline puts an end to the request's context.
func Deadline(c *fiber.Ctx) error {
	limit := writeDeadline
	if isSafe(c.Method()) {
		limit = readDeadline
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), limit)
	defer cancel()
	c.SetUserContext(ctx)
	return c.Next()
}

// isSafe tells whether a method only reads.
func isSafe(method string) bool { return method == fiber.MethodGet || method == fiber.MethodHead }

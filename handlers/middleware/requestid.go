// Package middleware holds what every request passes through on its way to a handler, one file each.
package middleware

import (
	"crypto/rand"
	"encoding/hex"

	"github.com/gofiber/fiber/v2"
)

// local is a key of what the middleware notes about a request.
type local int

const (
	localID local = iota
	localActor
	localLoaded
)

// RequestID gives every request a random id, which stands in the log and on error pages, so that the two can be
// brought together without anything personal.
func RequestID(c *fiber.Ctx) error {
	ID(c)
	return c.Next()
}

// ID is the request's id.
func ID(c *fiber.Ctx) string {
	if id, ok := c.Locals(localID).(string); ok {
		return id
	}
	var b [8]byte
	rand.Read(b[:]) // never fails: the runtime stops the process instead
	id := hex.EncodeToString(b[:])
	c.Locals(localID, id)
	c.Set("X-Request-Id", id)
	return id
}

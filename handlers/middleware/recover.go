package middleware

import (
	"fmt"
	"runtime/debug"

	"github.com/gofiber/fiber/v2"
)

// Panic is the error of a handler that panicked.
type Panic struct {
	Value any
	Stack []byte
}

// Error tells what the handler panicked with.
func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

// Recover turns a panic into an error of that one request.
func Recover(c *fiber.Ctx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &Panic{Value: p, Stack: debug.Stack()}
		}
	}()
	return c.Next()
}

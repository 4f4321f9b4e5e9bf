package middleware

import (
	"net/http"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
)

// ErrCrossSite refuses a change that another site asked for. What it brought was not written here and is not shown.
var ErrCrossSite = db.Forbidden{Reason: "This came from another website, so we did not do it. Please start again from this site."}

// SameOrigin refuses changes that another site asks a reader's browser to make, with the decision table of
// net/http: Sec-Fetch-Site where the browser sends it, else Origin. No token is needed, so pages can be cached.
// What exempt tells of is let through: it takes no word of a session, and a secret of its own says whose it is.
func SameOrigin(base *url.URL, exempt func(*fiber.Ctx) bool) (fiber.Handler, error) {
	protection := http.NewCrossOriginProtection()
	if err := protection.AddTrustedOrigin(base.Scheme + "://" + base.Host); err != nil {
		return nil, err
	}
	return func(c *fiber.Ctx) error {
		if isSafe(c.Method()) || exempt(c) {
			return c.Next()
		}
		request := &http.Request{Method: c.Method(), Host: string(c.Request().Host()), URL: &url.URL{}, Header: http.Header{}}
		for _, name := range []string{"Sec-Fetch-Site", "Origin"} {
			if value := c.Get(name); value != "" {
				request.Header.Set(name, value)
			}
		}
		if protection.Check(request) != nil {
			return ErrCrossSite
		}
		return c.Next()
	}, nil
}

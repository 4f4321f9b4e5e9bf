package handlers

import (
	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/valyala/fasthttp/fasthttpadaptor"

	"folkmoot/handlers/middleware"
	"folkmoot/models/db"
)

// health tells that the process is up.
func (a *App) health(c *fiber.Ctx) error { return c.SendString("ok\n") }

// ready tells whether the database answers. The program serves only after the schema was brought up to date.
func (a *App) ready(c *fiber.Ctx) error {
	if err := a.DB.Ready(c.UserContext()); err != nil {
		return c.Status(fiber.StatusServiceUnavailable).SendString("the database does not answer\n")
	}
	return c.SendString("ready\n")
}

// metrics gives the figures to a collector on this computer or in the private network, and to nobody through a proxy.
func (a *App) metrics() fiber.Handler {
	serve := fasthttpadaptor.NewFastHTTPHandler(promhttp.HandlerFor(a.Metrics.Registry, promhttp.HandlerOpts{}))
	return func(c *fiber.Ctx) error {
		if !middleware.Nearby(c) {
			return db.ErrNotFound
		}
		serve(c.Context())
		return nil
	}
}

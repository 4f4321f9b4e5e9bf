package handlers

import (
	"bytes"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/pagecache"
	"folkmoot/models/db"
	"folkmoot/public"
)

// asset sends a file of the browser's, in the smallest form that the browser takes.
func (a *App) asset(c *fiber.Ctx) error {
	file, ok := public.File(c.Path())
	if !ok {
		return db.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, public.CacheControl)
	return sendAsset(c, file)
}

// favicon answers browsers that ask for the icon by its usual name.
func (a *App) favicon(c *fiber.Ctx) error {
	file, ok := public.File(public.URL("favicon.svg"))
	if !ok {
		return db.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=86400")
	return sendAsset(c, file)
}

func sendAsset(c *fiber.Ctx, file public.Asset) error {
	c.Set(fiber.HeaderContentType, file.ContentType)
	c.Vary(fiber.HeaderAcceptEncoding)
	accepted := c.Request().Header.Peek(fiber.HeaderAcceptEncoding)
	body := file.Bytes
	switch {
	case bytes.Contains(accepted, []byte("br")) && len(file.Brotli) > 0:
		c.Set(fiber.HeaderContentEncoding, "br")
		body = file.Brotli
	case len(file.Gzip) > 0 && pagecache.AcceptsGzip(accepted):
		c.Set(fiber.HeaderContentEncoding, "gzip")
		body = file.Gzip
	}
	c.Response().SetBodyRaw(body)
	return nil
}

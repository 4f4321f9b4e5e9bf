package handlers

import (
	"context"
	"errors"
	"io"
	"net/url"
	"os"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// bundleDeadline is how long a bundle may take; the command line has all the time there is.
const bundleDeadline = 25 * time.Second

func (a *App) showBundle(c *fiber.Ctx) error {
	matter, err := a.aboutChapter(c)
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	return a.render(c, views.ChallengeBundle(views.BundlePage{
		Page: a.page(c, locale.T(ctx, "Everything in one file: %s", matter.Title)), Matter: matter,
		Guide: slug(c, "guide"), Chapter: slug(c, "chapter"),
	}))
}

// downloadBundle writes a bundle to a file and sends that: nothing is sent of a bundle that could not be finished, and
// none stands whole in memory.
func (a *App) downloadBundle(c *fiber.Ctx) error {
	if _, err := a.aboutChapter(c); err != nil {
		return err
	}
	if a.Bundle == nil {
		return db.ErrNotFound
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), bundleDeadline)
	defer cancel()
	file, size, err := pass(func(w io.Writer) error { return a.Bundle(ctx, slug(c, "guide"), slug(c, "chapter"), w) })
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentDisposition, "attachment; filename*=UTF-8''"+url.PathEscape(slug(c, "chapter"))+".zip")
	return c.SendStream(file, size)
}

// passing is a file that is gone as soon as it is closed.
type passing struct{ *os.File }

// Close takes the file away.
func (p passing) Close() error {
	err := p.File.Close()
	if gone := os.Remove(p.Name()); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// pass writes to a file for the time of one answer, and gives it from its beginning with its size.
func pass(write func(w io.Writer) error) (file passing, size int, err error) {
	made, err := os.CreateTemp("", "folkmoot-bundle-*")
	if err != nil {
		return file, 0, err
	}
	file = passing{made}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close())
		}
	}()
	if err := write(file); err != nil {
		return file, 0, err
	}
	end, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return file, 0, err
	}
	_, err = file.Seek(0, io.SeekStart)
	return file, int(end), err
}

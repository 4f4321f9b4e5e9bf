package handlers

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"mime"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/views"
)

// fileFor is how long making a file of a guide may take; pages are done sooner.
const fileFor = 20 * time.Second

// fileTypes are the media types of the files that guides and summaries can be had as.
var fileTypes = map[string]string{
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"epub": "application/epub+zip",
	"md":   "text/markdown; charset=utf-8",
	"zip":  "application/zip",
	"html": "text/html; charset=utf-8",
	"json": "application/json; charset=utf-8",
	"csv":  "text/csv; charset=utf-8",

	"views.csv": "text/csv; charset=utf-8",
	"heard.csv": "text/csv; charset=utf-8",

	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// takeAway says which files can be had here.
func (a *App) takeAway(c *fiber.Ctx) views.TakeAway {
	return views.TakeAway{Files: a.Files != nil, Missing: a.Files == nil && actor(c).CanAdminister()}
}

// chapterFile answers with a version of a chapter as a file.
func (a *App) chapterFile(format string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if a.Files == nil {
			return db.ErrNotFound
		}
		book, err := a.Guides.Book(c.UserContext(), slug(c, "guide"), slug(c, "chapter"), count(c.Query("version")))
		if err != nil {
			return err
		}
		return a.sendBook(c, format, book)
	}
}

// guideFile answers with all of a guide as a file.
func (a *App) guideFile(format string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if a.Files == nil {
			return db.ErrNotFound
		}
		book, err := a.Guides.WholeBook(c.UserContext(), slug(c, "guide"))
		if err != nil {
			return err
		}
		return a.sendBook(c, format, book)
	}
}

func (a *App) sendBook(c *fiber.Ctx, format string, book guide.Book) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), fileFor)
	defer cancel()
	data, err := a.Files(ctx, format, book)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`
	c.Set(fiber.HeaderETag, tag)
	if strings.Contains(c.Get(fiber.HeaderIfNoneMatch), tag) {
		c.Status(fiber.StatusNotModified)
		return nil
	}
	return sendFile(c, format, bookName(book), data)
}

// sendFile answers with a file to be kept.
func sendFile(c *fiber.Ctx, format, name string, data []byte) error {
	c.Set(fiber.HeaderContentType, fileTypes[format])
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name + "." + format}))
	return c.Send(data)
}

// bookName is what a file of a book is called: "our-guide", "our-guide-4-finding-things-v3".
func bookName(book guide.Book) string {
	if book.Whole {
		return book.Guide.Slug
	}
	return book.Guide.Slug + "-" + partName(book.Chapters[0])
}

func partName(c guide.BookChapter) string {
	return fmt.Sprintf("%d-%s-v%d", c.Chapter.Number, c.Chapter.Slug, c.Version.Number)
}

// chapterSource answers with the Markdown of a version of a chapter, as it was written.
func (a *App) chapterSource(c *fiber.Ctx) error {
	book, err := a.Guides.Book(c.UserContext(), slug(c, "guide"), slug(c, "chapter"), count(c.Query("version")))
	if err != nil {
		return err
	}
	source, err := a.source(c.UserContext(), book.Chapters[0])
	if err != nil {
		return err
	}
	a.shows(c, bookTopics(book)...)
	return sendFile(c, "md", bookName(book), []byte(source))
}

// source is the Markdown of a version under its title.
func (a *App) source(ctx context.Context, c guide.BookChapter) (string, error) {
	body, err := a.Guides.Source(ctx, c.Version.ID)
	return fmt.Sprintf("# %d. %s\n\n%s\n", c.Chapter.Number, c.Chapter.Title, body), err
}

// guideSource answers with the Markdown of all chapters of a guide, a file each: footnotes of several chapters may have
// the same names, so they do not fit into one.
func (a *App) guideSource(c *fiber.Ctx) error {
	book, err := a.Guides.WholeBook(c.UserContext(), slug(c, "guide"))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, chapter := range book.Chapters {
		source, err := a.source(c.UserContext(), chapter)
		if err != nil {
			return err
		}
		file, err := archive.CreateHeader(&zip.FileHeader{
			Name: partName(chapter) + ".md", Method: zip.Deflate, Modified: chapter.Version.PublishedAt.UTC(),
		})
		if err != nil {
			return err
		}
		if _, err := file.Write([]byte(source)); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	a.shows(c, bookTopics(book)...)
	return sendFile(c, "zip", bookName(book), out.Bytes())
}

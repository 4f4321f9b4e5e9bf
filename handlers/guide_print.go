package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// printChapter shows a version of a chapter as it will stand on paper.
func (a *App) printChapter(c *fiber.Ctx) error {
	book, err := a.Guides.Book(c.UserContext(), slug(c, "guide"), slug(c, "chapter"), count(c.Query("version")))
	if err != nil {
		return err
	}
	chapter := book.Chapters[0].Chapter
	return a.printBook(c, book, locale.T(c.UserContext(), "Print chapter %d: %s", chapter.Number, chapter.Title))
}

// printGuide shows all chapters of a guide that are written as they will stand on paper.
func (a *App) printGuide(c *fiber.Ctx) error {
	book, err := a.Guides.WholeBook(c.UserContext(), slug(c, "guide"))
	if err != nil {
		return err
	}
	return a.printBook(c, book, locale.T(c.UserContext(), "Print %s", book.Guide.Title))
}

func (a *App) printBook(c *fiber.Ctx, book guide.Book, title string) error {
	page := views.PrintPage{
		Page: a.page(c, title), Book: book, Site: a.absolute(""),
		Look: views.Look{Wide: c.Query("margin") == "wide", Large: c.Query("size") == "large"},
	}
	page.NoIndex = true
	// With any other value it is the same page, which is not kept once for each.
	if slices.Contains([]string{"", "wide"}, c.Query("margin")) && slices.Contains([]string{"", "large"}, c.Query("size")) {
		a.shows(c, bookTopics(book)...)
	}
	return a.render(c, views.Print(page))
}

// bookTopics are what a page or a file made of a book shows.
func bookTopics(book guide.Book) []string {
	topics := []string{db.TopicGuides}
	for _, c := range book.Chapters {
		topics = append(topics, db.TopicThread(c.Chapter.ThreadID))
	}
	return topics
}

package guide

import (
	"context"

	"folkmoot/models/db"
)

// Book is a guide, or one chapter of it, to be taken off the screen: printed, or read as a file.
type Book struct {
	Guide    Guide
	Whole    bool          // all chapters that are written; otherwise there is one
	Chapters []BookChapter // the chapters in order
}

// BookChapter is one version of a chapter in a Book.
type BookChapter struct {
	Chapter Chapter
	Version Version
	Blocks  []Block
}

// Book reads a version of a chapter, by its number, as a book; 0 is the newest. ErrNotFound where there is none.
func (s *Store) Book(ctx context.Context, guide, chapter string, number int) (Book, error) {
	g, c, _, err := s.Chapter(ctx, guide, chapter)
	if err != nil {
		return Book{}, err
	}
	if number == 0 {
		number = c.Version
	}
	version, err := db.One(ctx, s.DB, scanVersion, versionColumns+" WHERE v.chapter_id = ? AND v.number = ?", c.ID, number)
	if err != nil {
		return Book{}, err
	}
	part := BookChapter{Chapter: c, Version: version}
	part.Blocks, err = blocks(ctx, s.DB, version.ID)
	return Book{Guide: g, Chapters: []BookChapter{part}}, err
}

// WholeBook reads the newest versions of all chapters of a guide that are written. ErrNotFound where none is.
func (s *Store) WholeBook(ctx context.Context, guide string) (Book, error) {
	g, all, err := s.Guide(ctx, guide)
	if err != nil {
		return Book{}, err
	}
	book := Book{Guide: g, Whole: true}
	for _, c := range all {
		if c.VersionID == 0 {
			continue
		}
		part := BookChapter{Chapter: c}
		if part.Version, err = db.One(ctx, s.DB, scanVersion, versionColumns+" WHERE v.id = ?", c.VersionID); err != nil {
			return book, err
		}
		if part.Blocks, err = blocks(ctx, s.DB, c.VersionID); err != nil {
			return book, err
		}
		book.Chapters = append(book.Chapters, part)
	}
	if len(book.Chapters) == 0 {
		return book, db.ErrNotFound
	}
	return book, nil
}

// Newest is the version in it that was published last.
func (b Book) Newest() Version {
	newest := b.Chapters[0].Version
	for _, c := range b.Chapters {
		if c.Version.PublishedAt > newest.PublishedAt {
			newest = c.Version
		}
	}
	return newest
}

// Source reads the Markdown of a version.
func (s *Store) Source(ctx context.Context, version int64) (string, error) {
	return db.Value[string](ctx, s.DB, "SELECT body_md FROM versions WHERE id = ?", version)
}

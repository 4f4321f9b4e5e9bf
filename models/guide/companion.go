package guide

import (
	"context"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// CompanionKind says in which way a companion tells a chapter again.
type CompanionKind string

// The kinds of companion.
const (
	EasyRead CompanionKind = "easy"  // for people with a learning disability: one idea a line
	Plain    CompanionKind = "plain" // in plain words
)

// CompanionKinds lists the kinds in the order in which they are offered.
var CompanionKinds = []CompanionKind{EasyRead, Plain}

// Companion is one publication of a text that stands beside a chapter and tells it again. It never changes.
type Companion struct {
	ID          int64
	Kind        CompanionKind
	Number      int // counts the publications of its kind beside the chapter, from 1
	VersionID   int64
	Version     int // number of the chapter's version that it tells
	Body        string
	HTML        string // safe to print
	By          string // public name of who published it; may be empty
	PublishedAt clock.Instant
}

// Behind tells whether the chapter has a newer version than the one that is told.
func (c Companion) Behind(chapter Chapter) bool { return c.Version < chapter.Version }

const companionColumns = `SELECT c.id, c.kind, c.number, c.version_id, v.number, c.body_md, c.body_html, COALESCE(p.public_name, ''), c.published_at
	FROM companions c JOIN versions v ON v.id = c.version_id LEFT JOIN people p ON p.id = c.published_by`

func scanCompanion(r db.Row) (c Companion, err error) {
	err = r.Scan(&c.ID, &c.Kind, &c.Number, &c.VersionID, &c.Version, &c.Body, &c.HTML, &c.By, &c.PublishedAt)
	return c, err
}

// Companion reads what stands beside a chapter: the newest publication of a kind. ErrNotFound where there is none.
func (s *Store) Companion(ctx context.Context, chapter int64, kind CompanionKind) (Companion, error) {
	return db.One(ctx, s.DB, scanCompanion, companionColumns+" WHERE c.chapter_id = ? AND c.kind = ? ORDER BY c.number DESC LIMIT 1", chapter, kind)
}

// Beside names what stands beside a chapter, in the order of CompanionKinds.
func (s *Store) Beside(ctx context.Context, chapter int64) ([]CompanionKind, error) {
	return db.Values[CompanionKind](ctx, s.DB, "SELECT DISTINCT kind FROM companions WHERE chapter_id = ? ORDER BY kind", chapter)
}

// Told is a companion by its addresses.
type Told struct {
	Guide, Chapter string
	Kind           CompanionKind
}

// AllTold lists all companions of all guides.
func (s *Store) AllTold(ctx context.Context) ([]Told, error) {
	return db.All(ctx, s.DB, func(r db.Row) (t Told, err error) {
		err = r.Scan(&t.Guide, &t.Chapter, &t.Kind)
		return t, err
	}, `SELECT DISTINCT g.slug, c.slug, k.kind FROM companions k JOIN chapters c ON c.id = k.chapter_id JOIN guides g ON g.id = c.guide_id
		ORDER BY g.slug, c.slug, k.kind LIMIT ?`, MaxGuides*MaxChapters*len(CompanionKinds))
}

// Telling is a companion to be published.
type Telling struct {
	Kind    CompanionKind
	Body    string // Markdown
	Version int    // number of the chapter's version that it tells
	From    int    // number of the publication that the editor began from; 0 where there was none
}

// RenderCompanion makes safe HTML of a companion's text and cleans the text. Bad input is Invalid under "body".
func RenderCompanion(ctx context.Context, kind CompanionKind, body string) (clean, html string, err error) {
	if clean, err = cleanBody(body); err != nil {
		return "", "", err
	}
	document, err := prose.Render(ctx, clean, prose.Options{Limits: prose.Chapter, Prefix: string(kind) + "-", Chapter: true})
	switch {
	case err != nil && ctx.Err() != nil:
		return "", "", db.ErrBusy
	case err != nil:
		return "", "", db.Wrong("body", "%s", err)
	}
	return strings.TrimSpace(clean), document.HTML, nil
}

// Tell publishes a companion beside a chapter and gives its number. ErrConflict where somebody else has published one
// of its kind since the editor began. Bad input is Invalid by field: "body", "version".
func (s *Store) Tell(ctx context.Context, a people.Actor, key db.Key, chapter int64, t Telling) (number int, err error) {
	if err := MayEdit(a); err != nil {
		return 0, err
	}
	body, html, err := RenderCompanion(ctx, t.Kind, t.Body)
	if err != nil {
		return 0, err
	}
	published, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := locked(tx, chapter)
		if err != nil {
			return 0, err
		}
		versions, err := db.Values[int64](ctx, tx, "SELECT id FROM versions WHERE chapter_id = ? AND number = ?", chapter, t.Version)
		if err != nil {
			return 0, err
		}
		if len(versions) == 0 {
			return 0, db.Wrong("version", "Choose the version that it tells")
		}
		if err := t.follows(ctx, tx, chapter, body); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicGuides, db.TopicThread(c.ThreadID))
		if _, err = tx.Insert(`INSERT INTO companions (chapter_id, kind, number, version_id, body_md, body_html, html_version, published_by, published_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, chapter, t.Kind, t.From+1, versions[0], body, html, prose.Version, db.Null(a.ID), tx.Now()); err != nil {
			return 0, err
		}
		return int64(t.From) + 1, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "chapter.companion", Kind: "chapter", Object: chapter,
			Details: map[string]any{"kind": t.Kind, "number": t.From + 1, "version": t.Version, "digest": Digest(body, nil)},
		})
	})
	return int(published), err
}

// follows checks that a companion comes right after the newest of its kind, and says something new.
func (t Telling) follows(ctx context.Context, tx *db.Tx, chapter int64, body string) error {
	last, err := db.All(ctx, tx, scanCompanion, companionColumns+" WHERE c.chapter_id = ? AND c.kind = ? ORDER BY c.number DESC LIMIT 1", chapter, t.Kind)
	switch {
	case err != nil:
		return err
	case len(last) == 0 && t.From == 0:
		return nil
	case len(last) == 0 || last[0].Number != t.From:
		return db.ErrConflict
	case last[0].Number >= MaxVersions:
		return db.Wrong("", "There can be at most %d of these", MaxVersions)
	case last[0].Body == body && last[0].Version == t.Version:
		return db.Wrong("", "Nothing has changed, so there is nothing to publish")
	}
	return nil
}

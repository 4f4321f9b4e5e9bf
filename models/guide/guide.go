// Package guide keeps guides and their chapters: drafts, published versions that are frozen, paragraphs with an
// identity that survives versions, and the comments that are tied to them.
package guide

import (
	"context"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
)

// Bounds on guides. Lists of guides, of a guide's chapters and of a chapter's versions are short enough to be shown whole.
const (
	MaxTitle    = 160  // characters of a guide's or a chapter's title
	MaxSummary  = 600  // characters of a summary
	MaxNote     = 2000 // characters of a note on what changed and why
	MaxGuides   = 100
	MaxChapters = 100  // of one guide
	MaxVersions = 1000 // of one chapter
	MaxBlocks   = 2000 // of one version
)

// Guide is a text in chapters that people write together.
type Guide struct {
	ID        int64
	Slug      string
	Title     string
	Summary   string
	CreatedAt clock.Instant
	ChangedAt clock.Instant
}

// Store reads and changes guides.
type Store struct {
	DB   *db.DB
	Zone *time.Location // the place's, in which opening and closing times are meant
	Talk *discussion.Store
}

// Details are what an editor types about a guide or a chapter.
type Details struct {
	Title   string
	Summary string
}

// Check cleans the details. Bad input is Invalid by field: "title", "summary".
func (d Details) Check() (Details, error) {
	wrong := db.Invalid{}
	d.Title = wrong.Line("title", d.Title, MaxTitle)
	d.Summary = wrong.Line("summary", d.Summary, MaxSummary)
	if d.Title == "" && wrong["title"] == "" {
		wrong["title"] = "Give it a title"
	}
	if len(wrong) > 0 {
		return d, wrong
	}
	return d, nil
}

const guideColumns = "SELECT id, slug, title, summary, created_at, changed_at FROM guides"

func scanGuide(r db.Row) (g Guide, err error) {
	err = r.Scan(&g.ID, &g.Slug, &g.Title, &g.Summary, &g.CreatedAt, &g.ChangedAt)
	return g, err
}

// Listed is a guide in a list, with what its chapters add up to.
type Listed struct {
	Guide
	Chapters int
	Open     int // chapters that are open for comment
	Comments int
}

// Guides reads every guide, the oldest first.
func (s *Store) Guides(ctx context.Context) ([]Listed, error) {
	return db.All(ctx, s.DB, func(r db.Row) (l Listed, err error) {
		err = r.Scan(&l.ID, &l.Slug, &l.Title, &l.Summary, &l.CreatedAt, &l.ChangedAt, &l.Chapters, &l.Open, &l.Comments)
		return l, err
	}, `SELECT g.id, g.slug, g.title, g.summary, g.created_at, g.changed_at, COUNT(c.id),
		COALESCE(SUM(CASE WHEN c.state = 'open' AND COALESCE(t.opens_at, 0) <= ? AND (t.closes_at IS NULL OR t.closes_at > ?) THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(t.contribution_count), 0)
		FROM guides g LEFT JOIN chapters c ON c.guide_id = g.id LEFT JOIN threads t ON t.id = c.thread_id
		GROUP BY g.id ORDER BY g.id LIMIT ?`, s.DB.Clock.Now(), s.DB.Clock.Now(), MaxGuides)
}

// Guide reads a guide by its address, and its chapters in order.
func (s *Store) Guide(ctx context.Context, slug string) (Guide, []Chapter, error) {
	g, err := db.One(ctx, s.DB, scanGuide, guideColumns+" WHERE slug = ?", slug)
	if err != nil {
		return g, nil, err
	}
	chapters, err := s.chapters(ctx, g.ID)
	return g, chapters, err
}

package imports

import (
	"context"
	"errors"
	"fmt"

	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
)

// IntoGuide says where a document goes.
type IntoGuide struct {
	Guide       string // the guide's slug
	CreateGuide string // its title, where it is to be made if it is not there; "" = it must be there
	Level       int    // headings of this level and above begin chapters; 0 keeps the document in one, -1 chooses
}

// Guide brings a document in to a guide: every part of it becomes a chapter with its text as its draft. Nothing is
// published. A chapter of the same title that the guide has already is left as it is, and so are parts without words.
func Guide(ctx context.Context, d *db.DB, m guide.Manuscript, into IntoGuide) (Result, error) {
	if prose.Slug(into.Guide) != into.Guide {
		return Result{}, fmt.Errorf("%q cannot be a guide's short name: use small letters, figures and hyphens", into.Guide)
	}
	outline, err := prose.Outline(ctx, m.Body)
	if err != nil {
		return Result{}, err
	}
	if into.Level < 0 {
		_, into.Level = guide.Levels(outline)
	}
	parts, err := m.Parts(ctx, into.Level)
	if err != nil {
		return Result{}, err
	}
	var chapters []guide.Brought
	for _, p := range parts {
		if p.Words > 0 {
			chapters = append(chapters, guide.Brought{Title: p.Title, Body: p.Body})
		}
	}
	if chapters, err = guide.CheckBrought(chapters); err != nil {
		return Result{}, err
	}
	var result Result
	err = d.Write(ctx, func(tx *db.Tx) error {
		result = Result{Rows: len(chapters)}
		return storeChapters(ctx, tx, chapters, into, &result)
	})
	return result, err
}

func storeChapters(ctx context.Context, tx *db.Tx, chapters []guide.Brought, into IntoGuide, result *Result) error {
	id, err := findGuide(ctx, tx, into)
	if err != nil {
		return err
	}
	titles, err := db.Values[string](ctx, tx, "SELECT title FROM chapters WHERE guide_id = ?", id)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, title := range titles {
		there[title] = true
	}
	for _, c := range chapters {
		if there[c.Title] {
			result.Already++
			continue
		}
		if _, err := guide.AddBrought(tx, id, c, 0); err != nil {
			return err
		}
		result.Added++
	}
	return nil
}

func findGuide(ctx context.Context, tx *db.Tx, into IntoGuide) (int64, error) {
	id, err := db.Value[int64](ctx, tx, "SELECT id FROM guides WHERE slug = ?", into.Guide)
	if !errors.Is(err, db.ErrNotFound) {
		return id, err
	}
	if into.CreateGuide == "" {
		return 0, fmt.Errorf("there is no guide %q; give it a title with --create-guide to have it made", into.Guide)
	}
	details, err := guide.Details{Title: into.CreateGuide}.Check()
	if err != nil {
		return 0, err
	}
	return guide.AddGuide(tx, details, guide.New{Slug: into.Guide})
}

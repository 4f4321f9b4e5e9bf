package guide

import (
	"context"

	"folkmoot/models/db"
)

// RenderProposal renders other Markdown in place of what a comment proposes for a paragraph, without storing it: its whole
// block, as it was stored. Bad input is Invalid under "proposed" where it would not stay one block of its kind;
// ErrNotFound where the comment proposes nothing.
func RenderProposal(ctx context.Context, d *db.DB, contribution int64, source string) (Suggestion, error) {
	var version, block int64
	_, err := db.One(ctx, d, func(r db.Row) (bool, error) { return true, r.Scan(&version, &block) },
		"SELECT version_id, block_id FROM suggestions WHERE contribution_id = ?", contribution)
	if err != nil {
		return Suggestion{}, err
	}
	list, err := blocks(ctx, d, version)
	if err != nil {
		return Suggestion{}, err
	}
	body, err := db.Value[string](ctx, d, "SELECT body_md FROM versions WHERE id = ?", version)
	if err != nil {
		return Suggestion{}, err
	}
	for i, b := range list {
		if b.ID != block {
			continue
		}
		_, fresh, err := reword(ctx, body, list, i, source)
		return Suggestion{Old: b, Source: fresh.Source, HTML: fresh.HTML, Text: fresh.Text}, err
	}
	return Suggestion{}, db.ErrNotFound
}

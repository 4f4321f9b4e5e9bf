package sealed

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/files"
	"folkmoot/models/people"
)

// unsealFiles gives back what was attached, once nothing of the words is sealed any more.
func unsealFiles(tx *db.Tx, contribution int64) error {
	left, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM sealed_words WHERE contribution_id = ? AND why = 'safeguarding'", contribution)
	if err != nil || left > 0 {
		return err
	}
	return files.Unseal(tx, contribution)
}

// filesOut tells whether pictures or documents of a contribution were taken out that moderators may open.
func filesOut(ctx context.Context, q db.Querier, contribution int64) (bool, error) {
	return db.Value[bool](ctx, q, `SELECT EXISTS (SELECT 1 FROM attachments x JOIN files f ON f.id = x.file_id JOIN contributions c ON c.id = x.contribution_id
		WHERE x.contribution_id = ? AND x.covered_at IS NOT NULL AND f.removed_at IS NULL AND c.sealed = 0)`, contribution)
}

// OpenFile gives a picture or document that was taken out of sight to somebody who may read the words that it belonged to.
// Each opening is an entry in the register, in the same transaction. Errors: db.Forbidden, db.Invalid under "purpose",
// db.ErrNotFound where there is none that was taken out.
func OpenFile(ctx context.Context, d *db.DB, a people.Actor, contribution int64, name string, purpose Purpose) (f files.File, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		why, err := whyOf(tx, contribution)
		if err != nil {
			return err
		}
		if !known(why, purpose) {
			return db.Wrong("purpose", "Choose why you need to read it")
		}
		if err := mayReadNow(tx, a, contribution, why); err != nil {
			return err
		}
		out, err := files.Out(tx.Context(), tx, contribution)
		if err != nil {
			return err
		}
		for _, one := range out {
			if one.Name == name {
				f = one.File
				return audit.Append(tx, audit.Entry{
					Actor: a.ID, Act: "sealed.file", Kind: "contribution", Object: contribution, Reason: string(purpose),
					Details: map[string]any{"why": string(why), "file": one.ID},
				})
			}
		}
		return db.ErrNotFound
	})
	return f, err
}

// whyOf is why what was taken out of a contribution is out of sight, and so who may have it.
func whyOf(tx *db.Tx, contribution int64) (Why, error) {
	away, err := db.Value[bool](tx.Context(), tx, "SELECT sealed = 1 FROM contributions WHERE id = ?", contribution)
	if away {
		return Safeguarding, err
	}
	return Cover, err
}

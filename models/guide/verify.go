package guide

import (
	"context"
	"fmt"

	"folkmoot/models/db"
)

// BrokenVersions gives a sentence for each frozen version whose text is no longer the one that was published.
func BrokenVersions(ctx context.Context, q db.Querier) (broken []string, err error) {
	type version struct {
		id           int64
		body, digest string
	}
	versions, err := db.All(ctx, q, func(r db.Row) (v version, err error) {
		err = r.Scan(&v.id, &v.body, &v.digest)
		return v, err
	}, "SELECT id, body_md, digest FROM versions ORDER BY id")
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		blocks, err := db.All(ctx, q, func(r db.Row) (b Block, err error) {
			err = r.Scan(&b.Number, &b.Kind, &b.Level, &b.Source, &b.Text)
			return b, err
		}, "SELECT number, kind, level, source, text FROM version_blocks WHERE version_id = ? ORDER BY position", v.id)
		if err != nil {
			return nil, err
		}
		if Digest(v.body, blocks) != v.digest {
			broken = append(broken, fmt.Sprintf("the text of version %d is not the one that was published", v.id))
		}
	}
	return broken, nil
}

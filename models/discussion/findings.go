package discussion

import (
	"context"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/prose/alike"
	"folkmoot/models/watch"
)

// Noted is a finding as it is kept, for moderators alone.
type Noted struct {
	Finding
	ID       int64
	Revision int      // of the contribution in which it was found
	Open     bool     // nobody has decided since
	Watched  string   // the watched words, as the place wrote them down; "" for findings of other kinds
	Note     string   // what the place noted about those words
	Own      [][2]int // of a copy: what it says beyond the other, as bytes of its Markdown
	At       clock.Instant
}

// FindingsOf reads what was noticed in some contributions, in the order in which it was, in one query.
func FindingsOf(ctx context.Context, q db.Querier, ids []int64) (map[int64][]Noted, error) {
	found := map[int64][]Noted{}
	if len(ids) == 0 {
		return found, nil
	}
	err := db.Each(ctx, q, func(r db.Row) error {
		var contribution int64
		var n Noted
		var text, other string
		err := r.Scan(&n.ID, &contribution, &n.Revision, &n.Kind, &n.Hold, &n.Reason, &n.What, &n.Start, &n.End, &n.Other, &n.Open, &n.At, &n.Watched, &n.Note, &text, &other)
		if n.Other != 0 && other != "" {
			n.Own = alike.Own(text, other)
		}
		if n.Kind == "words" && n.Watched == "" {
			number, _ := strconv.ParseInt(n.What, 10, 64)
			brought, _ := watch.Shipped(number)
			n.Watched, n.Note = brought.Words, brought.Note
		}
		found[contribution] = append(found[contribution], n)
		return err
	}, `SELECT f.id, f.contribution_id, f.revision, f.kind, f.act = 'hold', f.reason, f.what, COALESCE(f.words_start, 0), COALESCE(f.words_end, 0),
		COALESCE(f.other_id, 0), f.open = 1, f.created_at, COALESCE(w.words, ''), COALESCE(w.note, ''),
		CASE WHEN o.id IS NULL THEN '' ELSE c.body_md END, COALESCE(o.body_md, '')
		FROM findings f LEFT JOIN watched_words w ON w.id = CAST(CASE WHEN f.kind = 'words' THEN f.what ELSE '0' END AS BIGINT)
		JOIN contributions c ON c.id = f.contribution_id LEFT JOIN contributions o ON o.id = f.other_id AND o.state = 'published'
		WHERE f.contribution_id IN `+db.In(len(ids))+" ORDER BY f.id", db.Args(ids)...)
	return found, err
}

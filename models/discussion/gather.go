package discussion

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Said is a contribution with where it was said, for pages that gather from many threads.
type Said struct {
	Contribution
	Thread  Thread // its ID, Kind, Slug, Title and GroupID
	Chapter string // address of the chapter it is on, as "guide/chapter"; empty in a discussion
}

// Gather reads contributions by their ids, in the order of the ids; those that the actor may not see are left out.
func Gather(ctx context.Context, q db.Querier, a people.Actor, ids []int64) ([]Said, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	seen, args := a.Sees("c", "t")
	found := make(map[int64]Said, len(ids))
	err := db.Each(ctx, q, func(r db.Row) error {
		var s Said
		err := r.Scan(&s.ID, &s.ThreadID, &s.Seq, &s.Kind, &s.AuthorID, &s.Author, &s.Who, &s.Channel, &s.Evidence, &s.Language,
			&s.Body, &s.HTML, &s.State, &s.Revision, &s.EditedAt, &s.Agrees, &s.Disagrees, &s.Passes, &s.CreatedAt,
			&s.Thread.Kind, &s.Thread.Slug, &s.Thread.Title, &s.Thread.GroupID, &s.Chapter)
		s.Thread.ID = s.ThreadID
		found[s.ID] = s
		return err
	}, `SELECT c.id, c.thread_id, c.seq, c.kind, c.author_id, p.public_name, c.who, c.channel, c.evidence, c.language,
		c.body_md, c.body_html, c.state, c.revision, COALESCE(c.edited_at, 0), c.agrees, c.disagrees, c.passes, c.created_at,
		t.kind, t.slug, t.title, COALESCE(t.group_id, 0), COALESCE(g.slug || '/' || ch.slug, '')
		FROM contributions c JOIN threads t ON t.id = c.thread_id JOIN people p ON p.id = c.author_id
		LEFT JOIN chapters ch ON ch.thread_id = t.id LEFT JOIN guides g ON g.id = ch.guide_id
		WHERE c.id IN `+db.In(len(ids))+" AND "+seen, append(db.Args(ids), args...)...)
	if err != nil {
		return nil, err
	}
	list := make([]Said, 0, len(found))
	for _, id := range ids {
		if s, ok := found[id]; ok {
			list = append(list, s)
		}
	}
	return list, nil
}

package consultation

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// mostQuestions bounds how many questions are read at once.
const mostQuestions = 100

// Questions reads the discussions that were made questions of the place and that everybody may see, the oldest first:
// all of them, or those of one group. A group is given by its address; "" is all.
func (s *Store) Questions(ctx context.Context, group string) ([]discussion.Thread, error) {
	seen, args := people.Visitor.SeesThreads("t")
	if group != "" {
		seen += " AND t.group_id IN (SELECT id FROM groups WHERE slug = ?)"
		args = append(args, group)
	}
	ids, err := db.Values[int64](ctx, s.DB, `SELECT t.id FROM consultations q JOIN threads t ON t.id = q.thread_id
		WHERE q.opened_at IS NOT NULL AND t.kind = 'discussion' AND t.listed = 1 AND `+seen+" ORDER BY t.id LIMIT ?", append(args, mostQuestions)...)
	if err != nil {
		return nil, err
	}
	var list []discussion.Thread
	for _, id := range ids {
		t, err := discussion.FindThread(ctx, s.DB, id)
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}

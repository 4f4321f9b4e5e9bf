package discussion

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// practiceOnPage is how many practice examples stand on a page.
const practiceOnPage = 20

// PracticeOf reads a page of what somebody told of their practice and the actor may see, the newest first. After is where the
// page before ended; next is empty on the last page.
func (s *Store) PracticeOf(ctx context.Context, a people.Actor, person int64, after string) (list []Said, next string, err error) {
	before := int64(1) << 62
	if err := db.DecodeCursor(after, &before); err != nil {
		return nil, "", err
	}
	seen, args := a.Sees("c", "t")
	ids, err := db.Values[int64](ctx, s.DB, `SELECT c.id FROM contributions c JOIN threads t ON t.id = c.thread_id
		WHERE c.author_id = ? AND c.evidence = 'practice' AND c.id < ? AND `+seen+" ORDER BY c.id DESC LIMIT ?",
		append(append([]any{person, before}, args...), practiceOnPage+1)...)
	if err != nil {
		return nil, "", err
	}
	if len(ids) > practiceOnPage {
		ids = ids[:practiceOnPage]
		next = db.EncodeCursor(ids[practiceOnPage-1])
	}
	list, err = Gather(ctx, s.DB, a, ids)
	return list, next, err
}

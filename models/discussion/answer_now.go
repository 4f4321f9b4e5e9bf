package discussion

import (
	"context"
	"errors"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Now gives an answer as it would have to be posted now, where what it answers, or the whole discussion, was moved while
// it was written: under the discussion that it stands in, and as an answer of its own where what it answers is not to be
// seen any more. The thread is that discussion; db.ErrNotFound where the actor may not see it.
func (s *Store) Now(ctx context.Context, a people.Actor, answer Answer) (Answer, Thread, error) {
	if answer.ParentID != 0 {
		_, t, err := s.Find(ctx, a, answer.ParentID)
		switch {
		case err == nil && t.Kind == InGroup:
			answer.ThreadID = t.ID
			return answer, t, nil
		case err != nil && !errors.Is(err, db.ErrNotFound):
			return answer, Thread{}, err
		}
		answer.ParentID = 0
	}
	t, err := s.Thread(ctx, a, answer.ThreadID)
	if err == nil && t.MergedInto != 0 {
		t, err = s.Thread(ctx, a, t.MergedInto)
	}
	if err == nil && t.Kind != InGroup {
		err = db.ErrNotFound
	}
	answer.ThreadID = t.ID
	return answer, t, err
}

package discussion

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// Merge takes everything that was said in one discussion into another. The first leads on to the second from then on,
// and is closed and in no list. Readers says that whoever does it knows that others can read it there. Errors are those
// of MayMoveTo; Invalid under "to" where the first is a question with terms of its own, or holds more than MaxMoved
// messages; ErrConflict where somebody merged it at the same time.
func (s *Store) Merge(ctx context.Context, a people.Actor, key db.Key, from, to int64, readers bool) error {
	if to == 0 {
		return db.Wrong("to", "Choose the discussion that this goes into")
	}
	book, err := rules.Load(ctx, s.DB)
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		source, target, err := bothLocked(tx, from, to)
		if err != nil {
			return 0, err
		}
		if source.MergedInto != 0 {
			return 0, db.ErrConflict
		}
		if err := MayMoveTo(a, source, target, readers); err != nil {
			return 0, err
		}
		set, err := everything(tx, source)
		if err != nil {
			return 0, err
		}
		if err := (relocation{actor: a, book: book, reason: book.Reason(rules.Merged), from: source, to: target, set: set, whole: true}).carryOut(tx); err != nil {
			return 0, err
		}
		was, err := lead(tx, source, target)
		if err != nil {
			return 0, err
		}
		return to, keepLed(tx, source.ID, was)
	})
	return err
}

// MergedAway is the title of a discussion whose words were taken into another.
const MergedAway = "A discussion that was taken into another"

// everything reads and holds all that was said in a locked discussion, in the order in which it was said.
func everything(tx *db.Tx, from Thread) ([]Contribution, error) {
	asked, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM consultations WHERE thread_id = ?", from.ID)
	if err != nil {
		return nil, err
	}
	if asked > 0 {
		return nil, db.Wrong("to", "This is a question with terms of its own, which people rely on, so it cannot go into another. You can move single messages")
	}
	set, err := db.All(tx.Context(), tx, scanChosen, "SELECT "+standingColumns+" FROM contributions c WHERE c.thread_id = ? ORDER BY c.seq LIMIT ?", from.ID, MaxMoved+1)
	switch {
	case err != nil:
		return nil, err
	case len(set) > MaxMoved:
		return nil, db.Wrong("to", "More than %d things were said here, which is too many at once. Move them in parts first", MaxMoved)
	case len(set) == 0:
		return nil, db.ErrConflict
	}
	return set, held(tx, set)
}

// lead makes an emptied discussion lead on to the one that took it in, with everything that led to it, and gives what it
// changed.
func lead(tx *db.Tx, from, to Thread) (led, error) {
	was := led{Closed: from.Closed}
	for _, change := range []struct {
		query string
		rows  *[]int64
	}{
		{"UPDATE threads SET merged_into = ? WHERE merged_into = ? RETURNING id", &was.Merged},
		{"UPDATE moves SET to_thread = ? WHERE to_thread = ? RETURNING id", &was.Markers},
		{"UPDATE evidence_calls SET thread_id = ? WHERE thread_id = ? RETURNING id", &was.Evidence},
		{"UPDATE issue_calls SET thread_id = ? WHERE thread_id = ? RETURNING id", &was.Issues},
		{"UPDATE fates SET to_thread_id = ? WHERE to_thread_id = ? RETURNING id", &was.Fates},
	} {
		var err error
		if *change.rows, err = db.Values[int64](tx.Context(), tx, change.query, to.ID, from.ID); err != nil {
			return was, err
		}
	}
	if _, err := tx.Exec("DELETE FROM moves WHERE thread_id = ? AND to_thread = ?", to.ID, to.ID); err != nil {
		return was, err
	}
	// Its title is its first writer's words. It stands nowhere any more, whatever becomes of them.
	if _, err := tx.Exec(`UPDATE threads SET merged_into = ?, state = 'closed', listed = 0, opening_id = NULL,
		kept_title = COALESCE(kept_title, title), title = ?, slug = ? WHERE id = ?`, to.ID, MergedAway, ThreadSlug(MergedAway), from.ID); err != nil {
		return was, err
	}
	if err := notify.FollowAlong(tx, from.ID, to.ID); err != nil {
		return was, err
	}
	return was, readAlong(tx, from.ID)
}

// readAlong ends the notices of answers that could not go along, since their person has one of the other discussion.
func readAlong(tx *db.Tx, from int64) error {
	of, err := db.Values[int64](tx.Context(), tx, "UPDATE notices SET read_at = ? WHERE kind IN ('reply', 'followed') AND read_at IS NULL AND thread_id = ? RETURNING person_id", tx.Now(), from)
	if err != nil {
		return err
	}
	for _, person := range of {
		tx.Touch(db.TopicPerson(person))
		if _, err := tx.Exec("UPDATE people SET unread_notices = unread_notices - 1 WHERE id = ?", person); err != nil {
			return err
		}
	}
	return nil
}

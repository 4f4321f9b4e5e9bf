package safeguarding

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/watch"
)

// MostUnopened is how many concerns from readers without an account, or whose words were never published here, can be
// sealed while no lead has opened any of them, and how many from any one person with an account.
const MostUnopened = 5

// maySeal tells whether words go out of sight at once. What a moderator passes on and what the program notices does.
// What a reader reports does not always, for then one person could empty a discussion by reporting all of it, or take out
// what they do not like. Wherever this says no, the leads are told all the same, the report comes first in the
// moderators' queue, and either of them takes the words out with one press.
//
//   - What a lead gave back just as it stands stays, whoever reports it.
//   - Words in which the program sees a risk too go at once: no flood of other reports keeps such words on the page.
//   - What somebody known here reports goes, while few that they reported wait for a lead.
//   - What a stranger reports goes while few wait that strangers reported, and none by the same writer; but not where
//     several such reports came from one network lately, and not a whole discussion in which others have spoken.
func (n raised) maySeal(tx *db.Tx, was standing) (bool, error) {
	if n.how != Reported {
		return true, nil
	}
	back, err := db.Value[int](tx.Context(), tx, `SELECT COUNT(*) FROM concerns c JOIN concern_steps s ON s.concern_id = c.id JOIN contributions x ON x.id = c.contribution_id
		WHERE c.contribution_id = ? AND s.step = 'given-back' AND s.at >= COALESCE(x.edited_at, 0)`, n.from)
	if err != nil || back > 0 {
		return false, err
	}
	if kind, _ := watch.AtRisk(was.body); kind != "" {
		return true, nil
	}
	// Reports that come side by side are counted one after another: each waits here until the one before it is stored.
	if _, err := tx.Exec("UPDATE safeguarding_leads SET duty = duty WHERE person_id = (SELECT MIN(person_id) FROM safeguarding_leads)"); err != nil {
		return false, err
	}
	if n.stranger {
		return n.strangerMaySeal(tx, was)
	}
	waiting, err := db.Value[int](tx.Context(), tx, `SELECT COUNT(*) FROM concerns WHERE how = 'report' AND raised_by = ?
		AND sealed_id IS NOT NULL AND closed_at IS NULL AND opened_at IS NULL`, n.by)
	return waiting < MostUnopened, err
}

// strangerMaySeal is maySeal for what somebody reports of whom nothing is known.
func (n raised) strangerMaySeal(tx *db.Tx, was standing) (bool, error) {
	if n.doubted {
		return false, nil
	}
	var waiting, ofWriter int
	err := tx.QueryRow(tx.Context(), `SELECT COUNT(*), COALESCE(SUM(CASE WHEN c.person_id = ? THEN 1 ELSE 0 END), 0) FROM concerns c LEFT JOIN people p ON p.id = c.raised_by
		WHERE c.how = 'report' AND c.sealed_id IS NOT NULL AND c.closed_at IS NULL AND c.opened_at IS NULL AND COALESCE(p.published_count, 0) = 0`, was.author).
		Scan(&waiting, &ofWriter)
	if err != nil || waiting >= MostUnopened || ofWriter > 0 || !was.opening {
		return err == nil && waiting < MostUnopened && ofWriter == 0, err
	}
	spoken, err := db.Value[bool](tx.Context(), tx, `SELECT EXISTS (SELECT 1 FROM contributions o JOIN contributions k ON k.thread_id = o.thread_id
		WHERE o.id = ? AND k.state = 'published' AND k.author_id <> o.author_id)`, n.from)
	return !spoken, err
}

// Raised tells whether a concern about a contribution is open.
func (s *Store) Raised(ctx context.Context, contribution int64) (bool, error) {
	return db.Value[bool](ctx, s.DB, "SELECT EXISTS (SELECT 1 FROM concerns WHERE contribution_id = ? AND closed_at IS NULL)", contribution)
}

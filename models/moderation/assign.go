package moderation

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/people"
)

// CasePath is the path of a contribution's page for moderators.
func CasePath(contribution int64) string {
	return "/moderation/contributions/" + number(int(contribution))
}

// Assign gives a case to a moderator, who is told, or with 0 to nobody. Only to a moderator who may decide about it:
// anything else is Invalid under "to". Forbidden to who wrote or typed in the words themselves. ErrNotFound where the case does not wait any more.
func (s *Store) Assign(ctx context.Context, a people.Actor, key db.Key, contribution, to int64) error {
	if err := MayModerate(a); err != nil {
		return err
	}
	_, err := s.command(ctx, a, key, func(tx *db.Tx) (int64, error) {
		before, err := db.Value[int64](tx.Context(), tx, `UPDATE cases SET contribution_id = contribution_id WHERE contribution_id = ?
			RETURNING COALESCE(assigned_to, 0)`, contribution)
		if err != nil {
			return contribution, err
		}
		if err := notOwn(tx, a, contribution); err != nil || before == to {
			return contribution, err
		}
		if to != 0 {
			if err := mayBeGiven(tx, contribution, to, "to"); err != nil {
				return 0, err
			}
		}
		if _, err := tx.Exec("UPDATE cases SET assigned_to = ? WHERE contribution_id = ?", db.Null(to), contribution); err != nil {
			return 0, err
		}
		if to != 0 && to != a.ID {
			if _, err := notify.Tell(tx, notify.Notice{
				Person: to, Kind: notify.Asked, Contribution: contribution,
				Words: "A moderator asks you to decide about something that waits in the queue.", Link: CasePath(contribution),
			}, true); err != nil {
				return 0, err
			}
		}
		return contribution, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "moderation.assign", Kind: "contribution", Object: contribution, Details: map[string]any{"before": before, "to": to},
		})
	})
	return err
}

// mayBeGiven tells whether a moderator can be asked about a contribution, and if not, why: Invalid under a field.
func mayBeGiven(tx *db.Tx, contribution, to int64, field string) error {
	moderates, own := false, false
	err := tx.QueryRow(tx.Context(), `SELECT EXISTS (SELECT 1 FROM people WHERE id = ? AND role IN ('moderator', 'administrator') AND state = 'active'),
		EXISTS (SELECT 1 FROM contributions c WHERE c.id = ? AND (c.author_id = ? OR c.recorder_id = ?))
		OR EXISTS (SELECT 1 FROM reports r WHERE r.contribution_id = ? AND r.state = 'open' AND r.reporter_id = ?)`,
		to, contribution, to, to, contribution, to).Scan(&moderates, &own)
	switch {
	case err != nil:
		return err
	case !moderates:
		return db.Wrong(field, "Choose a moderator")
	case own:
		return db.Wrong(field, "They wrote, typed in or reported this themselves. Choose another moderator")
	}
	return nil
}

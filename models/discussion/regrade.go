package discussion

import (
	"folkmoot/models/db"
	"folkmoot/models/rules"
)

// worries are the reasons for which the case k waits: of its reports, of what was found in it, and of its being held.
const worries = `(SELECT r.reason FROM reports r WHERE r.contribution_id = k.contribution_id AND r.state = 'open'
	UNION ALL SELECT f.reason FROM findings f WHERE f.contribution_id = k.contribution_id AND f.open = 1
	UNION ALL SELECT c.state_reason FROM contributions c WHERE c.id = k.contribution_id AND c.state = 'held') w`

// Regrade brings the moderators' queue in step with a reason that became grave, or is grave no more, inside the command
// that changed it. Most of what waits has that one reason alone and is moved at once; what waits for another reason too
// is put together afresh.
func Regrade(tx *db.Tx, reason string) error {
	book, err := rules.Load(tx.Context(), tx)
	if err != nil {
		return err
	}
	several, err := db.Values[int64](tx.Context(), tx, `SELECT k.contribution_id FROM cases k WHERE k.rank <> ?
		AND EXISTS (SELECT 1 FROM `+worries+` WHERE w.reason = ?) AND EXISTS (SELECT 1 FROM `+worries+` WHERE w.reason <> ?)`,
		RankAsked, reason, reason)
	if err != nil {
		return err
	}
	for _, id := range several {
		if err := requeue(tx, book, id); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE cases AS k SET rank = ? WHERE k.reason = ? AND k.rank <> ? AND NOT EXISTS (SELECT 1 FROM `+worries+` WHERE w.reason <> k.reason)`,
		rankOf(book, reason), reason, RankAsked)
	return err
}

package notify

import (
	"folkmoot/models/db"
	"folkmoot/models/queue"
)

// FatePath is the path of the page that tells what became of a contribution.
func FatePath(contribution int64) string { return Permalink(contribution) + "/fate" }

// Fated tells the writer of a contribution, inside the command that decides, what became of it. Those without a working
// account are not told, nor those who may not see the contribution. It is mailed to those who want mails about answers
// and whose address is known to be theirs, at most MailsADay with those about answers.
func Fated(tx *db.Tx, n Notice) error {
	n.Kind = Fate
	active, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM people WHERE id = ? AND state = 'active'", n.Person)
	if err != nil || len(active) == 0 {
		return err
	}
	a, err := reader(tx.Context(), tx, n.Person)
	if err != nil {
		return err
	}
	if _, visible, err := where(tx.Context(), tx, a, n.Contribution); err != nil || !visible {
		return err
	}
	id, err := Tell(tx, n, false)
	if err != nil {
		return err
	}
	now := tx.Now()
	mail, err := tx.Exec(`UPDATE notices SET mail_at = ? WHERE id = ?
		AND EXISTS (SELECT 1 FROM people p WHERE p.id = notices.person_id AND p.mail_answers = 1 AND p.email IS NOT NULL AND p.email_verified_at IS NOT NULL)
		AND (SELECT COUNT(*) FROM notices m WHERE m.person_id = ? AND m.mail_at > ?) < ?`, now, id, n.Person, now-mailsCounting, MailsADay)
	if err != nil || mail == 0 {
		return err
	}
	return queue.Enqueue(tx, JobMail, Mailing{Notice: id})
}

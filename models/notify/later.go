package notify

import (
	"context"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/queue"
)

// TellMailing adds a notice inside the command that is its cause, as Tell does, and mails it at a moment: what tells
// of something that can be undone for a while goes out after that.
func TellMailing(tx *db.Tx, n Notice, at clock.Instant) (int64, error) {
	id, err := Tell(tx, n, false)
	if err != nil {
		return 0, err
	}
	return id, send(tx, n, id, at)
}

func mailKey(notice int64) string { return "notice-" + strconv.FormatInt(notice, 10) }

// Untell takes notices back inside the command that undoes their cause, with the mails that wait for them. A mail that
// is being put together at that moment finds nothing to send.
func Untell(tx *db.Tx, notices []int64) error {
	for _, id := range notices {
		var person int64
		var unread int
		err := db.Each(tx.Context(), tx, func(r db.Row) error { return r.Scan(&person, &unread) },
			"DELETE FROM notices WHERE id = ? RETURNING person_id, CASE WHEN read_at IS NULL THEN 1 ELSE 0 END", id)
		if err != nil {
			return err
		}
		if person == 0 {
			continue
		}
		tx.Touch(db.TopicPerson(person))
		if _, err := tx.Exec("UPDATE people SET unread_notices = unread_notices - ? WHERE id = ?", unread, person); err != nil {
			return err
		}
		if _, err := tx.Exec("DELETE FROM jobs WHERE unique_key = ?", mailKey(id)); err != nil {
			return err
		}
	}
	return nil
}

// MailLater lets the mail of a notice wait until a moment. Doing it twice lets it wait once.
func (s *Store) MailLater(ctx context.Context, job Mailing, until clock.Instant) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		key := "quiet-" + strconv.FormatInt(job.Notice, 10) + "-" + strconv.FormatInt(job.Answer, 10) + "-" + strconv.FormatInt(int64(until), 10)
		return queue.EnqueueAt(tx, JobMail, key, until, job)
	})
}

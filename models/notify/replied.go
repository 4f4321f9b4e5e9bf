package notify

import (
	"folkmoot/models/db"
	"folkmoot/models/queue"
)

// Bounds on mails that tell of answers, so that nobody is flooded, however much is said.
const (
	MailsADay     = 10                  // to one person, about all threads together
	mailsApart    = 60 * 60 * 1000      // ms between two about the same thread
	mailsUnread   = 24 * 60 * 60 * 1000 // ms between two of the same notice, while it stays unread
	mailsCounting = 24 * 60 * 60 * 1000 // ms within which MailsADay are counted
)

// Replied tells the writer of a contribution, inside the command that publishes an answer, that somebody answered.
// Nobody is told of an answer of their own or one that they typed in, nor of what they may not see; those without a
// working account are not told at all. Answers in one thread are one notice, with their number, until it is read. It
// is mailed to those who want that and whose address is known to be theirs, within the bounds above.
func Replied(tx *db.Tx, answered, answer int64) error {
	var person, thread int64
	err := db.Each(tx.Context(), tx, func(r db.Row) error { return r.Scan(&person, &thread) },
		`SELECT p.id, n.thread_id FROM contributions c JOIN people p ON p.id = c.author_id JOIN contributions n ON n.id = ?
		WHERE c.id = ? AND p.state = 'active' AND p.id <> n.author_id AND p.id <> COALESCE(n.recorder_id, 0)`, answer, answered)
	if err != nil || person == 0 {
		return err
	}
	a, err := reader(tx.Context(), tx, person)
	if err != nil {
		return err
	}
	if _, visible, err := where(tx.Context(), tx, a, answer); err != nil || !visible {
		return err
	}
	id, err := tellOfAnswer(tx, person, thread, answer)
	if err != nil {
		return err
	}
	mail, err := mayMail(tx, id, person, thread)
	if err != nil || !mail {
		return err
	}
	return queue.Enqueue(tx, JobMail, Mailing{Notice: id, Answer: answer})
}

// tellOfAnswer begins a notice of answers in a thread, or counts one more in that which is unread still.
func tellOfAnswer(tx *db.Tx, person, thread, answer int64) (id int64, err error) {
	answers := 0
	err = tx.QueryRow(tx.Context(), `INSERT INTO notices (person_id, kind, contribution_id, thread_id, words, link, answers, created_at)
		VALUES (?, 'reply', ?, ?, 'Somebody answered what you wrote.', ?, 1, ?)
		ON CONFLICT (person_id, thread_id) WHERE kind = 'reply' AND read_at IS NULL DO UPDATE SET answers = notices.answers + 1,
		contribution_id = excluded.contribution_id, link = excluded.link,
		words = 'What you wrote was answered ' || (notices.answers + 1) || ' times. This leads to the newest answer.'
		RETURNING id, answers`, person, answer, thread, Permalink(answer), tx.Now()).Scan(&id, &answers)
	if err != nil {
		return 0, err
	}
	tx.Touch(db.TopicPerson(person))
	if answers == 1 {
		_, err = tx.Exec("UPDATE people SET unread_notices = unread_notices + 1 WHERE id = ?", person)
	}
	return id, err
}

// mayMail tells whether a notice of answers may be mailed now, and if so notes that it is.
func mayMail(tx *db.Tx, notice, person, thread int64) (bool, error) {
	now := tx.Now()
	n, err := tx.Exec(`UPDATE notices SET mail_at = ? WHERE id = ? AND (mail_at IS NULL OR mail_at <= ?)
		AND EXISTS (SELECT 1 FROM people p WHERE p.id = notices.person_id AND p.mail_answers = 1 AND p.email IS NOT NULL AND p.email_verified_at IS NOT NULL)
		AND NOT EXISTS (SELECT 1 FROM notices m WHERE m.person_id = ? AND m.thread_id = ? AND m.mail_at > ?)
		AND (SELECT COUNT(*) FROM notices m WHERE m.person_id = ? AND m.mail_at > ?) < ?`,
		now, notice, now-mailsUnread, person, thread, now-mailsApart, person, now-mailsCounting, MailsADay)
	return n > 0, err
}

// Seen marks the notice of answers in a thread as read, where the newest of them stands no later in the thread than
// the person has read.
func Seen(tx *db.Tx, person, thread, seq int64) error {
	n, err := tx.Exec(`UPDATE notices SET read_at = ? WHERE person_id = ? AND thread_id = ? AND kind = 'reply' AND read_at IS NULL
		AND EXISTS (SELECT 1 FROM contributions c WHERE c.id = notices.contribution_id AND c.seq <= ?)`, tx.Now(), person, thread, seq)
	if err != nil || n == 0 {
		return err
	}
	tx.Touch(db.TopicPerson(person))
	_, err = tx.Exec("UPDATE people SET unread_notices = unread_notices - ? WHERE id = ?", n, person)
	return err
}

package notify

import (
	"folkmoot/models/db"
	"folkmoot/models/queue"
)

// Bounds on mails at once, so that nobody is flooded, however much is said. What is more goes into the daily round-up.
const (
	MailsADay     = 10                  // to one person, about all threads together
	mailsApart    = 60 * 60 * 1000      // ms between two about the same thread
	mailsUnread   = 24 * 60 * 60 * 1000 // ms between two of the same notice, while it stays unread
	mailsCounting = 24 * 60 * 60 * 1000 // ms within which MailsADay are counted
)

// told is a notice that was just made, or that has one thing more to tell of, and how its person wants to hear of it.
type told struct {
	notice, person int64
	how            How
}

// deliver sends notices on their way, inside the command that made them: as mails at once, within the bounds, or into
// the next round-up. newest is the contribution that they tell of; 0 for none. It takes the same number of statements
// however many there are.
func deliver(tx *db.Tx, list []told, newest int64) error {
	var now []int64
	later := map[How][]int64{}
	for _, t := range list {
		switch t.how {
		case Now:
			now = append(now, t.notice)
		case Daily, Weekly:
			later[t.how] = append(later[t.how], t.notice)
		}
	}
	over, err := mailAtOnce(tx, now, newest)
	if err != nil {
		return err
	}
	if err := roundUp(tx, Daily, over, " AND NOT EXISTS (SELECT 1 FROM tellings l WHERE l.person_id = p.id AND l.about = 'rest' AND l.how = 'site')"); err != nil {
		return err
	}
	for _, how := range []How{Daily, Weekly} {
		if err := roundUp(tx, how, later[how], ""); err != nil {
			return err
		}
	}
	return nil
}

// mailAtOnce enqueues the mails for those notices that may be mailed now, and gives the others.
func mailAtOnce(tx *db.Tx, notices []int64, newest int64) (others []int64, err error) {
	if len(notices) == 0 {
		return nil, nil
	}
	at := tx.Now()
	// Whose a notice is and what they were mailed lately is looked up for each by itself: joined, PostgreSQL would go through
	// everybody, or everybody's notices about the thread, for a batch of a few.
	mailed, err := db.Values[int64](tx.Context(), tx, `UPDATE notices SET how = 'now', mail_at = ?, mailed = answers WHERE id IN `+db.In(len(notices))+`
		AND (mail_at IS NULL OR mail_at <= ?)
		AND (SELECT p.id FROM people p WHERE p.id = notices.person_id AND `+mailable+`) IS NOT NULL
		AND (SELECT CASE WHEN COUNT(*) >= ? OR MAX(CASE WHEN m.thread_id = notices.thread_id THEN m.mail_at ELSE 0 END) > ? THEN 0 ELSE 1 END
			FROM notices m WHERE m.person_id = notices.person_id AND m.mail_at > ?) = 1 RETURNING id`,
		append(db.Args(notices, at), at-mailsUnread, MailsADay, at-mailsApart, at-mailsCounting)...)
	if err != nil {
		return nil, err
	}
	went, payloads := map[int64]bool{}, make([]any, len(mailed))
	for i, id := range mailed {
		went[id], payloads[i] = true, Mailing{Notice: id, Answer: newest}
	}
	for _, id := range notices {
		if !went[id] {
			others = append(others, id)
		}
	}
	return others, queue.EnqueueAll(tx, JobMail, payloads)
}

// roundUp puts notices into their people's next round-up, where those can have one and the further condition holds.
func roundUp(tx *db.Tx, how How, notices []int64, further string) error {
	if len(notices) == 0 {
		return nil
	}
	_, err := tx.Exec(`UPDATE notices SET how = ?, digested_at = NULL WHERE id IN `+db.In(len(notices))+`
		AND (SELECT p.id FROM people p WHERE p.id = notices.person_id AND `+mailable+further+`) IS NOT NULL`, db.Args(notices, any(how))...)
	if err != nil {
		return err
	}
	// When it is due is worked out by the worker, which knows the place's time zone. A row that is there is locked, so that
	// its round-up is not begun before this is committed.
	_, err = tx.Exec(`INSERT INTO digests (person_id, how, due_at) SELECT DISTINCT n.person_id, n.how, 0 FROM notices n WHERE n.id IN `+db.In(len(notices))+`
		AND n.how = ? AND n.digested_at IS NULL ORDER BY 1 ON CONFLICT (person_id, how) DO UPDATE SET due_at = digests.due_at`, append(db.Args(notices), how)...)
	return err
}

package notify

import (
	"strconv"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/say"
)

// Replied tells the writer of a contribution, inside the command that publishes an answer, that somebody answered.
// Nobody is told of an answer of their own or one that they typed in, nor of what they may not see; those without a
// working account are not told at all. Answers in one thread are one notice, with their number, until it is read. It
// is mailed as they chose, within the bounds on mails at once. A thread that they muted is silent.
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
	if w, err := where(tx.Context(), tx, a, answer); err != nil || !w.visible {
		return err
	}
	how, err := wishInThread(tx, person, thread)
	if err != nil || how == Off {
		return err
	}
	id, err := tellOfAnswer(tx, person, thread, answer)
	if err != nil {
		return err
	}
	return deliver(tx, []told{{notice: id, person: person, how: how}}, answer)
}

// wishInThread gives how somebody wants to hear of answers in a thread: not at all where they muted it.
func wishInThread(tx *db.Tx, person, thread int64) (How, error) {
	muted, err := db.Value[bool](tx.Context(), tx, "SELECT EXISTS (SELECT 1 FROM follows WHERE person_id = ? AND kind = 'thread' AND object_id = ? AND how = 'off')", person, thread)
	if err != nil || muted {
		return Off, err
	}
	return wish(tx.Context(), tx, person, Answers)
}

// countMark is a number that stands where the database puts the number of answers.
const countMark = 8675309

// tellOfAnswer begins a notice of answers in a thread, or counts one more in that which is unread still.
func tellOfAnswer(tx *db.Tx, person, thread, answer int64) (id int64, err error) {
	answers := 0
	// The second text is say.N(n, …) with its number put in by the database.
	again := strings.Split(string(say.N(countMark, "Somebody answered what you wrote.", "What you wrote was answered %d times. This leads to the newest answer.")), strconv.Itoa(countMark))
	err = tx.QueryRow(tx.Context(), `INSERT INTO notices (person_id, kind, contribution_id, thread_id, words, link, answers, created_at)
		VALUES (?, 'reply', ?, ?, ?, ?, 1, ?)
		ON CONFLICT (person_id, thread_id) WHERE kind = 'reply' AND read_at IS NULL DO UPDATE SET answers = notices.answers + 1,
		contribution_id = excluded.contribution_id, link = excluded.link,
		words = ? || CAST(notices.answers + 1 AS TEXT) || ?
		RETURNING id, answers`, person, answer, thread, say.Text("Somebody answered what you wrote."), Permalink(answer), tx.Now(), again[0], again[1]).Scan(&id, &answers)
	if err != nil {
		return 0, err
	}
	tx.Touch(db.TopicPerson(person))
	if answers == 1 {
		_, err = tx.Exec("UPDATE people SET unread_notices = unread_notices + 1 WHERE id = ?", person)
	}
	return id, err
}

// Seen marks the notices of what is new in a thread as read, where the person was shown the newest of it. What they were
// shown is told by its place in the thread.
func Seen(tx *db.Tx, person, thread int64, shown func(seq int64) bool) error {
	var seen []int64
	err := db.Each(tx.Context(), tx, func(r db.Row) error {
		var id, seq int64
		err := r.Scan(&id, &seq)
		if shown(seq) {
			seen = append(seen, id)
		}
		return err
	}, `SELECT n.id, c.seq FROM notices n JOIN contributions c ON c.id = n.contribution_id
		WHERE n.person_id = ? AND n.read_at IS NULL AND n.kind IN ('reply', 'followed', 'mention') AND c.thread_id = ?`, person, thread)
	if err != nil || len(seen) == 0 {
		return err
	}
	return read(tx, person, " AND id IN "+db.In(len(seen)), db.Args(seen)...)
}

package people

import (
	"context"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/say"
)

// Notice is something that a person is told on the site.
type Notice struct {
	ID        int64
	Kind      string
	Words     say.Text
	Link      string // a path of this site; may be empty
	Appeal    string // the path where the person can ask for another look at what it tells; empty where there is nothing
	CreatedAt clock.Instant
	Read      bool
}

// Tell adds a notice for a person in the transaction of its cause and gives its id. contribution may be 0.
func Tell(tx *db.Tx, person int64, kind string, contribution int64, words say.Text, link string) (id int64, err error) {
	id, err = tx.Insert(`INSERT INTO notices (person_id, kind, contribution_id, words, link, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
		person, kind, db.Null(contribution), words, link, tx.Now())
	if err != nil {
		return 0, err
	}
	tx.Touch(db.TopicPerson(person))
	_, err = tx.Exec("UPDATE people SET unread_notices = unread_notices + 1 WHERE id = ?", person)
	return id, err
}

// Appealable gives, as SQL, the contribution of a notice n about which its person can ask for another look, else 0: what a
// moderator decided against their words and what still holds, and what became of something that they reported.
const Appealable = `CASE WHEN n.kind = 'report-answer' THEN COALESCE(n.contribution_id, 0)
	WHEN n.kind = 'decision' AND COALESCE((SELECT d.act FROM decisions d WHERE d.contribution_id = n.contribution_id AND d.undone_at IS NULL
		ORDER BY d.id DESC LIMIT 1), '') IN ('ask', 'hide', 'cover', 'move') THEN n.contribution_id ELSE 0 END`

// Notices lists what the actor was told, the newest first, n at a time; before is the id of the last one shown, or 0.
func (s *Store) Notices(ctx context.Context, actor Actor, before int64, n int) ([]Notice, error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	return db.All(ctx, s.db, func(r db.Row) (Notice, error) {
		var one Notice
		var about int64
		err := r.Scan(&one.ID, &one.Kind, &one.Words, &one.Link, &one.CreatedAt, &one.Read, &about)
		if about != 0 {
			one.Appeal = "/contributions/" + strconv.FormatInt(about, 10) + "/appeal"
		}
		return one, err
	}, `SELECT id, kind, words, link, created_at, read_at IS NOT NULL, `+Appealable+` FROM notices n
		WHERE person_id = ? AND id < ? ORDER BY id DESC LIMIT ?`, actor.ID, before, n)
}

// ReadNotices marks the actor's notices up to one as read: those that the page showed, not those that came since.
func (s *Store) ReadNotices(ctx context.Context, actor Actor, upTo int64) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE notices SET read_at = ? WHERE person_id = ? AND id <= ? AND read_at IS NULL", tx.Now(), actor.ID, upTo)
		if err != nil || n == 0 {
			return err
		}
		tx.Touch(db.TopicPerson(actor.ID))
		_, err = tx.Exec("UPDATE people SET unread_notices = unread_notices - ? WHERE id = ?", n, actor.ID)
		return err
	})
}

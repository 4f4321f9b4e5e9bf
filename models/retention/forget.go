package retention

import (
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
)

// emptied forgets by one statement, in which % stands for the list of rows.
func emptied(statement string) func(*db.Tx, []int64) error {
	return func(tx *db.Tx, ids []int64) error {
		_, err := tx.Exec(strings.ReplaceAll(statement, "%", db.In(len(ids))), db.Args(ids)...)
		return err
	}
}

// forgetNotices removes notices, and keeps what people have not read in step.
func forgetNotices(tx *db.Tx, ids []int64) error {
	list := db.In(len(ids))
	if _, err := tx.Exec(`UPDATE people SET unread_notices = people.unread_notices - u.n FROM (SELECT person_id, COUNT(*) AS n FROM notices
		WHERE read_at IS NULL AND id IN `+list+" GROUP BY person_id) u WHERE u.person_id = people.id", db.Args(ids)...); err != nil {
		return err
	}
	people, err := db.Values[int64](tx.Context(), tx, "DELETE FROM notices WHERE id IN "+list+" RETURNING person_id", db.Args(ids)...)
	for _, person := range people {
		tx.Touch(db.TopicPerson(person))
	}
	return err
}

// forgetWords removes the words of contributions that are on no page any more, with the titles that waited with them and
// what was attached.
func forgetWords(tx *db.Tx, ids []int64) error {
	if _, err := tx.Exec("UPDATE threads SET kept_title = NULL WHERE kept_title IS NOT NULL AND id IN (SELECT thread_id FROM contributions WHERE kind = 'opening' AND id IN "+
		db.In(len(ids))+")", db.Args(ids)...); err != nil {
		return err
	}
	for _, id := range ids {
		if err := files.Forget(tx, id); err != nil {
			return err
		}
	}
	return discussion.ForgetWords(tx, ids)
}

func forgetFiles(tx *db.Tx, ids []int64) error { return files.RemoveAll(tx, ids) }

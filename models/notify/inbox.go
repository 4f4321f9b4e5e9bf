package notify

import (
	"context"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// Item is a notice in somebody's inbox.
type Item struct {
	ID     int64
	Kind   Kind
	Words  say.Text
	Link   string // a path of this site; may be empty
	Appeal string // the path where they can ask for another look; empty where there is nothing
	New    int    // how many new things it counts; 0 where that is not counted
	At     clock.Instant
	Read   bool
	Thread int64  // that it is about, where the person may see it; 0 for none
	Title  string // of the thread, or of the theme
	From   bool   // somebody follows what it comes of, and can stop
}

// Inbox lists what an actor was told, the newest first, n at a time; before is the id of the last one shown, or 0. It
// costs the same however much they were told.
func (s *Store) Inbox(ctx context.Context, a people.Actor, unread bool, before int64, n int) ([]Item, error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	only := ""
	if unread {
		only = " AND n.read_at IS NULL"
	}
	seen, args := a.SeesThreads("t")
	return db.All(ctx, s.DB, scanItem, `SELECT n.id, n.kind, n.words, n.link, n.created_at, n.read_at IS NOT NULL, CASE WHEN n.kind IN ('reply', 'followed', 'themed') THEN n.answers ELSE 0 END,
		n.because <> '', COALESCE(t.id, 0), COALESCE(t.title, h.name, ''), `+people.Appealable+`
		FROM notices n LEFT JOIN contributions c ON c.id = n.contribution_id LEFT JOIN threads t ON t.id = COALESCE(n.thread_id, c.thread_id) AND n.theme_id IS NULL AND `+seen+`
		LEFT JOIN themes h ON h.id = n.theme_id WHERE n.person_id = ? AND n.id < ?`+only+" ORDER BY n.id DESC LIMIT ?", append(args, a.ID, before, n)...)
}

func scanItem(r db.Row) (i Item, err error) {
	var appeal int64
	err = r.Scan(&i.ID, &i.Kind, &i.Words, &i.Link, &i.At, &i.Read, &i.New, &i.From, &i.Thread, &i.Title, &appeal)
	if i.Thread == 0 && (i.Kind == Followed || i.Kind == Reply || i.Kind == Mention) {
		i.Link = "" // it leads to what they may not see any more
	}
	if appeal != 0 {
		i.Appeal = "/contributions/" + strconv.FormatInt(appeal, 10) + "/appeal"
	}
	return i, err
}

// ReadOne marks one of an actor's notices as read.
func (s *Store) ReadOne(ctx context.Context, a people.Actor, id int64) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error { return read(tx, a.ID, " AND id = ?", id) })
}

// opening is the condition on unread notices that somebody has read them by opening the address that they lead to. What a
// moderator decided, and what asks for something to be done, stays new until it is said to be read.
const opening = ` AND link = ? AND kind IN ('reply', 'mention', 'fate', 'changed', 'decided', 'followed', 'themed', 'version', 'settled', 'summary')`

// Opened marks as read what told an actor of something that stands at an address of this site, once they opened it: from
// the inbox, from a mail, or by themselves.
func (s *Store) Opened(ctx context.Context, a people.Actor, link string) error {
	told, err := db.Value[bool](ctx, s.DB, "SELECT EXISTS (SELECT 1 FROM notices WHERE person_id = ? AND read_at IS NULL"+opening+")", a.ID, link)
	if err != nil || !told {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error { return read(tx, a.ID, opening, link) })
}

// read marks those of a person's unread notices as read for which a further condition holds.
func read(tx *db.Tx, person int64, further string, args ...any) error {
	n, err := tx.Exec("UPDATE notices SET read_at = ? WHERE person_id = ? AND read_at IS NULL"+further, append([]any{tx.Now(), person}, args...)...)
	if err != nil || n == 0 {
		return err
	}
	tx.Touch(db.TopicPerson(person))
	_, err = tx.Exec("UPDATE people SET unread_notices = unread_notices - ? WHERE id = ?", n, person)
	return err
}

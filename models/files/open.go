package files

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Open finds a file that the actor may have, and tells whether everybody may. Who may have it follows from who may read
// the words that it belongs to, at this moment: while it is not sent, its owner; with what is published, whoever sees
// that by the one rule of people.Actor, and so with earlier words that are public; with what waits, its writer and
// moderators; with what is hidden, moderators. What was covered, or is sealed with its words, nobody gets: each
// reading of such words is noted, and of a file it would not be. Anything else is ErrNotFound.
func (s *Store) Open(ctx context.Context, a people.Actor, name string) (f File, public bool, err error) {
	if !isName(name) {
		return f, false, db.ErrNotFound
	}
	everybody, args := seen(people.Visitor)
	may, more := mayHave(a)
	args = append(append(args, name), more...)
	f, err = db.One(ctx, s.DB, func(r db.Row) (f File, err error) {
		err = r.Scan(append(f.into(), &public)...)
		return f, err
	}, "SELECT "+columns+", EXISTS (SELECT 1 "+belongs+" AND "+everybody+`) FROM files f
		WHERE f.name = ? AND f.removed_at IS NULL AND (`+may+")", args...)
	return f, public, err
}

// belongs joins a file to the words that it stands or stood with.
const belongs = `FROM attachments x JOIN contributions c ON c.id = x.contribution_id JOIN threads t ON t.id = c.thread_id WHERE x.file_id = f.id`

// public is the condition of an attachment that stands with words that are shown, or stood with ones that still are.
const public = `x.covered_at IS NULL AND c.sealed = 0 AND (x.until_revision IS NULL OR EXISTS (SELECT 1 FROM contribution_revisions r
	WHERE r.contribution_id = c.id AND r.public = 1 AND r.revision >= x.from_revision AND r.revision < x.until_revision))`

// seen is the condition of an attachment that an actor sees where it stands.
func seen(a people.Actor) (condition string, args []any) {
	condition, args = a.Sees("c", "t")
	return public + " AND " + condition, args
}

// mayHave is the condition of a file that an actor may have.
func mayHave(a people.Actor) (condition string, args []any) {
	sees, args := seen(a)
	condition = "EXISTS (SELECT 1 " + belongs + " AND " + sees + ")"
	if !a.SignedIn() {
		return condition, args
	}
	condition += " OR f.person_id = ? AND " + unsent
	args = append(args, a.ID)
	threads, more := a.SeesThreads("t")
	condition += " OR EXISTS (SELECT 1 " + belongs + ` AND x.covered_at IS NULL AND x.until_revision IS NULL AND c.sealed = 0 AND c.state IN ('held', 'asked')
		AND (c.author_id = ? OR c.recorder_id = ?) AND ` + threads + ")"
	args = append(append(args, a.ID, a.ID), more...)
	if a.CanModerate() {
		condition += " OR EXISTS (SELECT 1 " + belongs + " AND x.covered_at IS NULL AND c.sealed = 0 AND c.state <> 'deleted')"
	}
	return condition, args
}

// Seen gives the files that stand with contributions now, as far as an actor sees those by the one rule of people.Actor, in
// their order; nothing of what was taken out.
func Seen(ctx context.Context, q db.Querier, a people.Actor, contributions ...int64) (map[int64][]File, error) {
	list := map[int64][]File{}
	if len(contributions) == 0 {
		return list, nil
	}
	condition, args := seen(a)
	err := db.Each(ctx, q, func(r db.Row) error {
		var f File
		var contribution int64
		err := r.Scan(append(f.into(), &contribution)...)
		list[contribution] = append(list[contribution], f)
		return err
	}, "SELECT "+columns+`, x.contribution_id FROM attachments x JOIN files f ON f.id = x.file_id JOIN contributions c ON c.id = x.contribution_id
		JOIN threads t ON t.id = c.thread_id WHERE x.until_revision IS NULL AND f.removed_at IS NULL AND x.contribution_id IN `+db.In(len(contributions))+
		" AND "+condition+" ORDER BY x.contribution_id, x.position, f.id", append(db.Args(contributions), args...)...)
	return list, err
}

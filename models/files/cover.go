package files

import (
	"context"

	"folkmoot/models/db"
)

// TakeOut takes files, by their names, out of a contribution inside a command that stores a decision: nobody is given them
// any more, and what was said of them is kept apart. ErrConflict where one of them does not stand or stood with it, or is
// out already. The register and what people are told are the caller's.
func TakeOut(tx *db.Tx, contribution, decision, by int64, names []string) error {
	if len(names) == 0 {
		return nil
	}
	n, err := cover(tx, contribution, decision, by, "AND file_id IN (SELECT id FROM files WHERE removed_at IS NULL AND name IN "+db.In(len(names))+")", db.Args(names)...)
	if err == nil && n != int64(len(names)) {
		err = db.ErrConflict
	}
	return err
}

// SealWith takes everything out of a contribution whose words are sealed, inside the command that seals them.
func SealWith(tx *db.Tx, contribution, by int64) error {
	_, err := cover(tx, contribution, 0, by, "")
	return err
}

func cover(tx *db.Tx, contribution, decision, by int64, which string, args ...any) (int64, error) {
	tx.Withdraws()
	n, err := tx.Exec(`UPDATE attachments SET covered_at = CAST(? AS BIGINT), covered_by = CAST(? AS BIGINT), covered_in = CAST(? AS BIGINT),
		kept_title = (SELECT f.title FROM files f WHERE f.id = file_id), kept_alt = (SELECT f.alt FROM files f WHERE f.id = file_id)
		WHERE contribution_id = ? AND covered_at IS NULL `+which, append([]any{tx.Now(), db.Null(by), db.Null(decision), contribution}, args...)...)
	if err != nil || n == 0 {
		return n, err
	}
	_, err = tx.Exec("UPDATE files SET title = '', alt = '' WHERE id IN (SELECT file_id FROM attachments WHERE contribution_id = ? AND covered_at IS NOT NULL)", contribution)
	return n, err
}

// PutBack gives back what a decision took out of a contribution, inside a command; with names, only those of them. It gives
// how many there were.
func PutBack(tx *db.Tx, contribution, decision int64, names ...string) (int64, error) {
	which, args := "contribution_id = ? AND covered_in = ?", []any{contribution, decision}
	if len(names) > 0 {
		which += " AND file_id IN (SELECT id FROM files WHERE name IN " + db.In(len(names)) + ")"
		args = append(args, db.Args(names)...)
	}
	return uncover(tx, which, args...)
}

// Unseal gives back what was sealed with the words of a contribution. What a decision took out stays out.
func Unseal(tx *db.Tx, contribution int64) error {
	_, err := uncover(tx, "contribution_id = ? AND covered_in IS NULL", contribution)
	return err
}

func uncover(tx *db.Tx, which string, args ...any) (int64, error) {
	which += " AND covered_at IS NOT NULL"
	if _, err := tx.Exec(`UPDATE files SET title = (SELECT a.kept_title FROM attachments a WHERE a.file_id = files.id),
		alt = (SELECT a.kept_alt FROM attachments a WHERE a.file_id = files.id)
		WHERE removed_at IS NULL AND id IN (SELECT file_id FROM attachments WHERE `+which+")", args...); err != nil {
		return 0, err
	}
	return tx.Exec("UPDATE attachments SET covered_at = NULL, covered_by = NULL, covered_in = NULL, kept_title = '', kept_alt = '' WHERE "+which, args...)
}

// TakenOut is a file that nobody is given any more, with the decision that took it out; 0 where it is sealed with its words.
type TakenOut struct {
	File
	Decision int64
}

// Out gives what was taken out of a contribution, with what was said of it.
func Out(ctx context.Context, q db.Querier, contribution int64) ([]TakenOut, error) {
	return db.All(ctx, q, func(r db.Row) (o TakenOut, err error) {
		err = r.Scan(append(o.into(), &o.Decision, &o.Title, &o.Alt)...)
		o.Covered = true
		return o, err
	}, "SELECT "+columns+`, COALESCE(a.covered_in, 0), a.kept_title, a.kept_alt FROM attachments a JOIN files f ON f.id = a.file_id
		WHERE a.contribution_id = ? AND a.covered_at IS NOT NULL AND f.removed_at IS NULL ORDER BY a.position, f.id`, contribution)
}

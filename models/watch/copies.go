package watch

import (
	"context"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/prose/alike"
)

// Bounds on how copies of what waits are found and shown.
const (
	copyBucket  = 16 // that each is held against: those that share most bands of words
	familyMost  = 1000
	familyShown = 50
)

// Family is what waits and says nearly the same as a case.
type Family struct {
	ID    int64
	Size  int   // how many wait, the case among them; never more than familyMost
	First int64 // one that is there still, which the others are held against
	Own   [][2]int
}

// KeepCopy stores what something that waits says, inside the command after which it waits, so that what says nearly the
// same can be read together. What is kept already is left as it is.
func KeepCopy(tx *db.Tx, id int64) error {
	known, err := db.Value[bool](tx.Context(), tx, "SELECT EXISTS (SELECT 1 FROM case_copies WHERE contribution_id = ?)", id)
	if err != nil || known {
		return err
	}
	source, err := db.Value[string](tx.Context(), tx, "SELECT body_md FROM contributions WHERE id = ?", id)
	if err != nil {
		return err
	}
	p := alike.Of(source)
	if p.Brief {
		return nil // "I agree" is no copy of anything
	}
	family, err := familyOf(tx, p)
	if err != nil {
		return err
	}
	if family == 0 {
		family = id
	}
	if _, err := tx.Exec("INSERT INTO case_copies (contribution_id, exact, family) VALUES (?, ?, ?)", id, int64(p.Exact), family); err != nil {
		return err
	}
	for _, hash := range p.Words {
		if _, err := tx.Exec("INSERT INTO case_copy_bands (hash, contribution_id) VALUES (?, ?) ON CONFLICT DO NOTHING", int64(hash), id); err != nil {
			return err
		}
	}
	return nil
}

// familyOf finds the family of what says the same, or nearly; 0 where nothing that waits does.
func familyOf(tx *db.Tx, p alike.Print) (int64, error) {
	same, err := db.Values[int64](tx.Context(), tx, "SELECT family FROM case_copies WHERE exact = ? ORDER BY contribution_id LIMIT 1", int64(p.Exact))
	if err != nil || len(same) > 0 {
		return append(same, 0)[0], err
	}
	return near{bands: "case_copy_bands", stands: "k.family", where: "JOIN case_copies k ON k.contribution_id = b.contribution_id", most: copyBucket}.nearest(tx, p)
}

// DropCopy forgets what something says that waits no more, inside the command that decides it.
func DropCopy(tx *db.Tx, id int64) error {
	n, err := tx.Exec("DELETE FROM case_copies WHERE contribution_id = ?", id)
	if err != nil || n == 0 {
		return err
	}
	_, err = tx.Exec("DELETE FROM case_copy_bands WHERE contribution_id = ?", id)
	return err
}

// Families tells how many others wait that say nearly the same as some cases, in one query. Those that stand alone are left
// out. Own is what a case says beyond the first of its family, as bytes of its Markdown: its unique remainder.
func Families(ctx context.Context, q db.Querier, ids []int64) (map[int64]Family, error) {
	found := map[int64]Family{}
	if len(ids) == 0 {
		return found, nil
	}
	err := db.Each(ctx, q, func(r db.Row) error {
		var id int64
		var f Family
		var text, first string
		if err := r.Scan(&id, &f.ID, &f.Size, &f.First, &text, &first); err != nil {
			return err
		}
		if f.Size < 2 {
			return nil
		}
		if id != f.First {
			f.Own = alike.Own(text, first)
		}
		found[id] = f
		return nil
	}, `SELECT k.contribution_id, k.family, (SELECT COUNT(*) FROM (SELECT 1 AS one FROM case_copies o WHERE o.family = k.family LIMIT ?) s),
		f.id, c.body_md, f.body_md FROM case_copies k JOIN contributions c ON c.id = k.contribution_id
		JOIN contributions f ON f.id = (SELECT MIN(contribution_id) FROM case_copies o WHERE o.family = k.family)
		WHERE k.contribution_id IN `+db.In(len(ids)), append([]any{familyMost}, db.Args(ids)...)...)
	return found, err
}

// Members lists what waits and says nearly the same, by id, from one on: pages of familyShown.
func Members(ctx context.Context, q db.Querier, family, from int64) ([]int64, error) {
	list, err := db.Values[int64](ctx, q, "SELECT contribution_id FROM case_copies WHERE family = ? AND contribution_id > ? ORDER BY contribution_id LIMIT ?",
		family, from, familyShown)
	return slices.Clip(list), err
}

package guide

import (
	"folkmoot/models/db"
)

// follow goes with a comment from the version that was read to the newest one, link by link, as if it had been there
// when each of them was published. The whole chapter goes nowhere.
func follow(tx *db.Tx, c Chapter, s stand, from int) (stand, error) {
	last := s // as it stood while it stood in the text
	for number := from + 1; number <= c.Version; number++ {
		if s.status == Removed {
			back, err := db.Value[int](tx.Context(), tx, `SELECT COUNT(*) FROM block_links l JOIN versions v ON v.id = l.version_id
				WHERE v.chapter_id = ? AND v.number = ? AND l.from_block IS NULL AND l.to_block = ?`, c.ID, number, last.block)
			if err != nil {
				return s, err
			}
			if back > 0 {
				s = last
				s.start, s.end = 0, 0 // it may have said something else then
			}
			continue
		}
		old, fresh, links, err := wayOf(tx, c, s.block, number)
		if err != nil {
			return s, err
		}
		s, _ = newCourse(c, links, old, fresh, nil).carry(s)
		if s.status != Removed {
			last = s
		}
	}
	return s, nil
}

// wayOf reads a block of one version, what became of it in the next one, number, and the links between.
func wayOf(tx *db.Tx, c Chapter, block int64, number int) (old, fresh []Block, links []Link, err error) {
	err = db.Each(tx.Context(), tx, func(r db.Row) error {
		var before, after Block
		var l Link
		if err := r.Scan(&before.ID, &before.Kind, &before.Source, &before.Text, &l.How, &l.Sure, &after.ID, &after.Kind, &after.Source, &after.Text); err != nil {
			return err
		}
		old = []Block{before}
		if l.New = None; after.ID != 0 {
			l.New = len(fresh)
			fresh = append(fresh, after)
		}
		links = append(links, l)
		return nil
	}, `SELECT b.block_id, b.kind, b.source, b.text, l.how, l.sure, COALESCE(n.block_id, 0), COALESCE(n.kind, ''), COALESCE(n.source, ''), COALESCE(n.text, '')
		FROM versions v JOIN versions w ON w.chapter_id = v.chapter_id AND w.number = v.number - 1
		JOIN block_links l ON l.version_id = v.id AND l.from_block = ?
		JOIN version_blocks b ON b.version_id = w.id AND b.block_id = l.from_block
		LEFT JOIN version_blocks n ON n.version_id = v.id AND n.block_id = l.to_block
		WHERE v.chapter_id = ? AND v.number = ? ORDER BY n.position`, block, c.ID, number)
	if err == nil && len(links) == 0 {
		err = db.ErrNotFound
	}
	return old, fresh, links, err
}

package guide

import (
	"folkmoot/models/db"
)

// carry takes the comments of a chapter along to a new version. A paragraph that is the same, moved or reworded keeps
// its block, so its comments stay on it and are told what happened; the comments on what was taken out go to the
// block of what is no longer in the text.
func carry(tx *db.Tx, c Chapter, version int64, links []Link, old []Block) error {
	if _, err := tx.Exec("UPDATE anchors SET now_version_id = ? WHERE chapter_id = ? AND status <> ?", version, c.ID, Removed); err != nil {
		return err
	}
	var removed []int64
	for _, l := range links {
		var err error
		switch l.How {
		case Reworded:
			_, err = tx.Exec("UPDATE anchors SET status = ?, sure = CASE WHEN sure < ? THEN sure ELSE ? END WHERE now_block_id = ?",
				Reworded, l.Sure, l.Sure, old[l.Old].ID)
		case Moved:
			_, err = tx.Exec("UPDATE anchors SET status = ? WHERE now_block_id = ? AND status = ?", Moved, old[l.Old].ID, Same)
		case Removed:
			removed = append(removed, old[l.Old].ID)
		}
		if err != nil {
			return err
		}
	}
	return inBatches(len(removed), func(from, to int) error { return takeOut(tx, c.gone, removed[from:to]) })
}

// takeOut moves the comments on blocks that are no longer in the text, whatever their state, and counts afresh.
func takeOut(tx *db.Tx, gone int64, ids []int64) error {
	list := db.In(len(ids))
	if _, err := tx.Exec("UPDATE anchors SET status = ?, now_block_id = NULL WHERE now_block_id IN "+list, db.Args(ids, any(Removed))...); err != nil {
		return err
	}
	// Contributions before blocks: in the order in which whoever hides or shows one takes them too.
	moved, err := tx.Exec("UPDATE contributions SET block_id = ? WHERE block_id IN "+list, db.Args(ids, any(gone))...)
	if err != nil || moved == 0 {
		return err
	}
	_, err = tx.Exec(`UPDATE blocks SET comment_count = (SELECT COUNT(*) FROM contributions c WHERE c.block_id = blocks.id AND c.state = 'published')
		WHERE id = ? OR id IN `+list, db.Args(ids, any(gone))...)
	return err
}

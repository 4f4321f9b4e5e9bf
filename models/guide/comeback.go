package guide

import (
	"strings"

	"folkmoot/models/db"
)

// backWords is how many words a block must have to be known again after it was taken out: fewer stand in many places.
const backWords = 4

// comeBack gives blocks that are new in a version the ids of blocks that were taken out of an earlier one and say the
// same, word for word, and names those ids. Where two could be meant on either side, neither is.
func (p Publication) comeBack(tx *db.Tx, fresh []Block) (returned []int64, err error) {
	wanted := map[string]int{} // place by what the block says; None where several say it
	for _, l := range p.Links {
		if l.Old != None || len(strings.Fields(fresh[l.New].Text)) < backWords && len([]rune(fresh[l.New].Text)) < 4*backWords {
			continue
		}
		said := fresh[l.New].said()
		if _, twice := wanted[said]; twice {
			wanted[said] = None
		} else {
			wanted[said] = l.New
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	found := map[string]int64{} // id by what the block said; 0 where several said it
	err = db.Each(tx.Context(), tx, func(r db.Row) error {
		var b Block
		if err := r.Scan(&b.ID, &b.Kind, &b.Text); err != nil {
			return err
		}
		if other, twice := found[b.said()]; twice && other != b.ID {
			b.ID = 0
		}
		found[b.said()] = b.ID
		return nil
	}, `SELECT b.block_id, b.kind, b.text FROM versions now
		JOIN versions before ON before.chapter_id = now.chapter_id AND before.number = now.number - 1
		JOIN block_links l ON l.version_id = now.id AND l.how = 'removed'
		JOIN version_blocks b ON b.version_id = before.id AND b.block_id = l.from_block
		WHERE now.chapter_id = ? AND NOT EXISTS (SELECT 1 FROM version_blocks k JOIN chapters c ON c.version_id = k.version_id
			WHERE c.id = now.chapter_id AND k.block_id = l.from_block)
		ORDER BY now.number DESC LIMIT ?`, p.Chapter, MaxBlocks)
	for said, j := range wanted {
		if id := found[said]; j != None && id != 0 {
			fresh[j].ID = id
			returned = append(returned, id)
		}
	}
	return returned, err
}

// said is equal for blocks of the same kind that say the same.
func (b Block) said() string { return string(b.Kind) + "\x00" + b.Text }

// comingBack reads the comments that are no longer in the text but were last on a block that came back, as they stood
// there. Words count only where the block said the same then.
func comingBack(tx *db.Tx, c Chapter, fresh []Block, returned []int64) (map[int64]stand, error) {
	back, said := map[int64]stand{}, map[int64]string{}
	for _, b := range fresh {
		said[b.ID] = b.Text
	}
	return back, inBatches(len(returned), func(from, to int) error {
		return db.Each(tx.Context(), tx, func(r db.Row) error {
			var s stand
			var text string
			if err := r.Scan(&s.id, &s.block, &s.start, &s.end, &s.status, &s.sure, &text); err != nil {
				return err
			}
			if text != said[s.block] {
				s.start, s.end = 0, 0
			}
			back[s.id] = s
			return nil
		}, `SELECT p.contribution_id, p.block_id, COALESCE(p.start_at, 0), COALESCE(p.end_at, 0), p.status, p.sure, b.text
			FROM anchors a JOIN anchor_places p ON p.contribution_id = a.contribution_id
			JOIN version_blocks b ON b.version_id = p.version_id AND b.block_id = p.block_id
			WHERE a.chapter_id = ? AND a.status = 'removed' AND p.version_id =
				(SELECT MAX(q.version_id) FROM anchor_places q WHERE q.contribution_id = p.contribution_id AND q.status <> 'removed')
			AND p.block_id IN `+db.In(to-from), db.Args(returned[from:to], any(c.ID))...)
	})
}

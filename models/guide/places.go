package guide

import (
	"slices"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
)

// freeze keeps how the comments of a chapter stand in its newest version, before another one replaces it.
func freeze(tx *db.Tx, c Chapter) error {
	_, err := tx.Exec(`INSERT INTO anchor_places (version_id, contribution_id, block_id, status, sure, start_at, end_at)
		SELECT CAST(? AS BIGINT), contribution_id, COALESCE(now_block_id, ?), status, sure, now_start, now_end FROM anchors WHERE chapter_id = ?`,
		c.VersionID, c.gone, c.ID)
	return err
}

// storeStands stores where comments stand now, many in one statement. Every one of them has its anchor.
func storeStands(tx *db.Tx, c Chapter, version int64, list []stand) error {
	return inBatches(len(list), func(from, to int) error {
		rows := make([]any, 0, (to-from)*9)
		for _, s := range list[from:to] {
			var block int64
			if s.status != Removed {
				block = s.block
			}
			start, end := s.words()
			rows = append(rows, s.id, c.ID, version, s.status, s.sure, version, db.Null(block), start, end)
		}
		_, err := tx.Exec(`INSERT INTO anchors (contribution_id, chapter_id, version_id, status, sure, now_version_id, now_block_id, now_start, now_end) VALUES `+
			strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?, ?, ?, ?),", to-from), ",")+`
			ON CONFLICT (contribution_id) DO UPDATE SET status = excluded.status, sure = excluded.sure,
			now_block_id = excluded.now_block_id, now_start = excluded.now_start, now_end = excluded.now_end`, rows...)
		return err
	})
}

// words gives the bytes that a comment is on as they are stored: null for the whole block.
func (s stand) words() (start, end any) {
	if s.end == 0 {
		return nil, nil
	}
	return s.start, s.end
}

// move is a comment that goes from one block to another.
type move struct{ id, from, to int64 }

// moveComments moves comments between blocks, whatever their state, and keeps the blocks' numbers of published ones.
// The rows of the comments are held before those of the blocks: in the order in which whoever hides or shows one takes
// them too.
func moveComments(tx *db.Tx, moves []move) error {
	slices.SortFunc(moves, func(a, b move) int {
		if a.to != b.to {
			return int(a.to - b.to)
		}
		return int(a.id - b.id)
	})
	counts := map[int64]int{}
	for first := 0; first < len(moves); {
		last := first
		for last < len(moves) && moves[last].to == moves[first].to {
			last++
		}
		if err := moveTo(tx, moves[first:last], counts); err != nil {
			return err
		}
		first = last
	}
	return addCounts(tx, counts)
}

// moveTo moves comments to one block, and adds up by how many each block's number changes.
func moveTo(tx *db.Tx, moves []move, counts map[int64]int) error {
	from, ids := make(map[int64]int64, len(moves)), make([]int64, len(moves))
	for i, m := range moves {
		from[m.id], ids[i] = m.from, m.id
	}
	return inBatches(len(ids), func(first, last int) error {
		return db.Each(tx.Context(), tx, func(r db.Row) error {
			var id int64
			var state discussion.State
			if err := r.Scan(&id, &state); err != nil {
				return err
			}
			if state == discussion.Published {
				counts[from[id]]--
				counts[moves[0].to]++
			}
			return nil
		}, "UPDATE contributions SET block_id = ? WHERE id IN "+db.In(last-first)+" RETURNING id, state", db.Args(ids[first:last], any(moves[0].to))...)
	})
}

// addCounts changes the blocks' numbers of published comments, in the order of the blocks.
func addCounts(tx *db.Tx, counts map[int64]int) error {
	blocks := make([]int64, 0, len(counts))
	for block, by := range counts {
		if by != 0 {
			blocks = append(blocks, block)
		}
	}
	slices.Sort(blocks)
	for _, block := range blocks {
		if _, err := tx.Exec("UPDATE blocks SET comment_count = comment_count + ? WHERE id = ?", counts[block], block); err != nil {
			return err
		}
	}
	return nil
}

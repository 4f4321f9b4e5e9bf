package discussion

import (
	"fmt"

	"folkmoot/models/db"
)

// MaxMoved is how many contributions are moved at once, at most: one with all the answers below it.
const MaxMoved = 500

// Moving says where a contribution goes, with every answer below it, whatever its state.
type Moving struct {
	ID    int64 // anything but an opening post
	To    int64 // another thread; a discussion that has no opening post yet gets this as its opening post
	Block int64 // the paragraph on which all of them stand from now on; 0 = none
}

// Move takes a contribution and the answers below it into another thread inside a command, and gives them as they
// stand there, in the order in which they were said: each gets a new number and place in the tree, and every counter of
// both threads, their groups, paragraphs and people follows. Fates stay as they are, and so do anchors, which the caller
// keeps. Whether it may be done has been decided before, and so has the entry in the register. db.ErrNotFound where
// there is no such contribution or thread; db.Invalid under "to" where it cannot go there.
func Move(tx *db.Tx, m Moving) ([]Contribution, error) {
	from, err := db.Value[int64](tx.Context(), tx, "SELECT thread_id FROM contributions WHERE id = ?", m.ID)
	if err != nil {
		return nil, err
	}
	target, err := m.lock(tx, from)
	if err != nil {
		return nil, err
	}
	branch, err := branchOf(tx, m.ID, from)
	if err != nil {
		return nil, err
	}
	switch {
	case from == m.To:
		return nil, db.Wrong("to", "It is there already")
	case branch[0].Kind == Opening:
		return nil, db.Wrong("to", "The post that a discussion begins with cannot be moved out of it")
	case len(branch) > MaxMoved:
		return nil, db.Wrong("to", "More than %d answers stand below it, which is too many to move at once", MaxMoved)
	}
	last, err := db.Value[int64](tx.Context(), tx, "UPDATE threads SET last_seq = last_seq + ? WHERE id = ? RETURNING last_seq", len(branch), m.To)
	if err != nil {
		return nil, err
	}
	moved := make([]Contribution, len(branch))
	stands := map[int64]*Contribution{}
	for i, was := range branch {
		c := was
		c.ThreadID, c.BlockID, c.Seq = m.To, m.Block, last-int64(len(branch)-1-i)
		c.replant(stands[was.ParentID], i == 0 && target.Kind == InGroup && target.OpeningID == 0)
		if err := transfer(tx, was, c); err != nil {
			return nil, err
		}
		moved[i] = c
		stands[c.ID] = &moved[i]
	}
	tx.Touch(db.TopicThread(from), db.TopicThread(m.To), db.TopicHearing, db.TopicThemes)
	if target.Private {
		tx.Withdraws() // from those who are not in that group
	}
	if err := follow(tx, moved, from, m.To); err != nil {
		return nil, err
	}
	ids := make([]int64, len(moved))
	for i, c := range moved {
		ids[i] = c.ID
	}
	return moved, waitIn(tx, ids, target)
}

// waitIn lets what waits for a moderator wait in the group that it is in now.
func waitIn(tx *db.Tx, ids []int64, t Thread) error {
	_, err := tx.Exec("UPDATE cases SET group_id = ? WHERE contribution_id IN "+db.In(len(ids)), append([]any{db.Null(t.GroupID)}, db.Args(ids)...)...)
	return err
}

// Below gives the ids of a contribution and of every answer below it, in the order in which they were said.
func Below(tx *db.Tx, id int64) ([]int64, error) {
	return db.Values[int64](tx.Context(), tx, branchQuery+` SELECT c.id FROM branch JOIN contributions c ON c.id = branch.id ORDER BY c.seq LIMIT ?`, id, MaxMoved+1)
}

// lock holds both threads, so that nothing is said in either until the move is done, and gives the one it goes to.
func (m Moving) lock(tx *db.Tx, from int64) (Thread, error) {
	for _, id := range []int64{min(from, m.To), max(from, m.To)} {
		if _, err := tx.Exec("UPDATE threads SET last_seq = last_seq WHERE id = ?", id); err != nil {
			return Thread{}, err
		}
	}
	return FindThread(tx.Context(), tx, m.To)
}

// branchQuery finds a contribution and everything below it. Answers below the deepest level stand beside what they
// answer, so parents are followed, not paths.
const branchQuery = `WITH RECURSIVE branch (id) AS (SELECT id FROM contributions WHERE id = ?
	UNION ALL SELECT c.id FROM contributions c JOIN branch b ON c.parent_id = b.id)`

// branchOf reads and holds a contribution with everything below it, what was said first first.
func branchOf(tx *db.Tx, id, thread int64) ([]Contribution, error) {
	ids, err := Below(tx, id)
	if err != nil {
		return nil, err
	}
	if _, err := tx.Exec("UPDATE contributions SET passes = passes WHERE id IN "+db.In(len(ids)), db.Args(ids)...); err != nil {
		return nil, err
	}
	branch, err := db.All(tx.Context(), tx, func(r db.Row) (c Contribution, err error) {
		err = r.Scan(&c.ID, &c.ThreadID, &c.ParentID, &c.Kind, &c.AuthorID, &c.Who, &c.State, &c.PublishedAt, &c.BlockID, &c.CreatedAt, &c.Revision, &c.Fate)
		return c, err
	}, `SELECT id, thread_id, COALESCE(parent_id, 0), kind, author_id, who, state, COALESCE(published_at, 0), COALESCE(block_id, 0), created_at, revision, fate
		FROM contributions WHERE thread_id = ? AND id IN `+db.In(len(ids))+" ORDER BY seq", db.Args(ids, any(thread))...)
	if err == nil && (len(branch) == 0 || branch[0].ID != id) {
		err = db.ErrNotFound
	}
	return branch, err
}

// replant gives a moved contribution its place below its parent, which has been moved before it; the first of them has
// none. What answers an opening post stands at the top.
func (c *Contribution) replant(parent *Contribution, opening bool) {
	switch {
	case opening:
		c.Kind = Opening
	case parent == nil, parent.Kind == Opening:
		c.Kind = Comment
	default:
		c.Kind = Reply
	}
	if c.Kind != Reply {
		c.ParentID, c.RootSeq, c.Path, c.Depth = 0, c.Seq, PathPart(c.Seq), 0
		return
	}
	path := parent.Path
	if c.Depth = parent.Depth + 1; c.Depth > MaxDepth {
		c.Depth, path = MaxDepth, path[:len(path)-pathWidth]
	}
	c.RootSeq, c.Path = parent.RootSeq, path+PathPart(c.Seq)
}

// transfer takes one contribution out of the counters of where it was and into those of where it goes.
func transfer(tx *db.Tx, was, c Contribution) error {
	if was.State == Published {
		if err := counted(tx, was, -1, tx.Now()); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`UPDATE contributions SET thread_id = ?, parent_id = ?, seq = ?, root_seq = ?, path = ?, depth = ?, kind = ?, block_id = ? WHERE id = ?`,
		c.ThreadID, db.Null(c.ParentID), c.Seq, c.RootSeq, c.Path, c.Depth, c.Kind, db.Null(c.BlockID), c.ID); err != nil {
		return fmt.Errorf("move contribution %d: %w", c.ID, err)
	}
	if c.Kind == Opening {
		if _, err := tx.Exec("UPDATE threads SET opening_id = ? WHERE id = ?", c.ID, c.ThreadID); err != nil {
			return err
		}
	}
	if c.State != Published {
		return nil
	}
	return counted(tx, c, 1, c.PublishedAt)
}

// follow lets what people were told of answers be read where the answers now are. Somebody who has an unread notice of
// answers there already keeps both.
func follow(tx *db.Tx, moved []Contribution, from, to int64) error {
	ids := make([]int64, len(moved))
	for i, c := range moved {
		ids[i] = c.ID
	}
	_, err := tx.Exec(`UPDATE notices SET thread_id = ? WHERE kind IN ('reply', 'followed') AND read_at IS NULL AND thread_id = ?
		AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.person_id = notices.person_id AND n.thread_id = ? AND n.kind = notices.kind AND n.read_at IS NULL)
		AND contribution_id IN `+db.In(len(ids)), db.Args(ids, any(to), any(from), any(to))...)
	return err
}

package discussion

import (
	"encoding/json"

	"folkmoot/models/db"
)

// stood is where a message stood before it was moved. Of an answer that stayed when what it answers went, Parent is what it
// answered.
type stood struct {
	ID      int64
	Parent  int64
	Kind    Kind
	Seq     int64
	RootSeq int64
	Path    string
	Depth   int
	Marker  string // the place of the marker that counts it; empty for none
	Stayed  bool
}

// led is what a discussion had and what led to it, before it went into another as a whole.
type led struct {
	Closed   bool    `json:",omitempty"` // by hand
	Merged   []int64 `json:",omitempty"` // discussions that had gone into it
	Markers  []int64 `json:",omitempty"` // rows of moves
	Evidence []int64 `json:",omitempty"` // rows of evidence_calls
	Issues   []int64 `json:",omitempty"` // rows of issue_calls
	Fates    []int64 `json:",omitempty"` // rows of fates
}

// remember keeps where each message stood, so that the move can be turned back.
func (m relocation) remember(tx *db.Tx, decisions map[int64]int64) error {
	id, err := tx.Insert("INSERT INTO relocations (from_thread, to_thread, whole, moved_at) VALUES (?, ?, ?, ?)", m.from.ID, m.to.ID, db.Flag(m.whole), tx.Now())
	if err != nil {
		return err
	}
	tops := m.tops()
	path := make(map[int64]string, len(m.set))
	for _, c := range m.set {
		path[c.ID] = c.Path
		was := stood{ID: c.ID, Parent: c.ParentID, Kind: c.Kind, Seq: c.Seq, RootSeq: c.RootSeq, Path: c.Path, Depth: c.Depth}
		if c.PublishedAt != 0 && !m.whole {
			was.Marker = path[tops[c.ID]]
		}
		if err := was.keep(tx, id, decisions[c.ID]); err != nil {
			return err
		}
	}
	for _, was := range m.stayed {
		if err := was.keep(tx, id, 0); err != nil {
			return err
		}
	}
	return nil
}

func (w stood) keep(tx *db.Tx, relocation, decision int64) error {
	_, err := tx.Exec(`INSERT INTO relocated (relocation_id, contribution_id, decision_id, stayed, parent_id, kind, seq, root_seq, path, depth, marker)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		relocation, w.ID, db.Null(decision), db.Flag(w.Stayed), db.Null(w.Parent), w.Kind, w.Seq, w.RootSeq, w.Path, w.Depth, w.Marker)
	return err
}

// tops gives for each message on its way the topmost of those that go along above it.
func (m relocation) tops() map[int64]int64 {
	top := make(map[int64]int64, len(m.set))
	for _, c := range m.set {
		above, along := top[c.ParentID]
		if !along {
			above = c.ID
		}
		top[c.ID] = above
	}
	return top
}

// part lets the answers that stay have nothing above them any more but a marker, and gives how they stood.
func part(tx *db.Tx, thread int64, ids []int64) ([]stood, error) {
	condition := " WHERE thread_id = ? AND parent_id IN " + db.In(len(ids)) + " AND id NOT IN " + db.In(len(ids))
	args := append(append([]any{thread}, db.Args(ids)...), db.Args(ids)...)
	stayed, err := db.All(tx.Context(), tx, func(r db.Row) (w stood, err error) {
		w.Stayed = true
		err = r.Scan(&w.ID, &w.Parent, &w.Kind, &w.Seq, &w.RootSeq, &w.Path, &w.Depth)
		return w, err
	}, "SELECT id, parent_id, kind, seq, root_seq, path, depth FROM contributions"+condition+" ORDER BY seq", args...)
	if err != nil || len(stayed) == 0 {
		return nil, err
	}
	_, err = tx.Exec("UPDATE contributions SET parent_id = NULL"+condition, args...)
	return stayed, err
}

// keepLed keeps what led to a discussion that has just gone into another.
func keepLed(tx *db.Tx, thread int64, l led) error {
	before, err := json.Marshal(l)
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE relocations SET before = ? WHERE id = (SELECT MAX(id) FROM relocations WHERE from_thread = ? AND whole = 1)", string(before), thread)
	return err
}

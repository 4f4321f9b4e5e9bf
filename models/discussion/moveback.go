package discussion

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// Return says which message goes back to where it stood before a decision moved it.
type Return struct {
	Contribution int64
	Decision     int64 // that moved it
	Appeal       int64 // that asks for it
}

// giveBack is where messages stood that go back there.
type giveBack struct {
	Return
	relocation int64
	from, now  int64 // discussions: the one that they were taken from, and the one that they stand in now
	whole      bool
	led        led
	places     map[int64]stood
}

// maxReturned is how many contributions go back at once, at most: all that a move took, and what was answered since.
const maxReturned = 4 * MaxMoved

// errTooMuch is what whoever decides reads where a move is too large to be turned back at once.
var errTooMuch = db.Wrong("act", "Too much was said there since to move it back at once. Move it in parts, then answer")

// Returnable tells whether MoveBack can take a message back.
func Returnable(ctx context.Context, q db.Querier, r Return) (bool, error) {
	_, err := r.find(ctx, q)
	if errors.Is(err, db.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// find reads where a message stood before it was moved. ErrNotFound where it is not, or not any more, to be read where the
// move took it; or where what it was taken from is not there any more.
func (r Return) find(ctx context.Context, q db.Querier) (*giveBack, error) {
	back, before := giveBack{Return: r}, ""
	_, err := db.One(ctx, q, func(row db.Row) (struct{}, error) {
		return struct{}{}, row.Scan(&back.relocation, &back.from, &back.now, &back.whole, &before)
	}, `SELECT l.id, l.from_thread, c.thread_id, l.whole = 1, l.before FROM relocated s JOIN relocations l ON l.id = s.relocation_id
		JOIN contributions c ON c.id = s.contribution_id JOIN threads f ON f.id = l.from_thread JOIN threads t ON t.id = l.to_thread
		WHERE s.contribution_id = ? AND s.decision_id = ? AND s.stayed = 0 AND c.state IN ('published', 'held')
		AND c.thread_id <> l.from_thread AND c.thread_id IN (l.to_thread, COALESCE(t.merged_into, 0))
		AND (l.whole = 0 AND f.merged_into IS NULL OR l.whole = 1 AND f.merged_into = c.thread_id)`, r.Contribution, r.Decision)
	if err == nil && before != "" {
		err = json.Unmarshal([]byte(before), &back.led)
	}
	return &back, err
}

// still is find inside a command, where what is not to be found any more is ErrConflict.
func (r Return) still(tx *db.Tx) (*giveBack, error) {
	back, err := r.find(tx.Context(), tx)
	if errors.Is(err, db.ErrNotFound) {
		err = db.ErrConflict
	}
	return back, err
}

// MoveBack takes a message back to where it stood before a decision moved it, inside a command: with what went along with it
// and answers it, and with what was answered there since. Where a discussion had gone into another as a whole, all of it goes
// back and it is a discussion again. Every number, place and counter is as it was; writers are told, markers kept, and each
// message stands in the register. It gives the decision about the message. Whether the actor may is decided before.
// ErrConflict where it cannot go back any more; Invalid under "act" where too much would go, or its writers could not read it
// there.
func MoveBack(tx *db.Tx, a people.Actor, r Return) (int64, error) {
	book, err := rules.Load(tx.Context(), tx)
	if err != nil {
		return 0, err
	}
	back, err := r.still(tx)
	if err != nil {
		return 0, err
	}
	now, from, err := bothLocked(tx, back.now, back.from)
	if err != nil {
		return 0, err
	}
	// Somebody may have moved it while this waited for the lock.
	if again, err := r.still(tx); err != nil {
		return 0, err
	} else if again.now != back.now {
		return 0, db.ErrConflict
	}
	m := relocation{actor: a, book: book, reason: book.Reason(rules.Returned), from: now, to: from, back: back}
	if m.set, err = back.going(tx, now, from); err != nil {
		return 0, err
	}
	if err := m.carryOut(tx); err != nil {
		return 0, underAct(err)
	}
	for _, follows := range []func() error{
		func() error { return back.rejoin(tx) },
		func() error { return back.unmark(tx, m.set) },
		func() error { return relocation{from: from}.lastSaid(tx) },
		func() error { return m.lead(tx) },
	} {
		if err := follows(); err != nil {
			return 0, err
		}
	}
	return db.Value[int64](tx.Context(), tx, "SELECT MAX(id) FROM decisions WHERE contribution_id = ? AND for_appeal = ?", r.Contribution, r.Appeal)
}

// underAct gives what is wrong with a move under the field of what is done about the words.
func underAct(err error) error {
	var wrong db.Invalid
	if errors.As(err, &wrong) && wrong["to"] != "" {
		return db.Wrong("act", "%s", wrong["to"])
	}
	return err
}

// place gives where a message stood before, in the discussion that it goes to.
func (m relocation) place(id int64) (stood, bool) {
	if m.back == nil {
		return stood{}, false
	}
	was, known := m.back.places[id]
	return was, known
}

// arriving counts those that get a new number where they go.
func (m relocation) arriving() int {
	n := 0
	for _, c := range m.set {
		if _, known := m.place(c.ID); !known {
			n++
		}
	}
	return n
}

// appeal gives the appeal that moves a message; 0 where none is about it.
func (m relocation) appeal(id int64) int64 {
	if m.back == nil || m.back.Contribution != id {
		return 0
	}
	return m.back.Appeal
}

// stand gives a contribution the place that it had.
func (c *Contribution) stand(was stood) {
	c.ParentID, c.Kind, c.Seq, c.RootSeq, c.Path, c.Depth = was.Parent, was.Kind, was.Seq, was.RootSeq, was.Path, was.Depth
}

// going reads and holds all that goes back, in the order in which it stands, and notes where each of it stood.
func (b *giveBack) going(tx *db.Tx, now, from Thread) ([]Contribution, error) {
	were, err := b.along(tx)
	if err != nil {
		return nil, err
	}
	goes := map[int64]bool{b.Contribution: true}
	if b.whole {
		for _, was := range were {
			goes[was.ID] = true
		}
	}
	// What was said elsewhere since is not taken to other readers than it was said to.
	since := now.GroupID == from.GroupID || !now.Private && !from.Private
	for before := 0; before < len(goes); {
		before = len(goes)
		for _, was := range were { // parents come before their answers
			if goes[was.Parent] {
				goes[was.ID] = true
			}
		}
		if len(goes) > maxReturned {
			return nil, errTooMuch
		}
		ids := make([]int64, 0, len(goes))
		for id := range goes {
			ids = append(ids, id)
		}
		answers, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM contributions WHERE thread_id = ? AND parent_id IN "+db.In(len(ids))+" LIMIT ?",
			append(append([]any{now.ID}, db.Args(ids)...), maxReturned+1)...)
		if err != nil {
			return nil, err
		}
		for _, id := range answers {
			if since || were.has(id) {
				goes[id] = true
			}
		}
	}
	return b.hold(tx, were, goes)
}

// places is where messages stood, what was said first first.
type places []stood

func (p places) has(id int64) bool {
	return slices.ContainsFunc(p, func(was stood) bool { return was.ID == id })
}

// along reads where the messages stood that went at once and still stand together.
func (b *giveBack) along(tx *db.Tx) (places, error) {
	return db.All(tx.Context(), tx, func(r db.Row) (w stood, err error) {
		err = r.Scan(&w.ID, &w.Parent, &w.Kind, &w.Seq, &w.RootSeq, &w.Path, &w.Depth, &w.Marker)
		return w, err
	}, `SELECT s.contribution_id, COALESCE(s.parent_id, 0), s.kind, s.seq, s.root_seq, s.path, s.depth, s.marker FROM relocated s
		JOIN contributions c ON c.id = s.contribution_id WHERE s.relocation_id = ? AND s.stayed = 0 AND c.thread_id = ? ORDER BY s.seq`, b.relocation, b.now)
}

// hold reads and holds what goes, and keeps the places where it stood. What is not there to answer any more is answered no
// more.
func (b *giveBack) hold(tx *db.Tx, were places, goes map[int64]bool) ([]Contribution, error) {
	if len(goes) > maxReturned {
		return nil, errTooMuch
	}
	ids := make([]int64, 0, len(goes))
	for id := range goes {
		ids = append(ids, id)
	}
	set, err := db.All(tx.Context(), tx, scanChosen, "SELECT "+standingColumns+" FROM contributions c WHERE c.thread_id = ? AND c.id IN "+db.In(len(ids))+" ORDER BY c.seq",
		append([]any{b.now}, db.Args(ids)...)...)
	if err != nil {
		return nil, err
	}
	b.places = map[int64]stood{}
	for _, was := range were {
		if goes[was.ID] {
			b.places[was.ID] = was
		}
	}
	for id, was := range b.places {
		if was.Parent == 0 || goes[was.Parent] {
			continue
		}
		there, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM contributions WHERE id = ? AND thread_id = ?", was.Parent, b.from)
		if err != nil {
			return nil, err
		}
		if there == 0 {
			was.Parent = 0
			b.places[id] = was
		}
	}
	return set, held(tx, set)
}

// rejoin lets answers that stayed answer again what has come back.
func (b *giveBack) rejoin(tx *db.Tx) error {
	for id := range b.places {
		if _, err := tx.Exec(`UPDATE contributions SET parent_id = ? WHERE thread_id = ? AND parent_id IS NULL AND kind = 'reply'
			AND id IN (SELECT contribution_id FROM relocated WHERE parent_id = ? AND relocation_id = ? AND stayed = 1)`, id, b.from, id, b.relocation); err != nil {
			return err
		}
	}
	return nil
}

// unmark takes what has come back out of the markers that say where it is.
func (b *giveBack) unmark(tx *db.Tx, set []Contribution) error {
	for _, c := range set {
		was := b.places[c.ID]
		if was.Marker == "" {
			continue
		}
		if _, err := tx.Exec(`UPDATE moves SET messages = messages - 1 WHERE id = (SELECT MIN(id) FROM moves WHERE thread_id = ? AND path = ? AND to_thread = ?)`,
			b.from, was.Marker, b.now); err != nil {
			return err
		}
	}
	_, err := tx.Exec("DELETE FROM moves WHERE thread_id = ? AND to_thread = ? AND messages <= 0", b.from, b.now)
	return err
}

// lead makes a discussion that had gone into another one again; and gives one that has lost its opening post another, or
// where nothing is left in it, lets it lead on.
func (m relocation) lead(tx *db.Tx) error {
	if m.back.whole {
		return m.back.reopen(tx, m.actor, len(m.set))
	}
	if !slices.ContainsFunc(m.set, func(c Contribution) bool { return c.ID == m.from.OpeningID }) {
		return nil
	}
	left, err := succeed(tx, m.from.ID)
	if err == nil && left == 0 {
		_, err = lead(tx, m.from, m.to)
	}
	return err
}

// succeed lets a discussion that has lost its opening post begin with the first thing left in it that people can read, and
// stands every answer in its place below that. It gives how much is left.
func succeed(tx *db.Tx, thread int64) (int, error) {
	left, err := db.All(tx.Context(), tx, scanChosen, "SELECT "+standingColumns+" FROM contributions c WHERE c.thread_id = ? ORDER BY c.seq LIMIT ?", thread, maxReturned+1)
	switch {
	case err != nil || len(left) == 0:
		return 0, err
	case len(left) > maxReturned:
		return 0, errTooMuch
	}
	first := max(0, slices.IndexFunc(left, func(c Contribution) bool { return c.State == Published }))
	stands := map[int64]*Contribution{}
	for i := range left {
		c := left[i]
		c.replant(stands[c.ParentID], i == first)
		if err := transfer(tx, left[i], c); err != nil {
			return 0, err
		}
		stands[c.ID] = &c
	}
	_, err = tx.Exec("UPDATE threads SET created_by = ? WHERE id = ?", left[first].AuthorID, thread)
	return len(left), err
}

// reopen gives a discussion back what it had and what led to it before it went into another.
func (b *giveBack) reopen(tx *db.Tx, a people.Actor, messages int) error {
	state := "open"
	if b.led.Closed {
		state = "closed"
	}
	if _, err := tx.Exec("UPDATE threads SET merged_into = NULL, state = ? WHERE id = ?", state, b.from); err != nil {
		return err
	}
	for query, ids := range map[string][]int64{
		"UPDATE threads SET merged_into = ? WHERE merged_into = ? AND id IN ":    b.led.Merged,
		"UPDATE moves SET to_thread = ? WHERE to_thread = ? AND id IN ":          b.led.Markers,
		"UPDATE evidence_calls SET thread_id = ? WHERE thread_id = ? AND id IN ": b.led.Evidence,
		"UPDATE issue_calls SET thread_id = ? WHERE thread_id = ? AND id IN ":    b.led.Issues,
		"UPDATE fates SET to_thread_id = ? WHERE to_thread_id = ? AND id IN ":    b.led.Fates,
	} {
		for part := range slices.Chunk(ids, MaxMoved) {
			if _, err := tx.Exec(query+db.In(len(part)), append([]any{b.from, b.now}, db.Args(part)...)...); err != nil {
				return err
			}
		}
	}
	if !slices.ContainsFunc(slices.Collect(maps.Values(b.places)), func(was stood) bool { return was.Kind == Opening }) {
		if _, err := succeed(tx, b.from); err != nil {
			return err
		}
	}
	if err := retitle(tx, b.from); err != nil {
		return err
	}
	return audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "discussion.part", Kind: "thread", Object: b.from, Reason: rules.Returned,
		Details: map[string]any{"of": b.now, "messages": messages},
	})
}

// retitle gives a discussion that is one again its own title, where what it begins with is not taken down.
func retitle(tx *db.Tx, thread int64) error {
	down, err := db.Value[int](tx.Context(), tx, `SELECT COUNT(*) FROM threads t JOIN contributions o ON o.id = t.opening_id
		WHERE t.id = ? AND o.state <> 'published' AND o.published_at IS NOT NULL`, thread)
	if err != nil {
		return err
	}
	if down == 0 {
		return entitle(tx, thread, true)
	}
	_, err = tx.Exec("UPDATE threads SET title = ?, slug = ? WHERE id = ?", TakenDown, ThreadSlug(TakenDown), thread)
	return err
}

package discussion

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
	"folkmoot/models/say"
)

// Selection is messages of a discussion that are to go elsewhere.
type Selection struct {
	From    int64
	IDs     []int64 // anything but the opening post
	Answers bool    // with every answer below them; else the answers that were not chosen stay where they are
	To      int64   // another discussion; 0 = a new one in the same group, which begins with the first message
	Title   string  // of the new one
	Readers bool    // whoever moves them knows that others can read them there than here
	Reason  string  // a key of ForMoves, which the writers are told; empty for OffTopic
}

// MayMove tells whether the actor may move what was said in a discussion, and if not, why.
func MayMove(a people.Actor, t Thread) error {
	if err := MayRead(a, t); err != nil {
		return err
	}
	if t.Kind != InGroup || t.MergedInto != 0 {
		return db.ErrNotFound
	}
	if !a.SignedIn() || !a.CanModerate() && !a.HostOf(t.GroupID) {
		return db.Forbidden{Reason: "Only moderators and the group's hosts can move what was said here."}
	}
	return a.MaySpeak(0)
}

// MayMoveTo tells whether the actor may move what was said in one discussion into another, and if not, why. Readers says
// that they know that others can read it there. What cannot be is Invalid under "to", what is not known under "readers".
func MayMoveTo(a people.Actor, from, to Thread, readers bool) error {
	if err := MayMove(a, from); err != nil {
		return err
	}
	if MayRead(a, to) != nil || to.Kind != InGroup {
		return db.Wrong("to", "There is no such discussion")
	}
	switch {
	case to.ID == from.ID:
		return db.Wrong("to", "It is there already")
	case to.MergedInto != 0:
		return db.Wrong("to", "That one was taken into another discussion. Choose that")
	case to.Unseen:
		return db.Wrong("to", "That discussion waits for a moderator, so nobody would find it there")
	case to.GroupID != from.GroupID && !a.CanModerate():
		return db.Wrong("to", "Hosts move messages within their own group. Ask a moderator to take them to another one")
	case to.GroupID != from.GroupID && from.Private && !to.Private && !readers:
		return db.Wrong("readers", "This was said in a private group. There everybody could read it. Say that you mean that")
	case to.GroupID != from.GroupID && (from.Private || to.Private) && !readers:
		return db.Wrong("readers", "Other people can read it there than here. Say that you mean that")
	}
	return nil
}

// MoveSelected moves chosen messages out of a discussion into another or a new one, and gives the id of that. Their
// writers are told, a marker keeps their place, and each stands in the register. Bad input is Invalid under "ids", "to",
// "title", "reason" and "readers"; ErrConflict where one of them is not there any more.
func (s *Store) MoveSelected(ctx context.Context, a people.Actor, key db.Key, sel Selection) (int64, error) {
	book, err := rules.Load(ctx, s.DB)
	if err != nil {
		return 0, err
	}
	title, reason, err := sel.check(book)
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		from, to, err := bothLocked(tx, sel.From, sel.To)
		if err != nil {
			return 0, err
		}
		if sel.To == 0 {
			if err := MayMove(a, from); err != nil {
				return 0, err
			}
		} else if err := MayMoveTo(a, from, to, sel.Readers); err != nil {
			return 0, err
		}
		set, err := chosen(tx, from, sel.IDs, sel.Answers)
		if err != nil {
			return 0, err
		}
		if sel.To == 0 {
			if to, err = begun(tx, from, set, title); err != nil {
				return 0, err
			}
		}
		moved := relocation{actor: a, book: book, reason: reason, from: from, to: to, set: set}
		return to.ID, moved.carryOut(tx)
	})
}

func (sel Selection) check(book *rules.Book) (title string, reason rules.Reason, err error) {
	wrong := db.Invalid{}
	key := cmp.Or(sel.Reason, rules.OffTopic)
	offered := book.ForMoves()
	if i := slices.IndexFunc(offered, func(r rules.Reason) bool { return r.Key == key }); i >= 0 {
		reason = offered[i]
	} else {
		wrong["reason"] = "Choose a reason that the writers will see"
	}
	if len(sel.IDs) == 0 {
		wrong["ids"] = "Tick what is to be moved"
	}
	if len(sel.IDs) > MaxMoved {
		wrong["ids"] = say.F("Choose %d at most", MaxMoved)
	}
	if sel.To == 0 {
		title, err = prose.Line(sel.Title)
		switch {
		case err != nil:
			wrong["title"] = say.Of(err)
		case title == "":
			wrong["title"] = "Choose a discussion, or give a new one a title"
		case utf8.RuneCountInString(title) > MaxTitle:
			wrong["title"] = "That title is too long. Please use fewer words"
		}
	}
	if len(wrong) > 0 {
		return "", reason, wrong
	}
	return title, reason, nil
}

// bothLocked holds two discussions, so that nothing is said or moved in either until the command ends, and reads them.
// The second may be 0.
func bothLocked(tx *db.Tx, from, to int64) (f, t Thread, err error) {
	for _, id := range []int64{min(from, to), max(from, to)} {
		if id == 0 {
			continue
		}
		if _, err := tx.Exec("UPDATE threads SET last_seq = last_seq WHERE id = ?", id); err != nil {
			return f, t, err
		}
	}
	if f, err = FindThread(tx.Context(), tx, from); err != nil || to == 0 {
		return f, t, err
	}
	t, err = FindThread(tx.Context(), tx, to)
	if err == db.ErrNotFound {
		err = db.Wrong("to", "There is no such discussion")
	}
	return f, t, err
}

const standingColumns = `c.id, c.thread_id, COALESCE(c.parent_id, 0), c.kind, c.author_id, c.who, c.state, COALESCE(c.published_at, 0), COALESCE(c.block_id, 0),
	c.created_at, c.revision, c.fate, c.path, c.seq, c.root_seq, c.depth`

func scanChosen(r db.Row) (c Contribution, err error) {
	err = r.Scan(&c.ID, &c.ThreadID, &c.ParentID, &c.Kind, &c.AuthorID, &c.Who, &c.State, &c.PublishedAt, &c.BlockID, &c.CreatedAt, &c.Revision, &c.Fate, &c.Path,
		&c.Seq, &c.RootSeq, &c.Depth)
	return c, err
}

// chosen reads and holds messages of a locked discussion, with all that stands below them where that is asked for.
func chosen(tx *db.Tx, from Thread, ids []int64, answers bool) ([]Contribution, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	query, args := "SELECT "+standingColumns+" FROM contributions c WHERE c.thread_id = ? AND c.id IN "+db.In(len(ids)), db.Args(ids)
	args = append([]any{from.ID}, args...)
	if answers {
		query = `WITH RECURSIVE branch (id) AS (SELECT id FROM contributions WHERE thread_id = ? AND id IN ` + db.In(len(ids)) + `
			UNION SELECT c.id FROM contributions c JOIN branch b ON c.parent_id = b.id WHERE c.thread_id = ?)
			SELECT ` + standingColumns + " FROM branch JOIN contributions c ON c.id = branch.id WHERE 1 = 1"
		args = append(args, from.ID)
	}
	set, err := db.All(tx.Context(), tx, scanChosen, query+" ORDER BY c.seq LIMIT ?", append(args, MaxMoved+1)...)
	if err != nil {
		return nil, err
	}
	if len(set) > MaxMoved {
		return nil, db.Wrong("ids", "That is more than %d messages with their answers. Choose fewer at a time", MaxMoved)
	}
	there := map[int64]bool{}
	for _, c := range set {
		there[c.ID] = true
		if c.Kind == Opening {
			return nil, db.Wrong("ids", "The post that a discussion begins with stays in it. To move everything, let the whole discussion go into another")
		}
	}
	for _, id := range ids {
		if !there[id] {
			return nil, db.ErrConflict
		}
	}
	return set, held(tx, set)
}

// held locks the rows of contributions, so that nobody decides about them meanwhile, and reads their states afresh.
func held(tx *db.Tx, set []Contribution) error {
	at := make(map[int64]int, len(set))
	ids := make([]int64, len(set))
	for i, c := range set {
		ids[i], at[c.ID] = c.ID, i
	}
	slices.Sort(ids)
	return db.Each(tx.Context(), tx, func(r db.Row) error {
		var c Contribution
		if err := r.Scan(&c.ID, &c.State, &c.PublishedAt, &c.Revision, &c.Fate); err != nil {
			return err
		}
		was := &set[at[c.ID]]
		was.State, was.PublishedAt, was.Revision, was.Fate = c.State, c.PublishedAt, c.Revision, c.Fate
		return nil
	}, "UPDATE contributions SET passes = passes WHERE id IN "+db.In(len(ids))+" RETURNING id, state, COALESCE(published_at, 0), revision, fate", db.Args(ids)...)
}

// begun makes the discussion that chosen messages begin, beside the one that they stood in.
func begun(tx *db.Tx, from Thread, set []Contribution, title string) (Thread, error) {
	if set[0].State != Published {
		return Thread{}, db.Wrong("ids", "The first of them begins the new discussion, so it has to be one that people can read")
	}
	id, err := AddThread(tx, NewThread{
		Kind: InGroup, GroupID: from.GroupID, Private: from.Private, Slug: ThreadSlug(title), Title: title, CreatedBy: set[0].AuthorID, CreatedAt: set[0].CreatedAt,
	})
	if err != nil {
		return Thread{}, err
	}
	return FindThread(tx.Context(), tx, id)
}

// relocation is messages on their way from one discussion to another; both are locked.
type relocation struct {
	actor    people.Actor
	book     *rules.Book
	reason   rules.Reason
	from, to Thread
	set      []Contribution // in the order in which they were said, as they stood
	whole    bool           // everything that was said there
	stayed   []stood        // answers to them that stay
	back     *giveBack      // where they stood before; nil where they were not there before
}

func (m relocation) carryOut(tx *db.Tx) error {
	if err := m.mayBeRead(tx); err != nil {
		return err
	}
	ids := make([]int64, len(m.set))
	for i, c := range m.set {
		ids[i] = c.ID
	}
	last, err := db.Value[int64](tx.Context(), tx, "UPDATE threads SET last_seq = last_seq + ? WHERE id = ? RETURNING last_seq", m.arriving(), m.to.ID)
	if err != nil {
		return err
	}
	if m.stayed, err = part(tx, m.from.ID, ids); err != nil {
		return err
	}
	moved, err := m.replant(tx, last)
	if err != nil {
		return err
	}
	for _, follows := range []func() error{
		func() error { return m.mark(tx) },
		func() error { return follow(tx, moved, m.from.ID, m.to.ID) },
		func() error { return m.readOn(tx, last) },
		func() error { return waitIn(tx, ids, m.to) },
		func() error { return m.lastSaid(tx) },
		func() error { return m.account(tx, moved) },
	} {
		if err := follows(); err != nil {
			return err
		}
	}
	tx.Touch(db.TopicThread(m.from.ID), db.TopicThread(m.to.ID), db.TopicGroup(m.from.GroupID), db.TopicGroup(m.to.GroupID),
		db.TopicGroups, db.TopicHearing, db.TopicThemes, db.TopicSite)
	if m.to.Private && m.to.GroupID != m.from.GroupID {
		tx.Withdraws() // from those who are not in that group
	}
	return nil
}

// mayBeRead refuses to take words to where their writers could not read them.
func (m relocation) mayBeRead(tx *db.Tx) error {
	if !m.to.Private || m.to.GroupID == m.from.GroupID {
		return nil
	}
	authors := map[int64]bool{}
	var ids []int64
	for _, c := range m.set {
		if !authors[c.AuthorID] {
			authors[c.AuthorID] = true
			ids = append(ids, c.AuthorID)
		}
	}
	shut, err := db.Value[int](tx.Context(), tx, `SELECT COUNT(*) FROM people p WHERE p.role = 'member' AND p.id IN `+db.In(len(ids))+`
		AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = p.id AND m.group_id = ? AND m.state = 'member')`,
		append(db.Args(ids), m.to.GroupID)...)
	if err == nil && shut > 0 {
		err = db.Wrong("to", "That group is private, and not everybody whose words would go there may read in it")
	}
	return err
}

// replant gives every message its new place and number, and moves what it counts for. Where everything goes, what
// answered the opening post goes on standing below it.
func (m relocation) replant(tx *db.Tx, last int64) ([]Contribution, error) {
	moved := make([]Contribution, len(m.set))
	stands := map[int64]*Contribution{}
	var opening *Contribution
	next := last - int64(m.arriving())
	for i, was := range m.set {
		c := was
		c.ThreadID = m.to.ID
		if place, known := m.place(was.ID); known {
			c.stand(place)
		} else {
			next++
			c.Seq = next
			parent := stands[was.ParentID]
			if parent == nil && opening != nil {
				parent = opening
			}
			if parent != nil {
				c.ParentID = parent.ID
			}
			c.replant(parent, i == 0 && m.to.OpeningID == 0)
		}
		if err := transfer(tx, was, c); err != nil {
			return nil, err
		}
		moved[i] = c
		stands[c.ID] = &moved[i]
		if m.whole && was.Kind == Opening {
			opening = &moved[i]
		}
	}
	return moved, nil
}

// mark leaves a marker where each message stood that nothing above went along with.
func (m relocation) mark(tx *db.Tx) error {
	if m.whole {
		return nil // the discussion itself leads on
	}
	top, messages := m.tops(), map[int64]int{}
	for _, c := range m.set {
		if c.PublishedAt != 0 {
			messages[top[c.ID]]++
		}
	}
	for _, c := range m.set {
		if top[c.ID] != c.ID || messages[c.ID] == 0 {
			continue
		}
		if _, err := tx.Insert("INSERT INTO moves (thread_id, path, to_thread, messages, moved_by, moved_at) VALUES (?, ?, ?, ?, ?, ?)",
			m.from.ID, c.Path, m.to.ID, messages[c.ID], m.actor.ID, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

// readOn lets people who had read all of this here have read it there: where they had read everything there too, and in
// a discussion that it begins.
func (m relocation) readOn(tx *db.Tx, last int64) error {
	newest := pathSeq(m.set[len(m.set)-1].Path[len(m.set[len(m.set)-1].Path)-pathWidth:])
	if m.to.OpeningID == 0 {
		_, err := tx.Exec(`INSERT INTO read_marks (person_id, thread_id, seq, changed_at)
			SELECT f.person_id, CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT) FROM read_marks f WHERE f.thread_id = ? AND f.seq >= ? ON CONFLICT DO NOTHING`,
			m.to.ID, last, tx.Now(), m.from.ID, newest)
		return err
	}
	_, err := tx.Exec(`UPDATE read_marks SET seq = ?, ahead = '', ahead_count = 0, changed_at = ? WHERE thread_id = ? AND seq >= ?
		AND person_id IN (SELECT f.person_id FROM read_marks f WHERE f.thread_id = ? AND f.seq >= ?)`,
		last, tx.Now(), m.to.ID, last-int64(m.arriving()), m.from.ID, newest)
	return err
}

// lastSaid says of the discussion that was left when somebody last spoke in it.
func (m relocation) lastSaid(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE threads SET last_at = COALESCE((SELECT MAX(published_at) FROM contributions WHERE thread_id = ? AND state = 'published'), created_at)
		WHERE id = ?`, m.from.ID, m.from.ID)
	return err
}

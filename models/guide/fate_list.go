package guide

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// AnyFate asks a work list for comments whatever became of them.
const AnyFate discussion.Fate = "all"

// Wanted says which comments an editor's work list holds. Empty fields ask for everything.
type Wanted struct {
	Guide     int64
	Chapter   *Chapter // of the guide; nil = all of them
	Part      *Part    // of the newest version of the Chapter
	Theme     string   // address of a theme
	Who       people.Who
	Evidence  discussion.Evidence
	Fate      discussion.Fate  // "" = Pending
	Order     discussion.Order // Oldest, or Agreed
	Selection []int64          // only these, whatever their fate: what an editor chose before
}

// Task is a comment for editors to decide about, with what they need to do so.
type Task struct {
	discussion.Said
	Guide     string // address
	Chapter   string // address
	Number    int    // of the chapter
	Paragraph int    // number of the paragraph that it is on in the newest version; 0 = the whole chapter, or none any more
	Gone      bool   // its words are no longer in the text
	Current   string // HTML of that paragraph as it is now, or as it was where it is gone; safe to print
	Version   int    // number of the newest version
	Parent    int64  // what it answers; 0 = none
	Themes    []discussion.Theme
	Answers   []TaskAnswer // the answers below it, as they were said
	Proposed  *Suggestion  // the words that it proposes for its paragraph; nil for none
	Now       FateEntry
	History   []FateEntry // the newest first
}

// TaskAnswer is an answer below a comment.
type TaskAnswer struct {
	ID     int64
	Author string
	HTML   string // safe to print
	Fate   discussion.Fate
}

// Bounds on a work list.
const (
	TaskPage    = 20  // comments on a page
	mostAnswers = 200 // answers on a page
)

// taskPlace is where a work list goes on.
type taskPlace struct {
	Agrees int   `json:"a,omitempty"`
	ID     int64 `json:"i"`
}

// Tasks reads a page of an editor's work list and where the next page begins.
func (s *Store) Tasks(ctx context.Context, a people.Actor, w Wanted, after string) (list []Task, next string, err error) {
	if err := MayDecide(a); err != nil {
		return nil, "", err
	}
	var from taskPlace
	if err := db.DecodeCursor(after, &from); err != nil {
		return nil, "", err
	}
	where, args, err := s.wanted(ctx, a, w)
	if err != nil {
		return nil, "", err
	}
	order := "c.id"
	if w.Order == discussion.Agreed {
		order = "c.agrees DESC, c.id"
	}
	switch {
	case after != "" && w.Order == discussion.Agreed:
		where, args = where+" AND (c.agrees < ? OR c.agrees = ? AND c.id > ?)", append(args, from.Agrees, from.Agrees, from.ID)
	case after != "":
		where, args = where+" AND c.id > ?", append(args, from.ID)
	}
	limit := TaskPage + 1
	if len(w.Selection) > 0 {
		limit = MaxDecisions
	}
	ids, err := db.Values[int64](ctx, s.DB, "SELECT c.id FROM contributions c JOIN threads t ON t.id = c.thread_id JOIN chapters ch ON ch.thread_id = t.id WHERE "+
		where+" ORDER BY "+order+" LIMIT ?", append(args, limit)...)
	if err != nil {
		return nil, "", err
	}
	more := len(w.Selection) == 0 && len(ids) > TaskPage
	if more {
		ids = ids[:TaskPage]
	}
	if list, err = s.tasks(ctx, a, ids); err == nil && more && len(list) > 0 {
		last := list[len(list)-1]
		next = db.EncodeCursor(taskPlace{last.Agrees, last.ID})
	}
	return list, next, err
}

// wanted is what a work list asks for, in the language of the database.
func (s *Store) wanted(ctx context.Context, a people.Actor, w Wanted) (where string, args []any, err error) {
	where, args = a.Sees("c", "t")
	add := func(condition string, more ...any) { where, args = where+" AND "+condition, append(args, more...) }
	add("ch.guide_id = ?", w.Guide)
	if w.Chapter != nil {
		add("c.thread_id = ?", w.Chapter.ThreadID)
	}
	if len(w.Selection) > 0 {
		add("c.id IN "+db.In(len(w.Selection)), db.Args(w.Selection)...)
		return where, args, nil
	}
	if w.Chapter != nil && w.Part != nil {
		reading, err := s.Read(ctx, *w.Chapter, 0)
		if err != nil {
			return "", nil, err
		}
		block, err := w.Chapter.block(reading, *w.Part)
		if err != nil {
			return "", nil, err
		}
		add("c.block_id = ?", block)
	}
	switch w.Fate {
	case AnyFate:
		add("c.fate <> ''")
	case "":
		add("c.fate = ?", discussion.Pending)
	default:
		add("c.fate = ?", w.Fate)
	}
	if w.Who != "" {
		add("c.who = ?", w.Who)
	}
	if w.Evidence != "" {
		add("c.evidence = ?", w.Evidence)
	}
	if w.Theme != "" {
		add("c.id IN (SELECT g.contribution_id FROM tags g JOIN themes th ON th.id = g.theme_id WHERE th.slug = ? AND g.state = 'accepted')", w.Theme)
	}
	return where, args, nil
}

// tasks reads several comments with all that stands beside them, in a number of queries that does not depend on how
// many there are.
func (s *Store) tasks(ctx context.Context, a people.Actor, ids []int64) ([]Task, error) {
	said, err := discussion.Gather(ctx, s.DB, a, ids)
	if err != nil || len(said) == 0 {
		return nil, err
	}
	list, at := make([]Task, len(said)), map[int64]*Task{}
	for i, one := range said {
		list[i].Said = one
		at[one.ID] = &list[i]
	}
	now, err := fates(ctx, s.DB, a, ids)
	if err != nil {
		return nil, err
	}
	past, err := histories(ctx, s.DB, a, ids)
	if err != nil {
		return nil, err
	}
	for id, t := range at {
		t.Now, t.History = now[id], past[id]
	}
	for _, read := range []func(context.Context, map[int64]*Task, []int64) error{s.taskPlaces, s.taskThemes, s.taskAnswers, s.taskProposals} {
		if err := read(ctx, at, ids); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// taskPlaces adds the paragraph that each comment is about.
func (s *Store) taskPlaces(ctx context.Context, at map[int64]*Task, ids []int64) error {
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var id int64
		var t Task
		if err := r.Scan(&id, &t.Guide, &t.Chapter, &t.Number, &t.Version, &t.Parent, &t.Paragraph, &t.Gone, &t.Current); err != nil {
			return err
		}
		if one := at[id]; one != nil {
			one.Guide, one.Chapter, one.Number, one.Version, one.Parent = t.Guide, t.Chapter, t.Number, t.Version, t.Parent
			one.Paragraph, one.Gone, one.Current = t.Paragraph, t.Gone, t.Current
		}
		return nil
	}, `SELECT c.id, g.slug, ch.slug, ch.number, COALESCE(v.number, 0), COALESCE(c.parent_id, 0), COALESCE(b.number, 0), COALESCE(a.status, '') = 'removed',
		COALESCE(b.html, old.html, '')
		FROM contributions c JOIN chapters ch ON ch.thread_id = c.thread_id JOIN guides g ON g.id = ch.guide_id LEFT JOIN versions v ON v.id = ch.version_id
		LEFT JOIN anchors a ON a.contribution_id = c.id LEFT JOIN version_blocks b ON b.version_id = ch.version_id AND b.block_id = a.now_block_id
		LEFT JOIN version_blocks old ON a.status = 'removed' AND old.version_id = a.version_id AND old.block_id = a.block_id
		WHERE c.id IN `+db.In(len(ids)), db.Args(ids)...)
}

// taskThemes adds the accepted themes of each comment.
func (s *Store) taskThemes(ctx context.Context, at map[int64]*Task, ids []int64) error {
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var id int64
		var t discussion.Theme
		if err := r.Scan(&id, &t.Slug, &t.Name, &t.Mark); err != nil {
			return err
		}
		if one := at[id]; one != nil {
			one.Themes = append(one.Themes, t)
		}
		return nil
	}, `SELECT g.contribution_id, t.slug, t.name, t.mark FROM tags g JOIN themes t ON t.id = g.theme_id
		WHERE g.state = 'accepted' AND g.contribution_id IN `+db.In(len(ids))+" ORDER BY t.name", db.Args(ids)...)
}

// taskAnswers adds the answers below each comment.
func (s *Store) taskAnswers(ctx context.Context, at map[int64]*Task, ids []int64) error {
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var root int64
		var t TaskAnswer
		if err := r.Scan(&root, &t.ID, &t.Author, &t.HTML, &t.Fate); err != nil {
			return err
		}
		if one := at[root]; one != nil {
			one.Answers = append(one.Answers, t)
		}
		return nil
	}, `WITH RECURSIVE branch (root, id) AS (SELECT id, id FROM contributions WHERE id IN `+db.In(len(ids))+`
		UNION ALL SELECT b.root, c.id FROM contributions c JOIN branch b ON c.parent_id = b.id)
		SELECT b.root, c.id, p.public_name, c.body_html, c.fate FROM branch b JOIN contributions c ON c.id = b.id JOIN people p ON p.id = c.author_id
		WHERE b.id <> b.root AND c.state = 'published' ORDER BY c.seq LIMIT ?`, append(db.Args(ids), mostAnswers)...)
}

// UsedReason is a reason that an editor gave before.
type UsedReason struct {
	Fate  discussion.Fate
	Words string
}

// mostReasons is how many reasons are offered to be used again: those used most.
const mostReasons = 40

// Reasons reads the reasons that editors gave before, those used most first.
func (s *Store) Reasons(ctx context.Context, a people.Actor) ([]UsedReason, error) {
	if err := MayDecide(a); err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, func(r db.Row) (u UsedReason, err error) {
		err = r.Scan(&u.Fate, &u.Words)
		return u, err
	}, "SELECT fate, words FROM fate_reasons ORDER BY used DESC, changed_at DESC, id DESC LIMIT ?", mostReasons)
}

// GuideThemes reads the accepted themes of the comments on a guide's chapters.
func (s *Store) GuideThemes(ctx context.Context, guide int64) ([]discussion.Theme, error) {
	return db.All(ctx, s.DB, func(r db.Row) (t discussion.Theme, err error) {
		err = r.Scan(&t.Slug, &t.Name, &t.Mark)
		return t, err
	}, `SELECT th.slug, th.name, th.mark FROM themes th WHERE EXISTS (SELECT 1 FROM tags g JOIN contributions c ON c.id = g.contribution_id
		JOIN chapters ch ON ch.thread_id = c.thread_id WHERE g.theme_id = th.id AND g.state = 'accepted' AND c.state = 'published' AND ch.guide_id = ?)
		ORDER BY th.name LIMIT ?`, guide, 200)
}

// Waiting is what keeps a chapter from being agreed.
type Waiting struct {
	Pending int // published comments without an answer
	Held    int // comments that a moderator has not let through yet
}

// None tells whether nothing is waited for.
func (w Waiting) None() bool { return w.Pending == 0 && w.Held == 0 }

// Waiting counts what keeps a chapter from being agreed.
func (s *Store) Waiting(ctx context.Context, c Chapter) (Waiting, error) {
	return waiting(ctx, s.DB, c)
}

func waiting(ctx context.Context, q db.Querier, c Chapter) (w Waiting, err error) {
	w.Pending = c.Pending
	w.Held, err = db.Value[int](ctx, q, "SELECT COUNT(*) FROM contributions WHERE state = 'held' AND thread_id = ?", c.ThreadID)
	return w, err
}

// words say what is waited for.
func (w Waiting) words() say.Text {
	pending := say.N(w.Pending, "1 comment waits for an answer", "%d comments wait for an answer")
	held := say.N(w.Held, "1 waits for a moderator", "%d wait for a moderator")
	switch {
	case w.Pending == 0:
		return held
	case w.Held == 0:
		return pending
	}
	return say.F("%s, and %s", pending, held)
}

package guide

import (
	"context"
	"errors"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

// relocate carries out that a comment is moved, with the answers below it, to the thread of a decision. Each that has a
// fate keeps in its history that it was moved from this chapter; in another chapter it waits for an answer again.
func relocate(tx *db.Tx, c Chapter, d Decision) ([]outcome, error) {
	target, err := chapterOf(tx, d.ToThread)
	if err != nil {
		return nil, err
	}
	if err := mayGo(tx, c, d, target); err != nil {
		return nil, err
	}
	branch, err := discussion.Below(tx, d.Contribution)
	if err != nil {
		return nil, err
	}
	var told []outcome
	var owed []int64
	for _, id := range branch {
		o, fated, err := sendOff(tx, c, d, id)
		if err != nil {
			return nil, err
		}
		if fated {
			owed = append(owed, id)
		}
		told = append(told, o...)
	}
	if err := Relocate(tx, d.Contribution, d.ToThread); err != nil {
		return nil, err
	}
	details := map[string]any{"from_thread": c.ThreadID, "to_thread": d.ToThread, "contributions": len(branch)}
	if err := audit.Append(tx, audit.Entry{Actor: d.By.ID, Act: "contribution.move", Kind: "contribution", Object: d.Contribution, Details: details}); err != nil {
		return nil, err
	}
	if target.ID != 0 {
		for _, id := range owed {
			again := Decision{Contribution: id, Fate: discussion.Pending, By: d.By, At: d.At}
			if err := record(tx, target, again, discussion.MovedAway); err != nil {
				return nil, err
			}
		}
	}
	return told, nil
}

// sendOff notes of one contribution that it is moved, where it has a fate, and gives whom to tell.
func sendOff(tx *db.Tx, c Chapter, d Decision, id int64) (told []outcome, fated bool, err error) {
	at, err := standingOf(tx, c, id)
	if err != nil {
		return nil, false, err
	}
	if at.fate == discussion.NoFate {
		return nil, false, nil
	}
	d.Contribution = id
	if err := record(tx, c, d, at.fate); err != nil {
		return nil, false, err
	}
	if d.Quiet || at.state != discussion.Published || at.author == d.By.ID {
		return nil, true, nil
	}
	return []outcome{{contribution: id, author: at.author, decision: d, chapter: c}}, true, nil
}

// movedAlong tells whether a comment is not on its chapter any more because it was moved with what it answers, by the
// same command or before. Then there is nothing left to do, and err is not given back.
func (p placed) movedAlong(tx *db.Tx, err error) error {
	if !errors.Is(err, db.ErrNotFound) || p.d.Fate != discussion.MovedAway {
		return err
	}
	n, lookup := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM fates WHERE contribution_id = ? AND fate = 'moved' AND to_thread_id = ? AND chapter_id = ?",
		p.d.Contribution, p.d.ToThread, p.chapter)
	if lookup != nil || n > 0 {
		return lookup
	}
	return err
}

// chapterOf gives the chapter whose comments a thread holds, with its row held; the zero Chapter for any other thread.
func chapterOf(tx *db.Tx, thread int64) (Chapter, error) {
	ids, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM chapters WHERE thread_id = ?", thread)
	if err != nil || len(ids) == 0 {
		return Chapter{}, err
	}
	return locked(tx, ids[0])
}

// mayGo tells whether a comment can be moved to a thread: everybody whose words go along must be able to see it there.
func mayGo(tx *db.Tx, c Chapter, d Decision, target Chapter) error {
	switch {
	case d.ToThread == c.ThreadID:
		return db.Wrong("to", "It is in this chapter already")
	case target.ID != 0 && target.VersionID == 0:
		return db.Wrong("to", "That chapter has no published text yet")
	}
	ids, err := discussion.Below(tx, d.Contribution)
	if err != nil {
		return err
	}
	suggested, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM suggestions WHERE contribution_id IN "+db.In(len(ids)), db.Args(ids)...)
	if err != nil {
		return err
	}
	if suggested > 0 {
		return db.Wrong("to", "New words for a paragraph stay with it. Take them in, or say why not")
	}
	thread, err := discussion.FindThread(tx.Context(), tx, d.ToThread)
	if err != nil {
		return db.Wrong("to", "Choose where it goes")
	}
	if !thread.Private {
		return nil
	}
	shut, err := db.Value[int](tx.Context(), tx, `SELECT COUNT(*) FROM people p WHERE p.role = 'member'
		AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = p.id AND m.group_id = ? AND m.state = 'member')
		AND p.id IN (SELECT author_id FROM contributions WHERE id IN `+db.In(len(ids))+")", db.Args(ids, any(thread.GroupID))...)
	if err == nil && shut > 0 {
		err = db.Wrong("to", "That group is private, and not everybody whose words would go there may read in it")
	}
	return err
}

// Relocate moves a contribution with the answers below it to another thread inside a command, from or to a chapter or
// between discussions, and sees to what ties comments to paragraphs: in a chapter they are about the whole chapter,
// elsewhere about none. Fates are left to the caller, and so is whether it may be done. Errors as in discussion.Move.
func Relocate(tx *db.Tx, contribution, thread int64) error {
	target, err := chapterOf(tx, thread)
	if err != nil {
		return err
	}
	moved, err := discussion.Move(tx, discussion.Moving{ID: contribution, To: thread, Block: target.whole})
	if err != nil {
		return err
	}
	ids := make([]int64, len(moved))
	for i, c := range moved {
		ids[i] = c.ID
	}
	for _, table := range []string{"anchor_places", "anchors"} {
		if _, err := tx.Exec("DELETE FROM "+table+" WHERE contribution_id IN "+db.In(len(ids)), db.Args(ids)...); err != nil {
			return err
		}
	}
	if target.ID == 0 {
		return nil
	}
	for _, id := range ids {
		if _, err := tx.Exec("INSERT INTO anchors (contribution_id, chapter_id, version_id, block_id, status, now_version_id, now_block_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
			id, target.ID, target.VersionID, target.whole, Same, target.VersionID, target.whole); err != nil {
			return err
		}
	}
	return nil
}

// Destination is where an editor wants comments to go: to a chapter, or to a group as a new discussion.
type Destination struct {
	Chapter int64
	Group   int64
	Title   string // of the new discussion
}

// Check cleans the title of a new discussion. Bad input is Invalid by field: "to", "title".
func (to Destination) Check() (Destination, error) {
	if to.Chapter != 0 {
		return Destination{Chapter: to.Chapter}, nil
	}
	wrong := db.Invalid{}
	to.Title = wrong.Line("title", to.Title, discussion.MaxTitle)
	switch {
	case to.Group == 0:
		wrong = db.Wrong("to", "Choose where it goes")
	case to.Title == "" && wrong["title"] == "":
		wrong["title"] = "Give the new discussion a title, best as a question"
	}
	if len(wrong) > 0 {
		return to, wrong
	}
	return to, nil
}

// thread gives the thread of a checked destination inside a command, and makes the new discussion where it is to be
// one: its first comment becomes its opening post, and its writer is who started it.
func (to Destination) thread(tx *db.Tx, a people.Actor, first int64) (int64, error) {
	if to.Chapter != 0 {
		c, err := Find(tx.Context(), tx, to.Chapter)
		if err != nil {
			return 0, db.Wrong("to", "Choose where it goes")
		}
		return c.ThreadID, nil
	}
	g, err := groups.Find(tx.Context(), tx, to.Group)
	if err == nil {
		err = groups.MaySee(a, g)
	}
	if err != nil {
		return 0, db.Wrong("to", "Choose where it goes")
	}
	author, err := db.Value[int64](tx.Context(), tx, "SELECT author_id FROM contributions WHERE id = ?", first)
	if err != nil {
		return 0, err
	}
	return discussion.AddThread(tx, discussion.NewThread{
		Kind: discussion.InGroup, GroupID: g.ID, Private: g.Access == groups.Private,
		Slug: discussion.ThreadSlug(to.Title), Title: to.Title, CreatedBy: author,
	})
}

// ChapterOf gives the address of the chapter whose comments a thread holds; ErrNotFound where it holds none.
func (s *Store) ChapterOf(ctx context.Context, thread int64) (path string, err error) {
	return db.Value[string](ctx, s.DB, "SELECT '/guides/' || g.slug || '/' || c.slug FROM chapters c JOIN guides g ON g.id = c.guide_id WHERE c.thread_id = ?", thread)
}

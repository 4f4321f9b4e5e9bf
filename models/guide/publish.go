package guide

import (
	"context"
	"maps"
	"slices"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Publish freezes a chapter's draft as its next version, ties its paragraphs to those of the version before, takes the
// comments along, and writes down what shaped each paragraph that changed: see Keep. It gives the version's number.
// ErrConflict where the draft, or where its paragraphs come from, is not what the editor looked at any more. Invalid
// by field: "note", and "shaped-" with a passage's target behind it where nobody said what shaped it.
func (s *Store) Publish(ctx context.Context, a people.Actor, key db.Key, chapter int64, revision int, note string) (number int, err error) {
	if err := MayEdit(a); err != nil {
		return 0, err
	}
	if note, err = cleanNote(note); err != nil {
		return 0, err
	}
	c, err := Find(ctx, s.DB, chapter)
	if err != nil {
		return 0, err
	}
	review, err := s.Review(ctx, a, c)
	if err != nil {
		return 0, err
	}
	published, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		// What refuses is asked in here: the same form sent again gets its first answer instead.
		now, err := locked(tx, chapter)
		switch {
		case err != nil:
			return 0, err
		case now.Draft.Revision != revision, review.Draft.Revision != revision, now.VersionID != c.VersionID:
			return 0, db.ErrConflict
		case review.Unchanged():
			return 0, db.Wrong("", "Nothing has changed since version %d, so there is nothing to publish", c.Version)
		}
		chosen, err := review.ready(tx, now, note)
		if err != nil {
			return 0, err
		}
		version, err := PublishPrepared(tx, Publication{
			Chapter: chapter, Prepared: review.Prepared, Note: note, By: a.ID, From: c.VersionID, Links: review.Links, Corrected: review.Corrected,
		})
		if err != nil {
			return 0, err
		}
		return int64(c.Version + 1), review.enter(tx, a, now, version, chosen)
	})
	return int(published), err
}

func cleanNote(note string) (string, error) {
	clean, err := prose.Clean(note)
	switch {
	case err != nil:
		return "", db.Wrong("note", "%s", err)
	case len([]rune(clean)) > MaxNote:
		return "", db.Wrong("note", "Please keep this under %d letters", MaxNote)
	}
	return strings.TrimSpace(clean), nil
}

// ready tells whether a reviewed draft can be published, and gives what was chosen for its passages.
func (r Review) ready(tx *db.Tx, c Chapter, note string) (map[string][]Choice, error) {
	fixes, err := corrections(tx.Context(), tx, c)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(fixes, r.fixes) {
		return nil, db.ErrConflict // somebody has put right where a paragraph comes from
	}
	list, err := choices(tx.Context(), tx, c.ID)
	if err != nil {
		return nil, err
	}
	chosen, wrong := r.assign(list), db.Invalid{}
	if note == "" && c.Version > 0 {
		wrong["note"] = "Say what changed and why"
	}
	for _, p := range r.Open(chosen) {
		wrong["shaped-"+p.Target] = "Say what shaped this, or that it is the editors’ own"
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return chosen, nil
}

// Open lists the passages that publishing asks about and nobody has answered for.
func (r Review) Open(chosen map[string][]Choice) (open []Passage) {
	for _, p := range r.Passages {
		if p.Asks && !answered(chosen[p.Target]) {
			open = append(open, p)
		}
	}
	return open
}

// enter writes the ledger of a version that was just published, sets the fates of the comments that shaped it, notes
// both in the register, and ends what was kept with the draft.
func (r Review) enter(tx *db.Tx, a people.Actor, c Chapter, version int64, chosen map[string][]Choice) error {
	ids, err := db.Values[int64](tx.Context(), tx, "SELECT block_id FROM version_blocks WHERE version_id = ? ORDER BY position", version)
	if err != nil {
		return err
	}
	var rows []entered
	for _, p := range r.Passages {
		at := entered{shape: ByEditors}
		if at.block = p.first(); p.New != nil {
			at.block = ids[p.at]
		}
		list := slices.DeleteFunc(slices.Clone(chosen[p.Target]), func(k Choice) bool { return !k.counts() })
		if len(list) == 0 && (p.Marks || p.Asks) {
			rows = append(rows, at)
		}
		for _, k := range list {
			rows = append(rows, entered{at.block, k.Shape, k.Said, k.Extent, k.Citation, k.Link, k.Voice})
		}
	}
	if err := storeLedger(tx, a, c, version, rows); err != nil {
		return err
	}
	if err := decided(tx, a, c, version, rows); err != nil {
		return err
	}
	if err := r.thank(tx, a, c, rows, ids); err != nil {
		return err
	}
	if err := r.register(tx, a, c, rows, ids); err != nil {
		return err
	}
	for _, statement := range []string{
		"DELETE FROM draft_ledger WHERE chapter_id = ?", "DELETE FROM draft_links WHERE chapter_id = ?",
		"UPDATE chapters SET draft_note = '' WHERE id = ?",
	} {
		if _, err := tx.Exec(statement, c.ID); err != nil {
			return err
		}
	}
	return nil
}

// first is the block that the passage comes from first; 0 where it is new.
func (p Passage) first() int64 {
	if len(p.From) == 0 {
		return 0
	}
	return p.From[0].ID
}

// entered is a row of the ledger.
type entered struct {
	block          int64
	shape          Shape
	said           int64
	extent         Extent
	citation, link string
	voice          *Voice
}

func storeLedger(tx *db.Tx, a people.Actor, c Chapter, version int64, rows []entered) error {
	return inBatches(len(rows), func(from, to int) error {
		args := make([]any, 0, (to-from)*10)
		for _, e := range rows[from:to] {
			args = append(args, c.ID, version, e.block, e.shape, db.Null(e.said), e.extent, e.citation, e.link, db.Null(a.ID), tx.Now())
		}
		_, err := tx.Exec("INSERT INTO ledger (chapter_id, version_id, block_id, kind, contribution_id, extent, citation, link, entered_by, entered_at) VALUES "+
			strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?),", to-from), ","), args...)
		return err
	})
}

// decided sets the fates of the chapter's own comments that shaped paragraphs: taken in where that was in whole
// anywhere, with the first paragraph that it was.
func decided(tx *db.Tx, a people.Actor, c Chapter, version int64, rows []entered) error {
	all := map[int64]Decision{}
	for _, e := range rows {
		if e.voice == nil || e.voice.ThreadID != c.ThreadID || e.voice.Fate == discussion.NoFate {
			continue
		}
		d, known := all[e.said]
		switch {
		case !known:
			d = Decision{Contribution: e.said, Fate: discussion.Partly, Version: version, Block: e.block, By: a}
			if e.extent == InWhole {
				d.Fate = discussion.TakenIn
			}
		case d.Fate == discussion.Partly && e.extent == InWhole:
			d.Fate, d.Block = discussion.TakenIn, e.block
		}
		all[e.said] = d
	}
	if len(all) == 0 {
		return nil
	}
	list := make([]Decision, 0, len(all))
	for _, id := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[id])
	}
	return DecideAll(tx, list)
}

// register notes what shaped the version, and where its paragraphs were said to come from by editors.
func (r Review) register(tx *db.Tx, a people.Actor, c Chapter, rows []entered, ids []int64) error {
	if len(rows) > 0 {
		count := map[Shape]int{}
		for _, e := range rows {
			count[e.shape]++
		}
		if err := audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "chapter.ledger", Kind: "chapter", Object: c.ID,
			Details: map[string]any{"version": c.Version + 1, "entries": count},
		}); err != nil {
			return err
		}
	}
	var fixed []map[string]any
	for n, l := range r.Links {
		by := r.Corrected[n]
		if by == 0 {
			continue
		}
		one := map[string]any{"how": l.How, "by": by}
		if l.Old != None {
			one["from"] = r.Old[l.Old].ID
		}
		if l.New != None {
			one["to"] = ids[l.New]
		}
		fixed = append(fixed, one)
	}
	if len(fixed) == 0 {
		return nil
	}
	return audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "chapter.correct", Kind: "chapter", Object: c.ID,
		Details: map[string]any{"version": c.Version + 1, "links": fixed},
	})
}

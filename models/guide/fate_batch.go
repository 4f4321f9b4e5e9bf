package guide

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// Batch is what an editor decides about several comments at once.
type Batch struct {
	Contributions []int64
	Seen          map[int64]int64 // by contribution, the newest entry of its history when the editor looked; 0 = none
	Below         bool            // the answers below them too
	Fate          discussion.Fate
	Reason        string
	Version       int    // number of the version that they changed; 0 = the newest
	Paragraph     string // as typed, "4.3" or "3"; "" = the one that each is on
	To            Destination
}

// DecideBatch sets what becomes of several comments, all of them or none. Bad input is Invalid by field: "chosen", and
// those of Decision and Destination; what concerns single comments is a Failure. db.Forbidden for who may not decide.
func (s *Store) DecideBatch(ctx context.Context, a people.Actor, key db.Key, b Batch) error {
	if err := MayDecide(a); err != nil {
		return err
	}
	if err := b.check(); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		chosen, err := b.chosen(tx)
		if err != nil {
			return 0, err
		}
		decisions, err := b.decisions(tx, a, chosen)
		if err != nil {
			return 0, err
		}
		return chosen[0], DecideAll(tx, decisions)
	})
	return err
}

// check looks at what concerns the batch as a whole.
func (b *Batch) check() error {
	switch {
	case len(b.Contributions) == 0:
		return db.Wrong("chosen", "Choose at least one comment")
	case len(b.Contributions) > MaxDecisions:
		return db.Wrong("chosen", "Choose at most %d comments at once", MaxDecisions)
	}
	if b.Fate == discussion.MovedAway {
		to, err := b.To.Check()
		b.To = to
		return err
	}
	// What every one of them would be refused for is told once, as a fault of the form.
	d, err := Decision{Fate: b.Fate, Reason: b.Reason}.Check(Ground{Written: true, Paragraph: 1, Replied: true})
	b.Reason = d.Reason
	return err
}

// chosen gives the comments that are meant, with the answers below them where those are meant too.
func (b Batch) chosen(tx *db.Tx) ([]int64, error) {
	if err := b.hold(tx); err != nil {
		return nil, err
	}
	for _, id := range b.Contributions {
		if seen, ok := b.Seen[id]; ok {
			now, err := db.Value[int64](tx.Context(), tx, "SELECT COALESCE(MAX(id), 0) FROM fates WHERE contribution_id = ?", id)
			if err != nil {
				return nil, err
			}
			if now != seen {
				return nil, Failure{id: db.ErrConflict}
			}
		}
	}
	chosen := slices.Clone(b.Contributions)
	slices.Sort(chosen)
	if !b.Below || b.Fate == discussion.MovedAway { // the answers to what is moved go along anyway
		return chosen, nil
	}
	var answers []int64
	for _, id := range chosen {
		below, err := discussion.Below(tx, id)
		if err != nil {
			return nil, err
		}
		answers = append(answers, below...)
	}
	owed, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM contributions WHERE state = 'published' AND fate <> '' AND id IN "+db.In(len(answers)), db.Args(answers)...)
	if err != nil {
		return nil, err
	}
	chosen = append(chosen, owed...)
	slices.Sort(chosen)
	if chosen = slices.Compact(chosen); len(chosen) > MaxDecisions {
		return nil, db.Wrong("chosen", "With the answers below them these are %d comments, and at most %d can be decided at once. Choose fewer", len(chosen), MaxDecisions)
	}
	return chosen, nil
}

// hold keeps others from deciding on the same chapters, so that what the editor saw is compared with what is true.
func (b Batch) hold(tx *db.Tx) error {
	chapters, err := db.Values[int64](tx.Context(), tx, `SELECT DISTINCT ch.id FROM contributions c JOIN chapters ch ON ch.thread_id = c.thread_id
		WHERE c.id IN `+db.In(len(b.Contributions))+" ORDER BY ch.id", db.Args(b.Contributions)...)
	for _, id := range chapters {
		if err != nil {
			return err
		}
		_, err = locked(tx, id)
	}
	return err
}

// decisions says for each comment what is decided.
func (b Batch) decisions(tx *db.Tx, a people.Actor, chosen []int64) ([]Decision, error) {
	var to int64
	if b.Fate == discussion.MovedAway {
		var err error
		if to, err = b.To.thread(tx, a, chosen[0]); err != nil {
			return nil, err
		}
	}
	decisions := make([]Decision, len(chosen))
	for i, id := range chosen {
		decisions[i] = Decision{Contribution: id, Fate: b.Fate, Reason: b.Reason, ToThread: to, By: a}
		if !taken(b.Fate) || b.Paragraph == "" && b.Version == 0 {
			continue
		}
		var err error
		if decisions[i].Version, decisions[i].Block, err = b.place(tx, id); err != nil {
			return nil, err
		}
	}
	return decisions, nil
}

// place finds the version and the paragraph that an editor typed, in the chapter of a comment.
func (b Batch) place(tx *db.Tx, contribution int64) (version, block int64, err error) {
	var chapter, number, newest int64
	err = tx.QueryRow(tx.Context(), `SELECT ch.id, ch.number, COALESCE(v.number, 0) FROM contributions c JOIN chapters ch ON ch.thread_id = c.thread_id
		LEFT JOIN versions v ON v.id = ch.version_id WHERE c.id = ?`, contribution).Scan(&chapter, &number, &newest)
	if err != nil {
		return 0, 0, Failure{contribution: db.ErrNotFound}
	}
	if b.Version != 0 {
		newest = int64(b.Version)
	}
	ids, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM versions WHERE chapter_id = ? AND number = ?", chapter, newest)
	if err != nil {
		return 0, 0, err
	}
	if len(ids) == 0 {
		return 0, 0, db.Wrong("version", "Choose a published version of this chapter")
	}
	if b.Paragraph == "" {
		return ids[0], 0, nil
	}
	paragraph, ok := paragraphNumber(b.Paragraph, number)
	if !ok {
		return 0, 0, db.Wrong("paragraph", "Give the paragraph by its number, such as %d.3", number)
	}
	blocks, err := db.Values[int64](tx.Context(), tx, "SELECT block_id FROM version_blocks WHERE version_id = ? AND number = ?", ids[0], paragraph)
	if err != nil {
		return 0, 0, err
	}
	if len(blocks) == 0 {
		return 0, 0, db.Wrong("paragraph", "Version %d has no paragraph %d.%d", newest, number, paragraph)
	}
	return ids[0], blocks[0], nil
}

// paragraphNumber reads "4.3", or "3", as a paragraph of chapter 4.
func paragraphNumber(typed string, chapter int64) (int, bool) {
	if before, after, dotted := strings.Cut(typed, "."); dotted {
		if before != strconv.FormatInt(chapter, 10) {
			return 0, false
		}
		typed = after
	}
	n, err := strconv.Atoi(typed)
	return n, err == nil && n > 0
}

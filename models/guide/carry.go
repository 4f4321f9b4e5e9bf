package guide

import (
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/guide/anchor"
)

// stand is where a comment stands in a version.
type stand struct {
	id, parent int64
	block      int64 // that of what is no longer in the text, where status is Removed
	start, end int   // bytes of the block's text that it is on; both 0 = all of it
	status     How
	sure       float64
	lost       lost
}

// lost is the words of a comment that could not be found any more, with what stood around them; zero for none.
type lost struct{ before, quote, after string }

// worst gives the status of a comment to which one more thing happened: being reworded says more than being moved,
// being split or joined more than either, and of those two the later one counts.
func worst(before, now How) How {
	rank := map[How]int{Same: 0, Moved: 1, Reworded: 2, Split: 3, Merged: 3, Removed: 4}
	if rank[now] >= rank[before] {
		return now
	}
	return before
}

// carry takes the comments of a chapter along to a new version. How they stand in the old one is kept first. Then each
// comment on a whole paragraph goes where the paragraph went, each comment on words of one to where the words are now,
// and stays with the paragraph where they cannot be told; answers go with what they answer. What was on a paragraph
// that was taken out is no longer in the text, until that paragraph comes back word for word.
func (p Publication) carry(tx *db.Tx, c Chapter, version int64, old, fresh []Block, returned []int64) error {
	if c.VersionID == 0 {
		return nil
	}
	if err := freeze(tx, c); err != nil {
		return err
	}
	all, err := stands(tx, c)
	if err != nil {
		return err
	}
	back, err := comingBack(tx, c, fresh, returned)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE anchors SET now_version_id = ? WHERE chapter_id = ?", version, c.ID); err != nil {
		return err
	}
	course := newCourse(c, p.Links, old, fresh, back)
	var changed []stand
	var moved []move
	for _, s := range all {
		now := course.next(s)
		if now != s {
			changed = append(changed, now)
		}
		if now.block != s.block {
			moved = append(moved, move{s.id, s.block, now.block})
		}
	}
	if err := storeStands(tx, c, version, changed); err != nil {
		return err
	}
	return moveComments(tx, moved)
}

// stands reads how the comments of a chapter stand now, what is answered before its answers.
func stands(tx *db.Tx, c Chapter) ([]stand, error) {
	return db.All(tx.Context(), tx, func(r db.Row) (s stand, err error) {
		err = r.Scan(&s.id, &s.parent, &s.block, &s.start, &s.end, &s.status, &s.sure, &s.lost.before, &s.lost.quote, &s.lost.after)
		return s, err
	}, `SELECT a.contribution_id, COALESCE(k.parent_id, 0), COALESCE(a.now_block_id, ?), COALESCE(a.now_start, 0), COALESCE(a.now_end, 0), a.status, a.sure,
		CASE WHEN a.now_end IS NULL AND a.placed_at IS NULL THEN a.prefix ELSE '' END,
		CASE WHEN a.now_end IS NULL AND a.placed_at IS NULL THEN a.quote ELSE '' END,
		CASE WHEN a.now_end IS NULL AND a.placed_at IS NULL THEN a.suffix ELSE '' END
		FROM anchors a JOIN contributions k ON k.id = a.contribution_id WHERE a.chapter_id = ? ORDER BY a.contribution_id`, c.gone, c.ID)
}

// course tells where comments go from one version to the next.
type course struct {
	chapter Chapter
	old     []Block
	fresh   []Block
	at      map[int64]int // place in old by block
	along   *anchor.Carrier
	heirs   []anchor.Place // by place in old: where a block goes as a whole
	back    map[int64]stand
	steps   map[int64]step
	carried map[anchor.Mark]anchor.Place
}

// step is what happened to a comment, and happens to the answers to it as well.
type step struct {
	from, to int64
	how      How
	sure     float64
}

func newCourse(c Chapter, links []Link, old, fresh []Block, back map[int64]stand) *course {
	k := &course{
		chapter: c, old: old, fresh: fresh, at: make(map[int64]int, len(old)), back: back, steps: map[int64]step{},
		along: anchor.NewCarrier(texts(old), texts(fresh), links), heirs: make([]anchor.Place, len(old)), carried: map[anchor.Mark]anchor.Place{},
	}
	for i, b := range old {
		k.at[b.ID] = i
		k.heirs[i] = anchor.Place{Block: None, How: Removed, Sure: 1}
	}
	for _, l := range links {
		if l.Old == None || l.New == None {
			continue
		}
		// The block with the same id carries on; without one, where a block was merged into another, the surest.
		h := &k.heirs[l.Old]
		if here := fresh[l.New].ID == old[l.Old].ID; here || h.Block == None || fresh[h.Block].ID != old[l.Old].ID && l.Sure > h.Sure {
			*h = anchor.Place{Block: l.New, How: l.How, Sure: l.Sure}
		}
	}
	return k
}

// next gives how a comment stands in the new version. What is answered is asked for before its answers.
func (k *course) next(s stand) stand {
	now, went := s, step{s.block, s.block, Same, 1}
	above, answer := k.steps[s.parent]
	switch {
	case answer && above.from == s.block:
		now, went = k.follow(s, above), above
	case s.block == k.chapter.whole:
	case s.status == Removed:
		if before, ok := k.back[s.id]; ok {
			before.parent, before.lost = s.parent, s.lost
			now, went.to, went.sure = before, before.block, before.sure
		}
	default:
		now, went = k.carry(s)
	}
	k.steps[s.id] = went
	return now
}

// follow takes an answer along with what it answers.
func (k *course) follow(s stand, above step) stand {
	before, returned := k.back[s.id]
	s.block, s.start, s.end, s.sure = above.to, 0, 0, min(s.sure, above.sure)
	switch {
	case above.to == k.chapter.gone:
		s.status = Removed
	case s.status != Removed:
		s.status = worst(s.status, above.how)
	case returned:
		s.status = before.status
	default: // it was made while what it answers was not in the text
		s.status = Same
	}
	return s
}

// carry takes a comment along by itself.
func (k *course) carry(s stand) (stand, step) {
	now, i := s, k.at[s.block]
	to := k.heirs[i]
	if s.end > 0 {
		place := k.place(anchor.Mark{Block: i, Start: s.start, End: s.end})
		if place.Block == None || !place.Whole() {
			to = place
		}
	}
	if to.Block == None {
		now.block, now.start, now.end, now.status = k.chapter.gone, 0, 0, Removed
		return now, step{s.block, now.block, Removed, s.sure}
	}
	now.block, now.start, now.end = k.fresh[to.Block].ID, to.Start, to.End
	now.status, now.sure = worst(s.status, to.How), min(s.sure, to.Sure)
	if now.end == 0 {
		now.start, now.end = s.lost.find(k.fresh[to.Block].Text)
	}
	return now, step{s.block, now.block, to.How, now.sure}
}

// place carries words along. A paragraph that says the same keeps them as they are; of words that many commented on it
// thinks once.
func (k *course) place(m anchor.Mark) anchor.Place {
	if to := k.heirs[m.Block]; (to.How == Same || to.How == Moved) && k.fresh[to.Block].Text == k.old[m.Block].Text {
		to.Start, to.End = m.Start, m.End
		return to
	}
	at, known := k.carried[m]
	if !known {
		at = k.along.Carry(m)
		k.carried[m] = at
	}
	return at
}

// find tells where words that were lost stand again, in a text that says them once, with all that stood around them;
// zeros where it does not.
func (l lost) find(text string) (start, end int) {
	all := l.before + l.quote + l.after
	if l.quote == "" || len([]rune(all)) < anchor.Context || strings.Count(text, all) != 1 {
		return 0, 0
	}
	start = strings.Index(text, all) + len(l.before)
	return start, start + len(l.quote)
}

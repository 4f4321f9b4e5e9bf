package guide

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// Spotted is a comment on a chapter with where it stands in the newest version.
type Spotted struct {
	Guide     Guide
	Chapter   Chapter
	Reading   Reading // the newest version
	Comment   Comment
	Paragraph int // the paragraph that it is on; 0 = the whole chapter, or none any more
}

// Put says where in the newest version of a chapter a comment belongs.
type Put struct {
	Version   int   // number of the newest version, as whoever decides saw it
	Paragraph int   // 0 = the whole chapter
	Words     Words // empty = all of the paragraph
}

// MayPut tells whether the actor may put a comment on another part of its chapter, and if not, why. The comment was
// found before, so the actor may see it or a marker of it.
func MayPut(a people.Actor, said discussion.Contribution) error {
	mine := a.SignedIn() && said.AuthorID == a.ID
	seen := discussion.Readable(a, said) || said.State == discussion.Hidden && a.CanModerate()
	switch {
	case !seen:
		return db.ErrNotFound
	case !mine && !a.CanEdit():
		return db.Forbidden{Reason: "Only its writer and the editors can put a comment elsewhere."}
	case said.ParentID != 0:
		return db.Forbidden{Reason: "An answer stands with what it answers. To put it elsewhere, put that elsewhere."}
	}
	return nil
}

// Spotted reads a comment that the actor may put elsewhere, with the text that it can be put on.
func (s *Store) Spotted(ctx context.Context, a people.Actor, contribution int64) (Spotted, error) {
	said, _, err := s.Talk.Find(ctx, a, contribution)
	if err != nil {
		return Spotted{}, err
	}
	spot, err := s.Where(ctx, a, contribution)
	if err != nil {
		return Spotted{}, err
	}
	if err := MayPut(a, said); err != nil {
		return Spotted{}, err
	}
	at := Spotted{Paragraph: spot.Paragraph}
	if at.Guide, at.Chapter, _, err = s.Chapter(ctx, spot.Guide, spot.Chapter); err != nil {
		return at, err
	}
	if at.Reading, err = s.Read(ctx, at.Chapter, 0); err != nil {
		return at, err
	}
	comments, err := s.withAnchors(ctx, at.Reading, []discussion.Item{{Contribution: said, Shown: discussion.Readable(a, said)}})
	if err == nil {
		at.Comment = comments[0]
	}
	return at, err
}

// Put puts a comment, with the answers to it, on another paragraph, on words of one, or on the whole chapter, and
// writes it in the register. ErrConflict where a newer version was published since; Invalid under "words" where the
// words are not in the paragraph, and under "" where the comment is there already.
func (s *Store) Put(ctx context.Context, a people.Actor, key db.Key, contribution int64, to Put) error {
	at, err := s.Spotted(ctx, a, contribution)
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := locked(tx, at.Chapter.ID)
		if err != nil {
			return 0, err
		}
		if c.Version != to.Version {
			return 0, db.ErrConflict
		}
		before, said, err := held(tx, c, contribution)
		if err != nil {
			return 0, err
		}
		if err := MayPut(a, said); err != nil {
			return 0, err
		}
		now, err := to.in(tx, c, before)
		if err != nil {
			return 0, err
		}
		if err := putAll(tx, c, said, before, now); err != nil {
			return 0, err
		}
		if _, err := tx.Exec("UPDATE anchors SET placed_by = ?, placed_at = ? WHERE contribution_id = ?", a.ID, tx.Now(), contribution); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicGuides, db.TopicThread(c.ThreadID))
		return contribution, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "anchor.place", Kind: "contribution", Object: contribution,
			Details: map[string]any{"version": c.Version, "before": before.told(c), "after": now.told(c)},
		})
	})
	return err
}

// held reads how a comment stands and holds its row.
func held(tx *db.Tx, c Chapter, contribution int64) (stand, discussion.Contribution, error) {
	var s stand
	var said discussion.Contribution
	if _, err := tx.Exec("UPDATE contributions SET state_at = state_at WHERE id = ?", contribution); err != nil {
		return s, said, err
	}
	err := tx.QueryRow(tx.Context(), `SELECT k.id, COALESCE(k.parent_id, 0), k.root_seq, k.author_id, COALESCE(k.recorder_id, 0), k.state, COALESCE(a.now_block_id, ?),
		COALESCE(a.now_start, 0), COALESCE(a.now_end, 0), a.status, a.sure
		FROM contributions k JOIN anchors a ON a.contribution_id = k.id WHERE k.id = ? AND a.chapter_id = ?`, c.gone, contribution, c.ID).
		Scan(&s.id, &said.ParentID, &said.RootSeq, &said.AuthorID, &said.RecorderID, &said.State, &s.block, &s.start, &s.end, &s.status, &s.sure)
	said.ID, s.parent = s.id, said.ParentID
	return s, said, err
}

// in gives how a comment stands once it has been put there.
func (to Put) in(tx *db.Tx, c Chapter, before stand) (stand, error) {
	now := before
	now.block, now.start, now.end, now.status, now.sure = c.whole, 0, 0, Same, 1
	if to.Paragraph != 0 {
		b, err := paragraph(tx.Context(), tx, c.VersionID, to.Paragraph)
		if err != nil {
			return now, db.Wrong("paragraph", "Choose a paragraph from the list")
		}
		now.block = b.ID
		if !to.Words.Empty() {
			m, err := to.Words.In(b)
			if err != nil {
				return now, err
			}
			now.start, now.end = m.Start, m.End
		}
	}
	if before.block == now.block && before.start == now.start && before.end == now.end {
		return now, db.Wrong("", "It is there already")
	}
	return now, nil
}

// putAll stores where a comment stands now, and takes the answers to it along.
func putAll(tx *db.Tx, c Chapter, said discussion.Contribution, before, now stand) error {
	all := []stand{now}
	var moves []move
	if now.block != before.block {
		moves = append(moves, move{now.id, before.block, now.block})
		answers, err := db.All(tx.Context(), tx, func(r db.Row) (s stand, err error) {
			err = r.Scan(&s.id, &s.block, &s.status, &s.sure)
			return s, err
		}, `SELECT k.id, COALESCE(a.now_block_id, ?), a.status, a.sure FROM contributions k JOIN anchors a ON a.contribution_id = k.id
			WHERE k.thread_id = ? AND k.root_seq = ? AND k.parent_id IS NOT NULL ORDER BY k.id`, c.gone, c.ThreadID, said.RootSeq)
		if err != nil {
			return err
		}
		for _, s := range answers {
			moves = append(moves, move{s.id, s.block, now.block})
			if s.block = now.block; s.status == Removed {
				s.status = Same
			}
			all = append(all, s)
		}
	}
	if err := storeStands(tx, c, c.VersionID, all); err != nil {
		return err
	}
	return moveComments(tx, moves)
}

// told writes down where a comment stands for the register.
func (s stand) told(c Chapter) map[string]any {
	switch {
	case s.block == c.whole:
		return map[string]any{"on": "chapter"}
	case s.status == Removed:
		return map[string]any{"on": "nothing"}
	case s.end == 0:
		return map[string]any{"on": "paragraph", "block": s.block}
	}
	return map[string]any{"on": "words", "block": s.block, "start": s.start, "end": s.end}
}

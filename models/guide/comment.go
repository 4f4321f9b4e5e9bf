package guide

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// NewComment is a comment that somebody wants to make on a chapter.
type NewComment struct {
	Chapter   int64
	Version   int   // number of the version that they read; 0 = the newest
	Paragraph int   // its number in that version; 0 = the whole chapter
	ParentID  int64 // the comment it answers, whose paragraph it shares; 0 = none
	Body      string
	Evidence  discussion.Evidence
	ByEditor  bool  // said by an editor of the guide, who owes themselves no answer
	Draft     int64 // the kept draft that the words come from, which goes as they are posted; 0 = none
}

// Comment posts a comment on a paragraph of a chapter and gives its id. A comment on a version that is not the newest
// any more is tied to the paragraph as it was read, and carried to where that paragraph is now. Bad input is Invalid
// under "body"; a paragraph that is not there is ErrNotFound.
func (s *Store) Comment(ctx context.Context, a people.Actor, key db.Key, n NewComment) (int64, error) {
	if err := checkVoice(n.Evidence, ""); err != nil {
		return 0, err
	}
	body, err := discussion.Render(ctx, n.Body)
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := locked(tx, n.Chapter)
		if err != nil {
			return 0, err
		}
		if err := MayComment(a, c, tx.Now()); err != nil {
			return 0, err
		}
		if n.ParentID != 0 {
			if err := discussion.MayAnswer(ctx, tx, a, c.ThreadID, n.ParentID); err != nil {
				return 0, err
			}
		}
		n.ByEditor = MayEdit(a) == nil
		said := discussion.New{AuthorID: a.ID, Who: a.Who, Evidence: n.Evidence, Body: body}
		said.State, said.Reason = s.Talk.Hold.Begin(a)
		made, err := AddComment(tx, c, n, said)
		if err != nil {
			return 0, err
		}
		return made.ID, discussion.Finish(tx, a, made, n.Draft)
	})
}

// AddComment stores a comment on a chapter inside a command, with its anchor. Where it stands is taken from n, which
// needs no Body; who said it and when from d, whose ThreadID, ParentID, Kind and BlockID are filled in. Whether it
// may be made has been decided before.
func AddComment(tx *db.Tx, c Chapter, n NewComment, d discussion.New) (discussion.Contribution, error) {
	at, err := place(tx, c, n)
	if err != nil {
		return discussion.Contribution{}, err
	}
	d.ThreadID, d.ParentID, d.Kind, d.BlockID = c.ThreadID, n.ParentID, discussion.Comment, at.now
	if n.ParentID != 0 {
		d.Kind = discussion.Reply
	}
	if at.status == Removed {
		d.BlockID = c.gone
	}
	if !n.ByEditor {
		d.Fate = discussion.Pending
	}
	made, err := discussion.Add(tx, d)
	if err != nil {
		return made, err
	}
	_, err = tx.Exec(`INSERT INTO anchors (contribution_id, chapter_id, version_id, block_id, status, sure, now_version_id, now_block_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, made.ID, c.ID, at.version, at.block, at.status, at.sure, c.VersionID, db.Null(at.now))
	return made, err
}

// tie is what a comment is tied to.
type tie struct {
	version, block int64 // as it was read
	now            int64 // the block that it is on in the newest version; 0 = none any more
	status         How
	sure           float64
}

// place finds what a new comment is tied to.
func place(tx *db.Tx, c Chapter, n NewComment) (tie, error) {
	if n.ParentID != 0 {
		return besideParent(tx, c, n.ParentID)
	}
	number := n.Version
	if number == 0 {
		number = c.Version
	}
	version, err := db.Value[int64](tx.Context(), tx, "SELECT id FROM versions WHERE chapter_id = ? AND number = ?", c.ID, number)
	if err != nil {
		return tie{}, err
	}
	at := tie{version: version, block: c.whole, now: c.whole, status: Same, sure: 1}
	if n.Paragraph == 0 {
		return at, nil
	}
	at.block, err = db.Value[int64](tx.Context(), tx, "SELECT block_id FROM version_blocks WHERE version_id = ? AND number = ?", version, n.Paragraph)
	if err != nil {
		return at, err
	}
	at.now = at.block
	return at, at.follow(tx, c, number)
}

// follow goes from the version that was read to the newest one, link by link.
func (a *tie) follow(tx *db.Tx, c Chapter, from int) error {
	for number := from + 1; number <= c.Version && a.now != 0; number++ {
		how, to, sure := Same, int64(0), 1.0
		err := tx.QueryRow(tx.Context(), `SELECT l.how, COALESCE(l.to_block, 0), l.sure FROM block_links l JOIN versions v ON v.id = l.version_id
			WHERE v.chapter_id = ? AND v.number = ? AND l.from_block = ? LIMIT 1`, c.ID, number, a.now).Scan(&how, &to, &sure)
		if err != nil {
			return err
		}
		a.now, a.sure = to, min(a.sure, sure)
		if how != Same && (how != Moved || a.status == Same) {
			a.status = how
		}
	}
	return nil
}

// besideParent puts an answer where the comment that it answers is now.
func besideParent(tx *db.Tx, c Chapter, parent int64) (tie, error) {
	at := tie{status: Same, sure: 1}
	var status How
	err := tx.QueryRow(tx.Context(), `SELECT a.version_id, COALESCE(a.block_id, 0), COALESCE(a.now_block_id, 0), a.status
		FROM anchors a WHERE a.contribution_id = ? AND a.chapter_id = ?`, parent, c.ID).
		Scan(&at.version, &at.block, &at.now, &status)
	if err != nil {
		return at, db.ErrNotFound
	}
	if at.now == 0 {
		at.status = Removed
		return at, nil
	}
	at.version, at.block = c.VersionID, at.now
	return at, nil
}

// Spot is where a comment on a chapter is to be found.
type Spot struct {
	Guide, Chapter string // addresses
	Paragraph      int    // its number in the newest version; 0 = not on one
	Gone           bool   // its words are no longer in the text
	After          string // cursor of the page of comments there; "" = the first

	block int64 // that bears it
}

// Where tells where a comment on a chapter is now, for its permalink; ErrNotFound for what is not a comment on a
// chapter, or what the actor may see neither itself nor a marker of.
func (s *Store) Where(ctx context.Context, a people.Actor, contribution int64) (Spot, error) {
	spot, err := s.spot(ctx, contribution)
	if err != nil {
		return spot, err
	}
	there, err := s.Talk.Where(ctx, a, contribution, view("", spot.block))
	spot.After = there.After
	return spot, err
}

// spot is Where without asking who may know and on which page it is.
func (s *Store) spot(ctx context.Context, contribution int64) (spot Spot, err error) {
	err = s.DB.QueryRow(ctx, `SELECT g.slug, c.slug, COALESCE(b.number, 0), a.status = 'removed', COALESCE(k.block_id, 0)
		FROM anchors a JOIN contributions k ON k.id = a.contribution_id JOIN chapters c ON c.id = a.chapter_id JOIN guides g ON g.id = c.guide_id
		LEFT JOIN version_blocks b ON b.version_id = c.version_id AND b.block_id = a.now_block_id
		WHERE a.contribution_id = ?`, contribution).Scan(&spot.Guide, &spot.Chapter, &spot.Paragraph, &spot.Gone, &spot.block)
	if err != nil {
		return spot, db.ErrNotFound
	}
	return spot, nil
}

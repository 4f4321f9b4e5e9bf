package guide

import (
	"context"
	"strconv"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/people"
)

// NewComment is a comment that somebody wants to make on a chapter.
type NewComment struct {
	Chapter   int64
	Version   int   // number of the version that they read; 0 = the newest
	Paragraph int   // its number in that version; 0 = the whole chapter
	Words     Words // those of the paragraph that it is on; empty = all of it
	ParentID  int64 // the comment it answers, whose paragraph it shares; 0 = none
	Body      string
	Evidence  discussion.Evidence
	Language  string             // of the words, as for discussion.Body.In
	ByEditor  bool               // said by an editor of the guide, who owes themselves no answer
	Draft     int64              // the kept draft that the words come from, which goes as they are posted; 0 = none
	Channel   discussion.Channel // how it reached us; "" = web
	Files     []files.Attached
}

// Comment posts a comment on a paragraph of a chapter and gives its id. A comment on a version that is not the newest
// any more is tied to the paragraph as it was read, and carried to where that paragraph is now. Bad input is Invalid
// under "body", "evidence" or "words"; a paragraph that is not there is ErrNotFound.
func (s *Store) Comment(ctx context.Context, a people.Actor, key db.Key, n NewComment) (int64, error) {
	if err := checkVoice(n.Evidence, ""); err != nil {
		return 0, err
	}
	body, err := discussion.Render(ctx, n.Body)
	if err != nil {
		return 0, err
	}
	attached, err := files.Check(n.Files)
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := taking(tx, n.Chapter)
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
		said := discussion.New{AuthorID: a.ID, Channel: n.Channel, Who: a.Who, Evidence: n.Evidence, Body: body.In(n.Language), Files: attached}
		if err := s.enter(tx, a, c, &said); err != nil {
			return 0, err
		}
		made, err := AddComment(tx, c, n, said)
		if err != nil {
			return 0, err
		}
		return made.ID, discussion.Finish(tx, a, made, n.Draft)
	})
}

// enter decides how something begins that somebody says on a chapter, inside the command that adds it.
func (s *Store) enter(tx *db.Tx, a people.Actor, c Chapter, said *discussion.New) error {
	t, err := discussion.FindThread(tx.Context(), tx, c.ThreadID)
	if err != nil {
		return err
	}
	return s.Talk.Enter(tx, a, t, said)
}

// AddComment stores a comment on a chapter inside a command, with its anchor. Where it stands is taken from n, which
// needs no Body; who said it and when from d, whose ThreadID, ParentID, Kind, BlockID and Late are filled in: what was
// said after the closing time is late, however it reached us. Whether it may be made has been decided before.
func AddComment(tx *db.Tx, c Chapter, n NewComment, d discussion.New) (discussion.Contribution, error) {
	at, err := place(tx, c, n)
	if err != nil {
		return discussion.Contribution{}, err
	}
	d.ThreadID, d.ParentID, d.Kind, d.BlockID = c.ThreadID, n.ParentID, discussion.Comment, at.now.block
	if n.ParentID != 0 {
		d.Kind = discussion.Reply
	}
	if !n.ByEditor {
		d.Fate = discussion.Pending
	}
	said := d.CreatedAt
	if said == 0 {
		said = tx.Now()
	}
	d.Late = c.IsLate(said)
	made, err := discussion.Add(tx, d)
	if err != nil {
		return made, err
	}
	at.now.id = made.ID
	return made, at.store(tx, c)
}

// Spot is where a comment on a chapter is to be found.
type Spot struct {
	Guide, Chapter string // addresses
	Version        int    // the newest of the chapter
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

// AnswerPath is the path of the form in which a comment that is to be found there is answered.
func (s Spot) AnswerPath(contribution int64) string {
	part := "whole"
	if s.Paragraph != 0 && !s.Gone {
		part = strconv.Itoa(s.Paragraph)
	}
	return "/guides/" + s.Guide + "/" + s.Chapter + "/versions/" + strconv.Itoa(s.Version) + "/paragraphs/" + part + "/comments?to=" + strconv.FormatInt(contribution, 10)
}

// spot is Where without asking who may know and on which page it is.
func (s *Store) spot(ctx context.Context, contribution int64) (spot Spot, err error) {
	err = s.DB.QueryRow(ctx, `SELECT g.slug, c.slug, COALESCE(v.number, 0), COALESCE(b.number, 0), a.status = 'removed', COALESCE(k.block_id, 0)
		FROM anchors a JOIN contributions k ON k.id = a.contribution_id JOIN chapters c ON c.id = a.chapter_id JOIN guides g ON g.id = c.guide_id
		LEFT JOIN versions v ON v.id = c.version_id LEFT JOIN version_blocks b ON b.version_id = c.version_id AND b.block_id = a.now_block_id
		WHERE a.contribution_id = ?`, contribution).Scan(&spot.Guide, &spot.Chapter, &spot.Version, &spot.Paragraph, &spot.Gone, &spot.block)
	if err != nil {
		return spot, db.ErrNotFound
	}
	return spot, nil
}

package guide

import (
	"context"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Review is what publishing a draft would do, for the editor to look at first.
type Review struct {
	Draft    Draft
	Prepared Prepared
	Old      []Block // of the newest published version, with their comments
	Links    []Link
}

// Unchanged tells whether the draft says what is published already.
func (r Review) Unchanged() bool {
	for _, l := range r.Links {
		if l.How != Same || r.Old[l.Old].Source != r.Prepared.Blocks[l.New].Source {
			return false
		}
	}
	return len(r.Old) > 0
}

// Review shows what publishing a chapter's draft would do.
func (s *Store) Review(ctx context.Context, a people.Actor, c Chapter) (Review, error) {
	draft, err := s.Draft(ctx, a, c.ID)
	if err != nil {
		return Review{}, err
	}
	r, err := s.Compare(ctx, a, c, draft.Body)
	r.Draft = draft
	return r, err
}

// Compare aligns a text with the newest published version of a chapter. A text that cannot be rendered is Invalid
// under "body".
func (s *Store) Compare(ctx context.Context, a people.Actor, c Chapter, body string) (Review, error) {
	if err := MayEdit(a); err != nil {
		return Review{}, err
	}
	prepared, err := Prepare(ctx, body)
	if err != nil {
		return Review{}, err
	}
	r := Review{Prepared: prepared}
	if c.VersionID != 0 {
		if r.Old, err = blocks(ctx, s.DB, c.VersionID); err != nil {
			return r, err
		}
	}
	r.Links = Align(r.Old, prepared.Blocks)
	return r, nil
}

// Publish freezes a chapter's draft as its next version, ties its paragraphs to those of the version before, and
// takes the comments along. It gives the version's number. ErrConflict where the draft is not the revision that the
// editor looked at any more.
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
		case note == "" && c.Version > 0:
			return 0, db.Wrong("note", "Say what changed and why")
		}
		version, err := PublishPrepared(tx, Publication{Chapter: chapter, Prepared: review.Prepared, Note: note, By: a.ID, From: c.VersionID, Links: review.Links})
		if err != nil {
			return 0, err
		}
		return db.Value[int64](ctx, tx, "SELECT number FROM versions WHERE id = ?", version)
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

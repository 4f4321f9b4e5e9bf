package guide

import (
	"context"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/guide/anchor"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Publication is a version of a chapter to be published.
type Publication struct {
	Chapter  int64
	Prepared Prepared
	Note     string        // what changed and why, for readers
	By       int64         // 0 = the program
	At       clock.Instant // 0 = now; imports and the demonstration give the past

	From      int64         // the version that Links were made against; 0 = none
	Links     []Link        // how its blocks came from that version's; nil = as Align finds them
	Corrected map[int]int64 // which of Links, by place, an editor put right, and who
}

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

// PublishPrepared publishes a version inside a command and gives its id. Whether that may be done has been decided before.
func PublishPrepared(tx *db.Tx, p Publication) (int64, error) {
	c, err := locked(tx, p.Chapter)
	if err != nil {
		return 0, err
	}
	if c.Version >= MaxVersions {
		return 0, db.Wrong("", "A chapter can have at most %d versions", MaxVersions)
	}
	at := p.At
	if at == 0 {
		at = tx.Now()
	}
	var old []Block
	if c.VersionID != 0 {
		if old, err = blocks(tx.Context(), tx, c.VersionID); err != nil {
			return 0, err
		}
	}
	switch {
	case p.Links == nil:
		p.Links = Align(old, p.Prepared.Blocks)
	case p.From != c.VersionID:
		return 0, db.ErrConflict
	}
	version, err := tx.Insert("INSERT INTO versions (chapter_id, number, body_md, note, digest, published_by, published_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		c.ID, c.Version+1, p.Prepared.Body, p.Note, p.Prepared.Digest, db.Null(p.By), at)
	if err != nil {
		return 0, err
	}
	fresh, err := p.identify(tx, old, at)
	if err != nil {
		return 0, err
	}
	if err := storeBlocks(tx, version, fresh); err != nil {
		return 0, err
	}
	if err := p.storeLinks(tx, version, old, fresh); err != nil {
		return 0, err
	}
	if err := carry(tx, c, version, p.Links, old); err != nil {
		return 0, err
	}
	if _, err := tx.Exec("UPDATE chapters SET version_id = ?, paragraph_count = ? WHERE id = ?", version, p.Prepared.Paragraphs, c.ID); err != nil {
		return 0, err
	}
	tx.Touch(db.TopicGuides, db.TopicThread(c.ThreadID))
	return version, audit.Append(tx, audit.Entry{
		Actor: p.By, Act: "chapter.publish", Kind: "chapter", Object: c.ID, Reason: p.Note,
		Details: map[string]any{"version": c.Version + 1, "digest": p.Prepared.Digest, "published_at": at, "blocks": tally(p.Links)},
	})
}

// identify gives the blocks of the new version their permanent ids: the old one where there is one.
func (p Publication) identify(tx *db.Tx, old []Block, at clock.Instant) ([]Block, error) {
	fresh := make([]Block, len(p.Prepared.Blocks))
	copy(fresh, p.Prepared.Blocks)
	var unknown []int
	for j, i := range anchor.Heirs(texts(old), texts(fresh), p.Links) {
		if i == None {
			unknown = append(unknown, j)
		} else {
			fresh[j].ID = old[i].ID
		}
	}
	ids, err := addBlocks(tx, p.Chapter, len(unknown), at)
	for i, id := range ids {
		fresh[unknown[i]].ID = id
	}
	return fresh, err
}

// batch is how many rows one statement stores.
const batch = 50

func storeBlocks(tx *db.Tx, version int64, list []Block) error {
	return inBatches(len(list), func(from, to int) error {
		rows := make([]any, 0, (to-from)*10)
		for i, b := range list[from:to] {
			rows = append(rows, version, from+i+1, b.ID, b.Number, b.Kind, b.Level, b.Source, b.HTML, prose.Version, b.Text)
		}
		_, err := tx.Exec("INSERT INTO version_blocks (version_id, position, block_id, number, kind, level, source, html, html_version, text) VALUES "+
			strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?),", to-from), ","), rows...)
		return err
	})
}

func (p Publication) storeLinks(tx *db.Tx, version int64, old, fresh []Block) error {
	return inBatches(len(p.Links), func(from, to int) error {
		rows := make([]any, 0, (to-from)*6)
		for n, l := range p.Links[from:to] {
			var before, after int64
			if l.Old != None {
				before = old[l.Old].ID
			}
			if l.New != None {
				after = fresh[l.New].ID
			}
			rows = append(rows, version, db.Null(before), db.Null(after), l.How, l.Sure, db.Null(p.Corrected[from+n]))
		}
		_, err := tx.Exec("INSERT INTO block_links (version_id, from_block, to_block, how, sure, corrected_by) VALUES "+
			strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?),", to-from), ","), rows...)
		return err
	})
}

func inBatches(n int, do func(from, to int) error) error {
	for from := 0; from < n; from += batch {
		if err := do(from, min(from+batch, n)); err != nil {
			return err
		}
	}
	return nil
}

func tally(links []Link) map[How]int {
	count := map[How]int{}
	for _, l := range links {
		count[l.How]++
	}
	return count
}

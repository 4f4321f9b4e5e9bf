package guide

import (
	"context"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// Version is a published version of a chapter. It never changes.
type Version struct {
	ID          int64
	Number      int    // from 1
	Note        string // what changed and why
	Digest      string
	By          string // public name of who published it; may be empty
	PublishedAt clock.Instant
}

const versionColumns = `SELECT v.id, v.number, v.note, v.digest, COALESCE(p.public_name, ''), v.published_at
	FROM versions v LEFT JOIN people p ON p.id = v.published_by`

func scanVersion(r db.Row) (v Version, err error) {
	err = r.Scan(&v.ID, &v.Number, &v.Note, &v.Digest, &v.By, &v.PublishedAt)
	return v, err
}

// Versions reads every version of a chapter, the newest first.
func (s *Store) Versions(ctx context.Context, chapter int64) ([]Version, error) {
	return db.All(ctx, s.DB, scanVersion, versionColumns+" WHERE v.chapter_id = ? ORDER BY v.number DESC LIMIT ?", chapter, MaxVersions)
}

// Reading is a version of a chapter to be read.
type Reading struct {
	Version  Version
	Versions []Version // all of them, the newest first
	Newest   bool
	Blocks   []Block // with the published comments on each: those on it now, or in an older version those that were on it then
	Whole    int     // published comments on the whole chapter
	Gone     int     // published comments whose words were no longer in the text
}

// Read reads a version of a chapter by its number; 0 is the newest. A chapter without any version gives an empty
// Reading, an unknown number ErrNotFound. An older version is shown with the comments that it had when
// it was replaced, and those made on it since, as far as they are published now.
func (s *Store) Read(ctx context.Context, c Chapter, number int) (Reading, error) {
	var r Reading
	var err error
	if r.Versions, err = s.Versions(ctx, c.ID); err != nil || len(r.Versions) == 0 {
		if err == nil && number != 0 {
			err = db.ErrNotFound
		}
		return r, err
	}
	found := false
	for _, v := range r.Versions {
		if v.Number == number || number == 0 && v.Number == r.Versions[0].Number {
			r.Version, found = v, true
		}
	}
	if !found {
		return r, db.ErrNotFound
	}
	r.Newest = r.Version.Number == r.Versions[0].Number
	if r.Blocks, err = blocks(ctx, s.DB, r.Version.ID); err != nil {
		return r, err
	}
	counts, err := s.counts(ctx, c, r)
	if err != nil {
		return r, err
	}
	r.Whole, r.Gone = counts[c.whole], counts[c.gone]
	if !r.Newest {
		for i, b := range r.Blocks {
			r.Blocks[i].Comments = counts[b.ID]
		}
	}
	return r, nil
}

// counts gives the numbers of comments that do not come with the blocks: those of the chapter's own two blocks, and of
// an older version all.
func (s *Store) counts(ctx context.Context, c Chapter, r Reading) (map[int64]int, error) {
	query, args := "SELECT id, comment_count FROM blocks WHERE id IN (?, ?)", []any{c.whole, c.gone}
	if !r.Newest {
		query, args = `SELECT a.block_id, COUNT(*) FROM anchor_places a JOIN contributions c ON c.id = a.contribution_id
			WHERE a.version_id = ? AND c.state = 'published' GROUP BY a.block_id`, []any{r.Version.ID}
	}
	counts := map[int64]int{}
	err := db.Each(ctx, s.DB, func(row db.Row) error {
		var block int64
		var n int
		err := row.Scan(&block, &n)
		counts[block] = n
		return err
	}, query, args...)
	return counts, err
}

// OpenChapter is a chapter that people can comment on now, for the first page.
type OpenChapter struct {
	Chapter
	Guide    Guide  // its Slug and Title
	Chapters int    // of the guide
	Piece    string // the paragraph with most comments
}

// OpenNow reads up to n chapters that take comments now, those that close soonest first.
func (s *Store) OpenNow(ctx context.Context, n int) ([]OpenChapter, error) {
	now := s.DB.Clock.Now()
	return db.All(ctx, s.DB, func(r db.Row) (o OpenChapter, err error) {
		o.State = Open
		err = r.Scan(&o.ID, &o.ThreadID, &o.Slug, &o.Number, &o.Title, &o.Summary, &o.VersionID, &o.Version, &o.Paragraphs, &o.Comments, &o.People,
			&o.ClosesAt, &o.Guide.Slug, &o.Guide.Title, &o.Chapters, &o.Piece)
		return o, err
	}, `SELECT c.id, c.thread_id, c.slug, c.number, c.title, c.summary, v.id, v.number, c.paragraph_count, t.contribution_count, t.people_count,
		COALESCE(t.closes_at, 0), g.slug, g.title, (SELECT COUNT(*) FROM chapters WHERE guide_id = g.id),
		COALESCE((SELECT p.text FROM version_blocks p JOIN blocks b ON b.id = p.block_id WHERE p.version_id = v.id AND p.kind = 'paragraph'
			ORDER BY b.comment_count DESC, p.position LIMIT 1), '')
		FROM chapters c JOIN guides g ON g.id = c.guide_id JOIN threads t ON t.id = c.thread_id JOIN versions v ON v.id = c.version_id
		WHERE c.state = 'open' AND COALESCE(t.opens_at, 0) <= ? AND (t.closes_at IS NULL OR t.closes_at > ?)
		ORDER BY t.closes_at IS NULL, t.closes_at, g.id, c.number LIMIT ?`, now, now, n)
}

// Part names what a panel of comments is about.
type Part struct {
	Paragraph int  // its number in the version that is read; 0 = the whole chapter
	Gone      bool // what is no longer in the text
}

// Comment is a comment on a chapter, with what became of what it was made on.
type Comment struct {
	discussion.Item
	Status    How    // in the version that is read
	Version   int    // number of the version that it was made on
	Paragraph int    // number in that version of the paragraph that it was made on; 0 = the whole chapter
	Quote     string // the words of it that the comment was made on; "" = all of it
	Text      string // beginning of that paragraph, where it is no longer in the text
	Now       string // the words that it is on in the version that is read; "" = all of the paragraph, or none any more
	Nth       int    // which of the places where Now stands in the paragraph is meant, from 1
	PlacedBy  int64  // who put it here by hand; 0 = nobody
	PlacedAt  clock.Instant
	Fate      FateEntry // what became of it

	Suggestion *Suggestion // the words that it proposes; nil for none
}

// Panel is a page of the comments on a part of a chapter.
type Panel struct {
	discussion.Page
	Thread   discussion.Thread
	Comments []Comment // the Page's Items
}

// wordsShown is how many characters of a paragraph that was taken out are read.
const wordsShown = 400

// Panel reads comments on a part of a chapter that the actor may see, oldest first, from a cursor on.
func (s *Store) Panel(ctx context.Context, a people.Actor, c Chapter, r Reading, part Part, after string) (Panel, error) {
	var p Panel
	block, err := c.block(r, part)
	if err != nil {
		return p, err
	}
	if p.Thread, err = s.Talk.Thread(ctx, a, c.ThreadID); err != nil {
		return p, err
	}
	asked := view(after, block)
	if !r.Newest {
		asked.Version = r.Version.ID
	}
	if p.Page, err = s.Talk.Page(ctx, a, p.Thread, asked); err != nil {
		return p, err
	}
	if p.Comments, err = s.withAnchors(ctx, r, p.Items); err != nil {
		return p, err
	}
	if err := s.withSuggestions(ctx, p.Comments); err != nil {
		return p, err
	}
	return p, s.withFates(ctx, a, p.Comments)
}

func view(after string, block int64) discussion.View {
	return discussion.View{Order: discussion.Oldest, After: after, PerPage: discussion.PageShort, Block: block}
}

// block finds the block that a part of a version stands for.
func (c Chapter) block(r Reading, part Part) (int64, error) {
	switch {
	case part.Gone:
		return c.gone, nil
	case part.Paragraph == 0:
		return c.whole, nil
	}
	for _, b := range r.Blocks {
		if b.Number == part.Paragraph {
			return b.ID, nil
		}
	}
	return 0, db.ErrNotFound
}

// withFates adds what became of each comment that the reader may read.
func (s *Store) withFates(ctx context.Context, a people.Actor, comments []Comment) error {
	var ids []int64
	for _, c := range comments {
		if c.Shown {
			ids = append(ids, c.ID)
		}
	}
	found, err := fates(ctx, s.DB, a, ids)
	for i := range comments {
		comments[i].Fate = found[comments[i].ID]
	}
	return err
}

// withAnchors adds to comments how they stand in the version that is read.
func (s *Store) withAnchors(ctx context.Context, reading Reading, items []discussion.Item) ([]Comment, error) {
	comments, place := make([]Comment, len(items)), make(map[int64]int, len(items))
	ids := make([]int64, len(items))
	for i, item := range items {
		comments[i] = Comment{Item: item, Status: Same}
		ids[i], place[item.ID] = item.ID, i
	}
	if len(ids) == 0 {
		return comments, nil
	}
	text := make(map[int64]string, len(reading.Blocks))
	for _, b := range reading.Blocks {
		text[b.ID] = b.Text
	}
	query, args := nowAnchors, []any{wordsShown}
	if !reading.Newest {
		query, args = thenAnchors, []any{wordsShown, reading.Version.ID}
	}
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var id, block int64
		var start, end int
		var a Comment
		if err := r.Scan(&id, &a.Status, &a.Version, &a.Paragraph, &a.Quote, &a.Text, &block, &start, &end, &a.PlacedBy, &a.PlacedAt); err != nil {
			return err
		}
		if t := text[block]; start >= 0 && start < end && end <= len(t) {
			a.Now, a.Nth = t[start:end], strings.Count(t[:start], t[start:end])+1
		}
		a.Item = comments[place[id]].Item
		comments[place[id]] = a
		return nil
	}, query+db.In(len(ids)), db.Args(ids, args...)...)
	return comments, err
}

// How comments stand now, and how they stood in an older version.
const (
	nowAnchors = `SELECT a.contribution_id, a.status, v.number, COALESCE(b.number, 0), a.quote,
		CASE WHEN a.status = 'removed' THEN COALESCE(SUBSTR(b.text, 1, ?), '') ELSE '' END,
		COALESCE(a.now_block_id, 0), COALESCE(a.now_start, 0), COALESCE(a.now_end, 0), COALESCE(a.placed_by, 0), COALESCE(a.placed_at, 0)
		FROM anchors a JOIN versions v ON v.id = a.version_id
		LEFT JOIN version_blocks b ON b.version_id = a.version_id AND b.block_id = a.block_id WHERE a.contribution_id IN `
	thenAnchors = `SELECT a.contribution_id, p.status, v.number, COALESCE(b.number, 0), a.quote,
		CASE WHEN p.status = 'removed' THEN COALESCE(SUBSTR(b.text, 1, ?), '') ELSE '' END,
		COALESCE(p.block_id, 0), COALESCE(p.start_at, 0), COALESCE(p.end_at, 0), 0, 0
		FROM anchors a JOIN versions v ON v.id = a.version_id JOIN anchor_places p ON p.contribution_id = a.contribution_id AND p.version_id = ?
		LEFT JOIN version_blocks b ON b.version_id = a.version_id AND b.block_id = a.block_id WHERE a.contribution_id IN `
)

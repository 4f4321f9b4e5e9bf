package guide

import (
	"context"
	"strings"
	"unicode/utf8"

	"folkmoot/models/db"
	"folkmoot/models/guide/anchor"
)

// MaxWords is how many characters of a paragraph one comment can be on without being on all of it.
const MaxWords = 2000

// Words are words of a paragraph that somebody means, as they typed, pasted or selected them.
type Words struct {
	Quote         string
	Before, After string // what stands around them, where that is known: it tells which of several places is meant
}

// Empty tells whether no words are meant, so the whole paragraph is.
func (w Words) Empty() bool { return strings.TrimSpace(w.Quote) == "" }

// In finds the words in a block. Invalid under "words" where they are not there, stand there several times, or are too
// many.
func (w Words) In(b Block) (anchor.Mark, error) {
	if utf8.RuneCountInString(w.Quote) > MaxWords {
		return anchor.Mark{}, db.Wrong("words", "Those are too many words. Choose fewer, or leave this empty to comment on the whole paragraph")
	}
	text := texts([]Block{b})
	if at, ok := anchor.Locate(text, w.Quote, w.Before, w.After); ok {
		return at, nil
	}
	if anchor.Count(text, w.Quote) > 1 {
		return anchor.Mark{}, db.Wrong("words", "These words stand in the paragraph more than once. Add the word before or after them, or leave this empty to comment on the whole paragraph")
	}
	return anchor.Mark{}, db.Wrong("words", "We cannot find these words in the paragraph. Copy them just as they stand there, or leave this empty to comment on the whole paragraph")
}

// around gives up to n characters of a text before a place in it, and after another.
func around(text string, start, end, n int) (before, after string) {
	from, to := start, end
	for range n {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
		_, size = utf8.DecodeRuneInString(text[to:])
		to += size
	}
	return text[from:start], text[end:to]
}

// tied is what a new comment is tied to.
type tied struct {
	version, block       int64 // as it was read
	quote, before, after string
	start, end           int   // of the quote; both 0 = none
	now                  stand // in the newest version
	parent, read         int64 // the comment it answers, and the version that was read; 0 = answers none
}

// place finds what a new comment is tied to.
func place(tx *db.Tx, c Chapter, n NewComment) (tied, error) {
	number := n.Version
	if number == 0 {
		number = c.Version
	}
	version, err := db.Value[int64](tx.Context(), tx, "SELECT id FROM versions WHERE chapter_id = ? AND number = ?", c.ID, number)
	if err != nil {
		return tied{}, err
	}
	if n.ParentID != 0 {
		return besideParent(tx, c, n.ParentID, version)
	}
	at := tied{version: version, block: c.whole, now: stand{block: c.whole, status: Same, sure: 1}}
	if n.Paragraph == 0 {
		return at, nil
	}
	b, err := paragraph(tx.Context(), tx, version, n.Paragraph)
	if err != nil {
		return at, err
	}
	at.block, at.now.block = b.ID, b.ID
	if !n.Words.Empty() {
		m, err := n.Words.In(b)
		if err != nil {
			return at, err
		}
		at.quote, at.start, at.end = b.Text[m.Start:m.End], m.Start, m.End
		at.before, at.after = around(b.Text, m.Start, m.End, anchor.Context)
		at.now.start, at.now.end = m.Start, m.End
	}
	at.now, err = follow(tx, c, at.now, number)
	return at, err
}

// paragraph reads a paragraph of a version by its number.
func paragraph(ctx context.Context, q db.Querier, version int64, number int) (Block, error) {
	if number < 1 {
		return Block{}, db.ErrNotFound
	}
	return db.One(ctx, q, func(r db.Row) (b Block, err error) {
		err = r.Scan(&b.ID, &b.Number, &b.Kind, &b.Level, &b.Source, &b.Text)
		return b, err
	}, "SELECT block_id, number, kind, level, source, text FROM version_blocks WHERE version_id = ? AND number = ?", version, number)
}

// besideParent puts an answer where the comment that it answers is now.
func besideParent(tx *db.Tx, c Chapter, parent, read int64) (tied, error) {
	at := tied{now: stand{status: Same, sure: 1}, parent: parent, read: read}
	var status How
	err := tx.QueryRow(tx.Context(), `SELECT a.version_id, COALESCE(a.block_id, 0), COALESCE(a.now_block_id, 0), a.status
		FROM anchors a WHERE a.contribution_id = ? AND a.chapter_id = ?`, parent, c.ID).
		Scan(&at.version, &at.block, &at.now.block, &status)
	switch {
	case err != nil:
		return at, db.ErrNotFound
	case at.now.block == 0:
		at.now.block, at.now.status = c.gone, Removed
	default:
		at.version, at.block = c.VersionID, at.now.block
	}
	return at, nil
}

// store stores what a new comment is tied to. Where it was made on a version that is not the newest any more, it
// stands there too.
func (at tied) store(tx *db.Tx, c Chapter) error {
	block, start, end := at.now.block, any(nil), any(nil)
	if at.now.status == Removed {
		block = 0
	}
	if at.end > 0 {
		start, end = at.start, at.end
	}
	nowStart, nowEnd := at.now.words()
	_, err := tx.Exec(`INSERT INTO anchors (contribution_id, chapter_id, version_id, block_id, quote, prefix, suffix, quote_start, quote_end,
		status, sure, now_version_id, now_block_id, now_start, now_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		at.now.id, c.ID, at.version, at.block, at.quote, at.before, at.after, start, end,
		at.now.status, at.now.sure, c.VersionID, db.Null(block), nowStart, nowEnd)
	switch {
	case err != nil:
		return err
	case at.parent != 0 && at.read != c.VersionID:
		_, err = tx.Exec(`INSERT INTO anchor_places (version_id, contribution_id, block_id, status, sure)
			SELECT version_id, CAST(? AS BIGINT), block_id, CASE status WHEN 'removed' THEN 'removed' ELSE 'same' END, 1
			FROM anchor_places WHERE contribution_id = ? AND version_id = ?`, at.now.id, at.parent, at.read)
	case at.version != c.VersionID && at.parent == 0:
		_, err = tx.Exec(`INSERT INTO anchor_places (version_id, contribution_id, block_id, status, sure, start_at, end_at)
			VALUES (?, ?, ?, ?, 1, ?, ?)`, at.version, at.now.id, at.block, Same, start, end)
	}
	return err
}

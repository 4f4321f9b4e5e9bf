package guide

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/prose"
)

// Block is a block of one version of a chapter: a paragraph, heading, list item, quote, table, code, rule or footnote.
type Block struct {
	ID       int64 // permanent, through every version that has the block; 0 before it is published
	Number   int   // the paragraph's number in the version, from 1; 0 for headings and rules
	Kind     prose.BlockKind
	Level    int    // of a heading, 2 to 4
	Source   string // Markdown
	HTML     string // safe to print
	Text     string // as read
	Comments int    // published comments that are on it
}

// Prepared is a text ready to be published: rendered outside any transaction.
type Prepared struct {
	Body       string
	Blocks     []Block
	Digest     string
	Paragraphs int // numbered blocks
}

// Prepare renders a chapter's text into numbered blocks. Bad input is Invalid under "body".
func Prepare(ctx context.Context, body string) (Prepared, error) {
	body, err := cleanBody(body)
	if err != nil {
		return Prepared{}, err
	}
	parts, err := prose.Blocks(ctx, body, prose.Options{Limits: prose.Chapter, Prefix: "note-"})
	if err != nil {
		if ctx.Err() != nil {
			return Prepared{}, db.ErrBusy
		}
		return Prepared{}, db.Wrong("body", "%s", err)
	}
	if len(parts) > MaxBlocks {
		return Prepared{}, db.Wrong("body", "That is too much for one chapter: %d paragraphs, where %d fit. Please split it in two", len(parts), MaxBlocks)
	}
	p := Prepared{Body: body, Blocks: make([]Block, len(parts))}
	for i, part := range parts {
		b := Block{Kind: part.Kind, Level: part.Level, Source: part.Source, HTML: part.HTML, Text: part.Text}
		if part.Kind != prose.Heading && part.Kind != prose.Rule {
			p.Paragraphs++
			b.Number = p.Paragraphs
		}
		p.Blocks[i] = b
	}
	p.Digest = Digest(body, p.Blocks)
	return p, nil
}

// Digest is the SHA-256, written "sha256:" and hexadecimal digits, of a version's text and of how it was cut into numbered blocks. It does not
// change when the blocks are rendered afresh.
func Digest(body string, blocks []Block) string {
	type piece struct {
		Number int    `json:"number"`
		Kind   string `json:"kind"`
		Level  int    `json:"level"`
		Source string `json:"source"`
		Text   string `json:"text"`
	}
	pieces := make([]piece, len(blocks))
	for i, b := range blocks {
		pieces[i] = piece{b.Number, string(b.Kind), b.Level, b.Source, b.Text}
	}
	sum := sha256.New()
	encoder := json.NewEncoder(sum)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(struct {
		Body   string  `json:"body"`
		Blocks []piece `json:"blocks"`
	}{body, pieces}); err != nil {
		panic(err) // texts and numbers always encode, and a hash takes every byte
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))
}

// addBlocks makes n blocks of a chapter and gives their ids.
func addBlocks(tx *db.Tx, chapter int64, n int, at clock.Instant) ([]int64, error) {
	ids := make([]int64, n)
	for i := range ids {
		var err error
		if ids[i], err = tx.Insert("INSERT INTO blocks (chapter_id, created_at) VALUES (?, ?)", chapter, at); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// blocks reads the blocks of a version in order.
func blocks(ctx context.Context, q db.Querier, version int64) ([]Block, error) {
	return db.All(ctx, q, func(r db.Row) (b Block, err error) {
		err = r.Scan(&b.ID, &b.Number, &b.Kind, &b.Level, &b.Source, &b.HTML, &b.Text, &b.Comments)
		return b, err
	}, `SELECT v.block_id, v.number, v.kind, v.level, v.source, v.html, v.text, b.comment_count
		FROM version_blocks v JOIN blocks b ON b.id = v.block_id WHERE v.version_id = ? ORDER BY v.position LIMIT ?`, version, MaxBlocks)
}

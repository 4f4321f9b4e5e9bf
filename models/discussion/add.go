package discussion

import (
	"cmp"
	"context"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/files"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/watch"
)

// Body is a contribution's words, rendered before the transaction begins.
type Body struct {
	Source  string // Markdown as typed
	HTML    string // safe to print
	Version int    // of the renderer

	Language string        // BCP 47 tag; "" where nobody said
	Noticed  watch.Noticed // in the words, by looking at them alone
}

// Render checks and renders what somebody typed. Bad input is Invalid under the field "body".
func Render(ctx context.Context, source string) (Body, error) {
	source, err := prose.Clean(source)
	if err != nil {
		return Body{}, db.Wrong("body", "%s", err)
	}
	switch {
	case strings.TrimSpace(source) == "":
		return Body{}, db.Wrong("body", "Write what you want to say")
	case len(source) > MaxBody:
		return Body{}, db.Wrong("body", "That is too long to post in one piece. Please keep it under %d,000 letters, or split it in two", MaxBody/1000)
	}
	document, err := prose.Render(ctx, source, prose.Options{Limits: prose.Comment, Prefix: db.NewToken()[:6] + "-"})
	if err != nil {
		if ctx.Err() != nil {
			return Body{}, db.ErrBusy
		}
		return Body{}, db.Wrong("body", "%s", err)
	}
	return Body{Source: source, HTML: document.HTML, Version: prose.Version, Noticed: watch.Look(source, document.Text)}, nil
}

// NewThread is a thread to be made.
type NewThread struct {
	Kind      ThreadKind
	GroupID   int64 // 0 for a chapter
	Private   bool
	Slug      string
	Title     string
	OpensAt   clock.Instant
	ClosesAt  clock.Instant
	CreatedBy int64
	CreatedAt clock.Instant // 0 = now
}

// AddThread makes a thread inside a command and gives its id. Its opening post is added by Add.
func AddThread(tx *db.Tx, n NewThread) (int64, error) {
	at := n.CreatedAt
	if at == 0 {
		at = tx.Now()
	}
	return tx.Insert(`INSERT INTO threads (kind, group_id, slug, title, opens_at, closes_at, private, listed, last_at, created_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, n.Kind, db.Null(n.GroupID), n.Slug, n.Title, db.Null(n.OpensAt), db.Null(n.ClosesAt),
		db.Flag(n.Private), db.Flag(n.Kind == OnChapter), at, db.Null(n.CreatedBy), at)
}

// New is a contribution to be added. Whether its author may write there has been decided before.
type New struct {
	ThreadID   int64
	ParentID   int64
	Kind       Kind
	AuthorID   int64
	RecorderID int64
	Channel    Channel // "" = web
	Noted      bool    // in the recorder's words, not the author's own
	Who        people.Who
	Evidence   Evidence
	Body       Body
	Files      files.Ready     // pictures and documents that stand with it, of whoever types it in
	Proposed   string          // HTML of the words that it proposes for a paragraph, for Enter to look at
	Before     string          // HTML that was there before, whose links are not new
	State      State           // Published or Held
	Reason     string          // why it is held, as a reason key
	Findings   []Finding       // what the program noticed in it
	Beside     []watch.Noticed // in words that come with it: a title, what it proposes for a paragraph
	CreatedAt  clock.Instant   // 0 = now; imports and the demo give the past
	BlockID    int64
	Fate       Fate   // Pending where editors owe an answer
	Late       bool   // said after the closing time
	Attributes string // JSON object of further columns of an import
	ImportKey  string // where it was imported from, so that a second run adds nothing

	editing bool                                      // words that were said before are changed
	then    func(tx *db.Tx, contribution int64) error // what Finish does last; nil is nothing
}

// Add stores a contribution inside a command, with its place in the tree and every counter, and gives its id and
// sequence number.
func Add(tx *db.Tx, n New) (Contribution, error) {
	at := n.CreatedAt
	if at == 0 {
		at = tx.Now()
	}
	c := Contribution{ThreadID: n.ThreadID, ParentID: n.ParentID, Kind: n.Kind, AuthorID: n.AuthorID, Who: n.Who, State: n.State, BlockID: n.BlockID, Fate: n.Fate, Late: n.Late, CreatedAt: at, then: n.then}
	var err error
	// Taking the next number locks the thread's row, so that the tree below it is written by one command at a time.
	if c.Seq, err = db.Value[int64](tx.Context(), tx, "UPDATE threads SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq", n.ThreadID); err != nil {
		return c, err
	}
	if err := c.place(tx); err != nil {
		return c, err
	}
	channel, published := n.Channel, clock.Instant(0)
	if channel == "" {
		channel = Web
	}
	if n.State == Published {
		published = at
	}
	c.ID, err = tx.Insert(`INSERT INTO contributions (thread_id, parent_id, seq, root_seq, path, depth, kind, author_id, recorder_id,
		channel, who, evidence, body_md, body_html, html_version, state, state_reason, state_at, published_at, block_id, fate, late, noted, attributes, import_key, language, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ThreadID, db.Null(c.ParentID), c.Seq, c.RootSeq, c.Path, c.Depth, c.Kind, c.AuthorID, db.Null(n.RecorderID),
		channel, n.Who, n.Evidence, n.Body.Source, n.Body.HTML, n.Body.Version, n.State, n.Reason, at, db.Null(published),
		db.Null(n.BlockID), n.Fate, db.Flag(n.Late), db.Flag(n.Noted), n.Attributes, db.Null(n.ImportKey), n.Body.Language, at)
	if err != nil {
		return c, err
	}
	if c.Kind == Opening {
		if _, err := tx.Exec("UPDATE threads SET opening_id = ? WHERE id = ?", c.ID, c.ThreadID); err != nil {
			return c, err
		}
	}
	tx.Touch(db.TopicThread(c.ThreadID))
	if len(n.Files) > 0 {
		if _, err := files.Revise(tx, c.ID, cmp.Or(n.RecorderID, n.AuthorID), 1, n.Files); err != nil {
			return c, err
		}
	}
	for _, f := range n.Findings {
		if err := f.keep(tx, c.ID, 1); err != nil {
			return c, err
		}
	}
	if c.State != Published || len(n.Findings) > 0 {
		if err := Requeue(tx, c.ID); err != nil || c.State != Published {
			return c, err
		}
	}
	return c, counted(tx, c, 1, at)
}

// place works out where a contribution stands in the tree: below its parent, but never deeper than MaxDepth.
func (c *Contribution) place(tx *db.Tx) error {
	if c.ParentID == 0 {
		c.RootSeq, c.Path, c.Depth = c.Seq, PathPart(c.Seq), 0
		return nil
	}
	var path string
	err := tx.QueryRow(tx.Context(), "SELECT path, depth, root_seq FROM contributions WHERE id = ? AND thread_id = ?", c.ParentID, c.ThreadID).
		Scan(&path, &c.Depth, &c.RootSeq)
	if err != nil {
		return db.ErrNotFound
	}
	if c.Depth == MaxDepth {
		path = path[:len(path)-pathWidth]
	} else {
		c.Depth++
	}
	c.Path = path + PathPart(c.Seq)
	return nil
}

// pathWidth is the number of characters that each level adds to a path: base 32, so a thread holds 33 million.
const pathWidth = 5

// PathPart writes a sequence number so that texts sort as the numbers do, on both engines.
func PathPart(seq int64) string {
	const digits = "0123456789abcdefghijklmnopqrstuv"
	var b [pathWidth]byte
	for i := pathWidth - 1; i >= 0; i-- {
		b[i] = digits[seq%32]
		seq /= 32
	}
	return string(b[:])
}

// pathSeq reads a sequence number that PathPart wrote.
func pathSeq(part string) (seq int64) {
	for _, r := range []byte(part) {
		digit := int64(r - '0')
		if r >= 'a' {
			digit = int64(r-'a') + 10
		}
		seq = seq*32 + digit
	}
	return seq
}

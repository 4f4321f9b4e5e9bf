package guide

import (
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/guide/anchor"
	"folkmoot/models/notify"
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
	fresh, returned, err := p.identify(tx, old, at)
	if err != nil {
		return 0, err
	}
	if err := storeBlocks(tx, version, fresh); err != nil {
		return 0, err
	}
	if err := p.storeLinks(tx, version, old, fresh); err != nil {
		return 0, err
	}
	if err := p.carry(tx, c, version, old, fresh, returned); err != nil {
		return 0, err
	}
	if _, err := tx.Exec("UPDATE chapters SET version_id = ?, paragraph_count = ? WHERE id = ?", version, p.Prepared.Paragraphs, c.ID); err != nil {
		return 0, err
	}
	tx.Touch(db.TopicGuides, db.TopicThread(c.ThreadID))
	if p.At == 0 { // what is brought in from the past is no news
		if err := notify.Spread(tx, notify.Published, version, c.ThreadID); err != nil {
			return 0, err
		}
	}
	return version, audit.Append(tx, audit.Entry{
		Actor: p.By, Act: "chapter.publish", Kind: "chapter", Object: c.ID, Reason: p.Note,
		Details: map[string]any{"version": c.Version + 1, "digest": p.Prepared.Digest, "published_at": at, "blocks": tally(p.Links)},
	})
}

// identify gives the blocks of the new version their permanent ids: that of the block whose heir each is, that of a
// block which was taken out earlier and now comes back word for word, or a new one. It names those that came back.
func (p Publication) identify(tx *db.Tx, old []Block, at clock.Instant) (fresh []Block, returned []int64, err error) {
	fresh = make([]Block, len(p.Prepared.Blocks))
	copy(fresh, p.Prepared.Blocks)
	for j, i := range anchor.Heirs(texts(old), texts(fresh), p.Links) {
		if i != None {
			fresh[j].ID = old[i].ID
		}
	}
	if returned, err = p.comeBack(tx, fresh); err != nil {
		return nil, nil, err
	}
	var unknown []int
	for j := range fresh {
		if fresh[j].ID == 0 {
			unknown = append(unknown, j)
		}
	}
	ids, err := addBlocks(tx, p.Chapter, len(unknown), at)
	for i, id := range ids {
		fresh[unknown[i]].ID = id
	}
	return fresh, returned, err
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

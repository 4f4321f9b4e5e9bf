package guide_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

// TestTenVersions publishes random edits. After each, every comment is in exactly one place, which the newest version
// has; words that a comment is on are what was asked for or the place is told to have changed; numbers are kept; and
// every version shows what it showed while it was the newest.
func TestTenVersions(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		for seed := range uint64(3) {
			r.chapter = r.another(fmt.Sprint("Chapter ", seed))
			w := writer{rand.New(rand.NewPCG(seed, 9))}
			list := w.text(12)
			r.publish(strings.Join(list, "\n\n"))
			r.open()
			var then []string // what each version showed
			for range 10 {
				r.saySoMany(w, 15)
				r.hideOne(w)
				then = append(then, r.everything(0))
				list = w.edit(list, 0.3)
				r.publish(strings.Join(list, "\n\n"))
				r.honest()
				r.checkCounts()
			}
			for i, want := range then {
				if got := r.everything(i + 1); got != want {
					t.Fatalf("seed %d: version %d shows\n%s\nwhen it was the newest it showed\n%s", seed, i+1, got, want)
				}
			}
		}
	})
}

// another makes a chapter and gives its address.
func (r room) another(title string) string {
	r.t.Helper()
	g, _, err := r.Guide(ctx, r.guide)
	r.must(err)
	slug, err := r.AddChapter(ctx, r.editor, key(r.editor), g.ID, guide.Details{Title: title})
	r.must(err)
	return slug
}

// hideOne hides a random comment of the chapter.
func (r room) hideOne(w writer) {
	r.t.Helper()
	ids, err := db.Values[int64](ctx, r.DB, "SELECT id FROM contributions WHERE thread_id = ? AND state = 'published' ORDER BY id", r.now().ThreadID)
	r.must(err)
	r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, ids[w.IntN(len(ids))], discussion.Hidden, "")
		return err
	}))
}

// everything writes down which comments a version shows where, hidden ones too, as far as nothing that happens later
// changes it.
func (r room) everything(version int) string {
	r.t.Helper()
	c := r.now()
	reading, err := r.Read(ctx, c, version)
	r.must(err)
	parts := []guide.Part{{}, {Gone: true}}
	for _, b := range reading.Blocks {
		parts = append(parts, guide.Part{Paragraph: b.Number})
	}
	var all []string
	for _, part := range parts {
		after, seen := "", 0
		for {
			p, err := r.Panel(ctx, people.Actor{ID: 1, Role: people.Moderator, State: people.Active}, c, reading, part, after)
			r.must(err)
			for _, k := range p.Comments {
				all = append(all, fmt.Sprintf("%s: c%d %s “%s” “%s” %d", r.named(part), k.ID, k.Status, k.Quote, k.Now, k.Nth))
				seen++
			}
			if after = p.Next; after == "" {
				break
			}
		}
	}
	return strings.Join(all, "\n")
}

func (r room) named(p guide.Part) string { return fmt.Sprintf("%d/%v", p.Paragraph, p.Gone) }

// honest checks that every comment of the chapter is in one place that the newest version has.
func (r room) honest() {
	r.t.Helper()
	c := r.now()
	reading, err := r.Read(ctx, c, 0)
	r.must(err)
	text := map[int64]string{}
	for _, b := range reading.Blocks {
		if _, twice := text[b.ID]; twice {
			r.t.Fatalf("block %d stands twice in version %d", b.ID, reading.Version.Number)
		}
		text[b.ID] = b.Text
	}
	r.must(db.Each(ctx, r.DB, func(row db.Row) error {
		var id, parent, block, on, above, version int64
		var start, end int
		var status guide.How
		var quote, kind string
		var sure float64
		if err := row.Scan(&id, &parent, &block, &on, &start, &end, &status, &quote, &sure, &above, &version, &kind); err != nil {
			return err
		}
		words, stands := text[block]
		switch {
		case version != c.VersionID:
			r.t.Errorf("%d is still in version %d", id, version)
		case sure <= 0 || sure > 1:
			r.t.Errorf("%d is %v sure", id, sure)
		case parent != 0 && on != above:
			r.t.Errorf("answer %d is on %d, what it answers on %d", id, on, above)
		case status == guide.Removed && (block != 0 || end != 0):
			r.t.Errorf("%d is no longer in the text, yet on block %d", id, block)
		case status == guide.Removed:
		case block != on:
			r.t.Errorf("%d is on block %d and on %d", id, block, on)
		case !stands:
			r.t.Errorf("%d is on block %d, which is not in the text", id, block)
		case end != 0 && (start < 0 || start >= end || end > len(words) || parent != 0):
			r.t.Errorf("%d is on bytes %d to %d of %q", id, start, end, words)
		case end != 0 && quote != "" && words[start:end] != quote && status != guide.Reworded && status != guide.Split && status != guide.Merged:
			r.t.Errorf("%d is %s, and on %q, not on %q", id, status, words[start:end], quote)
		}
		return nil
	}, `SELECT a.contribution_id, COALESCE(k.parent_id, 0), COALESCE(a.now_block_id, 0), k.block_id, COALESCE(a.now_start, 0), COALESCE(a.now_end, 0),
		a.status, CASE WHEN a.placed_at IS NULL THEN a.quote ELSE '' END, a.sure, COALESCE(p.block_id, 0), a.now_version_id, k.kind
		FROM anchors a JOIN contributions k ON k.id = a.contribution_id LEFT JOIN contributions p ON p.id = k.parent_id WHERE a.chapter_id = ?`, c.ID))
	places, err := db.Value[int](ctx, r.DB, `SELECT COUNT(*) FROM anchors a JOIN contributions k ON k.id = a.contribution_id
		WHERE a.chapter_id = ? AND k.block_id NOT IN (SELECT b.block_id FROM version_blocks b WHERE b.version_id = a.now_version_id)
		AND a.status <> 'removed' AND a.block_id IN (SELECT b.block_id FROM version_blocks b)`, c.ID)
	if err != nil || places != 0 {
		r.t.Errorf("%d comments in no place; %v", places, err)
	}
}

package db_test

import (
	"crypto/ed25519"
	"path/filepath"
	"testing"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/figures"
)

// before is a place as the program of schema 2 left it: a chapter with two versions, a comment on each of them, an
// answer by an editor, one that is held, a discussion, and a draft; and a chapter whose three versions reworded one
// paragraph, and took out another, with a comment on each, one on all of it, and one that was made late on the first.
var before = []string{
	"INSERT INTO people (id, public_name, role, created_at, changed_at) VALUES (1, 'Edith', 'editor', 1, 1), (2, 'Rita', 'member', 1, 1)",
	"INSERT INTO groups (id, slug, name, created_at, changed_at) VALUES (1, 'g', 'G', 1, 1)",
	`INSERT INTO threads (id, kind, group_id, slug, title, last_at, created_at, contribution_count) VALUES
		(1, 'chapter', NULL, 'c', 'C', 1, 1, 3), (2, 'discussion', 1, 'd', 'D', 1, 1, 1)`,
	"INSERT INTO guides (id, slug, title, created_at, changed_at) VALUES (1, 'g', 'G', 1, 1)",
	`INSERT INTO chapters (id, guide_id, thread_id, slug, number, title, version_id, draft_md, draft_revision, draft_by, draft_at, created_at)
		VALUES (1, 1, 1, 'c', 1, 'C', 2, 'Now.', 4, 1, 9, 1)`,
	`INSERT INTO versions (id, chapter_id, number, body_md, digest, published_at) VALUES (1, 1, 1, 'Then.', 'x', 1), (2, 1, 2, 'Now.', 'y', 2)`,
	"INSERT INTO blocks (id, chapter_id, created_at) VALUES (1, 1, 1)",
	`INSERT INTO version_blocks (version_id, position, block_id, number, kind, source, html, html_version, text) VALUES
		(1, 1, 1, 1, 'paragraph', 'x', 'x', 1, 'x'), (2, 1, 1, 1, 'paragraph', 'y', 'y', 1, 'y')`,
	`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at) VALUES
		(1, 1, 1, 1, 'a', 0, 'comment', 2, 'x', 'x', 1, 'published', 1, 1),
		(2, 1, 2, 2, 'b', 0, 'comment', 2, 'x', 'x', 1, 'published', 1, 1),
		(3, 1, 3, 1, 'c', 1, 'reply', 1, 'x', 'x', 1, 'published', 1, 1),
		(4, 1, 4, 4, 'd', 0, 'comment', 2, 'x', 'x', 1, 'held', 1, 1),
		(5, 2, 1, 1, 'a', 0, 'comment', 2, 'x', 'x', 1, 'published', 1, 1)`,
	`INSERT INTO anchors (contribution_id, chapter_id, version_id, block_id, now_version_id, now_block_id, status) VALUES
		(1, 1, 1, 1, 2, 1, 'reworded'), (2, 1, 2, 1, 2, 1, 'same'), (3, 1, 2, 1, 2, 1, 'same'), (4, 1, 2, 1, 2, 1, 'same')`,
	"INSERT INTO threads (id, kind, slug, title, last_at, created_at) VALUES (3, 'chapter', 'e', 'E', 1, 1)",
	`INSERT INTO chapters (id, guide_id, thread_id, slug, number, title, version_id, whole_block_id, gone_block_id, created_at)
		VALUES (2, 1, 3, 'e', 2, 'E', 5, 12, 13, 1)`,
	`INSERT INTO versions (id, chapter_id, number, body_md, digest, published_at) VALUES (3, 2, 1, 'a', 'x', 1), (4, 2, 2, 'b', 'y', 20), (5, 2, 3, 'c', 'z', 30)`,
	"INSERT INTO blocks (id, chapter_id, created_at) VALUES (10, 2, 1), (11, 2, 1), (12, 2, 1), (13, 2, 1)",
	`INSERT INTO version_blocks (version_id, position, block_id, number, kind, source, html, html_version, text) VALUES
		(3, 1, 10, 1, 'paragraph', 'x', 'x', 1, 'x'), (3, 2, 11, 2, 'paragraph', 'x', 'x', 1, 'x'),
		(4, 1, 10, 1, 'paragraph', 'y', 'y', 1, 'y'), (5, 1, 10, 1, 'paragraph', 'y', 'y', 1, 'y')`,
	`INSERT INTO block_links (version_id, from_block, to_block, how, sure) VALUES
		(4, 10, 10, 'reworded', 0.7), (4, 11, NULL, 'removed', 1), (5, 10, 10, 'same', 1)`,
	`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at) VALUES
		(6, 3, 1, 1, 'a', 0, 'comment', 2, 'x', 'x', 1, 'published', 1, 5), (7, 3, 2, 2, 'b', 0, 'comment', 2, 'x', 'x', 1, 'published', 1, 5),
		(8, 3, 3, 3, 'c', 0, 'comment', 2, 'x', 'x', 1, 'published', 1, 5), (9, 3, 4, 4, 'd', 0, 'comment', 2, 'x', 'x', 1, 'published', 1, 40)`,
	`INSERT INTO anchors (contribution_id, chapter_id, version_id, block_id, now_version_id, now_block_id, status) VALUES
		(6, 2, 3, 10, 5, 10, 'reworded'), (7, 2, 3, 11, 5, NULL, 'removed'), (8, 2, 3, 12, 5, 12, 'same'), (9, 2, 3, 10, 5, 10, 'reworded')`,
}

func old(t *testing.T, d *db.DB) {
	t.Helper()
	if err := d.MigrateTo(ctx, 2); err != nil {
		t.Fatal(err)
	}
	err := d.Write(ctx, func(tx *db.Tx) error {
		for _, statement := range before {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// upgraded checks that nothing of the old place is lost and that what is new begins as the truth is.
func upgraded(t *testing.T, d *db.DB) {
	t.Helper()
	for query, want := range map[string]int64{
		"SELECT COUNT(*) FROM contributions":                                                                                                     9,
		"SELECT COUNT(*) FROM contributions WHERE fate = 'pending' AND id IN (1, 2, 4)":                                                          3,
		"SELECT COUNT(*) FROM contributions WHERE fate = ''":                                                                                     2,
		"SELECT COUNT(*) FROM anchor_places WHERE contribution_id = 6 AND version_id = 3 AND block_id = 10 AND status = 'same' AND sure = 1":     1,
		"SELECT COUNT(*) FROM anchor_places WHERE contribution_id = 6 AND version_id = 4 AND block_id = 10 AND status = 'reworded' AND sure < 1": 1,
		"SELECT COUNT(*) FROM anchor_places WHERE contribution_id = 7 AND version_id = 3 AND block_id = 11 AND status = 'same'":                  1,
		"SELECT COUNT(*) FROM anchor_places WHERE contribution_id = 7 AND version_id = 4 AND block_id = 13 AND status = 'removed'":               1,
		"SELECT COUNT(*) FROM anchor_places WHERE contribution_id = 8 AND block_id = 12 AND status = 'same'":                                     2,
		"SELECT COUNT(*) FROM anchor_places WHERE contribution_id = 9 AND version_id = 3 AND block_id = 10":                                      1,
		"SELECT pending_count FROM threads WHERE id = 1":                                                                                         2,
		"SELECT pending_count FROM threads WHERE id = 2":                                                                                         0,
		"SELECT COUNT(*) FROM anchor_places WHERE version_id = 1 AND contribution_id = 1":                                                        1,
		"SELECT COUNT(*) FROM anchor_places":                                                                                                     8,
		"SELECT revision FROM draft_revisions WHERE chapter_id = 1 AND body_md = 'Now.'":                                                         4,
		"SELECT COUNT(*) FROM chapters WHERE guests = 0":                                                                                         2,
		"SELECT COUNT(*) FROM anchors WHERE status = 'reworded' AND contribution_id = 1":                                                         1,
		"SELECT COUNT(DISTINCT ref) FROM search_queue WHERE kind = 'contribution' AND ref IN (1, 2, 3, 5)":                                       4,
	} {
		if have, err := db.Value[int64](ctx, d, query); err != nil || have != want {
			t.Errorf("%s gives %d, not %d: %v", query, have, want, err)
		}
	}
}

func TestAnOlderPlaceIsBroughtUpToDate(t *testing.T) {
	dbtest.EachEmpty(t, func(t *testing.T, d *db.DB) {
		old(t, d)
		if _, err := d.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		upgraded(t, d)
	})
}

func TestABackupOfAnOlderPlaceIsRestored(t *testing.T) {
	dbtest.EachEmpty(t, func(t *testing.T, from *db.DB) {
		if from.Engine == db.Postgres {
			t.Skip("a backup of PostgreSQL is written by the program of its own schema")
		}
		old(t, from)
		file := filepath.Join(t.TempDir(), "backup.db")
		if err := from.Backup(ctx, file); err != nil {
			t.Fatal(err)
		}
		dbtest.EachEmpty(t, func(t *testing.T, d *db.DB) {
			source := d.Source
			if d.Engine == db.SQLite {
				source = filepath.Join(t.TempDir(), "restored.db")
			}
			if err := db.Restore(ctx, file, source); err != nil {
				t.Fatal(err)
			}
			restored, err := db.Open(ctx, db.Options{Source: source, Clock: clock.NewFixed(dbtest.Morning)})
			if err != nil {
				t.Fatal(err)
			}
			defer restored.Close()
			upgraded(t, restored)
		})
	})
}

// The register of a place of schema 4 goes on as it was: what was sealed stands, what was not is sealed when the new program
// comes to it, and is vouched for from the first head on. Decisions of that time do not know how long they took.
func TestAnOlderRegisterGoesOn(t *testing.T) {
	dbtest.EachEmpty(t, func(t *testing.T, d *db.DB) {
		if err := d.MigrateTo(ctx, 4); err != nil {
			t.Fatal(err)
		}
		enter := func(n int) {
			t.Helper()
			err := d.Write(ctx, func(tx *db.Tx) error {
				for i := range n {
					if err := audit.Append(tx, audit.Entry{Act: "moderation.hide", Kind: "contribution", Object: int64(i), Reason: "unkind"}); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		check := func(sealed, unsealed int64, heads int) {
			t.Helper()
			if r, err := audit.Verify(ctx, d); err != nil || len(r.Problems) > 0 || r.Sealed != sealed || r.Unsealed != unsealed || r.Heads != heads {
				t.Fatalf("%v %+v", err, r)
			}
		}
		enter(20)
		if n, err := audit.Seal(ctx, d); err != nil || n != 20 {
			t.Fatal(n, err)
		}
		enter(10) // and the old program ended before it sealed them
		err := d.Write(ctx, func(tx *db.Tx) error {
			for _, statement := range []string{
				"INSERT INTO people (id, public_name, created_at, changed_at) VALUES (1, 'A', 1, 1)",
				"INSERT INTO threads (id, kind, slug, title, last_at, created_at) VALUES (1, 'discussion', 'a', 'T', 1, 1)",
				`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at)
					VALUES (1, 1, 1, 1, '1', 0, 'comment', 1, 'x', 'x', 1, 'published', 1, 1)`,
			} {
				if _, err := tx.Exec(statement); err != nil {
					return err
				}
			}
			for range 6 {
				if _, err := tx.Exec(`INSERT INTO decisions (contribution_id, author_id, moderator_id, act, reason, state_before, revision, created_at)
					VALUES (1, 1, 1, 'hide', 'unkind', 'published', 1, ?)`, tx.Now()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		check(20, 10, 0)
		enter(3)
		if n, err := audit.Seal(ctx, d); err != nil || n != 13 {
			t.Fatal(n, err)
		}
		if signed, err := audit.Sign(ctx, d, ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))); err != nil || !signed {
			t.Fatal(signed, err)
		}
		check(33, 1, 1) // the new key stands in the register
		p, err := (&figures.Store{DB: d, Zone: time.UTC}).Public(ctx, 12)
		if err != nil || len(p.Months) != 1 || p.Months[0].All.N != 6 || p.Months[0].Wait.Known || p.Months[0].Reasons[0].Wait.Known {
			t.Errorf("%v %+v", err, p)
		}
	})
}

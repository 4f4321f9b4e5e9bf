package notify_test

import (
	"fmt"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/notify"
)

// published is a chapter, of thread 5, that Bob published twice: the second version leaves paragraph 1 as it was, rewords
// 2, leaves 3 out and adds 4. There are a theme, a decision about thread 1 that cites it, a published summary, and an
// answer of Bob's in thread 1 that was put to the theme after it was published.
var published = []string{
	"INSERT INTO guides (id, slug, title, created_at, changed_at) VALUES (1, 'our-guide', 'Our guide', 1, 1)",
	"INSERT INTO threads (id, kind, slug, title, last_at, created_at) VALUES (5, 'chapter', 'roles', 'Roles', 1, 1)",
	"INSERT INTO chapters (id, guide_id, thread_id, slug, number, title, created_at) VALUES (1, 1, 5, 'roles', 1, 'Roles', 1)",
	"INSERT INTO versions (id, chapter_id, number, body_md, digest, published_by, published_at) VALUES (1, 1, 1, 'x', 'd', 2, 1), (2, 1, 2, 'x', 'd', 2, 1)",
	"INSERT INTO blocks (id, chapter_id, created_at) VALUES (1, 1, 1), (2, 1, 1), (3, 1, 1), (4, 1, 1)",
	`INSERT INTO version_blocks (version_id, position, block_id, number, kind, source, html, html_version, text) VALUES
		(1, 1, 1, 1, 'paragraph', 'same', 'same', 1, 'same'), (1, 2, 2, 2, 'paragraph', 'old', 'old', 1, 'old'), (1, 3, 3, 3, 'paragraph', 'gone', 'gone', 1, 'gone'),
		(2, 1, 1, 1, 'paragraph', 'same', 'same', 1, 'same'), (2, 2, 2, 2, 'paragraph', 'new', 'new', 1, 'new'), (2, 3, 4, 3, 'paragraph', 'added', 'added', 1, 'added')`,
	"UPDATE chapters SET version_id = 2",
	"INSERT INTO themes (id, slug, name, definition, mark, state, created_at, changed_at) VALUES (1, 'a', 'A', '', 1, 'current', 1, 1), (2, 'b', 'B', '', 2, 'current', 1, 1)",
	"INSERT INTO consultation_tellings (id, thread_id, kind, words, link, created_at) VALUES (1, 1, 'decided', 'x', '/discussions/1-a/decision', 1)",
	"INSERT INTO decision_records (id, thread_id, number, decided_on, decided_by, words_md, words_html, html_version, telling_id, entered_by, entered_at) VALUES (1, 1, 1, 1, 'us', 'x', 'x', 1, 1, 2, 1)",
	"INSERT INTO decision_record_themes (record_id, theme_id) VALUES (1, 1)",
	"UPDATE contributions SET published_at = 5 WHERE id = 2",
	"INSERT INTO tags (id, contribution_id, theme_id, source, state, put_at) VALUES (1, 2, 1, 'person', 'accepted', 9)",
}

func TestFollowersAreToldOfEachKindOfThing(t *testing.T) {
	const chapter, decided, tagged = "/guides/our-guide/roles/changes", "/discussions/1-a/decision", "/contributions/2"
	cases := map[string]struct {
		cause   notify.Cause
		follows []string  // kind, object and how
		who     int64     // 0 is person 10, who had no part in any of it
		change  [2]string // and how it is undone
		want    string    // kind, how, what it came of and where it leads; "" where nothing is told
	}{
		"a version, by the chapter":                {notify.Published, []string{"'thread', 5, 'now'"}, 0, [2]string{}, "version now thread:5 " + chapter},
		"a version, by another thread":             {notify.Published, []string{"'thread', 1, 'now'"}, 0, [2]string{}, ""},
		"a version, by a paragraph that is as was": {notify.Published, []string{"'block', 1, 'now'"}, 0, [2]string{}, ""},
		"a version, by one that was reworded":      {notify.Published, []string{"'block', 2, 'daily'"}, 0, [2]string{}, "version daily block:2 " + chapter},
		"a version, by one that was left out":      {notify.Published, []string{"'block', 3, 'site'"}, 0, [2]string{}, "version site block:3 " + chapter},
		"a version, by one that was added":         {notify.Published, []string{"'block', 4, 'weekly'"}, 0, [2]string{}, "version weekly block:4 " + chapter},
		"a paragraph counts before its chapter":    {notify.Published, []string{"'thread', 5, 'now'", "'block', 2, 'off'"}, 0, [2]string{}, ""},
		"a version, by who published it":           {notify.Published, []string{"'thread', 5, 'now'"}, 2, [2]string{}, ""},
		"a version of a chapter out of sight":      {notify.Published, []string{"'thread', 5, 'now'"}, 0, [2]string{"UPDATE threads SET private = 1 WHERE id = 5", "UPDATE threads SET private = 0"}, ""},
		"a decision, by its thread":                {notify.OfDecision, []string{"'thread', 1, 'now'"}, 0, [2]string{}, "settled now thread:1 " + decided},
		"a decision, by its group":                 {notify.OfDecision, []string{"'group', 1, 'weekly'"}, 0, [2]string{}, "settled weekly group:1 " + decided},
		"a decision, by the theme that it cites":   {notify.OfDecision, []string{"'theme', 1, 'now'"}, 0, [2]string{}, "settled now theme:1 " + decided},
		"a decision, by another theme":             {notify.OfDecision, []string{"'theme', 2, 'now'"}, 0, [2]string{}, ""},
		"a decision, where they took part":         {notify.OfDecision, []string{"'thread', 1, 'now'"}, 1, [2]string{}, ""},
		"a decision, by who entered it":            {notify.OfDecision, []string{"'thread', 1, 'now'"}, 2, [2]string{}, ""},
		"a summary":                                {notify.Summed, []string{"'hearing', 0, 'now'"}, 0, [2]string{}, "summary now hearing:0 /hearing/snapshots/november"},
		"a summary that was taken back":            {notify.Summed, []string{"'hearing', 0, 'now'"}, 0, [2]string{"UPDATE snapshots SET state = 'withdrawn'", "UPDATE snapshots SET state = 'published'"}, ""},
		"a summary, by who made it":                {notify.Summed, []string{"'hearing', 0, 'now'"}, 2, [2]string{}, ""},
		"a tag, by its theme":                      {notify.Tagged, []string{"'theme', 1, 'now'"}, 0, [2]string{}, "themed now theme:1 " + tagged},
		"a tag, by another theme":                  {notify.Tagged, []string{"'theme', 2, 'now'"}, 0, [2]string{}, ""},
		"a tag that was taken back":                {notify.Tagged, []string{"'theme', 1, 'now'"}, 0, [2]string{"UPDATE tags SET state = 'withdrawn'", "UPDATE tags SET state = 'accepted'"}, ""},
		"a tag, where they follow the thread":      {notify.Tagged, []string{"'theme', 1, 'now'", "'thread', 1, 'site'"}, 0, [2]string{}, ""},
		"a tag on what is hidden":                  {notify.Tagged, []string{"'theme', 1, 'now'"}, 0, [2]string{"UPDATE contributions SET state = 'hidden' WHERE id = 2", "UPDATE contributions SET state = 'published'"}, ""},
		"a tag on what they said":                  {notify.Tagged, []string{"'theme', 1, 'now'"}, 2, [2]string{}, ""},
		"a comment, by its paragraph":              {notify.Said, []string{"'block', 2, 'now'"}, 0, [2]string{"UPDATE contributions SET block_id = 2 WHERE id = 2", "UPDATE contributions SET block_id = NULL"}, "followed now block:2 " + tagged},
		"a comment, by another paragraph":          {notify.Said, []string{"'block', 1, 'now'"}, 0, [2]string{"UPDATE contributions SET block_id = 2 WHERE id = 2", "UPDATE contributions SET block_id = NULL"}, ""},
		"a practice example, by its writer":        {notify.Said, []string{"'person', 2, 'daily'"}, 0, [2]string{"UPDATE contributions SET evidence = 'practice' WHERE id = 2", "UPDATE contributions SET evidence = ''"}, "followed daily person:2 " + tagged},
		"another thing that they said":             {notify.Said, []string{"'person', 2, 'daily'"}, 0, [2]string{}, ""},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		scene(t, d, 0)
		for _, statement := range published {
			exec(t, d, statement)
		}
		exec(t, d, "INSERT INTO people (id, public_name, email, email_verified_at, created_at, changed_at) VALUES (10, 'Cy', 'cy@place.example', 1, 1, 1)")
		if err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO snapshots (id, slug, title, scope, method, facts, facts_digest, state, made_by, made_at, published_at)
				VALUES (1, 'november', 'N', 'place', 1, ?, 'd', 'published', 2, 1, 1)`, []byte("x"))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for name, c := range cases {
			if c.who == 0 {
				c.who = 10
			}
			for _, follow := range c.follows {
				exec(t, d, fmt.Sprintf("INSERT INTO follows (person_id, kind, object_id, how, created_at) VALUES (%d, %s, 1)", c.who, follow))
			}
			if c.change[0] != "" {
				exec(t, d, c.change[0])
			}
			object := int64(1)
			if c.cause == notify.Published || c.cause == notify.Said {
				object = 2
			}
			for range 2 { // noted twice, told once
				if err := d.Write(ctx, func(tx *db.Tx) error { return notify.Spread(tx, c.cause, object, 0) }); err != nil {
					t.Fatal(err)
				}
				spreadAll(t, d)
			}
			told, err := db.Values[string](ctx, d, "SELECT kind || ' ' || how || ' ' || because || ' ' || link FROM notices")
			if got := strings.Join(told, ", "); err != nil || got != c.want {
				t.Errorf("%s: told %q, want %q, %v", name, got, c.want, err)
			}
			for _, again := range []string{c.change[1], "DELETE FROM notices", "DELETE FROM follows", "DELETE FROM spreads", "DELETE FROM jobs"} {
				if again != "" {
					exec(t, d, again)
				}
			}
		}
	})
}

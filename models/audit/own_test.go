package audit_test

import (
	"fmt"
	"strings"
	"testing"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

// Somebody's copy of what is theirs holds what was done to them and by them, and nothing that is another's or kept from them.
func TestEntriesAboutAPersonAreTheirs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		err := d.Write(ctx, func(tx *db.Tx) error {
			for _, s := range []string{
				"INSERT INTO people (id, public_name, created_at, changed_at) VALUES (1, 'Wil', 1, 1), (2, 'Mo', 1, 1), (3, 'Ann', 1, 1)",
				"INSERT INTO threads (id, kind, slug, title, last_at, created_at) VALUES (1, 'discussion', 'a', 'T', 1, 1)",
				`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at) VALUES
					(1, 1, 1, 1, '1', 0, 'comment', 1, 'x', 'x', 1, 'published', 1, 1), (2, 1, 2, 2, '2', 0, 'comment', 3, 'x', 'x', 1, 'published', 1, 1)`,
			} {
				if _, err := tx.Exec(s); err != nil {
					return err
				}
			}
			for _, e := range []audit.Entry{
				{Actor: 2, Act: "moderation.hide", Kind: "contribution", Object: 1, Reason: "unkind"},
				{Actor: 2, Act: "moderation.hide", Kind: "contribution", Object: 2, Reason: "unkind"}, // another's
				{Actor: 2, Act: "moderation.keep", Kind: "contribution", Object: 1, Reason: "no-problem"},
				{Actor: 2, Act: "moderation.seal", Kind: "contribution", Object: 1, Reason: "risk"},
				{Actor: 2, Act: "people.note", Kind: "person", Object: 1},
				{Actor: 2, Act: "people.warn", Kind: "person", Object: 1, Reason: "unkind", Details: map[string]any{"sanction": 5}},
				{Actor: 2, Act: "group.change", Kind: "group", Object: 1},
				{Actor: 1, Act: "appeal.open", Kind: "appeal", Object: 1},
			} {
				if err := audit.Append(tx, e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		took := func(person int64) string {
			t.Helper()
			var list []string
			err := audit.Own(ctx, d, person, func(value any) error {
				one := value.(map[string]any)
				if _, there := one["details"]; there || len(one) < 7 {
					t.Errorf("%v", one)
				}
				list = append(list, fmt.Sprint(one["act"], " ", one["by_you"], " ", one["place"]))
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return strings.Join(list, ", ")
		}
		if got := took(1); got != "moderation.hide false <nil>, people.warn false <nil>, appeal.open true <nil>" {
			t.Error(got)
		}
		seal(t, d)
		if got := took(3); got != "moderation.hide false 2" {
			t.Error(got)
		}
	})
}

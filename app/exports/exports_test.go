package exports

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
)

var ctx = context.Background()

// fill makes a public and a private group with published, held and hidden contributions.
func fill(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		person, err := tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES ('=HYPERLINK(1)', 1, 1)")
		if err != nil {
			return err
		}
		for _, private := range []bool{false, true} {
			thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, Private: private, Slug: "a", Title: "A"})
			if err != nil {
				return err
			}
			for _, c := range []struct {
				text  string
				state discussion.State
			}{
				{"@cmd|calc", discussion.Published},
				{"comma, \"quote\"\nand a line", discussion.Published},
				{"CANARY", discussion.Held},
				{"CANARY", discussion.Hidden},
			} {
				if private {
					c.text = "CANARY"
				}
				if _, err := discussion.Add(tx, discussion.New{
					ThreadID: thread, Kind: discussion.Comment, AuthorID: person, State: c.state,
					Body: discussion.Body{Source: c.text}.In("cy"), Attributes: `{"ward":"Lye"}`,
				}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func export(t *testing.T, d *db.DB, o Options) string {
	t.Helper()
	var out bytes.Buffer
	o.Zone = time.UTC
	if _, err := Contributions(ctx, d, &out, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestOnlyWhatEverybodyMaySee(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		fill(t, d)
		for _, format := range []string{"csv", "json"} {
			if strings.Contains(export(t, d, Options{Format: format}), "CANARY") {
				t.Errorf("%s shows what is held, hidden or private", format)
			}
			if n := strings.Count(export(t, d, Options{Format: format, All: true}), "CANARY"); n != 6 {
				t.Errorf("%s with everything shows %d of 6", format, n)
			}
		}
	})
}

func TestCellsAreSafeAndComeBack(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	fill(t, d)
	table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(export(t, d, Options{Format: "csv"}), "\ufeff"))).ReadAll()
	if err != nil || len(table) != 3 {
		t.Fatal(table, err)
	}
	if table[1][2] != "'=HYPERLINK(1)" || table[1][3] != "'@cmd|calc" || table[2][3] != "comma, \"quote\"\nand a line" {
		t.Errorf("%q", table)
	}
	for i, row := range table {
		if len(row) != len(columns) {
			t.Errorf("row %d has %d cells", i, len(row))
		}
	}
}

func TestJSONIsOneListWhateverItHolds(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	var list []Contribution
	if err := json.Unmarshal([]byte(export(t, d, Options{Format: "json"})), &list); err != nil || len(list) != 0 {
		t.Errorf("empty: %v %v", list, err)
	}
	fill(t, d)
	if err := json.Unmarshal([]byte(export(t, d, Options{Format: "json"})), &list); err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	if list[0].Text != "@cmd|calc" || list[0].Further["ward"] != "Lye" || list[0].Language != "cy" || list[0].URL != "/contributions/1" {
		t.Errorf("%+v", list[0])
	}
}

func TestWhatBecameOfAComment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		fill(t, d)
		err := d.Write(ctx, func(tx *db.Tx) error {
			guide, err := tx.Insert("INSERT INTO guides (slug, title, created_at, changed_at) VALUES ('g', 'G', 1, 1)")
			if err != nil {
				return err
			}
			chapter, err := tx.Insert("INSERT INTO chapters (guide_id, thread_id, slug, number, title, created_at) VALUES (?, 1, 'c', 1, 'C', 1)", guide)
			if err != nil {
				return err
			}
			for reason, current := range map[string]int{"OLD": 0, "=NEW()": 1} {
				if _, err := tx.Insert("INSERT INTO fates (contribution_id, chapter_id, fate, reason, current, decided_at) VALUES (1, ?, 'not-taken-in', ?, ?, 1)", chapter, reason, current); err != nil {
					return err
				}
			}
			_, err = discussion.SetFate(tx, 1, discussion.NotTakenIn)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(export(t, d, Options{Format: "csv"}), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		at := map[string]int{}
		for i, name := range table[0] {
			at[name] = i
		}
		if first, second := table[1], table[2]; len(table) != 3 || first[at["fate"]] != "not-taken-in" || first[at["fate_reason"]] != "'=NEW()" || second[at["fate"]] != "" {
			t.Errorf("%q", table)
		}
	})
}

package insight_test

import (
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

// Every kind of damage to what is kept is found, and nothing is said of figures that are right.
func TestDriftFindsEveryFigure(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Rooms")
		w.places()
		w.fill(120, 3)
		w.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE people SET area = 'Netherton' WHERE id % 3 = 0")
			return err
		})
		drift := func() string {
			t.Helper()
			list, err := w.Drift(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return strings.Join(list, "; ")
		}
		if words := drift(); words != "" {
			t.Errorf("before anything is counted: %s", words)
		}
		w.exact("at first")
		if words := drift(); words != "" {
			t.Fatalf("what is right drifts: %s", words)
		}
		for damage, says := range map[string]string{
			"UPDATE hearing_counts SET people = people + 1 WHERE scope = 'all' AND theme_id = 0 AND who = '*'":                              "people in all 0 *: differs by 1",
			"UPDATE hearing_counts SET contributions = contributions - 2 WHERE scope = 'all' AND theme_id = 1 AND who = 'resident'":         "comments in all 1 resident: differs by -2",
			"UPDATE hearing_counts SET people = people + 1 WHERE who = '@Netherton' AND scope = 'all'":                                      "people of area in all @Netherton: differs by 1",
			"UPDATE hearing_people SET contributions = contributions + 1 WHERE scope = 'all' AND theme_id = 0 AND SUBSTR(who, 1, 1) <> '@'": "person in all 0 ",
			"UPDATE hearing_weeks SET contributions = contributions + 1 WHERE scope = 'all' AND theme_id = 2":                               "week of all 2 ",
			"UPDATE hearing_facts SET agrees = agrees + 1 WHERE contribution_id = (SELECT MIN(contribution_id) FROM hearing_facts)":         "contribution ",
			"DELETE FROM hearing_themes WHERE contribution_id = (SELECT MIN(contribution_id) FROM hearing_themes)":                          "theme on contribution ",
			"UPDATE hearing_facts SET contribution_id = 999999 WHERE contribution_id = (SELECT MAX(contribution_id) FROM hearing_facts)":    "that not everybody may see 999999",
		} {
			w.write(func(tx *db.Tx) error { _, err := tx.Exec(damage); return err })
			if words := drift(); !strings.Contains(words, says) {
				t.Errorf("%s: says %q", damage, words)
			}
			w.write(func(tx *db.Tx) error {
				_, err := tx.Exec("INSERT INTO hearing_queue (kind, ref) VALUES ('everything', 0)")
				return err
			})
			w.exact("after " + damage)
			if words := drift(); words != "" {
				t.Errorf("counted afresh, it drifts still: %s", words)
			}
		}
	})
}

package fill_test

import (
	"context"
	"strings"
	"testing"

	"folkmoot/app/fill"
	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/files"
)

// After ten weeks of the demonstration no entry of the register holds anybody's name or address, or words that were
// contributed: only numbers that point at them.
func TestTheRegisterOfTheDemonstrationNamesNobody(t *testing.T) {
	ctx := context.Background()
	d, _ := dbtest.SQLite(t)
	if err := fill.Fill(ctx, d.Source, files.Folder(t.TempDir()), dbtest.Morning); err != nil {
		t.Fatal(err)
	}
	entries, err := db.Values[string](ctx, d, "SELECT act || ' ' || reason || ' ' || details FROM register")
	if err != nil || len(entries) < 100 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	all := strings.Join(entries, "\n")
	for what, query := range map[string]string{
		"a name":      "SELECT public_name FROM people WHERE public_name <> ''",
		"an address":  "SELECT email FROM people WHERE email IS NOT NULL",
		"words":       "SELECT substr(body_md, 1, 25) FROM contributions WHERE length(body_md) >= 25",
		"a promise":   "SELECT action FROM commitments UNION SELECT owner FROM commitments WHERE owner <> ''",
		"a why":       "SELECT reason FROM fates WHERE length(reason) > 20 UNION SELECT reason FROM theme_revisions WHERE length(reason) > 20",
		"a telling":   "SELECT words FROM consultation_changes",
		"a note":      "SELECT words FROM person_notes WHERE words <> ''",
		"an own line": "SELECT message FROM sanctions WHERE message <> ''",
	} {
		texts, err := db.Values[string](ctx, d, query)
		if err != nil {
			t.Fatal(err)
		}
		if len(texts) == 0 && (what == "a name" || what == "an address" || what == "words") {
			t.Errorf("there is no %s to look for", what)
		}
		for _, text := range texts {
			if strings.Contains(all, text) {
				t.Errorf("%s stands in the register: %q", what, text)
			}
		}
	}
	for n := 1; n > 0; {
		if n, err = audit.Seal(ctx, d); err != nil {
			t.Fatal(err)
		}
	}
	report, err := audit.Verify(ctx, d)
	if err != nil || len(report.Problems) > 0 || report.Sealed != int64(len(entries)) {
		t.Errorf("%+v, %v", report, err)
	}
}

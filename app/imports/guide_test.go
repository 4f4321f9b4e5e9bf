package imports_test

import (
	"context"
	"strings"
	"testing"

	"folkmoot/app/imports"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/guide"
)

func TestGuide(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		ctx := context.Background()
		m := guide.Manuscript{Name: "a.md", Body: "# One\n\nFirst.\n\n# Empty\n\n# Two\n\nSecond.\n\n## Inside\n\nMore."}
		into := imports.IntoGuide{Guide: "ours", Level: -1}
		if _, err := imports.Guide(ctx, d, m, into); err == nil || !strings.Contains(err.Error(), "--create-guide") {
			t.Errorf("into a guide that is not there: %v", err)
		}
		into.CreateGuide = "Our guide"
		result, err := imports.Guide(ctx, d, m, into)
		if err != nil || result.Rows != 2 || result.Added != 2 || result.Already != 0 {
			t.Fatalf("%+v %v", result, err)
		}
		if result, err = imports.Guide(ctx, d, m, into); err != nil || result.Added != 0 || result.Already != 2 {
			t.Errorf("again: %+v %v", result, err)
		}
		drafts, err := db.Values[string](ctx, d, `SELECT c.title || ': ' || r.body_md FROM chapters c JOIN draft_revisions r ON r.chapter_id = c.id
			WHERE c.state = 'outline' AND c.version_id IS NULL ORDER BY c.number`)
		if err != nil || strings.Join(drafts, " | ") != "One: First. | Two: Second.\n\n## Inside\n\nMore." {
			t.Errorf("%q %v", drafts, err)
		}
		if _, err := imports.Guide(ctx, d, m, imports.IntoGuide{Guide: "Not A Slug"}); err == nil {
			t.Error("a name that cannot be an address was taken")
		}
	})
}

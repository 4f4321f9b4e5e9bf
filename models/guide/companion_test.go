package guide_test

import (
	"errors"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/guide"
)

func TestCompanions(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		tell := func(kind guide.CompanionKind, body string, version, from int) (int, error) {
			return r.Tell(ctx, r.editor, key(r.editor), r.now().ID, guide.Telling{Kind: kind, Body: body, Version: version, From: from})
		}
		var invalid db.Invalid
		if _, err := tell(guide.EasyRead, "Buses stop early.", 1, 0); !errors.As(err, &invalid) || invalid["version"] == "" {
			t.Errorf("beside a chapter that is not written: %v", err)
		}
		r.publish(bus)
		if _, err := r.Companion(ctx, r.now().ID, guide.EasyRead); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("one that nobody wrote: %v", err)
		}
		number, err := tell(guide.EasyRead, "## Buses\n\nBuses stop **early**.<script>", 1, 0)
		if err != nil || number != 1 {
			t.Fatal(number, err)
		}
		c, err := r.Companion(ctx, r.now().ID, guide.EasyRead)
		r.must(err)
		if c.Version != 1 || c.Number != 1 || c.By != "Edith" || c.Behind(r.now()) || !strings.Contains(c.HTML, "<strong>early</strong>.&lt;script&gt;") {
			t.Errorf("%+v", c)
		}
		r.publish(hall)
		if !c.Behind(r.now()) {
			t.Error("it is not behind though the chapter has a newer version")
		}
		if _, err := tell(guide.EasyRead, "Other words", 2, 0); !errors.Is(err, db.ErrConflict) {
			t.Errorf("from before the newest: %v", err)
		}
		if _, err := tell(guide.EasyRead, c.Body, 1, 1); !errors.As(err, &invalid) {
			t.Errorf("the same again: %v", err)
		}
		number, err = tell(guide.EasyRead, c.Body, 2, 1) // still right for the new version
		if err != nil || number != 2 {
			t.Error(number, err)
		}
		if _, err := tell(guide.Plain, "In plain words", 2, 0); err != nil {
			t.Error(err)
		}
		if _, err := tell("other", "Words", 2, 0); err == nil {
			t.Error("a kind that is none was published")
		}
		if _, err := r.Tell(ctx, r.reader, key(r.reader), r.now().ID, guide.Telling{Kind: guide.Plain, Body: "Words", Version: 2, From: 1}); !errors.As(err, &db.Forbidden{}) {
			t.Errorf("by a reader: %v", err)
		}
		kinds, err := r.Beside(ctx, r.now().ID)
		r.must(err)
		told, err := r.AllTold(ctx)
		r.must(err)
		if len(kinds) != 2 || kinds[0] != guide.EasyRead || len(told) != 2 || told[1] != (guide.Told{Guide: r.guide, Chapter: r.chapter, Kind: guide.Plain}) {
			t.Errorf("%v %v", kinds, told)
		}
		acts, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM register WHERE act = 'chapter.companion'")
		if err != nil || acts != 3 {
			t.Errorf("%d entries in the register, %v", acts, err)
		}
		for _, statement := range []string{"UPDATE companions SET body_md = 'x'", "UPDATE companions SET version_id = 1", "DELETE FROM companions"} {
			err := r.DB.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err })
			if err == nil || !strings.Contains(err.Error(), "frozen") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE companions SET body_html = 'x', html_version = 2")
			return err
		}))
	})
}

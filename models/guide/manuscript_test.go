package guide_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/retention"
)

func TestManuscriptsBecomeChapters(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		g, _, err := r.Guide(ctx, r.guide)
		r.must(err)
		keep := func(a people.Actor, name string) (int64, error) {
			return r.KeepManuscript(ctx, a, key(a), g.ID, guide.Manuscript{Name: name, Body: "# One\n\n" + bus, Losses: []guide.Loss{{What: "pictures", Count: 2, Where: []string{"One"}}}})
		}
		if _, err := keep(r.reader, "a.md"); !errors.As(err, &db.Forbidden{}) {
			t.Errorf("by a reader: %v", err)
		}
		id, err := keep(r.editor, "a.b.md")
		r.must(err)
		m, err := r.Manuscript(ctx, r.editor, g.ID, id)
		r.must(err)
		if m.By != "Edith" || m.Heading() != "a.b" || len(m.Losses) != 1 || m.Losses[0].Where[0] != "One" {
			t.Errorf("%+v", m)
		}
		if _, err := r.Manuscript(ctx, r.editor, g.ID+1, id); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("under another guide: %v", err)
		}
		var invalid db.Invalid
		long := strings.Repeat("word ", prose.Chapter.Bytes/5+2)
		if _, err := r.BringIn(ctx, r.editor, key(r.editor), m, []guide.Brought{{Title: "Fine"}, {Title: "", Body: long}}); !errors.As(err, &invalid) || invalid["title-1"] == "" || invalid["part-1"] == "" || len(invalid) != 2 {
			t.Errorf("%v", err)
		}
		twice := key(r.editor)
		for range 2 {
			made, err := r.BringIn(ctx, r.editor, twice, m, []guide.Brought{{Title: "One", Body: bus}, {Title: "Print"}})
			if err != nil || made != 2 {
				t.Fatal(made, err)
			}
		}
		_, chapters, err := r.Guide(ctx, r.guide)
		r.must(err)
		if len(chapters) != 3 || chapters[1].Title != "One" || chapters[1].State != guide.Outline || chapters[1].Version != 0 || chapters[2].Slug != "on-print" {
			t.Errorf("%+v", chapters)
		}
		draft, err := r.Draft(ctx, r.editor, chapters[1].ID)
		r.must(err)
		if draft.Body != bus || draft.Revision != 1 || draft.ByName != "Edith" {
			t.Errorf("%+v", draft)
		}
		if _, err := r.BringIn(ctx, r.editor, key(r.editor), m, []guide.Brought{{Title: "Again"}}); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a document that is gone: %v", err)
		}
		for n := range guide.MaxManuscripts + 3 {
			_, err := keep(r.editor, fmt.Sprint(n))
			r.must(err)
		}
		waiting, err := r.Manuscripts(ctx, r.editor, g.ID)
		r.must(err)
		if len(waiting) != guide.MaxManuscripts || waiting[0].Name != "22" || waiting[19].Name != "3" {
			t.Errorf("%d wait, from %s", len(waiting), waiting[0].Name)
		}
		now.Advance(8 * 24 * time.Hour)
		r.must((&retention.Store{DB: r.DB}).Run(ctx, "documents"))
		if waiting, err = r.Manuscripts(ctx, r.editor, g.ID); err != nil || len(waiting) != 0 {
			t.Errorf("%d wait after a week, %v", len(waiting), err)
		}
	})
}

func TestLevels(t *testing.T) {
	many := func(level, n int) (list []prose.Section) {
		for range n {
			list = append(list, prose.Section{Level: level})
		}
		return list
	}
	for _, test := range []struct {
		outline   []prose.Section
		levels    string
		suggested int
	}{
		{nil, "[0]", 0},
		{many(1, 1), "[0 1]", 0},
		{append(many(1, 1), many(2, 3)...), "[0 1 2]", 2},
		{append(many(1, 3), many(3, 2)...), "[0 1 3]", 1},
		{append(many(1, 60), many(2, 60)...), "[0 1]", 1},
	} {
		levels, suggested := guide.Levels(test.outline)
		if fmt.Sprint(levels) != test.levels || suggested != test.suggested {
			t.Errorf("%v, %d; want %s, %d", levels, suggested, test.levels, test.suggested)
		}
	}
}

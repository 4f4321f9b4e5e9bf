package themes_test

import (
	"bytes"
	"errors"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/themes"
	"folkmoot/models/themes/codebook"
)

const place = "https://folkmoot.example"

func (r room) written() (csv, qdc string) {
	r.t.Helper()
	entries, err := r.Entries(ctx, place)
	if err != nil {
		r.t.Fatal(err)
	}
	var a, b bytes.Buffer
	if err := errors.Join(codebook.WriteCSV(&a, entries), codebook.WriteQDC(&b, "folkmoot", entries)); err != nil {
		r.t.Fatal(err)
	}
	return a.String(), b.String()
}

func (r room) bring(file string, change bool) (themes.Plan, error) {
	r.t.Helper()
	entries, problems, err := codebook.Read(bytes.NewReader([]byte(file)))
	if err != nil {
		r.t.Fatal(err)
	}
	return r.Import(ctx, r.editor, db.NewKey(r.editor.ID), themes.Bringing{Entries: entries, Problems: problems, Place: place, Change: change, Reason: "From a file"})
}

func TestACodebookMovesWhole(t *testing.T) {
	var csv, qdc string
	each(t, func(t *testing.T, r room) {
		travel := r.theme("Travel")
		for _, d := range []themes.Draft{
			{Name: "Buses", Definition: "=not a formula\n\nExamples:\nnone", Examples: "'The bus", ParentID: travel.ID, Mark: 12},
			{Name: "Trams", Definition: "Rails"},
			{Name: "Gone"},
		} {
			if _, err := r.Create(ctx, r.editor, db.NewKey(r.editor.ID), d); err != nil {
				t.Fatal(err)
			}
		}
		trams, err := r.BySlug(ctx, "trams")
		if err != nil || r.merge(trams, travel, "") != nil {
			t.Fatal(err)
		}
		gone, _ := r.BySlug(ctx, "gone")
		if err := r.Retire(ctx, r.editor, db.NewKey(r.editor.ID), gone.ID, 1, "Not used", ""); err != nil {
			t.Fatal(err)
		}
		csv, qdc = r.written()
		for _, file := range []string{csv, qdc} {
			before, _ := themes.Version(ctx, r.DB)
			done, err := r.bring(file, true)
			if after, _ := themes.Version(ctx, r.DB); err != nil || done.Count(themes.Leaves) != len(done.Rows) || after != before {
				t.Errorf("its own file changed it: %+v, %v", done, err)
			}
		}
	})
	each(t, func(t *testing.T, r room) {
		if _, err := r.bring(csv, false); err != nil {
			t.Fatal(err)
		}
		if again, other := r.written(); again != csv || other != qdc {
			t.Errorf("%s\n%s", again, csv)
		}
	})
	each(t, func(t *testing.T, r room) {
		if _, err := r.bring(qdc, false); err != nil {
			t.Fatal(err)
		}
		buses, err := r.BySlug(ctx, "buses")
		if err != nil || buses.Definition != "=not a formula\n\nExamples:\nnone" || buses.Examples != "'The bus" || buses.Mark != 6 || codebook.ColorOf(6) != codebook.ColorOf(12) {
			t.Errorf("%+v, %v", buses, err)
		}
		if _, again := r.written(); again != qdc {
			t.Errorf("%s\n%s", again, qdc)
		}
	})
}

func TestAFileGoesInWholeOrNotAtAll(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.theme("Buses")
		for file, field := range map[string]string{
			"theme,parent,definition,examples\nTrams,,,\nA,B,,\nB,A,,\n":       "file",
			"theme,parent,definition,examples\nTrams,,,\ntrams,,,\n":           "file",
			"theme,parent,definition,examples,state\nTrams,,,,\nA,,,,broken\n": "file",
		} {
			if _, err := r.bring(file, true); wrongField(err) != field {
				t.Errorf("%q: %v", file, err)
			}
		}
		if list, _ := r.List(ctx); len(list) != 1 {
			t.Errorf("%d themes after files with problems", len(list))
		}
		done, err := r.bring("theme,parent,definition,examples,state\nbuses,,New words,,retired\nTrams,Rails,,,\n", true)
		if err != nil || done.Count(themes.Adds) != 2 || done.Count(themes.Changes) != 1 || done.Rows[0].State != "retired" {
			t.Fatalf("%+v, %v", done, err)
		}
		buses, _ := r.BySlug(ctx, "buses")
		trams, _ := r.BySlug(ctx, "trams")
		rails, _ := r.BySlug(ctx, "rails")
		if buses.Definition != "New words" || buses.Name != "buses" || buses.State != themes.Current || trams.ParentID != rails.ID || rails.ID == 0 {
			t.Errorf("%+v\n%+v\n%+v", buses, trams, rails)
		}
		member := r.person("Mo", people.Member)
		_, err = r.Import(ctx, member, db.NewKey(member.ID), themes.Bringing{Reason: "x"})
		if !errors.As(err, new(db.Forbidden)) {
			t.Errorf("a member: %v", err)
		}
	})
}

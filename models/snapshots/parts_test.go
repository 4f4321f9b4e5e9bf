package snapshots_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/reach"
	"folkmoot/models/snapshots"
)

// count uploads who lives here and has people answer a question: eleven of them, of whom one batch is told.
func (w *world) count() {
	w.t.Helper()
	known := &reach.Store{DB: w.DB}
	must := func(err error) {
		w.t.Helper()
		if err != nil {
			w.t.Fatal(err)
		}
	}
	must(known.Put(ctx, editor, db.NewKey(editor.ID), reach.Draft{Dimension: reach.ByWho, Title: "Who lives here", Source: "Census", Lines: "resident, 900\nbusiness, 60\npractitioner, 40"}))
	must(known.Put(ctx, editor, db.NewKey(editor.ID), reach.Draft{Dimension: reach.ByArea, Title: "By area", Source: "Census", Lines: "Lye, 9000\nGornal, 50"}))
	must(known.Ask(ctx, editor, db.NewKey(editor.ID), reach.QuestionDraft{Words: "How old are you?", Why: "To see whom we miss", Answers: "Under 25\n25 to 64\nOver 64"}))
	questions, err := known.Questions(ctx)
	must(err)
	for i := range 11 {
		var id int64
		w.write(func(tx *db.Tx) (err error) {
			id, err = tx.Insert("INSERT INTO people (public_name, state, created_at, changed_at) VALUES ('Answers', 'active', 1, 1)")
			return err
		})
		position := []int{0, 1, 1, 1, 1, 1, 1, 2, 2, 3, 0}[i]
		must(known.Tell(ctx, people.Actor{ID: id, State: people.Active}, questions[0].Position, map[int64]int{questions[0].ID: position}))
	}
}

// Whom a summary has heard from and who sees things alike in it are those of the live pages, are counted again from the
// rows, and give both engines the same bytes.
func TestWhoSeesThingsAlikeAndWhoWasHeardAreFrozen(t *testing.T) {
	made := map[string][]byte{}
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		w.fill(160, 11)
		w.count()
		in := &insight.Store{DB: d, Zone: w.Zone}
		scopes := map[string]insight.Scope{"all": {}, "buses": {Group: "buses"}, "nobody": {From: "2030-01-01", To: "2030-01-02"}}
		for _, name := range slices.Sorted(maps.Keys(scopes)) { // in one order, as a snapshot's number is in its bytes
			scope := scopes[name]
			s := w.publish(scope)
			report := w.verified(s.ID)
			sum, err := in.Summary(ctx, scope)
			if err != nil {
				t.Fatal(err)
			}
			heard, err := in.Heard(ctx, sum)
			if err != nil {
				t.Fatal(err)
			}
			for i := range heard.By { // what is kept back is not even in the bytes
				for n := range heard.By[i].Lines {
					if l := &heard.By[i].Lines[n]; l.Hidden {
						l.Heard = 0
					}
				}
			}
			if got := s.Edition.Reached(); !reflect.DeepEqual(got.By, heard.By) || len(got.Questions) != 1 {
				t.Errorf("%s: whom it has heard from is\n%+v, live\n%+v", name, got.By, heard.By)
			}
			live, err := in.Views(ctx, insight.ViewScope{Scope: scope})
			if err != nil {
				t.Fatal(err)
			}
			v := s.Edition.Seen()
			if len(v.Views) != len(live.Views) || v.Why != live.Why || v.People != live.People || v.Positions != live.Positions || v.Placed != live.Placed {
				t.Errorf("%s: %d views (%s) of %d people with %d positions, live %d (%s) of %d with %d", name, len(v.Views), v.Why, v.People, v.Positions, len(live.Views), live.Why, live.People, live.Positions)
			}
			same := func(what string, frozen, now []int) {
				if !slices.Equal(v.Contributions(frozen), live.Contributions(now)) {
					t.Errorf("%s: %s %v, live %v", name, what, v.Contributions(frozen), live.Contributions(now))
				}
			}
			same("shared", v.Shared, live.Shared)
			same("opposed", v.Opposed, live.Opposed)
			same("divides", v.Divides, live.Divides)
			same("unsure", v.Unsure, live.Unsure)
			if name == "all" && (len(v.Views) < 2 || len(v.Shared) == 0 || len(v.Divides) == 0 || len(v.Unsure) == 0 || len(v.Views[0].Apart) == 0) {
				t.Errorf("%+v: this test sees too little", v)
			}
			if name == "nobody" && (v.Why != insight.FewStatements || len(v.Views) > 0) {
				t.Errorf("of nothing: %+v", v)
			}
			if !strings.Contains(strings.Join(report.Lines, "\n"), "views found again") {
				t.Errorf("%q", report.Lines)
			}
			if before, ok := made[name]; ok && !bytes.Equal(before, s.Line) {
				t.Errorf("%s: the engines differ\n%s\n%s", name, before, s.Line)
			}
			made[name] = s.Line
		}
	})
}

// The words of a comment that stands only in who sees things alike leave it like any others; its figures stay.
func TestHiddenWordsLeaveWhoSeesThingsAlike(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d)
		w.fill(160, 11)
		before := w.publish(insight.Scope{})
		quoted := map[int64]bool{}
		for _, i := range before.Edition.Issues {
			for _, q := range i.Quotes {
				quoted[q.Contribution] = true
			}
		}
		at := slices.IndexFunc(before.Edition.Views.Statements, func(s snapshots.Statement) bool { return !quoted[s.Contribution] && s.Text != "" })
		if at < 0 {
			t.Fatal("this test sees nothing")
		}
		was := before.Edition.Views.Statements[at]
		now.Advance(time.Hour)
		w.write(func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, was.Contribution, discussion.Hidden, "personal")
			return err
		})
		after := w.read(before.Slug)
		gone := after.Edition.Views.Statements[at]
		if bytes.Contains(after.Line, []byte(was.Text)) || gone.Text != "" || gone.Removed != snapshots.Moment(now.Now()) {
			t.Errorf("the words are still there: %+v", gone)
		}
		if gone.Positions != was.Positions || !reflect.DeepEqual(gone.Views, was.Views) || len(after.Editions) != 2 || after.Edition.Before != before.Edition.Digest {
			t.Errorf("figures changed: %+v, were %+v; %d editions", gone, was, len(after.Editions))
		}
		w.verified(before.ID)
	})
}

// Whoever changes a figure of these parts, or an answer in the rows, is found even where they make the digests right again.
func TestForgedPartsAreFound(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorld(t, d)
	w.fill(160, 11)
	w.count()
	s := w.publish(insight.Scope{})
	for name, forge := range map[string][2]string{
		"people in a view":   {`"people_in_views":`, `"people_in_views":1`},
		"who lives here":     {`"lives":9000`, `"lives":90`},
		"few":                {`"few":true`, `"few":false`},
		"a category":         {`"category":"Over 64"`, `"category":"Over 65"`},
		"what is shared":     {`"shared_agree":[`, `"shared_agree":[1,`},
		"what sets it apart": {`"sets_apart":[{`, `"sets_apart":[{"contribution":7,"agree":true},{`},
		"words":              {s.Edition.Views.Statements[0].Text, "I never said this"},
		"a view's name":      {`"view":"B","people"`, `"view":"C","people"`},
	} {
		if !bytes.Contains(s.Line, []byte(forge[0])) {
			t.Errorf("%s: %s is not in\n%s", name, forge[0], s.Line)
			continue
		}
		line, digest := sealed(bytes.Replace(s.Line, []byte(forge[0]), []byte(forge[1]), 1))
		problems := w.found(s.ID, "UPDATE snapshot_editions SET data = ?, digest = ?", line, digest)
		if !slices.ContainsFunc(problems, func(p string) bool { return !strings.Contains(p, "register") }) {
			t.Errorf("%s: %q", name, problems)
		}
	}
	packed, err := db.Value[[]byte](ctx, d, "SELECT facts FROM snapshots")
	if err != nil {
		t.Fatal(err)
	}
	rows := unzipped(t, packed)
	for name, forge := range map[string][2]string{"an answer": {"0+", "0-"}, "a view": {",A,", ",B,"}, "a baseline": {`"people":9000`, `"people":90`}, "told answers": {`"Over 64","people":`, `"Over 64","people":4`}} {
		if !strings.Contains(rows, forge[0]) {
			t.Errorf("%s is not in the rows", name)
			continue
		}
		var forged bytes.Buffer
		out := gzip.NewWriter(&forged)
		if _, err := io.WriteString(out, strings.Replace(rows, forge[0], forge[1], 1)); err != nil {
			t.Fatal(err)
		}
		out.Close()
		problems := w.found(s.ID, "UPDATE snapshots SET facts = ?, facts_digest = ?", forged.Bytes(), snapshots.Digest(forged.Bytes()))
		if !slices.ContainsFunc(problems, func(p string) bool {
			return strings.Contains(p, "heard from") || strings.Contains(p, "alike") || strings.Contains(p, "views") || strings.Contains(p, "rows cannot")
		}) {
			t.Errorf("%s: %q", name, problems)
		}
	}
	w.verified(s.ID)
}

func unzipped(t *testing.T, packed []byte) string {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return string(rows)
}

package snapshots_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/snapshots"
)

// What is given to draft from is public and exact, and holds nobody's name.
func TestWhatIntroductionsAreDraftedFrom(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		w.fill(100, 3)
		slug := w.freeze(insight.Scope{})
		for _, who := range []people.Actor{moderator, member, people.Visitor} {
			var forbidden db.Forbidden
			if _, err := w.Drafting(ctx, who, slug); !errors.As(err, &forbidden) {
				t.Errorf("%s: %v", who.Name, err)
			}
		}
		m, err := w.Drafting(ctx, editor, slug)
		if err != nil || len(m.Order) == 0 || len(m.Order) != len(m.Basis.Texts) {
			t.Fatalf("%d of %d, %v", len(m.Order), len(m.Basis.Texts), err)
		}
		for id, text := range m.Basis.Texts {
			if body, err := db.Value[string](ctx, d, "SELECT body_md FROM contributions WHERE id = ?", id); err != nil || body != text {
				t.Errorf("%d: %q, stored is %q, %v", id, text, body, err)
			}
		}
		first, second := m.Order[0], m.Order[1]
		w.write(func(tx *db.Tx) error {
			if _, err := tx.Exec("UPDATE contributions SET body_md = 'Write to ann@example.org' WHERE id = ?", second); err != nil {
				return err
			}
			_, err := discussion.SetState(tx, first, discussion.Hidden, "personal")
			return err
		})
		after, err := w.Drafting(ctx, editor, slug)
		_, data, failed := after.Ask()
		if err != nil || failed != nil || len(after.Order) != len(m.Order)-2 || after.Basis.Texts[first] != "" || strings.Contains(data, "example.org") || strings.Contains(data, m.Basis.Texts[first]) {
			t.Errorf("%v %v %v %s", err, failed, after.Order, data)
		}
	})
}

// A line of an introduction that leads to words that are hidden goes with them: from a draft, and from what is published.
func TestHiddenWordsLeaveTheIntroduction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		w.fill(100, 3)
		read := func(slug string) snapshots.Snapshot {
			s, err := w.Read(ctx, editor, slug)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		for _, before := range []bool{true, false} {
			slug := w.freeze(insight.Scope{})
			quoted := read(slug).Edition.Quoted()
			gone, stays := quoted[0], quoted[1]
			intro := fmt.Sprintf("They said it [%d](/contributions/%d).\n\nOthers too [%d](/contributions/%d).", gone, gone, stays, stays)
			if err := w.Write(ctx, editor, db.NewKey(editor.ID), slug, 1, snapshots.Writing{Title: "x", Intro: intro, DraftedBy: "model-1"}); err != nil {
				t.Fatal(err)
			}
			hide := func() {
				w.write(func(tx *db.Tx) error {
					_, err := discussion.SetState(tx, gone, discussion.Hidden, "personal")
					return err
				})
			}
			want := fmt.Sprintf("Others too [%d](/contributions/%d).", stays, stays)
			if before {
				hide()
				if got := read(slug).Edition.Introduction; got != want {
					t.Errorf("the draft says %q", got)
				}
			}
			if err := w.Publish(ctx, editor, db.NewKey(editor.ID), slug, 2); err != nil {
				t.Fatal(err)
			}
			if !before {
				hide()
			}
			s := read(slug)
			if s.Edition.Introduction != want || strings.Contains(string(s.Line), "They said it") || strings.Contains(s.HTML.Intro, "They said it") {
				t.Errorf("hidden before it was published: %v; it says %q", before, s.Edition.Introduction)
			}
			w.verified(s.ID)
			if faults := w.found(s.ID, "UPDATE snapshots SET intro_md = 'forged' WHERE id = ?", s.ID); len(faults) == 0 {
				t.Error("a forged introduction was not found")
			}
		}
	})
}

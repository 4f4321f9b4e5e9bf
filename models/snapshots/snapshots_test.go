package snapshots_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/snapshots"
)

var scopes = []insight.Scope{
	{},
	{Group: "buses"},
	{Guide: "guide"},
	{Guide: "guide", Chapter: "two"},
	{Who: "resident"},
	{Who: "not-stated", Group: "rooms"},
	{From: "2025-03-30", To: "2025-10-26"},
	{From: "2025-06-02"},
	{To: "2025-06-01", Who: "business"},
	{From: "2030-01-01", To: "2030-01-02"},
}

// What is frozen of any scope is counted again from its rows and written again byte for byte, and both engines give the
// same bytes.
func TestEverySnapshotIsCountedAgain(t *testing.T) {
	made := map[string][]byte{}
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		w.fill(500, 11)
		w.answer()
		for _, scope := range scopes {
			s := w.publish(scope)
			w.verified(s.ID)
			sum, err := (&insight.Store{DB: d, Zone: w.Zone}).Summary(ctx, scope)
			if err != nil {
				t.Fatal(err)
			}
			if s.Edition.People != sum.People || s.Edition.Contributions != sum.Contributions || len(s.Edition.Issues) != len(sum.Themes) {
				t.Errorf("%+v: %d by %d on %d, want %d by %d on %d", scope, s.Edition.Contributions, s.Edition.People, len(s.Edition.Issues),
					sum.Contributions, sum.People, len(sum.Themes))
			}
			if got := s.Edition.ScopeOf(); got != scope {
				t.Errorf("the scope %+v came back as %+v", scope, got)
			}
			name := fmt.Sprint(scope)
			if before, ok := made[name]; ok && !bytes.Equal(before, s.Line) {
				t.Errorf("%s: the engines differ\n%s\n%s", name, before, s.Line)
			}
			made[name] = s.Line
		}
		first := w.read(w.publish(insight.Scope{}).Slug)
		i := first.Edition.Issues[0]
		for _, issue := range first.Edition.Issues {
			if issue.Name == "Buses" {
				i = issue
			}
		}
		if i.Title != "Buses stop too early" || i.Response != "One **more** bus." || i.Answer != "partly" || i.Quotes[0].Pinned != "Serious" || !i.Quotes[0].OneVoice || len(i.Commitments) != 1 || i.Commitments[0].Owner != "Transport" || len(i.Quotes) == 0 {
			t.Errorf("an issue is frozen as %+v", i)
		}
		if first.HTML.Intro != "<p>Read <strong>this</strong> first.</p>\n" || first.Edition.Codebook == 0 || first.Edition.Method != snapshots.Method {
			t.Errorf("%q, %+v", first.HTML.Intro, first.Edition)
		}
		if faults, err := snapshots.Broken(ctx, d); err != nil || len(faults) > 0 {
			t.Errorf("%v %q", err, faults)
		}
	})
}

// What people of one area said is not frozen, and neither are its rows read.
func TestAnAreaIsRefused(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorld(t, d)
	w.fill(120, 3)
	for _, scope := range []insight.Scope{{Area: "Lye"}, {Area: "Lye", Who: "resident"}, {Area: "Nowhere"}} {
		var wrong db.Invalid
		if _, err := w.Freeze(ctx, editor, db.NewKey(editor.ID), scope, snapshots.Writing{Title: "Lye"}); !errors.As(err, &wrong) || wrong["area"] == "" {
			t.Errorf("%+v is frozen: %v", scope, err)
		}
		if _, err := w.Live(ctx, scope); !errors.As(err, &wrong) || wrong["area"] == "" {
			t.Errorf("%+v is reported on: %v", scope, err)
		}
		in := &insight.Store{DB: d, Zone: w.Zone}
		if err := in.EachCounted(ctx, scope, func(c insight.Counted) error { t.Errorf("a row is given: %+v", c); return nil }); !errors.As(err, &wrong) {
			t.Errorf("rows of %+v: %v", scope, err)
		}
	}
	if n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM snapshots"); err != nil || n != 0 {
		t.Errorf("%d snapshots, %v", n, err)
	}
}

// A snapshot stays as it was, whatever is said, tagged and answered afterwards.
func TestASnapshotStaysAsItWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d)
		w.fill(100, 3)
		before := w.publish(insight.Scope{})
		w.fill(60, 4)
		w.answer()
		quoted := before.Edition.Quoted()[0]
		w.write(func(tx *db.Tx) error { // somebody edits what is quoted
			if _, err := tx.Exec(`INSERT INTO contribution_revisions (contribution_id, revision, body_md, evidence, public, written_by, written_at)
				SELECT id, revision, body_md, evidence, 1, author_id, created_at FROM contributions WHERE id = ?`, quoted); err != nil {
				return err
			}
			_, err := tx.Exec("UPDATE contributions SET body_md = 'I think otherwise now.', revision = revision + 1 WHERE id = ?", quoted)
			return err
		})
		now.Advance(48 * time.Hour)
		after := w.read(before.Slug)
		if !bytes.Equal(before.Line, after.Line) || len(after.Editions) != 1 {
			t.Error("it changed")
		}
		w.verified(before.ID)
		if next := w.publish(insight.Scope{}); next.Slug == before.Slug || bytes.Equal(next.Line, before.Line) {
			t.Error("the next one is the same")
		}
	})
}

// Words leave a snapshot in the moment in which not everybody may read them any more, whatever the cause, and do not
// come back; figures stay; the chain of editions holds.
func TestHiddenWordsLeave(t *testing.T) {
	set := func(to discussion.State) func(*world, int64) {
		return func(w *world, id int64) {
			w.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, to, "personal"); return err })
		}
	}
	causes := map[string][2]func(*world, int64){
		"hidden":     {set(discussion.Hidden), set(discussion.Published)},
		"taken back": {set(discussion.Deleted), set(discussion.Published)},
		"asked":      {set(discussion.Asked), set(discussion.Published)},
		"private": {
			func(w *world, id int64) {
				w.write(func(tx *db.Tx) error {
					_, err := tx.Exec("UPDATE threads SET private = 1 WHERE id = (SELECT thread_id FROM contributions WHERE id = ?)", id)
					return err
				})
			},
			func(w *world, id int64) {
				w.write(func(tx *db.Tx) error {
					_, err := tx.Exec("UPDATE threads SET private = 0 WHERE id IN (SELECT thread_id FROM contributions WHERE id = ?)", id)
					return err
				})
			},
		},
		"moved": {
			func(w *world, id int64) {
				w.write(func(tx *db.Tx) error {
					_, err := tx.Exec("UPDATE contributions SET thread_id = ?, seq = 100000 + seq WHERE id = ?", w.ids[2], id)
					return err
				})
			},
			func(w *world, id int64) {
				w.write(func(tx *db.Tx) error {
					_, err := tx.Exec("UPDATE contributions SET thread_id = ?, seq = 100000 + seq WHERE id = ?", w.ids[0], id)
					return err
				})
			},
		},
	}
	for name, cause := range causes {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
				w := newWorld(t, d)
				w.fill(120, 5)
				before := w.publish(insight.Scope{})
				q := before.Edition.Issues[0].Quotes[0]
				if !says(before, q.Text) {
					t.Fatal("this test sees nothing")
				}
				now.Advance(time.Hour)
				cause[0](w, q.Contribution)
				cause[1](w, q.Contribution) // nobody looked in between
				after := w.read(before.Slug)
				if says(after, q.Text) {
					t.Error("the words are still there")
				}
				if len(after.Editions) != 2 || after.Editions[1].Digest == after.Editions[0].Digest || after.Edition.Before != before.Edition.Digest {
					t.Errorf("editions: %+v", after.Editions)
				}
				gone := after.Edition.Issues[0].Quotes[0]
				if gone.Contribution != q.Contribution || gone.Removed != snapshots.Moment(now.Now()) || gone.Who != "" || gone.Text != "" {
					t.Errorf("%+v", gone)
				}
				if after.Edition.People != before.Edition.People || after.Edition.Issues[0].Contributions != before.Edition.Issues[0].Contributions {
					t.Error("figures changed")
				}
				now.Advance(time.Hour)
				if again := w.read(before.Slug); !bytes.Equal(again.Line, after.Line) {
					t.Error("it changed once more")
				}
				w.verified(before.ID)
			})
		})
	}
}

// A draft shows at once what will be left out of it, and is published without.
func TestADraftIsPublishedWithoutHiddenWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		w.fill(120, 5)
		slug := w.freeze(insight.Scope{})
		draft, err := w.Read(ctx, moderator, slug)
		if err != nil {
			t.Fatal(err)
		}
		q := draft.Edition.Issues[0].Quotes[0]
		w.write(func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, q.Contribution, discussion.Hidden, "x")
			return err
		})
		if draft, err = w.Read(ctx, editor, slug); err != nil || says(draft, q.Text) || draft.Leaving == 0 {
			t.Errorf("%v, %d are leaving", err, draft.Leaving)
		}
		w.verified(draft.ID)
		if err := w.Publish(ctx, editor, db.NewKey(editor.ID), slug, 1); err != nil {
			t.Fatal(err)
		}
		s := w.read(slug)
		if says(s, q.Text) || s.Edition.Removed() == 0 || len(s.Editions) != 1 {
			t.Errorf("%+v", s.Editions)
		}
		w.verified(s.ID)
	})
}

// Snapshots that nobody reads get their new editions too.
func TestRenewal(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		w.fill(120, 5)
		first, second, untouched := w.publish(insight.Scope{}), w.publish(insight.Scope{}), w.publish(insight.Scope{From: "2030-01-01"})
		id := first.Edition.Quoted()[0]
		w.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, discussion.Hidden, "x"); return err })
		for range 2 {
			if err := w.Renew(ctx); err != nil {
				t.Fatal(err)
			}
		}
		for slug, want := range map[string]int{first.Slug: 2, second.Slug: 2, untouched.Slug: 1} {
			n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM snapshot_editions e JOIN snapshots s ON s.id = e.snapshot_id WHERE s.slug = ?", slug)
			if err != nil || n != want {
				t.Errorf("%s has %d editions, want %d: %v", slug, n, want, err)
			}
		}
		w.verified(second.ID)
	})
}

func TestWhoMayDoWhat(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		w.fill(30, 5)
		slug := w.freeze(insight.Scope{})
		for _, a := range []people.Actor{people.Visitor, member, moderator} {
			var forbidden db.Forbidden
			key := func() db.Key { return db.NewKey(a.ID) }
			for name, err := range map[string]error{
				"freeze": func() error {
					_, err := w.Freeze(ctx, a, key(), insight.Scope{}, snapshots.Writing{Title: "x"})
					return err
				}(),
				"write":    w.Write(ctx, a, key(), slug, 1, snapshots.Writing{Title: "x"}),
				"publish":  w.Publish(ctx, a, key(), slug, 1),
				"discard":  w.Discard(ctx, a, key(), slug),
				"withdraw": w.Withdraw(ctx, a, key(), slug, "because"),
			} {
				if !errors.As(err, &forbidden) {
					t.Errorf("%q may %s: %v", a.Role, name, err)
				}
			}
			_, err := w.Read(ctx, a, slug)
			if may := a.Staff(); may != (err == nil) {
				t.Errorf("%q reads a draft: %v", a.Role, err)
			}
			if drafts, err := w.Drafts(ctx, a); err != nil || (len(drafts) == 1) != a.Staff() {
				t.Errorf("%q sees %d drafts, %v", a.Role, len(drafts), err)
			}
		}
		if list, _, err := w.List(ctx, ""); err != nil || len(list) > 0 {
			t.Errorf("a draft is in the list: %v %v", list, err)
		}
	})
}

// A draft is written, published once, and withdrawn once.
func TestTheLifeOfASnapshot(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d)
		w.fill(30, 5)
		key := func() db.Key { return db.NewKey(editor.ID) }
		slug := w.freeze(insight.Scope{Group: "buses"})
		if err := w.Write(ctx, editor, key(), slug, 1, snapshots.Writing{Title: " ", Intro: strings.Repeat("x", snapshots.MaxIntro+1)}); !wrongIn(err, "title") || !wrongIn(err, "intro") {
			t.Errorf("%v", err)
		}
		if err := w.Write(ctx, editor, key(), slug, 1, snapshots.Writing{Title: "Heard in May"}); err != nil {
			t.Fatal(err)
		}
		if err := w.Write(ctx, editor, key(), slug, 1, snapshots.Writing{Title: "Too late"}); !errors.Is(err, db.ErrConflict) {
			t.Errorf("%v", err)
		}
		if err := w.Publish(ctx, editor, key(), slug, 1); !errors.Is(err, db.ErrConflict) {
			t.Errorf("%v", err)
		}
		now.Advance(time.Hour)
		once := key()
		for range 2 { // the same form twice
			if err := w.Publish(ctx, editor, once, slug, 2); err != nil {
				t.Fatal(err)
			}
		}
		s := w.read(slug)
		if told, err := db.Values[int64](ctx, d, "SELECT object_id FROM spreads WHERE kind = 'summary'"); err != nil || len(told) != 1 || told[0] != s.ID {
			t.Errorf("for those who follow the summaries, %v are noted, %v", told, err)
		}
		if s.Title != "Heard in May" || s.Edition.Title != s.Title || s.Edition.Introduction != "" || s.Edition.Of != "About buses" || s.PublishedAt != now.Now() {
			t.Errorf("%+v", s.Head)
		}
		w.verified(s.ID)
		for name, err := range map[string]error{
			"publish": w.Publish(ctx, editor, key(), slug, 3), "write": w.Write(ctx, editor, key(), slug, 3, snapshots.Writing{Title: "x"}),
			"discard": w.Discard(ctx, editor, key(), slug),
		} {
			if !errors.Is(err, db.ErrConflict) {
				t.Errorf("%s again: %v", name, err)
			}
		}
		if err := w.Withdraw(ctx, editor, key(), slug, " "); !wrongIn(err, "reason") {
			t.Errorf("%v", err)
		}
		if err := w.Withdraw(ctx, editor, key(), slug, "It was of the wrong weeks."); err != nil {
			t.Fatal(err)
		}
		s = w.read(slug)
		if s.State != snapshots.Withdrawn || s.Reason != "It was of the wrong weeks." || s.Line != nil || len(s.Edition.Issues) > 0 || len(s.Editions) != 1 {
			t.Errorf("%+v", s)
		}
		w.verified(s.ID)
		if problems := w.found(s.ID, "UPDATE snapshots SET reason = 'because'"); len(problems) == 0 {
			t.Error("another reason of a withdrawal is not found")
		}
		other := w.freeze(insight.Scope{})
		if err := w.Discard(ctx, editor, key(), other); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Read(ctx, editor, other); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("%v", err)
		}
		if latest, err := w.Latest(ctx, 5); err != nil || len(latest) > 0 {
			t.Errorf("%v %v", latest, err)
		}
	})
}

// A model that drafted an introduction stays named, whoever changes it afterwards, until there is none.
func TestADraftingModelStaysNamed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		w.fill(30, 5)
		slug, err := w.Freeze(ctx, editor, db.NewKey(editor.ID), insight.Scope{}, snapshots.Writing{Title: "x", Intro: "Drafted.", DraftedBy: "model-1"})
		if err != nil {
			t.Fatal(err)
		}
		for i, step := range []struct{ intro, by, want string }{
			{"Changed.", "", "model-1"}, {"Again.", "model-2", "model-2"}, {"", "model-3", ""}, {"By hand.", "", ""},
		} {
			if err := w.Write(ctx, editor, db.NewKey(editor.ID), slug, i+1, snapshots.Writing{Title: "x", Intro: step.intro, DraftedBy: step.by}); err != nil {
				t.Fatal(err)
			}
			s, err := w.Read(ctx, editor, slug)
			if err != nil || s.Edition.DraftedBy != step.want {
				t.Errorf("after %+v: %q, %v", step, s.Edition.DraftedBy, err)
			}
			w.verified(s.ID)
		}
	})
}

func wrongIn(err error, field string) bool {
	var invalid db.Invalid
	return errors.As(err, &invalid) && invalid[field] != ""
}

func TestTheListGoesOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d)
		var want []string
		for i := range snapshots.Page + 3 {
			if i%2 == 0 {
				now.Advance(time.Hour)
			}
			want = append([]string{w.publish(insight.Scope{}).Slug}, want...)
		}
		var got []string
		for after, more := "", true; more; more = after != "" {
			list, next, err := w.List(ctx, after)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range list {
				got = append(got, h.Slug)
			}
			after = next
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("got %v\nwant %v", got, want)
		}
	})
}

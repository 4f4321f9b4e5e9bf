package files

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
)

// world is a place with people, a public and a private group, and a store of files in a folder.
type world struct {
	t    *testing.T
	d    *db.DB
	now  *clock.Fixed
	s    *Store
	ann  people.Actor // writes
	bob  people.Actor // reads
	mod  people.Actor
	lead people.Actor
	in   people.Actor // is in the private group
	open int64        // thread
	shut int64        // thread of the private group
}

func newWorld(t *testing.T, d *db.DB, now *clock.Fixed) *world {
	w := &world{t: t, d: d, now: now, s: &Store{DB: d, Depot: Folder(t.TempDir()), Press: Press}}
	person := func(name string, role people.Role) people.Actor {
		id := w.insert("INSERT INTO people (public_name, name_skeleton, role, who, state, created_at, changed_at) VALUES (?, ?, ?, 'resident', 'active', 1, 1)", name, name, role)
		return people.Actor{ID: id, Name: name, Role: role, State: people.Active}
	}
	w.ann, w.bob, w.mod, w.lead, w.in = person("ann", people.Member), person("bob", people.Member), person("mod", people.Moderator), person("lead", people.Member), person("in", people.Member)
	w.lead.Lead = true
	group := w.insert("INSERT INTO groups (slug, name, access, created_at, changed_at) VALUES ('g', 'G', 'private', 1, 1)")
	w.in.Groups = []people.Membership{{GroupID: group}}
	w.ann.Groups = w.in.Groups
	w.open = w.insert("INSERT INTO threads (kind, group_id, slug, title, private, listed, last_at, created_at) VALUES ('discussion', ?, 'o', 'O', 0, 1, 1, 1)", group)
	w.shut = w.insert("INSERT INTO threads (kind, group_id, slug, title, private, listed, last_at, created_at) VALUES ('discussion', ?, 's', 'S', 1, 1, 1, 1)", group)
	return w
}

func (w *world) write(do func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.d.Write(context.Background(), do); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) insert(query string, args ...any) (id int64) {
	w.t.Helper()
	w.write(func(tx *db.Tx) (err error) { id, err = tx.Insert(query, args...); return err })
	return id
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err })
}

// picture is one that no other is like.
func (w *world) picture(n int) []byte {
	var out bytes.Buffer
	m := photo(60, 40)
	m.Pix[0], m.Pix[1] = byte(n), byte(n>>8)
	if err := png.Encode(&out, m); err != nil {
		w.t.Fatal(err)
	}
	return out.Bytes()
}

func (w *world) add(a people.Actor, n int) File {
	w.t.Helper()
	f, err := w.s.Add(context.Background(), a, `C:\photos\Our_stop.PNG`, w.picture(n*7))
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

var path int

// said is a contribution of Ann's with a file.
func (w *world) said(thread int64, state string, f File) int64 {
	w.t.Helper()
	path++
	at := any(nil)
	if state == "published" {
		at = 1
	}
	id := w.insert(`INSERT INTO contributions (thread_id, seq, root_seq, path, depth, kind, author_id, channel, who, evidence, body_md, body_html, html_version, state,
		state_reason, state_at, published_at, fate, attributes, created_at) VALUES (?, ?, ?, ?, 0, 'comment', ?, 'web', 'resident', '', 'x', 'x', 1, ?, '', 1, ?, '', '', 1)`,
		thread, path, path, strconv.Itoa(int(path)), w.ann.ID, state, at)
	w.write(func(tx *db.Tx) error {
		_, err := Revise(tx, id, w.ann.ID, 1, Ready{{Name: f.Name, Words: "A stop"}})
		return err
	})
	return id
}

func (w *world) opens(a people.Actor, f File) (there, public bool) {
	w.t.Helper()
	_, public, err := w.s.Open(context.Background(), a, f.Name)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		w.t.Fatal(err)
	}
	return err == nil, public
}

func TestWhoMayHaveAFile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, now)
		everybody := map[string]people.Actor{"visitor": people.Visitor, "bob": w.bob, "in": w.in, "ann": w.ann, "mod": w.mod, "lead": w.lead}
		all := "visitor bob in ann mod lead"
		n := 0
		for _, one := range []struct {
			name, who string
			thread    int64
			state     string
			then      string // what becomes of it, of the contribution
			public    bool
		}{
			{name: "not sent", who: "ann"},
			{name: "published", thread: w.open, state: "published", who: all, public: true},
			{name: "in a private group", thread: w.shut, state: "published", who: "in ann mod"},
			{name: "held", thread: w.open, state: "held", who: "ann mod"},
			{name: "asked to change", thread: w.open, state: "asked", who: "ann mod"},
			{name: "hidden", thread: w.open, state: "hidden", who: "mod"},
			{name: "deleted", thread: w.open, state: "deleted", who: ""},
			{name: "sealed", thread: w.open, state: "hidden", then: "UPDATE contributions SET sealed = 1 WHERE id = ?", who: ""},
			{name: "taken out", thread: w.open, state: "published", then: "UPDATE attachments SET covered_at = 1 WHERE contribution_id = ?", who: ""},
			{name: "stood before, in words that are public", thread: w.open, state: "published", then: "UPDATE attachments SET until_revision = 2 WHERE contribution_id = ?", who: all, public: true},
			{name: "removed", thread: w.open, state: "published", then: "UPDATE files SET removed_at = 1 WHERE id IN (SELECT file_id FROM attachments WHERE contribution_id = ?)", who: ""},
		} {
			n++
			f := w.add(w.ann, n)
			if one.state != "" {
				id := w.said(one.thread, one.state, f)
				if one.then != "" {
					w.exec(one.then, id)
				}
				if strings.HasPrefix(one.name, "stood before") {
					w.exec("INSERT INTO contribution_revisions (contribution_id, revision, body_md, evidence, public, written_by, written_at) VALUES (?, 1, 'x', '', 1, ?, 1)", id, w.ann.ID)
				}
			}
			for name, a := range everybody {
				there, public := w.opens(a, f)
				if want := slices.Contains(strings.Fields(one.who), name); there != want {
					t.Errorf("%s: %s has it: %v", one.name, name, there)
				}
				if there && public != one.public {
					t.Errorf("%s: told to be public: %v", one.name, public)
				}
			}
		}
		// Words that a moderator had changed are not public any more, nor is what stood with them.
		f := w.add(w.ann, 99)
		id := w.said(w.open, "published", f)
		w.exec("UPDATE attachments SET until_revision = 2 WHERE contribution_id = ?", id)
		w.exec("INSERT INTO contribution_revisions (contribution_id, revision, body_md, evidence, public, written_by, written_at) VALUES (?, 1, 'x', '', 0, ?, 1)", id, w.ann.ID)
		if there, _ := w.opens(w.bob, f); there {
			t.Error("what stood with words that had to go can be had")
		}
		if _, _, err := w.s.Open(context.Background(), w.mod, "../../etc/passwd"); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a name that is a path: %v", err)
		}
	})
}

func TestAddingAndSending(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w, ctx := newWorld(t, d, now), context.Background()
		f := w.add(w.ann, 1)
		if f.Title != "Our stop" || f.FileName() != "our-stop.jpg" {
			t.Errorf("called %q, saved as %q", f.Title, f.FileName())
		}
		if again := w.add(w.ann, 1); again.ID != f.ID {
			t.Error("the same one twice is there twice")
		}
		if other := w.add(w.bob, 1); other.ID == f.ID {
			t.Error("somebody else's is taken for one's own")
		}
		stored, _ := filepath.Glob(filepath.Join(w.s.Depot.folder, "files", "*", "*"))
		if len(stored) != 4 {
			t.Errorf("%d parts are stored for two pictures", len(stored))
		}
		if _, err := w.s.Add(ctx, people.Visitor, "x", w.picture(1)); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("a visitor: %v", err)
		}
		if _, err := w.s.Add(ctx, w.ann, "x", []byte("<svg>")); !errors.As(err, new(db.Invalid)) {
			t.Errorf("something else: %v", err)
		}
		id := w.said(w.open, "published", f)
		unsent := w.add(w.ann, 5)
		err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := Revise(tx, id, w.bob.ID, 2, Ready{{f.Name, "x"}, {unsent.Name, "y"}})
			return err
		})
		if !errors.Is(err, db.ErrConflict) {
			t.Errorf("somebody else's file is attached: %v", err)
		}
		other := w.said(w.open, "published", w.add(w.ann, 6))
		err = d.Write(ctx, func(tx *db.Tx) error { _, err := Revise(tx, other, w.ann.ID, 2, Ready{{f.Name, "x"}}); return err })
		if !errors.Is(err, db.ErrConflict) {
			t.Errorf("a file is attached twice: %v", err)
		}
	})
}

func TestRevisions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w, ctx := newWorld(t, d, now), context.Background()
		one, two := w.add(w.ann, 1), w.add(w.ann, 2)
		id := w.said(w.open, "published", one)
		if differs, err := Differs(ctx, d, id, Ready{{one.Name, "A stop"}}); err != nil || differs {
			t.Errorf("the same files differ: %v, %v", differs, err)
		}
		w.write(func(tx *db.Tx) error {
			added, err := Revise(tx, id, w.ann.ID, 2, Ready{{two.Name, "A bus"}})
			if !added {
				t.Error("what is new is not told")
			}
			return err
		})
		on, err := On(ctx, d, id)
		if err != nil || len(on[id]) != 1 || on[id][0].Name != two.Name || on[id][0].Alt != "A bus" {
			t.Errorf("%+v, %v", on, err)
		}
		history, err := History(ctx, d, id)
		if err != nil || len(history) != 2 {
			t.Fatal(history, err)
		}
		for _, s := range history {
			if s.With(1) != (s.Name == one.Name) || s.With(2) != (s.Name == two.Name) {
				t.Errorf("%s stood from %d until %d", s.Name, s.From, s.Until)
			}
		}
	})
}

func TestWhatIsSaidOfThem(t *testing.T) {
	_, err := Check([]Attached{{"a", "A stop"}, {"b", "  "}, {"c", strings.Repeat("x", MaxAlt+1)}})
	wrong := db.Invalid{}
	if !errors.As(err, &wrong) || len(wrong) != 2 || wrong["about-b"] == "" || wrong["about-c"] == "" {
		t.Errorf("%v", err)
	}
	if _, err := Check(make([]Attached, PerMessage+1)); err == nil {
		t.Error("there is room for any number")
	}
}

// jobs gives what waits to be done.
func (w *world) jobs() (payloads []json.RawMessage) {
	w.t.Helper()
	list, err := db.Values[string](context.Background(), w.d, "SELECT payload FROM jobs WHERE kind = ? ORDER BY id", JobRemove)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, p := range list {
		payloads = append(payloads, json.RawMessage(p))
	}
	return payloads
}

func (w *world) bytesOf(f File) bool {
	_, err := w.s.Bytes(context.Background(), f, Whole)
	_, small := w.s.Bytes(context.Background(), f, Small)
	return err == nil || small == nil
}

func TestRemoving(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w, ctx := newWorld(t, d, now), context.Background()
		sent, unsent, kept := w.add(w.ann, 1), w.add(w.ann, 2), w.add(w.bob, 3)
		id := w.said(w.open, "published", sent)
		// Undone: nothing may be gone.
		stop := errors.New("stop")
		if err := d.Write(ctx, func(tx *db.Tx) error { return errors.Join(Remove(tx, w.ann.ID), stop) }); !errors.Is(err, stop) {
			t.Fatal(err)
		}
		if there, _ := w.opens(w.ann, unsent); !there || len(w.jobs()) != 0 {
			t.Error("what was not committed is gone")
		}
		w.write(func(tx *db.Tx) error { return Forget(tx, id) })
		if there, _ := w.opens(w.mod, sent); there {
			t.Error("it can be had though it is gone")
		}
		if !w.bytesOf(sent) {
			t.Error("the bytes went before the job")
		}
		for range 2 { // the process may die after the bytes went, and the job comes again
			for _, job := range w.jobs() {
				if err := w.s.Carry(ctx, job); err != nil {
					t.Fatal(err)
				}
			}
		}
		if w.bytesOf(sent) || !w.bytesOf(unsent) || !w.bytesOf(kept) {
			t.Error("the wrong bytes are gone")
		}
		if n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM files WHERE name = ? AND title = '' AND alt = ''", sent.Name); err != nil || n != 1 {
			t.Errorf("what was said of it is kept: %v", err)
		}
		// A job that was made up removes nothing that is there.
		if err := w.s.Carry(ctx, json.RawMessage(`{"names":["`+kept.Name+`"]}`)); err != nil || !w.bytesOf(kept) {
			t.Errorf("a job removed what no row says is gone: %v", err)
		}
		w.write(func(tx *db.Tx) error { return Remove(tx, w.ann.ID) })
		for _, job := range w.jobs() {
			if err := w.s.Carry(ctx, job); err != nil {
				t.Fatal(err)
			}
		}
		if w.bytesOf(unsent) || !w.bytesOf(kept) {
			t.Error("not what one person brought is gone")
		}
		w.write(func(tx *db.Tx) error { return RemoveAll(tx, []int64{kept.ID}) })
		if there, _ := w.opens(w.bob, kept); there {
			t.Error("what was removed by its number is there")
		}
	})
}

func TestCheckFindsWhatIsWrong(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w, ctx := newWorld(t, d, now), context.Background()
		now.Set(time.Now())
		right, missing, changed, small := w.add(w.ann, 1), w.add(w.ann, 2), w.add(w.ann, 3), w.add(w.ann, 4)
		if found, err := w.s.Check(ctx, true); err != nil || len(found.Problems()) != 0 || found.Files != 4 {
			t.Fatalf("%+v, %v", found, err)
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(w.s.Depot.Delete(ctx, missing.Name))
		must(os.Remove(w.s.Depot.path(small.Name, Small)))
		must(w.s.Depot.Put(ctx, changed.Name, Whole, bytes.Repeat([]byte("x"), int(changed.Bytes))))
		orphan := newName()
		must(w.s.Depot.Put(ctx, orphan, Whole, []byte("x")))
		old := time.Now().Add(-2 * orphanKept)
		must(os.Chtimes(w.s.Depot.path(orphan, Whole), old, old))
		young := newName()
		must(w.s.Depot.Put(ctx, young, Whole, []byte("x")))
		found, err := w.s.Check(ctx, true)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(found.Missing)
		want := []string{missing.Name, small.Name}
		slices.Sort(want)
		if !slices.Equal(found.Missing, want) || !slices.Equal(found.Changed, []string{changed.Name}) || !slices.Equal(found.Orphans, []string{orphan}) {
			t.Errorf("%+v", found)
		}
		if shallow, err := w.s.Check(ctx, false); err != nil || len(shallow.Changed) != 0 {
			t.Errorf("every night all bytes are read: %+v, %v", shallow, err)
		}
		problems, err := w.s.Tidy(ctx)
		if err != nil || len(problems) != 2 {
			t.Errorf("%v, %v", problems, err)
		}
		if _, err := w.s.Depot.Get(ctx, orphan, Whole); !errors.Is(err, ErrMissing) {
			t.Error("what belongs to nothing is kept")
		}
		if _, err := w.s.Depot.Get(ctx, young, Whole); err != nil {
			t.Error("what somebody may be bringing just now is gone")
		}
		_ = right
	})
}

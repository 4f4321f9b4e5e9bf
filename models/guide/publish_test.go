package guide_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

func TestPublishedVersionsAreFrozen(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(first)
		for _, statement := range []string{
			"UPDATE versions SET body_md = 'x'", "UPDATE versions SET note = 'x'", "DELETE FROM versions",
			"UPDATE version_blocks SET text = 'x'", "UPDATE version_blocks SET source = 'x'", "UPDATE version_blocks SET number = 9",
			"DELETE FROM version_blocks",
		} {
			err := r.DB.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err })
			if err == nil || !strings.Contains(err.Error(), "frozen") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		// Only what is made from the text may be made afresh.
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE version_blocks SET html = html, html_version = 2")
			return err
		}))
		version := r.now().VersionID
		r.publish(bus)
		r.publish(hall)
		body, err := db.Value[string](ctx, r.DB, "SELECT body_md FROM versions WHERE id = ?", version)
		if err != nil || body != strings.TrimSpace(first) {
			t.Errorf("%q %v", body, err)
		}
		told, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM spreads s JOIN versions v ON v.id = s.object_id WHERE s.kind = 'version'")
		if err != nil || told != 3 {
			t.Errorf("%d of 3 versions are noted for those who follow the chapter, %v", told, err)
		}
	})
}

func TestDigestsAgreeWithWhatIsStored(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(first)
		r.publish(bus + "\n\n" + first)
		for number := 1; number <= 2; number++ {
			reading, err := r.Read(ctx, r.now(), number)
			r.must(err)
			body, err := db.Value[string](ctx, r.DB, "SELECT body_md FROM versions WHERE id = ?", reading.Version.ID)
			r.must(err)
			if got := guide.Digest(body, reading.Blocks); got != reading.Version.Digest || !strings.HasPrefix(got, "sha256:") {
				t.Errorf("version %d: %s, stored %s", number, got, reading.Version.Digest)
			}
			reading.Blocks[1].Text += "."
			if guide.Digest(body, reading.Blocks) == reading.Version.Digest {
				t.Error("another text has the same digest")
			}
		}
	})
}

func TestBlocksKeepTheirIdentity(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus + "\n\n" + hall + "\n\n" + pool)
		before, err := r.Read(ctx, r.now(), 0)
		r.must(err)
		r.publish(talk + "\n\n" + pool + "\n\n" + bus2)
		after, err := r.Read(ctx, r.now(), 0)
		r.must(err)
		if after.Blocks[1].ID != before.Blocks[2].ID {
			t.Error("what was kept has another id")
		}
		for _, b := range before.Blocks {
			if after.Blocks[0].ID == b.ID {
				t.Error("what is new has an old id")
			}
		}
		links, err := db.Values[string](ctx, r.DB, "SELECT how FROM block_links WHERE version_id = ? ORDER BY how", after.Version.ID)
		if err != nil || fmt.Sprint(links) != "[moved new removed same]" {
			t.Error(links, err)
		}
		changes, _, _, err := r.Between(ctx, r.now(), after.Versions, 1, 2)
		if err != nil || len(changes) != 4 {
			t.Fatal(changes, err)
		}
	})
}

func TestBetweenVersionsShowsMoves(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus + "\n\n" + hall + "\n\n" + pool)
		r.publish(hall + "\n\n" + pool + "\n\n" + bus)
		r.publish(hall + "\n\n" + strings.Replace(pool, "old", "**old**", 1) + "\n\n" + bus)
		versions, err := r.Versions(ctx, r.now().ID)
		r.must(err)
		for _, c := range []struct {
			from, to int
			want     string
		}{{1, 2, "same same moved"}, {2, 1, "moved same same"}, {1, 3, "same reworded moved"}, {2, 3, "same reworded same"}} {
			changes, _, _, err := r.Between(ctx, r.now(), versions, c.from, c.to)
			r.must(err)
			var got []string
			for _, change := range changes {
				got = append(got, string(change.How))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%d to %d: %s, want %s", c.from, c.to, strings.Join(got, " "), c.want)
			}
		}
		if _, _, _, err := r.Between(ctx, r.now(), versions, 1, 9); !errors.Is(err, db.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestPublishingIsRefused(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		c := r.now()
		save := func(body string) int {
			revision, err := r.SaveDraft(ctx, r.editor, key(r.editor), c.ID, body, r.now().Draft.Revision)
			r.must(err)
			return revision
		}
		old := save(bus)
		revision := save(bus + "\n\n" + hall)
		if _, err := r.Publish(ctx, r.editor, key(r.editor), c.ID, old, "x"); !errors.Is(err, db.ErrConflict) {
			t.Error("a draft that was not looked at:", err)
		}
		once := key(r.editor)
		for range 2 {
			if number, err := r.Publish(ctx, r.editor, once, c.ID, revision, ""); err != nil || number != 1 {
				t.Error("the same form twice:", number, err)
			}
		}
		var invalid db.Invalid
		if _, err := r.Publish(ctx, r.editor, key(r.editor), c.ID, revision, "x"); !errors.As(err, &invalid) || invalid[""] == "" {
			t.Error("nothing changed:", err)
		}
		revision = save(hall)
		if _, err := r.Publish(ctx, r.editor, key(r.editor), c.ID, revision, " "); !errors.As(err, &invalid) || invalid["note"] == "" {
			t.Error("without a note:", err)
		}
		if n, _ := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM register WHERE act = 'chapter.publish'"); n != 1 {
			t.Errorf("%d entries in the register", n)
		}
	})
}

func TestDraftsFormOneChain(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		id := r.now().ID
		const savers, saves = 20, 5
		var mu sync.Mutex
		chain := map[int]string{} // revision → what its saver wrote
		var wait sync.WaitGroup
		for n := range savers {
			wait.Add(1)
			go func() {
				defer wait.Done()
				for i := range saves {
					for {
						draft, err := r.Draft(ctx, r.editor, id)
						if err != nil {
							t.Error(err)
							return
						}
						body := strings.TrimSpace(fmt.Sprintf("%s\nsaver %d, save %d", draft.Body, n, i))
						revision, err := r.SaveDraft(ctx, r.editor, key(r.editor), id, body, draft.Revision)
						if errors.Is(err, db.ErrConflict) {
							continue
						}
						if err != nil {
							t.Error(err)
							return
						}
						mu.Lock()
						if other, taken := chain[revision]; taken {
							t.Errorf("revision %d was saved twice: %q and %q", revision, other, body)
						}
						chain[revision] = body
						mu.Unlock()
						break
					}
				}
			}()
		}
		wait.Wait()
		draft, err := r.Draft(ctx, r.editor, id)
		if err != nil || draft.Revision != savers*saves || len(chain) != savers*saves || draft.Body != chain[draft.Revision] {
			t.Fatalf("revision %d, %d links; %v", draft.Revision, len(chain), err)
		}
		// Every link holds all of the one before, so nothing was lost on the way.
		for revision := 2; revision <= savers*saves; revision++ {
			if !strings.HasPrefix(chain[revision], chain[revision-1]) {
				t.Fatalf("revision %d does not follow from %d", revision, revision-1)
			}
		}
	})
}

func TestDraftBeginsAsWhatIsPublished(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		prepared, err := guide.Prepare(ctx, bus)
		r.must(err)
		ago := clock.Of(dbtest.Morning).Add(-23 * 24 * time.Hour)
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := guide.PublishPrepared(tx, guide.Publication{Chapter: r.now().ID, Prepared: prepared, Note: "First draft.", At: ago})
			return err
		}))
		draft, err := r.Draft(ctx, r.editor, r.now().ID)
		if err != nil || draft.Body != bus || draft.Revision != 0 {
			t.Errorf("%+v %v", draft, err)
		}
		reading, err := r.Read(ctx, r.now(), 0)
		if err != nil || reading.Version.PublishedAt != ago {
			t.Errorf("%+v %v", reading.Version, err)
		}
	})
}

func TestPublishingALargeChapter(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		var paragraphs []string
		for i := range 300 {
			paragraphs = append(paragraphs, fmt.Sprintf("Paragraph %d is about ladder %d and kettle %d of street %d.", i, i*7, i*11, i*13))
		}
		r.publish(strings.Join(paragraphs, "\n\n"))
		r.open()
		body, err := discussion.Render(ctx, "A comment")
		r.must(err)
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			c, err := guide.Find(ctx, tx, r.now().ID)
			for i := 0; i < 1000 && err == nil; i++ {
				_, err = guide.AddComment(tx, c, guide.NewComment{Paragraph: i%300 + 1},
					discussion.New{AuthorID: r.reader.ID, Body: body, State: discussion.Published})
			}
			return err
		}))
		for i := 0; i < 300; i += 10 {
			paragraphs[i] += " It was counted again."
		}
		begun := time.Now()
		r.publish(strings.Join(paragraphs[30:], "\n\n"))
		t.Logf("published in %v", time.Since(begun))
		reading, err := r.Read(ctx, r.now(), 0)
		r.must(err)
		if reading.Gone != 120 || reading.Blocks[0].Comments == 0 || len(reading.Blocks) != 270 {
			t.Errorf("%d gone, %d on the first, %d blocks", reading.Gone, reading.Blocks[0].Comments, len(reading.Blocks))
		}
		r.checkCounts()
	})
}

func TestPublishingWhilePeopleComment(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus + "\n\n" + hall + "\n\n" + pool)
		r.open()
		id := r.now().ID
		var wait sync.WaitGroup
		for range 4 {
			wait.Add(1)
			go func() {
				defer wait.Done()
				for i := range 15 {
					_, err := r.Comment(ctx, r.reader, key(r.reader), guide.NewComment{Chapter: id, Version: 1, Paragraph: i%3 + 1, Body: "words"})
					if err != nil {
						t.Error(err)
					}
				}
			}()
		}
		for _, body := range []string{pool + "\n\n" + bus2, hall + "\n\n" + bus, bus2 + "\n\n" + talk} {
			r.publish(body)
		}
		wait.Wait()
		reading, err := r.Read(ctx, r.now(), 0)
		r.must(err)
		total := reading.Whole + reading.Gone
		for _, b := range reading.Blocks {
			total += b.Comments
		}
		if total != 60 || r.now().Comments != 60 {
			t.Errorf("%d comments found, %d counted", total, r.now().Comments)
		}
		r.checkCounts()
	})
}

func TestPublishingOnlyByEditors(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		c, d := r.now(), guide.Details{Title: "x"}
		for name, try := range map[string]func(people.Actor) error{
			"create":      func(a people.Actor) error { _, err := r.Create(ctx, a, key(a), d); return err },
			"change":      func(a people.Actor) error { return r.Change(ctx, a, key(a), c.GuideID, d) },
			"add chapter": func(a people.Actor) error { _, err := r.AddChapter(ctx, a, key(a), c.GuideID, d); return err },
			"move":        func(a people.Actor) error { return r.Move(ctx, a, key(a), c.ID, 1) },
			"settle": func(a people.Actor) error {
				return r.Settle(ctx, a, key(a), c.ID, d, guide.Typed{State: guide.Outline})
			},
			"draft": func(a people.Actor) error { _, err := r.Draft(ctx, a, c.ID); return err },
			"save draft": func(a people.Actor) error {
				_, err := r.SaveDraft(ctx, a, key(a), c.ID, bus, r.now().Draft.Revision)
				return err
			},
			"compare": func(a people.Actor) error { _, err := r.Compare(ctx, a, c, bus); return err },
		} {
			suspended := r.editor
			suspended.State = people.Suspended
			for _, a := range []people.Actor{people.Visitor, r.reader, {ID: r.reader.ID, Role: people.Moderator, State: people.Active}, suspended} {
				var forbidden db.Forbidden
				if err := try(a); !errors.As(err, &forbidden) {
					t.Errorf("%s by %s %s: %v", name, a.State, a.Role, err)
				}
			}
			for _, a := range []people.Actor{r.editor, {ID: r.editor.ID, Role: people.Administrator, State: people.Active}} {
				if err := try(a); err != nil {
					t.Errorf("%s by %s: %v", name, a.Role, err)
				}
			}
		}
	})
}

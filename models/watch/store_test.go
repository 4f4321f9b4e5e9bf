package watch_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
	"folkmoot/models/watch"
)

var moderator = people.Actor{ID: 1, Role: people.Moderator, State: people.Active}

func key() db.Key { return db.Key{Token: db.NewToken(), Actor: 1} }

func person(t *testing.T, d *db.DB) {
	t.Helper()
	if err := d.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Insert("INSERT INTO people (public_name, role, created_at, changed_at) VALUES ('Farah', 'moderator', 1, 1)")
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestModeratorsChangeWhatIsWatchedFor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		ctx := context.Background()
		person(t, d)
		s := watch.NewStore(d)
		shipped, err := s.All(ctx)
		if err != nil || len(shipped) == 0 {
			t.Fatal(shipped, err)
		}
		for _, w := range shipped {
			if brought, ok := watch.Shipped(w.ID); !ok || brought.Words != w.Words || w.Act != watch.Hold {
				t.Errorf("%+v came with the program", w)
			}
		}
		finds := func(text string) bool {
			t.Helper()
			words, err := s.Words(ctx, d)
			if err != nil {
				t.Fatal(err)
			}
			return len(words.Match(watch.Look(text, ""))) > 0
		}
		if !finds("I will kill you") || finds("plonker") {
			t.Error("what is shipped is not what is looked for")
		}
		id, err := s.Save(ctx, moderator, key(), watch.Watched{Words: "Plonker", Act: watch.Flag, Reason: "unkind"})
		if err != nil || !finds("you plonker") {
			t.Fatal(id, err)
		}
		if _, err := s.Save(ctx, moderator, key(), watch.Watched{ID: -1, Words: "other words", Act: watch.Hold, Reason: "unkind", Retired: true}); err != nil || finds("I will kill you") {
			t.Errorf("what came with the program cannot be retired: %v", err)
		}
		if now, err := s.All(ctx); err != nil || len(now) != len(shipped)+1 {
			t.Errorf("%d, %v", len(now), err)
		}
		if _, err := s.Save(ctx, moderator, key(), watch.Watched{Words: "PLÓNKER", Act: watch.Flag, Reason: "unkind"}); !invalid(err, "words") {
			t.Errorf("the same words twice: %v", err)
		}
		if _, err := s.Save(ctx, moderator, key(), watch.Watched{Words: "...", Act: "burn", Reason: "none"}); !invalid(err, "words") || !invalid(err, "act") || !invalid(err, "reason") {
			t.Errorf("got %v", err)
		}
		if _, err := s.Save(ctx, people.Actor{ID: 1, Role: people.Member, State: people.Active}, key(), watch.Watched{Words: "x", Act: watch.Flag, Reason: "unkind"}); err == nil {
			t.Error("a member changes what is watched for")
		}
		if _, err := s.Save(ctx, moderator, key(), watch.Watched{ID: id, Words: "Plonker", Act: watch.Flag, Reason: "unkind", Retired: true}); err != nil || finds("plonker") {
			t.Errorf("what is retired is looked for: %v", err)
		}
		if n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM register WHERE act IN ('watch.add', 'watch.change')"); err != nil || n != 3 {
			t.Errorf("%d entries in the register, %v", n, err)
		}
	})
}

func TestListsGoOutAndComeBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		ctx := context.Background()
		person(t, d)
		s := watch.NewStore(d)
		for _, w := range []watch.Watched{
			{Words: "=plonker", Act: watch.Refuse, Reason: "unkind", Nudge: "Be kind, please.", Note: "-", Begins: true},
			{Words: "hare, coursing", Act: watch.Flag, Reason: "unlawful", Retired: true},
		} {
			if _, err := s.Save(ctx, moderator, key(), w); err != nil {
				t.Fatal(err)
			}
		}
		before, _ := s.All(ctx)
		var out strings.Builder
		if err := watch.WriteCSV(&out, before); err != nil {
			t.Fatal(err)
		}
		list, err := watch.ReadCSV(out.String())
		if err != nil {
			t.Fatal(err)
		}
		if n, err := s.Bring(ctx, moderator, key(), list); err != nil || n != int64(len(before)) {
			t.Fatal(n, err)
		}
		after, _ := s.All(ctx)
		if len(after) != len(before) {
			t.Fatalf("%d, not %d", len(after), len(before))
		}
		for i := range after {
			if after[i].Words != before[i].Words || after[i].Act != before[i].Act || after[i].Nudge != before[i].Nudge ||
				after[i].Note != before[i].Note || after[i].Begins != before[i].Begins || after[i].Retired != before[i].Retired {
				t.Errorf("%+v came back as %+v", before[i], after[i])
			}
		}
		for _, file := range []string{"", "act\nhold", "words\n", "words,act\nx,burn", "words\nx\nX", "words\n\"x"} {
			list, err := watch.ReadCSV(file)
			if err == nil {
				_, err = s.Bring(ctx, moderator, key(), list)
			}
			if !invalid(err, "file") {
				t.Errorf("%q: %v", file, err)
			}
		}
	})
}

func invalid(err error, field string) bool {
	var wrong db.Invalid
	return errors.As(err, &wrong) && wrong[field] != ""
}

func TestANudgeIsReadOnceAndARefusalStands(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		s := watch.NewStore(d)
		words := watch.NewWords([]watch.Watched{
			{ID: 1, Words: "plonker", Act: watch.Flag, Nudge: "Is that kind?"}, {ID: 2, Words: "blast", Act: watch.Refuse},
		})
		now := time.Unix(1_000_000, 0)
		mild, bad := words.Match(watch.Look("you plonker", "")), words.Match(watch.Look("blast", ""))
		if err := s.Nudge(7, "you plonker", mild, now); !invalid(err, "body") || !strings.HasPrefix(err.(db.Invalid)["body"].String(), "Is that kind? You can") {
			t.Errorf("not nudged: %v", err)
		}
		if err := s.Nudge(7, "you plonker", mild, now); err == nil {
			t.Error("a command that runs again takes the nudge for read")
		}
		if err := s.Nudge(7, "you plonker!", mild, now.Add(5*time.Second)); err != nil {
			t.Errorf("nudged twice: %v", err)
		}
		if err := s.Nudge(8, "you plonker", mild, now.Add(5*time.Second)); err == nil {
			t.Error("somebody else is not nudged")
		}
		if err := s.Nudge(0, "you plonker", mild, now); err == nil {
			t.Error("a guest is not nudged")
		}
		if err := s.Nudge(0, "other words, plonker", mild, now.Add(5*time.Second)); err == nil {
			t.Error("another guest is not nudged")
		}
		for range 2 {
			if err := s.Nudge(7, "blast", bad, now.Add(time.Minute)); !invalid(err, "body") {
				t.Errorf("not refused: %v", err)
			}
		}
	})
}

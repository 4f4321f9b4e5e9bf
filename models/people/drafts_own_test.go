package people_test

import (
	"errors"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// writing is what somebody types at one place.
func writing(words string, draft people.Saved) people.Saving {
	return people.Saving{Place: "/discussions/7/answers", Fields: map[string]string{"body": words, "evidence": "lived"}, Draft: draft.Draft, Version: draft.Version}
}

// The newest words win, and what another window had typed is not lost.
func TestTwoWindowsDoNotOverwriteEachOther(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		a := r.actor(r.joined("Aisha K", "a@example.org"))
		save := func(n people.Saving) people.Saved {
			t.Helper()
			saved, err := r.SaveOwnDraft(ctx, a, n)
			if err != nil {
				t.Fatal(err)
			}
			return saved
		}
		first := save(writing("The bus", people.Saved{}))
		// The answer got lost, and the same window goes on: still one text.
		again := save(writing("The bus is late", people.Saved{}))
		if again.Draft != first.Draft || again.Version != 2 || again.Others != 0 {
			t.Fatalf("going on makes %+v of %+v", again, first)
		}
		one := save(writing("The bus is late every day", again))
		r.now.Advance(1e9)
		two := save(writing("The bus is dear", again))
		if two.Draft == one.Draft || two.Others != 1 {
			t.Fatalf("the second window saved %+v over %+v", two, one)
		}
		r.now.Advance(1e9)
		if two = save(writing("The bus is dear, too", two)); two.Version != 2 {
			t.Errorf("the second window goes on with %+v", two)
		}
		at, err := r.OwnDraftsAt(ctx, a, "/discussions/7/answers")
		if err != nil || len(at) != 2 || at[0].Fields["body"] != "The bus is dear, too" || at[1].Fields["body"] != "The bus is late every day" {
			t.Fatalf("%+v %v", at, err)
		}
		other := r.actor(r.joined("Tom B", "t@example.org"))
		if saved, err := r.SaveOwnDraft(ctx, other, writing("Mine", two)); err != nil || saved.Draft == two.Draft {
			t.Errorf("somebody else saved over it: %+v %v", saved, err)
		}
		if err := r.DropEmptied(ctx, a, two.Draft, two.Version-1); err != nil || r.count("SELECT COUNT(*) FROM drafts WHERE id = ?", two.Draft) != 1 {
			t.Errorf("an old window dropped the newer words: %v", err)
		}
		if err := r.DropEmptied(ctx, a, two.Draft, two.Version); err != nil || r.count("SELECT COUNT(*) FROM drafts WHERE id = ?", two.Draft) != 0 {
			t.Errorf("an emptied box stays kept: %v", err)
		}
	})
}

// What is posted is not kept as well, whether or not the form had heard of its draft, and whichever comes first.
func TestAPostedDraftIsGone(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		a := r.actor(r.joined("Aisha K", "a@example.org"))
		form := key(a)
		n := writing("The bus", people.Saved{})
		n.FormKey = form.Token
		if _, err := r.SaveOwnDraft(ctx, a, n); err != nil {
			t.Fatal(err)
		}
		if _, err := r.db.Command(ctx, form, func(tx *db.Tx) (int64, error) { return 1, people.UseDraft(tx, a, 0) }); err != nil {
			t.Fatal(err)
		}
		late, err := r.SaveOwnDraft(ctx, a, n)
		if err != nil || !late.Posted || r.count("SELECT COUNT(*) FROM drafts") != 0 {
			t.Errorf("words that were posted are kept: %+v %v", late, err)
		}
	})
}

func TestOwnDraftsAreBounded(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		a := r.actor(r.joined("Aisha K", "a@example.org"))
		var large db.TooLarge
		if _, err := r.SaveOwnDraft(ctx, a, writing(strings.Repeat("a", people.DraftLargest), people.Saved{})); !errors.As(err, &large) {
			t.Errorf("too long: %v", err)
		}
		if _, err := r.SaveOwnDraft(ctx, people.Visitor, writing("x", people.Saved{})); err == nil {
			t.Error("a visitor has drafts of their own")
		}
		for i := range people.MostOwnDrafts {
			if _, err := r.SaveOwnDraft(ctx, a, writing(strings.Repeat("x", people.MostOwnDrafts-i), people.Saved{})); err != nil {
				t.Fatal(err)
			}
		}
		var wrong db.Invalid
		if _, err := r.SaveOwnDraft(ctx, a, writing("one more", people.Saved{})); !errors.As(err, &wrong) {
			t.Errorf("one too many: %v", err)
		}
		if n := r.count("SELECT COUNT(*) FROM drafts"); n != people.MostOwnDrafts {
			t.Errorf("%d drafts are kept", n)
		}
	})
}

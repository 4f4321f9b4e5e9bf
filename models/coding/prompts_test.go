package coding_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/coding"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// talked is a place in which six people speak of evening buses and many of other things, and nothing has a theme.
func talked(t *testing.T, d *db.DB) (*coding.Store, people.Actor, []int64) {
	t.Helper()
	ctx := context.Background()
	s := coding.New(d)
	t.Cleanup(s.Close)
	moderator := people.Actor{Role: people.Moderator, State: people.Active}
	var about []int64
	err := d.Write(ctx, func(tx *db.Tx) error {
		about = nil
		group, err := tx.Insert("INSERT INTO groups (slug, name, access, created_at, changed_at) VALUES ('g', 'G', 'open', 1, 1)")
		if err != nil {
			return err
		}
		thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, GroupID: group, Slug: "a", Title: "A"})
		if err != nil {
			return err
		}
		say := func(text string) (int64, error) {
			by, err := tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES ('P', 1, 1)")
			if err != nil {
				return 0, err
			}
			c, err := discussion.Add(tx, discussion.New{
				ThreadID: thread, Kind: discussion.Comment, AuthorID: by, Body: discussion.Body{Source: text, HTML: text}, State: discussion.Published,
			})
			return c.ID, err
		}
		for i := range 6 {
			id, err := say(fmt.Sprintf("The bus in the evening is the matter, says number %c.", 'a'+rune(i)))
			if err != nil {
				return err
			}
			about = append(about, id)
		}
		things := []string{"library", "park", "choir", "surgery", "market", "pool"}
		for i := range 36 {
			if _, err := say(fmt.Sprintf("I have a word on the %s and the %s.", things[i%6], things[i/6])); err != nil {
				return err
			}
		}
		moderator.ID, err = tx.Insert("INSERT INTO people (public_name, role, created_at, changed_at) VALUES ('Mo', 'moderator', 1, 1)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, moderator, about
}

func bus(t *testing.T, s *coding.Store, a people.Actor, state coding.PromptState) *coding.Prompt {
	t.Helper()
	list, err := s.Prompts(context.Background(), a, state)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range list {
		if slices.Contains(p.Words, "bus") {
			return &list[i]
		}
	}
	return nil
}

func TestPromptsBecomeThemes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		ctx := context.Background()
		s, moderator, about := talked(t, d)
		if _, err := s.Prompts(ctx, people.Actor{ID: 1, Role: people.Member, State: people.Active}, coding.PromptNew); !errors.As(err, &db.Forbidden{}) {
			t.Errorf("a member: %v", err)
		}
		for range 2 { // looking twice changes nothing
			if err := s.FindPrompts(ctx); err != nil {
				t.Fatal(err)
			}
		}
		p := bus(t, s, moderator, coding.PromptNew)
		if p == nil || p.People != 6 || p.Said != 6 || len(p.Members) != 3 {
			t.Fatalf("got %+v", p)
		}
		whole, err := s.Prompt(ctx, moderator, p.ID)
		if err != nil || len(whole.Members) != 6 {
			t.Fatalf("got %+v, %v", whole, err)
		}
		// One is hidden, and is in it no more.
		if err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, about[0], discussion.Hidden, "unkind")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if p = bus(t, s, moderator, coding.PromptNew); p == nil || p.People != 5 {
			t.Fatalf("got %+v", p)
		}
		decide := func(v coding.Verdict) (int64, error) {
			v.Prompt = p.ID
			return s.Decide(ctx, moderator, db.NewKey(moderator.ID), v)
		}
		for field, v := range map[string]coding.Verdict{
			"name": {State: coding.PromptMade, Revision: 1}, "theme": {State: coding.PromptJoined, Revision: 1},
			"reason": {State: coding.PromptAside, Revision: 1}, "state": {Revision: 1},
		} {
			var wrong db.Invalid
			if _, err := decide(v); !errors.As(err, &wrong) || wrong[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
		made := coding.Verdict{State: coding.PromptMade, Revision: 1, New: themes.Draft{Name: "Evening buses"}, On: append([]int64{about[0], 999}, about[1:4]...)}
		theme, err := decide(made)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := themes.Find(ctx, d, theme); err != nil || got.Contributions != 3 {
			t.Errorf("the three that may be seen have it: %+v, %v", got, err)
		}
		if _, err := decide(made); !errors.Is(err, db.ErrConflict) {
			t.Errorf("twice: %v", err)
		}
		if err := s.FindPrompts(ctx); err != nil {
			t.Fatal(err)
		}
		if p := bus(t, s, moderator, coding.PromptNew); p != nil {
			t.Errorf("it is a theme now: %+v", p)
		}
	})
}

func TestWhatIsPutAsideStaysAside(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		ctx := context.Background()
		s, moderator, _ := talked(t, d)
		look := func() {
			t.Helper()
			if err := s.FindPrompts(ctx); err != nil {
				t.Fatal(err)
			}
		}
		look()
		p := bus(t, s, moderator, coding.PromptNew)
		if p == nil {
			t.Fatal("it is not found")
		}
		if _, err := s.Decide(ctx, moderator, db.NewKey(moderator.ID), coding.Verdict{Prompt: p.ID, Revision: 1, State: coding.PromptAside, Reason: "A campaign of one street"}); err != nil {
			t.Fatal(err)
		}
		look()
		if p := bus(t, s, moderator, coding.PromptNew); p != nil {
			t.Errorf("it is back: %+v", p)
		}
		if p := bus(t, s, moderator, coding.PromptAside); p == nil || p.Reason != "A campaign of one street" || p.By != "Mo" {
			t.Errorf("got %+v", p)
		}
	})
}

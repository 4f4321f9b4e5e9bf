package coding_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"folkmoot/models/coding"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/themes"
)

// first gives the name of the first theme that a store suggests for a contribution, once it is the one wanted or a
// while has passed: what is learned on other instances comes a moment later.
func first(t *testing.T, s *coding.Store, r room, id int64, want string) string {
	t.Helper()
	got := ""
	for range 100 {
		items, err := s.Again(ctx, r.editor, coding.Filter{}, []coding.Answer{{Contribution: id}})
		if r.must(err); len(items) != 1 {
			t.Fatalf("%d items", len(items))
		}
		if len(items[0].Suggestions) > 0 {
			if got = items[0].Suggestions[0].Theme.Name; got == want {
				break
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	return got
}

// docs tells of how many contributions the model says that it learned.
func docs(t *testing.T, r room, id int64) (n int) {
	t.Helper()
	items, err := r.Again(ctx, r.editor, coding.Filter{}, []coding.Answer{{Contribution: id}})
	r.must(err)
	if _, err := fmt.Sscanf(items[0].Suggestions[0].Model, items[0].Suggestions[0].Model[:len("classify-1")]+"/%d", &n); err != nil {
		t.Fatal(items[0].Suggestions[0].Model, err)
	}
	return n
}

func TestSuggestionsLearn(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		elsewhere := coding.New(r.DB) // another instance, which hears of the same commands
		t.Cleanup(elsewhere.Close)
		fresh := r.say("The timetable of the evening buses is a puzzle")
		if got := first(t, r.Store, r, fresh, "Buses"); got != "Buses" {
			t.Errorf("from the codebook's words alone: %q", got)
		}
		first(t, elsewhere, r, fresh, "Buses")
		for _, words := range []string{"The wombat came again", "A wombat in the yard, and a second wombat", "Wombat, wombat"} {
			r.code(r.editor, r.say(words), coding.Coded, r.power)
		}
		odd := r.say("Nobody told me about the wombat")
		if got := first(t, r.Store, r, odd, "Power"); got != "Power" {
			t.Errorf("after three tags: %q", got)
		}
		if got := first(t, elsewhere, r, odd, "Power"); got != "Power" {
			t.Errorf("on another instance after three tags: %q", got)
		}
		items, err := r.Again(ctx, r.editor, coding.Filter{}, []coding.Answer{{Contribution: odd}})
		r.must(err)
		var words []string
		for _, w := range items[0].Suggestions[0].Words {
			words = append(words, items[0].Body[w.Start:w.End])
		}
		if !slices.Contains(words, "wombat") {
			t.Errorf("it was driven by %q", words)
		}
	})
}

func TestWhatIsGoneIsForgotten(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		probe := r.say("Anything at all")
		a, b, c := r.say("A wombat"), r.sayIn(r.private, "Two wombats"), r.say("Three wombats")
		for _, id := range []int64{a, b, c} {
			r.tag(id, r.power)
		}
		learned := func(what string, want int) {
			t.Helper()
			got := -1
			for range 100 {
				if got = docs(t, r, probe); got == want {
					return
				}
				time.Sleep(20 * time.Millisecond)
			}
			t.Errorf("%s, %d are learned, want %d", what, got, want)
		}
		learned("at the start", 3)
		r.untag(a, r.power)
		learned("one untagged", 2)
		r.state(b, discussion.Hidden)
		learned("one hidden", 1)
		r.state(b, discussion.Published)
		learned("shown again", 2)
		store := themes.Store{DB: r.DB}
		power, err := store.BySlug(ctx, r.power.Slug)
		r.must(err)
		r.must(store.Retire(ctx, r.editor, db.NewKey(r.editor.ID), power.ID, power.Revision, "too wide", ""))
		learned("the theme retired", 0)
		r.tag(c, r.bus)
		learned("another theme instead", 1)
		wombats := r.theme("Wombats", "Wombats in yards")
		if got := first(t, r.Store, r, a, "Wombats"); got != "Wombats" {
			t.Errorf("a new theme, %v, is suggested as %q", wombats.Name, got)
		}
	})
}

func TestRareThemesComeFirst(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for i := range 25 {
			r.tag(r.say(fmt.Sprintf("The evening bus number %d went without me, the timetable says otherwise", i)), r.bus)
		}
		var rare, common []int64
		for i := range 40 {
			words := fmt.Sprintf("The evening bus went, timetable %d", i)
			if i%10 == 3 {
				words = fmt.Sprintf("Soup from the kitchens and the allotments, %d", i)
			}
			if id := r.say(words); spot(id)%5 == 0 {
				continue
			} else if i%10 == 3 {
				rare = append(rare, id)
			} else {
				common = append(common, id)
			}
		}
		items, err := r.Next(ctx, r.editor, coding.Filter{}, 2, 0)
		r.must(err)
		for _, item := range items {
			if !slices.Contains(rare, item.ID) || item.Why != coding.ForRare || item.Rare != r.food.ID {
				t.Errorf("%q came first, because %q (%d); rare are %v, common %d", item.Body, item.Why, item.Rare, rare, len(common))
			}
		}
	})
}

// Nothing is learned, and nothing runs, until somebody codes; a store that was closed does nothing any more.
func TestTheMemoryIsMadeWhenSomebodyCodes(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say("Last bus")
		asked := r.DB.Asked()
		r.tag(id, r.bus)
		time.Sleep(50 * time.Millisecond)
		if now := r.DB.Asked(); now != asked {
			t.Errorf("%d queries were made though nobody codes", now-asked)
		}
		closed := coding.New(r.DB)
		closed.Close()
		items, err := closed.Again(ctx, r.editor, coding.Filter{}, []coding.Answer{{Contribution: id}})
		if r.must(err); len(items) != 1 || items[0].Suggestions != nil {
			t.Errorf("closed, it gives %+v", items)
		}
	})
}

package coding_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/coding"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// shown are suggestions as a screen showed them.
func shown(list ...themes.Theme) (all []coding.Shown) {
	for i, t := range list {
		all = append(all, coding.Shown{Theme: t.ID, Rank: i + 1, Sure: 900 - 300*i, Words: []coding.Span{{Start: 0, End: 4}}, Model: "classify-1/0"})
	}
	return all
}

func TestSaving(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say("Last bus and soup")
		answer := coding.Answer{
			Contribution: id, Revision: 1, Outcome: coding.Coded, Themes: themeIDs([]themes.Theme{r.bus, r.power}),
			Shown: shown(r.bus, r.food), Queue: coding.FromCoverage, Words: map[int64][]coding.Span{r.bus.ID: {{Start: 5, End: 8}}},
		}
		key := db.NewKey(r.editor.ID)
		for range 2 { // sent twice, it counts once
			saved, err := r.Save(ctx, r.editor, key, []coding.Answer{answer})
			if r.must(err); saved != 1 {
				t.Fatalf("%d saved", saved)
			}
		}
		if got := r.on(id); !slices.Equal(got, []string{"Buses", "Power"}) {
			t.Errorf("it has %v", got)
		}
		for query, want := range map[string]int{
			"SELECT COUNT(*) FROM tags WHERE source = 'suggestion' AND theme_id = ?":                                                           1,
			"SELECT COUNT(*) FROM theme_suggestions WHERE outcome = 'accepted' AND rank = 1 AND sure = 900 AND words = '0-4' AND theme_id = ?": 1,
			"SELECT COUNT(*) FROM theme_suggestions s JOIN tags g ON g.id = s.tag_id WHERE g.theme_id = ?":                                     1,
			"SELECT COUNT(*) FROM tag_words w JOIN tags g ON g.id = w.tag_id WHERE w.words_start = 5 AND w.words_end = 8 AND g.theme_id = ?":   1,
		} {
			if got := r.count(query, r.bus.ID); got != want {
				t.Errorf("%s: %d, want %d", query, got, want)
			}
		}
		if n := r.count("SELECT COUNT(*) FROM theme_suggestions WHERE outcome = 'refused' AND tag_id IS NULL AND theme_id = ?", r.food.ID); n != 1 {
			t.Errorf("%d refused", n)
		}
		kept, err := r.Kept(ctx, id)
		if r.must(err); len(kept) != 2 || kept[0].Theme.Name != "Buses" || kept[0].Outcome != "accepted" || kept[1].Outcome != "refused" || kept[0].By != "Ed" {
			t.Errorf("kept: %+v", kept)
		}
		// Read again by somebody else: a theme is taken off and another put on.
		r.must(r.try(r.other, coding.Answer{
			Contribution: id, Revision: 1, Outcome: coding.Coded, Had: themeIDs([]themes.Theme{r.bus, r.power}), Themes: themeIDs([]themes.Theme{r.power, r.food}), Queue: coding.FromList,
		}))
		if got := r.on(id); !slices.Equal(got, []string{"Food", "Power"}) {
			t.Errorf("corrected it has %v", got)
		}
		if had, err := (&themes.Store{DB: r.DB}).TagHistory(ctx, id); err != nil || len(had) != 3 || had[0].InsteadOf != "Buses" || had[2].State != "corrected" || had[2].Suggested != 1 {
			t.Errorf("its tags are %+v, %v", had, err)
		}
		if kept, err := r.Kept(ctx, id); err != nil || len(kept) != 2 || kept[0].Outcome != "accepted" {
			t.Errorf("the original suggestion is not kept as it was: %+v %v", kept, err)
		}
	})
}

func TestWhatCannotBeSaved(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id, hidden, edited := r.say("Last bus"), r.say("Gone"), r.say("Once")
		r.state(hidden, discussion.Hidden)
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET revision = 2 WHERE id = ?", edited)
			return err
		})
		old := r.theme("Old", "")
		store := themes.Store{DB: r.DB}
		r.must(store.Retire(ctx, r.editor, db.NewKey(r.editor.ID), old.ID, old.Revision, "not used", ""))
		whole := coding.Answer{Contribution: id, Revision: 1, Outcome: coding.Coded, Themes: []int64{r.bus.ID}, Queue: coding.FromNewest}
		with := func(change func(*coding.Answer)) coding.Answer { a := whole; change(&a); return a }
		for name, c := range map[string]struct {
			who    people.Actor
			answer coding.Answer
			field  string // "-" where it is forbidden
		}{
			"by a member":          {r.member, whole, "-"},
			"nothing chosen":       {r.editor, with(func(a *coding.Answer) { a.Themes = nil }), "themes"},
			"a retired theme":      {r.editor, with(func(a *coding.Answer) { a.Themes = []int64{old.ID} }), "themes"},
			"no such theme":        {r.editor, with(func(a *coding.Answer) { a.Themes = []int64{999} }), "themes"},
			"words that changed":   {r.editor, with(func(a *coding.Answer) { a.Contribution = edited }), ""},
			"no such outcome":      {r.editor, with(func(a *coding.Answer) { a.Outcome = "liked" }), ""},
			"no such queue":        {r.editor, with(func(a *coding.Answer) { a.Queue = "mine" }), ""},
			"no such suggestion":   {r.editor, with(func(a *coding.Answer) { a.Shown = []coding.Shown{{Theme: 999, Rank: 1, Model: "x"}} }), ""},
			"words beside it":      {r.editor, with(func(a *coding.Answer) { a.Words = map[int64][]coding.Span{r.bus.ID: {{Start: 5, End: 99}}} }), "words"},
			"too many suggestions": {r.editor, with(func(a *coding.Answer) { a.Shown = shown(r.bus, r.bus, r.bus, r.bus) }), ""},
		} {
			err := r.try(c.who, c.answer)
			var no db.Forbidden
			var wrong db.Invalid
			switch {
			case c.field == "-" && errors.As(err, &no):
			case c.field != "-" && errors.As(err, &wrong) && wrong[c.field] != "":
			default:
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := r.count("SELECT COUNT(*) FROM tags") + r.count("SELECT COUNT(*) FROM codings") + r.count("SELECT COUNT(*) FROM theme_suggestions"); n != 0 {
			t.Errorf("%d rows of what was refused", n)
		}
		// In a list, what was hidden in between is passed over and the rest is stored.
		saved, err := r.Save(ctx, r.editor, db.NewKey(r.editor.ID), []coding.Answer{with(func(a *coding.Answer) { a.Contribution = hidden }), whole})
		if r.must(err); saved != 1 || len(r.on(id)) != 1 || len(r.on(hidden)) != 0 {
			t.Errorf("%d saved; the hidden one has %v", saved, r.on(hidden))
		}
	})
}

func TestUndo(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id, second := r.say("Last bus"), r.say("Soup")
		r.tag(id, r.power)
		before := r.count("SELECT SUM(contribution_count) FROM themes")
		r.now.Advance(time.Second)
		_, err := r.Save(ctx, r.editor, db.NewKey(r.editor.ID), []coding.Answer{
			{Contribution: id, Revision: 1, Outcome: coding.Coded, Had: []int64{r.power.ID}, Themes: []int64{r.bus.ID}, Shown: shown(r.bus), Queue: coding.FromList},
			{Contribution: second, Revision: 1, Outcome: coding.None, Shown: shown(r.food), Queue: coding.FromList},
		})
		r.must(err)
		last, err := r.LastDone(ctx, r.editor)
		if r.must(err); last.Count != 2 || last.At != r.DB.Clock.Now() {
			t.Fatalf("last: %+v", last)
		}
		if other, err := r.LastDone(ctx, r.other); err != nil || other.At != 0 {
			t.Errorf("somebody else could undo it: %+v %v", other, err)
		}
		for who, at := range map[*people.Actor]clock.Instant{&r.other: last.At, &r.editor: last.At - 1} {
			if err := r.Undo(ctx, *who, db.NewKey(who.ID), at); !errors.Is(err, db.ErrConflict) {
				t.Errorf("%s at %d: %v", who.Name, at, err)
			}
		}
		r.now.Advance(time.Second)
		key := db.NewKey(r.editor.ID)
		for range 2 {
			r.must(r.Undo(ctx, r.editor, key, last.At))
		}
		if got := r.on(id); !slices.Equal(got, []string{"Power"}) {
			t.Errorf("undone, it has %v", got)
		}
		if now := r.count("SELECT SUM(contribution_count) FROM themes"); now != before {
			t.Errorf("themes count %d, before %d", now, before)
		}
		if n := r.count("SELECT COUNT(*) FROM codings") + r.count("SELECT COUNT(*) FROM theme_suggestions"); n != 0 {
			t.Errorf("%d rows are left", n)
		}
		if got := r.next(r.editor, coding.Filter{}, 9); !slices.Equal(got, []int64{second}) {
			t.Errorf("%v wait again", got)
		}
		r.code(r.editor, second, coding.Coded, r.food)
		if last, err := r.LastDone(ctx, r.editor); err != nil || last.Author != "Mina" || !slices.Equal(last.Themes, []string{"Food"}) {
			t.Errorf("last: %+v %v", last, err)
		}
		r.state(second, discussion.Hidden)
		if last, err := r.LastDone(ctx, r.editor); err != nil || last.Author != "" || last.Themes != nil {
			t.Errorf("what was hidden is still told of: %+v %v", last, err)
		}
		r.now.Advance(25 * time.Hour)
		if last, err := r.LastDone(ctx, r.editor); err != nil || last.At != 0 {
			t.Errorf("a day later it could still be undone: %+v %v", last, err)
		}
	})
}

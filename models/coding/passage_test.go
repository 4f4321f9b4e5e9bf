package coding_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/coding"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// restsOn gives the words that a theme of a contribution rests on.
func (r room) restsOn(id int64, theme themes.Theme, body string) (words []string) {
	r.t.Helper()
	list, err := themes.RestingOn(ctx, r.DB, id, body, 1)
	r.must(err)
	for _, w := range list {
		if w.Theme == theme.ID {
			words = append(words, w.Words)
		}
	}
	return words
}

func TestThemesAreCodedOnChosenWords(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		const body = "The *last* bus is dear. Soup is dear too."
		id := r.say(body)
		answer := coding.Answer{
			Contribution: id, Revision: 1, Outcome: coding.Coded, Themes: themeIDs([]themes.Theme{r.bus, r.power}), Queue: coding.FromNewest, Shown: shown(r.food),
			Passages: []coding.Passage{{Words: "The last bus"}, {Words: "is dear", After: "too"}, {Words: "Soup", Theme: r.food.ID}},
		}
		key := db.NewKey(r.editor.ID)
		for range 2 { // sent twice, it counts once
			if saved, err := r.Save(ctx, r.editor, key, []coding.Answer{answer}); err != nil || saved != 1 {
				t.Fatalf("%d saved: %v", saved, err)
			}
		}
		for theme, want := range map[*themes.Theme][]string{
			&r.bus: {"The *last* bus", "is dear"}, &r.power: {"The *last* bus", "is dear"}, &r.food: {"Soup"},
		} {
			if got := r.restsOn(id, *theme, body); !slices.Equal(got, want) {
				t.Errorf("%s rests on %q, want %q", theme.Name, got, want)
			}
		}
		if n := r.count("SELECT COUNT(*) FROM tags WHERE source = 'suggestion' AND theme_id = ?", r.food.ID); n != 1 {
			t.Errorf("%d suggestions were accepted by choosing words for them", n)
		}
		// Undone, no words are left; a theme that is there keeps what it rests on while another is put on words.
		last, err := r.LastDone(ctx, r.editor)
		r.must(err)
		r.must(r.Undo(ctx, r.editor, db.NewKey(r.editor.ID), last.At))
		if n := r.count("SELECT COUNT(*) FROM tag_words"); n != 0 || len(r.on(id)) != 0 {
			t.Errorf("undone, %d words are left and %v", n, r.on(id))
		}
		r.tag(id, r.power)
		r.must(r.try(r.editor, coding.Answer{
			Contribution: id, Revision: 1, Outcome: coding.Coded, Had: []int64{r.power.ID}, Themes: themeIDs([]themes.Theme{r.power, r.bus}), Queue: coding.FromList,
			Passages: []coding.Passage{{Words: "bus"}},
		}))
		if whole, words := r.restsOn(id, r.power, body), r.restsOn(id, r.bus, body); whole != nil || !slices.Equal(words, []string{"bus"}) {
			t.Errorf("the theme that was there rests on %q, the new one on %q", whole, words)
		}
		r.must(r.try(r.other, coding.Answer{
			Contribution: id, Revision: 1, Outcome: coding.Coded, Had: []int64{r.power.ID}, Themes: []int64{r.power.ID}, Queue: coding.FromList, Passages: []coding.Passage{{Words: "too"}},
		}))
		if words := r.restsOn(id, r.power, body); !slices.Equal(words, []string{"too"}) {
			t.Errorf("ticked alone, it rests on %q", words)
		}
	})
}

func TestPassagesThatCannotBeSaved(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id, other := r.say("The bus is late. The bus is cold."), r.say("Soup")
		with := func(change func(*coding.Answer)) coding.Answer {
			a := coding.Answer{Contribution: id, Revision: 1, Outcome: coding.Coded, Themes: []int64{r.bus.ID}, Queue: coding.FromNewest}
			change(&a)
			return a
		}
		passages := func(list ...coding.Passage) func(*coding.Answer) { return func(a *coding.Answer) { a.Passages = list } }
		for name, c := range map[string]struct {
			answer coding.Answer
			at     int
			tells  string
		}{
			"not there":     {with(passages(coding.Passage{Words: "late"}, coding.Passage{Words: "tram"})), 1, "do not stand"},
			"several times": {with(passages(coding.Passage{Words: "The bus"})), 0, "2 times"},
			"no words":      {with(passages(coding.Passage{Theme: r.food.ID})), 0, "Type the words"},
			"no theme": {with(func(a *coding.Answer) {
				a.Themes, a.Had, a.Passages = nil, []int64{r.bus.ID}, []coding.Passage{{Words: "late"}}
			}), 0, "Say which theme"},
			"none fits": {with(func(a *coding.Answer) {
				a.Themes, a.Outcome, a.Passages = nil, coding.None, []coding.Passage{{Words: "late", Theme: r.bus.ID}}
			}), 0, "Say which theme"},
			"too many": {with(passages(slices.Repeat([]coding.Passage{{Words: "late"}}, coding.MostPassages+1)...)), coding.MostPassages, "at most"},
		} {
			// The other one of the list is not stored either.
			_, err := r.Save(ctx, r.editor, db.NewKey(r.editor.ID), []coding.Answer{c.answer, {Contribution: other, Revision: 1, Outcome: coding.Coded, Themes: []int64{r.food.ID}, Queue: coding.FromNewest}})
			var wrong db.Invalid
			if !errors.As(err, &wrong) || !strings.Contains(wrong[coding.PassageField(id, c.at)].String(), c.tells) || len(wrong) != 1 {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := r.count("SELECT COUNT(*) FROM tags") + r.count("SELECT COUNT(*) FROM codings"); n != 0 {
			t.Errorf("%d rows of what was refused", n)
		}
		// Words of a private group are not told of to those who cannot read them, and skipping asks for nothing.
		r.must(r.try(r.editor, with(func(a *coding.Answer) {
			a.Outcome, a.Themes, a.Passages = coding.Skip, nil, []coding.Passage{{Words: "tram"}}
		})))
		var wrong db.Invalid
		if err := r.try(r.editor, with(func(a *coding.Answer) { a.Revision, a.Passages = 2, []coding.Passage{{Words: "late"}} })); !errors.As(err, &wrong) || wrong[""] == "" {
			t.Errorf("words that changed: %v", err)
		}
		var no db.Forbidden
		if _, err := r.Save(ctx, people.Visitor, db.NewKey(0), []coding.Answer{with(passages(coding.Passage{Words: "late"}))}); !errors.As(err, &no) {
			t.Errorf("a visitor: %v", err)
		}
	})
}

package themes_test

import (
	"errors"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/themes"
)

func TestWordsAreLocatedWhereTheyStand(t *testing.T) {
	const text = "The bus is late.\n\nThe  bus is *dear*. Häuser sind teuer, the buses too. I’m [at the stop](http://stop.example)."
	for _, c := range []struct {
		words, before, after string
		want                 string // the text found; empty where it is refused
		start                int
	}{
		{words: "is late", want: "is late", start: 8},
		{words: "late. The bus", want: "late.\n\nThe  bus", start: 11},
		{words: " *dear* ", want: "*dear*"},
		{words: "Häuser", want: "Häuser"},
		{words: "The bus is", after: "late.", want: "The bus is", start: 0},
		{words: "The bus is", before: "late. ", want: "The  bus is", start: 18},
		{words: "bus is", after: "dear", want: "bus is", start: 23}, // as it is read
		{words: "bus is dear.", want: "bus is *dear*."},
		{words: "I'm at the stop", want: "I’m [at the stop"},
		{words: "stop", want: "stop", start: 87}, // in sight once; an address that a link hides is not meant
		{words: "stop", before: "http://", want: "stop", start: 100},
		{words: "bus is", after: "cold"},
		{words: "The bus is"},
		{words: "heb"},
		{words: "tram"},
		{words: " \n"},
	} {
		got, err := themes.Locate(t.Context(), text, c.words, c.before, c.after)
		if c.want == "" {
			if wrongField(err) != "words" {
				t.Errorf("%q: %v, %v", c.words, got, err)
			}
			continue
		}
		if err != nil || text[got.Start:got.End] != c.want || c.start != 0 && got.Start != c.start {
			t.Errorf("%q: %v, %v", c.words, got, err)
		}
	}
}

func TestAThemeRestsOnChosenWords(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		buses, fares := r.theme("Buses"), r.theme("Fares")
		id := r.say("The bus is late and dear. The bus is cold.", discussion.Published)
		put := func(theme themes.Theme, revision int, spans ...themes.Span) (tag int64, err error) {
			err = r.DB.Write(ctx, func(tx *db.Tx) error {
				tag, err = themes.Put(tx, themes.Putting{
					Contribution: id, Theme: theme.ID, Source: themes.BySuggestion, By: r.editor.ID, Revision: revision, Words: spans,
				})
				return err
			})
			return tag, err
		}
		first, err := put(buses, 1, themes.Span{4, 7})
		if err != nil || first == 0 {
			t.Fatal(first, err)
		}
		again, err := put(buses, 1, themes.Span{4, 7}, themes.Span{30, 33})
		if err != nil || again != first || r.counted(buses) != 1 {
			t.Errorf("put again: %d, %v, counted %d", again, err, r.counted(buses))
		}
		for _, wrong := range []themes.Span{{-1, 3}, {3, 3}, {3, 4}, {40, 99}} {
			if _, err := put(buses, 1, wrong); wrongField(err) != "words" {
				t.Errorf("%v: %v", wrong, err)
			}
		}
		if _, err := put(buses, 2, themes.Span{4, 7}); !errors.Is(err, db.ErrConflict) {
			t.Errorf("words of another revision: %v", err)
		}
		if err := r.Choose(ctx, r.editor, db.NewKey(r.editor.ID), id, []int64{buses.ID}, []int64{fares.ID}); err != nil {
			t.Fatal(err)
		}
		had, err := r.TagHistory(ctx, id)
		if err != nil || len(had) != 2 || had[0].InsteadOf != "Buses" || had[0].Words != 2 || had[1].State != "corrected" || had[1].EndedBy != "Ed" {
			t.Errorf("corrected: %+v, %v", had, err)
		}
		if r.counted(buses) != 0 || r.counted(fares) != 1 {
			t.Errorf("corrected: counts %d and %d", r.counted(buses), r.counted(fares))
		}
		list, err := themes.RestingOn(ctx, r.DB, id, "The bus is late and dear. The bus is cold.", 1)
		if err != nil || len(list) != 2 || list[0].Words != "bus" || list[1].Span != (themes.Span{30, 33}) || list[0].Theme != fares.ID || list[0].PutBy != "Ed" {
			t.Fatalf("%+v, %v", list, err)
		}
		r.write(func(tx *db.Tx) error { return themes.Unrest(tx, id, list[0].ID) })
		if err := r.DB.Write(ctx, func(tx *db.Tx) error { return themes.Unrest(tx, id, list[0].ID) }); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("taken off twice: %v", err)
		}
	})
}

func TestWordsOfAnEarlierWordingAreFollowed(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		const before = "The bus is late. The bus is cold. A fare is dear. It rains."
		buses := r.theme("Buses")
		id := r.say(before, discussion.Published)
		r.write(func(tx *db.Tx) error {
			if _, err := themes.Put(tx, themes.Putting{
				Contribution: id, Theme: buses.ID, Source: themes.ByPerson, By: r.editor.ID, Revision: 1,
				Words: []themes.Span{{21, 24}, {36, 40}, {50, 59}},
			}); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO contribution_revisions (contribution_id, revision, body_md, evidence, written_by, written_at)
				VALUES (?, 1, ?, 'none', ?, 1)`, id, before, r.editor.ID); err != nil {
				return err
			}
			_, err := tx.Exec("UPDATE contributions SET body_md = ?, revision = 2 WHERE id = ?", "Here, the bus is late. And the bus is cold. A fare is dear.", id)
			return err
		})
		check := func(now string, want ...string) {
			t.Helper()
			list, err := themes.RestingOn(ctx, r.DB, id, now, 2)
			if err != nil || len(list) != 3 {
				t.Fatal(list, err)
			}
			for i, l := range list {
				got := "gone: " + l.Words
				if !l.Gone {
					got = now[:l.Span.Start] + "[" + now[l.Span.Start:l.Span.End] + "]"
				}
				if got != want[i] {
					t.Errorf("%q, want %q", got, want[i])
				}
			}
		}
		check("Here, the bus is late. And the bus is cold. A fare is dear.",
			"Here, the bus is late. And the [bus]", "Here, the bus is late. And the bus is cold. A [fare]", "gone: It rains.")
		check("One bus, two buses, three bus stops.", "gone: bus", "gone: fare", "gone: It rains.")
		r.write(func(tx *db.Tx) error { _, err := tx.Exec("UPDATE contribution_revisions SET public = 0"); return err })
		check("Here, the bus is late.", "gone: ", "gone: ", "gone: ")
	})
}

package insight_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
)

// tells has people of several kinds speak about theme 0: residents of prams, practitioners of triage, and all of the rest.
func (w *world) tells(now *clock.Fixed) {
	r := rand.New(rand.NewPCG(8, 9))
	w.write(func(tx *db.Tx) error {
		w.all = nil
		say := func(n int, thread int, who, text string, about ...int) {
			for range n {
				plain := strings.Split("corridor window kettle blanket lantern garden bridge ladder", " ")
				r.Shuffle(len(plain), func(i, j int) { plain[i], plain[j] = plain[j], plain[i] })
				w.weekly(tx, thread, who, fmt.Sprintf("%s The %s, the %s and the %s.", text, plain[0], plain[1], plain[2]), now.Now().In(w.Zone), about...)
			}
		}
		say(16, 0, "resident", "Prams hardly fit.", 0)
		say(14, 1, "resident", "It is slow.", 0)
		say(12, 0, "practitioner", "Triage waits.", 0)
		say(15, 0, "practitioner", "> Prams hardly fit.\n\nIt is slow.", 0)
		say(4, 1, "researcher", "Cohort of four.", 0)
		say(9, 1, "business", "Prams https://prams.example/prams.", 1)
		say(20, 2, "practitioner", "Secret triage.", 0)
		return nil
	})
}

// using counts, without a search, the people of a kind and the others who write a word about theme 0.
func (w *world) using(s insight.Scope, kind, word string) (of, all, rest, others int) {
	by := map[bool]map[int64]bool{true: {}, false: {}}
	everyone := map[bool]map[int64]bool{true: {}, false: {}}
	for _, one := range w.all {
		if !one.inside(s, w.Zone) || !one.themes[0] {
			continue
		}
		text := one.text
		if strings.HasPrefix(text, ">") {
			_, text, _ = strings.Cut(text, "\n")
		}
		everyone[one.who == kind][one.author] = true
		if strings.Contains(strings.ToLower(text), word) {
			by[one.who == kind][one.author] = true
		}
	}
	return len(by[true]), len(everyone[true]), len(by[false]), len(everyone[false])
}

func TestWordsThatSomeUseMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Lifts", "Roads")
		w.places()
		w.tells(now)
		w.Store = insight.New(d, london(t))
		check := func(scope insight.Scope, want map[people.Who]string) {
			t.Helper()
			got, err := w.Wording(ctx, scope, w.themes[0])
			if err != nil {
				t.Fatal(err)
			}
			told := map[people.Who]string{}
			for _, kind := range got.Kinds {
				for _, word := range kind.Words {
					told[kind.Who] = strings.TrimSpace(told[kind.Who] + " " + word.Word)
					of, all, rest, others := w.using(scope, string(kind.Who), word.Word)
					if word.People != of || word.All != all || word.Rest != rest || word.Others != others || kind.People != all || kind.Others != others {
						t.Errorf("%+v: %+v of %s, want %d of %d and %d of %d", scope, word, kind.Who, of, all, rest, others)
					}
				}
			}
			if !reflect.DeepEqual(told, want) {
				t.Errorf("%+v: %v, want %v", scope, told, want)
			}
		}
		for range 2 { // the second is kept
			check(insight.Scope{}, map[people.Who]string{"resident": "fit hardly prams", "practitioner": "triage waits"})
		}
		check(insight.Scope{Group: "buses"}, map[people.Who]string{"resident": "fit hardly prams", "practitioner": "slow triage waits"})
		check(insight.Scope{Who: "resident"}, map[people.Who]string{})
		check(insight.Scope{Area: "Netherton"}, map[people.Who]string{})
		check(insight.Scope{Group: "rooms"}, map[people.Who]string{})
		// What is hidden is gone, and the word with it.
		w.write(func(tx *db.Tx) error {
			for _, one := range w.all {
				if strings.HasPrefix(one.text, "Triage") {
					if _, err := discussion.SetState(tx, one.id, discussion.Hidden, "rude", discussion.Published); err != nil {
						return err
					}
					one.state = discussion.Hidden
				}
			}
			return nil
		})
		got, err := w.Wording(ctx, insight.Scope{}, w.themes[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range got.Kinds {
			for _, word := range kind.Words {
				if word.Word == "triage" {
					t.Errorf("hidden words are told: %+v", word)
				}
			}
		}
	})
}

func TestWordsOfTwoSides(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Lifts", "Roads")
		w.places()
		w.tells(now)
		resident, practitioner := insight.Scope{Who: "resident"}, insight.Scope{Who: "practitioner"}
		sides, err := w.SidesWording(ctx, resident, practitioner)
		if err != nil || len(sides[0].Words) == 0 || len(sides[1].Words) == 0 {
			t.Fatalf("%+v (%v)", sides, err)
		}
		for _, side := range sides {
			for _, word := range side.Words {
				if word.Word == "secret" || word.People < 3 || word.People > side.People {
					t.Errorf("%+v", word)
				}
			}
		}
		if other, err := w.SidesWording(ctx, practitioner, resident); err != nil || len(other[0].Words) != len(sides[1].Words) || other[0].Words[0].Word != sides[1].Words[0].Word {
			t.Errorf("the other way round %+v (%v)", other, err)
		}
		for _, scope := range []insight.Scope{resident, {Who: "researcher"}, {Area: "Netherton"}} {
			if sides, err := w.SidesWording(ctx, resident, scope); err != nil || len(sides[0].Words)+len(sides[1].Words) > 0 {
				t.Errorf("against %+v: %+v (%v)", scope, sides, err)
			}
		}
	})
}

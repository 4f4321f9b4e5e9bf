package insight_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/insight/emerge"
	"folkmoot/models/people"
)

// weekly stores what a new person says on a day of the place's calendar.
func (w *world) weekly(tx *db.Tx, thread int, who, text string, at time.Time, about ...int) {
	w.t.Helper()
	author, err := person(tx, fmt.Sprint("Speaker ", len(w.all)))
	if err != nil {
		w.t.Fatal(err)
	}
	one := w.threads[thread]
	one.author, one.who, one.evidence, one.text, one.state, one.at = author, who, "lived", text, discussion.Published, clock.Of(at)
	one.themes = map[int]bool{}
	for _, theme := range about {
		one.themes[theme] = true
	}
	if err := w.add(tx, w.ids[thread], &one); err != nil {
		w.t.Fatal(err)
	}
}

// thisMonday is when the week begins in which the clock stands: a Wednesday.
func (w *world) thisMonday(now *clock.Fixed) time.Time {
	for now.Now().In(w.Zone).Weekday() != time.Wednesday {
		now.Advance(24 * time.Hour)
	}
	local := now.Now().In(w.Zone)
	return time.Date(local.Year(), local.Month(), local.Day()-2, 9, 0, 0, 0, w.Zone)
}

// history are thirty whole weeks: of theme 0 two a week, of theme 1 five, of both kinds of people, and ten without a
// theme; in the last whole week fourteen practitioners speak about theme 0 in the first group.
func (w *world) history(now *clock.Fixed) {
	monday := w.thisMonday(now)
	r := rand.New(rand.NewPCG(1, 2))
	w.write(func(tx *db.Tx) error {
		w.all = nil
		for week := -30; week <= 0; week++ {
			say := func(n int, who, text string, about ...int) {
				for i := range n {
					at := monday.AddDate(0, 0, 7*week+i%7)
					if !clock.Of(at).In(w.Zone).After(now.Now().In(w.Zone)) {
						w.weekly(tx, r.IntN(2), who, text, at, about...)
					}
				}
			}
			say(1+r.IntN(3), []string{"resident", "practitioner"}[r.IntN(2)], "About one thing or another.", 0)
			say(4+r.IntN(3), "resident", "About something else, as ever.", 1)
			say(8+r.IntN(5), "resident", "Nothing in particular today.")
			if week == -1 {
				for i := range 14 {
					w.weekly(tx, 0, "practitioner", "The night bus is cut again.", monday.AddDate(0, 0, -7+i%7), 0)
				}
			}
		}
		return nil
	})
}

// counted counts what was said of a theme in the week from a Monday, and by how many people.
func (w *world) countedIn(s insight.Scope, theme int, from insight.Day) (n, by int) {
	authors := map[int64]bool{}
	for _, one := range w.all {
		day := insight.DayOf(one.at, w.Zone)
		if one.inside(s, w.Zone) && one.themes[theme] && day >= from && day < from.Add(7) {
			n++
			authors[one.author] = true
		}
	}
	return n, len(authors)
}

func TestEmerging(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Night buses", "Parks", "Quiet")
		w.places()
		w.history(now)
		g, err := w.Emerging(ctx, insight.Scope{})
		if err != nil {
			t.Fatal(err)
		}
		if monday := insight.DayOf(clock.Of(w.thisMonday(now)), w.Zone); g.This != monday || g.Last != monday.Add(-7) {
			t.Errorf("the weeks are %s and %s", g.This, g.Last)
		}
		for _, scope := range []insight.Scope{{}, {Group: "buses"}, {Who: "practitioner"}, {Channel: "web"}, {To: g.Last.Add(6)}, {From: g.Last}} {
			w.checkGrowth(scope)
		}
		buses, parks := g.Themes[w.themes[0].ID], g.Themes[w.themes[1].ID]
		if growth, this := buses.Newest(); this || !growth.Fast || growth.Direction != emerge.Growing || growth.Was != 2 || growth.High > 5 {
			t.Errorf("night buses: %+v", buses)
		}
		if parks.Fast() || parks.New() || parks.Last.Direction != emerge.Steady {
			t.Errorf("parks: %+v", parks)
		}
		if _, known := g.Themes[w.themes[2].ID]; known {
			t.Error("something is said of a theme that nobody spoke about")
		}
		if len(buses.Busy) != 1 || buses.Busy[0].From != g.Last || buses.Busy[0].Contributions < 15 || len(parks.Busy) != 0 {
			t.Errorf("busy weeks: %+v and %+v", buses.Busy, parks.Busy)
		}
		var places, kinds []insight.Part
		for _, p := range g.Parts {
			if p.Theme != w.themes[0].ID || p.ThisWeek {
				t.Errorf("%+v grows", p)
			}
			if p.Place != nil {
				places = append(places, p)
			} else if p.Thread == nil {
				kinds = append(kinds, p)
			}
		}
		if len(places) != 1 || places[0].Place.Scope.Group != "buses" || len(kinds) != 1 || kinds[0].Who != people.Practitioner || kinds[0].People < 14 {
			t.Errorf("parts: %+v and %+v", places, kinds)
		}
		// The same figures, read from what is stored contribution by contribution.
		other, err := w.Emerging(ctx, insight.Scope{Channel: "web"})
		if err != nil || !reflect.DeepEqual(other.Themes, g.Themes) {
			t.Errorf("counted afresh %+v, kept %+v (%v)", other.Themes, g.Themes, err)
		}
		// What is hidden grows no more.
		w.write(func(tx *db.Tx) error {
			for _, one := range w.all {
				if strings.Contains(one.text, "night bus") {
					if _, err := discussion.SetState(tx, one.id, discussion.Hidden, "rude", discussion.Published); err != nil {
						return err
					}
					one.state = discussion.Hidden
				}
			}
			return nil
		})
		w.checkGrowth(insight.Scope{})
		if g, err = w.Emerging(ctx, insight.Scope{}); err != nil || g.Themes[w.themes[0].ID].Fast() || len(g.Parts) > 0 || len(g.Themes[w.themes[0].ID].Busy) > 0 {
			t.Errorf("after hiding: %+v (%v)", g, err)
		}
	})
}

// Somebody who says the same fourteen times makes nothing grow, whoever else speaks as usual, anywhere or for their kind; as
// many people who say it once do.
func TestNobodyMakesAnIssueGrowAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Night buses", "Parks", "Quiet")
		w.places()
		w.history(now)
		loud := map[string]bool{}
		for _, one := range w.all {
			loud[one.text] = strings.Contains(one.text, "night bus")
		}
		give := func(author func(i int) int64) insight.Growing {
			t.Helper()
			w.write(func(tx *db.Tx) error {
				i := 0
				for _, one := range w.all {
					if !loud[one.text] {
						continue
					}
					if _, err := tx.Exec("UPDATE contributions SET author_id = ? WHERE id = ?", author(i), one.id); err != nil {
						return err
					}
					i++
				}
				return nil
			})
			g, err := w.Emerging(ctx, insight.Scope{})
			if err != nil {
				t.Fatal(err)
			}
			return g
		}
		var writers []int64
		for _, one := range w.all {
			if loud[one.text] {
				writers = append(writers, one.author)
			}
		}
		id := w.themes[0].ID
		for several := 1; several <= 2; several++ {
			g := give(func(i int) int64 { return writers[i%several] })
			if of := g.Themes[id].Last; of.Now < 15 || of.People < several+1 || of.Fast || of.Direction == emerge.Growing || several == 1 && len(g.Parts) > 0 {
				t.Errorf("by %d people: %+v, parts %+v", several, of, g.Parts)
			}
		}
		if g := give(func(i int) int64 { return writers[i] }); !g.Themes[id].Last.Fast || len(g.Parts) == 0 {
			t.Errorf("by many: %+v", g.Themes[id])
		}
		if g := give(func(i int) int64 { return writers[i/2*2] }); !g.Themes[id].Last.Fast {
			t.Errorf("by seven people, twice each: %+v", g.Themes[id])
		}
	})
}

// checkGrowth counts every theme of a scope again in both weeks.
func (w *world) checkGrowth(s insight.Scope) {
	w.t.Helper()
	g, err := w.Emerging(ctx, s)
	if err != nil {
		w.t.Fatal(err)
	}
	counted := s
	counted.From, counted.Channel = "", ""
	for number, theme := range w.themes {
		of := g.Themes[theme.ID]
		for day, growth := range map[insight.Day]insight.Growth{g.This: of.This, g.Last: of.Last} {
			if n, by := w.countedIn(counted, number, day); growth.Now != n || growth.People != by {
				w.t.Errorf("%+v, %s in the week of %s: %d by %d, want %d by %d", s, theme.Name, day, growth.Now, growth.People, n, by)
			}
		}
	}
}

// Dealt out over the weeks anew, the same contributions grow nowhere.
func TestEmergingShuffled(t *testing.T) {
	d, now := dbtest.SQLite(t)
	w := newWorld(t, d, "Night buses", "Parks")
	w.places()
	w.history(now)
	monday := w.thisMonday(now)
	r := rand.New(rand.NewPCG(5, 6))
	w.write(func(tx *db.Tx) error {
		for _, one := range w.all {
			at := monday.AddDate(0, 0, -r.IntN(30*7)-1)
			if _, err := tx.Exec("UPDATE contributions SET created_at = ? WHERE id = ?", clock.Of(at), one.id); err != nil {
				return err
			}
			one.at = clock.Of(at)
		}
		return nil
	})
	w.checkGrowth(insight.Scope{})
	g, err := w.Emerging(ctx, insight.Scope{})
	if err != nil || g.Themes[w.themes[0].ID].Fast() || g.Themes[w.themes[1].ID].Fast() || len(g.Parts) > 0 {
		t.Errorf("%+v (%v)", g, err)
	}
}

func TestEmergingRefuses(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorld(t, d)
	if g, err := w.Emerging(ctx, insight.Scope{}); err != nil || len(g.Themes)+len(g.Parts) > 0 {
		t.Errorf("of nothing %+v (%v)", g, err)
	}
	if _, err := w.Emerging(ctx, insight.Scope{Group: "none"}); err == nil {
		t.Error("a group that is not there has growth")
	}
	if _, err := w.Emerging(ctx, insight.Scope{To: "soon"}); err == nil {
		t.Error("a day that is none was taken")
	}
}

func TestSaidMore(t *testing.T) {
	sum := insight.Summary{People: 100, ByWho: map[string]int{"practitioner": 30, "resident": 62, "researcher": 8}}
	for id, by := range map[int64]map[string]int{1: {"practitioner": 9, "resident": 3}, 2: {"practitioner": 4}, 3: {"resident": 20, "practitioner": 10}} {
		theme := insight.Theme{ByWho: by}
		theme.ID = id
		for _, n := range by {
			theme.People += n
		}
		sum.Themes = append(sum.Themes, theme)
	}
	want := map[int64][]insight.SaidMore{1: {{Who: people.Practitioner, People: 9, All: 12, Kind: 30, Everyone: 100}}}
	if got := sum.SaidMore(); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	sum.Scope.Who = "practitioner"
	if got := sum.SaidMore(); len(got) > 0 {
		t.Errorf("of one kind alone %+v", got)
	}
}

func TestRisingPhrases(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Night buses", "Parks")
		w.places()
		w.history(now)
		r, err := w.Rising(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if len(r) != 2 || len(r[0].Phrases) != 0 || len(r[1].Phrases) != 2 {
			t.Fatalf("%+v", r)
		}
		if last := r[1]; last.Phrases[0].Words != "bus is cut" || last.Phrases[1].Words != "night bus" || last.Phrases[1].People != 14 || last.Week != insight.DayOf(clock.Of(w.thisMonday(now)), w.Zone).Add(-7) {
			t.Errorf("%+v", r)
		}
		// The same words in a private group, or hidden, are nobody's business.
		w.write(func(tx *db.Tx) error {
			for i := range 12 {
				w.weekly(tx, 2, "resident", "A secret garden see https://secret.example/garden.", w.thisMonday(now).AddDate(0, 0, i%2))
			}
			for _, one := range w.all {
				if strings.Contains(one.text, "night bus") {
					if _, err := discussion.SetState(tx, one.id, discussion.Hidden, "rude", discussion.Published); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if r, err = w.Rising(ctx); err != nil || len(r[0].Phrases)+len(r[1].Phrases) > 0 {
			t.Errorf("%+v (%v)", r, err)
		}
	})
}

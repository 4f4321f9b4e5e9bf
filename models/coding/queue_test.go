package coding_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"folkmoot/models/coding"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// spot is the place of a contribution in the random order, worked out on its own.
func spot(id int64) int64 {
	const prime = 2147483647
	x := (id*48271 + 11) % prime
	return x * x % prime
}

func TestOrders(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		var all, sample, rest []int64
		for i := range 60 {
			id := r.say(fmt.Sprintf("Word number %d", i))
			all = append(all, id)
			if spot(id)%5 == 0 {
				sample = append(sample, id)
			} else {
				rest = append(rest, id)
			}
		}
		if len(sample) < 3 || len(sample) > 25 {
			t.Fatalf("%d of 60 belong to the sample", len(sample))
		}
		slices.SortFunc(sample, func(a, b int64) int { return int(spot(a) - spot(b)) })
		if got := r.next(r.editor, coding.Filter{Order: coding.Random}, 20); !slices.Equal(got, sample[:min(20, len(sample))]) {
			t.Errorf("the sample is %v, want %v", got, sample)
		}
		slices.Reverse(rest)
		if got := r.next(r.editor, coding.Filter{Order: coding.Newest}, 20); !slices.Equal(got, rest[:20]) {
			t.Errorf("the newest are %v, want %v", got, rest[:20])
		}
		mixed := r.next(r.editor, coding.Filter{}, 9)
		for i, id := range mixed {
			if (spot(id)%5 == 0) != (i%3 == 2) {
				t.Errorf("number %d by coverage, %d, belongs to the sample: %v", i+1, id, spot(id)%5 == 0)
			}
		}
		// Whatever the order, everything comes once.
		for _, order := range []coding.Order{coding.Newest, coding.Coverage} {
			var seen []int64
			who := r.person(string(order), people.Editor)
			for range all {
				id := r.next(who, coding.Filter{Order: order}, 1)
				r.code(who, id[0], coding.Skip)
				seen = append(seen, id[0])
			}
			if !slices.Equal(sorted(seen), all) {
				t.Errorf("by %s came %v", order, seen)
			}
			if left := r.next(who, coding.Filter{Order: order}, 1); len(left) != 0 {
				t.Errorf("by %s there is still %v", order, left)
			}
			if again := r.next(who, coding.Filter{Order: order, Show: coding.Skipped}, 1); !slices.Equal(again, seen[:1]) {
				t.Errorf("skipped first was %d, comes again first %v", seen[0], again)
			}
		}
	})
}

func TestTwoPeopleGetDifferentOnes(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for i := range 8 {
			r.say(fmt.Sprintf("Word number %d", i))
		}
		f := coding.Filter{Order: coding.Newest}
		mine := r.next(r.editor, f, 3)
		if again := r.next(r.editor, f, 3); !slices.Equal(mine, again) {
			t.Errorf("loaded again, they are %v and not %v", again, mine)
		}
		theirs := r.next(r.other, f, 3)
		for _, id := range theirs {
			if slices.Contains(mine, id) {
				t.Errorf("%d was given to both", id)
			}
		}
		if all := r.next(r.other, f, 20); len(all) != 8 {
			t.Errorf("where nothing else is left, what others have open is given too: %v", all)
		}
		// Where both do code the same, neither is lost.
		r.code(r.editor, mine[0], coding.Coded, r.bus)
		r.code(r.other, mine[0], coding.Coded, r.food)
		if got := r.on(mine[0]); !slices.Equal(got, []string{"Buses", "Food"}) {
			t.Errorf("it has %v", got)
		}
	})
}

func TestFilters(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		open, hidden, secret, tagged := r.say("In the open"), r.say("To be hidden"), r.sayIn(r.private, "Among us"), r.say("With a theme")
		r.tag(tagged, r.bus)
		r.state(hidden, discussion.Hidden)
		for name, c := range map[string]struct {
			f    coding.Filter
			want []int64
		}{
			"everything": {coding.Filter{Order: coding.Newest}, []int64{open, secret}},
			"coverage":   {coding.Filter{}, []int64{open, secret}},
			"a group":    {coding.Filter{Group: r.secretGroup}, []int64{secret}},
			"a guide":    {coding.Filter{Guide: 7}, nil},
			"all":        {coding.Filter{Show: coding.All}, []int64{open, secret, tagged}},
			"all mixed":  {coding.Filter{Show: coding.All, Order: coding.Random}, []int64{open, secret, tagged}},
			"none fits":  {coding.Filter{Show: coding.NoneFit}, nil},
		} {
			if got := sorted(r.next(r.editor, c.f, 20)); !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
		r.code(r.other, open, coding.None)
		if got := r.next(r.editor, coding.Filter{Show: coding.NoneFit}, 20); !slices.Equal(got, []int64{open}) {
			t.Errorf("none fits: %v", got)
		}
		if got := r.next(r.editor, coding.Filter{}, 20); !slices.Equal(got, []int64{secret}) {
			t.Errorf("to do: %v", got)
		}
		p, err := r.Progress(ctx, r.other, coding.Filter{}, 0)
		if r.must(err); p != (coding.Progress{Today: 1, Left: 1}) {
			t.Errorf("progress %+v", p)
		}
		for _, who := range []people.Actor{r.member, people.Visitor} {
			var no db.Forbidden
			if _, err := r.Next(ctx, who, coding.Filter{}, 1, 0); !errors.As(err, &no) {
				t.Errorf("%s may code: %v", who.Name, err)
			}
		}
		if _, err := r.Next(ctx, r.editor, coding.Filter{Order: "loudest"}, 1, 0); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("an order that there is not: %v", err)
		}
	})
}

// What waits is exactly what is published, has no theme and was not found to fit none, whatever happens in which order.
func TestWhatWaitsIsKeptExactly(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		random := rand.New(rand.NewPCG(9, 4))
		all := []themes.Theme{r.bus, r.food, r.power}
		var said []int64
		for step := range 150 {
			if step < 10 || random.IntN(4) == 0 {
				said = append(said, r.say("Something"))
				continue
			}
			id, theme := said[random.IntN(len(said))], all[random.IntN(len(all))]
			switch random.IntN(6) {
			case 0:
				r.state(id, []discussion.State{discussion.Hidden, discussion.Published, discussion.Deleted, discussion.Held}[random.IntN(4)])
			case 1, 2:
				r.tag(id, theme)
			case 3:
				r.untag(id, theme)
			case 4:
				r.must(r.try(r.editor, coding.Answer{Contribution: id, Revision: 1, Outcome: []coding.Outcome{coding.None, coding.Skip}[random.IntN(2)], Queue: coding.FromNewest}))
			case 5:
				last, err := r.LastDone(ctx, r.editor)
				if r.must(err); last.At != 0 {
					r.must(r.Undo(ctx, r.editor, db.NewKey(r.editor.ID), last.At))
				}
			}
			want, err := db.Values[int64](ctx, r.DB, `SELECT c.id FROM contributions c WHERE c.state = 'published'
				AND c.id NOT IN (SELECT contribution_id FROM tags WHERE state = 'accepted')
				AND c.id NOT IN (SELECT contribution_id FROM codings WHERE outcome = 'none') ORDER BY c.id`)
			r.must(err)
			kept, err := db.Values[int64](ctx, r.DB, "SELECT id FROM hearing_uncoded ORDER BY id")
			if r.must(err); !slices.Equal(kept, want) {
				t.Fatalf("after step %d, %v wait, counted afresh %v", step, kept, want)
			}
		}
		for _, id := range said {
			kept, err := db.Value[int64](ctx, r.DB, "SELECT spot FROM hearing_uncoded WHERE id = ?", id)
			if err == nil && kept != spot(id) {
				t.Errorf("the spot of %d is %d, want %d", id, kept, spot(id))
			}
		}
	})
}

package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/search"
)

// vocabulary are words that no ending is taken off, so that a plain matcher needs no stems, and some that fold.
var vocabulary = []string{"bus", "tram", "pond", "park", "Tŷ", "café", "ŵyn", "500", "🎉", "library"}

// asked is a query of random parts, with what the plain matcher needs to know of it.
type asked struct {
	text    string
	must    [][]string // words next to each other
	mustNot [][]string
}

func ask(random *rand.Rand) asked {
	var a asked
	var parts []string
	for i := range 1 + random.IntN(3) {
		words := make([]string, 1+random.IntN(2))
		for j := range words {
			words[j] = vocabulary[random.IntN(len(vocabulary))]
		}
		part := strings.Join(words, " ")
		if len(words) > 1 || random.IntN(4) == 0 {
			part = `"` + part + `"`
		}
		if i > 0 && random.IntN(3) == 0 {
			a.mustNot, part = append(a.mustNot, words), "-"+part
		} else {
			a.must = append(a.must, words)
		}
		parts = append(parts, strings.ToUpper(part))
	}
	a.text = strings.Join(parts, " ")
	return a
}

// has tells whether words stand next to each other in a text of single words.
func has(text, words []string) bool {
	for i := 0; i+len(words) <= len(text); i++ {
		if slices.Equal(text[i:i+len(words)], words) {
			return true
		}
	}
	return false
}

// uttered is something said, as the plain matcher knows it.
type uttered struct {
	id      int64
	words   []string
	private bool
	who     people.Who
	kind    discussion.Evidence
}

func (a asked) matches(u uttered) bool {
	for _, words := range a.must {
		if !has(u.words, words) {
			return false
		}
	}
	for _, words := range a.mustNot {
		if has(u.words, words) {
			return false
		}
	}
	return true
}

// TestSearchFindsWhatAPlainMatcherFinds holds both engines to a matcher that reads every text, and to each other in
// how they rank.
func TestSearchFindsWhatAPlainMatcherFinds(t *testing.T) {
	ranked := map[string]string{}
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w, random := newWorld(t, d), rand.New(rand.NewPCG(7, 7))
		var all []uttered
		for i := range 150 {
			u := uttered{private: i%3 == 0, who: people.Kinds[i%3], kind: discussion.Evidences[i%2]}
			for range 1 + random.IntN(8) {
				u.words = append(u.words, vocabulary[random.IntN(len(vocabulary))])
			}
			thread := w.thread
			if u.private {
				thread = w.secret
			}
			u.id = w.say(thread, strings.Join(u.words, " "), func(n *discussion.New) { n.Who, n.Evidence = u.who, u.kind })
			all = append(all, u)
		}
		w.catchUp()
		insider := people.Actor{ID: 9, State: people.Active, Groups: []people.Membership{{GroupID: w.private}}}
		stranger := people.Actor{ID: 9, State: people.Active, Groups: []people.Membership{{GroupID: w.open}}}
		for n := range 120 {
			a, f := ask(random), search.Filter{}
			if n%4 == 1 {
				f.Who = people.Kinds[n%3]
			}
			if n%5 == 2 {
				f.Evidence = string(discussion.Evidences[n%2])
			}
			for name, actor := range map[string]people.Actor{"visitor": people.Visitor, "insider": insider, "stranger": stranger} {
				var want []string
				for _, u := range slices.Backward(all) {
					if a.matches(u) && (!u.private || name == "insider") && (f.Who == "" || f.Who == u.who) && (f.Evidence == "" || f.Evidence == string(u.kind)) {
						want = append(want, fmt.Sprint(u.id))
					}
				}
				for _, order := range []search.Order{search.Newest, search.Best} {
					got, found := w.everything(actor, search.Search{Filter: f, Order: order}, a.text)
					if found != min(len(want), 100) {
						t.Errorf("%s, %q: counted %d of %d", name, a.text, found, len(want))
					}
					if order == search.Newest && !slices.Equal(got, want) {
						t.Errorf("%s, %q, %+v: got %v, want %v", name, a.text, f, got, want)
					}
					key := fmt.Sprint(name, a.text, f)
					if order == search.Best {
						if before, known := ranked[key]; known && before != fmt.Sprint(got) {
							t.Errorf("%s, %q: the engines rank differently: %v and %v", name, a.text, before, got)
						}
						ranked[key] = fmt.Sprint(got)
						slices.Sort(got)
						slices.Sort(want)
						if !slices.Equal(got, want) {
							t.Errorf("%s, %q, best: got %v, want %v", name, a.text, got, want)
						}
					}
				}
			}
		}
	})
}

// everything goes through all pages of a search and back again, and gives the ids in order and the count on the first
// page.
func (w *world) everything(a people.Actor, s search.Search, query string) (ids []string, found int) {
	w.t.Helper()
	s.Count = 100
	var pages []string
	for {
		p := w.find(a, s, query)
		if s.Cursor == "" {
			found = p.Found
		}
		pages = append(pages, idsOf(p))
		ids = append(ids, strings.Fields(idsOf(p))...)
		if p.Next == "" {
			for i := len(pages) - 2; i >= 0; i-- {
				s.Cursor = p.Previous
				if p = w.find(a, s, query); idsOf(p) != pages[i] {
					w.t.Errorf("%s %q: going back to page %d gave %s instead of %s", s.Order, query, i+1, idsOf(p), pages[i])
				}
			}
			if p.Previous != "" {
				w.t.Errorf("%q: there is a page before the first", query)
			}
			return ids, found
		}
		s.Cursor = p.Next
	}
}

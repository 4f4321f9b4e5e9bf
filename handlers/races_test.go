package handlers

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/rules"
)

// readsRaced is how many answers are looked at while something is hidden and shown again.
const readsRaced = 10_000

// While readers fetch pages, feeds, results and files without pause, people answer it and change it, and a moderator hides
// it and shows it again. No answer to a request that was made after a hide was acknowledged holds what was hidden, from
// whichever instance it comes.
func TestHidingWhileOthersReadAndWrite(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		d, now := dbtest.SQLite(t)
		castOn(t, d)
		s := stageOn(t, d, now)
		raceHiding(t, plantOn(t, s), s)
	})
	t.Run("postgres, two instances", func(t *testing.T) {
		stages := twoInstances(t, clock.NewFixed(dbtest.Morning))
		raceHiding(t, plantOn(t, stages[0]), stages...)
	})
}

// twoInstances sets two stages on one PostgreSQL database, each of which hears of what is done on the other.
func twoInstances(t *testing.T, now *clock.Fixed) (stages []*stage) {
	t.Helper()
	address := dbtest.PostgresURL(t)
	for i := range 2 {
		d, err := db.Open(context.Background(), db.Options{Source: address, Clock: now})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		if i == 0 {
			castOn(t, d)
		}
		stages = append(stages, stageOn(t, d, now))
		d.Listen()
		for began := time.Now(); !d.Hears(); time.Sleep(10 * time.Millisecond) {
			if time.Since(began) > 30*time.Second {
				t.Fatal("the instance never hears")
			}
		}
	}
	return stages
}

func raceHiding(t *testing.T, g *garden, stages ...*stage) {
	raceOver(t, g, g.one("an answer"), turns{
		most: readsRaced,
		away: func(r *race, s *stage) { r.decide(s, rules.Hide) },
		back: func(r *race, s *stage) {
			if state, err := db.Value[string](context.Background(), s.DB, "SELECT state FROM contributions WHERE id = ?", r.p.id); err == nil && state != "published" {
				r.decide(s, rules.Restore)
			}
		},
	}, stages...)
}

// turns are what takes a thing planted away from readers and what gives it back, by turns, while so many answers are
// looked at.
type turns struct {
	most       int64
	away, back func(*race, *stage)
}

func raceOver(t *testing.T, g *garden, p planted, by turns, stages ...*stage) {
	var pages []string
	for _, page := range g.holding("")[p.name] {
		got := g.ask(t, scenario{url: page})
		if to := got.header.Get("Location"); to != "" {
			page, _, _ = strings.Cut(to, "#")
			got = g.ask(t, scenario{url: page})
		}
		if strings.Contains(got.body, p.canary) && !slices.Contains(pages, page) {
			pages = append(pages, page)
		}
	}
	if len(pages) < 10 {
		t.Fatalf("it is only on %v", pages)
	}
	r := &race{t: t, g: g, p: p, stop: make(chan struct{})}
	for i := range 8 {
		stage, who := stages[i%len(stages)], []string{"", "", "", "member"}[i/2%4]
		r.all.Go(func() { r.read(stage, who, pages, i) })
	}
	r.all.Go(func() { r.write(stages[len(stages)-1]) })
	for first := true; r.asked.Load() < by.most; first = false {
		by.back(r, stages[0])
		if !first {
			r.until(&r.shown, 50)
		}
		by.away(r, stages[0])
		r.truth.Add(1)
		r.until(&r.asked, 200)
		r.truth.Add(1)
	}
	close(r.stop)
	r.all.Wait()
	t.Logf("%d answers, %d of them with it; %d changes and answers to it", r.asked.Load(), r.shown.Load(), r.written.Load())
	if r.shown.Load() < 100 || r.written.Load() == 0 {
		t.Error("hardly anybody saw it while it was shown, or nobody wrote: this test sees nothing")
	}
	kept, err := db.Value[int](context.Background(), g.DB, "SELECT (SELECT COUNT(*) FROM notices WHERE words LIKE ?) + (SELECT COUNT(*) FROM jobs WHERE payload LIKE ?)",
		"%"+p.canary+"%", "%"+p.canary+"%")
	if err != nil || kept != 0 {
		t.Errorf("%d mails and notices hold it: %v", kept, err)
	}
}

// race is one thing that is hidden and shown again, and everybody who has to do with it.
type race struct {
	t    *testing.T
	g    *garden
	p    planted
	stop chan struct{}
	all  sync.WaitGroup
	// truth is odd while it is hidden for certain: from the answer to the hiding until before it is shown again.
	truth, asked, shown, written atomic.Int64
}

func (r *race) ended() bool {
	select {
	case <-r.stop:
		return true
	default:
		return false
	}
}

func (r *race) read(s *stage, who string, pages []string, from int) {
	for i := from; !r.ended(); i++ {
		before := r.truth.Load()
		got := s.ask(r.t, scenario{who: who, url: pages[i%len(pages)]})
		s.now.Advance(100 * time.Millisecond) // nobody is taken for a flood
		if got.status != 200 && got.status != 404 && got.status != 503 {
			r.t.Errorf("%s by %q: %d", pages[i%len(pages)], who, got.status)
		}
		r.asked.Add(1)
		if !strings.Contains(got.body, r.p.canary) {
			continue
		}
		r.shown.Add(1)
		if before%2 == 1 && r.truth.Load() == before {
			r.t.Errorf("%s by %q holds what was hidden before it was asked for", pages[i%len(pages)], who)
		}
	}
}

// write has people answer it, and the writer change it, whenever that can be done.
func (r *race) write(s *stage) {
	ctx := context.Background()
	writer, err := s.People.ActorOf(ctx, 90)
	if err != nil {
		r.t.Error(err)
		return
	}
	for i := 0; !r.ended(); i++ {
		if i%2 == 0 {
			c, _, err := s.Discussions.Find(ctx, writer, r.p.id)
			if err == nil {
				err = s.Discussions.Edit(ctx, writer, db.NewKey(writer.ID), r.p.id, discussion.Edit{
					Body: fmt.Sprintf("I changed it %d times, and still it says %s.", i, r.p.canary), Evidence: c.Evidence, Revision: c.Revision,
				})
			}
			if err == nil {
				r.written.Add(1)
			}
		} else if c, _, err := s.Discussions.Find(ctx, cast["editor"], r.p.id); err == nil {
			if _, err := s.Discussions.Post(ctx, cast["editor"], asEditor(), discussion.Answer{ThreadID: c.ThreadID, ParentID: c.ID, Body: "An answer to it"}); err == nil {
				r.written.Add(1)
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// until waits for more of what is counted, so that what the readers do counts and not how fast they are.
func (r *race) until(count *atomic.Int64, more int64) {
	before := count.Load()
	for began := time.Now(); count.Load() < before+more && time.Since(began) < 30*time.Second; {
		time.Sleep(2 * time.Millisecond)
	}
}

// decide carries out an act, once more where the writer changed the words meanwhile.
func (r *race) decide(s *stage, act rules.Act) {
	for range 50 {
		form := s.seenNow(r.t, r.p.id, url.Values{"act": {string(act)}, "reason": {"unkind"}})
		got := s.ask(r.t, scenario{who: "moderator", url: "/moderation/contributions/" + number(r.p.id), form: form})
		if got.status == 303 {
			return
		}
		if got.status != 409 && got.status != 503 {
			r.t.Fatalf("%s: %d\n%.500s", act, got.status, got.body)
		}
	}
	r.t.Fatalf("%s: it was never done", act)
}

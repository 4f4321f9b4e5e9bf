package discussion_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

// count gives the one number that a query asks for.
func (k talk) count(query string, args ...any) int {
	k.t.Helper()
	n, err := db.Value[int](ctx, k.DB, query, args...)
	k.must(err)
	return n
}

// Of twenty that one person sends at once in slow mode, one gets through, in the discussion and in a group that is slow.
func TestSlowModeLetsOneOfTwentyThrough(t *testing.T) {
	each(t, func(t *testing.T, k talk, now *clock.Fixed) {
		ann, bob, mo := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Mo", people.Moderator)
		group := k.group(groups.Open)
		one, two := k.start(mo, group), k.start(mo, group)
		twenty := func(who people.Actor, threads ...int64) {
			t.Helper()
			before := k.count("SELECT COUNT(*) FROM contributions WHERE author_id = ?", who.ID)
			var all sync.WaitGroup
			var through atomic.Int64
			for i := range 20 {
				all.Go(func() {
					_, err := k.Post(ctx, who, key(who), discussion.Answer{ThreadID: threads[i%len(threads)], Body: fmt.Sprint("Words ", i)})
					var invalid db.Invalid
					switch {
					case err == nil:
						through.Add(1)
					case !errors.As(err, &invalid) || invalid["body"] == "":
						t.Errorf("refused with %v", err)
					}
				})
			}
			all.Wait()
			if got := k.count("SELECT COUNT(*) FROM contributions WHERE author_id = ?", who.ID) - before; got != 1 || through.Load() != 1 {
				t.Errorf("%d of 20 are there, %d were told so", got, through.Load())
			}
		}
		k.must(k.SetSlow(ctx, mo, key(mo), one.ID, 30))
		for range 3 {
			twenty(ann, one.ID)
			now.Advance(30 * time.Second)
		}
		k.set("UPDATE groups SET slow_seconds = 60 WHERE id = ?", group)
		twenty(bob, two.ID, one.ID)
		k.recount()
	})
}

// After an acknowledged lock nothing comes in any more: no answer, no new words and no position.
func TestNothingComesInAfterALock(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		mo := k.person("Mo", people.Moderator)
		var crowd []people.Actor
		for i := range 8 {
			crowd = append(crowd, k.person(fmt.Sprint("Person ", i), people.Member))
		}
		thread := k.start(mo, k.group(groups.Open))
		said := make([]int64, len(crowd))
		for i, who := range crowd {
			said[i] = k.post(who, thread.ID, 0)
		}
		here := func() string {
			return fmt.Sprint(k.count("SELECT COUNT(*) FROM contributions"), " said, ", k.count("SELECT SUM(revision) FROM contributions"), " wordings, ", k.count("SELECT COUNT(*) FROM positions"), " positions")
		}
		positions := []discussion.Position{discussion.Agree, discussion.Withdrawn}
		for round := range 6 {
			var locked atomic.Bool
			var came atomic.Int64
			var all sync.WaitGroup
			for i, who := range crowd {
				all.Go(func() {
					for n := 0; ; n++ {
						after := locked.Load()
						var err error
						switch (i + n) % 3 {
						case 0:
							_, err = k.Post(ctx, who, key(who), discussion.Answer{ThreadID: thread.ID, Body: fmt.Sprint("Round ", round, ", ", i, " says ", n)})
						case 1:
							var c discussion.Contribution
							if c, _, err = k.Find(ctx, who, said[i]); err == nil {
								err = k.Edit(ctx, who, key(who), said[i], discussion.Edit{Body: fmt.Sprint("Round ", round, ", changed ", n), Revision: c.Revision})
							}
						case 2:
							err = k.Take(ctx, who, key(who), said[(i+1)%len(said)], positions[n%2])
						}
						switch {
						case err == nil && after:
							t.Error("something came in after the lock was acknowledged")
							return
						case err == nil:
							came.Add(1)
						case errors.As(err, new(db.Forbidden)):
							return
						default:
							t.Error(err)
							return
						}
					}
				})
			}
			for came.Load() < 20 {
				time.Sleep(time.Millisecond)
			}
			k.must(k.Lock(ctx, mo, key(mo), thread.ID, "We read what was reported."))
			locked.Store(true)
			then := here()
			all.Wait()
			if now := here(); now != then {
				t.Errorf("when the lock was acknowledged: %s; in the end: %s", then, now)
			}
			k.must(k.Unlock(ctx, mo, key(mo), thread.ID))
		}
		k.recount()
	})
}

// A discussion takes words until the very moment at which it closes, and none from then on.
func TestADiscussionClosesAtItsMoment(t *testing.T) {
	each(t, func(t *testing.T, k talk, now *clock.Fixed) {
		ann, mo := k.person("Ann", people.Member), k.person("Mo", people.Moderator)
		thread := k.start(ann, k.group(groups.Open))
		said := k.post(ann, thread.ID, 0)
		at := now.Now().Add(time.Hour)
		k.must(k.SetCloses(ctx, mo, key(mo), thread.ID, at))
		now.Advance(time.Hour - time.Millisecond)
		k.post(ann, thread.ID, said)
		now.Advance(time.Millisecond)
		for what, err := range map[string]error{
			"an answer": func() error {
				_, err := k.Post(ctx, ann, key(ann), discussion.Answer{ThreadID: thread.ID, Body: "Late"})
				return err
			}(),
			"a change":   k.Edit(ctx, ann, key(ann), said, discussion.Edit{Body: "Late", Revision: 1}),
			"a position": k.Take(ctx, mo, key(mo), said, discussion.Agree),
			"a moderator": func() error {
				_, err := k.Post(ctx, mo, key(mo), discussion.Answer{ThreadID: thread.ID, Body: "Late"})
				return err
			}(),
		} {
			if !errors.As(err, new(db.Forbidden)) {
				t.Errorf("%s after it closed: %v", what, err)
			}
		}
		k.must(k.Delete(ctx, ann, key(ann), said)) // what one has said can be taken back at any time
		k.recount()
	})
}

// While people answer in a discussion it is merged into another: each answer stands where everything is, below what it
// answers, or is refused; none is lost between the two.
func TestMergingWhilePeopleAnswer(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		mo := k.person("Mo", people.Moderator)
		var crowd []people.Actor
		for i := range 6 {
			crowd = append(crowd, k.person(fmt.Sprint("Person ", i), people.Member))
		}
		group := k.group(groups.Open)
		for round := range 4 {
			from, to := k.start(mo, group), k.start(mo, group)
			root := k.post(crowd[0], from.ID, 0)
			var all sync.WaitGroup
			var through atomic.Int64
			for i, who := range crowd {
				all.Go(func() {
					for n := 0; ; n++ {
						_, err := k.Post(ctx, who, key(who), discussion.Answer{ThreadID: from.ID, ParentID: root, Body: fmt.Sprint("Round ", round, ", ", i, " says ", n)})
						switch {
						case err == nil:
							through.Add(1)
						case errors.As(err, new(db.Forbidden)):
							return
						default:
							t.Error(err)
							return
						}
					}
				})
			}
			for through.Load() < 10 {
				time.Sleep(time.Millisecond)
			}
			k.must(k.Merge(ctx, mo, key(mo), from.ID, to.ID, false))
			all.Wait()
			if left := k.count("SELECT COUNT(*) FROM contributions WHERE thread_id = ?", from.ID); left != 0 {
				t.Errorf("%d are left behind", left)
			}
			if got, want := k.count("SELECT COUNT(*) FROM contributions WHERE thread_id = ? AND parent_id = ?", to.ID, root), int(through.Load()); got != want {
				t.Errorf("%d of %d answers stand below what they answer", got, want)
			}
			k.recount()
		}
	})
}

// Two moderators move the same message at once, each elsewhere: it goes to one of them, and the other is told.
func TestTwoMoveTheSameMessageAtOnce(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann := k.person("Ann", people.Member)
		moderators := []people.Actor{k.person("Mo", people.Moderator), k.person("Max", people.Moderator)}
		group := k.group(groups.Open)
		from := k.start(ann, group)
		places := []discussion.Thread{k.start(ann, group), k.start(ann, group)}
		for range 8 {
			said := k.post(ann, from.ID, 0)
			below := k.post(ann, from.ID, said)
			errs := make([]error, 2)
			var all sync.WaitGroup
			for i, mo := range moderators {
				all.Go(func() {
					_, errs[i] = k.MoveSelected(ctx, mo, key(mo), discussion.Selection{From: from.ID, IDs: []int64{said}, Answers: i == 0, To: places[i].ID})
				})
			}
			all.Wait()
			if (errs[0] == nil) == (errs[1] == nil) || errs[0] != nil && !errors.Is(errs[0], db.ErrConflict) || errs[1] != nil && !errors.Is(errs[1], db.ErrConflict) {
				t.Errorf("%v, %v", errs[0], errs[1])
			}
			for _, id := range []int64{said, below} {
				if n := k.count("SELECT COUNT(*) FROM decisions WHERE contribution_id = ? AND act = 'move'", id); n > 1 || n == 0 && id == said {
					t.Errorf("%d decisions about one move", n)
				}
			}
			k.recount()
		}
		if n := k.count("SELECT COUNT(*) FROM contributions c JOIN contributions p ON p.id = c.parent_id WHERE p.thread_id <> c.thread_id"); n != 0 {
			t.Errorf("%d answers stand elsewhere than what they answer", n)
		}
	})
}

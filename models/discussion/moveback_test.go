package discussion_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

// moved gives the newest decision that moved a message.
func (k talk) moved(id int64) int64 {
	k.t.Helper()
	decision, err := db.Value[int64](ctx, k.DB, "SELECT COALESCE(MAX(id), 0) FROM decisions WHERE contribution_id = ? AND act = 'move'", id)
	k.must(err)
	return decision
}

// back turns the newest move of a message back.
func (k talk) back(by people.Actor, id int64) error {
	k.t.Helper()
	return k.turn(by, id, k.moved(id))
}

// turn turns one of the moves of a message back.
func (k talk) turn(by people.Actor, id, decision int64) error {
	return k.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := discussion.MoveBack(tx, by, discussion.Return{Contribution: id, Decision: decision, Appeal: 1})
		return err
	})
}

// places writes down a thread with every number, parent and path.
func (k talk) places(thread int64) string {
	k.t.Helper()
	all, err := db.Values[string](ctx, k.DB, `SELECT id || '<' || COALESCE(parent_id, 0) || ' ' || kind || ' ' || seq || ' ' || root_seq || ' ' || path || ' ' || depth
		FROM contributions WHERE thread_id = ? ORDER BY seq`, thread)
	k.must(err)
	return strings.Join(all, "\n")
}

func (k talk) markers(thread int64) int {
	k.t.Helper()
	n, err := db.Value[int](ctx, k.DB, "SELECT COALESCE(SUM(messages), 0) FROM moves WHERE thread_id = ?", thread)
	k.must(err)
	return n
}

func TestAMessageGoesBackToWhereItStood(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob, mo, max := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Mo", people.Moderator), k.person("Max", people.Moderator)
		group := k.group(groups.Open)
		from, to := k.start(ann, group), k.start(ann, group)
		k.post(ann, from.ID, 0)
		goes := k.post(bob, from.ID, 0)
		stays := k.post(ann, from.ID, goes)
		k.post(ann, from.ID, stays)
		k.post(ann, from.ID, 0)
		before := k.places(from.ID)
		_, err := k.select_(mo, discussion.Selection{From: from.ID, IDs: []int64{goes}, To: to.ID})
		k.must(err)
		if k.markers(from.ID) != 1 || k.places(from.ID) == before {
			t.Fatal("nothing was moved")
		}
		decision := k.moved(goes)
		k.must(k.turn(max, goes, decision))
		k.recount()
		if got := k.places(from.ID); got != before {
			t.Errorf("it stands\n%s\nbefore\n%s", got, before)
		}
		if n := k.markers(from.ID); n != 0 {
			t.Errorf("%d messages are said to be elsewhere", n)
		}
		spot, err := k.Where(ctx, ann, goes, discussion.View{Order: discussion.Oldest, PerPage: discussion.PageShort})
		if err != nil || spot.Thread.ID != from.ID {
			t.Errorf("its permalink leads to %+v, %v", spot.Thread, err)
		}
		if k.entries("discussion.move") != 2 {
			t.Error("both ways are not in the register")
		}
		if err := k.turn(max, goes, decision); !errors.Is(err, db.ErrConflict) {
			t.Errorf("back twice: %v", err)
		}
		told, err := db.Value[int](ctx, k.DB, "SELECT COUNT(*) FROM notices WHERE kind = 'decision' AND words LIKE '%another look at an earlier move%'")
		if err != nil || told != 0 {
			t.Errorf("%d writers were told besides who asked, %v", told, err)
		}
	})
}

// What went along, and what was answered since where it went, goes back with it; what others said there stays.
func TestAnswersGoBackWithWhatTheyAnswer(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob, cat := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Cat", people.Member)
		mo, max := k.person("Mo", people.Moderator), k.person("Max", people.Moderator)
		group := k.group(groups.Open)
		from, to := k.start(ann, group), k.start(ann, group)
		root := k.post(ann, from.ID, 0)
		goes := k.post(bob, from.ID, root)
		along := k.post(ann, from.ID, goes)
		other := k.post(bob, from.ID, 0)
		before := k.places(from.ID)
		_, err := k.select_(mo, discussion.Selection{From: from.ID, IDs: []int64{goes, other}, Answers: true, To: to.ID})
		k.must(err)
		since := k.post(cat, to.ID, along)
		own := k.post(cat, to.ID, 0)
		k.must(k.back(max, goes))
		k.recount()
		want := strings.Replace(before, fmt.Sprintf("\n%d<0 comment 5 5 00005 0", other), "", 1)
		if want == before {
			t.Fatalf("the test knows not how it stood:\n%s", before)
		}
		got := k.places(from.ID)
		if !strings.HasPrefix(got, want+"\n") || !strings.Contains(got, fmt.Sprintf("%d<%d reply", since, along)) {
			t.Errorf("it stands\n%s\nbefore\n%s", got, want)
		}
		if got, want := k.tree(to.ID), fmt.Sprintf("[%d<0 o0 %d<0 c0 %d<0 c0]", to.OpeningID, other, own); got != want {
			t.Errorf("left %s, want %s", got, want)
		}
		if n := k.markers(from.ID); n != 1 {
			t.Errorf("%d messages are said to be elsewhere", n)
		}
		for who, times := range map[*people.Actor]int{&ann: 1, &bob: 0, &cat: 1} {
			n, err := db.Value[int](ctx, k.DB, "SELECT COUNT(*) FROM notices WHERE person_id = ? AND words LIKE '%another look at an earlier move%'", who.ID)
			if err != nil || n != times {
				t.Errorf("%s was told %d times, %v", who.Name, n, err)
			}
		}
	})
}

func TestADiscussionThatAMoveBeganGoesOn(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob, mo, max := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Mo", people.Moderator), k.person("Max", people.Moderator)
		from := k.start(ann, k.group(groups.Open))
		one, two := k.post(ann, from.ID, 0), k.post(bob, from.ID, 0)
		below := k.post(ann, from.ID, two)
		before := k.places(from.ID)
		made, err := k.select_(mo, discussion.Selection{From: from.ID, IDs: []int64{one, two}, Answers: true, Title: "Trains"})
		k.must(err)
		k.must(k.back(max, one))
		k.recount()
		thread, err := k.Thread(ctx, people.Visitor, made)
		if err != nil || thread.OpeningID != two || thread.CreatedBy != bob.ID || thread.MergedInto != 0 {
			t.Errorf("the new discussion is %+v, %v", thread, err)
		}
		if got, want := k.tree(made), fmt.Sprintf("[%d<0 o0 %d<0 c0]", two, below); got != want {
			t.Errorf("left %s, want %s", got, want)
		}
		k.must(k.back(max, two))
		k.recount()
		if got := k.places(from.ID); got != before {
			t.Errorf("it stands\n%s\nbefore\n%s", got, before)
		}
		thread, err = k.Thread(ctx, people.Visitor, made)
		if err != nil || thread.MergedInto != from.ID {
			t.Errorf("the empty discussion leads to %d, %v", thread.MergedInto, err)
		}
	})
}

func TestTwoDiscussionsAreTwoAgain(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob, mo, max := k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Mo", people.Moderator), k.person("Max", people.Moderator)
		one, two := k.group(groups.Open), k.group(groups.Open)
		from, to, last := k.start(ann, one), k.start(bob, two), k.start(bob, two)
		said := k.post(bob, from.ID, 0)
		k.post(ann, from.ID, said)
		part := k.post(ann, last.ID, 0)
		_, err := k.select_(mo, discussion.Selection{From: last.ID, IDs: []int64{part}, To: from.ID})
		k.must(err)
		before := k.places(from.ID)
		k.must(k.Merge(ctx, mo, db.NewKey(mo.ID), from.ID, to.ID, false))
		since := k.post(bob, to.ID, said)
		above := k.post(bob, to.ID, from.OpeningID)
		k.must(k.back(max, said))
		k.recount()
		if got := k.places(from.ID); !strings.HasPrefix(got, before+"\n") || !strings.Contains(got, fmt.Sprintf("%d<%d reply", since, said)) || !strings.Contains(got, fmt.Sprintf("%d<0 comment", above)) {
			t.Errorf("it stands\n%s\nbefore\n%s", got, before)
		}
		if got, want := k.tree(to.ID), fmt.Sprintf("[%d<0 o0]", to.OpeningID); got != want {
			t.Errorf("left %s, want %s", got, want)
		}
		again, err := k.Thread(ctx, people.Visitor, from.ID)
		if err != nil || again.MergedInto != 0 || again.Closed || again.OpeningID != from.OpeningID || again.Title != from.Title || again.Slug != from.Slug || discussion.MayWrite(bob, again, 5) != nil {
			t.Errorf("the discussion is %+v, %v", again, err)
		}
		if leads, err := db.Value[int64](ctx, k.DB, "SELECT to_thread FROM moves WHERE thread_id = ?", last.ID); err != nil || leads != from.ID {
			t.Errorf("what was moved there before leads to %d, %v", leads, err)
		}
		if k.entries("discussion.part") != 1 {
			t.Error("the register does not say that they are two again")
		}
		// A discussion that went on into a third goes back from there too.
		k.must(k.Merge(ctx, mo, db.NewKey(mo.ID), from.ID, to.ID, false))
		k.must(k.Merge(ctx, mo, db.NewKey(mo.ID), to.ID, last.ID, false))
		first, err := db.Value[int64](ctx, k.DB, "SELECT MIN(s.decision_id) FROM relocated s JOIN relocations l ON l.id = s.relocation_id WHERE l.to_thread = ? AND l.whole = 1 AND l.from_thread = ? AND s.contribution_id = ?",
			to.ID, from.ID, from.OpeningID)
		k.must(err)
		k.must(k.DB.Write(ctx, func(tx *db.Tx) error {
			first, err = db.Value[int64](ctx, tx, "SELECT MAX(s.decision_id) FROM relocated s JOIN relocations l ON l.id = s.relocation_id WHERE l.to_thread = ? AND l.whole = 1 AND s.contribution_id = ?", to.ID, from.OpeningID)
			if err != nil {
				return err
			}
			_, err := discussion.MoveBack(tx, max, discussion.Return{Contribution: from.OpeningID, Decision: first, Appeal: 2})
			return err
		}))
		k.recount()
		if again, err = k.Thread(ctx, people.Visitor, from.ID); err != nil || again.MergedInto != 0 || again.OpeningID != from.OpeningID {
			t.Errorf("from the third: %+v, %v", again, err)
		}
	})
}

// What was answered in a private group is not read elsewhere, and nobody's words go to where they cannot read them.
func TestWhatWasSaidInPrivateStaysThere(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, mo, max := k.person("Ann", people.Member), k.person("Mo", people.Moderator), k.person("Max", people.Moderator)
		open, secret := k.group(groups.Open), k.group(groups.Private)
		k.must(k.DB.Write(ctx, func(tx *db.Tx) error { return groups.Enrol(tx, secret, ann.ID, groups.Member) }))
		ann.Groups = []people.Membership{{GroupID: secret}}
		from, to := k.start(ann, open), k.start(ann, secret)
		goes := k.post(ann, from.ID, 0)
		_, err := k.select_(mo, discussion.Selection{From: from.ID, IDs: []int64{goes}, To: to.ID, Readers: true})
		k.must(err)
		since := k.post(ann, to.ID, goes)
		k.must(k.back(max, goes))
		k.recount()
		if got, want := k.tree(to.ID), fmt.Sprintf("[%d<0 o0 %d<0 r1]", to.OpeningID, since); got != want {
			t.Errorf("in private %s, want %s", got, want)
		}
		if got, want := k.tree(from.ID), fmt.Sprintf("[%d<0 o0 %d<0 c0]", from.OpeningID, goes); got != want {
			t.Errorf("for all %s, want %s", got, want)
		}
		// The other way round, somebody who has left the private group.
		own := k.post(ann, to.ID, 0)
		_, err = k.select_(mo, discussion.Selection{From: to.ID, IDs: []int64{own}, To: from.ID, Readers: true})
		k.must(err)
		k.set("DELETE FROM memberships WHERE person_id = ?", ann.ID)
		k.wrong(k.back(max, own), "act")
		k.recount()
	})
}

// Whatever is said, moved and moved back, in whatever order, every counter is what a recount gives, and every tree whole.
func TestCountersSurviveMovesBack(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		crowd := []people.Actor{k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Cat", people.Member)}
		mo := k.person("Mo", people.Moderator)
		group := k.group(groups.Open)
		threads := []int64{k.start(crowd[0], group).ID, k.start(crowd[1], group).ID, k.start(crowd[2], group).ID}
		var said []int64
		moves, backs := 0, 0
		for step := range 200 {
			who := crowd[k.random.IntN(len(crowd))]
			switch k.random.IntN(5) {
			case 0, 1:
				parent := int64(0)
				thread := threads[k.random.IntN(len(threads))]
				if len(said) > 0 && step%3 > 0 {
					parent = said[k.random.IntN(len(said))]
					var err error
					thread, err = db.Value[int64](ctx, k.DB, "SELECT thread_id FROM contributions WHERE id = ?", parent)
					k.must(err)
				}
				if id, err := k.Post(ctx, who, key(who), discussion.Answer{ThreadID: thread, ParentID: parent, Body: fmt.Sprint("Step ", step)}); err == nil {
					said = append(said, id)
				}
			case 2:
				if len(said) == 0 {
					continue
				}
				id := said[k.random.IntN(len(said))]
				from, err := db.Value[int64](ctx, k.DB, "SELECT thread_id FROM contributions WHERE id = ?", id)
				k.must(err)
				sel := discussion.Selection{From: from, IDs: []int64{id}, Answers: step%2 == 0, To: threads[k.random.IntN(len(threads))]}
				if step%5 == 0 {
					sel.To, sel.Title = 0, "New"
				}
				if made, err := k.select_(mo, sel); err == nil {
					if moves++; sel.To == 0 {
						threads = append(threads, made)
					}
				} else if !errors.As(err, new(db.Invalid)) && !errors.Is(err, db.ErrNotFound) {
					t.Fatal(err)
				}
			case 3:
				if step%4 == 0 {
					err := k.Merge(ctx, mo, db.NewKey(mo.ID), threads[k.random.IntN(len(threads))], threads[k.random.IntN(len(threads))], false)
					if err != nil && !errors.As(err, new(db.Invalid)) && !errors.Is(err, db.ErrConflict) && !errors.Is(err, db.ErrNotFound) {
						t.Fatal(err)
					}
				}
			case 4:
				decisions, err := db.Values[int64](ctx, k.DB, "SELECT id FROM decisions WHERE act = 'move' ORDER BY id")
				k.must(err)
				if len(decisions) == 0 {
					continue
				}
				r := discussion.Return{Decision: decisions[k.random.IntN(len(decisions))], Appeal: int64(step)}
				r.Contribution, err = db.Value[int64](ctx, k.DB, "SELECT contribution_id FROM decisions WHERE id = ?", r.Decision)
				k.must(err)
				err = k.DB.Write(ctx, func(tx *db.Tx) error { _, err := discussion.MoveBack(tx, mo, r); return err })
				if err == nil {
					backs++
				} else if !errors.Is(err, db.ErrConflict) {
					t.Fatal(err)
				}
			}
			broken, err := db.Value[int](ctx, k.DB, `SELECT COUNT(*) FROM contributions c JOIN contributions p ON p.id = c.parent_id
				WHERE p.thread_id <> c.thread_id OR p.seq >= c.seq OR p.root_seq <> c.root_seq OR p.path >= c.path`)
			if err != nil || broken != 0 {
				t.Fatalf("after step %d: %d stand elsewhere than below what they answer, %v", step, broken, err)
			}
		}
		if moves < 10 || backs < 5 {
			t.Errorf("only %d were moved, %d back", moves, backs)
		}
		k.recount()
		lost, err := db.Value[int](ctx, k.DB, `SELECT COUNT(*) FROM threads t WHERE t.merged_into IS NULL AND EXISTS (SELECT 1 FROM contributions c WHERE c.thread_id = t.id)
			AND NOT EXISTS (SELECT 1 FROM contributions c WHERE c.id = t.opening_id AND c.thread_id = t.id AND c.kind = 'opening')`)
		if err != nil || lost != 0 {
			t.Errorf("%d discussions have lost their beginning, %v", lost, err)
		}
	})
}

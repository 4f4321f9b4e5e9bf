package discussion_test

import (
	"errors"
	"fmt"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

// move moves a contribution to a thread and gives what went along.
func (k talk) move(id, to int64) ([]discussion.Contribution, error) {
	var moved []discussion.Contribution
	err := k.DB.Write(ctx, func(tx *db.Tx) (err error) {
		moved, err = discussion.Move(tx, discussion.Moving{ID: id, To: to})
		return err
	})
	return moved, err
}

// tree writes down a thread as it is shown: "1 2/3 4" is 3 below 2.
func (k talk) tree(thread int64) string {
	k.t.Helper()
	all, err := db.All(ctx, k.DB, func(r db.Row) (string, error) {
		var id, parent int64
		var depth int
		var kind discussion.Kind
		err := r.Scan(&id, &parent, &depth, &kind)
		return fmt.Sprintf("%d<%d %s%d", id, parent, kind[:1], depth), err
	}, "SELECT id, COALESCE(parent_id, 0), depth, kind FROM contributions WHERE thread_id = ? ORDER BY path", thread)
	if err != nil {
		k.t.Fatal(err)
	}
	return fmt.Sprint(all)
}

func TestMovingABranch(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob := k.person("Ann", people.Member), k.person("Bob", people.Member)
		group := k.group(groups.Open)
		from, to := k.start(ann, group), k.start(bob, group)
		stays := k.post(ann, from.ID, 0)
		first := k.post(ann, from.ID, stays)
		ids := []int64{k.post(bob, from.ID, first)}
		for range discussion.MaxDepth + 1 {
			ids = append(ids, k.post(ann, from.ID, ids[len(ids)-1]))
		}
		there := k.post(bob, to.ID, 0)
		moved, err := k.move(first, to.ID)
		if err != nil || len(moved) != len(ids)+1 {
			t.Fatal(moved, err)
		}
		k.recount()
		if got, want := k.tree(from.ID), fmt.Sprintf("[%d<0 o0 %d<0 c0]", from.OpeningID, stays); got != want {
			t.Errorf("left %s, want %s", got, want)
		}
		want := fmt.Sprintf("[%d<0 o0 %d<0 c0 %d<0 c0 %d<%d r1 %d<%d r2 %d<%d r3 %d<%d r3 %d<%d r3]", to.OpeningID, there, first,
			ids[0], first, ids[1], ids[0], ids[2], ids[1], ids[3], ids[2], ids[4], ids[3])
		if got := k.tree(to.ID); got != want {
			t.Errorf("there %s, want %s", got, want)
		}
		spot, err := k.Where(ctx, ann, ids[4], discussion.View{Order: discussion.Oldest, PerPage: discussion.PageShort})
		if err != nil || spot.Thread.ID != to.ID {
			t.Errorf("its permalink leads to %+v, %v", spot.Thread, err)
		}
		if n := k.post(bob, to.ID, ids[4]); n == 0 {
			t.Error("what was moved cannot be answered")
		}
		k.recount()
	})
}

func TestABranchBecomesADiscussion(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob := k.person("Ann", people.Member), k.person("Bob", people.Member)
		group := k.group(groups.Open)
		from := k.start(ann, group)
		root := k.post(bob, from.ID, 0)
		answer := k.post(ann, from.ID, root)
		below := k.post(bob, from.ID, answer)
		var to int64
		err := k.DB.Write(ctx, func(tx *db.Tx) (err error) {
			to, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, GroupID: group, Slug: "n", Title: "New", CreatedBy: bob.ID})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := k.move(root, to); err != nil {
			t.Fatal(err)
		}
		k.recount()
		if got, want := k.tree(to), fmt.Sprintf("[%d<0 o0 %d<0 c0 %d<%d r1]", root, answer, below, answer); got != want {
			t.Errorf("there %s, want %s", got, want)
		}
		if thread := k.thread(ann, to); thread.OpeningID != root || thread.Contributions != 2 || thread.People != 2 || thread.Unseen {
			t.Errorf("%+v", thread)
		}
		var invalid db.Invalid
		for id, to := range map[int64]int64{root: from.ID, answer: to, from.OpeningID: to} {
			if _, err := k.move(id, to); !errors.As(err, &invalid) || invalid["to"] == "" {
				t.Errorf("%d was moved to %d: %v", id, to, err)
			}
		}
		if _, err := k.move(999, to); !errors.Is(err, db.ErrNotFound) {
			t.Error(err)
		}
		if _, err := k.move(answer, 999); !errors.Is(err, db.ErrNotFound) {
			t.Error(err)
		}
		k.recount()
	})
}

// Whatever is said, hidden and moved, in whatever order, every counter is what a recount gives, and every tree whole.
func TestCountersSurviveMoves(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		crowd := []people.Actor{k.person("Ann", people.Member), k.person("Bob", people.Member), k.person("Mod", people.Moderator)}
		groupIDs := []int64{k.group(groups.Open), k.group(groups.Open)}
		var said, threads []int64
		for i, g := range groupIDs {
			thread := k.start(crowd[i], g)
			threads, said = append(threads, thread.ID), append(said, thread.OpeningID)
		}
		moves := 0
		for step := range 150 {
			who, id := crowd[k.random.IntN(len(crowd))], said[k.random.IntN(len(said))]
			switch k.random.IntN(4) {
			case 0, 1:
				thread, err := db.Value[int64](ctx, k.DB, "SELECT thread_id FROM contributions WHERE id = ?", id)
				if err != nil {
					t.Fatal(err)
				}
				if new, err := k.Post(ctx, who, key(who), discussion.Answer{ThreadID: thread, ParentID: id, Body: fmt.Sprint("Step ", step)}); err == nil {
					said = append(said, new)
				}
			case 2:
				to := []discussion.State{discussion.Published, discussion.Hidden}[k.random.IntN(2)]
				if err := k.DB.Write(ctx, func(tx *db.Tx) error {
					_, err := discussion.SetState(tx, id, to, "unkind", discussion.Published, discussion.Hidden)
					return err
				}); err != nil && !errors.Is(err, db.ErrConflict) {
					t.Fatal(err)
				}
			case 3:
				to := threads[k.random.IntN(len(threads))]
				if k.random.IntN(3) == 0 {
					if err := k.DB.Write(ctx, func(tx *db.Tx) (err error) {
						to, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, GroupID: groupIDs[step%2], Slug: "n", Title: "New"})
						return err
					}); err != nil {
						t.Fatal(err)
					}
				}
				moved, err := k.move(id, to)
				if err != nil && !errors.As(err, new(db.Invalid)) {
					t.Fatal(err)
				}
				if moves += len(moved); len(moved) > 0 {
					threads = append(threads, to)
				}
			}
		}
		if moves < 10 {
			t.Errorf("only %d were moved", moves)
		}
		k.recount()
		broken, err := db.Value[int](ctx, k.DB, `SELECT COUNT(*) FROM contributions c JOIN contributions p ON p.id = c.parent_id
			WHERE p.thread_id <> c.thread_id OR p.seq >= c.seq OR p.root_seq <> c.root_seq OR p.path >= c.path`)
		if err != nil || broken != 0 {
			t.Errorf("%d stand elsewhere than below what they answer, %v", broken, err)
		}
	})
}

func TestWhoWasToldOfAnAnswerReadsItWhereItIs(t *testing.T) {
	each(t, func(t *testing.T, k talk, _ *clock.Fixed) {
		ann, bob := k.person("Ann", people.Member), k.person("Bob", people.Member)
		group := k.group(groups.Open)
		from, to := k.start(bob, group), k.start(bob, group)
		said := k.post(ann, from.ID, 0)
		answer := k.post(bob, from.ID, said)
		searched := func() int {
			n, err := db.Value[int](ctx, k.DB, "SELECT COUNT(*) FROM search_queue WHERE kind = 'contribution' AND ref IN (?, ?)", said, answer)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := searched()
		if _, err := k.move(said, to.ID); err != nil {
			t.Fatal(err)
		}
		if got := searched(); got < before+2 {
			t.Errorf("the search is told of %d changes", got-before)
		}
		unread := func() (thread int64, n int) {
			err := k.DB.QueryRow(ctx, "SELECT COALESCE(MAX(thread_id), 0), COUNT(*) FROM notices WHERE person_id = ? AND kind = 'reply' AND read_at IS NULL", ann.ID).Scan(&thread, &n)
			if err != nil {
				t.Fatal(err)
			}
			return thread, n
		}
		if thread, n := unread(); thread != to.ID || n != 1 {
			t.Errorf("%d notices, of thread %d", n, thread)
		}
		if _, err := k.Page(ctx, ann, k.thread(ann, to.ID), discussion.View{Order: discussion.Oldest, PerPage: discussion.PageShort}); err != nil {
			t.Fatal(err)
		}
		k.Flush()
		if _, n := unread(); n != 0 {
			t.Error("the answer was read where it is, and is still new")
		}
	})
}

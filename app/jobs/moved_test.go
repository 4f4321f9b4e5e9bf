package jobs_test

import (
	"context"
	"testing"

	"folkmoot/app/jobs"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/search"
)

// Whatever is kept or found by discussion or group follows words that are moved, split off and merged: counters, search,
// feeds and the group in which a case waits.
func TestWhatIsKeptFollowsAMove(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		ctx := context.Background()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		var groups, threads [2]int64
		var goes, waits, below int64
		var mo people.Actor
		must(d.Write(ctx, func(tx *db.Tx) (err error) {
			ann, err := tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES ('Ann', 1, 1)")
			if err != nil {
				return err
			}
			mo = people.Actor{Role: people.Moderator, State: people.Active}
			if mo.ID, err = tx.Insert("INSERT INTO people (public_name, role, created_at, changed_at) VALUES ('Mo', 'moderator', 1, 1)"); err != nil {
				return err
			}
			say := func(thread, parent int64, kind discussion.Kind, state discussion.State, words string) (int64, error) {
				c, err := discussion.Add(tx, discussion.New{
					ThreadID: thread, ParentID: parent, Kind: kind, AuthorID: ann, Who: people.Resident, State: state,
					Body: discussion.Body{Source: words, HTML: "<p>" + words + "</p>", Version: 1},
				})
				return c.ID, err
			}
			for i, slug := range []string{"a", "b"} {
				if groups[i], err = tx.Insert("INSERT INTO groups (slug, name, created_at, changed_at) VALUES (?, ?, 1, 1)", slug, slug); err != nil {
					return err
				}
				if threads[i], err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, GroupID: groups[i], Slug: slug, Title: "Title " + slug}); err != nil {
					return err
				}
				if _, err = say(threads[i], 0, discussion.Opening, discussion.Published, "Opening"); err != nil {
					return err
				}
			}
			if goes, err = say(threads[0], 0, discussion.Comment, discussion.Published, "The marmalade stays late"); err != nil {
				return err
			}
			if below, err = say(threads[0], goes, discussion.Reply, discussion.Published, "More marmalade"); err != nil {
				return err
			}
			waits, err = say(threads[0], goes, discussion.Reply, discussion.Held, "Marmalade that waits")
			return err
		}))
		indexer, index := search.NewIndexer(d), search.Index{DB: d}
		stands := func(step string, group, thread int64, ids ...int64) {
			t.Helper()
			must(indexer.CatchUp(ctx))
			if drifts, err := jobs.Drift(ctx, d); err != nil || len(drifts) > 0 {
				t.Errorf("%s: %v %v", step, drifts, err)
			}
			query, err := search.Parse("marmalade")
			must(err)
			for _, g := range groups {
				page, err := index.Find(ctx, people.Visitor, search.Search{Query: query, Filter: search.Filter{Group: g}})
				must(err)
				want := 0
				if g == group {
					want = 2
				}
				if len(page.Results) != want {
					t.Errorf("%s: %d found in group %d, want %d", step, len(page.Results), g, want)
				}
				for _, r := range page.Results {
					if r.ThreadID != thread {
						t.Errorf("%s: found in thread %d, want %d", step, r.ThreadID, thread)
					}
				}
			}
			if at, err := db.Value[int64](ctx, d, "SELECT group_id FROM cases WHERE contribution_id = ?", waits); err != nil || at != group {
				t.Errorf("%s: the case waits in group %d, %v", step, at, err)
			}
			feed, err := discussion.RecentIn(ctx, d, people.Visitor, []int64{thread}, 50)
			must(err)
			seen := map[int64]bool{}
			for _, c := range feed {
				seen[c.ID] = true
			}
			if !seen[goes] || !seen[below] || seen[waits] {
				t.Errorf("%s: the feed has %v", step, seen)
			}
		}
		stands("before", groups[0], threads[0])
		talks := discussion.Store{DB: d}
		_, err := talks.MoveSelected(ctx, mo, db.NewKey(mo.ID), discussion.Selection{From: threads[0], IDs: []int64{goes}, Answers: true, To: threads[1], Readers: true})
		must(err)
		stands("moved", groups[1], threads[1])
		made, err := talks.MoveSelected(ctx, mo, db.NewKey(mo.ID), discussion.Selection{From: threads[1], IDs: []int64{goes}, Answers: true, Title: "Marmalade"})
		must(err)
		stands("split", groups[1], made)
		must(talks.Merge(ctx, mo, db.NewKey(mo.ID), made, threads[0], true))
		stands("merged", groups[0], threads[0])
	})
}

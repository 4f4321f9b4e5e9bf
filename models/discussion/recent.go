package discussion

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Recent gives the n contributions that the actor may see which were made last, newest first.
func Recent(ctx context.Context, q db.Querier, a people.Actor, n int) ([]Said, error) {
	seen, args := a.Sees("c", "t")
	ids, err := db.Values[int64](ctx, q, "SELECT c.id FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE "+seen+
		" ORDER BY c.id DESC LIMIT ?", append(args, n)...)
	if err != nil {
		return nil, err
	}
	return Gather(ctx, q, a, ids)
}

// RecentIn gives the n contributions of some threads that the actor may see which were made last, newest first. The
// threads are few.
func RecentIn(ctx context.Context, q db.Querier, a people.Actor, threads []int64, n int) ([]Said, error) {
	if len(threads) == 0 {
		return nil, nil
	}
	// Each thread gives its newest by its own index, so that the cost does not depend on how much was said.
	var parts []string
	var args []any
	for _, id := range threads {
		parts = append(parts, "SELECT id FROM (SELECT id FROM contributions WHERE thread_id = ? AND state = 'published' ORDER BY seq DESC LIMIT ?) AS newest")
		args = append(args, id, n)
	}
	ids, err := db.Values[int64](ctx, q, strings.Join(parts, " UNION ALL "), args...)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(ids, func(x, y int64) int { return cmp.Compare(y, x) })
	return Gather(ctx, q, a, ids[:min(n, len(ids))])
}

// RecentThreads gives the n threads of a group in which something was said last. Whether somebody may see the group has
// been decided before.
func RecentThreads(ctx context.Context, q db.Querier, group int64, n int) ([]int64, error) {
	return db.Values[int64](ctx, q, "SELECT id FROM threads WHERE group_id = ? AND listed = 1 ORDER BY last_at DESC, id DESC LIMIT ?", group, n)
}

// After gives up to n discussions that the actor may see, in the order in which they were made, from after the one
// named: their ids, slugs and titles.
func After(ctx context.Context, q db.Querier, a people.Actor, after int64, n int) ([]Thread, error) {
	seen, args := a.SeesThreads("t")
	return db.All(ctx, q, func(r db.Row) (t Thread, err error) {
		t.Kind = InGroup
		err = r.Scan(&t.ID, &t.Slug, &t.Title, &t.LastAt)
		return t, err
	}, "SELECT t.id, t.slug, t.title, t.last_at FROM threads t WHERE t.id > ? AND t.kind = 'discussion' AND t.listed = 1 AND "+seen+" ORDER BY t.id LIMIT ?",
		append(append([]any{after}, args...), n)...)
}

// Starts gives for lists of n discussions by After where each of them begins, up to most lists.
func Starts(ctx context.Context, q db.Querier, a people.Actor, n, most int) ([]int64, error) {
	var starts []int64
	for after := int64(0); len(starts) < most; {
		threads, err := After(ctx, q, a, after, n)
		if err != nil || len(threads) == 0 {
			return starts, err
		}
		starts = append(starts, after)
		after = threads[len(threads)-1].ID
	}
	return starts, nil
}

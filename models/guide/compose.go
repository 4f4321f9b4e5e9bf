package guide

import (
	"context"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/guide/anchor"
)

// mostSteps is how many splits and joins are followed between two versions.
const mostSteps = 20000

// compose links the blocks of two versions through all versions between them, in the order of the new one. A block that
// carries on an identity needs no steps to be followed: splits and joins are what is read.
func (s *Store) compose(ctx context.Context, chapter int64, old, new []Block, from, to int) ([]Link, error) {
	origins := make(map[int64][]int, len(old)) // places in old by block
	for i, b := range old {
		origins[b.ID] = []int{i}
	}
	type step struct {
		version    int
		from, into int64
	}
	var now []step
	take := func() { // all steps of one version are taken at once
		before := map[int64][]int{}
		for _, s := range now {
			before[s.from] = origins[s.from]
		}
		for _, s := range now {
			for _, i := range before[s.from] {
				if !slices.Contains(origins[s.into], i) {
					origins[s.into] = append(origins[s.into], i)
				}
			}
		}
		now = now[:0]
	}
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var next step
		if err := r.Scan(&next.version, &next.from, &next.into); err != nil {
			return err
		}
		if len(now) > 0 && now[0].version != next.version {
			take()
		}
		now = append(now, next)
		return nil
	}, `SELECT v.number, l.from_block, l.to_block FROM versions v JOIN block_links l ON l.version_id = v.id
		WHERE v.chapter_id = ? AND v.number > ? AND v.number <= ? AND l.from_block <> l.to_block ORDER BY v.number, l.id LIMIT ?`, chapter, from, to, mostSteps)
	if err != nil {
		return nil, err
	}
	take()
	var pairs []Link
	for j, b := range new {
		for _, i := range origins[b.ID] {
			pairs = append(pairs, Link{Old: i, New: j, How: Same, Sure: 1})
		}
	}
	return untangle(old, new, pairs), nil
}

// untangle looks afresh at what is tied several to several, as when blocks were joined and then split again: what
// belongs to what is told from the texts.
func untangle(old, new []Block, pairs []Link) []Link {
	byOld, byNew := make([]int, len(old)), make([]int, len(new))
	group := newClusters(len(old) + len(new))
	for _, l := range pairs {
		byOld[l.Old]++
		byNew[l.New]++
		group.join(l.Old, len(old)+l.New)
	}
	type tangle struct{ olds, news []int }
	tangles := map[int]*tangle{}
	for i, n := range byOld {
		if n > 0 {
			g := group.of(i)
			if tangles[g] == nil {
				tangles[g] = &tangle{}
			}
			tangles[g].olds = append(tangles[g].olds, i)
		}
	}
	for j, n := range byNew {
		if n > 0 {
			tangles[group.of(len(old)+j)].news = append(tangles[group.of(len(old)+j)].news, j)
		}
	}
	clear := slices.DeleteFunc(slices.Clone(pairs), func(l Link) bool {
		t := tangles[group.of(l.Old)]
		return len(t.olds) > 1 && len(t.news) > 1
	})
	for _, t := range tangles {
		if len(t.olds) < 2 || len(t.news) < 2 {
			continue
		}
		for _, l := range anchor.Align(texts(some(old, t.olds)), texts(some(new, t.news))) {
			if l.Old != None && l.New != None {
				clear = append(clear, Link{Old: t.olds[l.Old], New: t.news[l.New], How: Same, Sure: l.Sure})
			}
		}
	}
	return clear
}

func some(blocks []Block, places []int) []Block {
	list := make([]Block, len(places))
	for n, i := range places {
		list[n] = blocks[i]
	}
	return list
}

// clusters are sets of numbers that are joined two by two.
type clusters []int

func newClusters(n int) clusters {
	g := make(clusters, n)
	for i := range g {
		g[i] = i
	}
	return g
}

func (g clusters) of(i int) int {
	for g[i] != i {
		g[i] = g[g[i]]
		i = g[i]
	}
	return i
}

func (g clusters) join(i, j int) { g[g.of(i)] = g.of(j) }

// backwards turns links round in time.
func backwards(pairs []Link) []Link {
	for n, l := range pairs {
		pairs[n].Old, pairs[n].New = l.New, l.Old
	}
	return pairs
}

// label says how each block of a new version came from the old one, adds what was put in and taken out, and tells which
// blocks, by their ids in the new version, were moved: as few as explain the new order.
func label(old, new []Block, pairs []Link) (links []Link, moved map[int64]bool) {
	slices.SortFunc(pairs, func(a, b Link) int {
		if a.New != b.New {
			return a.New - b.New
		}
		return a.Old - b.Old
	})
	byOld, byNew := make([]int, len(old)), make([]int, len(new))
	for _, l := range pairs {
		byOld[l.Old]++
		byNew[l.New]++
	}
	var order, at []int // places in old, and in pairs, of what became one block
	for n, l := range pairs {
		if byOld[l.Old] == 1 && byNew[l.New] == 1 {
			order, at = append(order, l.Old), append(at, n)
		}
	}
	stayed := anchor.Increasing(order)
	moved = map[int64]bool{}
	for n, place := range at {
		l := &pairs[place]
		before, after := old[l.Old], new[l.New]
		moved[after.ID] = !stayed[n]
		switch {
		case before.Text != after.Text || before.Kind != after.Kind:
			l.How = Reworded
		case !stayed[n]:
			l.How = Moved
		}
	}
	for n, l := range pairs {
		switch {
		case byOld[l.Old] > 1:
			pairs[n].How = Split
		case byNew[l.New] > 1:
			pairs[n].How = Merged
		}
	}
	return anchor.Complete(len(old), len(new), pairs), moved
}

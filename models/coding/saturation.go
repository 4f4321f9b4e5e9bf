package coding

import (
	"context"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// How saturation is told, after Guest, Namey and Chen ("A simple method to assess and report thematic saturation in
// qualitative research", 2020): how many themes the latest run of texts brought that no text before it had.
const (
	runLength   = 50    // contributions in a run
	mostRuns    = 10    // the latest runs, which are shown
	mostCodings = 4_000 // newest tags that are looked at
	latestRuns  = 2     // runs that the verdict is on
	littleNew   = 0.05  // at most this share of new themes is little
)

// Saturation tells whether new themes still come up in what is coded.
type Saturation struct {
	Runs   []Run // the oldest first; the last one may be short
	Latest Run   // the last hundred contributions coded, or as many as there are
	None   int   // of the latest that somebody coded here, those that no theme fitted
}

// Run is contributions that were coded one after another.
type Run struct {
	Contributions int
	New           int // themes that were given for the first time ever
	Before        int // themes that were in use before it
}

// LittleNew tells whether hardly any new themes came up, and whether that can be told yet.
func (s Saturation) LittleNew() (little, known bool) {
	if s.Latest.Contributions < latestRuns*runLength || s.Latest.Before == 0 {
		return false, false
	}
	return float64(s.Latest.New) <= littleNew*float64(s.Latest.Before), true
}

// Saturation works out how many new themes the latest contributions brought, in the order in which they were coded.
func (s *Store) Saturation(ctx context.Context, a people.Actor) (Saturation, error) {
	if err := MayCode(a); err != nil {
		return Saturation{}, err
	}
	seen, args := a.Sees("c", "t")
	firsts, err := s.firsts(ctx, seen, args)
	if err != nil {
		return Saturation{}, err
	}
	type tag struct{ id, contribution int64 }
	tags, err := db.All(ctx, s.DB, func(r db.Row) (g tag, err error) {
		err = r.Scan(&g.id, &g.contribution)
		return g, err
	}, `SELECT g.id, g.contribution_id FROM tags g JOIN contributions c ON c.id = g.contribution_id JOIN threads t ON t.id = c.thread_id
		WHERE g.state = 'accepted' AND `+seen+" ORDER BY g.id DESC LIMIT ?", append(slices.Clone(args), mostCodings)...)
	if err != nil {
		return Saturation{}, err
	}
	begins := map[int64]int64{} // of each contribution, its first tag
	for _, g := range tags {
		begins[g.contribution] = g.id
	}
	order := make([]int64, 0, len(begins))
	for _, id := range begins {
		order = append(order, id)
	}
	slices.Sort(order)
	if len(tags) == mostCodings { // the oldest may have had tags before
		order = order[min(len(order), 1):]
	}
	sat := saturate(order, firsts)
	err = s.DB.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT k.outcome FROM codings k JOIN contributions c ON c.id = k.contribution_id
		JOIN threads t ON t.id = c.thread_id WHERE k.outcome <> 'skipped' AND `+seen+` ORDER BY k.coded_at DESC LIMIT ?) x WHERE x.outcome = 'none'`,
		append(slices.Clone(args), latestRuns*runLength)...).Scan(&sat.None)
	return sat, err
}

// firsts gives the first tag of each theme that was ever given, in order.
func (s *Store) firsts(ctx context.Context, seen string, args []any) ([]int64, error) {
	list, err := db.Values[int64](ctx, s.DB, `SELECT COALESCE((SELECT g.id FROM tags g JOIN contributions c ON c.id = g.contribution_id
		JOIN threads t ON t.id = c.thread_id WHERE g.theme_id = h.id AND g.state = 'accepted' AND `+seen+` ORDER BY g.id LIMIT 1), 0) FROM themes h`, args...)
	list = slices.DeleteFunc(list, func(id int64) bool { return id == 0 })
	slices.Sort(list)
	return list, err
}

// saturate counts new themes by run. Order is the first tag of each contribution, firsts that of each theme; both grow.
func saturate(order, firsts []int64) Saturation {
	var sat Saturation
	count := func(from, to int) Run {
		before, _ := slices.BinarySearch(firsts, order[from])
		until := len(firsts)
		if to < len(order) {
			until, _ = slices.BinarySearch(firsts, order[to])
		}
		return Run{Contributions: to - from, New: until - before, Before: before}
	}
	if len(order) > runLength*mostRuns {
		order = order[len(order)-runLength*mostRuns:]
	}
	for from := 0; from < len(order); from += runLength {
		sat.Runs = append(sat.Runs, count(from, min(from+runLength, len(order))))
	}
	if len(order) > 0 {
		sat.Latest = count(max(0, len(order)-latestRuns*runLength), len(order))
	}
	return sat
}

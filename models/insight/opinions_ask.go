package insight

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// AskedADay is after how many positions in a day nobody is asked for more, unless they ask for it themselves.
const AskedADay = 10

// Bounds on what can be asked about.
const (
	newestAsked  = 200   // newest contributions that hardly anybody answered
	newestWalked = 5_000 // contributions of the whole place that are looked through for the newest
	oldestAsked  = 300   // statements, those with the highest priority
	drawnAtOnce  = 16    // contributions that are looked at in a draw, until there is enough for a round
	takenMost    = 500   // positions of today that are counted
)

// route is a contribution that can be asked about, with its weight in the lottery.
type route struct {
	id       int64
	priority float64
}

// Asking is where somebody stands with being asked for positions.
type Asking struct {
	Off          bool  // they do not want to be asked, at all or for now
	Never        bool  // not at all
	Done         int   // positions that they took today
	Left         int   // how many more they are asked for in this round
	Rest         bool  // the round is over, and there is more to answer
	Contribution int64 // what they are asked about; 0 for nothing
	Thread       int64 // that it is in
	Title        string
	Words        Words
}

// NextToAnswer chooses what to ask somebody about in a scope: something that everybody may see, that is not their own,
// that they have not answered and where positions can still be taken. It is drawn by a lottery that favours the new,
// the telling and the hardly seen, another one for each person and day. A round ends at AskedADay positions in a day;
// beyond begins another after as many. Whoever may not take positions is asked nothing.
func (s *Store) NextToAnswer(ctx context.Context, a people.Actor, scope ViewScope, beyond int) (ask Asking, err error) {
	if !a.SignedIn() {
		return ask, nil
	}
	now := s.DB.Clock.Now()
	today := DayOf(now, s.Zone)
	var from clock.Instant
	err = s.DB.QueryRow(ctx, `SELECT COALESCE(p.ask_more_from, -1), (SELECT COUNT(*) FROM (SELECT 1 FROM positions
		WHERE person_id = p.id AND created_at >= ? LIMIT ?) taken) FROM people p WHERE p.id = ?`, today.Start(s.Zone), takenMost, a.ID).Scan(&from, &ask.Done)
	if err != nil {
		return ask, err
	}
	if ask.Never = from < 0; ask.Never || from > now {
		ask.Off = true
		return ask, nil
	}
	views, err := s.viewsOf(ctx, scope, true)
	if err != nil {
		return ask, err
	}
	open, err := s.draw(ctx, a, views.routes, now, today)
	if err != nil || len(open) == 0 {
		return ask, err
	}
	if ask.Left = min(AskedADay-max(ask.Done-max(beyond, 0), 0), len(open)); ask.Left <= 0 {
		ask.Left, ask.Rest = 0, true
		return ask, nil
	}
	return ask, s.word(ctx, &ask, open)
}

// draw holds the lottery of a person for a day and gives what this person can still answer in the order of their turns: as
// many as a round takes, or all there are.
func (s *Store) draw(ctx context.Context, a people.Actor, routes []route, now clock.Instant, today Day) (list []chance, err error) {
	order := turns(routes, a.ID, today)
	for len(order) > 0 && len(list) < AskedADay {
		n := min(drawnAtOnce, len(order))
		open, err := s.open(ctx, a, order[:n], now)
		if err != nil {
			return nil, err
		}
		list, order = append(list, open...), order[n:]
	}
	return list, nil
}

// turns is in which order contributions have their turn for a person on a day.
func turns(routes []route, person int64, day Day) []route {
	type turn struct {
		route
		at float64
	}
	list, seed := make([]turn, len(routes)), seedOf(person, day)
	for i, r := range routes {
		list[i] = turn{r, lot(r, seed)}
	}
	slices.SortFunc(list, func(a, b turn) int {
		if a.at != b.at {
			return cmp.Compare(a.at, b.at)
		}
		return cmp.Compare(a.id, b.id)
	})
	order := make([]route, len(list))
	for i, t := range list {
		order[i] = t.route
	}
	return order
}

// toAsk is what can be asked about, bounded.
func toAsk(routes []route) []route {
	slices.SortStableFunc(routes, func(a, b route) int { return cmp.Or(cmp.Compare(b.priority, a.priority), cmp.Compare(b.id, a.id)) })
	return routes[:min(len(routes), newestAsked+oldestAsked)]
}

// chance is something that somebody can be asked about, with the thread that it is in.
type chance struct {
	id     int64
	thread int64
	title  string
}

// open leaves of what can be asked about what this person can still answer, in the same order.
func (s *Store) open(ctx context.Context, a people.Actor, routes []route, now clock.Instant) (list []chance, err error) {
	at := make(map[int64]int, len(routes))
	ids := make([]int64, 0, len(routes))
	for i, r := range routes {
		at[r.id] = i
		ids = append(ids, r.id)
	}
	seen, args := people.Visitor.Sees("c", "t")
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		var c chance
		var t discussion.Thread
		if err := r.Scan(&c.id, &t.ID, &t.GroupID, &t.Title, &t.Closed, &t.OpensAt, &t.ClosesAt, &t.MembersOnly, &t.Kind, &t.LockedAt, &t.ChaptersOnly); err != nil {
			return err
		}
		if discussion.MayTakePosition(a, t, discussion.Contribution{State: discussion.Published}, now) == nil {
			c.thread, c.title = t.ID, t.Title
			list = append(list, c)
		}
		return nil
	}, `SELECT c.id, t.id, COALESCE(t.group_id, 0), t.title, t.state = 'closed', COALESCE(t.opens_at, 0), COALESCE(t.closes_at, 0),
		COALESCE(g.access, 'open') <> 'open', t.kind, COALESCE(t.locked_at, 0), EXISTS (SELECT 1 FROM settings WHERE name = 'chapters-only' AND value = 'true')
		FROM contributions c JOIN threads t ON t.id = c.thread_id LEFT JOIN groups g ON g.id = t.group_id
		WHERE c.id IN `+db.In(len(ids))+" AND "+seen+` AND c.kind <> 'reply' AND c.author_id <> ? AND COALESCE(c.recorder_id, 0) <> ?
		AND NOT EXISTS (SELECT 1 FROM positions p WHERE p.person_id = ? AND p.contribution_id = c.id)`,
		append(append(db.Args(ids), args...), a.ID, a.ID, a.ID)...)
	slices.SortFunc(list, func(x, y chance) int { return cmp.Compare(at[x.id], at[y.id]) })
	return list, err
}

// word reads the words of what was drawn first. What has gone meanwhile is passed over.
func (s *Store) word(ctx context.Context, ask *Asking, open []chance) error {
	const tried = 3
	var ids []int64
	for _, c := range open[:min(tried, len(open))] {
		ids = append(ids, c.id)
	}
	words, err := s.Words(ctx, ids)
	if err != nil {
		return err
	}
	for _, c := range open[:len(ids)] {
		if w, ok := words[c.id]; ok {
			ask.Contribution, ask.Thread, ask.Title, ask.Words = c.id, c.thread, c.title, w
			return nil
		}
	}
	ask.Left = 0
	return nil
}

// lot is when a contribution's turn comes: the smallest first. It is as if each had as many lots as it has weight, and
// with a person's seed of the day it stays the same all day, whatever else is answered.
func lot(r route, seed uint64) float64 {
	unit := (float64(rand.NewPCG(seed, uint64(r.id)).Uint64()>>11) + 0.5) / (1 << 53)
	return -math.Log(unit) / max(r.priority, 1e-9)
}

// seedOf makes a seed of a person and a day.
func seedOf(person int64, day Day) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, person, " ", day)
	return h.Sum64()
}

package insight

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// How everything is counted afresh.
const (
	afreshFor    = 20 * time.Minute      // longest that it may take
	stepAim      = 40 * time.Millisecond // how long one transaction should hold the writer
	stepLeast    = 500                   // contributions in one transaction
	stepMost     = 20_000
	clearAtOnce  = 20_000 // rows that one transaction removes
	voicesAtOnce = 4_000  // rows that one transaction adds, of those who have spoken
)

// Afresh has everything counted afresh by whoever next looks at the figures or at the queue.
func Afresh(tx *db.Tx) error {
	_, err := tx.Exec("INSERT INTO hearing_queue (kind, ref) VALUES ('everything', 0)")
	return err
}

// figureTables are the tables of kept figures with their keys.
var figureTables = []struct{ name, key string }{
	{"hearing_facts", "contribution_id"},
	{"hearing_themes", "theme_id, contribution_id"},
	{"hearing_counts", "scope, theme_id, who"},
	{"hearing_people", "scope, theme_id, person_id, who"},
	{"hearing_weeks", "scope, theme_id, week"},
}

// beginAfresh counts a small place afresh within the command. In a larger one it notes that it is being done, and gives
// a token to whoever does it. What waits in the queue is counted with it.
func (s *Store) beginAfresh(tx *db.Tx) (maker string, err error) {
	n, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM (SELECT 1 FROM contributions LIMIT ?) x", smallPlace+1)
	if err != nil {
		return "", err
	}
	if n > smallPlace {
		maker = db.NewToken()
		_, err = tx.Exec("UPDATE hearing_state SET state = ?, maker = ?, zone = ?, seen_at = ? WHERE id = 1", figuresMaking, maker, s.Zone.String(), tx.Now())
		return maker, err
	}
	for _, table := range figureTables {
		if _, err := tx.Exec("DELETE FROM " + table.name); err != nil {
			return "", err
		}
	}
	if _, err := tx.Exec("DELETE FROM hearing_queue"); err != nil {
		return "", err
	}
	ids, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM contributions WHERE state = 'published'")
	if err != nil {
		return "", err
	}
	if err := s.recount(tx, ids); err != nil {
		return "", err
	}
	_, err = tx.Exec("UPDATE hearing_state SET state = ?, maker = '', zone = ? WHERE id = 1", figuresReady, s.Zone.String())
	return "", err
}

// makeAfresh counts everything in the background, in steps between which others write. What changes meanwhile waits in
// the queue. Where it fails, whoever looks next begins again.
func (s *Store) makeAfresh(ctx context.Context, maker string) {
	ctx, cancel := context.WithTimeout(ctx, afreshFor)
	defer cancel()
	began := time.Now()
	a := afresh{Store: s, maker: maker, counts: map[countKey]*counted{}}
	err := a.run(ctx)
	switch {
	case errors.Is(err, errLost): // another took over
	case err != nil:
		slog.Warn("the summary could not be counted afresh; it will be tried again", "error", err)
		_ = s.DB.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error { // where this fails too, its time runs out
			_, err := tx.Exec("UPDATE hearing_state SET state = 'none', maker = '' WHERE id = 1 AND maker = ?", maker)
			return err
		})
	default:
		slog.Info("the summary is counted afresh", "took", time.Since(began).Round(time.Millisecond), "longest step", a.longest.Round(time.Millisecond))
	}
}

// errLost says that another process counts everything afresh instead of this one.
var errLost = errors.New("insight: another process counts everything afresh")

// afresh is one counting of everything.
type afresh struct {
	*Store
	maker   string
	counts  map[countKey]*counted
	longest time.Duration // that one step held the writer
	seen    int64         // commits of everybody, when the last step ended
}

func (a *afresh) run(ctx context.Context) error {
	for _, part := range []struct {
		name string
		do   func(context.Context) error
	}{{"clear", a.clear}, {"facts", a.facts}, {"people", a.people}, {"weeks", a.weeksOf}, {"counts", a.finish}} {
		began := time.Now()
		if err := part.do(ctx); err != nil {
			return fmt.Errorf("count %s afresh: %w", part.name, err)
		}
		slog.Debug("counting afresh", "part", part.name, "took", time.Since(began))
	}
	return nil
}

// write carries out a step while this is still the one who counts; then others come first, where they are writing.
func (a *afresh) write(ctx context.Context, do func(tx *db.Tx) error) (time.Duration, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	var took time.Duration
	err := a.DB.Write(ctx, func(tx *db.Tx) error {
		began := time.Now()
		held, err := tx.Exec("UPDATE hearing_state SET seen_at = ? WHERE id = 1 AND state = ? AND maker = ?", tx.Now(), figuresMaking, a.maker)
		if err == nil && held == 0 {
			err = errLost
		}
		if err == nil {
			err = do(tx)
		}
		took = time.Since(began)
		return err
	})
	a.longest = max(a.longest, took)
	if now := a.commits.Load(); err == nil && now != a.seen {
		a.seen = now
		select {
		case <-ctx.Done():
		case <-time.After(took):
		}
	}
	return took, err
}

// clear removes what was counted before, and from the queue what will be counted with everything.
func (a *afresh) clear(ctx context.Context) error {
	tables := append([]struct{ name, key string }{{"hearing_queue", "id"}}, figureTables...)
	last, err := db.Value[int64](ctx, a.DB, "SELECT COALESCE(MAX(id), 0) FROM hearing_queue")
	if err != nil {
		return err
	}
	for _, table := range tables {
		where, args := "", []any(nil)
		if table.name == "hearing_queue" {
			where, args = " WHERE id <= ?", []any{last}
		}
		backwards := strings.ReplaceAll(table.key, ",", " DESC,") + " DESC"
		for gone := int64(1); gone > 0; {
			_, err := a.write(ctx, func(tx *db.Tx) (err error) {
				gone, err = tx.Exec(fmt.Sprintf("DELETE FROM %[1]s WHERE (%[2]s) <= (SELECT %[2]s FROM (SELECT %[2]s FROM %[1]s%[4]s ORDER BY %[2]s LIMIT ?) x ORDER BY %[3]s LIMIT 1)",
					table.name, table.key, backwards, where), append(args, clearAtOnce)...)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// facts takes up every contribution that everybody may see, with its themes, as many at a time as do not keep others
// waiting.
func (a *afresh) facts(ctx context.Context) error {
	var last int64
	var from, to clock.Instant
	err := a.DB.QueryRow(ctx, "SELECT COALESCE(MAX(id), 0), COALESCE(MIN(created_at), 0), COALESCE(MAX(created_at), 0) FROM contributions").Scan(&last, &from, &to)
	if err != nil {
		return err
	}
	query, args := freshFacts(weekNumber("c.created_at", a.Zone, from, to))
	size := int64(stepLeast)
	for after := int64(0); after < last; {
		until := min(last, after+size)
		took, err := a.write(ctx, func(tx *db.Tx) error {
			if _, err := tx.Exec("INSERT INTO hearing_facts ("+factColumns+") "+query+" AND c.id > ? AND c.id <= ?", append(slices.Clone(args), after, until)...); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO hearing_themes (theme_id, contribution_id) SELECT g.theme_id, g.contribution_id FROM hearing_facts f
				JOIN tags g ON g.contribution_id = f.contribution_id WHERE f.contribution_id > ? AND f.contribution_id <= ? AND g.state = 'accepted'`, after, until)
			return err
		})
		if err != nil {
			return err
		}
		after = until
		switch {
		case took < stepAim/2:
			size = min(2*size, stepMost)
		case took > stepAim:
			size = max(size/2, stepLeast)
		}
	}
	return nil
}

// corner is a kind of place that figures are of: the facts in it, and the number that tells one such place from another.
type corner struct {
	place, where string
	key          func(int64) string
}

var corners = []corner{
	{"0", "", func(int64) string { return wholePlace }},
	{"f.group_id", " WHERE f.group_id > 0", groupKey},
	{"f.guide_id", " WHERE f.guide_id > 0", guideKey},
	{"f.thread_id", " WHERE f.guide_id > 0", threadKey},
}

// eachCorner runs a query of the facts for every kind of place, of all contributions and of those with a theme.
func (a *afresh) eachCorner(ctx context.Context, of func(c corner, theme, from string) error) error {
	for _, c := range corners {
		if err := of(c, "0", " FROM hearing_facts f"+c.where); err != nil {
			return err
		}
		if err := of(c, "t.theme_id", " FROM hearing_themes t JOIN hearing_facts f ON f.contribution_id = t.contribution_id"+c.where); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// people counts who has spoken where and as whom, and with it everything but the weeks.
func (a *afresh) people(ctx context.Context) error {
	return a.eachCorner(ctx, func(c corner, theme, from string) error {
		if err := a.voices(ctx, c, theme, "f.who", from, true); err != nil || theme != "0" {
			return err
		}
		with := " WHERE "
		if c.where != "" {
			with = " AND "
		}
		return a.voices(ctx, c, theme, "'"+fromArea+"' || f.area", from+with+"f.area <> ''", false)
	})
}

// voices counts who has spoken as whom; first is where everybody is counted too.
func (a *afresh) voices(ctx context.Context, c corner, theme, as, from string, first bool) error {
	var rows [][]any
	store := func() error {
		_, err := a.write(ctx, func(tx *db.Tx) error {
			return insertRows(tx, "INSERT INTO hearing_people (scope, theme_id, person_id, who, contributions) VALUES ", rows, "")
		})
		rows = rows[:0]
		return err
	}
	var last voiceKey
	place, scope := int64(-1), ""
	read := func(r db.Row) error {
		var at int64
		var who string
		var n counted
		voice, p := voiceKey{}, &n.positions
		if err := r.Scan(&at, &voice.theme, &voice.person, &who, &n.contributions, &n.lived, &n.practice, &n.research, &p.Agree, &p.Disagree, &p.Pass); err != nil {
			return err
		}
		if at != place {
			place, scope = at, c.key(at)
		}
		voice.scope = scope
		all := n
		n.people = 1
		if voice != last {
			last, all.people = voice, 1
		}
		a.sum(countKey{scope, voice.theme, who}, n)
		if first {
			a.sum(countKey{scope, voice.theme, everybody}, all)
		}
		if rows = append(rows, []any{scope, voice.theme, voice.person, who, n.contributions}); len(rows) < voicesAtOnce {
			return nil
		}
		return store()
	}
	err := a.DB.Unhurried(ctx, func(q db.Querier) error {
		return db.Each(ctx, q, read, "SELECT "+c.place+" AS place, "+theme+" AS theme, f.person_id, "+as+` AS spoken_as, COUNT(*),
			SUM(CASE WHEN f.evidence = 'lived' THEN 1 ELSE 0 END), SUM(CASE WHEN f.evidence = 'practice' THEN 1 ELSE 0 END),
			SUM(CASE WHEN f.evidence = 'research' THEN 1 ELSE 0 END), CAST(SUM(f.agrees) AS BIGINT), CAST(SUM(f.disagrees) AS BIGINT),
			CAST(SUM(f.passes) AS BIGINT)`+from+" GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4")
	})
	if err == nil && len(rows) > 0 {
		err = store()
	}
	return err
}

func (a *afresh) sum(key countKey, by counted) {
	n := a.counts[key]
	if n == nil {
		n = &counted{}
		a.counts[key] = n
	}
	n.people += by.people
	n.contributions += by.contributions
	n.lived += by.lived
	n.practice += by.practice
	n.research += by.research
	n.positions.Agree += by.positions.Agree
	n.positions.Disagree += by.positions.Disagree
	n.positions.Pass += by.positions.Pass
}

// weeksOf counts the weeks.
func (a *afresh) weeksOf(ctx context.Context) error {
	return a.eachCorner(ctx, func(c corner, theme, from string) error {
		var rows [][]any
		err := a.DB.Unhurried(ctx, func(q db.Querier) error {
			return db.Each(ctx, q, func(r db.Row) error {
				var place, theme, week, n int64
				err := r.Scan(&place, &theme, &week, &n)
				rows = append(rows, []any{c.key(place), theme, week, n})
				return err
			}, "SELECT "+c.place+" AS place, "+theme+" AS theme, f.week, COUNT(*)"+from+" GROUP BY 1, 2, 3 ORDER BY 1, 2, 3")
		})
		if err != nil {
			return err
		}
		return a.storeRows(ctx, "INSERT INTO hearing_weeks (scope, theme_id, week, contributions) VALUES ", rows)
	})
}

func (a *afresh) storeRows(ctx context.Context, insert string, rows [][]any) error {
	for part := range slices.Chunk(rows, voicesAtOnce) {
		if _, err := a.write(ctx, func(tx *db.Tx) error { return insertRows(tx, insert, part, "") }); err != nil {
			return err
		}
	}
	return nil
}

// finish stores the counts and says that the figures are ready.
func (a *afresh) finish(ctx context.Context) error {
	var rows [][]any
	for _, key := range slices.SortedFunc(maps.Keys(a.counts), countKey.compare) {
		rows = append(rows, a.counts[key].row(key))
	}
	if err := a.storeRows(ctx, insertCounts, rows); err != nil {
		return err
	}
	_, err := a.write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE hearing_state SET state = ?, maker = '' WHERE id = 1 AND maker = ?", figuresReady, a.maker)
		return err
	})
	return err
}

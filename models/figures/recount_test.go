package figures_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/figures"
	"folkmoot/models/rules"
)

// raw is what stands in the tables, read row by row.
type raw struct {
	decisions, reports, appeals, sanctions, cases []map[string]string
}

// rowsOf reads columns of a table as text.
func rowsOf(t *testing.T, d *db.DB, table string, columns ...string) (rows []map[string]string) {
	t.Helper()
	texts := make([]string, len(columns))
	for i, c := range columns {
		texts[i] = "COALESCE(CAST(" + c + " AS TEXT), '')"
	}
	err := db.Each(ctx, d, func(r db.Row) error {
		values, into := make([]string, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		err := r.Scan(into...)
		row := map[string]string{}
		for i, c := range columns {
			row[c] = values[i]
		}
		rows = append(rows, row)
		return err
	}, "SELECT "+strings.Join(texts, ", ")+" FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func readRaw(t *testing.T, d *db.DB) raw {
	return raw{
		decisions: rowsOf(t, d, "decisions", "created_at", "act", "reason", "waited", "undone_at", "moderator_id", "contribution_id", "author_id"),
		reports:   rowsOf(t, d, "reports", "created_at"),
		appeals:   rowsOf(t, d, "appeals", "created_at", "decided_at", "state"),
		sanctions: rowsOf(t, d, "sanctions", "made_at", "kind"),
		cases:     rowsOf(t, d, "cases", "kind", "rank", "reason", "since", "group_id"),
	}
}

// filter gives the rows that fulfil every condition.
func filter(rows []map[string]string, conditions ...func(map[string]string) bool) (list []map[string]string) {
	for _, row := range rows {
		if !slices.ContainsFunc(conditions, func(fulfils func(map[string]string) bool) bool { return !fulfils(row) }) {
			list = append(list, row)
		}
	}
	return list
}

func is(column string, values ...string) func(map[string]string) bool {
	return func(row map[string]string) bool { return slices.Contains(values, row[column]) }
}

func not(one func(map[string]string) bool) func(map[string]string) bool {
	return func(row map[string]string) bool { return !one(row) }
}

var stands = is("undone_at", "")

func number(text string) (n int64) {
	fmt.Sscan(text, &n)
	return n
}

// inMonth tells whether a moment is in a month of the place, by the calendar.
func inMonth(column, month string, zone *time.Location) func(map[string]string) bool {
	return func(row map[string]string) bool {
		return row[column] != "" && time.UnixMilli(number(row[column])).In(zone).Format("2006-01") == month
	}
}

// slowTimes sums up how long decisions took, by how many took less.
func slowTimes(rows []map[string]string) (t figures.Times) {
	var waits []int64
	for _, row := range rows {
		if w := number(row["waited"]); w > 0 {
			waits = append(waits, w)
		}
	}
	atMost := func(percent int) time.Duration {
		best := int64(-1)
		for _, w := range waits {
			n := 0
			for _, other := range waits {
				if other <= w {
					n++
				}
			}
			if 100*n >= percent*len(waits) && (best < 0 || w < best) {
				best = w
			}
		}
		return time.Duration(max(0, best)) * time.Millisecond
	}
	return figures.Times{Median: atMost(50), Ninety: atMost(90), N: len(waits)}
}

// randomWorld fills the database with everything that is counted, over some months and around their ends.
func randomWorld(t *testing.T, d *db.DB, r *rand.Rand, now time.Time) {
	t.Helper()
	place(t, d)
	at := func() int64 { return now.Add(-time.Duration(r.Int64N(int64(150 * 24 * time.Hour)))).UnixMilli() }
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	err := d.Write(ctx, func(tx *db.Tx) error {
		do := func(sql string, args ...any) error {
			_, err := tx.Exec(sql, args...)
			return err
		}
		for i := range 4 {
			if err := do("INSERT INTO groups (id, slug, name, created_at, changed_at) VALUES (?, ?, ?, 1, 1)", i+1, fmt.Sprint("g", i), fmt.Sprint("Group ", i)); err != nil {
				return err
			}
			if err := do("INSERT INTO threads (id, kind, slug, title, group_id, last_at, created_at) VALUES (?, 'discussion', ?, 'T', ?, 1, 1)", i+2, fmt.Sprint("t", i), i+1); err != nil {
				return err
			}
		}
		for id := 2; id < 40; id++ {
			err := do(`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at)
				VALUES (?, ?, ?, ?, ?, 0, 'comment', ?, 'x', 'x', 1, 'published', 1, 1)`, id, 1+r.IntN(5), id, id, fmt.Sprintf("%04d", id), []int{1, 3, 4}[r.IntN(3)])
			if err != nil {
				return err
			}
		}
		for range 150 + r.IntN(150) {
			made, waited := at(), int64(0)
			if r.IntN(3) > 0 {
				waited = 1 + r.Int64N(3*24*3600*1000)
			}
			err := do(`INSERT INTO decisions (contribution_id, author_id, moderator_id, act, reason, state_before, revision, waited, created_at, undone_at) VALUES (?, ?, ?, ?, ?, 'held', 1, ?, ?, ?)`,
				1+r.IntN(39), []int{1, 3, 4}[r.IntN(3)], 3+r.IntN(2), pick("publish", "keep", "ask", "hide", "restore", "cover", "move", "seal"),
				pick("unkind", rules.Advert, rules.OffTopic, rules.PrivateDetails, "unlawful", rules.NoProblem), waited, made, db.Null(int64(r.IntN(9)/8)*made))
			if err != nil {
				return err
			}
		}
		for range r.IntN(60) {
			if err := do("INSERT INTO reports (contribution_id, reason, created_at) VALUES (?, 'unkind', ?)", 1+r.IntN(39), at()); err != nil {
				return err
			}
		}
		for range r.IntN(30) {
			made := at()
			state, decided := pick("open", "upheld", "partly", "refused", "withdrawn"), any(nil)
			if state != "open" {
				decided = min(now.UnixMilli(), made+r.Int64N(20*24*3600*1000))
			}
			if err := do("INSERT INTO appeals (kind, words, due_at, state, decided_at, created_at) VALUES ('decision', 'x', 1, ?, ?, ?)", state, decided, made); err != nil {
				return err
			}
		}
		for range r.IntN(20) {
			if err := do("INSERT INTO sanctions (person_id, kind, reason, made_at) VALUES (1, ?, 'unkind', ?)", pick("warn", "silence", "suspend", "ban"), at()); err != nil {
				return err
			}
		}
		for id := 1; id < 39; id += 1 + r.IntN(3) {
			group := any(nil)
			if g := r.IntN(5); g > 0 {
				group = g
			}
			if err := do("INSERT INTO cases (contribution_id, kind, rank, reason, since, group_id) VALUES (?, ?, ?, ?, ?, ?)",
				id, pick("held", "reported", "flagged", "asked"), r.IntN(2), pick("", "unkind", rules.Advert), at(), group); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every number of the public register and of the team's page is what somebody counts who reads every row.
func TestEveryNumberIsCountedAgain(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(8, 5))
	for range 4 {
		dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
			randomWorld(t, d, r, now.Now().In(zone))
			s, rows := &figures.Store{DB: d, Zone: zone}, readRaw(t, d)
			months, err := s.Months(ctx)
			if err != nil || len(months) < 5 {
				t.Fatal(len(months), err)
			}
			for _, m := range months {
				sameMonth(t, m, rows, zone)
			}
			public, err := s.Public(ctx, figures.MonthsKept)
			if err != nil {
				t.Fatal(err)
			}
			samePublic(t, public, rows, zone)
			team, err := s.Team(ctx, mo, rules.Shipped(), 9, 4*time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			sameTeam(t, d, team, rows, zone, now.Now().In(zone))
		})
	}
}

func sameMonth(t *testing.T, m figures.Month, rows raw, zone *time.Location) {
	t.Helper()
	of := filter(rows.decisions, inMonth("created_at", m.Key, zone))
	if n := len(filter(of, not(stands))); n != m.Undone {
		t.Errorf("%s: %d were taken back, not %d", m.Key, n, m.Undone)
	}
	of = filter(of, stands)
	for _, act := range []rules.Act{rules.Publish, rules.Keep, rules.Ask, rules.Hide, rules.Restore, rules.Cover, rules.Move, rules.Seal} {
		if n := len(filter(of, is("act", string(act)))); n != m.Acts[act] {
			t.Errorf("%s: %s %d times, not %d", m.Key, act, n, m.Acts[act])
		}
	}
	if want := slowTimes(filter(of, not(is("act", "move", "seal")))); want != m.Waits {
		t.Errorf("%s: waits %+v, not %+v", m.Key, want, m.Waits)
	}
	limited := filter(of, is("act", "hide", "ask", "cover"))
	for reason, sort := range m.Reasons {
		because := filter(limited, is("reason", reason))
		if want := (figures.Sort{N: len(because), Waits: slowTimes(because)}); want != sort {
			t.Errorf("%s: because %s %+v, not %+v", m.Key, reason, want, sort)
		}
		limited = filter(limited, not(is("reason", reason)))
	}
	if len(limited) > 0 {
		t.Errorf("%s: %d have a reason that is not counted", m.Key, len(limited))
	}
	if n := len(filter(rows.reports, inMonth("created_at", m.Key, zone))); n != m.Reports {
		t.Errorf("%s: %d reports, not %d", m.Key, n, m.Reports)
	}
	if n := len(filter(rows.appeals, inMonth("created_at", m.Key, zone))); n != m.Appeals {
		t.Errorf("%s: %d appeals, not %d", m.Key, n, m.Appeals)
	}
	for _, state := range []string{"upheld", "partly", "refused", "withdrawn"} {
		if n := len(filter(rows.appeals, inMonth("decided_at", m.Key, zone), is("state", state))); n != m.Outcomes[state] {
			t.Errorf("%s: %d appeals %s, not %d", m.Key, n, state, m.Outcomes[state])
		}
	}
	for _, kind := range []string{"warn", "silence", "suspend", "ban"} {
		if n := len(filter(rows.sanctions, inMonth("made_at", m.Key, zone), is("kind", kind))); n != m.Sanctions[kind] {
			t.Errorf("%s: %s %d times, not %d", m.Key, kind, n, m.Sanctions[kind])
		}
	}
}

// samePublic holds what everybody sees to the rows: each number that is shown, each that is said to be small, and each wait.
func samePublic(t *testing.T, p figures.Public, rows raw, zone *time.Location) {
	t.Helper()
	plain := 0
	same := func(what string, shown figures.Shown, n int) {
		t.Helper()
		if shown.Plain() && shown.N != n || shown.Few && (n < 1 || n >= figures.FewerThan) || shown.Hidden && n == 0 {
			t.Errorf("%s: %d, shown as %+v", what, n, shown)
		}
		if shown.Plain() && n > 0 {
			plain++
		}
	}
	waits := func(what string, w figures.PublicWait, rows []map[string]string) {
		t.Helper()
		want := slowTimes(rows)
		if w.Known != (want.N >= figures.FewerThan) || w.Known && w.Median != want.Median || !w.Known && w.Median != 0 {
			t.Errorf("%s: %+v, shown as %+v", what, want, w)
		}
	}
	limits := is("act", "hide", "ask", "cover")
	for _, m := range p.Months {
		of := filter(rows.decisions, stands, inMonth("created_at", m.Key, zone))
		same(m.Key+" all", m.All, len(filter(of, limits)))
		for act, shown := range m.Limited {
			same(m.Key+" "+string(act), shown, len(filter(of, is("act", string(act)))))
		}
		for _, one := range m.Reasons {
			because := filter(of, limits, is("reason", one.Reason))
			same(m.Key+" "+one.Reason, one.Limited, len(because))
			if one.Limited.Plain() {
				waits(m.Key+" "+one.Reason, one.Wait, because)
			} else if one.Wait.Known {
				t.Errorf("%s %s: a wait is shown where the number is not", m.Key, one.Reason)
			}
		}
		waits(m.Key, m.Wait, filter(of, not(is("act", "move", "seal"))))
		if n := len(filter(of, is("act", "publish", "restore"))); n != m.Publish {
			t.Errorf("%s: %d published, not %d", m.Key, n, m.Publish)
		}
		if keep, moved := len(filter(of, is("act", "keep"))), len(filter(of, is("act", "move"))); keep != m.Keep || moved != m.Moved {
			t.Errorf("%s: kept %d and moved %d, not %d and %d", m.Key, keep, moved, m.Keep, m.Moved)
		}
		same(m.Key+" reports", m.Reports, len(filter(rows.reports, inMonth("created_at", m.Key, zone))))
		same(m.Key+" appeals", m.Appeals, len(filter(rows.appeals, inMonth("created_at", m.Key, zone))))
		same(m.Key+" changed", m.Changed, len(filter(rows.appeals, inMonth("decided_at", m.Key, zone), is("state", "upheld", "partly"))))
		same(m.Key+" sanctions", m.Sanctions, len(filter(rows.sanctions, inMonth("made_at", m.Key, zone))))
	}
	for _, one := range p.Reasons {
		same("ever "+one.Reason, one.Limited, len(filter(rows.decisions, stands, limits, is("reason", one.Reason))))
	}
	if plain < len(p.Months) {
		t.Errorf("only %d numbers are shown in %d months", plain, len(p.Months))
	}
}

// sameTeam holds the team's figures to the rows.
func sameTeam(t *testing.T, d *db.DB, team figures.Team, rows raw, zone *time.Location, now time.Time) {
	t.Helper()
	monday := now
	for monday.Weekday() != time.Monday {
		monday = monday.AddDate(0, 0, -1)
	}
	begin := time.Date(monday.Year(), monday.Month(), monday.Day()-8*7, 0, 0, 0, 0, zone)
	local := func(row map[string]string) time.Time { return time.UnixMilli(number(row["created_at"])).In(zone) }
	of := filter(rows.decisions, func(row map[string]string) bool { return !local(row).Before(begin) }, not(is("act", "move")))
	standing := filter(of, stands)
	all := slowTimes(standing)
	inTime := len(filter(standing, func(row map[string]string) bool { w := number(row["waited"]); return w > 0 && w <= 4*3600*1000 }))
	if len(of) != team.Decisions || len(of)-len(standing) != team.Undone || team.All != all || team.InTime != inTime {
		t.Errorf("%d decisions, %d taken back, %d in time, %+v: %+v", len(of), len(of)-len(standing), inTime, all, team)
	}
	group := map[string]string{}
	for _, row := range rowsOf(t, d, "contributions c JOIN threads t ON t.id = c.thread_id LEFT JOIN groups g ON g.id = t.group_id", "c.id", "g.name") {
		group[row["c.id"]] = row["g.name"]
	}
	took := func(what string, list []figures.Took, rows []map[string]string, key func(map[string]string) string) {
		t.Helper()
		n := 0
		for _, one := range list {
			mine := filter(rows, func(row map[string]string) bool { return key(row) == one.Key })
			if n += len(mine); len(mine) != one.N || slowTimes(mine) != one.Times {
				t.Errorf("%s %q: %d %+v, not %+v", what, one.Key, len(mine), slowTimes(mine), one)
			}
		}
		if n != len(rows) {
			t.Errorf("%s: %d of %d are counted", what, n, len(rows))
		}
	}
	open := filter(standing, not(is("act", "seal")))
	took("weeks", team.Weeks, standing, func(row map[string]string) string {
		at := local(row)
		for at.Weekday() != time.Monday {
			at = at.AddDate(0, 0, -1)
		}
		return at.Format(time.DateOnly)
	})
	took("reasons", team.ByReason, open, func(row map[string]string) string { return row["reason"] })
	took("groups", team.ByGroup, open, func(row map[string]string) string { return group[row["contribution_id"]] })
	for _, l := range team.Loads {
		mine := filter(standing, is("moderator_id", fmt.Sprint(l.Person)))
		nights := filter(mine, func(row map[string]string) bool {
			at := local(row)
			return at.Hour() > 21 || at.Hour() < 6 || at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
		})
		grave := filter(mine, is("reason", rules.PrivateDetails, "unlawful"))
		if l.N != len(mine) || l.Nights != len(nights) || l.Grave != len(grave) || l.Times != slowTimes(mine) {
			t.Errorf("%+v: %d, at night %d, grave %d", l, len(mine), len(nights), len(grave))
		}
	}
	for _, h := range team.Heavy {
		if n := len(filter(open, is("author_id", fmt.Sprint(h.Person)))); n != h.Decisions {
			t.Errorf("%+v: %d", h, n)
		}
	}
	sameWaiting(t, team, rows)
	decided := filter(rows.appeals, is("state", "upheld", "partly", "refused"), func(row map[string]string) bool {
		return !time.UnixMilli(number(row["decided_at"])).Before(begin)
	})
	upheld, partly := len(filter(decided, is("state", "upheld"))), len(filter(decided, is("state", "partly")))
	if team.Appealed != len(decided) || team.Changed != upheld || team.ChangedInPart != partly {
		t.Errorf("%d appeals decided, %d changed, %d in part: %+v", len(decided), upheld, partly, team)
	}
}

// sameWaiting holds what waits to the cases.
func sameWaiting(t *testing.T, team figures.Team, rows raw) {
	t.Helper()
	ours := filter(rows.cases, not(is("kind", "asked")))
	for _, list := range []struct {
		column string
		rows   []map[string]string
		of     []figures.Waiting
	}{{"kind", rows.cases, team.Kinds}, {"rank", ours, team.Ranks}, {"reason", ours, team.Reasons}} {
		n := 0
		for _, w := range list.of {
			mine := filter(list.rows, is(list.column, w.Key))
			oldest := int64(1) << 62
			for _, row := range mine {
				oldest = min(oldest, number(row["since"]))
			}
			if n += w.N; w.N != len(mine) || w.Oldest != clock.Instant(oldest) {
				t.Errorf("%s %q: %d since %d, not %+v", list.column, w.Key, len(mine), oldest, w)
			}
		}
		if n != len(list.rows) {
			t.Errorf("%s: %d of %d wait", list.column, n, len(list.rows))
		}
	}
	n := 0
	for _, w := range team.Groups {
		id := strings.TrimPrefix(w.Key, "Group ")
		if w.Key != "" {
			id = fmt.Sprint(number(id) + 1)
		}
		if n += w.N; w.N != len(filter(ours, is("group_id", id))) {
			t.Errorf("group %q: %+v", w.Key, w)
		}
	}
	if n != len(ours) {
		t.Errorf("groups: %d of %d wait", n, len(ours))
	}
}

// The negative control: the slow count is not what the fast one says where the fast one is given other rows.
func TestTheSlowCountNoticesAnotherNumber(t *testing.T) {
	fast := figures.Times{Median: time.Second, Ninety: 3 * time.Second, N: 3}
	rows := []map[string]string{{"waited": "1000"}, {"waited": "3000"}, {"waited": "0"}, {"waited": "1000"}}
	if slow := slowTimes(rows); !reflect.DeepEqual(slow, fast) {
		t.Errorf("%+v", slow)
	}
	if slow := slowTimes(append(rows, map[string]string{"waited": "2000"}, map[string]string{"waited": "2500"})); slow == fast || slow.Median != 2*time.Second {
		t.Errorf("%+v", slow)
	}
}

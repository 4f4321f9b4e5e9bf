package figures_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/figures"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

var ctx = context.Background()

var mo = people.Actor{ID: 3, Name: "Mo", Role: people.Moderator, State: people.Active}

// decision is one that stands in the database of a test.
type decision struct {
	at     clock.Instant
	act    rules.Act
	reason string
	waited time.Duration
	by     int64
	undone bool
}

// place fills the database with people and something to decide about.
func place(t testing.TB, d *db.DB, decisions ...decision) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		for _, s := range []string{
			"INSERT INTO people (id, public_name, role, created_at, changed_at) VALUES (1, 'Wil', 'member', 1, 1), (3, 'Mo', 'moderator', 1, 1), (4, 'Ada', 'administrator', 1, 1)",
			"INSERT INTO threads (id, kind, slug, title, last_at, created_at) VALUES (1, 'discussion', 'a', 'T', 1, 1)",
			`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at)
				VALUES (1, 1, 1, 1, '1', 0, 'comment', 1, 'x', 'x', 1, 'published', 1, 1)`,
		} {
			if _, err := tx.Exec(s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		for _, one := range decisions {
			_, err := tx.Exec(`INSERT INTO decisions (contribution_id, author_id, moderator_id, act, reason, state_before, revision, waited, created_at, undone_at)
				VALUES (1, 1, ?, ?, ?, 'held', 1, ?, ?, ?)`, one.by, one.act, one.reason, one.waited.Milliseconds(), one.at, db.Null(db.Flag(one.undone)))
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// many makes the same decision n times, each taking an hour longer than the one before.
func many(n int, of decision) (list []decision) {
	for i := range n {
		one := of
		one.waited += time.Duration(i) * time.Hour
		list = append(list, one)
	}
	return list
}

func TestMonthsAreCountedByReasonAndAct(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		this, last := now.Now(), clock.Of(dbtest.Morning.AddDate(0, -1, 0))
		list := many(7, decision{at: this, act: rules.Hide, reason: "unkind", waited: time.Hour, by: 3})
		list = append(list, many(2, decision{at: this, act: rules.Hide, reason: rules.Advert, by: 3})...)
		list = append(list, many(3, decision{at: this, act: rules.Keep, reason: rules.NoProblem, waited: time.Minute, by: 4})...)
		list = append(list, decision{at: this, act: rules.Hide, reason: "unkind", by: 3, undone: true})
		list = append(list, many(9, decision{at: last, act: rules.Ask, reason: "unkind", by: 3})...)
		list = append(list, decision{at: last, act: rules.Move, reason: rules.OffTopic, by: 3}, decision{at: last, act: rules.Move, reason: rules.OffTopic, by: 3})
		place(t, d, list...)
		s := &figures.Store{DB: d, Zone: time.UTC}
		months, err := s.Months(ctx)
		if err != nil || len(months) != 2 || months[0].Key != "2026-11" || months[1].Key != "2026-10" {
			t.Fatalf("%v %+v", err, months)
		}
		m := months[0]
		if m.Acts[rules.Hide] != 9 || m.Acts[rules.Keep] != 3 || m.Undone != 1 || m.Reasons["unkind"].N != 7 || m.Reasons["unkind"].Waits.Median != 4*time.Hour {
			t.Errorf("%+v", m)
		}
		if m.Waits.N != 11 || m.Waits.Median != 121*time.Minute {
			t.Errorf("%+v", m.Waits)
		}
		p, err := s.Public(ctx, 12)
		if err != nil {
			t.Fatal(err)
		}
		if shown := p.Months[0].Limited[rules.Hide]; shown.N != 9 || p.Months[0].Keep != 3 {
			t.Errorf("%+v", p.Months[0])
		}
		if p.Months[0].Moved != 0 || p.Months[1].Moved != 2 || len(months[1].Reasons) != 1 {
			t.Errorf("moves: %+v", p.Months)
		}
		// Two adverts must not be shown, nor be worked out from nine in all; so this month's other reason is not shown either, nor
		// when it was decided.
		if list := p.Months[0].Reasons; len(list) != 2 || !list[0].Limited.Few || !list[1].Limited.Hidden || list[1].Wait.Known || p.Months[0].All.N != 9 {
			t.Errorf("%+v", p.Months[0])
		}
	})
}

// A month that is over is not counted again, and the running one not all the time.
func TestMonthsAreKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		place(t, d, decision{at: clock.Of(dbtest.Morning.AddDate(0, -2, 0)), act: rules.Keep, reason: rules.NoProblem, by: 3})
		s := &figures.Store{DB: d, Zone: time.UTC}
		asked := func() int64 {
			t.Helper()
			before := d.Asked()
			if _, err := s.Months(ctx); err != nil {
				t.Fatal(err)
			}
			return d.Asked() - before
		}
		if first, again := asked(), asked(); first < 3 || again != 1 {
			t.Error(first, again)
		}
		now.Advance(2 * figures.Freshness)
		if asked() < 3 {
			t.Error("the running month is never counted again")
		}
	})
}

// What is shown never tells a small number, even to who adds and takes away.
func TestNoSmallNumberCanBeWorkedOut(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		numbers := make([]int, 1+r.IntN(8))
		sum := 0
		for i := range numbers {
			if r.IntN(3) > 0 {
				numbers[i] = r.IntN(12)
			}
			sum += numbers[i]
		}
		hidden, rest := 0, sum
		for i, shown := range figures.Withhold(numbers) {
			switch {
			case shown.Few || shown.Hidden:
				hidden++
				if shown.N != 0 {
					t.Fatal(numbers, "the number stands beside what hides it")
				}
			case shown.N != numbers[i]:
				t.Fatal(numbers, "a number is wrong")
			default:
				rest -= shown.N
				if shown.N > 0 && shown.N < figures.FewerThan {
					t.Fatal(numbers, "a small number is shown")
				}
			}
		}
		if hidden == 1 && rest < sum || hidden > 1 && rest < figures.FewerThan && rest < sum {
			t.Fatal(numbers, "a small number can be worked out from the sum", sum)
		}
	}
}

func TestTheTeamsWorkIsCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		friday := clock.Of(dbtest.Morning.AddDate(0, 0, -1)) // the clock stands on a Saturday
		list := many(30, decision{at: now.Now(), act: rules.Hide, reason: rules.PrivateDetails, waited: time.Hour, by: 3})
		list = append(list, many(4, decision{at: friday, act: rules.Keep, reason: rules.NoProblem, waited: 30 * time.Minute, by: 4})...)
		list = append(list, decision{at: clock.Of(dbtest.Morning.AddDate(-2, 0, 0)), act: rules.Keep, reason: rules.NoProblem, by: 4})
		list = append(list, many(5, decision{at: friday, act: rules.Move, reason: rules.OffTopic, by: 1})...) // a host's, for whom nothing waited
		place(t, d, list...)
		s := &figures.Store{DB: d, Zone: time.UTC}
		if _, err := s.Team(ctx, people.Actor{ID: 1, Role: people.Member, State: people.Active}, rules.Shipped(), 13, time.Hour); err == nil {
			t.Error("a member sees the team's figures")
		}
		before := d.Asked()
		team, err := s.Team(ctx, mo, rules.Shipped(), 13, 4*time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if n := d.Asked() - before; n > 5 {
			t.Errorf("%d queries", n)
		}
		if len(team.Weeks) != 13 || team.Weeks[12].Key != "2026-11-16" || team.Weeks[12].N != 34 || team.Decisions != 34 || team.InTime != 8 {
			t.Errorf("%+v", team)
		}
		if l := team.Loads[0]; l.Name != "Mo" || l.N != 30 || l.Nights != 30 || l.Grave != 30 || l.Busiest != 30 {
			t.Errorf("%+v", l)
		}
		if l := team.Loads[1]; l.Name != "Ada" || l.N != 4 || l.Nights != 0 || l.Grave != 0 {
			t.Errorf("%+v", l)
		}
		if len(team.Loads) != 2 || len(team.Heavy) != 1 || team.Heavy[0].Decisions != 34 {
			t.Errorf("%+v", team.Heavy)
		}
	})
}

// BenchmarkPublic measures the public figures of 100,000 decisions: counted for the first time, and after that.
func BenchmarkPublic(b *testing.B) {
	d, now := dbtest.SQLite(b)
	var list []decision
	for i := range 100_000 {
		list = append(list, decision{
			at: now.Now().Add(-time.Duration(i) * 5 * time.Minute), act: rules.Hide, reason: "unkind", waited: time.Duration(i%500) * time.Minute, by: 3,
		})
	}
	for i := range 10_000 { // and of each reason a few each month, for ten years
		list = append(list, decision{
			at: now.Now().Add(-time.Duration(i) * 8 * time.Hour), act: figures.PublicLimits[i%3], reason: fmt.Sprint("reason ", i%17), waited: time.Hour, by: 3,
		})
	}
	place(b, d, list...)
	for name, fresh := range map[string]bool{"first": true, "kept": false} {
		b.Run(name, func(b *testing.B) {
			s := &figures.Store{DB: d, Zone: time.UTC}
			for b.Loop() {
				if fresh {
					s = &figures.Store{DB: d, Zone: time.UTC}
				}
				if _, err := s.Public(ctx, 12); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("team", func(b *testing.B) {
		s := &figures.Store{DB: d, Zone: time.UTC}
		for b.Loop() {
			if _, err := s.Team(ctx, mo, rules.Shipped(), figures.MaxWeeks, time.Hour); err != nil {
				b.Fatal(err)
			}
		}
	})
}

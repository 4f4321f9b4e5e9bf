package discussion

import (
	"context"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
)

// fillGroup puts 50 discussions in a group, started, spoken in and answered in three different orders.
func fillGroup(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		if _, err := tx.Exec("INSERT INTO groups (id, slug, name, created_at, changed_at) VALUES (1, 'g', 'G', 1, 1)"); err != nil {
			return err
		}
		for i := range 50 {
			if _, err := tx.Exec(`INSERT INTO threads (kind, group_id, slug, title, contribution_count, last_at, created_at)
				VALUES ('discussion', 1, 'a', 'A', ?, ?, ?)`, i*7%10, i*11%25, i*13%20); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Page after page, every order gives each discussion once, as sorting all of them would.
func TestListsInEveryOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		ctx := context.Background()
		fillGroup(t, d)
		s := NewStore(d, HoldNone)
		t.Cleanup(s.Close)
		for _, show := range []Filter{Everything, Unanswered} {
			for _, first := range Firsts {
				where, args := s.wanted(people.Visitor, 1, show)
				want, err := db.Values[int64](ctx, d, "SELECT t.id FROM threads t WHERE "+where+" ORDER BY "+first.order(), args...)
				if err != nil {
					t.Fatal(err)
				}
				var got []int64
				pages := 0
				for after := ""; pages == 0 || after != ""; pages++ {
					list, next, err := s.List(ctx, people.Visitor, 1, show, first, after)
					if err != nil {
						t.Fatal(err)
					}
					for _, l := range list {
						got = append(got, l.ID)
					}
					after = next
				}
				if !slices.Equal(got, want) || pages != (len(want)+ListPage-1)/ListPage {
					t.Errorf("%s, %s first: %v on %d pages, want %v", show, first, got, pages, want)
				}
			}
		}
		_, next, err := s.List(ctx, people.Visitor, 1, Everything, NewestFirst, "")
		if err != nil || next == "" {
			t.Fatalf("%q %v", next, err)
		}
		if _, _, err := s.List(ctx, people.Visitor, 1, Everything, MostFirst, next); err != db.ErrNotFound {
			t.Errorf("a place of another order: %v", err)
		}
	})
}

// plan says how the database would answer a query. On PostgreSQL it must take an index where there is one that helps.
func plan(t *testing.T, d *db.DB, query string, args []any) string {
	t.Helper()
	var steps []string
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		steps = nil
		explain := "EXPLAIN QUERY PLAN "
		if d.Engine == db.Postgres {
			explain = "EXPLAIN "
			for _, way := range []string{"seqscan", "bitmapscan", "hashjoin", "mergejoin"} {
				if _, err := tx.Exec("SET LOCAL enable_" + way + " = off"); err != nil {
					return err
				}
			}
		}
		return db.Each(context.Background(), tx, func(r db.Row) error {
			var step string
			var a, b, c int
			into := []any{&a, &b, &c, &step}
			if d.Engine == db.Postgres {
				into = into[3:]
			}
			err := r.Scan(into...)
			steps = append(steps, step)
			return err
		}, explain+query, args...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(steps, "\n")
}

func sorts(plan string) bool {
	return strings.Contains(plan, "TEMP B-TREE FOR ORDER BY") || strings.Contains(plan, "TEMP B-TREE FOR LAST") || strings.Contains(plan, "Sort")
}

// A page costs what it shows: no order needs the whole group to be sorted.
func TestListsAreNotSorted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		fillGroup(t, d)
		s := &Store{DB: d}
		for _, show := range []Filter{Everything, Unanswered} {
			for _, first := range Firsts {
				for _, after := range []string{"", " AND (" + first.column() + ", t.id) < (3, 4)"} {
					where, args := s.wanted(people.Visitor, 1, show)
					query, args := listedQuery(people.Visitor, where+after, args, first.order(), ListPage)
					if p := plan(t, d, query, args); sorts(p) {
						t.Errorf("%s, %s first%s:\n%s", show, first, after, p)
					}
				}
			}
		}
		where, args := s.wanted(people.Visitor, 1, Everything)
		query, args := listedQuery(people.Visitor, where, args, "t.title", ListPage)
		if p := plan(t, d, query, args); !sorts(p) {
			t.Errorf("an order without an index is not noticed:\n%s", p)
		}
	})
}

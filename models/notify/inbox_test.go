package notify_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/notify"
	"folkmoot/models/people"
)

func TestTheInboxGoesOnFromWhereItEnded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		scene(t, d, 0)
		s, ann := &notify.Store{DB: d}, people.Actor{ID: 1, State: people.Active}
		const many = 25
		for range many {
			if err := d.Write(ctx, func(tx *db.Tx) error {
				_, err := notify.Tell(tx, notify.Notice{Person: 1, Kind: notify.Decision, Contribution: 1, Words: "Hidden."}, false)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		read := func(unread bool) (ids []int64) {
			t.Helper()
			for before := int64(0); ; {
				page, err := s.Inbox(ctx, ann, unread, before, 10)
				if err != nil {
					t.Fatal(err)
				}
				for _, i := range page {
					if i.Thread != 1 || i.Title != "Buses" {
						t.Errorf("%+v", i)
					}
					ids = append(ids, i.ID)
				}
				if len(page) < 10 {
					return ids
				}
				before = page[9].ID
			}
		}
		all := read(false)
		if len(all) != many || all[0] <= all[many-1] {
			t.Fatalf("%v", all)
		}
		for range 2 { // the second time there is nothing to do
			if err := s.ReadOne(ctx, ann, all[3]); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.ReadOne(ctx, people.Actor{ID: 2, State: people.Active}, all[4]); err != nil {
			t.Fatal(err)
		}
		kept, err := db.Value[int](ctx, d, "SELECT unread_notices FROM people WHERE id = 1")
		if left := read(true); err != nil || len(left) != many-1 || kept != many-1 {
			t.Errorf("%d are new, %d by the count, %v", len(left), kept, err)
		}
		exec(t, d, "UPDATE threads SET private = 1")
		if page, err := s.Inbox(ctx, ann, false, 0, 1); err != nil || page[0].Title != "" || page[0].Thread != 0 {
			t.Errorf("a private title is shown: %+v %v", page, err)
		}
	})
}

// What leads to a page is read by opening it, but for what a moderator decided and what is left to do; nobody reads for
// another.
func TestWhatLeadsToAPageIsReadByOpeningIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		scene(t, d, 0)
		s := &notify.Store{DB: d}
		tell := func(person int64, kind notify.Kind, link string) {
			t.Helper()
			if err := d.Write(ctx, func(tx *db.Tx) error {
				_, err := notify.Tell(tx, notify.Notice{Person: person, Kind: kind, Words: "Look.", Link: link}, false)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		for _, kind := range []notify.Kind{notify.Fate, notify.NewVersion, notify.Decision, notify.Asked} {
			tell(1, kind, "/there")
		}
		tell(1, notify.Fate, "/elsewhere")
		tell(2, notify.Fate, "/there")
		for range 2 {
			if err := s.Opened(ctx, people.Actor{ID: 1, State: people.Active}, "/there"); err != nil {
				t.Fatal(err)
			}
		}
		left, err := db.Values[string](ctx, d, "SELECT person_id || ' ' || kind || ' ' || link FROM notices WHERE read_at IS NULL ORDER BY id")
		if got := strings.Join(left, ", "); err != nil || got != "1 decision /there, 1 asked /there, 1 fate /elsewhere, 2 fate /there" {
			t.Errorf("%s %v", got, err)
		}
		if counted, err := db.Values[int](ctx, d, "SELECT unread_notices FROM people ORDER BY id"); err != nil || counted[0] != 3 || counted[1] != 1 {
			t.Errorf("%v are counted, %v", counted, err)
		}
	})
}

// What is shown is found by an index, so that ten thousand notices cost what ten do.
func TestTheInboxIsReadByItsIndex(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	for only, index := range map[string]string{"": "notices_person", " AND read_at IS NULL": "notices_unread"} {
		steps, err := db.All(ctx, d, func(r db.Row) (detail string, err error) {
			var a, b, c any
			err = r.Scan(&a, &b, &c, &detail)
			return detail, err
		}, "EXPLAIN QUERY PLAN SELECT id FROM notices n WHERE person_id = 1 AND id < 5"+only+" ORDER BY id DESC LIMIT 50")
		plan := strings.Join(steps, "; ")
		if err != nil || !strings.Contains(plan, index) || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s: %v", plan, err)
		}
	}
}

// full gives Ann an inbox with a number of notices, half of them about the thread, all but the oldest ten unread.
func full(t testing.TB, d *db.DB, n int) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO notices (person_id, kind, contribution_id, words, link, created_at, read_at)
			WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
			SELECT 1, 'decision', CASE WHEN i % 2 = 0 THEN 1 END, 'Hidden.', '/contributions/1', i, CASE WHEN i <= 10 THEN 1 END FROM n`, n)
		if err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE people SET unread_notices = ? WHERE id = 1", n-10)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// However much somebody was told, a page of the inbox is one query, and reading it all is one change.
func TestTheInboxTakesTheSameQueriesHoweverFullItIs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		scene(t, d, 0)
		full(t, d, 200)
		s, ann := &notify.Store{DB: d}, people.Actor{ID: 1, State: people.Active}
		var newest int64
		for _, unread := range []bool{false, true} {
			before := d.Asked()
			page, err := s.Inbox(ctx, ann, unread, 0, 51)
			if n := d.Asked() - before; err != nil || len(page) != 51 || n != 1 {
				t.Fatalf("%d items by %d queries, %v", len(page), n, err)
			}
			newest = page[0].ID
		}
		if err := d.Write(ctx, func(tx *db.Tx) error { // told while the page was open
			_, err := notify.Tell(tx, notify.Notice{Person: 1, Kind: notify.Asked, Words: "Look."}, false)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		now.Advance(1)
		before := d.Asked()
		if err := people.New(d, people.Options{BaseURL: &url.URL{}}).ReadNotices(ctx, ann, newest); err != nil {
			t.Fatal(err)
		}
		asked := d.Asked() - before
		var unread, kept int
		if err := d.QueryRow(ctx, "SELECT unread_notices, (SELECT COUNT(*) FROM notices WHERE person_id = 1 AND read_at IS NULL) FROM people WHERE id = 1").Scan(&kept, &unread); err != nil || unread != 1 || kept != 1 || asked > 2 {
			t.Errorf("%d are unread, %d by the count, after %d queries, %v", unread, kept, asked, err)
		}
	})
}

// BenchmarkInbox measures reading a page of an inbox and marking all of it as read, on both engines.
func BenchmarkInbox(b *testing.B) {
	for name, open := range map[string]func(testing.TB) (*db.DB, *clock.Fixed){"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		for _, n := range []int{100, 10_000} {
			d, _ := open(b)
			scene(b, d, 0)
			full(b, d, n)
			exec(b, d, "ANALYZE") // as the database does by itself in a while
			s, ann := &notify.Store{DB: d}, people.Actor{ID: 1, State: people.Active}
			for only, unread := range map[string]bool{"all": false, "unread": true} {
				b.Run(fmt.Sprintf("%s/%d/%s", name, n, only), func(b *testing.B) {
					for b.Loop() {
						if page, err := s.Inbox(ctx, ann, unread, 0, 51); err != nil || len(page) != 51 {
							b.Fatal(len(page), err)
						}
					}
				})
			}
			b.Run(fmt.Sprintf("%s/%d/read all", name, n), func(b *testing.B) {
				for b.Loop() {
					if err := people.New(d, people.Options{BaseURL: &url.URL{}}).ReadNotices(ctx, ann, 1<<40); err != nil {
						b.Fatal(err)
					}
					b.StopTimer()
					exec(b, d, "UPDATE notices SET read_at = NULL WHERE person_id = 1")
					b.StartTimer()
				}
			})
		}
	}
}

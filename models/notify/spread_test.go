package notify_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/notify"
)

// crowd adds people from 10 on who follow thread 1.
func crowd(t testing.TB, d *db.DB, n int, how notify.How) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		for i := range n {
			id := int64(10 + i)
			if _, err := tx.Exec("INSERT INTO people (id, public_name, email, email_verified_at, created_at, changed_at) VALUES (?, ?, ?, 1, 1, 1)", id, fmt.Sprint("P", id), fmt.Sprint("p", id, "@place.example")); err != nil {
				return err
			}
			if _, err := tx.Exec("INSERT INTO follows (person_id, kind, object_id, how, created_at) VALUES (?, 'thread', 1, ?, 1)", id, how); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// post publishes another answer of Bob's in thread 1 and notes it for its followers.
func post(t testing.TB, d *db.DB, id int64) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at)
			VALUES (?, 1, ?, 1, ?, 0, 'comment', 2, 'x', 'x', 1, 'published', 1, 1)`, id, id, fmt.Sprint(id)); err != nil {
			return err
		}
		return notify.Spread(tx, notify.Said, id, 1)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// heard gives how each person was told by following: "how answers", by their number.
func heard(t *testing.T, d *db.DB) map[int64]string {
	t.Helper()
	got := map[int64]string{}
	err := db.Each(ctx, d, func(r db.Row) error {
		var person int64
		var words string
		err := r.Scan(&person, &words)
		got[person] += words
		return err
	}, "SELECT person_id, how || ' ' || answers FROM notices WHERE kind IN ('followed', 'themed', 'summary') ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func spreadAll(t testing.TB, d *db.DB) {
	t.Helper()
	if err := (&notify.Store{DB: d}).SpreadAll(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestFollowersAreTold(t *testing.T) {
	for name, c := range map[string]struct {
		setup []string
		want  string // how person 10 is told; "" for not at all
	}{
		"the thread, at once":                       {[]string{"thread:1:now"}, "now 1"},
		"the thread, daily":                         {[]string{"thread:1:daily"}, "daily 1"},
		"the group, on the site":                    {[]string{"group:1:site"}, "site 1"},
		"another thread":                            {[]string{"thread:9:now"}, ""},
		"a muted thread in a followed group":        {[]string{"thread:1:off", "group:1:now"}, ""},
		"a followed thread in a muted group":        {[]string{"thread:1:weekly", "group:1:off"}, "weekly 1"},
		"the nearer one, though it is less prompt":  {[]string{"thread:1:site", "group:1:now"}, "site 1"},
		"two that are as near: the prompter one":    {[]string{"theme:1:weekly", "theme:2:now"}, "now 1"},
		"two that are as near, one of them muted":   {[]string{"theme:1:off", "theme:2:now", "group:1:now"}, ""},
		"the writer's practice":                     {[]string{"person:2:now"}, "now 1"},
		"somebody else's practice":                  {[]string{"person:1:now"}, ""},
		"followed since":                            {[]string{"thread:1:now", "UPDATE follows SET created_at = created_at + 9000000000000"}, ""},
		"their account is on hold":                  {[]string{"thread:1:now", "UPDATE people SET state = 'suspended' WHERE id = 10"}, ""},
		"hidden in the meantime":                    {[]string{"thread:1:now", "UPDATE contributions SET state = 'hidden' WHERE id = 3"}, ""},
		"they wrote it":                             {[]string{"thread:1:now", "UPDATE contributions SET author_id = 10 WHERE id = 3"}, ""},
		"they typed it in":                          {[]string{"thread:1:now", "UPDATE contributions SET recorder_id = 10 WHERE id = 3"}, ""},
		"it answers them":                           {[]string{"thread:1:now", "UPDATE contributions SET author_id = 10 WHERE id = 1", "UPDATE contributions SET parent_id = 1 WHERE id = 3"}, ""},
		"it answers them, and they turned that off": {[]string{"thread:1:now", "UPDATE contributions SET author_id = 10 WHERE id = 1", "UPDATE contributions SET parent_id = 1 WHERE id = 3", "INSERT INTO tellings (person_id, about, how) VALUES (10, 'answers', 'off')"}, "now 1"},
		"it names them":                             {[]string{"thread:1:now", "INSERT INTO mentions (contribution_id, person_id, created_at) VALUES (3, 10, 1)"}, ""},
		"a private group, from outside":             {[]string{"thread:1:now", "UPDATE threads SET private = 1"}, ""},
		"a private group, as a member":              {[]string{"thread:1:now", "UPDATE threads SET private = 1", "INSERT INTO memberships (group_id, person_id, created_at) VALUES (1, 10, 1)"}, "now 1"},
		"a private group, waiting to be let in":     {[]string{"thread:1:now", "UPDATE threads SET private = 1", "INSERT INTO memberships (group_id, person_id, state, created_at) VALUES (1, 10, 'asked', 1)"}, ""},
		"a private group, as staff":                 {[]string{"thread:1:now", "UPDATE threads SET private = 1", "UPDATE people SET role = 'moderator' WHERE id = 10"}, "now 1"},
		"at once, without an address":               {[]string{"thread:1:now", "UPDATE people SET email = NULL WHERE id = 10"}, "site 1"},
		"at once, with all mails paused":            {[]string{"thread:1:now", "UPDATE people SET mail_paused_at = 1 WHERE id = 10"}, "site 1"},
		"at once, where mail does not reach them":   {[]string{"thread:1:now", "UPDATE people SET mail_stopped_at = 1 WHERE id = 10"}, "site 1"},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
				scene(t, d, 0)
				exec(t, d, "INSERT INTO people (id, public_name, email, email_verified_at, created_at, changed_at) VALUES (10, 'Cy', 'cy@place.example', 1, 1, 1)")
				exec(t, d, "INSERT INTO themes (id, slug, name, definition, mark, state, created_at, changed_at) VALUES (1, 'a', 'A', '', 1, 'current', 1, 1), (2, 'b', 'B', '', 2, 'current', 1, 1)")
				post(t, d, 3)
				exec(t, d, "UPDATE contributions SET evidence = 'practice', published_at = 5 WHERE id = 3")
				exec(t, d, "INSERT INTO tags (contribution_id, theme_id, source, state, put_at) VALUES (3, 1, 'person', 'accepted', 1), (3, 2, 'person', 'accepted', 1)")
				for _, one := range c.setup {
					var kind, how string
					var object int64
					if n, _ := fmt.Sscanf(split(one), "%s %d %s", &kind, &object, &how); n == 3 {
						one = fmt.Sprintf("INSERT INTO follows (person_id, kind, object_id, how, created_at) VALUES (10, '%s', %d, '%s', 1)", kind, object, how)
					}
					exec(t, d, one)
				}
				spreadAll(t, d)
				if got := heard(t, d)[10]; got != c.want {
					t.Errorf("told %q, want %q", got, c.want)
				}
				spreadAll(t, d)
				if got := heard(t, d)[10]; got != c.want {
					t.Errorf("told again: %q, want %q", got, c.want)
				}
			})
		})
	}
}

func split(text string) string {
	b := []byte(text)
	for i := range b {
		if b[i] == ':' {
			b[i] = ' '
		}
	}
	return string(b)
}

func TestWhatIsNewInAThreadIsOneNotice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		scene(t, d, 0)
		crowd(t, d, 1, notify.Daily)
		for id := range int64(3) {
			post(t, d, 3+id)
		}
		spreadAll(t, d)
		if got := heard(t, d)[10]; got != "daily 3" {
			t.Errorf("told %q", got)
		}
		unread, err := db.Value[int](ctx, d, "SELECT unread_notices FROM people WHERE id = 10")
		if err != nil || unread != 1 {
			t.Errorf("%d unread, %v", unread, err)
		}
		if err := d.Write(ctx, func(tx *db.Tx) error { return notify.Seen(tx, 10, 1, upTo(5)) }); err != nil {
			t.Fatal(err)
		}
		post(t, d, 9)
		spreadAll(t, d)
		if got := heard(t, d)[10]; got != "daily 3daily 1" {
			t.Errorf("after reading: %q", got)
		}
	})
}

// brokenOff is a context that ends after it was looked at a number of times.
type brokenOff struct {
	context.Context
	left atomic.Int64
}

func (b *brokenOff) Err() error {
	if b.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

func TestACrashInTheMiddleTellsEverybodyOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		scene(t, d, 0)
		const many = 450
		crowd(t, d, many, notify.Now)
		post(t, d, 3)
		stopped := false
		for i := range 60 {
			until := &brokenOff{Context: ctx}
			until.left.Store(int64(i))
			err := (&notify.Store{DB: d}).SpreadAll(until)
			told, count := db.Value[int](ctx, d, "SELECT COUNT(*) FROM notices WHERE kind = 'followed'")
			if count != nil {
				t.Fatal(count)
			}
			stopped = stopped || err != nil && told > 0 && told < many
			if told == many {
				break
			}
		}
		if !stopped {
			t.Error("it was never broken off in the middle")
		}
		spreadAll(t, d)
		got := heard(t, d)
		for id := range int64(many) {
			if got[10+id] != "now 1" {
				t.Fatalf("person %d was told %q", 10+id, got[10+id])
			}
		}
		mails, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM jobs WHERE kind = 'notice'")
		if err != nil || mails != many {
			t.Errorf("%d mails, %v", mails, err)
		}
		var told, unread int
		if err := d.QueryRow(ctx, "SELECT (SELECT told FROM spreads), (SELECT SUM(unread_notices) FROM people)").Scan(&told, &unread); err != nil || told != many || unread != many {
			t.Errorf("%d told, %d unread, %v", told, unread, err)
		}
	})
}

func TestMailsAtOnceAreBounded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		scene(t, d, 0)
		exec(t, d, "INSERT INTO people (id, public_name, email, email_verified_at, created_at, changed_at) VALUES (10, 'Cy', 'cy@place.example', 1, 1, 1)")
		exec(t, d, "INSERT INTO follows (person_id, kind, object_id, how, created_at) VALUES (10, 'group', 1, 'now', 1)")
		for id := range int64(notify.MailsADay + 2) {
			exec(t, d, fmt.Sprintf("INSERT INTO threads (id, kind, group_id, slug, title, last_at, created_at) VALUES (%d, 'discussion', 1, 'a', 'T', 1, 1)", 100+id))
			exec(t, d, fmt.Sprintf(`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at)
				VALUES (%d, %d, 1, 1, 'a', 0, 'opening', 2, 'x', 'x', 1, 'published', 1, 1)`, 100+id, 100+id))
			if err := d.Write(ctx, func(tx *db.Tx) error { return notify.Spread(tx, notify.Said, 100+id, 100+id) }); err != nil {
				t.Fatal(err)
			}
		}
		spreadAll(t, d)
		hows, err := db.Values[string](ctx, d, "SELECT how FROM notices WHERE person_id = 10 ORDER BY id")
		want := append(slices.Repeat([]string{"now"}, notify.MailsADay), "daily", "daily")
		if err != nil || !slices.Equal(hows, want) {
			t.Errorf("%v %v", hows, err)
		}
		last, err := (&notify.Store{DB: d}).Letter(ctx, 1)
		if err != nil || !last.Full {
			t.Errorf("the mail does not say that it is the last of the day: %+v %v", last, err)
		}
		due, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM digests WHERE person_id = 10 AND how = 'daily'")
		if err != nil || due != 1 {
			t.Errorf("%d round-ups wait, %v", due, err)
		}
		now.Advance(25 * time.Hour)
		post(t, d, 9)
		spreadAll(t, d)
		if mails, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM jobs WHERE kind = 'notice'"); err != nil || mails != notify.MailsADay+1 {
			t.Errorf("a day later: %d mails, %v", mails, err)
		}
	})
}

// BenchmarkPostWithFollowers measures what noting a post for its followers costs the post, and how long telling all of
// them takes, on both engines.
func BenchmarkPostWithFollowers(b *testing.B) {
	for name, open := range map[string]func(testing.TB) (*db.DB, *clock.Fixed){"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		for _, followers := range []int{0, 10_000} {
			b.Run(fmt.Sprint(name, "/", followers), func(b *testing.B) {
				d, _ := open(b)
				benchmarkPost(b, d, followers)
			})
		}
	}
}

func benchmarkPost(b *testing.B, d *db.DB, followers int) {
	err := d.Write(ctx, func(tx *db.Tx) error {
		for _, statement := range []string{
			"INSERT INTO people (id, public_name, created_at, changed_at) VALUES (2, 'Bob', 1, 1)",
			"INSERT INTO groups (id, slug, name, access, created_at, changed_at) VALUES (1, 'g', 'G', 'open', 1, 1)",
			"INSERT INTO threads (id, kind, group_id, slug, title, last_at, created_at) VALUES (1, 'discussion', 1, 'a', 'Buses', 1, 1)",
		} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	crowd(b, d, followers, notify.Now)
	id, telling := int64(10), time.Duration(0)
	for b.Loop() {
		id++
		post(b, d, id)
		b.StopTimer()
		began := time.Now()
		spreadAll(b, d)
		telling += time.Since(began)
		b.StartTimer()
	}
	b.ReportMetric(float64(telling.Milliseconds())/float64(b.N), "ms-to-tell-all")
}

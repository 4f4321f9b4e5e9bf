package notify_test

import (
	"fmt"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// answer lets Bob answer contribution 1, in thread 1 or another, and tells of it.
func answer(t *testing.T, d *db.DB, id, thread int64) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO threads (id, kind, group_id, slug, title, last_at, created_at) VALUES (?, 'discussion', 1, 'a', 'Buses', 1, 1)
			ON CONFLICT (id) DO NOTHING`, thread); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at)
			VALUES (?, ?, ?, 1, ?, 1, 'reply', 2, 'x', 'x', 1, 'published', 1, 1)`, id, thread, id, fmt.Sprint(id)); err != nil {
			return err
		}
		return notify.Replied(tx, 1, id)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// upTo is somebody who has read a thread up to a place.
func upTo(seq int64) func(int64) bool { return func(at int64) bool { return at <= seq } }

// told gives how many notices and mails there are, and how many notices are called unread.
func told(t *testing.T, d *db.DB) (notices, unread, mails int) {
	t.Helper()
	err := d.QueryRow(ctx, "SELECT (SELECT COUNT(*) FROM notices), unread_notices, (SELECT COUNT(*) FROM jobs WHERE kind = 'notice') FROM people WHERE id = 1").
		Scan(&notices, &unread, &mails)
	if err != nil {
		t.Fatal(err)
	}
	return notices, unread, mails
}

func TestManyAnswersAreOneNotice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		scene(t, d, 0)
		wants := func(what string, notices, unread, mails int) {
			t.Helper()
			if n, u, m := told(t, d); n != notices || u != unread || m != mails {
				t.Errorf("%s: %d notices, %d unread, %d mails; want %d, %d, %d", what, n, u, m, notices, unread, mails)
			}
		}
		for id := range int64(5) {
			answer(t, d, 10+id, 1)
			now.Advance(10 * time.Minute)
		}
		wants("five answers in a row", 1, 1, 1)
		words, err := db.Value[say.Text](ctx, d, "SELECT words FROM notices")
		if err != nil || words != say.N(5, "Somebody answered what you wrote.", "What you wrote was answered %d times. This leads to the newest answer.") {
			t.Errorf("%q %v", words, err)
		}
		if link, err := db.Value[string](ctx, d, "SELECT link FROM notices"); err != nil || link != "/contributions/14" {
			t.Errorf("%s %v", link, err)
		}
		seen := func(seq int64) {
			t.Helper()
			if err := d.Write(ctx, func(tx *db.Tx) error { return notify.Seen(tx, 1, 1, upTo(seq)) }); err != nil {
				t.Fatal(err)
			}
		}
		seen(13)
		wants("read up to the last but one", 1, 1, 1)
		seen(14)
		wants("read", 1, 0, 1)
		answer(t, d, 20, 1)
		wants("answered after reading, within the hour", 2, 1, 1)
		now.Advance(time.Hour)
		answer(t, d, 21, 1)
		wants("an hour on", 2, 1, 2)
		now.Advance(23 * time.Hour)
		answer(t, d, 22, 1)
		wants("unread since yesterday", 2, 1, 2)
		now.Advance(2 * time.Hour)
		answer(t, d, 23, 1)
		wants("unread for a day", 2, 1, 3)
		for id := range int64(2 * notify.MailsADay) {
			answer(t, d, 100+id, 100+id)
		}
		wants("answered in many threads", 2+2*notify.MailsADay, 1+2*notify.MailsADay, 2+notify.MailsADay)
	})
}

func TestWhoIsNotToldAndWhoIsNotMailed(t *testing.T) {
	for name, c := range map[string]struct {
		change         string
		notices, mails int
	}{
		"nothing is changed":       {"UPDATE people SET area = ''", 1, 1},
		"mails are turned off":     {"INSERT INTO tellings (person_id, about, how) VALUES (1, 'answers', 'site'), (1, 'fates', 'site')", 1, 0},
		"the address is unproved":  {"UPDATE people SET email_verified_at = NULL WHERE id = 1", 1, 0},
		"there is no address":      {"UPDATE people SET email = NULL WHERE id = 1", 1, 0},
		"the account is on hold":   {"UPDATE people SET state = 'suspended' WHERE id = 1", 0, 0},
		"the account is erased":    {"UPDATE people SET state = 'erased' WHERE id = 1", 0, 0},
		"they never had one":       {"UPDATE people SET state = 'recorded' WHERE id = 1", 0, 0},
		"they may not see it":      {"UPDATE threads SET private = 1", 0, 0},
		"the answer is theirs":     {"UPDATE contributions SET author_id = 1", 0, 0},
		"they typed the answer in": {"UPDATE contributions SET recorder_id = 1", 0, 0},
		"the answer is held":       {"UPDATE contributions SET state = 'held'", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
				scene(t, d, 0)
				exec(t, d, c.change)
				if err := d.Write(ctx, func(tx *db.Tx) error { return notify.Replied(tx, 1, 2) }); err != nil {
					t.Fatal(err)
				}
				notices, unread, mails := told(t, d)
				if notices != c.notices || unread != c.notices || mails != c.mails {
					t.Errorf("%d notices, %d unread, %d mails; want %d and %d", notices, unread, mails, c.notices, c.mails)
				}
			})
		})
	}
}

// A notice that was marked as read on the account page has ended; the next answer begins another.
func TestAReadNoticeIsNotReopened(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		scene(t, d, 0)
		answer(t, d, 10, 1)
		if err := people.New(d, people.Options{}).ReadNotices(ctx, people.Actor{ID: 1, State: people.Active}, 1<<40); err != nil {
			t.Fatal(err)
		}
		answer(t, d, 11, 1)
		if notices, unread, _ := told(t, d); notices != 2 || unread != 1 {
			t.Errorf("%d notices, %d unread", notices, unread)
		}
	})
}

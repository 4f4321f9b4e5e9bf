package notify_test

import (
	"context"
	"errors"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/notify"
	"folkmoot/models/say"
)

var ctx = context.Background()

// scene is two people and a thread: Ann wrote contribution 1, Bob answered with 2.
func scene(t testing.TB, d *db.DB, private int) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		for _, statement := range []string{
			"INSERT INTO people (id, public_name, email, email_verified_at, created_at, changed_at) VALUES (1, 'Ann', 'ann@place.example', 1, 1, 1), (2, 'Bob', 'bob@place.example', 1, 1, 1)",
			"INSERT INTO groups (id, slug, name, access, created_at, changed_at) VALUES (1, 'g', 'G', 'open', 1, 1)",
			"INSERT INTO threads (id, kind, group_id, slug, title, last_at, created_at) VALUES (1, 'discussion', 1, 'a', 'Buses', 1, 1)",
			`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at)
				VALUES (1, 1, 1, 1, 'a', 0, 'comment', 1, 'x', 'x', 1, 'published', 1, 1), (2, 1, 2, 1, 'b', 1, 'reply', 2, 'x', 'x', 1, 'published', 1, 1)`,
		} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		_, err := tx.Exec("UPDATE threads SET private = ?", private)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func exec(t testing.TB, d *db.DB, statement string) {
	t.Helper()
	if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsToldKeepsItsValuesApart(t *testing.T) {
	words := say.Join(say.F("It closes on %s, says “%s”.", say.LongDay(1772582400000), "100% Ann"), say.N(3, "one place", "%d places"))
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		scene(t, d, 0)
		if err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := notify.TellSparing(tx, notify.Notice{Person: 1, Kind: notify.Asked, Words: words, Link: "/x"}, true)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		letter, err := (&notify.Store{DB: d}).Letter(ctx, 1)
		if err != nil || letter.Words != words || letter.Words.String() != "It closes on Wednesday 4 March 2026, says “100% Ann”. 3 places" {
			t.Errorf("%q %v", string(letter.Words), err)
		}
	})
}

func TestAnAnswerIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		scene(t, d, 0)
		err := d.Write(ctx, func(tx *db.Tx) error {
			if err := notify.Replied(tx, 2, 2); err != nil { // one's own answer
				return err
			}
			return notify.Replied(tx, 1, 2)
		})
		if err != nil {
			t.Fatal(err)
		}
		var unread, notices, jobs int
		var id int64
		err = d.QueryRow(ctx, "SELECT unread_notices, (SELECT COUNT(*) FROM notices), (SELECT COUNT(*) FROM jobs WHERE kind = 'notice'), (SELECT MAX(id) FROM notices) FROM people WHERE id = 1").
			Scan(&unread, &notices, &jobs, &id)
		if err != nil || unread != 1 || notices != 1 || jobs != 1 {
			t.Fatalf("%d unread, %d notices, %d jobs, %v", unread, notices, jobs, err)
		}
		letters := &notify.Store{DB: d}
		letter, err := letters.Letter(ctx, id)
		if err != nil || letter.To != "ann@place.example" || letter.Where != "Buses" || letter.Link != "/contributions/2" {
			t.Fatalf("%+v %v", letter, err)
		}
		for name, change := range map[string][2]string{
			"the answer was hidden":       {"UPDATE contributions SET state = 'hidden' WHERE id = 2", "UPDATE contributions SET state = 'published' WHERE id = 2"},
			"the group became private":    {"UPDATE threads SET private = 1", "UPDATE threads SET private = 0"},
			"the person is on hold":       {"UPDATE people SET state = 'suspended' WHERE id = 1", "UPDATE people SET state = 'active' WHERE id = 1"},
			"such mails were turned off":  {"INSERT INTO tellings (person_id, about, how) VALUES (1, 'answers', 'site'), (1, 'fates', 'site')", "DELETE FROM tellings"},
			"it was read on the site":     {"UPDATE notices SET read_at = 1", "UPDATE notices SET read_at = NULL"},
			"the account was erased":      {"UPDATE people SET state = 'erased' WHERE id = 1", "UPDATE people SET state = 'active' WHERE id = 1"},
			"the address is not verified": {"UPDATE people SET email_verified_at = NULL WHERE id = 1", "UPDATE people SET email_verified_at = 1 WHERE id = 1"},
		} {
			exec(t, d, change[0])
			if _, err := letters.Letter(ctx, id); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("%s, and it is sent: %v", name, err)
			}
			exec(t, d, change[1])
			if _, err := letters.Letter(ctx, id); err != nil {
				t.Errorf("%s no longer, and it is not sent: %v", name, err)
			}
		}
	})
}

func TestMembersOfAPrivateGroupAreMailed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		scene(t, d, 1)
		var id int64
		err := d.Write(ctx, func(tx *db.Tx) (err error) {
			id, err = notify.Tell(tx, notify.Notice{Person: 1, Kind: notify.Decision, Contribution: 1, Words: "Hidden."}, true)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		letters := &notify.Store{DB: d}
		if letter, err := letters.Letter(ctx, id); err != nil || letter.Where != "" || letter.Words != "Hidden." {
			t.Errorf("an outsider: %+v %v", letter, err)
		}
		exec(t, d, "INSERT INTO memberships (group_id, person_id, created_at) VALUES (1, 1, 1)")
		if letter, err := letters.Letter(ctx, id); err != nil || letter.Where != "Buses" {
			t.Errorf("a member: %+v %v", letter, err)
		}
	})
}

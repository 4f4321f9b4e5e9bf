package notify_test

import (
	"errors"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/notify"
)

// fated tells Ann what became of contribution 1, and gives how many notices and mails there are.
func fated(t *testing.T, d *db.DB) (notices, mails int) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		return notify.Fated(tx, notify.Notice{Person: 1, Contribution: 1, Words: "Taken in.", Link: notify.FatePath(1)})
	})
	if err == nil {
		err = d.QueryRow(ctx, "SELECT (SELECT COUNT(*) FROM notices WHERE kind = 'fate' AND person_id = 1), (SELECT COUNT(*) FROM jobs WHERE kind = 'notice')").Scan(&notices, &mails)
	}
	if err != nil {
		t.Fatal(err)
	}
	return notices, mails
}

func TestAFateIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		scene(t, d, 0)
		if notices, mails := fated(t, d); notices != 1 || mails != 1 {
			t.Fatalf("%d notices, %d mails", notices, mails)
		}
		letters := &notify.Store{DB: d}
		letter, err := letters.Letter(ctx, 1)
		if err != nil || letter.Kind != notify.Fate || letter.Words != "Taken in." || letter.Where != "" || letter.Link != "/contributions/1/fate" {
			t.Fatalf("%+v %v", letter, err)
		}
		for name, change := range map[string][2]string{
			"the comment was hidden":     {"UPDATE contributions SET state = 'hidden' WHERE id = 1", "UPDATE contributions SET state = 'published' WHERE id = 1"},
			"it was moved out of sight":  {"UPDATE threads SET private = 1", "UPDATE threads SET private = 0"},
			"such mails were turned off": {"INSERT INTO tellings (person_id, about, how) VALUES (1, 'answers', 'site'), (1, 'fates', 'site')", "DELETE FROM tellings"},
			"it was read on the site":    {"UPDATE notices SET read_at = 1", "UPDATE notices SET read_at = NULL"},
		} {
			exec(t, d, change[0])
			if _, err := letters.Letter(ctx, 1); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("%s, and it is sent: %v", name, err)
			}
			exec(t, d, change[1])
		}
		for _, step := range []struct {
			name, change   string
			notices, mails int
		}{
			{"no mails are wanted", "UPDATE people SET mail_paused_at = 1 WHERE id = 1", 2, 1},
			{"the account is on hold", "UPDATE people SET state = 'suspended' WHERE id = 1", 2, 1},
			{"all is well again", "UPDATE people SET state = 'active', mail_paused_at = NULL WHERE id = 1", 3, 2},
			{"the comment is hidden", "UPDATE contributions SET state = 'hidden' WHERE id = 1", 3, 2},
		} {
			exec(t, d, step.change)
			if notices, mails := fated(t, d); notices != step.notices || mails != step.mails {
				t.Errorf("%s: %d notices, %d mails", step.name, notices, mails)
			}
		}
	})
}

func TestFatesAreNoFloodOfMail(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	scene(t, d, 0)
	for i := range notify.MailsADay + 3 {
		if notices, mails := fated(t, d); notices != i+1 || mails != min(i+1, notify.MailsADay) {
			t.Errorf("after %d: %d notices, %d mails", i+1, notices, mails)
		}
	}
}

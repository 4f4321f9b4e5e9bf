package notify_test

import (
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/notify"
	"folkmoot/models/say"
)

func TestAFloodIsNotMailed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		scene(t, d, 0)
		tell := func(times int, words string) (mails int) {
			t.Helper()
			for range times {
				if err := d.Write(ctx, func(tx *db.Tx) error {
					_, err := notify.TellSparing(tx, notify.Notice{Person: 1, Kind: notify.Asked, Words: say.Text(words), Link: "/x"}, true)
					return err
				}); err != nil {
					t.Fatal(err)
				}
			}
			mails, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM jobs WHERE kind = ?", notify.JobMail)
			if err != nil {
				t.Fatal(err)
			}
			return mails
		}
		if got := tell(3*notify.MostAlike, "Somebody complains."); got != notify.MostAlike {
			t.Errorf("%d mails went out", got)
		}
		if got := tell(1, "Something else."); got != notify.MostAlike+1 {
			t.Errorf("other words were not mailed: %d", got)
		}
		now.Advance(time.Hour + time.Second)
		if got := tell(1, "Somebody complains."); got != notify.MostAlike+2 {
			t.Errorf("later it was not mailed: %d", got)
		}
		if n, err := db.Value[int](ctx, d, "SELECT unread_notices FROM people WHERE id = 1"); err != nil || n != 3*notify.MostAlike+2 {
			t.Errorf("%d notices, %v", n, err)
		}
	})
}

package notify_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/notify"
)

// roundUps works out the round-ups and gives the jobs that are due.
func roundUps(t *testing.T, s *notify.Store) []notify.RoundingUp {
	t.Helper()
	if err := s.DueRoundUps(ctx); err != nil {
		t.Fatal(err)
	}
	list, err := db.All(ctx, s.DB, func(r db.Row) (job notify.RoundingUp, err error) {
		var key string
		err = r.Scan(&key)
		parts := strings.Split(key, "-")
		fmt.Sscan(parts[2], &job.Person)
		job.How, job.UpTo = notify.How(parts[3]), 1<<40
		fmt.Sscan(parts[4], (*int64)(&job.Due))
		return job, err
	}, "SELECT unique_key FROM jobs WHERE kind = ? ORDER BY id", notify.JobRoundUp)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestARoundUpTellsEverythingOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		scene(t, d, 0)
		crowd(t, d, 1, notify.Daily)
		s := &notify.Store{DB: d, Zone: time.UTC, Key: make([]byte, 32)}
		post(t, d, 3)
		post(t, d, 4)
		spreadAll(t, d)
		if jobs := roundUps(t, s); len(jobs) != 0 {
			t.Fatalf("one is due at once: %v", jobs)
		}
		due, err := db.Value[clock.Instant](ctx, d, "SELECT due_at FROM digests")
		if err != nil || due <= now.Now() || due.UTC().Format("15:04") != "07:30" || due.Sub(now.Now()) > 24*time.Hour {
			t.Errorf("due at %s, %v", due.UTC(), err)
		}
		now.Advance(24 * time.Hour)
		jobs := roundUps(t, s)
		if len(jobs) != 1 || jobs[0].Person != 10 || jobs[0].How != notify.Daily || jobs[0].Due != due {
			t.Fatalf("%+v", jobs)
		}
		first, err := s.Digest(ctx, jobs[0])
		if err != nil || len(first.Parts) != 1 || first.Parts[0].Title != "Buses" || first.Parts[0].Items[0].New != 2 || first.Off == "" || first.To != "p10@place.example" {
			t.Fatalf("%+v %v", first, err)
		}
		// A try that was broken off before it was noted tells the same.
		if again, err := s.Digest(ctx, jobs[0]); err != nil || len(again.Parts) != 1 {
			t.Errorf("the second try: %+v %v", again, err)
		}
		if err := s.Rounded(ctx, first); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Digest(ctx, jobs[0]); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("told twice: %v", err)
		}
		// One more is told alone, though the same notice counts it.
		post(t, d, 5)
		spreadAll(t, d)
		next, err := s.Digest(ctx, jobs[0])
		if err != nil || next.Parts[0].Items[0].New != 1 {
			t.Errorf("the next: %+v %v", next, err)
		}
		for name, change := range map[string][2]string{
			"it was read":            {"UPDATE notices SET read_at = 1", "UPDATE notices SET read_at = NULL"},
			"it was hidden":          {"UPDATE contributions SET state = 'hidden' WHERE id = 5", "UPDATE contributions SET state = 'published' WHERE id = 5"},
			"it became private":      {"UPDATE threads SET private = 1", "UPDATE threads SET private = 0"},
			"mails were paused":      {"UPDATE people SET mail_paused_at = 1 WHERE id = 10", "UPDATE people SET mail_paused_at = NULL WHERE id = 10"},
			"mail came back":         {"UPDATE people SET mail_stopped_at = 1 WHERE id = 10", "UPDATE people SET mail_stopped_at = NULL WHERE id = 10"},
			"the account is on hold": {"UPDATE people SET state = 'suspended' WHERE id = 10", "UPDATE people SET state = 'active' WHERE id = 10"},
		} {
			exec(t, d, change[0])
			if _, err := s.Digest(ctx, jobs[0]); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("%s, and it is sent: %v", name, err)
			}
			exec(t, d, change[1])
			if _, err := s.Digest(ctx, jobs[0]); err != nil {
				t.Errorf("%s no longer, and it is not sent: %v", name, err)
			}
		}
	})
}

func TestARoundUpWaitsForTheEndOfQuietHours(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		scene(t, d, 0)
		crowd(t, d, 2, notify.Daily)
		s := &notify.Store{DB: d, Zone: time.UTC, Key: make([]byte, 32)}
		exec(t, d, "UPDATE people SET quiet_from = 22 * 60, quiet_until = 9 * 60 WHERE id = 10")
		post(t, d, 3)
		spreadAll(t, d)
		if jobs := roundUps(t, s); len(jobs) != 0 {
			t.Fatalf("one is due at once: %v", jobs)
		}
		due, err := db.Value[clock.Instant](ctx, d, "SELECT MIN(due_at) FROM digests")
		if err != nil {
			t.Fatal(err)
		}
		now.Advance(due.Sub(now.Now()))
		if jobs := roundUps(t, s); len(jobs) != 1 || jobs[0].Person != 11 {
			t.Fatalf("at half past seven: %+v", jobs)
		}
		now.Advance(90*time.Minute - time.Millisecond)
		if jobs := roundUps(t, s); len(jobs) != 1 {
			t.Fatalf("just before nine: %+v", jobs)
		}
		now.Advance(time.Millisecond)
		jobs := roundUps(t, s)
		if len(jobs) != 2 || jobs[1].Person != 10 {
			t.Fatalf("at nine: %+v", jobs)
		}
		if got, err := s.Digest(ctx, jobs[1]); err != nil || len(got.Parts) != 1 {
			t.Errorf("%+v %v", got, err)
		}
	})
}

func TestALinkTurnsOffWhatItNamesAndNothingElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		scene(t, d, 0)
		s := &notify.Store{DB: d, Key: make([]byte, 32)}
		exec(t, d, "INSERT INTO follows (person_id, kind, object_id, how, created_at) VALUES (1, 'thread', 1, 'now', 1), (1, 'group', 1, 'daily', 1), (2, 'thread', 1, 'now', 1)")
		state := func() string {
			t.Helper()
			words, err := db.Values[string](ctx, d, "SELECT person_id || ' ' || kind || ' ' || how FROM follows UNION ALL SELECT person_id || ' ' || about || ' ' || how FROM tellings ORDER BY 1")
			if err != nil {
				t.Fatal(err)
			}
			return strings.Join(words, ", ")
		}
		for _, step := range []struct {
			ending notify.Ending
			want   string
		}{
			{notify.Ending{Person: 1, Joined: 1, Target: notify.Target{Matter: notify.OfThread, ID: 1}}, "1 group daily, 1 thread site, 2 thread now"},
			{notify.Ending{Person: 1, Joined: 1, About: notify.Answers}, "1 answers site, 1 group daily, 1 thread site, 2 thread now"},
			{notify.Ending{Person: 1, Joined: 1, RoundUp: notify.Daily}, "1 answers site, 1 group site, 1 rest site, 1 thread site, 2 thread now"},
		} {
			secret := s.Seal(step.ending)
			back, err := s.Unseal(ctx, secret)
			if err != nil || back != step.ending {
				t.Fatalf("%+v came back as %+v: %v", step.ending, back, err)
			}
			for range 2 {
				if err := s.End(ctx, back); err != nil {
					t.Fatal(err)
				}
				if got := state(); got != step.want {
					t.Errorf("%+v: %s, want %s", step.ending, got, step.want)
				}
			}
		}
		secret := s.Seal(notify.Ending{Person: 1, Joined: 1, About: notify.Answers})
		if other := s.Seal(notify.Ending{Person: 2, Joined: 1, Target: notify.Target{Matter: notify.OfBlock, ID: 1 << 40}}); len(other) != len(secret) {
			t.Error("the length of a secret tells what it is about")
		}
		for name, wrong := range map[string]string{
			"nothing": "", "changed": secret[:len(secret)-2] + "AA", "cut off": secret[:20], "of another key": (&notify.Store{DB: d, Key: []byte(strings.Repeat("k", 32))}).Seal(notify.Ending{Person: 1, Joined: 1, About: notify.Answers}),
			"of somebody before": s.Seal(notify.Ending{Person: 1, Joined: 7, About: notify.Answers}),
		} {
			if _, err := s.Unseal(ctx, wrong); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("a secret that is %s is taken: %v", name, err)
			}
		}
		exec(t, d, "UPDATE people SET state = 'erased' WHERE id = 1")
		if _, err := s.Unseal(ctx, secret); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("it works after the account was erased: %v", err)
		}
	})
}

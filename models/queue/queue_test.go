package queue_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/queue"
)

var ctx = context.Background()

func enqueue(t *testing.T, d *db.DB, n int) {
	t.Helper()
	for i := range n {
		if err := d.Write(ctx, func(tx *db.Tx) error { return queue.Enqueue(tx, "mail", map[string]int{"n": i}) }); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEachJobIsClaimedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		enqueue(t, d, 40)
		var mu sync.Mutex
		seen := map[int64]int{}
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				for {
					jobs, err := queue.Claim(ctx, d, 3)
					if err != nil {
						t.Error(err)
					}
					if len(jobs) == 0 {
						return
					}
					for _, j := range jobs {
						mu.Lock()
						seen[j.ID]++
						mu.Unlock()
						if err := queue.Finish(ctx, d, j); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		group.Wait()
		for id, times := range seen {
			if times != 1 {
				t.Errorf("job %d was claimed %d times", id, times)
			}
		}
		if len(seen) != 40 {
			t.Errorf("%d of 40 jobs were claimed", len(seen))
		}
	})
}

func TestADeadWorkersJobComesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		enqueue(t, d, 1)
		if jobs, _ := queue.Claim(ctx, d, 1); len(jobs) != 1 {
			t.Fatal("nothing to claim")
		}
		if jobs, _ := queue.Claim(ctx, d, 1); len(jobs) != 0 {
			t.Fatal("claimed by two at once")
		}
		now.Advance(3 * time.Minute)
		jobs, err := queue.Claim(ctx, d, 1)
		if err != nil || len(jobs) != 1 || jobs[0].Attempts != 2 {
			t.Fatalf("%v %v", jobs, err)
		}
	})
}

func TestRetryBacksOffAndEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		enqueue(t, d, 1)
		attempts := 0
		for range 100 {
			jobs, err := queue.Claim(ctx, d, 1)
			if err != nil {
				t.Fatal(err)
			}
			for _, j := range jobs {
				attempts++
				if err := queue.Retry(ctx, d, j, errors.New("451 try later"), false); err != nil {
					t.Fatal(err)
				}
				if due, _ := queue.Due(ctx, d); due {
					t.Fatal("due again at once")
				}
			}
			now.Advance(6 * time.Hour)
		}
		if attempts != 12 {
			t.Errorf("%d attempts", attempts)
		}
		state, err := db.Value[string](ctx, d, "SELECT state || last_error FROM jobs")
		if err != nil || state != "failed451 try later" {
			t.Errorf("%q %v", state, err)
		}
	})
}

func TestUndoneCommandLeavesNoJob(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		d.Write(ctx, func(tx *db.Tx) error {
			if err := queue.Enqueue(tx, "mail", 1); err != nil {
				t.Error(err)
			}
			return errors.New("no")
		})
		if due, err := queue.Due(ctx, d); due || err != nil {
			t.Errorf("due %v, %v", due, err)
		}
	})
}

package db_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

// instances opens one database several times, each hearing of the others. Each is told of commits by hear.
func instances(t *testing.T, hear ...func(topics []string)) []*db.DB {
	t.Helper()
	address := dbtest.PostgresURL(t)
	var list []*db.DB
	for _, hook := range hear {
		d, err := db.Open(ctx, db.Options{Source: address})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		d.OnCommit(hook)
		d.Listen()
		eventually(t, "an instance hears", d.Hears)
		list = append(list, d)
	}
	return list
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for began := time.Now(); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > 30*time.Second {
			t.Fatalf("it never came to be that %s", what)
		}
	}
}

// What takes something away is answered when every instance has heard of it, and no other command waits for that.
func TestWithdrawalsWaitForEveryInstance(t *testing.T) {
	var mu sync.Mutex
	heard := []string{}
	slow := func(topics []string) {
		if topics[0] == db.TopicEverything {
			return
		}
		time.Sleep(300 * time.Millisecond)
		mu.Lock()
		defer mu.Unlock()
		heard = append(heard, topics...)
	}
	list := instances(t, func([]string) {}, slow)
	write := func(topic string, away bool) (known bool) {
		t.Helper()
		if err := list[0].Write(ctx, func(tx *db.Tx) error {
			tx.Touch(topic)
			if away {
				tx.Withdraws()
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		defer mu.Unlock()
		return slices.Contains(heard, topic)
	}
	if write("plain", false) {
		t.Error("a command waited for another instance that had nothing to wait for")
	}
	for range 3 {
		mu.Lock()
		heard = nil
		mu.Unlock()
		if !write("away", true) {
			t.Error("a withdrawal was answered before another instance had heard of it")
		}
	}
	list[1].Close()
	began := time.Now()
	write("alone", true)
	if time.Since(began) > 4*time.Second {
		t.Errorf("it waited %v for an instance that is gone", time.Since(began))
	}
}

// An instance that no longer hears of the others knows that it does not, and one that hears again knows that too.
func TestAnInstanceKnowsWhetherItHears(t *testing.T) {
	d := instances(t, func([]string) {})[0]
	stop := func() {
		other, err := db.Open(ctx, db.Options{Source: d.Source})
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		rows, err := other.Query(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'folkmoot hears'")
		if err != nil {
			t.Fatal(err)
		}
		rows.Close()
	}
	stop()
	eventually(t, "it knows that it does not hear", func() bool { return !d.Hears() })
	eventually(t, "it hears again", d.Hears)
}

package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"folkmoot/app/mail"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/notify"
	"folkmoot/models/queue"
)

func newWorker(d *db.DB) *Worker { return NewWorker(d, slog.New(slog.NewTextHandler(io.Discard, nil))) }

func enqueue(t *testing.T, d *db.DB, kind string, payload any) {
	t.Helper()
	if err := d.Write(context.Background(), func(tx *db.Tx) error { return queue.Enqueue(tx, kind, payload) }); err != nil {
		t.Fatal(err)
	}
}

// rounds works until nothing is due.
func rounds(t *testing.T, w *Worker) {
	t.Helper()
	for {
		more, err := w.Round(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return
		}
	}
}

func TestJobsAreDoneOnceAndFailuresAreTriedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorker(d)
		var good, shaky, bad, panics atomic.Int64
		w.Handle("good", func(_ context.Context, payload json.RawMessage) error {
			var n int64
			err := json.Unmarshal(payload, &n)
			good.Add(n)
			return err
		})
		w.Handle("shaky", func(context.Context, json.RawMessage) error {
			if shaky.Add(1) < 3 {
				return errors.New("not now")
			}
			return nil
		})
		w.Handle("bad", func(context.Context, json.RawMessage) error { bad.Add(1); return Pointless{errors.New("never")} })
		w.Handle("panics", func(context.Context, json.RawMessage) error { panics.Add(1); panic("a fault") })
		for i := range 10 {
			enqueue(t, d, "good", i+1)
		}
		for _, kind := range []string{"shaky", "bad", "panics", "nobody knows"} {
			enqueue(t, d, kind, nil)
		}
		rounds(t, w)
		if good.Load() != 55 || shaky.Load() != 1 || bad.Load() != 1 || panics.Load() != 1 {
			t.Fatalf("first: good %d, shaky %d, bad %d, panics %d", good.Load(), shaky.Load(), bad.Load(), panics.Load())
		}
		if waiting, failed := w.Depth(); waiting != 3 || failed != 1 {
			t.Errorf("first: %v wait, %v failed", waiting, failed)
		}
		for range 20 {
			now.Advance(7 * time.Hour)
			rounds(t, w)
		}
		if good.Load() != 55 || shaky.Load() != 3 || bad.Load() != 1 || panics.Load() != 12 {
			t.Errorf("at last: good %d, shaky %d, bad %d, panics %d", good.Load(), shaky.Load(), bad.Load(), panics.Load())
		}
		if waiting, failed := w.Depth(); waiting != 0 || failed != 3 {
			t.Errorf("at last: %v wait, %v failed", waiting, failed)
		}
	})
}

func TestACommitWakesTheWorkerAndStopWaits(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorker(d)
	begun, finish := make(chan struct{}), make(chan struct{})
	var done atomic.Bool
	w.Handle("slow", func(context.Context, json.RawMessage) error {
		close(begun)
		<-finish
		done.Store(true)
		return nil
	})
	var regular atomic.Int64
	w.Every(Regular{Name: "often", Every: time.Millisecond, Do: func(context.Context) error { regular.Add(1); panic("a fault") }})
	w.Start()
	if err := d.Write(context.Background(), func(tx *db.Tx) error {
		tx.Touch("site")
		return queue.Enqueue(tx, "slow", nil)
	}); err != nil {
		t.Fatal(err)
	}
	<-begun
	for regular.Load() < 3 { // regular work goes on, its own faults and the slow job notwithstanding
		time.Sleep(time.Millisecond)
	}
	time.AfterFunc(20*time.Millisecond, func() { close(finish) })
	w.Stop(10 * time.Second)
	if !done.Load() {
		t.Error("did not wait for the job under way")
	}
	if due, err := queue.Due(context.Background(), d); err != nil || due {
		t.Errorf("the job that was done while stopping is still there: %v %v", due, err)
	}
}

// Work that comes round seldom may be heavy: no two run side by side, and what comes round often waits for none of it.
func TestSeldomWorkTakesTurns(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorker(d)
	var running, most, done atomic.Int64
	heavy := Regular{Name: "heavy", Every: seldom, Do: func(context.Context) error {
		most.Store(max(most.Load(), running.Add(1)))
		time.Sleep(10 * time.Millisecond)
		running.Add(-1)
		done.Add(1)
		return w.guarded(Regular{Name: "often", Every: time.Second, Do: func(context.Context) error { return nil }})
	}}
	var group sync.WaitGroup
	for range 5 {
		group.Go(func() {
			if err := w.guarded(heavy); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if most.Load() != 1 || done.Load() != 5 {
		t.Errorf("%d of %d ran side by side", most.Load(), done.Load())
	}
}

func TestStopLosesPatience(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorker(d)
	begun, finish := make(chan struct{}), make(chan struct{})
	w.Handle("stuck", func(context.Context, json.RawMessage) error { close(begun); <-finish; return nil })
	enqueue(t, d, "stuck", nil)
	w.Start()
	<-begun
	w.Stop(10 * time.Millisecond)
	close(finish)
	w.group.Wait()
}

// post is a sender that takes or refuses mail.
type post struct {
	sent []mail.Message
	err  error
}

func (p *post) Send(_ context.Context, m mail.Message) error {
	if p.err == nil {
		p.sent = append(p.sent, m)
	}
	return p.err
}

func TestMail(t *testing.T) {
	good := json.RawMessage(`{"To":"ann@example.org","Subject":"Hello","Text":"Words","MessageID":"1@example.org"}`)
	p := &post{}
	d, _ := dbtest.SQLite(t)
	n := Notices{Sender: p, Letters: &notify.Store{DB: d}}
	if err := n.mailAccount(context.Background(), good); err != nil || len(p.sent) != 1 || p.sent[0].MessageID != "1@example.org" {
		t.Errorf("sent %v, %v", p.sent, err)
	}
	var pointless Pointless
	if err := n.mailAccount(context.Background(), json.RawMessage(`{"To":1}`)); !errors.As(err, &pointless) {
		t.Errorf("a payload that is no mail: %v", err)
	}
	p.err = &mail.Error{Permanent: true, Code: 550}
	if err := n.mailAccount(context.Background(), good); !errors.As(err, &pointless) {
		t.Error("a permanent refusal would be tried again")
	}
	p.err = errors.New("the line is down")
	if err := n.mailAccount(context.Background(), good); err == nil || errors.As(err, &pointless) || !strings.Contains(err.Error(), "line") {
		t.Errorf("a passing failure: %v", err)
	}
}

// A letter that lets somebody sign in comes back to where we see it, and stops their mail where their server refuses it.
func TestLettersOfAnAccountThatDoNotArrive(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		ctx, p := context.Background(), &post{}
		n := Notices{Sender: p, Letters: &notify.Store{DB: d}, Return: func(l notify.Letter, _ string) (string, string) {
			return "", fmt.Sprintf("back-%d@example.org", l.Person)
		}}
		err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO people (id, public_name, email, created_at, changed_at) VALUES (7, 'Ann', 'ann@example.org', 1, 1)")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		stopped := func() string {
			t.Helper()
			told, err := db.Value[string](ctx, d, "SELECT COUNT(mail_stopped_at) || ' ' || (SELECT COUNT(*) FROM notices WHERE kind = 'mail-stopped') FROM people")
			if err != nil {
				t.Fatal(err)
			}
			return told
		}
		letter := func(to string) error {
			return n.mailAccount(ctx, json.RawMessage(`{"To":"`+to+`","Subject":"Sign in","Text":"Words","MessageID":"1@example.org"}`))
		}
		if err := letter("ann@example.org"); err != nil || p.sent[0].Bounces != "back-7@example.org" {
			t.Errorf("%+v, %v", p.sent, err)
		}
		if err := letter("eve@example.org"); err != nil || p.sent[1].Bounces != "" {
			t.Errorf("to nobody: %+v, %v", p.sent, err)
		}
		p.err = &mail.Error{Code: 451}
		if err := letter("ann@example.org"); err == nil || stopped() != "0 0" {
			t.Errorf("refused for now: %v, %s", err, stopped())
		}
		p.err = &mail.Error{Permanent: true, Recipient: true, Code: 550}
		for range 2 {
			if err := letter("ann@example.org"); !errors.As(err, new(Pointless)) || stopped() != "1 1" {
				t.Errorf("refused for good: %v, %s", err, stopped())
			}
		}
	})
}

package db_test

import (
	"errors"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

// wire stands between the program and a PostgreSQL server and can be cut and joined again.
type wire struct {
	server, address string
	listener        net.Listener
	mu              sync.Mutex
	open            []net.Conn
}

func (w *wire) join(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("tcp", w.address)
	if err != nil {
		t.Fatal(err)
	}
	w.listener, w.address = listener, listener.Addr().String()
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", w.server)
			if err != nil {
				near.Close()
				return
			}
			w.mu.Lock()
			w.open = append(w.open, near, far)
			w.mu.Unlock()
			go io.Copy(near, far)
			go io.Copy(far, near)
		}
	}()
}

func (w *wire) cut() {
	w.listener.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, conn := range w.open {
		conn.Close()
	}
	w.open = nil
}

func TestALostServerIsBusyAndComesBack(t *testing.T) {
	direct, _ := dbtest.Postgres(t)
	source, err := url.Parse(direct.Source)
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{server: source.Host, address: "127.0.0.1:0"}
	w.join(t)
	defer w.cut()
	source.Host = w.address
	d, err := db.Open(ctx, db.Options{Source: source.String(), Clock: clock.System{}})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	number := func() error { _, err := db.Value[int](ctx, d, "SELECT 1"); return err }
	asks := map[string]func() error{
		"reading":       number,
		"reading a row": func() error { var n int; return d.QueryRow(ctx, "SELECT 1").Scan(&n) },
		"a list":        func() error { _, err := db.Values[int](ctx, d, "SELECT 1"); return err },
		"a command":     func() error { _, err := d.Command(ctx, db.NewKey(1), put("greeting", "hello")); return err },
	}
	if err := number(); err != nil {
		t.Fatal(err)
	}
	w.cut()
	for name, ask := range asks {
		for range 2 { // on a connection that was lost, then on none
			if err := ask(); !errors.Is(err, db.ErrBusy) {
				t.Errorf("%s without a server: %v", name, err)
			}
		}
	}
	w.join(t)
	for begun := time.Now(); number() != nil; time.Sleep(20 * time.Millisecond) {
		if time.Since(begun) > 10*time.Second {
			t.Fatal("it does not find the server again")
		}
	}
}

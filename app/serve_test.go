package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// output is a writer that can be read while it is written to.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// running is a program that serves.
type running struct {
	address, folder string
	out, log        *output
	stop            context.CancelFunc
	code            chan int
}

// start runs "serve" on a free port and waits until it greets.
func start(t *testing.T, args ...string) *running {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &running{address: free.Addr().String(), folder: t.TempDir(), out: &output{}, log: &output{}, code: make(chan int, 1)}
	free.Close()
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	t.Cleanup(stop)
	environ := map[string]string{"FOLKMOOT_ADDRESS": r.address, "FOLKMOOT_DATA": r.folder}
	go func() {
		r.code <- run(ctx, append([]string{"serve"}, args...), call{stdin: strings.NewReader(""), stdout: r.out, stderr: r.log, environ: environ})
	}()
	for range 1000 {
		if strings.Contains(r.out.String(), "ready at") {
			return r
		}
		select {
		case code := <-r.code:
			t.Fatalf("ended with %d\n%s", code, r.log)
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatalf("did not greet\n%s", r.log)
	return nil
}

// ended waits for the exit code.
func (r *running) ended(t *testing.T) int {
	t.Helper()
	select {
	case code := <-r.code:
		return code
	case <-time.After(15 * time.Second):
		t.Fatalf("did not end\n%s", r.log)
		return -1
	}
}

// metric reads one of the figures.
func (r *running) metric(t *testing.T, name string) string {
	t.Helper()
	answer, err := http.Get("http://" + r.address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	for line := range strings.Lines(string(body)) {
		if value, found := strings.CutPrefix(line, name+" "); found {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// counted waits until the summary is counted, though nobody has asked for it.
func (r *running) counted(t *testing.T) {
	t.Helper()
	behind := ""
	for range 500 {
		if behind = r.metric(t, "folkmoot_hearing_behind"); behind == "0" {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("the summary is %q changes behind:\n%s", behind, r.log)
}

func TestServeAnswersAndStops(t *testing.T) {
	r := start(t)
	_, port, _ := net.SplitHostPort(r.address)
	if !strings.Contains(r.out.String(), "ready at http://localhost:"+port+"\n") {
		t.Errorf("greets with %q", r.out)
	}
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		answer, err := http.Get("http://" + r.address + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if answer.StatusCode != 200 {
			t.Errorf("%s: %d %s", path, answer.StatusCode, body)
		}
		if path == "/metrics" {
			for _, name := range []string{"folkmoot_requests_total", "folkmoot_page_cache_bytes", "folkmoot_jobs_waiting 0", "folkmoot_sqlite_wal_bytes", "go_goroutines"} {
				if !strings.Contains(string(body), name) {
					t.Errorf("the figures lack %s", name)
				}
			}
		}
	}
	r.counted(t)
	idle, err := net.Dial("tcp", r.address) // a browser that keeps its connection open does not hold up the end
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	fmt.Fprintf(idle, "GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n", r.address)
	if _, err := idle.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	r.stop()
	if code := r.ended(t); code != exitDone {
		t.Errorf("ended with %d\n%s", code, r.log)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("took %v to stop", took)
	}
	if size := fileSize(filepath.Join(r.folder, "folkmoot.db-wal")); size > 0 {
		t.Errorf("the database was not closed: its write-ahead log holds %d bytes", size)
	}
}

func TestServeStopsWhenItsDatabaseIsRemoved(t *testing.T) {
	r := start(t)
	r.counted(t) // so that nothing writes when the file goes
	if err := os.Remove(filepath.Join(r.folder, "folkmoot.db")); err != nil {
		t.Fatal(err)
	}
	if code := r.ended(t); code != exitFailed {
		t.Errorf("ended with %d", code)
	}
	if !strings.Contains(r.log.String(), "was removed or replaced while the program ran") {
		t.Errorf("says\n%s", r.log)
	}
}

func TestServeSaysWhyItCannotListen(t *testing.T) {
	r := start(t)
	var log output
	code := run(context.Background(), []string{"serve"}, call{
		stdin: strings.NewReader(""), stdout: io.Discard, stderr: &log,
		environ: map[string]string{"FOLKMOOT_ADDRESS": r.address, "FOLKMOOT_DATA": t.TempDir()},
	})
	if code != exitFailed || !strings.Contains(log.String(), "cannot listen on "+r.address) {
		t.Errorf("%d: %s", code, &log)
	}
	r.stop()
	r.ended(t)
}

func TestMigrate(t *testing.T) {
	folder := t.TempDir()
	environ := map[string]string{"FOLKMOOT_DATA": folder}
	for _, step := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"migrate", "--check"}, exitFailed, "this program needs"},
		{[]string{"migrate"}, exitDone, "is up to date now"},
		{[]string{"migrate"}, exitDone, "was up to date"},
		{[]string{"migrate", "--check"}, exitDone, "is up to date"},
	} {
		var out output
		if code := run(context.Background(), step.args, call{stdin: strings.NewReader(""), stdout: &out, stderr: &out, environ: environ}); code != step.code || !strings.Contains(out.String(), step.says) {
			t.Errorf("%v: %d %q", step.args, code, &out)
		}
	}
}

package prose_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"folkmoot/models/prose"
)

func batch(t *testing.T, in string) []string {
	t.Helper()
	var out bytes.Buffer
	if err := prose.Batch(context.Background(), strings.NewReader(in), &out, prose.Options{}); err != nil {
		t.Fatal(err)
	}
	if out.Len() == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func TestBatch(t *testing.T) {
	in := strings.Join([]string{
		`{"id":1,"markdown":"*a*"}`,
		`{"id":"x\u00e9","markdown":"b"}`,
		`{"markdown":"c","id":{"k":[1, 2.50]}}`,
		``,
		`not json`,
		`{"id":2}`,
		`{"id":3,"markdown":5}`,
		`{"id":4,"markdown":"a\u0000b"}`,
		`{"id":1e400,"markdown":"d"}`,
		"{\"id\":5,\"markdown\":\"\xff\"}",
		`{"id":6,"markdown":"e[^1]\n\n[^1]: f"}`,
		`[1]`,
		`{"markdown":"g"}`,
		`{"id":7,"markdown":""}`,
	}, "\n")
	want := []string{
		`{"id":1,"html":"<p><em>a</em></p>\n"}`,
		`{"id":"x\u00e9","html":"<p>b</p>\n"}`,
		`{"id":{"k":[1, 2.50]},"html":"<p>c</p>\n"}`,
		`{"id":null,"error":`,
		`{"id":2,"error":`,
		`{"id":null,"error":`,
		`{"id":4,"error":"Your text has a hidden character`,
		`{"id":1e400,"html":"<p>d</p>\n"}`,
		`{"id":5,"error":"Some of the letters`,
		`{"id":6,"html":"<p>e<sup id=\"11-fnref:1\">`,
		`{"id":null,"error":`,
		`{"id":null,"html":"<p>g</p>\n"}`,
		`{"id":7,"html":""}`,
	}
	got := batch(t, in)
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) || !json.Valid([]byte(got[i])) {
			t.Errorf("line %d is %s, want %s", i+1, got[i], want[i])
		}
	}
}

func TestBatchKeepsOrder(t *testing.T) {
	var in strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&in, `{"id":%d,"markdown":%q}`+"\n", i, strings.Repeat("a *b* ", i*7%500))
	}
	got := batch(t, in.String())
	if len(got) != 3000 {
		t.Fatalf("%d lines", len(got))
	}
	for i, line := range got {
		if !strings.HasPrefix(line, fmt.Sprintf(`{"id":%d,"html":`, i)) {
			t.Fatalf("line %d is %s", i, short(line))
		}
	}
}

func TestBatchLongLines(t *testing.T) {
	long := `{"id":1,"markdown":"` + strings.Repeat("a", 3<<20) + `"}`
	big := `{"id":2,"markdown":"` + strings.Repeat("a", 1<<20) + `"}`
	got := batch(t, long+"\n"+big+"\n"+`{"id":3,"markdown":"c"}`)
	if len(got) != 3 || !strings.Contains(got[0], `"id":null,"error":`) ||
		!strings.Contains(got[1], `"id":2,"error":"Your text is too long`) || !strings.Contains(got[2], `"id":3,"html"`) {
		t.Errorf("%q", got)
	}
}

// TestBatchAnswersAtOnce feeds a line and waits for its answer before the next.
func TestBatchAnswersAtOnce(t *testing.T) {
	in, feed := io.Pipe()
	answers, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- prose.Batch(context.Background(), in, out, prose.Options{})
		out.Close()
	}()
	lines := json.NewDecoder(answers)
	for i := range 3 {
		fmt.Fprintf(feed, `{"id":%d,"markdown":"a"}`+"\n", i)
		var answer struct{ ID int }
		if err := lines.Decode(&answer); err != nil || answer.ID != i {
			t.Fatalf("%d: %v, %v", i, answer, err)
		}
	}
	feed.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken") }

func TestBatchFails(t *testing.T) {
	lines := strings.Repeat(`{"id":1,"markdown":"a"}`+"\n", 500)
	if err := prose.Batch(context.Background(), strings.NewReader(lines), brokenWriter{}, prose.Options{}); err == nil {
		t.Error("a broken writer is not reported")
	}
	broken := io.MultiReader(strings.NewReader(lines), iotestError{})
	if err := prose.Batch(context.Background(), broken, io.Discard, prose.Options{}); !errors.Is(err, errBroken) {
		t.Errorf("a broken reader gives %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	in, feed := io.Pipe()
	defer feed.Close()
	go func() {
		time.Sleep(20 * time.Millisecond)
		cancel()
		feed.Close()
	}()
	if err := prose.Batch(ctx, in, io.Discard, prose.Options{}); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context gives %v", err)
	}
}

var errBroken = errors.New("broken")

type iotestError struct{}

func (iotestError) Read([]byte) (int, error) { return 0, errBroken }

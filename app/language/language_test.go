package language

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
)

const secret = "sk-hunter2"

// model is a client of a fake endpoint.
func model(t *testing.T, answer http.HandlerFunc) (*Client, *bytes.Buffer) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // from then on the server notices who hangs up
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL + "/v1/")
	if err != nil {
		t.Fatal(err)
	}
	log := &bytes.Buffer{}
	return New(Options{URL: base, Model: "small-1", Key: secret, Patience: time.Second, Log: slog.New(slog.NewJSONHandler(log, nil))}), log
}

func say(words string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"id": "x", "choices": []any{map[string]any{"index": 0, "message": map[string]any{"role": "assistant", "content": words}}}})
	}
}

func TestAsk(t *testing.T) {
	var got *http.Request
	var body []byte
	client, _ := model(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		say(" A draft.\r\nTwo lines. \n")(w, r)
	})
	words, err := client.Ask(context.Background(), "rules", "<data> & “words”")
	if err != nil || words != "A draft.\nTwo lines." {
		t.Fatalf("%q, %v", words, err)
	}
	if got.Method != http.MethodPost || got.URL.Path != "/v1/chat/completions" || got.Header.Get("Authorization") != "Bearer "+secret {
		t.Errorf("%s %s %v", got.Method, got.URL, got.Header)
	}
	var asked request
	if err := json.Unmarshal(body, &asked); err != nil || asked.Model != "small-1" || len(asked.Messages) != 2 || asked.Messages[0] != (message{"system", "rules"}) || asked.Messages[1] != (message{"user", "<data> & “words”"}) {
		t.Errorf("%+v %v", asked, err)
	}
}

func TestWhatIsNoAnswer(t *testing.T) {
	elsewhere := 0
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { elsewhere++; say("stolen")(w, r) }))
	defer other.Close()
	release := make(chan struct{})
	defer close(release)
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "the key "+secret+" is wrong", code) }
	}
	raw := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
	}
	flood := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"choices":[{"message":{"content":"`)
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat("a", 1<<16)); err != nil {
				return
			}
		}
	}
	tests := []struct {
		name   string
		answer http.HandlerFunc
		want   string
	}{
		{"an error", status(500), "code 500"},
		{"a wrong key", status(401), "code 401"},
		{"too many", status(429), "code 429"},
		{"a redirect to elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
		}, "code 307"},
		{"a redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/v2", http.StatusFound) }, "code 302"},
		{"garbage", raw("<html>" + secret), "no answer that we could use"},
		{"nothing", raw(""), "no answer that we could use"},
		{"no choice", raw(`{"choices":[]}`), "no answer that we could use"},
		{"no words", say("  \n"), "no answer that we could use"},
		{"null", raw(`{"choices":[{"message":{"content":null}}]}`), "no answer that we could use"},
		{"another form", raw(`{"choices":"yes"}`), "no answer that we could use"},
		{"long words", say(strings.Repeat("a", maxWords+1)), "no answer that we could use"},
		{"a flood", flood, "no answer that we could use"},
		{"cut off", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "no answer that we could use"},
		{"silence", func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-release:
			case <-r.Context().Done():
			}
		}, "took too long"},
		{"drops", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, " ")
				w.(http.Flusher).Flush()
				time.Sleep(50 * time.Millisecond)
			}
		}, "took too long"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			client, log := model(t, test.answer)
			words, err := client.Ask(context.Background(), "rules", "what Mina said")
			var invalid db.Invalid
			if words != "" || !errors.As(err, &invalid) || !strings.Contains(invalid[""].String(), test.want) {
				t.Errorf("%q, %v", words, err)
			}
			if !strings.Contains(log.String(), "gave no answer") || strings.Contains(log.String(), secret) || strings.Contains(log.String(), "Mina") {
				t.Errorf("the log says %s", log)
			}
		})
	}
	if elsewhere > 0 {
		t.Error("it went where it was sent")
	}
}

func TestOneAtATime(t *testing.T) {
	begun, release := make(chan struct{}), make(chan struct{})
	client, _ := model(t, func(w http.ResponseWriter, r *http.Request) {
		begun <- struct{}{}
		<-release
		say("done")(w, r)
	})
	first := make(chan error)
	go func() { _, err := client.Ask(context.Background(), "r", "d"); first <- err }()
	<-begun
	if _, err := client.Ask(context.Background(), "r", "d"); err == nil || !strings.Contains(err.Error(), "busy") {
		t.Errorf("%v", err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Error(err)
	}
	go func() { <-begun }()
	if _, err := client.Ask(context.Background(), "r", "d"); err != nil {
		t.Errorf("its turn did not end: %v", err)
	}
}

func TestWhatIsTooLongIsNotSent(t *testing.T) {
	client, _ := model(t, func(http.ResponseWriter, *http.Request) { t.Error("it was sent") })
	if _, err := client.Ask(context.Background(), "r", strings.Repeat("a", maxAsked)); err == nil {
		t.Error("it was taken")
	}
}

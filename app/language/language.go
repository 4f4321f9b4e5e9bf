// Package language asks the language model that the operator set, over an OpenAI-compatible endpoint. It is the only
// place that does. What it is asked with is public already; what it answers is never believed: see models/insight/grounded.
package language

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"folkmoot/models/db"
)

// Bounds.
const (
	Patience  = 40 * time.Second // for a whole answer
	maxAsked  = 128 << 10        // bytes of a request
	maxAnswer = 256 << 10        // bytes of a response
	maxWords  = 16 << 10         // bytes of the words in it
)

// Options say which model to ask, and where.
type Options struct {
	URL      *url.URL // what "/chat/completions" stands below
	Model    string
	Key      string        // a secret; "" = none is sent
	Patience time.Duration // 0 = Patience
	Log      *slog.Logger  // gets what went wrong, without what was asked and without the key
}

// Client asks a language model, one thing at a time.
type Client struct {
	options Options
	http    *http.Client
	turn    chan struct{}
}

// New makes a client. It sends nothing before Ask is called.
func New(o Options) *Client {
	if o.Patience == 0 {
		o.Patience = Patience
	}
	return &Client{options: o, turn: make(chan struct{}, 1), http: &http.Client{
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: 10 * time.Second, MaxResponseHeaderBytes: 64 << 10,
		},
		// Nothing is ever sent anywhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// message is one of a chat.
type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// request holds only what every such endpoint takes: some refuse a temperature or a limit of words.
type request struct {
	Model    string    `json:"model"`
	Messages []message `json:"messages"`
}

// response holds what is read of an answer.
type response struct {
	Choices []struct {
		Message message `json:"message"`
	} `json:"choices"`
}

// Ask gives the model rules and what they are about, and gives what it writes, as it is. Where that fails the error is a
// db.Invalid under "", in plain words. It must not be called within a transaction.
func (c *Client) Ask(ctx context.Context, rules, data string) (string, error) {
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	default:
		return "", db.Wrong("", "The language model is busy with something else. Please try again in a minute")
	}
	ctx, cancel := context.WithTimeout(ctx, c.options.Patience)
	defer cancel()
	words, err := c.ask(ctx, request{Model: c.options.Model, Messages: []message{{"system", rules}, {"user", data}}})
	if err == nil {
		return words, nil
	}
	if c.options.Log != nil {
		c.options.Log.Warn("the language model gave no answer", "model", c.options.Model, "error", err)
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return "", db.Wrong("", "The language model took too long to answer. Please try again later")
	}
	var refused status
	if errors.As(err, &refused) {
		return "", db.Wrong("", "The language model refused to answer (code %d). Please try again later, or tell whoever runs this place", int(refused))
	}
	return "", db.Wrong("", "The language model gave no answer that we could use. Please try again later, or tell whoever runs this place")
}

// status is the code of an answer that is none.
type status int

func (s status) Error() string { return fmt.Sprintf("it answered with status %d", int(s)) }

func (c *Client) ask(ctx context.Context, r request) (string, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	if len(body) > maxAsked {
		return "", fmt.Errorf("a request of %d bytes is too long", len(body))
	}
	post, err := http.NewRequestWithContext(ctx, http.MethodPost, c.options.URL.JoinPath("chat", "completions").String(), bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	post.Header.Set("Content-Type", "application/json")
	post.Header.Set("Accept", "application/json")
	if c.options.Key != "" {
		post.Header.Set("Authorization", "Bearer "+c.options.Key)
	}
	got, err := c.http.Do(post)
	if err != nil {
		return "", err
	}
	defer got.Body.Close()
	if got.StatusCode != http.StatusOK {
		return "", status(got.StatusCode)
	}
	return read(got.Body)
}

// read reads the words of an answer.
func read(from io.Reader) (string, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxAnswer+1))
	if err != nil {
		return "", err
	}
	if len(data) > maxAnswer {
		return "", fmt.Errorf("its answer is longer than %d bytes", maxAnswer)
	}
	var answer response
	if err := json.Unmarshal(data, &answer); err != nil {
		return "", errors.New("its answer is not the JSON that was expected") // the parser's words could quote it
	}
	if len(answer.Choices) == 0 {
		return "", errors.New("its answer holds no choice")
	}
	words := strings.TrimSpace(strings.ReplaceAll(answer.Choices[0].Message.Content, "\r\n", "\n"))
	switch {
	case words == "":
		return "", errors.New("its answer is empty")
	case len(words) > maxWords:
		return "", fmt.Errorf("its answer is longer than %d bytes", maxWords)
	case !utf8.ValidString(words):
		return "", errors.New("its answer is not text")
	}
	return words, nil
}

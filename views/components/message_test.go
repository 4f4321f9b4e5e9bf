package components

import (
	"context"
	"strings"
	"testing"
)

func TestAMessageLeadsToWhatWasSaid(t *testing.T) {
	for message, want := range map[string]string{
		"Write something":                         "Write something</p>",
		"Said: /contributions/12. Change it":      `Said: <a href="/contributions/12">read what you said</a>. Change it</p>`,
		"/contributions/7":                        `<a href="/contributions/7">read what you said</a></p>`,
		"At https://evil.example/x or <b>":        "At https://evil.example/x or &lt;b&gt;</p>",
		"/contributions/012 and /contributions/x": "/contributions/012 and /contributions/x</p>",
	} {
		var page strings.Builder
		if err := problem(Field{ID: "body", Error: message}).Render(context.Background(), &page); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(strings.TrimSpace(page.String()), "</span> "+want) {
			t.Errorf("%q gives %s", message, page.String())
		}
		if words := MessageWords(context.Background(), message); strings.Contains(words, "/contributions/1") {
			t.Errorf("%q in words is %q", message, words)
		}
	}
}

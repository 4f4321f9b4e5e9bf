package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
)

func TestRender(t *testing.T) {
	tests := []struct {
		name, args, in string
		code           int
		out, err       string // a part of what is said
	}{
		{"one text", "render", "Hello *there* <b>", exitDone, "<p>Hello <em>there</em> &lt;b&gt;</p>", ""},
		{"nothing", "render", "", exitDone, "", ""},
		{"a comment's heading is low", "render", "# One", exitDone, "<h4", ""},
		{"a chapter's heading is high", "render --chapter", "# One", exitDone, "<h2", ""},
		{"too long", "render", strings.Repeat("a ", 40_000), exitFailed, "", "too long"},
		{"long enough for a chapter", "render --chapter", strings.Repeat("a ", 40_000), exitDone, "<p>a a", ""},
		{"no text", "render", "a\x00b", exitFailed, "", "folkmoot: "},
		{
			"batch", "render --batch", `{"id":7,"markdown":"*a*"}` + "\n" + `{"id":"b","markdown":"\u0000"}` + "\n",
			exitDone, `{"id":7,"html":"<p><em>a</em></p>\n"}` + "\n" + `{"id":"b","error":"`, "",
		},
		{"a file is not read", "render comment.md", "", exitUsage, "", "comment.md"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out, complaint bytes.Buffer
			code := run(t.Context(), strings.Fields(test.args), call{stdin: strings.NewReader(test.in), stdout: &out, stderr: &complaint})
			if code != test.code {
				t.Errorf("exit code %d, want %d: %s", code, test.code, complaint.String())
			}
			if !strings.Contains(out.String(), test.out) || test.out == "" && out.Len() > 0 {
				t.Errorf("out %q, want %q", out.String(), test.out)
			}
			if !strings.Contains(complaint.String(), test.err) || test.err == "" && complaint.Len() > 0 {
				t.Errorf("err %q, want %q", complaint.String(), test.err)
			}
		})
	}
}

func TestRenderBatchAnswersEveryLineInOrder(t *testing.T) {
	var in, out bytes.Buffer
	for range 500 {
		in.WriteString(`{"id":"x","markdown":"a"}` + "\n" + `{"id":"y","markdown":"\u0000"}` + "\n")
	}
	if code := run(t.Context(), []string{"render", "--batch"}, call{stdin: &in, stdout: &out, stderr: io.Discard}); code != exitDone {
		t.Fatalf("exit code %d", code)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 1000 {
		t.Fatalf("%d answers", len(lines))
	}
	for i, line := range lines {
		begin := [2]string{`{"id":"x","html":`, `{"id":"y","error":`}[i%2]
		if !strings.HasPrefix(line, begin) {
			t.Fatalf("answer %d is %s", i+1, line)
		}
	}
}

// An interruption must end it although nothing comes from the terminal.
func TestRenderStopsWhileItWaits(t *testing.T) {
	for _, args := range []string{"render", "render --batch"} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		waiting, end := io.Pipe()
		var complaint bytes.Buffer
		code := run(ctx, strings.Fields(args), call{stdin: waiting, stdout: io.Discard, stderr: &complaint})
		if code != exitFailed || complaint.String() != "folkmoot: stopped before it was done\n" {
			t.Errorf("%s: exit code %d, %s", args, code, complaint.String())
		}
		end.Close()
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	firstVersion = "# Buses\n\nThe bus stops at six and nobody told us why.\n\n- Ask the driver.\n- Ask at the hall, where the times hang on the door.\n\nThis is never read by anyone."
	nextVersion  = "# Buses and trains\n\nTrains run all night through.\n\nThe bus stops at seven and nobody told us why.\n\n- Ask the driver.\n- Ask at the hall, where the times hang on the door.\n"
)

// written puts files in a folder of their own and gives their names.
func written(t *testing.T, texts ...string) []string {
	t.Helper()
	folder := t.TempDir()
	names := make([]string, len(texts))
	for n, text := range texts {
		names[n] = filepath.Join(folder, string(rune('a'+n)))
		if err := os.WriteFile(names[n], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// ran runs a command line and gives what it wrote.
func ran(t *testing.T, want int, args ...string) (out, complaint string) {
	t.Helper()
	var written, said bytes.Buffer
	if code := run(t.Context(), args, call{stdin: strings.NewReader(""), stdout: &written, stderr: &said}); code != want {
		t.Errorf("%v: exit code %d, want %d: %s", args, code, want, said.String())
	}
	return written.String(), said.String()
}

func TestAnchor(t *testing.T) {
	files := written(t, firstVersion, nextVersion, `[
		{"id": 7, "quote": "stops at six and", "prefix": "", "suffix": ""},
		{"id": "b", "quote": "the times hang"},
		{"id": {"x": [1]}, "quote": "never read by anyone"},
		{"id": null, "quote": "Buses"},
		{"id": "<&>", "quote": "not there at all"}]`)
	out, _ := ran(t, exitDone, "anchor", "--old", files[0], "--new", files[1], "--anchors", files[2])
	var got []map[string]any
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for n, want := range []struct {
		id, status      string
		paragraph, text any
	}{
		{`7`, "reworded", 2.0, "stops at seven and"},
		{`"b"`, "same", 4.0, "the times hang"},
		{`{"x":[1]}`, "removed", nil, nil},
		{`null`, "same", 1.0, "Buses"},
		{`"<&>"`, "removed", nil, nil},
	} {
		var id bytes.Buffer
		encoder := json.NewEncoder(&id)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(got[n]["id"]); err != nil {
			t.Fatal(err)
		}
		sure, ok := got[n]["sure"].(float64)
		if strings.TrimSpace(id.String()) != want.id || got[n]["status"] != want.status || got[n]["paragraph"] != want.paragraph || got[n]["text"] != want.text ||
			!ok || sure < 0 || sure > 1 || len(got[n]) != 5 {
			t.Errorf("%v, want %+v", got[n], want)
		}
	}
}

func TestAlignCommand(t *testing.T) {
	files := written(t, firstVersion, nextVersion)
	out, _ := ran(t, exitDone, "align", "--old", files[0], "--new", files[1])
	var got []struct {
		Status   string
		Old, New *struct {
			Paragraph *int
			Kind      string
			Text      string
		}
		Sure float64
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var statuses []string
	for _, l := range got {
		statuses = append(statuses, l.Status)
	}
	if strings.Join(statuses, " ") != "reworded new reworded same same removed" {
		t.Errorf("%v", statuses)
	}
	if got[0].Old.Paragraph != nil || got[0].Old.Kind != "heading" || got[1].Old != nil || *got[1].New.Paragraph != 1 || *got[2].Old.Paragraph != 1 ||
		*got[2].New.Paragraph != 2 || got[5].New != nil || got[5].Old.Text != "This is never read by anyone." {
		t.Error(out)
	}
	if out, _ = ran(t, exitDone, "align", "--old", os.DevNull, "--new", os.DevNull); out != "[]\n" {
		t.Errorf("nothing: %q", out)
	}
}

func TestAnchorRefuses(t *testing.T) {
	files := written(t, firstVersion, nextVersion, `[{"id":1,"quote":"bus"}]`, `{"id":1}`, `[{"id":1,"quote":2}]`, `[{`, "a\x00b", strings.Repeat("a", maxDocument+1))
	for _, c := range []struct {
		args, err string
		code      int
	}{
		{"anchor --new B --anchors C", "--old is missing", exitUsage},
		{"anchor --old A --anchors C", "--new is missing", exitUsage},
		{"anchor --old A --new B", "--anchors is missing", exitUsage},
		{"align --old A", "--new is missing", exitUsage},
		{"align --old A --new B more", "one thing too many", exitUsage},
		{"align --old A --new /not/there", "/not/there", exitFailed},
		{"anchor --old A --new B --anchors D", "must hold a list", exitFailed},
		{"anchor --old A --new B --anchors E", "must hold a list", exitFailed},
		{"anchor --old A --new B --anchors F", "is not JSON", exitFailed},
		{"align --old A --new G", "hidden", exitFailed},
		{"align --old H --new B", "too long", exitFailed},
	} {
		args := strings.Fields(c.args)
		for n, arg := range args {
			if len(arg) == 1 {
				args[n] = files[arg[0]-'A']
			}
		}
		out, complaint := ran(t, c.code, args...)
		if out != "" || !strings.Contains(complaint, c.err) {
			t.Errorf("%s: %q, %q, want %q", c.args, out, complaint, c.err)
		}
	}
}

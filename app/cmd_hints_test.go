package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What waits can be written out for a classifier, and its scores come back; a wrong row takes nothing in, and says where.
func TestHints(t *testing.T) {
	folder := t.TempDir()
	environ := map[string]string{"FOLKMOOT_DATA": folder, "FOLKMOOT_BASE_URL": "https://talk.example.org"}
	do := func(args ...string) (int, string) {
		var out bytes.Buffer
		code := run(context.Background(), args, call{stdout: &out, stderr: &out, environ: environ})
		return code, out.String()
	}
	if code, said := do("demo"); code != exitDone {
		t.Fatal(said)
	}
	path := filepath.Join(folder, "waiting.csv")
	if code, said := do("export", "waiting", path); code != exitDone || !strings.Contains(said, "cases written") {
		t.Fatalf("%d %s", code, said)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.SplitN(string(data), "\n", 3)
	if rows[0] != "contribution,revision,reason,words" || len(rows) < 3 {
		t.Fatalf("%q", data)
	}
	first := strings.Join(strings.SplitN(rows[1], ",", 3)[:2], ",")
	for name, c := range map[string]struct {
		file string
		code int
		says string
	}{
		"a score":           {"contribution,revision,score\n" + first + ",0.8\n999999,1,1\n", exitDone, "1 of 2 hints kept"},
		"another order":     {"contribution,note,revision,score\n" + strings.Replace(first, ",", ",x,", 1) + ",0\n", exitDone, "1 of 1 hints kept"},
		"too much":          {"contribution,revision,score\n" + first + ",0.8\n" + first + ",1.5\n", exitFailed, "line 3: the score \"1.5\" is not a number from 0 to 1"},
		"no number":         {"contribution,revision,score\n" + first + ",soon\n", exitFailed, "line 2"},
		"not a number":      {"contribution,revision,score\n" + first + ",NaN\n", exitFailed, "line 2"},
		"of nothing":        {"contribution,revision,score\nx,1,0.5\n", exitFailed, "the contribution \"x\" is not a number"},
		"without a column":  {"contribution,score\n1,0.5\n", exitFailed, `no column "revision"`},
		"an empty file":     {"", exitFailed, "is empty"},
		"no rows but right": {"contribution,revision,score\n", exitDone, "0 of 0 hints kept"},
	} {
		scores := filepath.Join(t.TempDir(), "scores.csv")
		if err := os.WriteFile(scores, []byte(c.file), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, said := do("admin", "hints", scores); code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%s: %d %s", name, code, said)
		}
	}
}

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"folkmoot/app/fill"
)

// The demonstration's chapter is written, checked, spoiled and found out, with the exit codes that scripts go by.
func TestBundleCommands(t *testing.T) {
	folder := t.TempDir()
	environ := map[string]string{"FOLKMOOT_DATA": folder, "FOLKMOOT_BASE_URL": "https://talk.example.org"}
	ctx := context.Background()
	config, err := LoadConfig(environ)
	if err != nil {
		t.Fatal(err)
	}
	d, err := openStorage(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	if err := fill.Fill(ctx, config.Database.source(), config.Files, time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	good, bad := filepath.Join(folder, "good.zip"), filepath.Join(folder, "bad.zip")
	const chapter = "doing-it-together/finding-what-we-already-have"
	for _, step := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"bundle", "--out", good}, exitUsage, "--chapter GUIDE/CHAPTER is missing"},
		{[]string{"bundle", "--chapter", "one"}, exitUsage, "--chapter GUIDE/CHAPTER is missing"},
		{[]string{"bundle", "--chapter", chapter}, exitUsage, "--out FILE is missing"},
		{[]string{"bundle", "--chapter", "no/where", "--out", good}, exitFailed, "no/where"},
		{[]string{"bundle", "--chapter", chapter, "--out", good}, exitDone, "The bundle is whole"},
		{[]string{"bundle", "--chapter", chapter, "--out", good}, exitFailed, "cannot be made"},
		{[]string{"verify", "--bundle", good}, exitDone, "published versions have"},
		{[]string{"verify", "--bundle", bad}, exitFailed, "WRONG: "},
		{[]string{"verify", "--bundle", filepath.Join(folder, "none.zip")}, exitFailed, "cannot be read"},
	} {
		if step.args[len(step.args)-1] == bad {
			raw, err := os.ReadFile(good)
			if err != nil {
				t.Fatal(err)
			}
			raw[len(raw)/3] ^= 4
			if err := os.WriteFile(bad, raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		code := run(ctx, step.args, call{stdout: &out, stderr: &out, environ: environ})
		if code != step.code || !strings.Contains(out.String(), step.says) {
			t.Errorf("%v: code %d, %q", step.args, code, out.String())
		}
	}
}

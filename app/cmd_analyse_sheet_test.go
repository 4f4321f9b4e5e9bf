package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

const (
	dayRows   = "created_at,author,themes\n2026-01-05,a,Parks;Buses\n2026-01-12,b,Parks\n"
	polisSaid = "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n1600000001000,1,1,0,0,1,One\n1600000001000,2,1,0,0,1,Two\n"
	polisVote = "timestamp,comment-id,voter-id,vote\n1600000001000,1,1,1\n1600000001000,2,2,-1\n"
	polisSide = "participant,group\n1,0\n2,1\n"
)

// analyses are the commands with the files that they read.
var analyses = map[string]map[string]string{
	"themes":   {"codebook.csv": placeThemes, "train.csv": placeTagged, "test.csv": placeComments},
	"emerging": {"in.csv": dayRows},
	"opinion":  {"comments.csv": polisSaid, "votes.csv": polisVote, "groups.csv": polisSide},
}

// analysis writes files into a folder of their own and makes the command line that reads them.
func analysis(t *testing.T, kind string, files map[string]string) []string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{"analyse", kind}
	if kind == "opinion" {
		return append(args, "--polis", folder, "--groups", filepath.Join(folder, "groups.csv"))
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		args = append(args, "--"+strings.TrimSuffix(name, ".csv"), filepath.Join(folder, name))
	}
	return args
}

// utf16Of writes a text as a spreadsheet's "Unicode text" does.
func utf16Of(text string) string {
	var b bytes.Buffer
	binary.Write(&b, binary.LittleEndian, append([]uint16{0xfeff}, utf16.Encode([]rune(text))...))
	return b.String()
}

// Whatever is wrong with any of the files, it is said in a line that names the file, and nothing is written.
func TestAnalyseRefusesWhatItCannotRead(t *testing.T) {
	wrong := map[string]func(string) string{
		"empty":        func(string) string { return "" },
		"a mark alone": func(string) string { return "\xef\xbb\xbf" },
		"UTF-16":       utf16Of,
		"NUL header":   func(text string) string { return "\x00" + text },
		"no columns":   func(string) string { return "a,b\n1,2\n" },
		"two columns":  func(text string) string { return "x,X," + strings.ReplaceAll(text, "\n", "\n1,2,") },
		"long row":     func(text string) string { return text + `"` + strings.Repeat("x", 17<<20) + "\"\n" },
		"bare quote":   func(text string) string { return `a"b,` + text },
	}
	for kind, files := range analyses {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			for what, spoil := range wrong {
				spoilt := maps.Clone(files)
				spoilt[name] = spoil(files[name])
				out := filepath.Join(t.TempDir(), "out")
				_, said := ran(t, exitFailed, append(analysis(t, kind, spoilt), "--out", out)...)
				if strings.Count(said, "\n") != 1 || !strings.Contains(said, name) || len(said) > 1000 {
					t.Errorf("%s, %s %s: said %q", kind, name, what, said)
				}
				if left, err := os.ReadDir(filepath.Dir(out)); err != nil || len(left) > 0 {
					t.Errorf("%s, %s %s: left %v, %v", kind, name, what, left, err)
				}
			}
		}
		folder := analysis(t, kind, files)
		folder[3] = t.TempDir() // in the place of the first file
		if _, said := ran(t, exitFailed, append(folder, "--out", filepath.Join(t.TempDir(), "out"))...); strings.Count(said, "\n") != 1 {
			t.Errorf("%s of a folder: said %q", kind, said)
		}
	}
}

// What a spreadsheet saves when it is not asked for CSV in UTF-8 with commas is refused with what to do about it.
func TestAnalyseSaysHowToSave(t *testing.T) {
	quoted := func(text, separator string) string {
		header, rows, _ := strings.Cut(text, "\n")
		return `"` + strings.ReplaceAll(header, ",", `"`+separator+`"`) + "\"\r\n" + rows
	}
	const encoding, commas = "not text in UTF-8; save the file as CSV UTF-8", "has its cells kept apart by %s; save it with commas"
	for what, c := range map[string]struct {
		says  string
		spoil func(string) string
	}{
		"semicolons":        {fmt.Sprintf(commas, "semicolons"), func(text string) string { return strings.ReplaceAll(text, ",", ";") }},
		"quoted semicolons": {fmt.Sprintf(commas, "semicolons"), func(text string) string { return quoted(text, ";") }},
		"tabs":              {fmt.Sprintf(commas, "tabs"), func(text string) string { return strings.ReplaceAll(text, ",", "\t") }},
		"quoted tabs":       {fmt.Sprintf(commas, "tabs"), func(text string) string { return quoted(text, "\t") }},
		"UTF-16":            {encoding, utf16Of},
		"quoted UTF-16":     {encoding, func(text string) string { return utf16Of(quoted(text, ",")) }},
		"Latin 1":           {encoding, func(text string) string { return strings.Replace(text, "\n", ",caf\xe9\n", 1) }},
	} {
		for kind, files := range analyses {
			for name := range files {
				spoilt := maps.Clone(files)
				spoilt[name] = c.spoil(files[name])
				_, said := ran(t, exitFailed, append(analysis(t, kind, spoilt), "--out", filepath.Join(t.TempDir(), "out"))...)
				if !strings.Contains(said, name) || !strings.Contains(said, c.says) {
					t.Errorf("%s, %s in %s: said %q, want %q", kind, name, what, said, c.says)
				}
			}
		}
	}
	spoilt := maps.Clone(analyses["themes"])
	spoilt["codebook.csv"] = "theme; subject,name\nx,y\n"
	if _, said := ran(t, exitFailed, append(analysis(t, "themes", spoilt), "--out", filepath.Join(t.TempDir(), "out"))...); !strings.Contains(said, "semicolons") {
		t.Errorf("said %q", said)
	}
	spoilt["codebook.csv"] = "topic;note\nx;y\n"
	if _, said := ran(t, exitFailed, append(analysis(t, "themes", spoilt), "--out", filepath.Join(t.TempDir(), "out"))...); !strings.Contains(said, `no column "theme"; its columns are: topic;note`) {
		t.Errorf("said %q", said)
	}
}

// A file that is read is never written over, by whatever name, and neither is a link to it.
func TestAnalyseKeepsWhatItReads(t *testing.T) {
	for kind, files := range analyses {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			args := analysis(t, kind, files)
			folder := args[3]
			if kind != "opinion" {
				folder = filepath.Dir(folder)
			}
			file, link := filepath.Join(folder, name), filepath.Join(t.TempDir(), "link")
			if err := os.Symlink(file, link); err != nil {
				t.Fatal(err)
			}
			for _, out := range []string{file, link, filepath.Join(folder, "..", filepath.Base(folder), name)} {
				if _, said := ran(t, exitUsage, append(args, "--out", out)...); !strings.Contains(said, "--out is "+file+", one of the files to read") {
					t.Errorf("%s to %s: said %q", kind, name, said)
				}
				if text, err := os.ReadFile(file); err != nil || string(text) != files[name] {
					t.Errorf("%s to %s: it now holds %q, %v", kind, name, text, err)
				}
			}
		}
		beside := filepath.Join(t.TempDir(), "out")
		if err := os.WriteFile(beside, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		ran(t, exitDone, append(analysis(t, kind, files), "--out", beside)...)
		ran(t, exitDone, append(analysis(t, kind, files), "--out", os.DevNull)...)
	}
	if err := keepsWhatItReads(os.DevNull, os.DevNull); err != nil {
		t.Errorf("what is no file may be read and written: %v", err)
	}
}

// How the lines end, a mark at the beginning and columns that nobody asked for make no difference to the answer.
func TestAnalyseReadsWhatSpreadsheetsWrite(t *testing.T) {
	answer := func(kind string, files map[string]string) string {
		out := filepath.Join(t.TempDir(), "out")
		ran(t, exitDone, append(analysis(t, kind, files), "--out", out)...)
		text, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return elapsed.ReplaceAllString(string(text), "")
	}
	for kind, files := range analyses {
		want := answer(kind, files)
		for what, write := range map[string]func(string) string{
			"the same": strings.Clone,
			"CRLF":     func(text string) string { return "\xef\xbb\xbf" + strings.ReplaceAll(text, "\n", "\r\n") },
			"capitals": func(text string) string {
				header, rows, _ := strings.Cut(text, "\n")
				return strings.ToUpper(header) + "\n" + rows
			},
			"more columns": func(text string) string { return strings.ReplaceAll(text, "\n", ",,\n") },
		} {
			written := map[string]string{}
			for name, text := range files {
				written[name] = write(text)
			}
			if got := answer(kind, written); got != want {
				t.Errorf("%s, %s: got\n%.300s\nwant\n%.300s", kind, what, got, want)
			}
		}
	}
}

func TestAnalyseSaysWhichRowsItLeftOut(t *testing.T) {
	for _, c := range []struct{ kind, file, row, says string }{
		{"emerging", "in.csv", "2026-01-05,\xff,Parks\n", "1 row was left out, first on line 4: the row is not proper CSV: not text in UTF-8"},
		{"emerging", "in.csv", "2026-01-05,a,Pa\x00rks\n", "line 4: the row is not proper CSV: not text in UTF-8"},
		{"emerging", "in.csv", "2026-01-05\n", "line 4: the row has 1 cells where the header has 3"},
		{"emerging", "in.csv", "0202-01-05,a,Parks\n", "the year of \"0202-01-05\" cannot be right"},
		{"themes", "test.csv", "a,x,Again,\n", `1 row has the id of another: "a" on the lines 2 and 7`},
		{"opinion", "comments.csv", "1600000001000,01,1,0,0,1,Again\n", `the comment-id "01" is not a whole number`},
		{"opinion", "votes.csv", "1600000001000,9,1,1\n1600000001000,9,2,1\n", "2 rows could not be taken, first: line 4: votes.csv: there is no such statement"},
	} {
		files := maps.Clone(analyses[c.kind])
		files[c.file] += c.row
		if _, said := ran(t, exitDone, append(analysis(t, c.kind, files), "--out", filepath.Join(t.TempDir(), "out"))...); !strings.Contains(said, c.says) {
			t.Errorf("%q: said %q, want %q", c.row, said, c.says)
		}
	}
	for _, c := range []struct{ kind, file, row, says string }{
		{"themes", "test.csv", "f,x,\xff,\n", "line 7: the row is not proper CSV: not text in UTF-8"},
		{"opinion", "votes.csv", "1600000001000,1,Ann,1\n", `the voter "Ann" is not a whole number`},
		{"opinion", "groups.csv", "1,1\n", "line 4: the participant 1 is in the group 0 already"},
	} {
		files := maps.Clone(analyses[c.kind])
		files[c.file] += c.row
		if _, said := ran(t, exitFailed, append(analysis(t, c.kind, files), "--out", filepath.Join(t.TempDir(), "out"))...); !strings.Contains(said, c.says) {
			t.Errorf("%q: said %q, want %q", c.row, said, c.says)
		}
	}
	in := written(t, "created_at,author,themes\nnever,a,Parks\n")[0]
	if _, said := ran(t, exitFailed, "analyse", "emerging", "--in", in, "--out", filepath.Join(t.TempDir(), "out")); !strings.Contains(said, "no other row could be taken") {
		t.Errorf("said %q of a file without a row that can be taken", said)
	}
}

// Days are read as the import of comments reads them.
func TestAnalyseEmergingReadsDays(t *testing.T) {
	for _, day := range []string{
		"2026-01-05", "05/01/2026", "05/01/2026 23:59", "2026-01-05T00:00:00Z", "2026-01-05T23:59:59+14:00", "2026-01-05 10:00",
		"2026-01-05 10:00:00.25", "2026-01-05T10:00", " 2026-01-05 ",
	} {
		answers, _, said := answered(t, written(t, "created_at,author,themes\n"+day+",a,Parks\n")[0])
		if len(answers) != 1 || answers[0].Week != "2026-01-05" || said != "" {
			t.Errorf("%s: %+v %q", day, answers, said)
		}
	}
}

// A file is written whole or not at all, through a link too; a pipe is written to as it is.
func TestWriteFile(t *testing.T) {
	folder := t.TempDir()
	name, link := filepath.Join(folder, "out"), filepath.Join(folder, "link")
	if err := errors.Join(os.WriteFile(name, []byte("before"), 0o600), os.Symlink(name, link)); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	half := func(to io.Writer) error { io.WriteString(to, "half"); return broken }
	whole := func(to io.Writer) error { _, err := io.WriteString(to, "whole"); return err }
	for _, c := range []struct {
		name  string
		write func(io.Writer) error
		err   error
		want  string
	}{{name, half, broken, "before"}, {link, half, broken, "before"}, {link, whole, nil, "whole"}, {os.DevNull, whole, nil, "whole"}} {
		if err := writeFile(c.name, c.write); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", c.name, err)
		}
		if text, err := os.ReadFile(name); err != nil || string(text) != c.want {
			t.Errorf("%s: holds %q, want %q, %v", c.name, text, c.want, err)
		}
	}
	if at, err := os.Lstat(link); err != nil || at.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is one no more: %v %v", at, err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 2 {
		t.Errorf("left %v %v", left, err)
	}
	err := writeFile(filepath.Join(folder, "none", "out"), whole)
	if err == nil || !strings.Contains(err.Error(), "out cannot be written: no such file") || strings.Contains(err.Error(), ".part") {
		t.Errorf("in no folder: %v", err)
	}
}

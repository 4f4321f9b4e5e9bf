package bundle

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"

	"folkmoot/models/db/dbtest"
)

// pack makes an archive as bundles are made, of any files in any order.
func pack(t testing.TB, names []string, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, name := range names {
		entry, err := archive.CreateHeader(header(name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(entry, files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A change of any one byte, wherever it is, is found; so is a missing end and anything behind it.
func TestEveryChangedByteIsFound(t *testing.T) {
	d, now := dbtest.SQLite(t)
	w := newWorld(t, d, now)
	w.live(now)
	raw := w.bundle()
	if report := check(t, raw); len(report.Problems) > 0 {
		t.Fatal(report)
	}
	step := 1
	if testing.Short() {
		step = 37
	}
	var workers sync.WaitGroup
	count := runtime.NumCPU()
	for worker := range count {
		workers.Go(func() {
			changed := bytes.Clone(raw)
			for i := worker * step; i < len(raw); i += count * step {
				changed[i] ^= 1 << (i % 8)
				if report, err := Verify(bytes.NewReader(changed), int64(len(changed))); err == nil && len(report.Problems) == 0 {
					t.Errorf("byte %d of %d was changed and nothing is found", i, len(raw))
				}
				changed[i] = raw[i]
			}
		})
	}
	workers.Wait()
	for name, changed := range map[string][]byte{
		"the end is missing": raw[:len(raw)-1], "half is missing": raw[:len(raw)/2], "nothing is there": nil,
		"something follows": append(bytes.Clone(raw), 0), "something comes first": append([]byte{0}, raw...), "another archive follows": append(bytes.Clone(raw), raw...),
	} {
		if report := check(t, changed); len(report.Problems) == 0 {
			t.Errorf("%s and nothing is found", name)
		}
	}
}

// Whoever packs the files again as carefully as we do is found by the manifest; whoever makes that afresh too is found
// by the digests of the versions and the hashes of the register.
func TestCarefulForgersAreFound(t *testing.T) {
	d, now := dbtest.SQLite(t)
	w := newWorld(t, d, now)
	w.live(now)
	names, files := unpack(t, w.bundle())
	if report := check(t, pack(t, names, files)); len(report.Problems) > 0 {
		t.Fatal("an honest copy:", report)
	}
	remade := func(names []string, files map[string]string) []byte {
		var m Manifest
		var out bytes.Buffer
		a := newArchive(&out)
		for _, name := range names[:len(names)-1] {
			w.must(a.text(name, files[name]))
		}
		w.must(a.close())
		w.must(json.Unmarshal([]byte(files[manifestName]), &m))
		return out.Bytes()
	}
	if report := check(t, remade(names, files)); len(report.Problems) > 0 {
		t.Fatal("made again as it was:", report)
	}
	for i, name := range names {
		without := append(append([]string{}, names[:i]...), names[i+1:]...)
		forged := map[string][]string{name + " is gone": without}
		if name != manifestName {
			forged[name+" is moved"] = append(append([]string{name + "x"}, without...), name)[1:]
		}
		for what, order := range forged {
			if report := check(t, pack(t, order, files)); len(report.Problems) == 0 {
				t.Errorf("%s, and nothing is found", what)
			}
		}
		renamed := append([]string{}, names...)
		renamed[i] = "added.txt"
		files["added.txt"] = files[name]
		if report := check(t, pack(t, renamed, files)); len(report.Problems) == 0 {
			t.Errorf("%s is renamed, and nothing is found", name)
		}
		added := append(append(append([]string{}, names[:i]...), "added.txt"), names[i:]...)
		if report := check(t, pack(t, added, files)); len(report.Problems) == 0 {
			t.Errorf("a file is added before %s, and nothing is found", name)
		}
		delete(files, "added.txt")
	}
	for name, change := range map[string][2]string{
		"versions/0001.json": {"at six", "at ten"}, "versions/0002.md": {"at seven", "at eleven"},
		"register.json": {`"actor":1`, `"actor":2`},
	} {
		forged := map[string]string{}
		for name, words := range files {
			forged[name] = words
		}
		if forged[name] = strings.Replace(files[name], change[0], change[1], 1); forged[name] == files[name] {
			t.Fatal(name, "holds no", change[0])
		}
		report := check(t, remade(names, forged))
		if len(report.Problems) != 1 {
			t.Errorf("%s is forged with a new manifest: %v", name, report.Problems)
		}
	}
}

// What strangers send can neither fill the memory nor write anywhere.
func TestHostileArchives(t *testing.T) {
	var deflated bytes.Buffer
	archive := zip.NewWriter(&deflated)
	entry, err := archive.Create("bomb.txt")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 64 {
		entry.Write(zeros)
	}
	archive.Close()
	many := make([]string, maxFiles+1)
	for i := range many {
		many[i] = fmt.Sprintf("f%d.txt", i)
	}
	one := map[string]string{"a.txt": "words"}
	lying := pack(t, []string{"a.txt"}, one)
	at := bytes.LastIndex(lying, []byte("PK\x01\x02")) + 20
	copy(lying[at:], []byte{0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f}) // sizes in the list of files
	huge := bytes.Clone(pack(t, []string{"a.txt"}, one))
	copy(huge[len(huge)-12:], []byte{0xff, 0xff, 0xff, 0x7f}) // and its own
	for name, raw := range map[string][]byte{
		"packed": deflated.Bytes(), "far too many files": pack(t, many, nil), "sizes that lie": lying, "a list that lies": huge,
		"a way out": pack(t, []string{"../a.txt"}, nil), "another": pack(t, []string{"/etc/passwd"}, nil), "a third": pack(t, []string{`..\a.txt`}, nil), "a folder": pack(t, []string{"a/"}, nil),
		"deeper": pack(t, []string{"a/b/c.txt"}, nil), "twice": pack(t, []string{"a.txt", "a.txt"}, one), "no manifest": pack(t, []string{"a.txt"}, one),
		"a manifest that is no JSON": pack(t, []string{manifestName}, map[string]string{manifestName: "{"}),
		"a manifest of another kind": pack(t, []string{manifestName}, map[string]string{manifestName: `{"format":"x"}`}),
		"a manifest of nothing":      pack(t, []string{manifestName}, map[string]string{manifestName: "null"}),
		"no archive":                 []byte(strings.Repeat("hello ", 100)), "only an end": append(make([]byte, 50), "PK\x05\x06"...),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		report := check(t, raw)
		runtime.ReadMemStats(&after)
		if len(report.Problems) == 0 {
			t.Errorf("%s: nothing is found", name)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
			t.Errorf("%s took %d bytes", name, used)
		}
	}
}

func FuzzVerify(f *testing.F) {
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, raw []byte) {
		report, err := Verify(bytes.NewReader(raw), int64(len(raw)))
		if err == nil && len(report.Problems) == 0 && report.Digest == "" {
			t.Error("something without a manifest is whole")
		}
	})
}

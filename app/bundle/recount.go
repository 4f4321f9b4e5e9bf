package bundle

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// version makes a version's digest again from its text, and compares the text with the one that stands by itself.
func (r *Report) version(f *zip.File, files []*zip.File) {
	raw, err := readAll(f, maxVersion)
	var v version
	if err == nil {
		err = json.Unmarshal(raw, &v)
	}
	switch {
	case err != nil:
		r.problem("%s cannot be read: %v", f.Name, err)
	case f.Name != versionName(v.Number)+".json":
		r.problem("%s says that it is version %d", f.Name, v.Number)
	case v.digest() != v.Digest:
		r.problem("the text of version %d is not the one that was published: its digest is another", v.Number)
	default:
		text := find(files, versionName(v.Number)+".md")
		if text == nil {
			r.problem("version %d is there without its text", v.Number)
			return
		}
		if body, err := readAll(text, maxVersion); err != nil || string(body) != v.Body {
			r.problem("%s is not the text of version %d", text.Name, v.Number)
			return
		}
		r.Versions++
	}
}

func find(files []*zip.File, name string) *zip.File {
	for _, f := range files {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// register makes the hashes of the register's entries again, and checks that neighbours in the chain fit together.
func (r *Report) register(f *zip.File) {
	content, err := f.Open()
	if err != nil {
		r.problem("%s cannot be read: %v", f.Name, err)
		return
	}
	defer content.Close()
	// It is read a line at a time, as it was written, so that no entry can fill the memory.
	lines := bufio.NewScanner(content)
	lines.Buffer(make([]byte, 0, 64<<10), maxEntry)
	var before entry
	for n := 0; lines.Scan(); n++ {
		line := strings.TrimSuffix(lines.Text(), ",")
		if line == "[]" || line == "]" || line == "[" && n == 0 {
			continue
		}
		var e entry
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			r.problem("line %d of %s cannot be read: %v", n+1, f.Name, err)
			return
		}
		r.entry(e, before)
		before = e
	}
	if err := lines.Err(); err != nil {
		r.problem("%s cannot be read: %v", f.Name, err)
	}
}

func (r *Report) entry(e, before entry) {
	switch {
	case e.ID <= before.ID:
		r.problem("entry %d of the register is not in its place", e.ID)
	case e.Place != 0 && e.Place == before.Place+1 && before.Hash != "" && e.Before != before.Hash:
		r.problem("entry %d of the register does not follow from the one before it", e.ID)
	case e.Withheld:
		r.Withheld++
	case e.Place == 0:
		r.Unsealed++
	case !e.Right():
		r.problem("entry %d of the register was changed, or its hash was", e.ID)
	default:
		r.Entries++
	}
}

// Write tells in plain words what was found.
func (r Report) Write(w io.Writer) {
	for _, p := range r.Problems {
		fmt.Fprintf(w, "WRONG: %s\n", p)
	}
	if len(r.Problems) > 0 {
		return
	}
	fmt.Fprintf(w, "%d files are as the manifest lists them, and nothing else is in the bundle\n", r.Files)
	fmt.Fprintf(w, "%d published versions have the digests that their text gives\n", r.Versions)
	fmt.Fprintf(w, "%d entries of the register have the hashes that their words give\n", r.Entries)
	if r.Withheld > 0 {
		fmt.Fprintf(w, "%d entries are withheld because they are about words that were taken down; their places in the chain are there\n", r.Withheld)
	}
	if r.Unsealed > 0 {
		fmt.Fprintf(w, "%d entries had no place in the chain yet\n", r.Unsealed)
	}
	fmt.Fprintf(w, "The bundle is whole. Its digest is %s\n", r.Digest)
	fmt.Fprintln(w, "Compare that digest with the one of the bundle that the place gives out.")
}

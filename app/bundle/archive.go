package bundle

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
	"time"
)

// format names what a manifest is of.
const format = "folkmoot challenge bundle 1"

// manifestName is the file that lists the others, the last of the archive.
const manifestName = "MANIFEST.json"

// File is what the manifest says of a file.
type File struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Manifest lists every other file of a bundle in its order.
type Manifest struct {
	Format string `json:"format"`
	Files  []File `json:"files"`
	Digest string `json:"digest"` // of the list of files; it stands for the whole bundle
}

// sealed gives the manifest its digest.
func (m Manifest) sealed() Manifest {
	list, err := json.Marshal(m.Files)
	if err != nil {
		panic(err) // texts and numbers always marshal
	}
	sum := sha256.Sum256(list)
	m.Digest = "sha256:" + hex.EncodeToString(sum[:])
	return m
}

// encoded is the one way in which a manifest is written.
func (m Manifest) encoded() []byte {
	raw, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		panic(err) // texts and numbers always marshal
	}
	return append(raw, '\n')
}

// archive writes files one after the other. They are stored as they are, without times, so that the same files always
// give the same bytes, no bundle holds more than its own size, and whoever checks one can make its bytes again.
type archive struct {
	zip   *zip.Writer
	files []File
}

func newArchive(w io.Writer) *archive { return &archive{zip: zip.NewWriter(w)} }

// header is how every file of a bundle is announced.
func header(name string) *zip.FileHeader {
	return &zip.FileHeader{Name: name, Method: zip.Store, Modified: anyDay}
}

// anyDay is the day that every file carries: the first that the format knows, so that the same data gives the same bytes.
var anyDay = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

// add writes a file; do is given where to.
func (a *archive) add(name string, do func(w io.Writer) error) error {
	entry, err := a.zip.CreateHeader(header(name))
	if err != nil {
		return err
	}
	counted := &counter{w: entry, sum: sha256.New()}
	buffered := bufio.NewWriterSize(counted, 1<<16)
	if err := do(buffered); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	a.files = append(a.files, File{name, counted.n, hex.EncodeToString(counted.sum.Sum(nil))})
	return nil
}

// text writes a file whose words are there already.
func (a *archive) text(name, words string) error {
	return a.add(name, func(w io.Writer) error {
		_, err := io.WriteString(w, words)
		return err
	})
}

// json writes one value, indented for people.
func (a *archive) json(name string, value any) error {
	return a.add(name, func(w io.Writer) error {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", " ")
		return encoder.Encode(value)
	})
}

// close writes the manifest and the end of the archive.
func (a *archive) close() error {
	m := Manifest{Format: format, Files: a.files}.sealed()
	entry, err := a.zip.CreateHeader(header(manifestName))
	if err != nil {
		return err
	}
	if _, err := entry.Write(m.encoded()); err != nil {
		return err
	}
	return a.zip.Close()
}

// counter counts and digests what is written.
type counter struct {
	w   io.Writer
	n   int64
	sum hash.Hash
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	c.sum.Write(p[:n])
	return n, err
}

// list writes values as a JSON list with one on each line, so that it can be read a line at a time.
type list struct {
	w io.Writer
	n int
}

func (l *list) row(value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	before := ",\n"
	if l.n == 0 {
		before = "[\n"
	}
	l.n++
	if _, err := io.WriteString(l.w, before); err != nil {
		return err
	}
	_, err = l.w.Write(raw)
	return err
}

func (l *list) end() error {
	end := "\n]\n"
	if l.n == 0 {
		end = "[]\n"
	}
	_, err := io.WriteString(l.w, end)
	return err
}

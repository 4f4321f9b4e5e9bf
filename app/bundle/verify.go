package bundle

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// Bounds on what is read of an archive that anybody may have made.
const (
	maxSize      = 4 << 30  // bytes of the archive
	maxFiles     = 10_000   // in it
	maxDirectory = 4 << 20  // bytes of its list of files
	maxManifest  = 4 << 20  // bytes
	maxVersion   = 32 << 20 // bytes of a version's file
	maxEntry     = 1 << 20  // bytes of an entry of the register
	maxProblems  = 20       // that are told
)

// Report is what checking a bundle found.
type Report struct {
	Files    int      // whose digests are right
	Versions int      // whose digests were made again from their text
	Entries  int      // of the register whose hashes were made again
	Withheld int      // entries of which only the place in the chain is there
	Unsealed int      // entries that had no place yet
	Digest   string   // of the whole bundle
	Problems []string // one plain sentence for each fault, at most twenty
}

func (r *Report) problem(message string, args ...any) {
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, fmt.Sprintf(message, args...))
	}
}

// fileName is what a file of a bundle can be called: no way leads out of the folder that somebody unpacks it in.
var fileName = regexp.MustCompile(`^([a-z]+/)?[A-Za-z0-9][A-Za-z0-9-]*\.[a-z]+$`)

// Verify checks a bundle of a size: that it is written as bundles are, that nothing was added, taken away, renamed or
// changed, and that digests and hashes are those of what they stand for. It trusts nothing in the archive. The error is
// for what could not be read at all.
func Verify(r io.ReaderAt, size int64) (Report, error) {
	var report Report
	if size > maxSize {
		report.problem("the file is larger than any bundle: %d bytes", size)
		return report, nil
	}
	files, problem := fileList(r, size)
	if problem != "" {
		report.problem("%s", problem)
		return report, nil
	}
	found, err := report.bytes(r, size, files)
	if err != nil || len(report.Problems) > 0 {
		return report, err
	}
	report.manifest(files, found)
	for _, f := range files {
		if err := report.contents(f, files); err != nil {
			return report, err
		}
	}
	return report, nil
}

// fileList reads the archive's list of files, within its bounds.
func fileList(r io.ReaderAt, size int64) (files []*zip.File, problem string) {
	const notOne = "this is not a bundle, or its end is damaged"
	end := make([]byte, 22)
	if size < int64(len(end)) {
		return nil, notOne
	}
	if _, err := r.ReadAt(end, size-int64(len(end))); err != nil || !bytes.HasPrefix(end, []byte("PK\x05\x06")) {
		return nil, notOne
	}
	// The list is read into memory, so its size is looked at first. A bundle is never so large that it needs the long form.
	count, length := int(end[10])|int(end[11])<<8, int64(end[12])|int64(end[13])<<8|int64(end[14])<<16|int64(end[15])<<24
	if count > maxFiles || length > maxDirectory || length > size {
		return nil, "its list of files is longer than that of any bundle"
	}
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, notOne + ": " + err.Error()
	}
	seen, total := map[string]bool{}, uint64(0)
	for _, f := range archive.File {
		switch {
		case !fileName.MatchString(f.Name) || len(f.Name) > 100:
			return nil, fmt.Sprintf("a file in it has a name that no file of a bundle has: %q", f.Name[:min(len(f.Name), 100)])
		case seen[f.Name]:
			return nil, fmt.Sprintf("%s is in it twice", f.Name)
		case f.Method != zip.Store || f.CompressedSize64 != f.UncompressedSize64:
			return nil, fmt.Sprintf("%s is packed in another way than bundles are: somebody packed it again", f.Name)
		}
		seen[f.Name] = true
		if total += f.UncompressedSize64; f.UncompressedSize64 > uint64(size) || total > uint64(size) {
			return nil, "its files say that they are larger than the whole"
		}
	}
	return archive.File, ""
}

// bytes makes the archive again from its files and compares every byte, so that nothing can hide between or behind
// them. It gives what each file is.
func (r *Report) bytes(at io.ReaderAt, size int64, files []*zip.File) ([]File, error) {
	same := &comparer{at: at, size: size, differs: -1}
	again := zip.NewWriter(same)
	var found []File
	for _, f := range files {
		content, err := f.Open()
		if err != nil {
			r.problem("%s cannot be read: %v", f.Name, err)
			return nil, nil
		}
		entry, err := again.CreateHeader(header(f.Name))
		if err != nil {
			return nil, err
		}
		sum := sha256.New()
		n, err := io.Copy(io.MultiWriter(entry, sum), content)
		content.Close()
		if errors.Is(err, errCompare) {
			return nil, same.err
		}
		if err != nil {
			r.problem("%s is damaged: %v", f.Name, err)
			return nil, nil
		}
		found = append(found, File{f.Name, n, hex.EncodeToString(sum.Sum(nil))})
	}
	if err := again.Close(); err != nil {
		return nil, err
	}
	if same.differs < 0 && same.n != size {
		same.differs = same.n
	}
	if same.differs >= 0 {
		r.problem("from byte %d on it is not as a bundle is written: it was changed, or packed again by another program", same.differs)
	}
	return found, same.err
}

// errCompare says that the archive itself could not be read.
var errCompare = errors.New("the archive cannot be read")

// comparer compares what is written to it with what a file holds.
type comparer struct {
	at      io.ReaderAt
	size    int64
	n       int64 // bytes written
	differs int64 // the first place that differs; -1 for none
	buffer  []byte
	err     error
}

func (c *comparer) Write(p []byte) (int, error) {
	if c.differs < 0 {
		if len(c.buffer) < len(p) {
			c.buffer = make([]byte, len(p))
		}
		have := c.buffer[:min(int64(len(p)), max(c.size-c.n, 0))]
		if _, err := c.at.ReadAt(have, c.n); err != nil && !errors.Is(err, io.EOF) {
			c.err = err
			return 0, errCompare
		}
		for i := range p {
			if i >= len(have) || have[i] != p[i] {
				c.differs = c.n + int64(i)
				break
			}
		}
	}
	c.n += int64(len(p))
	return len(p), nil
}

// manifest compares the manifest with what is there.
func (r *Report) manifest(files []*zip.File, found []File) {
	last := len(files) - 1
	if last < 0 || files[last].Name != manifestName {
		r.problem("%s is missing, or not the last of its files", manifestName)
		return
	}
	raw, err := readAll(files[last], maxManifest)
	var m Manifest
	if err == nil {
		err = json.Unmarshal(raw, &m)
	}
	if err != nil {
		r.problem("%s cannot be read: %v", manifestName, err)
		return
	}
	if m.Format != format {
		r.problem("%s is of a form that this program does not know", manifestName)
		return
	}
	if !bytes.Equal(raw, m.encoded()) || m.sealed().Digest != m.Digest {
		r.problem("%s was changed", manifestName)
	}
	r.Digest = m.Digest
	there := map[string]File{}
	for _, f := range found[:last] {
		there[f.Name] = f
	}
	listed := map[string]bool{}
	for i, f := range m.Files {
		have, ok := there[f.Name]
		switch {
		case listed[f.Name]:
			r.problem("%s is listed twice", f.Name)
		case !ok:
			r.problem("%s is missing", f.Name)
		case have != f:
			r.problem("%s was changed: its size or its digest is not the one that is listed", f.Name)
		case i >= last || found[i].Name != f.Name:
			r.problem("%s is not in its place", f.Name)
		default:
			r.Files++
		}
		listed[f.Name] = true
	}
	for _, f := range found[:last] {
		if !listed[f.Name] {
			r.problem("%s is not listed: it was added, or it has another name than it had", f.Name)
		}
	}
}

// readAll reads a file of which no more than most bytes are expected.
func readAll(f *zip.File, most int64) ([]byte, error) {
	if f.UncompressedSize64 > uint64(most) {
		return nil, errors.New("it is too large")
	}
	content, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer content.Close()
	return io.ReadAll(io.LimitReader(content, most+1))
}

// contents checks what a file says, where it can be made again.
func (r *Report) contents(f *zip.File, files []*zip.File) error {
	switch {
	case strings.HasPrefix(f.Name, "versions/") && strings.HasSuffix(f.Name, ".json"):
		r.version(f, files)
	case f.Name == "register.json":
		r.register(f)
	}
	return nil
}

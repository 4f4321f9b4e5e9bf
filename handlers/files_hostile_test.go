package handlers

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"image"
	"image/gif"
	"image/png"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/fixtures"
	"folkmoot/views"
)

// hostile gives every nth file below a folder and in the archives there, by its name.
func hostile(t *testing.T, folder string, nth int, do func(name string, raw []byte)) {
	t.Helper()
	seen := 0
	give := func(name string, raw []byte) {
		if seen++; seen%nth == 0 {
			do(name, raw)
		}
	}
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil || !strings.HasSuffix(path, ".tar.gz") {
			give(filepath.Base(path), raw)
			return err
		}
		unzipped, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return err
		}
		in := tar.NewReader(unzipped)
		for {
			header, err := in.Next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if header.Typeflag != tar.TypeReg {
				continue
			}
			one, err := io.ReadAll(in)
			if err != nil {
				return err
			}
			give(header.Name, one)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// fileDoor is where files are brought, one after the other, and each that is taken is fetched again.
type fileDoor struct {
	*scene
	t              *testing.T
	path           string
	brought        int
	taken, refused int
}

// bring brings a file, and gives what is served of it; nothing where it is refused. Whatever comes, the words stay.
func (d *fileDoor) bring(name string, raw []byte) (whole answer, taken bool) {
	d.t.Helper()
	if d.brought++; d.brought%40 == 0 {
		d.now.Advance(25 * time.Hour) // past what one person may bring in a day
	}
	words := "Words that stay, " + strconv.Itoa(d.brought)
	got := d.bringsPhoto(d.t, "member", d.path, raw, form("body", words, "do", "attach", "key", db.NewToken()))
	if got.status != http.StatusOK && got.status != http.StatusUnprocessableEntity {
		d.t.Errorf("%s: status %d\n%.300s", name, got.status, got.body)
		return answer{}, false
	}
	if !strings.Contains(got.body, words) {
		d.t.Errorf("%s: the words are gone", name)
	}
	if got.status != http.StatusOK {
		d.refused++
		return answer{}, false
	}
	d.taken++
	file := "/files/" + strings.TrimSpace(names(d.t, got.body))
	whole = d.ask(d.t, scenario{who: "member", url: file})
	d.served(name, whole)
	if strings.HasPrefix(whole.header.Get("Content-Type"), "image/") {
		d.served(name, d.ask(d.t, scenario{who: "member", url: file + "/small"}))
	}
	return whole, true
}

// served checks how a file is served: as what it is, and in no way that lets it act.
func (d *fileDoor) served(name string, got answer) {
	d.t.Helper()
	kind := got.header.Get("Content-Type")
	if sniffed := http.DetectContentType([]byte(got.body)); got.status != http.StatusOK || sniffed != kind || kind != "image/jpeg" && kind != "image/png" && kind != "application/pdf" {
		d.t.Errorf("%s: status %d, served as %s, looks like %s", name, got.status, kind, sniffed)
	}
	how := "inline"
	if kind == "application/pdf" {
		how = "attachment"
	}
	for header, want := range map[string]string{
		"Content-Security-Policy": filePolicy, "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex",
	} {
		if got.header.Get(header) != want {
			d.t.Errorf("%s: %s is %q", name, header, got.header.Get(header))
		}
	}
	if told := got.header.Get("Content-Disposition"); !strings.HasPrefix(told, how+`; filename="`) {
		d.t.Errorf("%s: %s", name, told)
	}
	for _, trace := range []string{"<script", "alert(", "<?php", "Exif\x00", "xpacket", "ICC_PROFILE", "tEXt", "zTXt", "iTXt", "iCCP", "eXIf", "JFXX", "Photoshop 3.0"} {
		if strings.Contains(got.body, trace) {
			d.t.Errorf("%s: %q is served", name, trace)
		}
	}
}

// What hostile people have collected comes to the door where files are brought: nothing of it is a fault of ours, and
// what is taken is a picture or a document and nothing else.
func TestHostileFilesAtTheDoor(t *testing.T) {
	s := newScene(t)
	d := &fileDoor{scene: s, t: t, path: views.AnswersURL(s.start(s.open, "How do you get about?").ID)}
	for folder, nth := range map[string]int{"images": 5, "html": 20, "email": 40, "http": 60, "misc": 20, "xss": 3, "unicode": 2, "markdown": 3} {
		hostile(t, fixtures.Path(t, "corpora", folder), nth, func(name string, raw []byte) { d.bring(folder+"/"+name, raw) })
	}
	t.Logf("%d taken, %d refused", d.taken, d.refused)
	if d.taken < 50 || d.refused < 100 {
		t.Errorf("%d taken, %d refused: the corpora are not what they were", d.taken, d.refused)
	}
}

// Files that are two things at once are made anew from the one that we take, or refused.
func TestFilesThatAreTwoThings(t *testing.T) {
	s := newScene(t)
	d := &fileDoor{scene: s, t: t, path: views.AnswersURL(s.start(s.open, "How do you get about?").ID)}
	const script = "<script>alert(document.cookie)</script>"
	var drawing, moving bytes.Buffer
	m := image.NewGray(image.Rect(0, 0, 20, 20))
	s.must(png.Encode(&drawing, m))
	s.must(gif.Encode(&moving, m, nil))
	asScript := bytes.Clone(moving.Bytes())
	asScript = append(asScript, "=1;alert(1)//"...)
	page := "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n" +
		"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
	for name, one := range map[string]struct {
		raw   []byte
		taken bool
	}{
		"a photo with a page behind it":        {append(aPhoto(t), script...), true},
		"a photo with an archive behind it":    {append(aPhoto(t), "PK\x03\x04alert("...), true},
		"a drawing with a page behind it":      {append(bytes.Clone(drawing.Bytes()), script...), true},
		"a GIF that is a program":              {asScript, true},
		"a program that begins like a GIF":     {[]byte("GIF89a=1;alert(1)//"), false},
		"a document that is a program":         {[]byte(strings.Replace(page, "%PDF-1.4\n", "%PDF-1.4\n%"+script+"\n", 1) + "//" + script), true},
		"a page that begins like a document":   {[]byte("%PDF-1.4\n" + script), false},
		"a page before a document":             {[]byte(script + page), false},
		"a drawing that acts":                  {[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), false},
		"a page":                               {[]byte("<!doctype html>" + script), false},
		"a page in the clothes of a WebP":      {[]byte("RIFF\x00\x00\x00\x00WEBP" + script), false},
		"a document of an office":              {[]byte("PK\x03\x04\x14\x00\x06\x00"), false},
		"a recipe for fonts":                   {[]byte("OTTO\x00\x01"), false},
		"nothing":                              {[]byte{}, false},
		"one byte":                             {[]byte{0xff}, false},
		"a drawing that claims to be endless":  {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\x00\x00\x00"), false},
		"a photo that claims to be very large": {[]byte("\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"), false},
	} {
		if _, taken := d.bring(name, one.raw); taken != one.taken {
			t.Errorf("%s is taken: %v", name, taken)
		}
	}
}

package pandoc

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"folkmoot/models/db"
)

// Bounds on Word and OpenDocument files, which are archives of XML parts.
const (
	mostParts    = 3000
	mostUnpacked = 64 << 20 // bytes of all parts as the archive declares them
	mostRead     = 40 << 20 // bytes of the parts that are read, counted while they are
	mostDepth    = 400      // elements inside one another
)

// office is a Word or OpenDocument file: its kind as Pandoc names it, and the parts that its text is made of.
type office struct {
	kind  string // "docx" or "odt"
	names []string
	parts map[string][]byte
	main  string // the part that holds the text
}

func refused(message string, args ...any) error { return db.Wrong("file", message, args...) }

var errBroken = refused("This file is damaged, so it cannot be read. Please open it in Word or LibreOffice, save it again, and try that")

// openOffice looks through a file and takes out the parts that its text is made of. What is no such file, could do
// harm or is too large is Invalid under "file".
func openOffice(data []byte) (*office, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errBroken
	}
	o := &office{parts: map[string][]byte{}}
	if err := o.list(archive); err != nil {
		return nil, err
	}
	left := int64(mostRead)
	for _, f := range archive.File {
		if !o.needs(f.Name) {
			continue
		}
		part, err := readPart(f, &left)
		if err != nil {
			return nil, err
		}
		o.parts[f.Name] = part
	}
	if err := o.settle(); err != nil {
		return nil, err
	}
	return o, nil
}

// list checks what the archive says of itself, before anything in it is unpacked.
func (o *office) list(archive *zip.Reader) error {
	var unpacked uint64
	for _, f := range archive.File {
		clean := path.Clean("/" + f.Name)
		switch {
		case len(archive.File) > mostParts:
			return refused("This file has too many parts. Please split the document, or save it afresh")
		case strings.ContainsAny(f.Name, "\\\x00:") || strings.TrimSuffix(clean, "/") != "/"+strings.TrimSuffix(f.Name, "/") || slices.Contains(o.names, f.Name):
			return refused("This file has parts with names that no word processor gives, so we did not open it")
		case f.Flags&1 != 0:
			return errLocked
		}
		if unpacked += f.UncompressedSize64; unpacked > mostUnpacked || f.UncompressedSize64 > mostUnpacked {
			return refused("This file unpacks to far more than a document needs, so we did not open it. Please take the pictures out, or split it")
		}
		lower := strings.ToLower(f.Name)
		if strings.Contains(lower, "vbaproject") || strings.Contains(lower, "vbadata") || strings.HasPrefix(lower, "basic/") || strings.HasPrefix(lower, "scripts/") {
			return errMacros
		}
		o.names = append(o.names, f.Name)
	}
	switch {
	case slices.Contains(o.names, "[Content_Types].xml"):
		o.kind = "docx"
	case slices.Contains(o.names, "content.xml") && slices.Contains(o.names, "mimetype"):
		o.kind = "odt"
	default:
		return errKind
	}
	return nil
}

var (
	errKind   = refused("This is not a Word (.docx), OpenDocument (.odt) or Markdown (.md) file. Please save the document as one of these")
	errLocked = refused("This file is locked with a password. Please save it without one")
	errMacros = refused("This file has little programs (macros) in it, so we did not open it. Please save it as a plain .docx or .odt")
	errAfar   = refused("This file loads parts of itself from elsewhere, such as linked pictures. Please put them into the document or take them out")
)

// needs tells whether a part is one that the text is made of.
func (o *office) needs(name string) bool {
	if o.kind == "odt" {
		return slices.Contains([]string{"mimetype", "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"}, name)
	}
	folder, file := path.Split(name)
	switch folder {
	case "", "_rels/", "docProps/", "word/_rels/":
		return strings.HasSuffix(file, ".xml") || strings.HasSuffix(file, ".rels")
	case "word/":
		return strings.HasSuffix(file, ".xml")
	}
	return false
}

// readPart unpacks a part as far as there is room and checks that it is plain XML.
func readPart(f *zip.File, left *int64) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, errBroken
	}
	defer in.Close()
	part, err := io.ReadAll(io.LimitReader(in, *left+1))
	if err != nil {
		return nil, errBroken
	}
	if *left -= int64(len(part)); *left < 0 {
		return nil, refused("This document is too long to be read in one piece. Please split it")
	}
	if f.Name == "mimetype" {
		return part, nil
	}
	return part, walk(part, func(xml.Token, int) error { return nil })
}

// walk hands every token of an XML part to do, with how deep it stands. Parts that are not well formed, or that define
// entities, are refused.
func walk(part []byte, do func(token xml.Token, depth int) error) error {
	d := xml.NewDecoder(bytes.NewReader(part))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errBroken }
	depth := 0
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errBroken
		}
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth > mostDepth {
				return errBroken
			}
		case xml.Directive:
			return errBroken
		}
		if err := do(token, depth); err != nil {
			return err
		}
		if _, end := token.(xml.EndElement); end {
			depth--
		}
	}
}

// settle checks that the document is what it should be, and reaches for nothing outside itself.
func (o *office) settle() error {
	if o.kind == "odt" {
		o.main = "content.xml"
		if kind := string(o.parts["mimetype"]); kind != "application/vnd.oasis.opendocument.text" {
			return errKind
		}
		return o.insideItself()
	}
	if bytes.Contains(bytes.ToLower(o.parts["[Content_Types].xml"]), []byte("macroenabled")) {
		return errMacros
	}
	for name := range o.parts {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		err := walk(o.parts[name], func(token xml.Token, _ int) error { return o.relation(name, token) })
		if err != nil {
			return err
		}
	}
	if o.main == "" || o.parts[o.main] == nil {
		return errKind
	}
	return nil
}

// relation looks at what a Word file's part says that it belongs with.
func (o *office) relation(name string, token xml.Token) error {
	start, ok := token.(xml.StartElement)
	if !ok || start.Name.Local != "Relationship" {
		return nil
	}
	kind, target, mode := value(start, "Type"), value(start, "Target"), value(start, "TargetMode")
	_, kind = path.Split(kind)
	switch {
	case name == "_rels/.rels" && kind == "officeDocument":
		o.main = strings.TrimPrefix(target, "/")
	case !strings.EqualFold(mode, "External") || kind == "hyperlink":
	case name == "word/_rels/settings.xml.rels" && kind == "attachedTemplate": // where the look came from, which is not kept
	default:
		return errAfar
	}
	return nil
}

// insideItself refuses an OpenDocument text that shows what is not in it.
func (o *office) insideItself() error {
	if o.parts[o.main] == nil {
		return errKind
	}
	return walk(o.parts[o.main], func(token xml.Token, _ int) error {
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local == "a" {
			return nil
		}
		if href := value(start, "href"); strings.Contains(href, ":") || strings.HasPrefix(href, "/") || strings.HasPrefix(href, "..") {
			return errAfar
		}
		return nil
	})
}

func value(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// text packs again what the text is made of, for Pandoc to read: no pictures, no objects, nothing that was not looked at.
func (o *office) text() ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range o.names {
		part := o.parts[name]
		switch {
		case strings.HasPrefix(name, "word/media/"): // not looked at, but a picture that is not there is passed over in silence
			part = []byte{0}
		case name == "content.xml":
			part = mended(part)
		}
		if part == nil || name == "word/settings.xml" || name == "word/_rels/settings.xml.rels" {
			continue
		}
		file, err := w.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := file.Write(part); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

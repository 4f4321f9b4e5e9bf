package files

import (
	"bytes"
	"context"
	"encoding/binary"
	"slices"
	"strings"
	"unicode"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// entries are what is taken out of every dictionary of a document: what runs, what carries other files, and what tells
// of who made it.
var entries = []string{
	"JS", "JavaScript", "AA", "OpenAction", "Next", "XFA", "RichMediaContent", "RichMediaSettings",
	"EmbeddedFiles", "AF", "EF", "Collection", "Renditions", "AlternatePresentations",
	"Metadata", "PieceInfo", "LastModified", "SpiderInfo", "Perms", "DSS", "Threads", "Thumb",
}

// leading are the kinds of action that stay: what leads to a page or to a web address.
var leading = []string{"GoTo", "URI", "Named"}

// schemes are how web addresses begin that may stay; a file of the reader's own computer, or a program, is none of them.
var schemes = []string{"http", "https", "mailto", "tel"}

// turning are the actions by name that stay: the ones that turn pages, and neither print nor close anything.
var turning = []string{"NextPage", "PrevPage", "FirstPage", "LastPage"}

// doing are the kinds of action that go even where nothing says that they are actions.
var doing = []string{
	"JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Sound", "Movie", "Rendition", "RichMediaExecute",
	"ResetForm", "Hide", "SetOCGState", "Trans", "GoTo3DView", "Thread",
}

// annotations are kinds of mark on a page that stay: the ones that show something or lead somewhere.
var annotations = []string{
	"Text", "Link", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly",
	"StrikeOut", "Stamp", "Caret", "Ink", "Popup", "Widget",
}

// marks must stand nowhere in a document that was cleaned. They are looked for in its bytes, apart from the parts that
// hold what its pages show.
var marks = []string{"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA", "/SubmitForm", "/ImportData", "/OpenAction", "/Metadata", "/Encrypt"}

// pressDocument writes a document anew from its pages, without whatever in it acts, hides or tells of who made it.
func pressDocument(_ context.Context, raw []byte) (p Pressed, err error) {
	conf := documentRules()
	doc, err := api.ReadContext(bytes.NewReader(raw), conf)
	switch {
	case doc != nil && doc.Encrypt != nil || isLocked(err):
		return p, Encrypted
	case err != nil:
		return p, Broken
	}
	clean(doc)
	if err := api.ValidateContext(doc); err != nil {
		return p, Broken
	}
	if err := doc.EnsurePageCount(); err != nil || doc.PageCount < 1 {
		return p, Broken
	}
	if doc.PageCount > MaxPages {
		return p, Long
	}
	clean(doc) // what checking it put in
	var out bytes.Buffer
	if err := api.WriteContext(doc, &out); err != nil {
		return p, Broken
	}
	body := anonymous(out.Bytes())
	if !harmless(body) {
		return p, Active
	}
	return Pressed{Kind: PDF, Body: body, Pages: doc.PageCount}, nil
}

func documentRules() *model.Configuration {
	api.DisableConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	conf.ValidateLinks, conf.Offline = false, true
	conf.Optimize, conf.OptimizeBeforeWriting, conf.OptimizeResourceDicts = false, false, false
	conf.PostProcessValidate, conf.DecodeAllStreams = false, false
	// Plain tables and dictionaries, so that what stands in the outcome can be looked at.
	conf.WriteObjectStream, conf.WriteXRefStream = false, false
	conf.Cmd = model.OPTIMIZE
	l := &conf.Limits
	l.MaxStreamBytes, l.MaxDecodeBytes = MaxUpload, 64<<20
	l.MaxImagePixels, l.MaxImageBytes = MaxPixels, 4*MaxPixels
	l.MaxObjectCount, l.MaxXRefEntries = 200_000, 200_000
	l.MaxObjectStreamCount, l.MaxObjectStreamFirst, l.MaxRecursionDepth = 100_000, 4<<20, 200
	return conf
}

func isLocked(err error) bool {
	return err != nil && (bytes.Contains([]byte(err.Error()), []byte("password")) || bytes.Contains([]byte(err.Error()), []byte("encrypt")))
}

// clean takes out of a document what is not taken.
func clean(doc *model.Context) {
	doc.Info, doc.ID, doc.AdditionalStreams, doc.CatalogXMPMeta, doc.Signatures = nil, nil, nil, nil, nil
	if doc.Names != nil {
		delete(doc.Names, "JavaScript")
		delete(doc.Names, "EmbeddedFiles")
	}
	c := cleaner{}
	for n, entry := range doc.Table {
		if entry != nil && !entry.Free && !kept(entry.Object) {
			c[n] = true
		}
	}
	for n, entry := range doc.Table {
		if entry != nil && !entry.Free {
			entry.Object = c.object(entry.Object, 0)
			if c[n] {
				entry.Object = nil
			}
		}
	}
}

// kept tells whether an object stays in a document at all.
func kept(o types.Object) bool {
	switch o := o.(type) {
	case types.Dict:
		return taken(o)
	case types.StreamDict:
		return taken(o.Dict)
	}
	return true
}

// deepest is how far objects may stand in one another; what is deeper goes.
const deepest = 100

// cleaner knows the objects, by number, that do not stay.
type cleaner map[int]bool

// object gives an object without what is not taken; nil in place of one that is not taken at all.
func (c cleaner) object(o types.Object, depth int) types.Object {
	if depth > deepest || !kept(o) {
		return nil
	}
	switch o := o.(type) {
	case types.IndirectRef:
		if c[o.ObjectNumber.Value()] {
			return nil
		}
	case types.Dict:
		c.dict(o, depth)
	case types.StreamDict:
		c.dict(o.Dict, depth)
		if !bare(&o) {
			return nil
		}
		return o
	case types.Array:
		left := make(types.Array, 0, len(o))
		for _, one := range o {
			if clean := c.object(one, depth+1); clean != nil || one == nil {
				left = append(left, clean)
			}
		}
		return left
	}
	return o
}

func (c cleaner) dict(d types.Dict, depth int) {
	for _, name := range entries {
		if name == "Next" && d["S"] == nil {
			continue // the next line of a table of contents is no action
		}
		delete(d, name)
	}
	if _, base := d["URI"].(types.Dict); base {
		delete(d, "URI")
	}
	if isMark(d) {
		for _, name := range []string{"M", "CreationDate", "NM"} {
			delete(d, name)
		}
		if text(d["Subtype"]) != "Widget" {
			delete(d, "T") // who made it; of a field its name
		}
	}
	for name, value := range d {
		if left := c.object(value, depth+1); left == nil && value != nil {
			delete(d, name)
		} else {
			d[name] = left
		}
	}
}

// taken tells whether a dictionary is one of those that stay: an action that only leads somewhere, a mark that only
// shows something, and whatever is neither.
func taken(d types.Dict) bool {
	kind, sub, action := text(d["Type"]), text(d["Subtype"]), text(d["S"])
	switch {
	case kind == "EmbeddedFile", kind == "Filespec", kind == "F", kind == "Metadata", kind == "Rendition", kind == "Sig":
		return false
	case action == "URI" && (kind == "Action" || d["URI"] != nil):
		return isWeb(d["URI"])
	case action == "Named" && (kind == "Action" || d["N"] != nil):
		return slices.Contains(turning, text(d["N"]))
	case kind == "Action", slices.Contains(doing, action) && d["Type"] == nil && d["K"] == nil:
		return slices.Contains(leading, action)
	case isMark(d):
		return slices.Contains(annotations, sub)
	}
	return true
}

// isMark tells whether a dictionary is a mark on a page.
func isMark(d types.Dict) bool {
	return text(d["Type"]) == "Annot" || d["Rect"] != nil && text(d["Subtype"]) != ""
}

// isWeb tells whether a text is an address that only leads to a page, a letter or a call.
func isWeb(o types.Object) bool {
	address, err := types.StringOrHexLiteral(o)
	if err != nil || address == nil {
		return false
	}
	plain := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, *address)
	scheme, _, found := strings.Cut(plain, ":")
	return !found || strings.ContainsAny(scheme, "/?#") || slices.Contains(schemes, scheme)
}

func text(o types.Object) string {
	if name, ok := o.(types.Name); ok {
		return name.Value()
	}
	return ""
}

// mostUnfolded is how many bytes a photo in a document may unfold to.
const mostUnfolded = 64 << 20

// bare takes what a camera wrote out of a photo that stands in a document as it was taken; false where it cannot.
func bare(s *types.StreamDict) bool {
	last := len(s.FilterPipeline) - 1
	if last < 0 || s.FilterPipeline[last].Name != filter.DCT && s.FilterPipeline[last].Name != filter.JPX {
		return true
	}
	photo := s.FilterPipeline[last]
	if last > 0 { // folded once more
		folded := *s
		folded.FilterPipeline = s.FilterPipeline[:last]
		if err := folded.DecodeWithLimit(mostUnfolded); err != nil {
			return false
		}
		s.Raw, s.FilterPipeline = folded.Content, s.FilterPipeline[last:]
		s.Dict["Filter"] = types.Name(photo.Name)
		delete(s.Dict, "DecodeParms")
		if photo.DecodeParms != nil {
			s.Dict["DecodeParms"] = photo.DecodeParms
		}
	}
	if photo.Name == filter.DCT {
		s.Raw = bareJPEG(s.Raw)
	} else {
		s.Raw = bareJPX(s.Raw)
	}
	s.Content = nil
	length := int64(len(s.Raw))
	s.StreamLength = &length
	s.Dict["Length"] = types.Integer(len(s.Raw))
	return true
}

// bareJPEG leaves out the segments of a JPEG that say nothing of its dots: all of applications but the two that tell how
// its colours are meant, and comments.
func bareJPEG(raw []byte) []byte {
	if len(raw) < 4 || raw[0] != 0xff || raw[1] != 0xd8 {
		return raw
	}
	out := append(make([]byte, 0, len(raw)), raw[:2]...)
	for at := 2; at+4 <= len(raw); {
		marker, size := raw[at+1], int(binary.BigEndian.Uint16(raw[at+2:]))
		if raw[at] != 0xff || marker == 0xda || size < 2 || at+2+size > len(raw) {
			return append(out, raw[at:]...)
		}
		if marker != 0xfe && (marker < 0xe1 || marker > 0xef || marker == 0xee) {
			out = append(out, raw[at:at+2+size]...)
		}
		at += 2 + size
	}
	return out
}

// boxes are the parts of a JPEG 2000 picture that tell of its dots and colours.
var boxes = []string{"jP  ", "ftyp", "rreq", "jp2h", "jp2c", "ihdr", "bpcc", "colr", "pclr", "cmap", "cdef", "res "}

// bareJPX leaves out the boxes of a JPEG 2000 picture that say nothing of its dots, and comments.
func bareJPX(raw []byte) []byte {
	if bytes.HasPrefix(raw, []byte("\xff\x4f")) {
		return bareStream(raw)
	}
	var out []byte
	for at := 0; at+8 <= len(raw); {
		size, head := int64(binary.BigEndian.Uint32(raw[at:])), 8
		if size == 1 && at+16 <= len(raw) {
			size, head = int64(binary.BigEndian.Uint64(raw[at+8:])), 16
		}
		if size == 0 || size > int64(len(raw)-at) {
			size = int64(len(raw) - at)
		}
		if size < int64(head) {
			break
		}
		kind, body := string(raw[at+4:at+8]), raw[at+head:at+int(size)]
		switch {
		case !slices.Contains(boxes, kind):
			body = nil
		case kind == "jp2h":
			body = bareJPX(body)
		case kind == "jp2c":
			body = bareStream(body)
		}
		if body != nil {
			out = append(binary.BigEndian.AppendUint32(out, uint32(len(body)+8)), kind...)
			out = append(out, body...)
		}
		at += int(size)
	}
	return out
}

// bareStream leaves out the comments before the dots of a JPEG 2000 picture.
func bareStream(raw []byte) []byte {
	if len(raw) < 2 {
		return raw
	}
	out := append(make([]byte, 0, len(raw)), raw[:2]...)
	for at := 2; at+4 <= len(raw); {
		marker, size := raw[at+1], int(binary.BigEndian.Uint16(raw[at+2:]))
		if raw[at] != 0xff || marker == 0x90 || size < 2 || at+2+size > len(raw) {
			return append(out, raw[at:]...)
		}
		if marker != 0x64 {
			out = append(out, raw[at:at+2+size]...)
		}
		at += 2 + size
	}
	return out
}

// anonymous takes out what the program that wrote it says of itself: when, and with what. Bytes keep their places.
func anonymous(pdf []byte) []byte {
	for _, name := range []string{"/CreationDate(", "/ModDate(", "/Producer("} {
		for at := 0; ; {
			next := bytes.Index(pdf[at:], []byte(name))
			if next < 0 {
				break
			}
			at += next + len(name)
			for at < len(pdf) && pdf[at] != ')' {
				pdf[at] = ' '
				at++
			}
		}
	}
	return pdf
}

// harmless looks once more at what was written, apart from the streams, which hold what pages show.
func harmless(pdf []byte) bool {
	for len(pdf) > 0 {
		plain, rest, found := bytes.Cut(pdf, []byte("stream\n"))
		if !found {
			plain, rest, found = bytes.Cut(pdf, []byte("stream\r\n"))
		}
		for _, mark := range marks {
			if hasName(plain, mark) {
				return false
			}
		}
		if !found {
			return true
		}
		_, pdf, _ = bytes.Cut(rest, []byte("endstream"))
	}
	return true
}

// hasName tells whether a name stands in a text, and not only the beginning of a longer one.
func hasName(text []byte, name string) bool {
	for {
		at := bytes.Index(text, []byte(name))
		if at < 0 {
			return false
		}
		text = text[at+len(name):]
		if len(text) == 0 || bytes.IndexByte([]byte(" \t\r\n/<>[]()%{}\x00"), text[0]) >= 0 {
			return true
		}
	}
}

// Package codebook reads and writes codebooks as files: CSV, and the codebook exchange format of REFI-QDA (.qdc), which
// NVivo, ATLAS.ti, MAXQDA and QualCoder read and write. It knows no database.
package codebook

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Bounds on a file that is read.
const (
	MaxBytes   = 2 << 20
	MaxEntries = 1000 // themes in it
	maxDepth   = 20   // themes below themes
)

// Entry is a theme as it stands in a file.
type Entry struct {
	Line       int    // where it stands, from 1; 0 where it was not read from a file
	GUID       string // in small letters without braces; empty where the file has none
	Slug       string
	Name       string
	Parent     string // name of the theme that it is a part of; empty at the top
	Definition string
	Examples   string
	State      string // current or retired; empty where the file does not say
	Mark       int    // number of its sign; 0 where the file does not say
	MergedInto string // name of the theme that it went into; empty for none
	Color      string // as #RRGGBB in small letters; empty where the file does not say
}

// Problem is something in a file that cannot be taken, with what to do about it.
type Problem struct {
	Line   int
	Name   string // of the theme, where it is known
	Reason string
}

// Error is the problem as a sentence.
func (p Problem) Error() string {
	if p.Name != "" {
		return fmt.Sprintf("Line %d, “%s”: %s", p.Line, p.Name, p.Reason)
	}
	return fmt.Sprintf("Line %d: %s", p.Line, p.Reason)
}

// ErrTooLarge says that a file is past MaxBytes.
var ErrTooLarge = errors.New("the file is too large for a codebook: there is room for 2 megabytes")

// Read reads a codebook of either kind, which it tells by its first letter. Problems are themes that cannot be taken;
// the others are given all the same. An error says that the file is none, or broken.
func Read(r io.Reader) ([]Entry, []Problem, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, nil, err
	}
	if len(data) > MaxBytes {
		return nil, nil, ErrTooLarge
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return nil, nil, errors.New("the file is not written in UTF-8: please save it as UTF-8")
	}
	if bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("<")) {
		return readQDC(data)
	}
	return readCSV(data)
}

// GUID gives the identity of a theme of a place: the same for the same place and address, whenever it is asked for. It
// is a UUID of version 5.
func GUID(place, slug string) string {
	// The name space for addresses, from RFC 9562.
	space, _ := hex.DecodeString("6ba7b8119dad11d180b400c04fd430c8")
	return format(uuid(uuid(space, place), "theme:"+slug))
}

func uuid(space []byte, name string) []byte {
	sum := sha1.Sum(append(append([]byte{}, space...), name...))
	id := sum[:16]
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	return id
}

func format(id []byte) string {
	h := hex.EncodeToString(id)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// palette is the colour of each of the six kinds of mark, in turn, on light paper.
var palette = [6]string{"#0b5a62", "#7a2658", "#8a5800", "#33568f", "#a03f22", "#4a6424"}

// ColorOf is the colour that a mark is drawn in.
func ColorOf(mark int) string {
	if mark < 1 {
		mark = 1
	}
	return palette[(mark-1)%len(palette)]
}

// Drawn tells whether a mark is drawn in a colour.
func Drawn(mark int, color string) bool {
	return color != "" && ColorOf(mark) == strings.ToLower(color)
}

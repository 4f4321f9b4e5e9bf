// Package files keeps the pictures and documents that people attach to what they say. What comes in is known by its
// content alone, made anew from what can be seen of it, and stored under a random name; who may have it follows from who
// may read the words that it belongs to.
package files

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/prose"
)

// Kind is what a stored file is. Nothing else is ever stored or served.
type Kind string

// The kinds.
const (
	JPEG Kind = "jpeg"
	PNG  Kind = "png"
	PDF  Kind = "pdf"
)

// Bounds on what is taken and kept.
const (
	MaxUpload  = 10 << 20   // bytes that somebody may bring
	MaxStored  = 12 << 20   // bytes that are made of it
	MaxPixels  = 24_000_000 // of a picture that comes in
	LongSide   = 2000       // pixels of a stored picture, at most
	SmallSide  = 640        // and of the one shown among words
	MaxPages   = 300        // of a document
	PerMessage = 5          // files with one contribution
	MaxTitle   = 120        // characters
	MaxAlt     = 500        // characters
)

// File is a picture or document that is kept.
type File struct {
	ID            int64
	Name          string // of random letters; stands in its address
	PersonID      int64  // whose it is
	Kind          Kind
	Title         string // as its owner calls it
	Alt           string // what a picture shows, for those who cannot see it
	Bytes         int64  // of what is stored, without the small one
	Width, Height int    // in pixels; 0 for a document
	Pages         int    // of a document; 0 for a picture
	Digest        []byte // SHA-256 of what is stored
	CreatedAt     clock.Instant
	RemovedAt     clock.Instant // the bytes are gone; 0 where they are there
	Covered       bool          // a moderator took it out of what it belongs to
}

// Picture tells whether it can be shown on a page.
func (f File) Picture() bool { return f.Kind != PDF }

// Small gives the size in pixels of the picture that is shown among words.
func (f File) Small() (width, height int) { return within(f.Width, f.Height, SmallSide) }

// MediaType is what it is served as.
func (f File) MediaType() string {
	switch f.Kind {
	case JPEG:
		return "image/jpeg"
	case PNG:
		return "image/png"
	}
	return "application/pdf"
}

// FileName is a safe name to save it under: plain letters, digits and hyphens of its title, and the ending of its kind.
func (f File) FileName() string {
	name := prose.Slug(f.Title)
	plain := strings.Map(func(r rune) rune {
		if r == '-' || r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, name)
	if plain = strings.Trim(plain[:min(len(plain), 60)], "-"); plain == "" {
		plain = "file-" + f.Name[:min(len(f.Name), 6)]
	}
	if f.Kind == JPEG {
		return plain + ".jpg"
	}
	return plain + "." + string(f.Kind)
}

// titleOf makes a title of the name that a browser told, which may be anything.
func titleOf(given string) string {
	given = given[strings.LastIndexAny(given, `/\`)+1:]
	if dot := strings.LastIndexByte(given, '.'); dot > 0 {
		given = given[:dot]
	}
	title, err := prose.Line(strings.ToValidUTF8(strings.NewReplacer("_", " ", "\x00", "").Replace(given), ""))
	if err != nil {
		return ""
	}
	if runes := []rune(title); len(runes) > MaxTitle {
		title = strings.TrimSpace(string(runes[:MaxTitle]))
	}
	return title
}

// within scales a size down so that neither side is longer than most.
func within(width, height, most int) (int, int) {
	if long := max(width, height); long > most {
		width, height = max(1, (width*most+long/2)/long), max(1, (height*most+long/2)/long)
	}
	return width, height
}

const columns = `f.id, f.name, f.person_id, f.kind, f.title, f.alt, f.bytes, f.width, f.height, f.pages, f.digest, f.created_at, COALESCE(f.removed_at, 0)`

func (f *File) into() []any {
	return []any{&f.ID, &f.Name, &f.PersonID, &f.Kind, &f.Title, &f.Alt, &f.Bytes, &f.Width, &f.Height, &f.Pages, &f.Digest, &f.CreatedAt, &f.RemovedAt}
}

func scan(r db.Row) (f File, err error) {
	err = r.Scan(f.into()...)
	return f, err
}

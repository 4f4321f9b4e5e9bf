package files

import (
	"bytes"
	"context"
	"errors"
	"time"

	"folkmoot/models/db"
)

// Pressed is what was made of something that came in.
type Pressed struct {
	Kind          Kind
	Body          []byte // what is stored
	Small         []byte // of a picture: the one shown among words
	Width, Height int    // of a picture, in pixels
	Pages         int    // of a document
}

// Refusal says why something that came in is not taken.
type Refusal string

// The refusals.
const (
	Unknown   Refusal = "unknown"   // neither a picture nor a document that we take
	Broken    Refusal = "broken"    // it cannot be read
	Large     Refusal = "large"     // too many bytes
	Wide      Refusal = "wide"      // too many pixels
	Heavy     Refusal = "heavy"     // it takes more time or memory than there is for one file
	Encrypted Refusal = "encrypted" // a document with a password
	Long      Refusal = "long"      // a document with too many pages
	Active    Refusal = "active"    // a document that does something, of which it could not be freed
)

func (r Refusal) Error() string { return "not taken: " + string(r) }

// Invalid says it to whoever brought it, under the field "file".
func (r Refusal) Invalid() db.Invalid {
	switch r {
	case Large:
		return db.Wrong("file", "This file is too large. There is room for %d megabytes. A smaller picture works just as well", MaxUpload>>20)
	case Wide:
		return db.Wrong("file", "This picture is too large. There is room for %d million dots. Make it smaller and try again", MaxPixels/1_000_000)
	case Heavy:
		return db.Wrong("file", "This file is too much work for us. Save it again in a simpler way and try again, or tell us in your words what is in it")
	case Encrypted:
		return db.Wrong("file", "This PDF is locked with a password. Save it without one and try again")
	case Long:
		return db.Wrong("file", "This PDF is too long. There is room for %d pages. Choose the pages that matter most", MaxPages)
	case Active:
		return db.Wrong("file", "This PDF holds a program or other files, which we cannot take out. Print it to a new PDF and try again")
	case Broken:
		return db.Wrong("file", "This file is damaged, so we cannot read it. Save it again and try again")
	}
	return db.Wrong("file", "We take pictures (JPEG, PNG, WebP, GIF) and PDF documents. This is something else")
}

// pressFor is how long one file may take.
const pressFor = 20 * time.Second

// Press checks something that came in by its content and makes of it what is stored: of a picture nothing but its
// dots, of a document its pages without whatever acts, hides or tells of who made it. The error is a Refusal. It trusts
// libraries with hostile bytes, so that a running site has it done by a Worker.
func Press(ctx context.Context, raw []byte) (p Pressed, err error) {
	defer func() {
		if recover() != nil {
			p, err = Pressed{}, Broken
		}
	}()
	switch {
	case len(raw) == 0:
		return p, Unknown
	case len(raw) > MaxUpload:
		return p, Large
	}
	ctx, cancel := context.WithTimeout(ctx, pressFor)
	defer cancel()
	format := formatOf(raw)
	switch format {
	case "":
		return p, Unknown
	case "pdf":
		p, err = pressDocument(ctx, raw)
	default:
		p, err = pressPicture(ctx, format, raw)
	}
	if err == nil && (len(p.Body) > MaxStored || len(p.Small) > MaxStored) {
		err = Large
	}
	var refused Refusal
	if err != nil && !errors.As(err, &refused) {
		err = Broken
		if ctx.Err() != nil {
			err = Heavy
		}
	}
	if err != nil {
		return Pressed{}, err
	}
	return p, nil
}

// formatOf tells by the first bytes what came in; "" for what is not taken. Neither a name nor a declared type counts.
func formatOf(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xd8\xff")):
		return "jpeg"
	case bytes.HasPrefix(raw, []byte("\x89PNG\r\n\x1a\n")):
		return "png"
	case bytes.HasPrefix(raw, []byte("GIF87a")), bytes.HasPrefix(raw, []byte("GIF89a")):
		return "gif"
	case len(raw) >= 12 && string(raw[:4]) == "RIFF" && string(raw[8:12]) == "WEBP":
		return "webp"
	case bytes.HasPrefix(raw, []byte("%PDF-")):
		return "pdf"
	}
	return ""
}

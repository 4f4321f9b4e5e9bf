package forms

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
)

// Bounds on forms that bring a file.
const (
	uploadParts = 40
	uploadField = 64 << 10 // bytes of a field that is not a file
)

// File is a file that a form brought.
type File struct {
	Name string // as the browser tells it; believe nothing of it
	Data []byte
}

// errUpload says that a form with a file is not what a browser sends.
var errUpload = fiber.NewError(fiber.StatusBadRequest, "The form cannot be read.")

// Uploaded reads a form that may bring a file in one of its fields. A file of more bytes than most is db.TooLarge;
// where no file was chosen, it has no data. The other fields are there either way.
func Uploaded(c *fiber.Ctx, field string, most int) (*Values, File, error) {
	_, params, err := mime.ParseMediaType(string(c.Request().Header.ContentType()))
	if err != nil || params["boundary"] == "" {
		return Posted(c), File{}, nil // a form without a file
	}
	var file File
	var large error
	args := c.Request().PostArgs() // where Posted finds the fields too
	in := multipart.NewReader(bytes.NewReader(c.Request().Body()), params["boundary"])
	for n := 0; ; n++ {
		part, err := in.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || n >= uploadParts {
			return nil, file, errUpload
		}
		if part.FormName() == field {
			if file, err = readFile(part, most); err != nil && !errors.As(err, new(db.TooLarge)) {
				return nil, file, err
			}
			if err != nil {
				file, large = File{}, err // the fields that come behind it are read all the same
			}
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, uploadField+1))
		if err != nil || len(value) > uploadField || !utf8.Valid(value) || bytes.IndexByte(value, 0) >= 0 {
			return nil, file, errUpload
		}
		args.AddBytesV(part.FormName(), value)
	}
	sum := sha256.Sum256(file.Data)
	return &Values{
		get: func(name string) []string { return texts(args.PeekMulti(name)) },
		said: func() string {
			return digest(c.Path()+" "+base64.RawURLEncoding.EncodeToString(sum[:]), args)
		},
	}, file, large
}

func readFile(part *multipart.Part, most int) (File, error) {
	file := File{Name: part.FileName()}
	var err error
	if file.Data, err = io.ReadAll(io.LimitReader(part, int64(most)+1)); err != nil {
		return file, errUpload
	}
	if len(file.Data) > most {
		return file, db.TooLarge{Reason: "This file is too large."}
	}
	return file, nil
}

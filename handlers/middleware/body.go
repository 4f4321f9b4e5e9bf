package middleware

import (
	"bytes"
	"net/url"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
)

// maxFields is how many fields a form or a query may have.
const maxFields = 300

// maxForm is the size in bytes past which a form is not taken, where it is not one that brings a file.
const maxForm = 4 << 20

// Refusals of requests that are not what a browser sends.
var (
	errCompressed = fiber.NewError(fiber.StatusUnsupportedMediaType, "Compressed requests are not taken.")
	errMediaType  = fiber.NewError(fiber.StatusUnsupportedMediaType, "This kind of data is not taken here.")
	errText       = fiber.NewError(fiber.StatusBadRequest, "The request holds characters that are not text.")
)

// Body checks what a request brings before anything is made of it: compression, kind, number of fields, and that
// everything is text. After it, no handler meets NUL bytes or broken UTF-8, but for those of forms that bring a file,
// which forms.Uploaded reads: upload tells which requests may.
func Body(upload func(*fiber.Ctx) bool) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if err := checkBody(c, upload); err != nil {
			return err
		}
		return c.Next()
	}
}

func checkBody(c *fiber.Ctx, upload func(*fiber.Ctx) bool) error {
	request := c.Request()
	if len(request.Header.Peek(fiber.HeaderContentEncoding)) > 0 {
		c.Context().SetConnectionClose()
		return errCompressed
	}
	uri := request.URI()
	if !isText(uri.Path()) || !allText(uri.QueryString()) {
		return errText
	}
	if bytes.Count(uri.QueryString(), []byte("&")) >= maxFields {
		return db.TooLarge{Reason: "The address has too many parts."}
	}
	body := request.Body() // the bytes as they came, never inflated
	if len(body) == 0 {
		return nil
	}
	kind, _, _ := bytes.Cut(request.Header.ContentType(), []byte(";"))
	if kind = bytes.TrimSpace(kind); bytes.EqualFold(kind, []byte(fiber.MIMEMultipartForm)) && upload(c) {
		return nil
	}
	if !bytes.EqualFold(kind, []byte(fiber.MIMEApplicationForm)) {
		return errMediaType
	}
	if len(body) > maxForm {
		return fiber.ErrRequestEntityTooLarge
	}
	if bytes.Count(body, []byte("&")) >= maxFields {
		return db.TooLarge{Reason: "The form has too many fields."}
	}
	if !allText(body) {
		return errText
	}
	return nil
}

// allText tells whether url-encoded data holds nothing but text.
func allText(encoded []byte) bool {
	if bytes.IndexByte(encoded, '%') < 0 {
		return isText(encoded)
	}
	plain, err := url.PathUnescape(string(encoded)) // as for a query, but a plus stays a plus
	return err == nil && isText([]byte(plain))
}

func isText(b []byte) bool { return utf8.Valid(b) && bytes.IndexByte(b, 0) < 0 }

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

// Refusals of requests that are not what a browser sends.
var (
	errCompressed = fiber.NewError(fiber.StatusUnsupportedMediaType, "Compressed requests are not taken.")
	errMediaType  = fiber.NewError(fiber.StatusUnsupportedMediaType, "This kind of data is not taken here.")
	errText       = fiber.NewError(fiber.StatusBadRequest, "The request holds characters that are not text.")
)

// Body checks what a request brings before anything is made of it: compression, kind, number of fields,
// and that everything is text. After it, no handler meets NUL bytes or broken UTF-8.
func Body(c *fiber.Ctx) error {
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
		return c.Next()
	}
	if kind, _, _ := bytes.Cut(request.Header.ContentType(), []byte(";")); !bytes.EqualFold(bytes.TrimSpace(kind), []byte(fiber.MIMEApplicationForm)) {
		return errMediaType
	}
	if bytes.Count(body, []byte("&")) >= maxFields {
		return db.TooLarge{Reason: "The form has too many fields."}
	}
	if !allText(body) {
		return errText
	}
	return c.Next()
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

package middleware

import (
	"bytes"

	"github.com/gofiber/fiber/v2"
)

var (
	transferEncoding = []byte("transfer-encoding")
	contentLength    = []byte("content-length")
)

// Framing refuses a request that tells its length in two ways, or that folds a header over two lines: servers read
// these differently, and what one takes for a body another takes for a request. It looks at the headers as they
// came, since by now the server has made one length out of two.
func Framing(c *fiber.Ctx) error {
	if !framed(c.Request().Header.RawHeaders()) {
		c.Context().SetConnectionClose()
		return fiber.NewError(fiber.StatusBadRequest, "The request can be read in two ways.")
	}
	return c.Next()
}

func framed(raw []byte) bool {
	var length, chunked bool
	for len(raw) > 0 {
		line := raw
		if end := bytes.IndexByte(raw, '\n'); end >= 0 {
			line, raw = raw[:end], raw[end+1:]
		} else {
			raw = nil
		}
		if len(line) == 0 {
			continue
		}
		switch line[0] {
		case ' ', '\t':
			return false
		case 'c', 'C':
			length = length || isHeader(line, contentLength)
		case 't', 'T':
			chunked = chunked || isHeader(line, transferEncoding)
		}
	}
	return !length || !chunked
}

func isHeader(line, name []byte) bool {
	return len(line) > len(name) && line[len(name)] == ':' && bytes.EqualFold(line[:len(name)], name)
}

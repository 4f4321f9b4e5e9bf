package pagecache

import (
	"bytes"
	"container/list"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/valyala/fasthttp"

	"folkmoot/models/clock"
)

// worthPacking is the size in bytes below which compressing a body gains nothing.
const worthPacking = 1000

// Page is a finished answer: its bytes, plain and compressed, with their ETags.
type Page struct {
	// Served is called each time the page answers a request from the shelf; it may be nil. Set it before the page
	// is given back to Do.
	Served func()

	contentType []byte
	disposition []byte // Content-Disposition; may be empty
	plain, gzip []byte
	plainTag    []byte
	gzipTag     []byte
	key         string
	place       *list.Element
	used        atomic.Bool
	begun       uint64
	until       clock.Instant
	slots       []uint32
}

// NewPage copies an answer and compresses it.
func NewPage(contentType, disposition, body []byte) *Page {
	sum := sha256.Sum256(body)
	tag := base64.RawURLEncoding.EncodeToString(sum[:15])
	p := &Page{
		contentType: bytes.Clone(contentType), disposition: bytes.Clone(disposition),
		plain: bytes.Clone(body), plainTag: []byte(`"` + tag + `"`), gzipTag: []byte(`"` + tag + `-gz"`),
	}
	if len(body) >= worthPacking {
		p.gzip = Gzip(nil, body, 6)
	}
	return p
}

func (p *Page) cost(key string) int64 {
	return int64(len(p.plain)+len(p.gzip)+len(key)) + overhead
}

// The headers of every kept page. A browser may keep a copy but asks each time whether it still holds.
var (
	headerETag        = []byte("Etag")
	headerVary        = []byte("Vary")
	headerCache       = []byte("Cache-Control")
	headerEncoding    = []byte("Content-Encoding")
	headerDisposition = []byte("Content-Disposition")

	varyValue  = []byte("Cookie, Accept-Encoding, Accept-Language")
	cacheValue = []byte("private, no-cache")
	gzipValue  = []byte("gzip")
)

// Send answers a request with the page, or with 304 where the reader has it already.
func (p *Page) Send(ctx *fasthttp.RequestCtx) {
	body, tag := p.plain, p.plainTag
	packed := p.gzip != nil && AcceptsGzip(ctx.Request.Header.Peek("Accept-Encoding"))
	if packed {
		body, tag = p.gzip, p.gzipTag
	}
	h := &ctx.Response.Header
	h.SetCanonical(headerETag, tag)
	h.SetCanonical(headerVary, varyValue)
	h.SetCanonical(headerCache, cacheValue)
	if known := ctx.Request.Header.Peek("If-None-Match"); len(known) > 0 && matches(known, tag) {
		ctx.Response.ResetBody()
		ctx.Response.SetStatusCode(fasthttp.StatusNotModified)
		return
	}
	h.SetContentTypeBytes(p.contentType)
	if len(p.disposition) > 0 {
		h.SetCanonical(headerDisposition, p.disposition)
	}
	if packed {
		h.SetCanonical(headerEncoding, gzipValue)
	}
	ctx.Response.SetBodyRaw(body)
}

// matches tells whether an If-None-Match names a tag. A proxy may have weakened the tag on the way.
func matches(known, tag []byte) bool {
	for one := range bytes.SplitSeq(known, []byte(",")) {
		one = bytes.TrimSpace(one)
		if bytes.Equal(bytes.TrimPrefix(one, []byte("W/")), tag) || bytes.Equal(one, []byte("*")) {
			return true
		}
	}
	return false
}

// AcceptsGzip reads an Accept-Encoding header.
func AcceptsGzip(header []byte) bool {
	for one := range bytes.SplitSeq(header, []byte(",")) {
		name, weight, weighted := bytes.Cut(bytes.TrimSpace(one), []byte(";"))
		if !bytes.EqualFold(bytes.TrimSpace(name), gzipValue) {
			continue
		}
		weight = bytes.TrimSpace(weight)
		return !weighted || len(bytes.Trim(bytes.TrimPrefix(weight, []byte("q=")), "0.")) > 0
	}
	return false
}

var writers sync.Map // of *sync.Pool, by level

// Gzip compresses data at a level from 1, fast, to 9, small, and appends it to dst.
func Gzip(dst, data []byte, level int) []byte {
	pool, _ := writers.LoadOrStore(level, &sync.Pool{New: func() any {
		w, err := gzip.NewWriterLevel(nil, level)
		if err != nil {
			panic(err) // the levels are constants of ours
		}
		return w
	}})
	w := pool.(*sync.Pool).Get().(*gzip.Writer)
	defer pool.(*sync.Pool).Put(w)
	out := bytes.NewBuffer(dst)
	w.Reset(out)
	// Writing to memory does not fail.
	_, _ = w.Write(data)
	_ = w.Close()
	return out.Bytes()
}

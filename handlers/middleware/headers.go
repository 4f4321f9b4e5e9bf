package middleware

import "github.com/valyala/fasthttp"

// contentPolicy lets a page use what this program serves and nothing else; no inline script or style.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// framedPolicy is for a page that other sites may show inside theirs: it runs nothing, sends nothing and loads no more
// than its style.
const framedPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors *"

// LetFrame lets other sites show an answer inside their pages.
func LetFrame(h *fasthttp.ResponseHeader) {
	h.Set("Content-Security-Policy", framedPolicy)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Del("X-Frame-Options")
}

// HeaderSet is a fixed list of headers, made once.
type HeaderSet [][2][]byte

// SecurityHeaders lists the headers; over https, browsers are told to stay with it.
func SecurityHeaders(https bool) HeaderSet {
	list := [][2]string{
		{"Content-Security-Policy", contentPolicy},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "same-origin"},
		{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"X-Frame-Options", "DENY"},
	}
	if https {
		list = append(list, [2]string{"Strict-Transport-Security", "max-age=31536000"})
	}
	var set HeaderSet
	for _, pair := range list {
		set = append(set, [2][]byte{[]byte(pair[0]), []byte(pair[1])})
	}
	return set
}

// Set puts the headers on an answer.
func (s HeaderSet) Set(h *fasthttp.ResponseHeader) {
	for _, pair := range s {
		h.SetCanonical(pair[0], pair[1])
	}
}

// Before puts the headers on every answer of a server, those that it gives before any route is looked for among them.
func (s HeaderSet) Before(next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(ctx *fasthttp.RequestCtx) {
		s.Set(&ctx.Response.Header)
		next(ctx)
	}
}

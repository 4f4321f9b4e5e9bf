package handlers

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"folkmoot/views"
)

// listen serves the stage on a real socket, with the page of a visitor kept already.
func (s *stage) listen(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.fiber.Listener(listener) }()
	t.Cleanup(func() {
		if err := s.fiber.ShutdownWithTimeout(5 * time.Second); err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String()
}

// exchange sends bytes and gives the statuses of all the answers that come back, the last body, and whether all of
// them had a content security policy.
func exchange(t *testing.T, address, request string) (statuses []int, last string, policed bool) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	go func() {
		_, _ = io.WriteString(conn, request)
		_ = conn.(*net.TCPConn).CloseWrite()
	}()
	reader := bufio.NewReader(conn)
	policed = true
	for {
		response, err := http.ReadResponse(reader, nil)
		if err != nil {
			return statuses, last, policed
		}
		body, err := io.ReadAll(response.Body)
		if err != nil {
			return statuses, last, policed
		}
		policed = policed && response.Header.Get("Content-Security-Policy") != ""
		statuses, last = append(statuses, response.StatusCode), string(body)
	}
}

func TestSmugglingShapes(t *testing.T) {
	var p counted
	s := newStage(t, echo, p.routes)
	address := s.listen(t)
	const hidden = "GET /echo?q=smuggled HTTP/1.1\r\nHost: folkmoot.test\r\n\r\n"
	const form = "Content-Type: application/x-www-form-urlencoded\r\n"
	if statuses, body, _ := exchange(t, address, "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n"+form+"Content-Length: 6\r\n\r\nbody=a"); len(statuses) != 1 || statuses[0] != 200 || body != "read a" {
		t.Fatalf("the control is answered %v %q", statuses, body)
	}
	if statuses, body, _ := exchange(t, address, "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n"+form+"Transfer-Encoding: chunked\r\n\r\n6\r\nbody=a\r\n0\r\n\r\n"); len(statuses) != 1 || statuses[0] != 200 || body != "read a" {
		t.Fatalf("the chunked control is answered %v %q", statuses, body)
	}
	for name, request := range map[string]string{
		"no host":                  "GET /echo HTTP/1.1\r\n\r\n",
		"no host, HTTP/1.0":        "GET /echo HTTP/1.0\r\n\r\n",
		"empty host":               "GET /echo HTTP/1.1\r\nHost:\r\n\r\n",
		"two hosts":                "GET /echo HTTP/1.1\r\nHost: folkmoot.test\r\nHost: folkmoot.test\r\n\r\n",
		"foreign host":             "GET /echo HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"foreign target":           "GET http://evil.example/echo HTTP/1.1\r\nHost: folkmoot.test\r\n\r\n",
		"own target, foreign host": "GET http://folkmoot.test/echo HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"target without a slash":   "GET echo HTTP/1.1\r\nHost: folkmoot.test\r\n\r\n",
		"space before the colon":   "GET /echo HTTP/1.1\r\nHost : folkmoot.test\r\n\r\n",
		"length and chunked":       "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + form + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
		"chunked and length":       "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + form + "Transfer-Encoding: chunked\r\ncontent-length: 6\r\n\r\n0\r\n\r\n" + hidden,
		"both, reading":            "GET /echo HTTP/1.1\r\nHost: folkmoot.test\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
		"both, a kept page":        "GET /shared HTTP/1.1\r\nHost: folkmoot.test\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
		"both, unknown page":       "POST /nowhere HTTP/1.1\r\nHost: folkmoot.test\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
		"both, a probe":            "POST /healthz HTTP/1.1\r\nHost: folkmoot.test\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
		"both, an asset":           "GET /favicon.ico HTTP/1.1\r\nHost: folkmoot.test\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
		"two lengths":              "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + form + "Content-Length: 6\r\nContent-Length: 7\r\n\r\nbody=a",
		"one length twice":         "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + form + "Content-Length: 6\r\nContent-Length: 6\r\n\r\nbody=a",
		"length with a sign":       "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + form + "Content-Length: +6\r\n\r\nbody=a",
		"length as a list":         "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + form + "Content-Length: 6, 6\r\n\r\nbody=a",
		"negative length":          "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + form + "Content-Length: -6\r\n\r\nbody=a",
		"unknown coding":           "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + form + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
		"two codings":              "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + form + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"list of codings":          "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + form + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
		"chunked on HTTP/1.0":      "POST /echo HTTP/1.0\r\nHost: folkmoot.test\r\n" + form + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"bare LF after a chunk":    "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + form + "Transfer-Encoding: chunked\r\n\r\n6;a\nbody=a\r\n0\r\n\r\n",
		"huge chunk":               "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + form + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nbody=a\r\n0\r\n\r\n",
		"chunk size not a number":  "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + form + "Transfer-Encoding: chunked\r\n\r\n0x6\r\nbody=a\r\n0\r\n\r\n",
		"folded header":            "GET /echo HTTP/1.1\r\nHost: folkmoot.test\r\nX-A: b\r\n c\r\n\r\n",
		"NUL in a header":          "GET /echo HTTP/1.1\r\nHost: folkmoot.test\r\nX-A: b\x00c\r\n\r\n",
		"bare CR in a header":      "GET /echo HTTP/1.1\r\nHost: folkmoot.test\r\nX-A: b\rc\r\n\r\n",
		"no header name":           "GET /echo HTTP/1.1\r\nHost: folkmoot.test\r\n: b\r\n\r\n",
		"long header":              "GET /echo HTTP/1.1\r\nHost: folkmoot.test\r\nX-A: " + strings.Repeat("a", 40_000) + "\r\n\r\n",
		"long address":             "GET /echo?q=" + strings.Repeat("a", 40_000) + " HTTP/1.1\r\nHost: folkmoot.test\r\n\r\n",
		"many headers":             "GET /echo HTTP/1.1\r\nHost: folkmoot.test\r\n" + strings.Repeat("X-A: b\r\n", 5000) + "\r\n",
		"unknown method":           "HACK /echo HTTP/1.1\r\nHost: folkmoot.test\r\n\r\n",
		"all of the server":        "OPTIONS * HTTP/1.1\r\nHost: folkmoot.test\r\n\r\n",
		"tunnel":                   "CONNECT evil.example:443 HTTP/1.1\r\nHost: folkmoot.test\r\n\r\n",
		"HTTP/2 preface":           "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		"not HTTP":                 "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
		"compressed body":          compressed(form),
	} {
		exchange(t, address, "GET /shared HTTP/1.1\r\nHost: folkmoot.test\r\n\r\n") // so that it is kept
		statuses, body, policed := exchange(t, address, request)
		if len(statuses) != 1 || statuses[0] < 400 || statuses[0] >= 500 {
			t.Errorf("%s: answered %v %.200q", name, statuses, body)
		}
		if len(statuses) > 0 && !policed {
			t.Errorf("%s: an answer without a content security policy", name)
		}
		if strings.Contains(body, "smuggled") {
			t.Errorf("%s: the request behind it was answered", name)
		}
	}
}

// compressed is a form of a thousand times its size.
func compressed(head string) string {
	var body bytes.Buffer
	w := gzip.NewWriter(&body)
	_, _ = w.Write(append([]byte("body="), bytes.Repeat([]byte("a"), 10<<20)...))
	_ = w.Close()
	return fmt.Sprintf("POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n%sContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", head, body.Len(), &body)
}

func TestTrailersAreNotFields(t *testing.T) {
	s := newStage(t, echo)
	statuses, body, _ := exchange(t, s.listen(t), "POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\nTrailer: X-A\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nbody=a\r\n0\r\nX-A: b\r\n\r\n")
	for _, status := range statuses {
		if status >= 500 || status == 200 && body != "read a" {
			t.Errorf("answered %v %q", statuses, body)
		}
	}
	if len(statuses) != 1 {
		t.Errorf("answered %v", statuses)
	}
}

func TestBodyPastTheLimit(t *testing.T) {
	s := newStage(t, echo)
	statuses, body, _ := exchange(t, s.listen(t), fmt.Sprintf("POST /echo HTTP/1.1\r\nHost: folkmoot.test\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\nbody=a", BodyLimit+1))
	if len(statuses) != 1 || statuses[0] != 413 || !strings.Contains(body, "too long") {
		t.Errorf("answered %v %.300q", statuses, body)
	}
}

// uploading is a form whose file has so many bytes; its words come behind the file.
func uploading(path string, size int) string {
	body := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"IMG_0001.JPG\"\r\n\r\n\xff\xd8\xff" + strings.Repeat("x", size) +
		"\r\n--b\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\nWords to keep\r\n--b\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\nattach\r\n--b--\r\n"
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: folkmoot.test\r\nCookie: folkmoot=member\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n%s", path, len(body), body)
}

// A photo that is too large is told of with the words that came with it; only past all bounds is there nothing but a page.
func TestFilesThatAreTooLarge(t *testing.T) {
	s := newScene(t)
	path := views.AnswersURL(s.start(s.open, "How do you get about?").ID)
	address := s.listen(t)
	for size, want := range map[int]struct {
		status int
		has    []string
	}{
		11 << 20:           {422, []string{"Words to keep", "room for 10 megabytes"}},
		UploadLimit - 4096: {422, []string{"Words to keep", "room for 10 megabytes"}},
		UploadLimit + 1:    {413, []string{"a file of 10 megabytes", "go back a page"}},
	} {
		statuses, body, policed := exchange(t, address, uploading(path, size))
		if len(statuses) != 1 || statuses[0] != want.status || !policed {
			t.Errorf("%d bytes: answered %v %.300q", size, statuses, body)
		}
		for _, has := range want.has {
			if !strings.Contains(body, has) {
				t.Errorf("%d bytes: %q is not said", size, has)
			}
		}
	}
}

func TestAFileHasTheTimeThatItNeeds(t *testing.T) {
	for name, one := range map[string]struct {
		method, kind string
		size         int
		wait         time.Duration
		most         int
	}{
		"words":                      {"POST", "application/x-www-form-urlencoded", 5000, 0, 0},
		"a small photo":              {"POST", "multipart/form-data; boundary=b", 240 << 10, 20 * time.Second, UploadLimit},
		"a photo":                    {"POST", "Multipart/Form-Data; boundary=b", 4800 << 10, 210 * time.Second, UploadLimit},
		"a large one":                {"POST", "multipart/form-data; boundary=b", 20 << 20, uploadWait, UploadLimit},
		"what claims to be endless":  {"POST", "multipart/form-data; boundary=b", 1 << 40, uploadWait, UploadLimit},
		"of a size that is not told": {"POST", "multipart/form-data; boundary=b", -1, requestWait, UploadLimit},
		"a page":                     {"GET", "multipart/form-data; boundary=b", 20 << 20, 0, 0},
	} {
		var header fasthttp.RequestHeader
		header.SetMethod(one.method)
		header.SetContentType(one.kind)
		header.SetContentLength(one.size)
		if got := allow(&header); got.ReadTimeout != one.wait || got.MaxRequestBodySize != one.most {
			t.Errorf("%s: %v, %d bytes", name, got.ReadTimeout, got.MaxRequestBodySize)
		}
	}
}

package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// bucketServer speaks as much S3 as a depot needs: PUT, GET, HEAD, DELETE and LIST of one bucket, two names to a page. It
// refuses what is not signed with its key.
type bucketServer struct {
	t       *testing.T
	mu      sync.Mutex
	objects map[string][]byte
	asked   map[string]int
}

func (s *bucketServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	signed := r.Header.Get("Authorization")
	if !strings.HasPrefix(signed, "AWS4-HMAC-SHA256 Credential=key/") || !strings.Contains(signed, "/eu-west-2/s3/") || !strings.Contains(signed, "Signature=") {
		s.fail(w, http.StatusForbidden, "AccessDenied")
		return
	}
	name, ok := strings.CutPrefix(r.URL.Path, "/bucket/")
	if !ok {
		s.fail(w, http.StatusNotFound, "NoSuchBucket")
		return
	}
	data, there := s.objects[name]
	if name == "" {
		s.asked["LIST"]++
		s.list(w, r)
		return
	}
	s.asked[r.Method]++
	switch r.Method {
	case http.MethodPut:
		body, err := io.ReadAll(r.Body)
		if err != nil {
			s.t.Error(err)
		}
		if r.Header.Get("X-Amz-Content-Sha256") == "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" || r.Header.Get("X-Amz-Decoded-Content-Length") != "" {
			body = unchunked(s.t, body)
		}
		s.objects[name] = body
		w.Header().Set("ETag", `"e"`)
	case http.MethodDelete:
		delete(s.objects, name)
		w.WriteHeader(http.StatusNoContent)
	default:
		if !there {
			s.fail(w, http.StatusNotFound, "NoSuchKey")
			return
		}
		w.Header().Set("ETag", `"e"`)
		w.Header().Set("Last-Modified", time.Unix(1, 0).UTC().Format(http.TimeFormat))
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		if r.Method == http.MethodGet {
			_, _ = w.Write(data)
		}
	}
}

func (s *bucketServer) fail(w http.ResponseWriter, status int, code string) {
	w.WriteHeader(status)
	fmt.Fprintf(w, "<Error><Code>%s</Code><Message>no</Message></Error>", code)
}

func (s *bucketServer) list(w http.ResponseWriter, r *http.Request) {
	type contents struct {
		Key          string
		Size         int
		LastModified string
	}
	var page struct {
		XMLName               xml.Name `xml:"ListBucketResult"`
		IsTruncated           bool
		NextContinuationToken string
		Contents              []contents
	}
	var names []string
	for name := range s.objects {
		if strings.HasPrefix(name, r.URL.Query().Get("prefix")) && name > r.URL.Query().Get("continuation-token") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for i, name := range names {
		if i == 2 {
			page.IsTruncated, page.NextContinuationToken = true, names[1]
			break
		}
		page.Contents = append(page.Contents, contents{name, len(s.objects[name]), time.Unix(1, 0).UTC().Format(time.RFC3339)})
	}
	if err := xml.NewEncoder(w).Encode(page); err != nil {
		s.t.Error(err)
	}
}

// unchunked reads a body that was sent in signed pieces.
func unchunked(t *testing.T, body []byte) (out []byte) {
	for {
		head, rest, ok := bytes.Cut(body, []byte("\r\n"))
		size, err := strconv.ParseInt(strings.Split(string(head), ";")[0], 16, 64)
		if !ok || err != nil {
			t.Errorf("a piece begins with %q", head)
			return out
		}
		if size == 0 {
			return out
		}
		out, body = append(out, rest[:size]...), bytes.TrimPrefix(rest[size:], []byte("\r\n"))
	}
}

func TestBucket(t *testing.T) {
	s := &bucketServer{t: t, objects: map[string][]byte{"files/README": []byte("of another program")}, asked: map[string]int{}}
	server := httptest.NewServer(s)
	defer server.Close()
	host := strings.TrimPrefix(server.URL, "http://")
	d, err := Bucket("s3://key:se%2Fcret@" + host + "/bucket?region=eu-west-2&tls=off")
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	var names []string
	for i := range 3 {
		name := newName()
		names = append(names, name)
		for _, part := range []Part{Whole, Small} {
			if err := d.Put(ctx, name, part, bytes.Repeat([]byte(name+string(part)), 1+i*5000)); err != nil {
				t.Fatal(err)
			}
		}
		back, err := d.Get(ctx, name, Small)
		if err != nil || !bytes.Equal(back, bytes.Repeat([]byte(name+".small"), 1+i*5000)) {
			t.Errorf("%d bytes came back, %v", len(back), err)
		}
	}
	slices.Sort(names)
	var listed []string
	if err := d.Each(ctx, func(one Stored) error { listed = append(listed, one.Name+string(one.Part)); return nil }); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, name := range names {
		want = append(want, name, name+".small")
	}
	if !slices.Equal(listed, want) {
		t.Errorf("%v, not %v", listed, want)
	}
	for range 2 {
		if err := d.Delete(ctx, names[0]); err != nil {
			t.Error(err)
		}
	}
	if _, err := d.Get(ctx, names[0], Whole); !errors.Is(err, ErrMissing) {
		t.Errorf("what is gone: %v", err)
	}
	for _, method := range []string{"PUT", "GET", "DELETE", "LIST"} {
		if s.asked[method] == 0 {
			t.Errorf("%s was never asked for", method)
		}
	}
	wrong, err := Bucket("s3://other:secret@" + host + "/bucket?region=eu-west-2&tls=off")
	if err != nil {
		t.Fatal(err)
	}
	if err := wrong.Put(ctx, names[1], Whole, nil); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("another key: %v", err)
	}
}

func TestAddressesOfBuckets(t *testing.T) {
	for _, address := range []string{
		"", "s3://host/bucket", "s3://key@host/bucket", "s3://key:hunter2@host", "s3://key:hunter2@host/a/b", "https://key:hunter2@host/bucket",
		"s3://key:hunter2@host/bucket?regoin=x", "s3://key:hunter2@/bucket", "s3://key:hunter2%@host/bucket",
	} {
		if _, err := Bucket(address); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", address, err)
		}
	}
	d, err := Bucket("s3://key:hunter2@s3.example.org/bucket")
	if err != nil || !d.Shared() || Folder("x").Shared() {
		t.Errorf("%v", err)
	}
	sum := sha256.Sum256(nil)
	if _, err := d.Get(context.Background(), fmt.Sprintf("%x", sum[:13]), Whole); !errors.Is(err, ErrMissing) {
		t.Errorf("a name that is none: %v", err)
	}
}

package files

import (
	"bytes"
	"context"
	"crypto/hmac"
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

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

// bucketServer speaks as much S3 as a depot needs: PUT, GET, HEAD, DELETE and LIST of one bucket, two names to a page. It
// refuses what is not signed with its key, and what it is told to.
type bucketServer struct {
	t       *testing.T
	mu      sync.Mutex
	objects map[string][]byte
	asked   map[string]int
	refuses func(r *http.Request) bool
}

// bucketSecret is the secret that goes with the key.
const bucketSecret = "se/cret"

// newBucket starts a server, and gives a depot in its bucket for each who asks.
func newBucket(t *testing.T) (s *bucketServer, open func() *Depot) {
	t.Helper()
	s = &bucketServer{t: t, objects: map[string][]byte{}, asked: map[string]int{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, func() *Depot {
		d, err := Bucket("s3://key:se%2Fcret@" + strings.TrimPrefix(server.URL, "http://") + "/bucket?region=eu-west-2&tls=off")
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
}

// isSigned checks the signature of a request as a store does (AWS Signature Version 4).
func isSigned(r *http.Request) bool {
	rest, ok := strings.CutPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 ")
	fields := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		fields[name] = value
	}
	key, scope, _ := strings.Cut(fields["Credential"], "/")
	parts := strings.Split(scope, "/")
	if !ok || key != "key" || len(parts) != 4 || parts[1] != "eu-west-2" || parts[2] != "s3" {
		return false
	}
	var headers strings.Builder
	for name := range strings.SplitSeq(fields["SignedHeaders"], ";") {
		value := r.Header.Get(name)
		switch name {
		case "host":
			value = r.Host
		case "content-length":
			value = strconv.FormatInt(r.ContentLength, 10)
		}
		headers.WriteString(name + ":" + strings.TrimSpace(value) + "\n")
	}
	hash := func(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }
	sign := func(key []byte, text string) []byte {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(text))
		return mac.Sum(nil)
	}
	request := strings.Join([]string{
		r.Method, r.URL.EscapedPath(), strings.ReplaceAll(r.URL.Query().Encode(), "+", "%20"), headers.String(), fields["SignedHeaders"], r.Header.Get("X-Amz-Content-Sha256"),
	}, "\n")
	secret := []byte("AWS4" + bucketSecret)
	for _, part := range parts {
		secret = sign(secret, part)
	}
	want := fmt.Sprintf("%x", sign(secret, "AWS4-HMAC-SHA256\n"+r.Header.Get("X-Amz-Date")+"\n"+scope+"\n"+hash(request)))
	return hmac.Equal([]byte(want), []byte(fields["Signature"]))
}

func (s *bucketServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !isSigned(r) || s.refuses != nil && s.refuses(r) {
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
	s, open := newBucket(t)
	s.objects["files/README"] = []byte("of another program")
	d := open()
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
	host := d.client.EndpointURL().Host
	for _, wrong := range []string{"other:se%2Fcret", "key:hunter2"} {
		stranger, err := Bucket("s3://" + wrong + "@" + host + "/bucket?region=eu-west-2&tls=off")
		if err != nil {
			t.Fatal(err)
		}
		if err := stranger.Put(ctx, names[1], Whole, []byte("x")); err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "cret") {
			t.Errorf("%s: %v", wrong, err)
		}
		if _, err := stranger.Get(ctx, names[1], Whole); err == nil || errors.Is(err, ErrMissing) {
			t.Errorf("%s reads: %v", wrong, err)
		}
	}
}

// Two instances share a bucket; it fails in the middle; what is left over goes at night, and what is removed is gone.
func TestFilesInABucket(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w, ctx := newWorld(t, d, now), context.Background()
		now.Set(time.Now())
		s, open := newBucket(t)
		w.s.Depot = open()
		other := &Store{DB: d, Depot: open(), Press: Press}
		f := w.add(w.ann, 1)
		if data, err := other.Bytes(ctx, f, Whole); err != nil || !f.is(data) {
			t.Errorf("the other instance does not have it: %v", err)
		}
		counts := func(what string, rows, objects int) {
			t.Helper()
			n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM files WHERE removed_at IS NULL")
			if err != nil || n != rows || len(s.objects) != objects {
				t.Errorf("%s: %d rows, %d objects, %v", what, n, len(s.objects), err)
			}
		}
		counts("at first", 1, 2)
		// The small one cannot be stored: nothing of it stays.
		s.refuses = func(r *http.Request) bool {
			return r.Method == http.MethodPut && strings.HasSuffix(r.URL.Path, ".small")
		}
		if _, err := w.s.Add(ctx, w.ann, "x", w.picture(2)); err == nil || errors.As(err, new(db.Invalid)) {
			t.Errorf("half stored: %v", err)
		}
		counts("after half of one", 1, 2)
		// Nor can the half be taken back: it goes at night.
		s.refuses = func(r *http.Request) bool {
			return r.Method == http.MethodDelete || strings.HasSuffix(r.URL.Path, ".small")
		}
		if _, err := w.s.Add(ctx, w.ann, "x", w.picture(3)); err == nil {
			t.Error("half is stored")
		}
		counts("after half of one that stays", 1, 3)
		if _, err := w.s.Bytes(ctx, f, Small); err == nil || errors.Is(err, ErrMissing) {
			t.Errorf("a store that refuses is told as one that has nothing: %v", err)
		}
		s.refuses = func(r *http.Request) bool { return true }
		if _, err := other.Tidy(ctx); err == nil {
			t.Error("a bucket that cannot be listed is tidy")
		}
		counts("after looking at nothing", 1, 3)
		s.refuses = nil
		if problems, err := other.Tidy(ctx); err != nil || len(problems) > 0 {
			t.Errorf("%v, %v", problems, err)
		}
		counts("after a night", 1, 2)
		// Removed by one, while the bucket is away: the job is tried again, and it is gone for both.
		w.write(func(tx *db.Tx) error { return Remove(tx, w.ann.ID) })
		s.refuses = func(r *http.Request) bool { return true }
		if err := other.Carry(ctx, w.jobs()[0]); err == nil {
			t.Error("a removal that did not happen is told as done")
		}
		s.refuses = nil
		if err := other.Carry(ctx, w.jobs()[0]); err != nil {
			t.Fatal(err)
		}
		counts("removed", 0, 0)
		if _, err := w.s.Bytes(ctx, f, Whole); !errors.Is(err, ErrMissing) {
			t.Errorf("what was removed: %v", err)
		}
	})
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

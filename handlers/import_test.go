package handlers

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/guide"
)

const bringing = "/guides/doing-it-together/import"

// upload sends a file as somebody.
func (s *stage) upload(t testing.TB, who, path, name string, data []byte) answer {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	_ = w.WriteField("key", db.NewToken())
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(data)
	_ = w.Close()
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Host = "folkmoot.test"
	r.Header.Set("Content-Type", w.FormDataContentType())
	if who != "" {
		r.AddCookie(&http.Cookie{Name: "folkmoot", Value: who})
	}
	response, err := s.fiber.Test(r, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var text bytes.Buffer
	_, _ = text.ReadFrom(response.Body)
	return answer{response.StatusCode, response.Header, text.String()}
}

const brought = "Before all.\n\n# Old *roles*\n\nFirst words.[^1]\n\n## Inside\n\nMore words.\n\n# New roles\n\nOther words.\n\n# Empty\n\n[^1]: A note.\n"

// reading is a stage on which documents are read as texts; what begins with "bad" cannot be.
func reading(t testing.TB) *stage {
	s := library(t)
	s.ReadDocument = func(_ context.Context, name string, data []byte) (guide.Manuscript, error) {
		if bytes.HasPrefix(data, []byte("bad")) {
			return guide.Manuscript{}, db.Wrong("file", "This cannot be read <at> all")
		}
		return guide.Manuscript{Name: name, Title: "Their guide", Body: string(data), Losses: []guide.Loss{{What: "pictures", Count: 2, Where: []string{"Old roles"}}, {What: "new to us", Count: 1}}}, nil
	}
	return s
}

func TestBringingInADocument(t *testing.T) {
	s := reading(t)
	s.play(t, []scenario{
		{name: "for editors only", who: "member", url: bringing, status: 403},
		{name: "the form", who: "editor", url: bringing, status: 200, has: []string{`enctype="multipart/form-data"`, "A Markdown (.md) file"}, hasNot: []string{"install the program Pandoc", "not chapters yet"}},
		{name: "for administrators", who: "administrator", url: bringing, status: 200, has: []string{"install the program Pandoc"}},
		{name: "the way there", who: "editor", url: "/guides/doing-it-together", status: 200, has: []string{bringing}},
	})
	for name, got := range map[string]answer{
		"a visitor": s.upload(t, "", bringing, "a.md", []byte(brought)), "a member": s.upload(t, "member", bringing, "a.md", []byte(brought)),
		"a file where none belongs": s.upload(t, "editor", finding+"/edit", "a.md", []byte(brought)),
	} {
		if got.status != 401 && got.status != 403 && got.status != 415 {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	if got := s.upload(t, "editor", bringing, "a.md", []byte("bad")); got.status != 422 || !strings.Contains(got.body, "cannot be read &lt;at&gt; all") {
		t.Errorf("what cannot be read: %d\n%s", got.status, got.body)
	}
	if got := s.upload(t, "editor", bringing, "a.md", bytes.Repeat([]byte("x"), guide.MaxDocument+1)); got.status != 422 || !strings.Contains(got.body, "This file is too large") {
		t.Errorf("what is too large: %d\n%s", got.status, got.body)
	}
	got := s.upload(t, "editor", bringing, "their <guide>.md", []byte(brought))
	page := got.header.Get("Location")
	if got.status != 303 || !regexp.MustCompile(`^`+bringing+`/\d+$`).MatchString(page) {
		t.Fatalf("%d to %q\n%s", got.status, page, got.body)
	}
	sent := url.Values{"key": {db.NewToken()}, "level": {"1"}, "take": {"0", "2"}, "title-0": {"A beginning"}, "title-1": {"Old roles"}, "title-2": {"Print"}, "title-3": {"Empty"}}
	wrong := url.Values{"key": {db.NewToken()}, "level": {"1"}, "take": {"1", "2"}, "title-0": {"Kept as typed"}, "title-1": {"Fine"}, "title-2": {""}}
	s.play(t, []scenario{
		{name: "it waits", who: "editor", url: bringing, status: 200, has: []string{"not chapters yet", "their &lt;guide&gt;.md", "Ed Editor"}},
		{
			name: "the choice", who: "editor", url: page, status: 200,
			has: []string{
				"2 pictures. A mark shows where each was. Under: Old roles.", "1 other thing", "Old roles · New roles · Empty", `value="1" checked`,
				`value="Their guide"`, `value="Old roles"`, `id="part-0" name="take" value="0" checked`, `id="part-3" name="take" value="3">`, "2 words",
			},
		},
		{name: "at lower headings", who: "editor", url: page + "?level=2", status: 200, has: []string{`value="Inside"`, `id="part-4"`}},
		{name: "in one", who: "editor", url: page + "?level=0", status: 200, has: []string{`id="part-0"`}, hasNot: []string{`id="part-1"`}},
		{name: "at headings that there are not", who: "editor", url: page + "?level=9", status: 200, has: []string{`id="part-3"`}},
		{name: "for editors only, too", who: "member", url: page, status: 403},
		{name: "not under another guide", who: "editor", url: bringing + "/999", status: 404},
		{
			name: "a title that is missing", who: "editor", url: page, form: wrong, status: 422,
			has: []string{"Give it a title", `href="#title-2"`, `value="Kept as typed"`, `id="part-2" name="take" value="2" checked`, `id="part-0" name="take" value="0">`},
		},
		{name: "nothing ticked", who: "editor", url: page, form: url.Values{"key": {db.NewToken()}, "level": {"1"}}, status: 422, has: []string{"Tick at least one chapter"}},
		{name: "made", who: "editor", url: page, form: sent, status: 303, to: "/guides/doing-it-together/edit#order"},
		{name: "sent again", who: "editor", url: page, form: sent, status: 303, to: "/guides/doing-it-together/edit#order"},
		{name: "and gone", who: "editor", url: page, status: 404},
		{name: "nothing waits", who: "editor", url: bringing, status: 200, hasNot: []string{"not chapters yet"}},
		{name: "the guide", url: "/guides/doing-it-together", status: 200, has: []string{"3. A beginning", "4. Print", "/guides/doing-it-together/on-print\""}, hasNot: []string{"5. "}},
		{name: "nothing is published", url: "/guides/doing-it-together/a-beginning", status: 200, has: []string{"not written yet"}, hasNot: []string{"Before all."}},
		{name: "the draft", who: "editor", url: "/guides/doing-it-together/on-print/edit", status: 200, has: []string{"Other words."}},
	})
}

// Whatever stands in the form, nothing worse than a refusal comes of it.
func TestBrokenUploads(t *testing.T) {
	s := reading(t)
	for name, body := range map[string]string{
		"no parts": "hello", "no end": "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc",
		"many parts":   strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n", 50) + "--x--\r\n",
		"a large part": "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n" + strings.Repeat("k", 70<<10) + "\r\n--x--\r\n",
		"no text":      "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n\xff\x00\r\n--x--\r\n",
	} {
		r := httptest.NewRequest(http.MethodPost, bringing, strings.NewReader(body))
		r.Host = "folkmoot.test"
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		r.AddCookie(&http.Cookie{Name: "folkmoot", Value: "editor"})
		response, err := s.fiber.Test(r, -1)
		if err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != 400 && response.StatusCode != 422 {
			t.Errorf("%s: %d", name, response.StatusCode)
		}
		response.Body.Close()
	}
}

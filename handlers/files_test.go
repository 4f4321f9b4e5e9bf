package handlers

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/views"
)

// bringsPhoto is a form that brings a photo with the fields of a form.
func (s *stage) bringsPhoto(t testing.TB, who, path string, data []byte, fields url.Values) answer {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", "Our stop.jpg")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(data)
	for name, values := range fields { // behind the file, so that they are read whatever it is
		_ = w.WriteField(name, values[0])
	}
	_ = w.Close()
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Host = "folkmoot.test"
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: "folkmoot", Value: who})
	response, err := s.fiber.Test(r, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var text bytes.Buffer
	_, _ = text.ReadFrom(response.Body)
	return answer{response.StatusCode, response.Header, text.String()}
}

func aPhoto(t testing.TB) []byte { return photoOf(t, 800, 600) }

func photoOf(t testing.TB, width, height int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range m.Pix {
		m.Pix[i] = byte(i * i >> 7)
	}
	m.Set(1, 1, color.White)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var fileNames = regexp.MustCompile(`name="files" value="([a-z2-7 ]*)"`)

// names reads which files a form has.
func names(t testing.TB, page string) string {
	t.Helper()
	found := fileNames.FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no files can be attached in\n%s", page)
	}
	return found[1]
}

func TestAttachingFromFormToPage(t *testing.T) {
	s := newScene(t)
	thread := s.start(s.open, "How do you get about?")
	path := views.AnswersURL(thread.ID)
	typed := form("body", "The bus stop is too high.", "evidence", "lived", "do", "attach", "key", db.NewToken())
	got := s.bringsPhoto(t, "member", path, aPhoto(t), typed)
	if got.status != 200 || !strings.Contains(got.body, "The bus stop is too high.") {
		t.Fatalf("status %d\n%s", got.status, got.body)
	}
	name := names(t, got.body)
	file := "/files/" + name
	send := form("body", "The bus stop is too high.", "key", db.NewToken(), "do", "post", "files", name)
	told := form("body", "The bus stop is too high.", "key", db.NewToken(), "do", "post", "files", name, "about-"+name, "A kerb as high as a knee")
	s.play(t, []scenario{
		{name: "its owner sees it", who: "member", url: file, status: 200},
		{name: "nobody else does", who: "moderator", url: file, status: 404},
		{name: "it needs words", who: "member", url: path, form: send, status: 422, has: []string{"Say in a few words what this shows", "The bus stop is too high.", name}},
		{name: "somebody else cannot send it", who: "moderator", url: path, form: form("body", "Mine", "key", db.NewToken(), "do", "post", "files", name, "about-"+name, "x"), status: 303},
		{name: "a file that was chosen and not added", who: "member", url: path, form: form("body", "Words", "key", db.NewToken(), "do", "post", "file", "stop.jpg"), status: 422, has: []string{"did not add it yet", "Words"}},
		{name: "it is sent", who: "member", url: path, form: told, status: 303},
	})
	id, err := db.Value[int64](context.Background(), s.DB, "SELECT contribution_id FROM attachments")
	if err != nil {
		t.Fatal(err)
	}
	page := views.ThreadURL(thread)
	s.play(t, []scenario{
		{name: "a newcomer's waits", url: file, status: 404},
		{name: "the moderator has it before them", who: "moderator", url: file, status: 200},
		{name: "and it stands in the case", who: "moderator", url: "/moderation/contributions/" + strconv.FormatInt(id, 10), status: 200, has: []string{"A kerb as high as a knee", file}},
	})
	s.set(id, discussion.Published, "")
	s.play(t, []scenario{
		{name: "everybody sees it on the page", url: page, status: 200, has: []string{`src="` + file + `/small" width="640" height="480" loading="lazy"`, `alt="A kerb as high as a knee"`}},
		{name: "and has it", url: file, status: 200},
		{name: "and the small one", url: file + "/small", status: 200},
	})
	one := s.ask(t, scenario{url: file})
	for header, want := range map[string]string{
		"Content-Type": "image/jpeg", "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox", "X-Content-Type-Options": "nosniff",
		"Content-Disposition": `inline; filename="our-stop.jpg"`, "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "public, no-cache",
	} {
		if one.header.Get(header) != want {
			t.Errorf("%s: %q", header, one.header.Get(header))
		}
	}
	if again := s.ask(t, scenario{url: file, headers: map[string]string{"If-None-Match": one.header.Get("ETag")}}); again.status != 304 || again.body != "" {
		t.Errorf("asked again: %d", again.status)
	}
	s.set(id, discussion.Hidden, "unkind")
	s.play(t, []scenario{
		{name: "hidden at the next request, whatever a browser kept", url: file, headers: map[string]string{"If-None-Match": one.header.Get("ETag")}, status: 404},
		{name: "and the small one", url: file + "/small", status: 404},
		{name: "and for its writer", who: "member", url: file, status: 404},
		{name: "and on the page", url: page, status: 200, hasNot: []string{name, "as high as a knee"}},
	})
}

func TestAttachingKeepsWhatWasTyped(t *testing.T) {
	s := newScene(t)
	thread := s.start(s.open, "How do you get about?")
	path := views.AnswersURL(thread.ID)
	for name, data := range map[string][]byte{
		"no file": nil, "a web page": []byte("<!doctype html><script>alert(1)</script>"), "cut off": aPhoto(t)[:3000], "too large": append(aPhoto(t), make([]byte, 10<<20)...),
	} {
		got := s.bringsPhoto(t, "member", path, data, form("body", "Words to keep", "do", "attach", "key", db.NewToken()))
		if got.status != 422 || !strings.Contains(got.body, "Words to keep") || !strings.Contains(got.body, "file-error") {
			t.Errorf("%s: status %d\n%s", name, got.status, got.body)
		}
	}
	got := s.bringsPhoto(t, "member", path, aPhoto(t), form("body", "Words to keep", "do", "attach", "key", db.NewToken()))
	name := names(t, got.body)
	s.play(t, []scenario{
		{name: "taken out", who: "member", url: path, form: form("body", "Words to keep", "do", "detach-"+name, "files", name, "key", db.NewToken()), status: 200, has: []string{"Words to keep"}, hasNot: []string{name}},
		{name: "it is gone", who: "member", url: "/files/" + name, status: 404},
		{name: "a name that is a path", who: "member", url: "/files/..%2f..%2fetc%2fpasswd", status: 404},
		{name: "a visitor cannot attach", url: views.ThreadURL(thread), status: 200, hasNot: []string{`type="file"`}},
	})
}

func TestFilesOfAnEdit(t *testing.T) {
	s := newScene(t)
	thread := s.start(s.open, "How do you get about?")
	id := s.say("editor", thread, 0, "Words")
	s.now.Advance(discussion.Grace) // after which what stood before stays public
	path := views.ContributionURL(id, "/edit")
	got := s.bringsPhoto(t, "editor", path, aPhoto(t), form("body", "Words", "revision", "1", "do", "attach", "key", db.NewToken()))
	name := names(t, got.body)
	s.play(t, []scenario{
		{name: "put in", who: "editor", url: path, form: form("body", "Words", "revision", "1", "do", "post", "key", db.NewToken(), "files", name, "about-"+name, "A stop"), status: 303},
		{name: "it stands there", url: views.ThreadURL(thread), status: 200, has: []string{`alt="A stop"`}},
		{name: "the form has it", who: "editor", url: path, status: 200, has: []string{name, "A stop"}},
		{name: "taken out", who: "editor", url: path, form: form("body", "Words", "revision", "2", "do", "post", "key", db.NewToken(), "files", ""), status: 303},
		{name: "gone from the page", url: views.ThreadURL(thread), status: 200, hasNot: []string{name}},
		{name: "what stood when", url: views.ContributionURL(id, "/history"), status: 200, has: []string{name}},
		{name: "and can be had", url: "/files/" + name, status: 200},
		{name: "taken back", who: "editor", url: views.ContributionURL(id, "/delete"), form: form("key", db.NewToken()), status: 303},
		{name: "gone with the words", url: "/files/" + name, status: 404},
		{name: "for moderators too", who: "moderator", url: "/files/" + name, status: 404},
	})
}

// A moderator takes one of two pictures out of what stays, undoes it, takes it out again and puts it back.
func TestTakingAPictureOut(t *testing.T) {
	s := newScene(t)
	thread := s.start(s.open, "How do you get about?")
	path := views.AnswersURL(thread.ID)
	one := names(t, s.bringsPhoto(t, "member", path, aPhoto(t), form("body", "x", "do", "attach", "key", db.NewToken())).body)
	two := names(t, s.bringsPhoto(t, "member", path, photoOf(t, 300, 200), form("body", "x", "do", "attach", "key", db.NewToken(), "files", one)).body)
	two = strings.TrimSpace(strings.TrimPrefix(two, one))
	s.play(t, []scenario{{name: "sent", who: "member", url: path, status: 303, form: form("body", "The bus stop is too high.", "key", db.NewToken(), "do", "post",
		"files", one+" "+two, "about-"+one, "A kerb", "about-"+two, "Jane at her door")}})
	id, err := db.Value[int64](context.Background(), s.DB, "SELECT MIN(contribution_id) FROM attachments")
	s.must(err)
	record := "/moderation/contributions/" + number(id)
	cover := func(more ...string) url.Values {
		values := s.seenNow(t, id, form(append([]string{"files", two, "reason", "names-someone"}, more...)...))
		return values
	}
	s.play(t, []scenario{
		{name: "in the queue, plainly", who: "moderator", url: "/moderation", status: 200, has: []string{"A newcomer’s pictures wait", "Picture, 300 × 200 dots", "Described as: “Jane at her door”", "Take out a picture"}},
		{name: "in its list too", who: "moderator", url: "/moderation?view=list", status: 200, has: []string{"Picture, 300 × 200 dots"}},
		{name: "the choice", who: "moderator", url: record + "/cover", status: 200, has: []string{`value="` + two + `"`, "Pictures and documents to take out"}},
		{name: "a member may not", who: "member", url: record + "/cover", status: 403, form: cover("step", "publish")},
		{name: "a look first", who: "moderator", url: record + "/cover", status: 200, form: cover(), has: []string{"A moderator took out a picture here", "Nothing is stored yet"}},
		{name: "out", who: "moderator", url: record + "/cover", status: 303, form: cover("step", "publish")},
		{name: "readers see that", url: views.ThreadURL(thread), status: 200, has: []string{"The bus stop is too high.", "A moderator took out a picture here"}, hasNot: []string{"Jane at her door", two}},
		{name: "the feed has the other one", url: "/feeds/discussions/" + number(thread.ID) + ".atom", status: 200, has: []string{`rel="enclosure" type="image/jpeg"`, "/files/" + one, "A kerb"}, hasNot: []string{two, "Jane"}},
		{name: "nobody gets it", who: "moderator", url: "/files/" + two + "/small", status: 404},
		{name: "the writer is told, and can ask for another look", who: "member", url: "/account", status: 200, has: []string{"taken one picture or document out of"}},
		{name: "their form keeps it out", who: "member", url: views.ContributionURL(id, "/edit"), status: 200, has: []string{"A moderator took out a picture here"}, hasNot: []string{two}},
		{name: "an appeal", who: "member", url: views.ContributionURL(id, "/appeal"), status: 200, has: []string{"took pictures or documents out of it"}},
		{name: "opened without a reason", who: "moderator", url: record + "/sealed/" + two, status: 422, form: form("purpose", "")},
		{name: "opened, and noted", who: "moderator", url: record + "/sealed/" + two, status: 200, form: form("purpose", "check")},
		{name: "the register", who: "moderator", url: "/moderation/register", status: 200, has: []string{"sealed.file", "moderation.cover"}, hasNot: []string{"Jane"}},
	})
	s.play(t, []scenario{{name: "put back by whoever looked before", who: "moderator", url: record + "/files/" + two + "/back", status: 409, form: form("key", db.NewToken(), "revision", "1", "decision", "0")}})
	s.play(t, []scenario{
		{name: "put back", who: "moderator", url: record + "/files/" + two + "/back", status: 303, form: s.seenNow(t, id, form())},
		{name: "readers have it again", url: views.ThreadURL(thread), status: 200, has: []string{`alt="Jane at her door"`}},
		{name: "a report about it", url: views.ContributionURL(id, "/report"), status: 200, has: []string{"What is it about?", `value="` + two + `"`}},
		{name: "sent", who: "editor", url: views.ContributionURL(id, "/report"), status: 303, form: form("key", db.NewToken(), "reason", "unkind", "file", two)},
		{name: "in the case", who: "moderator", url: record, status: 200, has: []string{"It is about file"}},
	})
}

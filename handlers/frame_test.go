package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/models/prose"
	"folkmoot/public"
	"folkmoot/views"
)

// faulty fails in the way that its path names.
func faulty(a *App, r *registrar) {
	_, unreadable := prose.Line("a\u202Eb")
	faults := map[string]error{
		"not-found": db.ErrNotFound, "invalid": db.Wrong("body", "Write something."), "forbidden": db.Forbidden{Reason: "Only hosts."},
		"conflict": db.ErrConflict, "busy": fmt.Errorf("%w: locked", db.ErrBusy), "no-room": fmt.Errorf("%w: disk", db.ErrNoRoom),
		"large": db.TooLarge{Reason: "At most 20,000 characters."}, "limited": db.Limited{Reason: "Slow down.", Seconds: 40},
		"other": errors.New("secret detail of the SQL"), "unreadable": unreadable, "late": context.DeadlineExceeded,
	}
	fail := func(c *fiber.Ctx) error {
		if c.Params("fault") == "panic" {
			panic("secret detail of the code")
		}
		if c.Params("fault") == "half" {
			c.Response().SetBodyString("half a page")
			return errors.New("the rest is missing")
		}
		return faults[strings.TrimSuffix(c.Params("fault"), ".json")]
	}
	r.get(Anyone, "/fault/:fault", fail)
	r.post(Anyone, "/fault/:fault", fail)
}

func TestErrorsBecomeStatusesAndPages(t *testing.T) {
	s := newStage(t, faulty)
	s.play(t, []scenario{
		{name: "not found", url: "/fault/not-found", status: 404, has: []string{"cannot find", "Testing Town"}},
		{name: "invalid", url: "/fault/invalid", status: 422, has: []string{"Write something."}},
		{name: "unreadable", url: "/fault/unreadable", status: 422, has: []string{"hidden character"}},
		{name: "forbidden", url: "/fault/forbidden", status: 403, has: []string{"Only hosts."}},
		{name: "conflict", url: "/fault/conflict", status: 409},
		{name: "busy", url: "/fault/busy", status: 503, hasNot: []string{"locked"}},
		{name: "late", url: "/fault/late", status: 503},
		{name: "no room", url: "/fault/no-room", status: 503, has: []string{"no room"}, hasNot: []string{"disk"}},
		{name: "large", url: "/fault/large", status: 413, has: []string{"At most 20,000"}},
		{name: "limited", url: "/fault/limited", status: 429, has: []string{"Slow down."}},
		{name: "other", url: "/fault/other", status: 500, hasNot: []string{"secret"}},
		{name: "panic", url: "/fault/panic", status: 500, hasNot: []string{"secret"}},
		{name: "half a page", url: "/fault/half", status: 500, hasNot: []string{"half a page"}},
		{name: "unknown path", url: "/nowhere", status: 404, has: []string{"cannot find"}},
		{name: "unknown path, signed in", who: "member", url: "/nowhere", status: 404, has: []string{"Mina Member"}},
		{name: "wrong method", method: "DELETE", url: "/fault/busy", status: 405},
		{name: "strange method", method: "PATCH", url: "/nowhere", status: 404},
		{name: "JSON", url: "/fault/other.json", status: 500, has: []string{`"status":500`}, hasNot: []string{"secret", "<html"}},
	})
	for path, want := range map[string]string{"/fault/limited": "40", "/fault/busy": "5", "/fault/no-room": "60"} {
		if got := s.ask(t, scenario{url: path}).header.Get("Retry-After"); got != want {
			t.Errorf("%s: Retry-After %q, want %q", path, got, want)
		}
	}
}

func TestFaultsAreLoggedUnderTheirID(t *testing.T) {
	s := newStage(t, faulty)
	for path, cause := range map[string]string{"/fault/other?email=mina@example.org": "secret detail of the SQL", "/fault/panic": "secret detail of the code"} {
		s.log.Reset()
		got := s.ask(t, scenario{url: path, who: "member"})
		id := got.header.Get("X-Request-Id")
		if len(id) != 16 || !strings.Contains(got.body, id) {
			t.Errorf("%s: the page does not tell the id %q", path, id)
		}
		log := s.log.String()
		if strings.Count(log, id) != 2 || !strings.Contains(log, cause) {
			t.Errorf("%s: the log does not tell the cause under the id:\n%s", path, log)
		}
		for _, personal := range []string{"mina", "Mina", "0.0.0.0", "email"} {
			if strings.Contains(log, personal) {
				t.Errorf("%s: the log tells %q:\n%s", path, personal, log)
			}
		}
		var line struct {
			Method, Route string
			Status        int
		}
		lines := strings.Split(strings.TrimSpace(log), "\n")
		if err := json.Unmarshal([]byte(lines[len(lines)-1]), &line); err != nil || line.Route != "/fault/:fault" || line.Status != 500 || line.Method != "GET" {
			t.Errorf("%s: the request's line is %s", path, lines[len(lines)-1])
		}
	}
	s.log.Reset()
	if s.ask(t, scenario{url: "/nowhere"}); !strings.Contains(s.log.String(), `"route":"unmatched"`) {
		t.Errorf("an unknown address is logged as %s", s.log)
	}
}

func TestWordsAreKeptWhenAFormFails(t *testing.T) {
	s := newStage(t, faulty, levels)
	key := db.NewToken()
	form := url.Values{"key": {key}, "body": {"My <b>long</b> words\n\nwith \"quotes\""}, "evidence": {"lived"}, "title": {"Yes"}}
	kept := []string{
		`name="key" value="` + key + `"`, `<input type="hidden" name="evidence" value="lived"`,
		"My &lt;b&gt;long&lt;/b&gt; words\n\nwith &#34;quotes&#34;</textarea>", "Yes</textarea>",
	}
	for _, fault := range []string{"busy", "no-room", "other", "panic", "conflict", "large", "limited"} {
		got := s.ask(t, scenario{url: "/fault/" + fault + "?a=b", form: form})
		for _, words := range append(kept, `method="post" action="/fault/`+fault+`?a=b"`) {
			if !strings.Contains(got.body, words) {
				t.Errorf("%s: lacks %s in\n%s", fault, words, got.body)
			}
		}
	}
	// What was refused comes back under a new key.
	got := s.ask(t, scenario{url: "/fault/invalid", form: form})
	issued := keyOn.FindStringSubmatch(got.body)
	if !strings.Contains(got.body, kept[2]) || issued == nil || issued[1] == key || strings.Contains(got.body, kept[0]) {
		t.Errorf("invalid: the key is %q in\n%s", issued, got.body)
	}
	got = s.ask(t, scenario{url: "/signed-in", form: form})
	if got.status != 401 || !strings.Contains(got.body, kept[2]) || !strings.Contains(got.body, `href="/sign-in"`) {
		t.Errorf("a session that ended while writing: %d\n%s", got.status, got.body)
	}
	form.Set("password", "correct horse battery staple")
	if got := s.ask(t, scenario{url: "/fault/busy", form: form}); strings.Contains(got.body, "horse") {
		t.Error("a password was put on a page")
	}
}

// paged has a page that shows a flash and a form that leaves one.
func paged(a *App, r *registrar) {
	r.get(Anyone, "/page", func(c *fiber.Ctx) error {
		page := a.page(c, "A page")
		return a.render(c, views.Problem(views.ProblemPage{Page: page, Words: []string{strings.Repeat("long words ", 300)}}))
	})
	r.post(Anyone, "/page", func(c *fiber.Ctx) error { return a.done(c, "/page", "saved") })
	r.post(Anyone, "/again", func(c *fiber.Ctx) error {
		return a.renderAgain(c, db.Wrong("body", "Write something."), func(problems []views.FieldError) templ.Component {
			page := a.page(c, "A form")
			page.Errors = problems
			return views.Problem(views.ProblemPage{Page: page, Words: []string{c.FormValue("body")}})
		})
	})
	r.get(Anyone, "/slow", func(c *fiber.Ctx) error {
		deadline, ok := c.UserContext().Deadline()
		return c.SendString(fmt.Sprint(ok, " ", time.Until(deadline).Round(time.Second)))
	})
}

func TestFlashIsShownOnce(t *testing.T) {
	s := newStage(t, paged)
	got := s.ask(t, scenario{url: "/page", form: url.Values{"x": {"1"}}})
	cookie := got.header.Get("Set-Cookie")
	if got.status != 303 || got.header.Get("Location") != "/page" || !strings.HasPrefix(cookie, "folkmoot-flash=saved;") ||
		!strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
		t.Fatalf("%d to %q with cookie %q", got.status, got.header.Get("Location"), cookie)
	}
	got = s.ask(t, scenario{url: "/page", headers: map[string]string{"Cookie": "folkmoot-flash=saved"}})
	if !strings.Contains(got.body, "Saved.") || !strings.Contains(got.header.Get("Set-Cookie"), "folkmoot-flash=;") {
		t.Errorf("the message is not shown and dropped: %q\n%s", got.header.Get("Set-Cookie"), got.body)
	}
	got = s.ask(t, scenario{url: "/page", headers: map[string]string{"Cookie": "folkmoot-flash=forged"}})
	if strings.Contains(got.body, "data-flash") {
		t.Error("an unknown code showed a message")
	}
}

func TestFormComesBackWithItsProblems(t *testing.T) {
	s := newStage(t, paged)
	s.play(t, []scenario{{name: "again", url: "/again", form: url.Values{"body": {"my words"}}, status: 422, has: []string{
		"my words", `href="#body"`, "Write something.", "Problem: ",
	}}})
}

func TestAnswersCarryTheHeaders(t *testing.T) {
	s := newStage(t, paged, faulty)
	for _, path := range []string{"/page", "/nowhere", "/fault/panic", public.URL("folkmoot.css"), "/healthz"} {
		got := s.ask(t, scenario{url: path})
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "camera=()",
		} {
			if !strings.HasPrefix(got.header.Get(name), want) {
				t.Errorf("%s: %s is %q", path, name, got.header.Get(name))
			}
		}
		if strings.Contains(got.header.Get("Content-Security-Policy"), "unsafe") || got.header.Get("Server") != "" {
			t.Errorf("%s: %v", path, got.header)
		}
		if got.header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: promises https on a site without", path)
		}
	}
	s.BaseURL = &url.URL{Scheme: "https", Host: "folkmoot.test"}
	var err error
	if s.fiber, err = s.build(func(r *registrar) { paged(s.App, r) }); err != nil {
		t.Fatal(err)
	}
	if got := s.ask(t, scenario{url: "/page"}); got.header.Get("Strict-Transport-Security") == "" {
		t.Error("does not tell browsers to stay with https")
	}
	got := s.ask(t, scenario{url: "/page", form: url.Values{"x": {"1"}}})
	if cookie := got.header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "__Host-folkmoot-flash=") || !strings.Contains(strings.ToLower(cookie), "secure") {
		t.Errorf("over https the cookie is %q", cookie)
	}
}

func TestDeadlineAndCompression(t *testing.T) {
	s := newStage(t, paged)
	if got := s.ask(t, scenario{url: "/slow"}).body; got != "true 5s" {
		t.Errorf("the deadline of a read is %s", got)
	}
	got := s.ask(t, scenario{url: "/page", headers: map[string]string{"Accept-Encoding": "gzip"}})
	if got.header.Get("Content-Encoding") != "gzip" || len(got.body) > 4000 {
		t.Errorf("a long page is sent as %q in %d bytes", got.header.Get("Content-Encoding"), len(got.body))
	}
	if got.header.Get("Cache-Control") != "private, no-cache" || got.header.Get("Vary") != "Cookie, Accept-Encoding, Accept-Language" {
		t.Errorf("a page made for one reader has %v", got.header)
	}
}

func TestAssets(t *testing.T) {
	s := newStage(t, paged)
	got := s.ask(t, scenario{url: public.URL("folkmoot.css"), who: "member"})
	if got.status != 200 || got.header.Get("Cache-Control") != public.CacheControl || !strings.HasPrefix(got.header.Get("Content-Type"), "text/css") {
		t.Errorf("the stylesheet: %d %v", got.status, got.header)
	}
	for accepted, want := range map[string]string{"gzip, br": "br", "gzip": "gzip", "": ""} {
		got := s.ask(t, scenario{url: public.URL("folkmoot.css"), headers: map[string]string{"Accept-Encoding": accepted}})
		if got.header.Get("Content-Encoding") != want {
			t.Errorf("accepting %q gives %q", accepted, got.header.Get("Content-Encoding"))
		}
	}
	for _, path := range []string{"/assets/", "/assets/nothing.css", "/assets/../go.mod", "/assets/%2e%2e/manifest.json", "/assets/manifest.json"} {
		if got := s.ask(t, scenario{url: path}); got.status != 404 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if got := s.ask(t, scenario{url: "/favicon.ico"}); got.status != 200 || got.header.Get("Content-Type") != "image/svg+xml" {
		t.Errorf("the icon: %d %v", got.status, got.header)
	}
}

func TestProbes(t *testing.T) {
	s := newStage(t, paged)
	s.play(t, []scenario{
		{name: "health by any name", url: "/healthz", headers: map[string]string{"Host": "10.0.0.7:3000"}, status: 200},
		{name: "ready", url: "/readyz", status: 200, has: []string{"ready"}},
		{name: "figures for strangers", url: "/metrics", status: 404},
	})
	if err := s.DB.Readers().Close(); err != nil {
		t.Fatal(err)
	}
	if got := s.ask(t, scenario{url: "/readyz"}); got.status != http.StatusServiceUnavailable {
		t.Errorf("without its database it says %d", got.status)
	}
}

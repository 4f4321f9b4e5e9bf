package handlers

import (
	"context"
	"encoding/json"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// visit is somebody's browser: it keeps its cookies.
type visit struct {
	t       *testing.T
	stage   *stage
	cookies map[string]string
}

func (s *stage) browser(t *testing.T) *visit { return &visit{t, s, map[string]string{}} }

// open gets a page, and send posts a form; both follow no redirect.
func (v *visit) open(path string) answer { return v.ask(http.MethodGet, path, nil) }

func (v *visit) send(path string, form url.Values) answer { return v.ask(http.MethodPost, path, form) }

func (v *visit) ask(method, path string, form url.Values) answer {
	v.t.Helper()
	form = v.stage.dated(form)
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Host = "folkmoot.test"
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Referer", "http://folkmoot.test/discussions/1-buses")
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := v.stage.fiber.Test(r, -1)
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	for _, cookie := range response.Cookies() {
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode {
			v.t.Errorf("the cookie %s can be read by scripts or goes to other sites", cookie.Name)
		}
		if cookie.Value == "" || !cookie.Expires.IsZero() && cookie.Expires.Before(time.Now()) && cookie.MaxAge <= 0 {
			delete(v.cookies, cookie.Name)
		} else {
			v.cookies[cookie.Name] = cookie.Value
		}
	}
	var body strings.Builder
	buffer := make([]byte, 4096)
	for {
		n, err := response.Body.Read(buffer)
		body.Write(buffer[:n])
		if err != nil {
			break
		}
	}
	return answer{response.StatusCode, response.Header, body.String()}
}

// wants fails where an answer is another one.
func (v *visit) wants(got answer, status int, to string, has ...string) answer {
	v.t.Helper()
	if got.status != status || to != "" && got.header.Get("Location") != to {
		v.t.Fatalf("status %d to %q, want %d to %q\n%s", got.status, got.header.Get("Location"), status, to, got.body)
	}
	text := html.UnescapeString(got.body)
	for _, words := range has {
		if !strings.Contains(text, words) {
			v.t.Errorf("%q is missing in\n%s", words, text)
		}
	}
	return got
}

// mails gives the mails in the outbox and empties it.
func (s *stage) mails(t *testing.T) (mails []struct{ To, Subject, Text, HTML string }) {
	t.Helper()
	ctx := context.Background()
	raw, err := db.Values[string](ctx, s.DB, "SELECT payload FROM jobs WHERE kind = 'mail' ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range raw {
		var m struct{ To, Subject, Text, HTML string }
		if err := json.Unmarshal([]byte(text), &m); err != nil {
			t.Fatal(err)
		}
		mails = append(mails, m)
	}
	if err := s.DB.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec("DELETE FROM jobs"); return err }); err != nil {
		t.Fatal(err)
	}
	return mails
}

var linkInMail = regexp.MustCompile(`http://folkmoot\.test(/sign-in/link\?t=[\w-]+)`)

// link gives the path of the link in the only mail that has one to sign in with.
func (s *stage) link(t *testing.T) string {
	t.Helper()
	mails := slices.DeleteFunc(s.mails(t), func(m struct{ To, Subject, Text, HTML string }) bool { return !linkInMail.MatchString(m.Text) })
	if len(mails) != 1 {
		t.Fatalf("%d mails", len(mails))
	}
	found := linkInMail.FindStringSubmatch(mails[0].Text)
	if !strings.Contains(mails[0].HTML, found[1]) {
		t.Fatalf("no link in %+v", mails[0])
	}
	return found[1]
}

// links gives the path of the link in each mail, by whom it is to.
func (s *stage) links(t *testing.T) map[string]string {
	t.Helper()
	links := map[string]string{}
	for _, m := range s.mails(t) {
		if found := linkInMail.FindStringSubmatch(m.Text); found != nil {
			links[m.To] = found[1]
		}
	}
	return links
}

func tokenIn(link string) string { _, token, _ := strings.Cut(link, "?t="); return token }

var valueOf = func(body, name string) string {
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}

// repliesTo stands for any form that a visitor may fill in: it keeps what signed-in people post.
func repliesTo(posted *[]string) func(a *App, r *registrar) {
	return func(a *App, r *registrar) {
		a.pageRoutes(r)
		r.post(Anyone, "/test/replies", func(c *fiber.Ctx) error {
			if !actor(c).SignedIn() {
				return a.joinFirst(c)
			}
			*posted = append(*posted, actor(c).Name+": "+c.FormValue("body")+"/"+c.FormValue("evidence")+"/"+c.FormValue("key"))
			return a.done(c, "/", "saved")
		})
	}
}

const words = "The bus stops at six.\r\n\r\nThen you <walk>."

// Write first, sign in after: the words come through joining, mistakes and a dead link.
func TestWriteFirstJoinAfter(t *testing.T) {
	var posted []string
	s := newStage(t, repliesTo(&posted))
	v := s.browser(t)
	v.wants(v.send("/test/replies?to=3", url.Values{"body": {words}, "evidence": {"lived"}, "key": {""}, "do": {"post"}}), 303, "/join?next=%2Fdiscussions%2F1-buses")
	v.wants(v.open("/join?next=%2Fdiscussions%2F1-buses"), 200, "", "Your words are kept", "The bus stops at six. Then you <walk>.", "/discussions/1-buses")
	// Mistakes keep what was typed, and the words.
	v.wants(v.send("/join", url.Values{"of_age": {"yes"}, "name": {"Ad\u200bmin"}, "email": {"nonsense"}, "area": {"Lye"}, "password": {"short"}}), 422, "",
		"There is a problem", "#name", "#email", "#who", "#password", "nonsense", "Lye", "The bus stops at six.")
	v.wants(v.send("/join", url.Values{"of_age": {"yes"}, "name": {"Aisha K"}, "email": {"Aisha@Example.org"}, "who": {"resident"}, "next": {"//evil.example"}}), 303, "/sign-in/sent")
	v.wants(v.open("/sign-in/sent"), 200, "", "aisha@example.org", "6 numbers")
	first := s.link(t)
	s.now.Advance(time.Hour)
	v.wants(v.open(first), 404, "", "does not work any more")
	v.wants(v.send("/sign-in/link", url.Values{"token": {tokenIn(first)}}), 404, "")
	v.wants(v.open("/join"), 200, "", "The bus stops at six.")
	v.wants(v.send("/join", url.Values{"of_age": {"yes"}, "name": {"Aisha K"}, "email": {"aisha@example.org"}, "who": {"unsaid"}}), 303, "/sign-in/sent")
	link := s.link(t)
	for range 3 { // machines that check mail open links, and have no cookies
		s.browser(t).wants(s.browser(t).open(link), 200, "", "The 6 numbers")
	}
	page := v.wants(v.open(link), 200, "", "Join now", "Good to have you here, Aisha K.", "are kept")
	if strings.Contains(page.body, "The 6 numbers") {
		t.Error("the browser that asked is asked for the numbers")
	}
	v.wants(v.send("/sign-in/link", url.Values{"token": {tokenIn(link)}}), 303, "/drafts/1")
	draft := v.wants(v.open("/drafts/1"), 200, "", "You have joined", "The bus stops at six.", "Post my words", `action="/test/replies?to=3"`)
	key := valueOf(draft.body, "key")
	v.wants(v.send("/test/replies", url.Values{"body": {words}, "evidence": {valueOf(draft.body, "evidence")}, "key": {key}, "draft": {"1"}}), 303, "/")
	if len(posted) != 1 || posted[0] != "Aisha K: "+words+"/lived/"+key || key == "" {
		t.Errorf("%q", posted)
	}
	v.wants(v.open("/drafts/1"), 404, "")
	v.wants(s.ask2(t, "member", "/drafts/1"), 404, "")
}

func (s *stage) ask2(t *testing.T, who, path string) answer {
	t.Helper()
	return s.ask(t, scenario{who: who, url: path})
}

// What the browser shows must be the same for an address that is known and one that is not.
func TestAnswersDoNotTellWhoHasJoined(t *testing.T) {
	s := newStage(t)
	pages := map[string][]string{}
	for _, email := range []string{"member@example.org", "nobody@example.org", "suspended@example.org"} {
		v := s.browser(t)
		for _, path := range []string{"/sign-in", "/join"} {
			form := url.Values{"email": {email}, "name": {"Nobody Yet"}, "who": {"resident"}, "of_age": {"yes"}}
			v.wants(v.send(path, form), 303, "/sign-in/sent")
			page := v.wants(v.open("/sign-in/sent"), 200, "")
			code := regexp.MustCompile(`<b>\d{3} \d{3}</b>`).ReplaceAllString(page.body, "CODE")
			pages[email] = append(pages[email], strings.ReplaceAll(code, email, "EMAIL"))
		}
		got := v.wants(v.send("/sign-in/password", url.Values{"email": {email}, "password": {"wrong password"}}), 422, "", "is not right")
		pages[email] = append(pages[email], strings.ReplaceAll(got.body, email, "EMAIL"))
	}
	for email, got := range pages {
		for i := range got {
			if got[i] != pages["nobody@example.org"][i] {
				t.Errorf("page %d tells that %s is known:\n%s\n%s", i, email, got[i], pages["nobody@example.org"][i])
			}
		}
	}
	subjects := map[string]bool{}
	for _, m := range s.mails(t) {
		subjects[m.Subject] = true
	}
	if len(subjects) != 5 { // sign in, have joined already, nobody, join, on hold
		t.Errorf("the mails differ as %v", subjects)
	}
}

// The link in another browser asks for the numbers that the first one shows.
func TestAnotherBrowserGivesTheCode(t *testing.T) {
	s := newStage(t)
	desk, phone := s.browser(t), s.browser(t)
	desk.wants(desk.send("/sign-in", url.Values{"email": {"member@example.org"}, "next": {"/account"}}), 303, "/sign-in/sent")
	code := regexp.MustCompile(`<b>(\d{3} \d{3})</b>`).FindStringSubmatch(desk.open("/sign-in/sent").body)[1]
	token := tokenIn(s.link(t))
	phone.wants(phone.send("/sign-in/link", url.Values{"token": {token}}), 422, "", "#code")
	for range 4 {
		phone.wants(phone.send("/sign-in/link", url.Values{"token": {token}, "code": {"not it"}}), 422, "", "#code")
	}
	phone.wants(phone.send("/sign-in/link", url.Values{"token": {token}, "code": {code}}), 303, "/account")
	phone.wants(phone.open("/account"), 200, "", "You are signed in.", "Mina Member", "this one")
	desk.wants(desk.open("/account"), 303, "/sign-in?next=%2Faccount")
	// And a planted session is never made a signed-in one.
	planted := s.browser(t)
	planted.cookies["folkmoot"] = strings.Repeat("A", 43)
	planted.wants(planted.send("/sign-in", url.Values{"email": {"member@example.org"}}), 303, "")
	planted.wants(planted.send("/sign-in/link", url.Values{"token": {tokenIn(s.link(t))}}), 303, "/")
	if planted.cookies["folkmoot"] == strings.Repeat("A", 43) {
		t.Error("the planted session was kept")
	}
}

func TestAccountPages(t *testing.T) {
	s := newStage(t)
	v := s.browser(t)
	v.send("/sign-in", url.Values{"email": {"member@example.org"}})
	v.wants(v.send("/sign-in/link", url.Values{"token": {tokenIn(s.link(t))}}), 303, "/")
	page := v.wants(v.open("/account"), 200, "", "member@example.org", "Where you are signed in")
	key := valueOf(page.body, "key")
	v.wants(v.send("/account/profile", url.Values{"key": {key}, "name": {"Ed E\u0301ditor"}, "who": {"business"}, "area": {strings.Repeat("x", 81)}}), 422, "", "#area", "Ed E\u0301ditor")
	v.wants(v.send("/account/profile", url.Values{"key": {key}, "name": {"Mina M"}, "who": {"unsaid"}, "area": {"Lye"}}), 303, "/account")
	v.wants(v.open("/account"), 200, "", "Saved.", "Mina M", "Lye")
	telling := url.Values{"answers": {"weekly"}, "mentions": {"off"}, "fates": {"now"}, "decisions": {"site"}, "rest": {"daily"}, "weekday": {"5"}, "zone": {"Asia/Karachi"}, "from": {"21:00"}, "until": {"7:30"}}
	v.wants(v.open("/account/telling"), 200, "", `<option value="now" selected>`)
	v.wants(v.send("/account/telling", telling), 303, "/account/telling")
	v.wants(v.open("/account/telling"), 200, "", "Saved.", `<option value="weekly" selected>`, `<option value="off" selected>`, `value="21:00"`, `<option value="Asia/Karachi" selected>`, `<option value="5" selected>`)
	telling.Set("decisions", "off")
	telling.Set("until", "")
	v.wants(v.send("/account/telling", telling), 422, "", "Give both times")
	telling.Set("until", "07:30")
	v.wants(v.send("/account/telling", telling), 422, "", "#decisions")
	v.wants(v.send("/account/password", url.Values{"key": {db.NewToken()}, "password": {"passwordpassword1"}}), 422, "", "easy to guess")
	v.wants(v.send("/account/password", url.Values{"key": {db.NewToken()}, "password": {"teapot gravel pigeon"}}), 303, "/account")
	again := s.browser(t)
	again.wants(again.send("/sign-in/password", url.Values{"email": {"member@example.org"}, "password": {"teapot gravel pigeon"}, "next": {"/join"}}), 303, "/join")
	again.wants(again.open("/join"), 303, "/")
	s.now.Advance(time.Hour)
	page = v.wants(v.open("/account"), 200, "", "Your password as it is now")
	v.wants(v.send("/account/email", url.Values{"email": {"new@example.org"}, "current": {"wrong"}}), 422, "", "#email-current", "new@example.org")
	s.mails(t)
	v.wants(v.send("/account/email", url.Values{"email": {"new@example.org"}, "current": {"teapot gravel pigeon"}}), 303, "/sign-in/sent")
	links := s.links(t)
	v.wants(v.send("/sign-in/link", url.Values{"token": {tokenIn(links["new@example.org"])}}), 303, "/account#change-email")
	v.wants(v.open("/account"), 200, "", "Press the link in the mail to your address as it is now, to agree.")
	v.wants(v.send("/sign-in/link", url.Values{"token": {tokenIn(links["member@example.org"])}}), 303, "/account#change-email")
	v.wants(v.open("/account"), 200, "", "new@example.org")
	again.wants(again.open("/account"), 303, "") // signed out elsewhere

	download := v.wants(v.send("/account/download", url.Values{"current": {"teapot gravel pigeon"}}), 200, "")
	copied := unzipped(t, []byte(download.body))
	if !json.Valid([]byte(copied["data.json"])) || !strings.HasPrefix(download.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%v %s", download.header, copied["data.json"])
	}
	for name, text := range copied {
		if !strings.Contains(text, "Mina M") || !strings.Contains(text, "new@example.org") {
			t.Errorf("%s does not say who she is", name)
		}
	}
	leave := v.wants(v.open("/account/leave"), 200, "", "Yes, erase my account")
	v.wants(v.send("/account/leave", url.Values{"key": {valueOf(leave.body, "key")}}), 422, "", "#sure")
	v.wants(v.send("/account/leave", url.Values{"key": {valueOf(leave.body, "key")}, "sure": {"yes"}, "how": {"remove"}, "current": {"teapot gravel pigeon"}}), 303, "/left?words=remove")
	v.wants(v.open("/account"), 303, "/sign-in?next=%2Faccount")
	if p, err := s.People.Person(context.Background(), 1); err != nil || p.Name != people.NameOfLeft {
		t.Errorf("%+v %v", p, err)
	}
}

func TestSigningOut(t *testing.T) {
	s := newStage(t)
	in := func() *visit {
		v := s.browser(t)
		v.send("/sign-in", url.Values{"email": {"member@example.org"}})
		v.wants(v.send("/sign-in/link", url.Values{"token": {tokenIn(s.link(t))}}), 303, "/")
		return v
	}
	one, two, three := in(), in(), in()
	one.wants(one.send("/sign-out", url.Values{"x": {"1"}}), 303, "/")
	one.wants(one.open("/account"), 303, "/sign-in?next=%2Faccount")
	page := two.wants(two.open("/account"), 200, "")
	other := regexp.MustCompile(`/account/sessions/\d+/end`).FindString(page.body)
	two.wants(two.send(other, url.Values{"x": {"1"}}), 303, "/account#sessions")
	three.wants(three.open("/account"), 303, "/sign-in?next=%2Faccount")
	three = in()
	two.wants(two.send("/account/sessions/end-all", url.Values{"x": {"1"}}), 303, "/")
	three.wants(three.open("/account"), 303, "/sign-in?next=%2Faccount")
}

// Somebody whose account was put on hold while they were writing is told so wherever they try to get back in, and can
// post nothing.
func TestAnAccountOnHold(t *testing.T) {
	s := newStage(t)
	v := s.browser(t)
	v.send("/sign-in", url.Values{"email": {"member@example.org"}})
	link := s.link(t)
	v.wants(v.send("/sign-in/link", url.Values{"token": {tokenIn(link)}}), 303, "/")
	v.wants(v.send("/account/password", url.Values{"key": {db.NewToken()}, "password": {"teapot gravel pigeon"}}), 303, "/account")
	v.send("/sign-in", url.Values{"email": {"member@example.org"}})
	s.mails(t)
	ctx := context.Background()
	person, err := s.People.PersonByEmail(ctx, "member@example.org")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.People.Suspend(ctx, people.Operator, person.ID, "insults"); err != nil {
		t.Fatal(err)
	}
	v.wants(v.open("/account"), 303, "/sign-in?next=%2Faccount")
	v.wants(v.send("/sign-in/password", url.Values{"email": {"member@example.org"}, "password": {"teapot gravel pigeon"}}), 403, "", "This account is on hold")
	v.wants(v.send("/sign-in", url.Values{"email": {"member@example.org"}}), 303, "/sign-in/sent")
	if mails := s.mails(t); len(mails) != 1 || !strings.Contains(mails[0].Text, "on hold") || strings.Contains(mails[0].Text, "/sign-in/link") {
		t.Errorf("%+v", mails)
	}
	if err := s.People.Reinstate(ctx, people.Operator, person.ID, "said sorry"); err != nil {
		t.Fatal(err)
	}
	v.wants(v.send("/sign-in/password", url.Values{"email": {"member@example.org"}, "password": {"teapot gravel pigeon"}}), 303, "/")
	if entries, err := db.Values[string](ctx, s.DB, "SELECT act || reason FROM register WHERE act IN ('people.suspend', 'people.reinstate') ORDER BY id"); err != nil || strings.Join(entries, ", ") != "people.suspend, people.reinstate" {
		t.Errorf("%q %v", entries, err)
	}
}

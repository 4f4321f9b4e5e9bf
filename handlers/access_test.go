package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// joined has somebody join in a browser.
func (v *visit) joined(name, email string) *visit {
	v.t.Helper()
	v.wants(v.send("/join", url.Values{"of_age": {"yes"}, "name": {name}, "who": {"resident"}, "email": {email}}), 303, "/sign-in/sent")
	link := v.stage.link(v.t)
	v.wants(v.send("/sign-in/link", url.Values{"token": {tokenIn(link)}}), 303, "/")
	return v
}

// byLink signs in by a link, and gives where that leads.
func (v *visit) byLink(email string) string {
	v.t.Helper()
	v.stage.mails(v.t)
	v.wants(v.send("/sign-in", url.Values{"email": {email}}), 303, "/sign-in/sent")
	return v.send("/sign-in/link", url.Values{"token": {tokenIn(v.stage.link(v.t))}}).header.Get("Location")
}

func secretsOf(use string) ([]byte, error) {
	sum := sha256.Sum256([]byte(use))
	return sum[:], nil
}

var appKey = regexp.MustCompile(`fm-app-key"><code>([A-Z2-7 ]+)</code>`)

// withApp sets up an app by the pages, and gives what shows its codes, and the recovery codes.
func (v *visit) withApp() (shows func() string, codes []string) {
	v.t.Helper()
	v.wants(v.send("/account/second-step/begin", url.Values{"x": {"1"}}), 303, "/account/second-step")
	page := v.wants(v.open("/account/second-step"), 200, "", "Point the app at this square", "<svg class=\"fm-qr\"")
	if page.header.Get("Cache-Control") != "no-store" {
		v.t.Error("the page with the key may be kept")
	}
	key := strings.ReplaceAll(appKey.FindStringSubmatch(page.body)[1], " ", "")
	shows = func() string {
		code, err := totp.GenerateCode(key, time.UnixMilli(int64(v.stage.now.Now())))
		if err != nil {
			v.t.Fatal(err)
		}
		return code
	}
	v.wants(v.send("/account/second-step", url.Values{"code": {"000000"}}), 422, "", "These are not the 6 numbers")
	page = v.wants(v.send("/account/second-step", url.Values{"code": {shows()}}), 200, "", "Keep these in a safe place")
	for _, found := range regexp.MustCompile(`<li><code>([a-z2-7 ]+)</code></li>`).FindAllStringSubmatch(page.body, -1) {
		codes = append(codes, found[1])
	}
	if len(codes) != 10 {
		v.t.Fatalf("%d recovery codes", len(codes))
	}
	v.stage.now.Advance(time.Minute)
	return shows, codes
}

func TestSecondStepByPages(t *testing.T) {
	s := newStage(t)
	v := s.browser(t).joined("Aisha K", "a@example.org")
	shows, codes := v.withApp()
	v.wants(v.open("/account/second-step"), 303, "/account/ways-in")
	v.wants(v.open("/account/ways-in"), 200, "", "You have 10 recovery codes left.")
	file := v.send("/account/second-step/codes.txt", url.Values{"code": {codes[0], "made up", codes[9]}})
	if file.header.Get("Content-Disposition") == "" || !strings.Contains(file.body, codes[0]+"\n"+codes[9]) || strings.Contains(file.body, "made up") {
		t.Errorf("%v\n%s", file.header, file.body)
	}
	// Halfway in, nothing is theirs.
	other := s.browser(t)
	if to := other.byLink("a@example.org"); to != "/sign-in/second" {
		t.Fatalf("a link leads to %q", to)
	}
	other.wants(other.open("/account"), 303, "/sign-in?next=%2Faccount")
	other.wants(other.open("/sign-in/second"), 200, "", "You are not signed in yet.")
	other.wants(other.send("/sign-in/second", url.Values{"code": {"123"}}), 422, "", "This is not right.")
	other.wants(other.send("/sign-in/second", url.Values{"code": {shows()}}), 303, "/")
	other.wants(other.open("/account"), 200, "", "with a second step", "Aisha K")
	// Long after, a change asks again.
	s.now.Advance(time.Hour)
	other.wants(other.send("/account/second-step/remove", url.Values{"key": {"abcdefghijklmnopqrstuvwxyz"}}), 303, "/account/prove?next=%2Faccount%2Fways-in")
	other.wants(other.open("/account/prove?next=//evil.example"), 200, "", "The 6 numbers that your app shows")
	before := other.cookies["folkmoot"]
	other.wants(other.send("/account/prove", url.Values{"by": {"code"}, "code": {codes[1]}, "next": {"/account/ways-in"}}), 303, "/account/ways-in")
	if other.cookies["folkmoot"] == before {
		t.Error("the session's token is the one from before")
	}
	page := other.wants(other.open("/account/ways-in"), 200, "", "You have 9 recovery codes left.")
	other.wants(other.send("/account/second-step/remove", url.Values{"key": {valueOf(page.body, "key")}}), 303, "/account/ways-in")
	if to := v.byLink("a@example.org"); to != "/" {
		t.Errorf("without a second step a link leads to %q", to)
	}
	// Without a ceremony there is nothing to end.
	nobody := s.browser(t)
	nobody.wants(nobody.open("/sign-in/second"), 303, "/sign-in")
	nobody.wants(nobody.send("/sign-in/second", url.Values{"code": {"123456"}}), 303, "/sign-in")
}

func TestRolesWaitByPages(t *testing.T) {
	s := newStage(t)
	v := s.browser(t).joined("Ada A", "ada2@example.org")
	mo := s.browser(t).joined("Mo M", "mo2@example.org")
	s.set(t, "UPDATE people SET role = 'administrator' WHERE email = 'ada2@example.org'")
	s.set(t, "UPDATE people SET role = 'moderator' WHERE email = 'mo2@example.org'")
	mo.wants(mo.open("/moderation"), 200, "")
	page := v.wants(v.open("/place/signing-in"), 200, "", "Ask everybody who works here")
	ask := func(page answer) url.Values {
		return url.Values{"key": {valueOf(page.body, "key")}, "required": {"yes"}}
	}
	v.wants(v.send("/place/signing-in", ask(page)), 422, "", "Otherwise you would shut yourself out")
	v.withApp()
	page = v.open("/place/signing-in")
	v.wants(v.send("/place/signing-in", ask(page)), 303, "/place/signing-in")
	v.wants(v.open("/place/signing-in"), 200, "", "checked")
	mo.wants(mo.open("/moderation"), 303, "/account/ways-in?next=%2Fmoderation")
	mo.wants(mo.open("/groups"), 200, "", "Your role waits for a second step.")
	mo.wants(mo.send("/moderation/many", url.Values{"x": {"1"}}), 403, "", "Your role waits for a second step.")
	mo.wants(mo.open("/place"), 303, "/account/ways-in?next=%2Fplace") // whose it would not be either way: that is told afterwards
	if to := mo.byLink("mo2@example.org"); to != "/account/ways-in?next=%2F" {
		t.Errorf("signing in leads to %q", to)
	}
	mo.withApp()
	mo.wants(mo.open("/account/ways-in?next=/moderation"), 200, "", "Go on to where you wanted")
	mo.wants(mo.open("/moderation"), 200, "")
	mo.wants(mo.open("/place"), 403, "")
}

func TestNewPasswordByPages(t *testing.T) {
	s := newStage(t)
	v := s.browser(t).joined("Aisha K", "a@example.org")
	other := s.browser(t)
	for _, email := range []string{"nobody@example.org", "a@example.org"} {
		s.mails(t)
		other.wants(other.send("/sign-in/reset", url.Values{"email": {email}}), 303, "/sign-in/sent")
		other.wants(other.open("/sign-in/sent"), 200, "", "Look at your email", email, `href="/sign-in/reset"`)
	}
	mails := s.mails(t)
	link := regexp.MustCompile(`http://folkmoot\.test(/sign-in/new-password\?t=([\w-]+))`).FindStringSubmatch(mails[0].Text)
	s.browser(t).wants(s.browser(t).open(link[1]), 200, "", "The 6 numbers")
	other.wants(other.open("/sign-in/link?t="+link[2]), 303, link[1])
	other.wants(other.open(link[1]), 200, "", "Set this password")
	other.wants(other.send("/sign-in/new-password", url.Values{"token": {link[2]}, "password": {"short"}}), 422, "")
	other.wants(other.send("/sign-in/new-password", url.Values{"token": {link[2]}, "password": {"five wet herons on a roof"}}), 303, "/sign-in")
	v.wants(v.open("/account"), 303, "/sign-in?next=%2Faccount")
	other.wants(other.send("/sign-in/new-password", url.Values{"token": {link[2]}, "password": {"six wet herons on a roof"}}), 404, "")
	other.wants(other.send("/sign-in/password", url.Values{"email": {"a@example.org"}, "password": {"five wet herons on a roof"}, "next": {"/groups"}}), 303, "/groups")
}

func TestNotMeByPages(t *testing.T) {
	s := newStage(t)
	v := s.browser(t).joined("Aisha K", "a@example.org")
	thief := s.browser(t)
	if to := thief.byLink("a@example.org"); to != "/" {
		t.Fatal(to)
	}
	mails := s.mails(t)
	if len(mails) != 1 || mails[0].To != "a@example.org" {
		t.Fatalf("%+v", mails)
	}
	secret := regexp.MustCompile(`/sign-in/not-me\?t=([\w-]+)`).FindStringSubmatch(mails[0].Text)[1]
	away := s.browser(t)
	away.wants(away.open("/sign-in/not-me?t="+secret), 200, "", "It was not me: sign everybody out")
	thief.wants(thief.open("/account"), 200, "") // looking at the page changes nothing
	away.wants(away.send("/sign-in/not-me", url.Values{"secret": {secret}}), 303, "/sign-in")
	thief.wants(thief.open("/account"), 303, "/sign-in?next=%2Faccount")
	v.wants(v.open("/account"), 303, "/sign-in?next=%2Faccount")
	away.wants(away.open("/sign-in/not-me?t="+secret), 404, "")
	// Where they signed in before, they are not told again.
	s.mails(t)
	v.byLink("a@example.org")
	s.mails(t)
	v.wants(v.send("/sign-out", url.Values{"x": {"1"}}), 303, "/")
	v.byLink("a@example.org")
	if mails := s.mails(t); len(mails) != 0 {
		t.Errorf("%+v", mails)
	}
}

func TestNewAddressByPages(t *testing.T) {
	s := newStage(t)
	v := s.browser(t).joined("Aisha K", "a@example.org")
	v.wants(v.send("/account/email", url.Values{"email": {"new@example.org"}}), 303, "/sign-in/sent")
	v.wants(v.open("/sign-in/sent"), 200, "", "It has to agree")
	links := s.links(t)
	v.wants(v.open("/account"), 200, "", "You are changing it to new@example.org")
	old := s.browser(t)
	old.wants(old.open(links["a@example.org"]), 200, "", "Yes, change it", "No, stop it")
	old.wants(old.send("/sign-in/link", url.Values{"token": {tokenIn(links["a@example.org"])}}), 303, "/sign-in")
	old.wants(old.open("/account"), 303, "/sign-in?next=%2Faccount")
	v.wants(v.send("/sign-in/link", url.Values{"token": {tokenIn(links["new@example.org"])}}), 303, "/account#change-email")
	v.wants(v.open("/account"), 200, "", "Your email address has changed.", "new@example.org")
}

// The handlers hand a passkey's questions to scripts and answers to the room; the room's own tests check the answers.
func TestPasskeysByPages(t *testing.T) {
	s := newStage(t)
	nobody := s.browser(t)
	nobody.wants(nobody.send("/sign-in/passkey.json", url.Values{"x": {"1"}}), 403, "", "This site cannot have passkeys")
	if page := nobody.open("/sign-in"); strings.Contains(page.body, "passkey") {
		t.Error("a site that can have no passkeys offers them")
	}
	s.People = people.New(s.DB, people.Options{
		BaseURL: &url.URL{Scheme: "https", Host: "folkmoot.test"}, Place: "Testing Town", Secret: secretsOf,
		Compose: func(_ context.Context, l people.Letter) people.Writing {
			return people.Writing{Subject: string(l.Kind), Text: l.Link}
		},
	})
	nobody.wants(nobody.open("/sign-in"), 200, "", "Sign in with a passkey", `autocomplete="username webauthn"`, "passkey-")
	begun := nobody.wants(nobody.send("/sign-in/passkey.json", url.Values{"x": {"1"}}), 200, "")
	var asked struct {
		PublicKey struct{ Challenge, RPID string }
	}
	if err := json.Unmarshal([]byte(begun.body), &asked); err != nil || asked.PublicKey.RPID != "folkmoot.test" || nobody.cookies["folkmoot-passkey"] == "" {
		t.Errorf("%s %v", begun.body, err)
	}
	nobody.wants(nobody.send("/sign-in/passkey", url.Values{"credential": {"{}"}, "next": {"/groups"}}), 422, "", "This passkey did not work here", `value="/groups"`)
	if nobody.cookies["folkmoot-passkey"] != "" {
		t.Error("the challenge can be answered twice")
	}
}

// service stands for another service: what it vouches for, or how it fails.
type service struct {
	who people.Vouched
	err error
}

func (o *service) address(trip people.Trip) (string, error) {
	if o.err != nil {
		return "", o.err
	}
	return "https://login.example.org/go?state=" + trip.State, nil
}

func (o *service) vouched(context.Context, people.Trip, string) (people.Vouched, error) {
	return o.who, o.err
}

func TestAnotherServiceByPages(t *testing.T) {
	s := newStage(t)
	v := s.browser(t)
	v.wants(v.send("/sign-in/openid", url.Values{"x": {"1"}}), 404, "")
	council := &service{who: people.Vouched{Issuer: "https://login.example.org", Subject: "7", Email: "mo2@example.org", EmailVerified: true}}
	s.OpenID = &OpenID{Name: "Anytown Council", Issuer: "https://login.example.org", Address: council.address, Vouched: council.vouched}
	s.browser(t).joined("Mo M", "mo2@example.org")
	s.set(t, "UPDATE people SET role = 'moderator' WHERE email = 'mo2@example.org'")
	v.wants(v.open("/sign-in?next=/moderation"), 200, "", "Staff: sign in with Anytown Council")
	begin := func(v *visit) (state string) {
		t.Helper()
		page := v.wants(v.send("/sign-in/openid", url.Values{"next": {"/moderation"}}), 200, "", "Go on to Anytown Council")
		to, ok := strings.CutPrefix(page.header.Get("Refresh"), "0; url=https://login.example.org/go?state=")
		if !ok {
			t.Fatalf("%v", page.header)
		}
		return to
	}
	begin(v)
	v.wants(v.open("/sign-in/openid/callback?code=c&state=another"), 422, "", "was not begun in this browser")
	state := begin(v)
	s.browser(t).wants(s.browser(t).open("/sign-in/openid/callback?code=c&state="+state), 422, "", "was not begun in this browser")
	v.wants(v.open("/sign-in/openid/callback?error=access_denied&state="+state), 422, "", "did not let you in")
	council.err = errors.New("forged")
	v.wants(v.send("/sign-in/openid", url.Values{"next": {"/moderation"}}), 422, "", "We cannot reach the other service just now")
	council.err = nil
	state = begin(v)
	council.err = errors.New("forged")
	v.wants(v.open("/sign-in/openid/callback?code=c&state="+state), 422, "", "in a way that we can trust")
	council.err = nil
	state = begin(v)
	v.wants(v.open("/sign-in/openid/callback?code=c&state="+state), 303, "/moderation")
	v.wants(v.open("/moderation"), 200, "")
	v.wants(v.open("/sign-in/openid/callback?code=c&state="+state), 422, "", "was not begun in this browser")
	page := v.wants(v.open("/account/ways-in"), 200, "", "You can sign in with login.example.org.")
	v.wants(v.send("/account/service/remove", url.Values{"key": {valueOf(page.body, "key")}, "issuer": {"https://login.example.org"}}), 303, "/account/ways-in")
	v.wants(v.open("/account/ways-in"), 200, "", "Sign in with it from now on")
	council.who.EmailVerified = false
	other := s.browser(t)
	state = begin(other)
	other.wants(other.open("/sign-in/openid/callback?code=c&state="+state), 422, "", "did not tell us an email address that it made sure of")
}

// set changes something in storage behind the pages.
func (s *stage) set(t *testing.T, query string) {
	t.Helper()
	if err := s.DB.Write(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(query); return err }); err != nil {
		t.Fatal(err)
	}
}

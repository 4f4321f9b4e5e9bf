package e2e

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"
)

// atLocalhost gives a place an address by name: a browser has no passkeys for a bare number.
func (p *place) atLocalhost() *place {
	p.url = strings.Replace(p.url, "127.0.0.1", "localhost", 1)
	p.environ["FOLKMOOT_BASE_URL"] = p.url
	return p
}

// withAuthenticator gives the reader's computer an authenticator that checks who holds it.
func (r *reader) withAuthenticator() (id webauthn.AuthenticatorID) {
	r.t.Helper()
	r.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		if _, err := cdp.Call(ctx, target, webauthn.Enable, webauthn.EnableParams{}); err != nil {
			return chromedp.Void{}, err
		}
		got, err := cdp.Call(ctx, target, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: "ctap2", Transport: "internal", HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		}})
		id = got.AuthenticatorID
		return chromedp.Void{}, err
	})
	return id
}

// touches has somebody touch the authenticator whenever it asks, or never.
func (r *reader) touches(id webauthn.AuthenticatorID, touches bool) {
	r.t.Helper()
	r.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, webauthn.SetAutomaticPresenceSimulation, webauthn.SetAutomaticPresenceSimulationParams{AuthenticatorID: id, Enabled: touches})
		return chromedp.Void{}, err
	})
}

// A passkey is made on the account page, signs in with one press, shows again who it is, and is gone when it is removed.
func TestPasskeysInABrowser(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).atLocalhost().served()
	r := p.reader(t, phone)
	id := r.withAuthenticator()
	r.signIn(demoEmail("gavin"))
	r.open("/account/ways-in")
	r.accessible(axe, "ways in")
	r.fill("A name for it (you can leave this empty)", "My phone")
	r.press("Add a passkey")
	r.sees("Your passkey is there. You can sign in with it.", "My phone", "not used yet")
	r.accessible(axe, "ways in, with a passkey")

	r.open("/account")
	r.press("Sign out here")
	r.sees("You are signed out.")
	r.touches(id, false) // or the browser signs in by itself: it offers passkeys in the box for the address
	r.open("/sign-in")
	r.sees("Sign in with a passkey")
	r.accessible(axe, "sign in")
	r.touches(id, true)
	r.until("they are signed in", `location.pathname != "/sign-in" || !document.querySelector("[data-passkey] button")?.click()`)
	r.sees("You are signed in.")
	r.open("/account/ways-in")
	r.sees("last used")
	r.open("/account#sessions")
	r.sees("with a second step")

	without := p.reader(t, phoneWithout)
	without.open("/sign-in")
	without.sees("Email me a link")
	without.doesNotSee("Sign in with a passkey")

	r.open("/account/ways-in")
	tell[bool](r, `(() => { document.querySelectorAll("details").forEach(d => d.open = true); return true })()`)
	r.press("Remove it")
	r.sees("Saved.")
	r.doesNotSee("My phone")
}

// The pages of a second step look right and can be used by everybody.
func TestSecondStepInABrowser(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).served()
	r := p.reader(t, phone)
	r.signIn(demoEmail("farzana"))
	r.open("/account/ways-in")
	r.press("Set it up")
	r.sees("Point the app at this square.")
	r.accessible(axe, "set up an app")
	key := tell[string](r, `document.querySelector(".fm-app-key").innerText`)
	r.fill("The 6 numbers that your app shows", appShows(t, key))
	r.press("Turn it on")
	r.sees("Keep these in a safe place")
	r.accessible(axe, "recovery codes")
	code := tell[string](r, `document.querySelector(".fm-codes code").innerText`)
	r.press("I have put them in a safe place")
	r.sees("You have 10 recovery codes left.")

	other := p.reader(t, wide)
	other.open(p.signInLink(demoEmail("farzana")))
	other.press("Sign in now")
	other.sees("You are not signed in yet.")
	other.accessible(axe, "second step")
	other.fill("The 6 numbers that your app shows", code)
	other.pressIn("main", "Sign in")
	other.sees("You are signed in.")
	other.signIn(demoEmail("tess"))
	other.open("/place/signing-in")
	other.accessible(axe, "signing in to a place")
}

// appShows is the code that an app with a key shows now.
func appShows(t testing.TB, key string) string {
	t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(key, " ", ""), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

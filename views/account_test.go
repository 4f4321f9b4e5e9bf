package views

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/chromedp/chromedp"

	"folkmoot/models/clock"
	"folkmoot/models/fixtures"
	"folkmoot/models/people"
	"folkmoot/public"
)

// accountPages are the pages about accounts with everything on them that can be, by path.
func accountPages() map[string]templ.Component {
	page := func(title string, problems ...FieldError) Page {
		return Page{Title: title, Path: "/x", Place: dudley, Errors: problems}
	}
	signedIn := page("Your account", FieldError{"name", "Someone has this name"}, FieldError{"password", "Too short"},
		FieldError{"email-current", "Enter your password"}, FieldError{"email", "Enter an address"}, FieldError{"who", "Choose one"})
	signedIn.Person, signedIn.Flash = &Viewer{ID: 1, Name: "Aisha K", Unread: 2}, "Saved."
	kept := []Kept{{ID: 1, Words: "The bus stops at six. Then you walk. " + hostile, At: clock.Instant(1), URL: "/groups/buses/start"}}
	wrong := []FieldError{{"name", "Enter a name"}, {"email", "Enter an address"}, {"who", "Choose one"}, {"password", "Too short"}}
	return map[string]templ.Component{
		"/sign-in":     SignIn(SignInPage{Page: page("Sign in"), Next: "/groups"}),
		"/sign-in/bad": SignIn(SignInPage{Page: page("Sign in", FieldError{"email", "Enter an address"}), Email: hostile, Password: true}),
		"/sent":        CheckMail(Sent{Page: page("Look at your email"), Email: "aisha@example.org", Code: "123 456", Minutes: 15}),
		"/link":        UseLink(LinkPage{Page: page("One press", FieldError{"code", "Not these"}, FieldError{"name", "Taken"}), Token: "t", Link: people.Link{Purpose: "join", NeedsCode: true, Draft: true}, Name: hostile}),
		"/dead":        DeadLink(page("This link does not work any more")),
		"/join":        Join(JoinPage{Page: page("Join", wrong...), Form: people.Joining{Profile: people.Profile{Name: hostile}}, Kept: kept}),
		"/draft":       PostDraft(DraftPage{Page: page("Your words are here"), ID: 1, Key: "k", Action: "/x", Fields: []AgainField{{"body", hostile, true}, {"evidence", "lived", false}}}),
		"/leave":       Leave(LeavePage{Page: page("Leave", FieldError{"sure", "Tick the box"}), Proving: Proving{Asked: true, ByPassword: true}}),
		"/account": Account(AccountPage{
			Page: signedIn, Proving: Proving{Asked: true, ByPassword: true}, Drafts: kept, NewEmail: hostile,
			Account: people.Person{ID: 1, Name: "Aisha K", Email: "aisha@example.org", HasPassword: true, Unread: 1, CreatedAt: now},
			Form:    people.Profile{Name: "Aisha K", Who: WhoUnsaid, Area: hostile},
			Sessions: []people.Session{
				{ID: 1, Device: "Firefox on Linux", Network: "198.51.100.0/24", CreatedAt: now, LastSeenAt: now, Current: true},
				{ID: 2, Device: "Safari on iPhone", CreatedAt: now.Add(-48 * time.Hour), LastSeenAt: now.Add(-time.Hour)},
			},
			Notices: []people.Notice{{ID: 9, Words: "Your words are shown now.", Link: "/contributions/1", CreatedAt: now}, {ID: 8, Words: hostile, CreatedAt: now, Read: true}},
		}),
	}
}

func TestAccountPagesAreAccessible(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join(fixtures.Root(), "public", "src", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Skip("axe-core is not installed: npm ci in public/src")
	}
	ctx := browser(t)
	pages := accountPages()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if page := pages[r.URL.Path]; page != nil {
			w.Header().Set("Content-Security-Policy", policy)
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if err := page.Render(reader(), w); err != nil {
				t.Error(err)
			}
			return
		}
		if asset, ok := public.File(r.URL.Path); ok {
			w.Header().Set("Content-Type", asset.ContentType)
			_, _ = w.Write(asset.Bytes)
		}
	}))
	t.Cleanup(server.Close)
	const check = `axe.run().then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | ")))`
	for path := range pages {
		for _, scheme := range []string{"light", "dark"} {
			do(t, ctx, chromedp.EmulateViewport(320, 900), prefer(scheme), chromedp.Navigate(server.URL+path), tell(string(axe)),
				tell(`document.querySelectorAll("details").forEach(d => d.open = true)`))
			for _, problem := range ask[[]string](t, ctx, check) {
				t.Errorf("%s, %s: %s", path, scheme, problem)
			}
			if ask[bool](t, ctx, `document.documentElement.scrollWidth > innerWidth`) {
				t.Errorf("%s, %s: the page scrolls sideways", path, scheme)
			}
		}
		// Every problem in the list leads to its box, and no id stands twice.
		for _, lost := range ask[[]string](t, ctx, `[...document.querySelectorAll(".govuk-error-summary a")].map(a => a.hash).filter(h => !document.querySelector(h))`) {
			t.Errorf("%s: the problem %s leads nowhere", path, lost)
		}
		for _, twice := range ask[[]string](t, ctx, `[...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) != i)`) {
			t.Errorf("%s: the id %s stands twice", path, twice)
		}
		if ask[bool](t, ctx, `document.querySelector("main script, main style, main [style], main [onclick]") != null`) {
			t.Errorf("%s: what was typed became part of the page", path)
		}
	}
}

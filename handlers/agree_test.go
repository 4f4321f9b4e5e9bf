package handlers

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// sendable are the forms that somebody may send who has not agreed yet to what has changed. A route that is added to it is
// a decision: nobody has to agree to anything to come in and go, to have, change and take back what is theirs, to
// complain, to appeal, or to keep somebody safe.
var sendable = []string{
	"/sign-in", "/sign-in/password", "/sign-in/link", "/sign-in/reset", "/sign-in/new-password", "/sign-in/passkey.json", "/sign-in/passkey", "/sign-in/second",
	"/sign-in/openid", "/sign-in/not-me", "/sign-out", "/turn/end", "/turn/here.json", "/turn/off", "/agree", "/language",
	"/drafts/:id/drop", "/drafts.json", "/contributions/:id/delete", "/discussions/:id/read", "/receipt", "/receipt/take-back", "/receipt/change",
	"/account/profile", "/account/password", "/account/email", "/account/email/wait", "/account/prove", "/account/prove.json", "/account/passkeys.json", "/account/passkeys",
	"/account/passkeys/:id", "/account/second-step/begin", "/account/second-step", "/account/second-step/codes", "/account/second-step/codes.txt", "/account/second-step/remove",
	"/account/service/remove", "/account/sessions/end-all", "/account/sessions/:id/end", "/account/notices/read", "/account/asking", "/account/reading", "/account/download",
	"/account/claim", "/account/leave", "/account/mark/off", "/account/shared-device", "/account/about-you",
	"/follow", "/inbox/read", "/account/following", "/account/telling", "/account/mail-again", "/unsubscribe/:secret",
	"/your-data", "/your-data/code", "/contributions/:id/report", "/contributions/:id/appeal", "/contributions/:id/inaction", "/contributions/:id/defamation", "/receipt/appeal",
	"/appeals/code/:code", "/appeals/sanctions/:sanction", "/appeals/:appeal/withdraw", "/defamation/reply/:code",
	"/worried", "/safeguarding/:id/read", "/safeguarding/:id/print", "/safeguarding/:id/files/:name", "/safeguarding/:id/steps", "/safeguarding/:id/back",
	"/safeguarding/:id/seal", "/safeguarding/:id/reopen",
}

// Whoever owes an agreement is led to it from every form but those that are named, and to none of them before.
func TestFormsThatWaitForAnAgreement(t *testing.T) {
	s := newStage(t)
	stopped := func(route Route, who string) bool {
		t.Helper()
		got := s.ask(t, scenario{who: who, method: http.MethodPost, url: example(route.Path), form: url.Values{"x": {"1"}}})
		return strings.HasPrefix(got.header.Get("Location"), agreePath+"?next=") || strings.Contains(got.body, "agree to it first")
	}
	standing := []string{"", "member", "editor", "moderator", "lead", "administrator"}
	each := func(wants func(route Route, who string) bool) {
		t.Helper()
		met := map[string]bool{}
		for _, route := range s.Routes() {
			if route.Method != http.MethodPost {
				continue
			}
			for _, who := range standing {
				if actor := cast[who]; !route.Access.Allows(actor) {
					continue
				}
				met[route.Path] = true
				if want := wants(route, who); stopped(route, who) != want {
					t.Errorf("%s by %q: waits %v, want %v", route.Path, who, !want, want)
				}
			}
			if !met[route.Path] {
				t.Errorf("nobody of the cast may send %s: this test does not see it", route.Path)
			}
		}
		for _, path := range sendable {
			if !met[path] {
				t.Errorf("%s is named here and is no form", path)
			}
		}
	}
	each(func(Route, string) bool { return false })
	if _, err := s.Rules.MakePolicy(context.Background(), cast["administrator"], db.NewKey(4), rules.NewPolicy{
		Kind: people.TermsPolicy, Markdown: "Be fair.", Changes: "All of it is new.", Asks: true,
	}); err != nil {
		t.Fatal(err)
	}
	s.now.Advance(3 * time.Second) // after which the book is read again
	each(func(route Route, who string) bool { return who != "" && !slices.Contains(sendable, route.Path) })
}

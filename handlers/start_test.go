package handlers

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"folkmoot/models/db"
	"folkmoot/models/rules"
)

func TestWhoIsNewIsShownRound(t *testing.T) {
	s := newStage(t)
	mark := rules.Welcome{}.Mark()
	s.play(t, []scenario{
		{name: "start", url: "/start", status: 200, has: []string{"Start here", "Post my answer", "within 5 minutes", `href="/start/tour"`, "inert"}, hasNot: []string{"data-other-ways"}},
		{name: "tour", url: "/start/tour", status: 200, has: []string{`id="speak"`, `href="#stand"`, "Share what works", "Moderators"}, hasNot: []string{`href="/moderation"`, `href="/place/welcome"`}},
		{name: "tour for a moderator", who: "moderator", url: "/start/tour", status: 200, has: []string{`href="/moderation"`}, hasNot: []string{`href="/place/welcome"`}},
		{name: "tour for an administrator", who: "administrator", url: "/start/tour", status: 200, has: []string{`href="/place/welcome"`}},
		{name: "the front page leads there", url: "/", status: 200, has: []string{`<a class="fm-go" href="/start">`}},
		{name: "the front page leads a member round", who: "member", url: "/", status: 200, has: []string{`<a class="fm-go" href="/start/tour">`}},
		{name: "the account leads round", who: "member", url: "/account", status: 200, has: []string{`<a class="fm-go" href="/start/tour">`}},
		{name: "administrators are told that nobody is reached", who: "administrator", url: "/place", status: 200, has: []string{"gives no phone number and no address"}},
		{name: "words that cannot be", who: "administrator", url: "/place/welcome", form: url.Values{"key": {db.NewToken()}, "had": {mark}, "words": {strings.Repeat("long ", 1000)}, "phone": {"call us"}}, status: 422, has: []string{"under 4000 letters", "with digits and spaces only", "long long"}},
		{name: "seen first", who: "administrator", url: "/place/welcome", form: url.Values{"key": {db.NewToken()}, "had": {mark}, "words": {"We **welcome** you."}, "do": {"preview"}}, status: 200, has: []string{"<strong>welcome</strong>"}},
		{name: "nothing is kept of that", url: "/start", status: 200, hasNot: []string{"welcome</strong>"}},
		{name: "saved", who: "administrator", url: "/place/welcome", status: 303, form: url.Values{
			"key": {db.NewToken()}, "had": {mark}, "words": {"We **welcome** you. <script>x</script>"}, "phone": {"01632 960 114"}, "hours": {"Monday to Friday."}, "address": {" Town Hall \n\n High Street"}, "do": {"post"},
		}},
		{name: "told to who is new", url: "/start", status: 200, has: []string{"<strong>welcome</strong>", "01632 960 114", "(Monday to Friday)", "Town Hall, High Street", `href="/paper"`}, hasNot: []string{"<script>x"}},
		{name: "on the front page", url: "/", status: 200, has: []string{"01632 960 114", "Town Hall, High Street"}},
		{name: "nothing is missing now", who: "administrator", url: "/place", status: 200, hasNot: []string{"gives no phone number"}},
		{name: "somebody else was first", who: "administrator", url: "/place/welcome", form: url.Values{"key": {db.NewToken()}, "had": {mark}, "words": {"Other"}}, status: 409, has: []string{"Somebody else changed this", "Other</textarea>"}},
		{name: "paper", url: "/paper", status: 200, has: []string{"Tell us on paper", "Town Hall", "01632 960 114", "Your words"}},
		{name: "paper, large", url: "/paper?for=report&size=large", status: 200, has: []string{"fm-paper--large", "What do you report?", "does not go on the site"}},
		{name: "no such paper", url: "/paper?for=lunch", status: 404},
	})
}

// asksForWords tells whether a page has a form, other than to search, with a box for several lines; and whether it names
// other ways to say the same.
func asksForWords(t *testing.T, page string) (asks, named bool) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data == "form" {
			for inner := range n.Descendants() {
				asks = asks || inner.Data == "textarea"
			}
		}
		for _, a := range n.Attr {
			named = named || a.Key == "data-other-ways"
		}
	}
	return asks, named
}

// TestOtherWaysStandWhereWordsAreAsked asks for every page that people may see who look after nothing: where it asks for
// their words, it says how to give them without a website. A form that only says where words of theirs belong asks for none.
func TestOtherWaysStandWhereWordsAreAsked(t *testing.T) {
	w := newWorld(t)
	w.Place.Phone = "01632 960 114"
	rows, found := readRows(t, permissions), map[string]bool{}
	for _, route := range w.Routes() {
		r, ok := rows[route.Method+" "+route.Path]
		if !ok || route.Path == "/contributions/:id/place" || route.Method != "GET" || route.Access != Anyone && route.Access != SignedIn {
			continue
		}
		for _, state := range r.states {
			address := w.fill(r, state)
			for _, who := range standings {
				if who.name != "" && who.name != "author" && who.name != "member" {
					continue
				}
				got := w.request(who, "GET", address, nil)
				if to := got.header.Get("Location"); strings.HasPrefix(to, address) {
					got = w.request(who, "GET", to, nil)
				}
				if got.status != 200 || !strings.Contains(got.header.Get("Content-Type"), "html") {
					continue
				}
				if asks, named := asksForWords(t, got.body); asks && !named {
					t.Errorf("%s by %q asks for words and names no other way to give them", address, who.name)
				} else if asks {
					found[route.Path] = true
				}
			}
		}
	}
	for _, must := range []string{"/discussions/:id", "/discussions/:id/answers", "/groups/:group/start", "/contributions/:id/report", "/contributions/:id/edit", "/your-data", "/worried"} {
		if !found[must] {
			t.Errorf("%s was not seen to ask for words: this test sees nothing there", must)
		}
	}
}

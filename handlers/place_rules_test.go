package handlers

import (
	"net/url"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/rules"
)

func (s *stage) book(t *testing.T) *rules.Book {
	t.Helper()
	book, err := s.Rules.Book(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// sentBy is a form with the key of one who is signed in.
func sentBy(pairs ...string) url.Values {
	form := url.Values{"key": {db.NewToken()}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func TestAdministratorsChangeTheRules(t *testing.T) {
	s := newStage(t)
	s.play(t, []scenario{
		{name: "shared before", url: "/house-rules", status: 200, has: []string{"Be kind to people", "We aim for under 4 hours.", "within 5 working days", "01632 960 001", "tel:116123", "sms:85258"}},
		{name: "a moderator", who: "moderator", url: "/place/rules", status: 403},
		{name: "the list", who: "administrator", url: "/place/rules", status: 200, has: []string{"/place/rules/3", "/place/reasons/unkind", "Comes first in the queue."}},
		{name: "the form", who: "administrator", url: "/place/rules/3", status: 200, has: []string{"Be kind to people", `name="revision" value="0"`}},
		{name: "no such rule", who: "administrator", url: "/place/rules/99", status: 404},
		{name: "no such reason", who: "administrator", url: "/place/reasons/none", status: 404},
		{name: "without words", who: "administrator", url: "/place/rules/3", form: sentBy("title", "", "words", "Kept words", "revision", "0"), status: 422, has: []string{"Kept words", "Give the rule a few words"}},
		{name: "changed", who: "administrator", url: "/place/rules/3", form: sentBy("title", "Be decent", "words", "To everybody.", "revision", "0"), status: 303, to: "/place/rules"},
		{name: "overtaken", who: "administrator", url: "/place/rules/3", form: sentBy("title", "Mine", "words", "My long words", "revision", "0"), status: 409, has: []string{"My long words", "To everybody.", `name="revision" value="1"`}},
		{name: "shared after", url: "/house-rules", status: 200, has: []string{"Be decent", "/house-rules/rules/3", "Changed on"}, hasNot: []string{"Be kind to people"}},
		{name: "its wordings", url: "/house-rules/rules/3", status: 200, has: []string{"Be kind to people", "Be decent", `id="wording-0"`, "Came with the program"}},
		{name: "its wordings to an administrator", who: "administrator", url: "/house-rules/rules/3", status: 200, has: []string{"by Ada Administrator"}},
		{name: "added", who: "administrator", url: "/place/rules/new", form: sentBy("title", "No smoking", "words", "Nowhere."), status: 303},
		{name: "cannot be retired", who: "administrator", url: "/place/rules/3/state", form: sentBy("do", "retire", "revision", "1"), status: 422, has: []string{"rests on this rule"}},
		{name: "a reason", who: "administrator", url: "/place/reasons/unkind", form: sentBy("name", "It is rude", "report", "r", "writer", "w", "reader", "x", "rule", "3", "act", "hide", "grave", "yes", "revision", "0"), status: 303},
		{name: "overtaken reason", who: "administrator", url: "/place/reasons/unkind", form: sentBy("name", "Mine", "report", "my report", "writer", "w", "reader", "x", "rule", "3", "act", "hide", "revision", "0"), status: 409, has: []string{"my report", "It is rude"}},
		{name: "a reason without", who: "administrator", url: "/place/reasons/new", form: sentBy("writer", "Kept for the writer"), status: 422, has: []string{"Kept for the writer", "Choose the rule that it rests on"}},
		{name: "the program's own", who: "administrator", url: "/place/reasons/unlawful/state", form: sentBy("do", "retire", "revision", "0"), status: 422, has: []string{"cannot be retired"}},
		{name: "wordings of a reason", url: "/house-rules/reasons/unkind", status: 200, has: []string{"It is rude", "It is unkind to a person"}, hasNot: []string{"Ada"}},
	})
	if b := s.book(t); !b.Grave("unkind") || b.Rule(3).Title != "Be decent" || b.Current()[len(b.Current())-1].Title != "No smoking" {
		t.Errorf("%+v", b)
	}
}

func TestAdministratorsOpenAndCloseAPlace(t *testing.T) {
	s := newStage(t)
	s.unopened(t)
	contacts := func(pairs ...string) url.Values {
		form := sentBy(append([]string{"safeguarding-who", "the lead", "rows", "1", "line-1", "Emergency", "line-1-number", "999", "aim", "6", "appeal", "3"}, pairs...)...)
		return form
	}
	had := s.book(t).Contacts.Mark()
	s.play(t, []scenario{
		{name: "an editor", who: "editor", url: "/place/opening", status: 403},
		{name: "the list", who: "administrator", url: "/place/opening", status: 200, has: []string{"Open this place", "/place/contacts", "1 other person can moderate"}},
		{name: "too early", who: "administrator", url: "/place/opening", form: sentBy("rules", "yes"), status: 422, has: []string{"Look at the reasons", "whom people turn to", "Name somebody for online safety"}},
		{name: "nobody reachable", who: "administrator", url: "/place/contacts", form: contacts("had", had, "lead-none", "Kept: we are three people", "aim", "soon", "beyond", "The ombudsman, 0300"), status: 422, has: []string{"Kept: we are three people", `value="The ombudsman, 0300"`, `value="soon"`, "Give a phone number"}},
		{name: "contacts", who: "administrator", url: "/place/contacts", form: contacts("had", had, "safeguarding-phone", "01632 960 009", "lead-none", "We are three people", "beyond", "The ombudsman, 0300"), status: 303, to: "/place/opening"},
		{name: "overtaken", who: "administrator", url: "/place/contacts", form: contacts("had", had, "safeguarding-phone", "01632 960 007"), status: 409, has: []string{"01632 960 007", "Somebody else changed this"}},
		{name: "visitors wait", url: "/", status: 503, has: []string{"01632 960 009"}},
		{name: "whom else to turn to is kept", url: "/complaints", status: 200, has: []string{"The ombudsman, 0300"}},
		{name: "opened", who: "administrator", url: "/place/opening", form: sentBy("rules", "yes", "reasons", "yes"), status: 303},
		{name: "visitors come in", url: "/", status: 200, hasNot: []string{"not open"}},
		{name: "closed without a reason", who: "administrator", url: "/place/pause", form: sentBy("reason", " "), status: 422, has: []string{"Say why"}},
		{name: "closed", who: "administrator", url: "/place/pause", form: sentBy("reason", "We are on holiday"), status: 303},
		{name: "visitors read why", url: "/groups", status: 503, has: []string{"We are on holiday"}},
		{name: "the way back", who: "administrator", url: "/place/opening", status: 200, has: []string{"Open this place again", "We are on holiday"}},
		{name: "open again", who: "administrator", url: "/place/opening", form: sentBy(), status: 303},
		{name: "visitors are back", url: "/groups", status: 200},
	})
	acts, err := db.Values[string](t.Context(), s.DB, "SELECT act || ':' || actor_id FROM register ORDER BY id")
	if got := strings.Join(acts, " "); err != nil || got != "settings.contacts:4 place.open:4 place.pause:4 place.open:4" {
		t.Errorf("register %q, %v", got, err)
	}
}

package handlers

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// leftOf lists what a browser holds besides that several people use it.
func leftOf(v *visit) []string {
	var left []string
	for name := range v.cookies {
		if name != "folkmoot-"+cookieShared {
			left = append(left, name)
		}
	}
	return left
}

func TestNothingOfAPersonIsLeftForTheNext(t *testing.T) {
	var posted []string
	s := newStage(t, repliesTo(&posted))
	s.browser(t).joined("Aisha K", "aisha@example.org")
	s.browser(t).joined("Tom B", "tom@example.org")
	v := s.browser(t)
	v.byLink("editor@example.org")
	v.wants(v.open("/account"), 200, "", "Several people will use this device")
	v.wants(v.open("/account/shared-device"), 200, "", "Several people use this device from now on")
	v.wants(v.send("/account/shared-device", url.Values{"x": {"1"}}), 303, "/turn")
	if left := leftOf(v); len(left) != 0 {
		t.Fatalf("of the helper are left: %v", left)
	}
	v.wants(v.open("/turn"), 200, "", "Ready for the next person", "Nobody is signed in")
	v.wants(v.open("/place"), 303, "/sign-in?next=%2Fplace")
	if page := v.wants(v.open("/sign-in"), 200, ""); strings.Contains(page.body, "data-passkey") || strings.Contains(page.body, `autocomplete="email"`) || strings.Contains(page.body, `autocomplete="current-password"`) {
		t.Error("the page to sign in offers what was typed before, or a passkey")
	}

	v.byLink("aisha@example.org")
	if _, known := v.cookies["folkmoot-"+cookieDevice]; known {
		t.Error("the device is remembered")
	}
	page := v.wants(v.open("/account"), 200, "", "It is Aisha K’s turn on this device", "I have finished", `http-equiv="refresh"`)
	if page.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the page may be kept: %q", page.header.Get("Cache-Control"))
	}
	v.send("/language", url.Values{"language": {"en-GB"}})
	ended := v.wants(v.send("/turn/end", url.Values{"x": {"1"}}), 303, "/turn")
	if got := ended.header.Get("Clear-Site-Data"); got != `"cache", "storage"` {
		t.Errorf("the browser is told to clear %q", got)
	}
	if left := leftOf(v); len(left) != 0 {
		t.Errorf("of Aisha are left: %v", left)
	}
	for _, path := range []string{"/", "/turn", "/sign-in", "/join", "/groups"} {
		if page := v.open(path); strings.Contains(page.body, "Aisha") || strings.Contains(page.body, "aisha@") || page.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %q shows the person before, or may be kept", path, page.header.Get("Cache-Control"))
		}
	}

	// Signing out the ordinary way leaves nothing either; nor does walking away.
	v.byLink("tom@example.org")
	v.wants(v.send("/sign-out", url.Values{"x": {"1"}}), 303, "/turn")
	if left := leftOf(v); len(left) != 0 {
		t.Errorf("of Tom are left: %v", left)
	}
	v.byLink("tom@example.org")
	s.now.Advance(people.TurnIdle)
	v.wants(v.open("/account"), 303, "/turn")
	if left := leftOf(v); len(left) != 0 {
		t.Errorf("of Tom, who walked away, are left: %v", left)
	}
	v.wants(v.open("/account"), 303, "/sign-in?next=%2Faccount")

	// What somebody wrote who is not signed in waits for the next no longer than they do.
	v.wants(v.send("/test/replies", url.Values{"body": {"The bus stops at six."}}), 303, "/join?next=%2Fdiscussions%2F1-buses")
	v.wants(v.open("/join"), 200, "", "The bus stops at six.")
	v.wants(v.send("/turn/end", url.Values{"x": {"1"}}), 303, "/turn")
	if page := v.open("/join"); strings.Contains(page.body, "The bus stops at six.") {
		t.Error("the words of the person before are offered")
	}

	// Only who turned it on turns it off, having shown again who they are.
	v.byLink("tom@example.org")
	v.wants(v.send("/turn/off", url.Values{"x": {"1"}}), 403, "")
	v.wants(v.send("/turn/end", url.Values{"x": {"1"}}), 303, "/turn")
	v.byLink("editor@example.org")
	v.wants(v.open("/turn/off"), 200, "", "Turn it off")
	v.wants(v.send("/turn/off", url.Values{"x": {"1"}}), 303, "/")
	if len(v.cookies) != 0 {
		t.Errorf("left behind: %v", v.cookies)
	}
	v.wants(v.open("/turn"), 303, "/")
}

func TestWhatChangedIsAgreedToBeforePosting(t *testing.T) {
	s := newStage(t)
	v := s.browser(t).joined("Aisha K", "aisha@example.org")
	ada := s.browser(t)
	ada.byLink("administrator@example.org")
	publish := func(asks bool, before, changes string) {
		t.Helper()
		form := url.Values{"key": {db.NewToken()}, "before": {before}, "body": {"Be *brave* too."}, "changes": {changes}, "do": {"make"}}
		if asks {
			form.Set("asks", "yes")
		}
		ada.wants(ada.send("/place/policies/rules", form), 303, "/place/policies")
		s.now.Advance(3 * time.Second) // after which the book is read again
	}
	publish(false, "1", "Only the order of the rules is new.")
	v.wants(v.open("/groups"), 200, "", "You need not do anything")
	v.wants(v.open("/house-rules"), 200, "", "<em>brave</em>", "Version 2")
	v.wants(v.open("/house-rules/versions"), 200, "", "Only the order of the rules is new.", "As the program brings it.")
	v.wants(v.open("/house-rules/versions/1"), 200, "", "Be kind to people")
	ada.wants(ada.send("/place/policies/rules", url.Values{"key": {db.NewToken()}, "before": {"1"}, "changes": {"Twice"}, "do": {"make"}}), 409, "", "Somebody else made a new version")
	ada.wants(ada.send("/place/policies/rules", url.Values{"key": {db.NewToken()}, "before": {"2"}, "changes": {""}, "do": {"make"}}), 422, "", "Say in plain words what is new")

	publish(true, "2", "Photos of people need their yes.")
	v.wants(v.open("/groups"), 200, "", "before you next post")
	stopped := v.wants(v.send("/discussions/1/answers", url.Values{"body": {"The bus stops at six."}}), 303, "")
	to := stopped.header.Get("Location")
	if !strings.HasPrefix(to, "/agree?next=%2Fdiscussions%2F1-buses&draft=") {
		t.Fatalf("led to %q", to)
	}
	v.wants(v.open(to), 200, "", "Photos of people need their yes.", "Your words are kept", "I agree, go on")
	v.wants(v.open("/account/download"), 200, "")
	_, draft, _ := strings.Cut(to, "draft=")
	v.wants(v.send("/agree", url.Values{"key": {db.NewToken()}, "next": {"/"}, "kept": {draft}, "rules": {"2"}}), 409, "", "Photos of people")
	v.wants(v.send("/agree", url.Values{"key": {db.NewToken()}, "next": {"/"}, "kept": {draft}, "rules": {"3"}}), 303, "/drafts/"+draft)
	v.wants(v.open("/drafts/"+draft), 200, "", "The bus stops at six.")
	if page := v.open("/groups"); strings.Contains(page.body, "before you next post") {
		t.Error("asked again after they agreed")
	}
	v.wants(v.open("/account"), 200, "", "House rules, version 3")
	ada.wants(ada.open("/place/policies"), 200, "", "2 people agreed")

	// The same for the age, once it is raised.
	ada.wants(ada.send("/place/taking-part", url.Values{"key": {db.NewToken()}, "known": {"1"}, "trusted": {"10"}, "over": {"14"}, "quiet": {"90"}, "age": {"16"}}), 303, "/place/taking-part")
	s.now.Advance(3 * time.Second)
	v.wants(v.send("/discussions/1/answers", url.Values{"body": {"And at nine."}}), 303, "")
	v.wants(v.send("/agree", url.Values{"key": {db.NewToken()}, "next": {"/groups"}}), 422, "", "Say whether you are old enough", "I am 16 or over")
	v.wants(v.send("/agree", url.Values{"key": {db.NewToken()}, "next": {"/groups"}, "of_age": {"no"}}), 403, "", "a youth worker")
	v.wants(v.send("/agree", url.Values{"key": {db.NewToken()}, "next": {"/groups"}, "of_age": {"yes"}}), 303, "/groups")
	young := s.browser(t)
	young.wants(young.send("/join", url.Values{"name": {"Kit"}, "who": {"resident"}, "email": {"kit@example.org"}, "of_age": {"no"}}), 403, "", "people of 16 and over", "kept nothing")
}

func TestAMarkStandsBesideTheName(t *testing.T) {
	s := newStage(t)
	v := s.browser(t).joined("Aisha K", "aisha@example.org")
	aisha, err := s.People.PersonByEmail(t.Context(), "aisha@example.org")
	if err != nil {
		t.Fatal(err)
	}
	ada := s.browser(t)
	ada.byLink("administrator@example.org")
	form := "/place/marks/of/" + number(aisha.ID)
	ada.wants(ada.send(form, url.Values{"key": {db.NewToken()}, "do": {"give"}, "kind": {"organisation"}, "words": {"Speaks for the library"}, "why": {"A letter of the library"}, "until": {"next year"}}), 422, "", "Give a day like")
	ada.wants(ada.send(form, url.Values{"key": {db.NewToken()}, "do": {"give"}, "kind": {"organisation"}, "words": {"Speaks for the library"}, "why": {"A letter of the library"}}), 303, form)
	s.now.Advance(3 * time.Second)
	m, ok := rulesBook(t, s).Mark(aisha.ID, s.now.Now())
	if !ok || m.Words != "Speaks for the library" {
		t.Fatalf("%+v", m)
	}
	page := s.browser(t)
	got := page.wants(page.open("/marks/"+number(m.ID)), 200, "", "Aisha K", "Speaks for the library", "Given by", "Ada Administrator", "counts as much")
	if strings.Contains(got.body, "A letter of the library") {
		t.Error("everybody reads how staff know")
	}
	v.wants(v.open("/account"), 200, "", "A letter of the library", "Take it off")
	v.wants(v.send("/account/mark/off", url.Values{"key": {db.NewToken()}, "mark": {number(m.ID)}}), 303, "/account#mark")
	page.wants(page.open("/marks/"+number(m.ID)), 404, "")
}

// The mark stands where the name does away from the words too: in what is found, in lists, in the fates and before moderators.
func TestAMarkStandsWhereverTheNameDoes(t *testing.T) {
	s, _, _ := decided(t)
	talk(t, s)
	s.spoken(t, "The bus is late")
	pages := []scenario{
		{name: "what is found", url: "/search?q=marmalade"},
		{name: "who began a discussion", url: "/groups/inclusion"},
		{name: "the editors’ list", who: "editor", url: finding + "/fates"},
		{name: "the moderators’ queue", who: "moderator", url: "/moderation"},
	}
	for _, page := range pages {
		page.status, page.has, page.hasNot = 200, []string{"Mina Member"}, []string{"Runs the library"}
		s.play(t, []scenario{page})
	}
	if _, err := s.People.GiveMark(t.Context(), cast["administrator"], db.Key{Token: db.NewToken(), Actor: cast["administrator"].ID}, 1,
		people.Giving{Kind: people.MarkPractitioner, Words: "Runs the library", Why: "We rang them"}); err != nil {
		t.Fatal(err)
	}
	s.now.Advance(3 * time.Second)
	for _, page := range pages {
		page.status, page.has = 200, []string{"Mina Member", "Runs the library", `href="/marks/`}
		s.play(t, []scenario{page})
	}
}

func rulesBook(t *testing.T, s *stage) *rules.Book {
	t.Helper()
	book, err := s.Rules.Book(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return book
}

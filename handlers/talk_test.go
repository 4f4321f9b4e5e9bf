package handlers

import (
	"context"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
	"folkmoot/views"
)

// scene is a stage with groups and discussions on it.
type scene struct {
	*stage
	t       *testing.T
	open    groups.Group
	private groups.Group
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{stage: newStage(t), t: t}
	s.open, s.private = s.group("Feeling connected", groups.Open), s.group("Carers only", groups.Private)
	return s
}

func (s *scene) must(err error) {
	if err != nil {
		s.t.Helper()
		s.t.Fatal(err)
	}
}

func (s *scene) group(name string, access groups.Access) groups.Group {
	s.t.Helper()
	ctx, editor := context.Background(), cast["editor"]
	slug, err := s.Groups.Create(ctx, editor, newKeyOf(editor), groups.Draft{Name: name, Summary: "About " + name, Access: access})
	s.must(err)
	g, err := s.Groups.BySlug(ctx, editor, slug)
	s.must(err)
	return g
}

func newKeyOf(who people.Actor) db.Key { return db.Key{Token: db.NewToken(), Actor: who.ID} }

// start starts a discussion whose opening post is published.
func (s *scene) start(g groups.Group, title string) discussion.Thread {
	s.t.Helper()
	ctx, editor := context.Background(), cast["editor"]
	id, err := s.Discussions.Start(ctx, editor, newKeyOf(editor), discussion.Start{GroupID: g.ID, Title: title, Body: "The opening words."})
	s.must(err)
	thread, err := s.Discussions.Thread(ctx, editor, id)
	s.must(err)
	return thread
}

func (s *scene) say(who string, thread discussion.Thread, parent int64, body string) int64 {
	s.t.Helper()
	actor := cast[who]
	id, err := s.Discussions.Post(context.Background(), actor, newKeyOf(actor), discussion.Answer{ThreadID: thread.ID, ParentID: parent, Body: body})
	s.must(err)
	return id
}

func (s *scene) set(id int64, to discussion.State, reason string) {
	s.t.Helper()
	s.must(s.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, id, to, reason)
		return err
	}))
}

func form(fields ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	return v
}

func TestDiscussionPages(t *testing.T) {
	s := newScene(t)
	thread := s.start(s.open, "What stops you?")
	secret := s.start(s.private, "How are you really?")
	visible := s.say("editor", thread, 0, "Buses **stop** early.")
	s.say("editor", thread, 0, "And taxis cost a lot.")
	held := s.say("member", thread, 0, "Waiting words.")
	hidden := s.say("editor", thread, 0, "Rude words.")
	s.set(hidden, discussion.Hidden, "names-someone")
	at, private := views.ThreadURL(thread), views.ThreadURL(secret)
	n := strconv.FormatInt(thread.ID, 10)
	s.play(t, []scenario{
		{name: "first page", url: "/", status: 200, has: []string{"Feeling connected", "What stops you?", "Question in Feeling connected"}, hasNot: []string{"Carers only", "How are you"}},
		{name: "groups", url: "/groups", status: 200, has: []string{"Feeling connected"}, hasNot: []string{"Carers only", "Start a group"}},
		{name: "groups for staff", who: "editor", url: "/groups", status: 200, has: []string{"Carers only", "Start a group"}},
		{name: "a group", url: "/groups/feeling-connected", status: 200, has: []string{"What stops you?", "<b>2</b> answers", "Join this group", "Ed Editor"}},
		{name: "unanswered", url: "/groups/feeling-connected?show=unanswered", status: 200, has: []string{"Everything here has an answer"}, hasNot: []string{"What stops you?"}},
		{name: "most answers first", url: "/groups/feeling-connected?show=all&first=most", status: 200, has: []string{"What stops you?", `name="group" value="feeling-connected"`}},
		{name: "the order stays chosen", url: "/groups/feeling-connected?show=unanswered&first=most", status: 200, has: []string{`<option value="most" selected>`, `<option value="unanswered" selected>`}},
		{name: "newest first", url: "/groups/feeling-connected?first=newest", status: 200, has: []string{"What stops you?"}},
		{name: "no such order", url: "/groups/feeling-connected?first=x", status: 200, has: []string{"What stops you?"}},
		{name: "mine", who: "editor", url: "/groups/feeling-connected?show=mine", status: 200, has: []string{"What stops you?"}},
		{name: "not mine", who: "moderator", url: "/groups/feeling-connected?show=mine", status: 200, hasNot: []string{"What stops you?"}},
		{name: "a private group for a visitor", url: "/groups/carers-only", status: 404},
		{name: "a private group for a member of the site", who: "member", url: "/groups/carers-only", status: 404},
		{name: "a private group for staff", who: "editor", url: "/groups/carers-only", status: 200},
		{name: "a private discussion", who: "member", url: private, status: 404},
		{name: "its contributions", who: "member", url: "/contributions/" + strconv.FormatInt(secret.OpeningID, 10), status: 404},
		{name: "its form", who: "member", url: views.AnswersURL(secret.ID), status: 404},
		{name: "posting to it", who: "member", url: views.AnswersURL(secret.ID), form: form("key", db.NewToken(), "body", "hello", "do", "post"), status: 404},
		{name: "joining it", who: "member", url: "/groups/carers-only/membership", form: form("key", db.NewToken(), "do", "join"), status: 404},
		{
			name: "a discussion", url: at, status: 200,
			has:    []string{"What stops you?", "The opening words.", "Buses <strong>stop</strong> early.", `id="c` + strconv.FormatInt(visible, 10), "It named someone who had not agreed to it.", "Post my answer", "You are not signed in"},
			hasNot: []string{"Waiting words.", "Rude words.", "/edit", "/moderation/", `name="key"`},
		},
		{name: "the writer's view", who: "member", url: at, status: 200, has: []string{"Waiting words.", "A moderator will look at this soon", `name="key"`}, hasNot: []string{"Rude words."}},
		{name: "a moderator's view", who: "moderator", url: at, status: 200, has: []string{"Waiting words.", "/moderation/contributions/" + strconv.FormatInt(held, 10), "/themes"}, hasNot: []string{"Rude words."}},
		{name: "newest first", url: at + "?order=newest", status: 200, has: []string{"<b aria-current=\"true\">Newest first</b>"}},
		{name: "most agreed", url: at + "?order=agreed", status: 200, has: []string{"Buses"}, hasNot: []string{"A moderator hid"}},
		{name: "a forged place", url: at + "?after=abc", status: 422},
		{name: "wrong words in the address", url: "/discussions/" + n + "-something-else?order=newest", status: 301, to: at + "?order=newest"},
		{name: "no words in the address", url: "/discussions/" + n, status: 301, to: at},
		{name: "no such discussion", url: "/discussions/999-x", status: 404},
		{name: "not a number", url: "/discussions/abc", status: 404},
		{name: "permalink", url: views.ContributionURL(visible, ""), status: 303, to: at + "#c" + strconv.FormatInt(visible, 10)},
		{name: "permalink of what is hidden", url: views.ContributionURL(hidden, ""), status: 303, to: at + "#c" + strconv.FormatInt(hidden, 10)},
		{name: "permalink of what is held", url: views.ContributionURL(held, ""), status: 404},
		{name: "permalink of what is held, for its writer", who: "member", url: views.ContributionURL(held, ""), status: 303, to: at + "#c" + strconv.FormatInt(held, 10)},
		{name: "history of what is hidden", who: "moderator", url: views.ContributionURL(hidden, "/history"), status: 404},
		{name: "reply form", who: "editor", url: views.AnswersURL(thread.ID) + "?to=" + strconv.FormatInt(visible, 10), status: 200, has: []string{"Buses", `name="parent" value="` + strconv.FormatInt(visible, 10)}},
		{
			name: "reply form for what is elsewhere", who: "editor", url: views.AnswersURL(thread.ID) + "?to=" + strconv.FormatInt(secret.OpeningID, 10), status: 303,
			to: views.AnswersURL(secret.ID) + "?to=" + strconv.FormatInt(secret.OpeningID, 10),
		},
		{name: "reply form for what is out of sight", who: "member", url: views.AnswersURL(thread.ID) + "?to=" + strconv.FormatInt(secret.OpeningID, 10), status: 404},
	})
}

// keyOn finds the key of a form on a page.
var keyOn = regexp.MustCompile(`name="key" value="([^"]+)"`)

func TestPostingAndItsTroubles(t *testing.T) {
	s := newScene(t)
	thread := s.start(s.open, "What stops you?")
	path, key := views.AnswersURL(thread.ID), db.NewToken()
	words := "My words, " + strings.Repeat("x", 30)
	s.play(t, []scenario{
		{name: "preview", who: "editor", url: path, form: form("key", key, "body", "Some **bold** words", "evidence", "lived", "do", "preview"), status: 200, has: []string{"It is not posted yet", "<strong>bold</strong>", "Some **bold** words", `value="lived" checked`, key}},
		{name: "preview for a visitor", url: path, form: form("body", "Some **bold** words", "do", "preview"), status: 200, has: []string{"<strong>bold</strong>"}},
		{name: "nothing typed", who: "editor", url: path, form: form("key", key, "body", " ", "evidence", "lived", "do", "post"), status: 422, has: []string{"Write what you want to say", `value="lived" checked`}},
		{name: "too long", who: "editor", url: path, form: form("key", key, "body", strings.Repeat("long ", 5000), "do", "post"), status: 422, has: []string{"long long long", "too long"}},
		{name: "a made-up kind of evidence", who: "editor", url: path, form: form("key", key, "body", words, "evidence", "gossip", "do", "post"), status: 422, has: []string{words}},
		{name: "no key", who: "editor", url: path, form: form("body", words, "do", "post"), status: 422, has: []string{words}},
		{name: "a suspended person", who: "suspended", url: path, form: form("key", key, "body", words, "do", "post"), status: 303, to: "/join?next=%2F"},
		{name: "a visitor with nothing", url: path, form: form("body", "", "do", "post"), status: 422},
		{name: "a visitor", url: path, form: form("body", words, "do", "post"), status: 303, to: "/join?next=%2F"},
		{name: "no such discussion", who: "editor", url: views.AnswersURL(999), form: form("key", key, "body", words, "do", "post"), status: 404},
		{name: "an answer to nothing", who: "editor", url: path, form: form("key", key, "body", words, "parent", "999", "do", "post"), status: 422, has: []string{words, "has been taken down"}},
	})
	count := func() int {
		n, err := db.Value[int](context.Background(), s.DB, "SELECT COUNT(*) FROM contributions WHERE thread_id = ? AND kind <> 'opening'", thread.ID)
		s.must(err)
		return n
	}
	if count() != 0 {
		t.Fatalf("%d answers were stored by refused forms", count())
	}
	first := s.ask(t, scenario{who: "editor", url: path, form: form("key", key, "body", words, "do", "post")})
	again := s.ask(t, scenario{who: "editor", url: path, form: form("key", key, "body", words, "do", "post")})
	to := first.header.Get("Location")
	if first.status != 303 || !strings.HasPrefix(to, "/contributions/") || again.header.Get("Location") != to || count() != 1 {
		t.Errorf("posting twice: %d to %q, then %d to %q, %d stored", first.status, to, again.status, again.header.Get("Location"), count())
	}
	if page := s.ask(t, scenario{url: views.ThreadURL(thread)}); !strings.Contains(page.body, words) {
		t.Error("what was posted is not on the page")
	}
	// Whoever goes back, changes their words and sends the same form loses neither; nothing is stored unasked.
	changed := s.ask(t, scenario{who: "editor", url: path, form: form("key", key, "body", "On second thoughts", "do", "post")})
	if changed.status != 422 || !strings.Contains(changed.body, "On second thoughts") || count() != 1 {
		t.Errorf("other words under a key that was used: %d, %d stored\n%s", changed.status, count(), changed.body)
	}
	// A form from a page that visitors share has no key; the one that comes back has.
	for _, stale := range []answer{changed, s.ask(t, scenario{who: "editor", url: path, form: form("key", "", "body", "On second thoughts", "do", "post")})} {
		issued := keyOn.FindStringSubmatch(stale.body)
		if stale.status != 422 || issued == nil || issued[1] == key {
			t.Fatalf("%d with the key %q\n%s", stale.status, issued, stale.body)
		}
		before := count()
		if got := s.ask(t, scenario{who: "editor", url: path, form: form("key", issued[1], "body", "On second thoughts", "do", "post")}); got.status != 303 || count() != before+1 {
			t.Errorf("sent again: %d, %d stored\n%s", got.status, count(), got.body)
		}
	}
	// What is answered disappears while somebody writes: their words stay, as an answer of their own.
	parent := s.say("editor", thread, 0, "Soon gone")
	s.set(parent, discussion.Hidden, "unkind")
	got := s.ask(t, scenario{who: "editor", url: path, form: form("key", db.NewToken(), "body", "Late words", "parent", strconv.FormatInt(parent, 10), "do", "post")})
	if got.status != 422 || !strings.Contains(got.body, "Late words") || !strings.Contains(got.body, "has been taken down") || strings.Contains(got.body, `name="parent"`) {
		t.Errorf("answering what is gone: %d\n%s", got.status, got.body)
	}
}

func TestPageForVisitorsFollowsWhatHappens(t *testing.T) {
	s := newScene(t)
	thread := s.start(s.open, "What stops you?")
	at, group := views.ThreadURL(thread), "/groups/feeling-connected"
	see := func(url, words string, want bool) {
		t.Helper()
		if got := s.ask(t, scenario{url: url}); strings.Contains(got.body, words) != want {
			t.Errorf("%s holds %q: %v", url, words, !want)
		}
	}
	see(at, "Nobody has answered yet", true)
	see(group, "answers yet", true)
	id := s.say("editor", thread, 0, "First words")
	see(at, "First words", true)
	see(group, "answers yet", false)
	editor := cast["editor"]
	position := form("key", db.NewToken(), "position", "agree")
	if got := s.ask(t, scenario{who: "editor", url: views.ContributionURL(id, "/position"), form: position}); got.status != 303 {
		t.Fatalf("agreeing: %d", got.status)
	}
	see(at, "</span> 1</button>", true)
	for range 2 { // the same form once more changes nothing, another button of it does
		s.ask(t, scenario{who: "editor", url: views.ContributionURL(id, "/position"), form: position})
	}
	see(at, "</span> 1</button>", true)
	position.Set("position", "none")
	s.ask(t, scenario{who: "editor", url: views.ContributionURL(id, "/position"), form: position})
	see(at, "</span> 1</button>", false)
	if got := s.ask(t, scenario{url: views.ContributionURL(id, "/position"), form: form("position", "agree")}); got.status != 303 || !strings.HasPrefix(got.header.Get("Location"), "/join?next=/contributions/") {
		t.Errorf("a visitor agreeing: %d to %q", got.status, got.header.Get("Location"))
	}
	s.set(id, discussion.Hidden, "unkind")
	see(at, "First words", false)
	see(at, "It was unkind to a person.", true)
	s.must(s.Groups.Change(context.Background(), editor, newKeyOf(editor), s.open.ID, groups.Draft{Name: "Renamed", Summary: "x", Access: groups.Open, Revision: 1}))
	see(at, "Renamed", true)
	see("/", "Renamed", true)
	s.must(s.Groups.Change(context.Background(), editor, newKeyOf(editor), s.open.ID, groups.Draft{Name: "Renamed", Summary: "x", Access: groups.Private, Revision: 2}))
	for _, url := range []string{at, group, "/", "/groups"} {
		see(url, "Renamed", false)
		see(url, "What stops you?", false)
	}
}

func TestAStaleFormOnWhatHasClosed(t *testing.T) {
	s := newScene(t)
	thread := s.start(s.open, "Soon closed")
	inside := s.start(s.group("By asking", groups.Ask), "Members write")
	s.must(s.Discussions.SetClosed(context.Background(), cast["moderator"], newKeyOf(cast["moderator"]), thread.ID, true))
	path, words := views.AnswersURL(thread.ID), form("key", db.NewToken(), "body", "Typed for an hour & more", "do", "post")
	closed, kept := "This has closed", "Typed for an hour &amp; more</textarea>"
	s.play(t, []scenario{
		{name: "the words stay on the page", who: "editor", url: path, form: words, status: 403, has: []string{closed, kept}, hasNot: []string{"Send it again"}},
		{name: "a visitor is not made to join first", url: path, form: words, status: 403, has: []string{closed, kept}},
		{name: "nor shown a form", url: path, status: 403, has: []string{closed}},
		{name: "where members write", url: views.AnswersURL(inside.ID), form: words, status: 403, has: []string{"Only members of this group", kept}},
		{name: "the page where members write", url: views.ThreadURL(inside), status: 200, has: []string{"Only members of this group"}},
		{name: "what another site sent is not shown", who: "editor", url: path, form: words, headers: map[string]string{"Origin": "https://evil.test"}, status: 403, has: []string{"another website"}, hasNot: []string{"Typed for an hour"}},
	})
}

func TestChangingAndTakingBack(t *testing.T) {
	s := newScene(t)
	thread := s.start(s.open, "What stops you?")
	id := s.say("editor", thread, 0, "Before the change")
	asked := s.say("member", thread, 0, "A neighbour's name")
	s.set(asked, discussion.Asked, "names-someone")
	at := views.ThreadURL(thread)
	s.now.Advance(discussion.Grace) // a slip that is mended sooner leaves no mark
	edit := func(id int64) string { return views.ContributionURL(id, "/edit") }
	s.play(t, []scenario{
		{name: "the form", who: "editor", url: edit(id), status: 200, has: []string{"Before the change", `name="revision" value="1"`}},
		{name: "somebody else's", who: "member", url: edit(id), status: 403},
		{name: "a visitor", url: edit(id), status: 303},
		{name: "preview", who: "editor", url: edit(id), form: form("key", db.NewToken(), "revision", "1", "body", "After *it*", "do", "preview"), status: 200, has: []string{"<em>it</em>", `name="revision" value="1"`}},
		{name: "nothing left", who: "editor", url: edit(id), form: form("key", db.NewToken(), "revision", "1", "body", "", "do", "post"), status: 422},
		{name: "save", who: "editor", url: edit(id), form: form("key", db.NewToken(), "revision", "1", "body", "After the change", "do", "post"), status: 303, to: views.ContributionURL(id, "")},
		{name: "an outdated form", who: "editor", url: edit(id), form: form("key", db.NewToken(), "revision", "1", "body", "Lost words?", "do", "post"), status: 409, has: []string{"Lost words?"}},
		{name: "the page", url: at, status: 200, has: []string{"After the change", "/history"}, hasNot: []string{"Before the change"}},
		{name: "the history", url: views.ContributionURL(id, "/history"), status: 200, has: []string{"<del>Before</del>", "<ins>After</ins>"}},
		{name: "asked to change", who: "member", url: edit(asked), status: 200, has: []string{"names somebody who has not agreed"}},
		{name: "changed as asked", who: "member", url: edit(asked), form: form("key", db.NewToken(), "revision", "1", "body", "No name", "do", "post"), status: 303},
		{name: "waits again", who: "moderator", url: at, status: 200, has: []string{"No name", "This waits for a moderator"}},
		{name: "taking back somebody else's", who: "member", url: views.ContributionURL(id, "/delete"), status: 403},
		{name: "asking before", who: "editor", url: views.ContributionURL(id, "/delete"), status: 200, has: []string{"After the change", "You cannot undo this"}},
		{name: "taking it back", who: "editor", url: views.ContributionURL(id, "/delete"), form: form("key", db.NewToken()), status: 303, to: views.ContributionURL(id, "")},
		{name: "its marker", url: at, status: 200, has: []string{"The writer took this back"}, hasNot: []string{"After the change"}},
		{name: "its history is gone", url: views.ContributionURL(id, "/history"), status: 404},
		{name: "taking back what nobody saw", who: "member", url: views.ContributionURL(asked, "/delete"), form: form("key", db.NewToken()), status: 303, to: at},
	})
	s.set(asked, discussion.Published, "")
	if got := s.ask(t, scenario{url: views.ContributionURL(asked, "/history")}); strings.Contains(got.body, "neighbour") {
		t.Error("words that had to be changed stand in the history")
	}
}

func TestGroupForms(t *testing.T) {
	s := newScene(t)
	ask := s.group("By asking", groups.Ask)
	people := views.GroupURL(ask.Slug) + "/people"
	member := strconv.FormatInt(cast["member"].ID, 10)
	s.play(t, []scenario{
		{name: "a member starts a group", who: "member", url: "/groups/new", status: 403},
		{name: "the form", who: "moderator", url: "/groups/new", status: 200, has: []string{"Who can join"}},
		{name: "nothing typed", who: "moderator", url: "/groups/new", form: form("key", db.NewToken(), "about", "Kept words"), status: 422, has: []string{"Give the group a name", "Kept words"}},
		{name: "a theme that is not there", who: "moderator", url: "/groups/new", form: form("key", db.NewToken(), "name", "Small groups", "summary", "Rooms and money", "access", "open", "theme", "9223372036854775807"), status: 422, has: []string{"Choose a theme from the list"}},
		{name: "a group", who: "moderator", url: "/groups/new", form: form("key", db.NewToken(), "name", "Small groups", "summary", "Rooms and money", "access", "open"), status: 303, to: "/groups/small-groups"},
		{name: "it is listed", url: "/groups", status: 200, has: []string{"Small groups"}},
		{name: "change", who: "moderator", url: "/groups/small-groups/edit", form: form("key", db.NewToken(), "revision", "1", "name", "Small groups", "summary", "Rooms", "access", "open"), status: 303},
		{name: "a change to a theme that is not there", who: "moderator", url: "/groups/small-groups/edit", form: form("key", db.NewToken(), "revision", "2", "name", "Small groups", "summary", "Rooms", "access", "open", "theme", "99"), status: 422},
		{name: "an outdated change", who: "moderator", url: "/groups/small-groups/edit", form: form("key", db.NewToken(), "revision", "1", "name", "Mine", "summary", "Kept", "access", "open"), status: 409, has: []string{"Kept"}},
		{name: "a visitor joins", url: "/groups/small-groups/membership", form: form("do", "join"), status: 303, to: "/join?next=/groups/small-groups"},
		{name: "asking", who: "member", url: views.GroupURL(ask.Slug) + "/membership", form: form("key", db.NewToken(), "do", "join"), status: 303},
		{name: "it shows", who: "member", url: views.GroupURL(ask.Slug), status: 200, has: []string{"You have asked to join"}, hasNot: []string{"Start a discussion"}},
		{name: "starting there", who: "member", url: views.GroupURL(ask.Slug) + "/start", form: form("key", db.NewToken(), "title", "Hello", "body", "There", "do", "post"), status: 403},
		{name: "who asks, for others", who: "member", url: people, status: 403},
		{name: "who asks", who: "editor", url: people, status: 200, has: []string{"Mina Member", "Let in"}},
		{name: "letting in", who: "editor", url: people, form: form("key", db.NewToken(), "person", member, "do", "approve"), status: 303},
		{name: "twice", who: "editor", url: people, form: form("key", db.NewToken(), "person", member, "do", "approve"), status: 409},
		{name: "oneself", who: "member", url: people, form: form("key", db.NewToken(), "person", member, "do", "host"), status: 403},
		{name: "letting in nobody", who: "editor", url: people, form: form("key", db.NewToken(), "name", "No Body", "do", "invite"), status: 422, has: []string{"Nobody here uses that name", `value="No Body"`}},
		{name: "letting oneself in", who: "member", url: "/groups/carers-only/people", form: form("key", db.NewToken(), "name", "Mina Member", "do", "invite"), status: 404},
		{name: "nonsense", who: "editor", url: people, form: form("key", db.NewToken(), "person", member, "do", "dance"), status: 422},
	})
}

// Names in any script make addresses in that script; browsers send them percent-encoded.
func TestAddressesInAnyScript(t *testing.T) {
	s := newScene(t)
	for name, title := range map[string]string{"Здоровье и забота о близких людях": "Что нам мешает приходить на встречи и говорить", "健康" + strings.Repeat("と", 40): strings.Repeat("暮らし", 20)} {
		to := func(got answer) string {
			t.Helper()
			address := got.header.Get("Location")
			if got.status != 303 || strings.ContainsFunc(address, func(r rune) bool { return r > '~' }) {
				t.Fatalf("%d to %q", got.status, address)
			}
			return address
		}
		group := to(s.ask(t, scenario{who: "editor", url: "/groups/new", form: form("key", db.NewToken(), "name", name, "summary", "Us", "access", "open")}))
		thread := to(s.ask(t, scenario{who: "editor", url: group + "/start", form: form("key", db.NewToken(), "title", title, "body", "Words", "do", "post")}))
		guide := to(s.ask(t, scenario{who: "editor", url: "/guides/new", form: form("key", db.NewToken(), "title", title, "summary", "Us")}))
		chapter := strings.TrimSuffix(to(s.ask(t, scenario{who: "editor", url: guide + "/chapters/new", form: form("key", db.NewToken(), "title", name, "summary", "Us")})), "/edit")
		for _, address := range []string{group, thread, guide, chapter, "/feeds" + group + ".atom"} {
			if got := s.ask(t, scenario{url: address}); got.status != 200 {
				t.Errorf("%s: %d to %s", address, got.status, got.header.Get("Location"))
			}
		}
	}
}

func TestStartingADiscussion(t *testing.T) {
	s := newScene(t)
	path, key := "/groups/feeling-connected/start", db.NewToken()
	s.play(t, []scenario{
		{name: "the form", url: path, status: 200, has: []string{"Your question, in one line"}},
		{name: "everything missing", who: "member", url: path, form: form("key", key, "do", "post"), status: 422, has: []string{"Give your discussion a title", "Write what you want to say"}},
		{name: "preview", who: "member", url: path, form: form("key", key, "title", "Why?", "body", "*So*", "do", "preview"), status: 200, has: []string{"<em>So</em>", `value="Why?"`}},
		{name: "a visitor", url: path, form: form("title", "Why?", "body", "So", "do", "post"), status: 303, to: "/join?next=%2F"},
	})
	got := s.ask(t, scenario{who: "member", url: path, form: form("key", key, "title", "Why <not>?", "body", "So", "do", "post")})
	to := got.header.Get("Location")
	if !regexp.MustCompile(`^/discussions/\d+-why-not$`).MatchString(to) {
		t.Fatalf("started: %d to %q", got.status, to)
	}
	// A newcomer's discussion is seen by them and moderators alone until it is published.
	s.play(t, []scenario{
		{name: "by others", url: to, status: 404},
		{name: "by another member", who: "editor", url: to, status: 404},
		{name: "in the group", url: "/groups/feeling-connected", status: 200, hasNot: []string{"Why &lt;not"}},
		{name: "by its writer", who: "member", url: to, status: 200, has: []string{"Why &lt;not&gt;?", "A moderator will look at this soon"}},
		{name: "by a moderator", who: "moderator", url: to, status: 200, has: []string{"Why &lt;not&gt;?"}},
	})
	id, err := db.Value[int64](context.Background(), s.DB, "SELECT MAX(opening_id) FROM threads")
	s.must(err)
	s.set(id, discussion.Published, "")
	s.play(t, []scenario{
		{name: "by others, published", url: to, status: 200, has: []string{"Why &lt;not&gt;?"}},
		{name: "in the group, published", url: "/groups/feeling-connected", status: 200, has: []string{"Why &lt;not&gt;?"}},
	})
}

package handlers

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
)

// In a place where nothing was said yet, each list says what will stand there, and leads on who may begin it.
func TestAnEmptyPlaceSaysWhatToDo(t *testing.T) {
	s := newStage(t)
	for _, page := range []struct {
		url   string
		roles string            // who may read it
		leads map[string]string // what leads on, by role
	}{
		{"/", "visitor member editor moderator administrator", map[string]string{"visitor": `href="/start"`, "editor": `href="/guides"`}},
		{"/groups", "visitor member editor moderator administrator", map[string]string{"visitor": "/start#ask", "editor": "/groups/new", "moderator": "/groups/new"}},
		{"/guides", "visitor member editor moderator administrator", map[string]string{"member": "/groups", "editor": "/guides/new", "administrator": "/guides/new"}},
		{"/themes", "visitor member editor moderator administrator", map[string]string{"visitor": "/help#hearing", "editor": "/themes/new"}},
		{"/hearing/snapshots", "visitor member editor moderator administrator", nil},
		{"/search?q=nothing", "visitor member editor moderator administrator", nil},
		{"/inbox", "member editor moderator administrator", nil},
		{"/account", "member editor moderator administrator", nil},
		{"/account/said", "member editor moderator administrator", nil},
		{"/moderation", "moderator administrator", nil},
		{"/place/requests", "administrator", nil},
		{"/hearing", "visitor member editor moderator", map[string]string{"visitor": "/help#hearing", "member": "/help#hearing", "editor": "/coding", "moderator": "/coding"}},
		{"/hearing?from=2020-01-01&to=2020-02-01", "visitor editor", map[string]string{"visitor": `class="fm-go" href="/hearing"`}},
		{"/register", "visitor moderator", nil},
		{"/account/following", "member editor", nil},
		{"/appeals", "member", nil},
		{"/moderation/appeals", "moderator", nil},
		{"/moderation/defamation", "moderator", nil},
		{"/coding/prompts", "editor moderator", nil},
		{"/coding/double", "editor", nil},
		{"/place/marks", "administrator", map[string]string{"administrator": `class="fm-go" href="/moderation/people"`}},
	} {
		for _, role := range strings.Fields(page.roles) {
			got := s.ask(t, scenario{who: strings.TrimPrefix(role, "visitor"), url: page.url})
			if got.status != 200 || !strings.Contains(got.body, "data-empty") {
				t.Errorf("%s as %s: %d, and it does not say what would stand there", page.url, role, got.status)
			}
			if lead := page.leads[role]; !strings.Contains(got.body, lead) {
				t.Errorf("%s does not lead %s to %s", page.url, role, lead)
			}
		}
	}
}

func TestProblemsSayWhatToDoNext(t *testing.T) {
	s := newStage(t, faulty, func(_ *App, r *registrar) {
		r.post(Anyone, "/discussions/:id/answers", func(c *fiber.Ctx) error {
			return map[string]error{
				"409": db.ErrConflict, "413": db.TooLarge{Reason: "Too long."}, "429": db.Limited{Reason: "Slow down.", Seconds: 40}, "500": errors.New("broken"),
			}[c.Query("fault")]
		})
	})
	s.Place.Phone = "01632 960 114"
	json := map[string]string{"Accept": "application/json"}
	s.play(t, []scenario{
		{name: "not found", url: "/nowhere", status: 404, has: []string{`action="/search"`, `name="q"`}},
		{name: "not found, for a program", url: "/nowhere", headers: json, status: 404, has: []string{`"status":404`}, hasNot: []string{"<html"}},
		{name: "too often", url: "/fault/limited", status: 429, has: []string{"You can try it again from"}},
		{name: "our fault", url: "/fault/other", status: 500, has: []string{"please give us this number", "01632 960 114"}},
		{name: "our fault, for a program", url: "/fault/other", headers: json, status: 500, has: []string{`"request":"`}},
		{name: "our fault, signed in", who: "member", url: "/fault/other", form: url.Values{"body": {"My long words"}}, status: 500, has: []string{"Nothing that you typed is lost", "My long words"}, hasNot: []string{"in your account too"}},
		{name: "typed nothing", who: "member", url: "/fault/other", form: url.Values{"x": {"1"}}, status: 500, hasNot: []string{"Nothing that you typed is lost"}},
	})
	// What could not be posted where people write is kept as a draft too, however often it is tried.
	for _, fault := range []string{"409", "413", "429", "500", "409"} {
		got := s.ask(t, scenario{who: "member", url: "/discussions/9/answers?fault=" + fault, form: url.Values{"key": {"k"}, "body": {"My long words"}}})
		if strconv.Itoa(got.status) != fault || !strings.Contains(got.body, "in your account too") || !strings.Contains(got.body, "My long words") {
			t.Errorf("%s: %d, and the words are not said to be kept", fault, got.status)
		}
	}
	drafts, err := s.People.OwnDraftsAt(context.Background(), cast["member"], "/discussions/9/answers")
	if err != nil || len(drafts) == 0 || drafts[0].Fields["body"] != "My long words" {
		t.Errorf("kept are %v, %v", drafts, err)
	}
}

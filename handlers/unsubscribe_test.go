package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/notify"
)

// press posts what a mail program posts: no cookie, from wherever it is.
func press(t *testing.T, s *stage, path, kind, body string, headers map[string]string) *http.Response {
	t.Helper()
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	request.Host = "folkmoot.test"
	request.Header.Set("Content-Type", kind)
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := s.fiber.Test(request, -1)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

func TestAMailProgramTurnsMailsOffWithOneClick(t *testing.T) {
	const boundary = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n"
	for name, c := range map[string]struct {
		kind, body string
		headers    map[string]string
	}{
		"a form":                {"application/x-www-form-urlencoded", "List-Unsubscribe=One-Click", nil},
		"a form in parts":       {"multipart/form-data; boundary=x", boundary, nil},
		"from a webmail's page": {"application/x-www-form-urlencoded", "List-Unsubscribe=One-Click", map[string]string{"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			ctx := context.Background()
			member := cast["member"]
			joined, err := s.People.Person(ctx, member.ID)
			if err != nil {
				t.Fatal(err)
			}
			path := "/unsubscribe/" + s.Notify.Seal(notify.Ending{Person: member.ID, Joined: joined.CreatedAt, About: notify.Answers})
			// Machines that look through mail open what is in it.
			s.play(t, []scenario{{name: "opened", url: path, status: 200, has: []string{"Stop these mails"}}})
			if opened, err := db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM tellings WHERE person_id = ?", member.ID); err != nil || opened != 0 {
				t.Fatalf("opening the link changed %d choices, %v", opened, err)
			}
			if got := press(t, s, path, c.kind, c.body, c.headers); got.StatusCode != http.StatusOK || len(got.Header.Values("Set-Cookie")) > 0 {
				t.Fatalf("answered %d", got.StatusCode)
			}
			rows, err := db.Values[string](ctx, s.DB, "SELECT about || ' ' || how FROM tellings WHERE person_id = ?", member.ID)
			if err != nil || strings.Join(rows, ",") != "answers site" {
				t.Errorf("it is %v, %v", rows, err)
			}
			if got := press(t, s, path+"x", c.kind, c.body, c.headers); got.StatusCode != http.StatusNotFound {
				t.Errorf("a link that nobody sealed is answered %d", got.StatusCode)
			}
			if got := press(t, s, "/follow", "application/x-www-form-urlencoded", "what=hearing:0&how=now", map[string]string{"Origin": "https://mail.example"}); got.StatusCode != http.StatusForbidden {
				t.Errorf("another site may press other buttons: %d", got.StatusCode)
			}
		})
	}
}

func TestFollowingAPlace(t *testing.T) {
	s := newStage(t)
	s.play(t, []scenario{
		{name: "a visitor is asked to sign in", url: "/hearing", status: 200, has: []string{"/sign-in?next=%2Fhearing", "Follow the summaries"}},
		{name: "a member sees the choices", who: "member", url: "/hearing", status: 200, has: []string{`name="what" value="hearing:0"`, "By mail, once a day"}},
		{name: "and chooses", who: "member", url: "/follow", form: form("what", "hearing:0", "how", "weekly"), status: 303, to: "/hearing/snapshots"},
		{name: "it is listed", who: "member", url: "/account/following", status: 200, has: []string{`name="how-hearing:0"`, `<option value="weekly" selected>`}},
		{name: "what is not there cannot be followed", who: "member", url: "/follow", form: form("what", "group:99999", "how", "now"), status: 404},
		{name: "nor in a way that there is not", who: "member", url: "/follow", form: form("what", "hearing:0", "how", "hourly"), status: 422},
		{name: "it can be ended", who: "member", url: "/account/following", form: form("how-hearing:0", "none"), status: 303, to: "/account/following"},
		{name: "and is gone", who: "member", url: "/account/following", status: 200, has: []string{"You follow nothing yet"}},
		{name: "the inbox begins empty", who: "member", url: "/inbox", status: 200, has: []string{"Nothing yet", "Find a group to follow"}},
	})
}

package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/themes"
)

// moot is a stage on which something has been said: eleven themes, and in two groups what the cast says of them.
type moot struct {
	*stage
	t      *testing.T
	themes []themes.Theme
	said   []int64 // contributions on the first theme
	secret int64   // one in a private group, on the first theme
	loose  int64   // one without a theme
}

func newMoot(t *testing.T) *moot {
	m := &moot{stage: newStage(t), t: t}
	m.write(func(tx *db.Tx) error {
		m.themes, m.said = nil, nil
		for i := range 11 {
			theme, err := themes.Add(tx, themes.Draft{Name: fmt.Sprintf("Theme %02d", i+1), Definition: "What is said of buses"}, themes.New{By: cast["editor"].ID})
			if err != nil {
				return err
			}
			m.themes = append(m.themes, theme)
		}
		for _, group := range []string{"open", "private"} {
			id, err := tx.Insert("INSERT INTO groups (slug, name, access, created_at, changed_at) VALUES (?, ?, ?, 1, 1)", group, "The "+group+" group", group)
			if err != nil {
				return err
			}
			if err := m.talk(tx, group, id); err != nil {
				return err
			}
		}
		return nil
	})
	return m
}

func (m *moot) talk(tx *db.Tx, group string, id int64) error {
	thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, GroupID: id, Private: group == "private", Slug: "buses", Title: "Buses in the evening"})
	if err != nil {
		return err
	}
	say := func(who, words string, about ...themes.Theme) (int64, error) {
		c, err := discussion.Add(tx, discussion.New{
			ThreadID: thread, Kind: discussion.Comment, AuthorID: cast[who].ID, Who: cast[who].Who, Evidence: discussion.Lived,
			Body: discussion.Body{Source: words, HTML: "<p>" + words + "</p>"}, State: discussion.Published,
		})
		for _, theme := range about {
			if err == nil {
				err = themes.Tag(tx, c.ID, theme.ID, themes.ByPerson, cast["editor"].ID)
			}
		}
		return c.ID, err
	}
	if group == "private" {
		m.secret, err = say("member", "The secret bus is known to members of this group alone.", m.themes[0])
		return err
	}
	words := []string{
		"The last bus home leaves before group number 1 ends.",
		"My mother waits alone in the dark near group number 2 each evening.",
		"Drivers were never asked about the hours that group number 3 keeps.",
	}
	for i, who := range []string{"member", "editor", "moderator"} {
		id, err := say(who, words[i], m.themes[:11-i]...)
		if err != nil {
			return err
		}
		m.said = append(m.said, id)
	}
	m.loose, err = say("member", "Nobody has put a theme on this one yet.")
	return err
}

func (m *moot) write(do func(tx *db.Tx) error) {
	m.t.Helper()
	if err := m.DB.Write(context.Background(), do); err != nil {
		m.t.Fatal(err)
	}
}

func (m *moot) run(scenarios ...scenario) {
	m.t.Helper()
	for _, sc := range scenarios {
		got := m.ask(m.t, sc)
		name := sc.who + " " + sc.url + " " + sc.name
		if got.status != sc.status || sc.to != "" && got.header.Get("Location") != sc.to {
			m.t.Errorf("%s: %d to %q, want %d to %q", name, got.status, got.header.Get("Location"), sc.status, sc.to)
		}
		for _, words := range sc.has {
			if !strings.Contains(got.body, words) {
				m.t.Errorf("%s lacks %q", name, words)
			}
		}
		for _, words := range sc.hasNot {
			if strings.Contains(got.body, words) {
				m.t.Errorf("%s holds %q", name, words)
			}
		}
	}
}

// sent is a form with a fresh key.
func sent(fields ...string) url.Values {
	form := url.Values{"key": {db.NewToken()}}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return form
}

func TestTheSummaryIsForEverybody(t *testing.T) {
	m := newMoot(t)
	m.run(
		scenario{
			url: "/hearing", status: 200,
			has:    []string{"<b>3 people</b>", "<b>4 comments</b>", "<b>11 issues</b>", "Theme 01", "Show 5 more issues", "Nobody has brought practice or research yet.", "The last bus home leaves before group number"},
			hasNot: []string{"secret", "theme-theme-11", "Write about this", "The private group", "%!"},
		},
		scenario{url: "/hearing?show=20", status: 200, has: []string{"theme-theme-11"}, hasNot: []string{"more issue"}},
		scenario{who: "moderator", url: "/hearing", status: 200, hasNot: []string{"secret", "Write about this"}},
		scenario{who: "editor", url: "/hearing", status: 200, has: []string{"Write about this"}},
		scenario{url: "/hearing?group=open&who=resident", status: 200, has: []string{"<b>1 person</b>", "<b>2 comments</b>"}},
		scenario{url: "/hearing?group=private", status: 404},
		scenario{url: "/hearing.json?group=none", status: 404, has: []string{`"error"`}},
		scenario{url: "/hearing?from=soon", status: 422, has: []string{"Write the day like this"}, hasNot: []string{"<article"}},
		scenario{url: "/hearing?period=month&place=group/open&who=", status: 303, to: "/hearing?from=2026-10-25&group=open&to=2026-11-21"},
		scenario{url: "/hearing?period=all&place=&from=2020-01-01", status: 303, to: "/hearing"},
		scenario{url: "/hearing?period=days&from=2026-01-02&to=&who=resident", status: 303, to: "/hearing?from=2026-01-02&who=resident"},
		scenario{url: "/hearing?from=2026-10-25&to=2026-11-21", status: 200, has: []string{"In the last 4 weeks", "<b>11 are new.</b>", "an issue is new if nobody spoke about it before that day"}},
		scenario{url: "/hearing?to=2026-11-21", status: 200, hasNot: []string{"are new."}},
		scenario{
			url: "/hearing?to=2020-01-01", status: 200, has: []string{"Up to 1 January 2020, nobody has written anything."},
			hasNot: []string{"0 people", "0 issues"},
		},
		scenario{url: "/hearing/contributions?theme=theme-01&who=resident", status: 200, has: []string{"<b>1 comment</b>", "<b>1 person</b>", "group number 1"}, hasNot: []string{"secret", "number 2"}},
		scenario{url: "/hearing/contributions?theme=none", status: 404},
		scenario{url: "/hearing/contributions?after=forged", status: 422},
	)
	sheet := m.ask(t, scenario{url: "/hearing.csv"})
	if sheet.status != 200 || !strings.HasPrefix(sheet.header.Get("Content-Type"), "text/csv") || strings.Count(sheet.body, "\r\n") != 12 {
		t.Errorf("%d %v %s", sheet.status, sheet.header, sheet.body)
	}
}

var figureLink = regexp.MustCompile(`<td>\s*<a href="([^"]+)">([0-9,]+)</a>`)

// Every number in the tables of the page leads to a page that says the same number of comments, or of people.
func TestEveryNumberLeadsToWhatWasCounted(t *testing.T) {
	m := newMoot(t)
	page := m.ask(t, scenario{url: "/hearing?show=20"})
	links := figureLink.FindAllStringSubmatch(page.body, -1)
	if len(links) < 11*5 {
		t.Fatalf("%d numbers with links", len(links))
	}
	for _, link := range links {
		address := strings.ReplaceAll(link[1], "&amp;", "&")
		got := m.ask(t, scenario{url: address})
		n := link[2]
		holds := strings.Contains(got.body, "<b>"+n+" comment") || strings.Contains(got.body, "<b>"+n+" p")
		// Positions lead to the theme's comments, on each of which they are told.
		if got.status != 200 || !holds && n != "0" {
			t.Errorf("%s: %d, does not say %s", address, got.status, n)
		}
	}
}

func TestHiddenIsHiddenInTheSummaryAtOnce(t *testing.T) {
	m := newMoot(t)
	read := func() (sum struct {
		People, Contributions int
		Themes                []struct {
			Contributions int
			Quotes        []struct{ Text string }
		}
	},
	) {
		t.Helper()
		got := m.ask(t, scenario{url: "/hearing.json"})
		if err := json.Unmarshal([]byte(got.body), &sum); err != nil || got.status != 200 {
			t.Fatal(got.status, err)
		}
		return sum
	}
	addresses := []string{"/hearing", "/hearing.json", "/hearing.csv", "/themes/theme-01", "/hearing/contributions?theme=theme-01"}
	for _, address := range addresses {
		if got := m.ask(t, scenario{url: address}); !strings.Contains(got.body, "group number 2") {
			t.Errorf("%s lacks the words before they are hidden", address)
		}
	}
	before := read()
	m.write(func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, m.said[1], discussion.Hidden, "personal")
		return err
	})
	for _, address := range addresses {
		if got := m.ask(t, scenario{url: address}); strings.Contains(got.body, "group number 2") {
			t.Errorf("%s still shows what is hidden", address)
		}
	}
	if after := read(); after.Contributions != before.Contributions-1 || after.People != before.People-1 || after.Themes[0].Contributions != 2 {
		t.Errorf("before %+v, after %+v", before, after)
	}
}

func TestEditorsWriteAboutAnIssueAndNeverOverASilentChange(t *testing.T) {
	m := newMoot(t)
	const page, form = "/hearing/issues/theme-01", "/hearing/issues/theme-01/edit"
	m.run(
		scenario{who: "moderator", url: form, status: 403},
		scenario{who: "moderator", url: page, form: sent("revision", "0", "state", "considered"), status: 403},
		scenario{who: "editor", url: form, status: 200, has: []string{`name="revision" value="0"`}},
		scenario{
			who: "editor", url: page, form: sent("revision", "0", "state", "responded", "title", "Evening buses"), status: 422,
			has: []string{"Write the response", "Choose what the reply comes to", `value="Evening buses"`},
		},
		scenario{who: "editor", url: page, form: sent("revision", "0", "state", "considered", "title", "Evening buses", "note", "It is **new**"), status: 303, to: page},
		scenario{url: "/hearing", status: 200, has: []string{"Evening buses", "<strong>new</strong>", "Being considered", "<b>1 is being considered.</b>"}},
		scenario{
			who: "administrator", url: page, form: sent("revision", "0", "state", "emerging", "title", "My own title"), status: 409,
			has: []string{"Ed Editor wrote about this", "It is **new**", `value="My own title"`, `name="revision" value="1"`},
		},
		scenario{who: "administrator", url: page, form: sent("revision", "1", "state", "responded", "response", "A later bus", "outcome", "will"), status: 303},
		scenario{url: "/hearing", status: 200, has: []string{"<p>A later bus</p>", "You said, we will", "1 has a reply"}, hasNot: []string{"Evening buses"}},
		scenario{url: page, status: 200, has: []string{"<p>A later bus</p>", "You said, we will", "Why it is coming up"}, hasNot: []string{"Write about this", "secret"}},
	)
}

func TestAnIssueHasAPageOfItsOwn(t *testing.T) {
	m := newMoot(t)
	const page = "/hearing/issues/theme-01"
	contribution := strconv.FormatInt(m.said[0], 10)
	words, err := db.Value[string](context.Background(), m.DB, "SELECT body_md FROM contributions WHERE id = ?", m.said[0])
	if err != nil {
		t.Fatal(err)
	}
	promise := []string{"action", "Ask the company", "owner", "Transport team", "review", "2030-01-01", "state", "planned", "revision", "0"}
	m.run(
		scenario{url: "/hearing/issues/none", status: 404},
		scenario{url: page, status: 200, has: []string{"Why it is coming up", "It came up in", "Where it comes up"}, hasNot: []string{"Promise something", "Keep words", "secret"}},
		scenario{url: page + "?who=business", status: 200, has: []string{"Nobody has spoken about this"}},
		scenario{url: page + "?who=nobody", status: 422},
		scenario{who: "editor", url: page, status: 200, has: []string{"Promise something", "Keep words of this in view", "Ask for research"}},
		// Promises.
		scenario{who: "moderator", url: page + "/commitments/new", status: 403},
		scenario{who: "editor", url: page + "/commitments", form: sent("action", "Ask the company", "state", "planned"), status: 422, has: []string{"Say who does it", "Say on which day", `value="Ask the company"`}},
		scenario{who: "moderator", url: page + "/commitments", form: sent(promise...), status: 403},
		scenario{who: "editor", url: page + "/commitments", form: sent(promise...), status: 303, to: page + "#promised"},
		scenario{url: page, status: 200, has: []string{"Ask the company", "Transport team", "Planned", "We look at it again on 1 January 2030"}},
		scenario{url: "/hearing", status: 200, has: []string{"Ask the company"}},
		scenario{who: "editor", url: page + "/commitments/1", status: 200, has: []string{`value="Ask the company"`, `name="revision" value="1"`}},
		scenario{who: "editor", url: page + "/commitments/9", status: 404},
		scenario{who: "editor", url: "/hearing/issues/theme-02/commitments/1", status: 404},
		scenario{
			who: "editor", url: page + "/commitments/1", status: 303,
			form: sent("action", "Ask the company", "owner", "Transport team", "state", "done", "outcome", "They said yes", "revision", "1"),
		},
		scenario{
			who: "administrator", url: page + "/commitments/1", status: 409, has: []string{"Somebody changed this", "They said yes", "I was late", `name="revision" value="2"`},
			form: sent("action", "I was late", "owner", "Transport team", "state", "done", "outcome", "Mine", "revision", "1"),
		},
		// Words kept in view.
		scenario{who: "moderator", url: page + "/pins/new?contribution=" + contribution, status: 403},
		scenario{who: "editor", url: page + "/pins/new?contribution=" + contribution, status: 200, has: []string{"Your reason, for everybody to read"}},
		scenario{who: "editor", url: page + "/pins/new?contribution=999", status: 404},
		scenario{who: "editor", url: page + "/pins", form: sent("contribution", contribution, "words", "not there", "kind", "quote", "reason", "Clear"), status: 422, has: []string{"These words are not in the comment", "Clear"}},
		scenario{who: "editor", url: page + "/pins", form: sent("contribution", contribution, "words", words, "kind", "one-voice", "reason", "Nobody else says it"), status: 303, to: page + "#quotes"},
		scenario{url: page, status: 200, has: []string{"One voice, serious.", "Nobody else says it"}},
		scenario{who: "member", url: page + "/pins/1/end", form: sent(), status: 403},
		scenario{who: "editor", url: page + "/pins/1/end", form: sent(), status: 303, to: page + "#quotes"},
		scenario{url: page, status: 200, hasNot: []string{"One voice, serious."}},
		// A call for evidence.
		scenario{who: "moderator", url: page + "/call", status: 403},
		scenario{who: "editor", url: page + "/call?for=practice", status: 200, has: []string{"What works in practice? On “Theme 01”", "/hearing/issues/theme-01)"}},
		scenario{who: "editor", url: page + "/call", form: sent("evidence", "practice", "title", "What works?", "body", "Tell us"), status: 422, has: []string{"Choose the group that you ask in", "Tell us"}},
		scenario{who: "editor", url: page + "/call", form: sent("evidence", "practice", "group", "1", "title", "What works?", "body", "Tell us"), status: 303},
		scenario{url: page, status: 200, has: []string{"We are asking for practice:", "What works?"}},
	)
	m.write(func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, m.said[0], discussion.Hidden, "personal")
		return err
	})
	if got := m.ask(t, scenario{url: page}); strings.Contains(got.body, "group number 1") {
		t.Error("the page of the issue still shows what is hidden")
	}
}

func TestTheCodebookOnThePages(t *testing.T) {
	m := newMoot(t)
	first := m.themes[0]
	m.run(
		scenario{url: "/themes", status: 200, has: []string{"Theme 11", "What is said of buses"}, hasNot: []string{"Add a theme"}},
		scenario{url: "/themes/theme-01", status: 200, has: []string{"group number 3", "/feeds/themes/theme-01.atom"}, hasNot: []string{"secret", "Change themes"}},
		scenario{who: "moderator", url: "/themes/theme-01", status: 200, has: []string{"secret", "Change themes", "How this theme has changed"}},
		scenario{url: "/themes/none", status: 404},
		scenario{who: "member", url: "/themes/new", status: 403},
		scenario{who: "editor", url: "/themes", form: sent("name", ""), status: 422, has: []string{"Give the theme a name"}},
		scenario{who: "editor", url: "/themes", form: sent("name", "Theme 01", "definition", "Kept words"), status: 422, has: []string{"There is a theme with this name already", "Kept words"}},
		scenario{who: "editor", url: "/themes", form: sent("name", "ਬੱਸਾਂ", "parent", strconv.FormatInt(first.ID, 10)), status: 303, to: "/themes/" + url.PathEscape("ਬੱਸਾਂ")},
		scenario{url: "/themes/" + url.PathEscape("ਬੱਸਾਂ"), status: 200, has: []string{"<h1>ਬੱਸਾਂ</h1>", "Theme 01"}},
		scenario{who: "editor", url: "/themes/theme-01", form: sent("name", "Buses", "revision", "1"), status: 303, to: "/themes/theme-01"},
		scenario{
			who: "moderator", url: "/themes/theme-01", form: sent("name", "Travel", "revision", "1", "definition", "Mine"), status: 409,
			has: []string{"Somebody else changed this theme", "<b>Buses</b>", `value="Travel"`, `name="revision" value="2"`},
		},
		scenario{who: "editor", url: "/themes/theme-01/state", form: sent("state", "retired", "revision", "2"), status: 422, has: []string{"Say why in a few words"}},
		scenario{who: "editor", url: "/themes/theme-01/state", form: sent("state", "retired", "revision", "2", "reason", "Too wide", "below", "up"), status: 303},
		scenario{url: "/themes/theme-01", status: 200, has: []string{"We no longer use this theme"}},
		scenario{url: "/themes", status: 200, has: []string{"1 theme that we no longer use"}},
		scenario{url: "/hearing", status: 200, hasNot: []string{"Buses"}},
	)
}

func TestThemesArePutOnAndTakenOff(t *testing.T) {
	m := newMoot(t)
	form := fmt.Sprintf("/contributions/%d/themes", m.loose)
	id := func(i int) string { return strconv.FormatInt(m.themes[i].ID, 10) }
	key := sent("theme", id(3), "theme", id(4), "next", "/moderation/untagged")
	m.run(
		scenario{who: "member", url: form, status: 403},
		scenario{who: "moderator", url: "/moderation/untagged", status: 200, has: []string{"Nobody has put a theme", form + "?next=%2Fmoderation%2Funtagged"}, hasNot: []string{"last bus"}},
		scenario{who: "moderator", url: "/moderation/untagged?group=private", status: 200, has: []string{"Every comment here has a theme"}},
		scenario{who: "moderator", url: form, status: 200, has: []string{"Theme 04", "Nobody has put"}, hasNot: []string{"Who put these"}},
		scenario{who: "moderator", url: form, form: key, status: 303, to: "/moderation/untagged"},
		scenario{name: "sent twice", who: "moderator", url: form, form: key, status: 303, to: "/moderation/untagged"},
		scenario{who: "moderator", url: "/moderation/untagged", status: 200, has: []string{"Every comment here has a theme"}},
		scenario{who: "moderator", url: form, status: 200, has: []string{"Who put these themes here", "Mo Moderator", `name="shown" value="` + id(3) + `"`}},
		scenario{url: "/themes/theme-04", status: 200, has: []string{"Nobody has put a theme"}},
		scenario{who: "editor", url: form, form: sent("shown", id(3), "theme", id(4)), status: 303, to: fmt.Sprintf("/contributions/%d", m.loose)},
		scenario{url: "/themes/theme-04", status: 200, hasNot: []string{"Nobody has put a theme"}},
		scenario{who: "editor", url: form, form: sent("theme", "99999"), status: 422, has: []string{"not in use any more"}},
		scenario{name: "elsewhere", who: "editor", url: form, form: sent("next", "https://evil.example/"), status: 303, to: fmt.Sprintf("/contributions/%d", m.loose)},
		scenario{who: "editor", url: "/contributions/99999/themes", status: 404},
	)
}

func TestADayIsOverInTheSummary(t *testing.T) {
	m := newMoot(t)
	const week = "/hearing?from=2026-11-15&to=2026-11-21"
	m.run(scenario{url: week, status: 200, has: []string{"In the last 7 days"}})
	m.now.Advance(24 * 3600e9)
	m.run(scenario{url: week, status: 200, has: []string{"From 15 November to 21 November"}, hasNot: []string{"In the last 7 days"}})
	if day := insight.DayOf(m.now.Now(), m.Zone); day != "2026-11-22" {
		t.Error(day)
	}
}

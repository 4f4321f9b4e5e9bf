package handlers

import (
	"testing"

	"folkmoot/models/db"
)

func TestWhatNoThemeFitsYet(t *testing.T) {
	m := newMoot(t)
	m.write(func(tx *db.Tx) error {
		if _, err := tx.Exec("INSERT INTO prompts (id, kind, words, found_at, seen_at) VALUES (1, 'topic', 'bus, evening', 1, 1), (2, 'topic', 'dark, path', 1, 1)"); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO prompt_members (prompt_id, contribution_id, strength) VALUES (1, ?, 1000), (2, ?, 900)", m.loose, m.loose)
		return err
	})
	const page = "/coding/prompts"
	m.run(
		scenario{url: page, status: 303},
		scenario{who: "member", url: page, status: 403},
		scenario{who: "moderator", url: page, status: 200, has: []string{"What no theme fits yet", "Look again now", "Nothing new"}}, // one person is no topic
		scenario{who: "member", url: page + "/look", form: sent(), status: 403},
		scenario{who: "moderator", url: page + "/1", status: 200, has: []string{"1 person mentions “bus, evening”", "Nobody has put a theme on this one yet."}},
		scenario{who: "moderator", url: page + "/9", status: 404},
		scenario{who: "moderator", url: page + "/one", status: 404},
		scenario{who: "member", url: page + "/1", form: sent("do", "aside", "reason", "x", "revision", "1"), status: 403},
		scenario{who: "moderator", url: page + "/1", form: sent("revision", "1", "name", "My words"), status: 422, has: []string{"Choose what to do with it", `value="My words"`}},
		scenario{who: "moderator", url: page + "/1", form: sent("revision", "1", "do", "made"), status: 422, has: []string{"Give the theme a name"}},
		scenario{who: "moderator", url: page + "/1", form: sent("revision", "1", "do", "made", "name", "Evening buses", "on", number(m.loose)), status: 303, to: "/themes/evening-buses"},
		scenario{url: "/themes/evening-buses", status: 200, has: []string{"Nobody has put a theme on this one yet."}},
		scenario{who: "moderator", url: page + "/1", status: 200, has: []string{"decided that this belongs to", "Evening buses"}},
		scenario{who: "moderator", url: page + "/2", form: sent("revision", "1", "do", "aside", "reason", "One street"), status: 303, to: page},
		scenario{who: "editor", url: page + "/2", form: sent("revision", "1", "do", "aside", "reason", "I was late"), status: 409, has: []string{"Somebody decided about this", `value="I was late"`, `name="revision" value="2"`}},
		scenario{who: "moderator", url: page + "/look", form: sent(), status: 303, to: page},
	)
}

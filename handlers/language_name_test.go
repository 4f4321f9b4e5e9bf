package handlers

import (
	"context"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
)

func TestANameIsSuggested(t *testing.T) {
	m := newMoot(t)
	m.write(func(tx *db.Tx) error {
		if _, err := tx.Exec("INSERT INTO prompts (id, kind, words, found_at, seen_at) VALUES (1, 'topic', 'bus, evening', 1, 1)"); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO prompt_members (prompt_id, contribution_id, strength) VALUES (1, ?, 1000), (1, ?, 900)", m.loose, m.secret)
		return err
	})
	const page = "/coding/prompts/1"
	form := func() scenario {
		return scenario{who: "editor", url: page + "/name", form: sent("revision", "1", "name", "Mine", "definition", "My words")}
	}
	play := func(sc scenario, status int, has, hasNot string) {
		t.Helper()
		sc.status, sc.has, sc.hasNot = status, []string{has}, []string{hasNot}
		m.run(sc)
	}
	play(form(), 404, "", "language model")
	m.run(scenario{who: "editor", url: page, status: 200, hasNot: []string{"language model", "/name"}})

	g := &ghost{says: "Evening bus"}
	m.Language = g.model()
	for who, status := range map[string]int{"": 401, "member": 403, "suspended": 401, "moderator": 403} {
		sc := form()
		sc.who = who
		play(sc, status, "", "Evening bus")
	}
	m.run(scenario{who: "moderator", url: page, status: 200, hasNot: []string{"Have a name suggested"}}, scenario{who: "editor", url: page, status: 200, has: []string{"Have a name suggested"}})
	if len(g.asked) > 0 {
		t.Fatalf("it was asked with %q", g.asked)
	}
	play(form(), 200, `value="Evening bus"`, "We did not take")
	play(form(), 200, "A program (ghost-7b) suggested the name", `value="Mine"`)
	if strings.Contains(g.asked[0], "secret") || strings.Contains(g.asked[0], "Mina") || !strings.Contains(g.asked[0], "Nobody has put a theme on this one yet.") {
		t.Errorf("it was asked with %q", g.asked[0])
	}
	for says, reason := range map[string]string{
		"The secret bus": "“secret” is in none", "Evening bus trains": "“trains” is in none", "bus\nevening": "not one line", "<b>bus</b>": "may not be used",
		strings.Repeat("bus ", 20): "longer than 60", "Acme Ltd wins": "“acme” is in none",
	} {
		g.says = says
		play(form(), 422, reason, "suggested the name in the box")
		play(form(), 422, `value="Mine"`, `value="`+says)
	}
	uses, err := db.Values[string](context.Background(), m.DB, "SELECT details FROM register WHERE act = 'prompt.named' ORDER BY id")
	if err != nil || len(uses) != 14 || !strings.Contains(uses[0], `"accepted":true`) || !strings.Contains(uses[13], `"accepted":false`) {
		t.Errorf("%d uses: %q, %v", len(uses), uses, err)
	}
	before := len(g.asked)
	m.write(func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, m.loose, discussion.Hidden, "personal")
		return err
	})
	play(form(), 422, "nothing to suggest a name from", "yet.")
	if len(g.asked) != before {
		t.Error("it was asked from what is hidden")
	}
}

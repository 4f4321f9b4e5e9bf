package handlers

import (
	"context"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/rules"
)

func TestFiguresAreForWhomTheyAre(t *testing.T) {
	s := newStage(t)
	err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
		for _, statement := range []string{
			"INSERT INTO threads (id, kind, slug, title, last_at, created_at) VALUES (1, 'discussion', 'a', 'T', 1, 1)",
			`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at)
				VALUES (1, 1, 1, 1, '1', 0, 'comment', 1, 'x', 'x', 1, 'published', 1, 1)`,
		} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		for i := range 9 {
			act, reason := rules.Hide, "unkind"
			if i < 2 {
				act, reason = rules.Ask, rules.Advert
			}
			_, err := tx.Exec(`INSERT INTO decisions (contribution_id, author_id, moderator_id, act, reason, state_before, revision, waited, created_at)
				VALUES (1, 1, 3, ?, ?, 'held', 1, 7200000, ?)`, act, reason, tx.Now())
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.play(t, []scenario{
		{name: "everybody reads the numbers", url: "/register", status: 200, has: []string{"November 2026", "fewer than 5", "2 hours", "It is unkind to a person"}, hasNot: []string{"Mo Moderator", "Mina Member"}},
		{name: "a member too", who: "member", url: "/register", status: 200, has: []string{"November 2026"}},
		{name: "as a table", url: "/register.csv", status: 200, has: []string{
			"2026-11,,hide,not shown", "2026-11,,ask,fewer than 5", "2026-11,,limited in all,9", `2026-11,,"half decided within, in seconds",7200`,
			"2026-11,unkind,limited in all,not shown", `2026-11,unkind,"half decided within, in seconds",not known`, "all of these,advert,limited in all,fewer than 5",
		}},
		{name: "for programs", url: "/register.json", status: 200, has: []string{`"fewer_than":5`, `"median_wait_seconds":7200`}},
		{name: "not the team's, for visitors", url: "/moderation/figures", status: 303},
		{name: "nor for members", who: "member", url: "/moderation/figures", status: 403},
		{name: "nor for editors", who: "editor", url: "/moderation/figures.csv", status: 403},
		{name: "the team's", who: "moderator", url: "/moderation/figures?weeks=4", status: 200, has: []string{"Mo Moderator", "(you)", "Mina Member", "We aim to decide within 4 hours", "9 of 9"}},
		{name: "the team's as a table", who: "administrator", url: "/moderation/figures.csv", status: 200, has: []string{"decided by moderator,Mo Moderator,9,,120,120,9"}},
		{name: "far too far back", who: "moderator", url: "/moderation/figures?weeks=100000", status: 200},
	})
}

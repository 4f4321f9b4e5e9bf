package handlers

import (
	"context"
	"fmt"

	"folkmoot/models/appeals"
	"folkmoot/models/db"
	"folkmoot/models/defamation"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// makeAppeals has the moderator decide about what the author said and about the author, who appeals; somebody else
// complains of what the author said; and moderators ask each other.
func (w *world) makeAppeals(ctx context.Context) {
	author, moderator := w.actor("author").ID, w.actor("moderator").ID
	on := func(state string) (id int64) {
		_, err := fmt.Sscan(w.at["contribution"][state], &id)
		w.must(err)
		return id
	}
	const codeOfBan = "AbCdEfGhIjKlMnOpQrStUv"
	w.must(w.DB.Write(ctx, func(tx *db.Tx) error {
		decided := `INSERT INTO decisions (contribution_id, author_id, moderator_id, act, reason, message, state_before, revision, created_at) VALUES (?, ?, ?, ?, 'unkind', ?, 'published', 1, 2)`
		for _, s := range []struct {
			query string
			args  []any
		}{
			{decided, []any{on("hidden"), author, moderator, rules.Hide, w.canary("what a moderator wrote to a writer", "author moderate")}},
			{decided, []any{on("asked"), author, moderator, rules.Ask, "Attack the plan"}},
			{"INSERT INTO sanctions (person_id, kind, reason, message, made_by, made_at) VALUES (?, 'warn', 'unkind', ?, ?, 2)", []any{author, w.canary("what a moderator wrote with a warning", "author moderate"), moderator}},
			{"INSERT INTO sanctions (person_id, kind, reason, message, made_by, made_at, appeal_code) VALUES (1001, 'ban', 'unkind', 'Enough', ?, 2, ?)", []any{moderator, codeOfBan}},
			{"INSERT INTO second_opinions (contribution_id, asked_by, question, asked_at) VALUES (?, ?, ?, 2)", []any{on("published"), moderator, w.canary("what a moderator asks another", "moderate")}},
			{"UPDATE cases SET opinion = 1 WHERE contribution_id = ?", []any{on("published")}},
			{"UPDATE people SET email_verified_at = 1 WHERE id = ?", []any{author}},
		} {
			if _, err := tx.Exec(s.query, s.args...); err != nil {
				return fmt.Errorf("%s: %w", s.query, err)
			}
		}
		return nil
	}))
	newest := func(query string, args ...any) string {
		id, err := db.Value[int64](ctx, w.DB, query, args...)
		w.must(err)
		return number(id)
	}
	w.put("sanction", "warned", newest("SELECT MAX(id) FROM sanctions WHERE person_id = ?", author))
	w.put("person", "author", number(author))
	w.put("note", "there", newest("SELECT MAX(id) FROM person_notes"))
	w.put("code", "banned", codeOfBan)
	w.values["opinion"] = []string{newest("SELECT MAX(id) FROM second_opinions")}
	w.put("case", "published", newest("SELECT id FROM contributions WHERE id = ?", on("published"))+".1.0."+newest("SELECT MAX(id) FROM reports WHERE contribution_id = ?", on("published")))
	id, err := w.Appeals.Open(ctx, appeals.Appellant{Person: author}, w.key("author"), appeals.New{
		Kind: appeals.OfDecision, Contribution: on("hidden"), Words: "I meant " + w.canary("what somebody says who appeals", "author moderate"),
	})
	w.must(err)
	w.put("appeal", "open", number(id))
	w.complained(ctx, on)
	w.covers(ctx)
}

// complained has somebody send three notices of complaint: about one the poster was not written to yet, about one they
// were, and about one they answered.
func (w *world) complained(ctx context.Context, on func(string) int64) {
	file := func(state, about, what string) string {
		id, err := w.Defamation.File(ctx, people.Visitor, db.NewKey(0), defamation.New{
			Contribution: on(about), Name: "Zoe " + w.canary("the name of who complains where "+what, "moderate"),
			Email:     w.canary("the address of who complains where "+what, "moderate") + "@example.org",
			Statement: "It", Why: "It harms me", Meaning: "That I steal", Wrong: "I never did", Unknown: "yes", MayPass: "no",
		})
		w.must(err)
		w.put("notice", state, number(id))
		if state == "received" {
			return ""
		}
		w.must(w.Defamation.Contact(ctx, w.actor("moderator"), w.key("moderator"), id))
		code, err := db.Value[string](ctx, w.DB, "SELECT reply_code FROM defamation_notices WHERE id = ?", id)
		w.must(err)
		return code
	}
	file("received", "published", "nobody wrote to the poster")
	w.put("code", "complained", file("asked", "comment", "the poster was written to"))
	w.put("code", "answered", file("answered", "suggestion", "the poster answered"))
	w.must(w.Defamation.Reply(ctx, db.NewKey(0), w.at["code"]["answered"], defamation.Answer{
		Reply: defamation.Stand, Name: "The author", Address: "1 " + w.canary("where a poster lives", "moderate") + " Street", MayPass: "no",
	}))
}

// covers has the moderator publish something of the author's with a detail covered.
func (w *world) covers(ctx context.Context) {
	talk := discussion.NewStore(w.DB, discussion.HoldNone)
	w.t.Cleanup(talk.Close)
	var thread int64
	_, err := fmt.Sscan(w.at["discussion"]["open"], &thread)
	w.must(err)
	word := w.canary("a detail that was covered", "author moderate")
	id, err := talk.Post(ctx, w.actor("author"), w.key("author"), discussion.Answer{ThreadID: thread, Body: "Ring me: " + word})
	w.must(err)
	_, err = w.Moderation.Cover(ctx, w.actor("moderator"), w.key("moderator"), moderation.Covering{
		Decision: moderation.Decision{Contribution: id, Reason: rules.PrivateDetails, Seen: moderation.Seen{Revision: 1}}, Words: word,
	})
	w.must(err)
	w.put("covered", "there", number(id))
}

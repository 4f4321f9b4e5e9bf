package insight

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// callsShown bounds the calls that an issue shows.
const callsShown = 5

// Call is a discussion in which editors ask for evidence that an issue lacks.
type Call struct {
	Evidence discussion.Evidence
	Thread   int64
	Slug     string
	Title    string
}

// CallFor is a discussion that an editor starts to ask for evidence.
type CallFor struct {
	Theme    int64
	Evidence discussion.Evidence
	Group    int64
	Title    string
	Body     string // Markdown
}

// Call starts a discussion that asks for the evidence that an issue lacks, shows it with the issue, and gives the
// discussion's id. Bad input is Invalid by field: "evidence", "group", "title", "body".
func (s *Store) Call(ctx context.Context, talk *discussion.Store, a people.Actor, key db.Key, call CallFor) (int64, error) {
	if err := MayWriteIssue(a); err != nil {
		return 0, err
	}
	ready, err := discussion.Start{GroupID: call.Group, Title: call.Title, Body: call.Body}.PrepareCall(ctx, call.Evidence)
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if _, err := db.Value[int64](tx.Context(), tx, "SELECT id FROM themes WHERE id = ?", call.Theme); err != nil {
			return 0, err
		}
		thread, err := talk.Begin(tx, a, ready)
		if err != nil {
			return 0, err
		}
		if _, err := tx.Insert("INSERT INTO issue_calls (theme_id, evidence, thread_id, put_by, put_at) VALUES (?, ?, ?, ?, ?)",
			call.Theme, call.Evidence, thread, a.ID, tx.Now()); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicHearing, db.TopicThread(thread))
		return thread, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "issue.call", Kind: "theme", Object: call.Theme, Details: map[string]any{"evidence": call.Evidence, "thread": thread},
		})
	})
}

// calls reads what editors ask for about themes and everybody may see, the newest first.
func (s *Store) calls(ctx context.Context, theme int64) ([]Call, error) {
	seen, args := people.Visitor.Sees("o", "t")
	return db.All(ctx, s.DB, func(r db.Row) (c Call, err error) {
		err = r.Scan(&c.Evidence, &c.Thread, &c.Slug, &c.Title)
		return c, err
	}, `SELECT k.evidence, t.id, t.slug, t.title FROM issue_calls k JOIN threads t ON t.id = k.thread_id
		JOIN contributions o ON o.id = t.opening_id WHERE k.theme_id = ? AND `+seen+" ORDER BY k.id DESC LIMIT ?",
		append(append([]any{theme}, args...), callsShown)...)
}

package moderation

import (
	"context"
	"database/sql"
	"errors"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
	"folkmoot/models/sealed"
)

// Whole renders what a contribution said before details in it were covered, for UncoverIn. Nobody reads it here, so it is no
// entry in the register. ErrConflict where nothing is covered.
func Whole(ctx context.Context, d *db.DB, contribution int64) (r sealed.Replacement, err error) {
	var body, proposed string
	err = d.QueryRow(ctx, `SELECT body_md, proposed, title FROM sealed_words WHERE contribution_id = ? AND why = 'cover'
		ORDER BY revision DESC, id DESC LIMIT 1`, contribution).Scan(&body, &proposed, &r.Title)
	if errors.Is(err, sql.ErrNoRows) {
		err = db.ErrConflict
	}
	if err != nil {
		return r, err
	}
	if r.Body, err = discussion.Render(ctx, body); err != nil || proposed == "" {
		return r, err
	}
	made, err := guide.RenderProposal(ctx, d, contribution, proposed)
	r.Proposed = &sealed.Proposed{Source: made.Source, HTML: made.HTML, Text: made.Text, Version: prose.Version}
	return r, err
}

// UncoverIn lets people read again the whole of a contribution in which details were covered, as a part of another room's
// command. It is a decision like any other, and gives its id. Its Act is set here. ErrConflict where the words were changed or
// somebody decided since the moderator looked, or people cannot read it at all now.
func UncoverIn(tx *db.Tx, a people.Actor, d Decision, whole sealed.Replacement) (int64, error) {
	if err := MayModerate(a); err != nil {
		return 0, err
	}
	book, err := rules.Load(tx.Context(), tx)
	if err != nil {
		return 0, err
	}
	d.Act, d.Reason = rules.Restore, rules.NoProblem
	c, err := lock(tx, a, d)
	if err != nil {
		return 0, err
	}
	if err := mayDecideNow(tx, a, c); err != nil {
		return 0, err
	}
	if c.State != discussion.Published || c.Revision != d.Seen.Revision {
		return 0, db.ErrConflict
	}
	if err := sealed.Lift(tx, d.Contribution, sealed.Cover, whole); err != nil {
		return 0, err
	}
	id, err := note(tx, a, book, d, c)
	if err != nil {
		return 0, err
	}
	if err := discussion.Requeue(tx, d.Contribution); err != nil {
		return 0, err
	}
	touch(tx, c)
	if err := people.StillModerates(tx, a); err != nil {
		return 0, err
	}
	return id, audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "moderation.uncover", Kind: "contribution", Object: d.Contribution, Reason: d.Reason,
		Details: map[string]any{"decision": id, "revision": c.Revision},
	})
}

package moderation

import (
	"context"
	"database/sql"
	"errors"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
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

// Uncovering lets people read again what was covered in a contribution, and see what was taken out of it. Its Act is set here.
type Uncovering struct {
	Decision
	Whole   *sealed.Replacement // the words, by Whole; nil where they stay as they are
	TakenBy int64               // the decision whose files are put back; 0 where they stay out
	Files   []string            // names of those of them; none for all
}

// UncoverIn carries out an uncovering as a part of another room's command. It is a decision like any other, and gives its
// id. ErrConflict where the words were changed or somebody decided since the moderator looked, where people cannot read it
// at all now, or where nothing of it is out of sight.
func UncoverIn(tx *db.Tx, a people.Actor, d Uncovering) (int64, error) {
	if err := MayModerate(a); err != nil {
		return 0, err
	}
	book, err := rules.Load(tx.Context(), tx)
	if err != nil {
		return 0, err
	}
	d.Act, d.Reason = rules.Restore, rules.NoProblem
	c, err := lock(tx, a, d.Decision)
	if err != nil {
		return 0, err
	}
	if err := mayDecideNow(tx, a, c); err != nil {
		return 0, err
	}
	if c.State != discussion.Published || c.Revision != d.Seen.Revision {
		return 0, db.ErrConflict
	}
	if err := d.lift(tx); err != nil {
		return 0, err
	}
	id, err := note(tx, a, book, d.Decision, c)
	if err != nil {
		return 0, err
	}
	if d.ForAppeal == 0 {
		if err := tell(tx, book, d.Decision, c, &putBack{}); err != nil {
			return 0, err
		}
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
		Details: map[string]any{"decision": id, "revision": c.Revision, "files": d.files},
	})
}

// lift puts back the words and the files.
func (d *Uncovering) lift(tx *db.Tx) error {
	if d.Whole != nil {
		if err := sealed.Lift(tx, d.Contribution, sealed.Cover, *d.Whole); err != nil {
			return err
		}
	}
	if d.TakenBy != 0 {
		n, err := files.PutBack(tx, d.Contribution, d.TakenBy, d.Files...)
		if err != nil {
			return err
		}
		d.files = int(n)
	}
	if d.Whole == nil && d.files == 0 {
		return db.ErrConflict
	}
	return nil
}

// PutBackFile lets people see again one picture or document that a decision took out, and gives the id of the decision that
// puts it back. seen is what the moderator had before them. Errors are those of UncoverIn.
func (s *Store) PutBackFile(ctx context.Context, a people.Actor, key db.Key, contribution int64, name string, seen Seen) (int64, error) {
	return s.command(ctx, a, key, func(tx *db.Tx) (int64, error) {
		out, err := files.Out(tx.Context(), tx, contribution)
		if err != nil {
			return 0, err
		}
		for _, f := range out {
			if f.Name == name && f.Decision != 0 {
				return UncoverIn(tx, a, Uncovering{
					Decision: Decision{Contribution: contribution, Seen: seen}, TakenBy: f.Decision, Files: []string{name},
				})
			}
		}
		return 0, db.ErrConflict
	})
}

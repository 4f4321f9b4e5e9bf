package safeguarding

import (
	"context"
	"database/sql"
	"errors"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
	"folkmoot/models/say"
	"folkmoot/models/sealed"
)

// GiveBack ends a concern in which nobody was at risk and puts the words back where they stood: for everybody to read
// with rules.Publish, or before the moderators with rules.Ask. The writer is told kindly. Errors: db.Forbidden,
// db.ErrNotFound, db.ErrConflict where nothing is sealed any more or it was decided in between, Invalid under "act".
func (s *Store) GiveBack(ctx context.Context, a people.Actor, key db.Key, concern int64, act rules.Act) error {
	f, err := s.File(ctx, a, concern)
	if err != nil {
		return err
	}
	if len(f.Back) == 0 {
		return db.ErrConflict
	}
	may := false
	for _, b := range f.Back {
		may = may || b == act
	}
	if !may {
		return db.Wrong("act", "Choose where the words go")
	}
	r, err := s.former(ctx, f.Contribution)
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := take(tx, a, concern)
		if err != nil {
			return 0, err
		}
		was, err := lock(tx, c.Contribution)
		if err != nil {
			return 0, err
		}
		if !was.sealed {
			return 0, db.ErrConflict
		}
		if err := sealed.Lift(tx, c.Contribution, sealed.Safeguarding, r); err != nil {
			return 0, err
		}
		if err := restore(tx, c, was, act); err != nil {
			return 0, err
		}
		if _, err := addStep(tx, c.ID, a.ID, StepBack, ""); err != nil {
			return 0, err
		}
		if !c.State.Over() {
			if err := c.step(tx, a, StepNoRisk, ""); err != nil {
				return 0, err
			}
		}
		return concern, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "safeguarding.back", Kind: "contribution", Object: c.Contribution, Reason: rules.NoProblem, Details: map[string]any{"concern": c.ID, "act": string(act)},
		})
	})
	return err
}

// former renders what was sealed, outside the command that puts it back. Nobody reads it here, so it is no entry in the
// register.
func (s *Store) former(ctx context.Context, contribution int64) (r sealed.Replacement, err error) {
	var body, proposed string
	err = s.DB.QueryRow(ctx, `SELECT body_md, proposed, title FROM sealed_words WHERE contribution_id = ? AND why = 'safeguarding'
		ORDER BY revision DESC, id DESC LIMIT 1`, contribution).Scan(&body, &proposed, &r.Title)
	if errors.Is(err, sql.ErrNoRows) {
		return r, db.ErrConflict
	}
	if err != nil {
		return r, err
	}
	if r.Body, err = discussion.Render(ctx, body); err != nil || proposed == "" {
		return r, err
	}
	r.Proposed = &sealed.Proposed{Source: proposed, Version: prose.Version}
	made, err := prose.Blocks(ctx, proposed, prose.Options{Prefix: db.NewToken()[:6] + "-"})
	for _, b := range made { // a suggestion is one block
		r.Proposed.HTML, r.Proposed.Text = r.Proposed.HTML+b.HTML, r.Proposed.Text+b.Text
	}
	return r, err
}

// restore puts the contribution into the state that it goes back to, and tells its writer.
func restore(tx *db.Tx, c Concern, was standing, act rules.Act) error {
	if was.state == discussion.Deleted {
		return nil // its writer took it back in the meantime
	}
	words := say.Text("We looked at something you wrote because we were worried. All is well, and everybody can read it. Sorry for the wait.")
	to, reason := discussion.Published, ""
	if act == rules.Ask {
		to = discussion.Held
		words = "We looked at something you wrote because we were worried. All is well. A moderator looks at it next, and then you hear from us again. Sorry for the wait."
		before, err := db.Value[string](tx.Context(), tx, "SELECT reason_before FROM concerns WHERE id = ?", c.ID)
		if err != nil {
			return err
		}
		if reason = before; reason == rules.AtRisk {
			reason = ""
		}
	}
	if _, err := discussion.SetState(tx, c.Contribution, to, reason, discussion.Hidden); err != nil {
		return err
	}
	if was.author == 0 {
		return nil
	}
	_, err := notify.Tell(tx, notify.Notice{
		Person: was.author, Kind: notify.Decision, Contribution: c.Contribution, Words: words, Link: notify.Permalink(c.Contribution),
	}, true)
	return err
}

// TakeOut seals what a concern is about where that was left to a lead: see MostUnopened.
func (s *Store) TakeOut(ctx context.Context, a people.Actor, key db.Key, concern int64) error {
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := take(tx, a, concern)
		if err != nil {
			return 0, err
		}
		if c.Contribution == 0 || c.Sealed || c.State.Over() {
			return 0, db.ErrConflict
		}
		was, err := lock(tx, c.Contribution)
		if err != nil {
			return 0, err
		}
		id, others, err := seal(tx, raised{how: Reported, from: c.Contribution}, was)
		if err != nil {
			return 0, err
		}
		if err := addOthers(tx, concern, others); err != nil {
			return 0, err
		}
		if _, err := tx.Exec("UPDATE concerns SET sealed_id = ?, state_before = ?, reason_before = ? WHERE id = ?", id, was.state, was.reason, concern); err != nil {
			return 0, err
		}
		if err := tellWriter(tx, was, c.Contribution, id); err != nil {
			return 0, err
		}
		return concern, c.step(tx, a, StepSealed, "")
	})
	return err
}

package safeguarding

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/queue"
	"folkmoot/models/say"
)

// Step is something that was done about a concern.
type Step string

// The steps. Those from StepRang to StepNote a lead writes down; the last two of them end it.
const (
	StepRang   Step = "rang"
	StepSpoke  Step = "spoke" // to whoever wrote it
	StepPolice Step = "police"
	StepCare   Step = "social-care"
	StepDoctor Step = "gp"
	StepOther  Step = "other-body" // passed on to somebody else
	StepNote   Step = "note"
	StepClosed Step = "closed"
	StepNoRisk Step = "no-risk"

	StepOpened Step = "opened"     // a lead read it
	StepAgain  Step = "again"      // somebody raised it once more
	StepBack   Step = "given-back" // the words are where they were
	StepLeft   Step = "left"       // whom it is about had their account erased
	StepSealed Step = "sealed"     // a lead took the words out of sight
)

// Steps lists what a lead can write down, in the order in which it is offered.
var Steps = []Step{StepRang, StepSpoke, StepPolice, StepCare, StepDoctor, StepOther, StepNote, StepClosed, StepNoRisk}

// leadsTo is the state of a concern after a step.
func (s Step) leadsTo(before State) State {
	switch s {
	case StepPolice, StepCare, StepDoctor, StepOther:
		return WithOther
	case StepClosed:
		return Closed
	case StepNoRisk:
		return NoRisk
	case StepRang, StepSpoke, StepNote, StepOpened, StepSealed:
		if before == Open {
			return Acting
		}
	}
	return before
}

// needsWords tells whether a step says nothing without words.
func (s Step) needsWords() bool { return s == StepNote || s == StepClosed || s == StepOther }

// Done is a step as it was written down.
type Done struct {
	Step  Step
	By    string // of a lead or a moderator; empty for the program and for somebody without an account
	Words string
	At    clock.Instant
}

// NewStep is a step to be written down.
type NewStep struct {
	Step   Step
	Words  string
	Remind clock.Instant // when to remind the leads; 0 leaves it as it is
}

// Note writes down a step. Errors: db.Forbidden, db.ErrNotFound, db.ErrConflict where the concern is over, Invalid under
// "step", "words" and "remind".
func (s *Store) Note(ctx context.Context, a people.Actor, key db.Key, concern int64, n NewStep) error {
	if err := MaySafeguard(a); err != nil {
		return err
	}
	wrong := db.Invalid{}
	known := false
	for _, one := range Steps {
		known = known || one == n.Step
	}
	if !known {
		wrong["step"] = "Choose what was done"
	}
	words, err := prose.Clean(n.Words)
	words = strings.TrimSpace(words)
	switch {
	case err != nil:
		wrong["words"] = say.Of(err)
	case utf8.RuneCountInString(words) > MaxNote:
		wrong["words"] = "That is too long. Please keep it under 4,000 letters"
	case words == "" && n.Step.needsWords():
		wrong["words"] = "Write down what was done, or how it ended"
	}
	if n.Remind != 0 && (n.Remind <= s.DB.Clock.Now() || n.Remind > s.DB.Clock.Now().Add(366*24*time.Hour)) {
		wrong["remind"] = "Choose a day in the coming year"
	}
	if len(wrong) > 0 {
		return wrong
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := take(tx, a, concern)
		if err != nil {
			return 0, err
		}
		if c.State.Over() {
			return 0, db.ErrConflict
		}
		if err := c.step(tx, a, n.Step, words); err != nil {
			return 0, err
		}
		if n.Remind != 0 && !n.Step.leadsTo(c.State).Over() {
			if _, err := tx.Exec("UPDATE concerns SET remind_at = ? WHERE id = ?", n.Remind, concern); err != nil {
				return 0, err
			}
			if err := queue.EnqueueAt(tx, JobRemind, "", n.Remind, Reminding{concern, n.Remind}); err != nil {
				return 0, err
			}
		}
		return concern, nil
	})
	return err
}

// take locks a concern that the actor may see and reads it. ErrNotFound where they may not: nobody looks after a concern
// about themselves.
func take(tx *db.Tx, a people.Actor, concern int64) (Concern, error) {
	if err := MaySafeguard(a); err != nil {
		return Concern{}, err
	}
	if _, err := tx.Exec("UPDATE concerns SET told = told WHERE id = ?", concern); err != nil {
		return Concern{}, err
	}
	return find(tx.Context(), tx, a, concern)
}

// step writes down a step of a lead, moves the concern on and notes it in the register, without its words.
func (c Concern) step(tx *db.Tx, a people.Actor, step Step, words string) error {
	if _, err := addStep(tx, c.ID, a.ID, step, words); err != nil {
		return err
	}
	to := step.leadsTo(c.State)
	closed := any(nil)
	if to.Over() {
		closed = tx.Now()
	}
	if _, err := tx.Exec("UPDATE concerns SET state = ?, opened_at = COALESCE(opened_at, ?), closed_at = ?, remind_at = CASE WHEN ? = 1 THEN NULL ELSE remind_at END WHERE id = ?",
		to, tx.Now(), closed, db.Flag(to.Over()), c.ID); err != nil {
		return err
	}
	return audit.Append(tx, audit.Entry{Actor: a.ID, Act: "safeguarding.step", Kind: "concern", Object: c.ID, Reason: string(step), Details: map[string]any{
		"before": string(c.State), "after": string(to),
	}})
}

func addStep(tx *db.Tx, concern, by int64, step Step, words string) (int64, error) {
	return tx.Insert("INSERT INTO concern_steps (concern_id, person_id, step, words, at) VALUES (?, ?, ?, ?, ?)", concern, db.Null(by), step, words, tx.Now())
}

// Reopen takes up again a concern that is over.
func (s *Store) Reopen(ctx context.Context, a people.Actor, key db.Key, concern int64) error {
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := take(tx, a, concern)
		if err != nil {
			return 0, err
		}
		if !c.State.Over() || c.ForgottenAt != 0 {
			return 0, db.ErrConflict
		}
		if _, err := addStep(tx, c.ID, a.ID, StepAgain, ""); err != nil {
			return 0, err
		}
		if _, err := tx.Exec("UPDATE concerns SET state = ?, closed_at = NULL WHERE id = ?", Acting, concern); err != nil {
			return 0, err
		}
		return concern, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "safeguarding.reopen", Kind: "concern", Object: c.ID})
	})
	return err
}

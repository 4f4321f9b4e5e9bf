package appeals

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/sealed"
)

// Outcome is how somebody decides an appeal.
type Outcome struct {
	Appeal int64
	State  State           // Upheld, Partly or Refused
	Words  string          // what the person is told, in words of whoever decides
	Act    rules.Act       // what is done about the contribution; empty for nothing
	Reason string          // of the act, where it needs one
	Seen   moderation.Seen // of the contribution
	Days   int             // from now on, after which a sanction ends that is shortened; 0 ends it now where the appeal is upheld
}

// maxDays bounds what a sanction can be shortened to.
const maxDays = 365

// stands is how the words stand that an appeal is about, as far as deciding it needs that.
type stands struct {
	state      discussion.State
	covered    bool // details of them are
	liftable   bool // they can be uncovered
	returnable bool // they can be moved back
}

// check cleans an outcome. Bad input is Invalid by field: "outcome", "words", "act", "days".
func (o Outcome) check(a Appeal, now stands) (Outcome, error) {
	wrong := db.Invalid{}
	if !slices.Contains(Outcomes, o.State) {
		wrong["outcome"] = "Choose what you decide"
	}
	o.Words = required(o.Words, "words", "Write to the person what you found, and why", wrong)
	switch {
	case o.State == Refused && o.Act != "":
		wrong["act"] = "If it stays as it was, nothing is done about the words"
	case o.State == Upheld && a.Kind == OfDecision && o.Act == "" && (now.state == discussion.Hidden || now.state == discussion.Asked):
		wrong["act"] = "You agree with the writer, so choose how people can read it again"
	case o.Act == Uncover && !now.liftable:
		wrong["act"] = "It cannot be uncovered: its writer changed it, or people cannot read it now"
	case o.State == Upheld && now.liftable && o.Act == "":
		wrong["act"] = "You agree with the writer, so uncover it"
	case o.Act == MoveBack && !now.returnable:
		wrong["act"] = "It cannot be moved back: it was moved on, or where it stood is not there any more"
	case o.State == Upheld && now.returnable && o.Act == "":
		wrong["act"] = "You agree with the writer, so move it back"
	case o.State == Upheld && a.Kind == OfDecision && o.Act != "" && !o.shows():
		wrong["act"] = "You agree with the writer, so choose something that lets people read it"
	case o.State == Upheld && a.Kind == OfReport && o.Act == "" && now.state == discussion.Published && !now.covered:
		wrong["act"] = "You agree with who reported it, so choose what is done about it"
	}
	if a.Kind == OfSanction && o.State == Partly && (o.Days < 1 || o.Days > maxDays) {
		wrong["days"] = "Say in how many days it ends, from 1 to 365"
	}
	if len(wrong) > 0 {
		return o, wrong
	}
	return o, nil
}

// Decide carries out the outcome of an appeal: what was decided is turned back, the sanction ends or is shortened, and
// everybody is told whom it concerns; all or none. ErrConflict where it is not open any more, somebody else has taken it
// up, or the contribution was changed or decided about since they looked. Other errors: Forbidden for those who had a part
// in it, Invalid by field.
func (s *Store) Decide(ctx context.Context, a people.Actor, key db.Key, o Outcome) error {
	if err := moderation.MayModerate(a); err != nil {
		return err
	}
	whole, err := s.whole(ctx, o)
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		// Whoever writes first holds the row: of two who decide at once exactly one succeeds.
		n, err := tx.Exec("UPDATE appeals SET state = state WHERE id = ? AND state = 'open'", o.Appeal)
		if err != nil {
			return 0, err
		}
		ap, err := db.One(tx.Context(), tx, scanAppeal, appealQuery+"ap.id = ?", o.Appeal)
		switch {
		case err != nil:
			return 0, err
		case n == 0 || ap.Taken(tx.Now()) != 0 && ap.TakenBy != a.ID:
			return 0, db.ErrConflict
		}
		return ap.ID, s.carryOut(tx, a, ap, o, whole)
	})
	return err
}

func (s *Store) carryOut(tx *db.Tx, a people.Actor, ap Appeal, o Outcome, whole *sealed.Replacement) error {
	barred, err := barredFrom(tx.Context(), tx, ap.ID)
	if err != nil {
		return err
	}
	if err := MayDecide(a, barred); err != nil {
		return err
	}
	now, err := standing(tx, ap)
	if err != nil {
		return err
	}
	if o, err = o.check(ap, now); err != nil {
		return err
	}
	// The appeal is settled first: what follows from the decision must not find it open.
	if _, err := tx.Exec(`UPDATE appeals SET state = ?, outcome = ?, decided_by = ?, decided_at = ?, taken_by = NULL, taken_at = NULL WHERE id = ?`,
		o.State, o.Words, a.ID, tx.Now(), ap.ID); err != nil {
		return err
	}
	decision, err := o.act(tx, a, ap, whole)
	if err != nil {
		return renamed(err)
	}
	if ap.Kind == OfSanction && o.State != Refused {
		if err := s.ease(tx, a, ap, o); err != nil {
			return err
		}
	}
	if err := s.tell(tx, ap, o, decision != 0); err != nil {
		return err
	}
	return audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "appeal." + string(o.State), Kind: "appeal", Object: ap.ID,
		Details: map[string]any{
			"kind": string(ap.Kind), "contribution": ap.Contribution, "decision": ap.Decision.ID, "sanction": ap.Sanction.ID,
			"new_decision": decision, "late": ap.DueAt <= tx.Now(), "days": o.Days,
		},
	})
}

// standing reads how the words stand that an appeal is about.
func standing(tx *db.Tx, ap Appeal) (now stands, err error) {
	if ap.Contribution == 0 {
		return now, nil
	}
	if _, err = db.One(tx.Context(), tx, into(&now.state, &now.covered), `SELECT state, covered = 1 OR EXISTS (SELECT 1 FROM attachments x
		WHERE x.contribution_id = contributions.id AND x.covered_at IS NOT NULL) FROM contributions WHERE id = ?`, ap.Contribution); err != nil {
		return now, err
	}
	if now.liftable, err = coverable(tx.Context(), tx, ap, now.state); err != nil {
		return now, err
	}
	now.returnable, err = returnable(tx.Context(), tx, ap)
	return now, err
}

// renamed gives what is wrong with an act under the fields of the form about an appeal.
func renamed(err error) error {
	var wrong db.Invalid
	if errors.As(err, &wrong) && wrong["message"] != "" {
		return db.Wrong("words", "%s", wrong["message"])
	}
	return err
}

// ease ends a sanction, or shortens it. One that ended in between stays as it is.
func (s *Store) ease(tx *db.Tx, a people.Actor, ap Appeal, o Outcome) error {
	if o.State == Upheld {
		_, err := tx.Exec("UPDATE sanctions SET ended_at = ?, ended_by = ?, end_reason = 'appeal' WHERE id = ? AND ended_at IS NULL", tx.Now(), a.ID, ap.Sanction.ID)
		if err != nil {
			return err
		}
		return people.SettleSanctions(tx, ap.Person)
	}
	until := tx.Now().Add(time.Duration(o.Days) * 24 * time.Hour)
	n, err := tx.Exec("UPDATE sanctions SET until = ? WHERE id = ? AND ended_at IS NULL AND kind <> 'warn' AND (until IS NULL OR until > ?)", until, ap.Sanction.ID, until)
	switch {
	case err != nil:
		return err
	case n == 0:
		return db.Wrong("days", "That is not sooner than it ends by itself")
	}
	return people.SettleSanctions(tx, ap.Person)
}

// reasonAt reads a reason in the wording that it had at a revision.
func reasonAt(ctx context.Context, q db.Querier, key string, revision int) (rules.Reason, error) {
	book, err := rules.Load(ctx, q)
	if err != nil {
		return rules.Reason{}, err
	}
	reason := book.Reason(key)
	if reason.Revision == revision {
		return reason, nil
	}
	words, err := db.Value[string](ctx, q, "SELECT words FROM rule_revisions WHERE kind = 'reason' AND key = ? AND revision = ?", key, revision)
	if errors.Is(err, db.ErrNotFound) {
		return reason, nil
	}
	if err != nil {
		return reason, err
	}
	return reason, json.Unmarshal([]byte(words), &reason)
}

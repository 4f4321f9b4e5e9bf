package appeals

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// MoveBack is what can be done for the writer of words that were moved: they stand again where they were said.
const MoveBack rules.Act = "move-back"

func (a Appeal) back() discussion.Return {
	return discussion.Return{Contribution: a.Contribution, Decision: a.Decision.ID, Appeal: a.ID}
}

// returnable tells whether what an appeal is about can be moved back: a decision moved it, and it still stands there.
func returnable(ctx context.Context, q db.Querier, a Appeal) (bool, error) {
	if a.Kind != OfDecision || a.Decision.Act != rules.Move {
		return false, nil
	}
	return discussion.Returnable(ctx, q, a.back())
}

// moveBack turns the move back that an appeal is about, and gives the decision. ErrConflict where the words were changed or
// somebody decided about them since they looked.
func (o Outcome) moveBack(tx *db.Tx, a people.Actor, ap Appeal) (int64, error) {
	var revision int
	var newest int64
	_, err := db.One(tx.Context(), tx, into(&revision, &newest), `SELECT revision, COALESCE((SELECT MAX(id) FROM decisions WHERE contribution_id = c.id), 0)
		FROM contributions c WHERE id = ?`, ap.Contribution)
	if err == nil && (revision != o.Seen.Revision || newest != o.Seen.Decision) {
		err = db.ErrConflict
	}
	if err != nil {
		return 0, err
	}
	return discussion.MoveBack(tx, a, ap.back())
}

package appeals

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/sealed"
)

// Uncover is what can be done for the writer of words in which details were covered: people read the whole of it again.
const Uncover rules.Act = "uncover"

// shows tells whether people can read the words after an outcome that does something about them.
func (o Outcome) shows() bool { return o.Act == Uncover || o.Act == MoveBack || o.Act.Shows() }

// coverable tells whether what an appeal is about can be uncovered: details were covered, people read the rest, and nobody
// changed it since.
func coverable(ctx context.Context, q db.Querier, a Appeal, now discussion.State) (bool, error) {
	if a.Kind != OfDecision || a.Decision.Act != rules.Cover || now != discussion.Published {
		return false, nil
	}
	return sealed.Liftable(ctx, q, a.Contribution, sealed.Cover)
}

// whole renders what is uncovered, before the command begins; nil where nothing is.
func (s *Store) whole(ctx context.Context, o Outcome) (*sealed.Replacement, error) {
	if o.Act != Uncover {
		return nil, nil
	}
	contribution, err := db.Value[int64](ctx, s.DB, "SELECT COALESCE(contribution_id, 0) FROM appeals WHERE id = ?", o.Appeal)
	if err != nil {
		return nil, err
	}
	r, err := moderation.Whole(ctx, s.DB, contribution)
	return &r, err
}

// act does about the words what the outcome says, and gives the id of the decision; 0 where nothing is done.
func (o Outcome) act(tx *db.Tx, a people.Actor, ap Appeal, whole *sealed.Replacement) (int64, error) {
	d := moderation.Decision{Contribution: ap.Contribution, Act: o.Act, Reason: o.Reason, Seen: o.Seen, ForAppeal: o.Appeal}
	switch {
	case o.Act == "":
		return 0, nil
	case o.Act == MoveBack:
		return o.moveBack(tx, a, ap)
	case whole != nil:
		return moderation.UncoverIn(tx, a, d, *whole)
	}
	return moderation.DecideIn(tx, a, d)
}

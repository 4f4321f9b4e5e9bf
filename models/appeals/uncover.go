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
	out, err := filesOut(ctx, q, a)
	if err != nil || out {
		return out, err
	}
	return wordsLiftable(ctx, q, a)
}

// filesOut tells whether something is still out that the decision took out which an appeal is about.
func filesOut(ctx context.Context, q db.Querier, a Appeal) (bool, error) {
	return db.Value[bool](ctx, q, `SELECT EXISTS (SELECT 1 FROM attachments x JOIN files f ON f.id = x.file_id
		WHERE x.contribution_id = ? AND x.covered_in = ? AND f.removed_at IS NULL)`, a.Contribution, a.Decision.ID)
}

// wordsLiftable tells whether the decision covered words, and nobody changed them since.
func wordsLiftable(ctx context.Context, q db.Querier, a Appeal) (bool, error) {
	covered, err := db.Value[bool](ctx, q, "SELECT places > 0 FROM decisions WHERE id = ?", a.Decision.ID)
	if err != nil || !covered {
		return false, err
	}
	return sealed.Liftable(ctx, q, a.Contribution, sealed.Cover)
}

// whole renders what is uncovered, before the command begins; nil where nothing is.
func (s *Store) whole(ctx context.Context, o Outcome) (*sealed.Replacement, error) {
	if o.Act != Uncover {
		return nil, nil
	}
	ap, err := db.One(ctx, s.DB, scanAppeal, appealQuery+"ap.id = ?", o.Appeal)
	if err != nil {
		return nil, err
	}
	if words, err := wordsLiftable(ctx, s.DB, ap); err != nil || !words {
		return nil, err
	}
	r, err := moderation.Whole(ctx, s.DB, ap.Contribution)
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
	case o.Act == Uncover:
		return moderation.UncoverIn(tx, a, moderation.Uncovering{Decision: d, Whole: whole, TakenBy: ap.Decision.ID})
	}
	return moderation.DecideIn(tx, a, d)
}

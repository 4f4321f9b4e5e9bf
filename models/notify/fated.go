package notify

import (
	"folkmoot/models/db"
)

// FatePath is the path of the page that tells what became of a contribution.
func FatePath(contribution int64) string { return Permalink(contribution) + "/fate" }

// Fated tells the writer of a contribution, inside the command that decides, what became of it. Those without a working
// account are not told, nor those who may not see the contribution. It is mailed as they
// chose, within the bounds on mails at once.
func Fated(tx *db.Tx, n Notice) error {
	n.Kind = Fate
	active, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM people WHERE id = ? AND state = 'active'", n.Person)
	if err != nil || len(active) == 0 {
		return err
	}
	a, err := reader(tx.Context(), tx, n.Person)
	if err != nil {
		return err
	}
	if w, err := where(tx.Context(), tx, a, n.Contribution); err != nil || !w.visible {
		return err
	}
	how, err := wish(tx.Context(), tx, n.Person, Fates)
	if err != nil {
		return err
	}
	id, err := Tell(tx, n, false)
	if err != nil {
		return err
	}
	return deliver(tx, []told{{notice: id, person: n.Person, how: how}}, 0)
}

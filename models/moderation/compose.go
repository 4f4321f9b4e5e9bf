package moderation

import (
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// DecideIn is Store.Decide as a part of another room's command: its errors are the same.
func DecideIn(tx *db.Tx, a people.Actor, d Decision) (int64, error) {
	if err := MayModerate(a); err != nil {
		return 0, err
	}
	book, err := rules.Load(tx.Context(), tx)
	if err != nil {
		return 0, err
	}
	if d, err = d.check(book); err != nil {
		return 0, err
	}
	id, err := decide(tx, a, book, d)
	if err == nil {
		err = people.StillModerates(tx, a)
	}
	return id, err
}

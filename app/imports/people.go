package imports

import (
	"errors"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// recorded finds or makes the contributor behind a name in a file: somebody without an account, who can be neither
// mailed nor signed in as. The same name in the same source is the same person.
func recorded(tx *db.Tx, key, name string, who people.Who, area string) (int64, error) {
	id, err := db.Value[int64](tx.Context(), tx, "SELECT id FROM people WHERE import_key = ?", key)
	if !errors.Is(err, db.ErrNotFound) {
		return id, err
	}
	name, err = prose.Line(name)
	if err != nil || name == "" {
		name = "Somebody"
	}
	return people.Record(tx, people.Recording{Name: prose.Excerpt(name, 60), Who: who, Area: area, ImportKey: key})
}

package notify

import (
	"time"

	"folkmoot/models/db"
)

// How many mails of the same words a person gets in a while, and how many of their newest notices are looked at for that.
const (
	MostAlike   = 5
	alikeFor    = time.Hour
	alikeLooked = 50
)

// TellSparing is Tell with mail for what strangers can cause as often as they like. The notices are all there, but past
// a few within the hour no more mails go out: each would say the same, and a flood of them would hide the rest.
func TellSparing(tx *db.Tx, n Notice, mail bool) (int64, error) {
	if !mail {
		return Tell(tx, n, false)
	}
	alike, err := db.Value[int](tx.Context(), tx, `SELECT COUNT(*) FROM (SELECT kind, words, created_at FROM notices WHERE person_id = ? ORDER BY id DESC LIMIT ?) l
		WHERE kind = ? AND words = ? AND created_at > ?`, n.Person, alikeLooked, n.Kind, n.Words, tx.Now().Add(-alikeFor))
	if err != nil {
		return 0, err
	}
	return Tell(tx, n, alike < MostAlike)
}

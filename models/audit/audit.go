// Package audit keeps the register of acts of power: moderation, publishing, fates, roles, settings. Entries are
// added in the transaction of the act and can be neither changed nor removed. One sealer, just behind, chains them
// in sequence, so that writers never wait for each other and every later change to an entry shows.
package audit

import (
	"encoding/json"

	"folkmoot/models/db"
)

// Entry is one act of power. Personal data stands in it by reference only, so that erasing a person keeps the chain.
type Entry struct {
	Actor   int64          // who did it; 0 is the program itself or the operator at the command line
	Act     string         // what was done, for instance "moderation.hide"
	Kind    string         // the kind of thing it was done to, for instance "contribution"
	Object  int64          // the thing's id
	Reason  string         // the reason given, a key or a sentence
	Details map[string]any // further facts; no names, addresses or contributed words
}

// Append adds an entry in the transaction of the act.
func Append(tx *db.Tx, e Entry) error {
	if e.Details == nil {
		e.Details = map[string]any{}
	}
	details, err := json.Marshal(e.Details) // keys come out sorted: the same facts always give the same bytes
	if err != nil {
		return err
	}
	_, err = tx.Insert(`INSERT INTO register (at, actor_id, act, object_kind, object_id, reason, details)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, tx.Now(), db.Null(e.Actor), e.Act, e.Kind, e.Object, e.Reason, string(details))
	return err
}

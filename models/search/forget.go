package search

import "folkmoot/models/db"

// Forget takes things out of the index inside the command that changes their words, so that nobody finds them by words
// that are gone. What still is to be found is indexed afresh soon after, by the words that stand there then.
func Forget(tx *db.Tx, kind Kind, refs ...int64) error {
	docids := make([]int64, len(refs))
	for i, ref := range refs {
		docids[i] = docid(kind, ref)
	}
	var e engine = sqlite{}
	if tx.Engine() == db.Postgres {
		e = postgres{}
	}
	return e.remove(tx, placeOf(kind), docids)
}

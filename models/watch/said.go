package watch

import (
	"folkmoot/models/db"
	"folkmoot/models/prose/alike"
)

// What a copy of something published is.
const (
	CopyOwn   = "same" // the writer said the very same words in the same thread before
	CopyExact = "copy" // the very same words are published already
	CopyNear  = "near" // nearly the same words are
)

// saidBucket is how many published texts words are held against while they come in: those that share most bands.
const saidBucket = 4

// SaidAlready gives something published that says the same as a text that comes in, or nearly, and which of the two; 0
// where nothing does. What was said within the last minutes may not be known yet, since it is looked at in the background
// (see package insight, which keeps hearing_copies and hearing_copy_bands). It takes two queries, whatever is published.
func SaidAlready(tx *db.Tx, p alike.Print) (other int64, what string, err error) {
	if p.Brief {
		return 0, "", nil
	}
	same, err := db.Values[int64](tx.Context(), tx, `SELECT c.id FROM (SELECT contribution_id FROM hearing_copies WHERE exact = ? LIMIT ?) k
		JOIN contributions c ON c.id = k.contribution_id WHERE c.state = 'published' ORDER BY c.id LIMIT 1`, int64(p.Exact), saidBucket)
	if err != nil || len(same) > 0 {
		return append(same, 0)[0], CopyExact, err
	}
	other, err = near{bands: "hearing_copy_bands", stands: "c.id", where: "WHERE c.state = 'published'", most: saidBucket}.nearest(tx, p)
	if err != nil || other == 0 {
		return 0, "", err
	}
	return other, CopyNear, nil
}

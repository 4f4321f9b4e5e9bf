package watch

import (
	"folkmoot/models/db"
	"folkmoot/models/prose/alike"
)

// candidate is a text that shares bands of words with another, and what it stands for.
type candidate struct {
	stands int64
	source string
}

// nearest gives what the first of some candidates stands for that says nearly the same as a print; 0 where none does. The
// query begins before the list of the hashes of the print's bands and goes on after it with the given arguments; it gives
// what a text stands for, and the text, those that share most bands first.
func nearest(tx *db.Tx, p alike.Print, before, after string, args ...any) (int64, error) {
	if len(p.Words) == 0 {
		return 0, nil
	}
	hashes := make([]int64, len(p.Words))
	for i, h := range p.Words {
		hashes[i] = int64(h)
	}
	list, err := db.All(tx.Context(), tx, func(r db.Row) (c candidate, err error) {
		return c, r.Scan(&c.stands, &c.source)
	}, before+db.In(len(hashes))+after, append(db.Args(hashes), args...)...)
	if err != nil {
		return 0, err
	}
	for _, c := range list {
		if alike.Of(c.source).To(p) {
			return c.stands, nil
		}
	}
	return 0, nil
}

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

// mostBands is how many of the bands that a text shares with others are counted. A letter that thousands send shares all
// of its bands with thousands, and any of them will do. BenchmarkCampaign measures it.
const mostBands = 2000

// near says where nearest looks.
type near struct {
	bands  string // the table of bands
	stands string // the column that is given of the text that is found
	where  string // what is joined to it, and what it must be
	most   int    // texts that are read: those that share most bands
}

// nearest gives what stands for the first text that says nearly the same as a print; 0 where none does. Those that share
// most bands are looked at first.
func (n near) nearest(tx *db.Tx, p alike.Print) (int64, error) {
	if len(p.Words) == 0 {
		return 0, nil
	}
	hashes := make([]int64, len(p.Words))
	for i, h := range p.Words {
		hashes[i] = int64(h)
	}
	list, err := db.All(tx.Context(), tx, func(r db.Row) (c candidate, err error) {
		return c, r.Scan(&c.stands, &c.source)
	}, "SELECT "+n.stands+", c.body_md FROM (SELECT f.contribution_id, COUNT(*) AS shared FROM (SELECT contribution_id FROM "+n.bands+" WHERE hash IN "+db.In(len(hashes))+` LIMIT ?) f
		GROUP BY f.contribution_id ORDER BY shared DESC, f.contribution_id LIMIT ?) b JOIN contributions c ON c.id = b.contribution_id `+n.where+` ORDER BY b.shared DESC, c.id`,
		append(db.Args(hashes), mostBands, n.most)...)
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

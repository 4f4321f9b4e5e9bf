package discussion

import (
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/rules"
	"folkmoot/models/watch"
)

// Ranks of what waits in the moderators' queue.
const (
	RankGrave = 0 // harm can be done while it waits
	RankPlain = 1
	RankAsked = 2 // waits for its writer
)

// Requeue brings the moderators' queue in step with how a contribution stands, inside a command: every change of its
// state, its reports and what was found in it is followed by this. What is not to be looked at leaves the queue, with
// who had it; what stays keeps who has it.
func Requeue(tx *db.Tx, id int64) error {
	book, err := rules.Load(tx.Context(), tx)
	if err != nil {
		return err
	}
	return requeue(tx, book, id)
}

func requeue(tx *db.Tx, book *rules.Book, id int64) error {
	w, err := waits(tx, book, id)
	if err != nil {
		return err
	}
	if w.kind == "" {
		if _, err := tx.Exec("DELETE FROM cases WHERE contribution_id = ?", id); err != nil {
			return err
		}
		return watch.DropCopy(tx, id)
	}
	if err := watch.KeepCopy(tx, id); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO cases (contribution_id, kind, rank, reason, since, group_id) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (contribution_id) DO UPDATE SET kind = excluded.kind, rank = excluded.rank, reason = excluded.reason,
			since = excluded.since, group_id = excluded.group_id`, id, w.kind, w.rank, w.reason, w.since, db.Null(w.group))
	return err
}

// waiting is how a contribution stands in the queue; kind is empty where it does not.
type waiting struct {
	kind   string
	rank   int
	reason string
	since  clock.Instant
	group  int64
}

// mind adds one thing that somebody or something is worried about.
func (w *waiting) mind(book *rules.Book, reason string, at clock.Instant) {
	if w.since == 0 || at < w.since {
		w.since = at
	}
	if rank := rankOf(book, reason); w.reason == "" || rank < w.rank {
		w.rank, w.reason = rank, reason
	}
}

// flag adds something that was noticed in what people may read already. What may well be fit to be read is not grave.
func (w *waiting) flag(book *rules.Book, f noticed) {
	if w.mind(book, f.reason, f.at); f.soft && w.reason == f.reason {
		w.rank = RankPlain
	}
}

func rankOf(book *rules.Book, reason string) int {
	if book.Grave(reason) {
		return RankGrave
	}
	return RankPlain
}

func waits(tx *db.Tx, book *rules.Book, id int64) (waiting, error) {
	var state State
	var why string
	var at clock.Instant
	var reports int
	var sealed bool
	var w waiting
	err := tx.QueryRow(tx.Context(), `SELECT c.state, c.state_reason, c.state_at, c.open_reports, c.sealed = 1, COALESCE(t.group_id, 0)
		FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ?`, id).Scan(&state, &why, &at, &reports, &sealed, &w.group)
	if err != nil || sealed {
		return w, err
	}
	found, err := findingsOf(tx, id)
	if err != nil {
		return w, err
	}
	switch {
	case state == Held:
		w.kind, w.since, w.reason, w.rank = "held", at, why, rankOf(book, why)
		for _, f := range found {
			if !f.soft { // nobody reads it while it waits
				w.mind(book, f.reason, f.at)
			}
		}
	case state == Asked:
		w.kind, w.since, w.reason, w.rank = "asked", at, why, RankAsked
	case reports > 0 && (state == Published || state == Deleted):
		err = db.Each(tx.Context(), tx, func(r db.Row) error {
			var reason string
			var at clock.Instant
			err := r.Scan(&reason, &at)
			w.mind(book, reason, at)
			w.kind = "reported"
			return err
		}, `SELECT reason, MIN(created_at) FROM reports WHERE contribution_id = ? AND state = 'open' GROUP BY reason ORDER BY COUNT(*) DESC, MIN(id)`, id)
	case state == Published && len(found) > 0:
		for _, f := range found {
			w.flag(book, f)
		}
		w.kind = "flagged"
	}
	return w, err
}

// noticed is something that the program noticed and that nobody has looked at.
type noticed struct {
	reason string
	at     clock.Instant
	soft   bool // a private detail that may be nobody's
}

// findingsOf reads what is to be looked at. What others said before in the same words is shown beside it, and is no reason
// to look.
func findingsOf(tx *db.Tx, id int64) ([]noticed, error) {
	return db.All(tx.Context(), tx, func(r db.Row) (n noticed, err error) {
		err = r.Scan(&n.reason, &n.at, &n.soft)
		return n, err
	}, "SELECT reason, created_at, kind = 'private' AND act = 'flag' FROM findings WHERE contribution_id = ? AND open = 1 AND NOT (kind = 'copy' AND what <> ?) ORDER BY id", id, watch.CopyOwn)
}

package guide

import (
	"context"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// FateEntry is a line of the history of what became of a comment, or how it stands now.
type FateEntry struct {
	ID        int64 // 0 where nobody has decided yet
	Fate      discussion.Fate
	Reason    string
	Guide     string // address of the guide of the chapter that it was decided on
	Chapter   string // address of that chapter
	Number    int    // of that chapter
	Title     string // of that chapter
	Version   int    // number of the version that it changed; 0 = none
	Paragraph int    // number of the paragraph in that version, or of one that it took out; 0 = none
	TakenOut  bool   // the paragraph was taken out
	To        Whither
	By        string // public name of who decided; "" for the program
	ByWriter  bool   // the writer answered back
	At        clock.Instant
}

// Whither is where a comment was moved to, as far as the reader may know; without a Thread they may not.
type Whither struct {
	Thread         int64
	Kind           discussion.ThreadKind
	Slug, Title    string
	Guide, Chapter string // addresses, of a chapter's thread
}

// Open tells whether the comment waits for an answer.
func (e FateEntry) Open() bool { return e.Fate == discussion.Pending }

const entryColumns = `COALESCE(f.id, 0), COALESCE(f.reason, ''), COALESCE(g.slug, ''), COALESCE(ch.slug, ''), COALESCE(ch.number, 0), COALESCE(ch.title, ''),
	COALESCE(v.number, 0), COALESCE(b.number, (SELECT ob.number FROM block_links l JOIN versions ov ON ov.chapter_id = f.chapter_id AND ov.number = v.number - 1
		JOIN version_blocks ob ON ob.version_id = ov.id AND ob.block_id = l.from_block
		WHERE l.version_id = f.version_id AND l.from_block = f.block_id AND l.how = 'removed'), 0), b.number IS NULL,
	COALESCE(w.id, 0), COALESCE(w.kind, ''), COALESCE(w.slug, ''), COALESCE(w.title, ''), COALESCE(wg.slug, ''), COALESCE(wc.slug, ''),
	COALESCE(p.public_name, ''), COALESCE(f.decided_by = c.author_id, 1 = 0), COALESCE(f.decided_at, 0)`

// entryJoins joins what a line says to fates f of contributions c; the condition says which threads the reader sees as w.
func entryJoins(a people.Actor) (joins string, args []any) {
	seen, args := a.SeesThreads("w")
	return ` LEFT JOIN chapters ch ON ch.id = f.chapter_id LEFT JOIN guides g ON g.id = ch.guide_id
		LEFT JOIN versions v ON v.id = f.version_id LEFT JOIN version_blocks b ON b.version_id = f.version_id AND b.block_id = f.block_id
		LEFT JOIN threads w ON w.id = f.to_thread_id AND w.listed = 1 AND ` + seen + `
		LEFT JOIN chapters wc ON wc.thread_id = w.id LEFT JOIN guides wg ON wg.id = wc.guide_id
		LEFT JOIN people p ON p.id = f.decided_by`, args
}

func (e *FateEntry) columns() []any {
	return []any{
		&e.ID, &e.Reason, &e.Guide, &e.Chapter, &e.Number, &e.Title, &e.Version, &e.Paragraph, &e.TakenOut,
		&e.To.Thread, &e.To.Kind, &e.To.Slug, &e.To.Title, &e.To.Guide, &e.To.Chapter, &e.By, &e.ByWriter, &e.At,
	}
}

// fates reads how each of several contributions stands: what needs no answer has no entry.
func fates(ctx context.Context, q db.Querier, a people.Actor, ids []int64) (map[int64]FateEntry, error) {
	found := make(map[int64]FateEntry, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	joins, args := entryJoins(a)
	err := db.Each(ctx, q, func(r db.Row) error {
		var id int64
		var e FateEntry
		err := r.Scan(append([]any{&id, &e.Fate}, e.columns()...)...)
		found[id] = e
		return err
	}, "SELECT c.id, c.fate, "+entryColumns+" FROM contributions c LEFT JOIN fates f ON f.contribution_id = c.id AND f.current = 1"+joins+
		" WHERE c.fate <> '' AND c.id IN "+db.In(len(ids)), append(args, db.Args(ids)...)...)
	return found, err
}

// mostHistory is how many lines of a comment's history are read: the newest.
const mostHistory = 50

// histories reads what became of several contributions over time, the newest first.
func histories(ctx context.Context, q db.Querier, a people.Actor, ids []int64) (map[int64][]FateEntry, error) {
	found := make(map[int64][]FateEntry, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	joins, args := entryJoins(a)
	err := db.Each(ctx, q, func(r db.Row) error {
		var id int64
		var e FateEntry
		if err := r.Scan(append([]any{&id, &e.Fate}, e.columns()...)...); err != nil {
			return err
		}
		if len(found[id]) < mostHistory {
			found[id] = append(found[id], e)
		}
		return nil
	}, "SELECT c.id, f.fate, "+entryColumns+" FROM fates f JOIN contributions c ON c.id = f.contribution_id"+joins+
		" WHERE f.contribution_id IN "+db.In(len(ids))+" ORDER BY f.id DESC LIMIT ?", append(append(args, db.Args(ids)...), mostHistory*len(ids))...)
	return found, err
}

// FatesOf reads how each of several contributions stands, as far as the reader may know: what needs no answer has no
// entry. Whether they may read the contributions has been asked before.
func (s *Store) FatesOf(ctx context.Context, a people.Actor, ids []int64) (map[int64]FateEntry, error) {
	return fates(ctx, s.DB, a, ids)
}

package guide

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Bounds on what editors decide.
const (
	MaxReason    = 1000 // characters of a reason
	MaxDecisions = 50   // comments that are decided about at once
	keptReason   = 2000 // bytes of a reason that is kept to be used again
)

// Decision is what editors decide about a comment on a chapter.
type Decision struct {
	Contribution int64
	Fate         discussion.Fate
	Version      int64 // TakenIn and Partly: the published version that it changed; 0 = the newest
	Block        int64 // TakenIn and Partly: the paragraph in that version, or one that it took out; 0 = the one that the comment is on
	ToThread     int64 // MovedAway: the thread that it goes to
	Reason       string
	By           people.Actor  // an ID of 0 is the program
	At           clock.Instant // 0 = now; the demonstration gives the past
	Quiet        bool          // nobody is told: for the demonstration and for imports
}

// MayDecide tells whether the actor may decide what becomes of comments.
func MayDecide(a people.Actor) error {
	if !a.CanEdit() {
		return db.Forbidden{Reason: "Only the editors decide what becomes of a comment. You can answer it."}
	}
	return nil
}

// Ground is what the rules of a decision look at.
type Ground struct {
	Written   bool // the chapter has a published version
	Paragraph int  // number of the paragraph that was named, or that the comment is on; 0 = none
	Replied   bool // an editor answered the comment in words
}

// Check tells what is missing from a decision, by field: "fate", "paragraph", "reason", "to". It gives the decision
// with its reason cleaned.
func (d Decision) Check(g Ground) (Decision, error) {
	reason, err := prose.Clean(d.Reason)
	if err != nil {
		return d, db.Wrong("reason", "%s", err)
	}
	d.Reason = strings.TrimSpace(reason)
	if utf8.RuneCountInString(d.Reason) > MaxReason {
		return d, db.Wrong("reason", "Please keep the reason under %d letters", MaxReason)
	}
	switch d.Fate {
	case discussion.TakenIn, discussion.Partly:
		switch {
		case !g.Written:
			return d, db.Wrong("fate", "This chapter has no published text yet, so nothing can be taken in")
		case g.Paragraph == 0:
			return d, db.Wrong("paragraph", "Say which paragraph it changed")
		}
	case discussion.NotTakenIn:
		if d.Reason == "" {
			return d, db.Wrong("reason", "Say why. The writer reads it")
		}
	case discussion.Answered:
		if d.Reason == "" && !g.Replied {
			return d, db.Wrong("reason", "Write the answer here, or answer the comment first")
		}
	case discussion.MovedAway:
		if d.ToThread == 0 {
			return d, db.Wrong("to", "Choose where it goes")
		}
	case discussion.Pending:
	default:
		return d, db.Wrong("fate", "Choose what becomes of it")
	}
	if d.Fate != discussion.MovedAway {
		d.ToThread = 0
	}
	if !taken(d.Fate) {
		d.Version, d.Block = 0, 0
	}
	return d, nil
}

// taken tells whether a fate names a paragraph.
func taken(f discussion.Fate) bool { return f == discussion.TakenIn || f == discussion.Partly }

// Decide sets what becomes of one comment inside a command: see DecideAll.
func Decide(tx *db.Tx, d Decision) error { return DecideAll(tx, []Decision{d}) }

// DecideAll sets what becomes of several comments inside a command, with a row of history and an entry in the register
// for each, and tells their writers: each gets one notice for a chapter, however many of their comments it is about.
// What is decided already, for the same reason and place, stays as it is, and nobody is told. Whether the actor may
// decide has been asked before: see MayDecide. Errors: db.ErrNotFound for what is not a published comment on a chapter,
// and db.Invalid by the fields of Check; as a Failure where there are several.
func DecideAll(tx *db.Tx, all []Decision) error {
	places, err := placesOf(tx, all)
	if err != nil {
		return err
	}
	var told []outcome
	failed := Failure{}
	for _, p := range places {
		o, err := p.decide(tx)
		switch {
		case err == nil:
			told = append(told, o...)
		case len(all) == 1 || !failed.note(p.d.Contribution, err):
			return err
		}
	}
	if len(failed) > 0 {
		return failed
	}
	return tell(tx, told)
}

// placed is a decision with where its comment stands.
type placed struct {
	d               Decision
	thread, chapter int64
}

// placesOf finds the comments of several decisions, in the order in which every command locks them.
func placesOf(tx *db.Tx, all []Decision) ([]placed, error) {
	list := make([]placed, len(all))
	for i, d := range all {
		list[i].d = d
		rows, err := db.All(tx.Context(), tx, func(r db.Row) (p placed, err error) {
			err = r.Scan(&p.thread, &p.chapter)
			return p, err
		}, "SELECT c.thread_id, ch.id FROM contributions c JOIN chapters ch ON ch.thread_id = c.thread_id WHERE c.id = ?", d.Contribution)
		if err != nil {
			return nil, err
		}
		if len(rows) == 1 {
			list[i].thread, list[i].chapter = rows[0].thread, rows[0].chapter
		}
	}
	slices.SortStableFunc(list, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.chapter, b.chapter), cmp.Compare(a.d.Contribution, b.d.Contribution))
	})
	return list, nil
}

// standing is a comment as it is when somebody decides about it.
type standing struct {
	state   discussion.State
	author  int64
	fate    discussion.Fate
	block   int64 // the paragraph that it is on now; 0 = none
	out     int64 // the paragraph that it was on, where that was taken out; 0 = it was not
	replied bool  // an editor answered it
	row     fateRow
}

// fateRow is a row of the history of fates.
type fateRow struct {
	id, chapter, version, block, to int64
	fate                            discussion.Fate
	reason                          string
}

// decide carries one decision out and gives whom to tell of what; nothing where nothing changes.
func (p placed) decide(tx *db.Tx) ([]outcome, error) {
	if p.chapter == 0 {
		return nil, db.ErrNotFound
	}
	c, err := locked(tx, p.chapter)
	if err != nil {
		return nil, err
	}
	at, err := standingOf(tx, c, p.d.Contribution)
	if err != nil {
		return nil, p.movedAlong(tx, err)
	}
	if at.state != discussion.Published {
		return nil, db.ErrNotFound
	}
	d, label, err := p.d.settle(tx, c, at)
	switch {
	case err != nil:
		return nil, err
	case d.Fate == discussion.MovedAway:
		return relocate(tx, c, d)
	}
	if at.fate == d.Fate && (at.row.id != 0 || d.Fate == discussion.Pending) &&
		at.row.version == d.Version && at.row.block == d.Block && at.row.to == d.ToThread && at.row.reason == d.Reason {
		return nil, nil
	}
	before, err := lastAnswer(tx, d.Contribution)
	if err != nil {
		return nil, err
	}
	if err := record(tx, c, d, at.fate); err != nil {
		return nil, err
	}
	o := outcome{contribution: d.Contribution, author: at.author, decision: d, label: label, chapter: c, before: before}
	if d.Quiet || d.By.ID == at.author {
		return nil, nil
	}
	return []outcome{o}, nil
}

// standingOf reads a comment and holds its row.
func standingOf(tx *db.Tx, c Chapter, contribution int64) (standing, error) {
	if _, err := tx.Exec("UPDATE contributions SET passes = passes WHERE id = ?", contribution); err != nil {
		return standing{}, err
	}
	return db.One(tx.Context(), tx, func(r db.Row) (at standing, err error) {
		err = r.Scan(&at.state, &at.author, &at.fate, &at.block, &at.out, &at.replied,
			&at.row.id, &at.row.chapter, &at.row.fate, &at.row.version, &at.row.block, &at.row.to, &at.row.reason)
		return at, err
	}, `SELECT c.state, c.author_id, c.fate, COALESCE(a.now_block_id, 0), COALESCE(CASE WHEN a.status = 'removed' THEN a.block_id END, 0),
		EXISTS (SELECT 1 FROM contributions r JOIN people p ON p.id = r.author_id WHERE r.parent_id = c.id AND r.state = 'published' AND r.fate = ''
			AND p.role IN ('editor', 'administrator')),
		COALESCE(f.id, 0), COALESCE(f.chapter_id, 0), COALESCE(f.fate, ''), COALESCE(f.version_id, 0), COALESCE(f.block_id, 0),
		COALESCE(f.to_thread_id, 0), COALESCE(f.reason, '')
		FROM contributions c LEFT JOIN anchors a ON a.contribution_id = c.id LEFT JOIN fates f ON f.contribution_id = c.id AND f.current = 1
		WHERE c.id = ? AND c.thread_id = ?`, contribution, c.ThreadID)
}

// settle fills in what a decision leaves open, checks it, and gives the words for the paragraph that it names.
func (d Decision) settle(tx *db.Tx, c Chapter, at standing) (Decision, paragraphLabel, error) {
	ground := Ground{Written: c.VersionID != 0, Replied: at.replied}
	var label paragraphLabel
	if taken(d.Fate) && ground.Written {
		// Said again without a place, it stays at the one that it has.
		if d.Version == 0 && d.Block == 0 && at.row.fate == d.Fate && at.fate == d.Fate {
			d.Version, d.Block = at.row.version, at.row.block
		}
		if d.Version == 0 && d.Block == 0 && at.out != 0 {
			out, err := db.Values[int64](tx.Context(), tx, "SELECT version_id FROM block_links WHERE from_block = ? AND how = 'removed' ORDER BY version_id DESC LIMIT 1", at.out)
			if err != nil {
				return d, label, err
			}
			if len(out) > 0 {
				d.Version, d.Block = out[0], at.out
			}
		}
		if d.Version == 0 {
			d.Version = c.VersionID
		}
		if d.Block == 0 {
			d.Block = at.block
		}
		place, err := placeIn(tx, c, d.Version, d.Block)
		if err != nil {
			return d, label, err
		}
		ground.Paragraph, label = place.number, place.label(c)
	}
	d, err := d.Check(ground)
	return d, label, err
}

// fatePlace is a paragraph of a version that a comment changed.
type fatePlace struct {
	version, number int // number 0 = no paragraph
	out             bool
}

// placeIn finds a paragraph of a version, or one of the version before that it took out.
func placeIn(tx *db.Tx, c Chapter, version, block int64) (p fatePlace, err error) {
	err = tx.QueryRow(tx.Context(), `SELECT v.number, COALESCE(b.number, 0) FROM versions v
		LEFT JOIN version_blocks b ON b.version_id = v.id AND b.block_id = ? WHERE v.id = ? AND v.chapter_id = ?`, block, version, c.ID).
		Scan(&p.version, &p.number)
	if err != nil {
		return p, db.Wrong("version", "Choose a published version of this chapter")
	}
	if p.number != 0 {
		return p, nil
	}
	gone, err := db.Values[int](tx.Context(), tx, `SELECT b.number FROM block_links l JOIN versions v ON v.chapter_id = ? AND v.number = ?
		JOIN version_blocks b ON b.version_id = v.id AND b.block_id = l.from_block
		WHERE l.version_id = ? AND l.from_block = ? AND l.how = 'removed'`, c.ID, p.version-1, version, block)
	if len(gone) > 0 {
		p.number, p.out = gone[0], true
	}
	return p, err
}

// record stores a decision: the history, the counters, the reason to be used again, and the entry in the register.
func record(tx *db.Tx, c Chapter, d Decision, before discussion.Fate) error {
	at := d.At
	if at == 0 {
		at = tx.Now()
	}
	if _, err := tx.Exec("UPDATE fates SET current = 0 WHERE contribution_id = ? AND current = 1", d.Contribution); err != nil {
		return err
	}
	decided, err := tx.Insert(`INSERT INTO fates (contribution_id, chapter_id, fate, version_id, block_id, to_thread_id, reason, decided_by, decided_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, d.Contribution, c.ID, d.Fate, db.Null(d.Version), db.Null(d.Block), db.Null(d.ToThread), d.Reason,
		db.Null(d.By.ID), at)
	if err != nil {
		return err
	}
	if _, err := discussion.SetFate(tx, d.Contribution, d.Fate); err != nil {
		return err
	}
	if err := remember(tx, d, at); err != nil {
		return err
	}
	details := map[string]any{"decided": decided, "chapter": c.ID, "before": before, "fate": d.Fate}
	for name, id := range map[string]int64{"version": d.Version, "block": d.Block, "to_thread": d.ToThread} {
		if id != 0 {
			details[name] = id
		}
	}
	return audit.Append(tx, audit.Entry{Actor: d.By.ID, Act: "fate.set", Kind: "contribution", Object: d.Contribution, Details: details})
}

// remember keeps a reason to be offered again.
func remember(tx *db.Tx, d Decision, at clock.Instant) error {
	if d.Reason == "" || len(d.Reason) > keptReason || d.Fate == discussion.Pending {
		return nil
	}
	_, err := tx.Exec(`INSERT INTO fate_reasons (fate, words, created_by, changed_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (fate, words) DO UPDATE SET used = fate_reasons.used + 1, changed_at = excluded.changed_at`, d.Fate, d.Reason, db.Null(d.By.ID), at)
	return err
}

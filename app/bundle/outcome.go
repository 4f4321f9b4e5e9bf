package bundle

import (
	"encoding/json"
	"io"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
)

// fate is one thing that was decided about a comment; the newest counts.
type fate struct {
	Contribution int64  `json:"contribution"`
	Fate         string `json:"fate"`
	Version      int    `json:"version,omitempty"`
	Paragraph    int    `json:"paragraph,omitempty"`
	Reason       string `json:"reason,omitempty"`
	At           string `json:"at"`
	Counts       bool   `json:"counts"`
}

// pages writes a list whose rows are read a page at a time, from after an id on.
func pages[T any](b *writer, name, query string, scan func(r db.Row, id *int64) (T, error), args ...any) error {
	return b.add(name, func(w io.Writer) error {
		rows := &list{w: w}
		for after := int64(0); ; {
			last := after
			page, err := db.All(b.ctx, b.q, func(r db.Row) (T, error) { return scan(r, &last) }, query, append(append([]any{}, args...), after, atOnce)...)
			if err != nil {
				return err
			}
			for _, one := range page {
				if err := rows.row(one); err != nil {
					return err
				}
			}
			if after = last; len(page) < atOnce {
				return rows.end()
			}
		}
	})
}

// fates writes what became of each comment that can be read, with the reasons.
func (b *writer) fates() error {
	return pages(b, "fates.json", `SELECT f.id, f.contribution_id, f.fate, COALESCE(v.number, 0), COALESCE(p.number, 0), f.reason, f.decided_at, f.current = 1
		FROM fates f JOIN contributions c ON c.id = f.contribution_id LEFT JOIN versions v ON v.id = f.version_id
		LEFT JOIN version_blocks p ON p.version_id = f.version_id AND p.block_id = f.block_id
		WHERE f.chapter_id = ? AND c.state = 'published' AND f.id > ? ORDER BY f.id LIMIT ?`, func(r db.Row, id *int64) (f fate, err error) {
		var at clock.Instant
		err = r.Scan(id, &f.Contribution, &f.Fate, &f.Version, &f.Paragraph, &f.Reason, &at, &f.Counts)
		f.At = b.at(at)
		return f, err
	}, b.chapter.ID)
}

// shaping is one thing that shaped a paragraph in a version.
type shaping struct {
	Version      int    `json:"version"`
	Paragraph    int    `json:"paragraph"`
	Kind         string `json:"kind"`
	Contribution int64  `json:"contribution,omitempty"`
	Extent       string `json:"extent,omitempty"`
	Citation     string `json:"citation,omitempty"`
	Link         string `json:"link,omitempty"`
	Note         string `json:"note,omitempty"`
	At           string `json:"at"`
}

// ledger writes what shaped each paragraph. A note beside something that was taken down goes with it.
func (b *writer) ledger() error {
	return pages(b, "ledger.json", `SELECT l.id, v.number, COALESCE(p.number, 0), l.kind, COALESCE(l.contribution_id, 0), l.extent, l.citation, l.link,
		CASE WHEN l.contribution_id IS NULL OR c.state = 'published' AND t.private = 0 THEN l.note ELSE '' END, l.entered_at
		FROM ledger l JOIN versions v ON v.id = l.version_id LEFT JOIN contributions c ON c.id = l.contribution_id LEFT JOIN threads t ON t.id = c.thread_id
		LEFT JOIN version_blocks p ON p.version_id = l.version_id AND p.block_id = l.block_id
		WHERE l.chapter_id = ? AND l.id > ? ORDER BY l.id LIMIT ?`, func(r db.Row, id *int64) (s shaping, err error) {
		var at clock.Instant
		err = r.Scan(id, &s.Version, &s.Paragraph, &s.Kind, &s.Contribution, &s.Extent, &s.Citation, &s.Link, &s.Note, &at)
		s.At = b.at(at)
		return s, err
	}, b.chapter.ID)
}

// decision is a record of what was decided, as it stands in a bundle.
type decision struct {
	Number    int                  `json:"number"`
	DecidedOn string               `json:"decided_on"`
	DecidedBy string               `json:"decided_by"`
	Words     string               `json:"words"`
	Figures   consultation.Figures `json:"figures"`
	Recorded  string               `json:"recorded_at"`
}

// reader is somebody who says that they read what people said.
type reader struct {
	Name          string `json:"name"`
	Role          string `json:"role"`
	ForThem       bool   `json:"entered_by_somebody_else"`
	Contributions int    `json:"contributions_then"`
	At            string `json:"at"`
}

// decisions writes what was decided, and who read what people said.
func (b *writer) decisions() error {
	decisions, err := db.All(b.ctx, b.q, func(r db.Row) (d decision, err error) {
		var on, at clock.Instant
		var figures string
		if err = r.Scan(&d.Number, &on, &d.DecidedBy, &d.Words, &figures, &at); err != nil {
			return d, err
		}
		d.DecidedOn, d.Recorded = on.In(b.o.Zone).Format("2006-01-02"), b.at(at)
		return d, json.Unmarshal([]byte(figures), &d.Figures)
	}, "SELECT number, decided_on, decided_by, words_md, figures, entered_at FROM decision_records WHERE thread_id = ? ORDER BY number", b.chapter.ThreadID)
	if err != nil {
		return err
	}
	readers, err := db.All(b.ctx, b.q, func(r db.Row) (d reader, err error) {
		var at clock.Instant
		err = r.Scan(&d.Name, &d.Role, &d.ForThem, &d.Contributions, &at)
		d.At = b.at(at)
		return d, err
	}, `SELECT COALESCE(p.public_name, x.name), x.role, x.person_id IS NULL, x.contributions, x.read_at
		FROM consultation_readers x LEFT JOIN people p ON p.id = x.person_id WHERE x.thread_id = ? ORDER BY x.id`, b.chapter.ThreadID)
	if err != nil {
		return err
	}
	return b.json("decisions.json", struct {
		Decisions []decision `json:"decisions"`
		Readers   []reader   `json:"readers"`
	}{append([]decision{}, decisions...), append([]reader{}, readers...)})
}

// entry is an entry of the register. One about something that was taken down, in which its words could stand, is
// withheld: its place in the chain is left.
type entry struct {
	audit.Sealed
	Withheld bool `json:"withheld,omitempty"`
}

// register writes the entries about the chapter, its guide, its comments and what was asked.
func (b *writer) register() error {
	return b.add("register.json", func(w io.Writer) error {
		rows := &list{w: w}
		about := `(r.object_kind = 'chapter' AND r.object_id = ?) OR (r.object_kind = 'guide' AND r.object_id = ?) OR (r.object_kind = 'thread' AND r.object_id = ?)
			OR (r.object_kind = 'contribution' AND r.object_id IN (SELECT id FROM contributions WHERE thread_id = ?))`
		for after := int64(0); ; {
			page, err := audit.Extract(b.ctx, b.q, about, []any{b.chapter.ID, b.guide.ID, b.chapter.ThreadID, b.chapter.ThreadID}, after, atOnce)
			if err != nil {
				return err
			}
			down, err := b.takenDown(page)
			if err != nil {
				return err
			}
			for _, s := range page {
				e := entry{Sealed: s}
				if s.Kind == "contribution" && down[s.Object] && !moderated(s.Act) {
					e = entry{Sealed: audit.Sealed{ID: s.ID, Act: s.Act, Kind: s.Kind, Object: s.Object, Place: s.Place, Before: s.Before, Hash: s.Hash}, Withheld: true}
				}
				if err := rows.row(e); err != nil {
					return err
				}
				after = s.ID
			}
			if len(page) < atOnce {
				return rows.end()
			}
		}
	})
}

// moderated tells whether an act is a moderator's, whose reasons are keys and never hold words.
func moderated(act string) bool { return strings.HasPrefix(act, "moderation.") }

// takenDown tells which contributions that a page of entries is about cannot be read.
func (b *writer) takenDown(page []audit.Sealed) (map[int64]bool, error) {
	var ids []int64
	for _, s := range page {
		if s.Kind == "contribution" {
			ids = append(ids, s.Object)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	down := map[int64]bool{}
	list, err := db.Values[int64](b.ctx, b.q, "SELECT id FROM contributions WHERE state <> 'published' AND id IN "+db.In(len(ids)), db.Args(ids)...)
	for _, id := range list {
		down[id] = true
	}
	return down, err
}

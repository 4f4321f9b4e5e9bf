package guide

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Bounds on documents that are brought in.
const (
	MaxDocument     = 5 << 20            // bytes of a file
	MaxManuscripts  = 20                 // of one guide, that are not chapters yet
	ManuscriptsKept = 7 * 24 * time.Hour // how long the text of a document waits to become chapters
)

// Loss is something of a document that could not be kept.
type Loss struct {
	What  string   `json:"what"`            // in the words of a row of Losses
	Count int      `json:"count"`           // how many; 0 where that is not known
	Where []string `json:"where,omitempty"` // headings under which they stood, a few of them
}

// Manuscript is the text of a document that was brought in and is not chapters yet.
type Manuscript struct {
	ID      int64
	GuideID int64
	Name    string // of the file
	Title   string // that the document gives itself; may be empty
	Body    string // Markdown
	Losses  []Loss
	By      string // public name of who brought it in; may be empty
	At      clock.Instant
}

// KeepManuscript keeps the text of a document for a guide until chapters are made of it, and gives its id. The oldest
// ones of a guide that has too many make room.
func (s *Store) KeepManuscript(ctx context.Context, a people.Actor, key db.Key, guide int64, m Manuscript) (id int64, err error) {
	if err := MayEdit(a); err != nil {
		return 0, err
	}
	losses, err := json.Marshal(m.Losses)
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		id, err := tx.Insert("INSERT INTO manuscripts (guide_id, name, title, body_md, losses, uploaded_by, uploaded_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			guide, m.Name, m.Title, m.Body, string(losses), db.Null(a.ID), tx.Now())
		if err != nil {
			return 0, err
		}
		_, err = tx.Exec(`DELETE FROM manuscripts WHERE guide_id = ? AND id NOT IN
			(SELECT id FROM manuscripts WHERE guide_id = ? ORDER BY id DESC LIMIT ?)`, guide, guide, MaxManuscripts)
		return id, err
	})
}

// Manuscript reads a document's text that was kept for a guide. ErrNotFound once chapters were made of it, or where it
// waited too long.
func (s *Store) Manuscript(ctx context.Context, a people.Actor, guide, id int64) (Manuscript, error) {
	if err := MayEdit(a); err != nil {
		return Manuscript{}, err
	}
	return db.One(ctx, s.DB, func(r db.Row) (m Manuscript, err error) {
		var losses string
		if err = r.Scan(&m.ID, &m.GuideID, &m.Name, &m.Title, &m.Body, &losses, &m.By, &m.At); err != nil {
			return m, err
		}
		return m, json.Unmarshal([]byte(losses), &m.Losses)
	}, `SELECT m.id, m.guide_id, m.name, m.title, m.body_md, m.losses, COALESCE(p.public_name, ''), m.uploaded_at
		FROM manuscripts m LEFT JOIN people p ON p.id = m.uploaded_by WHERE m.id = ? AND m.guide_id = ?`, id, guide)
}

// Brought is a chapter to be made of a part of a document.
type Brought struct {
	Title string
	Body  string // Markdown; "" for a chapter with nothing in it yet
}

// CheckBrought cleans what chapters are to be made of. Bad input is Invalid under "title-N" and "part-N", counted from 0.
func CheckBrought(chapters []Brought) ([]Brought, error) {
	wrong := db.Invalid{}
	clean := make([]Brought, len(chapters))
	for i, c := range chapters {
		n := strconv.Itoa(i)
		d, err := Details{Title: c.Title}.Check()
		if err != nil {
			wrong["title-"+n] = err.(db.Invalid)["title"]
		}
		clean[i].Title = d.Title
		if strings.TrimSpace(c.Body) == "" {
			continue
		}
		if clean[i].Body, err = cleanBody(c.Body); err != nil {
			wrong["part-"+n] = err.(db.Invalid)["body"]
		}
	}
	switch {
	case len(wrong) > 0:
		return nil, wrong
	case len(chapters) == 0:
		return nil, db.Wrong("", "Tick at least one chapter")
	}
	return clean, nil
}

// BringIn makes chapters of a document at the end of a guide, each with its text as its draft: nothing is published.
// The text that was kept of the document goes. It gives how many chapters were made.
func (s *Store) BringIn(ctx context.Context, a people.Actor, key db.Key, m Manuscript, chapters []Brought) (made int, err error) {
	if err := MayEdit(a); err != nil {
		return 0, err
	}
	if chapters, err = CheckBrought(chapters); err != nil {
		return 0, err
	}
	n, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		gone, err := tx.Exec("DELETE FROM manuscripts WHERE id = ? AND guide_id = ?", m.ID, m.GuideID)
		if err != nil {
			return 0, err
		}
		if gone == 0 {
			return 0, db.ErrNotFound
		}
		for _, c := range chapters {
			if _, err := AddBrought(tx, m.GuideID, c, a.ID); err != nil {
				return 0, err
			}
		}
		return int64(len(chapters)), nil
	})
	return int(n), err
}

// AddBrought makes a chapter of a checked part of a document inside a command and gives its id.
func AddBrought(tx *db.Tx, guide int64, c Brought, by int64) (int64, error) {
	id, err := AddChapter(tx, guide, Details{Title: c.Title}, New{CreatedBy: by})
	if err != nil {
		return 0, err
	}
	if c.Body != "" {
		if _, err := AddDraft(tx, id, Draft{Body: c.Body, By: by}); err != nil {
			return 0, err
		}
	}
	return id, audit.Append(tx, audit.Entry{Actor: by, Act: "chapter.create", Kind: "chapter", Object: id, Details: map[string]any{"brought_in": true}})
}

// Parts splits a document at the headings of a level or above, as chapters to be made: each has its heading as its
// title, and what stands before the first one the document's own. Bad input is Invalid under "file".
func (m Manuscript) Parts(ctx context.Context, level int) ([]prose.Part, error) {
	parts, err := prose.Split(ctx, m.Body, level)
	if err != nil {
		if ctx.Err() != nil {
			return nil, db.ErrBusy
		}
		return nil, db.Wrong("file", "%s", err)
	}
	for i := range parts {
		if parts[i].Title == "" {
			parts[i].Title = m.Heading()
		}
	}
	return parts, nil
}

// Heading is what a document is called: its own title, or else its file's name.
func (m Manuscript) Heading() string {
	if m.Title != "" {
		return m.Title
	}
	name := m.Name
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		name = name[:dot]
	}
	return name
}

// Manuscripts lists the documents of a guide that are not chapters yet, the newest first, without their texts.
func (s *Store) Manuscripts(ctx context.Context, a people.Actor, guide int64) ([]Manuscript, error) {
	if err := MayEdit(a); err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, func(r db.Row) (m Manuscript, err error) {
		err = r.Scan(&m.ID, &m.GuideID, &m.Name, &m.Title, &m.By, &m.At)
		return m, err
	}, `SELECT m.id, m.guide_id, m.name, m.title, COALESCE(p.public_name, ''), m.uploaded_at
		FROM manuscripts m LEFT JOIN people p ON p.id = m.uploaded_by WHERE m.guide_id = ? ORDER BY m.id DESC LIMIT ?`, guide, MaxManuscripts)
}

// Levels gives the heading levels at which a document can be split into as many chapters as a guide can hold, 0 for
// keeping it in one, and the one to suggest: the highest that more than one heading has.
func Levels(outline []prose.Section) (levels []int, suggested int) {
	levels = []int{0}
	for level := 1; level <= 6; level++ {
		here, upTo := 0, 0
		for _, s := range outline {
			if s.Level == level {
				here++
			}
			if s.Level <= level {
				upTo++
			}
		}
		if here == 0 || upTo > MaxChapters {
			continue
		}
		levels = append(levels, level)
		if suggested == 0 && here > 1 {
			suggested = level
		}
	}
	return levels, suggested
}

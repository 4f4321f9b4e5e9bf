package moderation

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Dossier is what moderators see of a person before they do something about them.
type Dossier struct {
	people.Standing
	Silenced  clock.Instant // until when they cannot write; 0 = they can
	Suspended clock.Instant // until when they are on hold; 0 = not, or until it is lifted
	Unreached clock.Instant // since when mail to them comes back; 0 = it does not
	About     string        // what they say of themselves
	States    map[discussion.State]int
	Said      []Piece // the newest
	Done      []Done  // decisions about what they wrote, the newest
	Reports   struct {
		About, By int // about what they wrote; made by them
		Upheld    int // of those made by them, that led to something
	}
	Sanctions []people.Sanction
	Notes     []PersonNote
	Can       []people.SanctionKind // what the actor may do about them
}

// Piece is something that a person said, as a list shows it.
type Piece struct {
	ID    int64
	Title string // of the thread
	Words string // the beginning
	State discussion.State
	At    clock.Instant
}

// PersonNote is what a moderator noted about a person, for moderators alone.
type PersonNote struct {
	ID    int64
	Words string
	ByID  int64
	By    string
	At    clock.Instant
}

// Bounds of a dossier.
const (
	maxPieces = 30
	maxNotes  = 100
	pieceSize = 160 // bytes of the beginning of what was said
)

// Dossier reads what moderators see of a person; db.ErrNotFound where there is no account.
func (s *Store) Dossier(ctx context.Context, a people.Actor, accounts *people.Store, id int64) (d Dossier, err error) {
	if d.Standing, err = accounts.Standing(ctx, a, id); err != nil {
		return d, err
	}
	err = s.DB.QueryRow(ctx, `SELECT COALESCE(silenced_until, 0), COALESCE(suspended_until, 0), COALESCE(mail_stopped_at, 0), about,
		(SELECT COUNT(*) FROM reports r JOIN contributions c ON c.id = r.contribution_id WHERE c.author_id = p.id),
		(SELECT COUNT(*) FROM reports r WHERE r.reporter_id = p.id),
		(SELECT COUNT(*) FROM reports r JOIN decisions x ON x.id = r.decision_id WHERE r.reporter_id = p.id AND x.act IN ('hide', 'ask', 'cover'))
		FROM people p WHERE p.id = ?`, id).Scan(&d.Silenced, &d.Suspended, &d.Unreached, &d.About, &d.Reports.About, &d.Reports.By, &d.Reports.Upheld)
	if err != nil {
		return d, err
	}
	if d.Silenced <= s.DB.Clock.Now() {
		d.Silenced = 0
	}
	if err := s.pieces(ctx, &d, id); err != nil {
		return d, err
	}
	if d.Done, err = db.All(ctx, s.DB, scanDone, doneQuery+"d.author_id = ? ORDER BY d.id DESC LIMIT ?", id, maxPieces); err != nil {
		return d, err
	}
	if d.Sanctions, err = people.SanctionsOf(ctx, s.DB, id); err != nil {
		return d, err
	}
	d.Notes, err = db.All(ctx, s.DB, func(r db.Row) (n PersonNote, err error) {
		err = r.Scan(&n.ID, &n.Words, &n.ByID, &n.By, &n.At)
		return n, err
	}, `SELECT n.id, n.words, COALESCE(n.written_by, 0), COALESCE(p.public_name, ''), n.written_at FROM person_notes n LEFT JOIN people p ON p.id = n.written_by
		WHERE n.person_id = ? AND n.removed_at IS NULL ORDER BY n.id DESC LIMIT ?`, id, maxNotes)
	if a.ID == id { // what others noted is not for the person it is about
		d.Notes = nil
	}
	now := s.DB.Clock.Now()
	for _, kind := range people.SanctionKinds {
		until := clock.Instant(0)
		if kind == people.Silence || kind == people.Suspend {
			until = now + 1
		}
		if people.MaySanction(a, kind, id, d.Role, until, now) == nil {
			d.Can = append(d.Can, kind)
		}
	}
	return d, err
}

func (s *Store) pieces(ctx context.Context, d *Dossier, id int64) (err error) {
	d.States = map[discussion.State]int{}
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		var state discussion.State
		var n int
		err := r.Scan(&state, &n)
		d.States[state] = n
		return err
	}, "SELECT state, COUNT(*) FROM contributions WHERE author_id = ? GROUP BY state", id)
	if err != nil {
		return err
	}
	// What was taken back is not read again, and what is sealed is for the leads alone.
	d.Said, err = db.All(ctx, s.DB, func(r db.Row) (p Piece, err error) {
		err = r.Scan(&p.ID, &p.Title, &p.Words, &p.State, &p.At)
		p.Words = discussion.Beginning(p.Words, pieceSize)
		return p, err
	}, `SELECT c.id, COALESCE(t.kept_title, t.title), CASE WHEN c.state = 'deleted' OR c.sealed = 1 THEN '' ELSE SUBSTR(c.body_html, 1, 800) END, c.state, c.created_at
		FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.author_id = ? ORDER BY c.id DESC LIMIT ?`, id, maxPieces)
	return err
}

// Found is a person whom a moderator looked for.
type Found struct {
	ID    int64
	Name  string
	Role  people.Role
	State people.State
	Since clock.Instant
}

// mostFound bounds what a search for people gives.
const mostFound = 20

// FindPeople finds accounts by a name or how it begins, those that look the same among them. Only moderators may. It
// looks at no email address: whoever could try addresses would learn which of their neighbours is here, and under which
// name, and nothing would show that they looked. What moderators have to decide about leads to its writer anyway; whoever
// has to find an account by its address is the operator, at the command line.
func (s *Store) FindPeople(ctx context.Context, a people.Actor, text string) ([]Found, error) {
	if err := MayModerate(a); err != nil {
		return nil, err
	}
	text, err := prose.Line(text)
	if err != nil || text == "" {
		return nil, err
	}
	skeleton := people.Skeleton(text)
	if skeleton == "" {
		return nil, nil
	}
	return db.All(ctx, s.DB, func(r db.Row) (f Found, err error) {
		err = r.Scan(&f.ID, &f.Name, &f.Role, &f.State, &f.Since)
		return f, err
	}, `SELECT id, public_name, role, state, created_at FROM people WHERE state IN ('active', 'suspended')
		AND (name_skeleton = ? OR name_skeleton >= ? AND name_skeleton < ?) ORDER BY name_skeleton, id LIMIT ?`,
		skeleton, skeleton, skeleton+"\U0010fffd", mostFound)
}

// MaxPersonNote is the length in characters of a note about a person.
const MaxPersonNote = 1000

// Note adds a note about a person, for moderators alone, and gives its id. Bad input is Invalid under "note".
func (s *Store) Note(ctx context.Context, a people.Actor, key db.Key, person int64, words string) (int64, error) {
	if err := MayModerate(a); err != nil {
		return 0, err
	}
	if a.ID == person {
		return 0, db.Forbidden{Reason: "You cannot write a note about yourself."}
	}
	wrong := db.Invalid{}
	if words = text(words, MaxPersonNote, "note", wrong); words == "" && len(wrong) == 0 {
		wrong["note"] = "Write the note"
	}
	if len(wrong) > 0 {
		return 0, wrong
	}
	return s.command(ctx, a, key, func(tx *db.Tx) (int64, error) {
		there, err := db.Value[int](ctx, tx, "SELECT COUNT(*) FROM people WHERE id = ? AND state IN ('active', 'suspended')", person)
		if err != nil || there == 0 {
			if err == nil {
				err = db.ErrNotFound
			}
			return 0, err
		}
		id, err := tx.Insert("INSERT INTO person_notes (person_id, words, written_by, written_at) VALUES (?, ?, ?, ?)", person, words, a.ID, tx.Now())
		if err != nil {
			return 0, err
		}
		return id, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "people.note", Kind: "person", Object: person, Details: map[string]any{"note": id}})
	})
}

// RemoveNote takes a note back: its words are gone for good. Who wrote it may, and administrators.
func (s *Store) RemoveNote(ctx context.Context, a people.Actor, key db.Key, id int64) error {
	if err := MayModerate(a); err != nil {
		return err
	}
	_, err := s.command(ctx, a, key, func(tx *db.Tx) (int64, error) {
		var person, by int64
		_, err := db.One(ctx, tx, func(r db.Row) (bool, error) { return true, r.Scan(&person, &by) },
			"SELECT person_id, COALESCE(written_by, 0) FROM person_notes WHERE id = ? AND removed_at IS NULL", id)
		switch {
		case err != nil:
			return 0, err
		case person == a.ID:
			return 0, db.ErrNotFound
		case by != a.ID && !a.CanAdminister():
			return 0, db.Forbidden{Reason: "Only who wrote a note can take it back, or an administrator."}
		}
		if _, err := tx.Exec("UPDATE person_notes SET words = '', removed_at = ? WHERE id = ?", tx.Now(), id); err != nil {
			return 0, err
		}
		return id, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "people.note-removed", Kind: "person", Object: person, Details: map[string]any{"note": id}})
	})
	return err
}

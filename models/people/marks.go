package people

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/say"
)

// MarkKind is what staff made sure of.
type MarkKind string

// The kinds of mark.
const (
	MarkPractitioner MarkKind = "practitioner" // they do the work that they say they do
	MarkOrganisation MarkKind = "organisation" // they speak for the organisation that they name
)

// MarkKinds lists the kinds in the order in which they are always shown.
var MarkKinds = []MarkKind{MarkPractitioner, MarkOrganisation}

// Bounds on marks.
const (
	MaxMarkWords  = 60   // characters of what everybody reads
	MaxMarkReason = 400  // characters of why it was given, or taken off
	mostMarks     = 2000 // that hold at a time: every page may need any of them
)

// Mark says that staff know who somebody is. It says nothing of what they say, and counts for nothing.
type Mark struct {
	ID      int64
	Person  int64
	Name    string // the person's
	Kind    MarkKind
	Words   string // what everybody reads beside the name
	Why     string // how staff know, for staff and the person
	By      string // who gave it; "" where they left
	At      clock.Instant
	Until   clock.Instant // when it ends by itself; 0 = never
	Ended   clock.Instant // 0 = it holds
	EndedBy string        // "" where it ended by itself
	EndWhy  string
}

// Holds tells whether the mark stands beside the name at a moment.
func (m Mark) Holds(now clock.Instant) bool { return m.Ended == 0 && (m.Until == 0 || m.Until > now) }

// Giving is a mark as it was typed.
type Giving struct {
	Kind  MarkKind
	Words string
	Why   string
	Until clock.Instant // 0 = never
}

// check cleans what was typed: Invalid under "kind", "words", "why" and "until".
func (g Giving) check(now clock.Instant) (Giving, error) {
	wrong := db.Invalid{}
	if g.Kind != MarkPractitioner && g.Kind != MarkOrganisation {
		wrong["kind"] = "Choose what you made sure of"
	}
	g.Words = markLine(wrong, "words", g.Words, MaxMarkWords, "Write what people read beside the name")
	g.Why = markLine(wrong, "why", g.Why, MaxMarkReason, "Say how you know, so that others can rely on it")
	if g.Until != 0 && g.Until <= now {
		wrong["until"] = "Choose a day that is still to come, or leave it empty"
	}
	if len(wrong) > 0 {
		return g, wrong
	}
	return g, nil
}

func markLine(wrong db.Invalid, field, typed string, most int, missing say.Text) string {
	text := wrong.Line(field, typed, most)
	if text == "" && wrong[field] == "" {
		wrong[field] = missing
	}
	return text
}

const markColumns = `SELECT m.id, m.person_id, p.public_name, m.kind, m.words, m.why, COALESCE(g.public_name, ''), m.given_at, COALESCE(m.until_at, 0),
	COALESCE(m.ended_at, 0), COALESCE(e.public_name, ''), m.end_why FROM marks m JOIN people p ON p.id = m.person_id
	LEFT JOIN people g ON g.id = m.given_by LEFT JOIN people e ON e.id = m.ended_by `

func scanMark(r db.Row) (m Mark, err error) {
	err = r.Scan(&m.ID, &m.Person, &m.Name, &m.Kind, &m.Words, &m.Why, &m.By, &m.At, &m.Until, &m.Ended, &m.EndedBy, &m.EndWhy)
	return m, err
}

// MarkBeside is what stands beside a name.
type MarkBeside struct {
	ID    int64
	Kind  MarkKind
	Words string
	Until clock.Instant // 0 = never
}

// MarksThatHold reads every mark that stands beside a name, by person, inside a command or outside.
func MarksThatHold(ctx context.Context, q db.Querier) (map[int64]MarkBeside, error) {
	all := map[int64]MarkBeside{}
	err := db.Each(ctx, q, func(r db.Row) error {
		var person int64
		var m MarkBeside
		if err := r.Scan(&person, &m.ID, &m.Kind, &m.Words, &m.Until); err != nil {
			return err
		}
		all[person] = m
		return nil
	}, "SELECT person_id, id, kind, words, COALESCE(until_at, 0) FROM marks WHERE ended_at IS NULL ORDER BY id LIMIT ?", mostMarks)
	return all, err
}

// Mark reads a mark, for its page: db.ErrNotFound where there is none or it holds no more.
func (s *Store) Mark(ctx context.Context, id int64) (Mark, error) {
	m, err := db.One(ctx, s.db, scanMark, markColumns+"WHERE m.id = ? AND p.state = 'active'", id)
	if err == nil && !m.Holds(s.db.Clock.Now()) {
		err = db.ErrNotFound
	}
	return m, err
}

// MarksOf lists the marks of a person, the newest first, at most 50, for administrators and the person.
func (s *Store) MarksOf(ctx context.Context, a Actor, person int64) ([]Mark, error) {
	if !a.CanAdminister() && (!a.SignedIn() || a.ID != person) {
		return nil, errMarks
	}
	return db.All(ctx, s.db, scanMark, markColumns+"WHERE m.person_id = ? ORDER BY m.id DESC LIMIT 50", person)
}

// Marks lists the marks that hold, for administrators; after is the id of the last one shown, or 0.
func (s *Store) Marks(ctx context.Context, a Actor, after int64, n int) ([]Mark, error) {
	if !a.CanAdminister() {
		return nil, errMarks
	}
	return db.All(ctx, s.db, scanMark, markColumns+"WHERE m.ended_at IS NULL AND m.id > ? ORDER BY m.id LIMIT ?", after, n)
}

var errMarks = db.Forbidden{Reason: "Only administrators give marks and take them off."}

// GiveMark gives somebody a mark in place of the one that they have, with an entry in the register; the person is told.
// Only administrators may, and not for themselves. Bad input is Invalid under "kind", "words", "why" and "until".
func (s *Store) GiveMark(ctx context.Context, a Actor, key db.Key, person int64, g Giving) (int64, error) {
	if !a.CanAdminister() {
		return 0, errMarks
	}
	if a.ID == person {
		return 0, db.Forbidden{Reason: "You cannot do this for yourself. Ask another administrator."}
	}
	g, err := g.check(s.db.Clock.Now())
	if err != nil {
		return 0, err
	}
	return s.db.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		p, err := lockPerson(tx, person)
		if err != nil {
			return 0, err
		}
		if p.State != Active {
			return 0, db.ErrNotFound
		}
		held, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM marks WHERE ended_at IS NULL AND person_id <> ?", person)
		if err != nil {
			return 0, err
		}
		if held >= mostMarks {
			return 0, db.Wrong("", "There are %d marks already, which is as many as we keep. Take one off first", mostMarks)
		}
		if _, err := tx.Exec("UPDATE marks SET ended_at = ?, ended_by = ? WHERE person_id = ? AND ended_at IS NULL", tx.Now(), a.ID, person); err != nil {
			return 0, err
		}
		var until any
		if g.Until != 0 {
			until = g.Until
		}
		id, err := tx.Insert("INSERT INTO marks (person_id, kind, words, why, given_by, given_at, until_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			person, g.Kind, g.Words, g.Why, a.ID, tx.Now(), until)
		if err != nil {
			return 0, err
		}
		if _, err := Tell(tx, person, "mark", 0, "Staff gave you a mark that stands beside your name. Your account says why, and there you can take it off.", "/account#mark"); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicRules, db.TopicEverything)
		return id, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "people.mark", Kind: "person", Object: person, Details: map[string]any{"mark": id, "kind": string(g.Kind)},
		})
	})
}

// EndMark takes a mark off, with an entry in the register. An administrator says why, and the person is told. The person
// may take their own off, without a reason. Errors: db.Invalid under "end_why", db.ErrNotFound where it holds no more.
func (s *Store) EndMark(ctx context.Context, a Actor, key db.Key, id int64, why string) error {
	if !a.SignedIn() {
		return errSignIn
	}
	wrong := db.Invalid{}
	reason := ""
	if a.CanAdminister() {
		reason = markLine(wrong, "end_why", why, MaxMarkReason, "Say why you take it off")
	}
	_, err := s.db.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		person, err := db.Value[int64](tx.Context(), tx, "SELECT person_id FROM marks WHERE id = ? AND ended_at IS NULL", id)
		if err != nil {
			return 0, err
		}
		if person == a.ID {
			reason = ""
		} else if !a.CanAdminister() {
			return 0, db.ErrNotFound
		} else if len(wrong) > 0 {
			return 0, wrong
		}
		if err := endMark(tx, id, person, a.ID, reason); err != nil {
			return 0, err
		}
		if person != a.ID {
			if _, err := Tell(tx, person, "mark", 0, "Staff took off the mark that stood beside your name. Your account says why.", "/account#mark"); err != nil {
				return 0, err
			}
		}
		return id, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "people.mark-off", Kind: "person", Object: person, Details: map[string]any{"mark": id, "own": person == a.ID},
		})
	})
	return err
}

func endMark(tx *db.Tx, id, person, by int64, why string) error {
	n, err := tx.Exec("UPDATE marks SET ended_at = ?, ended_by = ?, end_why = ? WHERE id = ? AND ended_at IS NULL", tx.Now(), db.Null(by), why, id)
	if err == nil && n == 0 {
		err = db.ErrNotFound
	}
	tx.Touch(db.TopicRules, db.TopicEverything, db.TopicPerson(person))
	return err
}

// EndMarks ends the marks whose time is over, and tells those who had them. It is for a job that runs every hour.
func (s *Store) EndMarks(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		over, err := db.All(tx.Context(), tx, func(r db.Row) (m Mark, err error) {
			err = r.Scan(&m.ID, &m.Person)
			return m, err
		}, "SELECT id, person_id FROM marks WHERE ended_at IS NULL AND until_at <= ? ORDER BY id LIMIT 100", tx.Now())
		if err != nil {
			return err
		}
		for _, m := range over {
			if err := endMark(tx, m.ID, m.Person, 0, ""); err != nil {
				return err
			}
			if _, err := Tell(tx, m.Person, "mark", 0, "The time of the mark beside your name is over. If it should go on, ask us.", "/account#mark"); err != nil {
				return err
			}
		}
		return nil
	})
}

package appeals

import (
	"context"
	"slices"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// PageSize is how many appeals a page shows.
const PageSize = 20

const appealQuery = `SELECT ap.id, ap.kind, ap.state, COALESCE(ap.contribution_id, 0), COALESCE(t.title, ''), COALESCE(ap.person_id, 0), COALESCE(p.public_name, ''),
	ap.email <> '', ap.words, ap.due_at, COALESCE(ap.taken_by, 0), COALESCE(tp.public_name, ''), COALESCE(ap.taken_at, 0), ap.outcome,
	COALESCE(dp.public_name, ''), COALESCE(ap.decided_at, 0), ap.created_at,
	COALESCE(d.id, 0), COALESCE(d.act, ''), COALESCE(d.reason, ''), COALESCE(d.reason_revision, 0), COALESCE(d.message, ''), COALESCE(m.public_name, ''), COALESCE(d.created_at, 0), COALESCE(d.places, 0), COALESCE(d.files, 0),
	COALESCE(s.id, 0), COALESCE(s.kind, ''), COALESCE(s.reason, ''), COALESCE(s.reason_revision, 0), COALESCE(s.message, ''), COALESCE(sp.public_name, ''),
	COALESCE(s.made_at, 0), COALESCE(s.until, 0), s.ended_at IS NOT NULL,
	COALESCE(r.id, 0), COALESCE(r.reason, ''), COALESCE(r.note, ''), COALESCE(r.created_at, 0), COALESCE(r.state, '') = 'open'
	FROM appeals ap LEFT JOIN contributions c ON c.id = ap.contribution_id LEFT JOIN threads t ON t.id = c.thread_id
	LEFT JOIN people p ON p.id = ap.person_id LEFT JOIN people tp ON tp.id = ap.taken_by LEFT JOIN people dp ON dp.id = ap.decided_by
	LEFT JOIN decisions d ON d.id = ap.decision_id LEFT JOIN people m ON m.id = d.moderator_id
	LEFT JOIN sanctions s ON s.id = ap.sanction_id LEFT JOIN people sp ON sp.id = s.made_by
	LEFT JOIN reports r ON r.id = ap.report_id WHERE `

func scanAppeal(r db.Row) (a Appeal, err error) {
	d, s, rep := &a.Decision, &a.Sanction, &a.Report
	err = r.Scan(&a.ID, &a.Kind, &a.State, &a.Contribution, &a.Thread, &a.Person, &a.Name,
		&a.ByMail, &a.Words, &a.DueAt, &a.TakenBy, &a.Taker, &a.TakenAt, &a.Outcome, &a.Decider, &a.DecidedAt, &a.CreatedAt,
		&d.ID, &d.Act, &d.Reason, &d.Revision, &d.Message, &d.By, &d.At, &d.Places, &d.Files,
		&s.ID, &s.Kind, &s.Reason, &s.Revision, &s.Message, &s.By, &s.At, &s.Until, &s.Ended,
		&rep.ID, &rep.Reason, &rep.Note, &rep.At, &rep.Open)
	return a, err
}

// Counts is how many appeals stand where.
type Counts struct {
	Open int
	Late int // of the open ones
}

// Counts counts the open appeals.
func (s *Store) Counts(ctx context.Context, a people.Actor) (c Counts, err error) {
	if err := moderation.MayModerate(a); err != nil {
		return c, err
	}
	_, err = db.One(ctx, s.DB, into(&c.Open, &c.Late), "SELECT COUNT(*), COALESCE(SUM(CASE WHEN due_at <= ? THEN 1 ELSE 0 END), 0) FROM appeals WHERE state = 'open'", s.DB.Clock.Now())
	return c, err
}

// mark is where a list goes on.
type mark struct {
	Due clock.Instant
	ID  int64
}

// List reads a page of the open appeals, what is due first before the rest; after is the mark of the page before it.
func (s *Store) List(ctx context.Context, a people.Actor, after string) ([]Appeal, string, error) {
	var from mark
	return s.list(ctx, a, after, &from, func() ([]Appeal, error) {
		return db.All(ctx, s.DB, scanAppeal, appealQuery+"ap.state = 'open' AND (ap.due_at, ap.id) > (?, ?) ORDER BY ap.due_at, ap.id LIMIT ?", from.Due, from.ID, PageSize+1)
	})
}

// Closed reads a page of the appeals that are not open any more, the newest first; after is the mark of the page before
// it.
func (s *Store) Closed(ctx context.Context, a people.Actor, after string) ([]Appeal, string, error) {
	from := mark{ID: 1<<62 - 1}
	return s.list(ctx, a, after, &from, func() ([]Appeal, error) {
		return db.All(ctx, s.DB, scanAppeal, appealQuery+"ap.state <> 'open' AND ap.id < ? ORDER BY ap.id DESC LIMIT ?", from.ID, PageSize+1)
	})
}

func (s *Store) list(ctx context.Context, a people.Actor, after string, from *mark, read func() ([]Appeal, error)) (list []Appeal, next string, err error) {
	if err := moderation.MayModerate(a); err != nil {
		return nil, "", err
	}
	if err := db.DecodeCursor(after, from); err != nil {
		return nil, "", err
	}
	if list, err = read(); len(list) > PageSize {
		list = list[:PageSize]
		next = db.EncodeCursor(mark{Due: list[PageSize-1].DueAt, ID: list[PageSize-1].ID})
	}
	return list, next, err
}

// Mine lists a person's own appeals, the newest first, without who decided them.
func (s *Store) Mine(ctx context.Context, by Appellant) ([]Appeal, error) {
	list, err := db.All(ctx, s.DB, scanAppeal, appealQuery+"ap.person_id = ? ORDER BY ap.id DESC LIMIT 50", by.Person)
	for i := range list {
		list[i] = list[i].forAppellant()
	}
	return list, err
}

// Own reads one of a person's own appeals, without who decided it. ErrNotFound where it is not theirs.
func (s *Store) Own(ctx context.Context, by Appellant, id int64) (Appeal, error) {
	if by.Person == 0 {
		return Appeal{}, db.ErrNotFound
	}
	a, err := db.One(ctx, s.DB, scanAppeal, appealQuery+"ap.id = ? AND ap.person_id = ?", id, by.Person)
	return a.forAppellant(), err
}

// About reads somebody's newest appeal about a contribution or, where that is 0, a sanction; the zero Appeal where there
// is none. It is for those who have no account page: they come with a receipt or the link of a sanction.
func (s *Store) About(ctx context.Context, by Appellant, n New) (Appeal, error) {
	column, id := "ap.contribution_id", n.Contribution
	if n.Kind == OfSanction {
		column, id = "ap.sanction_id", n.Sanction
	}
	list, err := db.All(ctx, s.DB, scanAppeal, appealQuery+column+" = ? AND ap.kind = ? AND ap.person_id = ? ORDER BY ap.id DESC LIMIT 1", id, n.Kind, by.Person)
	if err != nil || len(list) == 0 {
		return Appeal{}, err
	}
	return list[0].forAppellant(), nil
}

// forAppellant leaves out who of the team did what.
func (a Appeal) forAppellant() Appeal {
	a.TakenBy, a.Taker, a.Decider, a.Decision.By, a.Sanction.By = 0, "", "", "", ""
	return a
}

// Case is an appeal with all that somebody needs who decides it.
type Case struct {
	Appeal
	Record  *moderation.Record // of the contribution; nil where it is about none
	Reason  rules.Reason       // of the decision or the sanction, in its wording of that time
	Similar []Similar          // how the same reason was decided elsewhere, the newest first
	Acts    []rules.Act        // what can be done about the contribution now
	Judges  []Judge            // who may decide it
	May     error              // why the reader may not; nil where they may
	// Withheld tells that the reader wrote the words, and so does not learn who reported them or what they say.
	Withheld bool
	Ends     clock.Instant // when the sanction ends as it stands; 0 = never by itself
}

// Similar is a decision for the same reason about something else.
type Similar struct {
	Contribution int64
	Act          rules.Act
	At           clock.Instant
	Title        string
}

// mostSimilar bounds the similar cases that are shown.
const mostSimilar = 6

// Case reads all about an appeal for those who decide about it. Whoever may not decide it, but moderates, reads it too.
func (s *Store) Case(ctx context.Context, a people.Actor, id int64) (c Case, err error) {
	if err := moderation.MayModerate(a); err != nil {
		return c, err
	}
	if c.Appeal, err = db.One(ctx, s.DB, scanAppeal, appealQuery+"ap.id = ?", id); err != nil {
		return c, err
	}
	if c.Contribution != 0 {
		room := moderation.Store{DB: s.DB}
		record, err := room.Record(ctx, a, c.Contribution)
		if err != nil {
			return c, err
		}
		c.Record = &record
		if record.Own && (c.Kind == OfReport || c.Kind == Inaction) { // who reported is not for the writer
			c.Person, c.Name, c.Words, c.Report.Note, c.Withheld = 0, "", "", "", true
		}
		c.Acts = slices.DeleteFunc(moderation.ActsOn(record.State), func(act rules.Act) bool { return act == rules.Keep })
		liftable, err := coverable(ctx, s.DB, c.Appeal, record.State)
		if err != nil {
			return c, err
		}
		if liftable {
			c.Acts = append([]rules.Act{Uncover}, c.Acts...)
		}
		back, err := returnable(ctx, s.DB, c.Appeal)
		if err != nil {
			return c, err
		}
		if back {
			c.Acts = append([]rules.Act{MoveBack}, c.Acts...)
		}
	}
	if err := c.reasoned(ctx, s.DB); err != nil {
		return c, err
	}
	barred, err := barredFrom(ctx, s.DB, id)
	if err != nil {
		return c, err
	}
	if c.Judges, err = judges(ctx, s.DB, barred); err != nil {
		return c, err
	}
	c.May = MayDecide(a, barred)
	return c, nil
}

// reasoned reads the reason of what is appealed about, and how it was decided elsewhere.
func (c *Case) reasoned(ctx context.Context, q db.Querier) (err error) {
	key, revision := c.Decision.Reason, c.Decision.Revision
	if c.Kind == OfSanction {
		key, revision = c.Sanction.Reason, c.Sanction.Revision
	}
	if key == "" {
		return nil
	}
	if c.Reason, err = reasonAt(ctx, q, key, revision); err != nil {
		return err
	}
	c.Similar, err = db.All(ctx, q, func(r db.Row) (n Similar, err error) {
		err = r.Scan(&n.Contribution, &n.Act, &n.At, &n.Title)
		return n, err
	}, `SELECT d.contribution_id, d.act, d.created_at, t.title FROM decisions d JOIN contributions c ON c.id = d.contribution_id JOIN threads t ON t.id = c.thread_id
		WHERE d.reason = ? AND d.contribution_id <> ? AND d.undone_at IS NULL ORDER BY d.created_at DESC LIMIT ?`, key, c.Contribution, mostSimilar)
	return err
}

// barredFrom lists who had a part in what an appeal is about: who appeals, who decided it, and who wrote, typed in or
// reported the words that it is about, or gave a second opinion on them. What was done about a person is about the words that
// it rests on, so whoever decided about those had a part in it too.
func barredFrom(ctx context.Context, q db.Querier, id int64) ([]int64, error) {
	return db.Values[int64](ctx, q, `WITH about AS (SELECT a.person_id, a.decision_id, s.id AS sanction_id, s.made_by,
		COALESCE(a.contribution_id, s.contribution_id) AS words FROM appeals a LEFT JOIN sanctions s ON s.id = a.sanction_id WHERE a.id = ?)
		SELECT person_id FROM about WHERE person_id IS NOT NULL
		UNION SELECT made_by FROM about WHERE made_by IS NOT NULL
		UNION SELECT d.moderator_id FROM about a JOIN decisions d ON d.id = a.decision_id
		UNION SELECT d.moderator_id FROM about a JOIN decisions d ON d.contribution_id = a.words WHERE a.sanction_id IS NOT NULL AND d.undone_at IS NULL
		UNION SELECT c.author_id FROM about a JOIN contributions c ON c.id = a.words
		UNION SELECT c.recorder_id FROM about a JOIN contributions c ON c.id = a.words WHERE c.recorder_id IS NOT NULL
		UNION SELECT r.reporter_id FROM about a JOIN reports r ON r.contribution_id = a.words WHERE r.reporter_id IS NOT NULL
		UNION SELECT o.given_by FROM about a JOIN second_opinions o ON o.contribution_id = a.words WHERE o.given_by IS NOT NULL`, id)
}

// judges reads who may decide an appeal that some had a part in.
func judges(ctx context.Context, q db.Querier, barred []int64) ([]Judge, error) {
	all, err := team(ctx, q)
	return Judges(all, barred), err
}

// team reads who may decide appeals in which they had no part.
func team(ctx context.Context, q db.Querier) ([]Judge, error) {
	return db.All(ctx, q, func(r db.Row) (j Judge, err error) {
		err = r.Scan(&j.ID, &j.Name, &j.Administrator)
		return j, err
	}, "SELECT id, public_name, role = 'administrator' FROM people WHERE state = 'active' AND role IN ('moderator', 'administrator') ORDER BY public_name, id LIMIT 200")
}

// Taking is what a moderator does with an appeal before they decide it.
type Taking bool

// To take an appeal up, and to let it go again.
const (
	Take  Taking = true
	LetGo Taking = false
)

// Take notes that a moderator looks at an appeal, or does not any more, so that two do not do the same work. ErrConflict
// where somebody else has it or it is not open any more.
func (s *Store) Take(ctx context.Context, a people.Actor, id int64, what Taking) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		barred, err := barredFrom(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := MayDecide(a, barred); err != nil {
			return err
		}
		by, at := any(a.ID), any(tx.Now())
		if what == LetGo {
			by, at = nil, nil
		}
		n, err := tx.Exec(`UPDATE appeals SET taken_by = ?, taken_at = ? WHERE id = ? AND state = 'open'
			AND (taken_by IS NULL OR taken_by = ? OR taken_at <= ?)`, by, at, id, a.ID, tx.Now().Add(-takenFor))
		if err == nil && n == 0 {
			err = db.ErrConflict
		}
		return err
	})
}

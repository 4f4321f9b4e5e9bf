package safeguarding

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/sealed"
)

// PageSize is the number of concerns on a page of the list.
const PageSize = 20

const concernColumns = `c.id, c.how, c.state, COALESCE(c.contribution_id, 0), COALESCE(x.sealed, 0) = 1, COALESCE(p.public_name, ''), c.told, COALESCE(c.told_at, 0),
	COALESCE(c.opened_at, 0), COALESCE(c.remind_at, 0), c.created_at, COALESCE(c.closed_at, 0), COALESCE(c.forgotten_at, 0)
	FROM concerns c LEFT JOIN contributions x ON x.id = c.contribution_id LEFT JOIN people p ON p.id = c.person_id`

// notOwn leaves out what is about the actor: nobody looks after a concern about themselves.
const notOwn = " COALESCE(c.person_id, 0) <> ?"

func scanConcern(r db.Row) (c Concern, err error) {
	err = r.Scan(&c.ID, &c.How, &c.State, &c.Contribution, &c.Sealed, &c.Author, &c.Told, &c.ToldAt, &c.OpenedAt, &c.RemindAt, &c.CreatedAt, &c.ClosedAt, &c.ForgottenAt)
	return c, err
}

func find(ctx context.Context, q db.Querier, a people.Actor, concern int64) (Concern, error) {
	return db.One(ctx, q, scanConcern, "SELECT "+concernColumns+" WHERE c.id = ? AND"+notOwn, concern, a.ID)
}

// List reads a page of concerns: those that are not over, the oldest first, or those that are, the newest first. Next is
// the id to go on from; 0 at the end.
func (s *Store) List(ctx context.Context, a people.Actor, over bool, from int64) (list []Concern, next int64, err error) {
	if err := MaySafeguard(a); err != nil {
		return nil, 0, err
	}
	query := " WHERE c.closed_at IS NULL AND c.id > ? AND" + notOwn + " ORDER BY c.id LIMIT ?"
	if over {
		if from == 0 {
			from = 1<<63 - 1
		}
		query = " WHERE c.closed_at IS NOT NULL AND c.id < ? AND" + notOwn + " ORDER BY c.id DESC LIMIT ?"
	}
	list, err = db.All(ctx, s.DB, scanConcern, "SELECT "+concernColumns+query, from, a.ID, PageSize+1)
	if len(list) > PageSize {
		list = list[:PageSize]
		next = list[PageSize-1].ID
	}
	return list, next, err
}

// Counts reads how much there is, for leads.
func (s *Store) Counts(ctx context.Context, a people.Actor) (Counts, error) {
	if err := MaySafeguard(a); err != nil {
		return Counts{}, err
	}
	return counts(ctx, s.DB)
}

// File is everything that is kept about a concern but the words, which are read one by one: see Read.
type File struct {
	Concern
	Steps   []Done      // without what those said who raised it again
	Answers int         // to the contribution that anybody can read
	Title   string      // of the discussion or chapter that it was said in; empty where its words are sealed with it
	Back    []rules.Act // what giving the words back can mean: Publish, or Ask for the moderators' queue; empty where nothing is sealed
}

// mostSteps bounds the steps that are read.
const mostSteps = 500

// stepQuery reads the steps of a concern; words is the column that is read as what was said.
func stepQuery(words string) string {
	return "SELECT s.step, COALESCE(p.public_name, ''), " + words + ", s.at FROM concern_steps s LEFT JOIN people p ON p.id = s.person_id WHERE s.concern_id = ?"
}

func scanDone(r db.Row) (d Done, err error) {
	err = r.Scan(&d.Step, &d.By, &d.Words, &d.At)
	return d, err
}

// File reads a concern. ErrNotFound where there is none, or where it is about the actor.
func (s *Store) File(ctx context.Context, a people.Actor, concern int64) (f File, err error) {
	if err := MaySafeguard(a); err != nil {
		return f, err
	}
	if f.Concern, err = find(ctx, s.DB, a, concern); err != nil {
		return f, err
	}
	f.Steps, err = db.All(ctx, s.DB, scanDone, stepQuery("CASE WHEN s.step = 'again' THEN '' ELSE s.words END")+" ORDER BY s.id LIMIT ?", concern, mostSteps)
	if err != nil || f.Contribution == 0 {
		return f, err
	}
	var state discussion.State
	var reason string
	if err := s.DB.QueryRow(ctx, `SELECT t.title, (SELECT COUNT(*) FROM contributions k WHERE k.parent_id = x.id AND k.state = 'published'), c.state_before, c.reason_before
		FROM concerns c JOIN contributions x ON x.id = c.contribution_id JOIN threads t ON t.id = x.thread_id WHERE c.id = ?`, concern).
		Scan(&f.Title, &f.Answers, &state, &reason); err != nil {
		return f, err
	}
	if f.Sealed && f.ForgottenAt == 0 {
		f.Back = backTo(state, reason)
	}
	return f, nil
}

// backTo lists what giving words back can mean, by how they stood before: what others could read, or what only the
// program held, can be read again; everything else waits for a moderator, as it did.
func backTo(state discussion.State, reason string) []rules.Act {
	if state == discussion.Published || state == discussion.Held && reason == rules.AtRisk {
		return []rules.Act{rules.Publish, rules.Ask}
	}
	return []rules.Act{rules.Ask}
}

// Words is what a concern is about, in the words of whoever said it.
type Words struct {
	Raised   string // what whoever raised it wrote; may be empty
	By       string // who raised it, by the name shown on the site; empty for the program and for somebody without an account
	Email    string
	Phone    string
	Again    []Done           // what those said who raised it again, the oldest first
	Said     []sealed.Wording // what the contribution said, the newest first; empty where it is not sealed
	Files    []files.TakenOut // pictures and documents that stood with it; they are opened one by one
	Contact  string           // the address of whoever wrote it, where they have an account; may be empty
	Recorded bool             // whoever wrote it has no account
}

// Read gives the words of a concern to a lead. Each reading stands in the register, in the same transaction; the first
// one stops the leads from being told again.
func (s *Store) Read(ctx context.Context, a people.Actor, concern int64, purpose sealed.Purpose) (w Words, err error) {
	if err := MaySafeguard(a); err != nil {
		return w, err
	}
	var c Concern
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		w = Words{}
		if c, err = take(tx, a, concern); err != nil {
			return err
		}
		if c.ForgottenAt != 0 {
			return db.ErrNotFound
		}
		if err := tx.QueryRow(tx.Context(), `SELECT c.words, COALESCE(r.public_name, ''), c.email, c.phone, COALESCE(p.email, ''), COALESCE(p.state, '') = 'recorded'
			FROM concerns c LEFT JOIN people r ON r.id = c.raised_by LEFT JOIN people p ON p.id = c.person_id WHERE c.id = ?`, concern).
			Scan(&w.Raised, &w.By, &w.Email, &w.Phone, &w.Contact, &w.Recorded); err != nil {
			return err
		}
		if w.Again, err = db.All(tx.Context(), tx, scanDone, stepQuery("s.words")+" AND s.step = 'again' AND s.words <> '' ORDER BY s.id LIMIT ?", concern, mostSteps); err != nil {
			return err
		}
		if c.OpenedAt == 0 {
			if err := c.step(tx, a, StepOpened, ""); err != nil {
				return err
			}
		}
		return audit.Append(tx, audit.Entry{Actor: a.ID, Act: "safeguarding.read", Kind: "concern", Object: concern, Reason: string(purpose)})
	})
	if err != nil || !c.Sealed {
		return w, err
	}
	if w.Said, err = sealed.Read(ctx, s.DB, a, c.Contribution, sealed.Safeguarding, purpose); err != nil {
		return w, err
	}
	w.Files, err = files.Out(ctx, s.DB, c.Contribution)
	return w, err
}

// Passed tells whether what somebody just wrote was passed on, and where not, whether it is held because somebody may be
// at risk, as in a place without a lead. Either way they are shown where help is.
func (s *Store) Passed(ctx context.Context, contribution int64) (passed, held bool, err error) {
	err = s.DB.QueryRow(ctx, `SELECT sealed = 1, EXISTS (SELECT 1 FROM findings f WHERE f.contribution_id = c.id AND f.kind = 'risk' AND f.open = 1)
		FROM contributions c WHERE c.id = ?`, contribution).Scan(&passed, &held)
	return passed, held && !passed, err
}

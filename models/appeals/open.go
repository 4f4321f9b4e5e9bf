package appeals

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
	"folkmoot/models/say"
)

// Store reads and changes appeals.
type Store struct {
	DB   *db.DB
	Zone *time.Location // the place's: its midnights end the days that are counted
}

// Appellant is who appeals: a person of the place, as the session, a receipt or the link of a sanction shows; or somebody
// of whom nothing but an address is known.
type Appellant struct {
	Person int64
	Email  string // where somebody without an account is answered; may be empty where they have a receipt
}

// New is what somebody asks to have looked at again. Of Contribution and Sanction one is set.
type New struct {
	Kind         Kind
	Contribution int64
	Sanction     int64
	Words        string
}

// check cleans what was typed. Bad input is Invalid by field: "words", "email".
func (n New) check(by Appellant) (New, Appellant, error) {
	wrong := db.Invalid{}
	n.Words = required(n.Words, "words", "Say in your own words what you think went wrong", wrong)
	if by.Email = strings.TrimSpace(by.Email); by.Email != "" {
		email, err := people.CleanEmail(by.Email)
		if err != nil {
			wrong["email"] = "This is not a whole email address. Check it"
		}
		by.Email = email
	} else if by.Person == 0 {
		wrong["email"] = "Tell us where we can write to you with our answer"
	}
	if len(wrong) > 0 {
		return n, by, wrong
	}
	return n, by, nil
}

// required cleans words of several lines that must be there, and notes under the field what is wrong with them.
func required(typed, field string, missing say.Text, wrong db.Invalid) string {
	clean, err := prose.Clean(typed)
	clean = strings.TrimSpace(clean)
	switch {
	case err != nil:
		wrong[field] = say.Of(err)
	case utf8.RuneCountInString(clean) > MaxWords:
		wrong[field] = "That is too long. Please keep it under 4,000 letters"
	case clean == "":
		wrong[field] = missing
	}
	return clean
}

// Subject is what somebody can appeal about, as the form shows it before they do.
type Subject struct {
	Appeal
	HTML   string // of the contribution, where it is the reader's own and not hidden
	Before int64  // their appeal about the same that is open or was answered; 0 for none
	Days   int    // working days within which it is answered
}

// Errors of asking for another look.
var (
	errNothing  = db.Forbidden{Reason: "There is no decision about this that you can ask us to look at again."}
	errReport   = db.Forbidden{Reason: "You have not reported this yet. Report it first, and we tell you what we decide."}
	errAnswered = db.Wrong("", "You have asked about this already. One appeal about each decision is open at a time, and our answer to it is our last")
)

// Subject reads what somebody would appeal about. ErrNotFound where it is not theirs to ask about, Forbidden where there is
// nothing to look at again.
func (s *Store) Subject(ctx context.Context, by Appellant, n New) (Subject, error) {
	return subject(ctx, s.DB, by, n)
}

func subject(ctx context.Context, q db.Querier, by Appellant, n New) (sub Subject, err error) {
	book, err := rules.Load(ctx, q)
	if err != nil {
		return sub, err
	}
	sub.Kind, sub.Contribution, sub.Person, sub.Days = n.Kind, n.Contribution, by.Person, book.Contacts.AppealDays
	switch n.Kind {
	case OfDecision:
		err = sub.findDecision(ctx, q, by.Person)
	case OfReport, Inaction:
		err = sub.findReport(ctx, q, by)
	case OfSanction:
		err = sub.findSanction(ctx, q, by.Person, n.Sanction)
	default:
		err = db.ErrNotFound
	}
	if err != nil {
		return sub, err
	}
	sub.Before, err = before(ctx, q, sub.Appeal, by)
	return sub, err
}

// findDecision finds the newest decision about words that somebody wrote, where it is against them and still holds.
func (sub *Subject) findDecision(ctx context.Context, q db.Querier, person int64) error {
	_, err := db.One(ctx, q, into(&sub.Thread, &sub.HTML), `SELECT t.title, CASE WHEN c.state = 'hidden' THEN '' ELSE c.body_html END FROM contributions c JOIN threads t ON t.id = c.thread_id
		WHERE c.id = ? AND c.author_id = ? AND c.state <> 'deleted' AND c.sealed = 0`, sub.Contribution, person)
	if err != nil {
		return err
	}
	var forThem bool // it carries out an earlier appeal of theirs
	if sub.Decision, forThem, err = newest(ctx, q, sub.Contribution, person); err == nil && (forThem || !Adverse(sub.Decision.Act)) {
		err = errNothing
	}
	return err
}

// newest reads the newest decision about a contribution that was not undone, and whether it moved the words back because
// their writer asked for that; the zero Decision where there is none.
func newest(ctx context.Context, q db.Querier, contribution, writer int64) (d Decision, forThem bool, err error) {
	err = db.Each(ctx, q, func(r db.Row) error {
		return r.Scan(&d.ID, &d.Act, &d.Reason, &d.Revision, &d.Message, &d.At, &d.Places, &d.Files, &forThem)
	}, `SELECT d.id, d.act, d.reason, d.reason_revision, d.message, d.created_at, d.places, d.files,
		d.act = 'move' AND EXISTS (SELECT 1 FROM appeals ap WHERE ap.id = d.for_appeal AND ap.person_id = ?)
		FROM decisions d WHERE d.contribution_id = ? AND d.undone_at IS NULL ORDER BY d.id DESC LIMIT 1`, writer, contribution)
	return d, forThem, err
}

// findReport finds what somebody reported: answered for OfReport, and not yet for Inaction. Somebody without an account
// is believed that they did.
func (sub *Subject) findReport(ctx context.Context, q db.Querier, by Appellant) error {
	seen, args := people.Visitor.Sees("c", "t")
	condition := "(" + seen + " OR EXISTS (SELECT 1 FROM reports r WHERE r.contribution_id = c.id AND r.reporter_id = ?))"
	args = append(args, by.Person)
	_, err := db.One(ctx, q, into(&sub.Thread), "SELECT t.title FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ? AND "+condition,
		append([]any{sub.Contribution}, args...)...)
	if err != nil {
		return err
	}
	if by.Person == 0 {
		if sub.Kind == OfReport {
			return errNothing
		}
		return nil
	}
	open, decision := sub.Kind == Inaction, int64(0)
	err = db.Each(ctx, q, func(r db.Row) error {
		return r.Scan(&sub.Report.ID, &sub.Report.Reason, &sub.Report.Note, &sub.Report.At, &sub.Report.Open, &decision)
	}, `SELECT id, reason, note, created_at, state = 'open', COALESCE(decision_id, 0) FROM reports
		WHERE contribution_id = ? AND reporter_id = ? AND (state = 'open') = ? ORDER BY id DESC LIMIT 1`, sub.Contribution, by.Person, open)
	switch {
	case err != nil:
		return err
	case sub.Report.ID == 0 && open:
		return errReport
	case sub.Report.ID == 0:
		return errNothing
	case !open:
		sub.Decision, err = db.One(ctx, q, func(r db.Row) (d Decision, err error) {
			err = r.Scan(&d.ID, &d.Act, &d.Reason, &d.Revision, &d.At)
			return d, err
		}, "SELECT id, act, reason, reason_revision, created_at FROM decisions WHERE id = ?", decision)
		if errors.Is(err, db.ErrNotFound) {
			err = errNothing
		}
	}
	return err
}

// findSanction finds what was done about somebody, where it was not ended by anybody.
func (sub *Subject) findSanction(ctx context.Context, q db.Querier, person, sanction int64) (err error) {
	sub.Sanction, err = db.One(ctx, q, func(r db.Row) (n Sanction, err error) {
		err = r.Scan(&n.ID, &n.Kind, &n.Reason, &n.Revision, &n.Message, &n.At, &n.Until, &n.Ended)
		return n, err
	}, `SELECT id, kind, reason, reason_revision, message, made_at, COALESCE(until, 0), ended_at IS NOT NULL
		FROM sanctions WHERE id = ? AND person_id = ?`, sanction, person)
	return err
}

// before finds somebody's appeal about the same: the open one, or the last that was answered.
func before(ctx context.Context, q db.Querier, ap Appeal, by Appellant) (id int64, err error) {
	condition, arg := "ap.decision_id = ? AND ap.kind = 'decision'", ap.Decision.ID
	switch {
	case ap.Kind == OfSanction:
		condition, arg = "ap.sanction_id = ?", ap.Sanction.ID
	case ap.Report.ID != 0:
		condition, arg = "ap.report_id = ? AND ap.kind = '"+string(ap.Kind)+"'", ap.Report.ID
	case ap.Kind == Inaction:
		condition, arg = "ap.contribution_id = ? AND ap.kind = 'inaction' AND ap.state = 'open'", ap.Contribution
	}
	args := []any{arg, by.Person}
	if by.Person == 0 {
		condition += " AND ap.person_id IS NULL AND ap.email = ?"
		args[1] = by.Email
	} else {
		condition += " AND ap.person_id = ?"
	}
	err = db.Each(ctx, q, func(r db.Row) error { return r.Scan(&id) },
		"SELECT ap.id FROM appeals ap WHERE ap.state <> 'withdrawn' AND "+condition+" ORDER BY ap.id DESC LIMIT 1", args...)
	return id, err
}

// into scans a row into some places.
func into(places ...any) func(db.Row) (struct{}, error) {
	return func(r db.Row) (struct{}, error) { return struct{}{}, r.Scan(places...) }
}

// Open stores an appeal and gives its id; those who may decide it are told. Errors: those of Subject; Invalid under
// "words" or "email", and under "" where they asked about the same before. How often that may be done is for the caller
// to limit: see people.Store.Admit.
func (s *Store) Open(ctx context.Context, by Appellant, key db.Key, n New) (int64, error) {
	n, by, err := n.check(by)
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if err := hold(tx, n); err != nil {
			return 0, err
		}
		sub, err := subject(tx.Context(), tx, by, n)
		switch {
		case err != nil:
			return 0, err
		case sub.Before != 0:
			return 0, errAnswered
		}
		return s.add(tx, by, n, sub)
	})
}

// hold keeps anybody else from appealing about the same until the command ends.
func hold(tx *db.Tx, n New) error {
	table, id := "contributions SET open_reports = open_reports", n.Contribution
	if n.Kind == OfSanction {
		table, id = "sanctions SET message = message", n.Sanction
	}
	_, err := tx.Exec("UPDATE "+table+" WHERE id = ?", id)
	return err
}

func (s *Store) add(tx *db.Tx, by Appellant, n New, sub Subject) (int64, error) {
	due := s.due(tx.Now(), sub.Days)
	id, err := tx.Insert(`INSERT INTO appeals (kind, decision_id, sanction_id, report_id, contribution_id, person_id, email, words, due_at, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, n.Kind, db.Null(sub.Decision.ID), db.Null(sub.Sanction.ID), db.Null(sub.Report.ID),
		db.Null(n.Contribution), db.Null(by.Person), by.Email, n.Words, due, tx.Now())
	if err != nil {
		return 0, err
	}
	if err := tellJudges(tx, id); err != nil {
		return 0, err
	}
	return id, audit.Append(tx, audit.Entry{
		Actor: by.Person, Act: "appeal.open", Kind: "appeal", Object: id,
		Details: map[string]any{
			"kind": string(n.Kind), "decision": sub.Decision.ID, "sanction": sub.Sanction.ID, "report": sub.Report.ID,
			"contribution": n.Contribution, "due": int64(due),
		},
	})
}

// due is when an appeal that comes in now is to be answered.
func (s *Store) due(now clock.Instant, days int) clock.Instant {
	return consultation.AfterWorkingDays(now, days, s.Zone)
}

// ByCode finds the sanction whose link a code belongs to, and who may appeal about it with it. ErrNotFound where nobody
// was given it.
func (s *Store) ByCode(ctx context.Context, code string) (by Appellant, n New, err error) {
	n.Kind = OfSanction
	if len(code) < 16 || len(code) > 100 {
		return by, n, db.ErrNotFound
	}
	_, err = db.One(ctx, s.DB, into(&n.Sanction, &by.Person), "SELECT id, person_id FROM sanctions WHERE appeal_code = ? AND appeal_code <> ''", code)
	return by, n, err
}

// Withdraw takes back one's own open appeal. ErrNotFound where it is not theirs, ErrConflict where it is not open.
func (s *Store) Withdraw(ctx context.Context, by Appellant, key db.Key, id int64) error {
	if by.Person == 0 {
		return db.ErrNotFound
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if _, err := db.Value[int64](tx.Context(), tx, "SELECT id FROM appeals WHERE id = ? AND person_id = ?", id, by.Person); err != nil {
			return 0, err
		}
		n, err := tx.Exec("UPDATE appeals SET state = 'withdrawn', decided_at = ?, taken_by = NULL, taken_at = NULL, email = '' WHERE id = ? AND state = 'open'", tx.Now(), id)
		if err != nil {
			return 0, err
		}
		if n == 0 {
			return 0, db.ErrConflict
		}
		return id, audit.Append(tx, audit.Entry{Actor: by.Person, Act: "appeal.withdraw", Kind: "appeal", Object: id})
	})
	return err
}

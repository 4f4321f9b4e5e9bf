package moderation

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"folkmoot/models/rules"
	"folkmoot/models/say"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Store reads and changes what is reported, held and decided.
type Store struct {
	DB   *db.DB
	Zone *time.Location // of the place, for times that people are told; nil = UTC
	// AtRisk is what follows, in the same command, where somebody reports that a person may not be safe; nil is nothing.
	// The last value says that the report alone is not enough to take the words out of sight: see NewReport.
	AtRisk func(tx *db.Tx, contribution, report int64, doubted bool) error
}

// NewReport is what somebody says about a contribution that worries them.
type NewReport struct {
	Contribution int64
	Reason       string // a key of ForReports
	Note         string // may be empty
	File         string // name of the one of its pictures and documents that it is about; empty for all of it
	Email        string // where a visitor wants to be told the outcome; may be empty, not used of people signed in
	// Doubted is for a report that somebody is at risk by somebody unknown here, where several came from one network
	// lately: the leads are told, and the words stay until one of them looks.
	Doubted bool
}

// check cleans a report. Bad input is Invalid by field: "reason", "note", "email".
func (n NewReport) check(a people.Actor, book *rules.Book) (NewReport, error) {
	wrong := db.Invalid{}
	if !offered(book, n.Reason) {
		wrong["reason"] = "Choose what worries you"
	}
	n.Note = text(n.Note, MaxNote, "note", wrong)
	switch n.Email = strings.TrimSpace(n.Email); {
	case a.SignedIn():
		n.Email = ""
	case n.Email != "":
		email, err := people.CleanEmail(n.Email)
		if err != nil {
			wrong["email"] = "This is not a whole email address. Check it, or leave it out"
		}
		n.Email = email
	}
	if len(wrong) > 0 {
		return n, wrong
	}
	return n, nil
}

// text cleans words of several lines, and notes under the field what is wrong with them.
func text(typed string, most int, field string, wrong db.Invalid) string {
	clean, err := prose.Clean(typed)
	switch {
	case err != nil:
		wrong[field] = say.Of(err)
	case utf8.RuneCountInString(clean) > most:
		wrong[field] = "That is too long. Please keep it under 1,000 letters"
	}
	return strings.TrimSpace(clean)
}

// Report stores that somebody, signed in or not, is worried about a contribution, and gives the report's id.
// ErrNotFound where they cannot see it. Somebody who reports again before it is decided changes what they said.
// How often that may be done is for the caller to limit: see people.Store.Admit.
func (s *Store) Report(ctx context.Context, a people.Actor, key db.Key, n NewReport) (int64, error) {
	book, err := rules.Load(ctx, s.DB)
	if err != nil {
		return 0, err
	}
	if n, err = n.check(a, book); err != nil {
		return 0, err
	}
	reporter := int64(0)
	if a.SignedIn() {
		reporter = a.ID
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		author, err := lockVisible(tx, a, n.Contribution)
		if err != nil {
			return 0, err
		}
		if err := MayReport(a, author); err != nil {
			return 0, err
		}
		if n.File != "" {
			if n.File, err = named(tx, n.Contribution, n.File); err != nil {
				return 0, err
			}
		}
		if reporter != 0 {
			again, err := db.Values[int64](tx.Context(), tx, `UPDATE reports SET reason = ?, note = ?, file = ?
				WHERE contribution_id = ? AND reporter_id = ? AND state = 'open' RETURNING id`, n.Reason, n.Note, n.File, n.Contribution, reporter)
			if err != nil {
				return 0, err
			}
			if len(again) > 0 {
				return again[0], s.reported(tx, n, again[0])
			}
		}
		if _, err := tx.Exec("UPDATE contributions SET open_reports = open_reports + 1 WHERE id = ?", n.Contribution); err != nil {
			return 0, err
		}
		id, err := tx.Insert(`INSERT INTO reports (contribution_id, reporter_id, reporter_email, reason, note, file, created_at)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, n.Contribution, db.Null(reporter), n.Email, n.Reason, n.Note, n.File, tx.Now())
		if err != nil {
			return 0, err
		}
		return id, s.reported(tx, n, id)
	})
}

// named gives the name of a file that a report is about, or "" where it does not stand with the contribution any more: then
// the report is about all of it.
func named(tx *db.Tx, contribution int64, name string) (string, error) {
	on, err := files.On(tx.Context(), tx, contribution)
	for _, f := range on[contribution] {
		if f.Name == name && !f.Covered {
			return name, err
		}
	}
	return "", err
}

// reported brings the queue in step with a report, and passes on what it says of somebody who may be at risk.
func (s *Store) reported(tx *db.Tx, n NewReport, report int64) error {
	if err := discussion.Requeue(tx, n.Contribution); err != nil || n.Reason != rules.AtRisk || s.AtRisk == nil {
		return err
	}
	return s.AtRisk(tx, n.Contribution, report, n.Doubted)
}

// lockVisible locks a contribution that the actor may see, so that reporting and deciding go one after the other,
// and gives its author.
func lockVisible(tx *db.Tx, a people.Actor, id int64) (author int64, err error) {
	if _, err := tx.Exec("UPDATE contributions SET open_reports = open_reports WHERE id = ?", id); err != nil {
		return 0, err
	}
	seen, args := a.Sees("c", "t")
	return db.Value[int64](tx.Context(), tx, "SELECT c.author_id FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ? AND "+seen,
		append([]any{id}, args...)...)
}

// Reportable is what the report form shows of a contribution.
type Reportable struct {
	ID        int64
	Author    string
	HTML      string
	CreatedAt clock.Instant
	Files     []files.File // that stand with it and can be seen
	Own       bool         // the actor wrote it
	Reported  bool         // the actor has reported it, and nobody has decided yet
}

// Reportable reads a contribution for the report form; ErrNotFound where the actor cannot see it.
func (s *Store) Reportable(ctx context.Context, a people.Actor, id int64) (Reportable, error) {
	said, err := discussion.Gather(ctx, s.DB, a, []int64{id})
	if err != nil {
		return Reportable{}, err
	}
	if len(said) == 0 {
		return Reportable{}, db.ErrNotFound
	}
	c := said[0]
	r := Reportable{ID: c.ID, Author: c.Author, HTML: c.HTML, CreatedAt: c.CreatedAt, Own: MayReport(a, c.AuthorID) != nil}
	on, err := files.On(ctx, s.DB, id)
	if err != nil {
		return r, err
	}
	r.Files = slices.DeleteFunc(on[id], func(f files.File) bool { return f.Covered })
	if a.SignedIn() {
		r.Reported, err = db.Value[bool](ctx, s.DB, "SELECT EXISTS (SELECT 1 FROM reports WHERE contribution_id = ? AND reporter_id = ? AND state = 'open')", id, a.ID)
	}
	return r, err
}

// JobAnswer is the kind of the job that mails a visitor the outcome of their report. Its payload is an Answering.
const JobAnswer = "report-answer"

// Answering names the report that a job is to answer.
type Answering struct{ Report int64 }

// Answer puts together the mail that tells a visitor the outcome of their report. ErrNotFound where there is nothing
// to send any more.
func (s *Store) Answer(ctx context.Context, report int64) (notify.Letter, error) {
	return db.One(ctx, s.DB, func(r db.Row) (notify.Letter, error) {
		var contribution int64
		var act rules.Act
		var files int
		var before discussion.State
		l := notify.Letter{Kind: notify.ReportAnswer}
		err := r.Scan(&l.To, &contribution, &act, &files, &before)
		l.Words, l.Link = toReporter(act, files, before), notify.Permalink(contribution)
		return l, err
	}, `SELECT r.reporter_email, r.contribution_id, d.act, d.files, d.state_before FROM reports r JOIN decisions d ON d.id = r.decision_id
		WHERE r.id = ? AND r.reporter_email <> ''`, report)
}

// Answered forgets the address of a visitor who has been told the outcome of their report.
func (s *Store) Answered(ctx context.Context, report int64) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE reports SET reporter_email = '' WHERE id = ? AND state = 'settled'", report)
		return err
	})
}

package defamation

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/queue"
	"folkmoot/models/say"
)

// Bounds on what a notice sets off by itself, so that many of them do not drown those who deal with them, nor somebody whose
// address was typed in. Every notice is taken and shown whatever these say.
const (
	toldOf    = 5 // open notices about the same words that moderators are told of one by one; of all but the first on the site alone
	thankedIn = 5 // mails in a day to one address that say that a notice came
)

// arrival is how and when a notice came.
type arrival struct {
	How      How
	Address  string
	By       int64 // who typed it in; 0 for nobody
	At       clock.Instant
	Revision int // of the words
}

// errAgain is what somebody reads who sends the same again.
var errAgain = db.Wrong("", "We have a notice from this email address about the same words already, and are dealing with it. You need do nothing more")

// add stores a notice, and has those told who are to know of it.
func (s *Store) add(tx *db.Tx, n New, came arrival) (int64, error) {
	// Notices about the same words come one after the other, so that each finds those before it.
	if _, err := tx.Exec("UPDATE contributions SET open_reports = open_reports WHERE id = ?", n.Contribution); err != nil {
		return 0, err
	}
	var same, others, thanked int
	if err := tx.QueryRow(tx.Context(), `SELECT COALESCE(SUM(CASE WHEN contribution_id = ? AND email = ? AND email <> '' THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN contribution_id = ? THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN email = ? AND received_at > ? THEN 1 ELSE 0 END), 0) FROM defamation_notices WHERE closed_at IS NULL`,
		n.Contribution, n.Email, n.Contribution, n.Email, tx.Now().Add(-24*time.Hour)).Scan(&same, &others, &thanked); err != nil {
		return 0, err
	}
	if same > 0 {
		return 0, errAgain
	}
	due := Due(came.At, s.Zone)
	id, err := tx.Insert(`INSERT INTO defamation_notices (contribution_id, name, email, statement, meaning, why, wrong, unknown_poster, may_pass_on,
		removed_before, revision, received_at, contact_due_at, act_due_at, how, address, recorded_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		n.Contribution, n.Name, n.Email, n.Statement, n.Meaning, n.Why, n.Wrong, db.Flag(n.Unknown == "yes"), db.Flag(n.MayPass == "yes"),
		db.Flag(n.RemovedBefore), came.Revision, came.At, due, due, came.How, came.Address, db.Null(came.By))
	if err != nil {
		return 0, err
	}
	if n.Email != "" && thanked < thankedIn {
		if err := queue.Enqueue(tx, JobMail, Mailing{Notice: id, What: mailReceived}); err != nil {
			return 0, err
		}
	}
	if others < toldOf {
		words := say.Text("Somebody sent a notice of complaint: something here is said to harm their name. The law gives us 48 hours for the first step.")
		if others > 0 {
			words = "One more notice of complaint came about words that one is open about already. It has a clock of its own."
		}
		if err := tellTeam(tx, id, words, others == 0); err != nil {
			return 0, err
		}
	}
	return id, note(tx, came.By, "file", id, map[string]any{"contribution": n.Contribution, "due": int64(due), "how": string(came.How), "received": int64(came.At)})
}

// Others counts the further open notices about the words that a notice is about.
func (s *Store) Others(ctx context.Context, id int64) (int, error) {
	return db.Value[int](ctx, s.DB, `SELECT COUNT(*) FROM defamation_notices n JOIN defamation_notices o ON o.contribution_id = n.contribution_id
		WHERE n.id = ? AND o.id <> n.id AND o.closed_at IS NULL`, id)
}

// Also reads the further open notices about the words that a notice is about.
func (s *Store) Also(ctx context.Context, a people.Actor, n Notice) ([]Notice, error) {
	if err := moderation.MayModerate(a); err != nil || n.Others == 0 {
		return nil, err
	}
	return openAbout(ctx, s.DB, n)
}

func openAbout(ctx context.Context, q db.Querier, n Notice) ([]Notice, error) {
	return db.All(ctx, q, scanNotice, noticeQuery+"n.contribution_id = ? AND n.closed_at IS NULL AND n.id <> ? ORDER BY n.id", n.Contribution, n.ID)
}

// together brings notices about the same words beside each other, where the first of them is due.
func together(list []Notice) {
	first := map[int64]clock.Instant{}
	for _, n := range list {
		if due, known := first[n.Contribution]; !known || n.ActDueAt < due {
			first[n.Contribution] = n.ActDueAt
		}
	}
	slices.SortStableFunc(list, func(a, b Notice) int {
		return cmp.Or(cmp.Compare(first[a.Contribution], first[b.Contribution]), cmp.Compare(a.Contribution, b.Contribution), cmp.Compare(a.ActDueAt, b.ActDueAt))
	})
}

// OnPaper is a notice that came by letter or by email, as a moderator types it in. What it does not say stays empty.
type OnPaper struct {
	New
	How     How    // ByLetter or ByEmail
	Address string // postal, if it gives one
	Day     string // when it came, in the place's time zone: "2026-11-23"
	Hour    string // "09:30"
}

// check cleans it, and reads when it came. Bad input is Invalid by field: those of New, and "how", "address", "day", "hour".
func (p OnPaper) check(now clock.Instant, zone *time.Location) (OnPaper, clock.Instant, error) {
	wrong := db.Invalid{}
	p.Name = wrong.Line("name", p.Name, MaxName)
	if p.Email = strings.TrimSpace(p.Email); p.Email != "" {
		email, err := people.CleanEmail(p.Email)
		if err != nil {
			wrong["email"] = "This is not a whole email address. Check it"
		}
		p.Email = email
	}
	for field, words := range map[string]*string{"statement": &p.Statement, "why": &p.Why, "meaning": &p.Meaning, "wrong": &p.Wrong} {
		*words = optional(*words, field, MaxText, wrong)
	}
	p.Address = optional(p.Address, "address", MaxAddress, wrong)
	if p.How != ByLetter && p.How != ByEmail {
		wrong["how"] = "Choose how it came"
	}
	if p.Email == "" && p.Address == "" && wrong["email"] == "" {
		wrong["address"] = "Give the address where they can be answered: by post or by email"
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", strings.TrimSpace(p.Day)+" "+strings.TrimSpace(p.Hour), zone)
	switch {
	case err != nil:
		wrong["day"] = "Say on which day and at what time it came, like 2026-11-20 and 09:30"
	case clock.Of(at) > now:
		wrong["day"] = "That is still to come. When did it come?"
	}
	if len(wrong) > 0 {
		return p, 0, wrong
	}
	return p, clock.Of(at), nil
}

// optional cleans words of several lines that may be left out.
func optional(typed, field string, most int, wrong db.Invalid) string {
	clean, err := prose.Clean(typed)
	clean = strings.TrimSpace(clean)
	switch {
	case err != nil:
		wrong[field] = say.Of(err)
	case utf8.RuneCountInString(clean) > most:
		wrong[field] = "That is too long. Please make it shorter"
	}
	return clean
}

// Record stores a notice that came by letter or by email and gives its id. The 48 hours run from when it came, and every step
// is as with any other; one that lacks something is sent back. ErrNotFound where there are no such words; Forbidden for who
// wrote them; Invalid by field.
func (s *Store) Record(ctx context.Context, a people.Actor, key db.Key, p OnPaper) (int64, error) {
	if err := moderation.MayModerate(a); err != nil {
		return 0, err
	}
	p, at, err := p.check(s.DB.Clock.Now(), s.Zone)
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		var revision int
		var author, recorder int64
		var written clock.Instant
		err := db.Each(tx.Context(), tx, func(r db.Row) error { return r.Scan(&revision, &author, &recorder, &written) },
			"SELECT revision, author_id, COALESCE(recorder_id, 0), created_at FROM contributions WHERE id = ? AND sealed = 0", p.Contribution)
		switch {
		case err != nil:
			return 0, err
		case author == 0:
			return 0, db.ErrNotFound
		}
		if err := moderation.MayDecide(a, author, recorder); err != nil {
			return 0, err
		}
		if at.Add(time.Minute) <= written {
			return 0, db.Wrong("day", "That is before the words were written")
		}
		return s.add(tx, p.New, arrival{How: p.How, Address: p.Address, By: a.ID, At: at, Revision: revision})
	})
}

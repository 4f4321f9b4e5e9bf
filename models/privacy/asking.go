package privacy

import (
	"context"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/queue"
	"folkmoot/models/say"
)

// Bounds on what people type here, in characters.
const (
	MaxName    = 200
	MaxContact = 500
	MaxWords   = 4000
)

// NewRequest is what somebody asks, as typed.
type NewRequest struct {
	Kind          RequestKind
	Name, Contact string // of somebody without an account
	Words         string
	Received      string // the day on which a letter or call came, "2026-03-29"; only where staff type it in
}

// check cleans a request. Bad input is Invalid by field: "kind", "name", "contact", "words".
func (n NewRequest) check(known bool) (NewRequest, error) {
	wrong := db.Invalid{}
	if !slices.Contains(RequestKinds, n.Kind) {
		wrong["kind"] = "Choose what it is about"
	}
	if known {
		n.Name, n.Contact = "", ""
	} else {
		if n.Name = wrong.Line("name", n.Name, MaxName); n.Name == "" && wrong["name"] == "" {
			wrong["name"] = "Give your name, so that we know whose details it is about"
		}
		n.Contact = cleanWords(n.Contact, "contact", "Tell us how we can reach you with our answer", MaxContact, wrong)
	}
	n.Words = cleanWords(n.Words, "words", "Say in your own words what it is about", MaxWords, wrong)
	if len(wrong) > 0 {
		return n, wrong
	}
	return n, nil
}

// Ask stores what somebody asks and gives its number and the code with which they see how it stands; the same form sent
// again gives the same. Administrators are told. How often strangers may ask is for the caller to limit.
func (s *Store) Ask(ctx context.Context, a people.Actor, key db.Key, n NewRequest) (int64, guide.ReceiptCode, error) {
	n, err := n.check(a.SignedIn())
	if err != nil {
		return 0, "", err
	}
	code := guide.NewReceiptCode(key)
	id, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) { return s.receive(tx, n, a.ID, 0, tx.Now(), code) })
	return id, code, err
}

// TypeIn stores what somebody asked by letter or by phone, as typed in by an administrator. The clock runs from the day on
// which it came. Besides what Ask refuses, bad input is Invalid under "received".
func (s *Store) TypeIn(ctx context.Context, a people.Actor, key db.Key, n NewRequest) (int64, guide.ReceiptCode, error) {
	if err := MayAnswer(a); err != nil {
		return 0, "", err
	}
	n, err := n.check(false)
	wrong := db.Invalid{}
	errors.As(err, &wrong)
	at, _, badDay := clock.Local(n.Received, "12:00", s.Zone)
	if today := s.DB.Clock.Now(); badDay != nil || at > today.Add(24*time.Hour) {
		wrong["received"] = "Give the day on which it came"
	} else {
		at = min(at, today)
	}
	if len(wrong) > 0 {
		return 0, "", wrong
	}
	code := guide.NewReceiptCode(key)
	id, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) { return s.receive(tx, n, 0, a.ID, at, code) })
	return id, code, err
}

// receive stores a request and tells administrators.
func (s *Store) receive(tx *db.Tx, n NewRequest, person, recorder int64, at clock.Instant, code guide.ReceiptCode) (int64, error) {
	id, err := tx.Insert(`INSERT INTO privacy_requests (kind, person_id, name, contact, words, code_hash, received_at, due_at, recorded_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		n.Kind, db.Null(person), n.Name, n.Contact, n.Words, code.Hash(), at, month(at, 1, s.Zone), db.Null(recorder))
	if err != nil {
		return 0, err
	}
	if err := tellAdministrators(tx, id, "Somebody asked about their private details. The law gives us a month to answer."); err != nil {
		return 0, err
	}
	if err := letter(tx, id, LetterReceived); err != nil {
		return 0, err
	}
	return id, audit.Append(tx, audit.Entry{Actor: recorder, Act: "privacy.ask", Kind: "privacy request", Object: id, Details: map[string]any{"kind": n.Kind}})
}

// letter has a job write to the one who asked.
func letter(tx *db.Tx, id int64, what LetterKind) error {
	return queue.Enqueue(tx, JobLetter, Writing{Request: id, What: what})
}

// ByCode reads a request by its code. A code that nobody was given is Invalid under "code".
func (s *Store) ByCode(ctx context.Context, code guide.ReceiptCode) (Request, error) {
	r, err := db.One(ctx, s.DB, scanRequest, requestQuery+"WHERE r.code_hash = ?", code.Hash())
	if errors.Is(err, db.ErrNotFound) {
		return r, db.Wrong("code", "We have nothing under this code. Compare it with your receipt, letter by letter")
	}
	return r, err
}

// Own reads the newest requests of the actor.
func (s *Store) Own(ctx context.Context, a people.Actor) ([]Request, error) {
	return db.All(ctx, s.DB, scanRequest, requestQuery+"WHERE r.person_id = ? ORDER BY r.id DESC LIMIT ?", a.ID, mostListed)
}

// Figures is what became of requests in the last year, for everybody: numbers alone.
type Figures struct{ Asked, Open, Answered, InTime int }

// Figures counts the requests of the last 365 days. They are few.
func (s *Store) Figures(ctx context.Context) (f Figures, err error) {
	err = s.DB.QueryRow(ctx, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN state IN ('done', 'partly', 'refused') THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN state IN ('done', 'partly', 'refused') AND decided_at <= due_at THEN 1 ELSE 0 END), 0)
		FROM privacy_requests WHERE received_at > ?`, s.DB.Clock.Now().Add(-365*24*time.Hour)).Scan(&f.Asked, &f.Open, &f.Answered, &f.InTime)
	return f, err
}

// tellAdministrators tells every administrator about a request, on the site and by mail.
func tellAdministrators(tx *db.Tx, id int64, words say.Text) error {
	team, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM people WHERE role = 'administrator' AND state = 'active' ORDER BY id LIMIT 200")
	if err != nil {
		return err
	}
	for _, person := range team {
		if _, err := notify.TellSparing(tx, notify.Notice{Person: person, Kind: notify.Asked, Words: words, Link: RequestPath(id)}, true); err != nil {
			return err
		}
	}
	return nil
}

// cleanWords cleans words of several lines that must be there.
func cleanWords(typed, field string, missing say.Text, most int, wrong db.Invalid) string {
	clean, err := prose.Clean(typed)
	switch {
	case err != nil:
		wrong[field] = "This has a character that cannot be shown. Type it again"
	case clean == "":
		wrong[field] = missing
	case utf8.RuneCountInString(clean) > most:
		wrong[field] = "That is too long. Please make it shorter"
	}
	return clean
}

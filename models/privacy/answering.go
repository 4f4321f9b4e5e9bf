package privacy

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// mostListed bounds each list of requests: they are few.
const mostListed = 200

const requestQuery = `SELECT r.id, r.kind, COALESCE(r.person_id, 0), CASE WHEN r.name = '' THEN COALESCE(p.public_name, '') ELSE r.name END,
	CASE WHEN r.contact = '' THEN COALESCE(p.email, '') ELSE r.contact END, r.words, r.received_at, r.due_at,
	COALESCE(r.acknowledged_at, 0), COALESCE(r.extended_at, 0), r.extension, COALESCE(r.taken_by, 0), COALESCE(t.public_name, ''), COALESCE(w.public_name, ''),
	r.state, r.outcome, COALESCE(d.public_name, ''), COALESCE(r.decided_at, 0)
	FROM privacy_requests r LEFT JOIN people p ON p.id = r.person_id LEFT JOIN people t ON t.id = r.taken_by LEFT JOIN people w ON w.id = r.recorded_by
	LEFT JOIN people d ON d.id = r.decided_by `

func scanRequest(row db.Row) (r Request, err error) {
	err = row.Scan(&r.ID, &r.Kind, &r.Person, &r.Name, &r.Contact, &r.Words, &r.ReceivedAt, &r.DueAt, &r.AcknowledgedAt, &r.ExtendedAt, &r.Extension,
		&r.TakenBy, &r.Taker, &r.Recorder, &r.State, &r.Outcome, &r.Decider, &r.DecidedAt)
	return r, err
}

// Requests reads the open requests for administrators, what is due first before the rest, and the last that were closed.
func (s *Store) Requests(ctx context.Context, a people.Actor) (open, closed []Request, err error) {
	if err := MayAnswer(a); err != nil {
		return nil, nil, err
	}
	if open, err = db.All(ctx, s.DB, scanRequest, requestQuery+`WHERE r.state = 'open'
		ORDER BY CASE WHEN r.acknowledged_at IS NULL AND r.received_at + CAST(? AS BIGINT) < r.due_at THEN r.received_at + CAST(? AS BIGINT) ELSE r.due_at END, r.id LIMIT ?`,
		ackWithin.Milliseconds(), ackWithin.Milliseconds(), mostListed); err != nil {
		return nil, nil, err
	}
	closed, err = db.All(ctx, s.DB, scanRequest, requestQuery+"WHERE r.state <> 'open' ORDER BY r.decided_at DESC, r.id DESC LIMIT ?", mostListed)
	return open, closed, err
}

// Request reads one request for administrators.
func (s *Store) Request(ctx context.Context, a people.Actor, id int64) (Request, error) {
	if err := MayAnswer(a); err != nil {
		return Request{}, err
	}
	return db.One(ctx, s.DB, scanRequest, requestQuery+"WHERE r.id = ?", id)
}

// step changes an open request, by a statement that ends in its number, and writes it into the register without anybody's
// words. ErrConflict where the statement changes nothing: it was answered meanwhile, or the step was taken.
func (s *Store) step(ctx context.Context, a people.Actor, key db.Key, id int64, act, query string, args []any, after func(*db.Tx) error) error {
	if err := MayAnswer(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		filled := make([]any, 0, len(args)+1)
		for _, one := range args {
			if one == nowMark {
				one = tx.Now()
			}
			filled = append(filled, one)
		}
		n, err := tx.Exec(query+" AND id = ?", append(filled, id)...)
		if err == nil && n == 0 {
			err = db.ErrConflict
		}
		if err != nil {
			return 0, err
		}
		if after != nil {
			if err := after(tx); err != nil {
				return 0, err
			}
		}
		return id, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "privacy." + act, Kind: "privacy request", Object: id})
	})
	return err
}

// nowMark stands for the moment of a step among its arguments.
var nowMark any = struct{ now bool }{true}

// Take says that the actor deals with a request.
func (s *Store) Take(ctx context.Context, a people.Actor, key db.Key, id int64) error {
	return s.step(ctx, a, key, id, "take", "UPDATE privacy_requests SET taken_by = ? WHERE state = 'open'", []any{a.ID}, nil)
}

// Acknowledge says to the one who asked that we have it and when they get their answer.
func (s *Store) Acknowledge(ctx context.Context, a people.Actor, key db.Key, id int64) error {
	return s.step(ctx, a, key, id, "acknowledge", "UPDATE privacy_requests SET acknowledged_at = ? WHERE state = 'open' AND acknowledged_at IS NULL",
		[]any{nowMark}, func(tx *db.Tx) error { return letter(tx, id, LetterAcknowledged) })
}

// Extend takes two months more, once and before the month is over, with a reason that the one who asked is told. Bad input
// is Invalid under "why".
func (s *Store) Extend(ctx context.Context, a people.Actor, key db.Key, id int64, why string) error {
	if err := MayAnswer(a); err != nil {
		return err
	}
	wrong := db.Invalid{}
	if why = cleanWords(why, "why", "Say why it takes longer. They are told", MaxWords, wrong); len(wrong) > 0 {
		return wrong
	}
	r, err := s.Request(ctx, a, id)
	if err != nil {
		return err
	}
	if r.Open() && r.ExtendedAt == 0 && r.DueAt <= s.DB.Clock.Now() {
		return db.Wrong("why", "The month is over, and the law allows more time only before. Answer now, and say that it is late")
	}
	return s.step(ctx, a, key, id, "extend", "UPDATE privacy_requests SET extended_at = ?, extension = ?, due_at = ? WHERE state = 'open' AND extended_at IS NULL",
		[]any{nowMark, why, month(r.ReceivedAt, 1+MonthsMore, s.Zone)}, func(tx *db.Tx) error { return letter(tx, id, LetterExtended) })
}

// Decide answers a request. What is done is done by hand, or by the program's own ways; words say what and why. Bad input
// is Invalid under "state" or "words".
func (s *Store) Decide(ctx context.Context, a people.Actor, key db.Key, id int64, state RequestState, words string) error {
	if err := MayAnswer(a); err != nil {
		return err
	}
	wrong := db.Invalid{}
	switch state {
	case RequestDone, RequestPartly, RequestRefused:
	default:
		wrong["state"] = "Choose what was done"
	}
	if words = cleanWords(words, "words", "Say what was done, and why. They are told", MaxWords, wrong); len(wrong) > 0 {
		return wrong
	}
	return s.step(ctx, a, key, id, "decide", `UPDATE privacy_requests SET state = ?, outcome = ?, decided_by = ?, decided_at = ?,
		acknowledged_at = COALESCE(acknowledged_at, CAST(? AS BIGINT)) WHERE state = 'open'`,
		[]any{state, words, a.ID, nowMark, nowMark}, func(tx *db.Tx) error { return letter(tx, id, LetterDecided) })
}

// Remind tells whoever deals with a request, or every administrator, of a step that is nearly due or late, once a day. It
// is for a job that runs a few times in an hour.
func (s *Store) Remind(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		soon := tx.Now().Add(remindFor)
		ids, err := db.Values[int64](tx.Context(), tx, `UPDATE privacy_requests SET reminded_at = ? WHERE state = 'open'
			AND (due_at <= ? OR acknowledged_at IS NULL AND received_at <= ?) AND (reminded_at IS NULL OR reminded_at <= ?) RETURNING id`,
			tx.Now(), soon, soon.Add(-ackWithin), tx.Now().Add(-remindEvery))
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.remind(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) remind(tx *db.Tx, id int64) error {
	r, err := db.One(tx.Context(), tx, scanRequest, requestQuery+"WHERE r.id = ?", id)
	if err != nil {
		return err
	}
	words := say.Text("Somebody who asked about their private details must hear from us within a week.")
	if r.Late(tx.Now()) {
		words = "Somebody who asked about their private details should have heard from us by now. The law sets the time for it."
	}
	if r.TakenBy == 0 {
		return tellAdministrators(tx, id, words)
	}
	active, err := db.Value[int64](tx.Context(), tx, "SELECT COUNT(*) FROM people WHERE id = ? AND role = 'administrator' AND state = 'active'", r.TakenBy)
	if err != nil {
		return err
	}
	if active == 0 {
		return tellAdministrators(tx, id, words)
	}
	_, err = notify.Tell(tx, notify.Notice{Person: r.TakenBy, Kind: notify.Asked, Words: words, Link: RequestPath(id)}, true)
	return err
}

// JobLetter is the kind of the job that writes to somebody who asked. Its payload is a Writing.
const JobLetter = "privacy-letter"

// LetterKind is what is written about.
type LetterKind string

// What is written about.
const (
	LetterReceived     LetterKind = "received"
	LetterAcknowledged LetterKind = "acknowledged"
	LetterExtended     LetterKind = "extended"
	LetterDecided      LetterKind = "decided"
)

// Writing says what a job is to write, about which request.
type Writing struct {
	Request int64
	What    LetterKind
}

// Letter puts together a mail from what is true now. ErrNotFound where there is nothing to send, or no address.
func (s *Store) Letter(ctx context.Context, w Writing) (notify.Letter, error) {
	r, err := db.One(ctx, s.DB, scanRequest, requestQuery+"WHERE r.id = ?", w.Request)
	if err != nil {
		return notify.Letter{}, err
	}
	to, bad := people.CleanEmail(r.Contact)
	if bad != nil {
		return notify.Letter{}, db.ErrNotFound
	}
	l := notify.Letter{To: to, Kind: notify.Complaint, Link: "/your-data", Subject: "About your private details"}
	if r.Person != 0 || r.Recorder != "" { // a stranger may have given somebody else's address: nothing that they typed is mailed
		l.ToName = r.Name
	}
	l.Words, err = r.tells(w.What)
	return l, err
}

// ByPost is what a letter on paper says to somebody who gave no email address: how their request stands now.
func (r Request) ByPost() say.Text {
	what := LetterReceived
	switch {
	case !r.Open():
		what = LetterDecided
	case r.ExtendedAt != 0:
		what = LetterExtended
	}
	words, _ := r.tells(what) // there is always something to tell
	return words
}

// tells says how a request stands. ErrNotFound where that is not so, or not any more.
func (r Request) tells(what LetterKind) (words say.Text, err error) {
	switch {
	case what == LetterDecided && !r.Open() && r.DecidedAt != 0:
		words = say.Paragraphs(say.F("You asked us about your private details: %s.", r.Kind.about()), outcomeWords(r.State), say.F("We write: “%s”", r.Outcome),
			"Are you not content with this? You can complain to the Information Commissioner: ico.org.uk, 0303 123 1113.")
	case what == LetterExtended && r.ExtendedAt != 0 && r.Open():
		words = say.Paragraphs(say.F("You asked us about your private details: %s.", r.Kind.about()),
			say.F("We need more time, and answer you by %s at the latest. This is why: “%s”", say.Day(r.DueAt-1), r.Extension))
	case r.Open():
		words = say.Paragraphs(say.F("We have what you asked us about your private details: %s.", r.Kind.about()),
			say.F("We answer you by %s at the latest.", say.Day(r.DueAt-1)))
	default:
		return "", db.ErrNotFound
	}
	return words, nil
}

func outcomeWords(state RequestState) say.Text {
	switch state {
	case RequestDone:
		return "We did what you asked."
	case RequestPartly:
		return "We did a part of what you asked."
	}
	return "We cannot do what you asked."
}

// Logged is a request as the log of outcomes tells of it: nobody's name and nobody's words.
type Logged struct {
	ID                                                       int64
	Kind                                                     RequestKind
	State                                                    RequestState
	ReceivedAt, AcknowledgedAt, DueAt, ExtendedAt, DecidedAt clock.Instant
	ByLetter                                                 bool
}

// EachLogged gives every request to put, the oldest first, for administrators.
func (s *Store) EachLogged(ctx context.Context, a people.Actor, put func(Logged) error) error {
	if err := MayAnswer(a); err != nil {
		return err
	}
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var l Logged
		if err := r.Scan(&l.ID, &l.Kind, &l.State, &l.ReceivedAt, &l.AcknowledgedAt, &l.DueAt, &l.ExtendedAt, &l.DecidedAt, &l.ByLetter); err != nil {
			return err
		}
		return put(l)
	}, `SELECT id, kind, state, received_at, COALESCE(acknowledged_at, 0), due_at, COALESCE(extended_at, 0), COALESCE(decided_at, 0), recorded_by IS NOT NULL
		FROM privacy_requests ORDER BY id`)
}

package safeguarding

import (
	"context"
	"strings"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
	"folkmoot/models/say"
	"folkmoot/models/sealed"
)

// Instead is what stands in the place of words that were passed on, on pages where their writer alone still finds them.
const Instead = "These words are with the safeguarding lead. Nobody else can read them."

var instead = discussion.Body{Source: Instead, HTML: "<p>" + Instead + "</p>\n", Version: prose.Version}

// raised is a concern that is about to be kept.
type raised struct {
	how      How
	by       int64  // who raised it; 0 for the program and for somebody without an account
	from     int64  // the contribution that it came from; 0 for none
	stranger bool   // raised by somebody of whom nothing is known: see maySeal
	doubted  bool   // and several such came from the same network lately
	words    string // what they said about it
	email    string
	phone    string
}

// standing is a contribution as far as a concern needs it.
type standing struct {
	author   int64
	recorder int64
	state    discussion.State
	reason   string
	revision int
	opening  bool
	body     string
	sealed   bool
}

func lock(tx *db.Tx, contribution int64) (standing, error) {
	if _, err := tx.Exec("UPDATE contributions SET open_reports = open_reports WHERE id = ?", contribution); err != nil {
		return standing{}, err
	}
	return db.One(tx.Context(), tx, func(r db.Row) (s standing, err error) {
		err = r.Scan(&s.author, &s.recorder, &s.state, &s.reason, &s.revision, &s.opening, &s.body, &s.sealed)
		return s, err
	}, "SELECT author_id, COALESCE(recorder_id, 0), state, state_reason, revision, kind = 'opening', body_md, sealed = 1 FROM contributions WHERE id = ?", contribution)
}

// AtRisk is for what the program noticed in a contribution that was just stored and that is held for it: see the
// package's own words for why it is sealed at once. Nothing is done where the place has no lead.
func AtRisk(tx *db.Tx, contribution int64) error {
	have, err := watched(tx)
	if err != nil || !have {
		return err
	}
	return raise(tx, raised{how: Noticed, from: contribution})
}

// Report is for a report whose reason is that somebody may be at risk, in the command that stores it: what was reported
// is sealed, and the report with it. With no lead in the place it stays a report, and comes first in the moderators' queue.
func Report(tx *db.Tx, contribution, report int64, doubted bool) error {
	have, err := watched(tx)
	if err != nil || !have {
		return err
	}
	n := raised{how: Reported, from: contribution, doubted: doubted}
	err = tx.QueryRow(tx.Context(), `SELECT COALESCE(r.reporter_id, 0), r.reporter_email, r.note, COALESCE(p.published_count, 0) = 0
		FROM reports r LEFT JOIN people p ON p.id = r.reporter_id WHERE r.id = ?`, report).Scan(&n.by, &n.email, &n.words, &n.stranger)
	if err != nil {
		return err
	}
	// What a worried reader wrote is for the leads too.
	if _, err := tx.Exec("UPDATE reports SET note = '', reporter_email = '' WHERE id = ?", report); err != nil {
		return err
	}
	return raise(tx, n)
}

// PassOn is for a moderator who has a case before them in which somebody may be at risk. note is for the leads; revision
// is the one the moderator looked at: ErrConflict where the words were changed since; Forbidden about their own words, with
// which the reports about them would vanish. It gives the concern's id.
func (s *Store) PassOn(ctx context.Context, a people.Actor, key db.Key, contribution int64, revision int, note string) (int64, error) {
	if err := moderation.MayModerate(a); err != nil {
		return 0, err
	}
	note, err := prose.Clean(note)
	if err != nil || utf8.RuneCountInString(note) > MaxNote {
		return 0, db.Wrong("note", "Please keep it under 4,000 letters")
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		have, err := watched(tx)
		if err != nil {
			return 0, err
		}
		if !have {
			return 0, db.Forbidden{Reason: "This place has no safeguarding lead who could read it. Hide it, ring the safeguarding contact, and ask an administrator to choose a lead."}
		}
		was, err := lock(tx, contribution)
		if err != nil {
			return 0, err
		}
		if err := moderation.MayDecide(a, was.author, was.recorder); err != nil {
			return 0, err
		}
		if was.revision != revision || was.sealed {
			return 0, db.ErrConflict
		}
		decision, err := tx.Insert(`INSERT INTO decisions (contribution_id, author_id, moderator_id, act, reason, state_before, reason_before, revision, waited, created_at)
			VALUES (?, ?, ?, 'seal', ?, ?, ?, ?, COALESCE((SELECT ? - since FROM cases WHERE contribution_id = ?), 0), ?)`,
			contribution, was.author, a.ID, rules.AtRisk, was.state, was.reason, was.revision, tx.Now(), contribution, tx.Now())
		if err != nil {
			return 0, err
		}
		if err := raise(tx, raised{how: PassedOn, by: a.ID, from: contribution, words: strings.TrimSpace(note)}); err != nil {
			return 0, err
		}
		if err := audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "moderation.seal", Kind: "contribution", Object: contribution, Reason: rules.AtRisk,
			Details: map[string]any{"decision": decision, "before": string(was.state), "revision": was.revision},
		}); err != nil {
			return 0, err
		}
		return db.Value[int64](tx.Context(), tx, "SELECT MAX(id) FROM concerns WHERE contribution_id = ?", contribution)
	})
}

// Worry is what somebody tells who is worried about themselves or another.
type Worry struct {
	Words string
	Name  string // how they want to be called; may be empty
	Email string // may be empty
	Phone string // may be empty

	Program bool // it came as programs send forms; the leads are told so, and it goes through all the same
}

// Tell keeps what somebody is worried about and gives the concern's id. It needs no account. Invalid under "words",
// "name", "email" and "phone". How often that may be done is for the caller to limit: see people.Store.Admit.
func (s *Store) Tell(ctx context.Context, a people.Actor, key db.Key, w Worry) (int64, error) {
	wrong := db.Invalid{}
	words, err := prose.Clean(w.Words)
	switch {
	case err != nil:
		wrong["words"] = say.Of(err)
	case strings.TrimSpace(words) == "":
		wrong["words"] = "Tell us what worries you. A few words are enough"
	case utf8.RuneCountInString(words) > MaxWords:
		wrong["words"] = "That is too long to send in one piece. Please keep it under 5,000 letters"
	}
	n := raised{how: Told, words: strings.TrimSpace(words)}
	n.phone = line(w.Phone, "phone", wrong)
	if name := line(w.Name, "name", wrong); name != "" {
		n.words = "From: " + name + "\n\n" + n.words
	}
	if w.Program {
		n.words += "\n\n(This form was filled in as programs do it. It may still be from a person.)"
	}
	if email := strings.TrimSpace(w.Email); email != "" {
		if n.email, err = people.CleanEmail(email); err != nil {
			wrong["email"] = "This is not a whole email address. Check it, or leave it out"
		}
	}
	if len(wrong) > 0 {
		return 0, wrong
	}
	if a.SignedIn() {
		n.by = a.ID
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) { return n.keep(tx, standing{}, 0) })
}

func line(typed, field string, wrong db.Invalid) string {
	clean, err := prose.Line(typed)
	switch {
	case err != nil:
		wrong[field] = say.Of(err)
	case utf8.RuneCountInString(clean) > MaxReach:
		wrong[field] = "That is too long"
	}
	return clean
}

// raise seals what a contribution says, opens a concern and tells the leads. Where one is open about it already, it is
// noted there.
func raise(tx *db.Tx, n raised) error {
	was, err := lock(tx, n.from)
	if err != nil {
		return err
	}
	before, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM concerns WHERE contribution_id = ? AND closed_at IS NULL ORDER BY id DESC LIMIT 1", n.from)
	if err != nil {
		return err
	}
	if len(before) > 0 {
		_, err := addStep(tx, before[0], n.by, StepAgain, n.reached())
		if err != nil || was.sealed {
			return err
		}
	}
	seals, err := n.maySeal(tx, was)
	if err != nil {
		return err
	}
	var id int64
	var others []raised
	if seals && !was.sealed {
		if id, others, err = seal(tx, n, was); err != nil {
			return err
		}
	}
	concern := int64(0)
	if len(before) > 0 {
		concern = before[0]
		_, err = tx.Exec("UPDATE concerns SET sealed_id = COALESCE(?, sealed_id) WHERE id = ?", db.Null(id), concern)
	} else {
		concern, err = n.keep(tx, was, id)
	}
	if err != nil {
		return err
	}
	return addOthers(tx, concern, others)
}

// reached is what somebody said who raised a concern again, with how they can be reached.
func (n raised) reached() string {
	return strings.TrimSpace(n.words + "\n\n" + n.email)
}

// addOthers puts what others had reported about the same words into the concern.
func addOthers(tx *db.Tx, concern int64, others []raised) error {
	for _, o := range others {
		if words := o.reached(); words != "" {
			if _, err := addStep(tx, concern, o.by, StepAgain, words); err != nil {
				return err
			}
		}
	}
	return nil
}

// seal takes the words out of sight, and the case about them out of the moderators' queue. It gives the id of the words
// and what others had reported about them, which belongs in the concern.
func seal(tx *db.Tx, n raised, was standing) (id int64, others []raised, err error) {
	by := n.by
	if n.how != PassedOn {
		by = 0 // who reported is known to the leads alone
	}
	r := sealed.Replacement{Body: instead}
	if was.opening {
		r.Title = discussion.TakenDown
	}
	id, err = sealed.Seal(tx, n.from, was.revision, sealed.Safeguarding, by, r)
	if err != nil {
		return 0, nil, err
	}
	if was.state != discussion.Deleted {
		if _, err := discussion.SetState(tx, n.from, discussion.Hidden, rules.AtRisk, was.state); err != nil {
			return 0, nil, err
		}
	}
	if others, err = settle(tx, n); err != nil {
		return 0, nil, err
	}
	for _, statement := range []string{
		"UPDATE contributions SET open_reports = 0 WHERE id = ?",
		"UPDATE findings SET open = 0 WHERE contribution_id = ?",
		"DELETE FROM case_copies WHERE contribution_id = ?",
		"DELETE FROM case_copy_bands WHERE contribution_id = ?",
		"DELETE FROM second_opinions WHERE contribution_id = ? AND given_at IS NULL",
		"UPDATE second_opinions SET question = '', words = '' WHERE contribution_id = ?",
	} {
		if _, err := tx.Exec(statement, n.from); err != nil {
			return 0, nil, err
		}
	}
	return id, others, discussion.Requeue(tx, n.from)
}

// settle closes the reports about what was sealed, tells those who made them, and takes what they wrote out of them: it
// is for the leads.
func settle(tx *db.Tx, n raised) (others []raised, err error) {
	others, err = db.All(tx.Context(), tx, func(r db.Row) (o raised, err error) {
		err = r.Scan(&o.by, &o.words, &o.email)
		return o, err
	}, "SELECT COALESCE(reporter_id, 0), note, reporter_email FROM reports WHERE contribution_id = ? AND state = 'open' ORDER BY id", n.from)
	if err != nil {
		return nil, err
	}
	if _, err := tx.Exec("UPDATE reports SET state = 'settled', note = '', reporter_email = '' WHERE contribution_id = ? AND state = 'open'", n.from); err != nil {
		return nil, err
	}
	for _, o := range others {
		if o.by == 0 || o.by == n.by {
			continue // who raises it is told on the page they send it from
		}
		if _, err := notify.Tell(tx, notify.Notice{
			Person: o.by, Kind: notify.ReportAnswer,
			Words: "You told us about something that worried you. It is with the person here who looks after people’s safety. We cannot say more about it. Thank you for telling us.",
		}, false); err != nil {
			return nil, err
		}
	}
	return others, nil
}

// keep stores the concern and tells the leads and the writer.
func (n raised) keep(tx *db.Tx, was standing, sealedID int64) (int64, error) {
	id, err := tx.Insert(`INSERT INTO concerns (contribution_id, sealed_id, person_id, raised_by, email, phone, how, words, state_before, reason_before, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, db.Null(n.from), db.Null(sealedID), db.Null(was.author), db.Null(n.by), n.email, n.phone, n.how, n.words,
		was.state, was.reason, tx.Now())
	if err != nil {
		return 0, err
	}
	if err := tellWriter(tx, was, n.from, sealedID); err != nil {
		return 0, err
	}
	if err := tellAll(tx, id, true); err != nil {
		return 0, err
	}
	// Who was worried is for the leads alone; the register is read by every moderator.
	return id, audit.Append(tx, audit.Entry{Act: "safeguarding.open", Kind: "concern", Object: id, Details: map[string]any{
		"how": string(n.how), "contribution": n.from, "sealed": sealedID != 0,
	}})
}

package appeals

import (
	"context"
	"slices"
	"strconv"

	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/queue"
	"folkmoot/models/rules"
	"folkmoot/models/say"
)

// JobOutcome is the kind of the job that mails the outcome of an appeal to somebody without an account. Its payload is an
// Answering.
const JobOutcome = "appeal-outcome"

// Answering names the appeal that a job is to answer.
type Answering struct{ Appeal int64 }

// ComplaintsPath is the page that tells how to complain, and whom else people can turn to.
const ComplaintsPath = "/complaints"

// Path is the page where somebody reads their own appeal.
func Path(id int64) string { return "/appeals/" + strconv.FormatInt(id, 10) }

// CasePath is the page where an appeal is decided.
func CasePath(id int64) string { return "/moderation/appeals/" + strconv.FormatInt(id, 10) }

// about says what somebody asked to have looked at again: "what was decided about your words".
func (k Kind) about() say.Text {
	switch k {
	case OfSanction:
		return "what was done about your account"
	case OfReport:
		return "what we decided about something that you reported"
	case Inaction:
		return "something that you reported and that we had not answered"
	}
	return "what was decided about your words"
}

// toAppellant is what somebody is told whose appeal was decided.
func toAppellant(book *rules.Book, kind Kind, o Outcome, acted bool) say.Text {
	parts := []say.Text{say.F("You asked us to look again at %s. Somebody who had no part in it has done so.", kind.about())}
	switch {
	case o.State == Refused:
		parts = append(parts, "It stays as it was.")
	case o.State == Partly:
		parts = append(parts, "You were right in part.")
	default:
		parts = append(parts, "You were right, and we are sorry.")
	}
	switch {
	case acted && o.Act == Uncover:
		parts = append(parts, "Everybody can read the whole of it again.")
	case acted && o.Act == MoveBack:
		parts = append(parts, "It stands again where it was said, with what answers it.")
	case acted && o.Act.Shows():
		parts = append(parts, "Everybody can read it again.")
	case acted && o.Act == rules.Hide:
		parts = append(parts, "It is hidden now.")
	case acted:
		parts = append(parts, "The writer is asked to change it, and nobody else can read it until then.")
	case kind == OfSanction && o.State == Upheld:
		parts = append(parts, "It is lifted.")
	case kind == OfSanction && o.State == Partly:
		parts = append(parts, say.N(o.Days, "It ends in 1 day.", "It ends in %d days."))
	}
	parts = append(parts, say.F("They write: “%s”", o.Words), "This is our last word on it.")
	if book.Contacts.Beyond != "" {
		parts = append(parts, say.F("Do you think that we dealt with this badly? You can turn to: %s", book.Contacts.Beyond))
	} else {
		parts = append(parts, "Do you think that we dealt with this badly? Our page “Complaints” says whom else you can turn to.")
	}
	return say.Join(parts...)
}

// tell says to everybody whom it concerns how an appeal was decided: who appealed, and those who were told something
// else before. The writer of what somebody reported is told by the decision itself.
func (s *Store) tell(tx *db.Tx, ap Appeal, o Outcome, acted bool) error {
	book, err := rules.Load(tx.Context(), tx)
	if err != nil {
		return err
	}
	if ap.ByMail {
		if err := queue.Enqueue(tx, JobOutcome, Answering{Appeal: ap.ID}); err != nil {
			return err
		}
	}
	state, code, err := reachable(tx, ap)
	if err != nil {
		return err
	}
	if state == "active" || state == "suspended" {
		link := Path(ap.ID)
		if state == "suspended" && code != "" {
			link = "/appeals/code/" + code
		}
		if _, err := notify.Tell(tx, notify.Notice{
			Person: ap.Person, Kind: notify.Appeal, Contribution: ap.Contribution, Words: toAppellant(book, ap.Kind, o, acted), Link: link,
		}, true); err != nil {
			return err
		}
	}
	if !acted {
		return nil
	}
	return tellReporters(tx, ap, o)
}

// reachable reads the state of the account of who appeals, and the code of the sanction that they appeal about.
func reachable(tx *db.Tx, ap Appeal) (state, code string, err error) {
	if ap.Person == 0 {
		return "", "", nil
	}
	_, err = db.One(tx.Context(), tx, into(&state, &code),
		"SELECT state, COALESCE((SELECT appeal_code FROM sanctions WHERE id = ?), '') FROM people WHERE id = ?", ap.Sanction.ID, ap.Person)
	return state, code, err
}

// tellReporters tells those who were told the outcome of their report that it is another one now. The addresses of
// visitors were forgotten when they were answered.
func tellReporters(tx *db.Tx, ap Appeal, o Outcome) error {
	if ap.Decision.ID == 0 || o.Act == MoveBack { // they could read it all the time
		return nil
	}
	reporters, err := db.Values[int64](tx.Context(), tx, `SELECT DISTINCT r.reporter_id FROM reports r JOIN people p ON p.id = r.reporter_id
		WHERE r.decision_id = ? AND r.reporter_id <> ? AND p.state IN ('active', 'suspended')`, ap.Decision.ID, ap.Person)
	if err != nil {
		return err
	}
	now := say.Text("Somebody else looked at it again, and people can read it again.")
	switch {
	case o.Act == rules.Hide:
		now = "Somebody else looked at it again, and it is hidden now."
	case o.Act == rules.Ask:
		now = "Somebody else looked at it again, and the writer is asked to change it."
	}
	for _, person := range reporters {
		if _, err := notify.Tell(tx, notify.Notice{
			Person: person, Kind: notify.ReportAnswer, Contribution: ap.Contribution,
			Words: say.Join("We told you what became of something that you reported. That has changed.", now), Link: notify.Permalink(ap.Contribution),
		}, true); err != nil {
			return err
		}
	}
	return nil
}

// tellJudges tells those who may decide a new appeal that it is there; where nobody may, the administrators that somebody
// else is needed.
func tellJudges(tx *db.Tx, id int64) error {
	barred, err := barredFrom(tx.Context(), tx, id)
	if err != nil {
		return err
	}
	to, err := judges(tx.Context(), tx, barred)
	if err != nil {
		return err
	}
	words, mail := say.Text("Somebody asks us to look again at a decision that you had no part in."), false
	if len(to) > 0 && to[0].Administrator {
		words, mail = "Somebody asks us to look again at a decision. No moderator is left who had no part in it, so it is for you.", true
	}
	if len(to) == 0 {
		words, mail = "Somebody asks us to look again at a decision, and nobody here may decide it, because everybody had a part in it. Please make somebody else a moderator. The clock runs.", true
		if to, err = administrators(tx); err != nil {
			return err
		}
	}
	for _, j := range to {
		if _, err := notify.Tell(tx, notify.Notice{Person: j.ID, Kind: notify.Asked, Words: words, Link: CasePath(id)}, mail); err != nil {
			return err
		}
	}
	return nil
}

// Answer puts together the mail that tells somebody without an account how their appeal was decided. ErrNotFound where
// there is nothing to send any more.
func (s *Store) Answer(ctx context.Context, id int64) (notify.Letter, error) {
	var kind Kind
	var act rules.Act
	o, l := Outcome{}, notify.Letter{Kind: notify.Appeal, Link: ComplaintsPath}
	_, err := db.One(ctx, s.DB, into(&l.To, &kind, &o.State, &o.Words, &act), `SELECT ap.email, ap.kind, ap.state, ap.outcome,
		COALESCE((SELECT CASE WHEN d.act = 'restore' AND d.state_before = 'published' THEN 'uncover' WHEN d.act = 'move' THEN 'move-back' ELSE d.act END FROM decisions d WHERE d.for_appeal = ap.id ORDER BY d.id DESC LIMIT 1), '')
		FROM appeals ap WHERE ap.id = ? AND ap.email <> '' AND ap.state IN ('upheld', 'partly', 'refused')`, id)
	if err != nil {
		return l, err
	}
	book, err := rules.Load(ctx, s.DB)
	if err != nil {
		return l, err
	}
	o.Act = act
	l.Words = toAppellant(book, kind, o, act != "")
	return l, nil
}

// Answered forgets the address of somebody who was told how their appeal was decided.
func (s *Store) Answered(ctx context.Context, id int64) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE appeals SET email = '' WHERE id = ? AND state <> 'open'", id)
		return err
	})
}

// Remind tells those who may decide the appeals that are due within a day, and once a day those that are late. It is for
// a job that runs a few times in an hour.
func (s *Store) Remind(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		due, err := db.Values[int64](ctx, tx, `UPDATE appeals SET reminded_at = ? WHERE state = 'open' AND due_at <= ?
			AND (reminded_at IS NULL OR reminded_at <= ?) RETURNING id`, tx.Now(), tx.Now().Add(nearlyDue), tx.Now().Add(-nearlyDue))
		if err != nil {
			return err
		}
		for _, id := range due {
			if err := s.remind(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) remind(tx *db.Tx, id int64) error {
	ap, err := db.One(tx.Context(), tx, scanAppeal, appealQuery+"ap.id = ?", id)
	if err != nil {
		return err
	}
	words := say.Text("An appeal is to be answered within a day.")
	if ap.Late(tx.Now()) {
		words = "An appeal should have been answered by now. Somebody is waiting for it."
	}
	to := []Judge{{ID: ap.TakenBy}}
	if ap.Taken(tx.Now()) == 0 {
		barred, err := barredFrom(tx.Context(), tx, id)
		if err != nil {
			return err
		}
		if to, err = judges(tx.Context(), tx, barred); err != nil {
			return err
		}
	}
	if len(to) == 0 {
		words = say.Join(words, "Nobody here may decide it, because everybody had a part in it: please make somebody else a moderator.")
		if to, err = administrators(tx); err != nil {
			return err
		}
	}
	for _, j := range to {
		if _, err := notify.Tell(tx, notify.Notice{Person: j.ID, Kind: notify.Asked, Words: words, Link: CasePath(id)}, true); err != nil {
			return err
		}
	}
	return nil
}

// administrators reads who can make somebody else a moderator.
func administrators(tx *db.Tx) ([]Judge, error) {
	all, err := team(tx.Context(), tx)
	return slices.DeleteFunc(all, func(j Judge) bool { return !j.Administrator }), err
}

package consultation

import (
	"context"
	"errors"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Find reads the terms of a thread, inside a command or outside. Revision is 0 where there are none.
func Find(ctx context.Context, q db.Querier, thread int64) (Consultation, error) {
	c, err := db.One(ctx, q, func(r db.Row) (c Consultation, err error) {
		t := &c.Terms
		err = r.Scan(&c.ThreadID, &t.Decided.Source, &t.Decided.HTML, &t.Open.Source, &t.Open.HTML, &t.Why.Source, &t.Why.HTML,
			&t.Decider, &t.DecisionAt, &c.OpenedAt, &c.Revision, &c.ChangedAt)
		return c, err
	}, `SELECT thread_id, decided_md, decided_html, open_md, open_html, why_md, why_html, decider, COALESCE(decision_at, 0),
		COALESCE(opened_at, 0), revision, changed_at FROM consultations WHERE thread_id = ?`, thread)
	if errors.Is(err, db.ErrNotFound) {
		return Consultation{ThreadID: thread}, nil
	}
	if err != nil {
		return c, err
	}
	c.Terms.Options, err = db.All(ctx, q, func(r db.Row) (o Option, err error) {
		err = r.Scan(&o.Words, &o.Discarded, &o.Reason)
		return o, err
	}, "SELECT words, discarded = 1, reason FROM consultation_options WHERE thread_id = ? ORDER BY position", thread)
	return c, err
}

// Find reads the terms of a thread.
func (s *Store) Find(ctx context.Context, thread int64) (Consultation, error) {
	return Find(ctx, s.DB, thread)
}

// Draft is what somebody sends from the page of terms.
type Draft struct {
	Typed
	Revision              int    // the one that they began from
	ClosesDay, ClosesHour string // of a question; a chapter's times stand on its settings
	Ask                   bool   // of a question: mark it as one and show its terms
	Confirmed             string // the Ticket of the warnings that were confirmed
}

// Save stores the terms of a thread. Before readers are shown them they may be unfinished; while they are shown they
// must be complete, and the decision must come after the closing time. A discussion that is Asked becomes a question
// of the place, by the rule of Open. Bad input is Invalid by field, ErrConflict where somebody else saved since the
// revision that was begun from.
func (s *Store) Save(ctx context.Context, a people.Actor, key db.Key, thread int64, d Draft) error {
	terms, wrong := d.Read(ctx, s.Zone)
	closes, wrongTime := discussion.ClosingMoment(d.ClosesDay, d.ClosesHour, s.Zone)
	if err := joined(wrong, wrongTime); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		t, err := discussion.FindThread(ctx, tx, thread)
		if err != nil {
			return 0, err
		}
		if err := MaySet(a, t); err != nil {
			return 0, err
		}
		before, err := lock(tx, thread)
		switch {
		case err != nil:
			return 0, err
		case before.Revision != d.Revision:
			return 0, db.ErrConflict
		}
		return thread, s.save(tx, a, t, before, terms, closes, d)
	})
	return err
}

// save stores checked terms of a thread whose row is held.
func (s *Store) save(tx *db.Tx, a people.Actor, t discussion.Thread, before Consultation, terms Terms, closes clock.Instant, d Draft) error {
	question := t.Kind == discussion.InGroup
	if !question {
		closes = t.ClosesAt
	}
	asking := question && d.Ask && !before.Shown()
	live := before.Shown() || !question && !t.Closed
	if live {
		if err := joined(terms.Complete(), terms.InOrder(Times{t.OpensAt, closes}, s.Zone)); err != nil {
			return err
		}
	}
	if err := Put(tx, t.ID, a.ID, terms); err != nil {
		return err
	}
	if question {
		if err := s.setClosing(tx, a, t, closes, before.Shown(), d.Confirmed); err != nil {
			return err
		}
	}
	if asking {
		return Opening(tx, s.Zone, a.ID, t.ID, Times{t.OpensAt, closes}, d.Confirmed)
	}
	if live && !before.Shown() {
		return show(tx, t.ID)
	}
	return nil
}

// joined puts what is wrong with several parts of a form together.
func joined(errs ...error) error {
	wrong := db.Invalid{}
	for _, err := range errs {
		if _, ok := err.(db.Invalid); err != nil && !ok {
			return err
		}
		gather(wrong, err)
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// lock holds a thread's row, so that changes of its terms go one after the other, and reads them.
func lock(tx *db.Tx, thread int64) (Consultation, error) {
	if _, err := tx.Exec("UPDATE threads SET title = title WHERE id = ?", thread); err != nil {
		return Consultation{}, err
	}
	return Find(tx.Context(), tx, thread)
}

// setClosing sets when a question closes, with an entry in the register; once it was asked, by the rule of Changing.
func (s *Store) setClosing(tx *db.Tx, a people.Actor, t discussion.Thread, closes clock.Instant, asked bool, confirmed string) error {
	if closes == t.ClosesAt {
		return nil
	}
	if asked {
		if err := Changing(tx, s.Zone, a.ID, t.ID, Times{t.OpensAt, t.ClosesAt}, Times{t.OpensAt, closes}, confirmed); err != nil {
			return err
		}
	}
	if err := Reclose(tx, t.ID, closes); err != nil {
		return err
	}
	tx.Touch(db.TopicGroup(t.GroupID))
	return audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "consultation.closing", Kind: "thread", Object: t.ID, Details: map[string]any{"closes_before": t.ClosesAt, "closes": closes},
	})
}

// Reclose sets when a thread closes inside a command. What was said after the old time and before the new one is not
// late any more.
func Reclose(tx *db.Tx, thread int64, closes clock.Instant) error {
	tx.Touch(db.TopicThread(thread), db.TopicGuides)
	if _, err := tx.Exec("UPDATE threads SET closes_at = ? WHERE id = ?", db.Null(closes), thread); err != nil {
		return err
	}
	if err := discussion.MarkDate(tx, thread, discussion.Closes, closes); err != nil {
		return err
	}
	return discussion.InTime(tx, thread, closes)
}

// Put stores terms inside a command, with an entry in the register that says what they were before and are now. by is
// who sets them, 0 for the program. Readers are shown them from Opening on. Whether it may be done has been decided
// before.
func Put(tx *db.Tx, thread, by int64, t Terms) error {
	before, err := lock(tx, thread)
	if err != nil || before.Revision > 0 && before.Terms.same(t) {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO consultations (thread_id, decided_md, decided_html, open_md, open_html, why_md, why_html, html_version, decider, decision_at, changed_by, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (thread_id) DO UPDATE SET decided_md = excluded.decided_md, decided_html = excluded.decided_html,
		open_md = excluded.open_md, open_html = excluded.open_html, why_md = excluded.why_md, why_html = excluded.why_html, html_version = excluded.html_version,
		decider = excluded.decider, decision_at = excluded.decision_at, changed_by = excluded.changed_by, changed_at = excluded.changed_at,
		revision = consultations.revision + 1`,
		thread, t.Decided.Source, t.Decided.HTML, t.Open.Source, t.Open.HTML, t.Why.Source, t.Why.HTML, prose.Version, t.Decider, db.Null(t.DecisionAt),
		db.Null(by), tx.Now()); err != nil {
		return err
	}
	if err := putOptions(tx, thread, t.Options); err != nil {
		return err
	}
	if err := discussion.MarkDate(tx, thread, discussion.Decides, t.DecisionAt); err != nil {
		return err
	}
	tx.Touch(db.TopicThread(thread))
	was, is := before.Terms.differing(t)
	return audit.Append(tx, audit.Entry{
		Actor: by, Act: "consultation.terms", Kind: "thread", Object: thread, Details: map[string]any{"before": was, "after": is},
	})
}

func putOptions(tx *db.Tx, thread int64, options []Option) error {
	if _, err := tx.Exec("DELETE FROM consultation_options WHERE thread_id = ?", thread); err != nil {
		return err
	}
	for i, o := range options {
		discarded := 0
		if o.Discarded {
			discarded = 1
		}
		if _, err := tx.Exec("INSERT INTO consultation_options (thread_id, position, words, discarded, reason) VALUES (?, ?, ?, ?, ?)",
			thread, i+1, o.Words, discarded, o.Reason); err != nil {
			return err
		}
	}
	return nil
}

// facts are the terms as the register keeps them.
func (t Terms) facts() map[string]any {
	options := make([]map[string]any, len(t.Options))
	for i, o := range t.Options {
		options[i] = map[string]any{"words": o.Words, "discarded": o.Discarded, "reason": o.Reason}
	}
	return map[string]any{
		"decided": t.Decided.Source, "open": t.Open.Source, "why": t.Why.Source, "decider": t.Decider, "decision_at": t.DecisionAt, "options": options,
	}
}
